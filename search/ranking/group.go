package ranking

// Where a request groups by document, places are those of documents: each stands where the best of its units does, with no place within
// it. Units are offered as ever, and a unit that scores less than the last document of a full page concerns none of them. That holds for
// the first page alone: behind a cursor, a document whose best unit stands before it must not come back with a lesser one. By relevance,
// every unit is offered there.

// addToGroup takes a unit of a document into account.
func (r *Ranking) addToGroup(p Place) {
	p.Seq = 0
	switch {
	case r.Counts():
		if best, known := r.groups[p.doc]; !known || p.Score > best.Score {
			r.groups[p.doc] = p
		}
	case r.cursor != nil && (p.compare(r.at) < 0) != r.cursor.Before || r.cursor != nil && p.compare(r.at) == 0:
	default:
		r.page.offerGroup(p, r.size)
	}
}

// takeGroups takes the documents into account of which every unit was offered.
func (r *Ranking) takeGroups() {
	for _, p := range r.groups {
		r.take(p)
	}
}

// offerGroup offers a document, which may be there already.
func (h *pageHeap) offerGroup(p Place, size int) {
	for i := range h.places {
		if h.places[i].doc != p.doc {
			continue
		}
		if p.compare(h.places[i]) < 0 {
			h.places[i] = p
			h.down(i)
		}
		return
	}
	h.offer(p, size)
}
