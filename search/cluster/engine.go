package cluster

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/cluster/rest"
)

// Options say where the index is, and how it is laid out when it is made.
type Options struct {
	Prefix           string // of the names of indexes; "plenary" where it is ""
	Shards, Replicas int    // 0 shards: one
	// ReadOnly is for searches alone.
	ReadOnly bool
	// Patience is how long a writer may be silent before another one takes over; 0 is a minute.
	Patience time.Duration
}

// Engine is an index in a cluster. It is safe for concurrent use.
type Engine struct {
	client      *rest.Client
	name        string // of the index of documents: an alias; with runSuffix, that of all else
	readOnly    bool
	patience    time.Duration
	predecessor *Engine // which this one keeps from being written to; nil where it takes nobody's place

	writing sync.Mutex // held by Put, Delete, PutEntries and Commit
	pending *changes
	hold    hold
	words   map[word]int // what the lexicon counts, as far as it is remembered

	last    atomic.Pointer[commit] // that was met; nil before the first, and where its point in time is lost
	looking chan struct{}          // holds the one that looks for the last commit
}

// state is the last commit as the cluster holds it.
type state struct {
	index      string   // of documents, by its own name
	Generation uint64   `json:"generation"`
	Dead       []string `json:"dead,omitempty"` // ids of documents that it replaced or deleted: they are removed by the commit after it
	Void       []uint64 `json:"void,omitempty"` // commits that were never ended: nobody finds their documents
}

// commit is what must be known of a commit to answer requests. It does not change, but for what is remembered of it.
type commit struct {
	state
	pit     string // the point in time at which its documents are searched
	corpus  search.Corpus
	streams map[string]search.StreamStats

	looked   atomic.Int64              // when it last was the last commit, in nanoseconds; 0: look again
	counts   memory[int]               // of units or documents that hold what requests weigh, by query
	versions memory[[]document.Header] // by the term of a symbol
	totals   memory[counted]           // of requests without words
}

// freshness is for how long the last commit is taken for the last one: as long as an index in a folder takes it.
const freshness = 100 * time.Millisecond

func (c *commit) isFresh() bool {
	return c != nil && time.Now().UnixNano()-c.looked.Load() < int64(freshness)
}

// Open opens the index of a cluster; for writing, it makes one that is not there.
func Open(ctx context.Context, c *rest.Client, o Options) (*Engine, error) {
	e := newEngine(c, o)
	if o.ReadOnly {
		return e, e.Ready(ctx)
	}
	return e, e.made(ctx, o)
}

func newEngine(c *rest.Client, o Options) *Engine {
	return &Engine{client: c, name: fmt.Sprintf("%s-v%d", cmp.Or(o.Prefix, "plenary"), search.SchemaVersion), readOnly: o.ReadOnly,
		patience: cmp.Or(o.Patience, time.Minute), pending: newChanges(), words: map[word]int{}, looking: make(chan struct{}, 1)}
}

// Ready returns nil, or why the cluster cannot answer.
func (e *Engine) Ready(ctx context.Context) error {
	if err := e.outdate(ctx); err != nil {
		return err
	}
	_, err := e.committed(ctx)
	if err != nil && !errors.Is(err, search.ErrUnavailable) {
		err = fmt.Errorf("%w: %w", search.ErrUnavailable, err)
	}
	return err
}

// Close ends the engine. What was put since the last commit is lost.
func (e *Engine) Close() error {
	e.writing.Lock()
	defer e.writing.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), closing)
	defer cancel()
	err := e.release(ctx)
	if last := e.last.Swap(nil); last != nil {
		err = errors.Join(err, e.client.ClosePIT(ctx, last.pit))
	}
	return err
}

// closing bounds the time that Close takes.
const closing = 10 * time.Second

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
	defer e.looked()
	for {
		c := e.last.Load()
		if c.isFresh() {
			return c, nil
		}
		at, err := e.state(ctx)
		if err != nil {
			return nil, unavailable(err)
		}
		if c != nil && c.index == at.index && c.Generation >= at.Generation {
			c.looked.Store(time.Now().UnixNano())
			continue
		}
		// What a commit replaced is there until the next one, so that its point in time is right if that has not come: the loop looks.
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
	if errors.Is(err, errStale) {
		e.last.CompareAndSwap(c, nil) // the next request begins anew
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
	if c.pit != "" && mayBeStale(err) {
		err = fmt.Errorf("%w: %w", errStale, err)
	}
	return newAnswer(result), unavailable(err)
}

// mayBeStale reports whether a fault may be that of a point in time. A node that held some of it and has left the cluster is a fault of the
// cluster itself, without a name of its own (500, illegal_state_exception).
func mayBeStale(err error) bool {
	var answered *rest.Error
	return errors.Is(err, rest.ErrExpired) || errors.Is(err, rest.ErrPartial) || errors.Is(err, rest.ErrUnavailable) ||
		errors.As(err, &answered) && answered.Status == http.StatusInternalServerError
}

// errStale: the point in time of a commit may be gone.
var errStale = errors.New("the state of the index that the search began with is lost")

// load opens a commit.
func (e *Engine) load(ctx context.Context, at state) (c *commit, err error) {
	c = &commit{state: at, streams: map[string]search.StreamStats{}}
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

// at answers from the last commit; where the point in time of that is lost, as with a node that held some of it, once more.
func at[T any](ctx context.Context, e *Engine, answer func(*commit) (T, error)) (found T, err error) {
	for range 2 {
		c, failed := e.committed(ctx)
		if failed != nil {
			return found, failed
		}
		if found, err = answer(c); !errors.Is(err, errStale) {
			break
		}
	}
	return found, err
}

// Corpus describes what the index holds.
func (e *Engine) Corpus(ctx context.Context) (search.Corpus, error) {
	c, err := e.committed(ctx)
	if err != nil {
		return search.Corpus{}, err
	}
	return c.corpus, nil
}

// Document returns a whole document, or search.ErrNotFound.
func (e *Engine) Document(ctx context.Context, key document.Key) (document.Document, error) {
	return at(ctx, e, func(c *commit) (document.Document, error) { return e.document(ctx, c, key) })
}

func (e *Engine) document(ctx context.Context, c *commit, key document.Key) (doc document.Document, err error) {
	found, err := e.ask(ctx, c, object{"size": 1, "track_total_hits": false, "query": object{"term": object{"key": nameOfKey(key)}}, "_source": "document"})
	if err != nil {
		return doc, err
	}
	if len(found.hits) == 0 {
		return doc, fmt.Errorf("document %s: %w", key, search.ErrNotFound)
	}
	return found.hits[0].document()
}

// Resolve returns the headers of the documents that answer to a symbol.
func (e *Engine) Resolve(ctx context.Context, symbol string) ([]document.Header, error) {
	term := search.SymbolTerm(symbol)
	return at(ctx, e, func(c *commit) ([]document.Header, error) {
		if headers, known := c.versions.get(term); known {
			return slices.Clone(headers), nil
		}
		headers, err := e.headers(ctx, c, object{"term": object{"symbols": term}}, document.Key{}, maxWindow)
		if err != nil {
			return nil, err
		}
		c.versions.put(term, byLanguage(headers))
		return slices.Clone(headers), nil
	})
}

// Gather looks symbols up that Resolve will be asked for, in one request for a thousand of them.
func (e *Engine) Gather(ctx context.Context, symbols []string) error {
	_, err := at(ctx, e, func(c *commit) (struct{}, error) { return struct{}{}, e.gather(ctx, c, symbols) })
	return err
}

var _ search.Gatherer = (*Engine)(nil)

func (e *Engine) gather(ctx context.Context, c *commit, symbols []string) error {
	unknown := map[string]bool{}
	for _, symbol := range symbols {
		term := search.SymbolTerm(symbol)
		if _, known := c.versions.get(term); !known {
			unknown[term] = true
		}
	}
	for some := range slices.Chunk(slices.Sorted(maps.Keys(unknown)), maxGathered) {
		headers, err := e.headers(ctx, c, object{"terms": object{"symbols": some}}, document.Key{}, maxWindow)
		if err != nil {
			return err
		}
		if len(headers) == maxWindow {
			continue // some may be missing
		}
		found := map[string][]document.Header{}
		for _, h := range headers {
			for _, term := range search.SymbolTerms(&h) {
				found[term] = append(found[term], h)
			}
		}
		for _, term := range some {
			c.versions.put(term, byLanguage(found[term]))
		}
	}
	return nil
}

// maxGathered is the number of symbols that are looked up at a time.
const maxGathered = 1000

// byLanguage puts the documents of a symbol in the order of Resolve.
func byLanguage(headers []document.Header) []document.Header {
	slices.SortStableFunc(headers, func(a, b document.Header) int { return search.CompareLanguages(a.Lang, b.Lang) })
	return headers
}

// Family returns the headers of the documents that may be related to one of the symbols.
func (e *Engine) Family(ctx context.Context, symbols ...string) ([]document.Header, error) {
	var terms []string
	for _, s := range symbols {
		terms = append(terms, search.SymbolFamilies(s)...)
	}
	if len(terms) == 0 {
		return nil, nil
	}
	return at(ctx, e, func(c *commit) ([]document.Header, error) {
		return e.headers(ctx, c, object{"terms": object{"families": terms}}, document.Key{}, maxWindow)
	})
}

// Documents returns headers in natural order of keys, after a key.
func (e *Engine) Documents(ctx context.Context, after document.Key, size int) ([]document.Header, error) {
	return at(ctx, e, func(c *commit) ([]document.Header, error) {
		return e.headers(ctx, c, object{"match_all": object{}}, after, size)
	})
}

// headers are up to size headers of the documents that match, in natural order, after a key.
func (e *Engine) headers(ctx context.Context, c *commit, query object, after document.Key, size int) (headers []document.Header, err error) {
	if size <= 0 {
		return nil, nil
	}
	request := object{"size": min(size, maxWindow), "query": query, "docvalue_fields": []string{"header"},
		"stored_fields": nothing, "sort": []object{{"order": "asc"}}, "track_total_hits": false}
	if after != (document.Key{}) {
		request["search_after"] = []string{orderOf(after)}
	}
	found, err := e.ask(ctx, c, request)
	if err != nil {
		return nil, err
	}
	for _, hit := range found.hits {
		var h document.Header
		if err := hit.column("header").unpack(&h); err != nil {
			return nil, err
		}
		headers = append(headers, h)
	}
	return headers, nil
}
