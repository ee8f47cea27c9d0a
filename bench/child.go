package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"runtime/pprof"
	"slices"
	"strings"
	"time"

	"github.com/plenary-search/plenary/bench/engines"
	"github.com/plenary-search/plenary/bench/measure"
	"github.com/plenary-search/plenary/bench/workload"
)

// child does one step with one engine in Go, in a process of its own, as the programs of the peers do.
func child(ctx context.Context) error {
	f := folderOf(*size)
	e, err := newEngine(*engine, f)
	if err != nil {
		return err
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400) // as plenary serve does
	}
	switch *step {
	case "index":
		return childIndex(ctx, e, *engine, f)
	case "ask":
		return childAsk(ctx, e, *engine, f)
	}
	return fmt.Errorf("there is no step %q", *step)
}

func newEngine(name string, f folder) (engines.Engine, error) {
	switch name {
	case "plenary":
		return &engines.Plenary{Dir: f.index(name)}, nil
	case "http":
		return &engines.HTTP{Binary: binary(), Dir: f.index("plenary")}, nil
	case "bleve":
		counts, err := readJSON[Counts](f.counts())
		return &engines.Bleve{Dir: f.index(name), Languages: counts.Languages}, err
	}
	return nil, fmt.Errorf("there is no engine %q", name)
}

func childIndex(ctx context.Context, e engines.Engine, name string, f folder) error {
	if err := os.RemoveAll(f.index(name)); err != nil {
		return err
	}
	cpu, start := measure.CPU(0), time.Now()
	if err := e.Fill(ctx, f.documents()); err != nil {
		return err
	}
	x := Index{Seconds: time.Since(start).Seconds(), CPU: (measure.CPU(0) - cpu).Seconds(), Bytes: bytesOf(f.index(name)), Version: version(name)}
	if name == "plenary" {
		x.Parts = map[string]int64{}
		for _, part := range []string{"columns", "store"} {
			x.Parts[part] = bytesOf(filepath.Join(f.index(name), part))
		}
	}
	return writeJSON(f.indexed(name), x)
}

func childAsk(ctx context.Context, e engines.Engine, name string, f folder) (err error) {
	queries, err := readJSON[[]workload.Query](f.queries())
	if err != nil {
		return err
	}
	a := Asked{Version: version(name)}
	if a.OpenMillis, err = open(ctx, e, queries[:1]); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, e.Close()) }()
	if e.Process() == 0 {
		a.HeapMiB = heapMiB()
	}
	stop, err := startProfile(*profile)
	if err != nil {
		return err
	}
	defer stop()
	for _, class := range wantedClasses() {
		rows, err := askClass(e, class, ofClass(queries, class))
		if err != nil {
			return fmt.Errorf("%s: %w", class, err)
		}
		a.Rows = append(a.Rows, rows...)
		log.Printf("%s: %s done", name, class)
	}
	a.OwnMiB, a.MappedMiB = measure.Memory(e.Process())
	return writeJSON(f.asked(name), a)
}

// open opens an engine and has it answer a query: the milliseconds that takes.
func open(ctx context.Context, e engines.Engine, query []workload.Query) (millis float64, err error) {
	start := time.Now()
	if err := e.Open(ctx); err != nil {
		return 0, err
	}
	ask, err := e.Prepare(query, false)
	if err == nil {
		_, err = ask(0, false)
	}
	if err != nil {
		return 0, errors.Join(err, e.Close())
	}
	return float64(time.Since(start).Microseconds()) / 1000, nil
}

// wantedClasses are those that -classes names, or all, the mixed one last.
func wantedClasses() []string {
	all := slices.Concat(workload.Classes, []string{mixed})
	if *classes == "" {
		return all
	}
	given := strings.Split(*classes, ",")
	return slices.DeleteFunc(all, func(class string) bool { return !slices.Contains(given, class) })
}

// ofClass takes the queries of a class. The mixed class has them all but those that some engines have not.
func ofClass(queries []workload.Query, class string) (of []workload.Query) {
	for _, q := range queries {
		if q.Class == class || class == mixed && q.Class != workload.Nearness && q.Class != workload.Fuzzy {
			of = append(of, q)
		}
	}
	if class != mixed {
		return of
	}
	ordered := make([]workload.Query, len(of))
	for k := range of {
		ordered[k] = of[order(k, len(of))]
	}
	return ordered
}

// askClass asks a class in both forms, by one client and by two.
func askClass(e engines.Engine, class string, queries []workload.Query) (rows []Row, err error) {
	for _, full := range []bool{false, true} {
		of, err := askForm(e, class, queries, full)
		if errors.Is(err, engines.ErrCannot) {
			_, why, _ := strings.Cut(err.Error(), engines.ErrCannot.Error()+": ")
			of, err = []Row{{Class: class, Full: full, Clients: 1, Cannot: why}}, nil
		}
		if err != nil {
			return nil, err
		}
		rows = append(rows, of...)
	}
	return rows, nil
}

// askForm asks a class in one form.
func askForm(e engines.Engine, class string, queries []workload.Query, full bool) (rows []Row, err error) {
	ask, err := e.Prepare(queries, full)
	if err != nil {
		return nil, err
	}
	var answers []engines.Answer
	n := len(queries)
	if class != mixed { // its queries have been compared
		if answers, err = answersOf(ask, n); err != nil {
			return nil, err
		}
		n = len(answers)
	}
	for _, clients := range []int{1, 2} {
		row := Row{Class: class, Full: full, Clients: clients}
		if row.Latency, err = measure.Run(n, load(e, class, clients), func(i int) error { _, err := ask(i, false); return err }); err != nil {
			return nil, err
		}
		if clients == 1 {
			row.Answers = answers
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// load is how a class is asked. The mixed one stands for all: fewer rounds of more queries.
func load(e engines.Engine, class string, clients int) measure.Load {
	l := measure.Load{Rounds: *rounds, Most: time.Duration(*seconds * float64(time.Second)), Clients: clients,
		CPU: func() time.Duration { return measure.CPU(e.Process()) }}
	if class == mixed {
		l.Rounds, l.Most = max(1, l.Rounds/4), 3*l.Most
	}
	return l
}

// answersOf asks every query once, which also warms up; after -limit no more are asked, and those left are not measured.
func answersOf(ask engines.Ask, n int) (answers []engines.Answer, err error) {
	start := time.Now()
	for i := range n {
		a, err := ask(i, true)
		if err != nil {
			return nil, fmt.Errorf("query %d: %w", i, err)
		}
		answers = append(answers, a)
		if time.Since(start).Seconds() > *limit {
			break
		}
	}
	return answers, nil
}

func heapMiB() float64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc) / (1 << 20)
}

// version is that of the engine's code.
func version(name string) string {
	if name != "bleve" {
		return *revision
	}
	info, _ := debug.ReadBuildInfo()
	for _, m := range info.Deps {
		if m.Path == "github.com/blevesearch/bleve/v2" {
			return m.Version
		}
	}
	return "unknown"
}

func startProfile(name string) (stop func(), err error) {
	if name == "" {
		return func() {}, nil
	}
	f, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		return nil, err
	}
	return func() { pprof.StopCPUProfile(); f.Close() }, nil
}
