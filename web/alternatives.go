package web

import (
	"context"
	"strings"

	"github.com/plenary-search/plenary/search"
)

// alternativeBody is a broader search that finds something where the question found nothing: the same words put more loosely, without a
// filter, or fewer of them. The page shows the same.
type alternativeBody struct {
	Text  string    `json:"text"` // what it changes, in words
	Query string    `json:"query"`
	Total totalBody `json:"total"`
	Links linksBody `json:"links"`
}

// alternatives are the searches that find something, nearest first, each counted.
func (p present) alternatives(ctx context.Context, searcher search.Searcher, q question) []alternativeBody {
	v := &view{say: interfaces[0], searcher: searcher, ctx: ctx, here: address{searchPath, q.values}}
	list := []alternativeBody{}
	for _, way := range v.broader(v.attempts(q, v.chips(q.values, nil)), search.NoHits) {
		values := way.here.values
		list = append(list, alternativeBody{Text: way.text, Query: values.Get("q"), Total: totalBody(way.results.Total),
			Links: linksBody{Self: p.query(apiSearch, values), Page: p.query(searchPath, values)}})
	}
	return list
}

// broaderSearch is an attempt that finds something.
type broaderSearch struct {
	attempt
	question question
	results  search.Results
}

// broader makes attempts, one after the other, and keeps those that find something, with up to size hits of each.
func (v *view) broader(attempts []attempt, size int) []broaderSearch {
	var found []broaderSearch
	shorter := 0
	seen := map[string]bool{v.here.String(): true}
	for i, a := range attempts {
		if len(found) == maxWays || i == maxAttempts {
			break
		}
		href := a.here.String()
		if seen[href] || a.shorter && shorter == maxShorter {
			continue
		}
		seen[href] = true
		if b, ok := v.try(a, size); ok {
			found = append(found, b)
			if a.shorter {
				shorter++
			}
		}
	}
	return found
}

// try asks the question that an attempt stands for.
func (v *view) try(a attempt, size int) (broaderSearch, bool) {
	q, faults := parseRequest(a.here.values)
	if len(faults) > 0 || q.widen(v.ctx, v.searcher) != nil {
		return broaderSearch{}, false
	}
	q.Size, q.Highlight, q.Facets, q.Group, q.Fold, q.Explain = size, true, nil, false, search.FoldNone, false
	results, err := v.searcher.Search(v.ctx, q.Request)
	if err != nil || results.Total.Paragraphs == 0 {
		return broaderSearch{}, false
	}
	return broaderSearch{a, q, results}, true
}

// waysOut are what may have been meant and the broader searches as the page shows them, each with its first hit.
func (v *view) waysOut(q question, chips []chip) []wayView {
	var attempts []attempt
	for _, m := range meant(v.ctx, v.searcher, q, 0) {
		attempts = append(attempts, attempt{text: v.say.say("meant", strings.Trim(m.Query, `"`)), here: v.here.set("q", m.Query)})
	}
	var ways []wayView
	for _, b := range v.broader(append(attempts, v.attempts(q, chips)...), 1) {
		found := b.results.Hits[0]
		first := v.hit(b.question, found)
		first.Passages, first.Cut = firstLines(excerpt(found.Unit.Text, textStart(found.Unit), found.Highlights, nil, 0))
		ways = append(ways, wayView{Text: b.text, Count: b.results.Total.Paragraphs, Href: b.here.String(), First: &first})
	}
	return ways
}
