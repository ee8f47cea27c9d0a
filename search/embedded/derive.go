package embedded

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"sync"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search/column"
	"github.com/plenary-search/plenary/search/executor"
	"github.com/plenary-search/plenary/search/fault"
	"github.com/plenary-search/plenary/search/store"
)

// derive brings the column files to the commit that the record holds, and shows them. Files that are missing or damaged, and commits that
// the record has and no column file, are made again.
func (e *Engine) derive(ctx context.Context, recorded manifest, held commit) error {
	last, err := e.folder.lastSerial()
	if err != nil {
		return err
	}
	e.serial.Store(last)
	files, whole := e.openWhole(recorded.Columns)
	index, err := executor.New(held.Generation, segmentsOf(files))
	if err != nil {
		return err
	}
	ledger := ledgerOf(index, held.Generation)
	if !whole || held != recorded.commit || ledger.commit != held {
		e.log.Warn("column files are made again from the record", "have", ledger.Documents, "want", held.Documents)
		made, err := e.makeAgain(ctx, index)
		if err != nil {
			return fmt.Errorf("make column files from the record: %w", err)
		}
		files = append(files, made...)
		if index, err = executor.New(held.Generation, segmentsOf(files)); err != nil {
			return err
		}
		if ledger = ledgerOf(index, held.Generation); ledger.commit != held {
			return fmt.Errorf("%w: %d units of %d documents with digest %s were committed, %d of %d with digest %s are there: %s",
				ErrCorrupt, held.Units, held.Documents, held.Digest, ledger.Units, ledger.Documents, ledger.Digest, adviceRestore)
		}
		if err := e.folder.committed(manifest{commit: held, Columns: namesOf(files)}); err != nil {
			return err
		}
	}
	e.held = ledger
	return e.exchange(state{held.Generation, files, index})
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

// makeAgain makes column files of the documents that the record holds and an index does not, or in another version, on all
// processors; and marks those that only the index holds as gone.
func (e *Engine) makeAgain(ctx context.Context, index *executor.Index) ([]*openFile, error) {
	wanted, gone, err := e.differences(ctx, index)
	if err != nil {
		return nil, err
	}
	makers := make([]maker, runtime.GOMAXPROCS(0))
	next := make(chan store.Version)
	var working sync.WaitGroup
	for i := range makers {
		m := &makers[i]
		m.engine, m.builder = e, column.NewBuilder()
		working.Go(func() {
			for v := range next {
				if m.err == nil {
					m.err = fault.Guard(func() error { return cmp.Or(ctx.Err(), m.add(v)) })
				}
			}
			m.err = cmp.Or(m.err, fault.Guard(m.flush))
		})
	}
	for _, key := range gone {
		makers[0].builder.Delete(key)
		makers[0].holds = true
	}
	for _, v := range wanted {
		next <- v
	}
	close(next)
	working.Wait()
	var files []*openFile
	for i := range makers {
		files, err = append(files, makers[i].files...), errors.Join(err, makers[i].err)
	}
	return files, err
}

// differences are the documents that the record holds and an index does not, and those that only the index holds.
func (e *Engine) differences(ctx context.Context, index *executor.Index) (wanted []store.Version, gone []document.Key, err error) {
	versions, err := e.store.Versions(ctx)
	if err != nil {
		return nil, nil, err
	}
	held := make(map[document.Key]uint64, len(versions))
	for d := range index.Versions() {
		held[d.Key] = d.Digest
	}
	for _, v := range versions {
		if digest, ok := held[v.Key]; !ok || digest != v.Version {
			wanted = append(wanted, v)
		}
		delete(held, v.Key)
	}
	return wanted, slices.Collect(maps.Keys(held)), nil
}

// maker makes column files of documents of the record. It belongs to one goroutine.
type maker struct {
	engine  *Engine
	builder *column.Builder
	holds   bool // anything, in the builder
	files   []*openFile
	err     error
}

func (m *maker) add(v store.Version) error {
	d, err := m.engine.store.Document(v.Key)
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
