package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"log"
	"os"
	"slices"

	"github.com/plenary-search/plenary/bench/collection"
	"github.com/plenary-search/plenary/bench/exchange"
	"github.com/plenary-search/plenary/bench/workload"
	"github.com/plenary-search/plenary/index/document"
)

// Counts are how many units there are, and their languages.
type Counts struct {
	Collection int                 `json:"collection"` // before any comes again
	All        int                 `json:"all"`        // of this size
	Searched   int                 `json:"searched"`   // of them, those that searches find by default: peers have only these
	Languages  []document.Language `json:"languages"`
}

// repeated says how many of the units are others again, "" where none are.
func (c Counts) repeated() string {
	again := c.All - c.Collection
	if again <= 0 {
		return ""
	}
	rounds := (c.All + c.Collection - 1) / c.Collection
	return fmt.Sprintf("the first %d are different, the other %d are these again under other symbols, each up to %d times in all", c.Collection, again, rounds)
}

// draw makes what is not there yet: the collection, the counts, the queries, and, where a peer reads them, all that as files for peers.
func draw(ctx context.Context, chosen []peer, f folder) error {
	if err := os.MkdirAll(f.path, 0o755); err != nil {
		return err
	}
	if !exists(f.collection()) {
		log.Printf("drawing the collection into %s", f.collection())
		if _, err := collection.Build(ctx, *corpus, f.collection(), *seed); err != nil {
			return err
		}
	}
	counts, err := drawCounts(f)
	if err != nil {
		return err
	}
	queries, err := drawQueries(f)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(chosen, peer.readsFiles) {
		return nil
	}
	return export(f, counts, queries)
}

// drawCounts takes counts of an earlier version, which have no languages, again.
func drawCounts(f folder) (c Counts, err error) {
	if c, err = readJSON[Counts](f.counts()); err == nil && len(c.Languages) > 0 {
		return c, nil
	}
	log.Printf("counting units into %s", f.counts())
	if c.Collection, err = collection.Size(f.collection()); err != nil {
		return c, err
	}
	contents, err := collection.Survey(f.documents())
	if err != nil {
		return c, err
	}
	c.All, c.Searched, c.Languages = contents.Units, contents.Searched, contents.Languages
	return c, writeJSON(f.counts(), c)
}

func drawQueries(f folder) ([]workload.Query, error) {
	queries, err := readJSON[[]workload.Query](f.queries())
	if !errors.Is(err, fs.ErrNotExist) {
		return queries, err
	}
	log.Printf("drawing queries into %s", f.queries())
	if queries, err = workload.Draw(f.documents(), *each, *seed); err != nil {
		return nil, err
	}
	return queries, writeJSON(f.queries(), queries)
}

// export writes what peers read.
func export(f folder, counts Counts, queries []workload.Query) error {
	if err := exportFields(f, counts.Languages); err != nil {
		return err
	}
	if err := exchange.WriteQueries(f.peerQueries(), queries, counts.Languages); err != nil {
		return err
	}
	if exists(f.peerUnits()) {
		return nil
	}
	log.Printf("writing units for the peers into %s", f.peerUnits())
	return exchange.WriteUnits(f.peerUnits(), f.documents())
}

// exportFields writes the fields of the units. Where they were others before, the indexes of peers have others too, and are made again.
func exportFields(f folder, languages []document.Language) error {
	before, err := os.ReadFile(f.peerFields())
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := exchange.WriteFields(f.peerFields(), languages); err != nil {
		return err
	}
	now, err := os.ReadFile(f.peerFields())
	if err != nil || bytes.Equal(before, now) {
		return err
	}
	for _, p := range peers {
		if p.readsFields() {
			if err := os.Remove(f.indexed(p.name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		}
	}
	return nil
}

// documents are those of this size.
func (f folder) documents() iter.Seq2[document.Document, error] {
	return collection.Documents(f.collection(), f.size)
}

func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}
