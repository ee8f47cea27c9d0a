package ranking

import (
	"github.com/plenary-search/plenary/search"
)

// Where hits are folded, only some of the units offered come onto the page: shown decides, and is asked as rarely as may be. How many
// such units there are nobody knows, so the page keeps one more than it may hold, which says that there is another page.

// Fold makes the ranking take only the units that shown reports. It is called before the first unit is offered.
func (r *Ranking) Fold(shown func(p Place) bool) {
	r.shown = shown
	if r.size > 0 {
		r.size++
	}
}

// finishFolded is Finish where hits are folded.
func (r *Ranking) finishFolded(results *search.Results) []Place {
	page, more := r.page.places, r.Full()
	previous, next := r.cursor != nil, more
	switch {
	case more && r.page.last:
		page = page[1:]
	case more:
		page = page[:r.size-1]
	}
	if r.page.last {
		previous, next = more, true
	}
	first, mark := 0, r.mark
	switch {
	case r.cursor != nil && !r.known:
		mark = 0
	case r.cursor != nil && r.page.last:
		first = max(0, r.cursor.Rank-len(page))
	case r.cursor != nil:
		first = r.cursor.Rank
	}
	rank := func(n int) int {
		if mark == 0 {
			return 0
		}
		return n
	}
	if results.First = first + 1; mark == 0 {
		results.First = 0
	}
	if previous {
		results.Previous = search.Cursor{Sort: r.order, Before: true, At: r.position(page[0]), Mark: mark, Rank: rank(first)}.String()
	}
	if next {
		results.Next = search.Cursor{Sort: r.order, At: r.position(page[len(page)-1]), Mark: mark, Rank: rank(first + len(page))}.String()
	}
	return page
}
