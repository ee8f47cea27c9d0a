package web

import (
	"context"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/plenary-search/plenary/search"
)

// defaultFacets are counted where a search asks for no facet by name.
var defaultFacets = []string{"item", "resolution", "decision", "document", "type", "body", "session", "year", "lang", "kind"}

// answerTo asks a searcher and converts what it finds.
func answerTo(ctx context.Context, searcher search.Searcher, q *question, p present) (SearchBody, search.Results, error) {
	q.addDefaultFacets()
	start := time.Now()
	if err := q.widen(ctx, searcher); err != nil {
		return SearchBody{}, search.Results{}, err
	}
	results, err := searcher.Search(ctx, q.Request)
	if err != nil {
		return SearchBody{}, results, err
	}
	found, err := versionsOf(ctx, searcher, *q, results)
	if err != nil {
		return SearchBody{}, results, err
	}
	body := p.search(*q, results, found)
	body.Links = p.searchLinks(*q, results)
	body.TookMS = milliseconds(time.Since(start))
	return body, results, nil
}

// search answers GET /api/v1/search.
func (s *Server) search(c *gin.Context) {
	q, ok := s.parameters(c, searchParams)
	if !ok {
		return
	}
	exchangeOf(c).query = q.Reading.Text
	if s.unchanged(c, s.present.query(apiSearch, q.values)) {
		return
	}
	body, _, err := answerTo(c.Request.Context(), s.searcher, &q, s.present)
	if err != nil {
		s.failWith(c, err)
		return
	}
	exchangeOf(c).hits = body.Total.Paragraphs
	if link := linkHeader(body.Links); link != "" {
		c.Header("Link", link)
	}
	s.answer(c, body)
}

// addDefaultFacets asks for the facets of a search that names none.
func (q *question) addDefaultFacets() {
	if q.Facets != nil {
		return
	}
	for _, name := range defaultFacets {
		q.Facets = append(q.Facets, search.FacetRequest{Field: name, Size: search.DefaultFacetSize})
	}
}

// searchLinks are the addresses of a page of hits, its neighbours, and the same for people.
func (p present) searchLinks(q question, r search.Results) linksBody {
	links := linksBody{Self: p.query(apiSearch, q.values), Page: p.query("/search", q.values)}
	if r.Next != "" {
		links.Next = p.query(apiSearch, withCursor(q.values, r.Next))
	}
	if r.Previous != "" {
		links.Previous = p.query(apiSearch, withCursor(q.values, r.Previous))
	}
	return links
}
