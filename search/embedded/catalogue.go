package embedded

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"iter"

	"github.com/blevesearch/bleve/v2/index/scorch"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
)

// entryField holds the name of the source that an entry of the catalogue is of. Entries are records beside those of documents,
// written in the same batch; searches do not see them, for they have no place in a document.
const entryField = "_entry"

// entryID is the id of an entry's record. No symbol begins with a control character.
func entryID(source string) string { return "\x01" + source }

func entryRecord(source string, data []byte) *record {
	r := &record{id: entryID(source)}
	r.fields = append(r.fields, stored(sourceField, data), keyword(entryField, source))
	return r
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
		e.noted[entry.Source] = bytes.Clone(entry.Data)
	}
	return nil
}

// MaxSourceBytes bounds the name of a source in the catalogue.
const MaxSourceBytes = 8192

// Entries yields the entries of the catalogue as of the last commit, in no order.
func (e *Engine) Entries(ctx context.Context) iter.Seq2[document.Entry, error] {
	return func(yield func(document.Entry, error) bool) {
		err := e.look(func(v *view) error {
			for _, s := range v.snapshot.Segments() {
				if err := ctx.Err(); err != nil {
					return err
				}
				more, err := eachEntry(s, func(entry document.Entry) bool { return yield(entry, nil) })
				if err != nil || !more {
					return err
				}
			}
			return nil
		})
		if err != nil {
			yield(document.Entry{}, err)
		}
	}
}

// eachEntry visits the live entries of a segment until visit wants no more.
func eachEntry(s *scorch.SegmentSnapshot, visit func(document.Entry) bool) (more bool, err error) {
	var failed error
	more, deleted := true, s.Deleted()
	err = eachPosting(s.Segment(), entryField, false, func(source string, n uint32, _ int) {
		if !more || failed != nil || deleted != nil && deleted.Contains(n) {
			return
		}
		failed = s.Segment().VisitStoredFields(uint64(n), func(field string, _ byte, value []byte, _ []uint64) bool {
			if field == sourceField {
				more = visit(document.Entry{Source: source, Data: bytes.Clone(value)})
			}
			return field != sourceField
		})
	})
	return more, cmp.Or(failed, err)
}

// ledger is what the writer knows of the last commit without looking at it: the sums, and each document's part in them.
type ledger struct {
	manifest
	digest    digest
	documents map[string]digest // by key
}

func newLedger(v *view) *ledger {
	l := &ledger{manifest: v.manifest(), digest: v.digest, documents: make(map[string]digest, len(v.docs))}
	for i := range v.docs {
		l.documents[keyTerm(v.docs[i].header.Key())] = v.docs[i].digest
	}
	return l
}

// apply brings the ledger to the commit that next says.
func (l *ledger) apply(next manifest, changes map[document.Key]change) {
	for key, c := range changes {
		term := keyTerm(key)
		l.digest -= l.documents[term]
		delete(l.documents, term)
		if c.records != nil {
			l.documents[term] = digestOf(key, c.stamp.Hash)
			l.digest += l.documents[term]
		}
	}
	l.manifest = next
}
