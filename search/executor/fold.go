package executor

import (
	"cmp"
	"encoding/binary"
	"slices"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/plan"
	"github.com/plenary-search/plenary/search/ranking"
	"github.com/plenary-search/plenary/search/variant"
)

// folding says which of the units found come onto a page of folded hits: those before which none stands that says the same. A unit is
// looked at when it would come onto the page. All units found that say the same are then found by their fingerprints, and the first of them
// is remembered, so that what is said ten thousand times is looked up once. It belongs to one question.
type folding struct {
	*question
	how    search.Fold
	order  search.Sort
	found  *matches
	ranked []*scorer          // by part: what ranks the units offered
	own    []*scorer          // by part: the same with cursors of their own, made with the first lookup
	said   map[string]*saying // by what identical texts have in common or, where nearly identical ones are folded, by their shingles
	lookup []*saying          // the same, in the order in which they were looked up
	err    error              // the first one
}

// saying is what several units found say.
type saying struct {
	text
	at    ranking.Place // the unit that it was looked up for
	first ranking.Place // of all units
	units [][]uint32    // by part
}

// text is what one unit says.
type text struct {
	key      string
	lang     document.Language
	shingles []uint64
}

// fold has a ranking fold the hits of a request, where it asks for it.
func (q *question) fold(r *ranking.Ranking, planned plan.Request, order search.Sort, found *matches, scorers []*scorer) *folding {
	f := &folding{question: q, how: planned.Fold, order: order, found: found, ranked: scorers, said: map[string]*saying{}}
	if f.how == search.FoldNone {
		return f
	}
	r.Fold(f.shown)
	return f
}

// shown reports whether no unit found that stands before one says the same.
func (f *folding) shown(at ranking.Place) bool {
	if f.err != nil {
		return false
	}
	t, err := f.text(f.index.parts[at.Segment], at.Unit)
	if err != nil {
		f.err = err
		return false
	}
	if len(t.shingles) == 0 {
		return true
	}
	s := f.said[t.key]
	if s == nil {
		if f.nearBefore(t, at) {
			return false
		}
		if s, f.err = f.lookUp(t, at); f.err != nil {
			return false
		}
	}
	return s.first.Segment == at.Segment && s.first.Unit == at.Unit
}

// fewLookups is the number of texts that another one is compared with before it is looked up.
const fewLookups = 64

// nearBefore reports whether a unit looked at already stands before one and says nearly the same. That spares most lookups where one
// sentence stands in many forms.
func (f *folding) nearBefore(t text, at ranking.Place) bool {
	if f.how != search.FoldNear {
		return false
	}
	for _, s := range f.lookup[:min(len(f.lookup), fewLookups)] {
		if s.lang == t.lang && s.at.Before(at) && variant.Near(s.shingles, t.shingles) {
			return true
		}
	}
	return false
}

// text is what a unit says.
func (f *folding) text(p *part, unit uint32) (t text, err error) {
	wording, lang, err := p.Said(unit)
	if err != nil {
		return t, err
	}
	t.lang, t.shingles = lang, wording.Shingles()
	key := append([]byte(lang), 0)
	if f.how == search.FoldIdentical {
		key = wording.AppendKey(key)
	} else {
		for _, hash := range t.shingles {
			key = binary.LittleEndian.AppendUint64(key, hash)
		}
	}
	t.key = string(key)
	return t, f.step(len(wording))
}

// lookUp finds all units that say a text, one of which stands at a place.
func (f *folding) lookUp(t text, at ranking.Place) (*saying, error) {
	s := &saying{text: t, at: at, first: at, units: make([][]uint32, len(f.index.parts))}
	if f.own == nil && f.order == search.SortRelevance {
		for _, s := range f.ranked {
			f.own = append(f.own, s.copy())
		}
	}
	for i, p := range f.index.parts {
		candidates, err := f.candidates(p, variant.Core(t.shingles))
		if err != nil {
			return nil, err
		}
		if f.order == search.SortRelevance {
			f.own[i].reset()
		}
		for _, unit := range candidates {
			other, err := f.text(p, unit)
			if err != nil {
				return nil, err
			}
			if !f.same(t, other) {
				continue
			}
			s.units[i] = append(s.units[i], unit)
			if place := f.place(p, unit); place.Before(s.first) {
				s.first = place
			}
		}
	}
	f.said[t.key] = s
	f.lookup = append(f.lookup, s)
	return s, nil
}

// same reports whether two texts say the same, or nearly so.
func (f *folding) same(a, b text) bool {
	if f.how == search.FoldIdentical {
		return a.key == b.key
	}
	return a.lang == b.lang && variant.Near(a.shingles, b.shingles)
}

// place is that of a unit in the order of hits. The units of a part ascend.
func (f *folding) place(p *part, unit uint32) ranking.Place {
	score := 0.0
	if f.order == search.SortRelevance {
		score = f.own[p.number].standing(unit)
	}
	return f.placeIn(f.order, p, unit, score)
}

// longList is the size from which a list of units is not read where it need not be, in bytes.
const longList = 1 << 10

// candidates are the units found of a part that may have a core, or nearly so, in order. Identical texts have the same core, so that one
// list of units, the shortest, has them all. Of nearly identical ones, so many lists have each that the longest can be left out.
func (f *folding) candidates(p *part, core []uint64) ([]uint32, error) {
	lists := slices.SortedFunc(slices.Values(core), func(a, b uint64) int { return cmp.Compare(p.SharingBytes(a), p.SharingBytes(b)) })
	least := 1
	if f.how == search.FoldIdentical {
		lists = lists[:1]
	} else {
		for least = variant.SharedByNear(len(core)); least > 1 && p.SharingBytes(lists[len(lists)-1]) > f.index.long; least-- {
			lists = lists[:len(lists)-1]
		}
	}
	var all []uint32
	found := &f.found.sets[p.number]
	for _, hash := range lists {
		units, err := p.Sharing(hash)
		if err != nil {
			return nil, err
		}
		if err := f.step(len(units)); err != nil {
			return nil, err
		}
		all = append(all, slices.DeleteFunc(units, func(unit uint32) bool { return !found.has(unit) })...)
	}
	return inAsMany(all, least), nil
}

// inAsMany are the units that stand in a row as often as least, in order and each once. It overwrites the row.
func inAsMany(all []uint32, least int) []uint32 {
	slices.Sort(all)
	kept := all[:0]
	for from := 0; from < len(all); {
		to := from + 1
		for to < len(all) && all[to] == all[from] {
			to++
		}
		if to-from >= least {
			kept = append(kept, all[from])
		}
		from = to
	}
	return kept
}

// tell tells what the hit at a place stands for, nil where it is for itself.
func (f *folding) tell(at ranking.Place) (*search.Folded, error) {
	t, err := f.text(f.index.parts[at.Segment], at.Unit)
	s := f.said[t.key]
	if err != nil || s == nil {
		return nil, err
	}
	var folded search.Folded
	var earliest ranking.Place
	for i, p := range f.index.parts {
		doc, begun := uint32(0), false
		for _, unit := range s.units[i] {
			if i == at.Segment && unit == at.Unit {
				continue
			}
			if folded.Paragraphs++; !begun || p.UnitDoc.At(unit) != doc {
				doc, begun = p.UnitDoc.At(unit), true
				folded.Documents++
			}
			if place := f.placeIn(search.SortOldest, p, unit, 0); folded.Paragraphs == 1 || place.Before(earliest) {
				earliest = place
			}
		}
	}
	if folded.Paragraphs == 0 {
		return nil, nil
	}
	folded.Earliest, _, err = f.hit(earliest, false)
	return &folded, err
}

// placeIn is the place of a unit in an order.
func (f *folding) placeIn(order search.Sort, p *part, unit uint32, score float64) ranking.Place {
	return f.index.order.Place(order, p.rank[p.UnitDoc.At(unit)], p.Seq.At(unit), score, p.number, unit)
}
