package main

import (
	"math"
	"strings"
	"testing"

	"github.com/plenary-search/plenary/bench/collection"
	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
)

func TestScores(t *testing.T) {
	page := func(total int, scores ...float64) search.Results {
		r := search.Results{Total: search.Total{Paragraphs: total}}
		for i, s := range scores {
			r.Hits = append(r.Hits, search.Hit{Document: document.Header{Symbol: "A/1", Lang: "en"}, Unit: document.Unit{Anchor: string(rune('a' + i))}, Score: s})
		}
		return r
	}
	reordered := page(2, 4, 3)
	reordered.Hits[0], reordered.Hits[1] = reordered.Hits[1], reordered.Hits[0]
	other := page(2, 4, 3)
	other.Hits[1].Unit.Anchor = "z"
	counted := page(2, 4, 3)
	counted.Facets = []search.Facet{{Field: "year", Values: []search.FacetValue{{Value: "1999", Count: 1}}}}
	for _, c := range []struct {
		name      string
		want, got search.Results
		expected  Scores
	}{
		{"equal", page(2, 4, 3), page(2, 4, 3), Scores{Pages: 1, Hits: 2}},
		{"scores", page(2, 4, 3), page(2, 4, 2.4), Scores{Pages: 1, Hits: 2, Largest: 0.2}},
		{"order", page(2, 4, 3), reordered, Scores{Pages: 1, Hits: 2, Reordered: 1}},
		{"hits", page(2, 4, 3), other, Scores{Pages: 1, Hits: 1, OtherHits: 1}},
		{"fewer hits", page(2, 4, 3), page(2, 4), Scores{Pages: 1, Hits: 1, OtherHits: 1}},
		{"total", page(2, 4, 3), page(3, 4, 3), Scores{Pages: 1, Hits: 2, OtherTotal: 1}},
		{"facets", page(2, 4, 3), counted, Scores{Pages: 1, Hits: 2, OtherFacet: 1}},
	} {
		var s Scores
		s.compare(c.want, c.got)
		if math.Abs(s.Largest-c.expected.Largest) < 1e-12 {
			s.Largest = c.expected.Largest
		}
		if s != c.expected {
			t.Errorf("%s: %+v, want %+v", c.name, s, c.expected)
		}
	}
}

func TestRelative(t *testing.T) {
	for _, c := range []struct{ a, b, want float64 }{{0, 0, 0}, {2, 2, 0}, {1, 4, 0.75}, {4, 1, 0.75}, {-1, 1, 2}} {
		if got := relative(c.a, c.b); got != c.want {
			t.Errorf("relative(%v, %v) = %v, want %v", c.a, c.b, got, c.want)
		}
	}
}

func TestReport(t *testing.T) {
	class := Class{Name: "common term", Queries: 20, Hits: 12.4, Requests: 4, FirstRequests: 5, First: [2][]float64{{20}, {18}}, Took: 10, HandTotals: 3}
	for engine, ms := range []float64{1, 12, 10, 6} {
		for i := range 100 {
			class.Times[engine] = append(class.Times[engine], ms*float64(i+1)/50) // p50 is ms
		}
	}
	r := Report{
		Filling: Filling{Contents: collection.Contents{Units: 100, Searched: 80}, Ways: []Filled{{Name: "written", Units: 100, TextBytes: 2e6, Seconds: 4, ClientCPU: 1, DiskBytes: 5000}}},
		Asking:  Asking{Classes: []Class{class}, Scores: Scores{Pages: 20, Hits: 7, Largest: 1e-7}},
	}
	text := r.markdown()
	for _, want := range []string{
		"| written | 25 | 0.50 | 1.00 | – | – | 50 |",
		"| common term | 12 | 1.00 / 1.80 / 1.98 | 12.0 / 21.6 / 23.8 | 10.0 / 18.0 / 19.8 | 6.00 / 10.8 / 11.9 | 1.20 | 2.00 |",
		"| common term | 4.0 | 10.0 | 0 | 0 | 2.0 | 5.0 | 20.0 | 18.0 | 3 of 20 |",
		"is 1.0e-07 over 7 hits",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the report lacks %q:\n%s", want, text)
		}
	}
}
