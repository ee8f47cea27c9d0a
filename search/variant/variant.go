// Package variant says which texts are variants of each other: paragraphs that repeat agreed language with a few words changed.
//
// A text is a set of shingles, runs of three words that follow each other. The resemblance of two texts is the share of their shingles
// that both have, and their fingerprints, the least hashes of these, find texts that resemble each other without comparing all.
//
// Broder, "On the resemblance and containment of documents", 1997.
package variant

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"github.com/plenary-search/plenary/search/analysis"
)

const (
	shingleWords = 3
	// FingerprintSize is the largest number of hashes in a fingerprint.
	FingerprintSize = 8
	// LeastShared is the number of hashes that the fingerprints of variants share, unless one has fewer. With eight hashes, of texts that
	// have half of their shingles in common 96 % share two.
	LeastShared = 2
	// LeastResemblance is the resemblance of variants. A changed word changes three shingles: of twenty words, two may differ.
	LeastResemblance = 0.5
)

// Word is the hash of a word, however its letters are cased. All numbers have one hash, because years and numbers of resolutions change
// where nothing else does. FNV-1a.
func Word(written []byte) uint64 {
	if isNumber(written) {
		return numberHash
	}
	hash := uint64(14695981039346656037)
	var letter [utf8.UTFMax]byte
	for len(written) > 0 {
		r, size := utf8.DecodeRune(written)
		written = written[size:]
		for _, b := range utf8.AppendRune(letter[:0], unicode.ToLower(r)) {
			hash = (hash ^ uint64(b)) * 1099511628211
		}
	}
	return hash
}

const numberHash = 1

// isNumber reports whether a word begins with a digit and has no letters.
func isNumber(written []byte) bool {
	first := true
	for len(written) > 0 {
		r, size := utf8.DecodeRune(written)
		written = written[size:]
		if unicode.IsLetter(r) || first && !unicode.IsDigit(r) {
			return false
		}
		first = false
	}
	return !first
}

// Hashes are the hashes of the words of a text, in its order.
func Hashes(text string) []uint64 {
	var hashes []uint64
	for _, t := range analysis.Words(text) {
		hashes = append(hashes, Word([]byte(text[t.Start:t.End])))
	}
	return hashes
}

// each yields the hashes of the shingles of a text in its order; words are the hashes of its words. A shorter text is one shingle, an
// empty one none.
func each(words []uint64, yield func(hash uint64)) {
	if len(words) == 0 {
		return
	}
	width := min(shingleWords, len(words))
	for i := 0; i+width <= len(words); i++ {
		hash := uint64(0)
		for _, word := range words[i : i+width] {
			hash = mix(hash ^ word)
		}
		yield(hash)
	}
}

// Shingles are the hashes of the shingles of a text, each once, in order of size; words are the hashes of its words in the order of the
// text.
func Shingles(words []uint64) []uint64 {
	all := make([]uint64, 0, len(words))
	each(words, func(hash uint64) { all = append(all, hash) })
	slices.Sort(all)
	return slices.Compact(all)
}

// Fingerprint appends the least shingles of a text, in order of size.
func Fingerprint(words, to []uint64) []uint64 {
	from := len(to)
	each(words, func(hash uint64) {
		least := to[from:]
		if len(least) == FingerprintSize && hash >= least[len(least)-1] {
			return
		}
		at, known := slices.BinarySearch(least, hash)
		if known {
			return
		}
		if len(least) == FingerprintSize {
			to = to[:len(to)-1]
		}
		to = slices.Insert(to, from+at, hash)
	})
	return to
}

// mix is the finalizer of SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// Resemblance is that of two texts by their shingles, from 0 to 1, and whether they are variants of each other.
func Resemblance(a, b []uint64) (resemblance float64, variants bool) {
	if len(a) == 0 || len(b) == 0 {
		return 0, false
	}
	common := shared(a, b)
	resemblance = float64(common) / float64(len(a)+len(b)-common)
	x, y := a[:min(len(a), FingerprintSize)], b[:min(len(b), FingerprintSize)]
	return resemblance, resemblance >= LeastResemblance && shared(x, y) >= min(LeastShared, len(x), len(y))
}

// shared is the number of hashes that two rows in order have in common.
func shared(a, b []uint64) (n int) {
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			a = a[1:]
		case a[0] > b[0]:
			b = b[1:]
		default:
			n, a, b = n+1, a[1:], b[1:]
		}
	}
	return n
}
