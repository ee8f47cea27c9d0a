package main

import (
	"strings"
	"testing"

	"github.com/plenary-search/plenary/bench/engines"
	"github.com/plenary-search/plenary/bench/measure"
	"github.com/plenary-search/plenary/bench/workload"
)

func TestFiguresHaveThreeThatCount(t *testing.T) {
	for x, want := range map[float64]string{0.0123: "0.012", 1.2345: "1.23", 12.345: "12.3", 123.45: "123", 12345.6: "12346"} {
		if got := figures(x); got != want {
			t.Errorf("figures(%v) = %s, want %s", x, got, want)
		}
	}
}

func TestLatencySaysHowManyQueriesItIsOf(t *testing.T) {
	all := make([]float64, *each)
	for i := range all {
		all[i] = 1
	}
	some := append([]float64{1, 2, 3}, make([]float64, *each-3)...)
	for _, c := range []struct {
		row  *Row
		want string
	}{
		{nil, "–"},
		{&Row{Cannot: "why"}, "cannot"},
		{&Row{Class: workload.And, Latency: measure.Latency{P50: 1, P99: 2, Medians: all}}, "1.00 / 2.00"},
		{&Row{Class: workload.And, Latency: measure.Latency{P50: 1, P99: 2, Medians: some}}, "1.00 / 2.00 (3 queries)"},
		{&Row{Class: workload.And, Latency: measure.Latency{P50: 1, P99: 2, Medians: all[:4]}}, "1.00 / 2.00 (4 queries)"},
		{&Row{Class: workload.MatchAll, Latency: measure.Latency{P50: 1, P99: 2, Medians: all[:1]}}, "1.00 / 2.00"},
	} {
		if got := latency(c.row); got != c.want {
			t.Errorf("latency(%+v) = %s, want %s", c.row, got, c.want)
		}
	}
}

// reportOfTwo is one class, asked of plenary and of an engine that is three times as slow and finds one unit more for the second query.
func reportOfTwo() Report {
	result := func(name string, millis float64, second int) Result {
		r := Result{Name: name, Title: "Title of " + name, Index: Index{Seconds: 2, CPU: 3, Bytes: 4000, Version: "v1"}, Asked: Asked{Version: "v2"}}
		for _, full := range []bool{false, true} {
			one := Row{Class: workload.And, Full: full, Clients: 1, Answers: []engines.Answer{{Total: 5, IDs: []string{"a"}}, {Total: second}},
				Latency: measure.Latency{P50: millis, P99: millis, PerSecond: 1000 / millis, Medians: []float64{millis, millis}}}
			two := one
			two.Clients, two.Answers = 2, nil
			r.Rows = append(r.Rows, one, two)
		}
		return r
	}
	r := Report{Units: Counts{Collection: 100, All: 250, Searched: 200}, Skipped: []string{"lucene: a JDK"}, Engines: []Result{result("plenary", 1, 7), result("other", 3, 8)}}
	r.Engines[1].Comparisons = compare(r.Engines[0].Rows, r.Engines[1].Rows)
	r.Engines[1].Note = "a note"
	return r
}

func TestReport(t *testing.T) {
	text := reportOfTwo().markdown()
	for _, part := range []string{
		"# plenary beside its peers, 250 units\n",
		"- units: 250, of which searches find 200 by default (peers have only these); the first 100 are different, the other 150 are these again under other symbols, each up to 3 times in all\n",
		"- skipped: lucene: a JDK\n",
		"| Title of plenary | v2, index by v1 | 100 | 3 | 20 |",
		olderIndex,
		"## Full pages, one client: p50 / p99 ms\n\n| class | hits | plenary | other |\n|---|--:|--:|--:|\n| and | 6 | 1.00 / 1.00 (2 queries) | 3.00 / 3.00 (2 queries) |\n",
		"| and | 1000 / 1000, 0.000 | 333 / 333, 0.000 |",
		"## How many times as long as plenary: plain / full\n\n| class | other |\n|---|--:|\n| and | 3× / 3× |\n",
		"| **geometric mean** | **3× / 3×** |",
		"- **other**: 2 queries compared; 100 % of the first ten are the same. and: of 2 queries 1 with another total.\n",
		"- other: a note.\n",
	} {
		if !strings.Contains(text, part) {
			t.Errorf("the report lacks %q:\n%s", part, text)
		}
	}
}

func TestChoose(t *testing.T) {
	chosen, skipped, err := choose("http,plenary")
	if err != nil || len(skipped) > 0 || len(chosen) != 2 || chosen[0].name != "plenary" {
		t.Errorf("choose gives %v, %v, %v, want plenary, over HTTP second", chosen, skipped, err)
	}
	if _, _, err := choose("plenary,nothing"); err == nil {
		t.Error("choose takes an engine that there is not")
	}
}
