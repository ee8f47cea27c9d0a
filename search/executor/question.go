package executor

import (
	"context"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search/column"
	"github.com/plenary-search/plenary/search/plan"
)

// question is a request while it is answered. It belongs to one goroutine.
type question struct {
	ctx   context.Context
	index *Index
	// patterns holds the places of the terms that each pattern stands for, by part.
	patterns map[plan.Pattern][][]int
	phrases  map[string][]phraseHits // and nearness
	words    []set                   // by part: what the words match, where facets ask for it
	found    map[termKey]int         // places of terms, -1 for none
	names    map[*column.Field][]namedTerm
	headers  map[column.Ref]document.Header // of hits; nil before the first
	steps    int
}

type termKey struct {
	field *column.Field // of one part
	term  string
}

// find is the place of a term in a field. A request asks for it several times.
func (q *question) find(f *column.Field, term string) (place int, found bool) {
	key := termKey{f, term}
	place, known := q.found[key]
	if !known {
		if place, found = f.Find(term); !found {
			place = -1
		}
		q.found[key] = place
	}
	return place, place >= 0
}

func (x *Index) question(ctx context.Context) *question {
	return &question{ctx: ctx, index: x, patterns: map[plan.Pattern][][]int{}, phrases: map[string][]phraseHits{}, found: map[termKey]int{},
		names: map[*column.Field][]namedTerm{}}
}

// checkEvery is the number of steps after which a loop asks whether its request is still wanted.
const checkEvery = 1 << 14

// step counts n steps of a loop, and reports the context's error once in a while.
func (q *question) step(n int) error {
	if q.steps += n; q.steps < checkEvery {
		return nil
	}
	q.steps = 0
	return q.ctx.Err()
}
