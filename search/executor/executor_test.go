package executor

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/column"
	"github.com/plenary-search/plenary/search/searchtest"
)

// engine answers searches from columns, one segment for each commit, and all else from the naive engine, which is also its
// record.
type engine struct {
	*searchtest.Memory
	mu      sync.Mutex
	pending map[document.Key]*document.Document // nil: deleted
	parts   []Part
	index   *Index
}

func newEngine() *engine {
	x, err := New(0, nil)
	if err != nil {
		panic(err)
	}
	return &engine{Memory: searchtest.NewMemory(), pending: map[document.Key]*document.Document{}, index: x}
}

func (e *engine) Put(ctx context.Context, docs []document.Document) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	for i := range docs {
		if err := e.Memory.Put(ctx, docs[i:i+1]); err != nil {
			return err
		}
		e.pending[docs[i].Key()] = &docs[i]
	}
	return nil
}

func (e *engine) Delete(ctx context.Context, keys []document.Key) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, key := range keys {
		e.pending[key] = nil
	}
	return e.Memory.Delete(ctx, keys)
}

func (e *engine) Commit(ctx context.Context) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if err := e.Memory.Commit(ctx); err != nil {
		return err
	}
	for i := range e.parts {
		p := &e.parts[i]
		for doc := range p.Documents() {
			_, changed := e.pending[(&part{Segment: p.Segment}).key(doc)]
			if changed && !slices.Contains(p.Deleted, doc) {
				p.Deleted = append(slices.Clone(p.Deleted), doc)
				slices.Sort(p.Deleted)
			}
		}
	}
	b := column.NewBuilder()
	for _, doc := range e.pending {
		if doc == nil {
			continue
		}
		if err := b.Add(doc); err != nil {
			return err
		}
	}
	var file bytes.Buffer
	if err := b.Write(&file); err != nil {
		return err
	}
	segment, err := column.Open(file.Bytes(), true)
	if err != nil {
		return err
	}
	e.parts = append(slices.Clone(e.parts), Part{Segment: segment})
	corpus, err := e.Corpus(ctx)
	if err != nil {
		return err
	}
	clear(e.pending)
	e.index, err = New(corpus.Generation, e.parts)
	return err
}

// merge joins all segments.
func (e *engine) merge(t *testing.T) {
	t.Helper()
	e.mu.Lock()
	defer e.mu.Unlock()
	var sources []column.Source
	for _, p := range e.parts {
		sources = append(sources, column.Source{Segment: p.Segment, Deleted: p.Deleted})
	}
	var file bytes.Buffer
	if err := column.Merge(&file, sources); err != nil {
		t.Fatal(err)
	}
	segment, err := column.Open(file.Bytes(), true)
	if err != nil {
		t.Fatal(err)
	}
	e.parts = []Part{{Segment: segment}}
	if e.index, err = New(e.index.Generation, e.parts); err != nil {
		t.Fatal(err)
	}
}

func (e *engine) Search(ctx context.Context, req search.Request) (search.Results, error) {
	req, err := req.Prepare()
	if err != nil {
		return search.Results{}, err
	}
	e.mu.Lock() // so that the record, which has no snapshots, stays at the commit of the columns
	defer e.mu.Unlock()
	results, err := e.index.Search(ctx, req, func(key document.Key, seq int) (document.Unit, error) {
		doc, err := e.Document(ctx, key)
		if err != nil {
			return document.Unit{}, err
		}
		for _, u := range doc.Units {
			if u.Seq == seq {
				return u, nil
			}
		}
		return document.Unit{}, fmt.Errorf("document %s has no unit %d", key, seq)
	})
	if err != nil {
		return search.Results{}, err
	}
	return results, nil
}

func TestConformance(t *testing.T) {
	searchtest.Run(t, func(*testing.T) searchtest.Engine { return newEngine() })
}

func TestDifferential(t *testing.T) {
	searchtest.Compare(t, func(*testing.T) searchtest.Engine { return newEngine() })
}

func TestGold(t *testing.T) {
	e := newEngine()
	searchtest.FillGold(t, e)
	searchtest.RunGold(t, e)
}
