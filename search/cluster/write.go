package cluster

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"runtime"
	"slices"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/cluster/rest"
)

// ErrReadOnly: a write to an index that was opened for reading.
var ErrReadOnly = errors.New("the index is open for reading only")

// changes are what was put and deleted since the last commit. The cluster has most of it already, and shows it at the commit.
type changes struct {
	commit   uint64                           // that will show them
	stamps   map[document.Key]*document.Stamp // nil: deleted
	doubtful map[document.Key]bool            // of puts that failed: the cluster may have some of them
	entries  map[string][]byte
	words    map[word]int // how many units hold each
}

func newChanges() *changes {
	return &changes{stamps: map[document.Key]*document.Stamp{}, doubtful: map[document.Key]bool{}, entries: map[string][]byte{}, words: map[word]int{}}
}

func (c *changes) empty() bool { return len(c.stamps) == 0 && len(c.entries) == 0 }

// Put adds or replaces whole documents. They go to the cluster at once, which shows them at the next commit, of whatever writer.
func (e *Engine) Put(ctx context.Context, docs []document.Document) error {
	e.writing.Lock()
	defer e.writing.Unlock()
	if e.readOnly {
		return ErrReadOnly
	}
	for i := range docs {
		if err := search.CheckDocument(&docs[i]); err != nil {
			return err
		}
	}
	if err := e.begin(ctx); err != nil {
		return err
	}
	last := map[document.Key]int{}
	for i := range docs {
		last[docs[i].Key()] = i
	}
	if err := e.bulk(ctx, e.records(docs, slices.Sorted(maps.Values(last)))); err != nil {
		for key := range last {
			e.pending.doubtful[key] = true
		}
		return err
	}
	for key, i := range last {
		delete(e.pending.doubtful, key)
		e.pending.stamps[key] = &document.Stamp{Key: key, Source: docs[i].Source, Hash: docs[i].Hash}
	}
	return nil
}

// records are the actions that write some of the documents. They are made ahead of being taken, as many as there are processors.
func (e *Engine) records(docs []document.Document, chosen []int) iter.Seq2[rest.Action, error] {
	type made struct {
		record
		words map[word]int
		err   error
	}
	return func(yield func(rest.Action, error) bool) {
		stopped, ahead := make(chan struct{}), make(chan chan made, runtime.GOMAXPROCS(0))
		defer func() { // nobody reads the documents when Put has ended
			close(stopped)
			for next := range ahead {
				<-next
			}
		}()
		commit := e.pending.commit
		go func() {
			defer close(ahead)
			for _, i := range chosen {
				next := make(chan made, 1)
				select {
				case ahead <- next:
				case <-stopped:
					return
				}
				go func() {
					r, words, err := newRecord(&docs[i], commit)
					next <- made{r, words, err}
				}()
			}
		}()
		for next := range ahead {
			m := <-next
			for w, n := range m.words {
				e.pending.words[w] += n
			}
			if !yield(rest.Action{Op: rest.OpIndex, Index: e.hold.state.index, ID: m.id(), Source: m.record}, m.err) {
				return
			}
		}
	}
}

// Delete removes documents. Unknown keys are no error.
func (e *Engine) Delete(ctx context.Context, keys []document.Key) error {
	e.writing.Lock()
	defer e.writing.Unlock()
	if e.readOnly {
		return ErrReadOnly
	}
	if err := e.begin(ctx); err != nil {
		return err
	}
	gone := map[document.Key]bool{}
	var actions []rest.Action
	for _, key := range keys {
		if put := e.pending.stamps[key] != nil || e.pending.doubtful[key]; put && !gone[key] { // since the last commit
			actions = append(actions, rest.Action{Op: rest.OpDelete, Index: e.hold.state.index, ID: idOf(key, e.pending.commit)})
		}
		gone[key] = true
	}
	if err := e.write(ctx, actions); err != nil {
		return err
	}
	for key := range gone {
		e.pending.stamps[key] = nil
		delete(e.pending.doubtful, key)
	}
	return nil
}

// PutEntries notes entries of the catalogue with the next commit.
func (e *Engine) PutEntries(_ context.Context, entries []document.Entry) error {
	e.writing.Lock()
	defer e.writing.Unlock()
	if e.readOnly {
		return ErrReadOnly
	}
	for _, entry := range entries {
		e.pending.entries[entry.Source] = entry.Data
	}
	return nil
}

// Commit makes all that was put and deleted visible. Without changes it does nothing.
func (e *Engine) Commit(ctx context.Context) error {
	e.writing.Lock()
	defer e.writing.Unlock()
	if n := len(e.pending.doubtful); n > 0 {
		return fmt.Errorf("commit: %d documents were put and not all taken: put them again, or delete them", n)
	}
	if err := ctx.Err(); err != nil || e.pending.empty() {
		return err
	}
	if err := e.begin(ctx); err != nil {
		return err
	}
	next := state{index: e.hold.state.index, Generation: e.pending.commit, Void: e.hold.state.Void}
	var err error
	if next.Dead, err = e.replaced(ctx); err != nil {
		return err
	}
	counts, err := e.raiseCounts(ctx)
	if err != nil {
		return err
	}
	if err := e.write(ctx, e.beside(e.hold.state, counts)); err != nil {
		return err
	}
	if err := e.note(ctx); err != nil {
		return err
	}
	for _, index := range []string{next.index, next.run()} {
		if err := e.client.Refresh(ctx, index); err != nil {
			return err
		}
	}
	if err := e.putState(ctx, next); err != nil {
		return err
	}
	if len(e.words) > maxWords {
		clear(e.words)
	}
	maps.Copy(e.words, counts)
	e.pending = newChanges()
	err = errors.Join(e.outdate(context.WithoutCancel(ctx)), e.play(ctx, next.Generation))
	if err == nil && len(next.Dead) > maxDead {
		_ = e.tidy(ctx) // the commit stands, and the next one removes what is left
	}
	return err
}

// maxDead is how many documents may wait for the next commit to be removed: every search names them.
const maxDead = 100

// tidy removes what the last commit replaced.
func (e *Engine) tidy(ctx context.Context) error {
	tidied := e.hold.state
	if len(tidied.Dead) == 0 {
		return nil
	}
	if err := e.write(ctx, e.beside(tidied, nil)); err != nil {
		return err
	}
	if err := e.client.Refresh(ctx, tidied.index); err != nil {
		return err
	}
	tidied.Dead = nil
	return e.putState(ctx, tidied)
}

// note writes the journal.
func (e *Engine) note(ctx context.Context) error {
	if len(e.pending.entries) == 0 {
		return nil
	}
	data, err := pack(e.pending.entries)
	if err != nil {
		return err
	}
	_, err = e.client.Put(ctx, e.hold.state.run(), journalOf(e.pending.commit), object{"data": data}, rest.WriteOptions{})
	return err
}

// write carries out actions, each of a document of its own.
func (e *Engine) write(ctx context.Context, actions []rest.Action) error {
	return e.bulk(ctx, func(yield func(rest.Action, error) bool) {
		for _, a := range actions {
			if !yield(a, nil) {
				return
			}
		}
	})
}

func (e *Engine) bulk(ctx context.Context, actions iter.Seq2[rest.Action, error]) error {
	_, err := e.client.Bulk(ctx, actions, "")
	return err
}

// beside is what is written with the documents of a commit: its words, and the end of what the commit before replaced.
func (e *Engine) beside(before state, counts map[word]int) (actions []rest.Action) {
	for _, id := range before.Dead {
		actions = append(actions, rest.Action{Op: rest.OpDelete, Index: before.index, ID: id})
	}
	for w, n := range counts {
		actions = append(actions, rest.Action{Op: rest.OpIndex, Index: before.run(), ID: w.id(), Source: w.entry(n)})
	}
	return actions
}

// replaced are the ids of the documents that the pending changes replace or delete.
func (e *Engine) replaced(ctx context.Context) (ids []string, err error) {
	var names []string
	for key := range e.pending.stamps {
		names = append(names, nameOfKey(key))
	}
	for some := range slices.Chunk(names, pageSize) {
		found, err := e.search(ctx, &commit{state: e.hold.state}, object{"size": pageSize, "_source": false, "query": object{"terms": object{"key": some}}})
		if err != nil {
			return nil, err
		}
		for _, hit := range found.hits {
			ids = append(ids, hit.ID)
		}
	}
	return ids, nil
}

// nameOf is the id of a thing in the index of all else: names may be longer than ids.
func nameOf(kind string, names ...string) string {
	sum := sha256.New()
	for _, name := range names {
		sum.Write([]byte(name + "\x00"))
	}
	return kind + "-" + base64.RawURLEncoding.EncodeToString(sum.Sum(nil)[:16])
}

// Stored yields the stamps of all documents, committed or put since.
func (e *Engine) Stored(ctx context.Context) iter.Seq2[document.Stamp, error] {
	return func(yield func(document.Stamp, error) bool) {
		e.writing.Lock()
		pending := maps.Clone(e.pending.stamps)
		e.writing.Unlock()
		for _, stamp := range pending {
			if stamp != nil && !yield(*stamp, nil) {
				return
			}
		}
		for hit, err := range e.held(ctx, "key", "source", "hash") {
			stamp := document.Stamp{Key: keyOf(hit.text("key")), Source: hit.text("source"), Hash: hit.text("hash")}
			if _, changed := pending[stamp.Key]; err == nil && changed {
				continue
			}
			if !yield(stamp, err) || err != nil {
				return
			}
		}
	}
}

// Headers yields the headers of all documents of the last commit.
func (e *Engine) Headers(ctx context.Context) iter.Seq2[document.Header, error] {
	return func(yield func(document.Header, error) bool) {
		for hit, err := range e.held(ctx, "header") {
			var h document.Header
			if err == nil {
				err = hit.column("header").unpack(&h)
			}
			if !yield(h, err) || err != nil {
				return
			}
		}
	}
}

// Entries yields all entries of the last commit.
func (e *Engine) Entries(ctx context.Context) iter.Seq2[document.Entry, error] {
	return func(yield func(document.Entry, error) bool) {
		at, err := e.state(ctx)
		if err != nil {
			yield(document.Entry{}, unavailable(err))
			return
		}
		for hit, err := range e.listed(ctx, at, "source", object{"query": object{"exists": object{"field": "source"}}}) {
			var entry struct {
				Source string `json:"source"`
				Data   []byte `json:"data"`
			}
			if err == nil {
				err = json.Unmarshal(hit.Source, &entry)
			}
			if !yield(document.Entry{Source: entry.Source, Data: entry.Data}, err) || err != nil {
				return
			}
		}
	}
}

// pageSize is the number of hits that are read at a time where all are.
const pageSize = 1000

// all yields all documents of a request, in the order of a field that each has a value of its own in.
func (e *Engine) all(ctx context.Context, c *commit, order string, request object) iter.Seq2[hit, error] {
	query := request["query"]
	return pages(order, request, func(request object) (answer, error) {
		request["query"] = query
		return e.ask(ctx, c, request)
	})
}

// held is all of the last commit.
func (e *Engine) held(ctx context.Context, columns ...string) iter.Seq2[hit, error] {
	return func(yield func(hit, error) bool) {
		begun, again := false, true
		for attempt := 0; again; attempt++ {
			c, err := e.committed(ctx)
			if err != nil {
				yield(hit{}, err)
				return
			}
			again = false
			for h, err := range e.all(ctx, c, "order", object{"query": object{"match_all": object{}}, "stored_fields": nothing, "docvalue_fields": columns}) {
				if again = attempt == 0 && !begun && errors.Is(err, errStale); again { // its point in time has ended while nobody asked
					break
				}
				if begun = true; !yield(h, err) {
					return
				}
			}
		}
	}
}

// listed is all for what stands beside the documents.
func (e *Engine) listed(ctx context.Context, at state, order string, request object) iter.Seq2[hit, error] {
	return pages(order, request, func(request object) (found answer, err error) {
		result, err := e.client.Search(ctx, rest.Search{Index: at.run(), Body: request})
		return newAnswer(result), unavailable(err)
	})
}

func pages(order string, request object, ask func(object) (answer, error)) iter.Seq2[hit, error] {
	return func(yield func(hit, error) bool) {
		request["size"], request["sort"], request["track_total_hits"] = pageSize, []object{{order: "asc"}}, false
		for {
			found, err := ask(request)
			if err != nil {
				yield(hit{}, err)
				return
			}
			for _, h := range found.hits {
				if !yield(h, nil) {
					return
				}
			}
			if len(found.hits) < pageSize {
				return
			}
			request["search_after"] = found.hits[len(found.hits)-1].Sort
		}
	}
}
