package store

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"sort"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/blevesearch/bleve/v2/index/scorch"
	segment "github.com/blevesearch/scorch_segment_api/v2"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/column"
	"github.com/plenary-search/plenary/search/executor"
	"github.com/plenary-search/plenary/search/fault"
	"github.com/plenary-search/plenary/search/plan"
)

// Reader answers from the record alone what column files would answer, slowly: it reads all documents that a request can concern. It is
// a search.Searcher of one batch, safe for concurrent use. Whoever calls it guards against panics of Bleve's.
type Reader struct {
	snapshot *scorch.IndexSnapshot
	first    []int // by segment: the number of its first record; and behind the last one, the number of all
	whole    executor.Whole
	all      set                           // documents
	inOrder  func() ([]keyedRecord, error) // documents in natural order of keys, listed when they are first asked for
	limit    size                          // of what a search may read
	reading  chan struct{}                 // holds one token: one search at a time reads documents, so that memory is bounded
	kept     atomic.Pointer[excerpt]       // the largest one that was made
}

// excerpt is an index of some documents. It answers whatever concerns no others.
type excerpt struct {
	*executor.Index
	docs set
}

// keyedRecord is a document's record.
type keyedRecord struct {
	key     document.Key
	sortKey string
	seg     segment.Segment
	n       uint64
}

// maxRead bounds the documents that one search reads: they are all in memory at once, with about ten times the bytes of their text.
var maxRead = size{Units: 200_000, Bytes: 64 << 20}

// Reader opens the last batch for searches; generation is what it is to be called. It must be closed.
func (s *Store) Reader(ctx context.Context, generation uint64) (r *Reader, err error) {
	err = fault.Guard(func() error {
		snapshot, err := s.scorch.Reader()
		if err != nil {
			return err
		}
		r = &Reader{snapshot: snapshot.(*scorch.IndexSnapshot), limit: maxRead, reading: make(chan struct{}, 1)}
		if err := r.describe(ctx, generation); err != nil {
			return errors.Join(err, r.Close())
		}
		return nil
	})
	return r, err
}

// Close ends the reader, when no search runs any more.
func (r *Reader) Close() error { return r.snapshot.Close() }

func (r *Reader) describe(ctx context.Context, generation uint64) error {
	r.first = []int{0}
	for i, s := range r.snapshot.Segments() {
		r.first = append(r.first, r.first[i]+int(s.Segment().Count()))
	}
	r.inOrder = sync.OnceValues(r.list)
	total, err := readTotal(r.snapshot)
	if err != nil {
		return err
	}
	f := finder{ctx, r}
	if r.all, err = f.term(isField, isDocument); err != nil {
		return err
	}
	agendas, err := f.headers(plan.Term{Field: isField, Value: isAgenda})
	if err != nil {
		return err
	}
	var streams []string
	for name := range total.Streams {
		streams = append(streams, name)
	}
	r.whole = executor.Whole{Sums: total.Streams, Corpus: search.Corpus{Generation: generation, Documents: total.Documents, Units: total.Units,
		Searchable: total.Searchable, Languages: search.StemLanguages(slices.Values(streams)), Agendas: agendas}}
	return nil
}

// list lists all documents.
func (r *Reader) list() (all []keyedRecord, err error) {
	err = eachTerm(context.Background(), r.snapshot, keyField, func(term string, seg segment.Segment, n uint64) error {
		key := keyOf(term)
		all = append(all, keyedRecord{key, key.SortKey(), seg, n})
		return nil
	})
	slices.SortFunc(all, func(a, b keyedRecord) int {
		return cmp.Or(strings.Compare(a.sortKey, b.sortKey), strings.Compare(a.key.Symbol, b.key.Symbol))
	})
	return all, err
}

// Search answers a request. The errors are those of executor.Index, and search.ErrNarrowOnly where it would have to read too much.
func (r *Reader) Search(ctx context.Context, req search.Request) (search.Results, error) {
	if err := ctx.Err(); err != nil {
		return search.Results{}, err
	}
	prepared, err := req.Prepare()
	if err != nil {
		return search.Results{}, err
	}
	planned, err := plan.Compile(prepared, plan.Options{Languages: r.whole.Corpus.Languages})
	if err != nil {
		return search.Results{}, err
	}
	concerned, err := finder{ctx, r}.concerned(prepared, planned)
	if err != nil {
		return search.Results{}, err
	}
	x, err := r.excerptWith(ctx, concerned)
	if err != nil {
		return search.Results{}, err
	}
	return x.Search(ctx, req)
}

// excerptWith is an index that holds some documents: the one that is kept, or a new one.
func (r *Reader) excerptWith(ctx context.Context, docs set) (*excerpt, error) {
	if kept := r.kept.Load(); kept != nil && docs.within(kept.docs) {
		return kept, nil
	}
	select {
	case r.reading <- struct{}{}:
		defer func() { <-r.reading }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	kept := r.kept.Load()
	if kept != nil && docs.within(kept.docs) {
		return kept, nil
	}
	x, err := r.read(ctx, docs)
	if err == nil && (kept == nil || docs.count() > kept.docs.count()) {
		r.kept.Store(x)
	}
	return x, err
}

// read makes an index of some documents, in memory.
func (r *Reader) read(ctx context.Context, docs set) (*excerpt, error) {
	if err := r.affordable(ctx, docs); err != nil {
		return nil, err
	}
	b := column.NewBuilder()
	for seg, n := range r.records(docs) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		d, err := readDocument(seg, n)
		if err != nil {
			return nil, err
		}
		b.Add(&d, 0)
	}
	var file bytes.Buffer
	if err := b.Write(&file); err != nil {
		return nil, err
	}
	opened, err := column.Open(file.Bytes(), false)
	if err != nil {
		return nil, err
	}
	index, err := executor.NewExcerpt(r.whole, []*column.Segment{opened})
	return &excerpt{index, docs}, err
}

// affordable answers search.ErrNarrowOnly for documents that are too much to read.
func (r *Reader) affordable(ctx context.Context, docs set) error {
	var sum size
	for seg, n := range r.records(docs) {
		if err := ctx.Err(); err != nil {
			return err
		}
		s, err := readSize(seg, n)
		if err != nil {
			return err
		}
		if sum.add(s, 1); sum.Units > r.limit.Units || sum.Bytes > r.limit.Bytes {
			return fmt.Errorf("%w: this one concerns more than %d paragraphs or %d MiB of text", search.ErrNarrowOnly, r.limit.Units, r.limit.Bytes>>20)
		}
	}
	return nil
}

// records yields the records of a set.
func (r *Reader) records(docs set) iter.Seq2[segment.Segment, uint64] {
	return func(yield func(segment.Segment, uint64) bool) {
		segments, at := r.snapshot.Segments(), 0
		for number := range docs.numbers() {
			for number >= r.first[at+1] {
				at++
			}
			if !yield(segments[at].Segment(), uint64(number-r.first[at])) {
				return
			}
		}
	}
}

// Document returns a whole document, or search.ErrNotFound.
func (r *Reader) Document(_ context.Context, key document.Key) (document.Document, error) {
	return findDocument(r.snapshot, key)
}

// Resolve returns the headers of the documents that answer to a symbol.
func (r *Reader) Resolve(ctx context.Context, symbol string) ([]document.Header, error) {
	headers, err := finder{ctx, r}.headers(plan.Term{Field: column.AnswersField, Value: search.SymbolTerm(symbol)})
	slices.SortStableFunc(headers, func(a, b document.Header) int { return search.CompareLanguages(a.Lang, b.Lang) })
	return headers, err
}

// Family returns the headers of the documents that may be related to one of the symbols.
func (r *Reader) Family(ctx context.Context, symbols ...string) ([]document.Header, error) {
	var families plan.Or
	for _, symbol := range symbols {
		for _, family := range search.SymbolFamilies(symbol) {
			families.Nodes = append(families.Nodes, plan.Term{Field: column.FamilyField, Value: family})
		}
	}
	return finder{ctx, r}.headers(families)
}

// Variants answers search.ErrNarrowOnly: the record knows nothing of fingerprints.
func (r *Reader) Variants(context.Context, document.Key, string, int) (search.Variants, error) {
	return search.Variants{}, search.ErrNarrowOnly
}

// Documents returns headers in natural order of keys, after a key.
func (r *Reader) Documents(ctx context.Context, after document.Key, size int) (headers []document.Header, err error) {
	all, err := r.inOrder()
	if err != nil {
		return nil, err
	}
	if after != (document.Key{}) {
		all = all[sort.Search(len(all), func(i int) bool { return search.CompareKeys(all[i].key, after) > 0 }):]
	}
	for _, d := range all[:min(size, len(all))] {
		h, err := readHeader(d.seg, d.n)
		if err := errors.Join(err, ctx.Err()); err != nil {
			return nil, err
		}
		headers = append(headers, h)
	}
	return headers, nil
}

// Headers yields the headers of all documents, in natural order of keys.
func (r *Reader) Headers(ctx context.Context) iter.Seq2[document.Header, error] {
	return func(yield func(document.Header, error) bool) {
		all, err := r.inOrder()
		if err != nil {
			yield(document.Header{}, err)
			return
		}
		for _, d := range all {
			h, err := readHeader(d.seg, d.n)
			if err == nil {
				err = ctx.Err()
			}
			if !yield(h, err) || err != nil {
				return
			}
		}
	}
}

// Stamps yields the stamps of all documents, in natural order of keys.
func (r *Reader) Stamps(ctx context.Context) iter.Seq2[document.Stamp, error] {
	return func(yield func(document.Stamp, error) bool) {
		for h, err := range r.Headers(ctx) {
			if !yield(document.Stamp{Key: h.Key(), Source: h.Source, Hash: h.Hash}, err) {
				return
			}
		}
	}
}

// Corpus describes what the store holds.
func (r *Reader) Corpus(context.Context) (search.Corpus, error) { return r.whole.Corpus, nil }

// Ready returns nil.
func (r *Reader) Ready(context.Context) error { return nil }
