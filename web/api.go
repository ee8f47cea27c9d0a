package web

import (
	"time"

	"github.com/gin-gonic/gin"

	"github.com/plenary-search/plenary/search"
)

// defaultFacets are counted where a search asks for no facet by name.
var defaultFacets = []string{"item", "resolution", "decision", "document", "type", "body", "session", "year", "lang", "kind"}

// search answers GET /api/v1/search.
func (s *Server) search(c *gin.Context) {
	q, ok := s.parameters(c, searchParams)
	if !ok {
		return
	}
	exchangeOf(c).query = q.Reading.Text
	self := s.present.query(apiSearch, q.values)
	if s.unchanged(c, self) {
		return
	}
	q.addDefaultFacets()
	start := time.Now()
	results, err := s.searcher.Search(c.Request.Context(), q.Request)
	if err != nil {
		s.failWith(c, err)
		return
	}
	exchangeOf(c).hits = results.Total.Paragraphs
	body := s.present.search(q, results)
	body.Links = s.present.searchLinks(q, results)
	body.TookMS = milliseconds(time.Since(start))
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
		q.Facets = append(q.Facets, search.FacetRequest{Field: name, Size: defaultFacetSize})
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
