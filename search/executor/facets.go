package executor

import (
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/column"
	"github.com/plenary-search/plenary/search/plan"
)

// facets counts the facets that a request asks for. found is what it matches, by part.
func (q *question) facets(req search.Request, planned plan.Request, found []set) ([]search.Facet, error) {
	var facets []search.Facet
	runs := q.index.runs(found) // of documents, shared by all facets that count the same units
	for _, wanted := range req.Facets {
		field, _ := search.LookupField(wanted.Field)
		units, byDoc := found, runs
		if planned.Widens(field.Name) {
			var err error
			if units, err = q.matchAll(planned.Counted(field.Name)); err != nil {
				return nil, err
			}
			if field.OfDocument {
				byDoc = q.index.runs(units)
			}
		}
		t := newTally(q.index.facets[field.Name](), req.ExplicitOnly)
		for i, p := range q.index.parts {
			var err error
			if field.OfDocument {
				err = q.tallyDocuments(t, p, byDoc[i])
			} else {
				err = q.tallyUnits(t, p, &units[i])
			}
			if err != nil {
				return nil, err
			}
		}
		facets = append(facets, field.Page(wanted, t.facet(), req.Filters, q.index.labels(field)))
	}
	return facets, nil
}

// labels gives items the titles of the agendas.
func (x *Index) labels(field search.Field) func(string) string {
	if !field.Tree || field.Reference {
		return nil
	}
	return func(value string) string { return x.titles[value] }
}

// run is a document with the number of its units in a set.
type run struct{ doc, units uint32 }

// runs are the documents that hold units of some sets, by part.
func (x *Index) runs(found []set) [][]run {
	all := make([][]run, len(found))
	for i, p := range x.parts {
		all[i] = p.runs(&found[i])
	}
	return all
}

func (p *part) runs(s *set) (runs []run) {
	if s.bits != nil {
		for doc := range p.Documents() {
			if n := s.countBetween(p.Run(column.Documents, doc)); n > 0 {
				runs = append(runs, run{doc, n})
			}
		}
		return runs
	}
	end, last := uint32(0), -1
	for _, unit := range s.list {
		if unit >= end || last < 0 {
			doc := p.UnitDoc.At(unit)
			_, end = p.Run(column.Documents, doc)
			runs = append(runs, run{doc: doc})
			last++
		}
		runs[last].units++
	}
	return runs
}

// tally counts the values of a facet.
type tally struct {
	values                  *joined
	reference, explicitOnly bool
	byTerm                  []uint32 // units by term: the same value may go by several labels
	// again counts, by value, the units that hold several values below it once too often for each but the first.
	again                       []uint32
	explicit, mentions, implied []uint32
	seen                        []uint32
	without                     int
}

func newTally(values *joined, explicitOnly bool) *tally {
	n := len(values.Values)
	t := &tally{values: values, reference: values.Field.Reference, explicitOnly: explicitOnly && values.Field.Reference,
		byTerm: make([]uint32, len(values.Terms))}
	if t.reference {
		t.explicit, t.mentions, t.implied = make([]uint32, n), make([]uint32, n), make([]uint32, n)
	}
	if values.Field.Tree {
		t.again = make([]uint32, n)
	}
	return t
}

func (q *question) tallyDocuments(t *tally, p *part, runs []run) error {
	f, terms := p.Facet(t.values.Field.Name), t.values.numbers[p.number]
	if err := q.step(len(runs)); err != nil {
		return err
	}
	for _, r := range runs {
		from, to := f.Start.At(r.doc), f.Start.At(r.doc+1)
		if from == to {
			t.without += int(r.units)
		}
		for i := from; i < to; i++ {
			t.byTerm[terms[f.IDs.At(i)]] += r.units
		}
	}
	return nil
}

func (q *question) tallyUnits(t *tally, p *part, units *set) error {
	f, terms := p.Facet(t.values.Field.Name), t.values.numbers[p.number]
	if err := q.step(units.count()); err != nil {
		return err
	}
	if f.Start.Len() == 0 {
		return nil
	}
	for unit := range units.all {
		from, to := f.Start.At(unit), f.Start.At(unit+1)
		switch {
		case from == to:
			t.without++
		case t.reference:
			t.addReferences(f, terms, from, to)
		default:
			for i := from; i < to; i++ {
				t.byTerm[terms[f.IDs.At(i)]]++
			}
			if to-from > 1 && t.again != nil {
				t.seen = t.seen[:0]
				for i := from; i < to; i++ {
					t.above(terms[f.IDs.At(i)])
				}
			}
		}
	}
	return nil
}

// addReferences counts the mentions of one unit too.
func (t *tally) addReferences(f *column.Facet, terms []uint32, from, to uint32) {
	t.seen = t.seen[:0]
	held := false
	for i := from; i < to; i++ {
		mentions, implied := f.Mentions.At(i), f.Implied.At(i)
		explicit := mentions > implied
		if t.explicitOnly {
			if !explicit {
				continue
			}
			mentions, implied = mentions-implied, 0
		}
		held = true
		term := terms[f.IDs.At(i)]
		value := t.values.ValueOf[term]
		t.byTerm[term]++
		t.mentions[value] += mentions
		t.implied[value] += implied
		if explicit {
			t.explicit[value]++
		}
		if t.again != nil {
			t.above(term)
		}
	}
	if !held {
		t.without++
	}
}

// above notes the values above a term of the unit at hand that another of its terms has counted already.
func (t *tally) above(term uint32) {
	for _, value := range t.values.Above[t.values.ValueOf[term]] {
		found := false
		for _, seen := range t.seen {
			found = found || seen == value
		}
		if found {
			t.again[value]++
		} else {
			t.seen = append(t.seen, value)
		}
	}
}

// facet leaves out the values that no unit holds, and gives each value the label that most units give it.
func (t *tally) facet() search.FacetTally {
	n := len(t.values.Values)
	own, count, best := make([]int, n), make([]int, n), make([]int32, n) // best: the term with the label, -1 for none
	for i := range best {
		best[i] = -1
	}
	for term, units := range t.byTerm {
		if units == 0 {
			continue
		}
		value := t.values.ValueOf[term]
		own[value] += int(units)
		for _, above := range t.values.Above[value] {
			count[above] += int(units)
		}
		if label := t.values.Terms[term].Label; label != "" {
			if b := best[value]; b < 0 || units > t.byTerm[b] || units == t.byTerm[b] && label < t.values.Terms[b].Label {
				best[value] = int32(term)
			}
		}
	}
	all := search.FacetTally{WithoutValue: t.without}
	for value := range n {
		if t.again != nil {
			count[value] -= int(t.again[value])
		}
		if count[value] == 0 {
			continue
		}
		v := search.FacetValue{Value: t.values.Values[value], Count: count[value], Own: own[value]}
		if best[value] >= 0 {
			v.Label = t.values.Terms[best[value]].Label
		}
		if t.reference {
			v.Explicit, v.Mentions, v.Implied = int(t.explicit[value]), int(t.mentions[value]), int(t.implied[value])
		}
		all.Values = append(all.Values, v)
	}
	return all
}
