package cluster

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/plan"
	"github.com/plenary-search/plenary/search/searchtest"
)

// spelling are all words of up to so many of a few letters, and some that are written otherwise.
func spelling(letters string, most int) []string {
	words, all := []string{""}, []string{"a*b", `a\b`, "a?b", strings.Repeat("ab", 100), strings.Repeat("ab", 99) + "ba"}
	for range most {
		var longer []string
		for _, w := range words {
			for _, letter := range letters {
				longer = append(longer, w+string(letter))
			}
		}
		words, all = longer, append(all, longer...)
	}
	return all
}

// What a pattern stands for in the lexicon is what it fits, however many words that are.
func TestPatternsFitAllTheirWords(t *testing.T) {
	e := newIndex(t).open(t, 0)
	words := spelling("ab\u0436\U00010428", 5) // of one, two and four bytes
	for _, w := range words {
		e.pending.words[word{"text", w}] = 1
	}
	put(t, e, "A/1")
	commitOf(t, e)
	for _, p := range []plan.Pattern{
		{Form: plan.Beginning, Value: "ab"}, {Form: plan.Beginning}, {Form: plan.Beginning, Value: "a*"}, {Form: plan.Wildcard, Value: "a*"}, {Form: plan.Wildcard, Value: "a?\u0436*b"},
		{Form: plan.Wildcard, Value: `a\*`}, {Form: plan.Similar, Value: "abab"}, {Form: plan.Similar, Value: "abab", Distance: 1}, {Form: plan.Similar, Value: "abab", Distance: 2},
		{Form: plan.Similar, Value: "a", Distance: 1}, {Form: plan.Similar, Value: "a", Distance: 2}, {Form: plan.Similar, Value: "ba", Distance: 2}, {Form: plan.Similar, Value: "\U00010428\u0436", Distance: 2},
		{Form: plan.Similar, Value: "\u0436a\U00010428ba", Distance: 2}, {Form: plan.Similar, Value: strings.Repeat("ab", 100), Distance: 2},
	} {
		p.Field = "text"
		var want []string
		for _, w := range words {
			if p.Fits(w) {
				want = append(want, w)
			}
		}
		got, err := e.fitting(t.Context(), e.hold.state, p)
		if err != nil {
			t.Errorf("%+v: %v", p, err)
		}
		if diff := cmp.Diff(want, got, cmpopts.SortSlices(strings.Compare), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%+v (-fits +found):\n%s", p, diff)
		}
		if p.Form == plan.Wildcard {
			continue
		}
		if listed, err := e.frequent(t.Context(), p, search.MaxTerms); err != nil || len(listed) != min(len(want), search.MaxTerms) {
			t.Errorf("%+v: %d are listed, %v; want %d", p, len(listed), err, len(want))
		}
	}
}

// The lexicon counts over many commits, whoever writes them, as the naive engine does.
func TestLexiconCountsOverCommits(t *testing.T) {
	x := newIndex(t)
	naive := searchtest.NewMemory()
	for i := range 6 {
		d := paper(fmt.Sprintf("A/%d", i))
		d.Title = "Paper of persons"
		for j := range 4 {
			d.Units = append(d.Units, document.Unit{Seq: j + 2, Anchor: fmt.Sprint("q", j), Kind: document.Paragraph, Text: strings.Repeat("Persons ", i%3+1) + strings.Repeat("abc"[:j%3+1], 2)})
		}
		e := x.open(t, 0)
		for _, to := range []searchtest.Engine{e, naive} {
			if err := to.Put(t.Context(), []document.Document{d}); err != nil {
				t.Fatal(err)
			}
			if err := to.Commit(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		for _, field := range []string{search.VerbatimField, search.TitleField, "document", "year", search.StemField("en")} {
			want, _ := naive.Terms(t.Context(), field, "", search.MaxTerms)
			got, err := e.Terms(t.Context(), field, "", search.MaxTerms)
			if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); err != nil || diff != "" {
				t.Errorf("%s after %d commits: %v (-naive +cluster):\n%s", field, i+1, err, diff)
			}
		}
		if err := e.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// Raised counts are exact while they are small, never far from it, and right on average.
func TestRaised(t *testing.T) {
	for _, count := range []int{0, 1, 31, 32, 100, 5000} {
		step := max(1, count/16)
		for by := range 3 * step {
			var sum int
			for chance := range step {
				n := raised(count, by, func(of int) int {
					if of != step {
						t.Fatalf("a chance of one in %d, want %d", of, step)
					}
					return chance
				})
				if off := n - count - by; off <= -step || off >= step {
					t.Fatalf("raised(%d, %d) = %d", count, by, n)
				}
				sum += n
			}
			if sum != step*(count+by) {
				t.Errorf("raised(%d, %d) is %v on average", count, by, float64(sum)/float64(step))
			}
		}
	}
}
