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

// mostBeside is the size up to which files are merged while a bulk run goes on, in bytes: it merges all of them when it ends, and what
// would be merged before then would be written twice. Searches meanwhile have some more files to look into.
const mostBeside = 128 << 20

// pairsFrom is the size from which files that are merged in the background get pairs, in bytes. In smaller ones, the units that hold
// the words of a phrase are few enough to look at.
const pairsFrom = 64 << 20

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
// of the largest occurs fanOut times, and which is no larger than most.
func chooseRun(files []columnFile, most int64) (from, to int) {
	for t := range tier(math.MaxInt64) + 1 {
		from, same := len(files), 0
		for from > 0 && tier(files[from-1].Size) <= t {
			from--
			if tier(files[from].Size) == t {
				same++
			}
		}
		if same >= fanOut && sizeOf(files[from:]) <= most {
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
		most := int64(largest)
		if e.bulk {
			most = mostBeside
		}
		e.mergeUpTo(most)
	}
}

// mergeUpTo merges what is to be merged into files of at most so many bytes.
func (e *Engine) mergeUpTo(most int64) {
	for {
		merged, err := e.merge(func(files []*openFile) run {
			from, to := chooseRun(namesOf(files), most)
			return run{from, to, sizeOf(namesOf(files[from:to])) < pairsFrom}
		})
		if err != nil && e.ending.Err() == nil {
			e.log.Warn("merging column files failed; searches go on without", "err", err)
		}
		if !merged {
			return
		}
	}
}

// run is files to be merged, from from to before to, without pairs where these are to be left.
type run struct {
	from, to   int
	leavePairs bool
}

// settle tidies up at the end of a run: where it wrote a good part of what is there, it merges the column files into one, as far as they
// fit, and has the record give up what only older snapshots need. Otherwise it merges what was put off.
func (e *Engine) settle() {
	e.writing.Lock()
	written, record := e.written, e.store // nil after a failure, and once closed
	e.writing.Unlock()
	e.mu.Lock()
	size := sizeOf(namesOf(e.last.files))
	e.mu.Unlock()
	if !e.bulk || e.folder == nil || record == nil || written == 0 {
		return
	}
	if written < size/4 {
		e.mergeUpTo(largest)
		return
	}
	_, err := e.merge(func(files []*openFile) run {
		from := 0
		for sizeOf(namesOf(files[from:])) > largest {
			from++
		}
		if rest := files[from:]; len(rest) == 0 || len(rest) == 1 && rest[0].segment.HasPairs() {
			return run{}
		}
		return run{from: from, to: len(files)}
	})
	if err = errors.Join(err, record.Settle()); err != nil {
		e.log.Warn("tidying up after the run failed; searches go on without", "err", err)
	}
}

// merge merges the files that choose picks out of the last commit's, and puts the new one in their place. It reports whether it did.
func (e *Engine) merge(choose func([]*openFile) run) (merged bool, err error) {
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
	chosen := choose(files)
	from, to := chosen.from, chosen.to
	if from == to {
		return false, nil
	}
	var file *openFile
	err = fault.Guard(func() (err error) {
		segments := segmentsOf(files)
		dead := column.Dead(segments)
		file, err = e.folder.writeColumns(e.serial.Add(1), func(w io.Writer) error {
			return column.Merge(endingWriter{w, e}, segments[from:to], dead[from:to], column.MergeOptions{KeepGone: from > 0, LeavePairs: chosen.leavePairs})
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
