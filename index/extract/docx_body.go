package extract

import (
	"encoding/xml"
	"strings"
)

// docxReader makes blocks of a story: the main text, the notes, a header.
type docxReader struct {
	*docx
	path   []string
	skip   int // length of path below which all is left out, 0 outside
	sinks  []*docxSink
	paras  []*docxPara
	tables []*officeTable
	fields []docxField
	run    docxRun
	choice []bool // of the alternatives that are open: one was taken
	auto   int    // numbers by AUTONUM fields
	full   bool
	// header is true for a header: numbers of pages are no text there.
	header bool
	// firstSection are the headers of the first section by type; titled says that its first page has one of its own.
	firstSection map[string]string
	section      map[string]string
	titled       bool
	sectionTitled,
	sectionSeen bool
	holder []int // depth of content controls that show a placeholder
}

// docxSink takes the blocks of a story, a cell or a text box.
type docxSink struct {
	blocks []Block
	carry  *docxPara // a paragraph whose mark was deleted: the next goes on with it
	boxed  bool      // a text box or the first page's header: its lines stand for themselves
	outer  docxRun   // the run that a text box interrupts
}

func newDocxReader(d *docx) *docxReader {
	return &docxReader{docx: d, sinks: []*docxSink{{}}}
}

// skipped are the elements that hold no text of the document, or text that is no longer in it.
var skipped = set("del moveFrom delText instrText delInstrText rPrChange pPrChange tblPrChange trPrChange tcPrChange sectPrChange tblGridChange tblPrExChange " +
	"numberingChange rt rubyPr ffData fldData binData customXmlPr smartTagPr docPartPr posOffset pctWidth pctHeight pctPosHOffset pctPosVOffset")

func (r *docxReader) start(name string, attrs []xml.Attr) {
	parent := r.parent()
	r.path = append(r.path, name)
	if r.skip > 0 {
		return
	}
	switch {
	case parent == "rPr" || parent == "pPr" || parent == "trPr" || parent == "tcPr" || parent == "numPr" || parent == "tabs":
		r.property(parent, name, attrs)
		return
	case name == "instrText":
		return
	case skipped[name]:
		if name == "del" || name == "moveFrom" {
			r.left.deleted++
		}
		r.skip = len(r.path)
		return
	}
	switch name {
	case "ins", "moveTo":
		r.left.inserted++
	case "AlternateContent":
		r.choice = append(r.choice, false)
	case "Choice", "Fallback":
		if n := len(r.choice); n > 0 {
			if r.choice[n-1] {
				r.skip = len(r.path)
			}
			r.choice[n-1] = true
		}
	case "p":
		r.openPara()
	case "r":
		r.openRun()
	case "tbl":
		r.tables = append(r.tables, &officeTable{})
	case "tr", "tc":
		r.tablePart(name)
	case "txbxContent":
		r.sinks = append(r.sinks, &docxSink{boxed: true, outer: r.run})
	case "sectPr":
		r.section, r.sectionTitled = map[string]string{}, false
	case "showingPlcHdr":
		if toggled(attrs) == on {
			r.holder = append(r.holder, len(r.path)-2) // below the control
		}
	case "sdtContent":
		if n := len(r.holder); n > 0 && r.holder[n-1] == len(r.path)-1 {
			r.skip = len(r.path)
		}
	default:
		r.content(name, attrs)
	}
}

// content takes what stands in a run or beside one.
func (r *docxReader) content(name string, attrs []xml.Attr) {
	switch name {
	case "headerReference", "titlePg", "footnotePr", "endnotePr", "numFmt", "numStart", "numRestart":
		r.sectionPart(name, attrs)
	case "fldSimple":
		r.fields = append(r.fields, docxField{kind: fieldKind(attr(attrs, "instr")), result: true, simple: len(r.path)})
		r.autoNumber(fieldKind(attr(attrs, "instr")))
	case "fldChar":
		r.fieldChar(attr(attrs, "fldCharType"))
	case "tab", "ptab":
		r.write("\t")
	case "br", "cr":
		r.lineBreak()
	case "noBreakHyphen":
		r.write("-")
	case "lastRenderedPageBreak":
		r.notes.page++
	case "sym":
		r.write(symbolChar(attr(attrs, "font"), attr(attrs, "char")))
	case "footnoteReference", "endnoteReference":
		r.noteReference(name == "endnoteReference", attr(attrs, "id"), attr(attrs, "customMarkFollows"))
	case "commentReference":
		r.left.comments++
	case "OLEObject", "control":
		r.left.objects++
	case "chart", "relIds":
		r.left.charts++
	case "altChunk":
		r.left.chunks++
	}
}

func (r *docxReader) parent() string {
	if n := len(r.path); n > 0 {
		return r.path[n-1]
	}
	return ""
}

func (r *docxReader) text(s string) {
	if r.skip > 0 {
		return
	}
	switch r.parent() {
	case "t":
		r.write(s)
	case "instrText":
		if n := len(r.fields); n > 0 && !r.fields[n-1].result && len(r.fields[n-1].code) < 256 {
			r.fields[n-1].code += s
		}
	}
}

func (r *docxReader) end(name string) {
	depth := len(r.path)
	r.path = r.path[:depth-1]
	if r.skip > 0 {
		if r.skip == depth {
			r.skip = 0
		}
		return
	}
	switch name {
	case "AlternateContent":
		if n := len(r.choice); n > 0 {
			r.choice = r.choice[:n-1]
		}
	case "p":
		if p := r.para(); p != nil && p.depth == depth {
			r.closePara()
		}
	case "r":
		r.closeRun()
	case "tc":
		r.closeCell()
	case "tr":
		r.closeRow()
	case "tbl":
		r.closeTable()
	case "txbxContent":
		r.closeBox()
	case "sectPr":
		r.closeSection()
	case "sdt":
		if n := len(r.holder); n > 0 && r.holder[n-1] == depth {
			r.holder = r.holder[:n-1]
		}
	case "fldSimple":
		if n := len(r.fields); n > 0 && r.fields[n-1].simple == depth {
			r.fields = r.fields[:n-1]
		}
	case "oMath", "oMathPara":
		if p := r.para(); p != nil {
			p.space()
		}
	}
}

// finish returns the blocks of the story.
func (r *docxReader) finish() []Block {
	for len(r.path) > 0 { // where reading stopped early
		r.end(r.path[len(r.path)-1])
	}
	r.dropCarry()
	return r.sink().blocks
}

func (r *docxReader) sink() *docxSink { return r.sinks[len(r.sinks)-1] }

func (r *docxReader) popSink() *docxSink {
	r.dropCarry()
	s := r.sink()
	if n := len(r.sinks); n > 1 {
		r.sinks = r.sinks[:n-1]
	}
	return s
}

// dropCarry ends a paragraph that waits for the next, where none comes.
func (r *docxReader) dropCarry() {
	if s := r.sink(); s.carry != nil {
		p := s.carry
		s.carry = nil
		r.put(p)
	}
}

// emit puts blocks where they belong. Those of a text box wait for the paragraph to which it is tied.
func (r *docxReader) emit(blocks ...Block) {
	s := r.sink()
	s.blocks = append(s.blocks, blocks...)
	if len(s.blocks) > maxOfficeBlocks && !r.full {
		r.full = true
		r.warn("the document has more than 300,000 paragraphs: the rest was left out")
	}
	if r.full && len(s.blocks) > maxOfficeBlocks {
		s.blocks = s.blocks[:maxOfficeBlocks]
	}
}

// closeBox puts the lines of a text box behind the paragraph to which it is tied.
func (r *docxReader) closeBox() {
	if len(r.sinks) < 2 {
		return
	}
	s := r.popSink()
	r.run = s.outer
	if p := r.para(); p != nil {
		p.boxes = append(p.boxes, s.blocks...)
		return
	}
	r.emit(s.blocks...)
}

// docxField is a field that is open.
type docxField struct {
	code   string
	kind   string // the first word of its code: "PAGE"
	result bool   // its code is over
	simple int    // length of path of a field in one element, 0 of others
}

// fieldKind is the first word of the code of a field.
func fieldKind(code string) string {
	kind, _, _ := strings.Cut(strings.TrimSpace(code), " ")
	return strings.ToUpper(kind)
}

const maxFields = 64

func (r *docxReader) fieldChar(kind string) {
	n := len(r.fields)
	switch {
	case kind == "begin" && n < maxFields:
		r.fields = append(r.fields, docxField{})
	case n == 0:
	case kind == "separate":
		r.fields[n-1].kind, r.fields[n-1].result = fieldKind(r.fields[n-1].code), true
	case kind == "end" && r.fields[n-1].simple == 0:
		r.autoNumber(fieldKind(r.fields[n-1].code))
		r.fields = r.fields[:n-1]
	}
}

// inField reports whether the result of a field of that name is open.
func (r *docxReader) inField(names ...string) bool {
	for _, f := range r.fields {
		for _, name := range names {
			if f.kind == name {
				return true
			}
		}
	}
	return false
}

// inCode reports whether the code of a field is open: text in it is no text of the document.
func (r *docxReader) inCode() bool {
	for _, f := range r.fields {
		if !f.result {
			return true
		}
	}
	return false
}

// dropCodes gives up fields whose code does not end in its paragraph: nearly always their end is lost.
func (r *docxReader) dropCodes() {
	for i, f := range r.fields {
		if !f.result {
			r.fields = r.fields[:i]
			return
		}
	}
}

// sectionPart takes a property of a section or of the notes.
func (r *docxReader) sectionPart(name string, attrs []xml.Attr) {
	if !r.within("sectPr") {
		return
	}
	switch name {
	case "headerReference":
		r.section[attr(attrs, "type")] = attr(attrs, "id")
	case "titlePg":
		r.sectionTitled = toggled(attrs) == on
	case "numFmt", "numStart", "numRestart":
		r.notes.sectionProperty(r.within("endnotePr"), name, attr(attrs, "val"))
	}
}

func (r *docxReader) within(name string) bool {
	for _, p := range r.path {
		if p == name {
			return true
		}
	}
	return false
}

// closeSection ends a section. The first says what stands at the head of the first page.
func (r *docxReader) closeSection() {
	if !r.sectionSeen {
		r.firstSection, r.titled, r.sectionSeen = r.section, r.sectionTitled, true
	}
	r.notes.endSection()
}
