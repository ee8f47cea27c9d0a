package store

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"

	index "github.com/blevesearch/bleve_index_api"
	"github.com/klauspost/compress/zstd"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search/column"
)

// Names of the fields that are not the schema's.
const (
	idField      = "_id"      // Bleve's own
	sourceField  = "_source"  // stored: an entry
	headerField  = "_header"  // stored: the header of a document
	unitsField   = "_units"   // stored: its units
	sizeField    = "_size"    // stored: its size
	versionField = "_version" // stored: its version
	keyField     = "_key"     // of documents: the key
	isField      = "_is"      // of documents: isDocument, and isAgenda if it is one
	entryField   = "_entry"   // of entries: the name of the source
)

// Terms of isField.
const (
	isDocument = "document"
	isAgenda   = "agenda"
)

// keyTerm is a document key as a term, and the id of the document's record.
func keyTerm(k document.Key) string { return k.Symbol + "\x00" + string(k.Lang) }

// entryID is the id of an entry's record. No symbol begins with a control character.
func entryID(source string) string { return "\x01" + source }

// size is what a document, or all documents of a store, add up to. The store says what it has in total, so that words weigh the same
// whether all documents are read or few.
type size struct {
	Documents, Units int
	Searchable       int // units that are searched by default
	Bytes            int // of text
	Streams          map[string]column.StreamSum
}

func sizeOf(d *document.Document, streams map[string]column.StreamSum) size {
	s := size{Documents: 1, Units: len(d.Units), Streams: streams}
	for i := range d.Units {
		s.Bytes += len(d.Units[i].Text)
		if document.SearchedByDefault(d.Units[i].Kind) {
			s.Searchable++
		}
	}
	return s
}

// add adds another size to this one, or with sign -1 takes it away.
func (s *size) add(t size, sign int) {
	s.Documents += sign * t.Documents
	s.Units += sign * t.Units
	s.Searchable += sign * t.Searchable
	s.Bytes += sign * t.Bytes
	for name, sum := range t.Streams {
		if s.Streams == nil {
			s.Streams = map[string]column.StreamSum{}
		}
		s.Streams[name] = s.Streams[name].Add(sum, sign)
		if s.Streams[name].Units == 0 {
			delete(s.Streams, name)
		}
	}
}

// Record is a document on its way into the store.
type Record struct {
	record
	size          size
	header, units []byte // compressed
}

// Encode makes the record of a document, which must pass search.CheckDocument and be the one that the builder was given last: its terms
// are the record's, too. version comes back with [Store.Versions]: whoever derives something from a document can tell by it whether
// that is still so.
func Encode(d *document.Document, version uint64, built *column.Builder) (*Record, error) {
	r := &Record{record: record{id: keyTerm(d.Key())}, size: sizeOf(d, built.Sums())}
	var errs [3]error
	r.header, errs[0] = encode(&d.Header)
	r.units, errs[1] = encode(d.Units)
	size, err := json.Marshal(r.size)
	errs[2] = err
	if err := errors.Join(errs[:]...); err != nil {
		return nil, fmt.Errorf("document %s: %w", d.Key(), err)
	}
	is := []string{isDocument}
	if len(d.Agenda) > 0 {
		is = append(is, isAgenda)
	}
	r.fields = append(r.fields, stored(headerField, r.header), stored(unitsField, r.units), stored(sizeField, size),
		stored(versionField, binary.BigEndian.AppendUint64(nil, version)), keyword(keyField, r.id), keyword(isField, is...))
	byField := map[string][]string{}
	for field, term := range built.Terms() {
		byField[field] = append(byField[field], term)
	}
	for field, terms := range byField {
		r.fields = append(r.fields, keyword(field, terms...))
	}
	return r, nil
}

// Document is the document of the record.
func (r *Record) Document() (d document.Document, err error) {
	return d, errors.Join(decode(r.header, &d.Header), decode(r.units, &d.Units))
}

// The codec of stored documents. Both are safe for concurrent use by these of their methods that take and return whole values.
var (
	encoder = must(zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedDefault)))
	decoder = must(zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(maxSource)))
)

// must panics where constant options are wrong.
func must[T any](codec T, err error) T {
	if err != nil {
		panic(err)
	}
	return codec
}

// maxSource bounds a stored document, in bytes of JSON.
const maxSource = 1 << 30

func encode(value any) ([]byte, error) {
	plain, err := json.Marshal(value)
	return encoder.EncodeAll(plain, nil), err
}

func decode(source []byte, into any) error {
	plain, err := decoder.DecodeAll(source, nil)
	if err != nil {
		return err
	}
	return json.Unmarshal(plain, into)
}

// record is a record on its way into Bleve. It satisfies index.Document.
type record struct {
	id     string
	fields []index.Field
}

func entryRecord(source string, data []byte) *record {
	return &record{id: entryID(source), fields: []index.Field{stored(sourceField, data), keyword(entryField, source)}}
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

// keyword is a field that holds terms, each once. What Bleve wants of each comes from two large allocations: made one by one, they would
// be the half of all that an index run allocates.
func keyword(name string, terms ...string) *field {
	f := &field{name: name, options: index.IndexField | index.SkipFreqNorm, length: len(terms), terms: make(index.TokenFrequencies, len(terms))}
	size := 0
	for _, term := range terms {
		size += len(term)
	}
	bytes, freqs := make([]byte, 0, size), make([]index.TokenFreq, len(terms))
	for i, term := range terms {
		from := len(bytes)
		bytes = append(bytes, term...) // within the capacity: what points there stays true
		freqs[i].Term = bytes[from:len(bytes):len(bytes)]
		f.terms[term] = &freqs[i]
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
