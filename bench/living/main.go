// Command living measures searches beside an index run: real processes, `plenary serve` and `plenary index`, on one folder.
//
// It indexes 10,000 documents, asks queries of all classes of the server while nothing else runs; changes one document, indexes again and
// takes the time until the server finds the new word; and asks the same queries while another 10,000 documents are indexed as fast as
// this goes.
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"time"

	"github.com/plenary-search/plenary/bench/collection"
	"github.com/plenary-search/plenary/bench/engines"
	"github.com/plenary-search/plenary/bench/workload"
	"github.com/plenary-search/plenary/index/document"
)

var (
	binary    = flag.String("plenary", "../bin/plenary", "the program")
	file      = flag.String("collection", "", "collection that the other benchmarks have drawn: collection-1.jsonl.zst in their folder")
	documents = flag.Int("documents", 10_000, "documents to begin with, and to add")
	seconds   = flag.Float64("seconds", 20, "for which queries are asked while nothing else runs")
	seed      = flag.Uint64("seed", 1, "seed of the queries")
)

func main() {
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	r, err := run(ctx)
	if err != nil {
		log.Fatal(cmp.Or(context.Cause(ctx), err))
	}
	r.write(os.Stdout)
}

// queriesOfClass is the number of queries of each class.
const queriesOfClass = 20

// run measures in a temporary folder, which it removes.
func run(ctx context.Context) (r result, err error) {
	if *file == "" {
		return r, errors.New("-collection is missing: see bench/README.md")
	}
	dir, err := os.MkdirTemp("", "plenary-living-")
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	s, err := writeSources(dir, *file, *documents)
	if err != nil {
		return r, fmt.Errorf("write sources: %w", err)
	}
	queries, err := workload.Draw(collection.Documents(*file, s.units), queriesOfClass, *seed)
	if err != nil {
		return r, err
	}
	t := trial{sources: s, index: filepath.Join(dir, "index"), queries: queries}
	return t.run(ctx)
}

// result is what was measured.
type result struct {
	documents, units int           // at first
	indexed          time.Duration // from files to searchable
	alone, beside    latency
	visible          time.Duration // from the start of the program that indexes a change until a search finds it
	changeRun        time.Duration // of that program
	besideRun        time.Duration // of the program that indexes further documents
}

func (r result) write(w io.Writer) {
	fmt.Fprintf(w, "| what | figure |\n|---|---|\n")
	fmt.Fprintf(w, "| %d documents, %d units, from files to searchable | %.1f s |\n", r.documents, r.units, r.indexed.Seconds())
	fmt.Fprintf(w, "| one document of %d changed: visible after, from the start of `plenary index` to the first search that finds it | %.2f s |\n", r.documents, r.visible.Seconds())
	fmt.Fprintf(w, "| that index run, from start to end | %.2f s |\n", r.changeRun.Seconds())
	fmt.Fprintf(w, "| full pages while nothing else runs | %s |\n", r.alone)
	fmt.Fprintf(w, "| full pages beside an index run of %.1f s, %d further documents | %s |\n", r.besideRun.Seconds(), r.documents, r.beside)
	fmt.Fprintf(w, "| p99 beside the index run, as a multiple of that alone | %.1f |\n", r.beside.p99/r.alone.p99)
}

// trial is one measurement on one index.
type trial struct {
	sources sources
	index   string // folder
	queries []workload.Query
}

// run does the steps one after the other.
func (t *trial) run(ctx context.Context) (r result, err error) {
	r.documents, r.units = *documents, t.sources.units
	if r.indexed, err = t.indexFrom(ctx, t.sources.first); err != nil {
		return r, err
	}
	server := &engines.HTTP{Binary: *binary, Dir: t.index}
	if err := server.Open(ctx); err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, server.Close()) }()
	ask, err := server.Prepare(t.queries, true)
	if err != nil {
		return r, err
	}
	if r.alone, err = askUntil(ask, len(t.queries), after(*seconds)); err != nil {
		return r, err
	}
	if r.visible, r.changeRun, err = t.changeOne(ctx, server); err != nil {
		return r, err
	}
	r.besideRun, err = t.whileIndexing(ctx, t.sources.second, func(ended func() bool) (err error) {
		r.beside, err = askUntil(ask, len(t.queries), ended)
		return err
	})
	return r, err
}

// indexFrom runs `plenary index` on a folder of sources.
func (t *trial) indexFrom(ctx context.Context, folder string) (took time.Duration, err error) {
	began := time.Now()
	out, err := exec.CommandContext(ctx, *binary, "index", "--json", "--index", t.index, folder).CombinedOutput()
	const someSourcesWrong = 1 // the exit code where the others are indexed
	if exit, ok := errors.AsType[*exec.ExitError](err); ok && exit.ExitCode() == someSourcesWrong {
		err = nil
	}
	if err != nil {
		return 0, fmt.Errorf("plenary index: %w\n%s", err, out)
	}
	return time.Since(began), nil
}

// whileIndexing calls do beside `plenary index` on a folder and waits for both; ended says whether the program has ended. An error of do
// ends the program.
func (t *trial) whileIndexing(ctx context.Context, folder string, do func(ended func() bool) error) (took time.Duration, err error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var indexErr error
	done := make(chan struct{})
	go func() {
		defer close(done)
		took, indexErr = t.indexFrom(ctx, folder)
	}()
	err = do(func() bool {
		select {
		case <-done:
			return true
		default:
			return false
		}
	})
	if err != nil {
		stop()
	}
	<-done
	if err != nil {
		return 0, err
	}
	return took, indexErr
}

// newWord is a word that no document holds at first.
const newWord = "zyzzyvaform"

// changeOne changes a document and takes the time until the server finds its new word, and that of the whole index run.
func (t *trial) changeOne(ctx context.Context, server *engines.HTTP) (visible, took time.Duration, err error) {
	changed := document.Document{Header: document.Header{Symbol: "A/79/1", Lang: "en", Title: "Report"},
		Units: []document.Unit{{Kind: document.Paragraph, Text: "A paragraph with the " + newWord + "."}}}
	if err := writeSource(nameOf(t.sources.first, 0), &changed); err != nil {
		return 0, 0, err
	}
	ask, err := server.Prepare([]workload.Query{{Text: newWord}}, false)
	if err != nil {
		return 0, 0, err
	}
	began := time.Now()
	took, err = t.whileIndexing(ctx, t.sources.first, func(func() bool) error {
		err := untilFound(ctx, ask)
		visible = time.Since(began)
		return err
	})
	return visible, took, err
}

const (
	visiblePause = 5 * time.Millisecond // between searches for the new word
	visibleLimit = time.Minute
)

// untilFound asks query 0 until it finds something.
func untilFound(ctx context.Context, ask engines.Ask) error {
	ctx, cancel := context.WithTimeoutCause(ctx, visibleLimit, fmt.Errorf("the changed document is not found in %v", visibleLimit))
	defer cancel()
	for {
		answer, err := ask(0, true)
		if err != nil || answer.Total > 0 {
			return err
		}
		select {
		case <-time.After(visiblePause):
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}
