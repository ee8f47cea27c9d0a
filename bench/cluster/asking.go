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
	// First are the times of the pages of each query when its words are asked for the first time since a commit: of plenary, and of its
	// requests, which are more then, by the bare client.
	First [2][]float64 `json:"first"`
	// FirstRequests is how many requests plenary sends for such a page. Requests, Took, Sent and Answered are of a later one: their number,
	// the ms that the cluster says it took for the searches among them, and the bytes of bodies, answers unpacked; the mean over the queries.
	FirstRequests float64 `json:"first_requests"`
	Requests      float64 `json:"requests"`
	Took          float64 `json:"took"`
	Sent          float64 `json:"sent"`
	Answered      float64 `json:"answered"`
	// HandTotals is the number of queries that the flat index finds another number of units for: its words are others.
	HandTotals int `json:"hand_totals"`
}

// prepared is a query as each engine is asked it.
type prepared struct {
	class   string
	request search.Request
	first   []call // what plenary sends when it is asked for the first time
	trace   []call // and later
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
	// Another one, which remembers nothing of the words that were asked for.
	fresh, err := t.searcher(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, fresh.Close()) }()
	for _, name := range workload.Classes {
		c, err := a.class(ctx, name, fresh)
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
		if err := p.record(ctx, recorded, r); err != nil {
			return fmt.Errorf("%s %q: %w", q.Class, q.Text, err)
		}
		a.queries = append(a.queries, p)
	}
	return nil
}

// recordings is how often a query is asked while its requests are recorded: now and then there is one more, for the state of the index.
const recordings = 4

// record has a query asked by plenary and keeps the requests of the first time, and the fewest of the others.
func (p *prepared) record(ctx context.Context, recorded *cluster.Engine, r *recorder) error {
	r.trace() // of opening, and of what goes on in the background
	for i := range recordings {
		if _, err := recorded.Search(ctx, p.request); err != nil {
			return err
		}
		switch trace := r.trace(); {
		case i == 0:
			p.first = trace
		case p.trace == nil || len(trace) < len(p.trace):
			p.trace = trace
		}
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
		times[engine] = millis(time.Since(begin))
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

// class measures the pages of one class. Engines are asked in turns, query by query, so that all meet the machine in the same moods. fresh
// has not been asked for them.
func (a *asker) class(ctx context.Context, name string, fresh *cluster.Engine) (c Class, err error) {
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
	for _, q := range of {
		if err := a.firstPage(ctx, &c, fresh, q); err != nil {
			return c, err
		}
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

// firstPage measures the page of a query whose words are asked for the first time.
func (a *asker) firstPage(ctx context.Context, c *Class, fresh *cluster.Engine, q *prepared) error {
	begin := time.Now()
	if _, err := fresh.Search(ctx, q.request); err != nil {
		return err
	}
	asked := time.Now()
	if _, err := a.bare.replay(ctx, q.first); err != nil {
		return err
	}
	c.First[0] = append(c.First[0], millis(asked.Sub(begin)))
	c.First[1] = append(c.First[1], millis(time.Since(asked)))
	return nil
}

func millis(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1e6 }

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
		c.FirstRequests += float64(len(q.first)) / n
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
