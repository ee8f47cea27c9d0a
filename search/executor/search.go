package executor

import (
	"context"
	"sync"

	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/highlight"
	"github.com/plenary-search/plenary/search/plan"
	"github.com/plenary-search/plenary/search/ranking"
)

// Search answers a request. The error is search.ErrBadCursor, search.ErrTooManyTerms, search.ErrTooBroad, one of a request that cannot be
// answered, column.ErrDamaged, or the context's.
func (x *Index) Search(ctx context.Context, req search.Request) (search.Results, error) {
	if err := ctx.Err(); err != nil {
		return search.Results{}, err
	}
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
	q := x.question(ctx)
	if err := q.expand(planned.Matching()); err != nil {
		return err
	}
	if err := q.afford(req, planned); err != nil {
		return err
	}
	found, err := q.matching(planned.Matching(), len(planned.Leaves) == 0)
	if err != nil {
		return err
	}
	results.Total = found.total
	if err := q.hits(results, req, planned, found); err != nil {
		return err
	}
	results.Facets, err = q.facets(req, planned, found)
	return err
}

// matches are the units that match a plan, by part.
type matches struct {
	sets  []set
	total search.Total
	// runs are the documents that hold them, by part. They are listed when they are first asked for.
	runs func() [][]run
}

// matching is the units that match a plan; with keep they are remembered.
func (q *question) matching(n plan.Node, keep bool) (found matches, err error) {
	var key string
	if keep {
		key = string(plan.AppendKey(nil, n))
		if found, known := q.index.matches.get(key); known {
			found.runs = sync.OnceValue(func() [][]run { return q.index.runs(found.sets) })
			return found, nil
		}
	}
	if found.sets, err = q.matchAll(n); err != nil {
		return found, err
	}
	for i := range found.sets {
		found.total.Paragraphs += found.sets[i].count()
	}
	found.runs = sync.OnceValue(func() [][]run { return q.index.runs(found.sets) })
	for _, runs := range found.runs() {
		found.total.Documents += len(runs)
	}
	if keep {
		q.index.matches.put(key, matches{sets: found.sets, total: found.total}, keptMatches)
	}
	return found, nil
}

// matchAll is match for all parts.
func (q *question) matchAll(n plan.Node) ([]set, error) {
	found := make([]set, len(q.index.parts))
	for i, p := range q.index.parts {
		var err error
		if found[i], err = q.match(p, n); err != nil {
			return nil, err
		}
		found[i].count() // now, because sets that several goroutines read must not change
	}
	return found, nil
}

// hits fills in the page of hits.
func (q *question) hits(results *search.Results, req search.Request, planned plan.Request, found matches) error {
	order := req.Sort
	if order == search.SortRelevance && len(planned.Leaves) == 0 {
		order = search.SortDocument
	}
	r, err := ranking.New(q.index.order, req, order, planned.Mark(q.index.Generation))
	if err != nil || req.Size == search.NoHits {
		return err
	}
	_, anyKind := planned.Scope.(plan.All)
	leaves, err := q.leaves(planned.Leaves, !anyKind)
	if err != nil {
		return err
	}
	if err := q.rank(r, order, found, leaves); err != nil {
		return err
	}
	for _, at := range r.Finish(results, results.Total.Paragraphs) {
		if err := q.ctx.Err(); err != nil {
			return err
		}
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
