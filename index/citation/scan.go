package citation

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The patterns of a language are dear and most of a text has nothing for them. So a text is first searched for stems, pieces of words
// one of which stands in everything that a pattern matches, and the patterns see the places around them only.

// stemPlaces appends the offset of every place in text at which one of the stems stands, in order.
func stemPlaces(places []int, text string, stems []string) []int {
	const most = 8
	var next [most]int // offset of the next place of each stem, -1 where there is none
	n := min(len(stems), most)
	for s := range n {
		next[s] = strings.Index(text, stems[s])
	}
	for {
		first := -1
		for s := range n {
			if next[s] >= 0 && (first < 0 || next[s] < next[first]) {
				first = s
			}
		}
		if first < 0 {
			return places
		}
		at := next[first]
		places = append(places, at)
		from := at + len(stems[first])
		if next[first] = strings.Index(text[from:], stems[first]); next[first] >= 0 {
			next[first] += from
		}
	}
}

// wordStart is where the run of letters that reaches to offset i begins, at most n bytes before it.
func wordStart(text string, i, n int) int {
	for first := max(0, i-n); i > first; {
		if c := text[i-1]; c < utf8.RuneSelf {
			if !isLetter(c) {
				return i
			}
			i--
			continue
		}
		r, width := utf8.DecodeLastRuneInString(text[:i])
		if !unicode.IsLetter(r) || isHan(r) {
			return i
		}
		i -= width
	}
	return i
}

// wordBefore is the word before the one that offset i lies in, "" where there is none beside it.
func wordBefore(text string, i int) string {
	const longest = 32
	end := wordStart(text, i, longest)
	if end == 0 || text[end-1] != ' ' {
		return ""
	}
	end--
	return text[wordStart(text, end, longest):end]
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// wordEnd is where the run of letters at offset i ends.
func wordEnd(text string, i int) int {
	for i < len(text) {
		if c := text[i]; c < utf8.RuneSelf {
			if !isLetter(c) {
				return i
			}
			i++
			continue
		}
		r, width := utf8.DecodeRuneInString(text[i:])
		if !unicode.IsLetter(r) || isHan(r) {
			return i
		}
		i += width
	}
	return i
}

// ahead is the text from offset i on, at most n bytes of it, whole characters.
func ahead(text string, i, n int) string {
	end := i + n
	if end >= len(text) {
		return text[i:]
	}
	for end > i && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[i:end]
}

// windows are the parts of a text around places, merged where they meet.
type windows [][2]int

// add adds the window from before bytes ahead of offset i to after bytes behind it, widened to the blanks around. Offsets ascend.
func (w windows) add(text string, i, before, after int) windows {
	from, to := max(0, i-before), min(len(text), i+after)
	for from > 0 && text[from-1] != ' ' && !(text[from] >= utf8.RuneSelf && utf8.RuneStart(text[from]) && i-from > before+40) {
		from--
	}
	for to < len(text) && text[to] != ' ' && !(utf8.RuneStart(text[to]) && to-i > after+40) {
		to++
	}
	if n := len(w); n > 0 && from <= w[n-1][1] {
		w[n-1][1] = max(to, w[n-1][1])
		return w
	}
	return append(w, [2]int{from, to})
}

// matches are the matches of a pattern within the windows, with their groups, as regexp gives them for the whole text.
func (w windows) matches(pattern *regexp.Regexp, text string) [][]int {
	var list [][]int
	for _, window := range w {
		for _, at := range pattern.FindAllStringSubmatchIndex(text[window[0]:window[1]], -1) {
			for i := range at {
				if at[i] >= 0 {
					at[i] += window[0]
				}
			}
			list = append(list, at)
		}
	}
	return list
}

// hasDigit reports whether an ASCII digit stands in text.
func hasDigit(text string) bool {
	for i := range len(text) {
		if isDigit(text[i]) {
			return true
		}
	}
	return false
}
