package column

import (
	"encoding/json"
	"io"
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

	keys    []string
	headers []string
	// headingTexts are by run of units below the same headings: these, as JSON.
	headingTexts []string
	docStart     []uint32 // first unit of each document
	unitDoc      []uint32
	seq          []uint32
	begin        []uint32 // first unit of each run below the same headings

	streams map[string]*streamBuilder
	fields  []keywordBuilder
	tokens  tokenBuilder
}

// streamBuilder collects the postings of a stream field.
type streamBuilder struct {
	space   Space
	terms   termBuilder
	lengths []uint32 // tokens by row
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
}

type postingsBuilder struct {
	rows, freqs []uint32 // freqs is nil as long as all are 1
}

// NewBuilder returns an empty builder.
func NewBuilder() *Builder {
	b := &Builder{streams: map[string]*streamBuilder{}, tokens: newTokenBuilder()}
	for _, f := range search.Fields() {
		if f.Shape != search.Stream {
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
func (b *termBuilder) add(id, row uint32) { b.lists[id].add(row) }

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

// places are the places of all ids.
func places(sorted []uint32) []uint32 {
	at := make([]uint32, len(sorted))
	for place, id := range sorted {
		at[id] = uint32(place)
	}
	return at
}

// Add takes a document, which must pass search.CheckDocument.
func (b *Builder) Add(d *document.Document) error {
	header, err := json.Marshal(&d.Header)
	if err != nil {
		return err
	}
	b.keys = append(b.keys, keyString(d.Key()))
	b.headers = append(b.headers, string(header))
	b.docStart = append(b.docStart, b.units)
	for i := range b.fields {
		if f := &b.fields[i]; f.space == Documents {
			f.add(b.docs, &d.Header, &document.Unit{})
		}
	}
	title := b.stream(search.TitleField, Documents)
	title.add(b.docs, analysis.Verbatim(d.Title))
	for i := range d.Units {
		u := &d.Units[i]
		if i == 0 || !slices.Equal(u.Section, d.Units[i-1].Section) {
			b.begin = append(b.begin, b.units)
			texts, err := json.Marshal(u.Section)
			if err != nil {
				return err
			}
			b.headingTexts = append(b.headingTexts, string(texts))
			b.stream(search.SectionField, Headings).add(b.headings, headingTokens(u.Section))
			b.headings++
		}
		b.addUnit(&d.Header, u)
	}
	b.docs++
	return nil
}

func (b *Builder) addUnit(h *document.Header, u *document.Unit) {
	b.unitDoc = append(b.unitDoc, b.docs)
	b.seq = append(b.seq, uint32(u.Seq))
	for i := range b.fields {
		if f := &b.fields[i]; f.space == Units {
			f.add(b.units, h, u)
		}
	}
	lang := search.UnitLanguage(h, u)
	verbatim := analysis.Verbatim(u.Text)
	words := b.stream(search.VerbatimField, Units)
	stems := b.stream(search.StemField(lang), Units)
	analyzer := analysis.For(lang)
	count := uint32(0)
	b.tokens.begin()
	for _, t := range verbatim {
		word := words.terms.id(t.Term)
		words.terms.add(word, b.units)
		if t.Compound {
			continue
		}
		stem := stems.terms.id(analyzer.Stem(u.Text[t.Start:t.End]))
		stems.terms.add(stem, b.units)
		b.tokens.add(word, stem, search.StemField(lang))
		count++
	}
	words.setLength(b.units, uint32(len(verbatim)))
	stems.setLength(b.units, count)
	b.units++
}

func (b *Builder) stream(name string, space Space) *streamBuilder {
	s := b.streams[name]
	if s == nil {
		s = &streamBuilder{space: space, terms: newTermBuilder()}
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
	for _, term := range f.Terms(h, u) {
		f.terms.add(f.terms.id(term), row)
	}
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

// LabelSeparator stands between the value and the label of a facet term.
const LabelSeparator = "\x1f"

// keyString is a key as a term.
func keyString(k document.Key) string { return k.Symbol + "\x00" + string(k.Lang) }

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
	return f.close()
}

func (b *Builder) writeDocuments(f *fileWriter) {
	f.section("keys", appendStrings(nil, b.keys))
	f.section("headers", appendStrings(nil, b.headers))
	f.section("headings", appendStrings(nil, b.headingTexts))
	f.section("start.doc", appendNumbers(nil, append(b.docStart, b.units)))
	f.section("start.headings", appendNumbers(nil, append(b.begin, b.units)))
	f.section("doc", appendNumbers(nil, b.unitDoc))
	f.section("seq", appendNumbers(nil, b.seq))
}

// writeStream writes a stream field and returns the places of its terms by their ids.
func (b *Builder) writeStream(f *fileWriter, name string) []uint32 {
	s := b.streams[name]
	w := newFieldWriter(f, name)
	sorted := s.terms.order()
	length := func(row uint32) uint32 { return s.lengths[row] }
	for _, id := range sorted {
		list := s.terms.lists[id]
		w.add(s.terms.terms[id], list.rows, list.freqs, length)
	}
	w.close()
	if len(sorted) > 0 {
		s.setLength([]uint32{Units: b.units, Headings: b.headings, Documents: b.docs}[s.space], 0) // one for every row
		f.section(name+".length", appendNumbers(nil, s.lengths[:len(s.lengths)-1]))
	}
	return places(sorted)
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
	at := places(sorted)
	values := make([]string, len(sorted))
	for place, id := range sorted {
		values[place] = f.facet.terms[id]
	}
	for i, id := range f.ids {
		f.ids[i] = at[id]
	}
	writeFacet(to, f.Name, values, f.starts, f.ids, f.mentions, f.implied)
}
