package embedded

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search/column"
	"github.com/plenary-search/plenary/search/executor"
	"github.com/plenary-search/plenary/search/fault"
	"github.com/plenary-search/plenary/search/store"
)

// missing is what column files do not hold and the record does.
type missing struct {
	record *store.Store
	held   commit
	files  []*openFile     // that are whole
	index  *executor.Index // over them
	wanted []store.Version // documents to be made files of
	gone   []document.Key  // documents that only files hold
}

// derive shows the commit that the record holds. Column files answer for it where they hold the same. Where some are missing or damaged,
// or the record has a commit that none has, the record answers, and the caller has what is missing made.
func (e *Engine) derive(ctx context.Context, record *store.Store, recorded manifest, held commit) (*missing, error) {
	last, err := e.folder.lastSerial()
	if err != nil {
		return nil, err
	}
	e.serial.Store(last)
	files, whole := e.openWhole(recorded.Columns)
	index, ledger, err := indexOf(held.Generation, files)
	if err != nil {
		e.log.Warn("no column file is used, since they cannot be joined", "err", err)
		err = discard(files)
		files, whole = nil, false
		if err != nil {
			return nil, err
		}
		if index, ledger, err = indexOf(held.Generation, nil); err != nil {
			return nil, err
		}
	}
	if whole && held == recorded.commit && ledger.commit == held {
		e.held = ledger
		return nil, e.exchange(state{held.Generation, files, index})
	}
	m := &missing{record: record, held: held, files: files, index: index}
	if err := e.showRecord(ctx, m); err != nil {
		return nil, errors.Join(err, discard(files))
	}
	e.held = newLedger(held)
	e.log.Warn("column files are missing or damaged; the record answers", "have", ledger.Documents, "want", held.Documents, "differ", len(m.wanted)+len(m.gone))
	return m, nil
}

// showRecord has the record answer, and finds what is missing.
func (e *Engine) showRecord(ctx context.Context, m *missing) error {
	reader, err := m.record.Reader(ctx, m.held.Generation)
	if err != nil {
		return err
	}
	corpus, err := reader.Corpus(ctx)
	if err == nil {
		err = m.compare(ctx, corpus.Units)
	}
	if err != nil {
		return errors.Join(err, reader.Close())
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	before := e.view
	e.view, e.stale = &view{answerer: reader, record: reader, users: 1}, false
	return e.leave(before)
}

// compare finds the documents that the record holds and files do not, and those that only files hold. units is the number of
// units that the record counts.
func (m *missing) compare(ctx context.Context, units int) error {
	versions, err := m.record.Versions(ctx)
	if err != nil {
		return err
	}
	inFiles, sum := map[document.Key]uint64{}, uint64(0)
	for d := range m.index.Versions() {
		inFiles[d.Key] = d.Digest
	}
	for _, v := range versions {
		sum += v.Version
		if digest, ok := inFiles[v.Key]; !ok || digest != v.Version {
			m.wanted = append(m.wanted, v)
		}
		delete(inFiles, v.Key)
	}
	m.gone = slices.Collect(maps.Keys(inFiles))
	return m.holds(newCommit(m.held.Generation, len(versions), units, sum))
}

// holds answers ErrCorrupt where what is there is not what was committed.
func (m *missing) holds(there commit) error {
	if there == m.held {
		return nil
	}
	return fmt.Errorf("%w: %d units of %d documents with digest %s were committed, %d of %d with digest %s are there: %s",
		ErrCorrupt, m.held.Units, m.held.Documents, m.held.Digest, there.Units, there.Documents, there.Digest, adviceRestore)
}

// making is the work on missing column files.
type making struct {
	done chan struct{} // closed at its end
	err  error         // read after done
}

// startMaking makes what is missing in the background, shows it, and then does what follows.
func (e *Engine) startMaking(m *missing, then func()) {
	e.making = &making{done: make(chan struct{})}
	e.background.Go(func() {
		e.making.err = e.remake(m)
		if e.making.err != nil && e.ending.Err() == nil {
			e.log.Error("column files cannot be made; the record goes on answering", "err", e.making.err)
		}
		close(e.making.done)
		then()
	})
}

// made waits until no column file is missing any more, and answers why one still is.
func (e *Engine) made(ctx context.Context) error {
	if e.making == nil {
		return nil
	}
	select {
	case <-e.making.done:
		return e.making.err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// remake makes what is missing, and shows it.
func (e *Engine) remake(m *missing) error {
	if e.hold != nil {
		e.hold(e.ending)
	}
	made, err := e.makeAgain(m)
	files := slices.Concat(m.files, made)
	var index *executor.Index
	var counted *ledger
	if err == nil {
		index, counted, err = indexOf(m.held.Generation, files)
	}
	if err == nil {
		err = m.holds(counted.commit)
	}
	if err != nil {
		return fmt.Errorf("make column files from the record: %w", errors.Join(err, discard(m.files), e.folder.drop(made...)))
	}
	e.writing.Lock()
	defer e.writing.Unlock()
	if err := e.folder.committed(manifest{commit: m.held, Columns: namesOf(files)}); err != nil {
		return errors.Join(err, discard(m.files), e.folder.drop(made...))
	}
	e.held = counted
	return e.exchange(state{m.held.Generation, files, index})
}

// discard closes files that nobody uses.
func discard(files []*openFile) error {
	var failed []error
	for _, file := range files {
		failed = append(failed, file.mapped.Close())
	}
	return errors.Join(failed...)
}

// openWhole opens the column files that are whole, and reports whether all are.
func (e *Engine) openWhole(wanted []columnFile) (files []*openFile, whole bool) {
	opened, errs := e.folder.openAll(wanted)
	whole = true
	for i, file := range opened {
		if errs[i] != nil {
			e.log.Warn("a column file is left out", "err", errs[i])
			whole = false
			continue
		}
		files = append(files, file)
	}
	return files, whole
}

// indexOf joins files, and counts what they hold together. The error wraps column.ErrDamaged: files may be whole and yet not what they
// should be, as those of a version with a fault.
func indexOf(generation uint64, files []*openFile) (index *executor.Index, counted *ledger, err error) {
	err = fault.Guard(func() (err error) {
		if index, err = executor.New(generation, segmentsOf(files)); err != nil {
			return err
		}
		counted = ledgerOf(index, generation)
		return nil
	})
	if err != nil && !errors.Is(err, column.ErrDamaged) {
		err = fmt.Errorf("%w: %w", column.ErrDamaged, err)
	}
	return index, counted, err
}

// ledgerOf counts what an index holds.
func ledgerOf(index *executor.Index, generation uint64) *ledger {
	l := newLedger(commit{})
	units := 0
	for d := range index.Versions() {
		l.documents[d.Key] = share{units: d.Units, digest: d.Digest}
		l.sum += d.Digest
		units += d.Units
	}
	l.commit = newCommit(generation, len(l.documents), units, l.sum)
	return l
}

// madeUnits is the number of units that one file takes which is made again: it bounds the memory that this takes.
const madeUnits = 100_000

// makeAgain makes column files of what is missing, on all processors. It returns those that it has made also where it fails.
func (e *Engine) makeAgain(m *missing) (files []*openFile, err error) {
	makers := make([]maker, runtime.GOMAXPROCS(0))
	next := make(chan store.Version)
	var working sync.WaitGroup
	for i := range makers {
		mk := &makers[i]
		mk.engine, mk.record, mk.builder = e, m.record, column.NewBuilder()
		working.Go(func() {
			for v := range next {
				if mk.err == nil {
					mk.err = fault.Guard(func() error { return mk.add(v) })
				}
			}
			if mk.err == nil {
				mk.err = fault.Guard(mk.flush)
			}
		})
	}
	for _, key := range m.gone {
		makers[0].builder.Delete(key)
		makers[0].holds = true
	}
	progress := time.NewTicker(progressEvery)
	defer progress.Stop()
	for i, v := range m.wanted {
		next <- v
		select {
		case <-progress.C:
			e.log.Info("column files are being made", "documents", i, "of", len(m.wanted))
		default:
		}
	}
	close(next)
	working.Wait()
	for i := range makers {
		files, err = append(files, makers[i].files...), errors.Join(err, makers[i].err)
	}
	return files, err
}

// progressEvery is how often it is said how much has been made.
const progressEvery = 10 * time.Second

// maker makes column files of documents of the record. It belongs to one goroutine.
type maker struct {
	engine  *Engine
	record  *store.Store
	builder *column.Builder
	holds   bool // anything, in the builder
	files   []*openFile
	err     error
}

func (m *maker) add(v store.Version) error {
	if err := m.engine.ending.Err(); err != nil {
		return err
	}
	d, err := m.record.Document(v.Key)
	if err != nil {
		return err
	}
	m.builder.Add(&d, v.Version)
	if m.holds = true; m.builder.Units() < madeUnits {
		return nil
	}
	return m.flush()
}

func (m *maker) flush() error {
	if !m.holds {
		return nil
	}
	file, err := m.engine.folder.writeColumns(m.engine.serial.Add(1), m.builder.Write)
	m.builder, m.holds = column.NewBuilder(), false
	if err == nil {
		m.files = append(m.files, file)
	}
	return err
}
