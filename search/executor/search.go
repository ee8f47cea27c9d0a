package executor

import (
	"context"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/highlight"
	"github.com/plenary-search/plenary/search/plan"
	"github.com/plenary-search/plenary/search/ranking"
)

// UnitSource reads a unit of a document from the record.
type UnitSource func(key document.Key, seq int) (document.Unit, error)

// Search answers a prepared request. The error is search.ErrBadCursor, search.ErrTooManyTerms, that of units, or the context's.
func (x *Index) Search(ctx context.Context, req search.Request, units UnitSource) (search.Results, error) {
	results := search.Results{Generation: x.Generation}
	planned, err := plan.Compile(req, plan.Options{Languages: x.corpus.Languages})
	if err != nil {
		return results, err
	}
	q := &question{ctx: ctx, index: x, prefixes: map[plan.Prefix][][]int{}, phrases: map[string][]phraseHits{}}
	if err := q.expand(planned.Matching()); err != nil {
		return results, err
	}
	found, err := q.matchAll(planned.Matching())
	if err != nil {
		return results, err
	}
	for i, p := range x.parts {
		results.Total.Paragraphs += found[i].count()
		results.Total.Documents += len(p.runs(&found[i]))
	}
	if err := q.hits(&results, req, planned, found, units); err != nil {
		return results, err
	}
	results.Facets, err = q.facets(req, planned, found)
	return results, err
}

// matchAll is match for all parts.
func (q *question) matchAll(n plan.Node) ([]set, error) {
	found := make([]set, len(q.index.parts))
	for i, p := range q.index.parts {
		var err error
		if found[i], err = q.match(p, n); err != nil {
			return nil, err
		}
		found[i].count()
	}
	return found, nil
}

// hits fills in the page of hits.
func (q *question) hits(results *search.Results, req search.Request, planned plan.Request, found []set, units UnitSource) error {
	order := req.Sort
	if order == search.SortRelevance && len(planned.Leaves) == 0 {
		order = search.SortDocument
	}
	r, err := ranking.New(q.index.order, req, order)
	if err != nil || req.Size == search.NoHits {
		return err
	}
	leaves, err := q.leaves(planned.Leaves)
	if err != nil {
		return err
	}
	for i, p := range q.index.parts {
		scoring := leaves[i]
		if order != search.SortRelevance {
			scoring = nil
		}
		if err := q.scored(r, p, found[i], scoring); err != nil {
			return err
		}
	}
	for _, at := range r.Finish(results, results.Total.Paragraphs) {
		hit, err := q.hit(at, units)
		if err != nil {
			return err
		}
		for _, l := range leaves[at.Segment] {
			l.cursor.Reset(l.list)
		}
		hit.Score = weigh(at.Unit, leaves[at.Segment])
		if req.Highlight {
			hit.Highlights = highlight.Spans(hit.Unit.Text, search.UnitLanguage(&hit.Document, &hit.Unit), planned.Words)
		}
		results.Hits = append(results.Hits, hit)
	}
	return nil
}

func (q *question) hit(at ranking.Place, units UnitSource) (search.Hit, error) {
	p := q.index.parts[at.Segment]
	doc := p.UnitDoc.At(at.Unit)
	h, err := q.index.header(docRef{uint32(at.Segment), doc})
	if err != nil {
		return search.Hit{}, err
	}
	unit, err := units(p.key(doc), int(at.Seq))
	return search.Hit{Document: search.HitHeader(h), Unit: unit}, err
}
