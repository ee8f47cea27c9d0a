package executor

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/column"
)

// joined is a facet over all parts. It is safe for concurrent use.
type joined struct {
	*search.FacetTerms
	numbers [][]uint32 // by part and value of its column: the number of the term
	natural []uint32   // by value: its place in natural order
	tallies sync.Pool  // of *tally, empty ones
}

func joinFacet(f search.Field, parts []*part) *joined {
	j := &joined{FacetTerms: search.NewFacetTerms(f)}
	most := 0
	for _, p := range parts {
		facet := p.Facet(f.Name)
		numbers := make([]uint32, facet.Values.Len())
		for i := range numbers {
			value, label, _ := strings.Cut(string(facet.Values.At(uint32(i))), column.LabelSeparator)
			numbers[i] = j.Number(search.FacetTerm{Value: value, Label: label})
		}
		j.numbers = append(j.numbers, numbers)
		most = max(most, facet.Start.Len())
	}
	j.natural = naturalOrder(j.Values)
	j.tallies.New = func() any { return newTally(j, most) }
	return j
}

// naturalOrder is the place of each value in natural order.
func naturalOrder(values []string) []uint32 {
	keys, order := make([]string, len(values)), make([]uint32, len(values))
	for i, value := range values {
		keys[i], order[i] = document.NaturalKey(value), uint32(i)
	}
	slices.SortFunc(order, func(a, b uint32) int {
		return cmp.Or(strings.Compare(keys[a], keys[b]), strings.Compare(values[a], values[b]))
	})
	places := make([]uint32, len(values))
	for place, value := range order {
		places[value] = uint32(place)
	}
	return places
}

// tally counts the values of a facet. It belongs to one goroutine, and is given back empty.
type tally struct {
	*joined
	explicitOnly bool
	sets         []uint32 // units by set of values of the part at hand
	met          []uint32 // sets that have units
	byTerm       []uint32 // units by term: the same value may go by several labels
	terms        []uint32 // that byTerm counts
	byValue      []counted
	values       []uint32 // that byValue counts
	above        []uint32 // of the set at hand: itself and all values above its values
	without      int
}

// counted is what is counted of a value.
type counted struct {
	units, own, explicit, mentions, implied uint32
	label                                   uint32 // the term with the label, and one; 0 for none
}

// newTally has room for parts of up to so many sets.
func newTally(j *joined, sets int) *tally {
	return &tally{joined: j, sets: make([]uint32, sets), byTerm: make([]uint32, len(j.Terms)), byValue: make([]counted, len(j.Values))}
}

// begin takes an empty tally.
func (j *joined) begin(explicitOnly bool) *tally {
	t := j.tallies.Get().(*tally)
	t.explicitOnly = explicitOnly && j.Field.Reference
	return t
}

// end empties the tally and gives it back.
func (t *tally) end() {
	for _, term := range t.terms {
		t.byTerm[term] = 0
	}
	for _, value := range t.values {
		t.byValue[value] = counted{}
	}
	t.terms, t.values, t.without = t.terms[:0], t.values[:0], 0
	t.tallies.Put(t)
}

// countDocuments counts a facet of documents.
func (q *question) countDocuments(t *tally, p *part, runs []column.Run) error {
	f := p.Facet(t.Field.Name)
	if err := q.step(len(runs)); err != nil {
		return err
	}
	for _, r := range runs {
		set := f.Sets.At(r.Number)
		if t.sets[set] == 0 {
			t.met = append(t.met, set)
		}
		t.sets[set] += r.Rows
	}
	t.addMet(f, p.number)
	return nil
}

// countUnits counts a facet of units.
func (q *question) countUnits(t *tally, p *part, found *matches) (err error) {
	f := p.Facet(t.Field.Name)
	if f.Sets.Len() == 0 {
		return nil
	}
	found.units(p.number, func(units []uint32) bool {
		t.met = f.Sets.Count(units, t.sets, t.met)
		err = q.step(len(units))
		return err == nil
	})
	if err != nil {
		clear(t.sets)
		t.met = t.met[:0]
		return err
	}
	t.addMet(f, p.number)
	return nil
}

// addMet adds the units of the sets that were met.
func (t *tally) addMet(f *column.Facet, part int) {
	for _, set := range t.met {
		t.addSet(f, part, set)
	}
	t.met = t.met[:0]
}

// addSet adds the units of a set to its values.
func (t *tally) addSet(f *column.Facet, part int, set uint32) {
	units := t.sets[set]
	t.sets[set] = 0
	from, to := f.Start.At(set), f.Start.At(set+1)
	held := false
	t.above = t.above[:0]
	for i := from; i < to; i++ {
		term := t.numbers[part][f.IDs.At(i)]
		if t.Field.Reference && !t.addMentions(t.ValueOf[term], units, f.Mentions.At(i), f.Implied.At(i)) {
			continue
		}
		held = true
		if t.byTerm[term] == 0 {
			t.terms = append(t.terms, term)
		}
		t.byTerm[term] += units
		t.addAbove(t.ValueOf[term], units)
	}
	if !held {
		t.without += int(units)
	}
}

// addMentions reports whether the value counts.
func (t *tally) addMentions(value, units, mentions, implied uint32) bool {
	explicit := mentions > implied
	if t.explicitOnly {
		if !explicit {
			return false
		}
		mentions, implied = mentions-implied, 0
	}
	c := &t.byValue[value]
	c.mentions += units * mentions
	c.implied += units * implied
	if explicit {
		c.explicit += units
	}
	return true
}

// addAbove counts a value of the set at hand and those above it; a value above several counts once.
func (t *tally) addAbove(value, units uint32) {
	t.byValue[value].own += units
	for _, v := range t.Above[value] {
		if t.Field.Tree {
			if slices.Contains(t.above, v) {
				continue
			}
			t.above = append(t.above, v)
		}
		if t.byValue[v].units == 0 {
			t.values = append(t.values, v)
		}
		t.byValue[v].units += units
	}
}

// facet is the page that a request asks for.
func (t *tally) facet(wanted search.FacetRequest, filters []search.Filter, labels func(string) string) search.Facet {
	for _, term := range t.terms { // each value has the label that most units give it
		if t.Terms[term].Label == "" {
			continue
		}
		c := &t.byValue[t.ValueOf[term]]
		if c.label == 0 || t.byTerm[term] > t.byTerm[c.label-1] || t.byTerm[term] == t.byTerm[c.label-1] && t.Terms[term].Label < t.Terms[c.label-1].Label {
			c.label = term + 1
		}
	}
	listed := t.values
	if !slices.ContainsFunc(filters, func(f search.Filter) bool { return f.Field == t.Field.Name }) {
		listed = t.first(wanted.Size)
	}
	all := search.FacetTally{WithoutValue: t.without, Rest: len(t.values) - len(listed)}
	for _, value := range listed {
		c := t.byValue[value]
		v := search.FacetValue{Value: t.Values[value], Count: int(c.units), Own: int(c.own)}
		if c.label > 0 {
			v.Label = t.Terms[c.label-1].Label
		}
		if t.Field.Reference {
			v.Explicit, v.Mentions, v.Implied = int(c.explicit), int(c.mentions), int(c.implied)
		}
		all.Values = append(all.Values, v)
	}
	return t.Field.Page(wanted, all, filters, labels)
}

// first are the first values by count and natural order, up to n.
func (t *tally) first(n int) []uint32 {
	before := func(a, b uint32) int {
		return cmp.Or(cmp.Compare(t.byValue[b].units, t.byValue[a].units), cmp.Compare(t.natural[a], t.natural[b]))
	}
	best := make([]uint32, 0, n+1)
	for _, value := range t.values {
		if len(best) == n && before(best[n-1], value) < 0 {
			continue
		}
		at, _ := slices.BinarySearchFunc(best, value, before)
		best = slices.Insert(best, at, value)
		best = best[:min(n, len(best))]
	}
	return best
}
