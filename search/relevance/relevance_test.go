package relevance

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// The grades are those of the example in the article that defines DCG, cut short: Järvelin and Kekäläinen, 2002.
var graded = Judgements{"a": 3, "b": 2, "c": 3, "d": 0, "e": 1, "f": 2}

func TestNDCG(t *testing.T) {
	log := math.Log2
	best := 3/log(2) + 3/log(3) + 2/log(4) + 2/log(5) + 1/log(6)
	tests := []struct {
		name    string
		ranking string
		k       int
		want    float64
	}{
		{"as good as can be", "a c b f e", 10, 1},
		{"in any order of equal grades", "c a f b e", 10, 1},
		{"in the order of the letters", "a b c d e f", 10, (3/log(2) + 2/log(3) + 3/log(4) + 0 + 1/log(6) + 2/log(7)) / best},
		{"cut, and so is the best", "b a", 2, (2/log(2) + 3/log(3)) / (3/log(2) + 3/log(3))},
		{"documents that nobody judged", "x y a", 10, 3 / log(4) / best},
		{"nothing relevant", "d x", 10, 0},
		{"empty", "", 10, 0},
	}
	for _, tt := range tests {
		if got := NDCG(strings.Fields(tt.ranking), graded, tt.k); math.Abs(got-tt.want) > 1e-12 {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

// With one relevant document at rank 2, nDCG is 1/log2(3).
func TestMeasure(t *testing.T) {
	judged := Judgements{"a": 1, "b": 1, "c": 1, "d": 1, "n": 0}
	tests := []struct {
		name    string
		ranking []string
		want    Measures
	}{
		{"ranks 1, 3 and 6 of four relevant ones", strings.Fields("a n b x y c"),
			Measures{NDCG10: (1 + 1/math.Log2(4) + 1/math.Log2(7)) / (1 + 1/math.Log2(3) + 1/math.Log2(4) + 1/math.Log2(5)),
				AP100: (1 + 2.0/3 + 3.0/6) / 4, Recall100: 0.75, RR: 1}},
		{"rank 4", strings.Fields("n x y d"), Measures{NDCG10: 1 / math.Log2(5) / (1 + 1/math.Log2(3) + 1/math.Log2(4) + 1/math.Log2(5)), AP100: 0.25 / 4, Recall100: 0.25, RR: 0.25}},
		{"rank 100 counts", append(slices.Repeat([]string{"n"}, 99), "a"), Measures{AP100: 0.01 / 4, Recall100: 0.25, RR: 0.01}},
		{"rank 101 does not", append(slices.Repeat([]string{"n"}, 100), "a"), Measures{}},
		{"nothing", nil, Measures{}},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, Measure(tt.ranking, judged), cmpopts.EquateApprox(0, 1e-12)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestMean(t *testing.T) {
	if got := Mean([]Measures{{1, 0.5, 1, 1}, {0, 0.25, 0.5, 0.25}}); got != (Measures{0.5, 0.375, 0.75, 0.625}) {
		t.Errorf("got %v", got)
	}
	if got := Mean(nil); got != (Measures{}) {
		t.Errorf("mean of none: %v", got)
	}
}

func TestReadQueries(t *testing.T) {
	queries := "qid\tkind\tlang\tquery\nS1\tsubject\ten\tpeace, \"war\"\nT2\ttitle\tfr\tEau potable\nT3\ttitle\tfr\tnot judged\nT4\ttitle\tfr\tno relevant one\n"
	got, err := ReadQueries(strings.NewReader(queries), strings.NewReader("S1 0 a 1\nS1 0 b 0\nT2 0 c 2\nT4 0 c 0\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := []Query{{"S1", "subject", "en", "peace, \"war\"", Judgements{"a": 1, "b": 0}}, {"T2", "title", "fr", "Eau potable", Judgements{"c": 2}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for name, bad := range map[string][2]string{"no queries": {"", ""}, "a field short": {"qid\tquery\n1\n", ""}, "three fields": {"qid\tquery\n", "1 0 a"},
		"grade": {"qid\tquery\n", "1 0 a yes"}} {
		if _, err := ReadQueries(strings.NewReader(bad[0]), strings.NewReader(bad[1])); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// Two documents of 3 words and one of 6, so that the average length is 4. "peac" stands in two of three: its weight is
// ln(1 + 1.5/2.5) = ln 1.6; "water" in one: ln(1 + 2.5/1.5) = ln(8/3).
func TestBM25(t *testing.T) {
	c := NewBM25("en")
	c.Add("short", "Peace, peace!", "now")
	c.Add("long", "The peace of the wide world")
	c.Add("water", "Water and soil")
	norm := func(length float64) float64 { return 1.2 * (0.25 + 0.75*length/4) }
	short, long := math.Log(1.6)*2*2.2/(2+norm(3)), math.Log(1.6)*2.2/(1+norm(6))
	water := math.Log(8.0/3) * 2.2 / (1 + norm(3))
	if !(water > short && short > long && 2*short > water) {
		t.Fatalf("scores by hand: %v %v %v", water, short, long)
	}
	for query, want := range map[string]string{"peace water": "water short long", "peaceful waters": "water short long", "peace peace water": "short water long",
		"soil peace": "water short long", "unknown": "", "": ""} {
		if got := strings.Join(c.Rank(query, 10), " "); got != want {
			t.Errorf("%q: %s, want %s", query, got, want)
		}
	}
	if got := c.Rank("peace water", 2); len(got) != 2 {
		t.Errorf("two wanted: %v", got)
	}
	c.Add("waters", "Water and soil")
	if got := c.Rank("soil", 10); !slices.Equal(got, []string{"waters", "water"}) {
		t.Errorf("ties: %v", got)
	}
}

// The halves of a set must never change, and be of about the same size.
func TestTrain(t *testing.T) {
	train := 0
	for i := range 1000 {
		if (Query{ID: "S" + string(rune('0'+i/100)) + string(rune('0'+i/10%10)) + string(rune('0'+i%10))}).Train() {
			train++
		}
	}
	if train < 450 || train > 550 {
		t.Errorf("%d of 1000 queries are for training", train)
	}
	if got := []bool{Query{ID: "1"}.Train(), Query{ID: "2"}.Train(), Query{ID: "S0001"}.Train(), Query{ID: "T0720"}.Train()}; !slices.Equal(got, []bool{false, true, false, false}) {
		t.Errorf("halves changed: %v", got)
	}
}
