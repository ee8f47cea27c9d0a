package citation

import (
	"cmp"
	"slices"
	"strings"

	"github.com/plenary-search/plenary/index/symbol"
)

// Mention is a citation as it is written, before it is known what it means.
type Mention struct {
	Kind Kind
	// ID is the number in normal form, "" for words that point back.
	ID string
	// Start and End are byte offsets into the text, half-open. Members of a list or range share a span.
	Start, End int
	// Implied is true for words that point back: "the same resolution", "its paragraph 54".
	Implied bool
	// Count is, for words that point back, how many texts they mean: 1, 2 … or 0 for "these resolutions".
	Count int
	// Body is the name of the adopting body as the sentence gives it ("General Assembly", "Conference"), or "".
	Body string
	// Instrument is the name of the instrument as it stands after the numbers ("Convention"), or "".
	Instrument string
}

// Find returns the citations written in text, in order of position; any two spans are equal or apart.
//
// Offsets are bytes into text, half-open. A list or range ("resolutions 55/1 to 55/4") gives one Mention per member with a
// shared span. Words that point back ("that resolution") are given with an empty ID; see [Resolve]. Paragraphs are given
// where the words name an instrument or leave it open; [Resolve] decides. lang is an ISO 639-1 code; unknown ones are read
// as English. Find never fails and is linear in the text.
//
// Source: the United Nations Editorial Manual, on citing resolutions, decisions and documents.
func Find(text, lang string) []Mention {
	l := languageOf(lang)
	p := pageOf(text, l)
	var found []Mention
	var room [16]int
	stems := stemPlaces(room[:0], p.text, l.adoptedHints)
	if hasDigit(p.text) {
		for _, m := range symbol.Find(p.text) { // folded already: offsets into the page
			found = append(found, Mention{Kind: Document, ID: m.Symbol.String(), Start: m.Start, End: m.End})
		}
		found = findNumbered(l, p.text, stems, found)
	}
	if len(stems) > 0 {
		found = append(found, findBack(l, p.text, stems)...)
	}
	if len(found) == 0 {
		return nil
	}
	found = apart(found)
	for i := range found {
		found[i].Start, found[i].End = p.span(found[i].Start, found[i].End)
	}
	return found
}

// findNumbered adds what has a number to the symbols found.
func findNumbered(l *language, text string, stems []int, found []Mention) []Mention {
	symbols := found
	switch {
	case len(stems) == 0:
	case l.han:
		found = append(found, findSymbolResolutions(l, text, symbols)...)
		found = append(found, findHan(l, text, symbols)...)
	default:
		found = append(found, findSymbolResolutions(l, text, symbols)...)
		found = append(found, findResolutions(l, text, stems, symbols)...)
		found = append(found, findLone(l, text, stems)...)
	}
	if l.han {
		return append(found, findHanParts(text)...)
	}
	return append(found, findParts(l, text)...)
}

// containsAny reports whether text contains one of the words. It saves most texts the patterns.
func containsAny(text string, words []string) bool {
	return slices.ContainsFunc(words, func(word string) bool { return strings.Contains(text, word) })
}

// apart orders mentions by position and drops those that overlap an earlier one without sharing its span; at the same start
// the longer span wins.
func apart(found []Mention) []Mention {
	slices.SortStableFunc(found, func(a, b Mention) int {
		return cmp.Or(a.Start-b.Start, b.End-a.End)
	})
	kept := found[:0]
	for _, m := range found {
		if n := len(kept); n > 0 && m.Start < kept[n-1].End && (m.Start != kept[n-1].Start || m.End != kept[n-1].End) {
			continue
		}
		kept = append(kept, m)
	}
	return kept
}

// findSymbolResolutions gives, for symbols of resolutions with the word before them ("resolution A/RES/70/1"), the resolution
// that they are, with the span of the symbol.
func findSymbolResolutions(l *language, text string, symbols []Mention) []Mention {
	var found []Mention
	for _, m := range symbols {
		s, err := symbol.Parse(m.ID)
		if err != nil {
			continue
		}
		adopted, ok := s.Resolution()
		if !ok || !endsWithHead(l, text[:m.Start]) && !(l.han && hanNoun.MatchString(text[m.End:])) {
			continue
		}
		found = append(found, Mention{Kind: Kind(adopted.Kind), ID: adopted.ID, Body: adopted.Body, Start: m.Start, End: m.End})
	}
	return found
}

// endsWithHead reports whether the word before the end of text is "resolution" or "decision".
func endsWithHead(l *language, text string) bool {
	end := tail(text, 64)
	stems := stemPlaces(nil, end, l.adoptedHints)
	for i := 0; ; {
		at, next := l.nextHead(end, stems, i)
		if at == nil || at[1] == len(end) {
			return at != nil
		}
		i = next
	}
}
