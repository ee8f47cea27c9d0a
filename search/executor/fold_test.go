package executor

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/plan"
	"github.com/plenary-search/plenary/search/query"
	"github.com/plenary-search/plenary/search/searchtest"
	"github.com/plenary-search/plenary/search/variant"
)

// Hits of documents that repeat one another are folded as the naive engine folds them, page by page there and back.
func TestFold(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	docs := copies(t, rng, search.BestDocuments+80)
	for i := range docs {
		docs[i].Units = slices.Clone(docs[i].Units[:min(8, len(docs[i].Units))])
		for j := range docs[i].Units {
			u := &docs[i].Units[j]
			switch rng.IntN(6) {
			case 0:
				if len(u.Text) > 60 {
					u.Text = u.Text[:40] + " furthermore " + u.Text[40:]
				}
			case 1:
				u.Label = fmt.Sprintf("%d.", j)
				u.Text = u.Label + " " + u.Text
			}
		}
	}
	e, naive := newEngine(), searchtest.NewMemory()
	for _, to := range []searchtest.Engine{e, naive} {
		for _, part := range [][]int{{0, 50}, {50, 100}, {80, len(docs)}} {
			if err := to.Put(t.Context(), docs[part[0]:part[1]]); err != nil {
				t.Fatal(err)
			}
			if err := to.Commit(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
	folded := 0
	for _, words := range []query.Node{query.Word{Text: "resolution"}, query.Or{Nodes: []query.Node{query.Word{Text: "resources"}, query.Word{Text: "assistance"}}}} {
		for _, how := range []search.Fold{search.FoldIdentical, search.FoldNear} {
			for _, sort := range []search.Sort{search.SortRelevance, search.SortNewest, search.SortDocument} {
				folded += turnPages(t, e, naive, search.Request{Query: words, Fold: how, Sort: sort, Size: 13})
			}
		}
	}
	if folded < 500 {
		t.Errorf("%d paragraphs are folded: the documents repeat too little", folded)
	}
}

// turnPages compares all pages of a request there and back, and returns how many units they stand for.
func turnPages(t *testing.T, e, naive search.Searcher, req search.Request) (folded int) {
	t.Helper()
	page := func() search.Results {
		want, err := naive.Search(t.Context(), req)
		if err != nil {
			t.Fatal(err)
		}
		got, err := e.Search(t.Context(), req)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got, cmpopts.EquateApprox(0, 1e-9), cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("Search(%+v) (-memory +engine):\n%s", req, diff)
		}
		for _, hit := range got.Hits {
			if hit.Folded != nil {
				folded += hit.Folded.Paragraphs
			}
		}
		return got
	}
	last := page()
	for last.Next != "" {
		req.Cursor = last.Next
		last = page()
	}
	for last.Previous != "" {
		req.Cursor = last.Previous
		last = page()
	}
	return folded
}

// The fingerprints find all units that say the same as one.
func TestSaying(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 9))
	words := strings.Fields("decides to include in the provisional agenda of its next session the item entitled report of the council on the matter before it")
	d := document.Document{Header: document.Header{Symbol: "A/1", Lang: "en", Hash: "1"}}
	for seq := range 400 {
		text := slices.Clone(words[:3+rng.IntN(len(words)-3)])
		for range rng.IntN(3) {
			text[rng.IntN(len(text))] = string(rune('a' + rng.IntN(3)))
		}
		d.Units = append(d.Units, document.Unit{Seq: seq + 1, Anchor: fmt.Sprintf("p%d", seq), Kind: document.Paragraph, Text: "(a) " + strings.Join(text, " "), Label: "(a)"})
	}
	e := newEngine()
	if err := errors.Join(e.Put(t.Context(), []document.Document{d}), e.Commit(t.Context())); err != nil {
		t.Fatal(err)
	}
	x := e.index.Load()
	q, p := x.question(t.Context()), x.parts[0]
	found, err := q.matching(plan.All{}, false)
	if err != nil {
		t.Fatal(err)
	}
	pairs := 0
	for _, how := range []search.Fold{search.FoldIdentical, search.FoldNear} {
		f := q.folding(search.Request{Fold: how}, plan.Request{}, search.SortDocument, found, nil)
		for unit := range p.Units() {
			of, err := f.text(p, unit)
			if err != nil {
				t.Fatal(err)
			}
			got, err := f.saying(p, &of)
			if err != nil {
				t.Fatal(err)
			}
			var want []same
			for other := range p.Units() {
				text, err := f.text(p, other)
				if err != nil {
					t.Fatal(err)
				}
				if says := string(text.wording.AppendKey(nil)) == string(of.wording.AppendKey(nil)); says || how == search.FoldNear && variant.Near(text.shingles, of.shingles) {
					want = append(want, same{other, says || slices.Equal(text.shingles, of.shingles)})
				}
			}
			if !slices.Equal(got, want) {
				t.Fatalf("%s: what %s says is found in %v, want %v", how, d.Units[unit].Text, got, want)
			}
			pairs += len(want) - 1
		}
	}
	if pairs < 1000 {
		t.Errorf("%d pairs of units say the same: the texts repeat too little", pairs)
	}
}

// What stands in thousands of units is looked up once, also where numbers are all that differs.
func TestFoldLooksUpOnce(t *testing.T) {
	const units = 5000
	var docs []document.Document
	for doc := range units / 100 {
		d := document.Document{Header: document.Header{Symbol: fmt.Sprintf("A/%d", doc), Lang: "en", Hash: "1"}}
		for seq := range 100 {
			text := fmt.Sprintf("%d. Recalling its resolution %d of the session before the last one", seq, doc)
			d.Units = append(d.Units, document.Unit{Seq: seq + 1, Anchor: fmt.Sprintf("p%d", seq), Kind: document.Paragraph, Text: text, Label: fmt.Sprintf("%d.", seq)})
		}
		docs = append(docs, d)
	}
	e := newEngine()
	if err := e.Put(t.Context(), docs); err != nil {
		t.Fatal(err)
	}
	if err := e.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	x := e.index.Load()
	for how, want := range map[search.Fold]int{search.FoldIdentical: units / 100, search.FoldNear: 1} {
		q := x.question(t.Context())
		planned := plan.Request{Words: plan.All{}, Scope: plan.All{}}
		found, err := q.matching(planned.Matching(), false)
		if err != nil {
			t.Fatal(err)
		}
		f := q.folding(search.Request{Fold: how, Size: search.MaxSize}, planned, search.SortDocument, found, make([]*scorer, len(x.parts)))
		page, err := f.page(new(search.Results))
		if err != nil || len(page) != want || len(f.sayings) != want || len(f.done) != units {
			t.Errorf("%s: %d hits after %d lookups, %d units done with, %v; want %d", how, len(page), len(f.sayings), len(f.done), err, want)
		}
	}
}
