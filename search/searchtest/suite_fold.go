package searchtest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
)

// folds writes the hits of a page with what they stand for: "A/1#p1 for 2 in 1, first A/3#p1".
func folds(results search.Results) []string {
	var list []string
	for _, hit := range results.Hits {
		line := hit.ID()
		if f := hit.Folded; f != nil {
			line += fmt.Sprintf(" for %d in %d, first %s", f.Paragraphs, f.Documents, f.Earliest.ID())
		}
		list = append(list, line)
	}
	return list
}

func numbered(label, text string) document.Unit {
	u := para(label + " " + text)
	u.Label = label
	return u
}

func testFold(t *testing.T, e Engine) {
	const (
		seized   = "Decides to remain seized of the matter and to review it at its next session in the light of all reports before it"
		actively = "Decides to remain actively seized of the matter and to review it at its next session in the light of all reports before it"
	)
	french := para(seized)
	french.Lang = "fr"
	fill(t, e,
		note("A/1", "2020-01-01", para(seized), numbered("(b)", strings.ToUpper(seized)), para("Review.")),
		note("A/2", "", numbered("12.", "“Decides” to remain – seized of the matter and to review it at its next session, in the light of all reports before it!"), para(actively)),
		note("A/3", "2018-01-01", french, para("The review of session 70"), para("The review of session 71")),
		note("A/4", "2017-01-01", numbered("2.", seized), numbered("1.", "the review"), numbered("2.", "the review")),
		note("A/5", "2016-01-01", document.Unit{Kind: document.Heading, Text: seized}))
	for _, c := range []struct {
		fold search.Fold
		sort search.Sort
		want []string
	}{
		{search.FoldNone, search.SortDocument, []string{"A/1#p1", "A/1#p2", "A/1#p3", "A/2#p1", "A/2#p2", "A/3#p1", "A/3#p2", "A/3#p3", "A/4#p1", "A/4#p2", "A/4#p3"}},
		{search.FoldIdentical, search.SortDocument, []string{"A/1#p1 for 3 in 3, first A/4#p1", "A/1#p3", "A/2#p2", "A/3#p1", "A/3#p2", "A/3#p3", "A/4#p2", "A/4#p3"}},
		{search.FoldNear, search.SortDocument, []string{"A/1#p1 for 4 in 3, first A/4#p1", "A/1#p3", "A/3#p1", "A/3#p2 for 1 in 1, first A/3#p3", "A/4#p2 for 1 in 1, first A/4#p3"}},
		{search.FoldIdentical, search.SortOldest, []string{"A/4#p1 for 3 in 2, first A/1#p1", "A/4#p2", "A/4#p3", "A/3#p1", "A/3#p2", "A/3#p3", "A/1#p3", "A/2#p2"}},
		{search.FoldNear, search.SortNewest, []string{"A/1#p1 for 4 in 3, first A/4#p1", "A/1#p3", "A/3#p1", "A/3#p2 for 1 in 1, first A/3#p3", "A/4#p2 for 1 in 1, first A/4#p3"}},
	} {
		req := search.Request{Query: word("review"), Fold: c.fold, Sort: c.sort, Facets: []search.FacetRequest{{Field: "document"}}}
		results := ask(t, e, req)
		if diff := cmp.Diff(c.want, folds(results)); diff != "" {
			t.Errorf("fold %q, order %s (-want +got):\n%s", c.fold, c.sort, diff)
		}
		if results.Total != (search.Total{Paragraphs: 11, Documents: 4}) || results.Facets[0].Total != 4 || results.First != 1 || results.Next != "" || results.Previous != "" {
			t.Errorf("fold %q, order %s: %+v, %d values, from %d, %q and %q", c.fold, c.sort, results.Total, results.Facets[0].Total, results.First, results.Previous, results.Next)
		}
	}
	// What does not match folds nothing.
	filters := []search.Filter{{Field: "document", Values: []string{"A/2", "A/4"}}}
	if got := folds(ask(t, e, search.Request{Query: word("seized"), Filters: filters, Fold: search.FoldIdentical, Highlight: true})); !slices.Equal(got, []string{"A/4#p1 for 1 in 1, first A/2#p1", "A/2#p2"}) &&
		!slices.Equal(got, []string{"A/2#p1 for 1 in 1, first A/4#p1", "A/2#p2"}) {
		t.Errorf("of two documents: %q", got)
	}
	for _, hit := range ask(t, e, search.Request{Query: word("review"), Fold: search.FoldNear, Bare: true}).Hits {
		if hit.Folded != nil {
			t.Errorf("a bare hit tells that it stands for %d", hit.Folded.Paragraphs)
		}
	}
	for _, wrong := range []search.Request{{Fold: "same"}, {Fold: search.FoldNear, Group: true}} {
		if _, err := e.Search(t.Context(), wrong); !errors.Is(err, search.ErrBadRequest) {
			t.Errorf("Search(%+v) fails with %v, want ErrBadRequest", wrong, err)
		}
	}
	for _, wrong := range []search.Request{{Unfold: &search.Hit{}}, {Fold: search.FoldNear, Unfold: &search.Hit{}, Explain: true},
		{Fold: search.FoldNear, Unfold: &search.Hit{}, Facets: []search.FacetRequest{{Field: "document"}}}} {
		if _, err := e.Search(t.Context(), wrong); !errors.Is(err, search.ErrBadRequest) {
			t.Errorf("unfolding with %+v: %v, want ErrBadRequest", wrong, err)
		}
	}
	testUnfold(t, e)
	testFoldByScore(t, e)
	testFoldPages(t, e)
}

// testFoldByScore has the better of two identical paragraphs stand for the other one, wherever that stands.
func testFoldByScore(t *testing.T, e Engine) {
	under := func(u document.Unit, heading string) document.Unit {
		u.Section = []string{heading}
		return u
	}
	said := para("The Conference noted the report on assets")
	fill(t, e,
		note("B/1", "2024-01-01", under(said, "Other matters"), para("The assets")),
		note("B/2", "2023-01-01", under(said, "Assets"), under(said, "Other matters")))
	query := or(word("assets"), is("section", "assets"))
	if got, want := folds(ask(t, e, search.Request{Query: query, Fold: search.FoldIdentical})), "B/2#p1 for 2 in 2, first B/2#p2"; !slices.Contains(got, want) || len(got) != 2 {
		t.Errorf("by relevance: %q, want %q among two", got, want)
	}
}

// testFoldPages turns pages of folded hits there and back, also when a commit came between.
func testFoldPages(t *testing.T, e Engine) {
	var docs []document.Document
	for i := range 15 {
		docs = append(docs, note(fmt.Sprintf("C/%d", i+1), fmt.Sprintf("20%02d-01-01", i%7), para("Takes note of the review of assets"),
			para(fmt.Sprintf("Recalling its review, number %s of many", strings.Repeat("I", 1+i%5))), numbered(fmt.Sprintf("%d.", i), fmt.Sprintf("Having considered the review of part %c alone", 'A'+i))))
	}
	fill(t, e, docs...)
	filters := []search.Filter{{Field: "document", Values: []string{"C/*"}}}
	for _, how := range []search.Fold{search.FoldIdentical, search.FoldNear} {
		for _, sort := range []search.Sort{search.SortRelevance, search.SortNewest, search.SortOldest, search.SortDocument} {
			req := search.Request{Query: word("review"), Filters: filters, Sort: sort, Fold: how, Size: search.MaxSize}
			whole := folds(ask(t, e, req))
			if len(whole) < 8 || len(whole) > 21 {
				t.Errorf("fold %s, order %s: %d hits", how, sort, len(whole))
			}
			turnFoldedPages(t, e, req, whole, false)
			turnFoldedPages(t, e, req, whole, true)
		}
	}
}

func turnFoldedPages(t *testing.T, e Engine, req search.Request, whole []string, commits bool) {
	var pages [][]string
	var last search.Results
	known := true // how many hits stand before
	check := func(page int, what string) {
		want := 3*page + 1
		if !known {
			want = 0
		}
		if last.First != want {
			t.Errorf("%s, order %s: page %d %s begins with hit %d, want %d", req.Fold, req.Sort, page+1, what, last.First, want)
		}
	}
	for req.Size = 3; len(pages) == 0 || req.Cursor != ""; req.Cursor = last.Next {
		last = ask(t, e, req)
		check(len(pages), "forward")
		pages = append(pages, folds(last))
		if commits && len(pages) == 2 {
			fill(t, e, wordless("D/1"))
			known = false
		}
	}
	if diff := cmp.Diff(whole, slices.Concat(pages...)); diff != "" {
		t.Errorf("%s, order %s: pages forward (-want +got):\n%s", req.Fold, req.Sort, diff)
	}
	for page := len(pages) - 2; page >= 0; page-- {
		req.Cursor = last.Previous
		last = ask(t, e, req)
		check(page, "back")
		if diff := cmp.Diff(pages[page], folds(last)); diff != "" || last.Next == "" {
			t.Errorf("%s, order %s: page %d back, next %q (-want +got):\n%s", req.Fold, req.Sort, page+1, last.Next, diff)
		}
	}
	if last.Previous != "" {
		t.Errorf("%s, order %s: there is a page before the first", req.Fold, req.Sort)
	}
}

// testUnfold has each hit that stands for others unfolded, page by page there and back: they are those that it said there are, and say so in turn.
func testUnfold(t *testing.T, e Engine) {
	t.Helper()
	unfolded := 0
	for _, how := range []search.Fold{search.FoldIdentical, search.FoldNear} {
		for _, filters := range [][]search.Filter{nil, {{Field: "document", Values: []string{"A/1", "A/2", "A/4"}}}} {
			req := search.Request{Query: word("review"), Filters: filters, Fold: how}
			for _, hit := range ask(t, e, req).Hits {
				others := req
				others.Unfold, others.Size, others.Highlight = &hit, 1, true
				ids := turnUnfolded(t, e, others)
				told := search.Folded{}
				if hit.Folded != nil {
					told = *hit.Folded
				}
				if len(ids) != told.Paragraphs || slices.Contains(ids, hit.ID()) {
					t.Errorf("%s: %s stands for %d, unfolded %v", how, hit.ID(), told.Paragraphs, ids)
				}
				if len(ids) > 0 && ids[0] != told.Earliest.ID() {
					t.Errorf("%s: the earliest that %s stands for is %s, unfolded %v", how, hit.ID(), told.Earliest.ID(), ids)
				}
				unfolded += len(ids)
			}
		}
	}
	if unfolded == 0 {
		t.Error("nothing was unfolded")
	}
}

// turnUnfolded are the ids of units that are unfolded, a page at a time, forward and back again.
func turnUnfolded(t *testing.T, e Engine, req search.Request) (ids []string) {
	t.Helper()
	var pages []string
	for {
		results := ask(t, e, req)
		if len(results.Hits) == 0 {
			return ids
		}
		hit := results.Hits[0]
		ids = append(ids, hit.ID())
		pages = append(pages, results.Previous)
		if hit.Score != 0 || hit.Folded != nil || len(hit.Highlights) == 0 || results.First != len(ids) {
			t.Errorf("unfolded %s: score %v, first %d, %d marks, %v", hit.ID(), hit.Score, results.First, len(hit.Highlights), hit.Folded)
		}
		if results.Next == "" {
			if results.Total.Paragraphs != len(ids) || results.Total.Documents > len(ids) {
				t.Errorf("unfolded %v, total %+v", ids, results.Total)
			}
			break
		}
		req.Cursor = results.Next
	}
	for i := len(ids) - 2; i >= 0; i-- {
		req.Cursor = pages[i+1]
		if back := ask(t, e, req); len(back.Hits) != 1 || back.Hits[0].ID() != ids[i] || back.First != i+1 {
			t.Errorf("unfolded %v: page %d back has %d hits, first %d", ids, i+1, len(back.Hits), back.First)
		}
	}
	return ids
}
