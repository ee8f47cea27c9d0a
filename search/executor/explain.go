package executor

import (
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/explain"
	"github.com/plenary-search/plenary/search/plan"
)

// explain explains the hits of a page.
func (q *question) explain(results *search.Results, planned plan.Request) error {
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
	for hit := range results.AllHits() {
		if err := q.ctx.Err(); err != nil {
			return err
		}
		hit.Explanation = explain.Hit(hit, planned, weights)
	}
	return nil
}
