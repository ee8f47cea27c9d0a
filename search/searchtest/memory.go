package searchtest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"slices"
	"sync"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/plan"
)

// Memory is the naive engine: it keeps documents in memory and answers every question by looking at every unit. It is slow,
// short, and the definition of right. The zero Memory is an empty index.
type Memory struct {
	finder  func([]*document.Document) (Finder, error) // nil: it looks itself
	writing sync.Mutex                                 // held by Put, Delete and Commit
	pending map[document.Key]*document.Document
	noted   map[string][]byte // entries of the catalogue; nil ones are to be forgotten

	mu        sync.RWMutex // guards committed and entries
	committed *state
	entries   map[string][]byte
}

// NewMemory returns an empty index.
func NewMemory() *Memory { return new(Memory) }

// Finder finds the units of some documents, in the place of Memory's own look at each.
type Finder interface {
	// Find returns the units that match a plan.
	Find(n plan.Node) (map[UnitRef]bool, error)
	// Frequencies returns how often units hold a leaf that scores, where they do.
	Frequencies(leaf plan.Node) (map[UnitRef]int, error)
}

// UnitRef names a unit.
type UnitRef struct {
	document.Key
	Seq int
}

// NewMemoryOver returns an empty index that leaves the finding to another matcher, so that this can be held against the engines. All
// else is Memory's own. over is called for the documents of each commit.
func NewMemoryOver(over func(docs []*document.Document) (Finder, error)) *Memory {
	return &Memory{finder: over}
}

// Put adds or replaces whole documents. It keeps copies.
func (m *Memory) Put(ctx context.Context, docs []document.Document) error {
	m.writing.Lock()
	defer m.writing.Unlock()
	for i := range docs {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := search.CheckDocument(&docs[i]); err != nil {
			return err
		}
		kept, err := copyOf(&docs[i])
		if err != nil {
			return err
		}
		m.set(kept.Key(), kept)
	}
	return nil
}

// Delete removes documents. Unknown keys are no error.
func (m *Memory) Delete(ctx context.Context, keys []document.Key) error {
	m.writing.Lock()
	defer m.writing.Unlock()
	for _, key := range keys {
		m.set(key, nil)
	}
	return ctx.Err()
}

func (m *Memory) set(key document.Key, doc *document.Document) {
	if m.pending == nil {
		m.pending = map[document.Key]*document.Document{}
	}
	m.pending[key] = doc
}

// Stored yields the stamps of all documents, committed or put since.
func (m *Memory) Stored(context.Context) iter.Seq2[document.Stamp, error] {
	return func(yield func(document.Stamp, error) bool) {
		for _, doc := range m.afterCommit() {
			if !yield(document.Stamp{Key: doc.Key(), Source: doc.Source, Hash: doc.Hash}, nil) {
				return
			}
		}
	}
}

// afterCommit are the documents that a commit would leave, in no order.
func (m *Memory) afterCommit() []*document.Document {
	var docs []*document.Document
	for _, doc := range m.state().docs {
		if _, changed := m.pending[doc.Key()]; !changed {
			docs = append(docs, doc)
		}
	}
	for _, doc := range m.pending {
		if doc != nil {
			docs = append(docs, doc)
		}
	}
	return docs
}

// PutEntries notes entries of the catalogue with the next commit.
func (m *Memory) PutEntries(ctx context.Context, entries []document.Entry) error {
	m.writing.Lock()
	defer m.writing.Unlock()
	if m.noted == nil {
		m.noted = map[string][]byte{}
	}
	for _, e := range entries {
		m.noted[e.Source] = bytes.Clone(e.Data)
	}
	return ctx.Err()
}

// Entries yields the entries of the last commit.
func (m *Memory) Entries(context.Context) iter.Seq2[document.Entry, error] {
	m.mu.RLock()
	entries := m.entries
	m.mu.RUnlock()
	return func(yield func(document.Entry, error) bool) {
		for source, data := range entries {
			if !yield(document.Entry{Source: source, Data: data}, nil) {
				return
			}
		}
	}
}

// entriesAfterCommit are the entries that a commit would leave.
func (m *Memory) entriesAfterCommit() map[string][]byte {
	next := map[string][]byte{}
	maps.Copy(next, m.entries)
	maps.Copy(next, m.noted)
	maps.DeleteFunc(next, func(_ string, data []byte) bool { return data == nil })
	return next
}

// Commit makes all that was put and deleted visible. Without changes it does nothing.
func (m *Memory) Commit(ctx context.Context) error {
	m.writing.Lock()
	defer m.writing.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	if len(m.pending)+len(m.noted) == 0 {
		return nil
	}
	next := newState(m.state().generation+1, m.afterCommit())
	if m.finder != nil {
		finder, err := m.finder(next.docs)
		if err != nil {
			return err
		}
		next.finder = finder
	}
	m.mu.Lock()
	m.committed, m.entries = next, m.entriesAfterCommit()
	m.mu.Unlock()
	m.pending, m.noted = nil, nil
	return nil
}

func (m *Memory) state() *state {
	m.mu.RLock()
	defer m.mu.RUnlock()
	if m.committed == nil {
		return newState(0, nil)
	}
	return m.committed
}

// Document returns a whole document, or search.ErrNotFound.
func (m *Memory) Document(_ context.Context, key document.Key) (document.Document, error) {
	for _, doc := range m.state().docs {
		if doc.Key() == key {
			return *doc, nil
		}
	}
	return document.Document{}, fmt.Errorf("document %s: %w", key, search.ErrNotFound)
}

// Resolve returns the headers of the documents that answer to a symbol.
func (m *Memory) Resolve(_ context.Context, symbol string) ([]document.Header, error) {
	var headers []document.Header
	for _, doc := range m.state().docs {
		if search.AnswersTo(&doc.Header, symbol) {
			headers = append(headers, doc.Header)
		}
	}
	slices.SortStableFunc(headers, func(a, b document.Header) int { return search.CompareLanguages(a.Lang, b.Lang) })
	return headers, nil
}

// Family returns the headers of the documents that may be related to one of the symbols.
func (m *Memory) Family(_ context.Context, symbols ...string) ([]document.Header, error) {
	var headers []document.Header
	for _, doc := range m.state().docs {
		terms := search.FamilyTerms(&doc.Header)
		if slices.ContainsFunc(symbols, func(s string) bool {
			return slices.ContainsFunc(search.SymbolFamilies(s), func(t string) bool { return slices.Contains(terms, t) })
		}) {
			headers = append(headers, doc.Header)
		}
	}
	return headers, nil
}

// Documents returns headers in natural order of keys, after a key.
func (m *Memory) Documents(_ context.Context, after document.Key, size int) ([]document.Header, error) {
	var headers []document.Header
	for _, doc := range m.state().docs {
		if len(headers) < size && (after == document.Key{} || search.CompareKeys(doc.Key(), after) > 0) {
			headers = append(headers, doc.Header)
		}
	}
	return headers, nil
}

// Headers yields the headers of all documents, in natural order of keys.
func (m *Memory) Headers(context.Context) iter.Seq2[document.Header, error] {
	return func(yield func(document.Header, error) bool) {
		for _, doc := range m.state().docs {
			if !yield(doc.Header, nil) {
				return
			}
		}
	}
}

// Corpus describes what the index holds.
func (m *Memory) Corpus(context.Context) (search.Corpus, error) { return m.state().corpus(), nil }

// Ready returns nil: memory is always there.
func (m *Memory) Ready(context.Context) error { return nil }

// copyOf copies a document as deeply as a store would.
func copyOf(doc *document.Document) (*document.Document, error) {
	b, err := json.Marshal(doc)
	if err != nil {
		return nil, err
	}
	var kept document.Document
	return &kept, json.Unmarshal(b, &kept)
}
