package column

import (
	"encoding/binary"
	"io"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/analysis"
)

// A Builder collects documents for one file. It belongs to one goroutine.
type Builder struct {
	docs, units, headings uint32

	documents documentWriter
	records   recordWriter
	docStart  []uint32 // first unit of each document
	unitDoc   []uint32
	seq       []uint32
	searched  []bool   // by unit: it is searched by default
	begin     []uint32 // first unit of each run below the same headings
	gone      map[string]bool
	firsts    [3]uint32 // by space: the first row of the last document

	streams map[string]*streamBuilder
	fields  []keywordBuilder
	lookups []keywordBuilder // by which documents are found
	tokens  tokenBuilder
}

// streamBuilder collects the postings of a stream field.
type streamBuilder struct {
	space   Space
	terms   termBuilder
	lengths []uint32     // tokens by row
	whole   wholeBuilder // of stems
}

// keywordBuilder collects the terms and facet values of a keyword field.
type keywordBuilder struct {
	search.Field
	space  Space
	terms  termBuilder
	facet  termBuilder // of facet terms: value, separator, label
	starts []uint32    // by row: where its values begin
	ids    []uint32
	// mentions and implied stand beside the ids of references.
	mentions, implied []uint32
}

// termBuilder collects postings by term.
type termBuilder struct {
	ids   map[string]uint32
	terms []string
	lists []postingsBuilder

	first uint32   // row of the document that is being added
	last  []uint32 // the terms of that document, each once
}

type postingsBuilder struct {
	rows, freqs []uint32 // freqs is nil as long as all are 1
}

// NewBuilder returns an empty builder.
func NewBuilder() *Builder {
	b := &Builder{records: newRecordWriter(), gone: map[string]bool{}, streams: map[string]*streamBuilder{}, lookups: newDocumentFields(), tokens: newTokenBuilder()}
	for _, f := range search.Fields() {
		if f.Indexed() {
			b.fields = append(b.fields, keywordBuilder{Field: f, space: spaceOf(f.OfDocument), terms: newTermBuilder(), facet: newTermBuilder()})
		}
	}
	return b
}

func newTermBuilder() termBuilder { return termBuilder{ids: map[string]uint32{}} }

// id is the number of a term; the term is kept if it is new.
func (b *termBuilder) id(term string) uint32 {
	id, ok := b.ids[term]
	if !ok {
		id = uint32(len(b.terms))
		term = strings.Clone(term)
		b.ids[term] = id
		b.terms = append(b.terms, term)
		b.lists = append(b.lists, postingsBuilder{})
	}
	return id
}

// add counts a term once more in a row, the last one or a later one.
func (b *termBuilder) add(id, row uint32) {
	list := &b.lists[id]
	if n := len(list.rows); n == 0 || list.rows[n-1] < b.first {
		b.last = append(b.last, id)
	}
	list.add(row)
}

// begin begins a document whose first row is given.
func (b *termBuilder) begin(first uint32) { b.first, b.last = first, b.last[:0] }

func (list *postingsBuilder) add(row uint32) {
	if n := len(list.rows); n > 0 && list.rows[n-1] == row {
		if list.freqs == nil {
			list.freqs = make([]uint32, n, max(n, cap(list.rows)))
			for i := range list.freqs {
				list.freqs[i] = 1
			}
		}
		list.freqs[n-1]++
		return
	}
	list.rows = append(list.rows, row)
	if list.freqs != nil {
		list.freqs = append(list.freqs, 1)
	}
}

// order is the places of all terms in byte order: sorted[place] is an id.
func (b *termBuilder) order() (sorted []uint32) {
	sorted = make([]uint32, len(b.terms))
	for i := range sorted {
		sorted[i] = uint32(i)
	}
	slices.SortFunc(sorted, func(x, y uint32) int { return strings.Compare(b.terms[x], b.terms[y]) })
	return sorted
}

// places are the places of n ids, those that are sorted.
func places(sorted []uint32, n int) []uint32 {
	at := make([]uint32, n)
	for place, id := range sorted {
		at[id] = uint32(place)
	}
	return at
}

// Add takes a document, which must pass search.CheckDocument and have a key of its own. It replaces that of earlier files. digest is
// a number for this version of the document, such as [Digest] makes.
func (b *Builder) Add(d *document.Document, digest uint64) {
	key := keyString(d.Key())
	delete(b.gone, key)
	b.documents.add(key, digest, searchableUnits(d.Units), len(d.Agenda) > 0, linesOf(d))
	b.firsts = [3]uint32{Units: b.units, Headings: b.headings, Documents: b.docs}
	for _, s := range b.streams {
		s.terms.begin(b.firsts[s.space])
		s.whole.begin()
	}
	for i := range b.fields {
		b.fields[i].terms.begin(b.firsts[b.fields[i].space])
	}
	for i := range b.lookups {
		b.lookups[i].terms.begin(b.firsts[Documents])
	}
	b.records.header(&d.Header)
	b.docStart = append(b.docStart, b.units)
	for i := range b.fields {
		if f := &b.fields[i]; f.space == Documents {
			f.add(b.docs, &d.Header, &document.Unit{})
		}
	}
	b.lookups[0].addTerms(b.docs, search.SymbolTerms(&d.Header))
	b.lookups[1].addTerms(b.docs, search.FamilyTerms(&d.Header))
	title := b.stream(search.TitleField, Documents)
	title.add(b.docs, analysis.Verbatim(d.Title))
	for i := range d.Units {
		u := &d.Units[i]
		if i == 0 || !slices.Equal(u.Section, d.Units[i-1].Section) {
			b.begin = append(b.begin, b.units)
			b.records.heading(u.Section)
			b.stream(search.SectionField, Headings).add(b.headings, headingTokens(u.Section))
			b.headings++
		}
		b.addUnit(&d.Header, u)
	}
	b.addWhole(&d.Header)
	b.docs++
}

// Terms yields the terms of the document that was added last, each once, with the names of their fields, in no order. The stems of its
// title are among those of its texts.
func (b *Builder) Terms() iter.Seq2[string, string] {
	return func(yield func(field, term string) bool) {
		for name, s := range b.streams {
			if !s.terms.each(s.last(), name, yield) {
				return
			}
		}
		for _, fields := range [][]keywordBuilder{b.fields, b.lookups} {
			for i := range fields {
				if !fields[i].terms.each(fields[i].terms.last, fields[i].Name, yield) {
					return
				}
			}
		}
	}
}

// Sums are what the document that was added last adds to the sums of streams; those to which it adds nothing are left out.
func (b *Builder) Sums() map[string]StreamSum {
	sums := map[string]StreamSum{}
	starts := map[Space][]uint32{
		Headings:  append(slices.Clone(b.begin[b.firsts[Headings]:]), b.units),
		Documents: {b.firsts[Units], b.units},
	}
	for name, s := range b.streams {
		first := min(int(b.firsts[s.space]), len(s.lengths))
		if sum := sumOf(s.lengths[first:], starts[s.space]); sum.Units > 0 {
			sums[name] = sum
		}
		if s.whole.length > 0 {
			sums[search.WholeField(name)] = StreamSum{1, int(s.whole.length)}
		}
	}
	return sums
}

// last are the terms of the document that was added last.
func (s *streamBuilder) last() []uint32 {
	if s.whole.length > 0 {
		return s.whole.held
	}
	return s.terms.last
}

// each yields some terms by their numbers.
func (b *termBuilder) each(ids []uint32, field string, yield func(field, term string) bool) bool {
	for _, id := range ids {
		if !yield(field, b.terms[id]) {
			return false
		}
	}
	return true
}

// LeavePairs has the file written without pairs. Merging finds them; in the small file of one commit, looking at the units themselves
// costs less than finding pairs in each of them, which would be a tenth of an index run.
func (b *Builder) LeavePairs() { b.tokens.noPairs = true }

// Delete notes that a document of earlier files is gone.
func (b *Builder) Delete(key document.Key) { b.gone[keyString(key)] = true }

func (b *Builder) addUnit(h *document.Header, u *document.Unit) {
	b.unitDoc = append(b.unitDoc, b.docs)
	b.seq = append(b.seq, uint32(u.Seq))
	b.searched = append(b.searched, document.SearchedByDefault(u.Kind))
	for i := range b.fields {
		if f := &b.fields[i]; f.space == Units {
			f.add(b.units, h, u)
		}
	}
	lang := search.UnitLanguage(h, u)
	verbatim := analysis.Verbatim(u.Text)
	words := b.stream(search.VerbatimField, Units)
	stems := b.stream(search.StemField(lang), Units)
	analyzer, weight := analysis.For(lang), search.KindWeight(u.Kind)
	b.tokens.begin()
	parts := make([]analysis.Token, 0, len(verbatim)) // without compounds
	for _, t := range verbatim {
		word := words.terms.id(t.Term)
		words.terms.add(word, b.units)
		if t.Compound {
			continue
		}
		parts = append(parts, t)
		written := u.Text[t.Start:t.End]
		stem := stems.terms.id(analyzer.Stem(written))
		stems.terms.add(stem, b.units)
		if lang == h.Lang {
			stems.whole.add(stem, weight)
		}
		b.tokens.add(written, word, stem, search.StemField(lang))
	}
	words.setLength(b.units, uint32(len(verbatim)))
	stems.setLength(b.units, uint32(len(parts)))
	b.records.unit(u, func(to []byte) []byte { return appendGaps(to, b.records.gaps, u.Text, parts) })
	b.units++
}

// addWhole adds the document that is being added as one text: its title, beside its units.
func (b *Builder) addWhole(h *document.Header) {
	s := b.stream(search.StemField(h.Lang), Units)
	for _, t := range analysis.For(h.Lang).Stems(h.Title) {
		s.whole.add(s.terms.id(t.Term), search.TitleWeight)
	}
	s.whole.end(b.docs)
}

func (b *Builder) stream(name string, space Space) *streamBuilder {
	s := b.streams[name]
	if s == nil {
		s = &streamBuilder{space: space, terms: newTermBuilder()}
		s.terms.begin(b.firsts[space])
		b.streams[name] = s
	}
	return s
}

func (s *streamBuilder) add(row uint32, tokens []analysis.Token) {
	for _, t := range tokens {
		s.terms.add(s.terms.id(t.Term), row)
	}
	s.setLength(row, uint32(len(tokens)))
}

func (s *streamBuilder) setLength(row, n uint32) {
	for uint32(len(s.lengths)) <= row {
		s.lengths = append(s.lengths, 0)
	}
	s.lengths[row] = n
}

func (f *keywordBuilder) add(row uint32, h *document.Header, u *document.Unit) {
	f.addTerms(row, f.Terms(h, u))
	if !f.Facet {
		return
	}
	f.starts = append(f.starts, uint32(len(f.ids)))
	for _, v := range f.Values(h, u) {
		f.ids = append(f.ids, f.facet.id(v.Text+LabelSeparator+v.Label))
		if f.Reference {
			f.mentions, f.implied = append(f.mentions, uint32(v.Mentions)), append(f.implied, uint32(v.Implied))
		}
	}
}

func headingTokens(section []string) (all []analysis.Token) {
	for _, heading := range section {
		all = append(all, analysis.Verbatim(heading)...)
	}
	return all
}

// Units is the number of units so far.
func (b *Builder) Units() int { return int(b.units) }

// Write writes the file. The builder is of no further use.
func (b *Builder) Write(to io.Writer) error {
	f := newFileWriter(to)
	b.writeDocuments(f)
	placesOf := map[string][]uint32{}
	for _, name := range slices.Sorted(maps.Keys(b.streams)) {
		placesOf[name] = b.writeStream(f, name)
	}
	b.tokens.write(f, placesOf[search.VerbatimField], placesOf)
	for i := range b.fields {
		b.fields[i].write(f)
	}
	for i := range b.lookups {
		b.lookups[i].write(f)
	}
	return f.close()
}

func (b *Builder) writeDocuments(f *fileWriter) {
	b.documents.write(f, slices.Sorted(maps.Keys(b.gone)))
	b.docStart, b.begin = append(b.docStart, b.units), append(b.begin, b.units)
	f.section("start.doc", appendNumbers(nil, b.docStart))
	f.section("start.headings", appendNumbers(nil, b.begin))
	f.section("doc", appendNumbers(nil, b.unitDoc))
	f.section("seq", appendNumbers(nil, b.seq))
	b.records.write(f)
}

// writeStream writes a stream field and returns the places of its terms by their ids.
func (b *Builder) writeStream(f *fileWriter, name string) []uint32 {
	s := b.streams[name]
	sorted := s.terms.order()
	if len(s.whole.lists) > 0 {
		s.whole.write(f, name, s.terms.terms, sorted, b.docs)
		sorted = slices.DeleteFunc(sorted, func(id uint32) bool { return len(s.terms.lists[id].rows) == 0 }) // of titles
	}
	w := newFieldWriter(f, name)
	measured := func(row uint32) (uint32, bool) { return s.lengths[row], s.space != Units || b.searched[row] }
	for _, id := range sorted {
		list := s.terms.lists[id]
		w.add(s.terms.terms[id], list.rows, list.freqs, measured)
	}
	w.close()
	if len(sorted) > 0 {
		s.setLength([]uint32{Units: b.units, Headings: b.headings, Documents: b.docs}[s.space], 0) // one for every row
		writeLengths(f, name, s.lengths[:len(s.lengths)-1], map[Space][]uint32{Headings: b.begin, Documents: b.docStart}[s.space])
	}
	return places(sorted, len(s.terms.terms))
}

// writeLengths writes the lengths of a stream by row, and over how many units and tokens they go. starts are the first units of rows and
// the number of units behind the last one, nil where rows are counted as they are: units, and whole documents.
func writeLengths(f *fileWriter, name string, lengths, starts []uint32) {
	sum := sumOf(lengths, starts)
	f.section(name+".length", appendNumbers(nil, lengths))
	f.section(name+".sum", binary.LittleEndian.AppendUint64(binary.LittleEndian.AppendUint64(nil, uint64(sum.Units)), uint64(sum.Tokens)))
}

// sumOf is the sum of lengths by row; starts are as for writeLengths.
func sumOf(lengths, starts []uint32) (sum StreamSum) {
	for row, n := range lengths {
		run := 1
		if starts != nil {
			run = int(starts[row+1] - starts[row])
		}
		if n > 0 {
			sum.Units, sum.Tokens = sum.Units+run, sum.Tokens+int(n)*run
		}
	}
	return sum
}

func (f *keywordBuilder) write(to *fileWriter) {
	w := newFieldWriter(to, f.Name)
	for _, id := range f.terms.order() {
		w.add(f.terms.terms[id], f.terms.lists[id].rows, nil, nil)
	}
	w.close()
	if !f.Facet {
		return
	}
	sorted := f.facet.order()
	at := places(sorted, len(sorted))
	values := make([]string, len(sorted))
	for place, id := range sorted {
		values[place] = f.facet.terms[id]
	}
	facet := newFacetWriter(f.Field, values)
	starts := append(f.starts, uint32(len(f.ids)))
	var held []facetValue
	for row := range f.starts {
		held = held[:0]
		for i := starts[row]; i < starts[row+1]; i++ {
			v := facetValue{value: at[f.ids[i]]}
			if f.Reference {
				v.mentions, v.implied = f.mentions[i], f.implied[i]
			}
			held = append(held, v)
		}
		facet.sets = append(facet.sets, facet.set(held))
	}
	facet.write(to)
}
