package index

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"syscall"
	"time"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/index/extract"
	"github.com/plenary-search/plenary/index/link"
)

// Versions of what makes documents of sources. Raise one with a change after which sources read before have to be read again:
// the parser's (with citations and symbols), or that of one format's reader. Formats that are not named have version 1.
const parserVersion = 2

var readerVersions = map[extract.Format]int{}

// readingOf names the versions with which a source of a format is read now.
func readingOf(format string) string {
	return fmt.Sprintf("%s/%d parse/%d", format, cmp.Or(readerVersions[extract.Format(format)], 1), parserVersion)
}

// entry is what the catalogue says of a source: in which state it was last read, and what came of it.
type entry struct {
	State
	Seen    time.Time  `json:"seen"` // when State was taken
	Hash    string     `json:"hash"` // of its bytes, SHA-256, hex
	Format  string     `json:"format"`
	Reading string     `json:"reading"` // versions with which it was read
	Docs    []entryDoc `json:"docs,omitempty"`
	Lost    []lostDoc  `json:"lost,omitempty"`  // that other sources have
	Error   string     `json:"error,omitempty"` // of the source, or of some lines of an import file
}

// entryDoc is a document made of a source.
type entryDoc struct {
	Path    string          `json:"path"` // the source, for a line of an import file with its number
	Key     document.Key    `json:"key"`
	Hash    string          `json:"hash"`    // under which the engine has it
	Basis   string          `json:"basis"`   // of its links; see link.Linker.Basis
	Profile json.RawMessage `json:"profile"` // as it was read, before it was linked
	Units   int             `json:"units"`
}

// racy is the time after a change in which a file may change again without another time of modification.
const racy = 2 * time.Second

// sameState reports whether a source looks as it did when it was read, so surely that it need not be opened.
func (e *entry) sameState(s State) bool {
	return !s.ModTime.IsZero() && s.Size == e.Size && s.ModTime.Equal(e.ModTime) && s.Inode == e.Inode && s.ModTime.Add(racy).Before(e.Seen)
}

// failed reports whether the source, or a document of it, could not be indexed.
func (e *entry) failed() bool {
	return e.Error != "" || slices.ContainsFunc(e.Lost, func(l lostDoc) bool { return !l.Copy })
}

func (e *entry) current() bool { return e.Reading == readingOf(e.Format) }

// stateKey is the entry about the catalogue itself; no source has such a name.
const stateKey = "\x00state"

// settled is what stateKey says once all documents are linked with one another. An interrupted run leaves unsettled.
const settled, unsettled = `"settled"`, `"unsettled"`

// remembered reports whether an error is about the content of a source, so that reading it again cannot but give it again.
// What is about the system, the moment or a limit that can be raised is tried again each time.
func remembered(err error) bool {
	var path *fs.PathError
	var number syscall.Errno
	var size *extract.TooLargeError
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded), errors.Is(err, ErrChanging):
		return false
	case errors.As(err, &path), errors.As(err, &number), errors.As(err, &size):
		return false
	}
	return true
}

// profileOf is the profile of a document as the catalogue keeps it.
func profileOf(d document.Document) (link.Profile, json.RawMessage, error) {
	p := link.ProfileOf(d)
	p.Hash, p.Warnings = "", nil
	raw, err := json.Marshal(p)
	return p, raw, err
}

// recall reads what the engine holds: its documents by path, its catalogue by source.
func (r *run) recall(ctx context.Context) error {
	r.stored, r.before, r.entries, r.settled = map[string][]document.Stamp{}, map[document.Key]string{}, map[string]*entry{}, false
	r.recallExports()
	for stamp, err := range r.writer.Stored(ctx) {
		if err != nil {
			return fmt.Errorf("list what the index holds: %w", err)
		}
		r.stored[stamp.Source] = append(r.stored[stamp.Source], stamp)
		r.before[stamp.Key] = stamp.Source
	}
	if r.catalogue == nil {
		return nil
	}
	for e, err := range r.catalogue.Entries(ctx) {
		if err != nil {
			return fmt.Errorf("read the catalogue of the index: %w", err)
		}
		if e.Source == stateKey {
			r.settled = string(e.Data) == settled
			continue
		}
		known := &entry{}
		if err := json.Unmarshal(e.Data, known); err != nil {
			continue // of another version: the source is read again
		}
		r.entries[e.Source] = known
	}
	return nil
}

// holds reports whether the engine has all documents of an entry as the entry says, those of other sources too.
func (r *run) holds(e *entry) bool {
	for i := range e.Lost {
		if r.before[e.Lost[i].Key] != e.Lost[i].Of {
			return false
		}
	}
	for i := range e.Docs {
		if !r.holdsDoc(&e.Docs[i]) {
			return false
		}
	}
	return true
}

func (r *run) holdsDoc(d *entryDoc) bool {
	for _, stamp := range r.stored[d.Path] {
		if stamp.Key == d.Key && stamp.Hash == d.Hash {
			return true
		}
	}
	return false
}

// note puts an entry on its way into the catalogue, in the batch of its documents.
func (r *run) note(source string, e *entry) error {
	r.entries[source] = e
	if r.catalogue == nil {
		return nil
	}
	data, err := json.Marshal(e)
	r.notes = append(r.notes, document.Entry{Source: source, Data: data})
	return err
}
