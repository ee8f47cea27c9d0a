package embedded

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/plenary-search/plenary/search/column"
	"github.com/plenary-search/plenary/search/executor"
	"github.com/plenary-search/plenary/search/store"
)

// openToRead shows the last commit and follows those that come. Where nobody writes, the record is checked first.
func (e *Engine) openToRead(ctx context.Context) error {
	f := e.folder
	recorded, err := f.inspect(true)
	if err != nil {
		return err
	}
	if recorded.empty() && !store.Exists(f.store()) {
		return fmt.Errorf("%w yet: nothing was committed", ErrNoIndex)
	}
	alone, err := f.lockToLook()
	if err != nil {
		return err
	}
	if alone {
		_, err = f.verifyStore(ctx, recorded.commit)
		if err = errors.Join(err, f.unlock()); err != nil {
			return err
		}
	}
	seen, err := e.showRecorded()
	if errors.Is(err, column.ErrDamaged) || errors.Is(err, fs.ErrNotExist) {
		return e.repair(ctx, err)
	}
	if err != nil {
		return err
	}
	e.background.Go(func() { e.follow(seen) })
	return nil
}

// exchangesMet is how often a reader may find that a writer has put other files in the place of those it was about to open.
const exchangesMet = 10

// showRecorded shows what the manifest says. The error wraps column.ErrDamaged or fs.ErrNotExist where column files are to be made again.
func (e *Engine) showRecorded() (m manifest, err error) {
	for range exchangesMet {
		if m, err = e.folder.inspect(true); err != nil {
			return m, err
		}
		if err = e.showManifest(m); !errors.Is(err, fs.ErrNotExist) {
			return m, err
		}
	}
	return m, err
}

// showManifest shows the files of a manifest, of which those that are open already are not opened again.
func (e *Engine) showManifest(m manifest) (err error) {
	e.mu.Lock()
	before := e.last.files
	e.mu.Unlock() // only this goroutine exchanges files
	known := map[columnFile]*openFile{}
	for _, file := range before {
		known[file.columnFile] = file
	}
	files, errs := make([]*openFile, len(m.Columns)), make([]error, len(m.Columns))
	inParallel(len(files), func(i int) {
		if files[i] = known[m.Columns[i]]; files[i] == nil {
			files[i], errs[i] = e.folder.openColumns(m.Columns[i])
		}
	})
	next := state{generation: m.Generation, files: files}
	if err = errors.Join(errs...); err == nil {
		next.index, err = matching(m, files)
	}
	if err == nil {
		return e.exchange(next)
	}
	for _, file := range files {
		if file != nil && known[file.columnFile] == nil {
			err = errors.Join(err, file.mapped.Close())
		}
	}
	return err
}

// matching is an index over files that hold what the manifest says.
func matching(m manifest, files []*openFile) (*executor.Index, error) {
	index, counted, err := indexOf(m.Generation, files)
	if err != nil {
		return nil, err
	}
	if held := counted.commit; held != m.commit {
		return nil, fmt.Errorf("%w: together they hold %d documents with digest %s, not %d with %s", column.ErrDamaged, held.Documents, held.Digest, m.Documents, m.Digest)
	}
	return index, nil
}

// repair has the record answer and column files made again, which a writer would do when it opens the index: this process becomes
// one until they are made. In a folder that nobody can write the record answers for good.
func (e *Engine) repair(ctx context.Context, cause error) (err error) {
	f := e.folder
	err = f.lockToWrite(ctx)
	forbidden := isForbidden(err)
	if err != nil && !forbidden {
		return errors.Join(cause, err)
	}
	recorded, err := f.inspect(true)
	if err != nil {
		return err
	}
	held, err := f.verifyStore(ctx, recorded.commit)
	if err != nil {
		return err
	}
	record, err := store.Open(f.store(), true)
	if err != nil {
		return err
	}
	finish := func() error { return errors.Join(record.Close(), f.unlock()) } // views go on reading what they have open
	missing, err := e.derive(ctx, record, recorded, held)
	if err != nil {
		return errors.Join(err, finish())
	}
	if missing != nil && forbidden {
		e.log.Warn("column files cannot be made in a folder that is not to be written: the record answers for good")
		err, missing = discard(missing.files), nil
	}
	if missing == nil {
		e.background.Go(func() { e.follow(recorded) })
		return errors.Join(err, finish())
	}
	e.startMaking(missing, func() {
		if err := finish(); err != nil {
			e.log.Error("closing the record", "err", err)
		}
		e.follow(recorded)
	})
	return nil
}

// followEvery is how often a reader looks whether there is a new commit; troubledEvery, while what is there cannot be shown: to try costs
// as much as to show it.
const (
	followEvery   = 100 * time.Millisecond
	troubledEvery = 5 * time.Second
)

// follow shows the commits that other processes make, until the engine is closed, unless it is to be still. What cannot be shown is
// tried again, since the reason may pass, and reported once if it fails twice: at the first time the folder may just be exchanged.
func (e *Engine) follow(seen manifest) {
	if e.still {
		return
	}
	ticker := time.NewTicker(followEvery)
	defer ticker.Stop()
	failed, reported := false, ""
	for {
		select {
		case <-e.ending.Done():
			return
		case <-ticker.C:
		}
		now, err := e.showNew(seen)
		switch {
		case err == nil && failed:
			if reported != "" {
				e.log.Info("commits are shown again")
			}
			seen, failed, reported = now, false, ""
			ticker.Reset(followEvery)
		case err == nil:
			seen = now
		case !failed:
			failed = true
		case err.Error() != reported:
			e.log.Warn("a new commit cannot be shown; searches go on with the one before", "err", err)
			reported = err.Error()
			ticker.Reset(troubledEvery)
		}
	}
}

// showNew shows what the manifest says if it is not what it said before. It looks at what stands there: time and number of the file may
// be the same after two exchanges within a tick of the file system's clock.
func (e *Engine) showNew(seen manifest) (manifest, error) {
	said, err := os.ReadFile(e.folder.manifest())
	if err == nil && bytes.Equal(said, seen.said) {
		return seen, nil
	}
	return e.showRecorded()
}
