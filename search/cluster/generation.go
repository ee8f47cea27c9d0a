package cluster

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/plenary-search/plenary/search/cluster/rest"
)

// An index of plenary has a name, PREFIX-vSCHEMA, and is made anew as another generation: NAME-g1, NAME-g2 and so on, each with its NAME-gN-run.
// NAME and NAME-run are aliases of the generation that is searched, NAME-next and NAME-next-run of the one that is being made to take its
// place, and one that has been replaced has none. Aliases change in one step. Who reads the state by its alias learns of which generation that
// is, and asks that one by its own name for all else.

const (
	runSuffix  = "-run"
	nextSuffix = "-next"
)

// run is the index of all else than documents.
func (s state) run() string { return s.index + runSuffix }

// made makes the index of the engine's name where there is none: a new generation.
func (e *Engine) made(ctx context.Context, o Options) error {
	for {
		all, err := e.indexes(ctx)
		if err != nil {
			return err
		}
		index := e.standsFor(all)
		if index == "" {
			index = e.generation() + strconv.Itoa(e.lastOf(all)+1)
			err := e.client.CreateIndex(ctx, index, object{"settings": settings(max(o.Shards, 1), o.Replicas), "mappings": mappings(), "aliases": object{e.name: object{}}})
			if errors.Is(err, rest.ErrExists) {
				continue // somebody else has just made it, perhaps under another name
			}
			if err != nil {
				return err
			}
		}
		if _, there := all[index+runSuffix]; there {
			return nil
		}
		err = e.client.CreateIndex(ctx, index+runSuffix, object{"settings": runSettings(o.Replicas), "mappings": runMappings(), "aliases": object{e.name + runSuffix: object{}}})
		if errors.Is(err, rest.ErrExists) {
			return nil
		}
		return err
	}
}

// generation is what the name of each generation begins with.
func (e *Engine) generation() string { return strings.TrimSuffix(e.name, nextSuffix) + "-g" }

// indexes are those of all generations, with their aliases.
func (e *Engine) indexes(ctx context.Context) (map[string][]string, error) {
	all, err := e.client.Aliases(ctx, e.generation()+"*")
	for index := range all {
		if e.numberOf(index) == 0 { // of another prefix that begins as this name does
			delete(all, index)
		}
	}
	return all, err
}

// numberOf is the number of the generation that an index is of, 0 where it is of none.
func (e *Engine) numberOf(index string) int {
	number, ours := strings.CutPrefix(strings.TrimSuffix(index, runSuffix), e.generation())
	n, err := strconv.Atoi(number)
	if !ours || err != nil || strconv.Itoa(n) != number {
		return 0
	}
	return max(n, 0)
}

// standsFor is the index of documents that the engine's name stands for; "" where there is none.
func (e *Engine) standsFor(all map[string][]string) string {
	for index, aliases := range all {
		if slices.Contains(aliases, e.name) {
			return index
		}
	}
	return ""
}

// lastOf is the number of the last generation, 0 where there is none.
func (e *Engine) lastOf(all map[string][]string) (last int) {
	for index := range all {
		last = max(last, e.numberOf(index))
	}
	return last
}

// Remove removes the index from the cluster with all its generations.
func (e *Engine) Remove(ctx context.Context) error {
	ctx = context.WithoutCancel(ctx)
	all, err := e.indexes(ctx)
	for index := range all {
		err = errors.Join(err, e.client.DeleteIndex(ctx, index))
	}
	return err
}

// A Rebuild is an index that is made anew beside the one that is searched, to take its place. Nobody else writes to that one meanwhile: it
// would be lost. What is put into it is found once it is published. One that was not is gone on with by the next.
type Rebuild struct {
	*Engine
	searched *Engine
}

// OpenRebuild begins to make an index anew, or goes on with it. The error is ErrInUse while another engine writes to either.
func OpenRebuild(ctx context.Context, c *rest.Client, o Options) (*Rebuild, error) {
	searched, err := Open(ctx, c, o)
	if err != nil {
		return nil, err
	}
	r := &Rebuild{newEngine(c, o), searched}
	r.name, r.predecessor = r.name+nextSuffix, searched
	r.writing.Lock()
	defer r.writing.Unlock()
	if err := searched.begin(ctx); err != nil {
		return nil, errors.Join(err, searched.Close())
	}
	if err = r.made(ctx, o); err == nil {
		err = r.begin(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, r.release(ctx), searched.Close())
	}
	return r, nil
}

// Publish has the new index take the place of the old one, of which it returns the name: that is kept, since searches may be under way in it and
// it is its owner's. One in which there never was anything is removed, and replaced is "".
func (r *Rebuild) Publish(ctx context.Context) (replaced string, err error) {
	r.writing.Lock()
	defer r.writing.Unlock()
	if !r.pending.empty() {
		return "", errors.New("publish an index: some of it is not committed")
	}
	if r.pending.commit == 0 {
		r.pending.commit = r.next()
	}
	if err := errors.Join(r.renew(ctx, &r.hold.seq), r.searched.renew(ctx, &r.searched.hold.seq)); err != nil {
		return "", err // somebody else has one of them
	}
	if r.hold.state.Generation <= r.searched.hold.state.Generation { // no answer of one is taken for one of the other
		next := r.hold.state
		next.Generation = r.pending.commit
		if err := r.putState(ctx, next); err != nil {
			return "", err
		}
		r.pending.commit = 0
	}
	if err := r.exchange(ctx); err != nil {
		return "", err
	}
	r.name = r.searched.name
	if old := r.searched.hold.state; old.Generation > 0 {
		return old.index, nil
	}
	return "", r.removeEmpty(ctx)
}

// exchange gives the aliases to the new index, in one step, which fails where the old one has lost them.
func (r *Rebuild) exchange(ctx context.Context) error {
	var actions []rest.AliasAction
	for _, suffix := range []string{"", runSuffix} {
		before, now := r.searched.hold.state.index+suffix, r.hold.state.index+suffix
		actions = append(actions,
			rest.AliasAction{Remove: &rest.Alias{Index: before, Alias: r.searched.name + suffix, MustExist: true}},
			rest.AliasAction{Add: &rest.Alias{Index: now, Alias: r.searched.name + suffix}},
			rest.AliasAction{Remove: &rest.Alias{Index: now, Alias: r.name + suffix, MustExist: true}})
	}
	err := r.client.UpdateAliases(ctx, actions...)
	if err != nil { // it may have been made though its answer was lost
		if indexes, failed := r.client.Aliased(ctx, r.searched.name); failed == nil && slices.Equal(indexes, []string{r.hold.state.index}) {
			return nil
		}
		return fmt.Errorf("put %s in the place of %s: %w", r.hold.state.index, r.searched.hold.state.index, err)
	}
	return nil
}

// removeEmpty removes the index that was made to be replaced.
func (r *Rebuild) removeEmpty(ctx context.Context) error {
	empty := r.searched.hold.state
	r.searched.hold.owner = ""
	return errors.Join(r.client.DeleteIndex(ctx, empty.index), r.client.DeleteIndex(ctx, empty.run()))
}

// Close ends the rebuild. What was committed and not published is there for the next one.
func (r *Rebuild) Close() error { return errors.Join(r.Engine.Close(), r.searched.Close()) }
