package variant

import (
	"bytes"
	"math"
	"unicode"
	"unicode/utf8"

	"github.com/plenary-search/plenary/search/analysis"
)

// Wording is the words of a text as they are written, in its order, without the enumerator before them. Texts are identical where their
// wordings are the same but for the case of letters: white space, quotation marks, dashes and all else between words do not count.
type Wording [][]byte

// leastBehind is the number of words that must follow an enumerator for it to be left out: a shingle, which has the text found.
const leastBehind = shingleWords

// NewWording is the wording of a text that has some words, all of them, and is enumerated by label: "12." or "(a)", or "" for nothing. A
// label of one word is left out.
func NewWording(label string, words [][]byte) Wording {
	if label == "" || len(words) <= leastBehind {
		return words
	}
	enumerator := analysis.Words(label)
	if len(enumerator) != 1 || string(words[0]) != label[enumerator[0].Start:enumerator[0].End] {
		return words
	}
	return words[1:]
}

// WordingOf is the wording of a text with its enumerator.
func WordingOf(text, label string) Wording {
	var words [][]byte
	for _, t := range analysis.Words(text) {
		words = append(words, []byte(text[t.Start:t.End]))
	}
	return NewWording(label, words)
}

// Begin is where the first word of a text starts behind its enumerator; 0 where it begins with none.
func Begin(text, label string) int {
	words, enumerator := analysis.Words(text), analysis.Words(label)
	if len(words) == 0 || len(enumerator) != 1 || text[words[0].Start:words[0].End] != label[enumerator[0].Start:enumerator[0].End] {
		return 0
	}
	if len(words) == 1 {
		return len(text)
	}
	return words[1].Start
}

// AppendKey appends what identical texts have in common, and no others.
func (w Wording) AppendKey(to []byte) []byte {
	for _, word := range w {
		for len(word) > 0 {
			r, size := utf8.DecodeRune(word)
			word = word[size:]
			to = utf8.AppendRune(to, unicode.ToLower(r))
		}
		to = append(to, ' ')
	}
	return to
}

// Ends reports whether the last words of a text, all of whose words there are, are the wording, and one more stands before them at the most: no
// other text has it. word tells word i of them.
func (w Wording) Ends(words int, word func(i int) []byte) bool {
	if words < len(w) || words > len(w)+1 {
		return false
	}
	for i := range len(w) {
		if !sameWord(w[len(w)-1-i], word(words-1-i)) {
			return false
		}
	}
	return true
}

// sameWord compares as AppendKey does.
func sameWord(a, b []byte) bool {
	if bytes.Equal(a, b) {
		return true
	}
	for len(a) > 0 && len(b) > 0 {
		r, n := utf8.DecodeRune(a)
		q, m := utf8.DecodeRune(b)
		if unicode.ToLower(r) != unicode.ToLower(q) {
			return false
		}
		a, b = a[n:], b[m:]
	}
	return len(a) == len(b)
}

// Shingles are those of the wording: see Shingles.
func (w Wording) Shingles() []uint64 {
	hashes := make([]uint64, len(w))
	for i, word := range w {
		hashes[i] = Word(word)
	}
	return Shingles(hashes)
}

const (
	// CoreSize is the largest number of hashes in a core.
	CoreSize = FingerprintSize - 1
	// LeastNear is the resemblance of texts that are nearly identical: of twenty words, one may differ, of sixty three. Numbers count as
	// equal.
	LeastNear = 0.7
	// leastOfCore is the number of hashes that the cores of such texts share, unless one has fewer. Of texts that have 0.7 of their shingles
	// in common 97 % share three.
	leastOfCore = 3
)

// Core is the least shingles of a wording. A fingerprint is of all words of a text: as an enumerator makes one shingle more, the core of a
// wording stands in the fingerprints of all texts that have it.
func Core(shingles []uint64) []uint64 { return shingles[:min(len(shingles), CoreSize)] }

// SharedByNear is the least number of hashes that the cores of nearly identical texts share, where the core of one has so many.
func SharedByNear(core int) int { return min(leastOfCore, int(math.Ceil(LeastNear*float64(core)))) }

// Near reports whether two texts are nearly identical, by the shingles of their wordings. Identical texts with words are.
func Near(a, b []uint64) bool {
	if len(a) == 0 || len(b) == 0 || float64(min(len(a), len(b))) < LeastNear*float64(max(len(a), len(b))) {
		return false
	}
	x, y := Core(a), Core(b)
	if shared(x, y) < min(leastOfCore, len(x), len(y)) {
		return false
	}
	common := shared(a, b)
	return float64(common) >= LeastNear*float64(len(a)+len(b)-common)
}
