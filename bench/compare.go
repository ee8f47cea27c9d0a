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
	// Compared is the number of queries that both answered; of them, so many have other totals, other counts in a facet, or hits of
	// other dates where the order is that of dates.
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

// compare holds the rows of an engine against plenary's.
func compare(plenary, other []Row) []Comparison {
	var all []Comparison
	for _, class := range workload.Classes {
		c := Comparison{Class: class}
		if row := find(other, class, false, 1); row == nil {
			continue
		} else if row.Cannot != "" {
			c.Cannot = row.Cannot
			all = append(all, c)
			continue
		}
		same := c.answers(find(plenary, class, true, 1), find(other, class, true, 1))
		c.Full = quotient(find(plenary, class, true, 1), find(other, class, true, 1), same)
		c.Plain = quotient(find(plenary, class, false, 1), find(other, class, false, 1), c.totals(find(plenary, class, false, 1), find(other, class, false, 1)))
		all = append(all, c)
	}
	return all
}

// totals reports for each query of plain pages whether both found the same number, and counts the others.
func (c *Comparison) totals(plenary, other *Row) (same []bool) {
	if plenary == nil || other == nil {
		return nil
	}
	n := min(len(plenary.Answers), len(other.Answers))
	same = make([]bool, n)
	c.Compared, c.Totals = n, 0
	for i := range n {
		same[i] = plenary.Answers[i].Total == other.Answers[i].Total
		if !same[i] {
			c.Totals++
		}
	}
	return same
}

// answers compares full pages, and reports for each query whether both found the same number.
func (c *Comparison) answers(plenary, other *Row) []bool {
	same := c.totals(plenary, other)
	for i := range same {
		p, o := plenary.Answers[i], other.Answers[i]
		c.Overlap += overlap(p.IDs, o.IDs) / float64(len(same))
		if !same[i] {
			continue
		}
		if !equalFacets(p, o) {
			c.Facets++
		}
		if !slices.Equal(p.Dates, o.Dates) && len(p.Dates) > 0 {
			c.Dates++
		}
	}
	return same
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

// quotient is how many times as long the other takes, over the queries that both were asked and that are the same work.
func quotient(plenary, other *Row, same []bool) float64 {
	if plenary == nil || other == nil {
		return 0
	}
	var ours, theirs []float64
	for i, equal := range same {
		if equal && plenary.Medians[i] > 0 && other.Medians[i] > 0 {
			ours, theirs = append(ours, plenary.Medians[i]), append(theirs, other.Medians[i])
		}
	}
	if len(ours) == 0 {
		return 0
	}
	return measure.Percentile(theirs, 0.5) / measure.Percentile(ours, 0.5)
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
