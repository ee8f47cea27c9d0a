package executor

import (
	"context"

	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/highlight"
	"github.com/plenary-search/plenary/search/plan"
	"github.com/plenary-search/plenary/search/ranking"
)

// Search answers a request. The error is search.ErrBadCursor, search.ErrTooManyTerms, one of a request that cannot be
// answered, column.ErrDamaged, or the context's.
func (x *Index) Search(ctx context.Context, req search.Request) (search.Results, error) {
	req, err := req.Prepare()
	if err != nil {
		return search.Results{}, err
	}
	results := search.Results{Generation: x.Generation}
	if err := x.search(ctx, req, &results); err != nil {
		return search.Results{}, err
	}
	return results, nil
}

func (x *Index) search(ctx context.Context, req search.Request, results *search.Results) error {
	planned, err := plan.Compile(req, plan.Options{Languages: x.corpus.Languages})
	if err != nil {
		return err
	}
	q := &question{ctx: ctx, index: x, patterns: map[plan.Pattern][][]int{}, phrases: map[string][]phraseHits{}}
	if err := q.expand(planned.Matching()); err != nil {
		return err
	}
	found, err := q.matchAll(planned.Matching())
	if err != nil {
		return err
	}
	for i, p := range x.parts {
		results.Total.Paragraphs += found[i].count()
		results.Total.Documents += len(p.runs(&found[i]))
	}
	if err := q.hits(results, req, planned, found); err != nil {
		return err
	}
	results.Facets, err = q.facets(req, planned, found)
	return err
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
func (q *question) hits(results *search.Results, req search.Request, planned plan.Request, found []set) error {
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
		hit, err := q.hit(at)
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

func (q *question) hit(at ranking.Place) (hit search.Hit, err error) {
	p := q.index.parts[at.Segment]
	h, err := p.Header(p.UnitDoc.At(at.Unit))
	if err != nil {
		return hit, err
	}
	hit.Document = search.HitHeader(&h)
	hit.Unit, err = p.Unit(at.Unit)
	return hit, err
}
