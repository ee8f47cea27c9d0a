package searchtest

import (
	"cmp"
	"slices"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
)

// group is a document with all of its hits, the best first.
type group struct {
	at   search.Position
	hits []ranked
}

// groups cuts the page of documents that the request asks for out of all hits.
func (s *state) groups(results *search.Results, hits []ranked, req search.Request, order search.Sort, mark uint64) error {
	byDocument := map[document.Key]*group{}
	for _, hit := range hits {
		key := hit.doc.Key()
		if byDocument[key] == nil {
			byDocument[key] = &group{}
		}
		byDocument[key].hits = append(byDocument[key].hits, hit)
	}
	var groups []*group
	for _, g := range byDocument {
		slices.SortFunc(g.hits, func(a, b ranked) int {
			return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.unit.unit.Seq, b.unit.unit.Seq))
		})
		g.at = g.hits[0].at
		g.at.Seq = 0
		groups = append(groups, g)
	}
	slices.SortFunc(groups, func(a, b *group) int { return order.Compare(a.at, b.at) })
	places := make([]search.Position, len(groups))
	for i, g := range groups {
		places[i] = g.at
	}
	first, end, err := cut(results, places, req, order, mark)
	for _, g := range groups[first:end] {
		shown := search.Group{Total: len(g.hits)}
		for _, hit := range g.hits[:min(len(g.hits), req.PerDocument)] {
			shown.Hits = append(shown.Hits, hit.hit())
		}
		results.Groups = append(results.Groups, shown)
	}
	return err
}
