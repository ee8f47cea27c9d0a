package embedded

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"runtime"
	"sync"

	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
)

// ErrReadOnly: a write to an index that was opened for reading.
var ErrReadOnly = errors.New("the index is open for reading only")

// commitKey names what the store itself says about the commit that it holds: a manifest.
var commitKey = []byte("plenary.commit")

// change is a document on its way into the index, or out of it.
type change struct {
	stamp   document.Stamp
	records []index.Document // none: the document is to be deleted
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
	changes, err := changesOf(ctx, docs)
	if err != nil {
		return err
	}
	for _, c := range changes {
		e.pending[c.stamp.Key] = c
	}
	return nil
}

// Delete removes documents with the next commit. Unknown keys are no error.
func (e *Engine) Delete(ctx context.Context, keys []document.Key) error {
	e.writing.Lock()
	defer e.writing.Unlock()
	if err := e.writable(ctx); err != nil {
		return err
	}
	for _, key := range keys {
		e.pending[key] = change{stamp: document.Stamp{Key: key}}
	}
	return nil
}

func (e *Engine) writable(ctx context.Context) error {
	switch {
	case e.readOnly:
		return ErrReadOnly
	case e.broken != nil:
		return fmt.Errorf("an earlier write failed, nothing is written any more: %w", e.broken)
	case e.scorch == nil:
		return fmt.Errorf("%w: it is closed", search.ErrUnavailable)
	}
	return ctx.Err()
}

// Stored yields the stamps of all documents, committed or put since, in no order.
func (e *Engine) Stored(context.Context) iter.Seq2[document.Stamp, error] {
	return func(yield func(document.Stamp, error) bool) {
		stamps, err := e.stamps()
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

func (e *Engine) stamps() ([]document.Stamp, error) {
	e.writing.Lock()
	defer e.writing.Unlock()
	var stamps []document.Stamp
	err := e.look(func(v *view) error {
		for i := range v.docs {
			h := &v.docs[i].header
			if _, changed := e.pending[h.Key()]; !changed {
				stamps = append(stamps, document.Stamp{Key: h.Key(), Source: h.Source, Hash: h.Hash})
			}
		}
		return nil
	})
	for _, c := range e.pending {
		if c.records != nil {
			stamps = append(stamps, c.stamp)
		}
	}
	return stamps, err
}

// Commit writes all that was put and deleted as one change, on disk when it returns: whole documents, all or none. Without
// changes it does nothing.
//
// After a failed commit the engine goes on answering from the commit before, and takes no further write: what the disk has
// kept of the failed one is not known.
func (e *Engine) Commit(ctx context.Context) error {
	e.writing.Lock()
	defer e.writing.Unlock()
	if err := e.writable(ctx); err != nil {
		return err
	}
	if len(e.pending) == 0 && len(e.noted) == 0 {
		return nil
	}
	if err := e.backgroundFailure(); err != nil {
		return e.poison(err)
	}
	batch, next, err := e.batch(ctx)
	if err != nil {
		return err // nothing is written yet
	}
	if err := e.write(batch, next); err != nil {
		return e.poison(err)
	}
	e.held.apply(next, e.pending)
	e.pending, e.noted = map[document.Key]change{}, map[string][]byte{}
	if e.bulk && e.folder != nil {
		releaseMapped(e.folder.store())
	}
	return nil
}

func (e *Engine) write(batch *index.Batch, next manifest) error {
	if err := guard(func() error { return e.scorch.Batch(batch) }); err != nil {
		return err
	}
	if err := guard(e.show); err != nil {
		return err
	}
	return e.folder.committed(next)
}

// backgroundFailure reports whether Bleve has failed to write between commits, as when it merged segments. It tells nobody
// but its statistics, unless by a callback in a registry of the whole process.
func (e *Engine) backgroundFailure() error {
	if failures, _ := e.scorch.StatsMap()["TotOnErrors"].(uint64); failures > 0 {
		return fmt.Errorf("%d writes in the background failed", failures)
	}
	return nil
}

// poison ends writing. Bleve would try a failed write again and again in the background, so its store is closed; the view,
// which holds its own files open, stays.
func (e *Engine) poison(err error) error {
	e.broken = err
	e.log.Error("writing to the index failed; it takes no more writes", "err", err)
	return errors.Join(fmt.Errorf("commit: %w", err), e.closeScorch())
}

// batch makes one batch of all that is pending: every document's old records go and its new ones come, with the manifest
// of the state that is to be.
func (e *Engine) batch(ctx context.Context) (*index.Batch, manifest, error) {
	reader, err := e.scorch.Reader()
	if err != nil {
		return nil, manifest{}, err
	}
	defer reader.Close()
	snapshot := reader.(*scorch.IndexSnapshot)
	batch, next, sum := index.NewBatch(), e.held.manifest, e.held.digest
	for key, c := range e.pending {
		term := keyTerm(key)
		if was, ok := e.held.documents[term]; ok {
			ids, err := recordIDs(ctx, snapshot, term)
			if err != nil {
				return nil, manifest{}, err
			}
			for _, id := range ids {
				batch.Delete(id)
			}
			next.Documents--
			next.Units -= len(ids) - 1
			sum -= was
		}
		if c.records != nil {
			next.Documents++
			next.Units += len(c.records) - 1
			sum += digestOf(key, c.stamp.Hash)
		}
		for _, r := range c.records {
			batch.Update(r)
		}
	}
	for name, data := range e.noted {
		if data == nil {
			batch.Delete(entryID(name))
		} else {
			batch.Update(entryRecord(name, data))
		}
	}
	next = newManifest(next.Generation+1, next.Documents, next.Units, sum)
	said, err := json.Marshal(next)
	batch.SetInternal(commitKey, said)
	return batch, next, err
}

// recordIDs are the ids of the records that a snapshot holds of a document.
func recordIDs(ctx context.Context, snapshot *scorch.IndexSnapshot, term string) ([]string, error) {
	ids := []string{term}
	err := guard(func() error {
		for _, s := range snapshot.Segments() {
			if err := ctx.Err(); err != nil {
				return err
			}
			dict, err := s.Segment().Dictionary(keyField)
			if err != nil {
				return err
			}
			units, err := dict.PostingsList([]byte(term), s.Deleted(), nil)
			if err != nil {
				return err
			}
			for it := units.Iterator(false, false, false, nil); ; {
				p, err := it.Next()
				if err != nil {
					return err
				}
				if p == nil {
					break
				}
				id, err := s.DocID(p.Number())
				if err != nil {
					return err
				}
				ids = append(ids, string(id))
			}
		}
		return nil
	})
	return ids, err
}

// changesOf makes the records of documents, on all processors.
func changesOf(ctx context.Context, docs []document.Document) ([]change, error) {
	changes := make([]change, len(docs))
	errs := make([]error, len(docs))
	next := make(chan int)
	var workers sync.WaitGroup
	for range min(len(docs), runtime.GOMAXPROCS(0)) {
		workers.Go(func() {
			for i := range next {
				changes[i], errs[i] = changeOf(ctx, &docs[i])
			}
		})
	}
	for i := range docs {
		next <- i
	}
	close(next)
	workers.Wait()
	return changes, errors.Join(errs...)
}

func changeOf(ctx context.Context, d *document.Document) (change, error) {
	c := change{stamp: document.Stamp{Key: d.Key(), Source: d.Source, Hash: d.Hash}}
	if err := ctx.Err(); err != nil {
		return c, err
	}
	header, err := headerRecord(&d.Header)
	if err != nil {
		return c, err
	}
	c.records = append(make([]index.Document, 0, len(d.Units)+1), header)
	for i := range d.Units {
		r, err := unitRecord(&d.Header, &d.Units[i])
		if err != nil {
			return c, err
		}
		c.records = append(c.records, r)
	}
	return c, nil
}

// readCommit reads what a snapshot says of its commit: the zero manifest where there was none yet.
func readCommit(snapshot *scorch.IndexSnapshot) (m manifest, err error) {
	said, err := snapshot.GetInternal(commitKey)
	if err != nil || len(said) == 0 {
		return m, err
	}
	return m, decodeManifest(said, &m)
}
