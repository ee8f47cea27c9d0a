package executor

import (
	"cmp"
	"slices"
	"strings"

	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/column"
	"github.com/plenary-search/plenary/search/plan"
)

// match returns the live units of a part that match a plan whose patterns are expanded.
func (q *question) match(p *part, n plan.Node) (set, error) {
	if err := q.ctx.Err(); err != nil {
		return set{}, err
	}
	switch n := n.(type) {
	case plan.All:
		return p.live, nil
	case plan.And:
		return q.matchAnd(p, n)
	case plan.Or:
		return q.matchOr(p, n.Nodes)
	case plan.Not:
		other, err := q.match(p, n.Node)
		return andNot(p.live, other), err
	case plan.Term:
		if one := []plan.Node{n}; isFilter(one) {
			return q.matchOr(p, one)
		}
		s, err := q.term(p, n)
		if err != nil {
			return set{}, err
		}
		return p.alive(s), nil
	case plan.Phrase, plan.Near:
		hits, err := q.phrase(n)
		if err != nil {
			return set{}, err
		}
		return listSet(hits[p.number].units, p.Units()), nil
	case plan.Pattern:
		f := p.Field(n.Field)
		if f == nil {
			return emptySet(p.Units()), nil
		}
		return q.anyPlace(p, f, q.patterns[n][p.number])
	case plan.Span:
		return q.matchSpan(p, n)
	}
	return emptySet(p.Units()), nil // plan.None
}

// matchSpan is the units that hold a term of a span. It is kept, because spans of many terms are asked for again and again: has:resolution.
func (q *question) matchSpan(p *part, n plan.Span) (set, error) {
	key := spanKey(p, n)
	if s, ok := q.index.filters.get(key); ok {
		return s, nil
	}
	places, err := q.span(p, n)
	if err != nil || len(places) == 0 {
		return emptySet(p.Units()), err
	}
	s, err := q.anyPlace(p, p.Field(n.Field), places)
	if err != nil {
		return set{}, err
	}
	s.count()
	q.index.filters.put(key, s, keptFilters)
	return s, nil
}

func spanKey(p *part, n plan.Span) filterKey {
	return filterKey{p.number, string(plan.AppendKey(nil, n))}
}

// span is the places of the terms of a span.
func (q *question) span(p *part, n plan.Span) (places []int, err error) {
	f := p.Field(n.Field)
	if f == nil {
		return nil, nil
	}
	from, _ := f.Find(n.From)
	for place, term := range f.From(from) {
		if err := q.step(1); err != nil {
			return nil, err
		}
		if term > n.To {
			break
		}
		places = append(places, place)
	}
	return places, nil
}

// alive leaves out the units of deleted documents.
func (p *part) alive(s set) set {
	if len(p.gone) == 0 {
		return s
	}
	return and(s, p.live)
}

// size estimates the number of units that match a plan, from above.
func (q *question) size(p *part, n plan.Node) int {
	switch n := n.(type) {
	case plan.And:
		least := int(p.Units())
		for _, n := range n.Nodes {
			least = min(least, q.size(p, n))
		}
		return least
	case plan.Or:
		sum := 0
		for _, n := range n.Nodes {
			sum += q.size(p, n)
		}
		return sum
	case plan.Term:
		if f := p.Field(n.Field); f != nil && f.Space == column.Units {
			if place, found := q.find(f, n.Value); found {
				return f.Count(place)
			}
			return 0
		}
	case plan.Phrase:
		return q.sizeOfTerms(p, n.Field, n.Terms)
	case plan.Near:
		return q.sizeOfTerms(p, n.Field, n.Terms)
	case plan.None:
		return 0
	}
	return int(p.Units())
}

// sizeOfTerms is size for units that hold one of each set of alternatives.
func (q *question) sizeOfTerms(p *part, field string, terms [][]string) int {
	least := int(p.Units())
	for _, alternatives := range terms {
		sum := 0
		for _, term := range alternatives {
			sum += q.size(p, plan.Term{Field: field, Value: term})
		}
		least = min(least, sum)
	}
	return least
}

// flat is the nodes of an And with those of Ands within it.
func flat(nodes []plan.Node) []plan.Node {
	var all []plan.Node
	for _, n := range nodes {
		if inner, ok := n.(plan.And); ok {
			all = append(all, flat(inner.Nodes)...)
			continue
		}
		all = append(all, n)
	}
	return all
}

// matchAnd begins with the node that fewest units match.
func (q *question) matchAnd(p *part, n plan.And) (set, error) {
	return q.narrow(p, p.live, flat(n.Nodes))
}

// narrow keeps those of some units that all nodes match. Nodes that few units match come first, and the others are looked up where few
// units are left.
func (q *question) narrow(p *part, units set, nodes []plan.Node) (set, error) {
	type sized struct {
		plan.Node
		size     int
		negative bool
	}
	var bySize []sized
	for _, n := range nodes {
		if _, all := n.(plan.All); all {
			continue
		}
		if not, ok := n.(plan.Not); ok {
			bySize = append(bySize, sized{not.Node, int(p.Units()) + 1, true})
			continue
		}
		bySize = append(bySize, sized{n, q.size(p, n), false})
	}
	slices.SortStableFunc(bySize, func(a, b sized) int { return cmp.Compare(a.size, b.size) })
	for _, n := range bySize {
		if units.empty() {
			break
		}
		if units.bits == nil {
			looked, done, err := q.lookUp(p, n.Node, units, n.negative)
			if err != nil {
				return set{}, err
			}
			if done {
				units = looked
				continue
			}
		}
		next, err := q.match(p, n.Node)
		switch {
		case err != nil:
			return set{}, err
		case n.negative:
			units = andNot(units, next)
		case units.count() == p.live.count():
			units = next // which are live, too
		default:
			units = and(units, next)
		}
	}
	return units, nil
}

// fewLooks is how many times as many postings as look-ups there must be for these to be the shorter way.
const fewLooks = 8

// lookUp keeps those of a few units that hold any of some terms, or with negative none; false where another way is shorter.
func (q *question) lookUp(p *part, n plan.Node, units set, negative bool) (kept set, done bool, err error) {
	terms, ok := q.termsOf(p, n)
	if !ok {
		return set{}, false, nil
	}
	if or, ok := n.(plan.Or); ok && isFilter(or.Nodes) {
		return set{}, false, nil // it is kept as a set
	}
	total := 0
	for _, t := range terms {
		total += t.field.Count(t.place)
	}
	if total < fewLooks*len(terms)*len(units.list) {
		return set{}, false, nil
	}
	cursors := make([]column.Cursor, len(terms))
	for i, t := range terms {
		list, err := t.field.Postings(t.place)
		if err != nil {
			return set{}, false, err
		}
		cursors[i].Reset(list)
	}
	list := make([]uint32, 0, len(units.list))
	for _, unit := range units.list {
		if err := q.step(fewLooks * len(terms)); err != nil {
			return set{}, false, err
		}
		held := false
		for i := 0; i < len(terms) && !held; i++ {
			row := p.RowOf(terms[i].field.Space, unit)
			held = cursors[i].Advance(row) == row
		}
		if held != negative {
			list = append(list, unit)
		}
	}
	return listSet(list, p.Units()), true, nil
}

// matchOr keeps what filters match: the same ones are asked for again and again.
func (q *question) matchOr(p *part, nodes []plan.Node) (set, error) {
	key, filter := filterKey{part: p.number}, isFilter(nodes)
	if filter {
		key.plan = string(plan.AppendKey(nil, plan.Or{Nodes: nodes}))
		if s, ok := q.index.filters.get(key); ok {
			return s, nil
		}
	}
	s, err := q.eitherOf(p, nodes)
	if err != nil {
		return set{}, err
	}
	if filter {
		s.count()
		q.index.filters.put(key, s, keptFilters)
	}
	return s, nil
}

// eitherOf is what any of some nodes matches, of which all terms are taken together.
func (q *question) eitherOf(p *part, nodes []plan.Node) (set, error) {
	var terms []placed
	var sets []set
	for _, n := range nodes {
		if term, ok := n.(plan.Term); ok {
			found, _ := q.termsOf(p, term)
			terms = append(terms, found...)
			continue
		}
		s, err := q.match(p, n)
		if err != nil {
			return set{}, err
		}
		sets = append(sets, s)
	}
	if len(terms) > 0 {
		s, err := q.any(p, terms)
		if err != nil {
			return set{}, err
		}
		sets = append(sets, s)
	}
	return or(sets, p.Units()), nil
}

// filterKey names a filter in a part.
type filterKey struct {
	part int
	plan string
}

// isFilter reports whether nodes ask for nothing but terms of keyword fields.
func isFilter(nodes []plan.Node) bool {
	for _, n := range nodes {
		term, ok := n.(plan.Term)
		if !ok || search.IsStream(term.Field) || strings.HasPrefix(term.Field, search.StemPrefix) {
			return false
		}
	}
	return len(nodes) > 0
}
