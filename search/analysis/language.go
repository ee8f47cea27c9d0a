package analysis

import (
	"hash/maphash"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/kljensen/snowball/english"
	"github.com/kljensen/snowball/french"
	"github.com/kljensen/snowball/russian"
	"github.com/kljensen/snowball/spanish"

	"github.com/plenary-search/plenary/index/document"
)

// Analyzer is the chain of one language. It is safe for concurrent use.
type Analyzer struct {
	lang  document.Language
	stem  func(word string) string // of a word in lower case, accents kept; nil: none
	stop  map[string]bool          // folded words
	cache stemCache
}

// analyzers is the table of languages; a language joins by a row. Stemmers get stop words too ("true"), for the stem stream
// keeps every word.
var analyzers = map[document.Language]*Analyzer{
	"en": {lang: "en", stem: func(w string) string { return english.Stem(w, true) }, stop: set(englishStop)},
	"fr": {lang: "fr", stem: func(w string) string { return french.Stem(accented(w, frenchEndings), true) }, stop: set(frenchStop)},
	"es": {lang: "es", stem: func(w string) string { return spanish.Stem(accented(w, spanishEndings), true) }, stop: set(spanishStop)},
	"ru": {lang: "ru", stem: func(w string) string { return russian.Stem(foldWord(w), true) }, stop: set(russianStop)},
	"ar": {lang: "ar", stem: stemArabic, stop: set(arabicStop)},
	"zh": {lang: "zh"},
}

// plain is the chain of languages that have no row: folded words serve as stems.
var plain = &Analyzer{}

// For is the analyzer of a language. Unknown languages get one whose stems are folded words.
func For(lang document.Language) *Analyzer {
	if a, ok := analyzers[lang]; ok {
		return a
	}
	return plain
}

// Variants are other stems that a word of this stem may stand in, for a query to look for besides it; nil in most languages.
func (a *Analyzer) Variants(stem string) []string {
	if a.lang != "ar" {
		return nil
	}
	return arabicVariants(stem)
}

// Stems returns one token for each word of text, in order, with the word's stem at the position of [Verbatim].
func (a *Analyzer) Stems(text string) []Token {
	tokens := Verbatim(text)
	return a.StemsOf(text, tokens)
}

// StemsOf is Stems for a text whose verbatim tokens are known.
func (a *Analyzer) StemsOf(text string, verbatim []Token) []Token {
	stems := make([]Token, 0, len(verbatim))
	for _, t := range verbatim {
		if t.Compound {
			continue
		}
		t.Term = a.Stem(text[t.Start:t.End])
		stems = append(stems, t)
	}
	return stems
}

// Stem is the stem of one word as written. The stem is folded after stemming, for stemmers need the accents that readers may
// leave out.
func (a *Analyzer) Stem(word string) string {
	if len(word) > maxTermBytes {
		word = cut(word, maxTermBytes)
	}
	if a.stem == nil {
		return foldWord(word)
	}
	slot := a.cache.slot(word)
	if known := slot.Load(); known != nil && known.word == word {
		return known.stem
	}
	known := &stemmed{word: strings.Clone(word), stem: foldWord(a.stem(lowerWord(word)))} // a copy: word would keep its whole text alive
	slot.Store(known)
	return known.stem
}

// Content is the stems of the words of a text that are no stop words, each once, in order; nil where there are more than most.
func (a *Analyzer) Content(text string, most int) (stems []string) {
	for _, token := range a.Stems(text) {
		if a.IsStop(text[token.Start:token.End]) || slices.Contains(stems, token.Term) {
			continue
		}
		if len(stems) == most {
			return nil
		}
		stems = append(stems, token.Term)
	}
	return stems
}

// IsStop reports whether a word says nothing by itself in this language: "of", "the".
func (a *Analyzer) IsStop(word string) bool { return a.stop[foldWord(word)] }

func set(words []string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[foldWord(w)] = true
	}
	return m
}

// stemCache remembers stems, for stemming a word costs more than all else about it. A word has one place, where the next one
// with the same hash replaces it, so the cache is bounded and needs no lock.
type stemCache [1 << 16]atomic.Pointer[stemmed]

type stemmed struct{ word, stem string } // word as written

var cacheSeed = maphash.MakeSeed()

func (c *stemCache) slot(word string) *atomic.Pointer[stemmed] {
	return &c[maphash.String(cacheSeed, word)%uint64(len(c))]
}
