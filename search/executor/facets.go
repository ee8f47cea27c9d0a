package executor

import (
	"fmt"
	"slices"
	"sync"

	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/column"
	"github.com/plenary-search/plenary/search/plan"
)

// facets counts the facets that a request asks for. found is what it matches, by part.
func (q *question) facets(req search.Request, planned plan.Request, found []set) ([]search.Facet, error) {
	var facets []search.Facet
	var runs [][]run // of documents, shared by all facets that count the same units
	for _, wanted := range req.Facets {
		field, _ := search.LookupField(wanted.Field)
		key := facetKey(planned, req, wanted)
		if facet, ok := q.index.pages.get(key); ok {
			facets = append(facets, facet)
			continue
		}
		units, byDoc := found, runs
		if planned.Widens(field.Name) {
			var err error
			if units, err = q.matchAll(planned.Counted(field.Name)); err != nil {
				return nil, err
			}
			byDoc = nil
		}
		if field.OfDocument && byDoc == nil {
			byDoc = q.index.runs(units)
			if !planned.Widens(field.Name) {
				runs = byDoc
			}
		}
		facet, err := q.facet(q.index.facets[field.Name](), req, wanted, units, byDoc)
		if err != nil {
			return nil, err
		}
		q.index.pages.put(key, facet)
		facets = append(facets, facet)
	}
	return facets, nil
}

// facet counts a facet over units, for one of documents given by document.
func (q *question) facet(j *joined, req search.Request, wanted search.FacetRequest, units []set, byDoc [][]run) (facet search.Facet, err error) {
	t := j.begin(req.ExplicitOnly)
	defer t.end()
	for i, p := range q.index.parts {
		if j.Field.OfDocument {
			err = q.countDocuments(t, p, byDoc[i])
		} else {
			err = q.countUnits(t, p, &units[i])
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
	if len(planned.Leaves) > 0 {
		return ""
	}
	var filters []search.Filter // that mark values as selected
	for _, f := range req.Filters {
		if f.Field == wanted.Field {
			filters = append(filters, f)
		}
	}
	return fmt.Sprintf("%s %q %d %v %#v", appendKey(nil, planned.Counted(wanted.Field)), wanted.Field, wanted.Size, req.ExplicitOnly, filters)
}

// keptFacets remembers pages of facets by their keys.
type keptFacets struct {
	mu    sync.RWMutex
	pages map[string]search.Facet
}

func (k *keptFacets) get(key string) (search.Facet, bool) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	facet, ok := k.pages[key]
	facet.Values = slices.Clone(facet.Values)
	return facet, ok
}

func (k *keptFacets) put(key string, facet search.Facet) {
	if key == "" {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.pages == nil || len(k.pages) >= maxKept {
		k.pages = map[string]search.Facet{}
	}
	facet.Values = slices.Clone(facet.Values)
	k.pages[key] = facet
}

// labels gives items the titles of the agendas.
func (x *Index) labels(field search.Field) func(string) string {
	if !field.Tree || field.Reference {
		return nil
	}
	return func(value string) string { return x.titles[value] }
}

// run is a document with the number of its units in a set.
type run struct{ doc, units uint32 }

// runs are the documents that hold units of some sets, by part.
func (x *Index) runs(found []set) [][]run {
	all := make([][]run, len(found))
	for i, p := range x.parts {
		all[i] = p.runs(&found[i])
	}
	return all
}

func (p *part) runs(s *set) (runs []run) {
	if s.bits != nil {
		for doc := range p.Documents() {
			if n := s.countBetween(p.Run(column.Documents, doc)); n > 0 {
				runs = append(runs, run{doc, n})
			}
		}
		return runs
	}
	end, last := uint32(0), -1
	for _, unit := range s.list {
		if unit >= end || last < 0 {
			doc := p.UnitDoc.At(unit)
			_, end = p.Run(column.Documents, doc)
			runs = append(runs, run{doc: doc})
			last++
		}
		runs[last].units++
	}
	return runs
}
