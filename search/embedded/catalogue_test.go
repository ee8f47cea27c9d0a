package embedded

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
)

// entries are those of an engine, by source.
func entries(t *testing.T, e *Engine) (all map[string]string, err error) {
	t.Helper()
	all = map[string]string{}
	for entry, err := range e.Entries(t.Context()) {
		if err != nil {
			return nil, err
		}
		all[entry.Source] = string(entry.Data)
	}
	return all, nil
}

func TestAReaderReadsTheCatalogue(t *testing.T) {
	dir := written(t)
	reader := openAt(t, dir, Options{ReadOnly: true, Still: true})
	if got, err := entries(t, reader); err != nil || len(got) > 0 {
		t.Errorf("before the first: %v, %v", got, err)
	}
	writer := openAt(t, dir, Options{})
	want := map[string]string{"a": "1", "b": "2"}
	if err := errors.Join(writer.PutEntries(t.Context(), []document.Entry{{Source: "a", Data: []byte("1")}, {Source: "b", Data: []byte("2")}, {Source: "c"}}), writer.Commit(t.Context())); err != nil {
		t.Fatal(err)
	}
	if got, err := entries(t, reader); !errors.Is(err, ErrInUse) {
		t.Errorf("while somebody writes: %v, %v, want ErrInUse", got, err)
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	if got, err := entries(t, reader); !errors.Is(err, search.ErrUnavailable) {
		t.Errorf("of a later commit: %v, %v, want ErrUnavailable", got, err)
	}
	for range 2 { // and again: it leaves no lock behind
		got, err := entries(t, openAt(t, dir, Options{ReadOnly: true, Still: true}))
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("entries, %v (-want +got):\n%s", err, diff)
		}
	}
	for entry, err := range openAt(t, dir, Options{ReadOnly: true}).Entries(t.Context()) {
		if err != nil || entry.Source == "" {
			t.Errorf("%+v, %v", entry, err)
		}
		break
	}
	commitAll(t, openAt(t, dir, Options{}), testDocument("A/9", "nine"))
}

// A still reader goes on with its commit, though the files of it are merged and replaced.
func TestAStillReaderDoesNotFollow(t *testing.T) {
	dir := written(t)
	still, following := openAt(t, dir, Options{ReadOnly: true, Still: true}), openAt(t, dir, Options{ReadOnly: true})
	writer := openAt(t, dir, Options{})
	commitAll(t, writer, testDocument("A/3", "three"))
	if err := writer.Delete(t.Context(), []document.Key{{Symbol: "A/1", Lang: "en"}}); err != nil {
		t.Fatal(err)
	}
	commitAll(t, writer, testDocument("A/4", "four"))
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the other one follows", func() bool { return count(t, following) == 4 })
	d, err := still.Document(t.Context(), document.Key{Symbol: "A/1", Lang: "en"})
	if n := count(t, still); n != 3 || err != nil || d.Units[0].Text != "trafficking in persons" {
		t.Errorf("%d units, %+v, %v, want the three of the commit that it was opened with", n, d, err)
	}
}
