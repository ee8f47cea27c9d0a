package embedded

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search/fault"
	"github.com/plenary-search/plenary/search/searchtest"
)

func all(files []*openFile) run { return run{to: len(files)} }

// A merge whose file cannot be put in place leaves nothing behind, and is not reported as done: it would be tried again at once, until
// the disk is full.
func TestMergeThatCannotBePutInPlace(t *testing.T) {
	for name, c := range map[string]struct{ spoil, mend func(e *Engine) error }{
		"after a failed write": {
			func(e *Engine) error { e.broken = errors.New("the disk is full"); return nil },
			func(e *Engine) error { e.broken = nil; return nil },
		},
		"without a manifest": {
			func(e *Engine) error { return os.Mkdir(filepath.Join(e.folder.path, temporaryName), 0o700) },
			func(e *Engine) error { return os.Remove(filepath.Join(e.folder.path, temporaryName)) },
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := written(t)
			e := openAt(t, dir, Options{})
			before := columnFiles(t, dir)
			if err := c.spoil(e); err != nil {
				t.Fatal(err)
			}
			if merged, err := e.merge(all); merged || err == nil {
				t.Errorf("merge = %v, %v, want a failure", merged, err)
			}
			if diff := cmp.Diff(before, columnFiles(t, dir)); diff != "" {
				t.Errorf("column files (-before +after):\n%s", diff)
			}
			if err := c.mend(e); err != nil {
				t.Fatal(err)
			}
			if merged, err := e.merge(all); !merged || err != nil {
				t.Errorf("merge = %v, %v afterwards", merged, err)
			}
			if n := count(t, e); n != 3 {
				t.Errorf("%d units, want 3", n)
			}
		})
	}
}

// A bulk run ends with one file, which tells of pairs; one that adds little to what is there leaves that alone.
func TestSettle(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "index")
	fill := func(docs ...document.Document) []*openFile {
		e := openAt(t, dir, Options{Bulk: true})
		for _, d := range docs {
			commitAll(t, e, d)
		}
		closeEngine(t, e)
		e = openAt(t, dir, Options{})
		defer closeEngine(t, e)
		return slices.Clone(e.last.files)
	}
	gold, err := searchtest.Gold()
	if err != nil {
		t.Fatal(err)
	}
	for n := 1; n <= 2; n++ { // of one commit, too
		files := fill(gold[:n]...)
		if len(files) != 1 || !files[0].segment.HasPairs() {
			t.Fatalf("%d files after a run of %d commits, want one with pairs", len(files), n)
		}
	}
	settled := fill(gold...)
	after := fill(testDocument("A/1", "one or two words"))
	if len(after) != 2 || after[0].Name != settled[0].Name {
		t.Errorf("files %v after a small run, want %v and one more", namesOf(after), namesOf(settled))
	}
}

// What panics while it is written, as a merge of a file that was cut does, comes back as an error and leaves no file.
func TestPanicWhileWriting(t *testing.T) {
	f := &folder{path: t.TempDir()}
	_, err := f.writeColumns(1, func(io.Writer) error { panic("a page of a mapped file is gone") })
	if p := (*fault.Panic)(nil); !errors.As(err, &p) {
		t.Errorf("writeColumns = %v, want the panic", err)
	}
	if left, err := os.ReadDir(f.columns("")); len(left) > 0 || err != nil {
		t.Errorf("left: %v, %v", left, err)
	}
}
