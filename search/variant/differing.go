package variant

import "github.com/plenary-search/plenary/search/analysis"

// Change is a place at which two texts differ: the bytes from Start to End of the one stand for those from WasStart to WasEnd of the other.
// Either span may be empty; each goes from the beginning of a word to the end of one.
type Change struct {
	Start, End       int
	WasStart, WasEnd int
}

// Changes are what makes one text of another, in order. Words differ where they are other terms: letters in another case are no change,
// and numbers are.
func Changes(was, is string) (changes []Change) {
	a, b := analysis.Words(was), analysis.Words(is)
	inA, inB := differing(a, b)
	for i, j := 0, 0; i < len(a) || j < len(b); {
		fromA, fromB := i, j
		for i < len(a) && inA[i] {
			i++
		}
		for j < len(b) && inB[j] {
			j++
		}
		if i == fromA && j == fromB { // the same word
			i, j = i+1, j+1
			continue
		}
		var c Change
		c.WasStart, c.WasEnd = span(a, fromA, i, was)
		c.Start, c.End = span(b, fromB, j, is)
		changes = append(changes, c)
	}
	return changes
}

// span is that of the words from from to before to; of none, the place before the next.
func span(words []analysis.Token, from, to int, text string) (start, end int) {
	switch {
	case from < to:
		return words[from].Start, words[to-1].End
	case from < len(words):
		return words[from].Start, words[from].Start
	}
	return len(text), len(text)
}

// differing says for the words of two texts which ones stand outside their longest common subsequence, found by dynamic programming
// between what both begin and end with. Where that would take more than some million steps, it is all words in between.
func differing(a, b []analysis.Token) (inA, inB []bool) {
	inA, inB = make([]bool, len(a)), make([]bool, len(b))
	from := 0
	for from < min(len(a), len(b)) && a[from].Term == b[from].Term {
		from++
	}
	toA, toB := len(a), len(b)
	for toA > from && toB > from && a[toA-1].Term == b[toB-1].Term {
		toA, toB = toA-1, toB-1
	}
	for i := from; i < toA; i++ {
		inA[i] = true
	}
	for i := from; i < toB; i++ {
		inB[i] = true
	}
	common(a[from:toA], b[from:toB], func(i, j int) { inA[from+i], inB[from+j] = false, false })
	return inA, inB
}

// mostSteps bounds the table of common.
const mostSteps = 4 << 20

// common calls same for the places of the words that the longest common subsequence of two texts has.
func common(a, b []analysis.Token, same func(i, j int)) {
	if len(a) == 0 || len(b) == 0 || len(a) > mostSteps/len(b) {
		return
	}
	width := len(b) + 1
	longest := make([]uint16, (len(a)+1)*width) // by two places: of the texts from there on
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i].Term == b[j].Term {
				longest[i*width+j] = longest[(i+1)*width+j+1] + 1
			} else {
				longest[i*width+j] = max(longest[(i+1)*width+j], longest[i*width+j+1])
			}
		}
	}
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i].Term == b[j].Term:
			same(i, j)
			i, j = i+1, j+1
		case longest[(i+1)*width+j] >= longest[i*width+j+1]:
			i++
		default:
			j++
		}
	}
}
