// Command typing measures what a reader's typing costs: the suggestions at each letter, and answers to misspelt words, with what may have
// been meant. It asks `plenary serve` on an index that the other benchmarks have made.
package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"net/url"
	"os"
	"slices"
	"time"

	"github.com/plenary-search/plenary/bench/engines"
	"github.com/plenary-search/plenary/bench/measure"
	"github.com/plenary-search/plenary/bench/workload"
)

var (
	binary  = flag.String("plenary", "../bin/plenary", "the program")
	index   = flag.String("index", "", "folder of an index, such as plenary in the folder of a size")
	drawn   = flag.String("queries", "", "queries drawn from the same units: queries-20.json in the folder of a size")
	rounds  = flag.Int("rounds", 3, "times that each text is asked")
	slowest = flag.Int("slowest", 0, "number of the slowest texts to name")
)

func main() {
	flag.Parse()
	if err := run(context.Background(), os.Stdout); err != nil {
		log.Fatal(err)
	}
}

// addresses are what is asked for a text.
var addresses = []struct {
	name, path string
	texts      func([]workload.Query) []string
}{
	{"suggestions while typing", "/api/v1/suggest?q=", typed},
	{"answers to misspelt words", "/api/v1/search?facet=none&q=", misspelt},
}

func run(ctx context.Context, out io.Writer) (err error) {
	queries, err := readQueries(*drawn)
	if err != nil {
		return err
	}
	server := &engines.HTTP{Binary: *binary, Dir: *index}
	if err := server.Open(ctx); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, server.Close()) }()
	fmt.Fprintln(out, "| what | texts | p50 ms | p95 ms | p99 ms | slowest ms | processor ms |\n|---|---|---|---|---|---|---|")
	for _, a := range addresses {
		texts := a.texts(queries)
		before := measure.CPU(server.Process())
		found, err := ask(server, a.path, texts)
		if err != nil {
			return err
		}
		cpu := measure.CPU(server.Process()) - before
		found.write(out, a.name, float64(cpu.Microseconds())/1000/float64(len(texts)**rounds))
	}
	return nil
}

func readQueries(name string) (queries []workload.Query, err error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return queries, json.Unmarshal(data, &queries)
}

// timing is how long the answer to a text took: the median of the rounds, in milliseconds.
type timing struct {
	text   string
	millis float64
}

type timings []timing

// ask asks each text, in rounds.
func ask(server *engines.HTTP, path string, texts []string) (timings, error) {
	took := make([][]float64, len(texts))
	for range *rounds {
		for i, text := range texts {
			began := time.Now()
			if _, err := server.Get(path + url.QueryEscape(text)); err != nil {
				return nil, fmt.Errorf("%q: %w", text, err)
			}
			took[i] = append(took[i], float64(time.Since(began).Microseconds())/1000)
		}
	}
	all := make(timings, len(texts))
	for i, text := range texts {
		all[i] = timing{text, measure.Percentile(took[i], 0.5)}
	}
	return all, nil
}

// write writes a row, with the processor time of the server for each answer, and below it the slowest texts.
func (all timings) write(out io.Writer, name string, cpu float64) {
	slices.SortFunc(all, func(a, b timing) int { return cmp.Compare(b.millis, a.millis) })
	var millis []float64
	for _, t := range all {
		millis = append(millis, t.millis)
	}
	at := func(share float64) float64 { return measure.Percentile(millis, share) }
	fmt.Fprintf(out, "| %s | %d | %.1f | %.1f | %.1f | %.1f | %.1f |\n", name, len(all), at(0.5), at(0.95), at(0.99), at(1), cpu)
	for _, t := range all[:min(*slowest, len(all))] {
		fmt.Fprintf(out, "%.1f ms: %q\n", t.millis, t.text)
	}
}
