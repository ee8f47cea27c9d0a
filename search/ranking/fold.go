package ranking

import (
	"slices"

	"github.com/plenary-search/plenary/search"
)

// Where hits are folded, the engine decides which of the units that stand first, or last before a cursor, come onto the page. How many there
// are in all nobody knows: the page is told whether there is another one.

// Fold makes the ranking keep up to so many units for [Ranking.Places], without those that are done, and count none.
func (r *Ranking) Fold(size int, done func(Place) bool) { r.size, r.done = size, done }

// Places are the units kept, in the order in which a page takes them: backwards where it ends before a cursor.
func (r *Ranking) Places() []Place {
	slices.SortFunc(r.page.places, Place.compare)
	if r.page.last {
		slices.Reverse(r.page.places)
	}
	return r.page.places
}

// FinishFolded is Finish for those places, in the order of Places, that come onto the page. more says that others would.
func (r *Ranking) FinishFolded(results *search.Results, page []Place, more bool) []Place {
	if len(page) == 0 {
		return nil
	}
	previous, next := r.cursor != nil, more
	if r.page.last {
		slices.Reverse(page)
		previous, next = more, true
	}
	first, mark := 0, r.mark
	switch {
	case r.cursor == nil:
	case !r.known:
		mark = 0
	case r.page.last:
		first = max(0, r.cursor.Rank-len(page))
	default:
		first = r.cursor.Rank
	}
	end := first + len(page)
	if results.First = first + 1; mark == 0 { // how many stand before is not known
		results.First, first, end = 0, 0, 0
	}
	if previous {
		results.Previous = search.Cursor{Sort: r.order, Before: true, At: r.position(page[0]), Mark: mark, Rank: first}.String()
	}
	if next {
		results.Next = search.Cursor{Sort: r.order, At: r.position(page[len(page)-1]), Mark: mark, Rank: end}.String()
	}
	return page
}
