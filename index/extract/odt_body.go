package extract

import (
	"encoding/xml"
	"strings"
)

// odtReader makes blocks of a story: the main text or a header.
type odtReader struct {
	*odt
	root       string // element that holds the story
	page       string // page style whose header it is
	inPage     bool
	path       []string
	skip       int // length of path below which all is left out, 0 outside
	active     int // length of path at the root, 0 outside
	sinks      []*odtSink
	paras      []*odtPara
	tables     []*officeTable
	headerRows int    // open groups of header rows
	repeated   int    // bytes of text written again
	firstStyle string // of the first paragraph
}

// odtSink takes the blocks of a story, a cell, a note or a text box.
type odtSink struct {
	blocks []Block
	boxed  bool
	lists  []*odtList
	note   *Block // the note whose text it is
}

// odtPara is a paragraph that is being read.
type odtPara struct {
	officePara
	styles []odtStyle // of the paragraph and the spans that are open
}

func newOdtReader(o *odt, root string) *odtReader {
	return &odtReader{odt: o, root: root, sinks: []*odtSink{{}}}
}

// odtSkipped are the elements that hold no text of the document, or text that is no longer in it.
var odtSkipped = set("tracked-changes annotation ruby-text forms event-listeners scripts index-title-template index-entry-template " +
	"table-of-content-source illustration-index-source table-index-source object-index-source user-index-source alphabetical-index-source bibliography-source " +
	"sequence-decls variable-decls user-field-decls dde-connection-decls desc binary-data shapes hidden-text script image-map tracked-changes-view-settings " +
	"toc-mark alphabetical-index-mark user-index-mark drop-down label")

func (r *odtReader) start(name string, attrs []xml.Attr) {
	parent := ""
	if n := len(r.path); n > 0 {
		parent = r.path[n-1]
	}
	r.path = append(r.path, name)
	if name == "master-page" {
		r.inPage = attr(attrs, "name") == r.page
	}
	if r.skip > 0 {
		return
	}
	if r.active == 0 {
		if name == r.root && (r.page == "" || r.inPage) {
			r.active = len(r.path)
		}
		return
	}
	if odtSkipped[name] || name == "title" && parent != "p" && parent != "h" && parent != "span" && parent != "a" || r.isHiddenSection(name, attrs) {
		r.countSkipped(name)
		r.skip = len(r.path)
		return
	}
	switch name {
	case "p", "h":
		r.openPara(name, attrs)
	case "list":
		s := r.sink()
		s.lists = append(s.lists, r.odt.lists.openList(s.list(), attrs))
	case "list-item", "list-header":
		if l := r.sink().list(); l != nil {
			l.fresh, l.start = name == "list-item", -1
			if v := attr(attrs, "start-value"); v != "" {
				l.start = bounded(v, 1e9)
			}
		}
	case "numbered-paragraph":
		s := r.sink()
		s.lists = append(s.lists, r.odt.lists.numbered(attrs))
	case "table":
		r.tables = append(r.tables, &officeTable{})
	case "table-header-rows":
		r.headerRows++
	case "table-row":
		r.openRow(attrs)
	case "table-cell", "covered-table-cell":
		r.openCell(name, attrs)
	case "text-box":
		r.sinks = append(r.sinks, &odtSink{boxed: true})
	case "note":
		if p := r.para(); p != nil {
			p.notes = append(p.notes, Block{Kind: Note, Gap: 1})
		}
	case "note-body":
		s := &odtSink{}
		if p := r.para(); p != nil && len(p.notes) > 0 {
			s.note = &p.notes[len(p.notes)-1]
		}
		r.sinks = append(r.sinks, s)
	default:
		r.inline(name, attrs)
	}
}

// isHiddenSection reports whether a section or paragraph is not shown.
func (r *odtReader) isHiddenSection(name string, attrs []xml.Attr) bool {
	switch name {
	case "section":
		return attr(attrs, "display") == "none" || attr(attrs, "is-hidden") == "true"
	case "p", "h":
		return r.odt.styles.of("paragraph "+attr(attrs, "style-name")).hidden == on
	case "page-number", "page-count":
		return r.root != "body"
	}
	return false
}

func (r *odtReader) countSkipped(name string) {
	switch name {
	case "tracked-changes":
		r.warn("the document has tracked changes: read as if accepted")
	case "annotation":
		r.left.comments++
	}
}

// inline takes what stands in a paragraph.
func (r *odtReader) inline(name string, attrs []xml.Attr) {
	p := r.para()
	if name == "object" || name == "object-ole" || name == "plugin" {
		r.left.objects++
	}
	if p == nil {
		return
	}
	switch name {
	case "span":
		p.styles = append(p.styles, r.odt.styles.of("text "+attr(attrs, "style-name")))
	case "s":
		p.space()
	case "tab":
		p.tabs = append(p.tabs, p.place())
		r.write("\t")
	case "line-break":
		p.breaks = append(p.breaks, p.place())
		p.space()
	case "table-of-content", "index-body":
		p.contents = true
	}
}

func (r *odtReader) text(s string) {
	if r.skip > 0 || r.active == 0 {
		return
	}
	switch r.path[len(r.path)-1] {
	case "note-citation":
		if p := r.para(); p != nil && len(p.notes) > 0 {
			p.notes[len(p.notes)-1].Mark += strings.TrimSpace(s)
		}
	case "note", "frame", "list", "list-item", "table", "table-row", "table-cell", "text-box", "note-body":
	default:
		r.write(s)
	}
}

func (r *odtReader) write(s string) {
	p := r.para()
	if p == nil {
		return
	}
	style := odtStyle{}
	for _, at := range p.styles {
		style.bold, style.hidden = at.bold.or(style.bold), at.hidden.or(style.hidden)
		if at.font != "" {
			style.font = at.font
		}
		if at.lang != (runLang{}) {
			style.lang = at.lang
		}
	}
	p.seen = true
	if style.hidden == on {
		return
	}
	s = fontText(s, style.font)
	p.span(style.bold == on)
	p.run.write(s)
	p.endSpan()
	p.stated(s, style.lang)
}

func (r *odtReader) end(name string) {
	depth := len(r.path)
	r.path = r.path[:depth-1]
	if name == "master-page" {
		r.inPage = false
	}
	switch {
	case r.skip > 0:
		if r.skip == depth {
			r.skip = 0
		}
		return
	case r.active == 0:
		return
	case r.active == depth:
		r.active = 0
		return
	}
	switch name {
	case "p", "h":
		if p := r.para(); p != nil && p.depth == depth {
			r.closePara()
		}
	case "span":
		if p := r.para(); p != nil && len(p.styles) > 1 {
			p.styles = p.styles[:len(p.styles)-1]
		}
	case "list", "numbered-paragraph":
		if s := r.sink(); len(s.lists) > 0 {
			s.lists = s.lists[:len(s.lists)-1]
		}
	case "table-header-rows":
		r.headerRows = max(0, r.headerRows-1)
	case "table-cell", "covered-table-cell":
		r.closeCell()
	case "table-row":
		r.closeRow()
	case "table":
		r.closeTable()
	case "text-box":
		r.closeBox()
	case "note-body":
		r.closeNote()
	case "note":
		if p := r.para(); p != nil && len(p.notes) > 0 {
			if mark := strings.Join(strings.Fields(p.notes[len(p.notes)-1].Mark), ""); mark != "" {
				p.notes[len(p.notes)-1].Mark = mark
				p.marks = append(p.marks, mark)
			}
		}
	}
}

func (r *odtReader) openPara(name string, attrs []xml.Attr) {
	style := attr(attrs, "style-name")
	if r.firstStyle == "" {
		r.firstStyle = style
	}
	p := &odtPara{styles: []odtStyle{r.odt.styles.of("paragraph " + style)}}
	p.depth = len(r.path)
	p.contents = p.styles[0].leader || r.within("index-body")
	level := 0
	if name == "h" {
		level = max(1, bounded(attr(attrs, "outline-level"), 10))
	}
	p.outline = max(level, p.styles[0].outline)
	switch l := r.sink().list(); {
	case l != nil:
		if l.fresh {
			p.label = r.odt.lists.next(l)
		}
		p.level = l.level + 1
	case level > 0:
		p.label = r.odt.lists.heading(level, attrs)
	}
	r.paras = append(r.paras, p)
}

func (r *odtReader) closePara() {
	p := r.para()
	r.paras = r.paras[:len(r.paras)-1]
	r.emit(p.officePara.blocks(r.sink().boxed, len(r.sink().blocks) == 0)...)
}

func (r *odtReader) emit(blocks ...Block) {
	s := r.sink()
	s.blocks = append(s.blocks, blocks...)
	if len(s.blocks) > maxOfficeBlocks {
		s.blocks = s.blocks[:maxOfficeBlocks]
		r.warn("the document has more than 300,000 paragraphs: the rest was left out")
	}
}

func (r *odtReader) closeBox() {
	s := r.popSink()
	if p := r.para(); p != nil {
		p.boxes = append(p.boxes, s.blocks...)
		return
	}
	r.emit(s.blocks...)
}

func (r *odtReader) closeNote() {
	s := r.popSink()
	if s.note != nil {
		s.note.Text = storyText(s.blocks)
	}
}

// finish returns the blocks of the story.
func (r *odtReader) finish() []Block {
	for len(r.path) > 0 { // where reading stopped early
		r.end(r.path[len(r.path)-1])
	}
	return r.sinks[0].blocks
}

func (r *odtReader) sink() *odtSink { return r.sinks[len(r.sinks)-1] }

func (r *odtReader) popSink() *odtSink {
	s := r.sink()
	if n := len(r.sinks); n > 1 {
		r.sinks = r.sinks[:n-1]
	}
	return s
}

func (s *odtSink) list() *odtList {
	if n := len(s.lists); n > 0 {
		return s.lists[n-1]
	}
	return nil
}

func (r *odtReader) para() *odtPara {
	if n := len(r.paras); n > 0 {
		return r.paras[n-1]
	}
	return nil
}

func (r *odtReader) within(name string) bool {
	for _, p := range r.path {
		if p == name {
			return true
		}
	}
	return false
}

func (r *odtReader) table() *officeTable {
	if n := len(r.tables); n > 0 {
		return r.tables[n-1]
	}
	return nil
}

func (r *odtReader) openRow(attrs []xml.Attr) {
	t := r.table()
	if t == nil {
		return
	}
	t.row = &officeRow{header: r.headerRows > 0, times: r.times(attr(attrs, "number-rows-repeated"))}
}

// times is how often a row or a cell states that it stands there.
func (r *odtReader) times(s string) int { return max(1, bounded(s, 1<<30)) }

// again is how often blocks that stand in a table some times are written.
func (r *odtReader) again(times int, blocks []Block) int {
	size := 0
	for _, b := range blocks {
		size += len(b.Text) + 1
	}
	if size == 0 || times == 1 {
		return min(times, maxRepeats)
	}
	n := min(times, maxRepeats, 1+max(0, maxRepeatedBytes-r.repeated)/size)
	r.repeated += (n - 1) * size
	if n < times {
		r.warn("rows or cells of a table that stand there many times were written less often")
	}
	return n
}

func (r *odtReader) openCell(name string, attrs []xml.Attr) {
	t := r.table()
	if t == nil || t.row == nil {
		return
	}
	// The cells that one over several columns covers stand behind it.
	t.cell = &officeCell{span: 1, continued: name == "covered-table-cell", rows: max(1, bounded(attr(attrs, "number-rows-spanned"), 1<<20)), times: r.times(attr(attrs, "number-columns-repeated"))}
	r.sinks = append(r.sinks, &odtSink{boxed: r.sink().boxed})
}

func (r *odtReader) closeCell() {
	t := r.table()
	if t == nil || t.cell == nil || len(r.sinks) < 2 {
		return
	}
	cell := *t.cell
	t.cell = nil
	cell.blocks = r.popSink().blocks
	if cell.continued {
		cell.blocks = nil
	}
	for range r.again(cell.times, cell.blocks) {
		if len(t.row.cells) >= maxOfficeColumns {
			break
		}
		t.row.cells = append(t.row.cells, cell)
	}
}

func (r *odtReader) closeRow() {
	t := r.table()
	if t == nil || t.row == nil {
		return
	}
	row := *t.row
	t.row = nil
	if n := len(t.rows); n > 0 {
		row.under(t.rows[n-1])
	}
	var blocks []Block
	for _, c := range row.cells {
		blocks = append(blocks, c.blocks...)
	}
	for range r.again(row.times, blocks) {
		if len(t.rows) >= maxOfficeCells || len(blocks) == 0 {
			break
		}
		t.rows = append(t.rows, row)
	}
}

// under tells which covered cells lie below a cell that spans rows, and not beside one that spans columns.
func (row *officeRow) under(above officeRow) {
	for i := range row.cells {
		if c := &row.cells[i]; c.continued && i < len(above.cells) && above.cells[i].rows > 1 {
			c.above, c.rows = true, above.cells[i].rows-1
		}
	}
}

func (r *odtReader) closeTable() {
	t := r.table()
	if t == nil {
		return
	}
	r.tables = r.tables[:len(r.tables)-1]
	s := r.sink()
	r.emit(t.blocksOf(s.boxed, len(r.sinks) == 1 && len(s.blocks) == 0, r.archive)...)
}
