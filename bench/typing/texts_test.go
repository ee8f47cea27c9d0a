package main

import (
	"slices"
	"testing"

	"github.com/plenary-search/plenary/bench/workload"
)

var some = []workload.Query{
	{Class: workload.CommonPhrase, Text: `"Règles du jeu"`}, {Class: workload.RareTerm, Text: "trafficking"}, {Class: workload.Prefix, Text: "technic*"},
}

func TestTyped(t *testing.T) {
	got := typed(some)
	for _, want := range []string{"Rè", "Règles d", "Règles du jeu", "tr", "trafficking", "item 2 (b)"} {
		if !slices.Contains(got, want) {
			t.Errorf("%q is not typed", want)
		}
	}
	for _, other := range []string{"t", `"R`, "te"} {
		if slices.Contains(got, other) {
			t.Errorf("%q is typed", other)
		}
	}
}

func TestMisspelt(t *testing.T) {
	if got, want := misspelt(some), []string{"Règes du jeu", "traffcking"}; !slices.Equal(got, want) {
		t.Errorf("misspelt = %q, want %q", got, want)
	}
}
