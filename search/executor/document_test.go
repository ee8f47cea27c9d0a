package executor

import (
	"cmp"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/query"
	"github.com/plenary-search/plenary/search/searchtest"
)

// The vocabulary is small, so that many documents hold each word, and its first words stand oftener.
var vocabulary = strings.Fields("the of resource convention trafficking persons report agenda migrants protocol la des droits ressources 腐 败 موارد بموارد")

// drawText draws up to n words.
func drawText(rng *rand.Rand, n int) string {
	words := make([]string, 1+rng.IntN(n))
	for i := range words {
		words[i] = vocabulary[min(rng.IntN(len(vocabulary)), rng.IntN(len(vocabulary)))]
	}
	return strings.Join(words, " ")
}

// drawSmall draws a document of a few units in one of four languages, some of them in another one.
func drawSmall(rng *rand.Rand, number int) document.Document {
	languages := []document.Language{"en", "en", "fr", "zh", "ar"}
	d := document.Document{Header: document.Header{Symbol: fmt.Sprintf("A/%d", number), Lang: languages[rng.IntN(5)], Title: drawText(rng, 4), Date: fmt.Sprintf("200%d-01-01", number%7)}}
	for i := range 1 + rng.IntN(4) {
		u := document.Unit{Seq: i + 1, Anchor: fmt.Sprintf("p%d", i+1), Kind: document.Paragraph, Section: []string{}, Text: drawText(rng, 12)}
		switch rng.IntN(8) {
		case 0:
			u.Kind, u.Text = document.Frontmatter, drawText(rng, 3)
		case 1:
			u.Kind = document.Operative
		case 2:
			u.Lang = languages[rng.IntN(5)]
		}
		d.Units = append(d.Units, u)
	}
	return d
}

// More documents than are ranked by their units, in several files, some of them replaced and deleted, answer as the memory engine does.
func TestDifferentialManyDocuments(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	e, naive := newEngine(), searchtest.NewMemory()
	for from := 0; from < 3*search.BestDocuments; from += search.BestDocuments {
		var put []document.Document
		var gone []document.Key
		for i := range search.BestDocuments {
			put = append(put, drawSmall(rng, from+i))
		}
		if from > 0 {
			for i := range 20 {
				put = append(put, drawSmall(rng, from-2*i-1))
				gone = append(gone, document.Key{Symbol: fmt.Sprintf("A/%d", from-2*i-2), Lang: "en"})
			}
		}
		slices.SortFunc(put, func(a, b document.Document) int { return cmp.Compare(a.Symbol, b.Symbol) })
		for _, to := range []searchtest.Engine{e, naive} {
			if err := errors.Join(to.Delete(t.Context(), gone), to.Put(t.Context(), put), to.Commit(t.Context())); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, merged := range []bool{false, true} {
		if merged {
			e.merge(t)
		}
		for range randomRequests(t) {
			text := drawText(rng, 4)
			if rng.IntN(4) == 0 {
				text += ` "` + drawText(rng, 3) + `"`
			}
			parsed, err := query.Parse(text, query.Options{Any: rng.IntN(2) == 0})
			if err != nil {
				t.Fatal(err)
			}
			req := search.Request{Query: parsed.Node, Size: 1 + rng.IntN(60), Explain: rng.IntN(8) == 0, Group: rng.IntN(4) == 0}
			if !req.Group && rng.IntN(6) == 0 {
				req.Fold = search.FoldIdentical
			}
			if rng.IntN(4) == 0 {
				req.Filters = []search.Filter{{Field: "lang", Values: []string{"en"}}}
			}
			comparePages(t, naive, e, req, fmt.Sprintf("merged %v, %q", merged, text))
		}
	}
}
