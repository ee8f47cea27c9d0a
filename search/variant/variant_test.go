package variant

import (
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func shinglesOf(text string) []uint64 {
	var words []uint64
	for _, word := range strings.Fields(text) {
		words = append(words, Word([]byte(word)))
	}
	return Shingles(words)
}

func TestWord(t *testing.T) {
	for _, same := range [][2]string{{"Nations", "nations"}, {"1998", "2024"}, {"70/1", "9"}, {"ÉTATS", "états"}} {
		if Word([]byte(same[0])) != Word([]byte(same[1])) {
			t.Errorf("%q and %q have other hashes", same[0], same[1])
		}
	}
	for _, other := range [][2]string{{"state", "states"}, {"1st", "2nd"}, {"A/70", "B/70"}, {"", "1"}} {
		if Word([]byte(other[0])) == Word([]byte(other[1])) {
			t.Errorf("%q and %q have the same hash", other[0], other[1])
		}
	}
}

func TestResemblance(t *testing.T) {
	const decides = "Decides to include in the provisional agenda of its seventieth session the item entitled Report of the Economic and Social Council"
	for _, c := range []struct {
		name, a, b  string
		resemblance float64
		variants    bool
	}{
		{"the same", "Requests the Secretary-General to report", "requests the Secretary-General to report", 1, true},
		{"other numbers", "Recalling its resolution 70/1 of 25 September 2015", "Recalling its resolution 71/2 of 3 September 2016", 1, true},
		{"one word", decides, strings.Replace(decides, "seventieth", "seventy-first", 1), 16.0 / 22, true},
		{"two words of five", "a b c d e", "a x c y e", 0, false},
		{"half of the words", "a b c d e f g h", "a b c d e x y z", 3.0 / 9, false},
		{"other words", decides, "Expresses its appreciation to the host country for its hospitality", 0, false},
		{"two words", "Adopted unanimously", "adopted unanimously", 1, true},
		{"other two words", "Adopted unanimously", "adopted again", 0, false},
		{"nothing", "", "", 0, false},
	} {
		a, b := shinglesOf(c.a), shinglesOf(c.b)
		if got, variants := Resemblance(a, b); math.Abs(got-c.resemblance) > 1e-9 || variants != c.variants {
			t.Errorf("%s: Resemblance = %v, %v; want %v, %v", c.name, got, variants, c.resemblance, c.variants)
		}
	}
}

// A fingerprint is the beginning of the shingles.
func TestFingerprint(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		words := rapid.SliceOfN(rapid.Uint64Range(0, 5), 0, 40).Draw(rt, "words")
		all := Shingles(words)
		before := []uint64{^uint64(0)}
		if got, want := Fingerprint(words, before), append(before, all[:min(len(all), FingerprintSize)]...); !slices.Equal(got, want) {
			rt.Fatalf("Fingerprint = %v, want %v", got, want)
		}
	})
}

// Texts that have more than half of their words in runs alike are nearly all found by their fingerprints.
func TestFingerprints(t *testing.T) {
	missed, all := 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		words := rapid.SliceOfN(rapid.Uint64(), 30, 60).Draw(rt, "words")
		changed := slices.Clone(words)
		changed[rapid.IntRange(0, len(words)-1).Draw(rt, "changed")]++
		a, b := Shingles(words), Shingles(changed)
		resemblance, variants := Resemblance(a, b)
		again, _ := Resemblance(b, a)
		if resemblance < 0.7 || again != resemblance {
			rt.Fatalf("resemblance %v one way, %v the other", resemblance, again)
		}
		all++
		if !variants {
			missed++
		}
	})
	if missed > all/20 {
		t.Errorf("%d of %d variants are missed", missed, all)
	}
}
