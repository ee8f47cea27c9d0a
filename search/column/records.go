package column

import (
	"bytes"
	"fmt"

	"github.com/plenary-search/plenary/index/document"
)

// The sections of records:
//
//	headers, headings, units: the records of documents, of runs of units below the same headings, and of units; those of units are
//	followed by their gaps
//	names, gaps: the tables of both, by number

// recordWriter writes records in the order of documents: its header, and its units, before the first of each run its headings.
type recordWriter struct {
	names, gaps              *nameBuilder
	headers, headings, units blob
}

func newRecordWriter() recordWriter {
	return recordWriter{names: newNameBuilder(), gaps: newNameBuilder()}
}

// blob is a row of strings that grows.
type blob struct {
	ends []uint32
	body []byte
}

func (b *blob) end() { b.ends = append(b.ends, uint32(len(b.body))) }

func (w *recordWriter) header(h *document.Header) {
	r := record{names: w.names, data: w.headers.body}
	r.header(h)
	w.headers.body = r.data
	w.headers.end()
}

func (w *recordWriter) heading(section []string) {
	r := record{names: w.names, data: w.headings.body}
	list(&r, 1, &section, (*record).name)
	r.end()
	w.headings.body = r.data
	w.headings.end()
}

// unit writes the fields of a unit; gaps appends its gaps.
func (w *recordWriter) unit(u *document.Unit, gaps func([]byte) []byte) {
	r := record{names: w.names, data: w.units.body}
	r.unit(u)
	w.units.body = gaps(r.data)
	w.units.end()
}

func (w *recordWriter) write(f *fileWriter) {
	f.strings("headers", w.headers)
	f.strings("headings", w.headings)
	f.strings("units", w.units)
	f.section("names", appendStrings(nil, w.names.all))
	f.section("gaps", appendStrings(nil, w.gaps.all))
}

func (s *Segment) record(of Strings, i uint32) record {
	r := record{reading: true, table: s.names}
	var whole bool
	if r.data, whole = of.find(int(i)); !whole {
		r.damaged("a record is not where it should be")
	}
	return r
}

// Key is the key of a document.
func (s *Segment) Key(doc uint32) document.Key { return keyOf(string(s.keys.At(doc))) }

// Language is the language of a document.
func (s *Segment) Language(doc uint32) []byte {
	key := s.keys.At(doc)
	return key[bytes.LastIndexByte(key, 0)+1:]
}

// Header is the header of a document.
func (s *Segment) Header(doc uint32) (document.Header, error) {
	key := s.Key(doc)
	h := document.Header{Symbol: key.Symbol, Lang: key.Lang}
	r := s.record(s.headers, doc)
	r.header(&h)
	return h, r.about(key)
}

// Stamp says which version of a document this is.
func (s *Segment) Stamp(doc uint32) (document.Stamp, error) {
	key := s.Key(doc)
	var h document.Header
	r := s.record(s.headers, doc)
	r.stamp(&h)
	return document.Stamp{Key: key, Source: h.Source, Hash: h.Hash}, r.about(key)
}

func (r *record) about(key document.Key) error {
	if r.err != nil {
		return fmt.Errorf("document %s: %w", key, r.err)
	}
	return nil
}

// Section is the headings above a run of units.
func (s *Segment) Section(row uint32) (section []string, err error) {
	r := s.record(s.headings, row)
	list(&r, 1, &section, (*record).name)
	r.end()
	return section, r.err
}

// Span is where a word stands in a text, in bytes, half-open.
type Span struct{ Start, End int }

// Unit is a unit as it was put, with the spans of its words, which [Segment.Words] names.
func (s *Segment) Unit(unit uint32) (document.Unit, []Span, error) {
	section, err := s.Section(s.RowOf(Headings, unit))
	if err != nil {
		return document.Unit{}, nil, err
	}
	return s.unitBelow(unit, section)
}

// UnitsOf is the units of a document, in order. Those of a run share their headings.
func (s *Segment) UnitsOf(doc uint32) ([]document.Unit, error) {
	from, to := s.Run(Documents, doc)
	if from == to {
		return nil, nil
	}
	if from > to || to > s.units {
		return nil, fmt.Errorf("%w: document %s ends at unit %d", ErrDamaged, s.Key(doc), to)
	}
	units := make([]document.Unit, 0, to-from)
	var section []string
	end := from // of the run
	for unit := from; unit < to; unit++ {
		var err error
		if unit == end {
			row := s.RowOf(Headings, unit)
			if section, err = s.Section(row); err != nil {
				return nil, err
			}
			_, end = s.Run(Headings, row)
		}
		u, _, err := s.unitBelow(unit, section)
		if err != nil {
			return nil, err
		}
		units = append(units, u)
	}
	return units, nil
}

func (s *Segment) unitBelow(unit uint32, section []string) (u document.Unit, words []Span, err error) {
	u = document.Unit{Seq: int(s.Seq.At(unit)), Section: section}
	r := s.record(s.records, unit)
	r.unit(&u)
	if r.err == nil {
		u.Text, words, r.err = s.text(unit, r.data)
	}
	if r.err != nil {
		return u, nil, fmt.Errorf("unit %d: %w", unit, r.err)
	}
	return u, words, nil
}

// text is the text of a unit between whose words the gaps stand, and the spans of the words.
func (s *Segment) text(unit uint32, gaps []byte) (string, []Span, error) {
	var room [256]uint32
	words := s.tokens.of(unit, room[:0])
	g := gapReader{data: gaps, table: s.gaps}
	var start [1024]byte
	text := append(start[:0], g.begin(len(words))...)
	spans := make([]Span, len(words))
	for i, form := range words {
		if i > 0 {
			text = append(text, g.next()...)
		}
		written, ok := s.tokens.written.find(int(form))
		if !ok || g.bad {
			return "", nil, fmt.Errorf("%w: a text ends within", ErrDamaged)
		}
		spans[i].Start = len(text)
		text = append(text, written...)
		spans[i].End = len(text)
	}
	if g.bad {
		return "", nil, fmt.Errorf("%w: a text ends within", ErrDamaged)
	}
	return string(append(text, g.behind...)), spans, nil
}
