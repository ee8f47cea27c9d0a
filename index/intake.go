package index

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/index/export"
	"github.com/plenary-search/plenary/index/link"
)

// exportFormat is the format of a source that is an export. The catalogue has no such entry: what it says of the sources that the export
// is of stands in its place.
const exportFormat = "export"

// isNew reports whether a source was written to so short ago that it is left for later.
func (r *run) isNew(s State) bool {
	return r.opts.Quiet > 0 && !s.ModTime.IsZero() && r.started.Sub(s.ModTime) < r.opts.Quiet
}

// findExports tells the exports among sources from the others, by what they begin with. Those that are as they were are not opened.
func (r *run) findExports(ctx context.Context, all []listing) (exports, others []listing, err error) {
	isExport := func(_ context.Context, l listing) bool {
		if l.err != nil || l.Open == nil || r.isNew(l.State) {
			return false
		}
		if e := r.entries[l.Name]; e != nil && !r.opts.Rehash && e.sameState(l.State) && r.mayKeep(e) {
			return false
		}
		return beginsExport(l.Source)
	}
	err = inOrder(ctx, r.opts.Workers, all, isExport, func(bool) int64 { return 0 }, func(l listing, is bool) error {
		if is {
			exports = append(exports, l)
		} else {
			others = append(others, l)
		}
		return nil
	})
	return exports, others, err
}

// beginsExport reports whether a source is an export, if perhaps one that cannot be read.
func beginsExport(s Source) bool {
	file, err := s.Open()
	if err != nil {
		return false // whoever reads it will say so
	}
	defer file.Close()
	reader, err := export.Open(file)
	if err == nil {
		reader.Close()
	}
	return !errors.Is(err, export.ErrNot)
}

// takeExports puts what exports hold into the engine. It reports whether that is all there is to do: documents are linked as they were, so
// that where they are all, nothing has to be linked; and where some could not be read, linking waits for a run that has them.
func (r *run) takeExports(ctx context.Context, exports []listing, others int) (done bool, err error) {
	for _, l := range exports {
		if r.works[l.Name] != nil {
			continue // named twice
		}
		if len(r.list) > 0 {
			if err := r.recall(ctx); err != nil { // what the export before has changed
				return false, err
			}
		}
		w := &work{Source: l.Source, export: true}
		w.entry = &entry{State: l.State, Seen: r.started, Format: exportFormat, Reading: readingOf(exportFormat)}
		r.list, r.works[w.Name] = append(r.list, w), w
		x := &intake{run: r, source: w, counted: others > 0, unseenDocs: maps.Clone(r.before), unseenEntries: maps.Clone(r.entries), files: map[string]bool{}}
		if err := x.take(ctx); err != nil {
			return false, err
		}
		r.done++
		if len(w.failures) > 0 {
			r.failed++
		}
		done = x.alone || len(w.failures) > 0
	}
	return done && len(r.list) == 1 && others == 0 && len(r.opts.Prune.Below) == 0 && r.opts.Memory == nil, nil
}

// intake puts an export into the engine as it is: documents are neither parsed nor linked. Documents that the engine holds unchanged are not
// written, those of the same key are replaced. Of a source that the export has, the engine has afterwards what the export has; what it has of
// other sources stays. What is broken is a failure by line, and all else goes in.
//
// Its memory depends on what the engine held before, not on the export.
type intake struct {
	*run
	source        *work
	header        export.Header
	counted       bool                    // documents are counted by path, for their sources may be found unchanged in this run
	unseenDocs    map[document.Key]string // what the engine held before, and the export has not been seen to hold
	unseenEntries map[string]*entry       // the same of the catalogue
	files         map[string]bool         // of what the engine held before: whether the export has been seen to have them
	alone         bool                    // the engine holds what the export holds, and nothing else

	docs   []document.Document // to be written with the next commit
	lines  []int               // of docs
	known  []document.Entry    // to be noted with it
	inHand int64               // their weight
}

// take reads the export. Its errors are the engine's or the context's.
func (x *intake) take(ctx context.Context) error {
	w := x.source
	file, err := w.Open()
	if err != nil {
		w.fail(w.Name, failureText(reason(err)))
		return nil
	}
	defer file.Close()
	reader, err := export.Open(file)
	if err != nil {
		w.fail(w.Name, failureText(err))
		return nil
	}
	defer reader.Close()
	if x.header = reader.Header(); x.header.Schema != x.opts.Schema {
		w.fail(w.Name, fmt.Sprintf("%v: the schema of its index is version %d, this program's %d: export it with a plenary of this version, or index the sources again",
			export.ErrVersion, x.header.Schema, x.opts.Schema))
		return nil
	}
	for path := range x.stored {
		x.files[fileOf(path)] = false
	}
	x.expected += x.header.Documents
	x.sum.Bytes += w.State.Size
	if err = x.read(ctx, reader); err == nil {
		err = x.finish(ctx)
	}
	if ctx.Err() == nil {
		return err
	}
	if err := x.flush(context.WithoutCancel(ctx)); err != nil { // a cancelled run keeps the documents that it has in hand
		return err
	}
	return ctx.Err()
}

// maxBroken is the number of broken lines behind which an export is not worth reading.
const maxBroken = 1000

// read takes in line by line.
func (x *intake) read(ctx context.Context, reader *export.Reader) error {
	for line, err := range reader.Lines() {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		var broken *export.LineError
		switch {
		case errors.As(err, &broken):
			x.broken(broken.Line, broken.Err)
		case err != nil:
			x.source.fail(x.source.Name, failureText(err)+"; what stands before is indexed")
			return nil
		case line.Document != nil:
			if err := x.document(ctx, line); err != nil {
				return err
			}
		default:
			if err := x.entry(ctx, line); err != nil {
				return err
			}
		}
		if len(x.source.failures) >= maxBroken {
			x.source.fail(x.source.Name, fmt.Sprintf("%d lines are broken; the rest was not read", maxBroken))
			return nil
		}
	}
	return nil
}

func (x *intake) broken(line int, err error) {
	x.source.fail(fmt.Sprintf("%s:%d", x.source.Name, line), failureText(err))
}

func (x *intake) document(ctx context.Context, line export.Line) error {
	d := line.Document
	x.see(d.Source)
	delete(x.unseenDocs, d.Key())
	x.done++
	if d.Hash != "" && x.holdsDoc(&entryDoc{Path: d.Source, Key: d.Key(), Hash: d.Hash}) {
		x.tally(d, false)
		return nil
	}
	x.tally(d, true)
	x.docs, x.lines = append(x.docs, *d), append(x.lines, line.Number)
	return x.weigh(ctx, weightOf(x.docs[len(x.docs)-1:]))
}

func (x *intake) entry(ctx context.Context, line export.Line) error {
	e := line.Entry
	if !isSound(e.Data) {
		x.broken(line.Number, errors.New("what it says of the documents of its source does not hold together"))
		return nil
	}
	before := x.unseenEntries[e.Source]
	delete(x.unseenEntries, e.Source)
	x.see(e.Source)
	if x.catalogue == nil || e.Source == stateKey {
		return nil
	}
	if before != nil {
		if data, err := json.Marshal(before); err == nil && bytes.Equal(data, e.Data) {
			return nil
		}
	}
	x.known = append(x.known, e)
	return x.weigh(ctx, int64(len(e.Source)+len(e.Data)))
}

// isSound reports whether runs can build on what an entry says: linking wants the profile of each document. One that cannot be read, for it
// is of another version, is not believed anyway.
func isSound(data []byte) bool {
	var e entry
	if json.Unmarshal(data, &e) != nil {
		return true
	}
	docs := slices.Clone(e.Docs)
	for i := range e.Lost {
		docs = append(docs, e.Lost[i].entryDoc)
	}
	return !slices.ContainsFunc(docs, func(d entryDoc) bool {
		var p link.Profile
		return json.Unmarshal(d.Profile, &p) != nil || p.Path != d.Path
	})
}

// see notes that the export has a source of what the engine held before.
func (x *intake) see(source string) {
	file := fileOf(source)
	if _, held := x.files[file]; held && source != "" {
		x.files[file] = true
	}
}

// tally counts a document.
func (x *intake) tally(d *document.Document, written bool) {
	switch {
	case x.counted:
		x.count(d.Source, written, len(d.Units))
	case written:
		x.sum.Documents++
		x.sum.Paragraphs += len(d.Units)
	default:
		x.sum.Skipped++
	}
}

// weigh commits what is in hand when it is enough.
func (x *intake) weigh(ctx context.Context, weight int64) error {
	if x.inHand += weight; x.inHand < x.opts.BatchBytes {
		return nil
	}
	err := x.flush(ctx)
	if x.opts.Progress != nil {
		x.opts.Progress(Progress{Source: x.source.Name, Done: x.done, Total: len(x.list) + x.expected, Unchanged: x.sum.Skipped,
			Failed: x.failed + len(x.source.failures), Documents: x.sum.Documents, Paragraphs: x.sum.Paragraphs})
	}
	return err
}

// flush commits what is in hand. Until all is, the engine says that its documents are not all linked with one another.
func (x *intake) flush(ctx context.Context) error {
	if len(x.docs)+len(x.known) == 0 {
		return nil
	}
	if err := x.mark(unsettled); err != nil {
		return err
	}
	if len(x.docs) > 0 {
		if err := x.put(ctx, x.docs, x.refuse); err != nil {
			return fmt.Errorf("write %s and %d more: %w", x.docs[0].Key(), len(x.docs)-1, err)
		}
	}
	x.notes = append(x.notes, x.known...)
	clear(x.docs)
	x.docs, x.lines, x.known, x.inHand = x.docs[:0], x.lines[:0], nil, 0
	return x.commit(ctx, nil)
}

// refuse takes back what was counted of a document that the engine does not take.
func (x *intake) refuse(d *document.Document, reason error) error {
	if x.counted {
		x.uncount(d.Source)
	} else {
		x.sum.Documents--
		x.sum.Paragraphs -= len(d.Units)
	}
	for i := range x.docs {
		if &x.docs[i] == d {
			x.broken(x.lines[i], reason)
		}
	}
	return nil
}

// finish removes what the export no longer has of its sources, and says that all is linked where the engine holds the export and nothing else.
func (x *intake) finish(ctx context.Context) error {
	if err := x.flush(ctx); err != nil {
		return err
	}
	if len(x.source.failures) == 0 {
		if err := x.drop(ctx); err != nil {
			return err
		}
		x.alone = len(x.unseenDocs)+len(x.unseenEntries) == 0
	}
	if x.alone && x.header.Settled {
		if err := x.mark(settled); err != nil {
			return err
		}
	}
	return x.commit(ctx, nil)
}

// drop removes documents of sources that the export has under other keys, or no longer.
func (x *intake) drop(ctx context.Context) error {
	for key, path := range x.unseenDocs {
		if !x.files[fileOf(path)] {
			continue
		}
		if err := x.mark(unsettled); err != nil {
			return err
		}
		if err := x.writer.Delete(ctx, []document.Key{key}); err != nil {
			return fmt.Errorf("delete %s: %w", key, err)
		}
		delete(x.unseenDocs, key)
		x.sum.Deleted++
	}
	return nil
}
