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
