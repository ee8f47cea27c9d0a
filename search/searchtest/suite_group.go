package searchtest

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plenary-search/plenary/search"
)

// grouped writes the documents of a page: "A/1: p2 p1 of 3".
func grouped(results search.Results) []string {
	var list []string
	for _, g := range results.Groups {
		line := g.Hits[0].Document.Symbol + ":"
		for _, hit := range g.Hits {
			line += " " + hit.Unit.Anchor
		}
		list = append(list, fmt.Sprintf("%s of %d", line, g.Total))
	}
	return list
}

func testGroups(t *testing.T, e Engine) {
	fill(t, e,
		note("A/1", "2024-01-01", para("a long text that has the word review among others"), para("review"), para("nothing"), para("review review of it")),
		note("A/2", "", para("review of the review")),
		note("A/10", "2024-05-01", para("review"), para("review")))
	req := search.Request{Query: word("review"), Group: true, Facets: []search.FacetRequest{{Field: "document"}}}
	for sort, want := range map[search.Sort][]string{
		search.SortRelevance: {"A/10: p1 p2 of 2", "A/1: p2 p4 p1 of 3", "A/2: p1 of 1"},
		search.SortNewest:    {"A/10: p1 p2 of 2", "A/1: p2 p4 p1 of 3", "A/2: p1 of 1"},
		search.SortDocument:  {"A/1: p2 p4 p1 of 3", "A/2: p1 of 1", "A/10: p1 p2 of 2"},
	} {
		req.Sort = sort
		results := ask(t, e, req)
		if diff := cmp.Diff(want, grouped(results)); diff != "" {
			t.Errorf("order %s (-want +got):\n%s", sort, diff)
		}
		if len(results.Hits) > 0 || results.First != 1 || results.Total != (search.Total{Paragraphs: 6, Documents: 3}) || len(results.Facets[0].Values) != 3 {
			t.Errorf("order %s: %d hits beside documents, First %d, Total %+v, %d values", sort, len(results.Hits), results.First, results.Total, len(results.Facets[0].Values))
		}
	}
	req.PerDocument, req.Highlight, req.Explain = 1, true, true
	for _, g := range ask(t, e, req).Groups {
		if len(g.Hits) != 1 || len(g.Hits[0].Highlights) == 0 || g.Hits[0].Explanation == nil {
			t.Errorf("of %s: %d hits, marked %v, explained %v", g.Hits[0].Document.Symbol, len(g.Hits), g.Hits[0].Highlights, g.Hits[0].Explanation)
		}
	}
	testGroupPages(t, e)
	for _, wrong := range []search.Request{{Group: true, PerDocument: search.MaxPerDocument + 1}, {Group: true, PerDocument: -1}} {
		if _, err := e.Search(t.Context(), wrong); !errors.Is(err, search.ErrBadRequest) {
			t.Errorf("Search(%+v) fails with %v, want ErrBadRequest", wrong, err)
		}
	}
}

// testGroupPages turns pages of documents there and back, also when a commit came between, and mixes up cursors.
func testGroupPages(t *testing.T, e Engine) {
	fill(t, e, manyDocuments(13)...)
	for _, sort := range []search.Sort{search.SortRelevance, search.SortNewest, search.SortOldest, search.SortDocument} {
		req := search.Request{Query: word("review"), Sort: sort, Size: search.MaxSize, Group: true}
		whole := grouped(ask(t, e, req))
		var pages [][]string
		var last search.Results
		for req.Size = 4; len(pages) == 0 || req.Cursor != ""; req.Cursor = last.Next {
			if last = ask(t, e, req); last.First != len(slices.Concat(pages...))+1 {
				t.Errorf("order %s: page %d begins with document %d", sort, len(pages)+1, last.First)
			}
			pages = append(pages, grouped(last))
			if len(pages) == 2 { // cursors know no more how many documents stand before them
				fill(t, e, wordless("B/1"))
			}
		}
		if diff := cmp.Diff(whole, slices.Concat(pages...)); diff != "" {
			t.Errorf("order %s: pages forward (-want +got):\n%s", sort, diff)
		}
		for i := len(pages) - 2; i >= 0; i-- {
			req.Cursor = last.Previous
			last = ask(t, e, req)
			if diff := cmp.Diff(pages[i], grouped(last)); diff != "" || last.First != 4*i+1 {
				t.Errorf("order %s: page %d back begins with %d (-want +got):\n%s", sort, i, last.First, diff)
			}
		}
		if last.Previous != "" {
			t.Errorf("order %s: there is a page before the first", sort)
		}
		req.Group, req.Cursor = false, last.Next
		if _, err := e.Search(t.Context(), req); !errors.Is(err, search.ErrBadCursor) {
			t.Errorf("order %s: a cursor of documents among hits fails with %v", sort, err)
		}
	}
}
