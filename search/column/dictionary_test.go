package column

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func terms(t *rapid.T) []string {
	words := rapid.SliceOfN(rapid.StringMatching(`[abc]{0,4}(r|résol)?[0-9]?`), 0, 200).Draw(t, "words")
	slices.Sort(words)
	return slices.Compact(words)
}

func TestDictionary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := terms(t)
		d, err := newDictionary(appendDictionary(nil, words))
		if err != nil {
			t.Fatal(err)
		}
		if d.Len() != len(words) {
			t.Fatalf("Len = %d, want %d", d.Len(), len(words))
		}
		for place, word := range words {
			if at, found := d.Find(word); !found || at != place {
				t.Fatalf("Find(%q) = %d, %v, want %d", word, at, found, place)
			}
			if got := d.Term(place); got != word {
				t.Fatalf("Term(%d) = %q, want %q", place, got, word)
			}
		}
		other := rapid.StringMatching(`[abcd]{0,5}`).Draw(t, "other")
		place, found := slices.BinarySearch(words, other)
		if at, ok := d.Find(other); at != place || ok != found {
			t.Fatalf("Find(%q) = %d, %v, want %d, %v among %q", other, at, ok, place, found, words)
		}
		without := rapid.SliceOfN(rapid.StringMatching(`[abc]{1,3}`), 0, 5).Draw(t, "hopeless")
		fits := func(term []byte) (bool, int) {
			for _, beginning := range without {
				if strings.HasPrefix(string(term), beginning) {
					return false, len(beginning)
				}
			}
			return len(term)%3 != 0, 0
		}
		var got, want []string
		for _, term := range d.Fitting(other, fits) {
			got = append(got, string(term))
		}
		for _, word := range words {
			if ok, _ := fits([]byte(word)); ok && strings.HasPrefix(word, other) {
				want = append(want, word)
			}
		}
		if !slices.Equal(got, want) {
			t.Fatalf("Fitting(%q) = %q, want %q", other, got, want)
		}
	})
}

func TestDictionaryDamaged(t *testing.T) {
	words := []string{"accord", "accordance", "resolution", "resolutions", "treaty"}
	whole := appendDictionary(nil, words)
	for cut := 1; cut < len(whole); cut++ {
		if _, err := newDictionary(whole[:cut]); err == nil {
			t.Errorf("a dictionary cut to %d of %d bytes is taken for whole", cut, len(whole))
		}
	}
	for at := 8; at < len(whole); at++ {
		changed := slices.Clone(whole)
		changed[at] ^= 0xff
		d, err := newDictionary(changed)
		if err != nil {
			continue
		}
		for range d.From(0) { // must end, whatever it yields
		}
		d.Find("resolution")
	}
}
