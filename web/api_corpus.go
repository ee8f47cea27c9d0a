package web

import (
	"context"
	"slices"
	"strconv"

	"github.com/gin-gonic/gin"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
)

// itemsBody lists agendas with their items.
type itemsBody struct {
	Total   int          `json:"total"` // agendas held
	Agendas []agendaBody `json:"agendas"`
	Links   linksBody    `json:"links"`
}

// agendaBody is an agenda: the items of one session of a body.
type agendaBody struct {
	Document headerBody       `json:"document"`
	Items    []agendaItemBody `json:"items"`
}

// agendaItemBody is an item of an agenda with all that is known of it.
type agendaItemBody struct {
	ID            string           `json:"id"`
	Title         string           `json:"title"`
	Short         string           `json:"short,omitempty"`      // a shorter title that the agenda itself prints
	Paragraphs    *int             `json:"paragraphs,omitempty"` // of this session, sub-items included
	Documentation []listedBody     `json:"documentation"`
	Sittings      []slotBody       `json:"sittings"`
	Children      []agendaItemBody `json:"children"`
}

// listedBody is a document that an agenda lists under an item.
type listedBody struct {
	Symbol string     `json:"symbol,omitempty"` // left out where the entry prints none
	Entry  string     `json:"entry"`
	Held   *bool      `json:"held,omitempty"` // whether it is held here; left out where not looked up
	Links  *linksBody `json:"links,omitempty"`
}

// corpusBody describes what is held.
type corpusBody struct {
	Generation uint64   `json:"generation"` // rises with every change
	Version    string   `json:"version"`
	Documents  int      `json:"documents"`
	Units      int      `json:"units"`
	Paragraphs int      `json:"paragraphs"` // units that a search without kind= can return
	Languages  []string `json:"languages"`
	Agendas    []string `json:"agendas"`
	// Missing are the documents that are cited most and not held, by paragraphs that cite them.
	Missing []missingBody `json:"missing"`
}

type missingBody struct {
	Symbol     string `json:"symbol"`
	Paragraphs int    `json:"paragraphs"`
}

// items answers GET /api/v1/items: the agendas held, each with its items.
func (s *Server) items(c *gin.Context) {
	q, after, ok := s.listParameters(c, itemParams)
	if !ok {
		return
	}
	if s.unchanged(c, s.present.query(apiItems, q.values)) {
		return
	}
	body, err := s.itemsPage(c.Request.Context(), q, after)
	if err != nil {
		s.failWith(c, err)
		return
	}
	if link := linkHeader(body.Links); link != "" {
		c.Header("Link", link)
	}
	s.answer(c, body)
}

func (s *Server) itemsPage(ctx context.Context, q question, after document.Key) (itemsBody, error) {
	corpus, err := s.searcher.Corpus(ctx)
	if err != nil {
		return itemsBody{}, err
	}
	size := q.Size
	if size == 0 {
		size = search.DefaultSize
	}
	agendas := slices.DeleteFunc(slices.Clone(corpus.Agendas), func(h document.Header) bool {
		return h.Key().SortKey() <= after.SortKey() && after != document.Key{} || q.Agenda != "" && h.Symbol != q.Agenda
	})
	body := itemsBody{Total: len(corpus.Agendas), Agendas: []agendaBody{}, Links: linksBody{Self: s.present.query(apiItems, q.values)}}
	if len(agendas) > size {
		agendas = agendas[:size]
		body.Links.Next = s.present.query(apiItems, withCursor(q.values, encodeKey(agendas[size-1].Key())))
	}
	for _, h := range agendas {
		agenda, err := s.agenda(ctx, h)
		if err != nil {
			return itemsBody{}, err
		}
		body.Agendas = append(body.Agendas, agenda)
	}
	return body, nil
}

// agenda describes the items of one agenda: how many paragraphs of its session belong to each, and which of the documents
// listed are held.
func (s *Server) agenda(ctx context.Context, h document.Header) (agendaBody, error) {
	counts, err := s.itemCounts(ctx, h)
	if err != nil {
		return agendaBody{}, err
	}
	held, err := s.heldOf(ctx, listedSymbols(h.Agenda))
	if err != nil {
		return agendaBody{}, err
	}
	return agendaBody{Document: s.present.header(h), Items: s.present.agendaItems(h.Agenda, counts, held)}, nil
}

// itemCounts counts the paragraphs under each item in the documents of the session that an agenda is for, in its language.
func (s *Server) itemCounts(ctx context.Context, h document.Header) (map[string]int, error) {
	req := search.Request{Size: search.NoHits, Facets: []search.FacetRequest{{Field: "item", Size: search.MaxFacetValues}}}
	if h.Body != "" {
		req.Filters = append(req.Filters, search.Filter{Field: "body", Values: []string{h.Body}})
	}
	if h.Lang != "" {
		req.Filters = append(req.Filters, search.Filter{Field: "lang", Values: []string{string(h.Lang)}})
	}
	if h.SessionNumber > 0 {
		req.Filters = append(req.Filters, search.Filter{Field: "session", Values: []string{strconv.Itoa(h.SessionNumber)}})
	}
	results, err := s.searcher.Search(ctx, req)
	if err != nil {
		return nil, err
	}
	counts := map[string]int{}
	for _, facet := range results.Facets {
		for _, v := range facet.Values {
			counts[v.Value] = v.Count
		}
	}
	return counts, nil
}

// heldOf finds which of the symbols are held: the key of the first document of each.
func (s *Server) heldOf(ctx context.Context, symbols []string) (map[string]document.Key, error) {
	gather(ctx, s.searcher, slices.Values(symbols))
	held := map[string]document.Key{}
	for _, symbol := range symbols {
		headers, err := s.searcher.Resolve(ctx, symbol)
		if err != nil {
			return nil, err
		}
		if len(headers) > 0 {
			held[symbol] = headers[0].Key()
		}
	}
	return held, nil
}

// listedSymbols are the symbols of the documentation lists of items and sub-items, each once.
func listedSymbols(items []document.AgendaItem) []string {
	var symbols []string
	for _, item := range items {
		for _, listed := range item.Documentation {
			if listed.Symbol != "" {
				symbols = append(symbols, listed.Symbol)
			}
		}
		symbols = append(symbols, listedSymbols(item.Children)...)
	}
	slices.Sort(symbols)
	return slices.Compact(symbols)
}

// agendaItems converts items. Counts and held are nil where they were not looked up.
func (p present) agendaItems(items []document.AgendaItem, counts map[string]int, held map[string]document.Key) []agendaItemBody {
	list := make([]agendaItemBody, 0, len(items))
	for _, item := range items {
		body := agendaItemBody{ID: item.Item, Title: item.Title, Short: item.Short, Documentation: []listedBody{}, Sittings: []slotBody{},
			Children: p.agendaItems(item.Children, counts, held)}
		if counts != nil {
			n := counts[item.Item]
			body.Paragraphs = &n
		}
		for _, listed := range item.Documentation {
			body.Documentation = append(body.Documentation, p.listed(listed, held))
		}
		for _, slot := range item.Sittings {
			body.Sittings = append(body.Sittings, slotBody{slot.Date, slot.Time})
		}
		list = append(list, body)
	}
	return list
}

func (p present) listed(l document.Listed, held map[string]document.Key) listedBody {
	body := listedBody{Symbol: l.Symbol, Entry: l.Entry}
	if held == nil || l.Symbol == "" {
		return body
	}
	key, ok := held[l.Symbol]
	body.Held = &ok
	if ok {
		body.Links = &linksBody{Document: p.document(key), Page: p.page(key, "")}
	}
	return body
}

// corpus answers GET /api/v1/corpus.
func (s *Server) corpus(c *gin.Context) {
	if _, ok := s.parameters(c, noParams); !ok {
		return
	}
	if s.unchanged(c, s.present.base+apiCorpus) {
		return
	}
	body, err := s.corpusOf(c.Request.Context())
	if err != nil {
		s.failWith(c, err)
		return
	}
	s.answer(c, body)
}

func (s *Server) corpusOf(ctx context.Context) (corpusBody, error) {
	corpus, err := s.searcher.Corpus(ctx)
	if err != nil {
		return corpusBody{}, err
	}
	missing, err := s.missing(ctx)
	if err != nil {
		return corpusBody{}, err
	}
	body := corpusBody{Generation: corpus.Generation, Version: s.version, Documents: corpus.Documents, Units: corpus.Units,
		Paragraphs: corpus.Searchable, Languages: []string{}, Agendas: []string{}, Missing: missing}
	for _, lang := range corpus.Languages {
		body.Languages = append(body.Languages, string(lang))
	}
	for _, h := range corpus.Agendas {
		body.Agendas = append(body.Agendas, h.Key().String())
	}
	return body, nil
}

// missing lists the documents that paragraphs cite and the index does not hold, of the most cited ones.
func (s *Server) missing(ctx context.Context) ([]missingBody, error) {
	results, err := s.searcher.Search(ctx, search.Request{Size: search.NoHits,
		Facets: []search.FacetRequest{{Field: "symbol", Size: search.MaxFacetValues}}})
	if err != nil {
		return nil, err
	}
	missing := []missingBody{}
	for _, facet := range results.Facets {
		gather(ctx, s.searcher, valuesOf(facet))
		for _, v := range facet.Values {
			headers, err := s.searcher.Resolve(ctx, v.Value)
			if err != nil {
				return nil, err
			}
			if len(headers) == 0 {
				missing = append(missing, missingBody{v.Value, v.Count})
			}
		}
	}
	return missing, nil
}
