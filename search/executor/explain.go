package executor

import (
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/explain"
	"github.com/plenary-search/plenary/search/plan"
)

// explain explains the hits of a page.
func (q *question) explain(hits []search.Hit, planned plan.Request) error {
	weights := explain.Weights{Streams: q.index.streams}
	for _, leaf := range planned.Leaves {
		holding := 0
		for _, p := range q.index.parts {
			_, count, err := q.leaf(p, leaf)
			if err != nil {
				return err
			}
			holding += count
		}
		weights.Holding = append(weights.Holding, holding)
	}
	for i := range hits {
		if err := q.ctx.Err(); err != nil {
			return err
		}
		hits[i].Explanation = explain.Hit(&hits[i], planned, weights)
	}
	return nil
}
