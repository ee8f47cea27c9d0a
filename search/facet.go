package search

import (
	"cmp"
	"slices"
	"strings"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search/query"
)

// FacetTally is what an engine has counted for one facet.
type FacetTally struct {
	Values       []FacetValue // each value once, in no order; Selected and Parent are left to [Field.Page]
	WithoutValue int
}

// Page turns a tally into the facet that answers req: ordered, cut to size, with the values that filters select, the
// places in the hierarchy and the remainder.
//
// filters are those of the request. labels gives a label to a value that no counted unit holds itself; it may be nil.
func (f Field) Page(req FacetRequest, tally FacetTally, filters []Filter, labels func(value string) string) Facet {
	values := tally.Values
	total := len(values)
	values = f.markSelected(values, filters)
	slices.SortFunc(values, compareFacetValues)
	size := cmp.Or(req.Size, DefaultFacetSize)
	listed := values[:0:0]
	for i, v := range values {
		if i >= size && !v.Selected || len(listed) == MaxFacetValues {
			continue
		}
		if v.Label == "" && labels != nil {
			v.Label = labels(v.Value)
		}
		v.Label = cmp.Or(v.Label, v.Value)
		v.Parent = f.Parent(v.Value)
		listed = append(listed, v)
	}
	if f.Tree {
		slices.SortFunc(listed, func(a, b FacetValue) int { return compareNatural(a.Value, b.Value) })
	}
	other := total
	for _, v := range listed {
		if v.Count > 0 {
			other--
		}
	}
	return Facet{Field: f.Name, Values: listed, WithoutValue: tally.WithoutValue, Total: total, Other: other}
}

// markSelected marks the values on which the request filters, and adds those that no unit holds, with counts of 0. A filter
// value that is the short form of longer values ("7/1") selects these.
func (f Field) markSelected(values []FacetValue, filters []Filter) []FacetValue {
	seen := map[string]bool{}
	for _, filter := range filters {
		if filter.Field != f.Name || filter.Exclude {
			continue
		}
		for _, typed := range filter.Values {
			term := f.Term(typed, query.MatchTree, false)
			if seen[term] {
				continue
			}
			seen[term] = true
			if !f.mark(values, func(v FacetValue) bool { return fold(v.Value) == term }) && !f.mark(values, f.hasForm(term)) {
				values = append(values, FacetValue{Value: f.shown(typed, term), Selected: true})
			}
		}
	}
	return values
}

func (f Field) hasForm(term string) func(FacetValue) bool {
	return func(v FacetValue) bool { return slices.Contains(f.formsOf(Value{Text: v.Value, Label: v.Label}), term) }
}

func (f Field) mark(values []FacetValue, is func(FacetValue) bool) (found bool) {
	for i, v := range values {
		if is(v) {
			values[i].Selected, found = true, true
		}
	}
	return found
}

// shown is a typed value as a facet lists it where no unit holds it.
func (f Field) shown(typed, term string) string {
	if f.Tree && !f.Reference {
		return term // items have a normal form
	}
	return strings.Join(strings.Fields(typed), " ")
}

// compareFacetValues puts the most frequent value first, then the natural order of values. No value stands before one above
// it in a hierarchy, because that one counts at least as much.
func compareFacetValues(a, b FacetValue) int {
	return cmp.Or(cmp.Compare(b.Count, a.Count), compareNatural(a.Value, b.Value))
}

func compareNatural(a, b string) int {
	return cmp.Or(strings.Compare(document.NaturalKey(a), document.NaturalKey(b)), strings.Compare(a, b))
}

// AgendaTitles are the titles of the items of some agendas, by item. Of agendas that differ the first one counts.
func AgendaTitles(agendas []document.Header) map[string]string {
	titles := map[string]string{}
	var add func(items []document.AgendaItem)
	add = func(items []document.AgendaItem) {
		for _, item := range items {
			if titles[item.Item] == "" {
				titles[item.Item] = item.Title
			}
			add(item.Children)
		}
	}
	for _, agenda := range agendas {
		add(agenda.Agenda)
	}
	return titles
}
