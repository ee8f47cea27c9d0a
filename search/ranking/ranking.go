// Package ranking puts the units that an engine finds into an order, and keeps those of one page. It works on numbers: documents are
// numbered in natural order of their keys, so that comparing units needs no strings.
package ranking

import (
	"cmp"
	"container/heap"
	"slices"
	"sort"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
)

// Documents are what an order knows of the documents of a commit. They do not change, and they are safe for concurrent use.
type Documents struct {
	key  func(doc int) document.Key
	days []string // that documents are of, in order
	day  []uint32 // by document: its place in days, their number where it has no date
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
	return &Documents{key: key, days: days, day: day}
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
	cursor *search.Cursor
	at     Place // where the cursor stands

	before int // units that stand before the page or, with a cursor that stands after the page, before the cursor
	others int // units that the page may choose from
	page   pageHeap
}

// New begins a ranking. The error is search.ErrBadCursor.
func New(docs *Documents, req search.Request, order search.Sort) (*Ranking, error) {
	r := &Ranking{docs: docs, order: order, size: max(0, req.Size)}
	if req.Cursor == "" {
		return r, nil
	}
	cursor, err := search.ParseCursor(req.Cursor, order)
	if err != nil {
		return nil, err
	}
	r.cursor, r.at = &cursor, docs.placeOf(cursor)
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

// Prunes reports whether units that cannot come onto the page need not be offered: with a cursor, those before it are counted.
func (r *Ranking) Prunes() bool {
	return r.order == search.SortRelevance && r.cursor == nil && r.size > 0
}

// Threshold is a score below which no unit can come onto the page, where the ranking prunes.
func (r *Ranking) Threshold() float64 {
	if !r.Prunes() || !r.Full() {
		return -1
	}
	return r.page.places[0].Score
}

// Add takes a unit into account: of document doc, at place seq in it. Its score counts where the order is by relevance.
func (r *Ranking) Add(doc, seq uint32, score float64, segment int, unit uint32) {
	p := Place{doc: between(int(doc), true), Seq: seq, Segment: segment, Unit: unit}
	switch r.order {
	case search.SortRelevance:
		p.Score = score
	case search.SortNewest, search.SortOldest:
		p.date = between(int(r.docs.dateRank(r.order, int(doc))), true)
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

// Finish returns the places of the page in order, and fills in where the page stands among total units.
func (r *Ranking) Finish(results *search.Results, total int) []Place {
	page := r.page.places
	slices.SortFunc(page, Place.compare)
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
		heap.Push(h, p)
	case h.worse(h.places[0], p):
		h.places[0] = p
		heap.Fix(h, 0)
	}
}

// worse reports whether p is to be given up before q.
func (h *pageHeap) worse(p, q Place) bool { return (p.compare(q) > 0) != h.last }

func (h *pageHeap) Len() int           { return len(h.places) }
func (h *pageHeap) Less(i, j int) bool { return h.worse(h.places[i], h.places[j]) }
func (h *pageHeap) Swap(i, j int)      { h.places[i], h.places[j] = h.places[j], h.places[i] }
func (h *pageHeap) Push(x any)         { h.places = append(h.places, x.(Place)) }
func (h *pageHeap) Pop() any {
	last := h.places[len(h.places)-1]
	h.places = h.places[:len(h.places)-1]
	return last
}
