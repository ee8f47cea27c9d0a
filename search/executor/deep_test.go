package executor

import (
	"fmt"
	"testing"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/query"
)

// Every one of more than ten thousand hits is reached from the one before, in each order, once.
func TestPagesBehindTheTenThousandth(t *testing.T) {
	const documents, units = 11, 1000
	e := newEngine()
	for d := range documents {
		doc := document.Document{Header: document.Header{Symbol: fmt.Sprintf("A/%d", d+1), Lang: "en", Date: fmt.Sprintf("20%02d-01-01", 20-d%3)}}
		for u := range units {
			doc.Units = append(doc.Units, document.Unit{Seq: u + 1, Anchor: fmt.Sprintf("p%d", u+1), Kind: document.Paragraph, Text: fmt.Sprintf("Paragraph %d on trafficking", u%7)})
		}
		if err := e.Put(t.Context(), []document.Document{doc}); err != nil {
			t.Fatal(err)
		}
	}
	if err := e.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, sort := range []search.Sort{search.SortRelevance, search.SortNewest, search.SortDocument} {
		met := map[string]bool{}
		req := search.Request{Query: query.Word{Text: "trafficking"}, Sort: sort, Size: search.MaxSize, Bare: true}
		for {
			results, err := e.Search(t.Context(), req)
			if err != nil {
				t.Fatal(err)
			}
			if results.Total.Paragraphs != documents*units || results.First != len(met)+1 {
				t.Fatalf("order %s: total %d, first %d behind %d hits", sort, results.Total.Paragraphs, results.First, len(met))
			}
			for _, hit := range results.Hits {
				met[fmt.Sprintf("%s#%d", hit.Document.Symbol, hit.Unit.Seq)] = true
			}
			if req.Cursor = results.Next; req.Cursor == "" {
				break
			}
		}
		if len(met) != documents*units {
			t.Errorf("order %s: %d different hits of %d", sort, len(met), documents*units)
		}
	}
}
