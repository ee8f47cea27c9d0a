package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"runtime/pprof"
	"time"

	"github.com/plenary-search/plenary/bench/measure"
	"github.com/plenary-search/plenary/bench/workload"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/cluster"
	"github.com/plenary-search/plenary/search/embedded"
)

// The engines that are asked for full pages, in the order of tables.
const (
	inEmbedded = iota
	onCluster
	sameWork // the requests of plenary, by a bare client
	byHand   // one request to the flat index, by a bare client
	engineCount
)

// Asking is the result of the step ask.
type Asking struct {
	Classes []Class `json:"classes"`
	Scores  Scores  `json:"scores"`
	Rounds  int     `json:"rounds"`
	Queries int     `json:"queries"`
	Command string  `json:"command"`
}

// Class is what was measured of one class of queries, over all its pages.
type Class struct {
	Name    string  `json:"name"`
	Queries int     `json:"queries"`
	Hits    float64 `json:"hits"` // mean total of units
	// Times are those of each page in ms, by engine.
	Times [engineCount][]float64 `json:"times"`
	// Requests, Took, Sent and Answered are those of the requests that plenary sends for a page: their number, the ms that the cluster says
	// it took for the searches among them, and the bytes of bodies, answers unpacked; the mean over the queries.
	Requests float64 `json:"requests"`
	Took     float64 `json:"took"`
	Sent     float64 `json:"sent"`
	Answered float64 `json:"answered"`
	// HandTotals is the number of queries that the flat index finds another number of units for: its words are others.
	HandTotals int `json:"hand_totals"`
}

// prepared is a query as each engine is asked it.
type prepared struct {
	class   string
	request search.Request
	trace   []call
	hand    call
}

// asker asks all engines.
type asker struct {
	embedded *embedded.Engine
	cluster  *cluster.Engine
	bare     *bareClient
	queries  []prepared
}

// ask measures full pages and writes what that gave.
func (t *trial) ask(ctx context.Context) (err error) {
	queries, err := t.queries()
	if err != nil {
		return err
	}
	a := &asker{bare: t.bare}
	if a.embedded, err = embedded.Open(ctx, t.embeddedDir(), embedded.Options{ReadOnly: true}); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.embedded.Close()) }()
	// A page that was asked before would come from the cache of requests.
	if err := t.bare.request(ctx, "PUT", "/"+writtenPrefix+"*/_settings", object{"index": object{"requests.cache.enable": false}}, nil); err != nil {
		return err
	}
	if a.cluster, err = t.searcher(ctx, nil); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.cluster.Close()) }()
	r := newRecorder()
	recorded, err := t.searcher(ctx, r)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, recorded.Close()) }()
	result := Asking{Rounds: *rounds, Queries: *each, Command: command()}
	if err := a.prepare(ctx, queries, recorded, r); err != nil {
		return err
	}
	if *profile != "" {
		return a.profile(ctx, *profile)
	}
	if result.Scores, err = a.scores(ctx); err != nil {
		return err
	}
	if err := a.warm(ctx); err != nil {
		return err
	}
	for _, name := range workload.Classes {
		c, err := a.class(ctx, name)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		result.Classes = append(result.Classes, c)
		log.Printf("%s: p50 %v ms", name, c.medians())
	}
	return writeJSON(t.result("ask"), result)
}

// searcher opens plenary's index on the cluster for reading.
func (t *trial) searcher(ctx context.Context, r *recorder) (*cluster.Engine, error) {
	client, err := t.client(r)
	if err != nil {
		return nil, err
	}
	return cluster.Open(ctx, client, cluster.Options{Prefix: writtenPrefix, ReadOnly: true})
}

// prepare has every query asked once by plenary, whose requests it records.
func (a *asker) prepare(ctx context.Context, queries []workload.Query, recorded *cluster.Engine, r *recorder) error {
	log.Print("recording requests")
	for _, q := range queries {
		p := prepared{class: q.Class}
		var err error
		if p.request, err = q.Request(true); err != nil {
			return err
		}
		if p.hand, err = flatPage(q); err != nil {
			return err
		}
		r.trace() // of opening, and of what goes on in the background
		if _, err := recorded.Search(ctx, p.request); err != nil {
			return fmt.Errorf("%s %q: %w", q.Class, q.Text, err)
		}
		p.trace = r.trace()
		a.queries = append(a.queries, p)
	}
	return nil
}

// page asks an engine for the full page of a query.
func (a *asker) page(ctx context.Context, engine int, q *prepared) (err error) {
	switch engine {
	case inEmbedded:
		_, err = a.embedded.Search(ctx, q.request)
	case onCluster:
		_, err = a.cluster.Search(ctx, q.request)
	case sameWork:
		_, err = a.bare.replay(ctx, q.trace)
	case byHand:
		_, err = a.bare.send(ctx, q.hand)
	}
	return err
}

// pageOfAll asks each engine for the full page of a query, the first one in turn, and returns the ms that each took.
func (a *asker) pageOfAll(ctx context.Context, first int, q *prepared) (times [engineCount]float64, err error) {
	for i := range engineCount {
		engine := (first + i) % engineCount
		begin := time.Now()
		if err := a.page(ctx, engine, q); err != nil {
			return times, err
		}
		times[engine] = float64(time.Since(begin).Nanoseconds()) / 1e6
	}
	return times, nil
}

// warm asks everything until the virtual machines have compiled what is often run.
func (a *asker) warm(ctx context.Context) error {
	log.Print("warming up")
	begin := time.Now()
	for round := 0; ; round++ {
		for i := range a.queries {
			if round > 0 && time.Since(begin).Seconds() > *warmup {
				return nil
			}
			if _, err := a.pageOfAll(ctx, round+i, &a.queries[i]); err != nil {
				return err
			}
		}
	}
}

// class measures the pages of one class. Engines are asked in turns, query by query, so that all meet the machine in the same moods.
func (a *asker) class(ctx context.Context, name string) (c Class, err error) {
	c = Class{Name: name}
	var of []*prepared
	for i := range a.queries {
		if a.queries[i].class == name {
			of = append(of, &a.queries[i])
		}
	}
	if err := a.describe(ctx, &c, of); err != nil {
		return c, err
	}
	begin := time.Now()
	for round := range *rounds {
		for i, q := range of {
			if round > 0 && time.Since(begin).Seconds() > *seconds {
				return c, nil
			}
			times, err := a.pageOfAll(ctx, round+i, q)
			if err != nil {
				return c, err
			}
			for engine, ms := range times {
				c.Times[engine] = append(c.Times[engine], ms)
			}
		}
	}
	return c, nil
}

// describe says what the pages of a class are made of.
func (a *asker) describe(ctx context.Context, c *Class, of []*prepared) error {
	c.Queries = len(of)
	n := float64(max(1, len(of)))
	for _, q := range of {
		results, err := a.embedded.Search(ctx, q.request)
		if err != nil {
			return err
		}
		answers, err := a.bare.replay(ctx, q.trace)
		if err != nil {
			return err
		}
		hand, err := a.bare.send(ctx, q.hand)
		if err != nil {
			return err
		}
		c.Hits += float64(results.Total.Paragraphs) / n
		c.Requests += float64(len(q.trace)) / n
		c.Took += took(answers) / n
		for i := range answers {
			c.Sent += float64(len(q.trace[i].Body)) / n
			c.Answered += float64(answers[i].bytes) / n
		}
		if hand.Hits.Total.Value != results.Total.Paragraphs {
			c.HandTotals++
		}
	}
	return nil
}

// medians are the p50 of each engine, in ms.
func (c *Class) medians() (all [engineCount]float64) {
	for i, times := range c.Times {
		all[i] = measure.Percentile(times, 0.50)
	}
	return all
}

// profile asks plenary on the cluster everything, -rounds times, and writes where its processor time went.
func (a *asker) profile(ctx context.Context, name string) (err error) {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := pprof.StartCPUProfile(f); err != nil {
		return err
	}
	defer pprof.StopCPUProfile()
	for range *rounds {
		for i := range a.queries {
			if err := a.page(ctx, onCluster, &a.queries[i]); err != nil {
				return err
			}
		}
	}
	return nil
}
