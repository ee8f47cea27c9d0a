package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/plenary-search/plenary/bench/collection"
	"github.com/plenary-search/plenary/index"
	"github.com/plenary-search/plenary/index/document"
)

// TestSourcesAreDocumentsOfTheCollection reads the files as plenary does.
func TestSourcesAreDocumentsOfTheCollection(t *testing.T) {
	file := filepath.Join(t.TempDir(), "seeds")
	if _, err := collection.Build(t.Context(), "absent", file, 1); err != nil {
		t.Fatal(err)
	}
	const n = 3
	s, err := writeSources(t.TempDir(), file, n)
	if err != nil {
		t.Fatal(err)
	}
	first, second := readSources(t, s.first), readSources(t, s.second)
	if len(first) != n || len(second) != n {
		t.Errorf("the folders hold %d and %d documents, want %d in each", len(first), len(second), n)
	}
	units := 0
	for key, d := range first {
		units += len(d.Units)
		if _, both := second[key]; both {
			t.Errorf("%v is in both folders", key)
		}
	}
	if units != s.units {
		t.Errorf("the first folder holds %d units, said to be %d", units, s.units)
	}
	if _, err := os.Stat(nameOf(s.first, 0)); err != nil {
		t.Errorf("the file that is changed: %v", err)
	}
}

func readSources(t *testing.T, folder string) map[document.Key]document.Document {
	t.Helper()
	all := map[document.Key]document.Document{}
	for s, err := range index.FromFS(t.Context(), os.DirFS(folder), index.WalkLimits{}) {
		if err != nil {
			t.Fatal(err)
		}
		docs, err := index.Read(t.Context(), s, index.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range docs {
			all[d.Key()] = d
		}
	}
	return all
}
