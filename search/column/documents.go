package column

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"sort"
	"strings"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
)

// The sections of documents:
//
//	keys, sortkeys: by document
//	lines: by document, see lines.go
//	order: the documents in natural order of keys
//	digests: by document, eight bytes each
//	searchable: by document, the units of a kind that is searched by default
//	agendas: the documents that are agendas
//	gone: the keys of documents of earlier files that are gone, in order of bytes

// Fields by which documents are found, beside those of the schema.
const (
	// AnswersField holds the symbols that a document answers to: search.SymbolTerms.
	AnswersField = "answers"
	// FamilyField holds search.FamilyTerms.
	FamilyField = "family"
)

// keyString is a key as a term.
func keyString(k document.Key) string { return k.Symbol + "\x00" + string(k.Lang) }

func keyOf(s string) document.Key {
	symbol, lang, _ := strings.Cut(s, "\x00")
	return document.Key{Symbol: symbol, Lang: document.Language(lang)}
}

// Digest is a number for one version of a document: the first eight bytes of the SHA-256 of its key, the hash of its source, and the
// commit that wrote it; for the same source may be linked otherwise later. The sum of the digests of all documents says what an
// index holds.
func Digest(key document.Key, hash string, generation uint64) uint64 {
	sum := sha256.Sum256(binary.BigEndian.AppendUint64([]byte(keyString(key)+"\x00"+hash+"\x00"), generation))
	return binary.BigEndian.Uint64(sum[:8])
}

// documentWriter collects what stands once for each document.
type documentWriter struct {
	keys       []string
	digests    []uint64
	lines      []string
	searchable []uint32
	agendas    []uint32
}

// add takes a document; searchable is the number of its units that are searched by default.
func (w *documentWriter) add(key string, digest uint64, searchable uint32, agenda bool, lines string) {
	if agenda {
		w.agendas = append(w.agendas, uint32(len(w.keys)))
	}
	w.keys, w.digests, w.searchable, w.lines = append(w.keys, key), append(w.digests, digest), append(w.searchable, searchable), append(w.lines, lines)
}

func searchableUnits(units []document.Unit) (n uint32) {
	for i := range units {
		if document.SearchedByDefault(units[i].Kind) {
			n++
		}
	}
	return n
}

// write writes the sections; gone are keys, in order.
func (w *documentWriter) write(f *fileWriter, gone []string) {
	sortKeys, order := make([]string, len(w.keys)), make([]uint32, len(w.keys))
	var digests []byte
	for doc, key := range w.keys {
		sortKeys[doc], order[doc] = keyOf(key).SortKey(), uint32(doc)
		digests = binary.LittleEndian.AppendUint64(digests, w.digests[doc])
	}
	slices.SortFunc(order, func(a, b uint32) int {
		return cmp.Or(strings.Compare(sortKeys[a], sortKeys[b]), strings.Compare(w.keys[a], w.keys[b]))
	})
	f.section("keys", appendStrings(nil, w.keys))
	f.section("sortkeys", appendStrings(nil, sortKeys))
	f.section("lines", appendStrings(nil, w.lines))
	f.section("order", appendNumbers(nil, order))
	f.section("digests", digests)
	f.section("searchable", appendNumbers(nil, w.searchable))
	f.section("agendas", appendNumbers(nil, w.agendas))
	f.section("gone", appendStrings(nil, gone))
}

// Digest is that which a document was added with.
func (s *Segment) Digest(doc uint32) uint64 {
	return binary.LittleEndian.Uint64(s.digests[8*doc:])
}

// Searchable is the number of units of a document that are searched by default.
func (s *Segment) Searchable(doc uint32) int { return int(s.searchable.At(doc)) }

// Agendas are the documents that are agendas, in order.
func (s *Segment) Agendas() []uint32 {
	all := make([]uint32, s.agendas.Len())
	for i := range all {
		all[i] = s.agendas.At(uint32(i))
	}
	return all
}

// Find is the document of a key.
func (s *Segment) Find(key document.Key) (doc uint32, found bool) {
	place, found := sort.Find(s.order.Len(), func(place int) int {
		at := s.order.At(uint32(place))
		return compareEntry(key.SortKey(), keyString(key), s.sortKeys.At(at), s.keys.At(at))
	})
	if !found {
		return 0, false
	}
	return s.order.At(uint32(place)), true
}

func compareEntry(sortKey, key string, otherSortKey, otherKey []byte) int {
	return cmp.Or(cmp.Compare(sortKey, string(otherSortKey)), cmp.Compare(key, string(otherKey)))
}

// newDocumentFields are the builders of the fields by which documents are found.
func newDocumentFields() []keywordBuilder {
	var fields []keywordBuilder
	for _, name := range []string{AnswersField, FamilyField} {
		fields = append(fields, keywordBuilder{Field: search.Field{Name: name}, space: Documents, terms: newTermBuilder()})
	}
	return fields
}

func (f *keywordBuilder) addTerms(row uint32, terms []string) {
	for _, term := range terms {
		f.terms.add(f.terms.id(term), row)
	}
}
