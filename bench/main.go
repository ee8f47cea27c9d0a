// Command bench measures plenary beside its peers on one collection of documents and one list of queries. See README.md.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/plenary-search/plenary/bench/collection"
	"github.com/plenary-search/plenary/bench/engines"
	"github.com/plenary-search/plenary/bench/measure"
	"github.com/plenary-search/plenary/bench/workload"
	"github.com/plenary-search/plenary/index/document"
)

var (
	dir     = flag.String("dir", filepath.Join(os.TempDir(), "plenary-bench"), "folder for collections, indexes and results")
	corpus  = flag.String("corpus", "../../shared/corpus", "folder of the corpus; where it is absent the seeds are multiplied")
	units   = flag.Int("units", 10_000, "paragraphs to index")
	each    = flag.Int("queries", 20, "queries of each class")
	rounds  = flag.Int("rounds", 5, "times that each query is asked")
	seed    = flag.Uint64("seed", 1, "seed of what is drawn")
	which   = flag.String("engines", "plenary", "engines to measure, separated by commas: plenary, columns")
	classes = flag.String("classes", "", "classes to measure, separated by commas; all where it is empty")
	reuse   = flag.Bool("reuse", false, "use the indexes of an earlier run")
	peers   = flag.String("export", "", "write the collection and the queries for the peers into this folder")
	profile = flag.String("cpuprofile", "", "write a processor profile of the queries")
)

// languages are those of the collection, as plans ask for words in each.
var languages = []document.Language{"en", "ar", "zh", "fr", "ru", "es", "de"}

func main() {
	flag.Parse()
	log.SetFlags(log.Ltime)
	if err := run(context.Background()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context) error {
	if err := os.MkdirAll(*dir, 0o755); err != nil {
		return err
	}
	file := filepath.Join(*dir, fmt.Sprintf("collection-%d.jsonl.zst", *seed))
	if _, err := os.Stat(file); err != nil {
		log.Printf("drawing the collection into %s", file)
		n, err := collection.Build(ctx, *corpus, file, *seed)
		if err != nil {
			return err
		}
		log.Printf("the collection holds %d units", n)
	}
	queries, err := draw(file)
	if err != nil {
		return err
	}
	if *peers != "" {
		log.Printf("writing units and queries for the peers into %s", *peers)
		if err := export(file, *peers, queries, languages); err != nil {
			return err
		}
	}
	report := Report{Machine: machine(), Units: *units, Queries: *each, Rounds: *rounds, Seed: *seed}
	for name := range strings.SplitSeq(*which, ",") {
		result, err := bench(ctx, name, file, queries)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		report.Engines = append(report.Engines, result)
	}
	out, err := json.MarshalIndent(report, "", " ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(*dir, fmt.Sprintf("report-%d.json", *units)), out, 0o644); err != nil {
		return err
	}
	report.print(os.Stdout)
	return nil
}

// draw reads the queries for this collection, or draws them and keeps them.
func draw(file string) ([]workload.Query, error) {
	name := filepath.Join(*dir, fmt.Sprintf("queries-%d-%d-%d.json", *seed, *units, *each))
	var queries []workload.Query
	if data, err := os.ReadFile(name); err == nil {
		return queries, json.Unmarshal(data, &queries)
	}
	log.Printf("drawing queries into %s", name)
	queries, err := workload.Draw(collection.Documents(file, *units), *each, *seed)
	if err != nil {
		return nil, err
	}
	data, err := json.MarshalIndent(queries, "", " ")
	if err != nil {
		return nil, err
	}
	return queries, os.WriteFile(name, data, 0o644)
}

// Report is everything that a run measured.
type Report struct {
	Machine string   `json:"machine"`
	Units   int      `json:"units"`
	Queries int      `json:"queries"`
	Rounds  int      `json:"rounds"`
	Seed    uint64   `json:"seed"`
	Engines []Result `json:"engines"`
}

// Result is what was measured of one engine.
type Result struct {
	Name         string  `json:"name"`
	IndexSeconds float64 `json:"index_seconds"` // 0 where an index was used again
	IndexCPU     float64 `json:"index_cpu"`     // seconds
	Bytes        int64   `json:"bytes"`         // of the index on disk
	OpenMillis   float64 `json:"open_ms"`       // to the first answer
	HeapMiB      float64 `json:"heap_mib"`      // after opening, garbage collected
	RSSMiB       float64 `json:"rss_mib"`       // at the end
	Rows         []Row   `json:"rows"`
}

// Row is one class in one form.
type Row struct {
	Class   string          `json:"class"`
	Full    bool            `json:"full"`
	Clients int             `json:"clients"`
	Hits    float64         `json:"hits"` // mean of the totals
	Latency measure.Latency `json:"latency"`
}

func bench(ctx context.Context, name, file string, queries []workload.Query) (Result, error) {
	r := Result{Name: name}
	at := filepath.Join(*dir, fmt.Sprintf("%s-%d-%d", name, *seed, *units))
	var e engines.Engine
	switch name {
	case "columns":
		e = &engines.Columns{Dir: at}
	case "plenary":
		e = &engines.Plenary{Dir: at}
	default:
		return r, fmt.Errorf("there is no such engine")
	}
	if _, err := os.Stat(at); err != nil || !*reuse {
		if err := os.RemoveAll(at); err != nil {
			return r, err
		}
		log.Printf("%s: indexing %d units", name, *units)
		cpu, start := measure.CPU(), time.Now()
		if err := e.Fill(ctx, collection.Documents(file, *units)); err != nil {
			return r, err
		}
		r.IndexSeconds, r.IndexCPU = time.Since(start).Seconds(), (measure.CPU() - cpu).Seconds()
	}
	r.Bytes = size(at)
	runtime.GC()
	start := time.Now()
	if err := e.Open(ctx); err != nil {
		return r, err
	}
	defer e.Close()
	r.OpenMillis = float64(time.Since(start).Microseconds()) / 1000
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	r.HeapMiB = float64(m.HeapAlloc) / (1 << 20)
	stop, err := startProfile(*profile)
	if err != nil {
		return r, err
	}
	defer stop()
	for _, class := range workload.Classes {
		if *classes != "" && !strings.Contains(","+*classes+",", ","+class+",") {
			continue
		}
		var of []workload.Query
		for _, q := range queries {
			if q.Class == class {
				of = append(of, q)
			}
		}
		for _, full := range []bool{false, true} {
			for _, clients := range []int{1, 2} {
				row, err := measured(e, class, of, full, clients)
				if err != nil {
					return r, fmt.Errorf("%s: %w", class, err)
				}
				r.Rows = append(r.Rows, row)
			}
		}
		log.Printf("%s: %s done", name, class)
	}
	r.RSSMiB = residentMiB()
	return r, nil
}

func measured(e engines.Engine, class string, queries []workload.Query, full bool, clients int) (Row, error) {
	row := Row{Class: class, Full: full, Clients: clients}
	ask, err := e.Prepare(queries, full)
	if err != nil {
		return row, err
	}
	for i := range queries {
		a, err := ask(i)
		if err != nil {
			return row, fmt.Errorf("query %q: %w", queries[i].Text, err)
		}
		row.Hits += float64(a.Total) / float64(len(queries))
	}
	row.Latency, err = measure.Run(len(queries), *rounds, clients, func(i int) error {
		_, err := ask(i)
		return err
	})
	return row, err
}

func size(dir string) (bytes int64) {
	_ = filepath.WalkDir(dir, func(_ string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			if info, err := entry.Info(); err == nil {
				bytes += info.Size()
			}
		}
		return nil
	})
	return bytes
}
