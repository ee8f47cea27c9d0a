package cluster

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/cluster/clustertest"
	"github.com/plenary-search/plenary/search/cluster/rest"
)

// index is an index of a test, which several engines open.
type index struct {
	client *rest.Client
	prefix string
}

func newIndex(t *testing.T) index {
	c := clustertest.Start(t)
	x := index{c.Client(t), fmt.Sprintf("test-writer-%d", time.Now().UnixNano())}
	e := x.open(t, 0)
	t.Cleanup(func() {
		if err := e.Remove(t.Context()); err != nil {
			t.Error(err)
		}
	})
	return x
}

func (x index) open(t *testing.T, patience time.Duration) *Engine {
	t.Helper()
	e, err := Open(t.Context(), x.client, Options{Prefix: x.prefix, Shards: 2, Patience: patience})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func paper(symbol string) document.Document {
	return document.Document{Header: document.Header{Symbol: symbol, Lang: "en", Source: symbol}, Units: []document.Unit{{Seq: 1, Anchor: "p1", Kind: document.Paragraph, Text: "A paper."}}}
}

// symbols are what an engine finds.
func symbols(t *testing.T, e *Engine) (found []string) {
	t.Helper()
	results, err := e.Search(t.Context(), search.Request{})
	if err != nil {
		t.Fatal(err)
	}
	for _, hit := range results.Hits {
		found = append(found, hit.Document.Symbol)
	}
	return found
}

func put(t *testing.T, e *Engine, symbol string) {
	t.Helper()
	if err := errors.Join(e.Put(t.Context(), []document.Document{paper(symbol)}), e.PutEntries(t.Context(), []document.Entry{{Source: symbol, Data: []byte("noted")}})); err != nil {
		t.Fatal(err)
	}
}

func commitOf(t *testing.T, e *Engine) {
	t.Helper()
	if err := e.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func entries(t *testing.T, e *Engine) (sources []string) {
	t.Helper()
	for entry, err := range e.Entries(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		sources = append(sources, entry.Source)
	}
	return sources
}

// While one engine writes another is refused, and told until when; once the first one ends, it writes. What the first one has not committed is
// found by nobody.
func TestOneWriter(t *testing.T) {
	x := newIndex(t)
	first, second := x.open(t, 0), x.open(t, 0)
	put(t, first, "A/1")
	commitOf(t, first)
	put(t, first, "A/2")
	if err := second.Put(t.Context(), []document.Document{paper("A/3")}); !errors.Is(err, ErrInUse) {
		t.Fatalf("Put beside another writer = %v, want ErrInUse", err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	put(t, second, "A/3")
	commitOf(t, second)
	if got, want := symbols(t, second), []string{"A/1", "A/3"}; !slices.Equal(got, want) {
		t.Errorf("found %v, want %v", got, want)
	}
	if got, want := entries(t, second), []string{"A/1", "A/3"}; !slices.Equal(got, want) {
		t.Errorf("entries of %v, want %v", got, want)
	}
}

// A writer that has been silent for too long loses the index to another one. What it still sends is found by nobody, and its commit fails.
func TestSilentWriter(t *testing.T) {
	x := newIndex(t)
	const patience = 500 * time.Millisecond
	silent, next := x.open(t, patience), x.open(t, time.Minute)
	put(t, silent, "A/1")
	commitOf(t, silent)
	put(t, silent, "A/2")
	time.Sleep(2 * patience)
	put(t, next, "A/3")
	r, _, err := newRecord(new(paper("A/4")), silent.pending.commit) // as if it had been under way
	if err != nil {
		t.Fatal(err)
	}
	if err := silent.write(t.Context(), []rest.Action{{Op: rest.OpIndex, Index: silent.hold.state.index, ID: idOf(document.Key{Symbol: "A/4", Lang: "en"}, silent.pending.commit), Source: r}}); err != nil {
		t.Fatal(err)
	}
	commitOf(t, next)
	if err := silent.Commit(t.Context()); !errors.Is(err, ErrLost) {
		t.Errorf("Commit of the silent writer = %v, want ErrLost", err)
	}
	for range 2 {
		if got, want := symbols(t, next), []string{"A/1", "A/3"}; !slices.Equal(got, want) {
			t.Errorf("found %v, want %v", got, want)
		}
		put(t, next, "A/3")
		commitOf(t, next)
	}
}

// breaking passes on a number of requests; the answer to the last of them is lost, and so is what follows.
type breaking struct{ left atomic.Int64 }

func (b *breaking) RoundTrip(r *http.Request) (*http.Response, error) {
	left := b.left.Add(-1)
	if left < 0 {
		return nil, errors.New("the connection is broken")
	}
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err == nil && left == 0 {
		return nil, errors.Join(errors.New("the connection broke"), answer.Body.Close())
	}
	return answer, err
}

// Wherever a writer fails that takes the index over, whether it goes on or another one does, what the one before had not committed is found by
// nobody, and what is committed is there once.
func TestTakingOverMayFail(t *testing.T) {
	x := newIndex(t)
	config := clustertest.Start(t).Config()
	config.Addresses, config.Attempts, config.Wait = config.Addresses[:1], 1, time.Millisecond
	var committed []string
	for requests, fails := int64(1), true; fails; requests++ {
		for _, goesOn := range []bool{false, true} {
			fallen := x.open(t, time.Millisecond)
			put(t, fallen, "A/1")

			connection := &breaking{}
			connection.left.Store(forever)
			config.RoundTripper = connection
			client, err := rest.New(config)
			if err != nil {
				t.Fatal(err)
			}
			next, err := Open(t.Context(), client, Options{Prefix: x.prefix, Patience: time.Millisecond})
			if err != nil {
				t.Fatal(err)
			}
			connection.left.Store(requests)
			symbol := fmt.Sprintf("A/%d/%v", requests, goesOn)
			fails = next.Put(t.Context(), []document.Document{paper(symbol)}) != nil
			connection.left.Store(forever)
			if !goesOn {
				next, symbol = x.open(t, time.Millisecond), symbol+"/other"
			}
			put(t, next, symbol)
			commitOf(t, next)
			committed = append(committed, symbol)
			headers, err := next.Documents(t.Context(), document.Key{}, 1000)
			if err != nil {
				t.Fatal(err)
			}
			var found []string
			for _, h := range headers {
				found = append(found, h.Symbol)
			}
			if slices.Sort(found); !slices.Equal(found, slices.Sorted(slices.Values(committed))) {
				t.Fatalf("after %d requests, and going on: %v, found %v, want %v", requests, goesOn, found, committed)
			}
			if err := next.Close(); err != nil {
				t.Error(err)
			}
		}
	}
}

// forever is more requests than a test makes.
const forever = 1 << 20

// A writer that falls after its commit, and before the catalogue has it, is mended by the next one.
func TestJournalIsPlayed(t *testing.T) {
	x := newIndex(t)
	fallen := x.open(t, time.Millisecond)
	put(t, fallen, "A/1")
	commitOf(t, fallen)
	if err := fallen.PutEntries(t.Context(), []document.Entry{{Source: "A/1"}, {Source: "A/2", Data: []byte("noted")}}); err != nil {
		t.Fatal(err)
	}
	fallen.pending.commit = fallen.hold.state.Generation
	if err := fallen.note(t.Context()); err != nil {
		t.Fatal(err)
	}
	next := x.open(t, 0)
	put(t, next, "A/3")
	commitOf(t, next)
	if got, want := entries(t, next), []string{"A/2", "A/3"}; !slices.Equal(got, want) {
		t.Errorf("entries of %v, want %v", got, want)
	}
}

// What a large commit replaced is removed at once, and what a small one did by the next: searches name it no longer, and find each document once.
func TestReplacedDocumentsAreRemoved(t *testing.T) {
	x := newIndex(t)
	e := x.open(t, 0)
	defer e.Close()
	if err := writePapers(t, e, 1, maxDead+20); err != nil {
		t.Fatal(err)
	}
	other := x.open(t, 0)
	defer other.Close()
	for _, replaced := range []int{maxDead + 10, 5, 1} {
		before := total(t, other) // which loads the commit that is replaced
		if err := writePapers(t, e, 1, replaced); err != nil {
			t.Fatal(err)
		}
		s, err := e.state(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		want := replaced
		if replaced > maxDead {
			want = 0
		}
		if len(s.Dead) != want {
			t.Errorf("%d replaced: searches name %d of them, want %d", replaced, len(s.Dead), want)
		}
		if err := other.outdate(t.Context()); err != nil {
			t.Fatal(err)
		}
		for _, found := range []int{total(t, e), total(t, other)} {
			if found != before {
				t.Errorf("%d replaced: %d documents are found, want %d", replaced, found, before)
			}
		}
	}
	held, err := x.client.Search(t.Context(), rest.Search{Index: e.name, Body: object{"size": 0, "track_total_hits": true}})
	if err != nil || held.Hits.Total.Value != maxDead+20+1 {
		t.Errorf("the cluster holds %+v documents, want those found and the one that was replaced last: %v", held.Hits.Total, err)
	}
}

// A point in time that has ended while nobody asked is no end of a list of what is held.
func TestListsOutliveTheirPointInTime(t *testing.T) {
	x := newIndex(t)
	e := x.open(t, 0)
	defer e.Close()
	if err := writePapers(t, e, 1, 3); err != nil {
		t.Fatal(err)
	}
	if found := total(t, e); found != 3 {
		t.Fatalf("%d documents, want 3", found)
	}
	e.closePIT(e.last.Load())
	n := 0
	for _, err := range e.Stored(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	if n != 3 {
		t.Errorf("%d documents are listed, want 3", n)
	}
}

// A failed Put is committed by nobody until it is repeated, or what it put is deleted.
func TestFailedPutIsNotCommitted(t *testing.T) {
	x := newIndex(t)
	e := x.open(t, 0)
	defer e.Close()
	put(t, e, "A/1")
	commitOf(t, e)
	broken, cancel := context.WithCancel(t.Context())
	put(t, e, "A/2") // so that it holds the right to write
	cancel()
	if err := e.Put(broken, []document.Document{paper("A/1"), paper("A/3")}); !errors.Is(err, context.Canceled) {
		t.Fatalf("Put of somebody who has gone = %v", err)
	}
	if err := e.Commit(t.Context()); err == nil {
		t.Error("what was put in part is committed")
	}
	if err := e.Delete(t.Context(), []document.Key{{Symbol: "A/3", Lang: "en"}}); err != nil {
		t.Fatal(err)
	}
	put(t, e, "A/1")
	commitOf(t, e)
	if got, want := symbols(t, e), []string{"A/1", "A/2"}; !slices.Equal(got, want) {
		t.Errorf("found %q, want %q", got, want)
	}
}
