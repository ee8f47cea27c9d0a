package column

import (
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/plenary-search/plenary/search"
)

// Segment is a file that is open for reading: the documents of one or several commits. It never changes, and it is safe for
// concurrent use. What it returns may be bytes of the file, which must not be changed.
type Segment struct {
	UnitDoc Numbers // by unit: its document
	Seq     Numbers // by unit
	fields  map[string]*Field
	facets  map[string]*Facet
	starts  [3]Numbers // by space: where the units of each row begin, and behind the last one their number
	tokens  tokens
	rare    sketch // of pairs
	shared  sketch // see variants.go
	units   uint32
	stems   func() []uint64 // by document: see Stems

	// See documents.go.
	keys, sortKeys, gone       Strings
	lines                      Strings
	order, searchable, agendas Numbers
	digests                    []byte

	// See records.go.
	headers, headings, records, names, gaps Strings
}

// Field holds the terms of a field with their postings.
type Field struct {
	Dictionary
	Space Space
	// Lengths are, of a stream, the number of tokens by row.
	Lengths Numbers
	// Sum is that of a stream, deleted units too.
	Sum    StreamSum
	Whole  bool   // it is a stream of whole documents
	scores bool   // as streams do
	stems  uint64 // see Segment.StemsBit
	counts Numbers
	ends   []byte
	post   []byte
}

// StreamSum is the number of units that hold tokens in a stream, or of documents in a stream of whole documents, and of these tokens.
type StreamSum struct{ Units, Tokens int }

// Add is the sum with another, or with sign -1 without it.
func (s StreamSum) Add(t StreamSum, sign int) StreamSum {
	return StreamSum{s.Units + sign*t.Units, s.Tokens + sign*t.Tokens}
}

// Stats are what relevance needs to know of the stream.
func (s StreamSum) Stats() search.StreamStats {
	return search.StreamStats{Units: s.Units, AverageLength: float64(s.Tokens) / float64(s.Units)}
}

// Open reads a file in place. data must not change as long as the segment is in use. The error wraps ErrDamaged.
func Open(data []byte, verify bool) (*Segment, error) {
	all, err := readSections(data, verify)
	if err != nil {
		return nil, err
	}
	r := sectionReader{sections: all}
	s := &Segment{UnitDoc: r.numbers("doc"), Seq: r.numbers("seq"), fields: map[string]*Field{}, facets: map[string]*Facet{},
		keys: r.strings("keys"), sortKeys: r.strings("sortkeys"), gone: r.strings("gone"), lines: r.strings("lines"), order: r.numbers("order"), searchable: r.numbers("searchable"),
		agendas: r.numbers("agendas"), digests: all["digests"], headers: r.strings("headers"), headings: r.strings("headings"),
		records: r.strings("units"), names: r.strings("names"), gaps: r.strings("gaps")}
	s.starts[Documents], s.starts[Headings] = r.numbers("start.doc"), r.numbers("start.headings")
	s.units = uint32(s.Seq.Len())
	for name := range all {
		if field, ok := strings.CutSuffix(name, ".dict"); ok {
			s.fields[field] = r.field(field)
		}
	}
	for _, f := range search.Fields() {
		if f.Facet {
			s.facets[f.Name] = r.facet("facet."+f.Name, spaceOf(f.OfDocument))
		}
	}
	s.tokens = tokens{data: r.sections["tokens"], ends: r.numbers("tokens.end"), words: r.numbers("tokens.word"), stems: r.numbers("tokens.stem"), streams: r.numbers("tokens.stream"),
		written: r.strings("tokens.written")}
	s.rare, s.shared = r.sketch(rareSection), r.sketch(sharedSection)
	r.fits(s)
	s.numberStems()
	return s, r.err
}

// fits checks that sections that stand beside each other are of one length.
func (r *sectionReader) fits(s *Segment) {
	docs, units := s.keys.Len(), s.Seq.Len()
	beside := s.sortKeys.Len() == docs && s.lines.Len() == docs && s.order.Len() == docs && s.searchable.Len() == docs && len(s.digests) == 8*docs && s.headers.Len() == docs &&
		s.UnitDoc.Len() == units && s.records.Len() == units && (s.tokens.ends.Len() == units || s.tokens.ends.Len() == 0)
	starts := (s.starts[Documents].Len() == docs+1 || docs == 0) && (s.starts[Headings].Len() == s.headings.Len()+1 || s.headings.Len() == 0)
	if !beside || !starts {
		r.failed("keys", fmt.Errorf("%w: sections differ in length", ErrDamaged))
	}
}

// sectionReader reads sections and keeps the first error.
type sectionReader struct {
	sections
	err error
}

func (r *sectionReader) failed(name string, err error) {
	if err != nil && r.err == nil {
		r.err = fmt.Errorf("section %q: %w", name, err)
	}
}

func (r *sectionReader) numbers(name string) Numbers {
	n, err := newNumbers(r.sections[name])
	r.failed(name, err)
	return n
}

func (r *sectionReader) strings(name string) Strings {
	s, err := newStrings(r.sections[name])
	r.failed(name, err)
	return s
}

func (r *sectionReader) field(name string) *Field {
	d, err := newDictionary(r.sections[name+".dict"])
	r.failed(name, err)
	f := &Field{Dictionary: d, Space: spaceOfField(name), Whole: search.IsWhole(name), scores: search.IsStream(name), Lengths: r.numbers(name + ".length"), counts: r.numbers(name + ".count"), ends: r.sections[name+".end"], post: r.sections[name+".post"]}
	if sum := r.sections[name+".sum"]; len(sum) == 16 {
		f.Sum.Units, f.Sum.Tokens = int(binary.LittleEndian.Uint64(sum)), int(binary.LittleEndian.Uint64(sum[8:]))
	}
	if f.counts.Len() != d.Len() || len(f.ends) != 8*d.Len() {
		r.failed(name, ErrDamaged)
	}
	return f
}

func (r *sectionReader) facet(name string, space Space) *Facet {
	f := &Facet{Values: r.strings(name + ".values"), Space: space, Sets: r.numbers(name + ".set"), Start: r.numbers(name + ".start"), IDs: r.numbers(name + ".id"),
		Mentions: r.numbers(name + ".mentions"), Implied: r.numbers(name + ".implied")}
	if f.Mentions.Len() != f.Implied.Len() || f.Mentions.Len() != 0 && f.Mentions.Len() != f.IDs.Len() {
		r.failed(name, ErrDamaged)
	}
	return f
}

// spaceOfField is the space of a field of the schema or a stream.
func spaceOfField(name string) Space {
	switch name {
	case search.SectionField:
		return Headings
	case AnswersField, FamilyField:
		return Documents
	}
	if search.IsWhole(name) {
		return Documents
	}
	f, _ := search.LookupField(name)
	return spaceOf(f.OfDocument)
}

// Units is the number of units, Documents that of documents; deleted ones count too.
func (s *Segment) Units() uint32     { return s.units }
func (s *Segment) Documents() uint32 { return uint32(s.keys.Len()) }

// Field is the field of a name, nil where no unit holds anything in it.
func (s *Segment) Field(name string) *Field { return s.fields[name] }

// Facet is the facet of a name.
func (s *Segment) Facet(name string) *Facet { return s.facets[name] }

// Streams are the names of the stream fields that have terms here, and of the streams of whole documents.
func (s *Segment) Streams() []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(s.fields)), func(name string) bool { return !search.IsStream(name) && !search.IsWhole(name) })
}

// Run is the units of a row: from its first to before its last.
func (s *Segment) Run(space Space, row uint32) (from, to uint32) {
	if space == Units {
		return row, row + 1
	}
	return s.starts[space].At(row), s.starts[space].At(row + 1)
}

// RowOf is the row that a unit belongs to.
func (s *Segment) RowOf(space Space, unit uint32) uint32 {
	switch space {
	case Units:
		return unit
	case Documents:
		return s.UnitDoc.At(unit)
	}
	starts := s.starts[space]
	from, to := 0, starts.Len() // the last row that does not begin behind the unit
	for from < to {
		if middle := int(uint(from+to) >> 1); starts.At(uint32(middle)) <= unit {
			from = middle + 1
		} else {
			to = middle
		}
	}
	return uint32(from - 1)
}

// Postings is the list of the term at a place.
func (f *Field) Postings(place int) (Postings, error) {
	from := uint64(0)
	if place > 0 {
		from = binary.LittleEndian.Uint64(f.ends[8*(place-1):])
	}
	to := binary.LittleEndian.Uint64(f.ends[8*place:])
	if from > to || to > uint64(len(f.post)) {
		return Postings{}, ErrDamaged
	}
	return newPostings(int(f.counts.At(uint32(place))), f.post[from:to:to], f.scores)
}

// Count is the number of rows that hold the term at a place.
func (f *Field) Count(place int) int { return int(f.counts.At(uint32(place))) }

// tokens is the token stream.
type tokens struct {
	data                  []byte
	ends                  Numbers
	words, stems, streams Numbers
	written               Strings
}

// of appends the forms of a unit's words.
func (t *tokens) of(unit uint32, to []uint32) []uint32 {
	if t.ends.Len() == 0 {
		return to // no unit of the file holds a word
	}
	from, end := uint32(0), t.ends.At(unit)
	if unit > 0 {
		from = t.ends.At(unit - 1)
	}
	if from > end || uint64(end) > uint64(len(t.data)/2) {
		return to
	}
	for data := t.data[2*from : 2*end]; len(data) >= 2; data = data[2:] {
		form := uint32(binary.LittleEndian.Uint16(data))
		if form == longWord && len(data) >= 6 {
			form = binary.LittleEndian.Uint32(data[2:])
			data = data[4:]
		}
		to = append(to, form)
	}
	return to
}

// Words appends, for each word of a unit in order, the place of its term in the verbatim stream or, with stems, in the stem stream
// of the unit's language.
func (s *Segment) Words(unit uint32, stems bool, to []uint32) []uint32 {
	at := len(to)
	to = s.tokens.of(unit, to)
	place := s.tokens.words
	if stems {
		place = s.tokens.stems
	}
	place.Replace(to[at:])
	return to
}
