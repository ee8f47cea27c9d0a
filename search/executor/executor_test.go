package executor

import (
	"bytes"
	"context"
	"iter"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/column"
	"github.com/plenary-search/plenary/search/searchtest"
)

// engine is an engine of nothing but segments: one for each commit, of which every third joins the two before.
type engine struct {
	mu       sync.Mutex                          // guards what follows
	pending  map[document.Key]*document.Document // nil: deleted
	segments []*column.Segment

	index atomic.Pointer[Index]
}

func newEngine() *engine {
	x, err := New(0, nil)
	if err != nil {
		panic(err)
	}
	e := &engine{pending: map[document.Key]*document.Document{}}
	e.index.Store(x)
	return e
}

func (e *engine) Put(ctx context.Context, docs []document.Document) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	for i := range docs {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := search.CheckDocument(&docs[i]); err != nil {
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
	return ctx.Err()
}

func (e *engine) Commit(ctx context.Context) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if err := ctx.Err(); err != nil || len(e.pending) == 0 {
		return err
	}
	b := column.NewBuilder()
	for key, doc := range e.pending {
		if doc == nil {
			b.Delete(key)
		} else {
			b.Add(doc, column.Digest(doc.Key(), doc.Hash, 1))
		}
	}
	clear(e.pending)
	var file bytes.Buffer
	if err := b.Write(&file); err != nil {
		return err
	}
	segment, err := column.Open(file.Bytes(), true)
	if err != nil {
		return err
	}
	e.segments = append(slices.Clone(e.segments), segment)
	generation := e.index.Load().Generation + 1
	if n := len(e.segments); generation%3 == 0 && n > 1 {
		if err := e.join(n-2, n); err != nil {
			return err
		}
	}
	return e.show(generation)
}

func (e *engine) show(generation uint64) error {
	x, err := New(generation, e.segments)
	if err != nil {
		return err
	}
	if generation%2 == 1 {
		x.few = 1 // as if there were many hits
	}
	e.index.Store(x)
	return x.Warm(context.Background())
}

// join merges the segments from from to before to.
func (e *engine) join(from, to int) error {
	var file bytes.Buffer
	if err := column.Merge(&file, e.segments[from:to], column.Dead(e.segments)[from:to], column.MergeOptions{KeepGone: from > 0, LeavePairs: from%2 == 1}); err != nil {
		return err
	}
	segment, err := column.Open(file.Bytes(), true)
	if err == nil {
		e.segments = slices.Replace(slices.Clone(e.segments), from, to, segment)
	}
	return err
}

// merge joins all segments.
func (e *engine) merge(t *testing.T) {
	t.Helper()
	e.mu.Lock()
	defer e.mu.Unlock()
	if err := e.join(0, len(e.segments)); err != nil {
		t.Fatal(err)
	}
	if err := e.show(e.index.Load().Generation); err != nil {
		t.Fatal(err)
	}
}

// Stored yields the stamps of all documents, committed or put since.
func (e *engine) Stored(ctx context.Context) iter.Seq2[document.Stamp, error] {
	return func(yield func(document.Stamp, error) bool) {
		for stamp, err := range e.index.Load().Stamps(ctx) {
			if _, changed := e.pending[stamp.Key]; !changed && !yield(stamp, err) {
				return
			}
		}
		for key, doc := range e.pending {
			if doc != nil && !yield(document.Stamp{Key: key, Source: doc.Source, Hash: doc.Hash}, nil) {
				return
			}
		}
	}
}

func (e *engine) Search(ctx context.Context, req search.Request) (search.Results, error) {
	return e.index.Load().Search(ctx, req)
}

func (e *engine) Document(ctx context.Context, key document.Key) (document.Document, error) {
	return e.index.Load().Document(ctx, key)
}

func (e *engine) Resolve(ctx context.Context, symbol string) ([]document.Header, error) {
	return e.index.Load().Resolve(ctx, symbol)
}

func (e *engine) Family(ctx context.Context, symbols ...string) ([]document.Header, error) {
	return e.index.Load().Family(ctx, symbols...)
}

func (e *engine) Variants(ctx context.Context, key document.Key, anchor string, size int) (search.Variants, error) {
	return e.index.Load().Variants(ctx, key, anchor, size)
}

func (e *engine) Documents(ctx context.Context, after document.Key, size int) ([]document.Header, error) {
	return e.index.Load().Documents(ctx, after, size)
}

func (e *engine) Corpus(ctx context.Context) (search.Corpus, error) {
	return e.index.Load().Corpus(ctx)
}

func (e *engine) Ready(context.Context) error { return nil }

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
