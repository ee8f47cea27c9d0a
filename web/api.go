package web

import (
	"context"
	"maps"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/plenary-search/plenary/search"
)

// defaultFacets are counted where a search asks for no facet by name.
var defaultFacets = []string{"item", "resolution", "decision", "document", "type", "body", "session", "year", "lang", "kind"}

// answerTo asks a searcher and converts what it finds. Reading and warnings are left to those who print them.
func answerTo(ctx context.Context, searcher search.Searcher, q *question, p present) (Answer, error) {
	q.addDefaultFacets()
	start := time.Now()
	if err := q.widen(ctx, searcher); err != nil {
		return Answer{}, err
	}
	if err := q.findUnfolded(ctx, searcher); err != nil {
		return Answer{}, err
	}
	answer := answerInHits
	if q.View == concordanceView {
		answer = answerInLines
	}
	a, err := answer(ctx, searcher, *q, p)
	if err != nil {
		return Answer{}, err
	}
	a.Body.Links = p.searchLinks(*q, a.Results)
	if q.unfold == "" {
		p.addOthers(ctx, searcher, *q, &a)
	}
	a.Body.TookMS = milliseconds(time.Since(start))
	return a, nil
}

// addOthers adds searches that may have been meant, or find something where this one finds nothing.
func (p present) addOthers(ctx context.Context, searcher search.Searcher, q question, a *Answer) {
	if a.Results.Total.Paragraphs == 0 {
		a.Body.Alternatives = p.alternatives(ctx, searcher, q)
	}
	a.Body.DidYouMean = meant(ctx, searcher, q, a.Results.Total.Paragraphs)
	for i := range a.Body.DidYouMean {
		a.Body.DidYouMean[i].Page = p.base + a.Body.DidYouMean[i].Page
	}
}

// answerInHits answers with paragraphs.
func answerInHits(ctx context.Context, searcher search.Searcher, q question, p present) (a Answer, err error) {
	if a.Results, err = searcher.Search(ctx, q.Request); err != nil {
		return a, err
	}
	found, err := versionsOf(ctx, searcher, q, a.Results)
	if err != nil {
		return a, err
	}
	if a.Around, err = aroundHits(ctx, searcher, hitsOf(a.Results), q.Around); err != nil {
		return a, err
	}
	a.Body = p.search(q, a.Results, found, a.Around)
	return a, nil
}

// answerInLines answers with a concordance.
func answerInLines(ctx context.Context, searcher search.Searcher, q question, p present) (Answer, error) {
	results, lines, err := lined(ctx, searcher, q)
	if err != nil {
		return Answer{}, err
	}
	shown := search.Results{Total: results.Total, Facets: results.Facets}
	if q.Lines == "" {
		shown.First = results.First
	}
	body := p.search(q, shown, nil, nil)
	body.Concordance = p.concordance(lines)
	results.Hits, results.Next, results.Previous = nil, lines.next, lines.previous
	return Answer{Body: body, Results: results, lines: lines}, nil
}

// search answers GET /api/v1/search.
func (s *Server) search(c *gin.Context) {
	q, ok := s.parameters(c, apiSearchParams)
	if !ok {
		return
	}
	exchangeOf(c).query = q.Reading.Text
	if q.View == concordanceView {
		s.negotiate(c, &q)
	}
	if s.unchanged(c, s.present.query(apiSearch, q.values)) {
		return
	}
	if q.Table {
		s.table(c, q)
		return
	}
	answer, err := answerTo(c.Request.Context(), s.searcher, &q, s.present)
	if err != nil {
		s.failWith(c, err)
		return
	}
	body := answer.Body
	exchangeOf(c).hits = body.Total.Paragraphs
	if link := linkHeader(body.Links); link != "" {
		c.Header("Link", link)
	}
	s.answer(c, body)
}

// addDefaultFacets asks for the facets of a search that names none; a table shows none.
func (q *question) addDefaultFacets() {
	if q.Facets != nil || q.Table || q.unfold != "" {
		return
	}
	for _, name := range defaultFacets {
		q.Facets = append(q.Facets, search.FacetRequest{Field: name, Size: search.DefaultFacetSize})
	}
}

// searchLinks are the addresses of a page of hits, its neighbours, and the same for people.
func (p present) searchLinks(q question, r search.Results) linksBody {
	page := maps.Clone(q.values)
	page.Del("format") // pages have none
	links := linksBody{Self: p.query(apiSearch, q.values), Page: p.query(searchPath, page)}
	if r.Next != "" {
		links.Next = p.query(apiSearch, withCursor(q.values, r.Next))
	}
	if r.Previous != "" {
		links.Previous = p.query(apiSearch, withCursor(q.values, r.Previous))
	}
	return links
}
