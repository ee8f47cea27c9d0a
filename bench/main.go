// Command bench measures plenary beside its peers on one collection of documents and one list of queries. See README.md.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"log"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

var (
	dir      = flag.String("dir", filepath.Join(os.TempDir(), "plenary-bench"), "folder for collections, indexes and results")
	corpus   = flag.String("corpus", "../../shared/corpus", "folder of the corpus; where it is absent the seeds are multiplied")
	units    = flag.Int("units", 10_000, "units to index")
	sizes    = flag.String("sizes", "", "numbers of units, divided by commas, to measure how figures grow with; -units is not used then")
	each     = flag.Int("queries", 20, "queries of each class")
	rounds   = flag.Int("rounds", 10, "times that each query is asked")
	seconds  = flag.Float64("seconds", 3, "after which no more queries of a class and form are asked, rounds or not")
	limit    = flag.Float64("limit", 10, "seconds after which no more answers of a class and form are compared; queries left are not measured")
	seed     = flag.Uint64("seed", 1, "seed of what is drawn")
	which    = flag.String("engines", "", "engines: all, installed, or names divided by commas; installed where it is empty, with -sizes plenary alone")
	classes  = flag.String("classes", "", "classes, divided by commas; all where it is empty")
	reuse    = flag.Bool("reuse", false, "keep the indexes of an earlier run")
	only     = flag.String("only", "", "the one step to do: draw, index, ask or report")
	revision = flag.String("revision", "unknown", "version of plenary, for the report")
	profile  = flag.String("cpuprofile", "", "write a processor profile of the queries of an engine in Go")

	// Of children:
	step   = flag.String("step", "", "")
	engine = flag.String("engine", "", "")
	size   = flag.Int("size", 0, "")
)

func main() {
	flag.Parse()
	log.SetFlags(log.Ltime)
	if flag.NArg() > 0 {
		log.Fatalf("what is %q?", flag.Arg(0))
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	do := run
	if *step != "" {
		do = child
	}
	if err := do(ctx); err != nil {
		log.Fatal(err)
	}
}

// run does the steps for each size, and reports.
func run(ctx context.Context) error {
	if steps := []string{"", "draw", "index", "ask", "report"}; !slices.Contains(steps, *only) {
		return fmt.Errorf("-only: there is no step %q", *only)
	}
	all, err := sizesOf(*sizes)
	if err != nil {
		return err
	}
	if *which == "" {
		*which = "installed"
		if len(all) > 0 {
			*which = "plenary"
		}
	}
	chosen, skipped, err := choose(*which)
	if err != nil {
		return err
	}
	for _, s := range skipped {
		log.Printf("skipped %s", s)
	}
	if len(all) == 0 {
		f := folderOf(*units)
		if err := measureSize(ctx, chosen, f); err != nil || !wanted("report") {
			return err
		}
		return report(chosen, skipped, f)
	}
	for _, n := range all {
		if err := measureSize(ctx, chosen, folderOf(n)); err != nil {
			return fmt.Errorf("%d units: %w", n, err)
		}
	}
	if !wanted("report") {
		return nil
	}
	return reportGrowth(chosen, all)
}

// wanted reports whether a step is to be done.
func wanted(step string) bool { return *only == "" || *only == step }

// sizesOf reads numbers of units, divided by commas; each once, the smallest first.
func sizesOf(list string) (all []int, err error) {
	for field := range strings.FieldsFuncSeq(list, func(r rune) bool { return r == ',' || r == ' ' }) {
		n, err := strconv.Atoi(field)
		if err != nil || n < 1 {
			return nil, fmt.Errorf("-sizes: %q is no number of units", field)
		}
		all = append(all, n)
	}
	slices.Sort(all)
	return slices.Compact(all), nil
}

// measureSize does all steps but the report.
func measureSize(ctx context.Context, chosen []peer, f folder) error {
	steps := []struct {
		name string
		do   func(context.Context, []peer, folder) error
	}{{"draw", draw}, {"index", indexAll}, {"ask", askAll}}
	for _, s := range steps {
		if !wanted(s.name) {
			continue
		}
		if err := s.do(ctx, chosen, f); err != nil {
			return err
		}
	}
	return nil
}

// indexAll indexes with each engine, or once for those that ask the same index.
func indexAll(ctx context.Context, chosen []peer, f folder) error {
	done := map[string]bool{}
	for _, p := range chosen {
		name := p.indexName()
		if done[name] || *reuse && exists(f.indexed(name)) {
			continue
		}
		done[name] = true
		if err := os.Remove(f.indexed(name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		log.Printf("%s: indexing %d units", name, f.size)
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
			if err := buildBinary(ctx); err != nil {
				return fmt.Errorf("build plenary: %w", err)
			}
		}
		if err := f.warm(p.indexName()); err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
		log.Printf("%s: asking %d units", p.name, f.size)
		if err := p.run(ctx, "ask", f); err != nil {
			return err
		}
	}
	return nil
}

// buildBinary builds the server from the module that this one lies in.
func buildBinary(ctx context.Context) error {
	c := exec.CommandContext(ctx, "go", "build", "-tags", "nomsgpack", "-trimpath", "-o", binary(), "./cmd/plenary")
	c.Dir, c.Stderr = "..", os.Stderr
	return c.Run()
}
