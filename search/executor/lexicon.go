package executor

import (
	"context"

	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/plan"
)

// An Index lists its terms.
var _ search.Lexicon = (*Index)(nil)

// Terms lists the most frequent terms of a field that begin so.
func (x *Index) Terms(ctx context.Context, field, beginning string, size int) ([]search.TermCount, error) {
	return x.fitting(ctx, plan.Pattern{Field: field, Form: plan.Beginning, Value: beginning}, size)
}

// Similar lists the most frequent terms of a field that are like another.
func (x *Index) Similar(ctx context.Context, field, term string, changes, size int) ([]search.TermCount, error) {
	return x.fitting(ctx, plan.Pattern{Field: field, Form: plan.Similar, Value: term, Distance: changes}, size)
}

// fitting lists the most frequent terms that a pattern fits. It reads the dictionaries alone, no postings.
func (x *Index) fitting(ctx context.Context, pattern plan.Pattern, size int) ([]search.TermCount, error) {
	const pause = 4096 // terms between two looks at the clock
	counts := map[string]int{}
	seen, ended := 0, false
	matcher := pattern.Matcher()
	fits := func(term []byte) (bool, int) {
		if seen++; seen%pause == 0 {
			ended = ctx.Err() != nil
		}
		if ended {
			return true, 0 // and the loop ends
		}
		return matcher(term)
	}
	for _, p := range x.parts {
		f := p.Field(pattern.Field)
		if f == nil {
			continue
		}
		for place, term := range f.Fitting(pattern.Start(), fits) {
			if ended {
				return nil, ctx.Err()
			}
			counts[string(term)] += f.Count(place)
		}
	}
	found := make([]search.TermCount, 0, len(counts))
	for term, n := range counts {
		found = append(found, search.TermCount{Term: term, Count: n})
	}
	return search.FirstTerms(found, size), ctx.Err()
}
