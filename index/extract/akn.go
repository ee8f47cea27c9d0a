package extract

import (
	"encoding/xml"
	"strconv"
	"strings"
	"unicode"
)

// Akoma Ntoso is the XML vocabulary of OASIS for parliamentary and legal documents; AKN4UN is its profile for the United Nations,
// in which the Organization publishes resolutions. The reader follows the vocabulary and not one publisher's use of it: what
// an element does not say is told by the enumerator at the head of the text, as in the Arabic files, which keep the
// paragraph numbers there.
//
// Source: Akoma Ntoso Version 1.0, part 1 (XML vocabulary), OASIS Standard, 2018; AKN4UN Guidelines.

// aknRules say how the vocabulary nests.
var aknRules = xmlRules{
	walls: set("akomaNtoso statement doc act bill debate documentCollection component attachment coverPage preface preamble mainBody conclusions table tr td th authorialNote note container section paragraph point item"),
	flat:  set("paragraph p"),
}

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// readAKN reads an Akoma Ntoso document. Footnotes follow the block that bears their marks.
func readAKN(text string) (Content, error) {
	r := &aknReader{content: Content{Meta: map[string]string{}, Marked: true}, seen: map[string]bool{}}
	warning, err := walkXML(text, aknRules, r)
	if err != nil {
		return Content{}, err
	}
	if warning != "" {
		r.content.Warnings = append(r.content.Warnings, warning)
	}
	r.finishMeta()
	return r.content, nil
}

// aknReader makes blocks of the elements.
type aknReader struct {
	content Content
	path    []string // open elements
	blocks  []*aknBlock
	metaAt  int    // length of path where the element meta opened, 0 outside
	num     string // enumerator that waits for its text
	carried string // number of an empty paragraph
	class   string // of the paragraph that is open
	row     *aknRow
	section int // depth of sections
	list    int // depth of lists
	part    string
	annexes int  // of the statement that is open
	headed  bool // the annex that is open has its heading
	docs    int  // components met
	types   []string
	heads   int // headings of the paragraph that is open
	// enumerator is the index of the last heading in content.Blocks that is an enumerator alone, 0 for none.
	enumerator int
	seen       map[string]bool // marks of notes
	link       *aknLink
	cover      aknCover
}

// aknRow is a table row that is being put together.
type aknRow struct {
	Block
	body  bool // it has a cell that is no header
	notes []Block
}

// aknLink is a link that is open.
type aknLink struct {
	target string
	block  *aknBlock
}

// textElements hold text, with inline elements in it.
var textElements = set("p heading subheading crossHeading listIntroduction listWrapUp longTitle")

func (r *aknReader) start(name string, attrs []xml.Attr) {
	r.path = append(r.path, name)
	if r.inMeta() {
		r.meta(name, attrs)
		return
	}
	r.enter(name, attrs)
	b := r.block()
	switch {
	case name == "authorialNote":
		r.note(attr(attrs, "marker"))
	case textElements[name] && b == nil:
		b = r.open(name, r.kind(attr(attrs, "refersTo")))
		b.heading = name == "heading" || name == "subheading" || name == "crossHeading" && b.kind != Preamble
	case textElements[name]:
		b.space()
	case name == "num":
		r.open(name, Text)
	case b == nil && (name == "docTitle" || name == "docNumber" || name == "docType"): // torn from its paragraph
		r.open(name, Text)
	case b == nil:
		return
	}
	r.inline(name, attrs)
}

// enter follows the large structure.
func (r *aknReader) enter(name string, attrs []xml.Attr) {
	switch name {
	case "statement", "act", "bill", "doc", "documentCollection", "debate":
		r.types = append(r.types, name+" "+attr(attrs, "name"))
		if name == "doc" && r.in("attachments") {
			r.enterAnnex()
		} else if len(r.types) == 1 && r.content.Meta["type"] == "" {
			r.content.Meta["type"] = attr(attrs, "name")
		}
	case "component":
		if r.in("components") {
			r.docs, r.annexes = r.docs+1, 0
			r.part = letterName(r.docs)
		}
	case "section", "chapter", "part", "title", "article":
		r.section++
	case "list", "sublist", "blockList":
		r.list++
	case "tr":
		r.row = &aknRow{Block: Block{Kind: TableRow}}
	case "td", "th":
		if r.row != nil {
			r.row.body = r.row.body || name == "td"
			r.open(name, TableRow)
		}
	case "paragraph", "alinea":
		r.heads, r.class = 0, attr(attrs, "class")
	}
}

func (r *aknReader) enterAnnex() {
	r.annexes++
	r.headed = false
	r.part = strings.Trim(letterName(r.docs)+"-annex", "-")
	if r.annexes > 1 {
		r.part += "-" + strconv.Itoa(r.annexes)
	}
}

// letterName is a for the first component, b for the second; "" for 0.
func letterName(n int) string {
	switch {
	case n == 0:
		return ""
	case n > 26:
		return "part-" + strconv.Itoa(n)
	}
	return string(rune('a' + n - 1))
}

// inline takes an element within a block.
func (r *aknReader) inline(name string, attrs []xml.Attr) {
	b := r.block()
	switch name {
	case "eol", "br", "docDate":
		b.space()
	case "sup":
		b.raisedAt = b.place()
	case "a", "ref", "rref", "mref":
		r.link = &aknLink{target: attr(attrs, "href"), block: b}
		b.anchor()
	case "span", "b":
		b.span(name == "b" || strings.Contains(attr(attrs, "class"), "bold"))
	case "heading", "subheading", "docType":
		if b.element == "p" && b.empty() {
			b.heading = true
		}
		b.space()
	case "noteRef":
		if m := attr(attrs, "marker"); m != "" {
			b.marks = append(b.marks, m)
		}
	}
	r.coverElement(b, name, attrs)
}

func (r *aknReader) text(s string) {
	if r.inMeta() {
		r.metaText(s)
		return
	}
	if b := r.block(); b != nil {
		b.write(s)
	}
}

func (r *aknReader) end(name string) {
	if r.inMeta() {
		r.metaEnd(name)
		r.path = r.path[:len(r.path)-1]
		return
	}
	if b := r.block(); b != nil {
		r.endInline(b, name)
		if b.depth == len(r.path) {
			r.close(b)
		}
	}
	r.leave(name)
	r.path = r.path[:len(r.path)-1]
}

func (r *aknReader) endInline(b *aknBlock, name string) {
	switch name {
	case "sup":
		b.endRaised(r.seen)
	case "a", "ref", "rref", "mref":
		if r.link != nil && r.link.block == b {
			if start, end := b.anchored(); start < end {
				b.links = append(b.links, Link{Start: start, End: end, Target: r.link.target})
			}
			r.link = nil
		}
	case "span", "b":
		b.endSpan()
	case "docTitle":
		r.takeTitle(b)
	case "docNumber", "docType", "heading", "subheading", "p":
		b.space()
	}
}

func (r *aknReader) leave(name string) {
	switch name {
	case "statement", "act", "bill", "doc", "documentCollection", "debate":
		if n := len(r.types); n > 0 {
			r.types = r.types[:n-1]
		}
		if r.part != "" && name == "doc" {
			r.part = letterName(r.docs)
		}
	case "section", "chapter", "part", "title", "article":
		r.flushNumber()
		r.section = max(0, r.section-1)
	case "list", "sublist", "blockList":
		r.list = max(0, r.list-1)
	case "paragraph", "point", "item", "alinea":
		r.flushNumber()
		r.heads = 0
		if name == "paragraph" {
			r.class = ""
		}
	case "tr":
		r.endRow()
	case "coverPage":
		r.content.Blocks = append(r.content.Blocks, r.cover.notes...)
		r.cover.notes = nil
	}
}

// flushNumber makes a heading of an enumerator that stands alone: "III". The number of an empty paragraph is that of the
// next one, if that has none.
func (r *aknReader) flushNumber() {
	label := r.num
	r.num = ""
	if paragraphNumber.MatchString(label) {
		r.carried = label
	}
	if !strings.ContainsFunc(label, unicode.IsLetter) || strings.ContainsAny(label, ")）") {
		return
	}
	r.content.Blocks = append(r.content.Blocks, Block{Kind: Heading, Level: 2 + r.section, Label: label, Text: label, Part: r.part})
}

func (r *aknReader) endRow() {
	if r.row == nil {
		return
	}
	row := r.row
	r.row = nil
	var words []string
	for _, c := range row.Cells {
		if c != "" {
			words = append(words, c)
		}
	}
	if row.Text = strings.Join(words, " "); row.Text != "" {
		row.Part = r.part
		if !row.body {
			row.Level = 1
		}
		r.content.Blocks = append(r.content.Blocks, row.Block)
	}
	r.content.Blocks = append(r.content.Blocks, row.notes...)
}

// block is the innermost open block, nil where none is.
func (r *aknReader) block() *aknBlock {
	if n := len(r.blocks); n > 0 {
		return r.blocks[n-1]
	}
	return nil
}

func (r *aknReader) open(element string, kind Kind) *aknBlock {
	b := &aknBlock{element: element, depth: len(r.path), kind: kind, class: r.class, raisedAt: -1, titleAt: -1}
	r.blocks = append(r.blocks, b)
	return b
}

// note opens a footnote. Its mark belongs to the block around it.
func (r *aknReader) note(marker string) {
	if b := r.block(); b != nil && marker != "" {
		b.marks = append(b.marks, marker)
	}
	r.seen[marker] = true
	r.open("authorialNote", Note).mark = marker
}

// kind is the kind of a text element by what stands around it.
func (r *aknReader) kind(refersTo string) Kind {
	for i := len(r.path) - 1; i >= 0; i-- {
		switch r.path[i] {
		case "crossHeading":
			if refersTo == "#preamble" {
				return Preamble
			}
		case "formula":
			return Text
		case "preamble":
			return Preamble
		case "mainBody":
			if n := len(r.types); n > 0 && !r.in("attachment") && strings.HasSuffix(strings.ToLower(r.types[n-1]), "resolution") {
				return Operative
			}
			return Text
		}
	}
	return Text
}

// in reports whether an element of that name is open.
func (r *aknReader) in(name string) bool {
	for _, p := range r.path {
		if p == name {
			return true
		}
	}
	return false
}
