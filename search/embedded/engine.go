package embedded

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"slices"
	"sort"
	"sync"

	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
)

// Options say how an index is opened. The zero Options open it for writing.
type Options struct {
	Logger   *slog.Logger // nil: nothing is logged
	ReadOnly bool         // searches alone; several processes may then share the index
	// Bulk is for long runs of writing that nobody searches: what a commit changed is prepared for searches when the first one
	// comes, and not after every commit. Searches then must not run at the same time as writes.
	Bulk bool
}

// Engine is an open index. See the package comment for what may run at the same time.
type Engine struct {
	log      *slog.Logger
	readOnly bool
	bulk     bool
	folder   *folder // nil in memory
	analysis *index.AnalysisQueue

	writing sync.Mutex // held by Put, Delete, Commit and Close
	scorch  *scorch.Scorch
	pending map[document.Key]change
	noted   map[string][]byte // entries of the catalogue on their way; nil ones are to be forgotten
	broken  error             // after a failed write; no further one is tried
	held    *ledger           // what the last commit holds
	// known are the columns that were read to verify the index, while it is opened again for writing.
	known map[uint64]*columns

	mu    sync.Mutex // guards what follows
	view  *view      // nil once closed
	stale bool       // in bulk: there is a newer commit than that of the view
}

// OpenMemory returns an empty index in memory. It is gone when the engine is closed.
func OpenMemory(opts Options) (*Engine, error) {
	e := newEngine(opts)
	return e, guard(func() error { return e.openScorch("", false) })
}

func newEngine(opts Options) *Engine {
	return &Engine{log: cmp.Or(opts.Logger, slog.New(slog.DiscardHandler)), readOnly: opts.ReadOnly, bulk: opts.Bulk,
		pending: map[document.Key]change{}, noted: map[string][]byte{}}
}

// openScorch opens Bleve's store in a folder, or in memory where path is "", and shows what it holds.
func (e *Engine) openScorch(path string, readOnly bool) error {
	analysis := index.NewAnalysisQueue(runtime.GOMAXPROCS(0))
	opened, err := scorch.NewScorch(scorch.Name, scorchConfig(path, readOnly), analysis)
	if err == nil {
		err = opened.Open()
	}
	if err != nil {
		analysis.Close()
		return err
	}
	e.scorch, e.analysis = opened.(*scorch.Scorch), analysis
	if err := e.refresh(); err != nil {
		return err
	}
	e.held = newLedger(e.view)
	return nil
}

// refresh shows searches the last commit.
func (e *Engine) refresh() error {
	reader, err := e.scorch.Reader()
	if err != nil {
		return err
	}
	snapshot := reader.(*scorch.IndexSnapshot)
	stored, err := readCommit(snapshot)
	if err != nil {
		return errors.Join(err, snapshot.Close())
	}
	known := e.known
	e.known = nil
	if e.view != nil {
		known = e.view.columnsByID()
	}
	next, err := newView(snapshot, stored, known)
	if err != nil {
		return errors.Join(err, snapshot.Close())
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	last := e.view
	next.users++ // the engine itself
	e.view, e.stale = next, false
	return e.leave(last)
}

// enter takes a view into use; leave ends it, with e.mu held. The last one out closes the view's snapshot.
func (e *Engine) enter() (*view, error) {
	if e.bulk && e.isStale() {
		if err := guard(e.refresh); err != nil {
			return nil, e.reported(err)
		}
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.view == nil {
		return nil, fmt.Errorf("%w: it is closed", search.ErrUnavailable)
	}
	e.view.users++
	return e.view, nil
}

func (e *Engine) leave(v *view) error {
	if v == nil {
		return nil
	}
	if v.users--; v.users > 0 {
		return nil
	}
	return v.snapshot.Close()
}

func (e *Engine) isStale() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.stale
}

// show makes the last commit the one that searches see: at once, or in bulk when the first search comes.
func (e *Engine) show() error {
	if !e.bulk {
		return e.refresh()
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.stale = true
	return nil
}

// look runs a function over the view of the last commit.
func (e *Engine) look(f func(v *view) error) error {
	v, err := e.enter()
	if err != nil {
		return err
	}
	defer func() {
		e.mu.Lock()
		defer e.mu.Unlock()
		if err := e.leave(v); err != nil {
			e.log.Error("closing a snapshot", "err", err)
		}
	}()
	if err := guard(func() error { return f(v) }); err != nil {
		return e.reported(err)
	}
	return nil
}

// reported logs a panic with its stack, and makes of it an error that searches may return.
func (e *Engine) reported(err error) error {
	var p *panicError
	if errors.As(err, &p) {
		e.log.Error("panic while reading the index", "err", p.value, "stack", string(p.stack))
		return fmt.Errorf("%w: %w", search.ErrUnavailable, err)
	}
	return err
}

// Close ends the engine. Changes that were not committed are lost. Searches that run end undisturbed. Closing again does
// nothing.
func (e *Engine) Close() error {
	e.writing.Lock()
	defer e.writing.Unlock()
	return errors.Join(e.hide(), e.closeScorch(), e.folder.close())
}

// hide takes the view away from searches that begin from now on.
func (e *Engine) hide() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	last := e.view
	e.view, e.stale = nil, false
	return e.leave(last)
}

func (e *Engine) closeScorch() error {
	if e.scorch == nil {
		return nil
	}
	opened, analysis := e.scorch, e.analysis
	e.scorch, e.analysis = nil, nil
	err := guard(opened.Close)
	analysis.Close()
	return err
}

// Ready returns nil while the engine is open.
func (e *Engine) Ready(context.Context) error { return e.look(func(*view) error { return nil }) }

// Document returns a whole document, or search.ErrNotFound.
func (e *Engine) Document(ctx context.Context, key document.Key) (d document.Document, err error) {
	err = e.look(func(v *view) error {
		at, ok := v.byKey[keyTerm(key)]
		if !ok {
			return fmt.Errorf("document %s: %w", key, search.ErrNotFound)
		}
		d.Header = v.docs[at].header
		d.Units, err = v.units(ctx, key)
		return err
	})
	return d, err
}

// units reads the units of a document in order.
func (v *view) units(ctx context.Context, key document.Key) ([]document.Unit, error) {
	var units []document.Unit
	for _, seg := range newMatcher(ctx, v).segments {
		records, err := seg.postings(keyField, keyTerm(key))
		if err != nil {
			return nil, err
		}
		for it := records.Iterator(); it.HasNext(); {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			var u document.Unit
			if err := readSource(seg.snapshot.Segment(), uint64(it.Next()), &u); err != nil {
				return nil, err
			}
			units = append(units, u)
		}
	}
	slices.SortFunc(units, func(a, b document.Unit) int { return cmp.Compare(a.Seq, b.Seq) })
	return units, nil
}

// Resolve returns the headers of the documents that answer to a symbol.
func (e *Engine) Resolve(_ context.Context, symbol string) (headers []document.Header, err error) {
	err = e.look(func(v *view) error {
		for _, at := range v.bySymbol[search.SymbolTerm(symbol)] {
			headers = append(headers, v.docs[at].header)
		}
		return nil
	})
	slices.SortStableFunc(headers, func(a, b document.Header) int { return search.CompareLanguages(a.Lang, b.Lang) })
	return headers, err
}

// Family returns the headers of the documents that may be related to one of the symbols.
func (e *Engine) Family(_ context.Context, symbols ...string) (headers []document.Header, err error) {
	err = e.look(func(v *view) error {
		var at []uint32
		for _, symbol := range symbols {
			for _, term := range search.SymbolFamilies(symbol) {
				at = append(at, v.byFamily[term]...)
			}
		}
		slices.Sort(at)
		for _, i := range slices.Compact(at) {
			headers = append(headers, v.docs[i].header)
		}
		return nil
	})
	return headers, err
}

// Documents returns headers in natural order of keys, after a key.
func (e *Engine) Documents(_ context.Context, after document.Key, size int) (headers []document.Header, err error) {
	err = e.look(func(v *view) error {
		first := 0
		if after != (document.Key{}) {
			first = sort.Search(len(v.docs), func(i int) bool { return search.CompareKeys(v.docs[i].header.Key(), after) > 0 })
		}
		for i := first; i < len(v.docs) && len(headers) < size; i++ {
			headers = append(headers, v.docs[i].header)
		}
		return nil
	})
	return headers, err
}

// Corpus describes what the index holds.
func (e *Engine) Corpus(context.Context) (c search.Corpus, err error) {
	err = e.look(func(v *view) error {
		c = v.corpus
		return nil
	})
	return c, err
}
