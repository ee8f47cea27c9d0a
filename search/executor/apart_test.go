package executor

import (
	"math/rand/v2"
	"testing"

	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/query"
	"github.com/plenary-search/plenary/search/searchtest"
)

// What is ranked and counted at the same time, because much is found, is what the naive engine says.
func TestRankingAndCountingApart(t *testing.T) {
	docs := copies(t, rand.New(rand.NewPCG(3, 3)), 160)
	e, naive := newEngine(), searchtest.NewMemory()
	for _, to := range []searchtest.Engine{e, naive} {
		if err := to.Put(t.Context(), docs); err != nil {
			t.Fatal(err)
		}
		if err := to.Commit(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	var facets []search.FacetRequest
	for _, f := range search.Fields() {
		if f.Facet {
			facets = append(facets, search.FacetRequest{Field: f.Name})
		}
	}
	words := query.Or{Nodes: []query.Node{query.Word{Text: "the"}, query.Word{Text: "conference"}, query.Prefix{Text: "a"}, query.Word{Text: "of"}}}
	req := search.Request{Query: words, Facets: facets, Highlight: true, Filters: []search.Filter{{Field: "year", Values: []string{"2001", "2002", "2003", "2004", "2005"}}}}
	results, err := e.Search(t.Context(), req)
	if err != nil || results.Total.Paragraphs < apartFrom {
		t.Fatalf("%d units found, %v: too few for the test", results.Total.Paragraphs, err)
	}
	comparePages(t, naive, e, req, "many")
}
