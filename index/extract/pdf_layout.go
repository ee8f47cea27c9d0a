package extract

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// layOut turns the pages of a document into blocks in reading order: furniture out, notes out of the flow, columns and tables
// told apart, lines put together to paragraphs.
func layOut(sheets []sheet) []Block {
	pages := make([]page, 0, len(sheets))
	for _, s := range sheets {
		p := page{number: s.page, width: s.width, height: s.height, rows: rows(s.segments)}
		if p.rightToLeft() {
			p.mirror()
		}
		pages = append(pages, p)
	}
	relativeWeight(pages)
	dropFurniture(pages)
	m := measurePages(pages)
	for i := range pages {
		pages[i].dropMargins(m, i > 0)
		mergeJustified(pages[i].rows, m.left, m.right, m.size)
		pages[i].takeNotes(m)
	}
	b := blockBuilder{pageMeasures: m, words: vocabularyOf(pages)}
	for _, p := range pages {
		b.page(p)
	}
	b.closeOpen()
	return b.blocks
}

// relativeWeight corrects what is bold in documents whose running text says that it is: some fonts give a heavy weight to plain type.
func relativeWeight(pages []page) {
	weights, bold, all := map[float64]int{}, 0, 0
	eachWord(pages, func(w *word) {
		weights[float64(w.weight)] += len(w.text)
		all += len(w.text)
		if w.bold {
			bold += len(w.text)
		}
	})
	if bold*10 < all*7 {
		return
	}
	usual := int(mostCommon(weights, 400))
	eachWord(pages, func(w *word) { w.bold = w.weight > usual+usual/8 })
}

func eachWord(pages []page, f func(*word)) {
	for _, p := range pages {
		for _, r := range p.rows {
			for _, s := range r.segments {
				for i := range s.words {
					f(&s.words[i])
				}
			}
		}
	}
}

// page is a page on its way to blocks.
type page struct {
	number        int
	width, height float64
	rows          []row // from the top down
	notes         []note
}

// pageMeasures are what is usual in a document.
type pageMeasures struct {
	size    float64 // of running text
	leading float64 // from line to line of running text, in parts of the size
	left    float64 // left edge of most lines of running text
	right   float64 // right edge of full lines
	indents bool    // paragraphs begin with an indented line
}

// measurePages finds what is usual, each line counted by its length.
func measurePages(pages []page) pageMeasures {
	sizes, lefts, rights := map[float64]int{}, map[float64]int{}, map[float64]int{}
	for _, p := range pages {
		for _, r := range p.rows {
			for _, s := range r.segments {
				if !s.upturn {
					sizes[math.Round(s.size*2)/2] += utf8.RuneCountInString(s.text())
				}
			}
		}
	}
	m := pageMeasures{size: mostCommon(sizes, 10)}
	pitches := map[float64]int{}
	for _, p := range pages {
		for i, r := range p.rows {
			if !m.running(r) {
				continue
			}
			lefts[math.Round(r.segments[0].x0)]++
			rights[math.Round(r.segments[len(r.segments)-1].x1/2)*2]++
			if i > 0 && m.running(p.rows[i-1]) {
				if pitch := p.rows[i-1].base - r.base; pitch < 3*m.size {
					pitches[math.Round(pitch*2)/2]++
				}
			}
		}
	}
	m.leading = mostCommon(pitches, 1.2*m.size) / m.size
	m.left, m.right = mostCommon(lefts, 0), mostCommon(rights, 500)
	for x, n := range lefts { // short paragraphs have more first lines, indented, than others
		if x < m.left && x > m.left-6*m.size && n*5 > lefts[m.left]*2 && n > 2 {
			m.left = x
		}
	}
	indented, flush := 0, 0
	for _, p := range pages {
		for i := 1; i < len(p.rows); i++ {
			a, b := p.rows[i-1], p.rows[i]
			if !m.running(b) || len(b.segments) != 1 || a.base-b.base <= m.leading*m.size*1.2 {
				continue
			}
			if x := b.segments[0].x0; x > m.left+m.size && x < m.left+5*m.size {
				indented++
			} else if math.Abs(x-m.left) < 2 {
				flush++
			}
		}
	}
	m.indents = indented > flush
	return m
}

// running reports whether a line looks like one of running text.
func (m pageMeasures) running(r row) bool {
	text := 0
	for _, s := range r.segments {
		text += utf8.RuneCountInString(s.text())
	}
	return math.Abs(r.size-m.size) < 0.8 && text >= 40
}

func mostCommon(count map[float64]int, otherwise float64) float64 {
	best, n := otherwise, 0
	for value, k := range count {
		if k > n || k == n && value < best {
			best, n = value, k
		}
	}
	return best
}

// Parts of the height of a page in which heads and feet stand.
const (
	headZone = 0.86
	footZone = 0.11
)

var furnitureDigits = regexp.MustCompile(`[0-9]+|\b[ivxlc]+\b`)

// dropFurniture takes out what stands at the same height of several pages, numbers apart, and what lies on its side.
func dropFurniture(pages []page) {
	type place struct {
		text   string
		height int
		head   bool
	}
	placeOf := func(p page, r row, text string) (place, bool) {
		h := p.height
		if h <= 0 {
			h = 792
		}
		head, foot := r.base > headZone*h, r.base < footZone*h
		return place{furnitureDigits.ReplaceAllString(text, "#"), int(math.Round(r.base / 4)), head}, head || foot
	}
	seen := map[place]int{}
	for _, p := range pages {
		for _, r := range p.rows {
			for _, s := range r.segments {
				if pl, ok := placeOf(p, r, s.text()); ok && !s.upturn {
					seen[pl]++
				}
			}
		}
	}
	least := max(2, len(pages)/6)
	for i := range pages {
		p := &pages[i]
		var kept []row
		for _, r := range p.rows {
			r.segments = slices.DeleteFunc(slices.Clone(r.segments), func(s segment) bool { return s.upturn })
			furniture := !slices.ContainsFunc(r.segments, func(s segment) bool { // "24." above the text is none, for its text is none
				text := s.text()
				pl, ok := placeOf(*p, r, text)
				if !ok {
					return true
				}
				n := seen[pl]
				for _, d := range [...]int{-1, 1} { // heights are rounded
					near := pl
					near.height += d
					n += seen[near]
				}
				masthead := i == 0 && pl.head
				return masthead || n < least && !pageNumberText.MatchString(text)
			})
			if !furniture {
				kept = append(kept, r)
			}
		}
		p.rows = kept
	}
}

// Parts of the height of a page that hold nothing but heads and feet, where they are set in smaller type than the text.
const (
	headMargin = 0.925
	footMargin = 0.065
)

// jobNumber is the printer's number of a document; it and what stands below it are no text.
var jobNumber = regexp.MustCompile(`^(?:[A-Z]{1,2}\.)?\d{2}-\d{5}\b`)

// dropMargins takes out the small type in the margins of a page: heads and feet that no other page repeats.
func (p *page) dropMargins(m pageMeasures, head bool) {
	for i, r := range p.rows {
		if p.height > 0 && r.base < 0.1*p.height && jobNumber.MatchString(textOf(r)) {
			p.rows = p.rows[:i]
			break
		}
	}
	p.rows = slices.DeleteFunc(p.rows, func(r row) bool {
		if p.height <= 0 || r.size > smallType*m.size {
			return false
		}
		return head && r.base > headMargin*p.height || r.base < footMargin*p.height
	})
}

var pageNumberText = regexp.MustCompile(`^(?:\d{1,4}|\d{1,4} ?/ ?\d{1,4}|[-–—] ?\d{1,4} ?[-–—]|(?:Page|page|Página|Стр\.?|الصفحة) \d{1,4}|\d{2}-\d{5}(?: ?\([A-Z]\))?)$`)

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

func (r row) x0() float64 {
	x := r.segments[0].x0
	for _, s := range r.segments {
		x = min(x, s.x0)
	}
	return x
}

func (r row) x1() float64 {
	x := r.segments[0].x1
	for _, s := range r.segments {
		x = max(x, s.x1)
	}
	return x
}

func (r row) bold() bool {
	for _, s := range r.segments {
		if !s.bold() && !labelOnly(s.text()) {
			return false
		}
	}
	return true
}

// read returns the text of a line and the footnote marks in it.
func (r row) read() (text string, marks []string) {
	var parts []string
	for _, s := range r.segments {
		t, m := s.read()
		parts = append(parts, t)
		marks = append(marks, m...)
	}
	text = strings.TrimSpace(strings.Join(parts, " "))
	if m := tightNumber.FindStringSubmatchIndex(text); m != nil {
		text = text[:m[3]] + " " + text[m[3]:]
	}
	return text, marks
}

// tightNumber is a paragraph number set so near to its text that no space shows.
var tightNumber = regexp.MustCompile(`^(\d{1,3}\.)[\p{Lu}“«]`)

// vocabulary are the words of a document that stand within lines, in lower case.
type vocabulary map[string]bool

func vocabularyOf(pages []page) vocabulary {
	v := vocabulary{}
	for _, p := range pages {
		for _, r := range p.rows {
			text, _ := r.read()
			for _, w := range strings.Fields(text) {
				if !strings.ContainsRune(w, lineHyphen) && len(w) < 60 {
					v[bareWord(w)] = true
				}
			}
		}
	}
	return v
}

func bareWord(w string) string {
	return strings.ToLower(strings.TrimFunc(w, func(r rune) bool { return !unicode.IsLetter(r) }))
}

// unspaced reports whether lines that end and begin so have no space between them: those of Chinese.
func unspaced(a, b string) bool {
	last, _ := utf8.DecodeLastRuneInString(a)
	first, _ := utf8.DecodeRuneInString(b)
	return isCJK(last) && (isCJK(first) || unicode.IsDigit(first)) || isCJK(first) && unicode.IsDigit(last)
}

func isCJK(r rune) bool {
	return unicode.Is(unicode.Han, r) || r >= 0x3000 && r <= 0x303f || r >= 0xff00 && r <= 0xffef || strings.ContainsRune("“”‘’", r)
}

// joinHyphen puts two lines together. A hyphen at the end of the first is a hyphen of the word, if the document has the word so
// elsewhere or has both halves as words; it is dropped where the document has the word without it or knows the halves not.
func joinHyphen(a, b string, v vocabulary) string {
	head, soft := strings.CutSuffix(a, string(lineHyphen))
	if !soft {
		switch {
		case strings.HasSuffix(a, "-") && !strings.HasSuffix(a, " -"), strings.HasSuffix(a, "/"):
			return a + b
		case a == "":
			return b
		case unspaced(a, b):
			return a + b
		}
		return a + " " + b
	}
	left, right := head[strings.LastIndexByte(head, ' ')+1:], b
	if i := strings.IndexByte(b, ' '); i >= 0 {
		right = b[:i]
	}
	first, _ := utf8.DecodeRuneInString(right)
	switch {
	case v[bareWord(left+"-"+right)], !unicode.IsLower(first):
		return head + "-" + b
	case v[bareWord(left+right)]:
		return head + b
	case v[bareWord(left)] && v[bareWord(right)]:
		return head + "-" + b
	}
	return head + b
}
