package executor

import (
	"cmp"
	"slices"

	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/column"
	"github.com/plenary-search/plenary/search/ranking"
)

// offer offers a unit to a ranking.
func (p *part) offer(r *ranking.Ranking, unit uint32, score float64) {
	r.Add(p.rank[p.UnitDoc.At(unit)], p.Seq.At(unit), score, p.number, unit)
}

// fewHits is the number of hits up to which an order is found by looking at all of them.
const fewHits = 4096

// rank offers the units found to a ranking: all of them where they are few or must be counted, otherwise those that may come onto the
// page.
func (q *question) rank(r *ranking.Ranking, order search.Sort, found matches, leaves [][]*leaf) error {
	byScore := order == search.SortRelevance
	if !byScore && !r.Counts() && found.total.Paragraphs > q.index.few {
		return q.walk(r, found.sets)
	}
	for i, p := range q.index.parts {
		var err error
		switch {
		case !byScore:
			err = q.scoreAll(r, p, found.sets[i], nil)
		case r.Counts() || found.sets[i].count() <= min(4*r.Size(), q.index.few):
			err = q.scoreAll(r, p, found.sets[i], leaves[i])
		default:
			err = q.scoreBest(r, p, found.sets[i], leaves[i])
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// walk offers units in the order itself, until the page is full.
func (q *question) walk(r *ranking.Ranking, found []set) error {
	for doc := range r.Walk {
		ref := q.index.docs[doc]
		p := q.index.parts[ref.Segment]
		from, to := p.Run(column.Documents, ref.Doc)
		if err := q.step(1 + int(to-from)); err != nil {
			return err
		}
		for unit := range found[ref.Segment].between(from, to) {
			p.offer(r, unit, 0)
		}
	}
	return nil
}

// scoreAll weighs every unit found.
func (q *question) scoreAll(r *ranking.Ranking, p *part, found set, leaves []*leaf) error {
	reset(leaves)
	for unit := range found.all {
		if err := q.step(1 + len(leaves)); err != nil {
			return err
		}
		p.offer(r, unit, weigh(unit, leaves))
	}
	return nil
}

func reset(leaves []*leaf) {
	for _, l := range leaves {
		l.cursor.Reset(l.list)
	}
}

// weigh is the sum of what the leaves add to a unit, in their order, so that sums round as they do elsewhere.
func weigh(unit uint32, leaves []*leaf) float64 {
	sum := 0.0
	for _, l := range leaves {
		if l.cursor.Advance(unit) == unit {
			sum += l.score()
		}
	}
	return sum
}

// scoreBest is MaxScore over blocks. Leaves stand by the most that they can add; those that even together cannot lift a unit
// onto the page need not lead to units, the others do. A unit is weighed if the blocks that it stands in leave it a chance.
//
// Turtle and Flood, "Query evaluation: strategies and optimizations", 1995; Ding and Suel, "Faster top-k document retrieval
// using block-max indexes", 2011.
func (q *question) scoreBest(r *ranking.Ranking, p *part, found set, leaves []*leaf) error {
	reset(leaves)
	byMost := slices.Clone(leaves)
	slices.SortStableFunc(byMost, func(a, b *leaf) int { return cmp.Compare(a.most, b.most) })
	together := make([]float64, len(byMost)+1) // the most that the first i leaves can add
	for i, l := range byMost {
		together[i+1] = together[i] + l.most
	}
	leading := 0 // the first leaf that leads to units
	for {
		threshold := r.Threshold()
		for leading < len(byMost) && together[leading+1] < threshold {
			leading++
		}
		unit := uint32(column.NoRow)
		for _, l := range byMost[leading:] {
			unit = min(unit, l.cursor.Row())
		}
		if unit == column.NoRow {
			break
		}
		if err := q.step(len(byMost)); err != nil {
			return err
		}
		if threshold >= 0 {
			bound, upTo := together[leading], uint32(column.NoRow)
			for _, l := range byMost[leading:] {
				most, shortest, end := l.cursor.Bound(unit)
				upTo = min(upTo, end)
				if l.cursor.Row() <= end {
					bound += l.bound(most, shortest)
				}
			}
			if bound < threshold {
				for _, l := range byMost[leading:] {
					if upTo == column.NoRow {
						return q.fill(r, p, found, leaves)
					}
					l.cursor.Advance(upTo + 1)
				}
				continue
			}
		}
		if found.has(unit) {
			p.offer(r, unit, weigh(unit, leaves))
		}
		for _, l := range byMost[leading:] {
			if l.cursor.Row() == unit {
				l.cursor.Next()
			}
		}
	}
	return q.fill(r, p, found, leaves)
}

// fill puts units that no leaf leads to onto a page that is not full: those that match for another reason, and score nothing.
func (q *question) fill(r *ranking.Ranking, p *part, found set, leaves []*leaf) error {
	if r.Threshold() > 0 {
		return nil
	}
	reset(leaves)
	for unit := range found.all {
		if err := q.step(1 + len(leaves)); err != nil {
			return err
		}
		held := false
		for _, l := range leaves {
			held = held || l.cursor.Advance(unit) == unit
		}
		if !held {
			p.offer(r, unit, 0)
		}
	}
	return nil
}
