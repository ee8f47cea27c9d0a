package cluster

import (
	"errors"
	"iter"
	"slices"
	"sync"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/variant"
)

// text is what a unit says.
type text struct {
	lang     document.Language
	key      string
	shingles []uint64
}

func newText(h document.Language, u *document.Unit) text {
	w := variant.WordingOf(u.Text, u.Label)
	t := text{lang: h, shingles: w.Shingles()}
	if u.Lang != "" {
		t.lang = u.Lang
	}
	if len(w) > 0 {
		t.key = string(w.AppendKey(nil))
	}
	return t
}

// says reports whether two texts say the same.
func (t *text) says(other *text, how search.Fold) bool {
	if t.lang != other.lang {
		return false
	}
	if how == search.FoldNear {
		return variant.Near(t.shingles, other.shingles)
	}
	return t.key != "" && t.key == other.key
}

// unfolded are those of some places, in order from the first of all, before which none stands that says the same. texts are what the first
// places say, as far as they are known.
func (s *searching) unfolded(places []found, texts *[]text) (shown []found, err error) {
	for i := range places {
		if i == len(*texts) {
			var u document.Unit
			if err := places[i].hit.column("units.record").unpack(&u); err != nil {
				return nil, err
			}
			*texts = append(*texts, newText(places[i].at.Key.Lang, &u))
		}
		of := &(*texts)[i]
		if !slices.ContainsFunc((*texts)[:i], func(before text) bool { return of.says(&before, s.req.Fold) }) {
			places[i].text = of
			shown = append(shown, places[i])
		}
	}
	return shown, nil
}

// foldsAtOnce is the number of units that are unfolded at the same time.
const foldsAtOnce = 8

// foldedOf tells of the other units found that say what each of a page does.
func (s *searching) foldedOf(page []found) ([]*search.Folded, error) {
	folded, errs := make([]*search.Folded, len(page)), make([]error, len(page))
	if s.req.Fold == search.FoldNone || s.req.Bare {
		return folded, nil
	}
	var running sync.WaitGroup
	room := make(chan struct{}, foldsAtOnce)
	for i := range page {
		room <- struct{}{}
		running.Go(func() {
			folded[i], errs[i] = s.folded(page[i])
			<-room
		})
	}
	running.Wait()
	return folded, errors.Join(errs...)
}

// folded tells of the other units found that say what one does; nil where there are none.
func (s *searching) folded(of found) (*search.Folded, error) {
	var folded *search.Folded
	var earliest search.Position
	var last document.Key
	for other, err := range s.alike(of.text, of.at.Key, of.at.Seq) {
		if err != nil {
			return nil, err
		}
		at := search.Position{Date: other.Document.Date, Key: other.Document.Key(), Seq: other.Unit.Seq}
		if folded == nil {
			folded = &search.Folded{}
		}
		if folded.Paragraphs == 0 || search.SortOldest.Compare(at, earliest) < 0 {
			earliest, folded.Earliest = at, other
		}
		if folded.Paragraphs++; folded.Paragraphs == 1 || at.Key != last {
			last = at.Key
			folded.Documents++
		}
	}
	return folded, nil
}

// alike are the units found that say what a text does but for one, the one that says it, in order of documents.
func (s *searching) alike(of *text, key document.Key, seq int) iter.Seq2[search.Hit, error] {
	core := printsOf(variant.Core(of.shingles))
	least := len(core)
	if s.req.Fold == search.FoldNear {
		least = variant.SharedByNear(len(core))
	}
	sharing := object{"bool": object{"should": each(core, func(print string) object { return object{"term": object{"units.prints": print}} }),
		"minimum_should_match": least, "filter": s.units(s.planned.Matching())}}
	request := object{"stored_fields": nothing, "docvalue_fields": []string{"header"}, "query": object{"nested": object{"path": "units", "score_mode": "none", "query": sharing,
		"inner_hits": object{"size": maxWindow, "stored_fields": nothing, "docvalue_fields": []string{"units.record"}, "sort": []object{{"units.seq": "asc"}}}}}}
	return func(yield func(search.Hit, error) bool) {
		if len(core) == 0 {
			return
		}
		for hit, err := range s.all(s.ctx, s.commit, "order", request) {
			var header document.Header
			if err == nil {
				err = hit.column("header").unpack(&header)
			}
			if err != nil {
				yield(search.Hit{}, err)
				return
			}
			for _, inner := range hit.units {
				other := search.Hit{Document: search.HitHeader(&header)}
				if err := inner.column("units.record").unpack(&other.Unit); err != nil {
					yield(search.Hit{}, err)
					return
				}
				says := newText(header.Lang, &other.Unit)
				if itself := header.Key() == key && other.Unit.Seq == seq; !itself && says.says(of, s.req.Fold) && !yield(other, nil) {
					return
				}
			}
		}
	}
}

// foldedCursors are the cursors of a page of folded hits: how many stand before is known from the cursor of the request alone, and only where
// that is of the same commit.
func (s *searching) foldedCursors(results *search.Results, cursor *search.Cursor, w window) {
	if cursor == nil {
		return
	}
	mark := s.planned.Mark(s.commit.Generation)
	if cursor.Mark != mark {
		results.First, mark = 0, 0
	}
	at := func(place, rank int, before bool) string {
		if mark == 0 {
			rank = 0
		}
		return search.Cursor{Sort: s.order, Before: before, At: w.places[place].at, Mark: mark, Rank: rank}.String()
	}
	if results.Previous = ""; w.first > 0 || !cursor.Before {
		results.Previous = at(w.first, w.first, true)
	}
	if results.Next = ""; w.end < len(w.places) || cursor.Before {
		results.Next = at(w.end-1, w.end, false)
	}
}
