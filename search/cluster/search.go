package cluster

import (
	"context"
	"strconv"

	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/plan"
)

// searching is a request while it is answered. What matches is counted by another goroutine than finds the page; both read it.
type searching struct {
	*Engine
	*commit
	queries
	ctx     context.Context
	req     search.Request
	planned plan.Request
	order   search.Sort
	weights weights
}

// Search answers a request.
func (e *Engine) Search(ctx context.Context, req search.Request) (search.Results, error) {
	if err := ctx.Err(); err != nil {
		return search.Results{}, err
	}
	req, err := req.Prepare()
	if err != nil {
		return search.Results{}, err
	}
	return at(ctx, e, func(c *commit) (search.Results, error) { return e.answer(ctx, c, req) })
}

// answer answers a request that is prepared. What matches is counted beside the search for the hits.
func (e *Engine) answer(ctx context.Context, c *commit, req search.Request) (results search.Results, err error) {
	s := searching{Engine: e, commit: c, ctx: ctx, req: req, order: req.Sort}
	if s.planned, err = plan.Compile(req, plan.Options{Languages: c.corpus.Languages}); err != nil {
		return results, err
	}
	if s.patterns, err = e.expand(ctx, s.commit.state, s.planned.Matching()); err != nil {
		return results, err
	}
	if s.order == search.SortRelevance && len(s.planned.Leaves) == 0 {
		s.order = search.SortDocument
	}
	if s.req.Unfold != nil {
		return s.unfold()
	}
	results.Generation = c.Generation
	counted := make(chan error, 1)
	go func() { counted <- s.count(&results) }()
	if err = s.weigh(); err == nil {
		err = s.page(&results)
	}
	failed := <-counted
	if err == nil {
		err = failed
	}
	if err != nil {
		return search.Results{}, err
	}
	return results, nil
}

// post asks for documents.
func (s *searching) post(request object) (found answer, err error) {
	return s.ask(s.ctx, s.commit, request)
}

func nth(name string, i int) string { return name + strconv.Itoa(i) }

// expand finds the values that the patterns of a plan stand for.
func (e *Engine) expand(ctx context.Context, at state, n plan.Node) (map[plan.Pattern][]string, error) {
	patterns := map[plan.Pattern][]string{}
	var walk func(n plan.Node) error
	walk = func(n plan.Node) error {
		var nodes []plan.Node
		switch n := n.(type) {
		case plan.And:
			nodes = n.Nodes
		case plan.Or:
			nodes = n.Nodes
		case plan.Not:
			nodes = []plan.Node{n.Node}
		case plan.Pattern:
			values, err := e.fitting(ctx, at, n)
			if err != nil {
				return err
			}
			patterns[n] = values
		}
		for _, n := range nodes {
			if err := walk(n); err != nil {
				return err
			}
		}
		return nil
	}
	return patterns, walk(n)
}

// fitting are the words of the lexicon that a pattern fits.
func (e *Engine) fitting(ctx context.Context, at state, p plan.Pattern) (values []string, err error) {
	request := object{"query": candidates(p), "docvalue_fields": []string{"term"}, "_source": false}
	for hit, err := range e.listed(ctx, at, "term", request) {
		if err != nil {
			return nil, err
		}
		if term := hit.text("term"); p.Fits(term) {
			if values = append(values, term); p.Limit > 0 && len(values) > p.Limit {
				break
			}
		}
	}
	return values, p.Check(len(values))
}
