package query

import (
	"slices"
	"strings"
	"unicode"
)

// source is a text in code points, without those that nobody sees: soft hyphens, zero-width characters, marks of direction.
// A control character is a blank.
type source struct {
	runes []rune
	at    []int // at[i] is the offset of runes[i] in the text, in code points; at[len(runes)] is the length of the text
}

func newSource(text string) source {
	var s source
	offset := 0
	for _, r := range text {
		switch {
		case unicode.Is(unicode.Cf, r):
		case unicode.IsControl(r):
			s.runes, s.at = append(s.runes, ' '), append(s.at, offset)
		default:
			s.runes, s.at = append(s.runes, r), append(s.at, offset)
		}
		offset++
	}
	s.at = append(s.at, offset)
	return s
}

// rune is the code point at i, a blank outside the text.
func (s source) rune(i int) rune {
	if i < 0 || i >= len(s.runes) {
		return ' '
	}
	return s.runes[i]
}

func (s source) slice(start, end int) string { return string(s.runes[start:end]) }

// blank reports whether nothing can be seen.
func (s source) blank() bool {
	return !slices.ContainsFunc(s.runes, func(r rune) bool { return !unicode.IsSpace(r) })
}

// locate puts problems in order, joins equal ones that touch ("((" lacks its brackets once) and moves them from offsets into s to
// offsets into the text.
func (s source) locate(problems []Problem) []Problem {
	slices.SortStableFunc(problems, func(a, b Problem) int { return a.Offset - b.Offset })
	joined := problems[:0]
	last := map[string]int{} // place in joined, by text
	for _, p := range problems {
		if i, said := last[p.Text]; said && joined[i].Offset+joined[i].Length == p.Offset {
			joined[i].Length += p.Length
			continue
		}
		last[p.Text] = len(joined)
		joined = append(joined, p)
	}
	problems = joined
	for i, p := range problems {
		end := min(p.Offset+p.Length, len(s.runes))
		problems[i].Offset = s.at[p.Offset]
		problems[i].Length = s.at[end] - s.at[p.Offset]
	}
	return problems
}

// Quotation marks that may surround a phrase. French marks are closed by the other one, German and English ones by any of
// their family, because people and word processors mix them: “…", „…“, ”…”.
const (
	doubleQuotes = "\"“”„‟〝〞＂"
	singleQuotes = "'‘’‚‛"
	angleQuotes  = "«»"
)

func isQuote(r rune) bool { return strings.ContainsRune(doubleQuotes+angleQuotes, r) }

func isSingleQuote(r rune) bool { return strings.ContainsRune(singleQuotes, r) }

// closingQuote is the position of the mark that closes the one at open, or -1.
func (s source) closingQuote(open int) int {
	switch r := s.runes[open]; {
	case isSingleQuote(r):
		return s.closingSingle(open)
	case r == '«':
		return firstFound(s.find(open+1, "»"), s.find(open+1, doubleQuotes))
	case r == '»':
		return firstFound(s.find(open+1, "«"), s.find(open+1, "»"), s.find(open+1, doubleQuotes))
	default:
		return firstFound(s.find(open+1, doubleQuotes), s.find(open+1, "»"))
	}
}

// closingSingle tells a closing mark from an apostrophe: it ends a word, and the opening mark begins one.
func (s source) closingSingle(open int) int {
	if isWordRune(s.rune(open-1)) || !isWordRune(s.rune(open+1)) {
		return -1
	}
	for i := open + 2; i < len(s.runes); i++ {
		if isQuote(s.runes[i]) {
			return -1
		}
		if isSingleQuote(s.runes[i]) && !unicode.IsSpace(s.runes[i-1]) && !isWordRune(s.rune(i+1)) {
			return i
		}
	}
	return -1
}

// find is the position of the first of chars at or after i, or -1.
func (s source) find(i int, chars string) int {
	for ; i < len(s.runes); i++ {
		if strings.ContainsRune(chars, s.runes[i]) {
			return i
		}
	}
	return -1
}

func firstFound(positions ...int) int {
	for _, p := range positions {
		if p >= 0 {
			return p
		}
	}
	return -1
}

// cleanPhrase is what stands between quotation marks, with single blanks and without other quotation marks of the kinds
// that surround phrases.
func cleanPhrase(text string) string {
	text = strings.Map(func(r rune) rune {
		if isQuote(r) {
			return ' '
		}
		return r
	}, text)
	return strings.Join(strings.Fields(text), " ")
}

// trimWord is a word without what is neither letter nor figure around it; the closing bracket of "2(b)" stays.
func trimWord(text string) string {
	text = strings.TrimLeftFunc(text, func(r rune) bool { return !isWordRune(r) })
	return strings.TrimRightFunc(text, func(r rune) bool { return !isWordRune(r) && !unicode.IsMark(r) && r != ')' })
}

func hasWord(text string) bool { return strings.ContainsFunc(text, isWordRune) }
