package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"log"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/plenary-search/plenary/bench/collection"
	"github.com/plenary-search/plenary/bench/engines"
	"github.com/plenary-search/plenary/bench/measure"
	"github.com/plenary-search/plenary/index"
	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/cluster"
	"github.com/plenary-search/plenary/search/embedded"
)

// Filled is what filling an index took.
type Filled struct {
	Name      string  `json:"name"`
	Units     int     `json:"units"`
	TextBytes int64   `json:"text_bytes"` // of these
	Seconds   float64 `json:"seconds"`    // until all is found
	ClientCPU float64 `json:"client_cpu"` // seconds of this process
	NodesCPU  float64 `json:"nodes_cpu"`  // seconds of all nodes together
	SentBytes int64   `json:"sent_bytes"` // by bulk requests, as sent; 0 where that was not counted
	DiskBytes int64   `json:"disk_bytes"` // of first copies, once pending merges have ended; 0 where it was not asked
}

// Filling is the result of the step index.
type Filling struct {
	Contents   collection.Contents `json:"contents"`
	Documents  int                 `json:"documents"`
	TextBytes  int64               `json:"text_bytes"` // of all units
	Shards     int                 `json:"shards"`
	Replicas   int                 `json:"replicas"`
	Command    string              `json:"command"`
	Nodes      int                 `json:"nodes"`
	OpenSearch string              `json:"opensearch"` // version
	Java       string              `json:"java"`       // options of a node
	Ways       []Filled            `json:"ways"`
}

// index fills all indexes, one after the other, and writes what that took.
func (t *trial) index(ctx context.Context) error {
	f, err := t.survey(ctx)
	if err != nil {
		return err
	}
	if err := t.warmNodes(ctx); err != nil {
		return fmt.Errorf("warm up: %w", err)
	}
	for _, way := range []struct {
		key, name string
		fill      func(context.Context, *Filled) error
	}{
		{"embedded", "plenary, embedded: writing alone", t.fillEmbedded},
		{"written", "plenary on the cluster: writing alone", t.fillWritten},
		{"replay", "its bulk requests, by a bare client", t.fillReplay},
		{"flat", "a flat index, by a bare client", t.fillFlat},
		{"embedded-pipeline", "plenary, embedded: whole pipeline", t.fillEmbeddedPipeline},
		{"pipeline", "plenary on the cluster: whole pipeline", t.fillPipeline},
	} {
		if *ways != "" && !slices.Contains(strings.Split(*ways, ","), way.key) {
			continue
		}
		filled := Filled{Name: way.name, Units: f.Contents.Units, TextBytes: f.TextBytes}
		if err := way.fill(ctx, &filled); err != nil {
			return fmt.Errorf("%s: %w", way.name, err)
		}
		log.Printf("%s: %.0f units/s", filled.Name, float64(filled.Units)/filled.Seconds)
		f.Ways = append(f.Ways, filled)
	}
	return writeJSON(t.result("index"), f)
}

// warmNodes fills indexes of both kinds that are not measured, for the virtual machines to compile what that takes.
func (t *trial) warmNodes(ctx context.Context) error {
	log.Print("warming up")
	some := func() iter.Seq2[document.Document, error] {
		return collection.Documents(t.collection, min(*units, warmUnits))
	}
	e, err := t.opened(ctx, warmPrefix, nil)
	if err != nil {
		return err
	}
	if err := errors.Join(engines.WriteAll(ctx, e, some()), e.Close()); err != nil {
		return err
	}
	var filled Filled
	if err := t.flat(ctx, &filled, warmPrefix, some()); err != nil {
		return err
	}
	return t.remove(ctx, warmPrefix+"*")
}

// warmUnits is how many units are written before anything is measured.
const warmUnits = 10_000

func (t *trial) documents() iter.Seq2[document.Document, error] {
	return collection.Documents(t.collection, *units)
}

// survey counts what is to be indexed.
func (t *trial) survey(ctx context.Context) (f Filling, err error) {
	f = Filling{Shards: *shards, Replicas: *replicas, Command: command()}
	if f.Contents, err = collection.Survey(t.documents()); err != nil {
		return f, err
	}
	for d, err := range t.documents() {
		if err != nil {
			return f, err
		}
		f.Documents++
		for i := range d.Units {
			f.TextBytes += int64(len(d.Units[i].Text))
		}
	}
	f.Nodes, f.OpenSearch, f.Java, err = t.nodes(ctx)
	return f, err
}

// timed measures what do takes of time and of processors.
func (t *trial) timed(ctx context.Context, filled *Filled, do func() error) error {
	nodes, err := t.nodesCPU(ctx)
	if err != nil {
		return err
	}
	own, begin := measure.CPU(0), time.Now()
	if err := do(); err != nil {
		return err
	}
	filled.Seconds, filled.ClientCPU = time.Since(begin).Seconds(), (measure.CPU(0) - own).Seconds()
	after, err := t.nodesCPU(ctx)
	filled.NodesCPU = (after - nodes).Seconds()
	return err
}

func (t *trial) embeddedDir() string { return filepath.Join(t.folder, "cluster-embedded") }

// fillEmbedded writes documents that are parsed into the embedded engine.
func (t *trial) fillEmbedded(ctx context.Context, filled *Filled) error {
	if err := os.RemoveAll(t.embeddedDir()); err != nil {
		return err
	}
	e := &engines.Plenary{Dir: t.embeddedDir()}
	err := t.timed(ctx, filled, func() error { return e.Fill(ctx, t.documents()) })
	filled.DiskBytes = bytesOf(t.embeddedDir())
	return err
}

// fillEmbeddedPipeline brings sources into the embedded engine.
func (t *trial) fillEmbeddedPipeline(ctx context.Context, filled *Filled) (err error) {
	folder, err := os.MkdirTemp(t.folder, "pipeline-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	e, err := embedded.Open(ctx, folder, embedded.Options{Bulk: true})
	if err != nil {
		return err
	}
	err = t.pipeline(ctx, e, index.Options{Schema: search.SchemaVersion}, filled)
	filled.DiskBytes = bytesOf(folder)
	return err
}

// closingWriter is an engine that is filled and closed.
type closingWriter interface {
	index.Writer
	io.Closer
}

// pipeline has an index run read, parse, link and write the documents, as records of import files, and closes the engine.
func (t *trial) pipeline(ctx context.Context, w closingWriter, o index.Options, filled *Filled) error {
	sources, err := collection.Sources(t.documents())
	if err != nil {
		return errors.Join(err, w.Close())
	}
	return t.timed(ctx, filled, func() error {
		summary, err := index.New(w, o).Run(ctx, sources)
		if err == nil && len(summary.Failed) > 0 {
			err = fmt.Errorf("%d sources failed, the first is %s: %s", len(summary.Failed), summary.Failed[0].Source, summary.Failed[0].Error)
		}
		filled.Units = summary.Paragraphs
		return errors.Join(err, w.Close())
	})
}

// opened makes an empty index of plenary's on the cluster.
func (t *trial) opened(ctx context.Context, prefix string, r *recorder) (*cluster.Engine, error) {
	if err := t.remove(ctx, prefix+"*"); err != nil {
		return nil, err
	}
	client, err := t.client(r)
	if err != nil {
		return nil, err
	}
	return cluster.Open(ctx, client, cluster.Options{Prefix: prefix, Shards: *shards, Replicas: *replicas})
}

// fillPipeline brings sources into the cluster.
func (t *trial) fillPipeline(ctx context.Context, filled *Filled) error {
	e, err := t.opened(ctx, pipelinePrefix, nil)
	if err != nil {
		return err
	}
	const batch = 16 << 20 // as plenary index has it for a cluster
	if err := t.pipeline(ctx, e, index.Options{Schema: search.SchemaVersion, BatchBytes: batch}, filled); err != nil {
		return err
	}
	if filled.DiskBytes, err = t.settledBytes(ctx, pipelinePrefix+"*"); err != nil {
		return err
	}
	return t.remove(ctx, pipelinePrefix+"*")
}

// fillWritten writes documents that are parsed into the cluster, and keeps the bulk requests for fillReplay.
func (t *trial) fillWritten(ctx context.Context, filled *Filled) error {
	r := newRecorder()
	e, err := t.opened(ctx, writtenPrefix, r)
	if err != nil {
		return err
	}
	err = t.timed(ctx, filled, func() error { return engines.WriteAll(ctx, e, t.documents()) })
	if err := errors.Join(err, e.Close()); err != nil {
		return err
	}
	for _, c := range r.trace() {
		if strings.HasPrefix(c.Target, "/_bulk") {
			filled.SentBytes += int64(len(c.Body))
			c.after = nil
			t.bulk = append(t.bulk, c)
		}
	}
	filled.DiskBytes, err = t.settledBytes(ctx, writtenPrefix+"*")
	return err
}

// fillReplay sends the bulk requests of fillWritten once more, to indexes of other names and the same kind.
func (t *trial) fillReplay(ctx context.Context, filled *Filled) error {
	calls := make([]call, len(t.bulk))
	for i, c := range t.bulk {
		var err error
		if calls[i], err = renamed(c, writtenPrefix, replayPrefix); err != nil {
			return err
		}
	}
	t.bulk = nil
	e, err := t.opened(ctx, replayPrefix, nil)
	if err != nil {
		return err
	}
	if err := e.Close(); err != nil {
		return err
	}
	if err := t.bareFill(ctx, filled, calls, replayPrefix+"*"); err != nil {
		return err
	}
	return t.remove(ctx, replayPrefix+"*")
}

// fillFlat fills the flat index.
func (t *trial) fillFlat(ctx context.Context, filled *Filled) error {
	return t.flat(ctx, filled, flatIndex, t.documents())
}

// flat fills a flat index of some name.
func (t *trial) flat(ctx context.Context, filled *Filled, name string, documents iter.Seq2[document.Document, error]) error {
	bulk, err := flatBulk(name, documents)
	if err != nil {
		return err
	}
	filled.Units, filled.TextBytes = bulk.units, bulk.textBytes
	if err := t.remove(ctx, name+"*"); err != nil {
		return err
	}
	if err := t.bare.request(ctx, "PUT", "/"+name, object{"settings": flatSettings(), "mappings": flatMappings()}, nil); err != nil {
		return err
	}
	return t.bareFill(ctx, filled, bulk.calls, name)
}

// bareFill sends bulk requests one after the other and has the cluster show what they wrote.
func (t *trial) bareFill(ctx context.Context, filled *Filled, calls []call, indexes string) error {
	for _, c := range calls {
		filled.SentBytes += int64(len(c.Body))
	}
	err := t.timed(ctx, filled, func() error {
		for _, c := range calls {
			if _, err := t.bare.send(ctx, c); err != nil {
				return err
			}
		}
		return t.bare.request(ctx, "POST", "/"+indexes+"/_refresh", nil, nil)
	})
	if err != nil {
		return err
	}
	filled.DiskBytes, err = t.settledBytes(ctx, indexes)
	return err
}
