package executor

import (
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/column"
	"github.com/plenary-search/plenary/search/plan"
	"github.com/plenary-search/plenary/search/ranking"
)

// offer offers a unit to a ranking.
func (p *part) offer(r *ranking.Ranking, unit uint32, score float64) {
	r.Add(p.rank[p.UnitDoc.At(unit)], p.Seq.At(unit), score, p.number, unit)
}

// fewHits is the number of hits up to which an order by score is found by looking at all of them; another, for which documents need only be
// looked at in their order, up to a quarter of it.
const fewHits = 4096

// rank offers the units found to a ranking: all of them where they are few or must be counted, otherwise those that may come onto the
// page.
func (q *question) rank(r *ranking.Ranking, order search.Sort, found *matches, planned plan.Request, scorers []*scorer) error {
	byScore := order == search.SortRelevance
	if byScore && len(planned.Wholes) > 0 {
		return q.rankDocuments(r, found, scorers)
	}
	if !byScore && !r.Counts() && found.total.Paragraphs > q.index.few/4 {
		return q.walk(r, found.sets)
	}
	for i, p := range q.index.parts {
		var err error
		sc := scorers[i]
		switch units := found.sets[i].count(); {
		case !byScore:
			err = q.scoreAll(r, p, found.sets[i], &scorer{part: p})
		case r.Counts() || units <= min(4*r.Size(), q.index.few):
			err = q.scoreAll(r, p, found.sets[i], sc)
		case 4*units < postings(sc.leaves):
			err = q.scoreFound(r, p, found.sets[i], sc.leaves)
		default:
			err = q.scoreBest(r, p, found.sets[i], sc.leaves)
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
func (q *question) scoreAll(r *ranking.Ranking, p *part, found set, sc *scorer) error {
	sc.reset()
	for unit := range found.all {
		if err := q.step(1 + len(sc.leaves) + len(sc.wholes)); err != nil {
			return err
		}
		p.offer(r, unit, sc.weigh(unit))
	}
	return nil
}

func reset(leaves []*leaf) {
	for _, l := range leaves {
		l.reset()
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
