package store

import (
	"context"
	"iter"
	"math/bits"
	"slices"
	"strings"

	"github.com/blevesearch/bleve/v2/index/scorch"
	segment "github.com/blevesearch/scorch_segment_api/v2"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/plan"
)

// set is a set of records by their numbers in a snapshot, a bit each.
type set []uint64

func (s set) add(number int) { s[number/64] |= 1 << (number % 64) }

func (s set) unite(t set) {
	for i := range s {
		s[i] |= t[i]
	}
}

func (s set) intersect(t set) {
	for i := range s {
		s[i] &= t[i]
	}
}

// within reports whether t holds all members.
func (s set) within(t set) bool {
	for i := range s {
		if s[i]&^t[i] != 0 {
			return false
		}
	}
	return true
}

func (s set) count() (n int) {
	for _, word := range s {
		n += bits.OnesCount64(word)
	}
	return n
}

// numbers yields the members in order.
func (s set) numbers() iter.Seq[int] {
	return func(yield func(int) bool) {
		for i, word := range s {
			for ; word != 0; word &= word - 1 {
				if !yield(64*i + bits.TrailingZeros64(word)) {
					return
				}
			}
		}
	}
}

// finder finds documents by their terms, for one request.
type finder struct {
	ctx context.Context
	*Reader
}

// empty is a set for all records.
func (f finder) empty() set { return make(set, (f.first[len(f.first)-1]+63)/64) }

// concerned are the documents that a request concerns: those that can match it, that can count for its facets, and, so that words
// weigh what they do in all units, those that can hold words that score.
func (f finder) concerned(req search.Request, planned plan.Request) (set, error) {
	nodes := []plan.Node{planned.Matching()}
	for _, facet := range req.Facets {
		if planned.Widens(facet.Field) {
			nodes = append(nodes, planned.Counted(facet.Field))
		}
	}
	if req.Size != search.NoHits {
		nodes = append(nodes, planned.Weighed.Units...)
		for _, word := range planned.Weighed.Documents {
			nodes = append(nodes, plan.Term{Field: search.StemsOf(word.Field), Value: word.Value})
		}
	}
	return f.any(nodes)
}

// find is the documents of which a unit can match a plan: those that hold its words, wherever they do.
func (f finder) find(n plan.Node) (set, error) {
	switch n := n.(type) {
	case plan.And:
		return f.every(n.Nodes)
	case plan.Or:
		return f.any(n.Nodes)
	case plan.Not:
		if _, err := f.find(n.Node); err != nil { // for the limits of patterns
			return nil, err
		}
		return f.find(plan.All{})
	case plan.All:
		return slices.Clone(f.all), nil
	case plan.Term:
		return f.term(n.Field, n.Value)
	case plan.Phrase:
		return f.words(n.Field, n.Terms)
	case plan.Near:
		return f.words(n.Field, n.Terms)
	case plan.Pattern:
		return f.pattern(n)
	case plan.Span:
		return f.fitting(n.Field, n.From, func(term string) (fits, more bool) { return true, term <= n.To }, plan.Pattern{}.Check)
	}
	return f.empty(), nil // plan.None
}

func (f finder) every(nodes []plan.Node) (set, error) {
	found := slices.Clone(f.all)
	for _, n := range nodes {
		more, err := f.find(n)
		if err != nil {
			return nil, err
		}
		found.intersect(more)
	}
	return found, nil
}

func (f finder) any(nodes []plan.Node) (set, error) {
	found := f.empty()
	for _, n := range nodes {
		more, err := f.find(n)
		if err != nil {
			return nil, err
		}
		found.unite(more)
	}
	return found, nil
}

// words is the documents that hold one of each of some alternatives.
func (f finder) words(field string, terms [][]string) (set, error) {
	var every plan.And
	for _, alternatives := range terms {
		var any plan.Or
		for _, term := range alternatives {
			any.Nodes = append(any.Nodes, plan.Term{Field: field, Value: term})
		}
		every.Nodes = append(every.Nodes, any)
	}
	return f.find(every)
}

func (f finder) term(field, value string) (set, error) {
	found := f.empty()
	for i, s := range f.snapshot.Segments() {
		dict, err := s.Segment().Dictionary(field)
		if err != nil {
			return nil, err
		}
		if _, err := f.addPostings(found, i, s, dict, value); err != nil {
			return nil, err
		}
	}
	return found, f.ctx.Err()
}

// addPostings adds the documents of a segment that hold a term, and reports whether there are any.
func (f finder) addPostings(to set, number int, s *scorch.SegmentSnapshot, dict segment.TermDictionary, term string) (some bool, err error) {
	list, err := dict.PostingsList([]byte(term), s.Deleted(), nil)
	if err != nil {
		return false, err
	}
	for it := list.Iterator(false, false, false, nil); ; some = true {
		p, err := it.Next()
		if err != nil || p == nil {
			return some, err
		}
		to.add(f.first[number] + int(p.Number()))
	}
}

func (f finder) pattern(n plan.Pattern) (set, error) {
	start, match := n.Start(), n.Matcher()
	return f.fitting(n.Field, start, func(term string) (fits, more bool) {
		if !strings.HasPrefix(term, start) {
			return false, false
		}
		fits, _ = match([]byte(term))
		return fits, true
	}, n.Check)
}

// fitting is the documents that hold a term, from one on, that fits, up to the first behind which fits says there are no more. check
// bounds the number of terms.
func (f finder) fitting(field, from string, fits func(term string) (fits, more bool), check func(terms int) error) (set, error) {
	found, held := f.empty(), map[string]bool{}
	for i, s := range f.snapshot.Segments() {
		dict, err := s.Segment().Dictionary(field)
		if err != nil {
			return nil, err
		}
		for terms := dict.AutomatonIterator(nil, []byte(from), nil); ; {
			entry, err := terms.Next()
			if err != nil {
				return nil, err
			}
			if err := f.ctx.Err(); err != nil {
				return nil, err
			}
			if entry == nil {
				break
			}
			fit, more := fits(entry.Term)
			if !more {
				break
			}
			if !fit {
				continue
			}
			some, err := f.addPostings(found, i, s, dict, entry.Term)
			if err != nil {
				return nil, err
			}
			if some {
				held[entry.Term] = true
			}
			if err := check(len(held)); err != nil {
				return nil, err
			}
		}
	}
	return found, nil
}

// headers are those of the documents that a plan finds, in natural order of keys.
func (f finder) headers(n plan.Node) (headers []document.Header, err error) {
	docs, err := f.find(n)
	if err != nil {
		return nil, err
	}
	for seg, n := range f.records(docs) {
		h, err := readHeader(seg, n)
		if err != nil {
			return nil, err
		}
		headers = append(headers, h)
	}
	slices.SortFunc(headers, func(a, b document.Header) int { return search.CompareKeys(a.Key(), b.Key()) })
	return headers, nil
}
