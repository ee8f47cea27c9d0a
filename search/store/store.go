package store

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"
	segment "github.com/blevesearch/scorch_segment_api/v2"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/fault"
)

// Store is an open store. Reading is safe for concurrent use, also beside one writer.
type Store struct {
	path     string // "" in memory
	scorch   *scorch.Scorch
	analysis *index.AnalysisQueue
}

// Open opens the store in a folder, or one in memory where path is "". For writing, it makes one where the folder is missing;
// a store that is there must have passed [Verify]: Bleve deletes what it does not know.
func Open(path string, readOnly bool) (s *Store, err error) {
	s = &Store{path: path, analysis: index.NewAnalysisQueue(runtime.GOMAXPROCS(0))}
	err = fault.Guard(func() error {
		opened, err := scorch.NewScorch(scorch.Name, map[string]any{"path": path, "read_only": readOnly, "bolt_timeout": "1s", "numSnapshotsToKeep": 2}, s.analysis)
		if err != nil {
			return err
		}
		s.scorch = opened.(*scorch.Scorch)
		return opened.Open()
	})
	if err != nil {
		s.analysis.Close()
		return nil, err
	}
	return s, nil
}

// Exists reports whether a folder holds a store.
func Exists(path string) bool {
	info, err := os.Stat(filepath.Join(path, rootName))
	return err == nil && info.Size() > 0
}

// Close ends the store. A store that Bleve could not write to is closed, too.
func (s *Store) Close() error {
	err := fault.Guard(s.scorch.Close)
	s.analysis.Close()
	return err
}

// Names of what a batch says beside its records.
var (
	commitKey = []byte("plenary.commit") // of itself
	sizeKey   = []byte("plenary.size")   // of all documents
)

// Batch is a change of the store, written as one.
type Batch struct {
	Put    []*Record
	Delete []document.Key // keys that are unknown are no error
	// Entries are entries of the catalogue; one without data is forgotten.
	Entries []document.Entry
	// Commit comes back from [Store.Commit] as soon as the batch is written, and from none before.
	Commit []byte
}

// Write writes a batch, on disk when it returns. After an error it is not known what the disk has kept, and Bleve goes on trying
// in the background: the store must be closed.
func (s *Store) Write(b Batch) error {
	if err := s.backgroundFailure(); err != nil {
		return err
	}
	total, err := s.sizeAfter(b)
	if err != nil {
		return err
	}
	batch := index.NewBatch()
	for _, key := range b.Delete {
		batch.Delete(keyTerm(key))
	}
	for _, r := range b.Put {
		batch.Update(&r.record)
	}
	for _, entry := range b.Entries {
		if entry.Data == nil {
			batch.Delete(entryID(entry.Source))
		} else {
			batch.Update(entryRecord(entry.Source, entry.Data))
		}
	}
	batch.SetInternal(commitKey, b.Commit)
	batch.SetInternal(sizeKey, total)
	return fault.Guard(func() error { return s.scorch.Batch(batch) })
}

// sizeAfter is the size of all documents that a batch leaves, encoded.
func (s *Store) sizeAfter(b Batch) (encoded []byte, err error) {
	changed := map[string]size{}
	for _, key := range b.Delete {
		changed[keyTerm(key)] = size{}
	}
	for _, r := range b.Put {
		changed[r.id] = r.size
	}
	err = s.look(func(snapshot *scorch.IndexSnapshot) error {
		total, err := readTotal(snapshot)
		if err != nil {
			return err
		}
		for id, after := range changed {
			err := eachLive(snapshot, keyField, id, func(seg segment.Segment, n uint64) error {
				before, err := readSize(seg, n)
				total.add(before, -1)
				return err
			})
			if err != nil {
				return err
			}
			total.add(after, 1)
		}
		encoded, err = json.Marshal(total)
		return err
	})
	return encoded, err
}

// readTotal reads the size of all documents.
func readTotal(snapshot *scorch.IndexSnapshot) (total size, err error) {
	said, err := snapshot.GetInternal(sizeKey)
	if err != nil || said == nil {
		return total, err
	}
	return total, json.Unmarshal(said, &total)
}

func readSize(seg segment.Segment, n uint64) (s size, err error) {
	said, err := storedField(seg, n, sizeField)
	if err != nil {
		return s, err
	}
	return s, json.Unmarshal(said, &s)
}

// Settle waits, for a few seconds at the most, until files are gone that only older snapshots need, and has newer ones take their place:
// after a long run they would be as large as the store, until somebody writes to it again.
func (s *Store) Settle() error {
	for range settleTries {
		if err := s.backgroundFailure(); err != nil {
			return err
		}
		needless, err := s.needless()
		if err != nil || needless == 0 {
			return err
		}
		if err := fault.Guard(func() error { return s.scorch.Batch(index.NewBatch()) }); err != nil {
			return err
		}
		time.Sleep(settlePause)
	}
	return nil
}

const (
	settleTries = 40
	settlePause = 50 * time.Millisecond
)

// needless is the number of segment files that the last snapshot does not hold.
func (s *Store) needless() (n int, err error) {
	if s.path == "" {
		return 0, nil
	}
	entries, err := os.ReadDir(s.path)
	if err != nil {
		return 0, err
	}
	for _, entry := range entries {
		if filepath.Ext(entry.Name()) == ".zap" {
			n++
		}
	}
	err = s.look(func(snapshot *scorch.IndexSnapshot) error {
		n -= len(snapshot.Segments())
		return nil
	})
	return max(n, 0), err
}

// backgroundFailure reports whether Bleve has failed to write between batches, as when it merged segments. It tells nobody
// but its statistics, unless by a callback in a registry of the whole process.
func (s *Store) backgroundFailure() error {
	if failures, _ := s.scorch.StatsMap()["TotOnErrors"].(uint64); failures > 0 {
		return fmt.Errorf("%d writes in the background failed", failures)
	}
	return nil
}

// look runs a function over the last batch.
func (s *Store) look(f func(*scorch.IndexSnapshot) error) error {
	return fault.Guard(func() error {
		reader, err := s.scorch.Reader()
		if err != nil {
			return err
		}
		return errors.Join(f(reader.(*scorch.IndexSnapshot)), reader.Close())
	})
}

// Commit is what the last batch said of itself; nil before the first.
func (s *Store) Commit() (said []byte, err error) {
	err = s.look(func(snapshot *scorch.IndexSnapshot) error {
		value, err := snapshot.GetInternal(commitKey)
		said = bytes.Clone(value)
		return err
	})
	return said, err
}

// Document reads a document whole. The error wraps search.ErrNotFound where there is none.
func (s *Store) Document(key document.Key) (d document.Document, err error) {
	err = s.look(func(snapshot *scorch.IndexSnapshot) error {
		d, err = findDocument(snapshot, key)
		return err
	})
	return d, err
}

func findDocument(snapshot *scorch.IndexSnapshot, key document.Key) (d document.Document, err error) {
	found := false
	err = eachLive(snapshot, keyField, keyTerm(key), func(seg segment.Segment, n uint64) error {
		found = true
		d, err = readDocument(seg, n)
		return err
	})
	if err == nil && !found {
		err = fmt.Errorf("document %s: %w", key, search.ErrNotFound)
	}
	return d, err
}

// eachLive visits the records that hold a term of a field and are not deleted.
func eachLive(snapshot *scorch.IndexSnapshot, field, term string, visit func(segment.Segment, uint64) error) error {
	for _, s := range snapshot.Segments() {
		dict, err := s.Segment().Dictionary(field)
		if err != nil {
			return err
		}
		list, err := dict.PostingsList([]byte(term), s.Deleted(), nil)
		if err != nil {
			return err
		}
		for it := list.Iterator(false, false, false, nil); ; {
			p, err := it.Next()
			if err != nil {
				return err
			}
			if p == nil {
				break
			}
			if err := visit(s.Segment(), p.Number()); err != nil {
				return err
			}
		}
	}
	return nil
}

// eachTerm visits every term of a field that a live record holds, and the record. Terms come in byte order within a segment.
func eachTerm(ctx context.Context, snapshot *scorch.IndexSnapshot, field string, visit func(term string, seg segment.Segment, n uint64) error) error {
	for _, s := range snapshot.Segments() {
		dict, err := s.Segment().Dictionary(field)
		if err != nil {
			return err
		}
		terms := dict.AutomatonIterator(nil, nil, nil)
		for {
			entry, err := terms.Next()
			if err != nil {
				return err
			}
			if entry == nil {
				break
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			list, err := dict.PostingsList([]byte(entry.Term), s.Deleted(), nil)
			if err != nil {
				return err
			}
			p, err := list.Iterator(false, false, false, nil).Next()
			if err != nil {
				return err
			}
			if p == nil {
				continue
			}
			if err := visit(entry.Term, s.Segment(), p.Number()); err != nil {
				return err
			}
		}
	}
	return nil
}

// storedField reads one stored field of a record; nil where it has none.
func storedField(seg segment.Segment, n uint64, name string) (value []byte, err error) {
	err = seg.VisitStoredFields(n, func(field string, _ byte, stored []byte, _ []uint64) bool {
		if field == name {
			value = bytes.Clone(stored)
		}
		return field != name
	})
	return value, err
}

func readDocument(seg segment.Segment, n uint64) (d document.Document, err error) {
	if d.Header, err = readHeader(seg, n); err != nil {
		return d, err
	}
	units, err := storedField(seg, n, unitsField)
	if err != nil {
		return d, err
	}
	return d, decode(units, &d.Units)
}

func readHeader(seg segment.Segment, n uint64) (h document.Header, err error) {
	header, err := storedField(seg, n, headerField)
	if err != nil {
		return h, err
	}
	return h, decode(header, &h)
}

// Version is a document of the store with the version that it was put with.
type Version struct {
	Key     document.Key
	Version uint64
}

// Versions are those of all documents, in no order.
func (s *Store) Versions(ctx context.Context) (all []Version, err error) {
	err = s.look(func(snapshot *scorch.IndexSnapshot) error {
		return eachTerm(ctx, snapshot, keyField, func(term string, seg segment.Segment, n uint64) error {
			version, err := storedField(seg, n, versionField)
			if err != nil {
				return err
			}
			if len(version) != 8 {
				return fmt.Errorf("document %q has no version", term)
			}
			all = append(all, Version{Key: keyOf(term), Version: binary.BigEndian.Uint64(version)})
			return nil
		})
	})
	return all, err
}

// keyOf is the key behind a term.
func keyOf(term string) document.Key {
	symbol, lang, _ := strings.Cut(term, "\x00")
	return document.Key{Symbol: symbol, Lang: document.Language(lang)}
}

// errStop ends a walk.
var errStop = errors.New("enough")

// Entries yields the entries of the catalogue, in no order.
func (s *Store) Entries(ctx context.Context) iter.Seq2[document.Entry, error] {
	return func(yield func(document.Entry, error) bool) {
		err := s.look(func(snapshot *scorch.IndexSnapshot) error {
			return eachTerm(ctx, snapshot, entryField, func(source string, seg segment.Segment, n uint64) error {
				data, err := storedField(seg, n, sourceField)
				if err != nil {
					return err
				}
				if !yield(document.Entry{Source: source, Data: data}, nil) {
					return errStop
				}
				return nil
			})
		})
		if err != nil && !errors.Is(err, errStop) {
			yield(document.Entry{}, err)
		}
	}
}
