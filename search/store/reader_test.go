package store

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/column"
	"github.com/plenary-search/plenary/search/query"
	"github.com/plenary-search/plenary/search/searchtest"
)

// recordEngine is an engine that answers from the record alone.
type recordEngine struct {
	*Store
	writing    sync.Mutex
	pending    map[document.Key]*document.Document
	generation uint64

	mu     sync.RWMutex // guards reader: held while it answers
	reader *Reader

	forgetful bool // every second search reads its documents anew
	searches  atomic.Int64
}

func newRecordEngine(t testing.TB, path string) *recordEngine {
	t.Helper()
	s, err := Open(path, false)
	if err != nil {
		t.Fatal(err)
	}
	e := &recordEngine{Store: s, pending: map[document.Key]*document.Document{}}
	if e.reader, err = s.Reader(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	return e
}

func (e *recordEngine) Close() error { return errors.Join(e.reader.Close(), e.Store.Close()) }

func (e *recordEngine) Put(ctx context.Context, docs []document.Document) error {
	e.writing.Lock()
	defer e.writing.Unlock()
	for i := range docs {
		if err := errors.Join(ctx.Err(), search.CheckDocument(&docs[i])); err != nil {
			return err
		}
		e.pending[docs[i].Key()] = &docs[i]
	}
	return nil
}

func (e *recordEngine) Delete(ctx context.Context, keys []document.Key) error {
	e.writing.Lock()
	defer e.writing.Unlock()
	for _, key := range keys {
		e.pending[key] = nil
	}
	return ctx.Err()
}

func (e *recordEngine) Commit(ctx context.Context) error {
	e.writing.Lock()
	defer e.writing.Unlock()
	if err := ctx.Err(); err != nil || len(e.pending) == 0 {
		return err
	}
	var batch Batch
	for key, d := range e.pending {
		if d == nil {
			batch.Delete = append(batch.Delete, key)
			continue
		}
		b := column.NewBuilder()
		b.Add(d, e.generation)
		r, err := Encode(d, e.generation, b)
		if err != nil {
			return err
		}
		batch.Put = append(batch.Put, r)
	}
	if err := e.Write(batch); err != nil {
		return err
	}
	clear(e.pending)
	e.generation++
	next, err := e.Store.Reader(ctx, e.generation)
	if err != nil {
		return err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	before := e.reader
	e.reader = next
	return before.Close()
}

func (e *recordEngine) Stored(ctx context.Context) iter.Seq2[document.Stamp, error] {
	return func(yield func(document.Stamp, error) bool) {
		e.writing.Lock()
		pending := maps.Clone(e.pending)
		e.writing.Unlock()
		for stamp, err := range e.reader.Stamps(ctx) {
			if _, changed := pending[stamp.Key]; !changed && !yield(stamp, err) {
				return
			}
		}
		for key, d := range pending {
			if d != nil && !yield(document.Stamp{Key: key, Source: d.Source, Hash: d.Hash}, nil) {
				return
			}
		}
	}
}

func (e *recordEngine) Search(ctx context.Context, req search.Request) (search.Results, error) {
	e.mu.RLock()
	defer e.mu.RUnlock()
	if e.forgetful && e.searches.Add(1)%2 == 0 {
		e.reader.kept.Store(nil)
	}
	return e.reader.Search(ctx, req)
}

func (e *recordEngine) Document(ctx context.Context, key document.Key) (document.Document, error) {
	return e.reader.Document(ctx, key)
}

func (e *recordEngine) Resolve(ctx context.Context, symbol string) ([]document.Header, error) {
	return e.reader.Resolve(ctx, symbol)
}

func (e *recordEngine) Family(ctx context.Context, symbols ...string) ([]document.Header, error) {
	return e.reader.Family(ctx, symbols...)
}

func (e *recordEngine) Variants(ctx context.Context, key document.Key, anchor string, size int) (search.Variants, error) {
	return e.reader.Variants(ctx, key, anchor, size)
}

func (e *recordEngine) Documents(ctx context.Context, after document.Key, size int) ([]document.Header, error) {
	return e.reader.Documents(ctx, after, size)
}

func (e *recordEngine) Corpus(ctx context.Context) (search.Corpus, error) {
	e.mu.RLock()
	defer e.mu.RUnlock()
	return e.reader.Corpus(ctx)
}

func (e *recordEngine) Ready(ctx context.Context) error { return e.reader.Ready(ctx) }

func openRecordEngine(t *testing.T) searchtest.Engine {
	e := newRecordEngine(t, "")
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return e
}

func TestRecordAnswers(t *testing.T) { searchtest.Run(t, openRecordEngine) }

func TestRecordAnswersTheSame(t *testing.T) {
	searchtest.Compare(t, func(t *testing.T) searchtest.Engine {
		e := newRecordEngine(t, "")
		e.forgetful = true
		return e
	})
}

func TestRecordAnswersGold(t *testing.T) {
	e := openRecordEngine(t)
	searchtest.FillGold(t, e)
	searchtest.RunGold(t, e)
}

// What documents add up to is counted on with every batch, and is the same as if they had been written at once, also when the store
// is opened again.
func TestTotals(t *testing.T) {
	gold, err := searchtest.Gold()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "store")
	s, err := Open(path, false)
	if err != nil {
		t.Fatal(err)
	}
	changed := gold[0]
	changed.Title, changed.Units = "", changed.Units[:1]
	for _, b := range []Batch{
		{Put: encodeAll(t, 1, gold...)},
		{Put: encodeAll(t, 2, changed), Delete: []document.Key{gold[1].Key(), {Symbol: "A/0", Lang: "en"}}, Entries: []document.Entry{{Source: "a", Data: []byte("1")}}},
	} {
		if err := s.Write(b); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	wanted := open(t, "")
	if err := wanted.Write(Batch{Put: encodeAll(t, 1, append([]document.Document{changed}, gold[2:]...)...)}); err != nil {
		t.Fatal(err)
	}
	got, want := wholeOf(t, open(t, path)), wholeOf(t, wanted)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("totals (-want +got):\n%s", diff)
	}
}

func wholeOf(t *testing.T, s *Store) any {
	t.Helper()
	r, err := s.Reader(t.Context(), 7)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	return r.whole
}

// The largest excerpt is kept, and answers the questions that concern no more than it holds.
func TestExcerptIsKept(t *testing.T) {
	e := newRecordEngine(t, "")
	defer e.Close()
	searchtest.FillGold(t, e)
	ask := func(req search.Request) *excerpt {
		t.Helper()
		if _, err := e.Search(t.Context(), req); err != nil {
			t.Fatal(err)
		}
		return e.reader.kept.Load()
	}
	rare := ask(search.Request{Query: query.Word{Text: "extrabudgetary"}})
	all := ask(search.Request{})
	if rare == all || all.docs.count() <= rare.docs.count() {
		t.Fatalf("all %d documents do not take the place of %d", all.docs.count(), rare.docs.count())
	}
	if again := ask(search.Request{Query: query.Word{Text: "conference"}}); again != all {
		t.Error("a question that all documents answer has read some again")
	}
	searchtest.RunGold(t, e) // from the one that is kept
}

// A question that concerns too many units is refused, a narrow one beside it is answered.
func TestTooBroadForTheRecord(t *testing.T) {
	e := newRecordEngine(t, "")
	defer e.Close()
	for i := range 20 {
		d := document.Document{Header: document.Header{Symbol: fmt.Sprintf("A/%d", i), Lang: "en"}, Units: []document.Unit{
			{Seq: 1, Anchor: "a", Kind: document.Paragraph, Text: fmt.Sprintf("common rare%d", i)}, {Seq: 2, Anchor: "b", Kind: document.Paragraph, Text: "common"}}}
		if err := e.Put(t.Context(), []document.Document{d}); err != nil {
			t.Fatal(err)
		}
	}
	if err := e.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, limit := range []size{{Units: 39, Bytes: 1000}, {Units: 1000, Bytes: 39}} {
		e.reader.limit = limit
		if _, err := e.Search(t.Context(), search.Request{Query: query.Word{Text: "common"}}); !errors.Is(err, search.ErrNarrowOnly) || !errors.Is(err, search.ErrUnavailable) {
			t.Errorf("limit %v: a common word: %v, want ErrNarrowOnly", limit, err)
		}
		results, err := e.Search(t.Context(), search.Request{Query: query.Word{Text: "rare7"}})
		if err != nil || results.Total.Paragraphs != 1 {
			t.Errorf("limit %v: a rare word: %v, %v", limit, results.Total, err)
		}
	}
	e.reader.limit = size{Units: 40, Bytes: 1000}
	if results, err := e.Search(t.Context(), search.Request{}); err != nil || results.Total.Paragraphs != 40 {
		t.Errorf("everything, within the limit: %v, %v", results.Total, err)
	}
}
