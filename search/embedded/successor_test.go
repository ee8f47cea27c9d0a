package embedded

import (
	"errors"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/plenary-search/plenary/index/document"
)

// An index that takes the place of another goes on with its generations.
func TestSuccessor(t *testing.T) {
	old, dir := written(t), filepath.Join(t.TempDir(), "index")
	for _, want := range []uint64{3, 4} {
		e := openAt(t, dir, Options{SuccessorOf: old})
		commitAll(t, e, testDocument("A/1", "one"))
		if got := generation(t, e); got != want {
			t.Errorf("generation %d, want %d", got, want)
		}
		closeEngine(t, e)
	}
	e := openAt(t, filepath.Join(t.TempDir(), "index"), Options{SuccessorOf: "nowhere"})
	commitAll(t, e, testDocument("A/1", "one"))
	if got := generation(t, e); got != 1 {
		t.Errorf("generation %d, want 1", got)
	}
}

// A successor that was begun goes on behind its predecessor, which has gone on meanwhile, with changes to write or without.
func TestSuccessorBegunBefore(t *testing.T) {
	old, dir := written(t), filepath.Join(t.TempDir(), "index")
	began := openAt(t, dir, Options{SuccessorOf: old})
	commitAll(t, began, testDocument("A/1", "one"))
	closeEngine(t, began)
	for round, changes := range [][]document.Document{{testDocument("A/2", "two")}, nil} {
		meanwhile := openAt(t, old, Options{})
		for n := range 4 {
			commitAll(t, meanwhile, testDocument("A/9", fmt.Sprintf("round %d version %d", round, n)))
		}
		before := generation(t, meanwhile)
		closeEngine(t, meanwhile)
		e := openAt(t, dir, Options{SuccessorOf: old})
		commitOnce(t, e, changes...)
		if got := generation(t, e); got != before+1 {
			t.Errorf("the successor of generation %d went on with %d", before, got)
		}
		commitOnce(t, e)
		if got := generation(t, e); got != before+1 {
			t.Errorf("a commit of nothing made generation %d of %d", got, before+1)
		}
		closeEngine(t, e)
		again := openAt(t, dir, Options{})
		if got, n := generation(t, again), count(t, again); got != before+1 || n != 2 {
			t.Errorf("opened again it has generation %d and %d units, want %d and 2", got, n, before+1)
		}
		closeEngine(t, again)
	}
}

// A successor without documents is no answer of its predecessor.
func TestSuccessorOfNothing(t *testing.T) {
	e := openAt(t, filepath.Join(t.TempDir(), "index"), Options{SuccessorOf: written(t)})
	commitOnce(t, e)
	if got := generation(t, e); got != 3 {
		t.Errorf("generation %d follows 2", got)
	}
}

func generation(t *testing.T, e *Engine) uint64 {
	t.Helper()
	corpus, err := e.Corpus(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return corpus.Generation
}

// commitOnce commits some documents, or none, as one change.
func commitOnce(t *testing.T, e *Engine, docs ...document.Document) {
	t.Helper()
	if err := errors.Join(e.Put(t.Context(), docs), e.Commit(t.Context())); err != nil {
		t.Fatal(err)
	}
}
