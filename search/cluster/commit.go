package cluster

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/cluster/rest"
)

// state is the last commit as the cluster holds it.
type state struct {
	index      string   // of documents, by its own name
	Generation uint64   `json:"generation"`
	Dead       []string `json:"dead,omitempty"` // ids of documents that it replaced or deleted and that are still there
	Void       []uint64 `json:"void,omitempty"` // commits that were never ended: nobody finds their documents
}

// follows reports whether a state is to be searched in the place of another: it is of a later commit, or of the same one and tidied.
func (s state) follows(other state) bool {
	return s.index != other.index || s.Generation > other.Generation || s.Generation == other.Generation && len(s.Dead) < len(other.Dead)
}

// commit is what must be known of a commit to answer requests. It does not change, but for what is remembered of it.
type commit struct {
	state
	pit     string // the point in time at which its documents are searched
	corpus  search.Corpus
	streams map[string]search.StreamStats

	looked   atomic.Int64              // when it last was the last commit, in nanoseconds since began; 0: look again
	counts   memory[int]               // of units or documents that hold what requests weigh, by query
	versions memory[[]document.Header] // by the term of a symbol
	totals   memory[counted]           // of requests without words
}

// freshness is for how long the last commit is taken for the last one: as long as an index in a folder takes it.
const freshness = 100 * time.Millisecond

// began is the time from which others are counted: clocks on the wall may step back.
var began = time.Now()

func (c *commit) isFresh() bool {
	if c == nil {
		return false
	}
	looked := c.looked.Load()
	return looked > 0 && time.Since(began)-time.Duration(looked) < freshness
}

// state is the last commit.
func (e *Engine) state(ctx context.Context) (state, error) {
	s, _, err := e.readState(ctx)
	return s, err
}

// readState is the last commit, and when it was written; nil where there is none.
func (e *Engine) readState(ctx context.Context) (s state, seq *rest.Seq, err error) {
	found, err := e.client.Get(ctx, e.name+runSuffix, "state")
	if errors.Is(err, rest.ErrNotFound) {
		indexes, err := e.client.Aliased(ctx, e.name+runSuffix)
		if err == nil && len(indexes) == 0 {
			err = fmt.Errorf("%w: the cluster has no index %s: index something first, or check the prefix", search.ErrUnavailable, e.name)
		}
		if err != nil {
			return s, nil, err
		}
		return e.readStateOf(ctx, strings.TrimSuffix(indexes[0], runSuffix)) // which may have got one meanwhile
	}
	return parseState(found, err)
}

// readStateOf is readState for an index, by its own name.
func (e *Engine) readStateOf(ctx context.Context, index string) (state, *rest.Seq, error) {
	s := state{index: index}
	found, err := e.client.Get(ctx, s.run(), "state")
	if errors.Is(err, rest.ErrNotFound) {
		return s, nil, nil
	}
	return parseState(found, err)
}

func parseState(found rest.Document, err error) (state, *rest.Seq, error) {
	s := state{index: strings.TrimSuffix(found.Index, runSuffix)}
	if err == nil {
		err = json.Unmarshal(found.Source, &s)
	}
	return s, &found.Seq, err
}

// committed is the last commit, or one that was the last until [freshness] ago.
func (e *Engine) committed(ctx context.Context) (*commit, error) {
	if c := e.last.Load(); c.isFresh() {
		return c, nil
	}
	if err := e.look(ctx); err != nil {
		return nil, err
	}
	type outcome struct {
		*commit
		err error
	}
	done := make(chan outcome, 1)
	go func() { // which goes on where a question has no more time: the next one may need it
		defer e.looked()
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), loading)
		defer cancel()
		c, err := e.latest(ctx)
		done <- outcome{c, err}
	}()
	select {
	case o := <-done:
		return o.commit, o.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// loading bounds the time that it takes to look for the last commit, and to open it.
const loading = time.Minute

// latest is the last commit, for who looks for it.
func (e *Engine) latest(ctx context.Context) (*commit, error) {
	for {
		c := e.last.Load()
		if c.isFresh() {
			return c, nil
		}
		at, err := e.state(ctx)
		if err != nil {
			return nil, unavailable(err)
		}
		if c != nil && !at.follows(c.state) {
			c.looked.Store(int64(time.Since(began)))
			continue
		}
		// What a commit holds is there until the next one is, so that its point in time is right if that has not come: the loop looks.
		next, err := e.load(ctx, at)
		if err != nil {
			return nil, unavailable(err)
		}
		e.show(next)
	}
}

// look waits until nobody looks for the last commit; looked must follow.
func (e *Engine) look(ctx context.Context) error {
	select {
	case e.looking <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (e *Engine) looked() { <-e.looking }

// outdate makes the next request look for the last commit.
func (e *Engine) outdate(ctx context.Context) error {
	if err := e.look(ctx); err != nil { // whoever looks now may find the one before
		return err
	}
	defer e.looked()
	if c := e.last.Load(); c != nil {
		c.looked.Store(0)
	}
	return nil
}

// unavailable tells those faults of the cluster apart that keep it from answering.
func unavailable(err error) error {
	for _, fault := range []error{rest.ErrUnavailable, rest.ErrBusy, rest.ErrUnauthorized, rest.ErrForbidden, rest.ErrCertificate, rest.ErrVersion, rest.ErrNotJSON, rest.ErrPartial, rest.ErrExpired} {
		if errors.Is(err, fault) && !errors.Is(err, search.ErrUnavailable) {
			return fmt.Errorf("%w: %w", search.ErrUnavailable, err)
		}
	}
	return err
}

// show takes a commit for the last one. The point in time of the one before is closed once the requests that may still ask at it have ended.
func (e *Engine) show(next *commit) {
	if before := e.last.Swap(next); before != nil {
		time.AfterFunc(lingering, func() { e.closePIT(before) })
	}
}

// closePIT ends the point in time of a commit, which otherwise ends by itself.
func (e *Engine) closePIT(c *commit) {
	ctx, cancel := context.WithTimeout(context.Background(), closing)
	defer cancel()
	_ = e.client.ClosePIT(ctx, c.pit)
}

// keepAlive is for how long the cluster keeps a point in time that nobody asks at, and lingering is the time for which requests of a commit go on
// behind it.
const (
	keepAlive = time.Minute
	lingering = 5 * time.Second
)

// ask is search for a commit that is shown. Where its point in time is gone, as after a node's end, the next request gets another one.
func (e *Engine) ask(ctx context.Context, c *commit, request object) (answer, error) {
	found, err := e.search(ctx, c, request)
	if errors.Is(err, errStale) && e.last.CompareAndSwap(c, nil) { // the next request begins anew
		time.AfterFunc(lingering, func() { e.closePIT(c) })
	}
	return found, err
}

// search asks for documents of a commit; without a point in time, of the last one.
func (e *Engine) search(ctx context.Context, c *commit, request object) (found answer, err error) {
	visible := object{"bool": object{"filter": object{"range": object{"commit": object{"lte": c.Generation}}},
		"must_not": []object{{"ids": object{"values": append([]string{}, c.Dead...)}}, {"terms": object{"commit": append([]uint64{}, c.Void...)}}}}}
	all := object{"filter": []object{visible}}
	if query, ok := request["query"]; ok {
		all["must"] = query
	}
	request["query"] = object{"bool": all}
	asked := rest.Search{Body: request}
	if c.pit == "" {
		asked.Index = c.index
	} else {
		request["pit"] = object{"id": c.pit, "keep_alive": rest.Duration(keepAlive)}
	}
	result, err := e.client.Search(ctx, asked)
	if c.pit != "" && ctx.Err() == nil && mayBeStale(err) {
		err = fmt.Errorf("%w: %w", errStale, err)
	}
	return newAnswer(result), unavailable(err)
}

// mayBeStale reports whether a fault may be that of a point in time. A node that held some of it and has left the cluster is a fault of the
// cluster itself, without a name of its own (500, illegal_state_exception).
func mayBeStale(err error) bool {
	if errors.Is(err, rest.ErrBusy) {
		return false
	}
	return errors.Is(err, rest.ErrExpired) || errors.Is(err, rest.ErrPartial) || errors.Is(err, rest.ErrUnavailable) || errors.Is(err, rest.ErrInternal)
}

// errStale: the point in time of a commit may be gone.
var errStale = errors.New("the state of the index that the search began with is lost")

// load opens a commit.
func (e *Engine) load(ctx context.Context, at state) (c *commit, err error) {
	c = &commit{state: at, streams: map[string]search.StreamStats{}}
	c.totals.limit = maxTotals
	if c.pit, err = e.client.OpenPIT(ctx, c.index, keepAlive); err != nil {
		return nil, err
	}
	if err = e.describe(ctx, c); err != nil {
		e.closePIT(c)
		return nil, err
	}
	return c, nil
}

// describe counts what a commit holds.
func (e *Engine) describe(ctx context.Context, c *commit) error {
	streams, err := e.streams(ctx, c.index)
	if err != nil {
		return err
	}
	units := object{"searched": object{"filter": object{"term": object{"units.searched": true}}}}
	all := object{"units": object{"nested": object{"path": "units"}, "aggs": units}}
	for stream, field := range streams {
		if sum := (object{"stats": object{"field": field}}); search.IsWhole(stream) {
			all[stream] = sum
		} else {
			units[stream] = sum
		}
	}
	found, err := e.search(ctx, c, object{"size": 0, "track_total_hits": true, "aggs": all})
	if err != nil {
		return err
	}
	c.corpus = search.Corpus{Generation: c.Generation, Documents: found.total}
	nested := found.aggregations.below("units")
	c.corpus.Units, c.corpus.Searchable = nested.count(), nested.below("searched").count()
	for stream := range streams {
		from := nested
		if search.IsWhole(stream) {
			from = found.aggregations
		}
		if s := from.stats(stream); s.Count > 0 {
			c.streams[stream] = search.StreamStats{Units: s.Count, AverageLength: s.Sum / float64(s.Count)}
		}
	}
	c.corpus.Languages = search.StemLanguages(func(yield func(string) bool) {
		for stream := range c.streams {
			if !search.IsWhole(stream) && !yield(stream) {
				return
			}
		}
	})
	c.corpus.Agendas, err = e.headers(ctx, c, object{"term": object{"agenda": true}}, document.Key{}, maxWindow)
	return err
}

// streams are the fields of the lengths of all streams that the index has had.
func (e *Engine) streams(ctx context.Context, index string) (map[string]string, error) {
	type properties struct {
		Properties map[string]struct {
			Properties map[string]any `json:"properties"`
		} `json:"properties"`
	}
	mappings, err := e.client.Mappings(ctx, index)
	if err != nil {
		return nil, err
	}
	streams := map[string]string{}
	for _, mapping := range mappings {
		var index struct {
			Properties struct{ Units, Whole properties } `json:"properties"`
		}
		if err := json.Unmarshal(mapping, &index); err != nil {
			return nil, err
		}
		for flat := range index.Properties.Units.Properties["length"].Properties {
			stream := flat
			if lang, ok := strings.CutPrefix(flat, "stem_"); ok {
				stream = search.StemPrefix + lang
			}
			streams[stream] = "units.length." + flat
		}
		for lang := range index.Properties.Whole.Properties["length"].Properties {
			streams[search.WholeField(search.StemPrefix+lang)] = "whole.length." + lang
		}
	}
	return streams, nil
}
