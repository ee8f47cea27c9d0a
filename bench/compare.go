package main

import (
	"maps"
	"slices"

	"github.com/plenary-search/plenary/bench/engines"
	"github.com/plenary-search/plenary/bench/measure"
	"github.com/plenary-search/plenary/bench/workload"
	"github.com/plenary-search/plenary/search"
)

// Comparison is how the answers of an engine to a class differ from plenary's, and how much longer it takes.
type Comparison struct {
	Class  string `json:"class"`
	Cannot string `json:"cannot,omitempty"`
	// Compared is the number of queries whose plain pages both answered; of them, so many have other totals. Of full pages with the same
	// total, so many have other counts in a facet, or hits of other dates where the order is that of dates.
	Compared int `json:"compared"`
	Totals   int `json:"totals"`
	Facets   int `json:"facets"`
	Dates    int `json:"dates"`
	// Overlap is the share of plenary's first ten hits that are among the first ten here. Engines rank differently, so it judges nothing.
	Overlap float64 `json:"overlap"`
	// Plain and Full are how many times as long as plenary the engine takes: the quotient of the medians over the queries that both
	// were asked and found the same number of units for. 0 where there are none.
	Plain float64 `json:"plain"`
	Full  float64 `json:"full"`
}

// compare holds the rows of an engine against plenary's, class by class; classes that it was not asked are left out.
func compare(plenary, other []Row) (all []Comparison) {
	for _, class := range workload.Classes {
		plain := pair{find(plenary, class, false, 1), find(other, class, false, 1)}
		full := pair{find(plenary, class, true, 1), find(other, class, true, 1)}
		switch {
		case plain.other == nil:
		case plain.other.Cannot != "":
			all = append(all, Comparison{Class: class, Cannot: plain.other.Cannot})
		default:
			all = append(all, compareClass(class, plain, full))
		}
	}
	return all
}

func compareClass(class string, plain, full pair) Comparison {
	same := plain.same()
	c := Comparison{Class: class, Compared: len(same), Plain: plain.quotient(), Full: full.quotient()}
	for _, equal := range same {
		if !equal {
			c.Totals++
		}
	}
	same = full.same()
	for i, equal := range same {
		p, o := full.plenary.Answers[i], full.other.Answers[i]
		c.Overlap += overlap(p.IDs, o.IDs) / float64(len(same))
		if equal && !equalFacets(p, o) {
			c.Facets++
		}
		if equal && len(p.Dates) > 0 && !slices.Equal(p.Dates, o.Dates) {
			c.Dates++
		}
	}
	return c
}

// pair are the rows of plenary and another engine for one class and form; nil where there is none.
type pair struct{ plenary, other *Row }

// same reports for each query that both answered whether both found the same number of units.
func (p pair) same() []bool {
	if p.plenary == nil || p.other == nil {
		return nil
	}
	same := make([]bool, min(len(p.plenary.Answers), len(p.other.Answers)))
	for i := range same {
		same[i] = p.plenary.Answers[i].Total == p.other.Answers[i].Total
	}
	return same
}

// quotient is how many times as long the other takes, over the queries that both were asked and that are the same work; 0 of none.
func (p pair) quotient() float64 {
	var ours, theirs []float64
	for i, equal := range p.same() {
		if equal && p.plenary.Medians[i] > 0 && p.other.Medians[i] > 0 {
			ours, theirs = append(ours, p.plenary.Medians[i]), append(theirs, p.other.Medians[i])
		}
	}
	if len(ours) == 0 {
		return 0
	}
	return measure.Percentile(theirs, 0.5) / measure.Percentile(ours, 0.5)
}

// equalFacets compares the ten largest counts of each facet without their values: of values with equal counts, engines list others, and
// plenary adds those of the filter.
func equalFacets(a, b engines.Answer) bool {
	for _, facet := range workload.Facets {
		if !slices.Equal(largest(a.Facets[facet.Field]), largest(b.Facets[facet.Field])) {
			return false
		}
	}
	return true
}

func largest(values map[string]int) []int {
	counts := slices.Sorted(maps.Values(values))
	slices.Reverse(counts)
	return counts[:min(len(counts), search.DefaultFacetSize)]
}

func overlap(a, b []string) float64 {
	if len(a) == 0 {
		return 1
	}
	both := 0
	for _, id := range a {
		if slices.Contains(b, id) {
			both++
		}
	}
	return float64(both) / float64(len(a))
}

// find returns the row of a class in a form with so many clients, nil where there is none.
func find(rows []Row, class string, full bool, clients int) *Row {
	for i := range rows {
		if r := &rows[i]; r.Class == class && r.Full == full && r.Clients == clients {
			return r
		}
	}
	return nil
}

// summaryOf joins the quotients of classes in one form: their geometric mean, and the class where the other is nearest, or ahead.
func summaryOf(all []Comparison, full bool) (mean, worst float64, class string) {
	var ratios []float64
	for _, c := range all {
		ratio := c.Plain
		if full {
			ratio = c.Full
		}
		if ratio == 0 {
			continue
		}
		ratios = append(ratios, ratio)
		if worst == 0 || ratio < worst {
			worst, class = ratio, c.Class
		}
	}
	return measure.GeometricMean(ratios), worst, class
}
