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
func (q *question) rank(r *ranking.Ranking, order search.Sort, found *matches, leaves [][]*leaf) error {
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
		case 4*found.sets[i].count() < postings(leaves[i]):
			err = q.scoreFound(r, p, found.sets[i], leaves[i])
		default:
			err = q.scoreBest(r, p, found.sets[i], leaves[i])
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func postings(leaves []*leaf) (n int) {
	for _, l := range leaves {
		n += l.list.Count()
	}
	return n
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
		l.block = -1
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

// window is a run of units in which no unit scores more than most.
type window struct {
	most float64
	end  uint32
}

// windowOf is the window from a unit on.
func windowOf(unit uint32, leaves []*leaf) window {
	w := window{0, column.NoRow}
	for _, l := range leaves {
		most, upTo := l.near(unit)
		w.most += most
		w.end = min(w.end, upTo)
	}
	return w
}

// scoreFound weighs the units found, but for those in windows that leave them no chance. It is for few of them among long lists.
func (q *question) scoreFound(r *ranking.Ranking, p *part, found set, leaves []*leaf) error {
	reset(leaves)
	w, begun, from := window{}, false, uint32(0)
	for unit := range found.all {
		if unit < from {
			continue
		}
		if !begun || unit > w.end {
			w, begun = windowOf(unit, leaves), true
		}
		threshold := r.Threshold()
		if w.most < threshold {
			if w.end == column.NoRow {
				return nil
			}
			from = w.end + 1
			continue
		}
		if err := q.step(len(leaves)); err != nil {
			return err
		}
		if score := weigh(unit, leaves); score >= threshold {
			p.offer(r, unit, score)
		}
	}
	return nil
}

// scoreBest is MaxScore over windows. In each, leaves stand by the most that they can add there; those that even together cannot lift a
// unit onto the page need not lead to units, the others do.
//
// Turtle and Flood, "Query evaluation: strategies and optimizations", 1995; Chakrabarti, Chaudhuri and Ganti, "Interval-based pruning
// for top-k processing over compressed lists", 2011.
func (q *question) scoreBest(r *ranking.Ranking, p *part, found set, leaves []*leaf) error {
	reset(leaves)
	matching := set{bits: found.dense(), size: found.size}
	byMost := slices.Clone(leaves)
	together := make([]float64, len(byMost)+1) // the most that the first i leaves can add
	for from := uint32(0); ; {
		w := windowOf(from, byMost)
		slices.SortStableFunc(byMost, func(a, b *leaf) int { return cmp.Compare(a.blockMost, b.blockMost) })
		for i, l := range byMost {
			together[i+1] = together[i] + l.blockMost
		}
		if err := q.scoreWindow(r, p, &matching, from, w.end, leaves, byMost, together); err != nil {
			return err
		}
		if w.end == column.NoRow {
			return q.fill(r, p, found, leaves)
		}
		from = w.end + 1
	}
}

// scoreWindow offers the units of a window. Those that lead to units are the leaves of byMost that together with all before them can lift
// one onto the page; they become fewer as the page fills.
func (q *question) scoreWindow(r *ranking.Ranking, p *part, matching *set, from, end uint32, leaves, byMost []*leaf, together []float64) error {
	first := -1 // of the leaves that lead
	for {
		threshold := r.Threshold()
		before := first
		for first = max(first, 0); first < len(byMost) && together[first+1] < threshold; {
			first++
		}
		leading := byMost[first:]
		if err := q.step(1 + len(leading)); err != nil {
			return err
		}
		unit := uint32(column.NoRow)
		for _, l := range leading {
			if before < 0 {
				l.cursor.Advance(from)
			}
			unit = min(unit, l.cursor.Row())
		}
		if unit == column.NoRow || unit > end {
			return nil
		}
		if len(leading) == 1 && threshold >= 0 {
			// Most units are passed over by their length alone.
			if unit = leading[0].seek(threshold-together[first], end); unit == column.NoRow || unit > end {
				return nil
			}
		}
		if matching.has(unit) && !hopeless(unit, byMost, first, together, threshold) {
			if score := weigh(unit, leaves); score >= threshold {
				p.offer(r, unit, score)
			}
		}
		for _, l := range leading {
			if l.cursor.Row() == unit {
				l.cursor.Next()
			}
		}
	}
}

// hopeless reports whether a unit scores less than a threshold. leaves stand by the most that they can add, together is what the first
// ones can, and those from leading on lead to units: their cursors are at the unit or behind it.
func hopeless(unit uint32, leaves []*leaf, leading int, together []float64, threshold float64) bool {
	if threshold < 0 {
		return false
	}
	sum := 0.0
	for i := len(leaves) - 1; i >= 0; i-- {
		if sum*slack+together[i+1] < threshold {
			return true
		}
		if l := leaves[i]; i >= leading && l.cursor.Row() == unit || i < leading && l.cursor.Advance(unit) == unit {
			sum += l.score()
		}
	}
	return sum*slack < threshold
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
