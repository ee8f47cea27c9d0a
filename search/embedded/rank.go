package embedded

import (
	"math"

	"github.com/RoaringBitmap/roaring/v2"

	"github.com/plenary-search/plenary/search/plan"
)

// scores are the scores of units, by segment and record; nil where nothing scores.
type scores [][]float64

func (s scores) of(segment int, record uint32) float64 {
	if s == nil {
		return 0
	}
	return s[segment][record]
}

// score weighs the units found by each leaf, in the order of leaves, so that sums round as they do elsewhere.
func (m *matcher) score(found []*roaring.Bitmap, leaves []plan.Node) (scores, error) {
	if len(leaves) == 0 {
		return nil, nil
	}
	sums := make(scores, len(m.segments))
	for i, seg := range m.segments {
		sums[i] = make([]float64, seg.size)
	}
	for _, leaf := range leaves {
		df := 0
		for _, seg := range m.segments {
			n, err := seg.countLeaf(leaf)
			if err != nil {
				return nil, err
			}
			df += n
		}
		stream := m.view.streams[plan.FieldOf(leaf)]
		idf := stream.IDF(df)
		for i, seg := range m.segments {
			lengths := seg.lengths[plan.FieldOf(leaf)]
			err := seg.eachFrequency(leaf, found[i], func(record uint32, freq int) {
				sums[i][record] += stream.Score(idf, freq, int(lengths[record]))
			})
			if err != nil {
				return nil, err
			}
		}
	}
	return sums, nil
}

func (s *segmentMatcher) countLeaf(leaf plan.Node) (int, error) {
	switch leaf := leaf.(type) {
	case plan.Term:
		return s.count(leaf.Field, leaf.Value)
	case plan.Phrase:
		hits, err := s.phrase(leaf)
		if err != nil {
			return 0, err
		}
		return len(hits.freqs), nil
	}
	return 0, nil
}

// eachFrequency calls visit for each wanted unit that holds a leaf, with how often it does.
func (s *segmentMatcher) eachFrequency(leaf plan.Node, wanted *roaring.Bitmap, visit func(record uint32, freq int)) error {
	switch leaf := leaf.(type) {
	case plan.Term:
		return s.eachTermFrequency(leaf, wanted, visit)
	case plan.Phrase:
		hits, err := s.phrase(leaf)
		if err != nil {
			return err
		}
		for it, i := hits.units.Iterator(), 0; it.HasNext(); i++ {
			if record := it.Next(); wanted.Contains(record) {
				visit(record, int(hits.freqs[i]))
			}
		}
	}
	return nil
}

func (s *segmentMatcher) eachTermFrequency(leaf plan.Term, wanted *roaring.Bitmap, visit func(record uint32, freq int)) error {
	list, err := s.list(leaf.Field, leaf.Value)
	if err != nil {
		return err
	}
	postings := list.Iterator(true, false, false, nil)
	for it := wanted.Iterator(); it.HasNext(); {
		if err := s.step(); err != nil {
			return err
		}
		p, err := postings.Advance(uint64(it.PeekNext()))
		if err != nil || p == nil || p.Number() > math.MaxUint32 {
			return err
		}
		record := uint32(p.Number())
		it.AdvanceIfNeeded(record)
		if it.HasNext() && it.PeekNext() == record {
			visit(record, int(p.Frequency()))
			it.Next()
		}
	}
	return nil
}
