package extract

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// blockBuilder puts lines together to blocks.
type blockBuilder struct {
	pageMeasures
	words  vocabulary
	blocks []Block
	open   *openPara
	notes  []Block // of the page, until the paragraph that runs over its end is whole
	masted bool    // running text was met: the masthead is over
}

// openPara is a paragraph that still takes lines.
type openPara struct {
	Block
	last     row
	lastText string
	first    float64 // left edge of its first line
	edge     float64 // left edge of its further lines, NaN while it has one line
	bold     bool
	size     float64
	right    float64 // right edge of its widest line
	page     int
}

func (b *blockBuilder) page(p page) {
	if len(b.blocks) > 0 && b.open == nil {
		b.blocks = append(b.blocks, Block{Kind: PageBreak, Page: p.number})
	}
	first := true
	for _, part := range b.regions(p) {
		switch {
		case part.table != nil:
			b.closeOpen()
			for _, r := range part.table {
				r.Page = p.number
				b.blocks = append(b.blocks, r)
			}
		default:
			for _, r := range part.rows {
				b.line(r, p, first, part)
				first = false
			}
		}
		first = false
	}
	for _, n := range p.notes {
		b.notes = append(b.notes, n.block(p.number, b.words))
	}
	if b.open == nil {
		b.flushNotes()
	}
}

func (b *blockBuilder) flushNotes() {
	b.blocks = append(b.blocks, b.notes...)
	b.notes = nil
}

// line adds a line to the open paragraph or opens another with it.
func (b *blockBuilder) line(r row, p page, top bool, part region) {
	text, marks := r.read()
	if text == "" {
		return
	}
	if b.open != nil && b.goesOn(r, text, p, part) {
		o := b.open
		if o.page != p.number {
			o.page = p.number
			joined := joinHyphen(o.Text, text, b.words)
			if cut := len(joined) - len(text); cut > 0 {
				o.Breaks = append(o.Breaks, cut)
			}
		}
		o.Text = joinHyphen(o.Text, text, b.words)
		o.Mark = strings.TrimSpace(o.Mark + " " + strings.Join(marks, " "))
		if math.IsNaN(o.edge) {
			o.edge = r.x0()
		}
		o.bold = o.bold && r.bold()
		o.right = max(o.right, r.x1())
		o.last, o.lastText = r, text
		return
	}
	newPage := b.open != nil && b.open.page != p.number
	b.closeOpen()
	if newPage {
		b.blocks = append(b.blocks, Block{Kind: PageBreak, Page: p.number})
	}
	b.open = &openPara{
		Block: Block{Kind: Text, Text: text, Page: p.number, Mark: strings.Join(marks, " ")},
		last:  r, lastText: text, first: r.x0(), edge: math.NaN(), bold: r.bold(), size: r.size, right: r.x1(), page: p.number,
	}
	if len(b.blocks) > 0 && !top {
		b.open.Gap = 1
	}
}

var (
	paraLabel    = regexp.MustCompile(`^(?:\d{1,4}(?: ?(?:bis|ter|quater))?\.|\d{1,2}(?:\.\d{1,2})+\.?|[IVXLC]{1,7}\.|[A-Z]\.|\(?(?:[a-z]{1,2}|[ivx]{1,5}|\d{1,2}|[а-я])\)|[•●▪◦‣·–—-]|o)$`)
	headingLabel = regexp.MustCompile(`^(?:\d{1,4}(?: ?(?:bis|ter|quater))?\.|[IVXLC]{1,7}\.|[A-Z]\.|\((?:[a-z]{1,2}|[ivx]{1,5}|\d{1,2})\)|[a-z]\)|[•●▪◦‣·])(?:\s|$)`)
)

func labelOnly(text string) bool { return paraLabel.MatchString(text) }

// labelled reports whether a line begins with an enumerator that stands in a place of its own: apart from the text, or at an
// edge where paragraphs begin.
func (r row) labelled(text string) bool {
	return len(r.segments) > 1 && labelOnly(r.segments[0].text()) || headingLabel.MatchString(text)
}

// goesOn reports whether a line belongs to the open paragraph.
func (b *blockBuilder) goesOn(r row, text string, p page, part region) bool {
	o := b.open
	if math.Abs(r.size-o.last.size) > 1 && !(len(text) < 4) {
		return false
	}
	if r.labelled(text) && (len(r.segments) > 1 || !b.inSentence(r, text)) {
		return false
	}
	if leaderDots.MatchString(o.lastText) {
		return false
	}
	if part.piecewise { // a masthead: only lines of one title belong together
		return b.sameTitle(r, text)
	}
	if o.page != p.number {
		return b.goesOnOver(r, text)
	}
	pitch := o.last.base - r.base
	if pitch < 0 { // the head of the next column
		return b.goesOnOver(r, text)
	}
	if pitch > b.pitch(r)*1.3 || b.hasRoom(r, p, part) {
		return false
	}
	if o.bold != r.bold() && (o.bold && !math.IsNaN(o.edge) || o.bold && o.last.x1() < b.right-6*b.size || r.bold() && utf8.RuneCountInString(text) > 12) {
		return false
	}
	if b.centred(r, p) != b.centred(o.last, p) && o.last.x1() < b.right-8*b.size {
		return false
	}
	edge := o.edge
	if math.IsNaN(edge) {
		return !(r.x0() > o.first+b.size && !b.centred(r, p) && len(o.last.segments) == 1 && o.last.x1() < b.right-8*b.size)
	}
	return r.x0() < edge+0.9*r.size || b.centred(r, p)
}

// hasRoom reports whether the first word of a line of running text had room at the end of the line above: then that line ended where
// a paragraph does.
func (b *blockBuilder) hasRoom(r row, p page, part region) bool {
	o := b.open
	if o.bold || r.bold() || math.Abs(r.size-b.size) > 0.8 || b.centred(r, p) || b.centred(o.last, p) || len(r.segments[0].words) == 0 {
		return false
	}
	first := r.segments[0].words[0]
	left, right := part.edges(b)
	room := right - o.last.x1()
	return room > first.x1-first.x0+r.size && room > 0.3*(right-left)
}

// edges are the left and right edges of the lines of a part.
func (part region) edges(b *blockBuilder) (left, right float64) {
	if part.column.x1 > 0 {
		return part.column.x0, part.column.x1
	}
	return b.left, b.right
}

// pitch is the usual distance of lines of the size of r.
func (b *blockBuilder) pitch(r row) float64 {
	return max(b.leading, 1.05) * max(r.size, 4)
}

// inSentence reports whether what looks like an enumerator is a word of a sentence that happens to stand first in its line.
func (b *blockBuilder) inSentence(r row, text string) bool {
	o := b.open
	edge := o.edge
	if math.IsNaN(edge) {
		edge = b.left
	}
	full := o.last.x1() > b.right-4*b.size
	return full && math.Abs(r.x0()-edge) < 2 && !endsWithStop(o.lastText) && o.last.base-r.base <= b.pitch(r)*1.2
}

// endsWithStop reports whether text ends as a sentence, a clause of a list or a lead-in does.
func endsWithStop(text string) bool {
	text = strings.TrimRight(text, " ”’\"')]»*")
	r, _ := utf8.DecodeLastRuneInString(text)
	return text == "" || strings.ContainsRune(".;:!?。；：！？؟؛", r)
}

// goesOnOver reports whether a line at the head of a page or column goes on with the paragraph at the foot of the one before.
func (b *blockBuilder) goesOnOver(r row, text string) bool {
	o := b.open
	if o.bold != r.bold() || math.Abs(r.size-o.size) > 0.8 || r.labelled(text) {
		return false
	}
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(text, "“\"‘'(["))
	if !endsWithStop(o.lastText) {
		return unicode.IsLower(first) || !unicode.IsUpper(first) || o.last.x1() > o.right-8*b.size && !o.bold
	}
	if o.bold || unicode.IsLower(first) {
		return unicode.IsLower(first)
	}
	edge := o.edge
	if math.IsNaN(edge) {
		edge = b.left
	}
	indented := o.first > edge+0.8*b.size || len(o.last.segments) > 1
	return indented && b.indents && math.Abs(r.x0()-edge) < 0.5*b.size && o.last.x1() > b.right-12*b.size
}

// sameTitle reports whether a line of the masthead belongs to the title above it.
func (b *blockBuilder) sameTitle(r row, text string) bool {
	o := b.open
	pitch := o.last.base - r.base
	if pitch <= 0 || pitch > 1.45*max(r.size, 4) || o.bold != r.bold() || math.Abs(r.size-o.size) > 0.6 {
		return false
	}
	middle := math.Abs(r.x0()+r.x1()-o.last.x0()-o.last.x1()) < 8
	if math.Abs(r.x0()-o.first) > 2.5*r.size && !middle {
		return false
	}
	first, _ := utf8.DecodeRuneInString(text)
	if unicode.IsLower(first) {
		return true
	}
	const titleWidth, lineWidth = 22, 30 // in parts of the size: lines so long end because their column does
	width := (o.last.x1() - o.last.x0()) / r.size
	return (o.bold && width > titleWidth || width > lineWidth) && !strings.HasSuffix(o.lastText, "*") || hangsOn(o.lastText)
}

// hangsOn reports whether text ends in a word that asks for another.
func hangsOn(text string) bool {
	i := strings.LastIndexByte(text, ' ')
	return strings.HasSuffix(text, ",") || i >= 0 && slices.Contains(hanging, text[i+1:])
}

var hanging = strings.Fields("of on the and for to in at by with from or a an de la du des et sur les y del los en и в на по о")

func (b *blockBuilder) centred(r row, p page) bool {
	mid := (b.left + b.right) / 2
	return math.Abs((r.x0()+r.x1())/2-mid) < 6 && r.x0() > b.left+4*b.size
}

func (b *blockBuilder) closeOpen() {
	if o := b.open; o != nil {
		o.Text = finishText(o.Text)
		if o.Text != "" {
			if isRule(o.Text) {
				o.Kind, o.Text = Rule, o.Text[:1]
			} else if short := utf8.RuneCountInString(o.Text) < 300; short && (o.bold || o.size > b.size*1.12) && hasLetter(o.Text) {
				o.Kind, o.Bold = Heading, true
			}
			if o.Kind != Rule {
				b.blocks = append(b.blocks, o.Block)
			}
		}
	}
	b.open = nil
	b.flushNotes()
}

func isRule(text string) bool { return len(text) > 3 && strings.Trim(text, "_ ") == "" }

func hasLetter(text string) bool { return strings.ContainsFunc(text, unicode.IsLetter) }

// finishText is text as it goes out.
func finishText(text string) string {
	return spaces(strings.ReplaceAll(text, string(lineHyphen), "-"))
}
