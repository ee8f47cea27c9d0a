package highlight

import (
	"cmp"
	"slices"
	"unicode"
	"unicode/utf8"

	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/analysis"
)

// Line is a span of a text with the words before and after it, as a concordance shows it: bytes, From ≤ Start < End ≤ To.
type Line struct{ From, Start, End, To int }

// Lines are the lines of the spans of a text, one for each, with up to width code points on either side. No word is cut, but one that is
// longer than that alone.
func Lines(text string, spans []search.Highlight, width int) []Line {
	lines := make([]Line, 0, len(spans))
	for _, s := range spans {
		if s.Start < 0 || s.Start >= s.End || s.End > len(text) {
			continue
		}
		lines = append(lines, Line{before(text, s.Start, width), s.Start, s.End, after(text, s.End, width)})
	}
	return lines
}

// before is the place from which text[:at] is shown.
func before(text string, at, width int) int {
	from := at
	for n := 0; n < width && from > 0; n++ {
		_, size := utf8.DecodeLastRuneInString(text[:from])
		from -= size
	}
	if from == 0 || isBlankBefore(text, from) {
		return from
	}
	for i, r := range text[from:at] { // the rest of a word that began before
		if unicode.IsSpace(r) {
			return from + i
		}
	}
	return from
}

// after is the place up to which text[at:] is shown.
func after(text string, at, width int) int {
	to := at
	for n := 0; n < width && to < len(text); n++ {
		_, size := utf8.DecodeRuneInString(text[to:])
		to += size
	}
	if to == len(text) {
		return to
	}
	if next, _ := utf8.DecodeRuneInString(text[to:]); unicode.IsSpace(next) {
		return to
	}
	for end := to; end > at; {
		r, size := utf8.DecodeLastRuneInString(text[:end])
		if end -= size; unicode.IsSpace(r) {
			return end
		}
	}
	return to
}

func isBlankBefore(text string, at int) bool {
	r, _ := utf8.DecodeLastRuneInString(text[:at])
	return unicode.IsSpace(r)
}

// neighbourWords is the number of words on a side by which lines are put into order, neighbourBytes the text that holds them for certain,
// but for very long words.
const (
	neighbourWords = 5
	neighbourBytes = 240
)

// WordsBefore are the words before a line's span, in the order in which a reader walks away from it, folded as in the verbatim stream;
// WordsAfter those after it. There are at most five: lines that agree in so many are as good as the same.
func (l Line) WordsBefore(text string) []string {
	from := max(0, l.Start-neighbourBytes)
	for from > 0 && !isBlankBefore(text, from) && from < l.Start {
		from++
	}
	words := termsOf(analysis.Words(text[from:l.Start]))
	slices.Reverse(words)
	return words[:min(neighbourWords, len(words))]
}

// WordsAfter: see WordsBefore.
func (l Line) WordsAfter(text string) []string {
	words := termsOf(analysis.Words(text[l.End:min(len(text), l.End+neighbourBytes)]))
	return words[:min(neighbourWords, len(words))]
}

func termsOf(tokens []analysis.Token) []string {
	terms := make([]string, len(tokens))
	for i, token := range tokens {
		terms[i] = token.Term
	}
	return terms
}

// CompareWords puts lines into order by their neighbouring words: word by word, and what has none of them last.
func CompareWords(a, b []string) int {
	if len(a) == 0 || len(b) == 0 {
		return cmp.Compare(len(b), len(a))
	}
	return slices.Compare(a, b)
}
