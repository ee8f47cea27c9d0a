package citation

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// nameIndex finds names in text: by the first word, the longest first. Case matters but for the first letter.
type nameIndex[T any] map[string][]namedAs[T]

type namedAs[T any] struct {
	name string
	of   T
}

// add puts a name into the index.
func (x nameIndex[T]) add(name string, of T) {
	word := firstWord(name)
	x[word] = append(x[word], namedAs[T]{name, of})
	slices.SortStableFunc(x[word], func(a, b namedAs[T]) int { return len(b.name) - len(a.name) })
}

// match gives the longest name that begins at offset i of text, and false where none does.
func (x nameIndex[T]) match(text string, i int) (namedAs[T], bool) {
	for _, n := range x[firstWord(text[i:])] {
		if strings.HasPrefix(text[i:], n.name) && endsWord(text, i+len(n.name)) {
			return n, true
		}
	}
	return namedAs[T]{}, false
}

// located is a name found in a text.
type located[T any] struct {
	namedAs[T]
	start, end int
}

// all finds the names in text, in order, apart.
func (x nameIndex[T]) all(text string) []located[T] {
	var found []located[T]
	for i := 0; i < len(text); {
		r, width := utf8.DecodeRuneInString(text[i:])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			i += width
			continue
		}
		if n, ok := x.match(text, i); ok {
			found = append(found, located[T]{n, i, i + len(n.name)})
			i += len(n.name)
			continue
		}
		i += max(len(firstWord(text[i:])), width)
	}
	return found
}

// before gives the longest name that ends at offset i of text.
func (x nameIndex[T]) before(text string, i int) (located[T], bool) {
	const longest = 160
	var best located[T]
	found := false
	for _, l := range x.all(text[runeStart(text, i-longest):i]) {
		if l.end == i-runeStart(text, i-longest) {
			best, found = l, true
			best.start += runeStart(text, i-longest)
			best.end = i
		}
	}
	return best, found
}

// runeStart is the start of the word at or after offset i, within text.
func runeStart(text string, i int) int {
	if i <= 0 {
		return 0
	}
	for i < len(text) && !utf8.RuneStart(text[i]) {
		i++
	}
	for i < len(text) && text[i] != ' ' {
		i++
	}
	return i
}

// firstWord is the run of letters and digits at the beginning of s.
func firstWord(s string) string {
	for i, r := range s {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) {
			return s[:i]
		}
	}
	return s
}

// endsWord reports whether no letter or digit stands at offset i.
func endsWord(text string, i int) bool {
	r, _ := utf8.DecodeRuneInString(text[i:])
	return i >= len(text) || !unicode.IsLetter(r) && !unicode.IsDigit(r)
}

// startsWord reports whether no letter or digit stands before offset i.
func startsWord(text string, i int) bool {
	r, _ := utf8.DecodeLastRuneInString(text[:i])
	return i == 0 || !unicode.IsLetter(r) && !unicode.IsDigit(r)
}
