package highlight

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Lengths in words, as countWords counts them.
const (
	// longSentence is the length of the longest sentence that is not divided.
	longSentence = 120
	// longClause is that of the longest clause that is not divided, and leastClause the length up to which clauses are put together: what is
	// shown of a long sentence is between them, but for its last clause.
	longClause  = 40
	leastClause = 12
	// longWord is the number of characters without a blank that count as one word.
	longWord = 40
)

// divided are sentences of which the long ones are divided: at semicolons, colons and before the entries of lists, where that is too coarse
// at commas, and where it still is between words.
func divided(text string, sentences []Sentence) []Sentence {
	var parts []Sentence
	for _, s := range sentences {
		if countWords(text[s.Start:s.End]) <= longSentence {
			parts = append(parts, s)
			continue
		}
		clauses := []Sentence{s}
		for _, divide := range []func(string, Sentence) []Sentence{atMarks(endsClause), atMarks(endsPhrase), betweenWords} {
			clauses = divideLong(text, clauses, divide)
		}
		parts = append(parts, joinShort(text, clauses)...)
	}
	return parts
}

func divideLong(text string, clauses []Sentence, divide func(string, Sentence) []Sentence) (parts []Sentence) {
	for _, c := range clauses {
		if countWords(text[c.Start:c.End]) > longClause {
			parts = append(parts, divide(text, c)...)
		} else {
			parts = append(parts, c)
		}
	}
	return parts
}

// joinShort joins clauses with those that follow as long as they are short.
func joinShort(text string, clauses []Sentence) (joined []Sentence) {
	for _, c := range clauses {
		if last := len(joined) - 1; last >= 0 && countWords(text[joined[last].Start:joined[last].End]) < leastClause {
			joined[last].End = c.End
		} else {
			joined = append(joined, c)
		}
	}
	return joined
}

// atMarks divides behind characters that end a part. What stands behind them tells whether they do.
func atMarks(ends func(mark rune, rest string) bool) func(text string, s Sentence) []Sentence {
	return func(text string, s Sentence) (parts []Sentence) {
		start := s.Start
		for at := s.Start; at < s.End; {
			r, size := utf8.DecodeRuneInString(text[at:s.End])
			if at += size; ends(r, text[at:s.End]) {
				at += closing(text[at:s.End])
				parts = appendSentence(parts, text, start, at)
				start = at
			}
		}
		return appendSentence(parts, text, start, s.End)
	}
}

func endsClause(mark rune, rest string) bool {
	switch mark {
	case '；', '：':
		return true
	case ';', ':', '؛':
		return beginsWithBlank(rest)
	case ',', '،', '，', '、':
		return listEntry.MatchString(rest)
	}
	return false
}

// listEntry is how an entry of a list begins in the six languages: "(a) ", "b) ", "(iii) ", "(أ) ", "（一）".
var listEntry = regexp.MustCompile(`^\s*(?:[(（][\pL\pN]{1,4}[)）]|[\pL\pN]{1,4}\)\s)`)

func endsPhrase(mark rune, rest string) bool {
	switch mark {
	case '，', '、':
		return true
	case ',', '،':
		return beginsWithBlank(rest)
	}
	return false
}

func beginsWithBlank(rest string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(rest, "”’»\")]"))
	return unicode.IsSpace(r)
}

// betweenWords divides into parts of longClause words at blanks, and where there are none between characters.
func betweenWords(text string, s Sentence) (parts []Sentence) {
	start, blank := s.Start, s.Start
	var words wordCount
	for at := s.Start; at < s.End; {
		r, size := utf8.DecodeRuneInString(text[at:s.End])
		if unicode.IsSpace(r) {
			blank = at
		}
		if words.add(r); words.count() > longClause {
			end := at
			if blank > start {
				end = blank
			}
			parts = appendSentence(parts, text, start, end)
			start, at, words = end, end, wordCount{}
			continue
		}
		at += size
	}
	return appendSentence(parts, text, start, s.End)
}

// wordCount counts words as readers do: what stands between blanks and is no mark alone, very long ones as several; of Chinese, where most
// words have two characters, pairs of them.
type wordCount struct{ words, han, run int }

func (w *wordCount) add(r rune) {
	switch {
	case unicode.IsSpace(r):
		w.run = 0
	case unicode.Is(unicode.Han, r):
		w.run = 0
		w.han++
	case w.run == 0 && unicode.IsPunct(r):
	default:
		if w.run%longWord == 0 {
			w.words++
		}
		w.run++
	}
}

func (w *wordCount) count() int { return w.words + (w.han+1)/2 }

func countWords(text string) int {
	var words wordCount
	for _, r := range text {
		words.add(r)
	}
	return words.count()
}
