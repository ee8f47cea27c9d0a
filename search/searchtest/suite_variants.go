package searchtest

import (
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
)

func testVariants(t *testing.T, e Engine) {
	const requests = "Requests the Secretary-General to submit a report on the implementation of resolution 70/1 to the Conference at its ninth session"
	fill(t, e,
		note("A/3", "2016-05-01", para(requests), para("Takes note of the report")),
		note("A/1", "", para(requests)),
		note("A/2", "2014-05-01", para(strings.Replace(requests, "70/1", "68/4", 1))),
		note("A/10", "2018-05-01", para("Also "+strings.Replace(strings.ToLower(requests), "ninth", "tenth", 1))),
		note("A/4", "2012-05-01", para("Requests the host country to submit its bid")),
		note("A/5", "2011-05-01", para("Takes note of the report"), document.Unit{Kind: document.Heading, Text: "!"}))
	key := document.Key{Symbol: "A/3", Lang: "en"}
	v, err := e.Variants(t.Context(), key, "p1", 0)
	if errors.Is(err, search.ErrNarrowOnly) {
		t.Skip("this engine knows nothing of fingerprints")
	}
	if err != nil {
		t.Fatal(err)
	}
	if ids := variantIDs(v); !slices.Equal(ids, []string{"A/2#p1", "A/3#p1", "A/10#p1", "A/1#p1"}) || v.Total != 4 || v.Same != 3 {
		t.Errorf("variants %v of %d, %d the same; want A/2, A/3, A/10 and A/1 of 4, 3 the same", ids, v.Total, v.Same)
	}
	if v.Of.ID() != "A/3#p1" || v.Of.Resemblance != 1 || v.Generation == 0 {
		t.Errorf("of %s, resemblance %v, generation %d", v.Of.ID(), v.Of.Resemblance, v.Generation)
	}
	for i, want := range []float64{1, 1, 0, 1} {
		if got := v.First[i].Resemblance; want == 1 && got != 1 || want == 0 && (got >= 1 || got < 0.5) {
			t.Errorf("%s resembles it by %v", v.First[i].ID(), got)
		}
	}
	if v, err = e.Variants(t.Context(), key, "p1", 2); err != nil || len(v.First) != 2 || v.Total != 4 {
		t.Errorf("two of %d variants: %d, %v", v.Total, len(v.First), err)
	}
	if v, err = e.Variants(t.Context(), document.Key{Symbol: "A/5", Lang: "en"}, "p2", 0); err != nil || v.Total != 0 || v.Of.Unit.Text != "!" {
		t.Errorf("variants of a unit without words: %d, %v", v.Total, err)
	}
	for _, missing := range []struct {
		key    document.Key
		anchor string
	}{{document.Key{Symbol: "A/77", Lang: "en"}, "p1"}, {key, "p99"}, {document.Key{Symbol: "A/3", Lang: "fr"}, "p1"}} {
		if _, err := e.Variants(t.Context(), missing.key, missing.anchor, 0); !errors.Is(err, search.ErrNotFound) {
			t.Errorf("variants of %v#%s: %v, want ErrNotFound", missing.key, missing.anchor, err)
		}
	}
	if err := e.Delete(t.Context(), []document.Key{{Symbol: "A/2", Lang: "en"}}); err != nil {
		t.Fatal(err)
	}
	commit(t, e)
	if v, err = e.Variants(t.Context(), key, "p1", 0); err != nil || v.Total != 3 || v.First[0].ID() != "A/3#p1" {
		t.Errorf("variants after one is deleted: %v, %v", variantIDs(v), err)
	}
}

func variantIDs(v search.Variants) (ids []string) {
	for _, found := range v.First {
		ids = append(ids, found.ID())
	}
	return ids
}

// CompareVariants wants two engines that hold the same documents to know the same variants of some units.
func CompareVariants(t *testing.T, docs []document.Document, rng *rand.Rand, a, b search.Searcher) {
	t.Helper()
	found := 0
	for range 40 {
		d := &docs[rng.IntN(len(docs))]
		u := &d.Units[rng.IntN(len(d.Units))]
		size := rng.IntN(2 * search.MaxVariants)
		got, err := a.Variants(t.Context(), d.Key(), u.Anchor, size)
		if err != nil {
			t.Fatal(err)
		}
		want, err := b.Variants(t.Context(), d.Key(), u.Anchor, size)
		if err != nil {
			t.Fatal(err)
		}
		got.Generation, want.Generation = 0, 0
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("variants of %s (-want +got):\n%s", document.UnitID(d.Key(), u.Anchor), diff)
		}
		found += want.Total
	}
	if found < 80 {
		t.Errorf("%d variants of 40 paragraphs: the documents have too few", found)
	}
}
