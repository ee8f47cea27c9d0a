// Command bench measures plenary beside its peers on one collection of documents and one list of queries. See README.md.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"

	"github.com/plenary-search/plenary/bench/collection"
	"github.com/plenary-search/plenary/bench/exchange"
	"github.com/plenary-search/plenary/bench/workload"
)

var (
	dir      = flag.String("dir", filepath.Join(os.TempDir(), "plenary-bench"), "folder for collections, indexes and results")
	corpus   = flag.String("corpus", "../../shared/corpus", "folder of the corpus; where it is absent the seeds are multiplied")
	units    = flag.Int("units", 10_000, "units to index")
	each     = flag.Int("queries", 20, "queries of each class")
	rounds   = flag.Int("rounds", 10, "times that each query is asked")
	seconds  = flag.Float64("seconds", 3, "after which no more queries of a class and form are asked, rounds or not")
	limit    = flag.Float64("limit", 10, "seconds after which no more answers of a class and form are compared; queries left are not measured")
	seed     = flag.Uint64("seed", 1, "seed of what is drawn")
	which    = flag.String("engines", "installed", "engines: all, installed, or names divided by commas")
	classes  = flag.String("classes", "", "classes, divided by commas; all where it is empty")
	reuse    = flag.Bool("reuse", false, "keep the indexes of an earlier run")
	only     = flag.String("only", "", "the one step to do: draw, index, ask or report")
	revision = flag.String("revision", "unknown", "version of plenary, for the report")
	profile  = flag.String("cpuprofile", "", "write a processor profile of the queries of an engine in Go")

	// Of children:
	step   = flag.String("step", "", "")
	engine = flag.String("engine", "", "")
)

func main() {
	flag.Parse()
	log.SetFlags(log.Ltime)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	f := folder{filepath.Join(*dir, fmt.Sprintf("%d-%d", *seed, *units))}
	if *step != "" {
		if err := child(ctx, *step, *engine, f); err != nil {
			log.Fatal(err)
		}
		return
	}
	if err := run(ctx, f); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, f folder) error {
	if err := os.MkdirAll(f.path, 0o755); err != nil {
		return err
	}
	chosen, skipped, err := choose(*which, f)
	if err != nil {
		return err
	}
	for _, s := range skipped {
		log.Printf("skipped %s", s)
	}
	steps := []struct {
		name string
		do   func() error
	}{
		{"draw", func() error { return draw(ctx, f) }},
		{"index", func() error { return indexAll(ctx, chosen, f) }},
		{"ask", func() error { return askAll(ctx, chosen, f) }},
		{"report", func() error { return report(chosen, skipped, f) }},
	}
	for _, s := range steps {
		if *only != "" && *only != s.name {
			continue
		}
		if err := s.do(); err != nil {
			return err
		}
	}
	return nil
}

// Counts are how many units there are.
type Counts struct {
	Collection int `json:"collection"` // before any comes again
	All        int `json:"all"`        // of this size
	Searched   int `json:"searched"`   // of them, those that searches find by default: peers have only these
}

// draw makes what is not there yet: the collection, the queries, the units for the peers.
func draw(ctx context.Context, f folder) error {
	if _, err := os.Stat(f.collection()); err != nil {
		log.Printf("drawing the collection into %s", f.collection())
		if _, err := collection.Build(ctx, *corpus, f.collection(), *seed); err != nil {
			return err
		}
	}
	queries, err := readJSON[[]workload.Query](f.queries())
	if err != nil {
		log.Printf("drawing queries into %s", f.queries())
		if queries, err = workload.Draw(collection.Documents(f.collection(), *units), *each, *seed); err != nil {
			return err
		}
		if err := writeJSON(f.queries(), queries); err != nil {
			return err
		}
	}
	if err := exchange.WriteQueries(f.peerQueries(), queries); err != nil {
		return err
	}
	if _, err := os.Stat(f.counts()); err == nil {
		return nil
	}
	log.Printf("writing units for the peers into %s", f.units())
	var c Counts
	if c.Collection, err = collection.Size(f.collection()); err != nil {
		return err
	}
	if c.Searched, c.All, err = exchange.WriteUnits(f.units(), collection.Documents(f.collection(), *units)); err != nil {
		return err
	}
	return writeJSON(f.counts(), c)
}

func indexAll(ctx context.Context, chosen []peer, f folder) error {
	done := map[string]bool{}
	for _, p := range chosen {
		name := p.indexName()
		if _, err := os.Stat(f.indexed(name)); err == nil && *reuse || done[name] {
			continue
		}
		done[name] = true
		_ = os.Remove(f.indexed(name))
		log.Printf("%s: indexing", name)
		p.name = name
		if err := p.run(ctx, "index", f); err != nil {
			return err
		}
	}
	return nil
}

func askAll(ctx context.Context, chosen []peer, f folder) error {
	for _, p := range chosen {
		if p.name == "http" {
			if err := buildBinary(ctx, f); err != nil {
				return err
			}
		}
		if err := f.warm(p.indexName()); err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
		log.Printf("%s: asking", p.name)
		if err := p.run(ctx, "ask", f); err != nil {
			return err
		}
	}
	return nil
}

// buildBinary builds the server from the module that this one lies in.
func buildBinary(ctx context.Context, f folder) error {
	c := exec.CommandContext(ctx, "go", "build", "-tags", "nomsgpack", "-trimpath", "-o", f.binary(), "./cmd/plenary")
	c.Dir, c.Stderr = "..", os.Stderr
	return c.Run()
}
