package executor

import (
	"fmt"
	"unsafe"

	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/column"
	"github.com/plenary-search/plenary/search/plan"
)

// cost is what answering takes, estimated from above before it begins: postings read, and bytes of sets and lists that are kept until the
// answer, and of those that one step at a time needs and leaves.
type cost struct{ postings, bytes, passing int }

// maxCost is the most that one request may cost; of bytes, together with passing ones.
var maxCost = cost{postings: 50_000_000, bytes: 64 << 20}

func (c *cost) add(other cost) {
	c.postings, c.bytes, c.passing = c.postings+other.postings, c.bytes+other.bytes, max(c.passing, other.passing)
}

// check answers search.ErrTooBroad for a cost over the limits.
func (c cost) check(most cost) error {
	switch {
	case c.postings > most.postings:
		return fmt.Errorf("%w: it would read %d entries of the index, at most %d", search.ErrTooBroad, c.postings, most.postings)
	case c.bytes+c.passing > most.bytes:
		return fmt.Errorf("%w: it would need %d bytes of memory, at most %d", search.ErrTooBroad, c.bytes+c.passing, most.bytes)
	}
	return nil
}

// afford answers search.ErrTooBroad where a request, whose patterns are expanded, costs too much.
func (q *question) afford(req search.Request, planned plan.Request) error {
	c, err := q.estimate(req, planned)
	if err != nil {
		return err
	}
	return c.check(q.index.limits)
}

// estimate is what a request costs. Facets that count other units than those found read again, and two of them at a time need memory: see
// apart.
func (q *question) estimate(req search.Request, planned plan.Request) (total cost, err error) {
	if total, err = q.costOf(planned.Matching()); err != nil {
		return cost{}, err
	}
	if req.Size != search.NoHits {
		for _, p := range q.index.parts {
			for _, leaf := range planned.Leaves {
				c, err := q.costOfLeaf(p, leaf)
				if err != nil {
					return cost{}, err
				}
				total.add(c)
			}
			for _, word := range planned.Wholes {
				total.add(q.costOfWhole(p, word))
			}
			total.bytes += bytesOfDocument * int(p.Documents())
		}
	}
	most := 0
	for _, f := range req.Facets {
		if !planned.Widens(f.Field) {
			continue
		}
		again, err := q.costOf(planned.Counted(f.Field))
		if err != nil {
			return cost{}, err
		}
		total.postings += again.postings
		most = max(most, again.bytes+again.passing)
	}
	total.bytes += 2 * most
	for _, p := range q.index.parts {
		total.bytes += p.bytesOfLists()
	}
	return total, nil
}

// costOf is the cost of finding what matches a plan in all parts.
func (q *question) costOf(n plan.Node) (total cost, err error) {
	for _, p := range q.index.parts {
		c, err := q.cost(p, n)
		if err != nil {
			return cost{}, err
		}
		total.add(c)
	}
	return total, nil
}

// cost is the cost of finding what matches a plan in a part.
func (q *question) cost(p *part, n plan.Node) (total cost, err error) {
	if err := q.step(1); err != nil {
		return cost{}, err
	}
	switch n := n.(type) {
	case plan.And:
		return q.costOfAll(p, n.Nodes)
	case plan.Or:
		return q.costOfAll(p, n.Nodes)
	case plan.Not:
		return q.costOfAll(p, []plan.Node{n.Node})
	case plan.Term:
		if f := p.Field(n.Field); f != nil {
			if place, found := q.find(f, n.Value); found {
				return p.costOfPlaces(f, place), nil
			}
		}
		return cost{}, nil
	case plan.Pattern:
		if f := p.Field(n.Field); f != nil {
			return p.costOfPlaces(f, q.patterns[n][p.number]...), nil
		}
		return cost{}, nil
	case plan.Span:
		if _, kept := q.index.filters.get(spanKey(p, n)); kept {
			return cost{bytes: p.bytesOfBits()}, nil
		}
		places, err := q.span(p, n)
		if err != nil || len(places) == 0 {
			return cost{}, err
		}
		return p.costOfPlaces(p.Field(n.Field), places...), nil
	case plan.Phrase:
		return q.costOfWords(p, n.Field, n.Terms)
	case plan.Near:
		return q.costOfWords(p, n.Field, n.Terms)
	}
	return cost{}, nil
}

// costOfAll is the cost of nodes that are joined: each has a set, and so has the result with each.
func (q *question) costOfAll(p *part, nodes []plan.Node) (total cost, err error) {
	for _, n := range nodes {
		c, err := q.cost(p, n)
		if err != nil {
			return cost{}, err
		}
		total.add(c)
		total.bytes += min(c.bytes, p.bytesOfBits())
	}
	return total, nil
}

// costOfPlaces is the cost of the units that hold any of some terms.
func (p *part) costOfPlaces(f *column.Field, places ...int) (c cost) {
	for _, place := range places {
		c.postings += f.Count(place)
	}
	c.bytes = p.bytesOfBits()
	if f.Space == column.Units {
		c.bytes = min(c.bytes, 4*c.postings)
	}
	c.bytes += 8 * len(places)
	return c
}

// bytesOfLists is the most that the units found and their documents take, where they are listed: see matches.
func (p *part) bytesOfLists() int { return 4*int(p.Units())/manyUnits + 8*int(p.Documents()) }

// bytesOfBits is the size of a set of most units.
func (p *part) bytesOfBits() int { return 8 * words(p.Units()) }

// bytesOfHit is what a unit with a phrase takes while it is found, and bytesOfPosting while it is a leaf; bytesOfLeaf is what a leaf itself
// takes, with its cursors.
const (
	bytesOfLeaf    = int(unsafe.Sizeof(leaf{}) + unsafe.Sizeof(walker{}))
	bytesOfHit     = 8
	bytesOfPosting = 8
)

// bytesOfDocument is what a document takes while it is ranked: in two lists.
const bytesOfDocument = 2 * int(unsafe.Sizeof(scoredDocument{}))

// costOfWords is the cost of the units that hold words side by side or near each other. Once they are found, the sets of the words are left.
func (q *question) costOfWords(p *part, field string, terms [][]string) (cost, error) {
	c, err := q.cost(p, allOf(field, terms))
	return cost{postings: c.postings, bytes: bytesOfHit * q.sizeOfTerms(p, field, terms), passing: c.bytes + c.passing}, err
}

// costOfLeaf is the cost of a leaf where it scores: its postings are read once more, and some are made for it.
func (q *question) costOfLeaf(p *part, leaf plan.Node) (c cost, err error) {
	c.bytes = bytesOfLeaf
	f := p.Field(plan.FieldOf(leaf))
	if f == nil {
		return cost{}, nil
	}
	switch n := leaf.(type) {
	case plan.Term:
		place, found := q.find(f, n.Value)
		if !found {
			return cost{}, nil
		}
		c.postings = f.Count(place)
		if f.Space != column.Units {
			list, err := f.Postings(place)
			if err != nil {
				return cost{}, err
			}
			c.postings = p.spreadCount(f.Space, list)
			c.bytes += (bytesOfHit + bytesOfPosting) * c.postings
		}
	default:
		c.postings = q.size(p, n)
		c.bytes += bytesOfPosting * c.postings
	}
	return c, nil
}

// costOfWhole is the cost of a word of whole documents.
func (q *question) costOfWhole(p *part, word plan.Term) cost {
	c := cost{bytes: bytesOfLeaf}
	if f := p.Field(word.Field); f != nil {
		if place, found := q.find(f, word.Value); found {
			c.postings = f.Count(place)
		}
	}
	return c
}
