package executor

import (
	"cmp"
	"container/heap"
	"slices"
	"sort"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/column"
)

// place is a unit's position in an order of hits, in numbers of the index: the same order as that of search.Position.
type place struct {
	score float64
	// date and doc are ranks of the index times two, so that a cursor can stand between two of them.
	date, doc uint64
	seq       uint32

	part int
	unit uint32
}

func (p place) compare(q place) int {
	return cmp.Or(cmp.Compare(q.score, p.score), cmp.Compare(p.date, q.date), cmp.Compare(p.doc, q.doc), cmp.Compare(p.seq, q.seq))
}

// ranking puts the units that match into an order, and keeps those of one page.
type ranking struct {
	index  *Index
	order  search.Sort
	size   int
	cursor *search.Cursor
	at     place // where the cursor stands

	before int // units that stand before the page or, with a cursor that stands after the page, before the cursor
	others int // units that the page may choose from
	page   pageHeap
}

func newRanking(x *Index, req search.Request, order search.Sort) (*ranking, error) {
	r := &ranking{index: x, order: order, size: max(0, req.Size)}
	if req.Cursor == "" {
		return r, nil
	}
	cursor, err := search.ParseCursor(req.Cursor, order)
	if err != nil {
		return nil, err
	}
	r.cursor, r.at = &cursor, x.placeOf(cursor)
	r.page.last = cursor.Before
	return r, nil
}

// placeOf finds the place of a cursor among documents that may have come and gone since it was made.
func (x *Index) placeOf(c search.Cursor) place {
	p := place{score: c.At.Score, seq: uint32(c.At.Seq)}
	i, found := sort.Find(len(x.docs), func(i int) int { return search.CompareKeys(c.At.Key, x.key(x.docs[i])) })
	p.doc = between(i, found)
	if c.Sort == search.SortNewest || c.Sort == search.SortOldest {
		p.date = x.placeOfDate(c.Sort, c.At.Date)
	}
	return p
}

// placeOfDate compares a date with those of the documents.
func (x *Index) placeOfDate(order search.Sort, date string) uint64 {
	var at uint64 // just after the last date that stands before this one
	dates := make([][]string, len(x.parts))
	for i, p := range x.parts {
		dates[i] = p.dates()
	}
	for _, ref := range x.docs {
		rank, other := x.parts[ref.part].dateRank(order, ref.doc), dates[ref.part][ref.doc]
		switch {
		case other == date:
			return between(int(rank), true)
		case order.Compare(search.Position{Date: other}, search.Position{Date: date}) < 0:
			at = max(at, between(int(rank)+1, false))
		}
	}
	return at
}

// between is the place of number i of a row or, where it was not found, the place just before it.
func between(i int, found bool) uint64 {
	if found {
		return uint64(i)*2 + 1
	}
	return uint64(i) * 2
}

func (p *part) dateRank(order search.Sort, doc uint32) uint32 {
	if order == search.SortNewest {
		return p.newest[doc]
	}
	return p.oldest[doc]
}

func (x *Index) key(ref docRef) document.Key { return x.parts[ref.part].key(ref.doc) }

// threshold is a score below which no unit can come onto the page.
func (r *ranking) threshold() float64 {
	if r.cursor != nil || r.size == 0 || len(r.page.places) < r.size {
		return -1
	}
	return r.page.places[0].score
}

// add takes a unit into account.
func (r *ranking) add(p *part, unit uint32, score float64) {
	doc := p.UnitDoc.At(unit)
	at := place{doc: between(int(p.rank[doc]), true), seq: p.Seq.At(unit), part: p.number, unit: unit}
	switch r.order {
	case search.SortRelevance:
		at.score = score
	case search.SortNewest, search.SortOldest:
		at.date = between(int(p.dateRank(r.order, doc)), true)
	}
	if r.cursor != nil {
		side := at.compare(r.at)
		switch {
		case r.cursor.Before && side >= 0:
			return
		case !r.cursor.Before && side <= 0:
			r.before++
			return
		}
	}
	r.others++
	r.page.offer(at, r.size)
}

// finish returns the places of the page in order, and fills in where the page stands among total units.
func (r *ranking) finish(results *search.Results, total int) []place {
	page := r.page.places
	slices.SortFunc(page, place.compare)
	if len(page) == 0 {
		return nil
	}
	first := r.before
	if r.page.last {
		first = r.others - len(page)
	}
	results.First = first + 1
	if first > 0 {
		results.Previous = search.Cursor{Sort: r.order, Before: true, At: r.position(page[0])}.String()
	}
	if first+len(page) < total {
		results.Next = search.Cursor{Sort: r.order, At: r.position(page[len(page)-1])}.String()
	}
	return page
}

func (r *ranking) position(at place) search.Position {
	p := r.index.parts[at.part]
	doc := p.UnitDoc.At(at.unit)
	date := ""
	if h, err := r.index.header(docRef{uint32(at.part), doc}); err == nil {
		date = h.Date
	}
	return search.Position{Score: at.score, Date: date, Key: p.key(doc), Seq: int(at.seq)}
}

// pageHeap keeps the first places of those offered, or the last ones; the one to give up next is on top.
type pageHeap struct {
	places []place
	last   bool
}

func (h *pageHeap) offer(p place, size int) {
	switch {
	case size == 0:
	case len(h.places) < size:
		heap.Push(h, p)
	case h.worse(h.places[0], p):
		h.places[0] = p
		heap.Fix(h, 0)
	}
}

// worse reports whether p is to be given up before q.
func (h *pageHeap) worse(p, q place) bool { return (p.compare(q) > 0) != h.last }

func (h *pageHeap) Len() int           { return len(h.places) }
func (h *pageHeap) Less(i, j int) bool { return h.worse(h.places[i], h.places[j]) }
func (h *pageHeap) Swap(i, j int)      { h.places[i], h.places[j] = h.places[j], h.places[i] }
func (h *pageHeap) Push(x any)         { h.places = append(h.places, x.(place)) }
func (h *pageHeap) Pop() any {
	last := h.places[len(h.places)-1]
	h.places = h.places[:len(h.places)-1]
	return last
}

// scored offers the units found in a part, with their scores, to the ranking. Where the order is by relevance and the page is
// full, it passes over units that cannot come onto it.
func (q *question) scored(r *ranking, p *part, found set, leaves []*leaf) error {
	for _, l := range leaves {
		l.cursor.Reset(l.list)
	}
	if r.order != search.SortRelevance || r.cursor != nil || r.size == 0 || found.count() <= 4*r.size {
		return q.scoreAll(r, p, found, leaves)
	}
	return q.scoreBest(r, p, found, leaves)
}

// scoreAll weighs every unit found.
func (q *question) scoreAll(r *ranking, p *part, found set, leaves []*leaf) error {
	for unit := range found.all {
		if err := q.step(1 + len(leaves)); err != nil {
			return err
		}
		r.add(p, unit, weigh(unit, leaves))
	}
	return nil
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
func (q *question) scoreBest(r *ranking, p *part, found set, leaves []*leaf) error {
	full := func() bool { return len(r.page.places) >= r.size }
	byMost := slices.Clone(leaves)
	slices.SortStableFunc(byMost, func(a, b *leaf) int { return cmp.Compare(a.most, b.most) })
	together := make([]float64, len(byMost)+1) // the most that the first i leaves can add
	for i, l := range byMost {
		together[i+1] = together[i] + l.most
	}
	leading := 0 // the first leaf that leads to units
	for {
		threshold := r.threshold()
		for leading < len(byMost) && full() && together[leading+1] < threshold {
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
		if full() {
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
			r.add(p, unit, weigh(unit, leaves))
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
func (q *question) fill(r *ranking, p *part, found set, leaves []*leaf) error {
	if len(r.page.places) >= r.size && r.threshold() > 0 {
		return nil
	}
	for _, l := range leaves {
		l.cursor.Reset(l.list)
	}
	for unit := range found.all {
		if err := q.step(1 + len(leaves)); err != nil {
			return err
		}
		held := false
		for _, l := range leaves {
			held = held || l.cursor.Advance(unit) == unit
		}
		if !held {
			r.add(p, unit, 0)
		}
	}
	return nil
}
