package search

import (
	"fmt"
	"iter"
)

// Sizes of the groups of a request by documents.
const (
	DefaultPerDocument = 3
	MaxPerDocument     = 10
)

// Group is a document with the best of its hits.
type Group struct {
	// Hits are the best by score, of equal ones the first in the document; at least one.
	Hits []Hit
	// Total is the number of units of the document that match.
	Total int
}

// AllHits yields the hits of a page, or those of its documents.
func (r *Results) AllHits() iter.Seq[*Hit] {
	return func(yield func(*Hit) bool) {
		for i := range r.Hits {
			if !yield(&r.Hits[i]) {
				return
			}
		}
		for _, g := range r.Groups {
			for i := range g.Hits {
				if !yield(&g.Hits[i]) {
					return
				}
			}
		}
	}
}

// prepareGroups fills in and checks how hits are grouped.
func (r *Request) prepareGroups() error {
	switch {
	case !r.Group:
		r.PerDocument = 0
	case r.PerDocument == 0:
		r.PerDocument = DefaultPerDocument
	case r.PerDocument < 0 || r.PerDocument > MaxPerDocument:
		return fmt.Errorf("%w: %d hits of a document wanted, at most %d", ErrBadRequest, r.PerDocument, MaxPerDocument)
	}
	return nil
}
