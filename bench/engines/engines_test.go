package engines_test

import (
	"errors"
	"maps"
	"path/filepath"
	"slices"
	"testing"

	"github.com/plenary-search/plenary/bench/collection"
	"github.com/plenary-search/plenary/bench/engines"
	"github.com/plenary-search/plenary/bench/workload"
)

// TestEnginesFindTheSame holds Bleve against plenary on the seeds: the harness asks both for the same.
func TestEnginesFindTheSame(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "seeds")
	if _, err := collection.Build(t.Context(), "absent", file, 1); err != nil {
		t.Fatal(err)
	}
	const units = 3000
	queries, err := workload.Draw(collection.Documents(file, units), 4, 1)
	if err != nil {
		t.Fatal(err)
	}
	contents, err := collection.Survey(collection.Documents(file, units))
	if err != nil {
		t.Fatal(err)
	}
	plenary := filled(t, &engines.Plenary{Dir: filepath.Join(dir, "plenary")}, file, units)
	bleve := filled(t, &engines.Bleve{Dir: filepath.Join(dir, "bleve"), Languages: contents.Languages}, file, units)
	for _, q := range queries {
		want, err := answer(t, plenary, q)
		if err != nil {
			t.Fatal(err)
		}
		got, err := answer(t, bleve, q)
		if errors.Is(err, engines.ErrCannot) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if got.Total != want.Total || want.Total == 0 && q.Class != "boolean" { // which may exclude what it asks for
			t.Errorf("%s %q: Bleve finds %d units, plenary %d", q.Class, q.Text, got.Total, want.Total)
		}
		if !slices.Equal(got.Dates, want.Dates) {
			t.Errorf("%s %q: Bleve has hits of %v, plenary of %v", q.Class, q.Text, got.Dates, want.Dates)
		}
		if !slices.Equal(slices.Sorted(maps.Values(got.Facets["type"])), slices.Sorted(maps.Values(want.Facets["type"]))) {
			t.Errorf("%s %q: Bleve counts types %v, plenary %v", q.Class, q.Text, got.Facets["type"], want.Facets["type"])
		}
	}
}

func filled(t *testing.T, e engines.Engine, file string, units int) engines.Engine {
	t.Helper()
	if err := e.Fill(t.Context(), collection.Documents(file, units)); err != nil {
		t.Fatal(err)
	}
	if err := e.Open(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	return e
}

func answer(t *testing.T, e engines.Engine, q workload.Query) (engines.Answer, error) {
	t.Helper()
	ask, err := e.Prepare([]workload.Query{q}, true)
	if err != nil {
		t.Fatal(err)
	}
	return ask(0, true)
}
