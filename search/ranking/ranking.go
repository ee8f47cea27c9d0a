// Package ranking puts the units that an engine finds into an order, and keeps those of one page. It works on numbers: documents are
// numbered in natural order of their keys, so that comparing units needs no strings.
package ranking

import (
	"cmp"
	"slices"
	"sort"
	"sync"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
)

// Documents are what an order knows of the documents of a commit. They do not change, and they are safe for concurrent use.
type Documents struct {
	key  func(doc int) document.Key
	days []string // that documents are of, in order
	day  []uint32 // by document: its place in days, their number where it has no date
	// orders are those that are not by relevance: the documents in them, listed when they are first asked for.
	orders [3]func() []uint32
}

// NewDocuments describes documents whose dates are given in natural order of their keys; key tells the key of each.
func NewDocuments(dates []string, key func(doc int) document.Key) *Documents {
	days := slices.DeleteFunc(slices.Clone(dates), func(date string) bool { return date == "" })
	slices.Sort(days)
	days = slices.Compact(days)
	day := make([]uint32, len(dates))
	for doc, date := range dates {
		day[doc] = uint32(len(days))
		if date != "" {
			at, _ := slices.BinarySearch(days, date)
			day[doc] = uint32(at)
		}
	}
	return NewDated(days, day, key)
}

// NewDated is NewDocuments for dates that are numbered already: day is, for each document, the place of its date in days, which ascend
// and differ, or their number where it has none.
func NewDated(days []string, day []uint32, key func(doc int) document.Key) *Documents {
	d := &Documents{key: key, days: days, day: day}
	for i, order := range [...]search.Sort{search.SortDocument, search.SortNewest, search.SortOldest} {
		d.orders[i] = sync.OnceValue(func() []uint32 { return d.list(order) })
	}
	return d
}

// list lists all documents in an order.
func (d *Documents) list(order search.Sort) []uint32 {
	all := make([]uint32, len(d.day))
	for doc := range all {
		all[doc] = uint32(doc)
	}
	if order != search.SortDocument {
		slices.SortStableFunc(all, func(a, b uint32) int { return cmp.Compare(d.dateRank(order, int(a)), d.dateRank(order, int(b))) })
	}
	return all
}

func (d *Documents) inOrder(order search.Sort) []uint32 {
	switch order {
	case search.SortNewest:
		return d.orders[1]()
	case search.SortOldest:
		return d.orders[2]()
	}
	return d.orders[0]()
}

// dateRank is the place of a document's date in an order; equal dates share one, and undated documents stand last.
func (d *Documents) dateRank(order search.Sort, doc int) uint32 {
	at, last := d.day[doc], uint32(len(d.days))
	if order == search.SortNewest && at < last {
		return last - 1 - at
	}
	return at
}

func (d *Documents) date(doc int) string {
	if at := d.day[doc]; at < uint32(len(d.days)) {
		return d.days[at]
	}
	return ""
}

// Place is a unit's position in an order of hits: the same order as that of search.Position.
type Place struct {
	Score float64
	// date and doc are numbers times two, so that a cursor can stand between two of them.
	date, doc uint64
	Seq       uint32

	// Segment and Unit say where the engine finds the unit again.
	Segment int
	Unit    uint32
}

// Before reports whether p stands before q in the order that both are of.
func (p Place) Before(q Place) bool { return p.compare(q) < 0 }

func (p Place) compare(q Place) int {
	return cmp.Or(cmp.Compare(q.Score, p.Score), cmp.Compare(p.date, q.date), cmp.Compare(p.doc, q.doc), cmp.Compare(p.Seq, q.Seq))
}

// between is the place of number i of a row or, where it was not found, the place just before it.
func between(i int, found bool) uint64 {
	if found {
		return uint64(i)*2 + 1
	}
	return uint64(i) * 2
}

// Ranking keeps the page that a request asks for. It belongs to one goroutine.
type Ranking struct {
	docs   *Documents
	order  search.Sort
	size   int
	mark   uint64
	cursor *search.Cursor
	at     Place // where the cursor stands
	known  bool  // the cursor's rank is right: nothing needs to be counted

	before int // units that stand before the page or, with a cursor that stands after the page, before the cursor
	others int // units that the page may choose from
	page   pageHeap
	done   func(Place) bool // of units that are left out: see Fold; nil where hits are not folded
	groups map[uint64]Place // by document, where documents are ranked, and every unit must be offered: see addToGroup; otherwise nil or empty
}

// New begins a ranking. mark is that of the request: see plan.Request. The error is search.ErrBadCursor.
func New(docs *Documents, req search.Request, order search.Sort, mark uint64) (*Ranking, error) {
	r := &Ranking{docs: docs, order: order, size: max(0, req.Size), mark: mark}
	if req.Group {
		r.groups = map[uint64]Place{}
	}
	if req.Cursor == "" {
		return r, nil
	}
	cursor, err := search.ParseCursor(req.Cursor, order)
	if err == nil && cursor.Groups != req.Group {
		err = search.ErrBadCursor
	}
	if err != nil {
		return nil, err
	}
	r.cursor, r.at, r.known = &cursor, docs.placeOf(cursor), cursor.Mark == mark
	r.page.last = cursor.Before
	return r, nil
}

// placeOf finds the place of a cursor among documents that may have come and gone since it was made.
func (d *Documents) placeOf(c search.Cursor) Place {
	p := Place{Score: c.At.Score, Seq: uint32(c.At.Seq)}
	i, found := sort.Find(len(d.day), func(i int) int { return search.CompareKeys(c.At.Key, d.key(i)) })
	p.doc = between(i, found)
	if c.Sort == search.SortNewest || c.Sort == search.SortOldest {
		p.date = d.placeOfDate(c.Sort, c.At.Date)
	}
	return p
}

// placeOfDate compares a date with those of the documents.
func (d *Documents) placeOfDate(order search.Sort, date string) uint64 {
	if date == "" {
		return between(len(d.days), true)
	}
	at, found := slices.BinarySearch(d.days, date)
	if order == search.SortNewest {
		at = len(d.days) - at // days that stand before it in this order, where it is none of them
		if found {
			at--
		}
	}
	return between(at, found)
}

// Full reports whether the page holds as many units as it may.
func (r *Ranking) Full() bool { return len(r.page.places) >= r.size }

// Size is the number of units that the page may hold.
func (r *Ranking) Size() int { return r.size }

// Counts reports whether every unit found must be offered, because a cursor does not say how many stand before it, or which documents do.
func (r *Ranking) Counts() bool {
	return r.cursor != nil && r.done == nil && (!r.known || r.groups != nil && r.order == search.SortRelevance)
}

// Threshold is a score below which no unit can come onto the page; negative where there is none yet, or never.
func (r *Ranking) Threshold() float64 {
	switch {
	case r.order != search.SortRelevance || r.size == 0 || r.Counts():
		return -1
	case r.page.last:
		return r.at.Score // what stands before the cursor scores as much as it
	case !r.Full():
		return -1
	}
	return r.page.places[0].Score
}

// side is negative where a document stands before the cursor, 0 where the cursor stands in it, and positive where it stands behind the
// cursor or there is none.
func (r *Ranking) side(doc int) int {
	if r.cursor == nil {
		return 1
	}
	p := Place{doc: between(doc, true)}
	if r.order == search.SortNewest || r.order == search.SortOldest {
		p.date = between(int(r.docs.dateRank(r.order, doc)), true)
	}
	return cmp.Or(cmp.Compare(p.date, r.at.date), cmp.Compare(p.doc, r.at.doc))
}

// Walk yields the documents of an order that is not by relevance, from the cursor on or back from it, as far as the page may hold units
// of them. The units of each must be offered before the next one is asked for.
func (r *Ranking) Walk(yield func(doc int) bool) {
	order := r.docs.inOrder(r.order)
	from := sort.Search(len(order), func(i int) bool { return r.side(int(order[i])) >= 0 })
	if r.page.last {
		for i := min(from, len(order)-1); i >= 0 && !r.Full() && yield(int(order[i])); i-- {
		}
		return
	}
	for i := from; i < len(order) && !r.Full() && yield(int(order[i])); i++ {
	}
}

// Place is that of a unit in an order: of document doc, at place seq in it. Its score counts where the order is by relevance.
func (d *Documents) Place(order search.Sort, doc, seq uint32, score float64, segment int, unit uint32) Place {
	p := Place{doc: between(int(doc), true), Seq: seq, Segment: segment, Unit: unit}
	switch order {
	case search.SortRelevance:
		p.Score = score
	case search.SortNewest, search.SortOldest:
		p.date = between(int(d.dateRank(order, int(doc))), true)
	}
	return p
}

// Add takes a unit into account: of document doc, at place seq in it. Its score counts where the order is by relevance.
func (r *Ranking) Add(doc, seq uint32, score float64, segment int, unit uint32) {
	p := r.docs.Place(r.order, doc, seq, score, segment, unit)
	if r.groups != nil {
		r.addToGroup(p)
		return
	}
	r.take(p)
}

// take takes a unit, or a document, into account.
func (r *Ranking) take(p Place) {
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
	if r.done != nil && r.done(p) {
		return
	}
	r.others++
	r.page.offer(p, r.size)
}

// Finish returns the places of the page in order, and fills in where the page stands among total units or documents.
func (r *Ranking) Finish(results *search.Results, total int) []Place {
	r.takeGroups()
	page := r.page.places
	slices.SortFunc(page, Place.compare)
	if len(page) == 0 {
		return nil
	}
	first := r.before
	switch {
	case r.known && r.page.last:
		first = max(0, r.cursor.Rank-len(page))
	case r.known:
		first = r.cursor.Rank
	case r.page.last:
		first = r.others - len(page)
	}
	results.First = first + 1
	if first > 0 {
		results.Previous = search.Cursor{Sort: r.order, Before: true, Groups: r.groups != nil, At: r.position(page[0]), Mark: r.mark, Rank: first}.String()
	}
	if end := first + len(page); end < total {
		results.Next = search.Cursor{Sort: r.order, Groups: r.groups != nil, At: r.position(page[len(page)-1]), Mark: r.mark, Rank: end}.String()
	}
	return page
}

func (r *Ranking) position(p Place) search.Position {
	doc := int(p.doc / 2)
	return search.Position{Score: p.Score, Date: r.docs.date(doc), Key: r.docs.key(doc), Seq: int(p.Seq)}
}

// pageHeap keeps the first places of those offered, or the last ones; the one to give up next is on top.
type pageHeap struct {
	places []Place
	last   bool
}

func (h *pageHeap) offer(p Place, size int) {
	switch {
	case size == 0:
	case len(h.places) < size:
		h.places = append(h.places, p)
		h.up(len(h.places) - 1)
	case h.worse(&h.places[0], &p):
		h.places[0] = p
		h.down(0)
	}
}

// worse reports whether p is to be given up before q.
func (h *pageHeap) worse(p, q *Place) bool { return (p.compare(*q) > 0) != h.last }

func (h *pageHeap) up(i int) {
	for i > 0 {
		above := (i - 1) / 2
		if !h.worse(&h.places[i], &h.places[above]) {
			return
		}
		h.places[i], h.places[above] = h.places[above], h.places[i]
		i = above
	}
}

func (h *pageHeap) down(i int) {
	for {
		worst := i
		for below := 2*i + 1; below <= 2*i+2 && below < len(h.places); below++ {
			if h.worse(&h.places[below], &h.places[worst]) {
				worst = below
			}
		}
		if worst == i {
			return
		}
		h.places[i], h.places[worst] = h.places[worst], h.places[i]
		i = worst
	}
}
