package cluster

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

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
