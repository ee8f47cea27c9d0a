package searchtest

import (
	"context"
	"iter"
	"maps"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/plan"
)

// A Memory lists its terms.
var _ search.Lexicon = (*Memory)(nil)

// Terms lists the most frequent terms of a field that begin so.
func (m *Memory) Terms(ctx context.Context, field, beginning string, size int) ([]search.TermCount, error) {
	return m.state().terms(plan.Pattern{Field: field, Form: plan.Beginning, Value: beginning}, size), ctx.Err()
}

// Similar lists the most frequent terms of a field that are like another.
func (m *Memory) Similar(ctx context.Context, field, term string, changes, size int) ([]search.TermCount, error) {
	return m.state().terms(plan.Pattern{Field: field, Form: plan.Similar, Value: term, Distance: changes}, size), ctx.Err()
}

func (s *state) terms(pattern plan.Pattern, size int) []search.TermCount {
	known, _ := search.LookupField(pattern.Field)
	counts := map[string]int{}
	last := map[string]any{} // the document in which a term was counted last
	for _, u := range s.units {
		for term := range u.termsOf(pattern.Field) {
			if !pattern.Fits(term) || known.OfDocument && last[term] == any(u.doc) {
				continue
			}
			last[term] = u.doc
			counts[term]++
		}
	}
	var found []search.TermCount
	for term, n := range counts {
		found = append(found, search.TermCount{Term: term, Count: n})
	}
	return search.FirstTerms(found, size)
}

// termsOf yields the terms of a unit in a field, each once.
func (u *unit) termsOf(field string) iter.Seq[string] {
	if positions, ok := u.streams[field]; ok {
		return maps.Keys(positions)
	}
	return maps.Keys(u.keywords[field])
}

// testLexicon is for engines that list terms.
func testLexicon(t *testing.T, e Engine) {
	lexicon, ok := e.(search.Lexicon)
	if !ok {
		t.Skip("the engine lists no terms")
	}
	expectTerms := func(field, beginning string, size int, want ...search.TermCount) {
		t.Helper()
		got, err := lexicon.Terms(t.Context(), field, beginning, size)
		if err != nil {
			t.Fatalf("Terms(%s, %q, %d): %v", field, beginning, size, err)
		}
		if diff := cmp.Diff(want, append([]search.TermCount(nil), got...)); diff != "" {
			t.Errorf("Terms(%s, %q, %d) (-want +got):\n%s", field, beginning, size, diff)
		}
	}
	expectTerms(search.VerbatimField, "", 10)
	fill(t, e, note("A/1", "", para("Traffic in persons and trafficking in persons"), para("Trafficking, trafficked")),
		note("A/2", "", para("A tram; trafficking again"), citing("See resolution 7/1", resolution("7/1", false))))
	expectTerms(search.VerbatimField, "traff", 10, search.TermCount{Term: "trafficking", Count: 3}, search.TermCount{Term: "traffic", Count: 1}, search.TermCount{Term: "trafficked", Count: 1})
	expectTerms(search.VerbatimField, "traff", 2, search.TermCount{Term: "trafficking", Count: 3}, search.TermCount{Term: "traffic", Count: 1})
	expectTerms(search.VerbatimField, "trafficking", 10, search.TermCount{Term: "trafficking", Count: 3})
	expectTerms(search.VerbatimField, "trafficx", 10)
	expectTerms(search.VerbatimField, "traff", 0)
	expectTerms("document", "a/", 10, search.TermCount{Term: "a/1", Count: 1}, search.TermCount{Term: "a/2", Count: 1})
	expectTerms("resolution", "7/", 10, search.TermCount{Term: "7/1", Count: 1})
	expectTerms("nowhere", "a", 10)
	expectSimilar := func(term string, changes, size int, want ...search.TermCount) {
		t.Helper()
		got, err := lexicon.Similar(t.Context(), search.VerbatimField, term, changes, size)
		if err != nil {
			t.Fatalf("Similar(%q, %d, %d): %v", term, changes, size, err)
		}
		if diff := cmp.Diff(want, append([]search.TermCount(nil), got...)); diff != "" {
			t.Errorf("Similar(%q, %d, %d) (-want +got):\n%s", term, changes, size, diff)
		}
	}
	expectSimilar("traficking", 1, 10, search.TermCount{Term: "trafficking", Count: 3})
	expectSimilar("traficked", 2, 10, search.TermCount{Term: "trafficked", Count: 1})
	expectSimilar("trafick", 2, 10, search.TermCount{Term: "traffic", Count: 1})
	expectSimilar("tra", 1, 10, search.TermCount{Term: "tram", Count: 1})
	expectSimilar("trafficking", 0, 10, search.TermCount{Term: "trafficking", Count: 3})
	expectSimilar("traff", 0, 10)
	expectSimilar("traficking", 0, 10)
	expectSimilar("trafficked", 2, 0)
}
