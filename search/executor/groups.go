package executor

import (
	"cmp"
	"slices"

	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/column"
	"github.com/plenary-search/plenary/search/plan"
	"github.com/plenary-search/plenary/search/ranking"
)

// groups fills in the documents of a page, each by the place of one of its units.
func (q *question) groups(results *search.Results, req search.Request, planned plan.Request, found *matches, scorers []*scorer, page []ranking.Place) error {
	for _, at := range page {
		best, total, err := q.bestOf(at, found, scorers[at.Segment], req.PerDocument)
		if err != nil {
			return err
		}
		group := search.Group{Total: total}
		for _, unit := range best {
			hit, err := q.shown(unit, req, planned)
			if err != nil {
				return err
			}
			group.Hits = append(group.Hits, hit)
		}
		results.Groups = append(results.Groups, group)
	}
	return nil
}

// bestOf are the best units found in a document, up to most, and the number of all.
func (q *question) bestOf(at ranking.Place, found *matches, sc *scorer, most int) (best []ranking.Place, total int, err error) {
	p := q.index.parts[at.Segment]
	from, to := p.Run(column.Documents, p.UnitDoc.At(at.Unit))
	sc.reset()
	for unit := range found.sets[at.Segment].between(from, to) {
		if err := q.step(1 + len(sc.leaves)); err != nil {
			return nil, 0, err
		}
		best = append(best, ranking.Place{Score: sc.weigh(unit), Seq: p.Seq.At(unit), Segment: at.Segment, Unit: unit})
	}
	total = len(best)
	slices.SortFunc(best, func(a, b ranking.Place) int { return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Seq, b.Seq)) })
	return best[:min(most, total)], total, nil
}
