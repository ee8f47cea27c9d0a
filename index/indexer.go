package index

import (
	"context"
	"errors"
	"iter"
	"runtime"
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
	// BatchBytes is the weight of the documents that are committed at once, about their text; 0 means 1 MiB. The embedded
	// engine needs some hundred times as much memory for them.
	BatchBytes int64
	// KeepBytes is the weight of the documents that wait for those behind them, to be linked with them before they are written; 0
	// means 8 MiB. Documents that waited in vain are written again where what came later says something about them.
	KeepBytes int64
	// Rehash compares the bytes of all sources with the catalogue, also of those whose size and time of modification are as they
	// were. Retry reads those again that failed. Reread reads all.
	Rehash, Retry, Reread bool
	// Quiet leaves sources for later that were modified less than so long ago: somebody may still be writing them. They are neither
	// failures nor gone; Summary.Waiting counts them.
	Quiet time.Duration
	// Schema is the version of the engine's schema: exports of an index of another one are refused.
	Schema int
	// Gone, if set, reports whether a file that the run does not list is no more. What it had then goes to a copy of it; while it may
	// be there, in a folder of another run, it keeps it.
	Gone func(source string) bool
	// Prune says which documents go; the zero value removes none.
	Prune Prune
	// Memory, if set, keeps between runs what spares the next one the catalogue.
	Memory *Memory
	// Progress, if set, is called after each source, from the goroutine of Run.
	Progress func(Progress)
	// Report, if set, is called at the end of a run for each source, in order, and for those removed.
	Report func(SourceReport)
}

func (o Options) orDefault() Options {
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	if o.BatchBytes <= 0 {
		o.BatchBytes = 1 << 20
	}
	if o.KeepBytes <= 0 {
		o.KeepBytes = 8 << 20
	}
	if o.Reader == nil {
		o.Reader = inProcess{}
	}
	return o
}

// Progress says how far a run is.
type Progress struct {
	Source     string // the source just done
	Done       int    // sources read or found unchanged, and documents of exports, of Total
	Total      int
	Unchanged  int // of those done
	Failed     int // of those done
	Documents  int // written so far
	Paragraphs int // units of the documents written so far
}

// Failure is a source that could not be indexed.
type Failure struct {
	Source string `json:"source"`
	Error  string `json:"error"`
	// Before is true for a source that failed in an earlier run and was not read again, for it has not changed since.
	Before bool `json:"before,omitempty"`
}

// Summary is the result of a run. Its JSON form is what "plenary index --json" prints.
type Summary struct {
	Sources    int       `json:"sources"`    // found
	Unchanged  int       `json:"unchanged"`  // sources that are as they were, and were not read
	Documents  int       `json:"documents"`  // written
	Paragraphs int       `json:"paragraphs"` // units of the documents written
	Skipped    int       `json:"skipped"`    // documents that the engine holds already, unchanged
	Relinked   int       `json:"relinked"`   // documents of earlier runs that a new agenda tagged anew; counted in Documents too
	Deleted    int       `json:"deleted"`    // documents removed because their source now bears another symbol
	Removed    int       `json:"removed"`    // documents removed because their source is gone
	Duplicates int       `json:"duplicates"` // copies of documents that the index has of another source: the same text under the same key
	Waiting    int       `json:"waiting"`    // sources left for later, for they were written to just now
	Bytes      int64     `json:"bytes"`      // of the sources read, where their size is known
	Failed     []Failure `json:"failed"`     // in order of the sources
	Warnings   []Failure `json:"warnings"`   // what was read with doubts, in order of the sources; of unchanged sources none
	Seconds    float64   `json:"seconds"`
}

// SourceReport says what a run did with a source.
type SourceReport struct {
	Source    string           `json:"source"`
	Status    string           `json:"status"` // one of the Status constants
	Error     string           `json:"error,omitempty"`
	Documents []ReportDocument `json:"documents"` // that the index now has of it
	Warnings  []string         `json:"warnings,omitempty"`
	Bytes     int64            `json:"bytes"`
}

// ReportDocument is a document made of a source.
type ReportDocument struct {
	document.Key
	Units int `json:"units"`
}

// What a run does with a source. A failed import file can have documents of its other lines.
const (
	StatusIndexed   = "indexed"
	StatusUnchanged = "unchanged"
	StatusFailed    = "failed"
	StatusRemoved   = "removed"
	StatusWaiting   = "waiting"
)

// ErrSameDocument is the failure of a source whose symbol and language another source has, with another text. A copy, of the same
// text, is a warning.
var ErrSameDocument = errors.New("another file is the same document in the same language, with another text")

// Indexer brings sources into a [Writer]. It is used for one run at a time; several runs follow one another on what was stored.
type Indexer struct {
	writer    Writer
	library   Library   // nil where the writer is none
	catalogue Catalogue // nil where the writer is none
	opts      Options
}

// New returns an Indexer that writes to w.
func New(w Writer, o Options) *Indexer {
	x := &Indexer{writer: w, opts: o.orDefault()}
	x.library, _ = w.(Library)
	x.catalogue, _ = w.(Catalogue)
	return x
}

// Run indexes all sources. Sources that the catalogue of the engine knows unchanged are not read, and documents that the engine
// holds unchanged are not written; a source that cannot be read is a Failure in the summary and stops nothing. An error is the
// engine's or the context's: what was committed until then are whole documents, and the next run goes on from there. A
// cancelled run commits the documents it has in hand first.
//
// What [Export] wrote is known by its first line and taken in before the other sources are read: documents as they are, without parsing
// or linking, and the catalogue, so that sources which it knows unchanged are not read. Documents of the engine that the export has not
// stay, unless they are of a source that it has. Where the engine then holds more than the export, all are linked with one another.
func (x *Indexer) Run(ctx context.Context, sources iter.Seq2[Source, error]) (Summary, error) {
	start := time.Now()
	r := &run{Indexer: x, started: start, linker: link.New(), stored: map[string][]document.Stamp{}, entries: map[string]*entry{},
		works: map[string]*work{}, before: map[document.Key]string{}, taken: map[document.Key]string{}, counted: map[string]int{}}
	err := r.all(ctx, sources)
	r.keep(err)
	r.sum.Sources = len(r.list)
	r.countDuplicates()
	r.sum.Seconds = time.Since(start).Seconds()
	r.sum.Failed, r.sum.Warnings = []Failure{}, []Failure{}
	for _, w := range r.list {
		r.sum.Failed = append(r.sum.Failed, w.failures...)
		r.sum.Warnings = append(r.sum.Warnings, w.warnings...)
	}
	r.sum.Failed = append(r.sum.Failed, r.refused...)
	if x.opts.Report != nil {
		r.tell(x.opts.Report)
	}
	return r.sum, err
}
