package search

import (
	"errors"
	"fmt"
	"slices"

	"github.com/plenary-search/plenary/search/query"
)

// DefaultFacetSize is the number of values that a facet lists where the request does not say.
const DefaultFacetSize = 10

// MaxFacets is the largest number of facets in a request.
const MaxFacets = 20

// Prepare fills in the defaults of a request and checks it: ErrUnknownField for a filter or facet that the schema does not
// have, ErrBadRequest for a value outside the limits. Aliases of fields become their names. The request itself is left as
// it is.
func (r Request) Prepare() (Request, error) {
	switch {
	case r.Size == 0:
		r.Size = DefaultSize
	case r.Size == NoHits:
	case r.Size < 0 || r.Size > MaxSize:
		return r, fmt.Errorf("%w: %d hits wanted, at most %d", ErrBadRequest, r.Size, MaxSize)
	}
	switch r.Sort {
	case "":
		r.Sort = SortRelevance
	case SortRelevance, SortNewest, SortOldest, SortDocument:
	default:
		return r, fmt.Errorf("%w: no order %q", ErrBadRequest, r.Sort)
	}
	if len(r.Facets) > MaxFacets {
		return r, fmt.Errorf("%w: %d facets, at most %d", ErrBadRequest, len(r.Facets), MaxFacets)
	}
	if err := errors.Join(r.prepareGroups(), r.prepareFold()); err != nil {
		return r, err
	}
	r.Filters, r.Facets = slices.Clone(r.Filters), slices.Clone(r.Facets)
	for i := range r.Filters {
		field, ok := LookupField(r.Filters[i].Field)
		if !ok {
			return r, fmt.Errorf("%w %q in a filter", ErrUnknownField, r.Filters[i].Field)
		}
		r.Filters[i].Field = field.Name
	}
	for i := range r.Facets {
		if err := r.Facets[i].prepare(); err != nil {
			return r, err
		}
	}
	return r, nil
}

func (r *FacetRequest) prepare() error {
	field, ok := LookupField(r.Field)
	if !ok || !field.Facet {
		return fmt.Errorf("%w %q in a facet", ErrUnknownField, r.Field)
	}
	r.Field = field.Name
	if r.Size == 0 {
		r.Size = DefaultFacetSize
	}
	if r.Size < 0 || r.Size > MaxFacetValues {
		return fmt.Errorf("%w: %d values of facet %s wanted, at most %d", ErrBadRequest, r.Size, r.Field, MaxFacetValues)
	}
	return nil
}

// NamesKind reports whether the request says itself which kinds of unit it wants, in a filter or in its words. Where it does
// not, document.SearchedByDefault decides.
func (r Request) NamesKind() bool {
	for _, f := range r.Filters {
		if f.Field == "kind" && !f.Exclude {
			return true
		}
	}
	return namesKind(r.Query)
}

func namesKind(n query.Node) bool {
	switch n := n.(type) {
	case query.And:
		return slices.ContainsFunc(n.Nodes, namesKind)
	case query.Or:
		return slices.ContainsFunc(n.Nodes, namesKind)
	case query.Field:
		return n.Name == "kind"
	}
	return false
}
