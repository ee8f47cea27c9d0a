package embedded

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/executor"
	"github.com/plenary-search/plenary/search/fault"
	"github.com/plenary-search/plenary/search/store"
)

// Options say how an index is opened. The zero Options open it for writing.
type Options struct {
	Logger *slog.Logger // nil: nothing is logged
	// ReadOnly is for searches alone. Any number of processes may then share the index, also with one that writes, whose commits
	// they follow.
	ReadOnly bool
	// Bulk is for long runs of writing that nobody searches: what a commit changed is prepared for searches when the first one
	// comes, and not after every commit.
	Bulk bool
	// Patient is for programs that ask one question and end: Open waits until column files that are missing are made. Otherwise the
	// record answers narrow questions meanwhile.
	Patient bool
	// Still is for reading that has to see one commit throughout: the engine does not follow those of other processes.
	Still bool
	// SuccessorOf names the folder of an index that this one will take the place of: its next commit, which may be one of no changes,
	// has a later generation than the other has when this one is opened, so that nobody takes an answer of one for that of the other.
	SuccessorOf string

	hold func(ending context.Context) // called before missing column files are made: tests wait there
}

// Engine is an open index. See the package comment for what may run at the same time.
type Engine struct {
	log       *slog.Logger
	readOnly  bool
	bulk      bool
	patient   bool
	still     bool
	successor string // Options.SuccessorOf
	hold      func(ending context.Context)
	folder    *folder // nil in memory
	making    *making // of column files that were missing when it was opened; nil where none was

	ending     context.Context // done once the engine is being closed
	end        context.CancelFunc
	background sync.WaitGroup // of the goroutines that make missing column files, merge, or follow

	writing sync.Mutex   // held by Put, Delete, Commit, Close, and to exchange files that were merged or made again
	store   *store.Store // nil for reading, and after a failed write
	pending *changes
	held    *ledger
	least   uint64 // generation of the next commit
	written int64  // bytes of column files that commits have written
	broken  error  // after a failed write; no further one is tried
	grown   chan struct{}
	merging sync.Mutex    // held by one merge at a time
	serial  atomic.Uint64 // of the last column file

	showing   sync.Mutex // held while a commit is prepared for searches; before mu
	mu        sync.Mutex // guards what follows, and the users of files and views
	last      state
	exchanges uint64 // of last
	view      *view  // nil before the first commit is shown, and once closed
	stale     bool   // the view is not that of the last commit
}

// state is the last commit, with the files that answer for it.
type state struct {
	generation uint64
	files      []*openFile
	index      *executor.Index // over them; nil where nobody has made it yet
}

// view is the state of one commit, as searches see it. It does not change.
type view struct {
	answerer
	files  []*openFile
	record *store.Reader // where it is what answers
	users  int           // guarded by Engine.mu
}

// answerer is what answers for a commit: an executor over column files or, while these are made, the record.
type answerer interface {
	Search(ctx context.Context, req search.Request) (search.Results, error)
	Document(ctx context.Context, key document.Key) (document.Document, error)
	Resolve(ctx context.Context, symbol string) ([]document.Header, error)
	Family(ctx context.Context, symbols ...string) ([]document.Header, error)
	Variants(ctx context.Context, key document.Key, anchor string, size int) (search.Variants, error)
	Documents(ctx context.Context, after document.Key, size int) ([]document.Header, error)
	Corpus(ctx context.Context) (search.Corpus, error)
	Headers(ctx context.Context) iter.Seq2[document.Header, error]
	Stamps(ctx context.Context) iter.Seq2[document.Stamp, error]
}

func newEngine(opts Options) *Engine {
	e := &Engine{log: cmp.Or(opts.Logger, slog.New(slog.DiscardHandler)), readOnly: opts.ReadOnly, bulk: opts.Bulk, patient: opts.Patient, still: opts.Still, successor: opts.SuccessorOf, hold: opts.hold, pending: newChanges(), grown: make(chan struct{}, 1)}
	e.ending, e.end = context.WithCancel(context.Background())
	return e
}

// OpenMemory returns an empty index in memory. It is gone when the engine is closed.
func OpenMemory(opts Options) (*Engine, error) {
	e := newEngine(opts)
	opened, err := store.Open("", false)
	if err != nil {
		return nil, err
	}
	e.store, e.held = opened, newLedger(newCommit(0, 0, 0, 0))
	return e, e.exchange(state{})
}

// Open opens the index in a folder; for writing it makes one where the folder is missing or empty.
//
// It fails at once, and changes nothing, where another process writes and this one wants to (ErrInUse), where the folder holds
// something else (ErrNotAnIndex), another schema version (search.ErrSchemaMismatch), or a record that is not wholly as it was
// committed (ErrCorrupt, ErrRolledBack). Every byte that an answer can depend on is checked before the first answer. Where column files
// are missing or damaged the record answers until they are made again, all questions but those that are too broad for it
// (search.ErrNarrowOnly).
func Open(ctx context.Context, dir string, opts Options) (*Engine, error) {
	e := newEngine(opts)
	f, err := openFolder(dir, opts.ReadOnly)
	if err != nil {
		return nil, fmt.Errorf("open index %s: %w", dir, err)
	}
	e.folder = f
	open := e.openToWrite
	if opts.ReadOnly {
		open = e.openToRead
	}
	err = fault.Guard(func() error { return open(ctx) })
	if err == nil && e.patient {
		err = e.made(ctx)
	}
	if err != nil {
		return nil, fmt.Errorf("open index %s: %w", dir, errors.Join(err, e.Close()))
	}
	return e, nil
}

// openToWrite locks the folder, checks the record, and brings the column files to what it holds.
func (e *Engine) openToWrite(ctx context.Context) error {
	f := e.folder
	if err := f.lockToWrite(ctx); err != nil {
		return err
	}
	recorded, err := f.inspect(false)
	if err != nil {
		return err
	}
	e.least = generationAfter(e.successor)
	held, err := f.verifyStore(ctx, recorded.commit)
	if err != nil {
		return err
	}
	if e.store, err = store.Open(f.store(), false); err != nil {
		return err
	}
	if err := f.removeOthers(recorded.Columns); err != nil {
		e.log.Warn("column files that nobody needs cannot be removed", "err", err)
	}
	missing, err := e.derive(ctx, e.store, recorded, held)
	if err != nil {
		return err
	}
	if missing != nil {
		e.startMaking(missing, func() {})
	}
	e.background.Go(e.mergeInBackground)
	return nil
}

// exchange makes a state the last one, and shows it: at once, or in bulk when the first search comes.
func (e *Engine) exchange(next state) error {
	e.mu.Lock()
	before := e.last.files
	e.use(next.files)
	e.last, e.stale = next, true
	e.exchanges++
	err := e.release(before)
	e.mu.Unlock()
	if e.bulk {
		return err
	}
	return errors.Join(err, e.refresh())
}

// refresh shows the last commit, where an older one is shown. One commit is prepared at a time, so that what is shown never goes back.
func (e *Engine) refresh() error {
	e.showing.Lock()
	defer e.showing.Unlock()
	e.mu.Lock()
	stale, last, exchanges := e.stale, e.last, e.exchanges
	if !stale {
		e.mu.Unlock()
		return nil
	}
	e.use(last.files)
	e.mu.Unlock()
	err := fault.Guard(func() error { return e.show(last, exchanges) })
	e.mu.Lock()
	defer e.mu.Unlock()
	return errors.Join(err, e.release(last.files))
}

// show makes a state, the last one after a number of exchanges, the one that searches see.
func (e *Engine) show(s state, exchanges uint64) (err error) {
	if s.index == nil {
		if s.index, err = executor.New(s.generation, segmentsOf(s.files)); err != nil {
			return err
		}
	}
	if !e.bulk && !e.patient {
		if err := s.index.Warm(e.ending); err != nil && e.ending.Err() == nil {
			e.log.Warn("a commit is shown before it is warm", "err", err)
		}
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.ending.Err() != nil {
		return nil // the view was taken away meanwhile, or will be
	}
	before := e.view
	e.view, e.stale = &view{answerer: s.index, files: s.files, users: 1}, e.exchanges != exchanges // used by the engine itself
	e.use(s.files)
	return e.leave(before)
}

// use counts a user of files; release takes one away. Both are called with e.mu held.
func (e *Engine) use(files []*openFile) {
	for _, file := range files {
		file.users++
	}
}

func (e *Engine) release(files []*openFile) error {
	var failed []error
	for _, file := range files {
		if file.users--; file.users == 0 {
			failed = append(failed, file.mapped.Close())
		}
	}
	return errors.Join(failed...)
}

// enter takes a view into use; leave ends it, with e.mu held. The last one out lets its files go.
func (e *Engine) enter() (*view, error) {
	if e.bulk { // otherwise who makes a commit shows it
		if err := e.refresh(); err != nil {
			return nil, err
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
	err := e.release(v.files)
	if v.record != nil {
		err = errors.Join(err, v.record.Close())
	}
	return err
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
			e.log.Error("closing column files", "err", err)
		}
	}()
	if err := fault.Guard(func() error { return f(v) }); err != nil {
		return e.reported(err)
	}
	return nil
}

// reported logs a panic with its stack, and makes of it an error that searches may return.
func (e *Engine) reported(err error) error {
	var p *fault.Panic
	if errors.As(err, &p) {
		e.log.Error("panic while reading the index", "err", p.Value, "stack", string(p.Stack))
		return fmt.Errorf("%w: %w", search.ErrUnavailable, err)
	}
	return err
}

// Close ends the engine. Changes that were not committed are lost. Searches that run end undisturbed. Closing again does
// nothing.
func (e *Engine) Close() error {
	e.settle()
	e.end()
	e.background.Wait()
	e.writing.Lock()
	defer e.writing.Unlock()
	return errors.Join(e.hide(), e.closeStore(), e.folder.unlock())
}

// hide takes the view away from searches that begin from now on, and lets the files of the last commit go.
func (e *Engine) hide() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	last := e.view
	e.view, e.stale = nil, false
	err := errors.Join(e.leave(last), e.release(e.last.files))
	e.last = state{}
	return err
}

func (e *Engine) closeStore() error {
	if e.store == nil {
		return nil
	}
	opened := e.store
	e.store = nil
	return opened.Close()
}

// inParallel calls work for every number below n, on all processors.
func inParallel(n int, work func(i int)) {
	next := make(chan int)
	var workers sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		workers.Go(func() {
			for i := range next {
				work(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	workers.Wait()
}

// Ready returns nil while the engine is open.
func (e *Engine) Ready(context.Context) error { return e.look(func(*view) error { return nil }) }

// Search answers a request from the last commit.
func (e *Engine) Search(ctx context.Context, req search.Request) (results search.Results, err error) {
	err = e.look(func(v *view) (err error) {
		results, err = v.Search(ctx, req)
		return err
	})
	return results, err
}

// Document returns a whole document, or search.ErrNotFound.
func (e *Engine) Document(ctx context.Context, key document.Key) (d document.Document, err error) {
	err = e.look(func(v *view) (err error) {
		d, err = v.Document(ctx, key)
		return err
	})
	return d, err
}

// Resolve returns the headers of the documents that answer to a symbol.
func (e *Engine) Resolve(ctx context.Context, symbol string) (headers []document.Header, err error) {
	err = e.look(func(v *view) (err error) {
		headers, err = v.Resolve(ctx, symbol)
		return err
	})
	return headers, err
}

// Family returns the headers of the documents that may be related to one of the symbols.
func (e *Engine) Family(ctx context.Context, symbols ...string) (headers []document.Header, err error) {
	err = e.look(func(v *view) (err error) {
		headers, err = v.Family(ctx, symbols...)
		return err
	})
	return headers, err
}

// Variants returns the variants of a paragraph.
func (e *Engine) Variants(ctx context.Context, key document.Key, anchor string, size int) (v search.Variants, err error) {
	err = e.look(func(shown *view) (err error) {
		v, err = shown.Variants(ctx, key, anchor, size)
		return err
	})
	return v, err
}

// Documents returns headers in natural order of keys, after a key.
func (e *Engine) Documents(ctx context.Context, after document.Key, size int) (headers []document.Header, err error) {
	err = e.look(func(v *view) (err error) {
		headers, err = v.Documents(ctx, after, size)
		return err
	})
	return headers, err
}

// An Engine lists its terms.
var _ search.Lexicon = (*Engine)(nil)

// Terms lists the most frequent terms of a field that begin so; none while the record answers, which has no such list.
func (e *Engine) Terms(ctx context.Context, field, beginning string, size int) (terms []search.TermCount, err error) {
	err = e.look(func(v *view) (err error) {
		if lexicon, ok := v.answerer.(search.Lexicon); ok {
			terms, err = lexicon.Terms(ctx, field, beginning, size)
		}
		return err
	})
	return terms, err
}

// Similar lists the most frequent terms of a field that are like another; none while the record answers.
func (e *Engine) Similar(ctx context.Context, field, term string, changes, size int) (terms []search.TermCount, err error) {
	err = e.look(func(v *view) (err error) {
		if lexicon, ok := v.answerer.(search.Lexicon); ok {
			terms, err = lexicon.Similar(ctx, field, term, changes, size)
		}
		return err
	})
	return terms, err
}

// Corpus describes what the index holds.
func (e *Engine) Corpus(ctx context.Context) (c search.Corpus, err error) {
	err = e.look(func(v *view) (err error) {
		c, err = v.Corpus(ctx)
		return err
	})
	return c, err
}

// Headers yields the headers of all documents of the last commit, in natural order of keys. With [Engine.Document] it lets
// documents that are indexed later be linked with those that are here.
func (e *Engine) Headers(ctx context.Context) iter.Seq2[document.Header, error] {
	return func(yield func(document.Header, error) bool) {
		err := e.look(func(v *view) error {
			for h, err := range v.Headers(ctx) {
				if err != nil || !yield(h, nil) {
					return err
				}
			}
			return nil
		})
		if err != nil {
			yield(document.Header{}, err)
		}
	}
}
