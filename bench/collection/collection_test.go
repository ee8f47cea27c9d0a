package collection_test

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/plenary-search/plenary/bench/collection"
	"github.com/plenary-search/plenary/index/document"
)

func build(t *testing.T) (file string, units int) {
	t.Helper()
	file = filepath.Join(t.TempDir(), "seeds")
	units, err := collection.Build(t.Context(), "absent", file, 1)
	if err != nil {
		t.Fatal(err)
	}
	return file, units
}

func TestDocumentsComeAgainUnderOtherSymbols(t *testing.T) {
	file, units := build(t)
	const rounds = 4
	keys, documents, total := map[document.Key]bool{}, 0, 0
	for d, err := range collection.Documents(file, rounds*units) {
		if err != nil {
			t.Fatal(err)
		}
		keys[d.Key()] = true
		documents++
		total += len(d.Units)
	}
	if total != rounds*units {
		t.Errorf("%d units wanted, %d given", rounds*units, total)
	}
	if len(keys) != documents {
		t.Errorf("%d documents have %d keys", documents, len(keys))
	}
}

func TestDocumentsEndWithTheOneThatMakesThemEnough(t *testing.T) {
	file, _ := build(t)
	n := 0
	for _, err := range collection.Documents(file, 1) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	if n != 1 {
		t.Errorf("one unit takes %d documents, want 1", n)
	}
}

func TestSizeIsWhatBuildCounted(t *testing.T) {
	file, units := build(t)
	if got, err := collection.Size(file); err != nil || got != units {
		t.Errorf("Size gives %d, %v; Build counted %d", got, err, units)
	}
}

func TestSurveyCountsUnitsAndLanguages(t *testing.T) {
	documents := []document.Document{
		{Header: document.Header{Symbol: "A/1", Lang: "it"}, Units: []document.Unit{{Kind: document.Paragraph}, {Kind: document.Paragraph, Lang: "fr"}}},
		{Header: document.Header{Symbol: "A/2"}, Units: []document.Unit{{Kind: document.Paragraph, Lang: "en"}, {Kind: document.Heading}}},
	}
	got, err := collection.Survey(func(yield func(document.Document, error) bool) {
		for _, d := range documents {
			if !yield(d, nil) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if got.Units != 4 || got.Searched != 3 {
		t.Errorf("Survey counts %d units, %d of them searched, want 4 and 3", got.Units, got.Searched)
	}
	if want := []document.Language{"en", "fr", "", "it"}; !slices.Equal(got.Languages, want) {
		t.Errorf("Survey finds the languages %v, want %v", got.Languages, want)
	}
}

func TestAbsentFileIsAnError(t *testing.T) {
	for _, err := range collection.Documents(filepath.Join(t.TempDir(), "absent"), 1) {
		if err == nil {
			t.Error("an absent file yields a document")
		}
	}
}
