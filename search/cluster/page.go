package cluster

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
)

// found is a unit that matches, or with a request that groups a document of such units.
type found struct {
	at    search.Position
	hit   *hit  // the unit
	doc   *hit  // the document
	units []hit // with a request that groups: the best ones
	total int   // and the number of all
	text  *text // where hits are folded
}

// page fills in the page of hits.
func (s *searching) page(results *search.Results) error {
	var cursor *search.Cursor
	if s.req.Cursor != "" {
		c, err := search.ParseCursor(s.req.Cursor, s.order)
		if err == nil && c.Groups != s.req.Group {
			err = search.ErrBadCursor
		}
		if err != nil {
			return err
		}
		cursor = &c
	}
	if s.req.Size == search.NoHits {
		return nil
	}
	w, err := s.cut(cursor)
	if err != nil || w.first == w.end {
		return err
	}
	mark := s.planned.Mark(s.commit.Generation)
	results.First = w.before + w.first + 1
	if w.before+w.first > 0 {
		results.Previous = search.Cursor{Sort: s.order, Before: true, Groups: s.req.Group, At: w.places[w.first].at, Mark: mark, Rank: w.before + w.first}.String()
	}
	if w.end < len(w.places) {
		results.Next = search.Cursor{Sort: s.order, Groups: s.req.Group, At: w.places[w.end-1].at, Mark: mark, Rank: w.before + w.end}.String()
	}
	if s.req.Fold != search.FoldNone {
		s.foldedCursors(results, cursor, w)
	}
	return s.show(results, w.places[w.first:w.end])
}

// window is the places of a page, among others.
type window struct {
	places     []found
	first, end int // the page's, in places; one stands behind them if there is any
	before     int // how many stand before all of these
}

// cut finds the places of a page.
func (s *searching) cut(cursor *search.Cursor) (w window, err error) {
	if cursor != nil && !cursor.Before && cursor.Mark == s.planned.Mark(s.commit.Generation) && s.req.Fold == search.FoldNone {
		if w, found, err := s.cutBehind(*cursor); found || err != nil {
			return w, err
		}
	}
	wanted := s.req.Size + 1
	if cursor != nil {
		wanted += cursor.Rank
	}
	var texts []text
	for ; ; wanted *= 2 {
		if w.places, err = s.first(wanted); err != nil {
			return window{}, err
		}
		all := len(w.places) < wanted
		if s.req.Fold != search.FoldNone {
			if w.places, err = s.unfolded(w.places, &texts); err != nil {
				return window{}, err
			}
		}
		w.first, w.end = 0, len(w.places)
		if cursor != nil {
			before, found := s.placeOf(w.places, cursor.At)
			switch {
			case cursor.Before:
				w.first, w.end = max(0, before-s.req.Size), before
			case found:
				w.first = before + 1
			default:
				w.first = before
			}
		}
		if all || w.end < len(w.places) || w.first+s.req.Size < len(w.places) {
			w.end = min(w.end, w.first+s.req.Size)
			return w, nil
		}
	}
}

// placeOf is the first of some places that does not stand before a position, and whether it stands there.
func (s *searching) placeOf(places []found, at search.Position) (int, bool) {
	return slices.BinarySearchFunc(places, at, func(f found, at search.Position) int { return s.order.Compare(f.at, at) })
}

// cutBehind finds the page behind a place whose rank is known, without what stands before that; not where units must be ranked to find it.
func (s *searching) cutBehind(cursor search.Cursor) (w window, found bool, err error) {
	sort, score := s.sortOfDocuments(), func(_, _ *hit) float64 { return 0 }
	if s.order == search.SortRelevance {
		if behind, err := s.isBehindBest(cursor.At.Key); !behind {
			return w, false, err
		}
		score = func(doc, _ *hit) float64 { return doc.score() }
	}
	after, err := justBefore(s.order, cursor.At)
	if err != nil {
		return w, false, err
	}
	for wanted := s.req.Size + 1; ; wanted *= 2 {
		if w.places, err = s.walk(nil, sort, after, wanted, score); err != nil {
			return w, false, err
		}
		w.places = w.places[:min(wanted, len(w.places))] // of documents only so many units were asked for
		at, found := s.placeOf(w.places, cursor.At)
		if all := len(w.places) < wanted; found && (all || at+1+s.req.Size < len(w.places)) {
			w.first, w.before = at+1, cursor.Rank-at-1
			w.end = min(len(w.places), w.first+s.req.Size)
			return w, true, nil
		} else if all || at < len(w.places) {
			return window{}, false, nil // the page is found from the first place on
		}
	}
}

// isBehindBest reports whether a document is none of those whose units are ranked by their own scores.
func (s *searching) isBehindBest(key document.Key) (bool, error) {
	if len(s.planned.Wholes) == 0 {
		return false, nil
	}
	got, err := s.documentsWith(s.sortOfDocuments(), nil, search.BestDocuments, 1, true, "none")
	if err != nil {
		return false, err
	}
	best := slices.ContainsFunc(got.hits, func(doc hit) bool { return doc.text("key") == nameOfKey(key) })
	return len(got.hits) == search.BestDocuments && !best, nil
}

// sortOfDocuments is the order of documents in which their units come.
func (s *searching) sortOfDocuments() []object {
	natural := object{"order": "asc"}
	switch s.order {
	case search.SortNewest:
		return []object{{"date": object{"order": "desc", "missing": "_last"}}, natural}
	case search.SortOldest:
		return []object{{"date": object{"order": "asc", "missing": "_last"}}, natural}
	case search.SortRelevance:
		return []object{{"_score": "desc"}, natural}
	}
	return []object{natural}
}

// justBefore are values to sort by, of a place before a document and behind most others.
func justBefore(order search.Sort, at search.Position) (after []json.RawMessage, err error) {
	natural := orderOf(at.Key)
	values := []any{strings.ToValidUTF8(natural[:len(natural)-1], "")}
	switch order {
	case search.SortNewest, search.SortOldest:
		values = []any{at.Date, values[0]}
		if at.Date == "" {
			values[0] = nil
		}
	case search.SortRelevance:
		values = []any{at.Score, values[0]}
	}
	for _, v := range values {
		b, err := json.Marshal(v)
		if err != nil {
			return nil, err
		}
		after = append(after, b)
	}
	return after, nil
}
