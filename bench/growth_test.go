package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/plenary-search/plenary/bench/engines"
	"github.com/plenary-search/plenary/bench/measure"
	"github.com/plenary-search/plenary/bench/workload"
)

// grownResults are those of an engine whose processor time grows with the units, whose bytes a unit stay, and whose full pages take as
// long as the root of the units; it was asked two classes.
func grownResults() (sizes []Counts, results []Result) {
	for _, at := range []struct {
		units int
		root  float64
	}{{10_000, 1}, {1_000_000, 10}} {
		row := func(class string, clients int) Row {
			return Row{Class: class, Full: true, Clients: clients, Latency: measure.Latency{P50: at.root, P99: 2 * at.root, PerSecond: 1000 / at.root},
				Answers: []engines.Answer{{Total: at.units / 100}, {Total: at.units / 50}}}
		}
		sizes = append(sizes, Counts{Collection: 300_000, All: at.units, Searched: at.units / 2})
		results = append(results, Result{
			Index: Index{Seconds: 10, CPU: float64(at.units) / 1000, Bytes: int64(at.units) * 600, Version: "v1", Parts: map[string]int64{"store": int64(at.units) * 200}},
			Asked: Asked{Version: "v2", Rows: []Row{row(workload.RareTerm, 1), row(mixed, 1), row(mixed, 2)}},
		})
	}
	return sizes, results
}

func TestGrownFigures(t *testing.T) {
	sizes, results := grownResults()
	g := grown(peer{name: "plenary", title: "plenary"}, sizes, results)
	for _, want := range []struct {
		name  string
		first float64
		law   string
	}{
		{"indexing, units/s", 1000, "units^1.00"},
		{"indexing, CPU s", 10, "units^1.00"},
		{"index, bytes a unit", 600, "units^0.00"},
		{"of these, store", 200, "units^0.00"},
		{"heap, MiB", 0, "–"},
		{"rare term: hits", 150, "units^1.00"},
		{"rare term: p50 ms", 1, "units^0.50"},
		{"mixed: pages/s, two clients", 1000, "units^-0.50"},
		{"mixed: p99 ms", 2, "units^0.50"},
	} {
		i := slices.IndexFunc(g.Figures, func(f Figure) bool { return f.Name == want.name })
		if i < 0 {
			t.Errorf("there is no figure %q", want.name)
			continue
		}
		if f := g.Figures[i]; f.Values[0] != want.first || f.law() != want.law {
			t.Errorf("%s is %v at first and grows as %s, want %v and %s", f.Name, f.Values[0], f.law(), want.first, want.law)
		}
	}
	if slices.ContainsFunc(g.Figures, func(f Figure) bool { return strings.HasPrefix(f.Name, workload.Fuzzy) }) {
		t.Error("a class that was not asked has figures")
	}
}

func TestPeersIndexTheUnitsSearched(t *testing.T) {
	sizes, results := grownResults()
	g := grown(peer{name: "bleve"}, sizes, results)
	if f := g.Figures[0]; f.Values[0] != 500 {
		t.Errorf("%s is %v, want 500: half of the units are searched", f.Name, f.Values[0])
	}
}

func TestGrowthTableHasAColumnForEachSize(t *testing.T) {
	sizes, results := grownResults()
	text := Growth{Sizes: sizes, Engines: []Grown{grown(peer{name: "plenary", title: "plenary"}, sizes, results)}}.markdown()
	for _, line := range []string{
		"| figure | 10000 | 1000000 | grows as |\n|---|--:|--:|---|\n",
		"| rare term: p50 ms | 1.00 | 10.0 | units^0.50 |\n",
		"| heap, MiB | – | – | – |\n",
		"of 1000000 units the first 300000 are different, the other 700000 are these again under other symbols, each up to 4 times in all",
		"Indexed by v1; asked by v2. " + olderIndex,
	} {
		if !strings.Contains(text, line) {
			t.Errorf("the report lacks %q:\n%s", line, text)
		}
	}
	if strings.Contains(text, "of 10000 units the first") {
		t.Error("units that come once are said to be repeated")
	}
}

func TestSmallNegativeExponentIsNoMinusZero(t *testing.T) {
	x := -0.001
	if got := (Figure{Exponent: &x}).law(); got != "units^0.00" {
		t.Errorf("an exponent of %v is written as %s", x, got)
	}
}

func TestSizesOf(t *testing.T) {
	got, err := sizesOf("50000, 2000,10000,2000")
	if want := []int{2000, 10_000, 50_000}; err != nil || !slices.Equal(got, want) {
		t.Errorf("sizes are %v, %v, want %v", got, err, want)
	}
	for _, list := range []string{"many", "0", "10,-1", "1e6"} {
		if got, err := sizesOf(list); err == nil {
			t.Errorf("sizesOf(%q) = %v, want an error", list, got)
		}
	}
}
