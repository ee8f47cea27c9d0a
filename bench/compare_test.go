package main

import (
	"maps"
	"testing"

	"github.com/plenary-search/plenary/bench/engines"
	"github.com/plenary-search/plenary/bench/measure"
	"github.com/plenary-search/plenary/bench/workload"
)

func row(full bool, medians []float64, totals ...int) Row {
	r := Row{Class: workload.Fuzzy, Full: full, Clients: 1, Latency: measure.Latency{Medians: medians}}
	for _, total := range totals {
		r.Answers = append(r.Answers, engines.Answer{Total: total})
	}
	return r
}

func TestCompareCountsEqualWorkAlone(t *testing.T) {
	plenary := []Row{row(false, []float64{1, 1, 1}, 5, 6, 7), row(true, []float64{2, 2, 2}, 5, 6, 7)}
	other := []Row{row(false, []float64{4, 100, 4}, 5, 60, 7), row(true, []float64{6, 100, 0}, 5, 60)}
	all := compare(plenary, other)
	if len(all) != 1 {
		t.Fatalf("compare gives %d classes, want 1", len(all))
	}
	if c := all[0]; c.Compared != 3 || c.Totals != 1 || c.Plain != 4 || c.Full != 3 {
		t.Errorf("compare gives %+v, want 3 queries, 1 with another total, 4 times as long plain and 3 times full", c)
	}
}

func TestCompareNamesWhatAnEngineCannot(t *testing.T) {
	plenary := []Row{row(false, []float64{1}, 5), row(true, []float64{1}, 5)}
	other := []Row{{Class: workload.Fuzzy, Clients: 1, Cannot: "no such words"}}
	all := compare(plenary, other)
	if len(all) != 1 || all[0].Cannot == "" || all[0].Plain != 0 {
		t.Errorf("compare gives %+v, want the reason and no figures", all)
	}
	if mean, _, _ := summaryOf(all, false); mean != 0 {
		t.Errorf("the mean of no classes is %v, want 0", mean)
	}
}

func TestFacetsWithEqualCountsAreEqual(t *testing.T) {
	a := engines.Answer{Facets: map[string]map[string]int{"body": {"GA": 2, "SC": 1}}}
	b := engines.Answer{Facets: map[string]map[string]int{"body": {"GA": 2, "HRC": 1}}}
	if !equalFacets(a, b) {
		t.Error("facets that differ in which value of a tie they list are told apart")
	}
	b.Facets["body"]["GA"] = 3
	if equalFacets(a, b) {
		t.Error("facets with other counts are taken for equal")
	}
}

func TestFacetsMayListValuesOfTheFilterBesides(t *testing.T) {
	ten := map[string]int{}
	for i := range 10 {
		ten[string(rune('a'+i))] = 10 + i
	}
	eleven := maps.Clone(ten)
	eleven["filtered"] = 3
	if !equalFacets(engines.Answer{Facets: map[string]map[string]int{"year": eleven}}, engines.Answer{Facets: map[string]map[string]int{"year": ten}}) {
		t.Error("an eleventh value, which the filter names, is taken for a difference")
	}
}

func TestOrderHasEachQueryOnce(t *testing.T) {
	for _, n := range []int{1, 221, 241} {
		seen := map[int]bool{}
		for k := range n {
			seen[order(k, n)] = true
		}
		if len(seen) != n {
			t.Errorf("order of %d queries has %d of them", n, len(seen))
		}
	}
}
