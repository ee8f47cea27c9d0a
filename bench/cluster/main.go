// Command cluster measures plenary on an OpenSearch cluster of three nodes beside the cluster itself and beside the embedded engine, on the
// same documents and queries: how fast each is filled, how large it is, and how long a full page takes. See ../README.md.
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"strings"

	"github.com/plenary-search/plenary/bench/collection"
	"github.com/plenary-search/plenary/bench/workload"
	"github.com/plenary-search/plenary/search/cluster/clustertest"
	"github.com/plenary-search/plenary/search/cluster/rest"
)

var (
	dir      = flag.String("dir", filepath.Join(os.TempDir(), "plenary-bench"), "folder for collections, indexes and results")
	corpus   = flag.String("corpus", "../../shared/corpus", "folder of the corpus; where it is absent the seeds are multiplied")
	units    = flag.Int("units", 10_000, "units to index")
	each     = flag.Int("queries", 20, "queries of each class")
	rounds   = flag.Int("rounds", 5, "times that each query is asked of each engine")
	seconds  = flag.Float64("seconds", 60, "after which no more queries of a class are asked, rounds or not; each is asked once")
	warmup   = flag.Float64("warmup", 30, "seconds for which all are asked before anything is measured; each query is asked once")
	seed     = flag.Uint64("seed", 1, "seed of what is drawn")
	urls     = flag.String("urls", "", "addresses of a cluster, divided by commas; where there are none, three nodes are started")
	major    = flag.Int("opensearch", 2, "major version of the nodes that are started, 2 or 3")
	java     = flag.String("java", "-Xms1g -Xmx1g -XX:TieredStopAtLevel=4 -XX:-UseSerialGC -XX:+UseG1GC", "options of their virtual machines")
	shards   = flag.Int("shards", 3, "shards of each index of documents")
	replicas = flag.Int("replicas", 0, "copies of each shard beside the first")
	only     = flag.String("only", "", "the one step to do: index, ask or report; between steps a cluster at -urls keeps its indexes")
	ways     = flag.String("ways", "", "ways to fill, divided by commas: embedded, written, replay, flat, embedded-pipeline, pipeline; all where it is empty. Pages need the first, the second and flat")
	revision = flag.String("revision", "unknown", "version of plenary, for the report")
	profile  = flag.String("cpuprofile", "", "write a processor profile of the searches of plenary on the cluster, which are then asked alone")
)

func main() {
	flag.Parse()
	log.SetFlags(log.Ltime)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx); err != nil {
		log.Fatal(cmp.Or(context.Cause(ctx), err))
	}
}

// run does the steps.
func run(ctx context.Context) (err error) {
	if flag.NArg() > 0 {
		return fmt.Errorf("what is %q?", flag.Arg(0))
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400) // as plenary serve does
	}
	t, err := newTrial(ctx)
	if err != nil {
		return err
	}
	steps := []struct {
		name    string
		do      func(context.Context) error
		cluster bool
	}{{"index", t.index, true}, {"ask", t.ask, true}, {"report", t.report, false}}
	known := false
	for _, s := range steps {
		if *only != "" && *only != s.name {
			continue
		}
		known = true
		if s.cluster && t.urls == nil {
			end, err := t.connect(ctx)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, end()) }()
		}
		if err := s.do(ctx); err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
	}
	if !known {
		return fmt.Errorf("-only: there is no step %q", *only)
	}
	return nil
}

// trial is one measurement at one size.
type trial struct {
	folder     string // of indexes and results
	collection string // file
	urls       []string
	bare       *bareClient
	bulk       []call // what fillWritten has sent
}

// newTrial draws the collection, unless it is there.
func newTrial(ctx context.Context) (*trial, error) {
	t := &trial{folder: filepath.Join(*dir, fmt.Sprintf("%d-%d", *seed, *units)), collection: filepath.Join(*dir, fmt.Sprintf("collection-%d.jsonl.zst", *seed))}
	if err := os.MkdirAll(t.folder, 0o755); err != nil {
		return nil, err
	}
	if _, err := os.Stat(t.collection); err == nil {
		return t, nil
	}
	log.Printf("drawing the collection into %s", t.collection)
	_, err := collection.Build(ctx, *corpus, t.collection, *seed)
	return t, err
}

// connect starts three nodes, or uses those that are named; end ends what it started.
func (t *trial) connect(ctx context.Context) (end func() error, err error) {
	end = func() error { return nil }
	if *urls != "" {
		t.urls = strings.Split(*urls, ",")
	} else {
		log.Print("starting three nodes")
		nodes, err := clustertest.Open(ctx, *major, strings.Fields(*java)...)
		if err != nil {
			return nil, err
		}
		t.urls, end = nodes.URLs(), nodes.Close
	}
	t.bare = newBareClient(t.urls)
	return end, nil
}

// client is what plenary speaks to the cluster with. A recorder, if any, sees all that it sends.
func (t *trial) client(r *recorder) (*rest.Client, error) {
	config := rest.Config{Addresses: t.urls}
	if r != nil {
		config.RoundTripper = r
	}
	return rest.New(config)
}

// queries are those of this size, drawn from its documents.
func (t *trial) queries() ([]workload.Query, error) {
	return workload.Draw(collection.Documents(t.collection, *units), *each, *seed)
}

// The names of indexes, or their beginnings: what is only written to warm up, what plenary fills through its whole pipeline, what it fills from documents and is then asked, the
// same again by a bare client, and the index that somebody would make without plenary.
const (
	warmPrefix     = "bench-warm"
	pipelinePrefix = "bench-pipeline"
	writtenPrefix  = "bench-written"
	replayPrefix   = "bench-replay"
	flatIndex      = "bench-flat"
)
