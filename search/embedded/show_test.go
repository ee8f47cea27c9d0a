package embedded

import (
	"testing"

	"github.com/plenary-search/plenary/index/document"
)

// A commit that a search was still preparing when the next one came does not hide that one.
func TestShownCommitsDoNotGoBack(t *testing.T) {
	e, err := OpenMemory(Options{Bulk: true})
	if err != nil {
		t.Fatal(err)
	}
	defer closeEngine(t, e)
	commitAll(t, e, testDocument("A/1", "one"))
	e.mu.Lock()
	preparing, exchanges := e.last, e.exchanges
	e.use(preparing.files)
	e.mu.Unlock()
	commitAll(t, e, testDocument("A/2", "two"))
	if err := e.show(preparing, exchanges); err != nil {
		t.Fatal(err)
	}
	if n := count(t, e); n != 2 {
		t.Errorf("%d units, want the 2 of the last commit", n)
	}
}

// A commit that cannot be shown does not keep searches from the one before.
func TestCommitThatCannotBeShown(t *testing.T) {
	dir := written(t)
	e := openAt(t, dir, Options{})
	if err := e.Put(t.Context(), []document.Document{testDocument("A/3", "three")}); err != nil {
		t.Fatal(err)
	}
	e.last.files = append(e.last.files, &openFile{}) // no segment: preparing it panics
	if err := e.Commit(t.Context()); err == nil {
		t.Error("a commit that cannot be shown is reported as done")
	}
	if n := count(t, e); n != 3 {
		t.Errorf("%d units, want the 3 of the commit before", n)
	}
}
