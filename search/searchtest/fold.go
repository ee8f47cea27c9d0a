package searchtest

import (
	"slices"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/variant"
)

// fold keeps those of all hits, in order, that stand before all that say the same.
func fold(hits []ranked, how search.Fold) (shown []ranked) {
	texts := make([]text, len(hits))
	for i, hit := range hits {
		texts[i] = newText(&hit.doc.Header, hit.unit.unit)
	}
	for i, hit := range hits {
		var others []ranked
		first := true
		for j := range hits {
			if i != j && texts[i].says(&texts[j], how) {
				first = first && i < j
				others = append(others, hits[j])
			}
		}
		if !first {
			continue
		}
		if len(others) > 0 {
			hit.folded = folded(others)
		}
		shown = append(shown, hit)
	}
	return shown
}

// text is what units say.
type text struct {
	lang     document.Language
	wording  variant.Wording
	key      string
	shingles []uint64
}

func newText(h *document.Header, u *document.Unit) text {
	w := variant.WordingOf(u.Text, u.Label)
	return text{search.UnitLanguage(h, u), w, string(w.AppendKey(nil)), w.Shingles()}
}

// unfold keeps those of some units that say what a hit says, without itself.
func unfold(found []*unit, of search.Hit, how search.Fold) (kept []*unit) {
	says := newText(&of.Document, &of.Unit)
	for _, u := range found {
		if u.doc.Key() == of.Document.Key() && u.unit.Seq == of.Unit.Seq {
			continue
		}
		if other := newText(&u.doc.Header, u.unit); says.says(&other, how) {
			kept = append(kept, u)
		}
	}
	return kept
}

// says reports whether two texts say the same.
func (t *text) says(other *text, how search.Fold) bool {
	if t.lang != other.lang {
		return false
	}
	if how == search.FoldNear {
		return variant.Near(t.shingles, other.shingles)
	}
	return len(t.wording) > 0 && t.key == other.key
}

// folded tells of some hits.
func folded(hits []ranked) *search.Folded {
	docs := map[document.Key]bool{}
	for _, hit := range hits {
		docs[hit.doc.Key()] = true
	}
	at := func(hit ranked) search.Position {
		return search.Position{Date: hit.doc.Date, Key: hit.doc.Key(), Seq: hit.unit.unit.Seq}
	}
	earliest := slices.MinFunc(hits, func(a, b ranked) int { return search.SortOldest.Compare(at(a), at(b)) })
	return &search.Folded{Paragraphs: len(hits), Documents: len(docs),
		Earliest: search.Hit{Document: search.HitHeader(&earliest.doc.Header), Unit: *earliest.unit.unit}}
}

// cutFolded is cut for hits that are folded: how many stand before a page is known from its cursor alone.
func cutFolded(results *search.Results, places []search.Position, req search.Request, order search.Sort, mark uint64) (first, end int, err error) {
	first, end, err = cut(results, places, req, order, mark)
	if err != nil || first == end || req.Cursor == "" {
		return first, end, err
	}
	cursor, err := search.ParseCursor(req.Cursor, order)
	if cursor.Mark != mark {
		results.First, mark = 0, 0
	}
	at := func(place, rank int, before bool) string {
		if mark == 0 {
			rank = 0
		}
		return search.Cursor{Sort: order, Before: before, At: places[place], Mark: mark, Rank: rank}.String()
	}
	if results.Previous = ""; first > 0 || !cursor.Before {
		results.Previous = at(first, first, true)
	}
	if results.Next = ""; end < len(places) || cursor.Before {
		results.Next = at(end-1, end, false)
	}
	return first, end, err
}
