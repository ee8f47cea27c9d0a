package plan

import (
	"strings"
	"testing"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/query"
)

// Of 100 documents in either language, 90 English ones and 2 Spanish ones hold "law", 10 Spanish ones "derecho".
func TestWeigh(t *testing.T) {
	r, err := Compile(search.Request{Query: query.Or{Nodes: []query.Node{query.Word{Text: "Laws"}, query.Word{Text: "derecho"}, query.Phrase{Text: "laws"}}}},
		Options{Languages: []document.Language{"en", "es"}})
	if err != nil {
		t.Fatal(err)
	}
	streams := map[string]search.StreamStats{}
	for _, field := range []string{"stem.en", "stem.es", "verbatim"} {
		streams[field], streams[search.WholeField(field)] = search.StreamStats{Units: 100, AverageLength: 10}, search.StreamStats{Units: 100, AverageLength: 10}
	}
	held := func(terms []Node, fields map[string]int) []int {
		counts := make([]int, len(terms))
		for i, n := range terms {
			counts[i] = fields[String(n)]
		}
		return counts
	}
	wholes := make([]Node, len(r.Wholes))
	for i, w := range r.Wholes {
		wholes[i] = w
	}
	counts := map[string]int{"stem.en:law": 90, "stem.es:laws": 2, "stem.es:derech": 10, "verbatim:laws": 7,
		"whole.stem.en:law": 80, "whole.stem.es:laws": 1, "whole.stem.es:derech": 10}
	w := r.Weigh(streams, held(r.Leaves, counts), held(wholes, counts)) // there are no silent terms
	idf := search.StreamStats{Units: 100}.IDF
	for _, tt := range []struct {
		nodes   []Node
		weights []float64
		want    map[string]float64
	}{
		{r.Leaves, w.Leaves, map[string]float64{"stem.en:law": idf(90), "stem.es:laws": idf(90), "stem.es:derech": idf(10), "stem.en:derecho": 0, "verbatim:laws": idf(7)}},
		{wholes, w.Wholes, map[string]float64{"whole.stem.en:law": idf(80), "whole.stem.es:laws": idf(80), "whole.stem.es:derech": idf(10), "whole.stem.en:derecho": 0}},
	} {
		met := map[string]bool{}
		for i, n := range tt.nodes {
			if want, known := tt.want[String(n)]; !known || tt.weights[i] != want {
				t.Errorf("%s weighs %v, want %v", String(n), tt.weights[i], want)
			}
			met[String(n)] = true
		}
		if len(met) != len(tt.want) {
			t.Errorf("weighed %v, want %v", met, tt.want)
		}
	}
}

// A stop word weighs in other languages what it weighs in its own.
func TestWeighStopWords(t *testing.T) {
	r, err := Compile(search.Request{Query: query.Or{Nodes: []query.Node{query.Word{Text: "of"}, query.Word{Text: "law"}}}}, Options{Languages: []document.Language{"en", "es"}})
	if err != nil {
		t.Fatal(err)
	}
	streams, counts := map[string]search.StreamStats{}, map[string]int{"stem.en:of": 99, "stem.es:of": 3, "stem.en:law": 50, "stem.es:law": 1}
	units, documents := r.Weighed()
	var inUnits, inDocuments []int
	for _, n := range units {
		streams[FieldOf(n)] = search.StreamStats{Units: 100, AverageLength: 10}
		inUnits = append(inUnits, counts[String(n)])
	}
	for _, n := range documents {
		streams[FieldOf(n)] = search.StreamStats{Units: 100, AverageLength: 10}
		inDocuments = append(inDocuments, counts[strings.TrimPrefix(String(n), "whole.")])
	}
	w, idf := r.Weigh(streams, inUnits, inDocuments), search.StreamStats{Units: 100}.IDF
	want := map[string]float64{"stem.es:of": idf(99), "stem.en:law": idf(50), "stem.es:law": idf(50)}
	if len(r.Leaves) != len(want) || len(r.Wholes) != len(want) {
		t.Fatalf("leaves %v, words of documents %v", r.Leaves, r.Wholes)
	}
	for i, leaf := range r.Leaves {
		if w.Leaves[i] != want[String(leaf)] || w.Wholes[i] != want[String(leaf)] {
			t.Errorf("%s weighs %v in units and %v in documents, want %v", String(leaf), w.Leaves[i], w.Wholes[i], want[String(leaf)])
		}
	}
}
