package extract

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/text/unicode/norm"
)

const (
	maxColumns = 1000
	maxRowspan = 1000
	// maxRepeated is the longest text of a cell that is repeated in the rows that the cell spans.
	maxRepeated = 300
)

// table reads a table: rows of cells, or, where a table only places things on the page, what is in its cells.
func (w *htmlWalker) table(n *html.Node) {
	if w.inCell || w.note != "" { // a table in a cell is text of that cell
		w.run.space()
		w.children(n)
		return
	}
	w.flush()
	if w.isLayout(n) {
		w.children(n)
		w.flush()
		return
	}
	t := &htmlTable{walker: w, spans: map[int]*rowspan{}}
	for row := range n.Descendants() {
		switch {
		case row.Type != html.ElementNode:
		case row.Data == "caption":
			w.block(row, Heading, w.captionLevel())
		case row.Data == "tr" && tableOf(row) == n && !w.isLeftOut(row):
			t.row(row)
		}
	}
}

// tableOf is the table that a row belongs to.
func tableOf(n *html.Node) *html.Node {
	for p := n.Parent; p != nil; p = p.Parent {
		if p.Type == html.ElementNode && p.Data == "table" {
			return p
		}
	}
	return nil
}

// captionLevel is one below the last heading.
func (w *htmlWalker) captionLevel() int {
	for i := len(w.blocks) - 1; i >= 0; i-- {
		if w.blocks[i].Kind == Heading {
			return min(w.blocks[i].Level+1, 7)
		}
	}
	return 1
}

// isLayout reports whether a table only places things: it says so, has other tables, headings or long texts of several paragraphs in
// it, has one column, or is the head of the page, before any other text and without header cells.
func (w *htmlWalker) isLayout(n *html.Node) bool {
	if role := htmlAttr(n, "role"); role == "presentation" || role == "none" {
		return true
	}
	rows, widest, headers := 0, 0, 0
	for d := range n.Descendants() {
		if d.Type != html.ElementNode {
			continue
		}
		switch d.Data {
		case "table", "h1", "h2", "h3", "h4", "main", "article":
			return true
		case "caption", "th":
			headers++
		case "tr":
			rows++
			cells := 0
			for c := range d.ChildNodes() {
				if c.Type == html.ElementNode && (c.Data == "td" || c.Data == "th") {
					cells++
				}
			}
			widest = max(widest, cells)
		case "td":
			if paragraphsIn(d) >= 3 && len(nodeText(d)) > 1500 {
				return true
			}
		}
	}
	return widest <= 1 && headers == 0 || headers == 0 && rows <= 4 && !w.hasText()
}

func paragraphsIn(n *html.Node) int {
	count := 0
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && (d.Data == "p" || d.Data == "li" || d.Data == "div") {
			count++
		}
	}
	return count
}

// hasText reports whether running text was met.
func (w *htmlWalker) hasText() bool {
	for _, b := range w.blocks {
		if b.Kind != Rule {
			return true
		}
	}
	return false
}

// htmlTable is a table that is being read.
type htmlTable struct {
	walker *htmlWalker
	spans  map[int]*rowspan // by column
	rows   int
}

// rowspan is a cell that reaches into the rows below.
type rowspan struct {
	text string
	left int
}

// row reads a tr. A cell that spans rows is repeated in each, so that a row says all by itself; one that spans columns is followed
// by empty cells. A first row of one cell across the table is its caption.
func (t *htmlTable) row(n *html.Node) {
	w := t.walker
	b := Block{Kind: TableRow, Gap: 1, Lang: w.lang}
	heads, bodies, spanned := 0, 0, 0
	at := len(w.blocks)
	t.repeat(&b)
	for c := range n.ChildNodes() {
		if c.Type != html.ElementNode || c.Data != "td" && c.Data != "th" || w.isLeftOut(c) || len(b.Cells) >= maxColumns {
			continue
		}
		if c.Data == "th" {
			heads++
		} else {
			bodies++
		}
		text := w.cell(c)
		columns := min(max(1, span(htmlAttr(c, "colspan"))), maxColumns-len(b.Cells))
		if rows := min(span(htmlAttr(c, "rowspan")), maxRowspan); rows > 1 {
			s := &rowspan{left: rows - 1}
			if len(text) <= maxRepeated {
				s.text = text
			}
			t.spans[len(b.Cells)] = s
		}
		b.Cells = append(b.Cells, text)
		for range columns - 1 {
			b.Cells = append(b.Cells, "")
		}
		spanned = max(spanned, columns)
		t.repeat(&b)
	}
	notes := append([]Block(nil), w.blocks[at:]...)
	w.blocks = w.blocks[:at]
	b.Mark = strings.Join(w.marks, " ")
	w.marks, w.raised = nil, false
	b.Text = strings.Join(strings.Fields(strings.Join(b.Cells, " ")), " ")
	t.rows++
	if b.Text != "" {
		switch inHead := n.Parent != nil && n.Parent.Data == "thead"; {
		case t.rows == 1 && heads+bodies == 1 && spanned > 1 && utf8.RuneCountInString(b.Text) <= 300:
			b.Kind, b.Cells, b.Level = Heading, nil, w.captionLevel()
		case inHead || heads > 0 && bodies == 0:
			b.Level = 1
		}
		w.blocks = append(w.blocks, b)
	}
	w.blocks = append(w.blocks, notes...)
}

// repeat adds the cells from above that stand at this column.
func (t *htmlTable) repeat(b *Block) {
	for {
		s := t.spans[len(b.Cells)]
		if s == nil {
			return
		}
		if s.left--; s.left == 0 {
			delete(t.spans, len(b.Cells))
		}
		b.Cells = append(b.Cells, s.text)
	}
}

// cell is the text of a cell. Its marks are left in the walker, its notes in the blocks.
func (w *htmlWalker) cell(n *html.Node) string {
	outer, lists := w.run, w.lists
	w.run, w.lists, w.inCell = run{}, nil, true
	w.children(n)
	text := norm.NFC.String(w.run.String())
	w.run, w.lists, w.inCell = outer, lists, false
	return text
}

// span is the number in an attribute, 0 where there is none.
func span(s string) int {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil {
		return 0
	}
	return n
}
