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
	// Rest is the number of values that were left out, because values of the same facet that stand before them fill the page, and no
	// filter can select them.
	Rest int
}

// Page turns a tally into the facet that answers req: ordered, cut to size, with the values that filters select, the
// places in the hierarchy and the remainder.
//
// filters are those of the request. labels gives a label to a value that no counted unit holds itself; it may be nil.
func (f Field) Page(req FacetRequest, tally FacetTally, filters []Filter, labels func(value string) string) Facet {
	values := tally.Values
	total := len(values) + tally.Rest
	values = f.markSelected(values, filters)
	listed := chooseListed(values, cmp.Or(req.Size, DefaultFacetSize))
	for i := range listed {
		v := &listed[i]
		if v.Label == "" && labels != nil {
			v.Label = labels(v.Value)
		}
		v.Label = cmp.Or(v.Label, v.Value)
		v.Parent = f.Parent(v.Value)
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

// Selected are those of some values, each once, that a filter selects.
func (f Field) Selected(values []FacetValue, filter Filter) (selected []FacetValue) {
	for _, v := range f.markSelected(slices.Clone(values), []Filter{filter}) {
		if v.Selected && v.Count > 0 {
			selected = append(selected, v)
		}
	}
	return selected
}

// chooseListed are the first values by count, up to size, and the selected ones behind them: at most MaxFacetValues, of which
// the selected ones are the last to give way.
func chooseListed(values []FacetValue, size int) []FacetValue {
	sortByCount(values)
	beyond := 0
	for i, v := range values {
		if i >= size && v.Selected {
			beyond++
		}
	}
	room := min(size, max(0, MaxFacetValues-beyond))
	var listed []FacetValue
	for i, v := range values {
		if len(listed) < MaxFacetValues && (i < room || v.Selected) {
			listed = append(listed, v)
		}
	}
	return listed
}

// sortByCount puts the most frequent value first, then the natural order of values. No value stands before one above it in a
// hierarchy, because that one counts at least as much. Most of many values share their count, so their keys are made once.
func sortByCount(values []FacetValue) {
	type keyed struct {
		key string
		FacetValue
	}
	sorted := make([]keyed, len(values))
	for i, v := range values {
		sorted[i] = keyed{document.NaturalKey(v.Value), v}
	}
	slices.SortFunc(sorted, func(a, b keyed) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.key, b.key), strings.Compare(a.Value, b.Value))
	})
	for i, v := range sorted {
		values[i] = v.FacetValue
	}
}

// markSelected marks the values on which the request filters, and adds those that no unit holds, with counts of 0. A filter
// value that is the short form of longer values ("7/1") selects these, and the beginning of values ("CTOC/*") all of them.
func (f Field) markSelected(values []FacetValue, filters []Filter) []FacetValue {
	var places valuePlaces
	seen := map[string]bool{}
	for _, filter := range filters {
		if filter.Field != f.Name || filter.Exclude {
			continue
		}
		if places.byText == nil {
			places = placesOf(f, values)
		}
		for _, typed := range filter.Values {
			term := f.Term(typed, query.MatchTree, false)
			if seen[term] {
				continue
			}
			seen[term] = true
			selected := places.of(typed, term)
			for _, i := range selected {
				values[i].Selected = true
			}
			if len(selected) == 0 {
				values = append(values, FacetValue{Value: f.shown(typed, term), Selected: true})
			}
		}
	}
	return values
}

// valuePlaces finds values of a facet by what is typed for them.
type valuePlaces struct {
	field  Field
	values []FacetValue
	byText map[string][]int // by folded text
	byForm map[string][]int // by every form; nil until it is needed, for it costs more
}

func placesOf(f Field, values []FacetValue) valuePlaces {
	p := valuePlaces{field: f, values: values, byText: make(map[string][]int, len(values))}
	for i, v := range values {
		text := fold(v.Value)
		p.byText[text] = append(p.byText[text], i)
	}
	return p
}

// of are the places of the values that a typed value means, whose term is given: those of the text or, without any, those of
// the form.
func (p *valuePlaces) of(typed, term string) []int {
	in := func(places map[string][]int) []int { return places[term] }
	switch value, match := query.MatchOf(p.field.Name, typed, query.MatchTree); match {
	case query.MatchPrefix:
		prefix := p.field.Term(value, match, false)
		in = func(places map[string][]int) []int {
			return fitting(places, func(text string) bool { return strings.HasPrefix(text, prefix) })
		}
	case query.MatchWildcard:
		form := query.NewGlob(p.field.Term(value, match, false), true)
		in = func(places map[string][]int) []int {
			return fitting(places, func(text string) bool { return form.Match([]byte(text)) })
		}
	}
	if found := in(p.byText); len(found) > 0 {
		return found
	}
	if p.byForm == nil {
		p.byForm = map[string][]int{}
		for i, v := range p.values {
			for _, form := range p.field.formsOf(Value{Text: v.Value, Label: v.Label}) {
				p.byForm[form] = append(p.byForm[form], i)
			}
		}
	}
	return in(p.byForm)
}

func fitting(places map[string][]int, fits func(text string) bool) (found []int) {
	for text, at := range places {
		if fits(text) {
			found = append(found, at...)
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
