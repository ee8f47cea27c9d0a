package main

import (
	"log/slog"
	"testing"

	"github.com/plenary-search/plenary/search/searchtest"
)

// The embedded documents, read from their texts, answer the questions of the annotation as the annotation does.
func TestSeedsAnswerGold(t *testing.T) {
	e, err := indexFlag{}.openEngine(t.Context(), true, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	searchtest.RunGold(t, e)
}
