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
		if !isWordRune(r) && !isHan(r) {
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

// endOf gives the name that text ends with.
func (x nameIndex[T]) endOf(text string) (of T, ok bool) {
	const longest = 200
	text = tail(text, longest)
	found := x.all(text)
	if len(found) == 0 || found[len(found)-1].end != len(text) {
		return of, false
	}
	return found[len(found)-1].of, true
}

// tail is the end of text, at most n bytes of it, from the start of a word on.
func tail(text string, n int) string {
	if len(text) <= n {
		return text
	}
	text = text[len(text)-n:]
	if blank := strings.IndexByte(text, ' '); blank >= 0 {
		return text[blank:]
	}
	return ""
}

// firstWord is the run of letters and digits at the beginning of s; in Chinese it is one character.
func firstWord(s string) string {
	for i, r := range s {
		if r < utf8.RuneSelf && isWordRune(r) {
			continue
		}
		if isHan(r) {
			return s[:max(i, boolInt(i == 0)*utf8.RuneLen(r))]
		}
		if r < utf8.RuneSelf || !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) {
			return s[:i]
		}
	}
	return s
}

// endsWord reports whether a word may end at offset i: no letter or digit stands there, or a Chinese character before it.
func endsWord(text string, i int) bool {
	r, _ := utf8.DecodeRuneInString(text[i:])
	if i > 0 && text[i-1] >= utf8.RuneSelf {
		if before, _ := utf8.DecodeLastRuneInString(text[:i]); isHan(before) {
			return true
		}
	}
	return i >= len(text) || !isWordRune(r)
}

// startsWord reports whether no letter or digit stands before offset i.
func startsWord(text string, i int) bool {
	r, _ := utf8.DecodeLastRuneInString(text[:i])
	return i == 0 || !isWordRune(r)
}
