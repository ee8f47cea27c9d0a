package extract

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// region is a part of a page that is read in one way: lines from the top down, or the rows of a table.
type region struct {
	rows      []row
	table     []Block
	piecewise bool // a masthead: each line may stand for itself
	column    band // of running text in columns
}

// regions cuts a page where its lines fall into columns.
func (b *blockBuilder) regions(p page) []region {
	least := 6
	if p.number == 1 && !b.masted {
		least = 14
	}
	part, ok := b.twoColumns(p.rows, least)
	if !ok {
		return b.plainRegions(p)
	}
	above, below := p, p
	above.rows, below.rows = p.rows[:part.from], p.rows[part.to:]
	out := b.plainRegions(above)
	b.masted = true
	for _, lines := range dealOut(p.rows[part.from:part.to], []band{part.left, part.right}) {
		edges := band{math.Inf(1), math.Inf(-1)}
		for _, r := range lines {
			edges = band{min(edges.x0, r.x0()), max(edges.x1, r.x1())}
		}
		mergeJustified(lines, edges.x0, edges.x1, b.size)
		out = append(out, region{rows: lines, column: edges})
	}
	return append(out, b.plainRegions(below)...)
}

// plainRegions are the regions of lines that do not stand in two columns of running text over a whole part of the page.
func (b *blockBuilder) plainRegions(p page) []region {
	var out []region
	var plainRows []row
	flush := func() {
		if len(plainRows) > 0 {
			out = append(out, b.upToBody(region{rows: plainRows, piecewise: !b.masted && p.number == 1})...)
		}
		plainRows = nil
	}
	for i := 0; i < len(p.rows); {
		n := b.columnRun(p.rows[i:])
		if n == 0 || n == 1 && b.masted { // one line is no table
			plainRows = append(plainRows, p.rows[i])
			i++
			continue
		}
		if !b.masted && p.number == 1 {
			n += closeBelow(p.rows[i:], n)
		}
		run := p.rows[i : i+n]
		i += n
		bands := bandsOf(run)
		switch {
		case !b.masted && p.number == 1:
			for _, r := range plainRows {
				b.masted = b.masted || b.isBody(r)
			}
			flush()
			if b.masted {
				out = append(out, region{table: tableRows(run, bands, b)})
				continue
			}
			out = append(out, region{rows: byColumn(run, bands), piecewise: true})
		case b.isProse(run, bands):
			flush()
			for i, lines := range dealOut(run, bands) {
				out = append(out, region{rows: lines, column: bands[i]})
			}
		default:
			flush()
			out = append(out, region{table: tableRows(run, bands, b)})
		}
	}
	flush()
	return out
}

// closeBelow is the number of rows from n on that go on with a name in the first column of a masthead: the same type, close below.
func closeBelow(rs []row, n int) int {
	last := rs[n-1].segments[0]
	more := 0
	for _, r := range rs[n:] {
		s := r.segments[0]
		if len(r.segments) > 1 || math.Abs(s.x0-last.x0) > 3 || math.Abs(s.size-last.size) > 0.6 || s.bold() != last.bold() || last.base-s.base > 1.4*s.size {
			break
		}
		last = s
		more++
	}
	return more
}

// upToBody splits the lines of a first page where running text begins.
func (b *blockBuilder) upToBody(r region) []region {
	if !r.piecewise {
		return []region{r}
	}
	for i, line := range r.rows {
		if b.isBody(line) || i+1 < len(r.rows) && b.isBody(r.rows[i+1]) && math.Abs(line.size-b.size) < 1 && !line.bold() && line.base-r.rows[i+1].base < 1.3*b.pitch(line) && line.labelled(textOf(line)) {
			b.masted = true
			var out []region
			if i > 0 {
				out = append(out, region{rows: r.rows[:i], piecewise: true})
			}
			return append(out, region{rows: r.rows[i:]})
		}
	}
	return []region{r}
}

func textOf(r row) string { text, _ := r.read(); return text }

// isBody reports whether a line is one of running text: of its size, not bold, and nearly full or numbered.
func (b *blockBuilder) isBody(r row) bool {
	if r.bold() || math.Abs(r.size-b.size) > 0.8 {
		return false
	}
	if len(r.segments) > 1 && labelOnly(r.segments[0].text()) && number(strings.TrimSuffix(r.segments[0].text(), ".")) > 0 {
		return true
	}
	return len(r.segments) == 1 && r.x1() > b.right-6*b.size && r.x1()-r.x0() > 0.6*(b.right-b.left)
}

// columnRun is the number of rows at the head of rs that stand in columns, 0 where the first does not.
func (b *blockBuilder) columnRun(rs []row) int {
	if !b.parted(rs[0]) || b.justified(rs) {
		return 0
	}
	n, last := 1, 1
	for n < len(rs) {
		r := rs[n]
		pitch := rs[n-1].base - r.base
		if pitch > 4*max(b.leading*b.size, r.size) {
			break
		}
		if b.parted(r) {
			n++
			last = n
			continue
		}
		bands := bandsOf(rs[:last])
		if len(r.segments) != 1 || !fits(r.segments[0], bands) || pitch > 2.2*b.leading*b.size {
			break
		}
		n++
		if fitsBand(r.segments[0], bands) > 0 {
			last = n
		}
		if n-last > 12 {
			break
		}
	}
	// Lines of the first column below the last parted row belong to its last row while they follow closely.
	for last < n && rs[last-1].base-rs[last].base < 1.25*b.leading*max(rs[last].size, 4) && len(bandsOf(rs[:last])) > 2 {
		last++
	}
	return last
}

// justified reports whether the first row is one line of running text with a wide space in it: it reaches from edge to edge,
// has one gap, and the row below has none.
func (b *blockBuilder) justified(rs []row) bool {
	r := rs[0]
	if len(rs) > 1 && b.parted(rs[1]) && rs[0].base-rs[1].base < 1.5*b.pitch(r) {
		return false
	}
	n := len(r.segments)
	gap := r.segments[n-1].x0 - r.segments[n-2].x1
	return n <= 3 && gap < 2.5*b.size && math.Abs(r.size-b.size) < 0.8 && r.x0() < b.left+2*b.size && r.x1() > b.right-2*b.size
}

// parted reports whether a line has parts that are no enumerator and its text.
func (b *blockBuilder) parted(r row) bool {
	parts := r.segments
	if leaderDots.MatchString(textOf(r)) { // an entry of a table of contents
		return false
	}
	for len(parts) > 1 && labelOnly(parts[0].text()) {
		parts = parts[1:]
	}
	return len(parts) > 1
}

// leaderDots lead from an entry of a table of contents to its page.
var leaderDots = regexp.MustCompile(`(?:\.{4,}|(?:\. ){4,}|…{2,})[ .…]*\d*$`)

// band is a column: from left to right edge.
type band struct{ x0, x1 float64 }

// bandsOf finds the columns of rows: the stretches that segments cover, apart by white space all the way down. Segments that
// reach over what other rows leave white do not count.
func bandsOf(rs []row) []band {
	var spans []band
	widest := 0
	for _, r := range rs {
		widest = max(widest, len(r.segments))
	}
	for _, r := range rs {
		if len(r.segments)*2 < widest && len(rs) > 2 {
			continue
		}
		for _, s := range r.segments {
			spans = append(spans, band{s.x0, s.x1})
		}
	}
	slices.SortFunc(spans, func(a, b band) int {
		if a.x0 < b.x0 {
			return -1
		}
		return 1
	})
	var out []band
	for _, s := range spans {
		if n := len(out); n > 0 && s.x0 < out[n-1].x1+3 {
			out[n-1].x1 = max(out[n-1].x1, s.x1)
			continue
		}
		out = append(out, s)
	}
	return out
}

// fits reports whether a segment stands within one column.
func fits(s segment, bands []band) bool { return fitsBand(s, bands) >= 0 }

func fitsBand(s segment, bands []band) int {
	for i, b := range bands {
		left, right := math.Inf(-1), math.Inf(1)
		if i > 0 {
			left = bands[i-1].x1
		}
		if i+1 < len(bands) {
			right = bands[i+1].x0
		}
		if s.x0 > left && s.x1 < right && s.x0 < b.x1 && s.x1 > b.x0 {
			return i
		}
	}
	return -1
}

// dealOut deals the segments of rows out to columns, each to the one in which its middle is or that is nearest.
func dealOut(rs []row, bands []band) [][]row {
	out := make([][]row, len(bands))
	kept := make([][]segment, len(bands))
	for _, r := range rs {
		clear(kept) // the slices went out
		for _, s := range r.segments {
			at, least := 0, math.Inf(1)
			for i, b := range bands {
				mid := (s.x0 + s.x1) / 2
				if d := max(b.x0-mid, mid-b.x1, 0); d < least {
					at, least = i, d
				}
			}
			kept[at] = append(kept[at], s)
		}
		for i, segs := range kept {
			if len(segs) > 0 {
				out[i] = append(out[i], row{segments: segs, base: segs[0].base, size: r.size})
			}
		}
	}
	return out
}

// byColumn reads the parts of a masthead: the first column, then the next.
func byColumn(rs []row, bands []band) []row {
	var out []row
	for _, lines := range dealOut(rs, bands) {
		for _, r := range lines {
			for _, s := range r.segments {
				out = append(out, row{segments: []segment{s}, base: s.base, size: s.size})
			}
		}
	}
	return out
}

// isProse reports whether columns hold running text: two or three of them, wide, with many long lines.
func (b *blockBuilder) isProse(rs []row, bands []band) bool {
	if len(bands) < 2 || len(bands) > 3 || len(rs) < 6 {
		return false
	}
	for i, lines := range dealOut(rs, bands) {
		long, c := 0, bands[i]
		for _, r := range lines {
			if r.x1()-r.x0() > 0.75*(c.x1-c.x0) && utf8.RuneCountInString(textOf(r)) >= 25 {
				long++
			}
		}
		if long*10 < len(rs)*6 {
			return false
		}
	}
	return true
}

// tableRows makes rows of the lines of a table. A row begins where the first column has text, or where the gap to the line
// above is wider than the lines within a cell.
func tableRows(rs []row, bands []band, b *blockBuilder) []Block {
	var out []Block
	cells := make([]string, len(bands))
	flush := func() {
		var words, kept []string
		for i, c := range cells {
			cells[i] = finishText(c)
			kept = append(kept, cells[i])
			if cells[i] != "" {
				words = append(words, cells[i])
			}
		}
		if len(words) > 0 {
			out = append(out, Block{Kind: TableRow, Cells: kept, Text: strings.Join(words, " ")})
		}
		cells = make([]string, len(bands))
	}
	for i, r := range rs {
		if i > 0 {
			pitch := rs[i-1].base - r.base
			starts := fitsBand(r.segments[0], bands) == 0 && len(r.segments) > 1
			if starts && pitch > 1.05*b.leading*r.size || pitch > 1.35*b.leading*r.size || starts && len(r.segments) == len(bands) {
				flush()
			}
		}
		for _, s := range r.segments {
			text := s.text()
			at := nearest(s, bands)
			cells[at] = joinHyphen(cells[at], text, b.words)
		}
	}
	flush()
	return out
}

// nearest is the column in which a segment begins.
func nearest(s segment, bands []band) int {
	best, least := 0, math.Inf(1)
	for i, b := range bands {
		d := math.Abs(s.x0 - b.x0)
		if s.x0 >= b.x0 && s.x0 <= b.x1 {
			d = 0
		}
		if d < least {
			best, least = i, d
		}
	}
	return best
}
