package executor

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/plan"
	"github.com/plenary-search/plenary/search/query"
	"github.com/plenary-search/plenary/search/ranking"
	"github.com/plenary-search/plenary/search/searchtest"
)

// Hits of documents that repeat one another are folded as the naive engine folds them, page by page there and back.
func TestFold(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	docs := copies(t, rng, 12)
	for i := range docs {
		docs[i].Units = slices.Clone(docs[i].Units)
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
		for _, part := range [][]int{{0, 5}, {5, 10}, {8, 12}} {
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
				req := search.Request{Query: words, Fold: how, Sort: sort, Size: 7}
				for page := range 6 {
					want, err := naive.Search(t.Context(), req)
					if err != nil {
						t.Fatal(err)
					}
					got, err := e.Search(t.Context(), req)
					if err != nil {
						t.Fatal(err)
					}
					if diff := cmp.Diff(want, got, cmpopts.EquateApprox(0, 1e-9), cmpopts.EquateEmpty()); diff != "" {
						t.Fatalf("%s, order %s, page %d (-memory +engine):\n%s", how, sort, page, diff)
					}
					for _, hit := range got.Hits {
						if hit.Folded != nil {
							folded += hit.Folded.Paragraphs
						}
					}
					if req.Cursor = got.Next; page >= 3 {
						req.Cursor = got.Previous
					}
					if req.Cursor == "" {
						break
					}
				}
			}
		}
	}
	if folded < 1000 {
		t.Errorf("%d paragraphs are folded: the documents repeat too little", folded)
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
		planned := plan.Request{Words: plan.All{}, Scope: plan.All{}, Fold: how}
		found, err := q.matching(planned.Matching(), false)
		if err != nil {
			t.Fatal(err)
		}
		r, err := ranking.New(x.order, search.Request{Size: 10}, search.SortDocument, 1)
		if err != nil {
			t.Fatal(err)
		}
		f := q.fold(r, planned, search.SortDocument, found, nil)
		shown := 0
		for unit := range x.parts[0].Units() {
			if f.shown(f.place(x.parts[0], unit)) {
				shown++
			}
		}
		if f.err != nil || shown != want || len(f.lookup) != want {
			t.Errorf("%s: %d of %d shown after %d lookups, %v; want %d", how, shown, units, len(f.lookup), f.err, want)
		}
	}
}
