package extract

import (
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/text/unicode/norm"
)

// htmlWalker makes blocks of a page's elements.
type htmlWalker struct {
	blocks []Block
	notes  *htmlNotes
	lang   string // of the element that is open

	run    run
	lines  []string // of the block that is open, ended by br
	marks  []string
	kind   Kind
	level  int
	label  string // enumerator that waits for its text
	note   string // mark of the note that is open
	lists  []*htmlList
	num    string // number that Akoma Ntoso sets apart from its text
	raised bool   // the block began with a raised mark
	inCell bool
}

// htmlList is a list that is open.
type htmlList struct {
	ordered bool
	style   string // "1", "a", "A", "i", "I", "" without marks
	next    int
	step    int
}

// walk reads an element and all within it.
func (w *htmlWalker) walk(n *html.Node) {
	switch n.Type {
	case html.TextNode:
		w.text(n.Data)
		return
	case html.DocumentNode:
		w.children(n)
		return
	case html.ElementNode:
	default:
		return
	}
	if w.isLeftOut(n) {
		return
	}
	if lang := primaryLanguage(htmlAttr(n, "lang")); lang != "" && lang != w.lang {
		outer := w.lang
		if isBlock[n.Data] {
			w.flush()
		}
		w.lang = lang
		defer func() {
			if isBlock[n.Data] {
				w.flush()
			}
			w.lang = outer
		}()
	}
	w.element(n)
}

func (w *htmlWalker) children(n *html.Node) {
	for c := range n.ChildNodes() {
		w.walk(c)
	}
}

// isBlock are the elements that begin a block of their own.
var isBlock = set(`address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer h1 h2 h3 h4 h5 h6 header hgroup hr html li main
 nav ol p pre section summary table tbody td tfoot th thead tr ul caption`)

func (w *htmlWalker) element(n *html.Node) {
	if mark := w.notes.notes[n]; mark != "" && w.note == "" {
		w.readNote(n, mark)
		return
	}
	if n.Data == "span" || n.Data == "section" {
		switch name := aknClass(n); {
		case name == "num":
			w.flush()
			w.num = cleanText(nodeText(n))
			return
		case aknBlocks[name]:
			w.block(n, w.kind, w.level)
			return
		}
	}
	switch n.Data {
	case "h1", "h2", "h3", "h4", "h5", "h6":
		w.block(n, Heading, int(n.Data[1]-'0'))
	case "br":
		w.lineBreak()
	case "hr":
		w.flush()
		if !w.inCell && w.note == "" {
			w.blocks = append(w.blocks, Block{Kind: Rule, Text: "_", Gap: 1})
		}
	case "ol", "ul", "menu", "dir":
		w.list(n)
	case "li":
		w.entry(n)
	case "pre", "xmp", "listing":
		w.preformatted(n)
	case "table":
		w.table(n)
	case "a":
		w.link(n)
	case "sup":
		w.sup(n)
	case "b", "strong":
		w.run.span(true)
		w.children(n)
		w.run.endSpan()
	case "span", "font", "em", "i":
		w.run.span(boldStyle.MatchString(htmlAttr(n, "style")))
		w.children(n)
		w.run.endSpan()
	case "img":
		// a picture has no words of the document; its alternative text mostly names the emblem
	case "rt", "rp", "del", "s", "strike":
		if n.Data != "s" && n.Data != "strike" { // struck-out text is part of negotiating texts; deleted text is not there
			return
		}
		w.children(n)
	case "q":
		w.run.write("“")
		w.children(n)
		w.run.write("”")
	default:
		if isBlock[n.Data] {
			w.block(n, w.kind, w.level)
			return
		}
		w.children(n)
	}
}

var boldStyle = regexp.MustCompile(`(?i)font-weight\s*:\s*(?:bold|[6-9]00)`)

// aknBlocks are the elements of Akoma Ntoso that are blocks. Sites show its documents as HTML in which each element is a span or a
// section with its name as class: "akn-p".
var aknBlocks = set(`p paragraph subparagraph section subsection article chapter part item point blockList list listIntroduction listWrapUp preamble preface recital
 citation longTitle crossHeading heading subheading content intro wrapUp mainBody coverPage conclusions attachment`)

// aknClass is the name of the element of Akoma Ntoso that an element of a page shows, "" where it shows none.
func aknClass(n *html.Node) string {
	for class := range strings.FieldsSeq(htmlAttr(n, "class")) {
		if name, ok := strings.CutPrefix(class, "akn-"); ok {
			return name
		}
	}
	return ""
}

// block reads an element that is a block of its own.
func (w *htmlWalker) block(n *html.Node, kind Kind, level int) {
	outerKind, outerLevel := w.kind, w.level
	w.flush()
	w.kind, w.level = kind, level
	if kind == Heading && w.inList() {
		w.label = ""
	}
	w.children(n)
	w.flush()
	w.kind, w.level = outerKind, outerLevel
}

func (w *htmlWalker) inList() bool { return len(w.lists) > 0 }

func (w *htmlWalker) text(s string) { w.run.write(s) }

// lineBreak ends a line. Two of them end a block, as in pages that set paragraphs apart so.
func (w *htmlWalker) lineBreak() {
	if w.inCell || w.note != "" || w.kind == Heading {
		w.run.space()
		return
	}
	if w.run.empty() {
		w.flush()
		return
	}
	w.endLine()
}

func (w *htmlWalker) endLine() {
	if text := w.run.String(); text != "" {
		w.lines = append(w.lines, norm.NFC.String(text))
	}
	bolder, spans, strong, letters := w.run.bolder, w.run.spans, w.run.strong, w.run.letters
	w.run = run{bolder: bolder, spans: spans, strong: strong, letters: letters}
}

// flush ends the block that is open.
func (w *htmlWalker) flush() {
	if w.inCell || w.note != "" { // a cell and a note are one text
		w.run.space()
		return
	}
	bold := w.run.bold()
	w.endLine()
	w.run = run{bolder: w.run.bolder, spans: w.run.spans}
	lines, marks, raised := w.lines, w.marks, w.raised
	w.lines, w.marks, w.raised = nil, nil, false
	if len(lines) == 0 {
		return
	}
	if w.num != "" {
		lines[0], w.num = w.num+" "+lines[0], ""
	}
	b := Block{Kind: w.kind, Level: w.level, Text: strings.Join(lines, " "), Mark: strings.Join(marks, " "), Bold: bold, Gap: 1}
	if b.Kind == "" {
		b.Kind = Text
	}
	if w.lang != "" {
		b.Lang = w.lang
	}
	if raised && len(marks) > 0 && b.Kind == Text { // a note that begins with its raised mark
		b.Kind, b.Mark = Note, marks[0]
	}
	if len(lines) > 1 && b.Kind == Text && !bold {
		b.Lines = lines
	}
	w.enumerate(&b)
	w.blocks = append(w.blocks, b)
}

// enumerate puts the enumerator of a list before the text, unless that has it already. Paragraphs numbered by a list are text.
func (w *htmlWalker) enumerate(b *Block) {
	if !w.inList() || b.Kind != Text && b.Kind != ListEntry {
		return
	}
	label := w.label
	w.label = ""
	if label == "" {
		if own := headLabel(b.Text, 0, false); own != "" && paragraphNumber.MatchString(own) {
			b.Kind, b.Level = Text, 0
		}
		return
	}
	if strings.HasPrefix(b.Text, label) {
		return
	}
	if own := headLabel(b.Text, 0, false); own != "" && strings.Trim(own, "().") == strings.Trim(label, "().") {
		return
	}
	b.Text = label + " " + b.Text
	b.Label = label
	if b.Lines != nil {
		b.Lines[0] = label + " " + b.Lines[0]
	}
	if paragraphNumber.MatchString(label) && len(w.lists) == 1 {
		b.Kind, b.Level = Text, 0
	}
}

// list reads ol and ul.
func (w *htmlWalker) list(n *html.Node) {
	w.flush()
	w.label = ""
	l := &htmlList{ordered: n.Data == "ol", style: listStyle(n), next: 1, step: 1}
	if hasAttr(n, "reversed") {
		l.step = -1
		l.next = 0
		for c := range n.ChildNodes() {
			if c.Type == html.ElementNode && c.Data == "li" {
				l.next++
			}
		}
	}
	if start, err := strconv.Atoi(strings.TrimSpace(htmlAttr(n, "start"))); err == nil && start > -10_000 && start < 100_000 {
		l.next = start
	}
	if len(w.lists) > 0 && w.lists[len(w.lists)-1].style == "1" && l.style == "1" && !hasAttr(n, "type") {
		l.style = "n" // nested without a type: numbers within numbers
	}
	outerKind, outerLevel := w.kind, w.level
	w.lists = append(w.lists, l)
	w.kind, w.level = ListEntry, len(w.lists)
	w.children(n)
	w.flush()
	w.lists = w.lists[:len(w.lists)-1]
	w.kind, w.level, w.label = outerKind, outerLevel, ""
}

var styleType = regexp.MustCompile(`(?i)list-style(?:-type)?\s*:\s*([\w-]+)`)

// listStyle is how the entries of a list are marked, as the type of an ol has it; "" where they are not.
func listStyle(n *html.Node) string {
	if n.Data != "ol" {
		return ""
	}
	if m := styleType.FindStringSubmatch(htmlAttr(n, "style")); m != nil {
		switch strings.ToLower(m[1]) {
		case "none", "disc", "circle", "square":
			return ""
		case "lower-alpha", "lower-latin":
			return "a"
		case "upper-alpha", "upper-latin":
			return "A"
		case "lower-roman":
			return "i"
		case "upper-roman":
			return "I"
		}
	}
	switch t := strings.TrimSpace(htmlAttr(n, "type")); t {
	case "a", "A", "i", "I":
		return t
	}
	return "1"
}

// entry reads an li.
func (w *htmlWalker) entry(n *html.Node) {
	w.flush()
	if !w.inList() { // torn from its list
		w.block(n, ListEntry, 1)
		return
	}
	l := w.lists[len(w.lists)-1]
	if v, err := strconv.Atoi(strings.TrimSpace(htmlAttr(n, "value"))); err == nil && v > -10_000 && v < 100_000 {
		l.next = v
	}
	w.label = ""
	if l.ordered && !strings.Contains(strings.ReplaceAll(strings.ToLower(htmlAttr(n, "style")), " ", ""), "list-style-type:none") {
		w.label = l.enumerator()
	}
	l.next += l.step
	w.kind, w.level = ListEntry, len(w.lists)
	w.children(n)
	w.flush()
	w.label = ""
}

// enumerator is the mark of the next entry, in the form of these documents: "12.", "(a)", "(iv)", "IV.".
func (l *htmlList) enumerator() string {
	switch n := l.next; {
	case l.style == "":
		return ""
	case l.style == "a" && n > 0:
		return "(" + letters(n) + ")"
	case l.style == "A" && n > 0:
		return strings.ToUpper(letters(n)) + "."
	case l.style == "i" && n > 0 && n < 4000:
		return "(" + strings.ToLower(romanNumber(n)) + ")"
	case l.style == "I" && n > 0 && n < 4000:
		return romanNumber(n) + "."
	case l.style == "n":
		return "(" + strconv.Itoa(n) + ")"
	}
	return strconv.Itoa(l.next) + "."
}

// letters counts a, b … z, aa, ab.
func letters(n int) string {
	var s string
	for ; n > 0; n = (n - 1) / 26 {
		s = string(rune('a'+(n-1)%26)) + s
	}
	return s
}

func romanNumber(n int) string {
	values := []int{1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1}
	signs := []string{"M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"}
	var b strings.Builder
	for i, v := range values {
		for ; n >= v; n -= v {
			b.WriteString(signs[i])
		}
	}
	return b.String()
}

// link reads an a: a mark is taken out of the text, and so is the way back from a note.
func (w *htmlWalker) link(n *html.Node) {
	if mark := w.notes.mark[n]; mark != "" {
		w.mark(mark)
		return
	}
	if w.note != "" && w.notes.isBack(n) {
		return
	}
	w.children(n)
}

func (w *htmlWalker) mark(mark string) {
	if w.run.empty() && len(w.lines) == 0 && w.note == "" && !w.inCell {
		w.raised = true
	}
	w.marks = append(w.marks, mark)
}

// raisedMark is what a raised number is: "1", "12/", "a", "*", "1, 2".
var raisedMark = regexp.MustCompile(`^[\[(]?((?:\d{1,3}|[a-z]|\*{1,4}|[†‡§¶])(?:\s*,\s*(?:\d{1,3}|[a-z]))*)[\])]?/?$`)

// sup reads raised text. A number, letter or star is the mark of a note, an exponent is not: "km2", "106".
func (w *htmlWalker) sup(n *html.Node) {
	raised := spaces(nodeText(n))
	m := raisedMark.FindStringSubmatch(raised)
	if holds(n, "a") || m == nil || w.isExponent(raised) {
		w.children(n)
		return
	}
	if w.note != "" {
		if w.run.empty() {
			return // the mark at the head of the note
		}
		w.children(n)
		return
	}
	for _, mark := range strings.FieldsFunc(m[1], func(r rune) bool { return r == ',' || r == ' ' }) {
		w.mark(mark)
	}
}

// isExponent reports whether a raised sign belongs to the word before it: "km2", "106", "2e session".
func (w *htmlWalker) isExponent(raised string) bool {
	tail := string(w.run.buf[max(0, len(w.run.buf)-12):])
	if w.run.pending || tail == "" {
		return false
	}
	if strings.Contains("aeo", raised) {
		return ordinalHead.MatchString(tail)
	}
	return power.MatchString(tail)
}

// ordinalHead is the number of an ordinal: "2e", "1a", "3o".
var ordinalHead = regexp.MustCompile(`(?:^|[\s(])\d{1,3}$`)

// preformatted reads text that is set by blanks and lines.
func (w *htmlWalker) preformatted(n *html.Node) {
	if w.inCell || w.note != "" {
		w.run.space()
		w.children(n)
		return
	}
	w.flush()
	var b strings.Builder
	for d := range n.Descendants() {
		switch {
		case d.Type == html.TextNode:
			b.WriteString(d.Data)
		case d.Type == html.ElementNode && d.Data == "br":
			b.WriteByte('\n')
		}
	}
	blocks := readText(norm.NFC.String(b.String())).Blocks
	if len(blocks) > 0 {
		blocks[0].Gap = max(1, blocks[0].Gap)
	}
	w.blocks = append(w.blocks, blocks...)
}

// readNote reads a block that a mark links to.
func (w *htmlWalker) readNote(n *html.Node, mark string) {
	flushed := *w
	if !w.inCell {
		w.flush()
	}
	outer := w.run
	w.run, w.note = run{}, mark
	w.children(n)
	text := noteText(strings.TrimSpace(ownMark(norm.NFC.String(w.run.String()), mark)))
	w.run, w.note = outer, ""
	w.marks = nil
	if flushed.inCell {
		w.marks = flushed.marks
	}
	if text != "" {
		w.blocks = append(w.blocks, Block{Kind: Note, Mark: mark, Text: text, Gap: 1, Lang: w.lang})
	}
}

// ownMark cuts the mark at the head of a note: "[1] See", "1/ See", "1. See".
func ownMark(text, mark string) string {
	rest := strings.TrimLeft(text, "[(（ ")
	if after, ok := strings.CutPrefix(rest, mark); ok {
		cut := strings.TrimLeft(after, "])）/. ")
		if cut != after {
			return cut
		}
	}
	return text
}
