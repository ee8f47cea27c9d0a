package cluster

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/plenary-search/plenary/search/cluster/rest"
)

// One engine at a time writes. It holds the document "writer" of the small index, which says who it is, until when it may be thought to live,
// and which commit it prepares. Who takes it over from one that has gone, cleanly or not, voids that commit: no search ever finds its
// documents, even those that the other one, if it lives after all, sends later. And its own commit then fails, because the state that it was to
// follow has changed.

var (
	// ErrInUse: another engine is writing.
	ErrInUse = errors.New("another engine is writing to the index")
	// ErrLost: another engine took the index over, because this one had not written for so long. What was put since the last commit is lost.
	ErrLost = errors.New("another engine has taken the index over: open the index again, and put again what was not committed")
)

// writer is the document that one engine holds.
type writer struct {
	Owner  string    `json:"owner"`
	Until  time.Time `json:"until"`
	Commit uint64    `json:"commit"` // that it prepares
}

// hold is what an engine knows of its right to write.
type hold struct {
	owner string
	until time.Time
	seq   rest.Seq // of the document
	// state is the last commit, as this engine left or found it, and when it was written.
	state    state
	stateSeq *rest.Seq // nil: there is none
	// before is who wrote before, until what that one has left is cleared up; nil where nobody did.
	before *writer
}

// begin makes sure that this engine writes, and numbers the commit that it prepares.
func (e *Engine) begin(ctx context.Context) error {
	if e.predecessor != nil {
		if err := e.predecessor.begin(ctx); err != nil {
			return err
		}
	}
	if e.hold.owner == "" || e.pending.commit == 0 && time.Now().After(e.hold.until) { // another index may have taken the place
		return e.take(ctx)
	}
	if e.pending.commit == 0 {
		e.pending.commit = e.next()
		e.hold.until = time.Time{} // it is to be written who prepares it
	}
	if time.Until(e.hold.until) <= e.patience/2 {
		if err := e.renew(ctx, &e.hold.seq); err != nil {
			return err
		}
	}
	return e.clearUp(ctx)
}

// next is a commit that nobody has prepared.
func (s state) next() uint64 {
	next := s.Generation
	for _, void := range s.Void {
		next = max(next, void)
	}
	return next + 1
}

// next is the number of the next commit: behind those of the index whose place this one is to take, too.
func (e *Engine) next() uint64 {
	next := e.hold.state.next()
	if e.predecessor != nil {
		next = max(next, e.predecessor.hold.state.next())
	}
	return next
}

// renew writes that this engine prepares its commit.
func (e *Engine) renew(ctx context.Context, known *rest.Seq) error {
	until := time.Now().Add(e.patience)
	seq, err := e.client.Put(ctx, e.hold.state.run(), "writer", writer{e.hold.owner, until, e.pending.commit}, rest.WriteOptions{Create: known == nil, If: known})
	if isDoubtful(err) {
		var w writer
		if found, failed := e.client.Get(ctx, e.hold.state.run(), "writer"); failed == nil && json.Unmarshal(found.Source, &w) == nil &&
			w.Owner == e.hold.owner && w.Commit == e.pending.commit {
			seq, until, err = found.Seq, w.Until, nil
		}
	}
	if errors.Is(err, rest.ErrConflict) {
		return fmt.Errorf("%w (%w)", ErrLost, err)
	}
	if err == nil {
		e.hold.seq, e.hold.until = seq, until
	}
	return err
}

// isDoubtful reports whether a write that is not repeated may have been carried out: its answer was lost, now or when it was tried before.
func isDoubtful(err error) bool {
	return errors.Is(err, rest.ErrUncertain) || errors.Is(err, rest.ErrConflict)
}

// take takes the right to write, if nobody has it.
func (e *Engine) take(ctx context.Context) error {
	var before *writer
	var known *rest.Seq
	at, _, err := e.readState(ctx)
	if err != nil {
		return err
	}
	found, err := e.client.Get(ctx, at.run(), "writer")
	switch {
	case err == nil:
		if err := json.Unmarshal(found.Source, &before); err != nil {
			return err
		}
		known = &found.Seq
	case !errors.Is(err, rest.ErrNotFound):
		return err
	}
	if before != nil && time.Now().Before(before.Until) {
		return fmt.Errorf("%w, %s: wait until it ends, or until %s if it has been killed", ErrInUse, before.Owner, before.Until.Format(time.TimeOnly))
	}
	if e.hold.state, e.hold.stateSeq, err = e.readStateOf(ctx, at.index); err != nil {
		return err
	}
	if err := e.void(ctx, before); err != nil {
		return err
	}
	clear(e.words) // another one may have counted
	e.hold.owner, e.pending.commit = rand.Text(), e.next()
	if before != nil {
		e.pending.commit = max(e.pending.commit, before.Commit+1)
	}
	if err := e.renew(ctx, known); err != nil {
		e.hold.owner = ""
		if errors.Is(err, ErrLost) {
			return fmt.Errorf("%w: it has just begun", ErrInUse)
		}
		return err
	}
	now, _, err := e.readState(ctx)
	if err == nil && now.index != at.index {
		err = fmt.Errorf("%w: another one has just taken its place", ErrInUse)
	}
	if err != nil {
		return errors.Join(err, e.release(ctx))
	}
	e.hold.before = before
	return e.clearUp(ctx)
}

// void has nobody ever find what the writer before has not committed. That comes before its right is taken, since who takes it next knows of
// the last writer alone; should that one write after all, its commit fails.
func (e *Engine) void(ctx context.Context, before *writer) error {
	if before == nil || before.Commit <= e.hold.state.Generation || slices.Contains(e.hold.state.Void, before.Commit) {
		return nil
	}
	next := e.hold.state
	next.Void = append(slices.Clip(next.Void), before.Commit)
	err := e.putState(ctx, next)
	if errors.Is(err, ErrLost) {
		return fmt.Errorf("%w: it has just begun", ErrInUse)
	}
	return err
}

// clearUp ends what the writer before has left.
func (e *Engine) clearUp(ctx context.Context) error {
	before := e.hold.before
	if before == nil {
		return nil
	}
	if err := e.play(ctx, e.hold.state.Generation); err != nil {
		return err
	}
	if before.Commit > e.hold.state.Generation {
		if _, err := e.client.DeleteByQuery(ctx, e.hold.state.index, object{"query": object{"terms": object{"commit": e.hold.state.Void}}}, true); err != nil {
			return err
		}
		if err := e.forgetJournal(ctx, before.Commit); err != nil {
			return err
		}
	}
	e.hold.before = nil
	return nil
}

// putState writes the state, if nobody else has since this engine read it.
func (e *Engine) putState(ctx context.Context, next state) error {
	seq, err := e.client.Put(ctx, e.hold.state.run(), "state", next, rest.WriteOptions{Create: e.hold.stateSeq == nil, If: e.hold.stateSeq})
	if isDoubtful(err) { // the number of a commit is that of one writer alone
		if s, known, failed := e.readStateOf(ctx, next.index); failed == nil && known != nil && s.Generation == next.Generation && slices.Equal(s.Void, next.Void) && len(s.Dead) == len(next.Dead) {
			seq, err = *known, nil
		}
	}
	if errors.Is(err, rest.ErrConflict) {
		return fmt.Errorf("%w (%w)", ErrLost, err)
	}
	if err == nil {
		e.hold.state, e.hold.stateSeq = next, &seq
	}
	return err
}

// release lets others write at once.
func (e *Engine) release(ctx context.Context) error {
	if e.hold.owner == "" {
		return nil
	}
	w := writer{Owner: e.hold.owner, Commit: e.pending.commit}
	_, err := e.client.Put(ctx, e.hold.state.run(), "writer", w, rest.WriteOptions{If: &e.hold.seq})
	if e.hold.owner = ""; errors.Is(err, rest.ErrConflict) || errors.Is(err, rest.ErrNotFound) {
		return nil // somebody else has it, or the index is gone
	}
	return err
}

// The journal of a commit is the entries of the catalogue that it changes, written before the commit and played after it: a source that is
// noted has its documents in the index.

func journalOf(commit uint64) string { return fmt.Sprintf("journal-%d", commit) }

// play carries out the journal of a commit, if there is one.
func (e *Engine) play(ctx context.Context, commit uint64) error {
	found, err := e.client.Get(ctx, e.hold.state.run(), journalOf(commit))
	if errors.Is(err, rest.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	var journal struct {
		Data packed `json:"data"`
	}
	var entries map[string][]byte
	if err := errors.Join(json.Unmarshal(found.Source, &journal), journal.Data.unpack(&entries)); err != nil {
		return err
	}
	var actions []rest.Action
	for source, data := range entries {
		a := rest.Action{Op: rest.OpDelete, Index: e.hold.state.run(), ID: nameOf("entry", source)}
		if data != nil {
			a.Op, a.Source = rest.OpIndex, object{"source": source, "data": data}
		}
		actions = append(actions, a)
	}
	if err := e.write(ctx, actions); err != nil {
		return err
	}
	if err := e.client.Refresh(ctx, e.hold.state.run()); err != nil {
		return err
	}
	return e.forgetJournal(ctx, commit)
}

func (e *Engine) forgetJournal(ctx context.Context, commit uint64) error {
	err := e.client.Delete(ctx, e.hold.state.run(), journalOf(commit), rest.WriteOptions{})
	if errors.Is(err, rest.ErrNotFound) {
		return nil
	}
	return err
}
