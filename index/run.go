package index

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/index/link"
)

// run is the state of one run.
type run struct {
	*Indexer
	linker   *link.Linker
	list     []*work          // in order
	works    map[string]*work // by source
	unlisted []*work          // of list
	stored   map[string][]document.Stamp
	entries  map[string]*entry
	settled  bool                    // all that is committed is linked with one another
	before   map[document.Key]string // what the index held before the run: the path of each key
	taken    map[document.Key]string // who has each key: who came first, and in the end who settleHolders says
	final    bool                    // settleHolders has said
	counted  map[string]int          // units of the documents written in this run, by path; skipped for those found unchanged
	started  time.Time
	refused  []Failure      // what could not be pruned
	gone     []SourceReport // what was
	done     int            // sources, and documents of exports
	expected int            // documents of exports
	failed   int
	sum      Summary

	window []*work // read, and waiting for those behind them
	kept   int64   // their weight
	batch  []*work // to be written with the next commit
	weight int64
	notes  []document.Entry
}

// work is a source on its way through a run.
type work struct {
	Source
	listed    error // why it was not even listed
	unchanged bool
	waiting   bool // is written to, perhaps: left for later
	export    bool // is an export, which was put into the engine before the others are read
	late      bool // has to be read again once all is settled, for its symbol, or for another source has its key
	entry     *entry
	docs      []document.Document
	again     bool // docs are of a second reading
	weight    int64
	failures  []Failure
	warnings  []Failure
}

func (r *run) all(ctx context.Context, sources iter.Seq2[Source, error]) error {
	all := list(sources)
	if err := ctx.Err(); err != nil {
		return err
	}
	if r.nothingNew(all) {
		return nil
	}
	if err := r.recall(ctx); err != nil {
		return err
	}
	exports, others, err := r.findExports(ctx, all)
	if err != nil {
		return err
	}
	if len(exports) > 0 {
		done, err := r.takeExports(ctx, exports, len(others))
		if done || err != nil {
			return err
		}
		if err := r.recall(ctx); err != nil {
			return err
		}
	}
	r.listAll(others)
	if err := r.prune(ctx); err != nil {
		return err
	}
	if r.settled && r.idle() {
		return r.flush(ctx) // nothing to read, so nothing to link
	}
	if err := r.learnStored(ctx); err != nil {
		return err
	}
	if err = r.readAll(ctx); err == nil {
		err = r.settle(ctx)
	}
	switch {
	case err == nil:
		return r.flush(ctx)
	case ctx.Err() == nil:
		return err
	}
	// A cancelled run keeps the documents that it has in hand.
	if err := r.mark(unsettled); err != nil {
		return err
	}
	if err := r.flush(context.WithoutCancel(ctx)); err != nil {
		return err
	}
	return ctx.Err()
}

// listAll lists the sources, and finds those that are unchanged without opening them.
func (r *run) listAll(all []listing) {
	for _, l := range all {
		s, err := l.Source, l.err
		if r.works[s.Name] != nil && err == nil {
			continue // named twice
		}
		w := &work{Source: s, listed: err, entry: r.entries[s.Name]}
		r.list = append(r.list, w)
		if err != nil {
			r.unlisted = append(r.unlisted, w)
		} else {
			r.works[s.Name] = w
			w.unchanged = !r.opts.Rehash && w.entry != nil && w.entry.sameState(s.State) && r.mayKeep(w.entry)
		}
	}
	for _, w := range r.list {
		if !w.unchanged && !w.export && w.listed == nil && r.isNew(w.State) {
			w.waiting = true
			r.sum.Waiting++
		}
		if !w.unchanged {
			continue
		}
		for _, d := range w.entry.Docs {
			r.taken[d.Key] = d.Path
		}
	}
}

// mayKeep reports whether what an entry says of an unchanged source still holds.
func (r *run) mayKeep(e *entry) bool {
	return !r.opts.Reread && !(r.opts.Retry && e.failed()) && e.current() && r.holds(e)
}

// idle counts what is unchanged, and reports whether that is all.
func (r *run) idle() bool {
	if len(r.gone) > 0 {
		return false
	}
	for _, w := range r.list {
		if !w.unchanged && !w.waiting && !w.export && w.listed == nil {
			return false
		}
	}
	for _, w := range r.list {
		r.took(w)
	}
	return true
}

// learnStored takes in the profiles of the documents that the engine holds and this run does not read.
func (r *run) learnStored(ctx context.Context) error {
	known := map[string]bool{}
	for source, e := range r.entries {
		w := r.works[source]
		for i := range e.Docs {
			known[e.Docs[i].Path] = true
			if w == nil || w.unchanged || w.waiting {
				r.learn(&e.Docs[i])
			}
		}
		if w == nil || w.unchanged || w.waiting {
			r.learnLost(e)
		}
	}
	if r.library == nil {
		return nil
	}
	for h, err := range r.library.Headers(ctx) {
		if err != nil {
			return fmt.Errorf("read what the index holds: %w", err)
		}
		if known[h.Source] || r.works[fileOf(h.Source)] != nil {
			continue
		}
		if h.Source == "" || len(r.stored[h.Source]) > 1 {
			continue // nothing tells it from others that were put so: it stays as it was put
		}
		d, err := r.library.Document(ctx, h.Key()) // written without a catalogue
		if err != nil {
			return fmt.Errorf("read %s: %w", h.Key(), err)
		}
		p, raw, err := profileOf(d)
		if err != nil {
			return err
		}
		r.linker.Learn(p)
		e := r.entries[fileOf(h.Source)]
		if e == nil {
			e = &entry{}
			r.entries[fileOf(h.Source)] = e
		}
		e.Docs = append(e.Docs, entryDoc{Path: h.Source, Key: h.Key(), Hash: h.Hash, Profile: raw, Units: len(d.Units)})
	}
	r.linker.Settle()
	return nil
}

// learn takes in a document as the catalogue has it.
func (r *run) learn(d *entryDoc) {
	var p link.Profile
	if r.holdsDoc(d) && json.Unmarshal(d.Profile, &p) == nil {
		r.linker.Learn(p)
	}
}

// learnLost takes in the documents of an entry that other sources have.
func (r *run) learnLost(e *entry) {
	for i := range e.Lost {
		var p link.Profile
		if json.Unmarshal(e.Lost[i].Profile, &p) == nil {
			r.linker.Learn(p)
		}
	}
}

// fileOf is the file of a line of an import file, and the source itself where it is a file.
func fileOf(path string) string {
	if i := strings.LastIndexByte(path, ':'); i > 0 && strings.Trim(path[i+1:], "0123456789") == "" {
		return path[:i]
	}
	return path
}

// readAll reads what is not known unchanged, and writes what need not wait.
func (r *run) readAll(ctx context.Context) error {
	weigh := func(got reading) int64 { return weightOf(got.docs) }
	return inOrder(ctx, r.opts.Workers, r.list, r.readSource, weigh, func(w *work, got reading) error {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err := r.receive(w, got); err != nil {
			return err
		}
		for r.kept > r.opts.KeepBytes && len(r.window) > 0 {
			if err := r.release(ctx, false); err != nil {
				return err
			}
		}
		return nil
	})
}

// readSource reads the documents of a source, unless its bytes turn out to be those of the catalogue.
func (r *run) readSource(ctx context.Context, w *work) reading {
	if w.listed != nil || w.unchanged || w.waiting || w.export || w.Open == nil {
		return reading{err: w.listed}
	}
	if e := w.entry; e != nil && r.mayKeep(e) && (e.Size == w.State.Size || w.State.ModTime.IsZero()) {
		if hash, err := hashOf(ctx, w.Source); err == nil && hash == e.Hash {
			return reading{hash: hash, format: e.Format, err: errUnchanged}
		}
	}
	return read(ctx, w.Source, r.opts)
}

// errUnchanged is what readSource says of a source whose bytes are those of the catalogue.
var errUnchanged = errors.New("unchanged")

// receive takes in what was read of a source.
func (r *run) receive(w *work, got reading) error {
	defer r.took(w)
	switch {
	case w.unchanged, w.waiting, w.export, w.listed != nil:
		return nil
	case errors.Is(got.err, errUnchanged):
		w.unchanged = true
		for i := range w.entry.Docs {
			d := &w.entry.Docs[i]
			if _, ok := r.taken[d.Key]; !ok {
				r.taken[d.Key] = d.Path
			}
			r.learn(d)
		}
		r.learnLost(w.entry)
		seen := *w.entry
		seen.State, seen.Seen = w.State, r.started
		return r.note(w.Name, &seen)
	}
	before := w.entry
	w.entry = &entry{State: w.State, Seen: r.started, Hash: got.hash, Format: got.format, Reading: readingOf(got.format)}
	if got.err != nil {
		w.fail(w.Name, failureText(got.err))
		w.entry.Error = failureText(got.err)
	}
	if got.hash == "" || len(got.docs) == 0 {
		return r.receiveFailed(w, before)
	}
	r.sum.Bytes += w.State.Size
	for i := range got.docs {
		p, raw, err := profileOf(got.docs[i])
		if err != nil {
			return err // cannot happen: the model is plain data
		}
		r.linker.Learn(p)
		w.entry.Docs = append(w.entry.Docs, entryDoc{Path: got.docs[i].Source, Profile: raw, Units: len(got.docs[i].Units)})
	}
	w.docs, w.weight = got.docs, weightOf(got.docs)
	r.window, r.kept = append(r.window, w), r.kept+w.weight
	return nil
}

// receiveFailed notes a source of which nothing came. What the index has of it from before stays.
func (r *run) receiveFailed(w *work, before *entry) error {
	if before != nil {
		w.entry.Docs, w.entry.Lost = before.Docs, before.Lost
		r.learnLost(before)
		for i := range before.Docs {
			r.taken[before.Docs[i].Key] = before.Docs[i].Path
			r.learn(&before.Docs[i])
		}
	}
	if w.entry.Hash == "" { // nothing is remembered of what may pass
		w.entry = before
		return nil
	}
	return r.note(w.Name, w.entry)
}

// took counts a source and tells the caller.
func (r *run) took(w *work) {
	if w.export {
		return // takeExports did
	}
	r.done++
	if w.unchanged {
		r.sum.Unchanged++
		for i := range w.entry.Docs {
			r.count(w.entry.Docs[i].Path, false, 0)
		}
		if w.entry.Error != "" && len(w.failures) == 0 {
			w.failures = append(w.failures, Failure{Source: w.Name, Error: w.entry.Error + unchangedNote, Before: true})
		}
		r.tellLost(w)
	}
	if w.listed != nil && len(w.failures) == 0 {
		w.fail(w.Name, failureText(w.listed))
	}
	if len(w.failures) > 0 {
		r.failed++
	}
	if r.opts.Progress != nil {
		r.opts.Progress(Progress{Source: w.Name, Done: r.done, Total: len(r.list) + r.expected, Unchanged: r.sum.Unchanged, Failed: r.failed,
			Documents: r.sum.Documents, Paragraphs: r.sum.Paragraphs})
	}
}

// skipped is counted for a document that the engine has as it is.
const skipped = -1

// count counts a document that was written, or found unchanged, and perhaps written once more after it was linked again.
func (r *run) count(path string, written bool, units int) {
	before, counted := r.counted[path]
	switch {
	case !written && !counted:
		r.sum.Skipped++
		r.counted[path] = skipped
	case !written:
	case counted && before != skipped:
		r.sum.Paragraphs += units - before
		r.counted[path] = units
	default:
		if counted {
			r.sum.Skipped--
		}
		r.sum.Documents++
		r.sum.Paragraphs += units
		r.counted[path] = units
	}
}

// uncount takes back that a document was written or found unchanged.
func (r *run) uncount(path string) {
	switch units, counted := r.counted[path]; {
	case !counted:
		return
	case units == skipped:
		r.sum.Skipped--
	default:
		r.sum.Documents--
		r.sum.Paragraphs -= units
	}
	delete(r.counted, path)
}

func (w *work) fail(source, reason string) {
	w.failures = append(w.failures, Failure{Source: source, Error: reason})
}

// failureText is the reason without the name of the source, which stands beside it.
func failureText(err error) string {
	var s *SourceError
	if errors.As(err, &s) {
		return s.Err.Error()
	}
	return strings.ReplaceAll(err.Error(), "\n", "; ")
}

func sameDocument(key document.Key, first string) string {
	return fmt.Sprintf("%v: %s, as %s", ErrSameDocument, key, first)
}

// release hands the first work of the window to the writer. Before all is settled, one whose symbol is not known yet is put
// off instead: it is read again when the others are known.
func (r *run) release(ctx context.Context, settled bool) error {
	w := r.window[0]
	r.window[0] = nil
	r.window, r.kept = r.window[1:], r.kept-w.weight
	if !settled && r.mustWait(w) {
		w.late, w.docs = true, nil
		return nil
	}
	return r.write(ctx, w)
}

// mustWait reports whether a document of a work has no symbol yet, or one that another source has.
func (r *run) mustWait(w *work) bool {
	unknown := slices.ContainsFunc(w.docs, func(d document.Document) bool { return !r.linker.Knows(d.Source) })
	return unknown || slices.ContainsFunc(w.docs, func(d document.Document) bool { return r.isTaken(&d) })
}

// write puts a work into the batch, and commits the batch when it is full.
func (r *run) write(ctx context.Context, w *work) error {
	r.batch, r.weight = append(r.batch, w), r.weight+w.weight
	if r.weight < r.opts.BatchBytes {
		return nil
	}
	if err := r.mark(unsettled); err != nil {
		return err
	}
	return r.flush(ctx)
}

// mark notes whether all that is committed is linked with one another.
func (r *run) mark(state string) error {
	if r.catalogue == nil || r.settled == (state == settled) {
		return nil
	}
	r.settled = state == settled
	r.notes = append(r.notes, document.Entry{Source: stateKey, Data: []byte(state)})
	return nil
}

// linkBatch links the documents of the batch, in parallel: nobody learns meanwhile.
func (r *run) linkBatch() {
	var running sync.WaitGroup
	next := make(chan *work)
	for range r.opts.Workers {
		running.Go(func() {
			for w := range next {
				for i := range w.docs {
					r.linker.Link(&w.docs[i])
					w.docs[i].Hash = fingerprint(w.docs[i])
					w.entry.Docs[i].Basis = r.linker.Basis(w.docs[i].Source)
				}
			}
		})
	}
	for _, w := range r.batch {
		next <- w
	}
	close(next)
	running.Wait()
}

// flush links, writes and commits the batch.
func (r *run) flush(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	r.linkBatch()
	var docs []document.Document
	for _, w := range r.batch {
		put, err := r.decide(ctx, w)
		if err != nil {
			return err
		}
		docs = append(docs, put...)
	}
	if err := r.commit(ctx, docs); err != nil {
		return err
	}
	for _, w := range r.batch {
		w.docs = nil
	}
	r.batch, r.weight = nil, 0
	return nil
}

// commit writes documents and what is noted of sources.
func (r *run) commit(ctx context.Context, docs []document.Document) error {
	if len(docs) > 0 {
		if err := r.put(ctx, docs, r.refuse); err != nil {
			return fmt.Errorf("write %s and %d more: %w", docs[0].Key(), len(docs)-1, err)
		}
	}
	if len(r.notes) > 0 {
		if err := r.catalogue.PutEntries(ctx, r.notes); err != nil {
			return fmt.Errorf("note %q and %d more sources: %w", r.notes[0].Source, len(r.notes)-1, err)
		}
		r.notes = nil
	}
	if err := r.writer.Commit(ctx); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

// put hands documents to the engine. One that it cannot index is refused, and stops no other.
func (r *run) put(ctx context.Context, docs []document.Document, refuse func(*document.Document, error) error) error {
	err := r.writer.Put(ctx, docs)
	if !errors.Is(err, document.ErrBad) {
		return err
	}
	for i := range docs {
		err := r.writer.Put(ctx, docs[i:i+1])
		if errors.Is(err, document.ErrBad) {
			err = refuse(&docs[i], err)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// refuse makes a document that the engine does not take a failure of its source, and takes back what was counted and noted of it.
func (r *run) refuse(d *document.Document, reason error) error {
	r.uncount(d.Source)
	delete(r.stored, d.Source)
	delete(r.taken, d.Key())
	w := r.works[fileOf(d.Source)]
	if w == nil {
		return nil
	}
	w.fail(d.Source, failureText(reason))
	w.entry.Error = failureText(reason)
	w.entry.Docs = slices.DeleteFunc(w.entry.Docs, func(e entryDoc) bool { return e.Path == d.Source })
	return r.note(w.Name, w.entry)
}

// weightOf is about the memory that documents take, without what is the same for all.
func weightOf(docs []document.Document) int64 {
	n := int64(0)
	for i := range docs {
		n += 500
		for j := range docs[i].Units {
			n += int64(len(docs[i].Units[j].Text)) + 50
		}
	}
	return n
}

// sorted are the keys of a map in order.
func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
