// Command living measures searches beside an index run: real processes, `plenary serve` and `plenary index`, on one folder.
//
// It indexes 10,000 documents, asks queries of all classes of the server while nothing else runs; changes one document, indexes again and
// takes the time until the server finds the new word; and asks the same queries while another 10,000 documents are indexed as fast as
// this goes.
package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"iter"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/plenary-search/plenary/bench/collection"
	"github.com/plenary-search/plenary/bench/engines"
	"github.com/plenary-search/plenary/bench/measure"
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
	if err := run(context.Background()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context) error {
	dir, err := os.MkdirTemp("", "plenary-living-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	first, second, index := filepath.Join(dir, "first"), filepath.Join(dir, "second"), filepath.Join(dir, "index")
	units, err := writeSources(first, second)
	if err != nil {
		return err
	}
	queries, err := workload.Draw(taken(units), 20, *seed)
	if err != nil {
		return err
	}
	took, err := indexInto(ctx, index, first)
	if err != nil {
		return err
	}
	fmt.Printf("%d documents, %d units, from files to searchable: %.1f s\n", *documents, units, took.Seconds())
	server := &engines.HTTP{Binary: *binary, Dir: index}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	if err := server.Open(ctx); err != nil {
		return err
	}
	ask, err := server.Prepare(queries, true)
	if err != nil {
		return err
	}
	alone, err := askFor(ask, len(queries), after(*seconds))
	if err != nil {
		return err
	}
	fmt.Printf("alone: p50 %.2f ms, p99 %.2f ms of %d full pages\n", alone.P50, alone.P99, alone.Asked)
	if err := changeOne(ctx, server, index, first); err != nil {
		return err
	}
	done := make(chan error, 1)
	go func() {
		began := time.Now()
		_, err := indexInto(ctx, index, second)
		took = time.Since(began)
		done <- err
	}()
	beside, err := askFor(ask, len(queries), func() bool { return len(done) > 0 })
	if err = errors.Join(err, <-done); err != nil {
		return err
	}
	fmt.Printf("beside an index run of %.1f s: p50 %.2f ms, p99 %.2f ms of %d full pages; p99 is %.1f times that alone\n",
		took.Seconds(), beside.P50, beside.P99, beside.Asked, beside.P99/alone.P99)
	return nil
}

// writeSources writes documents as import files, one in each.
func writeSources(first, second string) (units int, err error) {
	n := 0
	for d, err := range collection.Documents(*file, 1<<40) {
		if err != nil {
			return 0, err
		}
		folder := first
		if n >= *documents {
			folder = second
		} else {
			units += len(d.Units)
		}
		if err := writeSource(filepath.Join(folder, fmt.Sprintf("%03d", n/1000), fmt.Sprintf("%d.jsonl", n)), &d); err != nil {
			return 0, err
		}
		if n++; n == 2**documents {
			break
		}
	}
	return units, nil
}

func writeSource(name string, d *document.Document) error {
	type unit struct {
		Number string        `json:"number,omitempty"`
		Kind   document.Kind `json:"kind"`
		Text   string        `json:"text"`
	}
	line := struct {
		Symbol string            `json:"symbol"`
		Lang   document.Language `json:"lang,omitempty"`
		Title  string            `json:"title,omitempty"`
		Date   string            `json:"date,omitempty"`
		Body   string            `json:"body,omitempty"`
		Units  []unit            `json:"units"`
	}{Symbol: d.Symbol, Lang: d.Lang, Title: d.Title, Date: d.Date, Body: d.Body}
	for i := range d.Units {
		line.Units = append(line.Units, unit{d.Units[i].Number, d.Units[i].Kind, d.Units[i].Text})
	}
	data, err := json.Marshal(line)
	if err != nil {
		return err
	}
	return cmp.Or(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, append(data, '\n'), 0o644))
}

// taken are the documents of the collection up to so many units.
func taken(units int) iter.Seq2[document.Document, error] { return collection.Documents(*file, units) }

func indexInto(ctx context.Context, index, folder string) (time.Duration, error) {
	began := time.Now()
	out, err := exec.CommandContext(ctx, *binary, "index", "--json", "--index", index, folder).CombinedOutput()
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) && exit.ExitCode() != 1 || err != nil && exit == nil {
		return 0, fmt.Errorf("index: %w\n%s", err, out)
	}
	return time.Since(began), nil // exit code 1: single sources failed
}

// changeOne changes a document and takes the time until the server finds its new word.
func changeOne(ctx context.Context, server *engines.HTTP, index, folder string) error {
	const word = "zyzzyvaform"
	d := document.Document{Header: document.Header{Symbol: "A/79/1", Lang: "en", Title: "Report"}, Units: []document.Unit{{Kind: document.Paragraph, Text: "A paragraph with the " + word + "."}}}
	if err := writeSource(filepath.Join(folder, "000", "0.jsonl"), &d); err != nil {
		return err
	}
	ask, err := server.Prepare([]workload.Query{{Text: word}}, false)
	if err != nil {
		return err
	}
	began, finished := time.Now(), make(chan error, 1)
	go func() {
		_, err := indexInto(ctx, index, folder)
		finished <- err
	}()
	for {
		answer, err := ask(0, true)
		if err != nil {
			return err
		}
		if answer.Total > 0 {
			break
		}
		if time.Since(began) > time.Minute {
			return errors.New("the changed document is not found in a minute")
		}
		time.Sleep(5 * time.Millisecond)
	}
	fmt.Printf("one document of %d changed: found %.2f s after `plenary index` began\n", *documents, time.Since(began).Seconds())
	return <-finished
}

func after(seconds float64) func() bool {
	end := time.Now().Add(time.Duration(seconds * float64(time.Second)))
	return func() bool { return time.Now().After(end) }
}

// askFor asks one query after the other until it is told to end.
func askFor(ask engines.Ask, n int, ended func() bool) (latency struct {
	P50, P99 float64
	Asked    int
}, err error) {
	var times []float64
	for i := 0; !ended(); i++ {
		began := time.Now()
		if _, err := ask(i%n, false); err != nil {
			return latency, err
		}
		times = append(times, float64(time.Since(began).Microseconds())/1000)
	}
	latency.P50, latency.P99, latency.Asked = measure.Percentile(times, 0.50), measure.Percentile(times, 0.99), len(times)
	return latency, nil
}
