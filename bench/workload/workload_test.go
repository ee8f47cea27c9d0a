package workload_test

import (
	"iter"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/plenary-search/plenary/bench/collection"
	"github.com/plenary-search/plenary/bench/workload"
	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
)

const each = 6 // queries of a class

// seeds are the two embedded documents over and over.
func seeds(t *testing.T) iter.Seq2[document.Document, error] {
	t.Helper()
	file := filepath.Join(t.TempDir(), "seeds")
	if _, err := collection.Build(t.Context(), "absent", file, 1); err != nil {
		t.Fatal(err)
	}
	return collection.Documents(file, 3000)
}

func draw(t *testing.T, documents iter.Seq2[document.Document, error], seed uint64) []workload.Query {
	t.Helper()
	queries, err := workload.Draw(documents, each, seed)
	if err != nil {
		t.Fatal(err)
	}
	return queries
}

func TestDrawIsTheSameForTheSameSeed(t *testing.T) {
	documents := seeds(t)
	first := draw(t, documents, 1)
	if again := draw(t, documents, 1); !reflect.DeepEqual(first, again) {
		t.Error("the same seed draws other queries")
	}
	if other := draw(t, documents, 2); reflect.DeepEqual(first, other) {
		t.Error("another seed draws the same queries")
	}
}

func TestQueriesHaveTheFormOfTheirClass(t *testing.T) {
	counts := map[string]int{}
	for _, q := range draw(t, seeds(t), 1) {
		counts[q.Class]++
		if got, want := formOf(q), wantForm(q.Class); got != want {
			t.Errorf("%s %q has the form %+v, want %+v", q.Class, q.Text, got, want)
		}
		if _, err := q.Plan([]document.Language{"en"}); err != nil {
			t.Error(err)
		}
	}
	for _, class := range workload.Classes {
		want := each
		if class == workload.MatchAll {
			want = 1
		}
		if counts[class] != want {
			t.Errorf("class %q has %d queries, want %d", class, counts[class], want)
		}
	}
}

// form is what tells classes apart.
type form struct {
	any, newest, filtered, empty     bool
	phrase, prefix, near, fuzzy, not bool
}

func formOf(q workload.Query) form {
	return form{any: q.Any, newest: q.Sort == search.SortNewest, filtered: len(q.Filters) == 1, empty: q.Text == "",
		phrase: strings.HasSuffix(q.Text, `"`), prefix: strings.HasSuffix(q.Text, "*"), near: strings.Contains(q.Text, `"~`),
		fuzzy: strings.HasSuffix(q.Text, "~1"), not: strings.Contains(q.Text, " -")}
}

func wantForm(class string) form {
	switch class {
	case workload.Or:
		return form{any: true}
	case workload.CommonPhrase, workload.RarePhrase, workload.AcrossStops:
		return form{phrase: true}
	case workload.Prefix:
		return form{prefix: true}
	case workload.FilterAndTerm:
		return form{filtered: true}
	case workload.DateOrder:
		return form{newest: true}
	case workload.Boolean:
		return form{filtered: true, not: true}
	case workload.Nearness:
		return form{near: true}
	case workload.Fuzzy:
		return form{fuzzy: true}
	case workload.MatchAll:
		return form{empty: true}
	}
	return form{}
}

func TestDrawRefusesTooSmallACollection(t *testing.T) {
	nothing := func(func(document.Document, error) bool) {}
	if _, err := workload.Draw(nothing, each, 1); err == nil {
		t.Error("Draw of no documents gives no error")
	}
}

func TestPlainRequestsAreBare(t *testing.T) {
	q := workload.Query{Text: "peace"}
	plain, err := q.Request(false)
	if err != nil {
		t.Fatal(err)
	}
	full, err := q.Request(true)
	if err != nil {
		t.Fatal(err)
	}
	if !plain.Bare || plain.Highlight || len(plain.Facets) > 0 {
		t.Errorf("the plain request is %+v, want a bare one", plain)
	}
	if full.Bare || !full.Highlight || len(full.Facets) != len(workload.Facets) {
		t.Errorf("the full request is %+v, want highlights and all facets", full)
	}
}
