package plan

import (
	"maps"
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
	inUnits, inDocuments := counted(r.Weighed, map[string]int{"stem.en:law": 90, "stem.es:laws": 2, "stem.es:derech": 10, "verbatim:laws": 7,
		"whole.stem.en:law": 80, "whole.stem.es:laws": 1, "whole.stem.es:derech": 10})
	ofUnits, ofDocuments := r.Weighed.Weigh(streams, inUnits, inDocuments)
	idf := search.StreamStats{Units: 100}.IDF
	check(t, weights(r.Weighed.Units, ofUnits), map[string]float64{
		"stem.en:law": idf(90), "stem.es:laws": idf(90), "stem.es:derech": idf(10), "stem.en:derecho": 0, "verbatim:laws": idf(7)})
	check(t, weights(r.Weighed.Documents, ofDocuments), map[string]float64{
		"whole.stem.en:law": idf(80), "whole.stem.es:laws": idf(80), "whole.stem.es:derech": idf(10), "whole.stem.en:derecho": 0})
}

// counted are the numbers of units and of documents that hold what is weighed, by its string.
func counted(w Weighed, counts map[string]int) (inUnits, inDocuments []int) {
	for _, n := range w.Units {
		inUnits = append(inUnits, counts[String(n)])
	}
	for _, n := range w.Documents {
		inDocuments = append(inDocuments, counts[String(n)])
	}
	return inUnits, inDocuments
}

func weights[N Node](nodes []N, of []float64) map[string]float64 {
	weights := map[string]float64{}
	for i, n := range nodes {
		weights[String(n)] = of[i]
	}
	return weights
}

func check(t *testing.T, got, want map[string]float64) {
	t.Helper()
	if !maps.Equal(got, want) {
		t.Errorf("weights are %v, want %v", got, want)
	}
}

// A stop word weighs in other languages what it weighs in its own.
func TestWeighStopWords(t *testing.T) {
	r, err := Compile(search.Request{Query: query.Or{Nodes: []query.Node{query.Word{Text: "of"}, query.Word{Text: "law"}}}}, Options{Languages: []document.Language{"en", "es"}})
	if err != nil {
		t.Fatal(err)
	}
	streams := map[string]search.StreamStats{}
	for _, field := range []string{"stem.en", "stem.es"} {
		streams[field], streams[search.WholeField(field)] = search.StreamStats{Units: 100}, search.StreamStats{Units: 100}
	}
	inUnits, inDocuments := counted(r.Weighed, map[string]int{"stem.en:of": 99, "stem.es:of": 3, "stem.en:law": 50, "stem.es:law": 1,
		"whole.stem.en:of": 98, "whole.stem.es:of": 3, "whole.stem.en:law": 40, "whole.stem.es:law": 1})
	ofUnits, ofDocuments := r.Weighed.Weigh(streams, inUnits, inDocuments)
	idf := search.StreamStats{Units: 100}.IDF
	check(t, weights(r.Leaves, ofUnits), map[string]float64{"stem.es:of": idf(99), "stem.en:law": idf(50), "stem.es:law": idf(50)})
	check(t, weights(r.Wholes, ofDocuments), map[string]float64{"whole.stem.es:of": idf(98), "whole.stem.en:law": idf(40), "whole.stem.es:law": idf(40)})
}

// An Arabic word is looked for with its clitics as well: these weigh no more than the word, and whole documents are searched for its stem alone.
func TestWeighVariants(t *testing.T) {
	r, err := Compile(search.Request{Query: query.Word{Text: "موارد"}}, Options{Languages: []document.Language{"ar"}})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Leaves) < 2 || len(r.Wholes) != 1 {
		t.Fatalf("leaves %v, words of documents %v; want variants among the leaves, and one word of documents", r.Leaves, r.Wholes)
	}
	streams := map[string]search.StreamStats{"stem.ar": {Units: 100}, "whole.stem.ar": {Units: 100}}
	counts := []int{50}
	for range r.Leaves[1:] {
		counts = append(counts, 1)
	}
	ofUnits, _ := r.Weighed.Weigh(streams, counts, []int{10})
	for i, weight := range ofUnits {
		if want := streams["stem.ar"].IDF(50); weight != want {
			t.Errorf("%s weighs %v, want %v", String(r.Leaves[i]), weight, want)
		}
	}
}
