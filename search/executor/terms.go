package executor

import (
	"github.com/plenary-search/plenary/search/column"
	"github.com/plenary-search/plenary/search/plan"
)

// placed is a term of a field by its place.
type placed struct {
	field *column.Field
	place int
}

// anyPlace is the live units that hold any of the terms at some places of a field.
func (q *question) anyPlace(p *part, f *column.Field, places []int) (set, error) {
	terms := make([]placed, len(places))
	for i, place := range places {
		terms[i] = placed{f, place}
	}
	return q.any(p, terms)
}

// any is the live units that hold any of some terms: a list of few, or bits that all terms mark.
func (q *question) any(p *part, terms []placed) (set, error) {
	total, ofUnits := 0, true
	for _, t := range terms {
		total += t.field.Count(t.place)
		ofUnits = ofUnits && t.field.Space == column.Units
	}
	few := ofUnits && sparse(total, p.Units())
	var lists [][]uint32
	var s set
	if !few {
		s = set{bits: make([]uint64, words(p.Units())), size: p.Units(), n: -1}
	}
	for _, t := range terms {
		if err := q.step(1 + t.field.Count(t.place)); err != nil {
			return set{}, err
		}
		postings, err := t.field.Postings(t.place)
		switch {
		case err != nil:
			return set{}, err
		case few:
			lists = append(lists, postings.Rows(nil))
		default:
			p.mark(&s, t.field.Space, postings)
		}
	}
	if few {
		s = listSet(union(lists), p.Units())
	}
	return p.alive(s), nil
}

// termsOf are the terms of a node that is one or any of several, without those that a part does not have; false for other nodes.
func (q *question) termsOf(p *part, n plan.Node) (terms []placed, ok bool) {
	nodes := []plan.Node{n}
	if or, ok := n.(plan.Or); ok {
		nodes = or.Nodes
	}
	for _, n := range nodes {
		term, ok := n.(plan.Term)
		if !ok {
			return nil, false
		}
		if f := p.Field(term.Field); f != nil {
			if place, found := q.find(f, term.Value); found {
				terms = append(terms, placed{f, place})
			}
		}
	}
	return terms, true
}

// term is the units that hold a term, deleted ones too.
func (q *question) term(p *part, t plan.Term) (set, error) {
	f := p.Field(t.Field)
	if f == nil {
		return emptySet(p.Units()), nil
	}
	place, found := q.find(f, t.Value)
	if !found {
		return emptySet(p.Units()), nil
	}
	if err := q.step(f.Count(place)); err != nil {
		return set{}, err
	}
	return p.place(f, place)
}

// place is the units that hold the term at a place of a field.
func (p *part) place(f *column.Field, place int) (set, error) {
	list, err := f.Postings(place)
	if err != nil {
		return set{}, err
	}
	size := p.Units()
	if f.Space == column.Units && sparse(list.Count(), size) {
		return listSet(list.Rows(nil), size), nil
	}
	s := set{bits: make([]uint64, words(size)), size: size, n: -1}
	if p.mark(&s, f.Space, list); f.Space == column.Units {
		s.n = list.Count()
	}
	return s, nil
}

// mark adds the units of a list to a set that has bits of its own.
func (p *part) mark(s *set, space column.Space, list column.Postings) {
	if space == column.Units {
		list.Mark(s.bits)
		return
	}
	for _, row := range list.Rows(nil) {
		s.mark(p.Run(space, row))
	}
}
