package extract

import "encoding/xml"

func (r *docxReader) table() *officeTable {
	if n := len(r.tables); n > 0 {
		return r.tables[n-1]
	}
	return nil
}

func (r *docxReader) tablePart(name string) {
	t := r.table()
	switch {
	case t == nil:
	case name == "tr":
		t.row = &officeRow{}
	case t.row != nil:
		t.cell = &officeCell{span: 1}
		r.sinks = append(r.sinks, &docxSink{boxed: r.sink().boxed})
	}
}

// tableProperty takes a property of a row or a cell.
func (r *docxReader) tableProperty(parent, name string, attrs []xml.Attr) {
	t := r.table()
	if t == nil || t.row == nil {
		return
	}
	value := attr(attrs, "val")
	switch name {
	case "tblHeader":
		t.row.header = toggled(attrs) == on
	case "del":
		t.row.deleted = parent == "trPr"
	case "gridBefore":
		t.row.before = bounded(value, maxOfficeColumns)
	case "gridAfter":
		t.row.after = bounded(value, maxOfficeColumns)
	case "trPrChange", "tcPrChange":
		r.skip = len(r.path)
	}
	if t.cell == nil {
		return
	}
	switch name {
	case "gridSpan":
		t.cell.span = max(1, bounded(value, maxOfficeColumns))
	case "hMerge":
		t.cell.continued = value != "restart"
	case "vMerge":
		t.cell.above = value != "restart"
	case "cellDel":
		t.cell.deleted = true
	}
}

func (r *docxReader) closeCell() {
	t := r.table()
	if t == nil || t.cell == nil {
		return
	}
	cell := t.cell
	t.cell = nil
	cell.blocks = r.popSink().blocks
	if cell.continued || cell.above {
		cell.blocks = nil
	}
	if !cell.deleted {
		t.row.cells = append(t.row.cells, *cell)
	}
}

func (r *docxReader) closeRow() {
	t := r.table()
	if t == nil || t.row == nil {
		return
	}
	if !t.row.deleted {
		t.rows = append(t.rows, *t.row)
	}
	t.row = nil
}

func (r *docxReader) closeTable() {
	t := r.table()
	if t == nil {
		return
	}
	r.tables = r.tables[:len(r.tables)-1]
	s := r.sink()
	first := len(r.sinks) == 1 && len(s.blocks) == 0 && s.carry == nil
	r.emit(t.blocksOf(s.boxed, first, r.archive)...)
}
