package extract

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Lengths are in points, 1/72 inch; y grows upwards, as PDF has it.

// glyph is a character as PDFium gives it: in the order of the content, with line ends and most spaces put in by PDFium. Those
// have no box.
type glyph struct {
	r              rune
	angle          float64 // radians
	x0, x1, y0, y1 float64
}

// font is the type of a character.
type font struct {
	size   float64 // as rendered
	weight int     // 400 is that of plain type, 700 of bold
}

// word is a run of characters without a space.
type word struct {
	text   string
	x0, x1 float64
	base   float64 // the line on which it stands
	size   float64
	weight int
	bold   bool // heavier than plain type
	raised bool // set higher and smaller than the word before: a footnote mark
	glued  bool // no space before it
	// letters are the glyphs of the word, kept on pages with Arabic letters.
	letters []glyph
}

// segment is a run of words on one line without a wide gap.
type segment struct {
	words  []word
	x0, x1 float64
	base   float64
	size   float64
	upturn bool // not horizontal: heads of pages that lie on their side
}

// sheet is a page with its text.
type sheet struct {
	page          int
	width, height float64
	segments      []segment
	picture       bool // a picture covers the page: a scan
	soup          bool // its letters are not those of the print, and left out
}

func length(a, b float64) float64 { return math.Hypot(a, b) }

// wideGap is the gap, in parts of the size, that ends a segment. Justified lines have spaces of up to one em.
const wideGap = 1.15

// boldWeight is the least weight of bold type, where running text is lighter.
const boldWeight = 600

// segments puts glyphs together. fontOf is asked once a word, for it costs more than all else.
func segments(glyphs []glyph, fontOf func(i int) font) []segment {
	var out []segment
	var words []word
	arabic := slices.ContainsFunc(glyphs, func(g glyph) bool { return isArabicLetter(g.r) })
	flush := func() {
		out = append(out, splitWide(words)...)
		words = nil
	}
	for i := 0; i < len(glyphs); {
		g := glyphs[i]
		switch {
		case g.r == '\n' || g.r == '\r':
			flush()
			i++
		case unicode.IsSpace(g.r) || !visible(g):
			i++
		default:
			end := wordEnd(glyphs, i)
			if upturned(g.angle) {
				flush()
				w := makeWord(glyphs[i:end], font{})
				out = append(out, segment{words: []word{w}, x0: w.x0, x1: w.x1, base: w.base, upturn: true})
				i = end
				continue
			}
			made := splitRaised(glyphs, i, end, fontOf)
			if arabic && len(made) == 1 {
				made[0].letters = slices.Clone(glyphs[i:end])
			} else if arabic {
				n := utf8.RuneCountInString(made[1].text)
				made[0].letters = slices.Clone(glyphs[i : end-n])
			}
			if n := len(words); n > 0 {
				last := words[n-1]
				made[0].glued = i > 0 && visible(glyphs[i-1]) && !unicode.IsSpace(glyphs[i-1].r) && made[0].x0-last.x1 < 0.2*last.size
				if math.Abs(made[0].base-last.base) > 0.7*max(last.size, made[0].size) || made[0].x0 < last.x0-last.size && !rightToLeft(made[0].text) {
					made[0].glued = false
					flush()
				}
			}
			if n := len(words); n > 0 && isMark(made[0], words[n-1]) && len(made) == 1 {
				made[0].raised = true
			}
			words = append(words, made...)
			i = end
		}
	}
	flush()
	return out
}

// visible reports whether a glyph is text: not a control, except the hyphen at a line's end (U+0002), and not a character that the
// font has no Unicode for.
func visible(g glyph) bool {
	switch {
	case g.r == lineHyphen:
		return true
	case g.r == 0, g.r == 0xfffe, g.r == 0xffff, g.r == 0xad, g.r == 0x200b, g.r == 0xfeff, unicode.IsControl(g.r):
		return false
	}
	return true
}

// lineHyphen is what PDFium puts for a hyphen at the end of a line.
const lineHyphen = '\x02'

func upturned(angle float64) bool {
	turn := math.Mod(math.Abs(angle), 2*math.Pi)
	return turn > 0.3 && turn < 2*math.Pi-0.3
}

// wordEnd is the end of the word that begins at glyph i. The hyphen at a line's end ends it too, though PDFium goes on with the
// next line without a break.
func wordEnd(glyphs []glyph, i int) int {
	end := i + 1
	for end < len(glyphs) && glyphs[end-1].r != lineHyphen && visible(glyphs[end]) && !unicode.IsSpace(glyphs[end].r) && upturned(glyphs[end].angle) == upturned(glyphs[i].angle) {
		end++
	}
	return end
}

// makeWord puts the glyphs of a word together.
func makeWord(glyphs []glyph, f font) word {
	w := word{x0: math.Inf(1), x1: math.Inf(-1), size: f.size, weight: f.weight, bold: f.weight >= boldWeight}
	var text []rune
	var bases []float64
	for _, g := range glyphs {
		text = append(text, g.r)
		if g.x1 > g.x0 {
			w.x0, w.x1 = min(w.x0, g.x0), max(w.x1, g.x1)
		}
		if standsOnBase(g.r) {
			bases = append(bases, g.y0)
		}
	}
	if math.IsInf(w.x0, 1) {
		w.x0, w.x1 = glyphs[0].x0, glyphs[0].x0
	}
	w.base = glyphs[0].y0
	if len(bases) > 0 {
		slices.Sort(bases)
		w.base = bases[len(bases)/2]
	} else if r := glyphs[0].r; strings.ContainsRune("-–—•·*“”‘’'\"", r) || r == lineHyphen { // they stand higher
		w.base = glyphs[0].y0 - 0.25*f.size
		if strings.ContainsRune("*“”‘’'\"", r) {
			w.base = glyphs[0].y0 - 0.45*f.size
		}
	} else if strings.ContainsRune("()[]{},;", r) {
		w.base = glyphs[0].y0 + 0.2*f.size
	}
	w.text = norm.NFC.String(string(text))
	return w
}

// standsOnBase reports whether the box of a character ends at the base line.
func standsOnBase(r rune) bool {
	return unicode.IsDigit(r) || r == '.' || unicode.IsLetter(r) && !strings.ContainsRune("gjpqyQçşţуцщдрф", r) && r < 0x590 || r > 0x2e80 && unicode.IsLetter(r)
}

// splitRaised makes a word, or two where a footnote mark is glued to its end.
func splitRaised(glyphs []glyph, from, to int, fontOf func(i int) font) []word {
	f := fontOf(from)
	w := makeWord(glyphs[from:to], f)
	cut := to
	for cut > from+1 && markRune(glyphs[cut-1].r) && glyphs[cut-1].y0 > w.base+0.12*f.size {
		cut--
	}
	for cut < to && glyphs[cut].r == ',' {
		cut++
	}
	if cut == to || !standsOnBase(glyphs[cut].r) || to-cut > 20 {
		return []word{w}
	}
	small := fontOf(cut)
	if small.size > 0.85*f.size {
		return []word{w}
	}
	mark := makeWord(glyphs[cut:to], small)
	mark.raised, mark.glued = true, true
	return []word{makeWord(glyphs[from:cut], f), mark}
}

// isMark reports whether w, which follows last, is a footnote mark: smaller and higher.
func isMark(w, last word) bool {
	return !last.raised && w.size < 0.8*last.size && w.base > last.base+0.1*last.size && onlyMarkRunes(w.text)
}

func markRune(r rune) bool { return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r == ',' }

// splitWide cuts words where the gap is too wide for a space.
func splitWide(words []word) []segment {
	var out []segment
	for start := 0; start < len(words); {
		end := start + 1
		for end < len(words) && gap(words[end-1], words[end]) < wideGap*max(words[end].size, words[end-1].size, 4) {
			end++
		}
		out = append(out, newSegment(words[start:end:end]))
		start = end
	}
	return out
}

// gap is the space between two words, whichever comes first on the line.
func gap(a, b word) float64 { return max(b.x0-a.x1, a.x0-b.x1) }

func newSegment(words []word) segment {
	s := segment{words: words, x0: words[0].x0, x1: words[0].x1}
	sizes, bases := make([]float64, 0, len(words)), make([]float64, 0, len(words))
	for _, w := range words {
		s.x0, s.x1 = min(s.x0, w.x0), max(s.x1, w.x1)
		if !w.raised {
			sizes, bases = append(sizes, w.size), append(bases, w.base)
		}
	}
	if len(sizes) == 0 {
		sizes, bases = []float64{words[0].size}, []float64{words[0].base}
	}
	slices.Sort(sizes)
	slices.Sort(bases)
	s.size, s.base = sizes[len(sizes)/2], bases[len(bases)/2]
	return s
}

// row is what stands on one line of a page, in reading order.
type row struct {
	segments []segment
	base     float64
	size     float64
}

// rows gathers the segments of a page into lines, from the top down.
func rows(segs []segment) []row {
	segs = slices.Clone(segs)
	slices.SortStableFunc(segs, func(a, b segment) int { return cmp.Compare(b.base, a.base) })
	var out []row
	for _, s := range segs {
		if n := len(out); n > 0 && out[n-1].takes(s) {
			r := &out[n-1]
			r.segments = append(r.segments, s)
			if s.size > 1.25*r.size { // the first was a footnote mark
				r.base = s.base
			}
			r.size = max(r.size, s.size)
			continue
		}
		out = append(out, row{segments: []segment{s}, base: s.base, size: s.size})
	}
	for i := range out {
		out[i].segments = inOrder(out[i].segments)
	}
	return out
}

// takes reports whether s stands on the line. Segments must be side by side.
func (r row) takes(s segment) bool {
	if math.Abs(r.base-s.base) > 0.45*max(min(r.size, s.size), 4) && !r.marked(s) {
		return false
	}
	for _, other := range r.segments {
		if s.x0 < other.x1-1 && other.x0 < s.x1-1 {
			return false
		}
	}
	return true
}

// marked reports whether all on the line are footnote marks of s.
func (r row) marked(s segment) bool {
	if r.size >= 0.8*s.size || r.base < s.base || r.base > s.base+0.6*s.size {
		return false
	}
	for _, mark := range r.segments {
		if len(mark.words) != 1 || !onlyMarkRunes(mark.words[0].text) {
			return false
		}
	}
	return true
}

// inOrder sorts the segments of a line for reading, from the right in Arabic, and joins those that touch.
func inOrder(segs []segment) []segment {
	letters, arabic := countLetters(segs)
	backwards := arabic*2 > letters
	slices.SortFunc(segs, func(a, b segment) int {
		if backwards {
			return cmp.Compare(b.x1, a.x1)
		}
		return cmp.Compare(a.x0, b.x0)
	})
	var out []segment
	for _, s := range segs {
		n := len(out)
		if n == 0 {
			out = append(out, s)
			continue
		}
		last := &out[n-1]
		space := max(s.x0-last.x1, last.x0-s.x1)
		if space >= wideGap*max(s.size, last.size) || space >= 0.6*max(s.size, last.size) && labelOnly(last.text()) {
			out = append(out, s)
			continue
		}
		words := append(slices.Clone(last.words), s.words...)
		words[len(last.words)].glued = space < 0.12*max(s.size, last.size)
		if w := &words[len(last.words)]; w.size < 0.8*last.size && w.base > last.base+0.1*last.size && len(s.words) == 1 && onlyMarkRunes(w.text) {
			w.raised = true
		}
		*last = newSegment(words)
	}
	if backwards {
		for i := range out {
			if words := arabicOrder(out[i].words); len(words) > 0 {
				out[i].words = words
			}
		}
	}
	return out
}

func onlyMarkRunes(s string) bool {
	for _, r := range s {
		if !markRune(r) {
			return false
		}
	}
	return len(s) > 0 && (len(s) <= 6 || len(s) <= 20 && s[0] <= '9' && strings.Contains(s, ","))
}

// text is the text of a segment without its footnote marks.
func (s segment) text() string {
	text, _ := s.read()
	return text
}

// read returns the text of a segment and the footnote marks that stood in it.
func (s segment) read() (text string, marks []string) {
	var b strings.Builder
	for _, w := range s.words {
		if w.raised {
			marks = append(marks, strings.FieldsFunc(w.text, func(r rune) bool { return r == ',' })...)
			continue
		}
		if b.Len() > 0 && !w.glued {
			b.WriteByte(' ')
		}
		b.WriteString(w.text)
	}
	return b.String(), marks
}

// bold reports whether most of a segment is set in bold type.
func (s segment) bold() bool {
	heavy, all := 0, 0
	for _, w := range s.words {
		if w.raised {
			continue
		}
		all += len(w.text)
		if w.bold {
			heavy += len(w.text)
		}
	}
	return all > 0 && heavy*10 >= all*8
}
