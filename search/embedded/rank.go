package embedded

import (
	"cmp"
	"container/heap"
	"math"
	"slices"
	"sort"

	"github.com/RoaringBitmap/roaring/v2"

	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/plan"
)

// place is a unit's position in an order of hits, in numbers of the view: the same order as that of search.Position.
type place struct {
	score float64
	// date and doc are ranks of the view times two, so that a cursor can stand between two of them.
	date, doc uint64
	seq       uint32

	segment int
	record  uint32
}

func (p place) compare(q place) int {
	return cmp.Or(cmp.Compare(q.score, p.score), cmp.Compare(p.date, q.date), cmp.Compare(p.doc, q.doc), cmp.Compare(p.seq, q.seq))
}

// ranking puts the units that match into an order, and keeps those of one page.
type ranking struct {
	view   *view
	order  search.Sort
	size   int
	cursor *search.Cursor
	at     place // where the cursor stands

	before int // units that stand before the page or, with a cursor that stands after the page, before the cursor
	others int // units that the page may choose from
	page   pageHeap
}

func newRanking(v *view, req search.Request, order search.Sort) (*ranking, error) {
	r := &ranking{view: v, order: order, size: max(0, req.Size)}
	if req.Cursor == "" {
		return r, nil
	}
	cursor, err := search.ParseCursor(req.Cursor, order)
	if err != nil {
		return nil, err
	}
	r.cursor, r.at = &cursor, v.placeOf(cursor)
	r.page.last = cursor.Before
	return r, nil
}

// placeOf finds the place of a cursor among documents that may have come and gone since it was made.
func (v *view) placeOf(c search.Cursor) place {
	p := place{score: c.At.Score, seq: uint32(c.At.Seq)}
	i, found := sort.Find(len(v.docs), func(i int) int { return search.CompareKeys(c.At.Key, v.docs[i].header.Key()) })
	p.doc = between(i, found)
	if c.Sort == search.SortNewest || c.Sort == search.SortOldest {
		p.date = v.placeOfDate(c.Sort, c.At.Date)
	}
	return p
}

// placeOfDate compares a date with those of the view's documents.
func (v *view) placeOfDate(order search.Sort, date string) uint64 {
	var place uint64 // just after the last date that stands before this one
	for i := range v.docs {
		d := &v.docs[i]
		rank := d.dateRank(order)
		switch {
		case d.header.Date == date:
			return between(int(rank), true)
		case order.Compare(search.Position{Date: d.header.Date}, search.Position{Date: date}) < 0:
			place = max(place, between(int(rank)+1, false))
		}
	}
	return place
}

// between is the place of number i of a row or, where it was not found, the place just before it.
func between(i int, found bool) uint64 {
	if found {
		return uint64(i)*2 + 1
	}
	return uint64(i) * 2
}

func (d *doc) dateRank(order search.Sort) uint32 {
	if order == search.SortNewest {
		return d.newest
	}
	return d.oldest
}

// add takes a unit into account.
func (r *ranking) add(segment int, record uint32, score float64) {
	seg := r.view.segments[segment]
	at := seg.docs[seg.key[record]]
	p := place{doc: between(int(at), true), seq: seg.seq[record], segment: segment, record: record}
	switch r.order {
	case search.SortRelevance:
		p.score = score
	case search.SortNewest, search.SortOldest:
		p.date = between(int(r.view.docs[at].dateRank(r.order)), true)
	}
	if r.cursor != nil {
		side := p.compare(r.at)
		switch {
		case r.cursor.Before && side >= 0:
			return
		case !r.cursor.Before && side <= 0:
			r.before++
			return
		}
	}
	r.others++
	r.page.offer(p, r.size)
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

func (r *ranking) position(p place) search.Position {
	seg := r.view.segments[p.segment]
	header := &r.view.docs[seg.docs[seg.key[p.record]]].header
	return search.Position{Score: p.score, Date: header.Date, Key: header.Key(), Seq: int(p.seq)}
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

// scores are the scores of units, by segment and record; nil where nothing scores.
type scores [][]float64

func (s scores) of(segment int, record uint32) float64 {
	if s == nil {
		return 0
	}
	return s[segment][record]
}

// score weighs the units found by each leaf, in the order of leaves, so that sums round as they do elsewhere.
func (m *matcher) score(found []*roaring.Bitmap, leaves []plan.Node) (scores, error) {
	if len(leaves) == 0 {
		return nil, nil
	}
	sums := make(scores, len(m.segments))
	for i, seg := range m.segments {
		sums[i] = make([]float64, seg.size)
	}
	for _, leaf := range leaves {
		df := 0
		for _, seg := range m.segments {
			n, err := seg.countLeaf(leaf)
			if err != nil {
				return nil, err
			}
			df += n
		}
		stream := m.view.streams[plan.FieldOf(leaf)]
		idf := stream.IDF(df)
		for i, seg := range m.segments {
			lengths := seg.lengths[plan.FieldOf(leaf)]
			err := seg.eachFrequency(leaf, found[i], func(record uint32, freq int) {
				sums[i][record] += stream.Score(idf, freq, int(lengths[record]))
			})
			if err != nil {
				return nil, err
			}
		}
	}
	return sums, nil
}

func (s *segmentMatcher) countLeaf(leaf plan.Node) (int, error) {
	switch leaf := leaf.(type) {
	case plan.Term:
		return s.count(leaf.Field, leaf.Value)
	case plan.Phrase:
		hits, err := s.phrase(leaf)
		if err != nil {
			return 0, err
		}
		return len(hits.freqs), nil
	}
	return 0, nil
}

// eachFrequency calls visit for each wanted unit that holds a leaf, with how often it does.
func (s *segmentMatcher) eachFrequency(leaf plan.Node, wanted *roaring.Bitmap, visit func(record uint32, freq int)) error {
	switch leaf := leaf.(type) {
	case plan.Term:
		return s.eachTermFrequency(leaf, wanted, visit)
	case plan.Phrase:
		hits, err := s.phrase(leaf)
		if err != nil {
			return err
		}
		for it, i := hits.units.Iterator(), 0; it.HasNext(); i++ {
			if record := it.Next(); wanted.Contains(record) {
				visit(record, int(hits.freqs[i]))
			}
		}
	}
	return nil
}

func (s *segmentMatcher) eachTermFrequency(leaf plan.Term, wanted *roaring.Bitmap, visit func(record uint32, freq int)) error {
	list, err := s.list(leaf.Field, leaf.Value)
	if err != nil {
		return err
	}
	postings := list.Iterator(true, false, false, nil)
	for it := wanted.Iterator(); it.HasNext(); {
		if err := s.step(); err != nil {
			return err
		}
		p, err := postings.Advance(uint64(it.PeekNext()))
		if err != nil || p == nil || p.Number() > math.MaxUint32 {
			return err
		}
		record := uint32(p.Number())
		it.AdvanceIfNeeded(record)
		if it.HasNext() && it.PeekNext() == record {
			visit(record, int(p.Frequency()))
			it.Next()
		}
	}
	return nil
}
