package store

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"iter"

	index "github.com/blevesearch/bleve_index_api"
	"github.com/klauspost/compress/zstd"

	"github.com/plenary-search/plenary/index/document"
)

// Names of the fields that are not the schema's.
const (
	idField      = "_id"      // Bleve's own
	sourceField  = "_source"  // stored: a document or an entry
	versionField = "_version" // stored: the version of a document
	keyField     = "_key"     // of documents: the key
	entryField   = "_entry"   // of entries: the name of the source
)

// keyTerm is a document key as a term, and the id of the document's record.
func keyTerm(k document.Key) string { return k.Symbol + "\x00" + string(k.Lang) }

// entryID is the id of an entry's record. No symbol begins with a control character.
func entryID(source string) string { return "\x01" + source }

// Record is a document on its way into the store.
type Record struct{ record }

// Encode makes the record of a document, which must pass search.CheckDocument. terms are those of its units, each once, with the names
// of their fields. version comes back with [Store.Versions]: whoever derives something from a document can tell by it whether
// that is still so.
func Encode(d *document.Document, version uint64, terms iter.Seq2[string, string]) (*Record, error) {
	source, err := json.Marshal(d)
	if err != nil {
		return nil, fmt.Errorf("document %s: %w", d.Key(), err)
	}
	r := &Record{record{id: keyTerm(d.Key())}}
	r.fields = append(r.fields, stored(sourceField, encoder.EncodeAll(source, nil)), stored(versionField, binary.BigEndian.AppendUint64(nil, version)), keyword(keyField, r.id))
	byField := map[string][]string{}
	for field, term := range terms {
		byField[field] = append(byField[field], term)
	}
	for field, terms := range byField {
		r.fields = append(r.fields, keyword(field, terms...))
	}
	return r, nil
}

// Document is the document of the record.
func (r *Record) Document() (d document.Document, err error) {
	return d, decode(r.fields[0].Value(), &d)
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
