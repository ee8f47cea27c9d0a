package search

import (
	"math"
	"testing"
)

// The weights were worked out by hand from the formula, for 10 units of 20 tokens on the average.
func TestScore(t *testing.T) {
	stream := StreamStats{Units: 10, AverageLength: 20}
	for _, c := range []struct {
		df, freq, length int
		idf, score       float64
	}{
		{1, 1, 20, math.Log(1 + 9.5/1.5), math.Log(1+9.5/1.5) * 2.2 / 2.2},
		{1, 2, 20, math.Log(1 + 9.5/1.5), math.Log(1+9.5/1.5) * 4.4 / 3.2},
		{5, 1, 40, math.Log(2), math.Log(2) * 2.2 / (1 + 1.2*1.75)},
		{10, 3, 10, math.Log(1 + 0.5/10.5), math.Log(1+0.5/10.5) * 6.6 / (3 + 1.2*0.625)},
	} {
		idf := stream.IDF(c.df)
		if math.Abs(idf-c.idf) > 1e-12 {
			t.Errorf("IDF(%d) = %v, want %v", c.df, idf, c.idf)
		}
		if got := stream.Score(idf, c.freq, c.length); math.Abs(got-c.score) > 1e-12 {
			t.Errorf("Score(%d times in %d tokens) = %v, want %v", c.freq, c.length, got, c.score)
		}
	}
}

func TestLongest(t *testing.T) {
	s := StreamStats{Units: 1000, AverageLength: 37.5}
	for freq := 1; freq < 5; freq++ {
		for length := range 400 {
			score := s.Score(2.5, freq, length)
			if got := s.Longest(2.5, freq, score*(1-1e-12)); got < length || got > length+2 {
				t.Errorf("Longest(%d times, %g) = %d, want %d or little more", freq, score, got, length)
			}
		}
		if got := s.Longest(2.5, freq, 100); got != -1 {
			t.Errorf("Longest(%d times, 100) = %d, want none", freq, got)
		}
	}
}

func TestLine(t *testing.T) {
	for _, tt := range []struct {
		line Line
		want float64
	}{
		{Line{Held: 3, Asked: 3, Length: 3}, 10},
		{Line{Held: 1, Asked: 2, Length: 2}, 10.0 / 16},
		{Line{Held: 2, Asked: 2, Length: 4}, 10.0 / 4},
		{Line{Held: 0, Asked: 2, Length: 4}, 0},
	} {
		if got := tt.line.Score(10); got != tt.want {
			t.Errorf("%+v adds %v, want %v", tt.line, got, tt.want)
		}
	}
	if better, worse := (Line{Held: 2, Asked: 3, Length: 2}), (Line{Held: 2, Asked: 3, Length: 3}); !better.Better(worse) || worse.Better(better) || better.Better(better) {
		t.Errorf("%+v is to be better than %+v", better, worse)
	}
}
