package embedded

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	index "github.com/blevesearch/bleve_index_api"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/analysis"
	"github.com/plenary-search/plenary/search/plan"
)

// Names of the fields that are not the schema's. Every unit is a record of its own, and every document has one more for its
// header.
const (
	idField     = "_id"     // Bleve's own
	sourceField = "_source" // stored: the unit or header as JSON
	keyField    = "_key"    // of units: the key of their document
	headerField = "_header" // of headers: the key
	// rowField holds numbers of a unit, as frequencies: term "seq" as often as its place in the document says, and the name of
	// each stream field as often as the unit has tokens in it.
	rowField = "_row"
	seqTerm  = "seq"
	// A facet field holds the facet values of a unit, each with its label, as often as the unit mentions it; an implied field
	// those mentioned without a number.
	facetPrefix   = "facet."
	impliedPrefix = "implied."
)

// labelSeparator stands between the value and the label in a term of a facet field.
const labelSeparator = "\x1f"

// keyTerm is a document key as a term; the id of the header record.
func keyTerm(k document.Key) string { return k.Symbol + "\x00" + string(k.Lang) }

// unitID is the id of a unit's record.
func unitID(key string, seq int) string { return key + "\x00" + strconv.Itoa(seq) }

// record is a record on its way into Bleve. It satisfies index.Document.
type record struct {
	id     string
	fields []index.Field
}

func headerRecord(h *document.Header) (*record, error) {
	key := keyTerm(h.Key())
	source, err := json.Marshal(h)
	if err != nil {
		return nil, fmt.Errorf("header of %s: %w", h.Symbol, err)
	}
	return &record{id: key, fields: []index.Field{stored(sourceField, source), keyword(headerField, key)}}, nil
}

func unitRecord(h *document.Header, u *document.Unit) (*record, error) {
	key := keyTerm(h.Key())
	source, err := json.Marshal(u)
	if err != nil {
		return nil, fmt.Errorf("unit %d of %s: %w", u.Seq, h.Symbol, err)
	}
	r := &record{id: unitID(key, u.Seq), fields: []index.Field{stored(sourceField, source), keyword(keyField, key)}}
	row := counts{seqTerm: u.Seq}
	for name, tokens := range plan.Streams(h, u) {
		if len(tokens) > 0 {
			r.fields = append(r.fields, stream(name, tokens))
			row[name] = len(tokens)
		}
	}
	r.fields = append(r.fields, row.field(rowField))
	for _, f := range search.Fields() {
		if terms := f.Terms(h, u); len(terms) > 0 {
			r.fields = append(r.fields, keyword(f.Name, terms...))
		}
		if f.Facet {
			r.fields = append(r.fields, facetFields(f, f.Values(h, u))...)
		}
	}
	return r, nil
}

func facetFields(f search.Field, values []search.Value) []index.Field {
	if len(values) == 0 {
		return nil
	}
	if !f.Reference {
		terms := make([]string, len(values))
		for i, v := range values {
			terms[i] = v.Text + labelSeparator + v.Label
		}
		return []index.Field{keyword(facetPrefix+f.Name, terms...)}
	}
	mentions, implied := counts{}, counts{}
	for _, v := range values {
		term := v.Text + labelSeparator + v.Label
		mentions[term] = v.Mentions
		if v.Implied > 0 {
			implied[term] = v.Implied
		}
	}
	fields := []index.Field{mentions.field(facetPrefix + f.Name)}
	if len(implied) > 0 {
		fields = append(fields, implied.field(impliedPrefix+f.Name))
	}
	return fields
}

func splitFacetTerm(term string) (value, label string) {
	value, label, _ = strings.Cut(term, labelSeparator)
	return value, label
}

// The methods of index.Document.

func (r *record) ID() string                                 { return r.id }
func (r *record) VisitComposite(index.CompositeFieldVisitor) {}
func (r *record) HasComposite() bool                         { return false }
func (r *record) Indexed() bool                              { return true }
func (r *record) StoredFieldsBytes() uint64                  { return 0 }
func (r *record) NumPlainTextBytes() uint64                  { return 0 }
func (r *record) Size() int                                  { return 0 } // only for Bleve's statistics

func (r *record) VisitFields(visit index.FieldVisitor) {
	for _, f := range r.fields {
		visit(f)
	}
}

func (r *record) AddIDField() {
	id := keyword(idField, r.id)
	id.options = index.IndexField | index.StoreField
	id.value = []byte(r.id)
	r.fields = append(r.fields, id)
}

// field is a field whose terms are made beforehand. It satisfies index.Field.
type field struct {
	name    string
	options index.FieldIndexingOptions
	value   []byte
	length  int
	terms   index.TokenFrequencies
}

func stored(name string, value []byte) *field {
	return &field{name: name, options: index.StoreField, value: value}
}

// keyword is a field of whole values. Each term must occur once.
func keyword(name string, terms ...string) *field {
	f := &field{name: name, options: index.IndexField | index.SkipFreqNorm, length: len(terms), terms: make(index.TokenFrequencies, len(terms))}
	for _, term := range terms {
		f.terms[term] = &index.TokenFreq{Term: []byte(term)}
	}
	return f
}

// counts are positive numbers by name. As a field, each name is a term and its number the frequency.
type counts map[string]int

func (c counts) field(name string) *field {
	f := &field{name: name, options: index.IndexField, length: 1, terms: make(index.TokenFrequencies, len(c))}
	for term, n := range c {
		freq := &index.TokenFreq{Term: []byte(term)}
		freq.SetFrequency(n)
		f.terms[term] = freq
	}
	return f
}

// stream is a field of tokens with their positions. What Bleve wants of each term and each place comes from a few large
// allocations: made one by one, they would be the half of all that an index run allocates.
func stream(name string, tokens []analysis.Token) *field {
	f := &field{name: name, options: index.IndexField | index.IncludeTermVectors, length: len(tokens), terms: make(index.TokenFrequencies, len(tokens))}
	locations := make([]index.TokenLocation, len(tokens))
	freqs := make([]index.TokenFreq, 0, len(tokens))
	size := 0
	for _, t := range tokens {
		size += len(t.Term)
	}
	terms := make([]byte, 0, size)
	for _, t := range tokens {
		freq := f.terms[t.Term]
		if freq == nil {
			from := len(terms)
			terms = append(terms, t.Term...)
			freqs = append(freqs, index.TokenFreq{Term: terms[from:len(terms):len(terms)]}) // within the capacity: pointers stay true
			freq = &freqs[len(freqs)-1]
			f.terms[t.Term] = freq
		}
		freq.SetFrequency(freq.Frequency() + 1)
	}
	places := make([]*index.TokenLocation, len(tokens))
	used := 0
	for i, t := range tokens {
		freq := f.terms[t.Term]
		if freq.Locations == nil {
			freq.Locations = places[used : used : used+freq.Frequency()]
			used += freq.Frequency()
		}
		locations[i].Position = t.Position
		freq.Locations = append(freq.Locations, &locations[i])
	}
	return f
}

// The methods of index.Field.

func (f *field) Name() string                                     { return f.name }
func (f *field) Value() []byte                                    { return f.value }
func (f *field) ArrayPositions() []uint64                         { return nil }
func (f *field) EncodedFieldType() byte                           { return 't' }
func (f *field) Analyze()                                         {}
func (f *field) Options() index.FieldIndexingOptions              { return f.options }
func (f *field) AnalyzedLength() int                              { return f.length }
func (f *field) AnalyzedTokenFrequencies() index.TokenFrequencies { return f.terms }
func (f *field) NumPlainTextBytes() uint64                        { return 0 }

var (
	_ index.Document = (*record)(nil)
	_ index.Field    = (*field)(nil)
)
