package embedded

import (
	"errors"
	"io"
	"math"
	"math/bits"
	"slices"

	"github.com/plenary-search/plenary/search/column"
	"github.com/plenary-search/plenary/search/fault"
)

// fanOut is the number of column files of about one size that are merged into one. Every file costs each search some look-ups, and
// every merge writes its units again: with n files of one commit each, a unit is written log₈ n times, and no more than
// seven files of each size stand beside each other.
const fanOut = 8

// smallest is the size up to which files are of one size, in bytes.
const smallest = 1 << 18

// largest is the size up to which files are merged, in bytes: within it no section outgrows the 32 bits that count its parts, and
// what a merge rewrites at once stays bounded. It holds some ten million units.
const largest = 4 << 30

// sizeOf is the size of files together.
func sizeOf(files []columnFile) (size int64) {
	for _, file := range files {
		size += file.Size
	}
	return size
}

// tier is the order of magnitude of a file's size, to the base of fanOut.
func tier(size int64) int { return (bits.Len64(uint64(size)/smallest) + 2) / 3 }

// chooseRun is the run of files, newest ones always, that is to be merged next; empty where none is. It is one in which the size
// of the largest occurs fanOut times.
func chooseRun(files []columnFile) (from, to int) {
	for t := range tier(math.MaxInt64) + 1 {
		from, same := len(files), 0
		for from > 0 && tier(files[from-1].Size) <= t {
			from--
			if tier(files[from].Size) == t {
				same++
			}
		}
		if same >= fanOut && sizeOf(files[from:]) <= largest {
			return from, len(files)
		}
	}
	return 0, 0
}

// mergeInBackground merges column files after commits until the engine is closed.
func (e *Engine) mergeInBackground() {
	for {
		select {
		case <-e.ending.Done():
			return
		case <-e.grown:
		}
		for {
			merged, err := e.merge(chooseRun)
			if err != nil && e.ending.Err() == nil {
				e.log.Warn("merging column files failed; searches go on without", "err", err)
			}
			if !merged {
				break
			}
		}
	}
}

// settle tidies up at the end of a run that wrote a good part of what is there: it merges the column files into one, as far as they
// fit, and has the record give up what only older snapshots need.
func (e *Engine) settle() {
	e.writing.Lock()
	written, record := e.written, e.store // nil after a failure, and once closed
	e.writing.Unlock()
	e.mu.Lock()
	files := namesOf(e.last.files)
	e.mu.Unlock()
	if !e.bulk || e.folder == nil || record == nil || written == 0 || written < sizeOf(files)/4 {
		return
	}
	_, err := e.merge(func(files []columnFile) (from, to int) {
		for sizeOf(files[from:]) > largest {
			from++
		}
		if len(files)-from < 2 {
			return 0, 0
		}
		return from, len(files)
	})
	if err = errors.Join(err, record.Settle()); err != nil {
		e.log.Warn("tidying up after the run failed; searches go on without", "err", err)
	}
}

// merge merges the files that choose picks out of the last commit's, and puts the new one in their place. It reports whether it did.
func (e *Engine) merge(choose func([]columnFile) (from, to int)) (merged bool, err error) {
	e.merging.Lock()
	defer e.merging.Unlock()
	e.mu.Lock()
	files := e.last.files
	e.use(files)
	e.mu.Unlock()
	defer func() {
		e.mu.Lock()
		defer e.mu.Unlock()
		err = errors.Join(err, e.release(files))
	}()
	from, to := choose(namesOf(files))
	if from == to {
		return false, nil
	}
	var file *openFile
	err = fault.Guard(func() (err error) {
		segments := segmentsOf(files)
		dead := column.Dead(segments)
		file, err = e.folder.writeColumns(e.serial.Add(1), func(w io.Writer) error {
			return column.Merge(endingWriter{w, e}, segments[from:to], dead[from:to], from > 0)
		})
		return err
	})
	if err != nil {
		return false, err
	}
	if err := e.replace(files[from:to], file); err != nil {
		return false, err
	}
	return true, nil
}

// endingWriter fails once its engine is being closed, so that nobody waits for a merge.
type endingWriter struct {
	io.Writer
	engine *Engine
}

func (w endingWriter) Write(b []byte) (int, error) {
	if err := w.engine.ending.Err(); err != nil {
		return 0, err
	}
	return w.Writer.Write(b)
}

// replace puts a merged file in the place of those that it was made of. Commits may have added files behind them meanwhile. Where it
// fails, the files that the last commit has stay.
func (e *Engine) replace(merged []*openFile, by *openFile) error {
	e.writing.Lock()
	defer e.writing.Unlock()
	if e.broken != nil {
		return errors.Join(e.broken, e.folder.drop(by))
	}
	last := e.last
	at := slices.Index(last.files, merged[0])
	files := slices.Concat(last.files[:at], []*openFile{by}, last.files[at+len(merged):])
	if err := e.folder.committed(manifest{commit: e.held.commit, Columns: namesOf(files)}); err != nil {
		return errors.Join(err, e.folder.drop(by))
	}
	err := e.exchange(state{generation: last.generation, files: files})
	for _, file := range merged {
		if e.folder != nil {
			err = errors.Join(err, removeIfThere(e.folder.columns(file.Name)))
		}
	}
	return err
}
