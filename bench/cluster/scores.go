package main

import (
	"context"
	"log"
	"slices"

	"github.com/plenary-search/plenary/search"
)

// Scores is how the scores of the engine on the cluster differ from those of the embedded one.
type Scores struct {
	Pages      int     `json:"pages"`      // compared, with ten hits at most each
	Hits       int     `json:"hits"`       // that both have, compared
	Largest    float64 `json:"largest"`    // relative difference
	Reordered  int     `json:"reordered"`  // pages with the same hits in another order
	OtherHits  int     `json:"other_hits"` // pages with other hits
	OtherTotal int     `json:"other_total"`
	OtherFacet int     `json:"other_facet"`
}

// scores compares the pages of both engines.
func (a *asker) scores(ctx context.Context) (s Scores, err error) {
	log.Print("comparing pages")
	for i := range a.queries {
		q := &a.queries[i]
		want, err := a.embedded.Search(ctx, q.request)
		if err != nil {
			return s, err
		}
		got, err := a.cluster.Search(ctx, q.request)
		if err != nil {
			return s, err
		}
		s.compare(want, got)
	}
	return s, nil
}

// compare adds a page.
func (s *Scores) compare(want, got search.Results) {
	s.Pages++
	if got.Total != want.Total {
		s.OtherTotal++
	}
	if !slices.EqualFunc(got.Facets, want.Facets, equalFacets) {
		s.OtherFacet++
	}
	scores := map[string]float64{}
	for i := range want.Hits {
		scores[want.Hits[i].ID()] = want.Hits[i].Score
	}
	same, inOrder := len(got.Hits) == len(want.Hits), true
	for i := range got.Hits {
		score, both := scores[got.Hits[i].ID()]
		if !both {
			same = false
			continue
		}
		inOrder = inOrder && same && got.Hits[i].ID() == want.Hits[i].ID()
		s.Hits++
		s.Largest = max(s.Largest, relative(got.Hits[i].Score, score))
	}
	switch {
	case !same:
		s.OtherHits++
	case !inOrder:
		s.Reordered++
	}
}

// relative is the difference of two numbers as a share of the larger one.
func relative(a, b float64) float64 {
	if a == b {
		return 0
	}
	return max(a-b, b-a) / max(a, -a, b, -b)
}

func equalFacets(a, b search.Facet) bool {
	return a.Field == b.Field && slices.EqualFunc(a.Values, b.Values, func(x, y search.FacetValue) bool { return x.Value == y.Value && x.Count == y.Count })
}
