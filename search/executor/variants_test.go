package executor

import (
	"math/rand/v2"
	"testing"

	"github.com/plenary-search/plenary/search/searchtest"
)

// The variants of paragraphs are those that the naive engine finds, in one file or several.
func TestVariants(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	docs := copies(t, rng, 24)
	for i := range docs { // texts that differ a little
		for j := range docs[i].Units {
			u := &docs[i].Units[j]
			if rng.IntN(3) == 0 && len(u.Text) > 60 {
				u.Text = u.Text[:40] + " furthermore " + u.Text[40:]
			}
		}
	}
	e, naive := newEngine(), searchtest.NewMemory()
	for _, to := range []searchtest.Engine{e, naive} {
		for _, part := range [][]int{{0, 10}, {10, 20}, {15, 24}} {
			if err := to.Put(t.Context(), docs[part[0]:part[1]]); err != nil {
				t.Fatal(err)
			}
			if err := to.Commit(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
	searchtest.CompareVariants(t, docs, rng, e, naive)
}
