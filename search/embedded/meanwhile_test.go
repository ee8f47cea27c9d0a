package embedded

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/searchtest"
)

// withoutColumns is an index whose column files are removed.
func withoutColumns(t testing.TB, dir string) string {
	t.Helper()
	for _, file := range columnFilesLeft(t, dir) {
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// holding is an option that keeps column files from being made until release is called.
func holding(opts Options) (held Options, release func()) {
	released, release := context.WithCancel(context.Background())
	opts.hold = func(ending context.Context) {
		select {
		case <-released.Done():
		case <-ending.Done():
		}
	}
	return opts, release
}

// said is all that an index says of what it holds, and its answers to some questions.
type said struct {
	Corpus    search.Corpus
	Headers   []document.Header
	Documents []document.Document
	Families  []document.Header
	Answers   []search.Results
}

func sayings(t testing.TB, e *Engine) (s said) {
	t.Helper()
	s.Answers = answers(t, e)
	var errs [2]error
	s.Corpus, errs[0] = e.Corpus(t.Context())
	for h, err := range e.Headers(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		d, err := e.Document(t.Context(), h.Key())
		if err != nil {
			t.Fatal(err)
		}
		s.Headers, s.Documents = append(s.Headers, h), append(s.Documents, d)
	}
	s.Families, errs[1] = e.Family(t.Context(), s.Headers[0].Symbol)
	if err := errors.Join(errs[:]...); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s said) same(t testing.TB, when string, e *Engine) {
	t.Helper()
	if diff := cmp.Diff(s, sayings(t, e), cmpopts.EquateEmpty(), cmpopts.EquateApprox(0, 1e-9)); diff != "" {
		t.Errorf("%s: other answers (-want +got):\n%s", when, diff)
	}
}

// filled is an index of the gold documents, and what it says.
func filled(t testing.TB) (dir string, want said) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "index")
	e := openAt(t, dir, Options{})
	searchtest.FillGold(t, e)
	commitAll(t, e, testDocument("A/1", "trafficking in persons"))
	want = sayings(t, e)
	closeEngine(t, e)
	return dir, want
}

func isDone(m *making) bool {
	select {
	case <-m.done:
		return true
	default:
		return false
	}
}

// While column files are made the record answers, the same; and who ends the engine meanwhile need not wait.
func TestRecordAnswersMeanwhile(t *testing.T) {
	for _, opts := range []Options{{}, {Bulk: true}, {ReadOnly: true}} {
		dir, want := filled(t)
		held, release := holding(opts)
		defer release()
		for range 2 { // the first one ends before they are made
			withoutColumns(t, dir)
			e := openAt(t, dir, held)
			want.same(t, "meanwhile", e)
			if isDone(e.making) {
				t.Fatal("column files are made although making them is held")
			}
			closeEngine(t, e)
			if left := columnFilesLeft(t, dir); len(left) > 0 {
				t.Errorf("an engine that was closed meanwhile left %v", left)
			}
		}
		e := openAt(t, dir, held)
		want.same(t, "meanwhile", e)
		release()
		if err := e.made(t.Context()); err != nil {
			t.Fatal(err)
		}
		want.same(t, "made", e)
		if len(columnFiles(t, dir)) == 0 || e.view.record != nil {
			t.Error("column files are made, and the record goes on answering")
		}
		closeEngine(t, e)
		patient := openAt(t, withoutColumns(t, dir), Options{ReadOnly: true, Patient: true})
		if !isDone(patient.making) {
			t.Error("a patient Open has not waited")
		}
		want.same(t, "opened patiently", patient)
	}
}

func columnFilesLeft(t testing.TB, dir string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, columnsName, "*"))
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// A writer takes documents while column files are made, and commits them once they are.
func TestCommitMeanwhile(t *testing.T) {
	dir, _ := filled(t)
	opts, release := holding(Options{})
	defer release()
	e := openAt(t, withoutColumns(t, dir), opts)
	before := count(t, e)
	if err := errors.Join(e.Put(t.Context(), []document.Document{testDocument("A/1", "one", "two"), testDocument("A/2", "three")}), e.Delete(t.Context(), nil)); err != nil {
		t.Fatal(err)
	}
	impatient, cancel := context.WithCancel(t.Context())
	cancel()
	if err := e.Commit(impatient); !errors.Is(err, context.Canceled) {
		t.Errorf("Commit = %v, want Canceled", err)
	}
	committed := make(chan error)
	go func() { committed <- e.Commit(t.Context()) }()
	if n := count(t, e); n != before || isDone(e.making) {
		t.Errorf("%d units meanwhile, want %d", n, before)
	}
	release()
	if err := <-committed; err != nil || !isDone(e.making) {
		t.Fatalf("Commit = %v", err)
	}
	if n := count(t, e); n != before+2 {
		t.Errorf("%d units, want %d", n, before+2)
	}
	closeEngine(t, e)
	reopened := openAt(t, dir, Options{ReadOnly: true})
	if n := count(t, reopened); n != before+2 || reopened.making != nil {
		t.Errorf("opened again: %d units, want %d", n, before+2)
	}
}

// A reader keeps writers away only as long as it makes column files, and follows them afterwards.
func TestReaderMakesFilesAndFollows(t *testing.T) {
	dir, want := filled(t)
	opts, release := holding(Options{ReadOnly: true})
	defer release()
	reader := openAt(t, withoutColumns(t, dir), opts)
	if _, err := Open(t.Context(), dir, Options{}); !errors.Is(err, ErrInUse) {
		t.Errorf("Open for writing meanwhile = %v, want ErrInUse", err)
	}
	release()
	if err := reader.made(t.Context()); err != nil {
		t.Fatal(err)
	}
	var writer *Engine
	eventually(t, "a writer may open it", func() (opened bool) {
		var err error
		writer, err = Open(t.Context(), dir, Options{})
		return err == nil
	})
	defer closeEngine(t, writer)
	commitAll(t, writer, testDocument("A/2", "new"))
	eventually(t, "the reader follows", func() bool {
		corpus, err := reader.Corpus(t.Context())
		return err == nil && corpus.Generation == want.Corpus.Generation+1
	})
}

// Where column files cannot be made the record goes on answering, and nothing is committed.
func TestColumnsCannotBeMade(t *testing.T) {
	dir, want := filled(t)
	opts, release := holding(Options{})
	defer release()
	e := openAt(t, withoutColumns(t, dir), opts)
	if err := errors.Join(os.RemoveAll(filepath.Join(dir, columnsName)), os.WriteFile(filepath.Join(dir, columnsName), nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	release()
	if err := errors.Join(e.Put(t.Context(), []document.Document{testDocument("A/2", "new")}), e.Commit(t.Context())); err == nil {
		t.Error("a commit without column files succeeded")
	}
	want.same(t, "afterwards", e)
}
