package cluster

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/cluster/rest"
)

// reader opens the index for searches alone.
func (x index) reader(t *testing.T) *Engine {
	t.Helper()
	e, err := Open(t.Context(), x.client, Options{Prefix: x.prefix, ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return e
}

func (x index) rebuild(t *testing.T) *Rebuild {
	t.Helper()
	r, err := OpenRebuild(t.Context(), x.client, Options{Prefix: x.prefix, Shards: 2})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// commitAll puts and commits documents, and ends the engine.
func (x index) commitAll(t *testing.T, symbols ...string) {
	t.Helper()
	e := x.open(t, 0)
	for _, symbol := range symbols {
		put(t, e, symbol)
	}
	commitOf(t, e)
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
}

func publish(t *testing.T, r *Rebuild) (replaced string) {
	t.Helper()
	replaced, err := r.Publish(t.Context())
	if err := errors.Join(err, r.Close()); err != nil {
		t.Fatal(err)
	}
	return replaced
}

// found waits until an engine that is open finds certain documents.
func (x index) found(t *testing.T, e *Engine, want ...string) {
	t.Helper()
	deadline := time.Now().Add(time.Minute)
	for {
		got := symbols(t, e)
		if slices.Equal(got, want) {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("found %v, want %v", got, want)
		}
	}
}

func TestNumbersOfGenerations(t *testing.T) {
	for _, name := range []string{"plenary-v5", "plenary-v5" + nextSuffix} {
		e := &Engine{name: name}
		for index, want := range map[string]int{"plenary-v5-g1": 1, "plenary-v5-g12-run": 12, "plenary-v5-g0": 0, "plenary-v5-g01": 0, "plenary-v5-g-1": 0, "plenary-v5-g1-v5-g3": 0, "plenary-v5-gx": 0, "plenary-v51-g1": 0} {
			if got := e.numberOf(index); got != want {
				t.Errorf("%s is generation %d of %s, want %d", index, got, name, want)
			}
		}
	}
}

// Engines that open an index at the same moment, where there is none, make one.
func TestOpenAtOnce(t *testing.T) {
	x := newIndex(t)
	if err := x.open(t, 0).Remove(t.Context()); err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for range 6 {
		all.Go(func() {
			if _, err := Open(t.Context(), x.client, Options{Prefix: x.prefix}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	e := x.open(t, 0)
	got, err := e.indexes(t.Context())
	if err != nil || len(got) != 2 || !slices.Equal(got[e.name+"-g1"], []string{e.name}) || !slices.Equal(got[e.name+"-g1-run"], []string{e.name + "-run"}) {
		t.Errorf("made %v, %v; want one generation", got, err)
	}
}

// While an index is made anew nobody else writes, and searches find what was there; once it is published, they find what it holds, and all of
// that, without an error between.
func TestRebuildTakesThePlaceAtOnce(t *testing.T) {
	x := newIndex(t)
	old, anew := []string{"A/1", "A/2", "A/3"}, []string{"A/2", "A/3", "A/4", "A/5"}
	x.commitAll(t, old...)
	running := x.reader(t)
	ctx, stop := context.WithCancel(t.Context())
	var searching sync.WaitGroup
	for range 3 {
		e := x.reader(t)
		searching.Go(func() { // until it is stopped
			for ctx.Err() == nil {
				results, err := e.Search(t.Context(), search.Request{})
				var got []string
				for _, hit := range results.Hits {
					got = append(got, hit.Document.Symbol)
				}
				if err != nil || !slices.Equal(got, old) && !slices.Equal(got, anew) {
					t.Errorf("found %v, %v; want all of the old or all of the new", got, err)
				}
			}
		})
	}
	before, err := running.Corpus(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	r := x.rebuild(t)
	for _, symbol := range anew {
		put(t, r.Engine, symbol)
		commitOf(t, r.Engine)
	}
	if got := symbols(t, running); !slices.Equal(got, old) {
		t.Errorf("found %v before it was published, want %v", got, old)
	}
	if err := x.open(t, 0).Put(t.Context(), []document.Document{paper("A/9")}); !errors.Is(err, ErrInUse) {
		t.Errorf("Put beside a rebuild = %v, want ErrInUse", err)
	}
	if _, err := OpenRebuild(t.Context(), x.client, Options{Prefix: x.prefix}); !errors.Is(err, ErrInUse) {
		t.Errorf("a second rebuild = %v, want ErrInUse", err)
	}
	if got, want := publish(t, r), running.name+"-g1"; got != want {
		t.Errorf("%s was replaced, want %s", got, want)
	}
	x.found(t, running, anew...)
	stop()
	searching.Wait()
	if after, err := running.Corpus(t.Context()); err != nil || after.Generation <= before.Generation {
		t.Errorf("generation %d follows %d, %v", after.Generation, before.Generation, err)
	}
	if exists, err := x.client.IndexExists(t.Context(), running.name+"-g1-run"); err != nil || !exists {
		t.Error("the index that was replaced is gone")
	}
	x.commitAll(t, "A/6")
	if got, want := symbols(t, x.reader(t)), append(anew, "A/6"); !slices.Equal(got, want) {
		t.Errorf("found %v after another run, want %v", got, want)
	}
}

// A rebuild that is interrupted leaves the old index as it is. The next one goes on with it, behind what the old one has come to meanwhile.
func TestInterruptedRebuildGoesOn(t *testing.T) {
	x := newIndex(t)
	x.commitAll(t, "A/1")
	r := x.rebuild(t)
	put(t, r.Engine, "A/2")
	commitOf(t, r.Engine)
	put(t, r.Engine, "A/3") // which is not committed
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	for i := range 5 {
		x.commitAll(t, fmt.Sprint("A/1", i))
	}
	reader := x.reader(t)
	if got, want := symbols(t, reader), []string{"A/1", "A/10", "A/11", "A/12", "A/13", "A/14"}; !slices.Equal(got, want) {
		t.Errorf("found %v after an interrupted rebuild, want %v", got, want)
	}
	before, err := reader.Corpus(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	r = x.rebuild(t)
	var stored []string
	for stamp, err := range r.Stored(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		stored = append(stored, stamp.Key.Symbol)
	}
	if got := append(stored, entries(t, r.Engine)...); !slices.Equal(got, []string{"A/2", "A/2"}) {
		t.Errorf("the next rebuild holds %v, want what was committed", got)
	}
	publish(t, r) // without a change
	x.found(t, reader, "A/2")
	if after, err := reader.Corpus(t.Context()); err != nil || after.Generation <= before.Generation {
		t.Errorf("generation %d follows %d, %v", after.Generation, before.Generation, err)
	}
	if all, err := reader.indexes(t.Context()); err != nil || len(all) != 4 {
		t.Errorf("%v, %v; want two generations", all, err)
	}
	if err := x.open(t, 0).Remove(t.Context()); err != nil {
		t.Error(err)
	}
	if all, err := reader.indexes(t.Context()); err != nil || len(all) != 0 {
		t.Errorf("%v, %v after the index was removed", all, err)
	}
	x.open(t, 0) // to be removed once more
}

// A rebuild that another writer has taken the old index from, because it was silent for too long, is not published.
func TestSilentRebuildIsNotPublished(t *testing.T) {
	x := newIndex(t)
	x.commitAll(t, "A/1")
	const patience = 500 * time.Millisecond
	r, err := OpenRebuild(t.Context(), x.client, Options{Prefix: x.prefix, Patience: patience})
	if err != nil {
		t.Fatal(err)
	}
	put(t, r.Engine, "A/2")
	commitOf(t, r.Engine)
	time.Sleep(2 * patience)
	x.commitAll(t, "A/3")
	if _, err := r.Publish(t.Context()); !errors.Is(err, ErrLost) {
		t.Errorf("Publish = %v, want ErrLost", err)
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	if got, want := symbols(t, x.reader(t)), []string{"A/1", "A/3"}; !slices.Equal(got, want) {
		t.Errorf("found %v, want %v", got, want)
	}
}

// A writer that was idle while the index was made anew goes on in the new one.
func TestIdleWriterFollows(t *testing.T) {
	x := newIndex(t)
	const patience = 500 * time.Millisecond
	idle := x.open(t, patience)
	put(t, idle, "A/1")
	commitOf(t, idle)
	time.Sleep(2 * patience)
	r := x.rebuild(t)
	put(t, r.Engine, "A/2")
	commitOf(t, r.Engine)
	publish(t, r)
	put(t, idle, "A/3")
	commitOf(t, idle)
	x.found(t, idle, "A/2", "A/3")
	if err := idle.Close(); err != nil {
		t.Error(err)
	}
}

// Where there was nothing, a rebuild leaves one index.
func TestRebuildOfNothing(t *testing.T) {
	x := newIndex(t)
	r := x.rebuild(t)
	put(t, r.Engine, "A/1")
	commitOf(t, r.Engine)
	if replaced := publish(t, r); replaced != "" {
		t.Errorf("%q was replaced, want nothing", replaced)
	}
	e := x.reader(t)
	if got := symbols(t, e); !slices.Equal(got, []string{"A/1"}) {
		t.Errorf("found %v", got)
	}
	if all, err := e.indexes(t.Context()); err != nil || len(all) != 2 {
		t.Errorf("%v, %v; want one generation", all, err)
	}
}

// The aliases change together or not at all.
func TestAliasesChangeTogether(t *testing.T) {
	x := newIndex(t)
	x.commitAll(t, "A/1")
	r := x.rebuild(t)
	put(t, r.Engine, "A/2")
	commitOf(t, r.Engine)
	taken := []rest.AliasAction{{Remove: &rest.Alias{Index: r.searched.hold.state.run(), Alias: r.searched.name + runSuffix}}}
	if err := x.client.UpdateAliases(t.Context(), taken...); err != nil {
		t.Fatal(err)
	}
	if err := r.exchange(t.Context()); err == nil {
		t.Error("the new index was published, though the old one had lost an alias")
	}
	for alias, want := range map[string]string{r.searched.name: r.searched.hold.state.index, r.name: r.hold.state.index} {
		if got, err := x.client.Aliased(t.Context(), alias); err != nil || !slices.Equal(got, []string{want}) {
			t.Errorf("%s stands for %v, %v; want %s", alias, got, err, want)
		}
	}
}
