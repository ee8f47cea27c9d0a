package column

import (
	"cmp"
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
)

// MergeOptions are the options of [Merge].
type MergeOptions struct {
	KeepGone   bool // keep what the files say is gone from earlier ones; where there are none it need not be
	LeavePairs bool // write no pairs: see [Builder.LeavePairs]
}

// Merge writes one file with the documents of segments that follow each other, in their order, but for the dead ones, which
// are given for each segment in order: see [Dead]. Merge holds in memory what is of one size with the number of units and terms, their
// records, and of the postings those of a term.
func Merge(to io.Writer, segments []*Segment, dead [][]uint32, opts MergeOptions) error {
	m := &merger{file: newFileWriter(to)}
	for i, s := range segments {
		m.sources = append(m.sources, m.source(s, dead[i]))
	}
	m.documents(opts.KeepGone)
	if err := m.records(); err != nil {
		return err
	}
	placesOf := map[string][][]uint32{}
	for _, name := range m.streams() {
		places, err := m.stream(name)
		if err != nil {
			return err
		}
		placesOf[name] = places
	}
	m.tokens(placesOf, opts.LeavePairs)
	for _, f := range search.Fields() {
		if !f.Indexed() {
			continue
		}
		if _, err := m.field(f.Name, nil); err != nil {
			return err
		}
		if f.Facet {
			m.facet(f)
		}
	}
	for _, name := range []string{AnswersField, FamilyField} {
		if _, err := m.field(name, nil); err != nil {
			return err
		}
	}
	return m.file.close()
}

type merger struct {
	file    *fileWriter
	sources []*mergeSource
	next    [3]uint32 // by space: the next free row
	// searched says of the units of the new file whether they are searched by default.
	searched []bool
	starts   [3][]uint32 // by space, of the new file: where the units of each row begin, and behind the last one their number
}

// mergeSource is a source with the rows of the new file that its rows become, by space; noRow for those left out.
type mergeSource struct {
	*Segment
	rows [3][]uint32
}

func (m *merger) source(s *Segment, dead []uint32) *mergeSource {
	src := &mergeSource{Segment: s}
	gone := make([]bool, s.Documents())
	for _, doc := range dead {
		gone[doc] = true
	}
	assign := func(space Space, n uint32, left func(row uint32) bool) {
		src.rows[space] = make([]uint32, n)
		for row := range n {
			src.rows[space][row] = noRow
			if !left(row) {
				src.rows[space][row] = m.next[space]
				m.next[space]++
			}
		}
	}
	assign(Documents, s.Documents(), func(doc uint32) bool { return gone[doc] })
	assign(Units, s.Units(), func(unit uint32) bool { return gone[s.UnitDoc.At(unit)] })
	assign(Headings, uint32(s.headings.Len()), func(row uint32) bool {
		from, _ := s.Run(Headings, row)
		return gone[s.UnitDoc.At(from)]
	})
	return src
}

// kept yields the rows of a space that stay.
func (s *mergeSource) kept(space Space) iter.Seq2[uint32, uint32] {
	return func(yield func(old, new uint32) bool) {
		for old, row := range s.rows[space] {
			if row != noRow && !yield(uint32(old), row) {
				return
			}
		}
	}
}

func (m *merger) documents(keepGone bool) {
	var documents documentWriter
	var docStart, begin, unitDoc, seq []uint32
	gone := map[string]bool{}
	for _, s := range m.sources {
		agendas := s.Agendas()
		for i := range uint32(s.gone.Len()) {
			gone[string(s.gone.At(i))] = keepGone
		}
		for old := range s.kept(Documents) {
			key := string(s.keys.At(old))
			delete(gone, key)
			_, agenda := slices.BinarySearch(agendas, old)
			documents.add(key, s.Digest(old), s.searchable.At(old), agenda, string(s.lines.At(old)))
		}
		docStart = append(docStart, s.begins(Documents)...)
		begin = append(begin, s.begins(Headings)...)
		for old := range s.kept(Units) {
			unitDoc, seq = append(unitDoc, s.rows[Documents][s.UnitDoc.At(old)]), append(seq, s.Seq.At(old))
		}
		m.searched = append(m.searched, s.searched()...)
	}
	units := m.next[Units]
	// A document without units begins where the next one does.
	for i := len(docStart) - 1; i >= 0; i-- {
		if docStart[i] == noRow {
			docStart[i] = units
			if i+1 < len(docStart) {
				docStart[i] = docStart[i+1]
			}
		}
	}
	maps.DeleteFunc(gone, func(_ string, kept bool) bool { return !kept })
	documents.write(m.file, slices.Sorted(maps.Keys(gone)))
	m.starts[Documents], m.starts[Headings] = append(docStart, units), append(begin, units)
	m.file.section("start.doc", appendNumbers(nil, m.starts[Documents]))
	m.file.section("start.headings", appendNumbers(nil, m.starts[Headings]))
	m.file.section("doc", appendNumbers(nil, unitDoc))
	m.file.section("seq", appendNumbers(nil, seq))
}

// searched says of each unit that stays whether it is searched by default, which the facet of kinds tells.
func (s *mergeSource) searched() (all []bool) {
	kinds := s.Facet("kind")
	bySet := make([]bool, kinds.Start.Len())
	for set := range uint32(kinds.Start.Len() - 1) {
		bySet[set] = true // a unit of no kind is searched
		for i := kinds.Start.At(set); i < kinds.Start.At(set+1); i++ {
			kind, _, _ := strings.Cut(string(kinds.Values.At(kinds.IDs.At(i))), LabelSeparator)
			bySet[set] = document.SearchedByDefault(document.Kind(kind))
		}
	}
	for old := range s.kept(Units) {
		all = append(all, bySet[kinds.Sets.At(old)])
	}
	return all
}

// records reads the records of all documents and writes them with the names of the new file.
func (m *merger) records() error {
	w := newRecordWriter()
	for _, s := range m.sources {
		for doc := range s.kept(Documents) {
			h, err := s.Header(doc)
			if err != nil {
				return err
			}
			w.header(&h)
			from, to := s.Run(Documents, doc)
			end := from // of the run below the same headings
			for unit := from; unit < to; unit++ {
				if unit == end {
					row := s.RowOf(Headings, unit)
					section, err := s.Section(row)
					if err != nil {
						return err
					}
					w.heading(section)
					_, end = s.Run(Headings, row)
				}
				if err := s.copyUnit(&w, unit); err != nil {
					return err
				}
			}
		}
	}
	w.write(m.file)
	return m.file.err
}

func (s *Segment) copyUnit(w *recordWriter, unit uint32) error {
	var u document.Unit
	r := s.record(s.records, unit)
	if r.unit(&u); r.err != nil {
		return fmt.Errorf("unit %d: %w", unit, r.err)
	}
	bad := false
	w.unit(&u, func(to []byte) []byte {
		copied := copyGaps(to, r.data, func(gap uint64) (uint32, bool) {
			found, ok := s.gaps.find(int(gap))
			if !ok {
				return 0, false
			}
			return w.gaps.number(string(found)), true
		})
		bad = copied == nil
		return copied
	})
	if bad {
		return fmt.Errorf("%w: the gaps of unit %d", ErrDamaged, unit)
	}
	return nil
}

// begins are the new first units of the rows that stay, noRow for a document without units.
func (s *mergeSource) begins(space Space) (units []uint32) {
	for old := range s.kept(space) {
		from, to := s.Run(space, old)
		first := noRow
		if from < to {
			first = s.rows[Units][from]
		}
		units = append(units, first)
	}
	return units
}

func (m *merger) streams() []string {
	names := map[string]bool{}
	for _, s := range m.sources {
		for _, name := range s.Streams() {
			names[name] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

func (m *merger) stream(name string) (places [][]uint32, err error) {
	lengths := make([]uint32, m.next[spaceOfField(name)])
	for _, s := range m.sources {
		f := s.Field(name)
		if f == nil {
			continue
		}
		for old, row := range s.kept(f.Space) {
			if old < uint32(f.Lengths.Len()) {
				lengths[row] = f.Lengths.At(old)
			}
		}
	}
	space := spaceOfField(name)
	starts, measured := m.starts[space], func(row uint32) (uint32, bool) { return lengths[row], space != Units || m.searched[row] }
	if search.IsWhole(name) {
		starts, measured = nil, nil
	}
	places, err = m.field(name, measured)
	if slices.ContainsFunc(lengths, func(n uint32) bool { return n > 0 }) {
		writeLengths(m.file, name, lengths, starts)
	}
	return places, err
}

// head is the next term of a source.
type head struct {
	source int
	field  *Field
	place  int
	term   string
	next   func() (int, string, bool)
}

func (h *head) advance() bool {
	var ok bool
	h.place, h.term, ok = h.next()
	return ok
}

// field merges the terms of a field. It returns, by source, the new places of its terms; those that only deleted documents held
// have none: they are noRow.
func (m *merger) field(name string, measured measure) (places [][]uint32, err error) {
	places = make([][]uint32, len(m.sources))
	var heads []*head
	for i, s := range m.sources {
		f := s.Field(name)
		if f == nil {
			continue
		}
		places[i] = make([]uint32, f.Len())
		next, stop := iter.Pull2(iter.Seq2[int, string](f.From(0)))
		defer stop()
		if h := (&head{source: i, field: f, next: next}); h.advance() {
			heads = append(heads, h)
		}
	}
	w := newFieldWriter(m.file, name)
	var rows, freqs []uint32
	var cursor Cursor
	for count := uint32(0); len(heads) > 0; {
		term := slices.MinFunc(heads, func(a, b *head) int { return strings.Compare(a.term, b.term) }).term
		rows, freqs = rows[:0], freqs[:0]
		for _, h := range heads { // in order of the sources, and so of the new rows
			if h.term != term {
				continue
			}
			list, err := h.field.Postings(h.place)
			if err != nil {
				return nil, err
			}
			s := m.sources[h.source]
			for cursor.Reset(list); cursor.Row() != NoRow; cursor.Next() {
				if row := s.rows[h.field.Space][cursor.Row()]; row != noRow {
					rows, freqs = append(rows, row), append(freqs, uint32(cursor.Freq()))
				}
			}
		}
		at := noRow
		if len(rows) > 0 {
			w.add(term, rows, freqs, measured)
			at = count
			count++
		}
		heads = slices.DeleteFunc(heads, func(h *head) bool {
			if h.term != term {
				return false
			}
			places[h.source][h.place] = at
			return !h.advance()
		})
	}
	w.close()
	return places, nil
}

// tokens merges the token streams; placesOf are the new places of terms, by stream, source and old place.
func (m *merger) tokens(placesOf map[string][][]uint32, leavePairs bool) {
	ids := map[form]uint32{}
	var forms []form
	var stems []string // the stem streams of the new file
	for _, name := range m.streams() {
		if strings.HasPrefix(name, search.StemPrefix) {
			stems = append(stems, name)
		}
	}
	numbers := make([][]uint32, len(m.sources)) // by source and form: its number in the new file
	for i, s := range m.sources {
		old := slices.DeleteFunc(s.Streams(), func(name string) bool { return !strings.HasPrefix(name, search.StemPrefix) })
		numbers[i] = make([]uint32, s.tokens.words.Len())
		for at := range uint32(len(numbers[i])) {
			name := old[s.tokens.streams.At(at)]
			f := newForm(string(s.tokens.written.At(at)), placesOf[search.VerbatimField][i][s.tokens.words.At(at)], placesOf[name][i][s.tokens.stems.At(at)], uint32(slices.Index(stems, name)))
			numbers[i][at] = noRow
			if f.word == noRow || f.stem == noRow {
				continue // of deleted documents
			}
			id, known := ids[f]
			if !known {
				id = uint32(len(forms))
				ids[f] = id
				forms = append(forms, f)
			}
			numbers[i][at] = id
		}
	}
	units := func(yield func([]uint32) bool) {
		var buf []uint32
		for i, s := range m.sources {
			for old := range s.kept(Units) {
				buf = s.tokens.of(old, buf[:0])
				for at, form := range buf {
					buf[at] = numbers[i][form]
				}
				if !yield(buf) {
					return
				}
			}
		}
	}
	n := writeTokens(m.file, forms, units)
	writeShared(m.file, forms, units, int(m.next[Units]))
	if !leavePairs {
		writePairs(m.file, forms, units, n)
	}
}

func (m *merger) facet(field search.Field) {
	values := map[string]uint32{}
	space := spaceOf(field.OfDocument)
	for _, s := range m.sources { // those that are still held
		f := s.Facet(field.Name)
		for _, set := range s.keptSets(f) {
			for i := f.Start.At(set); i < f.Start.At(set+1); i++ {
				values[string(f.Values.At(f.IDs.At(i)))] = 0
			}
		}
	}
	sorted := slices.SortedFunc(maps.Keys(values), cmp.Compare[string])
	for place, value := range sorted {
		values[value] = uint32(place)
	}
	w := newFacetWriter(field, sorted)
	var held []facetValue
	for _, s := range m.sources {
		f := s.Facet(field.Name)
		places := make([]uint32, f.Values.Len())
		for i := range places {
			places[i] = values[string(f.Values.At(uint32(i)))]
		}
		number := map[uint32]uint32{} // of the new set, by the old one
		for old := range s.kept(space) {
			set := f.Sets.At(old)
			id, known := number[set]
			if !known {
				held = held[:0]
				for i := f.Start.At(set); i < f.Start.At(set+1); i++ {
					v := facetValue{value: places[f.IDs.At(i)]}
					if field.Reference {
						v.mentions, v.implied = f.Mentions.At(i), f.Implied.At(i)
					}
					held = append(held, v)
				}
				id = w.set(held)
				number[set] = id
			}
			w.sets = append(w.sets, id)
		}
	}
	w.write(m.file)
}

// keptSets are the sets that rows which stay hold.
func (s *mergeSource) keptSets(f *Facet) []uint32 {
	held := make([]bool, f.Start.Len())
	for old := range s.kept(f.Space) {
		held[f.Sets.At(old)] = true
	}
	var sets []uint32
	for set, is := range held {
		if is {
			sets = append(sets, uint32(set))
		}
	}
	return sets
}
