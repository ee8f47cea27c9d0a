package embedded

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"path/filepath"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/store"
)

// Entries yields the entries of the catalogue as of the last commit, in no order. An engine that is open for reading looks them up in the
// record, which nobody may be writing meanwhile (ErrInUse); let it be Still, so that its documents are of the same commit.
func (e *Engine) Entries(ctx context.Context) iter.Seq2[document.Entry, error] {
	return func(yield func(document.Entry, error) bool) {
		if e.readOnly {
			e.recordedEntries(ctx, yield)
			return
		}
		e.writing.Lock()
		err, opened := e.writable(ctx), e.store
		e.writing.Unlock()
		if err != nil {
			yield(document.Entry{}, err)
			return
		}
		opened.Entries(ctx)(yield)
	}
}

// recordedEntries yields the entries of the record.
func (e *Engine) recordedEntries(ctx context.Context, yield func(document.Entry, error) bool) {
	more := true
	err := e.lookAtRecord(ctx, func(record *store.Store) {
		for entry, err := range record.Entries(ctx) {
			if more = yield(entry, err) && err == nil; !more {
				return
			}
		}
	})
	if err != nil && more {
		yield(document.Entry{}, err)
	}
}

// lookAtRecord runs a function over the record of the commit that is shown, and keeps writers away until it returns. Where nothing was
// committed there is no record.
func (e *Engine) lookAtRecord(ctx context.Context, look func(record *store.Store)) (err error) {
	shown, err := e.Corpus(ctx)
	if err != nil {
		return err
	}
	f := &folder{path: e.folder.path}
	alone, err := f.lockToLook()
	if err != nil {
		return err
	}
	if !alone {
		return fmt.Errorf("%w: %s; stop it meanwhile", ErrInUse, holder(filepath.Join(f.path, lockName)))
	}
	defer func() { err = errors.Join(err, f.unlock()) }()
	recorded, err := f.inspect(true)
	switch {
	case err != nil:
		return err
	case recorded.Generation != shown.Generation:
		return fmt.Errorf("%w: another process has written to the index since it was opened; try again", search.ErrUnavailable)
	case !store.Exists(f.store()):
		return nil
	}
	record, err := store.Open(f.store(), true)
	if err != nil {
		return err
	}
	look(record)
	return record.Close()
}
