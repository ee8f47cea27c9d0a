package embedded

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"runtime"
	"slices"
	"sync"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/column"
	"github.com/plenary-search/plenary/search/fault"
	"github.com/plenary-search/plenary/search/mapped"
	"github.com/plenary-search/plenary/search/store"
)

// ErrReadOnly: a write to an index that was opened for reading.
var ErrReadOnly = errors.New("the index is open for reading only")

// MaxSourceBytes bounds the name of a source in the catalogue.
const MaxSourceBytes = 8192

// changes are what the next commit will write.
type changes struct {
	documents map[document.Key]change
	entries   map[string][]byte // of the catalogue; nil ones are to be forgotten
	// columns are the column files of the commit, in order.
	columns []*column.Builder
	// open are the last of them, those that take more documents: one for each processor. A document goes into one of them only.
	open  []*column.Builder
	holds map[document.Key]bool // what stands in those that are open
	// spoiled tells that the builders hold documents of a Put that failed.
	spoiled bool
}

// change is a document on its way into the index, or out of it.
type change struct {
	stamp  document.Stamp
	record *store.Record // nil: the document is to be deleted
	share
}

func newChanges() *changes {
	return &changes{documents: map[document.Key]change{}, entries: map[string][]byte{}, holds: map[document.Key]bool{}}
}

func (c *changes) empty() bool { return len(c.documents) == 0 && len(c.entries) == 0 }

// room is the number of the first keys that the open builders can take: a file holds a document once, so that one which is put a
// second time goes into a later file.
func (c *changes) room(n int, key func(i int) document.Key) int {
	taken := 0
	for ; taken < n && !c.holds[key(taken)]; taken++ {
		c.holds[key(taken)] = true
	}
	if taken == 0 {
		c.open, c.holds = nil, map[document.Key]bool{}
	}
	return taken
}

// builders opens as many builders as are wanted.
func (c *changes) builders(wanted int) []*column.Builder {
	for len(c.open) < wanted {
		b := column.NewBuilder()
		b.LeavePairs()
		c.open, c.columns = append(c.open, b), append(c.columns, b)
	}
	return c.open[:wanted]
}

// Put adds or replaces whole documents. They are analysed on all processors and kept in memory until Commit.
func (e *Engine) Put(ctx context.Context, docs []document.Document) error {
	e.writing.Lock()
	defer e.writing.Unlock()
	if err := e.writable(ctx); err != nil {
		return err
	}
	for i := range docs {
		if err := search.CheckDocument(&docs[i]); err != nil {
			return err
		}
	}
	for len(docs) > 0 {
		n := e.pending.room(len(docs), func(i int) document.Key { return docs[i].Key() })
		if err := e.put(ctx, docs[:n]); err != nil {
			e.pending.spoiled = true
			return err
		}
		docs = docs[n:]
	}
	return nil
}

// put takes documents whose keys differ.
func (e *Engine) put(ctx context.Context, docs []document.Document) error {
	changed, errs := make([]change, len(docs)), make([]error, len(docs))
	next := make(chan int)
	var workers sync.WaitGroup
	for _, b := range e.pending.builders(builderCount(docs)) {
		workers.Go(func() {
			for i := range next {
				if errs[i] = ctx.Err(); errs[i] == nil {
					changed[i], errs[i] = e.changeOf(b, &docs[i])
				}
			}
		})
	}
	for i := range docs {
		next <- i
	}
	close(next)
	workers.Wait()
	if err := errors.Join(errs...); err != nil {
		return err
	}
	for _, c := range changed {
		e.pending.documents[c.stamp.Key] = c
	}
	return nil
}

// manyUnits is the number of units from which on documents are spread over several column files, so that all processors build.
const manyUnits = 2000

func builderCount(docs []document.Document) int {
	units := 0
	for i := range docs {
		units += len(docs[i].Units)
	}
	if units < manyUnits {
		return 1
	}
	return min(len(docs), runtime.GOMAXPROCS(0))
}

// changeOf makes the record of a document and adds it to a column file.
func (e *Engine) changeOf(b *column.Builder, d *document.Document) (change, error) {
	digest := column.Digest(d.Key(), d.Hash, e.nextGeneration())
	b.Add(d, digest)
	record, err := store.Encode(d, digest, b)
	return change{stamp: document.Stamp{Key: d.Key(), Source: d.Source, Hash: d.Hash}, record: record, share: share{units: len(d.Units), digest: digest}}, err
}

// nextGeneration is that of the next commit.
func (e *Engine) nextGeneration() uint64 { return max(e.held.Generation+1, e.least) }

// Delete removes documents with the next commit. Unknown keys are no error.
func (e *Engine) Delete(ctx context.Context, keys []document.Key) error {
	e.writing.Lock()
	defer e.writing.Unlock()
	if err := e.writable(ctx); err != nil {
		return err
	}
	for len(keys) > 0 {
		n := e.pending.room(len(keys), func(i int) document.Key { return keys[i] })
		for _, key := range keys[:n] {
			e.pending.builders(1)[0].Delete(key)
			e.pending.documents[key] = change{stamp: document.Stamp{Key: key}}
		}
		keys = keys[n:]
	}
	return nil
}

// PutEntries notes entries of the catalogue with the next commit, together with the documents put since the last. An entry
// without data is forgotten.
func (e *Engine) PutEntries(ctx context.Context, entries []document.Entry) error {
	e.writing.Lock()
	defer e.writing.Unlock()
	if err := e.writable(ctx); err != nil {
		return err
	}
	for _, entry := range entries {
		if len(entry.Source) > MaxSourceBytes {
			return fmt.Errorf("%w: the name of its source has %d bytes, at most %d", search.ErrBadDocument, len(entry.Source), MaxSourceBytes)
		}
		e.pending.entries[entry.Source] = bytes.Clone(entry.Data)
	}
	return nil
}

func (e *Engine) writable(ctx context.Context) error {
	switch {
	case e.readOnly:
		return ErrReadOnly
	case e.broken != nil:
		return fmt.Errorf("an earlier write failed, nothing is written any more: %w", e.broken)
	case e.store == nil:
		return fmt.Errorf("%w: it is closed", search.ErrUnavailable)
	}
	return ctx.Err()
}

// Stored yields the stamps of all documents, committed or put since, in no order.
func (e *Engine) Stored(ctx context.Context) iter.Seq2[document.Stamp, error] {
	return func(yield func(document.Stamp, error) bool) {
		stamps, err := e.stamps(ctx)
		if err != nil {
			yield(document.Stamp{}, err)
			return
		}
		for _, stamp := range stamps {
			if !yield(stamp, nil) {
				return
			}
		}
	}
}

func (e *Engine) stamps(ctx context.Context) (stamps []document.Stamp, err error) {
	e.writing.Lock()
	defer e.writing.Unlock()
	err = e.look(func(v *view) error {
		for stamp, err := range v.Stamps(ctx) {
			if err != nil {
				return err
			}
			if _, changed := e.pending.documents[stamp.Key]; !changed {
				stamps = append(stamps, stamp)
			}
		}
		return nil
	})
	for _, c := range e.pending.documents {
		if c.record != nil {
			stamps = append(stamps, c.stamp)
		}
	}
	return stamps, err
}

// Commit writes all that was put and deleted as one change, on disk when it returns: whole documents, all or none. Without
// changes it does nothing, unless it is the first one of a successor; see Options.SuccessorOf.
//
// Where column files were missing, it waits until they are made: a commit is told from what they hold.
//
// After a failed commit the engine goes on answering from the commit before, and takes no further write: what the disk has
// kept of the failed one is not known.
func (e *Engine) Commit(ctx context.Context) error {
	if err := e.made(ctx); err != nil {
		return err
	}
	e.writing.Lock()
	defer e.writing.Unlock()
	if err := e.writable(ctx); err != nil {
		return err
	}
	if e.pending.empty() && e.held.Generation >= e.least {
		return nil
	}
	if err := e.mendSpoiled(); err != nil {
		return err
	}
	next := e.held.next(e.nextGeneration(), e.pending.documents)
	batch, err := e.batch(next)
	if err != nil {
		return err // nothing is written yet
	}
	if err := fault.Guard(func() error { return e.write(batch, next) }); err != nil {
		return e.poison(err)
	}
	e.pending = newChanges()
	if e.bulk && e.folder != nil {
		mapped.Release(e.folder.path)
	}
	select {
	case e.grown <- struct{}{}:
	default: // it is known already
	}
	return nil
}

// mendSpoiled makes the column files of a commit anew after a Put that failed, from the records of those that did not.
func (e *Engine) mendSpoiled() error {
	if !e.pending.spoiled {
		return nil
	}
	b := column.NewBuilder()
	for key, c := range e.pending.documents {
		if c.record == nil {
			b.Delete(key)
			continue
		}
		d, err := c.record.Document()
		if err != nil {
			return err
		}
		b.Add(&d, c.digest)
	}
	e.pending.columns, e.pending.spoiled = []*column.Builder{b}, false
	e.pending.open, e.pending.holds = nil, map[document.Key]bool{}
	return nil
}

// batch makes one batch of all that is pending.
func (e *Engine) batch(next commit) (b store.Batch, err error) {
	for key, c := range e.pending.documents {
		if c.record == nil {
			b.Delete = append(b.Delete, key)
		} else {
			b.Put = append(b.Put, c.record)
		}
	}
	for source, data := range e.pending.entries {
		b.Entries = append(b.Entries, document.Entry{Source: source, Data: data})
	}
	b.Commit, err = json.Marshal(next)
	return b, err
}

// write writes the record and the column files at the same time, and then the manifest that names both.
func (e *Engine) write(batch store.Batch, next commit) error {
	builders := e.pending.columns
	added, errs := make([]*openFile, len(builders)), make([]error, len(builders)+1)
	inParallel(len(builders)+1, func(i int) {
		errs[i] = fault.Guard(func() (err error) {
			if i == len(builders) {
				return e.store.Write(batch)
			}
			added[i], err = e.folder.writeColumns(e.serial.Add(1), builders[i].Write)
			return err
		})
	})
	if err := errors.Join(errs...); err != nil {
		written := slices.DeleteFunc(added, func(file *openFile) bool { return file == nil })
		return errors.Join(err, e.folder.drop(written...))
	}
	files := append(slices.Clone(e.last.files), added...)
	if err := e.folder.committed(manifest{commit: next, Columns: namesOf(files)}); err != nil {
		return errors.Join(err, e.folder.drop(added...))
	}
	for _, file := range added {
		e.written += file.Size
	}
	e.held.apply(next, e.pending.documents)
	return e.exchange(state{generation: next.Generation, files: files})
}

// poison ends writing. Bleve would try a failed write again and again in the background, so its store is closed; what searches see
// stays.
func (e *Engine) poison(err error) error {
	e.broken = err
	e.log.Error("writing to the index failed; it takes no more writes", "err", err)
	return errors.Join(fmt.Errorf("commit: %w", err), e.closeStore())
}

// ledger is the last commit, and what each document adds to it.
type ledger struct {
	commit
	sum       uint64 // of digests
	documents map[document.Key]share
}

// share is what a document adds to a commit.
type share struct {
	units  int
	digest uint64
}

func newLedger(c commit) *ledger { return &ledger{commit: c, documents: map[document.Key]share{}} }

// next is the commit that follows with some changes.
func (l *ledger) next(generation uint64, changed map[document.Key]change) commit {
	documents, units, sum := l.Documents, l.Units, l.sum
	for key, c := range changed {
		if before, ok := l.documents[key]; ok {
			documents, units, sum = documents-1, units-before.units, sum-before.digest
		}
		if c.record != nil {
			documents, units, sum = documents+1, units+c.units, sum+c.digest
		}
	}
	return newCommit(generation, documents, units, sum)
}

// apply brings the ledger to the commit that follows with some changes.
func (l *ledger) apply(next commit, changed map[document.Key]change) {
	for key, c := range changed {
		l.sum -= l.documents[key].digest
		delete(l.documents, key)
		if c.record != nil {
			l.documents[key] = c.share
			l.sum += c.digest
		}
	}
	l.commit = next
}
