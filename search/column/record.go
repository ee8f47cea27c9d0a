package column

import (
	"encoding/binary"
	"fmt"
	"strings"

	"github.com/plenary-search/plenary/index/citation"
	"github.com/plenary-search/plenary/index/document"
)

// record writes what a header, a unit or a row of headings says, or reads it. One list of fields serves both ways. A field that is
// not empty is its number, from 1, and its value; 0 ends the fields. Numbers are of variable length, strings stand after their
// length, and strings that come again and again, such as the title of an agenda item, are numbers in a table of names.
type record struct {
	reading bool
	data    []byte       // written so far, or still to be read
	names   *nameBuilder // while writing
	table   Strings      // while reading
	err     error        // ErrDamaged; nothing more is read after it
}

func (r *record) damaged(what string) {
	if r.err == nil {
		r.err = fmt.Errorf("%w: %s", ErrDamaged, what)
	}
	r.data = nil
}

// has writes the number of a field that is held, or reads whether it is.
func (r *record) has(field byte, held bool) bool {
	if !r.reading {
		if held {
			r.data = append(r.data, field)
		}
		return held
	}
	if len(r.data) == 0 || r.data[0] != field {
		return false
	}
	r.data = r.data[1:]
	return true
}

// end ends the fields.
func (r *record) end() {
	if !r.has(0, true) {
		r.damaged("a record goes on behind its fields")
	}
}

// value is a number that is always there.
func (r *record) value(n *int) {
	if !r.reading {
		r.data = binary.AppendUvarint(r.data, uint64(*n))
		return
	}
	v, size := binary.Uvarint(r.data)
	if size <= 0 {
		r.damaged("a record ends within a number")
		return
	}
	*n, r.data = int(v), r.data[size:]
}

func (r *record) number(field byte, n *int) {
	if r.has(field, *n != 0) {
		r.value(n)
	}
}

func (r *record) flag(field byte, b *bool) {
	if r.has(field, *b) {
		*b = true
	}
}

func (r *record) bytes(s *string) {
	n := len(*s)
	r.value(&n)
	switch {
	case !r.reading:
		r.data = append(r.data, *s...)
	case n < 0 || n > len(r.data):
		r.damaged("a record ends within a string")
	default:
		*s, r.data = string(r.data[:n]), r.data[n:]
	}
}

// text is a string that hardly comes twice.
func (r *record) text(field byte, s *string) {
	if r.has(field, *s != "") {
		r.bytes(s)
	}
}

// name is a string that may come again.
func name[T ~string](r *record, field byte, s *T) {
	if !r.has(field, *s != "") {
		return
	}
	text := string(*s)
	r.name(&text)
	*s = T(text)
}

func (r *record) name(s *string) {
	if !r.reading {
		r.data = binary.AppendUvarint(r.data, uint64(r.names.number(*s)))
		return
	}
	*s = string(r.named())
}

// named reads a name, in place.
func (r *record) named() []byte {
	n := 0
	if r.value(&n); r.err != nil {
		return nil
	}
	found, ok := r.table.find(n)
	if !ok {
		r.damaged("a record names what is not in the table of names")
	}
	return found
}

// list is the members of a list, each of which takes a byte at the least.
func list[E any](r *record, field byte, all *[]E, each func(*record, *E)) {
	if !r.has(field, len(*all) > 0) {
		return
	}
	n := len(*all)
	if r.value(&n); r.reading {
		if n < 0 || n > len(r.data) {
			r.damaged("a record ends within a list")
			return
		}
		*all = make([]E, n)
	}
	for i := range *all {
		each(r, &(*all)[i])
	}
}

// stamp is the beginning of a header.
func (r *record) stamp(h *document.Header) {
	r.text(1, &h.Source)
	r.text(2, &h.Hash)
}

// header is a header but for its key.
func (r *record) header(h *document.Header) {
	r.stamp(h)
	r.text(3, &h.URL)
	name(r, 4, &h.SymbolVia)
	r.text(5, &h.SymbolEvidence)
	list(r, 6, &h.Symbols, (*record).bytes)
	list(r, 7, &h.Related, (*record).related)
	r.text(8, &h.Title)
	name(r, 9, &h.Type)
	name(r, 10, &h.Body)
	name(r, 11, &h.BodyName)
	name(r, 12, &h.Session)
	r.number(13, &h.SessionNumber)
	name(r, 14, &h.Date)
	name(r, 15, &h.Adopted)
	name(r, 16, &h.Reissued)
	name(r, 17, &h.Distribution)
	name(r, 18, &h.OriginalLanguage)
	name(r, 19, &h.Place)
	name(r, 20, &h.SessionFrom)
	name(r, 21, &h.SessionTo)
	list(r, 22, &h.MastheadItems, (*record).name)
	list(r, 23, &h.Agenda, (*record).agendaItem)
	list(r, 24, &h.Warnings, (*record).bytes)
	r.end()
}

func (r *record) related(d *document.Related) {
	name(r, 1, &d.Relation)
	r.text(2, &d.Symbol)
	r.end()
}

func (r *record) agendaItem(a *document.AgendaItem) {
	name(r, 1, &a.Item)
	r.text(2, &a.Title)
	r.text(3, &a.Short)
	list(r, 4, &a.Children, (*record).agendaItem)
	list(r, 5, &a.Documentation, (*record).listed)
	list(r, 6, &a.Sittings, (*record).slot)
	r.end()
}

func (r *record) listed(l *document.Listed) {
	r.text(1, &l.Symbol)
	r.text(2, &l.Entry)
	r.end()
}

func (r *record) slot(s *document.Slot) {
	name(r, 1, &s.Date)
	name(r, 2, &s.Time)
	r.end()
}

// unit is a unit but for its number, its text and the headings above it, which are kept apart.
func (r *record) unit(u *document.Unit) {
	name(r, 1, &u.Anchor)
	name(r, 2, &u.Kind)
	name(r, 3, &u.Role)
	name(r, 4, &u.Number)
	name(r, labelOfUnit, &u.Label)
	r.number(6, &u.Level)
	r.number(7, &u.Place)
	name(r, langOfUnit, &u.Lang)
	name(r, 9, &u.LeadIn)
	r.flag(10, &u.Quoted)
	name(r, 11, &u.QuotedFrom)
	name(r, 12, &u.FootnoteMark)
	r.number(13, &u.FootnoteOf)
	list(r, 14, &u.Cells, (*record).bytes)
	if r.has(15, u.Slot != nil) {
		if r.reading {
			u.Slot = new(document.Slot)
		}
		r.slot(u.Slot)
	}
	list(r, 16, &u.PageBreaks, (*record).value)
	r.number(17, &u.Page)
	list(r, 18, &u.Items, (*record).agendaTag)
	list(r, 19, &u.StatedItems, (*record).agendaTag)
	list(r, 20, &u.Citations, (*record).citation)
	list(r, 21, &u.Dates, (*record).date)
	r.end()
}

// The fields of a unit by their numbers, as far as others than unit read them. Those up to langOfUnit are a number each.
const (
	labelOfUnit = 5
	langOfUnit  = 8
)

// unitSays reads of a unit no more than its enumerator and the language that it has apart from its document's, in place.
func (r *record) unitSays() (label, lang []byte) {
	for field := byte(1); field <= langOfUnit; field++ {
		switch n := 0; {
		case !r.has(field, true):
		case field == labelOfUnit:
			label = r.named()
		case field == langOfUnit:
			lang = r.named()
		default:
			r.value(&n)
		}
	}
	return label, lang
}

func (r *record) agendaTag(t *document.AgendaTag) {
	name(r, 1, &t.Item)
	name(r, 2, &t.Title)
	name(r, 3, &t.Agenda)
	name(r, 4, &t.Via)
	name(r, 5, &t.Evidence)
	r.end()
}

func (r *record) citation(c *citation.Citation) {
	name(r, 1, &c.Kind)
	name(r, 2, &c.Body)
	name(r, 3, &c.BodyVia)
	name(r, 4, &c.Instrument)
	name(r, 5, &c.ID)
	r.number(6, &c.Start)
	r.number(7, &c.End)
	r.flag(8, &c.Implied)
	r.end()
}

func (r *record) date(d *citation.Date) {
	name(r, 1, &d.From)
	name(r, 2, &d.To)
	name(r, 3, &d.ISO)
	r.number(4, &d.Start)
	r.number(5, &d.End)
	r.end()
}

// nameBuilder numbers strings in the order in which they come first.
type nameBuilder struct {
	numbers map[string]uint32
	all     []string
}

func newNameBuilder() *nameBuilder { return &nameBuilder{numbers: map[string]uint32{}} }

func (b *nameBuilder) number(s string) uint32 {
	n, known := b.numbers[s]
	if !known {
		n = uint32(len(b.all))
		s = strings.Clone(s) // which may be a part of a whole document
		b.numbers[s] = n
		b.all = append(b.all, s)
	}
	return n
}
