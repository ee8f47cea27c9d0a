package extract

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// officeTable is a table that is being read.
type officeTable struct {
	rows []officeRow
	row  *officeRow
	cell *officeCell
}

// officeRow is a row of a table.
type officeRow struct {
	cells         []officeCell
	header        bool
	deleted       bool
	before, after int // columns of the grid that it leaves out
	times         int // how often it stands there, in OpenDocument
}

// officeCell is a cell with what stands in it.
type officeCell struct {
	blocks    []Block
	span      int
	continued bool // it goes on with a cell before it, where its text stands
	above     bool // it goes on with the cell above
	rows      int  // that it spans, in OpenDocument
	deleted   bool
	times     int // how often it stands there, in OpenDocument
}

const (
	maxOfficeColumns = 200     // of a table that are kept apart
	maxOfficeCells   = 500_000 // of a table
)

// blocksOf makes blocks of a table: rows, or the blocks of its cells where it only serves to place them. lines says that it stands
// where lines stand for themselves, and first that nothing comes before it.
func (t *officeTable) blocksOf(lines, first bool, a *archive) []Block {
	cover := lines || first && t.isCover()
	if cover || t.isLayout() {
		return t.flow(cover)
	}
	t.findHeader()
	var out []Block
	cells, above := 0, map[int]string{}
	for _, row := range t.rows {
		if cells += row.width(); cells > maxOfficeCells {
			a.warn("a table has more than 500,000 cells: the rest was left out")
			break
		}
		out = append(out, row.blocks(above, a)...)
	}
	return out
}

// isCover reports whether a table at the head of a document places the lines of a cover.
func (t *officeTable) isCover() bool {
	return len(t.rows) <= 8 && t.longest() <= 300 && !slices.ContainsFunc(t.rows, func(row officeRow) bool { return row.header })
}

// longest is the number of characters of the longest paragraph in a table.
func (t *officeTable) longest() int {
	n := 0
	for _, row := range t.rows {
		for _, c := range row.cells {
			for _, b := range c.blocks {
				n = max(n, utf8.RuneCountInString(b.Text))
			}
		}
	}
	return n
}

// isLayout reports whether a table has no two cells with text side by side, or is one row of cells that each hold several
// paragraphs: two columns.
func (t *officeTable) isLayout() bool {
	columns := 0
	for _, row := range t.rows {
		filled := 0
		for _, c := range row.cells {
			if len(c.blocks) > 0 {
				filled++
			}
		}
		columns = max(columns, filled)
	}
	if columns <= 1 {
		return true
	}
	if len(t.rows) != 1 {
		return false
	}
	for _, c := range t.rows[0].cells {
		if len(c.blocks) == 1 {
			return false
		}
	}
	return true
}

// flow are the blocks of all cells in order. Lines of one cell of a cover stand close together.
func (t *officeTable) flow(cover bool) []Block {
	var out []Block
	for _, row := range t.rows {
		for _, c := range row.cells {
			for i, b := range c.blocks {
				if cover && i > 0 {
					b.Gap = 0
				}
				out = append(out, b)
			}
		}
	}
	return out
}

// findHeader takes a first row in bold type for a header, where the table does not state one.
func (t *officeTable) findHeader() {
	if len(t.rows) < 2 || t.rows[0].header || !t.rows[0].bold() || t.rows[1].bold() {
		return
	}
	t.rows[0].header = true
}

func (row officeRow) bold() bool {
	any := false
	for _, c := range row.cells {
		for _, b := range c.blocks {
			if b.Kind == Note {
				continue
			}
			if !b.Bold && b.Kind != Heading {
				return false
			}
			any = true
		}
	}
	return any
}

func (row officeRow) width() int {
	n := row.before + row.after
	for _, c := range row.cells {
		n += c.span
	}
	return n
}

// blocks are the row and the notes that stand in it. A cell over several columns has its text in the first of them; the text of one
// over several rows stands in each, as long as it is short. above are the texts of cells by column, for the rows below.
func (row officeRow) blocks(above map[int]string, a *archive) []Block {
	out := Block{Kind: TableRow, Gap: 1}
	if row.header {
		out.Level = 1
	}
	var marks []string
	var notes []Block
	var words []string
	blank := func(n int) {
		for range n {
			if len(out.Cells) < maxOfficeColumns {
				out.Cells = append(out.Cells, "")
			}
		}
	}
	blank(row.before)
	for _, c := range row.cells {
		var text []string
		for _, b := range c.blocks {
			if b.Kind == Note {
				notes = append(notes, b)
				continue
			}
			if b.Mark != "" {
				marks = append(marks, b.Mark)
			}
			if b.Kind != Rule {
				text = append(text, b.Text)
			}
		}
		cell := strings.Join(text, " ")
		if column := len(out.Cells); c.above && a.repeated < maxRepeatedBytes {
			cell = above[column]
			a.repeated += len(cell)
		} else if above[column] = cell; len(cell) > maxRepeated {
			above[column] = ""
		}
		if cell != "" {
			words = append(words, cell)
		}
		if len(out.Cells) < maxOfficeColumns {
			out.Cells = append(out.Cells, cell)
		}
		blank(c.span - 1)
	}
	blank(row.after)
	out.Text, out.Mark = strings.Join(words, " "), strings.Join(marks, " ")
	if out.Text == "" {
		return notes
	}
	return append([]Block{out}, notes...)
}
