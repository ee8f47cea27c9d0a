package extract

import (
	"cmp"
	"math"
	"slices"
	"unicode/utf8"
)

// columnPart are the rows of a page, from and to, that stand in two columns of running text.
type columnPart struct {
	from, to    int
	left, right band
}

// twoColumns finds the longest part of a page that is set in two columns of running text, whose lines need not stand side by side.
func (b *blockBuilder) twoColumns(rs []row, least int) (columnPart, bool) {
	starts := map[float64]int{}
	left, right := math.Inf(1), math.Inf(-1)
	for _, r := range rs {
		left, right = min(left, r.x0()), max(right, r.x1())
	}
	width := right - left
	for _, r := range rs {
		for _, s := range r.segments {
			if x := math.Round(s.x0); x > left+0.3*width && x < left+0.7*width {
				starts[x]++
			}
		}
	}
	x := mostCommon(starts, 0)
	if starts[x] < least {
		return columnPart{}, false
	}
	best := columnPart{}
	for i := 0; i < len(rs); {
		end := i
		for end < len(rs) && !rs[end].crosses(x-1) {
			end++
		}
		if end-i > best.to-best.from {
			best.from, best.to = i, end
		}
		i = end + 1
	}
	best.left, best.right = band{left, x - 2}, band{x - 1, right}
	sides := dealOut(rs[best.from:best.to], []band{best.left, best.right})
	return best, isColumn(sides[0], least, 0.3*width) && isColumn(sides[1], least, 0.3*width)
}

// crosses reports whether a line has text across x, or nearer to it from the left than columns stand.
func (r row) crosses(x float64) bool {
	return slices.ContainsFunc(r.segments, func(s segment) bool { return s.x0 < x-3 && s.x1 > x-5 })
}

// isColumn reports whether lines are those of a column of running text: wide, many, and most of them full.
func isColumn(rs []row, least int, width float64) bool {
	if len(rs) < least {
		return false
	}
	left, right := math.Inf(1), math.Inf(-1)
	for _, r := range rs {
		left, right = min(left, r.x0()), max(right, r.x1())
	}
	full := 0
	for _, r := range rs {
		if r.x1()-r.x0() > 0.75*(right-left) && utf8.RuneCountInString(textOf(r)) >= 12 {
			full++
		}
	}
	return right-left > width && full*2 >= len(rs)
}

// mergeJustified makes one segment of a line whose words were driven apart to fill it: it reaches from edge to edge, and all its
// spaces are the same.
func mergeJustified(rs []row, left, right, size float64) {
	for i := range rs {
		r := &rs[i]
		if len(r.segments) < 2 || math.Abs(r.size-size) > 0.8 || r.x0() > left+5*size || math.Abs(r.x1()-right) > 0.6*size {
			continue
		}
		var words []word
		for _, s := range r.segments {
			words = append(words, s.words...)
		}
		if evenly(words) {
			merged := newSegment(words)
			r.segments = []segment{merged}
		}
	}
}

// evenly reports whether all spaces between words are about the same.
func evenly(words []word) bool {
	var gaps []float64
	for i := 1; i < len(words); i++ {
		if !words[i].glued && !words[i].raised && !words[i-1].raised {
			gaps = append(gaps, gap(words[i-1], words[i]))
		}
	}
	if len(gaps) < 2 {
		return false
	}
	least, most := slices.MinFunc(gaps, cmp.Compare), slices.MaxFunc(gaps, cmp.Compare)
	return most < 1.35*least+1
}
