package search

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plenary-search/plenary/index/document"
)

func key(symbol string) document.Key { return document.Key{Symbol: symbol, Lang: "en"} }

func TestCompareOrdersTotally(t *testing.T) {
	positions := map[string]Position{
		"old":     {Score: 1, Date: "2023-01-01", Key: key("CTOC/COP/2024/5"), Seq: 3},
		"new":     {Score: 2, Date: "2024-07-16", Key: key("CTOC/COP/2024/10"), Seq: 1},
		"new 2":   {Score: 2, Date: "2024-07-16", Key: key("CTOC/COP/2024/10"), Seq: 2},
		"undated": {Score: 3, Key: key("CTOC/COP/2024/1"), Seq: 1},
		"french":  {Score: 1, Date: "2023-01-01", Key: document.Key{Symbol: "CTOC/COP/2024/5", Lang: "fr"}, Seq: 1},
	}
	for sort, want := range map[Sort][]string{
		SortRelevance: {"undated", "new", "new 2", "old", "french"},
		SortNewest:    {"new", "new 2", "old", "french", "undated"},
		SortOldest:    {"old", "french", "new", "new 2", "undated"},
		SortDocument:  {"undated", "old", "french", "new", "new 2"},
	} {
		names := []string{"new 2", "french", "undated", "old", "new"}
		slices.SortFunc(names, func(a, b string) int { return sort.Compare(positions[a], positions[b]) })
		if diff := cmp.Diff(want, names); diff != "" {
			t.Errorf("order %s (-want +got):\n%s", sort, diff)
		}
		for a := range positions {
			for b := range positions {
				if (sort.Compare(positions[a], positions[b]) == 0) != (a == b) {
					t.Errorf("order %s does not tell %s from %s", sort, a, b)
				}
			}
		}
	}
}

func TestCompareTellsCaseApart(t *testing.T) {
	if CompareKeys(key("A/1/L.1"), key("A/1/l.1")) == 0 {
		t.Error("two keys share a place in the natural order")
	}
}

func TestCursorRoundTrip(t *testing.T) {
	for _, want := range []Cursor{
		{Sort: SortRelevance, At: Position{Score: 1.0 / 3, Date: "2024-07-16", Key: key("CTOC/COP/2024/1"), Seq: 85}},
		{Sort: SortNewest, Before: true, At: Position{Key: document.Key{Symbol: "E/CN.7/2024/17-E/CN.15/2024/18", Lang: "fr"}, Seq: MaxUnits}},
		{Sort: SortDocument, At: Position{Key: key(strings.Repeat("9/", MaxSymbolBytes/2)), Seq: 1}},
	} {
		s := want.String()
		if len(s) > MaxCursor {
			t.Errorf("cursor of %d bytes, at most %d", len(s), MaxCursor)
		}
		got, err := ParseCursor(s, want.Sort)
		if err != nil {
			t.Fatalf("ParseCursor(%q) = %v", s, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("cursor changed on its way (-want +got):\n%s", diff)
		}
		for _, other := range cursorSorts {
			if _, err := ParseCursor(s, other); (err == nil) != (other == want.Sort) {
				t.Errorf("cursor of order %s read for order %s: %v", want.Sort, other, err)
			}
		}
	}
}

func TestParseCursorRefuses(t *testing.T) {
	good := Cursor{Sort: SortRelevance, At: Position{Score: 2, Key: key("S/2024/1"), Seq: 4}}.String()
	if _, err := ParseCursor(good, SortRelevance); err != nil {
		t.Fatal(err)
	}
	bad := []string{"", "x", "eyJ4IjoxfQ", good + "A", good[1:], good + "=", strings.Repeat("A", 600),
		Cursor{Sort: SortRelevance, At: Position{Score: math.NaN(), Key: key("S/2024/1"), Seq: 4}}.String()}
	for i := range good {
		for _, c := range []byte{'A', 'B', '_', '\n', ' '} {
			if changed := good[:i] + string(c) + good[i+1:]; changed != good {
				bad = append(bad, changed)
			}
		}
	}
	for _, s := range bad {
		if c, err := ParseCursor(s, SortRelevance); !errors.Is(err, ErrBadCursor) {
			t.Errorf("ParseCursor(%q) = %+v, %v, want ErrBadCursor", s, c, err)
		}
	}
}

func FuzzParseCursor(f *testing.F) {
	f.Add(Cursor{Sort: SortNewest, At: Position{Date: "2024-07-16", Key: key("S/2024/1"), Seq: 4}}.String())
	f.Add("AQEAAAAAAAAAAA")
	f.Fuzz(func(t *testing.T, s string) {
		for _, sort := range cursorSorts {
			if c, err := ParseCursor(s, sort); err == nil && c.String() != s {
				t.Errorf("ParseCursor(%q) took what String writes as %q", s, c.String())
			}
		}
	})
}
