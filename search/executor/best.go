package executor

import (
	"cmp"
	"math/bits"
	"slices"

	"github.com/plenary-search/plenary/search/column"
	"github.com/plenary-search/plenary/search/ranking"
)

// best is the search for the units of a part that come onto a page by their scores: MaxScore over windows. In each window, leaves stand
// by the most that they can add there; those that even together cannot lift a unit onto the page need not lead to units, the others do.
// It belongs to one goroutine.
//
// Turtle and Flood, "Query evaluation: strategies and optimizations", 1995; Chakrabarti, Chaudhuri and Ganti, "Interval-based pruning
// for top-k processing over compressed lists", 2011; that several leading leaves are summed up one after the other, not side by side, is
// of the bulk scorer of Lucene (MaxScoreBulkScorer).
type best struct {
	*question
	ranking  *ranking.Ranking
	part     *part
	found    set
	at       int     // in the list of found
	leaves   []*leaf // in the order of the plan
	byMost   []*walker
	together []float64 // the most that the first i of byMost can add
	sums     sums
}

// walker walks along the postings of a leaf. The leaf's own cursor follows, to the units that are weighed.
type walker struct {
	*leaf
	column.Cursor
}

// sumUnits is the number of units that are summed up at once.
const sumUnits = 2048

// sums holds what leading leaves add to units that follow each other.
type sums struct {
	of      [sumUnits]float64
	held    [sumUnits / 64]uint64 // which units any of them holds
	lengths [128]uint32           // room for those of some units
}

// scoreBest offers the units that may come onto the page.
func (q *question) scoreBest(r *ranking.Ranking, p *part, found set, leaves []*leaf) error {
	reset(leaves)
	b := &best{question: q, ranking: r, part: p, found: found, leaves: leaves}
	b.together = make([]float64, len(leaves)+1)
	walkers := make([]walker, len(leaves))
	for i, l := range leaves {
		walkers[i].leaf = l
		walkers[i].Reset(l.list)
		b.byMost = append(b.byMost, &walkers[i])
	}
	for from := uint32(0); ; {
		end, err := b.window(from)
		if err != nil {
			return err
		}
		if end == column.NoRow {
			return q.fill(r, p, found, leaves)
		}
		from = end + 1
	}
}

// window offers the units of the window that begins at a unit, and returns its last one.
func (b *best) window(from uint32) (end uint32, err error) {
	end = windowOf(from, b.leaves).end
	slices.SortStableFunc(b.byMost, func(x, y *walker) int { return cmp.Compare(x.blockMost, y.blockMost) })
	for i, w := range b.byMost {
		b.together[i+1] = b.together[i] + w.blockMost
	}
	first := 0 // of the leaves that lead; they become fewer as the page fills
	for {
		threshold := b.ranking.Threshold()
		for first < len(b.byMost) && b.together[first+1] < threshold {
			first++
		}
		leading := b.byMost[first:]
		if err := b.step(1 + len(leading)); err != nil {
			return end, err
		}
		unit := uint32(column.NoRow)
		for _, w := range leading {
			unit = min(unit, w.Advance(from))
		}
		switch {
		case unit == column.NoRow || unit > end:
			return end, nil
		case len(leading) == 1 && threshold >= 0:
			from = b.lead(leading[0], first, threshold, end)
		default:
			if from, err = b.sum(unit, end, first); err != nil {
				return end, err
			}
		}
		if from > end {
			return end, nil
		}
	}
}

// has reports whether a unit was found. Units come in order.
func (b *best) has(unit uint32) bool {
	if b.found.bits != nil {
		return b.found.has(unit)
	}
	for b.at < len(b.found.list) && b.found.list[b.at] < unit {
		b.at++
	}
	return b.at < len(b.found.list) && b.found.list[b.at] == unit
}

// lead offers the next unit that the only leading leaf leads to, of those that most are passed over by their length alone. It returns the
// unit to go on with.
func (b *best) lead(w *walker, first int, threshold float64, end uint32) uint32 {
	unit := w.seek(&w.Cursor, threshold-b.together[first], end)
	if unit > end || unit == column.NoRow {
		return unit
	}
	if b.has(unit) {
		b.judge(unit, w.leaf.scoreAt(&w.Cursor), first)
	}
	return unit + 1
}

// sum sums up what the leading leaves add to the units from one on, and offers those that may come onto the page. It returns the unit
// to go on with.
func (b *best) sum(unit, end uint32, first int) (next uint32, err error) {
	from := unit &^ 63
	end = min(end, from+sumUnits-1, b.found.size-1)
	for _, w := range b.byMost[first:] {
		n := w.leaf.add(&w.Cursor, &b.sums, from, end)
		if err := b.step(n); err != nil {
			return 0, err
		}
	}
	b.judgeAll(from, end, first)
	return end + 1, nil
}

// judgeAll judges the units that have been summed up, and clears the sums.
func (b *best) judgeAll(from, end uint32, first int) {
	least := b.ranking.Threshold() - b.together[first]
	for i := range b.sums.held[:(end-from)/64+1] {
		held := b.sums.held[i]
		if b.sums.held[i] = 0; b.found.bits != nil {
			held &= b.found.bits[from/64+uint32(i)]
		}
		for ; held != 0; held &= held - 1 {
			at := uint32(64*i + bits.TrailingZeros64(held))
			if sum := b.sums.of[at]; sum*slack >= least && b.has(from+at) && b.judge(from+at, sum, first) {
				least = b.ranking.Threshold() - b.together[first]
			}
		}
	}
	clear(b.sums.of[:end-from+1])
}

// judge offers a unit to which the leading leaves add a sum, unless the others leave it no chance, and reports whether it did. Units come
// in order.
func (b *best) judge(unit uint32, sum float64, first int) bool {
	threshold := b.ranking.Threshold()
	for i := first - 1; i >= 0; i-- {
		if sum*slack+b.together[i+1] < threshold {
			return false
		}
		if w := b.byMost[i]; w.Advance(unit) == unit {
			sum += w.leaf.scoreAt(&w.Cursor)
		}
	}
	if sum*slack < threshold {
		return false
	}
	score := weigh(unit, b.leaves)
	if score < threshold {
		return false
	}
	b.part.offer(b.ranking, unit, score)
	return true
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
