package embedded

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"
	segment "github.com/blevesearch/scorch_segment_api/v2"

	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/plan"
)

// checkEvery is the number of postings after which a loop asks whether its request is still wanted.
const checkEvery = 4096

// matcher finds the units of one view that match plans. It belongs to one request.
type matcher struct {
	ctx      context.Context
	view     *view
	segments []*segmentMatcher
	// patterns holds the terms that each pattern of the request stands for.
	patterns map[plan.Pattern][]string
}

// segmentMatcher is a matcher's part for one segment.
type segmentMatcher struct {
	*viewSegment
	matcher      *matcher
	dictionaries map[string]segment.TermDictionary
	phrases      map[string]*phraseHits
	patterns     map[plan.Pattern]*roaring.Bitmap // which facets ask for again under their own filters
	steps        int
}

func newMatcher(ctx context.Context, v *view) *matcher {
	m := &matcher{ctx: ctx, view: v, patterns: map[plan.Pattern][]string{}}
	for _, seg := range v.segments {
		m.segments = append(m.segments, &segmentMatcher{viewSegment: seg, matcher: m,
			dictionaries: map[string]segment.TermDictionary{}, phrases: map[string]*phraseHits{}, patterns: map[plan.Pattern]*roaring.Bitmap{}})
	}
	return m
}

// expand finds the terms of all patterns in a plan, or answers search.ErrTooManyTerms. This engine has no nearness.
func (m *matcher) expand(n plan.Node) error {
	switch n := n.(type) {
	case plan.And:
		return m.expandAll(n.Nodes)
	case plan.Or:
		return m.expandAll(n.Nodes)
	case plan.Not:
		return m.expand(n.Node)
	case plan.Pattern:
		return m.expandPattern(n)
	case plan.Near:
		return fmt.Errorf("words near each other: %w", search.ErrUnavailable)
	}
	return nil
}

func (m *matcher) expandAll(nodes []plan.Node) error {
	for _, n := range nodes {
		if err := m.expand(n); err != nil {
			return err
		}
	}
	return nil
}

func (m *matcher) expandPattern(p plan.Pattern) error {
	if _, known := m.patterns[p]; known {
		return nil
	}
	start, fits := p.Start(), p.Matcher()
	terms := map[string]bool{}
	for _, seg := range m.segments {
		err := seg.eachTerm(p.Field, start, func(term string) bool { return strings.HasPrefix(term, start) }, func(term string) error {
			if terms[term] || !fits([]byte(term)) {
				return nil
			}
			live, err := seg.holds(p.Field, term)
			if live {
				terms[term] = true
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	m.patterns[p] = slices.Collect(maps.Keys(terms))
	return p.Check(len(terms))
}

// match returns, by segment, the units that match a plan whose patterns are expanded.
func (m *matcher) match(n plan.Node) ([]*roaring.Bitmap, error) {
	found := make([]*roaring.Bitmap, len(m.segments))
	for i, seg := range m.segments {
		var err error
		if found[i], err = seg.match(n); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// match returns the live units of the segment that match a plan. The bitmap may be shared: the caller must not change it.
func (s *segmentMatcher) match(n plan.Node) (*roaring.Bitmap, error) {
	if err := s.matcher.ctx.Err(); err != nil {
		return nil, err
	}
	switch n := n.(type) {
	case plan.All:
		return s.live, nil
	case plan.And:
		return s.matchAnd(n.Nodes)
	case plan.Or:
		return s.matchOr(n.Nodes)
	case plan.Not:
		other, err := s.match(n.Node)
		if err != nil {
			return nil, err
		}
		return roaring.AndNot(s.live, other), nil
	case plan.Term:
		return s.postings(n.Field, n.Value)
	case plan.Phrase:
		hits, err := s.phrase(n)
		if err != nil {
			return nil, err
		}
		return hits.units, nil
	case plan.Pattern:
		return s.matchPattern(n)
	case plan.Span:
		var terms []string
		err := s.eachTerm(n.Field, n.From, func(term string) bool { return term <= n.To }, func(term string) error {
			terms = append(terms, term)
			return nil
		})
		if err != nil {
			return nil, err
		}
		return s.matchTerms(n.Field, terms)
	}
	return roaring.New(), nil // plan.None
}

func (s *segmentMatcher) matchAnd(nodes []plan.Node) (*roaring.Bitmap, error) {
	result := s.live
	for _, n := range nodes {
		if result.IsEmpty() {
			break
		}
		not, negative := n.(plan.Not)
		if negative {
			n = not.Node
		}
		next, err := s.match(n)
		if err != nil {
			return nil, err
		}
		if negative {
			result = roaring.AndNot(result, next)
		} else {
			result = roaring.And(result, next)
		}
	}
	return result, nil
}

func (s *segmentMatcher) matchOr(nodes []plan.Node) (*roaring.Bitmap, error) {
	parts := make([]*roaring.Bitmap, 0, len(nodes))
	for _, n := range nodes {
		part, err := s.match(n)
		if err != nil {
			return nil, err
		}
		parts = append(parts, part)
	}
	return roaring.FastOr(parts...), nil
}

func (s *segmentMatcher) matchPattern(p plan.Pattern) (*roaring.Bitmap, error) {
	if units, ok := s.patterns[p]; ok {
		return units, nil
	}
	units, err := s.matchTerms(p.Field, s.matcher.patterns[p])
	if err == nil {
		s.patterns[p] = units
	}
	return units, err
}

func (s *segmentMatcher) matchTerms(field string, terms []string) (*roaring.Bitmap, error) {
	parts := make([]*roaring.Bitmap, 0, len(terms))
	for _, term := range terms {
		if err := s.step(); err != nil {
			return nil, err
		}
		part, err := s.postings(field, term)
		if err != nil {
			return nil, err
		}
		parts = append(parts, part)
	}
	return roaring.FastOr(parts...), nil
}

func (s *segmentMatcher) dictionary(field string) (segment.TermDictionary, error) {
	if dict, ok := s.dictionaries[field]; ok {
		return dict, nil
	}
	dict, err := s.snapshot.Segment().Dictionary(field)
	if err == nil {
		s.dictionaries[field] = dict
	}
	return dict, err
}

func (s *segmentMatcher) list(field, term string) (segment.PostingsList, error) {
	dict, err := s.dictionary(field)
	if err != nil {
		return nil, err
	}
	return dict.PostingsList([]byte(term), s.snapshot.Deleted(), nil)
}

// count is the number of live units that hold a term.
func (s *segmentMatcher) count(field, term string) (int, error) {
	list, err := s.list(field, term)
	if err != nil {
		return 0, err
	}
	return int(list.Count()), nil
}

// holds reports whether live units hold a term of the segment's dictionary. A term that only deleted units hold is no word of
// the index any more.
func (s *segmentMatcher) holds(field, term string) (bool, error) {
	if deleted := s.snapshot.Deleted(); deleted == nil || deleted.IsEmpty() {
		return true, nil
	}
	n, err := s.count(field, term)
	return n > 0, err
}

// postings are the live units that hold a term.
func (s *segmentMatcher) postings(field, term string) (*roaring.Bitmap, error) {
	list, err := s.list(field, term)
	if err != nil {
		return nil, err
	}
	postings, ok := list.Iterator(false, false, false, nil).(segment.OptimizablePostingsIterator)
	if !ok {
		return roaring.New(), nil // of a field or term that the segment does not have
	}
	if record, one := postings.DocNum1Hit(); one {
		return roaring.BitmapOf(uint32(record)), nil
	}
	if bitmap := postings.ActualBitmap(); bitmap != nil {
		return bitmap, nil
	}
	return roaring.New(), nil
}

// eachTerm calls visit for the terms of a field in byte order, from a first one on, as long as within holds.
func (s *segmentMatcher) eachTerm(field, from string, within func(string) bool, visit func(string) error) error {
	dict, err := s.dictionary(field)
	if err != nil {
		return err
	}
	terms := dict.AutomatonIterator(nil, []byte(from), nil)
	for {
		if err := s.step(); err != nil {
			return err
		}
		entry, err := terms.Next()
		if err != nil || entry == nil || !within(entry.Term) {
			return err
		}
		if err := visit(entry.Term); err != nil {
			return err
		}
	}
}

// step counts one step of a loop, and reports the context's error once in a while.
func (s *segmentMatcher) step() error { return s.stepBy(1) }

// stepBy is step for work that counts as several steps.
func (s *segmentMatcher) stepBy(n int) error {
	if s.steps += n; s.steps < checkEvery {
		return nil
	}
	s.steps = 0
	return s.matcher.ctx.Err()
}

// phraseHits are the live units that hold a phrase, and how often each does.
type phraseHits struct {
	units *roaring.Bitmap
	freqs []uint32 // in the order of units
}

// phrase finds a phrase, once for each request.
func (s *segmentMatcher) phrase(p plan.Phrase) (*phraseHits, error) {
	id := phraseID(p)
	if hits, ok := s.phrases[id]; ok {
		return hits, nil
	}
	hits, err := s.findPhrase(p)
	if err == nil {
		s.phrases[id] = hits
	}
	return hits, err
}

// phraseID is a string that tells phrases apart.
func phraseID(p plan.Phrase) string {
	return fmt.Sprintf("%q", append([][]string{{p.Field}}, p.Terms...))
}

func (s *segmentMatcher) findPhrase(p plan.Phrase) (*phraseHits, error) {
	candidates := s.live
	for _, alternatives := range p.Terms {
		units, err := s.matchTerms(p.Field, alternatives)
		if err != nil {
			return nil, err
		}
		if candidates = roaring.And(candidates, units); candidates.IsEmpty() {
			return &phraseHits{units: candidates}, nil
		}
	}
	records := candidates.ToArray()
	var begins [][]uint32 // of each record: where the phrase may begin, in order
	for place, alternatives := range p.Terms {
		positions := make([][]uint32, len(records))
		for _, term := range alternatives {
			if err := s.positions(p.Field, term, records, positions); err != nil {
				return nil, err
			}
		}
		if place == 0 {
			begins = firstPlaces(positions)
			continue
		}
		records, begins = follow(records, begins, positions, uint32(place))
	}
	hits := &phraseHits{units: roaring.BitmapOf(records...)}
	for i := range records {
		hits.freqs = append(hits.freqs, uint32(len(begins[i])))
	}
	return hits, nil
}

// firstPlaces puts the positions of each record in order, each once: alternatives may share one.
func firstPlaces(positions [][]uint32) [][]uint32 {
	for i := range positions {
		slices.Sort(positions[i])
		positions[i] = slices.Compact(positions[i])
	}
	return positions
}

// follow keeps the beginnings of a phrase that has a word at the given place, and the records that are left with any: a long
// phrase soon has few. Both are changed in place. Positions may be in any order and repeat themselves.
func follow(records []uint32, begins, positions [][]uint32, place uint32) (keptRecords []uint32, keptBegins [][]uint32) {
	keptRecords, keptBegins = records[:0], begins[:0]
	for i, record := range records {
		slices.Sort(positions[i])
		kept := begins[i][:0]
		for _, begin := range begins[i] {
			if _, found := slices.BinarySearch(positions[i], begin+place); found {
				kept = append(kept, begin)
			}
		}
		if len(kept) > 0 {
			keptRecords, keptBegins = append(keptRecords, record), append(keptBegins, kept)
		}
	}
	return keptRecords, keptBegins
}

// positions appends the positions of a term in each of some records.
func (s *segmentMatcher) positions(field, term string, records []uint32, into [][]uint32) error {
	list, err := s.list(field, term)
	if err != nil {
		return err
	}
	postings := list.Iterator(true, false, true, nil)
	at := 0
	for at < len(records) {
		p, err := postings.Advance(uint64(records[at]))
		if err != nil || p == nil {
			return err
		}
		skip, found := slices.BinarySearch(records[at:], uint32(p.Number()))
		at += skip
		if found {
			locations := p.Locations()
			for _, location := range locations {
				into[at] = append(into[at], uint32(location.Pos()))
			}
			at++
			if err := s.stepBy(1 + len(locations)); err != nil {
				return err
			}
		}
	}
	return nil
}
