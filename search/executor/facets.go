package executor

import (
	"fmt"
	"slices"
	"sync/atomic"

	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/plan"
)

// facetQueue is the facets that a request asks for, counted by one or several goroutines.
type facetQueue struct {
	req     search.Request
	planned plan.Request
	found   *matches // what the request matches
	facets  []search.Facet
	order   []int        // in which they are counted: those of documents last, because these are being listed meanwhile
	next    atomic.Int32 // place in order
}

func newFacetQueue(req search.Request, planned plan.Request, found *matches) *facetQueue {
	f := &facetQueue{req: req, planned: planned, found: found}
	if len(req.Facets) == 0 {
		return f
	}
	f.facets = make([]search.Facet, len(req.Facets))
	for _, ofDocument := range []bool{false, true} {
		for i, facet := range req.Facets {
			if field, _ := search.LookupField(facet.Field); field.OfDocument == ofDocument {
				f.order = append(f.order, i)
			}
		}
	}
	return f
}

// work counts facets until there are none left that nobody has begun.
func (f *facetQueue) work(q *question) error {
	for {
		place := int(f.next.Add(1)) - 1
		if place >= len(f.order) {
			return nil
		}
		at := f.order[place]
		var err error
		if f.facets[at], err = q.kept(f.req, f.planned, f.req.Facets[at], f.found); err != nil {
			return err
		}
	}
}

// kept is a facet that may have been counted before.
func (q *question) kept(req search.Request, planned plan.Request, wanted search.FacetRequest, found *matches) (search.Facet, error) {
	key := facetKey(planned, req, wanted)
	if facet, ok := q.index.pages.get(key); ok {
		facet.Values = slices.Clone(facet.Values)
		return facet, nil
	}
	if planned.Widens(wanted.Field) {
		var err error
		if found, err = q.widened(planned, wanted.Field); err != nil {
			return search.Facet{}, err
		}
	}
	facet, err := q.facet(q.index.facets[wanted.Field](), req, wanted, found)
	if err == nil && key != "" {
		kept := facet
		kept.Values = slices.Clone(facet.Values)
		q.index.pages.put(key, kept, keptFacets)
	}
	return facet, err
}

// widened is what a facet counts that leaves out the filters of its own field.
func (q *question) widened(planned plan.Request, field string) (*matches, error) {
	if q.words == nil {
		return q.matching(planned.Counted(field), planned.Wordless())
	}
	return q.restricted(planned.Restrictions(field))
}

// facet counts a facet over what was found.
func (q *question) facet(j *joined, req search.Request, wanted search.FacetRequest, found *matches) (facet search.Facet, err error) {
	t := j.begin(req.ExplicitOnly)
	defer t.end()
	for i, p := range q.index.parts {
		if j.Field.OfDocument {
			err = q.countDocuments(t, p, found.documents(i))
		} else {
			err = q.countUnits(t, p, found)
		}
		if err != nil {
			return facet, err
		}
	}
	return t.facet(wanted, req.Filters, q.index.labels(j.Field)), nil
}

// facetKey names a page of a facet: what it counts and how much of it is asked for. It is "" where words are searched for: these are
// hardly the same twice.
func facetKey(planned plan.Request, req search.Request, wanted search.FacetRequest) string {
	if !planned.Wordless() {
		return ""
	}
	var filters []search.Filter // that mark values as selected
	for _, f := range req.Filters {
		if f.Field == wanted.Field {
			filters = append(filters, f)
		}
	}
	return fmt.Sprintf("%s %q %d %v %#v", plan.AppendKey(nil, planned.Counted(wanted.Field)), wanted.Field, wanted.Size, req.ExplicitOnly, filters)
}

// labels gives items the titles of the agendas.
func (x *Index) labels(field search.Field) func(string) string {
	if !field.Tree || field.Reference {
		return nil
	}
	return func(value string) string { return x.titles[value] }
}
