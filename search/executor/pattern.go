package executor

import (
	"github.com/plenary-search/plenary/search/column"
	"github.com/plenary-search/plenary/search/plan"
)

// expand finds the terms of all patterns in a plan, or answers search.ErrTooManyTerms.
func (q *question) expand(n plan.Node) error {
	switch n := n.(type) {
	case plan.And:
		return q.expandAll(n.Nodes)
	case plan.Or:
		return q.expandAll(n.Nodes)
	case plan.Not:
		return q.expand(n.Node)
	case plan.Pattern:
		return q.expandPattern(n)
	}
	return nil
}

func (q *question) expandAll(nodes []plan.Node) error {
	for _, n := range nodes {
		if err := q.expand(n); err != nil {
			return err
		}
	}
	return nil
}

func (q *question) expandPattern(n plan.Pattern) error {
	if _, known := q.patterns[n]; known {
		return nil
	}
	start, matcher := n.Start(), n.Matcher()
	fits := func(term []byte) (bool, int) {
		if q.step(1) != nil {
			return true, 0 // and the loop ends
		}
		return matcher(term)
	}
	places := make([][]int, len(q.index.parts))
	terms := map[string]bool{}
	for i, p := range q.index.parts {
		f := p.Field(n.Field)
		if f == nil {
			continue
		}
		for place, term := range f.Fitting(start, fits) {
			if err := q.ctx.Err(); err != nil {
				return err
			}
			if len(p.gone) > 0 && !terms[string(term)] {
				if held, err := p.holds(f, place); err != nil || !held {
					if err != nil {
						return err
					}
					continue
				}
			}
			places[i] = append(places[i], place)
			terms[string(term)] = true
			if err := n.Check(len(terms)); err != nil {
				return err
			}
		}
	}
	q.patterns[n] = places
	return nil
}

// holds reports whether live units hold the term at a place.
func (p *part) holds(f *column.Field, place int) (bool, error) {
	list, err := f.Postings(place)
	if err != nil {
		return false, err
	}
	var cursor column.Cursor
	for cursor.Reset(list); cursor.Row() != column.NoRow; cursor.Next() {
		for unit, to := p.Run(f.Space, cursor.Row()); unit < to; unit++ {
			if p.live.has(unit) {
				return true, nil
			}
		}
	}
	return false, nil
}
