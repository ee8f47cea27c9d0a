package executor

import (
	"math"

	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/column"
	"github.com/plenary-search/plenary/search/plan"
)

// leaf is a node that scores, in one part. Its cursor walks along units.
type leaf struct {
	cursor column.Cursor
	list   column.Postings
	part   *part
	field  *column.Field
	stream search.StreamStats
	idf    float64
	most   float64 // no unit scores more
}

// slack is added to bounds, because a bound and a score round apart.
const slack = 1 + 1e-9

// leaves prepares the leaves of a plan, in their order, for each part. A leaf that no unit of a part holds is left out there: it
// adds nothing.
func (q *question) leaves(nodes []plan.Node) ([][]*leaf, error) {
	byPart := make([][]*leaf, len(q.index.parts))
	for _, n := range nodes {
		df := 0
		stream := q.index.streams[plan.FieldOf(n)]
		found := make([]*leaf, len(q.index.parts))
		for i, p := range q.index.parts {
			l, count, err := q.leaf(p, n)
			if err != nil {
				return nil, err
			}
			df += count
			found[i] = l
		}
		idf := stream.IDF(df)
		for i, l := range found {
			if l == nil || l.list.Count() == 0 {
				continue
			}
			l.stream, l.idf = stream, idf
			l.most = l.bound(0, 0)
			byPart[i] = append(byPart[i], l)
		}
	}
	return byPart, nil
}

// leaf is a leaf in a part, nil where no unit holds it, and the number of live units that do.
func (q *question) leaf(p *part, n plan.Node) (*leaf, int, error) {
	f := p.Field(plan.FieldOf(n))
	if f == nil {
		return nil, 0, nil
	}
	switch n := n.(type) {
	case plan.Term:
		place, found := f.Find(n.Value)
		if !found {
			return nil, 0, nil
		}
		list, err := f.Postings(place)
		if err != nil {
			return nil, 0, err
		}
		if f.Space != column.Units {
			list = spread(p, f.Space, list)
		}
		l := &leaf{list: list, part: p, field: f}
		count, err := q.liveCount(p, f, place, list)
		return l, count, err
	case plan.Phrase, plan.Near:
		hits, err := q.phrase(n)
		if err != nil || len(hits[p.number].units) == 0 {
			return nil, 0, err
		}
		h := hits[p.number]
		return &leaf{list: column.NewPostings(h.units, h.freqs), part: p, field: f}, len(h.units), nil
	}
	return nil, 0, nil
}

// spread turns a list of rows into one of units.
func spread(p *part, space column.Space, list column.Postings) column.Postings {
	var cursor column.Cursor
	cursor.Reset(list)
	var units, freqs []uint32
	for ; cursor.Row() != column.NoRow; cursor.Next() {
		from, to := p.Run(space, cursor.Row())
		for unit := from; unit < to; unit++ {
			units, freqs = append(units, unit), append(freqs, uint32(cursor.Freq()))
		}
	}
	return column.NewPostings(units, freqs)
}

// countKey names a term of a part.
type countKey struct {
	part  int
	field *column.Field
	place int
}

// liveCount is the number of live units in a list.
func (q *question) liveCount(p *part, f *column.Field, place int, list column.Postings) (int, error) {
	if len(p.gone) == 0 {
		return list.Count(), nil
	}
	key := countKey{p.number, f, place}
	if n, ok := q.index.counts.get(key); ok {
		return n, nil
	}
	if err := q.step(list.Count()); err != nil {
		return 0, err
	}
	s := and(listSet(list.Rows(nil), p.Units()), p.live)
	n := s.count()
	q.index.counts.put(key, n, keptCounts)
	return n, nil
}

// score is what the leaf adds to the unit that its cursor is on.
func (l *leaf) score() float64 {
	unit := l.cursor.Row()
	length := uint32(0)
	if l.field.Space == column.Units {
		length = l.field.Lengths.At(unit)
	} else {
		length = l.field.Lengths.At(l.part.RowOf(l.field.Space, unit))
	}
	return l.stream.Score(l.idf, l.cursor.Freq(), int(length))
}

// bound is the score of a unit that holds the leaf most times, without end where it is 0, and is as short as shortest.
func (l *leaf) bound(most, shortest int) float64 {
	if most == 0 {
		most = math.MaxInt32
	}
	return l.stream.Score(l.idf, most, shortest) * slack
}
