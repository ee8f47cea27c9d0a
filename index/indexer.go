package index

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/index/extract"
	"github.com/plenary-search/plenary/index/link"
)

// Options say how an [Indexer] works. The zero value is ready for use.
type Options struct {
	// Workers is the number of sources read at the same time; 0 means one for each processor.
	Workers int
	// Limits bound a single source.
	Limits extract.Limits
	// Reader turns sources into blocks; nil means [extract.Read], in this process. It is called by several goroutines.
	Reader Reader
	// BatchUnits is the number of units after which a batch is written; 0 means 5,000.
	BatchUnits int
	// KeepBytes is how much text is kept in memory between the two passes; 0 means 256 MiB. More is read twice.
	KeepBytes int64
	// Progress, if set, is called after each source, from one goroutine at a time.
	Progress func(Progress)
}

func (o Options) orDefault() Options {
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	if o.BatchUnits <= 0 {
		o.BatchUnits = 5000
	}
	if o.KeepBytes <= 0 {
		o.KeepBytes = 256 << 20
	}
	if o.Reader == nil {
		o.Reader = inProcess{}
	}
	return o
}

// Progress says how far a run is. Written grows in the second pass only.
type Progress struct {
	Source  string // the source just done
	Read    int    // sources read, of Total
	Written int    // sources written or found unchanged, of Total
	Total   int
}

// Failure is a source that could not be indexed.
type Failure struct {
	Source string `json:"source"`
	Error  string `json:"error"`
}

// Summary is the result of a run. Its JSON form is what "plenary index --json" prints.
type Summary struct {
	Documents  int       `json:"documents"`  // written
	Paragraphs int       `json:"paragraphs"` // units of the documents written
	Skipped    int       `json:"skipped"`    // documents that the engine holds already, unchanged
	Relinked   int       `json:"relinked"`   // documents of earlier runs that a new agenda tagged anew; counted in Documents too
	Deleted    int       `json:"deleted"`    // documents removed because their source now bears another symbol
	Failed     []Failure `json:"failed"`     // in order of the sources
	Warnings   []Failure `json:"warnings"`   // what was read with doubts, in order of the sources
	Seconds    float64   `json:"seconds"`
}

// ErrSameDocument is the failure of a source whose symbol and language another source of the run has taken.
var ErrSameDocument = errors.New("another file of this run is the same document in the same language")

// Indexer brings sources into a [Writer]. It is used for one run at a time.
type Indexer struct {
	writer Writer
	opts   Options
}

// New returns an Indexer that writes to w.
func New(w Writer, o Options) *Indexer { return &Indexer{writer: w, opts: o.orDefault()} }

// Run indexes all sources. Documents that the engine holds unchanged are skipped; a source that cannot be read is a Failure in
// the summary and stops nothing. An error is the engine's or the context's: what was put until then are whole documents,
// and the next run goes on from there.
func (x *Indexer) Run(ctx context.Context, sources iter.Seq2[Source, error]) (Summary, error) {
	start := time.Now()
	r := &run{Indexer: x, linker: link.New(), stored: map[string][]document.Stamp{}, present: map[string]bool{}, taken: map[document.Key]string{}}
	err := r.all(ctx, sources)
	r.sum.Seconds = time.Since(start).Seconds()
	if r.sum.Failed == nil {
		r.sum.Failed = []Failure{}
	}
	if r.sum.Warnings == nil {
		r.sum.Warnings = []Failure{}
	}
	return r.sum, err
}

// run is the state of one run.
type run struct {
	*Indexer
	linker  *link.Linker
	sources []*work
	stored  map[string][]document.Stamp // by source
	present map[string]bool             // sources of documents that this run read
	taken   map[document.Key]string     // by which source of this run
	changed []string                    // sources of agendas that were written
	batch   []document.Document
	units   int
	sum     Summary

	progress sync.Mutex
	read     int
	written  int
}

// work is a source on its way through a run.
type work struct {
	Source
	err  error
	docs []document.Document // kept from the first pass, nil where they have to be read again
	kept bool
}

func (r *run) all(ctx context.Context, sources iter.Seq2[Source, error]) error {
	for stamp, err := range r.writer.Stored(ctx) {
		if err != nil {
			return fmt.Errorf("list what the index holds: %w", err)
		}
		r.stored[stamp.Source] = append(r.stored[stamp.Source], stamp)
	}
	for s, err := range sources {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		r.sources = append(r.sources, &work{Source: s, err: err})
	}
	for _, step := range []func(context.Context) error{r.readAll, r.learnStored, r.writeAll, r.relink} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	if err := r.writer.Commit(ctx); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

// readAll is the first pass: it learns the profile of every document and keeps as many documents as fit.
func (r *run) readAll(ctx context.Context) error {
	kept := int64(0)
	err := inOrder(ctx, r.opts.Workers, r.sources, r.readSource, func(w *work, docs []document.Document) error {
		size := int64(0)
		for _, d := range docs {
			r.linker.Learn(link.ProfileOf(d))
			r.present[d.Source] = true
			size += textBytes(d)
		}
		if kept+size <= r.opts.KeepBytes {
			kept += size
			w.docs, w.kept = docs, true
		}
		r.report(w, true)
		return nil
	})
	r.linker.Settle()
	return err
}

// readSource reads the documents of a source; its error stays with the source.
func (r *run) readSource(ctx context.Context, w *work) []document.Document {
	if w.Open == nil {
		return nil
	}
	docs, err := Read(ctx, w.Source, r.opts)
	if err != nil {
		w.err = err
	}
	return docs
}

// learnStored adds the profiles of documents that earlier runs indexed, where the engine gives them back.
func (r *run) learnStored(ctx context.Context) error {
	lib, ok := r.writer.(Library)
	if !ok {
		return nil
	}
	for h, err := range lib.Headers(ctx) {
		if err != nil {
			return fmt.Errorf("read what the index holds: %w", err)
		}
		if r.present[h.Source] {
			continue
		}
		profile := link.Profile{Header: h, Path: h.Source}
		if h.SymbolVia != document.ViaMasthead || len(h.MastheadItems) > 0 { // its headings or its footnotes matter
			d, err := lib.Document(ctx, h.Key())
			if err != nil {
				return fmt.Errorf("read %s: %w", h.Key(), err)
			}
			profile = link.ProfileOf(d)
		}
		r.linker.Learn(profile)
	}
	r.linker.Settle()
	return nil
}

// writeAll is the second pass: it links every document and writes those that changed.
func (r *run) writeAll(ctx context.Context) error {
	linked := func(ctx context.Context, w *work) []document.Document {
		docs := w.docs
		if !w.kept {
			docs = r.readSource(ctx, w)
		}
		w.docs = nil
		for i := range docs {
			r.linker.Link(&docs[i])
			docs[i].Hash = fingerprint(docs[i])
		}
		return docs
	}
	err := inOrder(ctx, r.opts.Workers, r.sources, linked, func(w *work, docs []document.Document) error {
		if w.err != nil {
			r.sum.Failed = append(r.sum.Failed, Failure{w.Name, failureText(w.err)})
		}
		for _, d := range docs {
			if err := r.write(ctx, d); err != nil {
				return err
			}
		}
		r.report(w, false)
		return nil
	})
	if err == nil {
		err = r.flush(ctx)
	}
	if err == nil {
		err = r.deleteGone(ctx)
	}
	return err
}

// deleteGone removes the documents of lines that an import file of this run no longer has.
func (r *run) deleteGone(ctx context.Context) error {
	files := map[string]bool{}
	for _, w := range r.sources {
		files[w.Name] = w.err == nil
	}
	var gone []document.Key
	for source, stamps := range r.stored {
		i := strings.LastIndexByte(source, ':')
		if i < 0 || !files[source[:i]] || r.present[source] {
			continue
		}
		for _, stamp := range stamps {
			gone = append(gone, stamp.Key)
		}
	}
	return r.delete(ctx, gone)
}

// failureText is the reason without the name of the source, which stands beside it.
func failureText(err error) string {
	var s *SourceError
	if errors.As(err, &s) {
		return s.Err.Error()
	}
	return strings.ReplaceAll(err.Error(), "\n", "; ")
}

// write puts one document into the batch, unless the engine holds it as it is.
func (r *run) write(ctx context.Context, d document.Document) error {
	key := d.Key()
	if first, ok := r.taken[key]; ok {
		r.sum.Failed = append(r.sum.Failed, Failure{d.Source, fmt.Sprintf("%v: %s, as %s", ErrSameDocument, key, first)})
		return nil
	}
	r.taken[key] = d.Source
	for _, w := range d.Warnings {
		r.sum.Warnings = append(r.sum.Warnings, Failure{d.Source, w})
	}
	var gone []document.Key
	for _, stamp := range r.stored[d.Source] {
		switch {
		case stamp.Key == key && stamp.Hash == d.Hash:
			r.sum.Skipped++
			return nil
		case stamp.Key != key:
			gone = append(gone, stamp.Key)
		}
	}
	if len(gone) > 0 {
		if err := r.delete(ctx, gone); err != nil {
			return err
		}
	}
	if len(d.Agenda) > 0 {
		r.changed = append(r.changed, d.Source)
	}
	return r.put(ctx, d)
}

// delete removes what a source was indexed as before it got another symbol.
func (r *run) delete(ctx context.Context, keys []document.Key) error {
	keys = slices.DeleteFunc(keys, func(k document.Key) bool { _, used := r.taken[k]; return used })
	if len(keys) == 0 {
		return nil
	}
	if err := r.writer.Delete(ctx, keys); err != nil {
		return fmt.Errorf("delete %v: %w", keys, err)
	}
	r.sum.Deleted += len(keys)
	return nil
}

func (r *run) put(ctx context.Context, d document.Document) error {
	r.batch = append(r.batch, d)
	r.units += len(d.Units)
	if r.units < r.opts.BatchUnits {
		return nil
	}
	return r.flush(ctx)
}

// flush writes the batch.
func (r *run) flush(ctx context.Context) error {
	if err := ctx.Err(); err != nil || len(r.batch) == 0 {
		return err
	}
	if err := r.writer.Put(ctx, r.batch); err != nil {
		return fmt.Errorf("write %s and %d more: %w", r.batch[0].Key(), len(r.batch)-1, err)
	}
	r.sum.Documents += len(r.batch)
	r.sum.Paragraphs += r.units
	r.batch, r.units = nil, 0
	return nil
}

// relink tags anew the documents of earlier runs that an agenda of this run lists.
func (r *run) relink(ctx context.Context) error {
	lib, ok := r.writer.(Library)
	if !ok || len(r.changed) == 0 {
		return nil
	}
	var affected []document.Stamp
	for _, source := range slices.Sorted(maps.Keys(r.stored)) {
		if !r.present[source] && r.linker.Affected(source, r.changed) {
			affected = append(affected, r.stored[source]...)
		}
	}
	for _, stamp := range affected {
		d, err := lib.Document(ctx, stamp.Key)
		if err != nil {
			return fmt.Errorf("read %s: %w", stamp.Key, err)
		}
		base := baseHash(d.Hash)
		r.linker.Link(&d)
		d.Hash = base
		d.Hash = fingerprint(d)
		before := r.sum.Skipped
		if err := r.write(ctx, d); err != nil {
			return err
		}
		r.sum.Relinked += 1 - (r.sum.Skipped - before)
	}
	return r.flush(ctx)
}

// report tells the caller how far the run is.
func (r *run) report(w *work, read bool) {
	if r.opts.Progress == nil {
		return
	}
	r.progress.Lock()
	defer r.progress.Unlock()
	if read {
		r.read++
	} else {
		r.written++
	}
	r.opts.Progress(Progress{Source: w.Name, Read: r.read, Written: r.written, Total: len(r.sources)})
}

func textBytes(d document.Document) int64 {
	n := int64(0)
	for _, u := range d.Units {
		n += int64(len(u.Text)) * 3 // with sections, tags and references
	}
	return n
}
