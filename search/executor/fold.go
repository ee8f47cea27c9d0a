package executor

import (
	"cmp"
	"slices"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/plan"
	"github.com/plenary-search/plenary/search/ranking"
	"github.com/plenary-search/plenary/search/variant"
)

// folding fills a page with units before which none stands that says the same. It goes from unit to unit in the order of hits, finds by their
// fingerprints all units found that say the same as one, and leaves these out of what it looks at next; so what is said ten thousand times
// is looked up once. It belongs to one question.
type folding struct {
	*question
	req     search.Request
	order   search.Sort
	planned plan.Request
	found   *matches
	scorers []*scorer // by part: of the ranking
	own     []*scorer // by part: the same with cursors of their own, once the first units are ranked
	sayings map[unitRef]*saying
	done    map[unitRef]bool // units that need not be looked at any more
}

// unitRef names a unit.
type unitRef struct {
	part int
	unit uint32
}

// saying is what the units found say that say the same as one.
type saying struct {
	first ranking.Place // of them
	units [][]uint32    // by part
}

// text is what a unit says.
type text struct {
	wording  variant.Wording
	lang     document.Language
	shingles []uint64
}

// foldedHits fills in a page of folded hits.
func (q *question) foldedHits(results *search.Results, req search.Request, planned plan.Request, order search.Sort, found *matches, scorers []*scorer) error {
	f := q.folding(req, planned, order, found, scorers)
	page, err := f.page(results)
	if err != nil {
		return err
	}
	for _, at := range page {
		at.Score = scorers[at.Segment].scoreOf(at, order)
		hit, err := q.shown(at, req, planned)
		if err == nil && !req.Bare {
			hit.Folded, err = f.tell(at)
		}
		if err != nil {
			return err
		}
		results.Hits = append(results.Hits, hit)
	}
	if req.Explain && !req.Bare {
		return q.explain(results, planned, scorers)
	}
	return nil
}

// folding begins to fold the hits of a request.
func (q *question) folding(req search.Request, planned plan.Request, order search.Sort, found *matches, scorers []*scorer) *folding {
	return &folding{question: q, req: req, order: order, planned: planned, found: found, scorers: scorers, sayings: map[unitRef]*saying{}, done: map[unitRef]bool{}}
}

// page is the places of a page in order. It looks at the units that stand first, leaves out those done with, and looks again, as long as
// the page is not full and there are others.
func (f *folding) page(results *search.Results) ([]ranking.Place, error) {
	var shown []ranking.Place
	for most := 2 * f.req.Size; ; most *= 2 {
		r, err := f.rankLeft(most)
		if err != nil {
			return nil, err
		}
		places := r.Places()
		for _, at := range places {
			if f.done[refOf(at)] {
				continue
			}
			stands, err := f.stands(at)
			if err != nil {
				return nil, err
			}
			if !stands {
				continue
			}
			if len(shown) == f.req.Size {
				return r.FinishFolded(results, shown, true), nil
			}
			shown = append(shown, at)
		}
		if len(places) < most {
			return r.FinishFolded(results, shown, false), nil
		}
	}
}

// rankLeft ranks so many units that are not done.
func (f *folding) rankLeft(most int) (*ranking.Ranking, error) {
	r, err := ranking.New(f.index.order, f.req, f.order, f.planned.Mark(f.index.Generation))
	if err != nil {
		return nil, err
	}
	r.Fold(most, func(p ranking.Place) bool { return f.done[refOf(p)] })
	if err := f.rank(r, f.order, f.found, f.planned, f.scorers); err != nil {
		return nil, err
	}
	if f.own == nil && f.order == search.SortRelevance {
		for _, s := range f.scorers {
			f.own = append(f.own, s.copy())
		}
	}
	return r, nil
}

func refOf(at ranking.Place) unitRef { return unitRef{at.Segment, at.Unit} }

// stands reports whether no unit found that stands before one says the same. What it decides of other units by the way is done.
func (f *folding) stands(at ranking.Place) (bool, error) {
	f.done[refOf(at)] = true
	t, err := f.text(f.index.parts[at.Segment], at.Unit)
	if err != nil || len(t.wording) == 0 {
		return err == nil, err
	}
	s := &saying{first: at, units: make([][]uint32, len(f.index.parts))}
	var alike, others []ranking.Place // those of the same shingles, and others
	for _, p := range f.index.parts {
		units, err := f.saying(p, &t)
		if err != nil {
			return false, err
		}
		if f.order == search.SortRelevance {
			f.own[p.number].reset()
		}
		for _, u := range units {
			s.units[p.number] = append(s.units[p.number], u.unit)
			place := f.place(p, u.unit)
			if place.Before(s.first) {
				s.first = place
			}
			if u.alike {
				alike = append(alike, place)
			} else {
				others = append(others, place)
			}
		}
	}
	for _, place := range alike { // what stands before one of them stands before all
		if refOf(place) != refOf(s.first) {
			f.done[refOf(place)] = true
		}
	}
	for _, place := range others {
		if at.Before(place) {
			f.done[refOf(place)] = true
		}
	}
	f.sayings[refOf(at)] = s
	return refOf(s.first) == refOf(at), nil
}

// place is that of a unit in the order of hits. The units of a part ascend.
func (f *folding) place(p *part, unit uint32) ranking.Place {
	score := 0.0
	if f.order == search.SortRelevance {
		score = f.own[p.number].standing(unit)
	}
	return f.placeIn(f.order, p, unit, score)
}

func (f *folding) placeIn(order search.Sort, p *part, unit uint32, score float64) ranking.Place {
	return f.index.order.Place(order, p.rank[p.UnitDoc.At(unit)], p.Seq.At(unit), score, p.number, unit)
}

// text is what a unit says.
func (f *folding) text(p *part, unit uint32) (t text, err error) {
	t.wording, t.lang, err = p.Said(unit)
	t.shingles = t.wording.Shingles()
	return t, cmp.Or(err, f.step(1+len(t.wording)))
}

// same is a unit that says the same, and whether it is of the same shingles.
type same struct {
	unit  uint32
	alike bool
}

// saying is the units found of a part that say the same as a text, in order.
func (f *folding) saying(p *part, t *text) ([]same, error) {
	if f.req.Fold == search.FoldIdentical {
		return f.identical(p, t)
	}
	return f.nearlyIdentical(p, t)
}

// identical are the units found of a part that are identical with a text. They have the same core, so that one list of units, the shortest,
// has them all.
func (f *folding) identical(p *part, t *text) (found []same, err error) {
	core := variant.Core(t.shingles)
	shortest := slices.MinFunc(core, func(a, b uint64) int { return cmp.Compare(p.SharingBytes(a), p.SharingBytes(b)) })
	units, err := f.sharing(p, shortest)
	for _, unit := range units {
		if !p.MaySay(unit, t.wording) {
			continue
		}
		wording, lang, err := p.Said(unit)
		if err == nil {
			err = f.step(1 + len(wording))
		}
		if err != nil {
			return nil, err
		}
		if lang == t.lang && len(wording) == len(t.wording) {
			found = append(found, same{unit, true})
		}
	}
	return found, err
}

// nearlyIdentical are the units found of a part that are nearly identical with a text.
func (f *folding) nearlyIdentical(p *part, t *text) (found []same, err error) {
	units, err := f.sharingMany(p, variant.Core(t.shingles))
	for _, unit := range units {
		other, err := f.text(p, unit)
		if err != nil {
			return nil, err
		}
		if other.lang == t.lang && variant.Near(other.shingles, t.shingles) {
			found = append(found, same{unit, slices.Equal(other.shingles, t.shingles)})
		}
	}
	return found, err
}

// sharingMany are the units found of a part that may have so much of a core in their fingerprints as nearly identical texts do, in order. Each
// stands in one of the shortest lists of units; the longest ones tell which of them stand in enough.
func (f *folding) sharingMany(p *part, core []uint64) ([]uint32, error) {
	core = slices.SortedFunc(slices.Values(core), func(a, b uint64) int { return cmp.Compare(p.SharingBytes(a), p.SharingBytes(b)) })
	least := variant.SharedByNear(len(core))
	var all, some []uint32 // units as often as they stand in lists, and those of the shortest lists once
	for i, hash := range core {
		units, err := f.sharing(p, hash)
		if err != nil {
			return nil, err
		}
		if i == len(core)-least+1 {
			slices.Sort(all)
			some = slices.Compact(slices.Clone(all))
		}
		if i > len(core)-least {
			units = intersect(some, units)
		}
		all = append(all, units...)
	}
	slices.Sort(all)
	return inAsMany(all, least), nil
}

// sharing are the units found of a part that may have a hash in their fingerprint, in order.
func (f *folding) sharing(p *part, hash uint64) ([]uint32, error) {
	units, err := p.Sharing(hash)
	if err != nil {
		return nil, err
	}
	found := &f.found.sets[p.number]
	return slices.DeleteFunc(units, func(unit uint32) bool { return !found.has(unit) }), f.step(len(units))
}

// inAsMany are the units that stand in an ordered row as often as least, each once. It overwrites the row.
func inAsMany(all []uint32, least int) []uint32 {
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
	s := f.sayings[refOf(at)]
	if s == nil {
		return nil, nil
	}
	var folded search.Folded
	var earliest ranking.Place
	for i, p := range f.index.parts {
		doc, begun := uint32(0), false
		for _, unit := range s.units[i] {
			if refOf(at) == (unitRef{i, unit}) {
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
	var err error
	folded.Earliest, _, err = f.hit(earliest, false)
	return &folded, err
}

// unfold fills in the page of the units found that say what a hit says, without itself.
func (q *question) unfold(results *search.Results, req search.Request, planned plan.Request, found *matches) error {
	f := q.folding(req, planned, req.Sort, found, nil)
	wording := variant.WordingOf(req.Unfold.Unit.Text, req.Unfold.Unit.Label)
	t := text{wording, search.UnitLanguage(&req.Unfold.Document, &req.Unfold.Unit), wording.Shingles()}
	sets := make([]set, len(q.index.parts))
	for i, p := range q.index.parts {
		units, err := f.others(p, &t)
		if err != nil {
			return err
		}
		sets[i] = listSet(units, p.Units())
	}
	found, req.Fold = q.index.newMatches(sets), search.FoldNone
	results.Total = found.count()
	if err := q.hits(results, req, planned, found); err != nil {
		return err
	}
	for i := range results.Hits {
		results.Hits[i].Score = 0
	}
	return nil
}

// others are the units found of a part that say the same as the hit that is unfolded, without itself, in order.
func (f *folding) others(p *part, t *text) (units []uint32, err error) {
	if len(t.wording) == 0 {
		return nil, nil
	}
	of := f.req.Unfold
	doc, held := p.Find(of.Document.Key())
	alike, err := f.saying(p, t)
	for _, u := range alike {
		if !held || p.UnitDoc.At(u.unit) != doc || int(p.Seq.At(u.unit)) != of.Unit.Seq {
			units = append(units, u.unit)
		}
	}
	return units, err
}
