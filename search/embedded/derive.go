package embedded

import (
	"context"
	"fmt"
	"io"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search/column"
	"github.com/plenary-search/plenary/search/executor"
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
	return e.exchange(held.Generation, files)
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
const madeUnits = 200_000

// makeAgain makes column files of the documents that the record holds and an index does not, or in another version; and marks
// those that only the index holds as gone.
func (e *Engine) makeAgain(ctx context.Context, index *executor.Index) (files []*openFile, err error) {
	versions, err := e.store.Versions(ctx)
	if err != nil {
		return nil, err
	}
	wanted := make(map[document.Key]uint64, len(versions))
	for _, v := range versions {
		wanted[v.Key] = v.Version
	}
	b := column.NewBuilder()
	for d := range index.Versions() {
		switch version, ok := wanted[d.Key]; {
		case !ok:
			b.Delete(d.Key)
		case version == d.Digest:
			delete(wanted, d.Key)
		}
	}
	flush := func() error {
		file, err := e.folder.writeColumns(e.serial.Add(1), func(w io.Writer) error { return b.Write(w) })
		files, b = append(files, file), column.NewBuilder()
		return err
	}
	for key, version := range wanted {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := addFrom(e.store, b, key, version); err != nil {
			return nil, err
		}
		if b.Units() >= madeUnits {
			if err := flush(); err != nil {
				return nil, err
			}
		}
	}
	return files, flush()
}

// addFrom adds a document of the record to a column file.
func addFrom(record *store.Store, b *column.Builder, key document.Key, version uint64) error {
	d, err := record.Document(key)
	if err != nil {
		return err
	}
	b.Add(&d, version)
	return nil
}
