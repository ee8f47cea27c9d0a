package cluster

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/cluster/rest"
	"github.com/plenary-search/plenary/search/plan"
)

// The lexicon is a document of the small index for each word: its field, the term, and about how many units hold it. Counting at a request
// would cost a look at all units that hold one of the words, so words are counted where they are written. What is replaced or deleted stays
// counted.

// word is a term of a field, as the lexicon lists it.
type word struct{ field, term string }

// An Engine lists its terms.
var _ search.Lexicon = (*Engine)(nil)

// Terms lists the most frequent terms of a field that begin so, by one request.
func (e *Engine) Terms(ctx context.Context, field, beginning string, size int) ([]search.TermCount, error) {
	return e.frequent(ctx, plan.Pattern{Field: field, Form: plan.Beginning, Value: beginning}, size)
}

// Similar lists the most frequent terms of a field that are like another, by one request.
func (e *Engine) Similar(ctx context.Context, field, term string, changes, size int) ([]search.TermCount, error) {
	return e.frequent(ctx, plan.Pattern{Field: field, Form: plan.Similar, Value: term, Distance: changes}, size)
}

func (e *Engine) frequent(ctx context.Context, p plan.Pattern, size int) ([]search.TermCount, error) {
	if size <= 0 {
		return nil, nil
	}
	result, err := e.client.Search(ctx, rest.Search{Index: e.name + runSuffix, Body: object{"query": candidates(p), "size": min(size, search.MaxTerms),
		"sort": []object{{"count": "desc"}, {"term": "asc"}}, "_source": false, "track_total_hits": false}})
	if err != nil {
		return nil, unavailable(err)
	}
	found := make([]search.TermCount, len(result.Hits.Hits))
	for i, hit := range result.Hits.Hits {
		if err := unmarshalEach(hit.Sort, &found[i].Count, &found[i].Term); err != nil {
			return nil, err
		}
	}
	return found, nil
}

func unmarshalEach(values []json.RawMessage, into ...any) error {
	for i, value := range values[:min(len(values), len(into))] {
		if err := json.Unmarshal(value, into[i]); err != nil {
			return err
		}
	}
	return nil
}

// candidates is the query for the words of the lexicon that a pattern fits; of one with wildcards, which stand for letters and figures alone,
// for some others, too.
func candidates(p plan.Pattern) object {
	like := object{"prefix": object{"term": p.Start()}}
	switch {
	case p.Form == plan.Wildcard:
		like = object{"wildcard": object{"term": strings.ReplaceAll(p.Value, `\`, `\\`)}}
	case p.Form == plan.Similar && p.Distance <= 0:
		like = object{"term": object{"term": p.Value}}
	case p.Form == plan.Similar:
		// With a constant score no word is left out; otherwise the cluster takes the fifty that are most like it.
		like = object{"fuzzy": object{"term": object{"value": p.Value, "fuzziness": min(p.Distance, plan.MaxDistance), "prefix_length": 1, "rewrite": "constant_score"}}}
	}
	return object{"bool": object{"filter": []object{{"term": object{"field": p.Field}}, like}}}
}

// countWords counts the words of a unit for the lexicon: where all units of a document have the same, for the first one that has them.
func countWords(counts map[word]int, ofUnit map[word]bool) {
	for w := range ofUnit {
		if f, _ := search.LookupField(w.field); !f.OfDocument || counts[w] == 0 {
			counts[w]++
		}
	}
}

// maxWords is the number of words whose counts an engine remembers to have written.
const maxWords = 1 << 20

// raiseCounts are the counts that the lexicon is to have after the pending changes, where it has others.
func (e *Engine) raiseCounts(ctx context.Context) (map[word]int, error) {
	if err := e.recallCounts(ctx); err != nil {
		return nil, err
	}
	counts := map[word]int{}
	for w, by := range e.pending.words {
		if n := raised(e.words[w], by, rand.IntN); n != e.words[w] {
			counts[w] = n
		}
	}
	return counts, nil
}

// recallCounts reads the counts of those words of the pending changes that are not remembered.
func (e *Engine) recallCounts(ctx context.Context) error {
	var unknown []word
	for w := range e.pending.words {
		if _, known := e.words[w]; !known {
			unknown = append(unknown, w)
		}
	}
	for some := range slices.Chunk(unknown, pageSize) {
		ids := make([]string, len(some))
		for i, w := range some {
			ids[i] = w.id()
		}
		found, err := e.client.GetMany(ctx, e.hold.state.run(), ids)
		if err != nil {
			return err
		}
		for i, entry := range found {
			var counted struct{ Count int }
			if entry.Found {
				if err := json.Unmarshal(entry.Source, &counted); err != nil {
					return err
				}
			}
			e.words[some[i]] = counted.Count
		}
	}
	return nil
}

func (w word) id() string { return nameOf("word", w.field, w.term) }

// entry is what the lexicon has of a word.
func (w word) entry(count int) object {
	return object{"field": w.field, "term": w.term, "count": count}
}

// raised is a count with so many more. Below twice the parts it is exact. Larger ones go up by a part of themselves at a time, with a chance
// that makes them right on average, so that a word is written now and then and not with every commit that holds it.
//
// Source: R. Morris, Counting large numbers of events in small registers, Communications of the ACM 21 (1978).
func raised(count, by int, chance func(n int) int) int {
	const parts = 16
	step := max(1, count/parts)
	steps := by / step
	if chance(step) < by%step {
		steps++
	}
	return count + steps*step
}
