package embedded

import (
	"context"

	"github.com/RoaringBitmap/roaring/v2"

	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/highlight"
	"github.com/plenary-search/plenary/search/plan"
	"github.com/plenary-search/plenary/search/ranking"
)

// Search answers a request from the last commit.
func (e *Engine) Search(ctx context.Context, req search.Request) (search.Results, error) {
	req, err := req.Prepare()
	if err != nil {
		return search.Results{}, err
	}
	var results search.Results
	if err := e.look(func(v *view) error { return v.search(ctx, req, &results) }); err != nil {
		return search.Results{}, err
	}
	return results, nil
}

func (v *view) search(ctx context.Context, req search.Request, results *search.Results) error {
	results.Generation = v.generation
	planned, err := plan.Compile(req, plan.Options{Languages: v.corpus.Languages})
	if err != nil {
		return err
	}
	m := newMatcher(ctx, v)
	if err := m.expand(planned.Matching()); err != nil {
		return err
	}
	found, err := m.match(planned.Matching())
	if err != nil {
		return err
	}
	if err := m.rank(results, req, planned, found); err != nil {
		return err
	}
	return m.facets(results, req, planned, found)
}

// rank fills in totals and hits.
func (m *matcher) rank(results *search.Results, req search.Request, planned plan.Request, found []*roaring.Bitmap) error {
	order := req.Sort
	if order == search.SortRelevance && len(planned.Leaves) == 0 {
		order = search.SortDocument
	}
	r, err := ranking.New(m.view.order, req, order, planned.Mark(m.view.generation))
	if err != nil {
		return err
	}
	var weights scores
	if req.Size != search.NoHits {
		if weights, err = m.score(found, planned.Leaves); err != nil {
			return err
		}
	}
	seen := make([]bool, len(m.view.docs))
	for i, seg := range m.segments {
		for it := found[i].Iterator(); it.HasNext(); {
			if err := seg.step(); err != nil {
				return err
			}
			record := it.Next()
			results.Total.Paragraphs++
			if at := seg.docs[seg.key[record]]; !seen[at] {
				seen[at] = true
				results.Total.Documents++
			}
			r.Add(seg.docs[seg.key[record]], seg.seq[record], weights.of(i, record), i, record)
		}
	}
	for _, p := range r.Finish(results, results.Total.Paragraphs) {
		hit, err := m.view.hit(p, weights.of(p.Segment, p.Unit))
		if err != nil {
			return err
		}
		if req.Highlight {
			hit.Highlights = highlight.Spans(hit.Unit.Text, search.UnitLanguage(&hit.Document, &hit.Unit), planned.Words)
		}
		results.Hits = append(results.Hits, hit)
	}
	return nil
}

func (v *view) hit(p ranking.Place, score float64) (search.Hit, error) {
	seg := v.segments[p.Segment]
	hit := search.Hit{Document: search.HitHeader(&v.docs[seg.docs[seg.key[p.Unit]]].header), Score: score}
	return hit, readSource(seg.snapshot.Segment(), uint64(p.Unit), &hit.Unit)
}

func (m *matcher) facets(results *search.Results, req search.Request, planned plan.Request, found []*roaring.Bitmap) error {
	for _, wanted := range req.Facets {
		field, _ := search.LookupField(wanted.Field)
		units := found
		if planned.Widens(field.Name) {
			var err error
			if units, err = m.match(planned.Counted(field.Name)); err != nil {
				return err
			}
		}
		tally, err := m.tally(field, units, req.ExplicitOnly)
		if err != nil {
			return err
		}
		results.Facets = append(results.Facets, field.Page(wanted, tally, req.Filters, m.view.labels(field)))
	}
	return nil
}

// labels gives items the titles of the agendas.
func (v *view) labels(field search.Field) func(string) string {
	if !field.Tree || field.Reference {
		return nil
	}
	return func(value string) string { return v.titles[value] }
}
