package web

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/index/symbol"
	"github.com/plenary-search/plenary/search"
)

// bodiesPath begins the addresses of bodies and of their sessions: /bodies/CTOC/COP, /bodies/CTOC/COP/sessions/12.
const (
	bodiesPath  = "/bodies"
	sessionPart = "/sessions/"
)

// bodyPath is the path of the view of a body, or of one of its sessions.
func bodyPath(code, session string) string {
	path := bodiesPath + "/" + code
	if session != "" {
		path += sessionPart + session
	}
	return readablePath(path)
}

// bodyMaterial is what is held of a body, or of one of its sessions.
type bodyMaterial struct {
	Code, Name string
	Session    string // as filters write it; "" for all sessions
	Label      string // of the session, as printed
	Agendas    []document.Header
	Total      search.Total
	Facets     map[string]search.Facet // session, year, type, item, lang; under every filter but their own
	Documents  []bodyPaper             // a page of them, newest first
	Papers     int                     // documents in all, whatever languages they are held in
	Next       string                  // cursor of the next page
}

// bodyPaper is a document in whatever languages it is held, with the number of its paragraphs that match.
type bodyPaper struct {
	Header document.Header // in the language asked for, English or the first there is
	Langs  []document.Language
	Count  int
}

// listedPapers is how many documents a page of a body names, each language for itself: one that is held in six is named once.
const listedPapers = search.MaxSize

// bodyFacets say what documents there are.
var bodyFacets = []search.FacetRequest{{Field: "session", Size: search.MaxFacetValues}, {Field: "year", Size: search.MaxFacetValues}, {Field: "type", Size: 30},
	{Field: "item", Size: search.MaxFacetValues}, {Field: "lang"}, {Field: "document", Size: 1}}

// bodyParams are the parameters of the view of a body: what narrows its documents, and where their list goes on.
var bodyParams = params{{"year", true, filterNamed("year")}, {"type", true, filterNamed("type")}, {"item", true, filterNamed("item")}, {"lang", true, filterNamed("lang")}, {"cursor", false, readCursor}}

// parseBody reads what stands behind /bodies/.
func parseBody(path string) (code, session string, ok bool) {
	code, session, _ = strings.Cut(strings.Trim(path, "/"), sessionPart)
	if body, known := symbol.BodyByCode(strings.ToUpper(code)); known {
		return body.Code, session, true
	}
	return code, session, len(code) > 0 && len(code) <= search.MaxSymbolBytes && len(session) <= search.MaxSymbolBytes
}

// bodyMaterial looks up what is held of a body. found is false where there is nothing.
func (s *Server) bodyMaterial(ctx context.Context, code, session string, q question) (m bodyMaterial, found bool, err error) {
	m = bodyMaterial{Code: code, Name: symbol.BodyName(code), Session: session, Label: session}
	whole := itemPlace{Body: code, Session: session}.filters()
	filters := slices.Concat(whole, q.Filters)
	res, err := s.searcher.Search(ctx, search.Request{Filters: filters, Facets: bodyFacets, Sort: search.SortNewest, Group: true, PerDocument: 1,
		Size: listedPapers, Cursor: q.Cursor})
	if err != nil {
		return m, false, err
	}
	m.Total, m.Facets, m.Next = res.Total, map[string]search.Facet{}, res.Next
	for _, f := range res.Facets {
		m.Facets[f.Field] = f
	}
	for _, v := range m.Facets["session"].Values {
		if v.Value == session {
			m.Label = v.Label
		}
	}
	m.Papers = m.Facets["document"].Total
	if err := m.list(ctx, s.searcher, q, filters, res); err != nil {
		return m, false, err
	}
	if err := m.nameItems(ctx, s.searcher, whole); err != nil {
		return m, false, err
	}
	corpus, err := s.searcher.Corpus(ctx)
	if err != nil {
		return m, false, err
	}
	m.Agendas = slices.DeleteFunc(newestFirst(corpus.Agendas), func(h document.Header) bool {
		return h.Body != code || session != "" && placeOf(h, "").Session != session
	})
	return m, m.Total.Paragraphs > 0 || len(q.Filters) > 0, nil
}

// nameItems gives the items of a session their English titles, where documents in English have them.
func (m *bodyMaterial) nameItems(ctx context.Context, s search.Searcher, whole []search.Filter) error {
	items := m.Facets["item"]
	if m.Session == "" || len(items.Values) == 0 {
		return nil
	}
	res, err := s.Search(ctx, search.Request{Size: search.NoHits, Filters: append(slices.Clone(whole), langFilter("en")...), Facets: []search.FacetRequest{{Field: "item", Size: search.MaxFacetValues}}})
	if err != nil {
		return err
	}
	titles := map[string]string{}
	for _, v := range res.Facets[0].Values {
		titles[v.Value] = v.Label
	}
	items.Values = slices.Clone(items.Values)
	for i, v := range items.Values {
		items.Values[i].Label = cmp.Or(titles[v.Value], v.Label)
	}
	m.Facets["item"] = items
	return nil
}

// list names the documents of a page of groups, each once, whatever languages it is held in. What the page before ended with is not named
// again; a document is, where the date of a translation puts that on another page.
func (m *bodyMaterial) list(ctx context.Context, s search.Searcher, q question, filters []search.Filter, res search.Results) error {
	cursor, err := search.ParseCursor(q.Cursor, search.SortNewest)
	if err != nil && q.Cursor != "" {
		return err
	}
	places := map[string]int{} // of symbols in m.Documents
	for _, g := range res.Groups {
		h := g.Hits[0].Document
		if h.Symbol == cursor.At.Key.Symbol {
			continue
		}
		if i, named := places[h.Symbol]; named {
			m.Documents[i].Count += g.Total
			continue
		}
		paper, err := paperOf(ctx, s, h, q)
		if err != nil {
			return err
		}
		paper.Count = g.Total
		places[h.Symbol] = len(m.Documents)
		m.Documents = append(m.Documents, paper)
	}
	if n := len(m.Documents); n > 0 && res.Next != "" { // further languages of it may stand on the next page
		last := &m.Documents[n-1]
		of := search.Filter{Field: "document", Values: []string{last.Header.Symbol}}
		last.Count = paragraphs(ctx, s, search.Request{Filters: append(slices.Clone(filters), of)})
	}
	return nil
}

// paperOf is the document of a header in the languages that it is held in.
func paperOf(ctx context.Context, s search.Searcher, h document.Header, q question) (bodyPaper, error) {
	var lang document.Language
	for _, filter := range q.Filters {
		if filter.Field == "lang" {
			lang = document.Language(filter.Values[0])
		}
	}
	headers, err := s.Resolve(ctx, h.Symbol)
	if err != nil {
		return bodyPaper{}, err
	}
	headers = slices.DeleteFunc(headers, func(other document.Header) bool { return other.Symbol != h.Symbol })
	paper := bodyPaper{Header: h}
	if chosen, ok := inLanguage(headers, lang); ok {
		paper.Header = chosen
	}
	for _, other := range headers {
		paper.Langs = append(paper.Langs, other.Lang)
	}
	return paper, nil
}

// bodyAnswer is what is held of a body or session, as the API gives it.
type bodyAnswer struct {
	Body      string               `json:"body"`
	Name      string               `json:"name,omitempty"`
	Session   string               `json:"session,omitempty"`
	Total     totalBody            `json:"total"`
	Agendas   []itemEntryBody      `json:"agendas"`   // the newest first, without items
	Papers    int                  `json:"papers"`    // documents in all, each counted once, whatever languages it is held in
	Documents []bodyPaperBody      `json:"documents"` // a page of them, the newest first
	Facets    map[string]facetBody `json:"facets"`    // session, year, type, item, lang
	Links     linksBody            `json:"links"`
}

// bodyPaperBody is a document of a body, in whatever languages it is held.
type bodyPaperBody struct {
	documentBody
	Languages  []string  `json:"languages"`
	Paragraphs int       `json:"paragraphs"` // that match
	Links      linksBody `json:"links"`
}

// bodiesBody lists the bodies whose documents are held.
type bodiesBody struct {
	Total  int         `json:"total"`
	Bodies []countBody `json:"bodies"` // by number of paragraphs
	Links  linksBody   `json:"links"`
}

// bodyAsked looks up the body or session of an address. It answers itself where the client holds the answer, asked for another spelling, or
// for a body of which nothing is held; ok is false then.
func (s *Server) bodyAsked(c *gin.Context, q question, base, build string) (m bodyMaterial, ok bool) {
	asked := c.Param("code")
	code, session, ok := parseBody(asked)
	if !ok {
		s.fail(c, notHeld("the body "+strings.Trim(asked, "/")))
		return m, false
	}
	path := bodyPath(code, session)
	if redirected(c, base+bodiesPath+asked, s.present.base+base+path) || s.unchanged(c, build+base+path+"?"+encodeQuery(q.values)) {
		return m, false
	}
	m, ok, err := s.bodyMaterial(c.Request.Context(), code, session, q)
	switch {
	case err != nil:
		s.failWith(c, err)
		return m, false
	case !ok:
		s.fail(c, notHeld("the body "+strings.Trim(asked, "/")))
		return m, false
	}
	exchangeOf(c).hits = m.Total.Paragraphs
	return m, true
}

// body answers GET /api/v1/bodies/{code}.
func (s *Server) body(c *gin.Context) {
	q, ok := s.parameters(c, bodyParams)
	if !ok {
		return
	}
	m, ok := s.bodyAsked(c, q, apiPath, "")
	if !ok {
		return
	}
	s.answer(c, s.present.body(m, q))
}

func (p present) body(m bodyMaterial, q question) bodyAnswer {
	path := bodyPath(m.Code, m.Session)
	body := bodyAnswer{Body: m.Code, Name: m.Name, Session: m.Session, Total: totalBody{m.Total.Paragraphs, m.Total.Documents}, Agendas: []itemEntryBody{},
		Papers: m.Papers, Documents: []bodyPaperBody{}, Facets: map[string]facetBody{}, Links: linksBody{Self: p.query(apiPath+path, q.values), Page: p.query(path, q.values)}}
	if m.Next != "" {
		body.Links.Next = p.query(apiPath+path, withCursor(q.values, m.Next))
	}
	for _, h := range m.Agendas {
		body.Agendas = append(body.Agendas, itemEntryBody{Title: h.Title, Agenda: h.Symbol, Links: linksBody{Self: p.document(h.Key()), Page: p.page(h.Key(), "")}})
	}
	for _, paper := range m.Documents {
		key := paper.Header.Key()
		entry := bodyPaperBody{documentBody: documentOf(paper.Header), Languages: []string{}, Paragraphs: paper.Count, Links: linksBody{Self: p.document(key), Page: p.page(key, "")}}
		for _, lang := range paper.Langs {
			entry.Languages = append(entry.Languages, string(lang))
		}
		body.Documents = append(body.Documents, entry)
	}
	for name, f := range m.Facets {
		if name != "document" {
			body.Facets[name] = facetOf(f)
		}
	}
	return body
}

// bodies answers GET /api/v1/bodies.
func (s *Server) bodies(c *gin.Context) {
	if _, ok := s.parameters(c, noParams); !ok {
		return
	}
	if s.unchanged(c, s.present.base+apiBodies) {
		return
	}
	f, err := s.bodyCounts(c.Request.Context())
	if err != nil {
		s.failWith(c, err)
		return
	}
	body := bodiesBody{Total: f.Total, Bodies: []countBody{}, Links: linksBody{Self: s.present.base + apiBodies, Page: s.present.base + bodiesPath}}
	for _, v := range f.Values {
		path := bodyPath(v.Value, "")
		body.Bodies = append(body.Bodies, countBody{v.Value, cmp.Or(symbol.BodyName(v.Value), v.Label), v.Count, &linksBody{Self: s.present.base + apiPath + path, Page: s.present.base + path}})
	}
	s.answer(c, body)
}

// bodyCounts counts the paragraphs of each body's documents.
func (s *Server) bodyCounts(ctx context.Context) (search.Facet, error) {
	res, err := s.searcher.Search(ctx, search.Request{Size: search.NoHits, Facets: []search.FacetRequest{{Field: "body", Size: search.MaxFacetValues}}})
	if err != nil {
		return search.Facet{}, err
	}
	return res.Facets[0], nil
}
