package web

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
)

// itemAnswer is what is held on an item, as the API gives it.
type itemAnswer struct {
	Item      string          `json:"item"`
	Title     string          `json:"title"`
	Short     string          `json:"short,omitempty"`
	Agenda    *documentBody   `json:"agenda,omitempty"` // left out where none is held
	Body      string          `json:"body,omitempty"`
	Session   string          `json:"session,omitempty"`
	Lang      string          `json:"lang"` // of the paragraphs
	Above     []itemEntryBody `json:"above"`
	Children  []itemEntryBody `json:"children"`
	Sittings  []slotBody      `json:"sittings"`
	Deadlines []deadlineBody  `json:"deadlines"`
	// Documentation are the documents that the agenda lists under the item.
	Documentation []paperBody      `json:"documentation"`
	Total         totalBody        `json:"total"`      // of all paragraphs under the item, sub-items included
	Annotation    []hitBody        `json:"annotation"` // what the agenda itself says, without sub-items
	First         int              `json:"first"`      // rank of the first of the paragraphs, from 1; 0 without any
	Paragraphs    []hitBody        `json:"paragraphs"` // in other documents
	Documents     []countBody      `json:"documents"`  // with paragraphs under the item
	Cited         []citedCountBody `json:"cited"`      // resolutions and decisions cited under it
	Languages     []countBody      `json:"languages"`  // in which there are paragraphs under the item
	Elsewhere     []itemEntryBody  `json:"elsewhere"`  // the same title in other agendas
	Links         linksBody        `json:"links"`
}

// itemEntryBody names an item.
type itemEntryBody struct {
	Item   string    `json:"item"`
	Title  string    `json:"title"`
	Agenda string    `json:"agenda,omitempty"`
	Links  linksBody `json:"links"`
}

type deadlineBody struct {
	Date  string    `json:"date"`
	Text  string    `json:"text"` // the sentence that sets it
	ID    string    `json:"id"`   // of the paragraph
	Links linksBody `json:"links"`
}

// paperBody is a document of a documentation list.
type paperBody struct {
	listedBody
	Paragraphs int `json:"paragraphs"` // of it, under the item
}

// countBody is a value with the number of paragraphs that hold it.
type countBody struct {
	Value      string     `json:"value"`
	Label      string     `json:"label"`
	Paragraphs int        `json:"paragraphs"`
	Links      *linksBody `json:"links,omitempty"`
}

// citedCountBody is a resolution or decision with the number of paragraphs that cite it.
type citedCountBody struct {
	Type       string    `json:"type"`
	Value      string    `json:"value"`
	Paragraphs int       `json:"paragraphs"`
	Explicit   int       `json:"explicit"` // among them, those that name it with its number
	Links      linksBody `json:"links"`
}

// item answers GET /api/v1/items/{place}: what is held on an item of an agenda.
func (s *Server) item(c *gin.Context) {
	q, ok := s.parameters(c, itemViewParams)
	if !ok {
		return
	}
	m, ok := s.itemAsked(c, q, c.Param("place"), apiPath, "")
	if !ok {
		return
	}
	body := s.present.item(m, q)
	if link := linkHeader(body.Links); link != "" {
		c.Header("Link", link)
	}
	s.answer(c, body)
}

// itemAsked looks up the item of an address. It answers where the client holds the answer, asked for another spelling, or for an item of
// which nothing is known; ok is false then. base stands before the path, build is added to the entity tag.
func (s *Server) itemAsked(c *gin.Context, q question, asked, base, build string) (m itemMaterial, ok bool) {
	ctx := c.Request.Context()
	place, agenda, ok, err := s.parseItemPlace(ctx, strings.Trim(asked, "/"))
	if err != nil {
		s.failWith(c, err)
		return m, false
	}
	if !ok {
		s.fail(c, notHeld("the item "+strings.Trim(asked, "/")))
		return m, false
	}
	if redirected(c, base+itemsPath+asked, s.present.base+base+place.path()) {
		return m, false
	}
	if s.unchanged(c, build+base+place.path()+"?"+encodeQuery(q.values)) {
		return m, false
	}
	m, ok, err = s.itemMaterial(ctx, place, agenda, q)
	switch {
	case err != nil:
		s.failWith(c, err)
		return m, false
	case !ok:
		s.fail(c, notHeld("item "+place.Item+" of "+strings.TrimSuffix(strings.Trim(asked, "/"), "/"+place.Item)))
		return m, false
	}
	exchangeOf(c).hits = m.Total.Paragraphs
	return m, true
}

func (p present) item(m itemMaterial, q question) itemAnswer {
	body := itemAnswer{
		Item: m.Item, Title: m.Entry.Title, Short: m.Entry.Short, Body: m.Body, Session: m.Session, Lang: string(m.Lang),
		Above: []itemEntryBody{}, Children: []itemEntryBody{}, Sittings: []slotBody{}, Deadlines: []deadlineBody{}, Documentation: []paperBody{},
		Total: totalBody{m.Total.Paragraphs, m.Total.Documents}, Annotation: p.hits(m.Annotation), First: m.Said.First, Paragraphs: p.hits(m.Said),
		Documents: []countBody{}, Cited: []citedCountBody{}, Languages: p.languageCounts(m.Languages), Elsewhere: []itemEntryBody{},
	}
	if m.Agenda.Symbol != "" {
		agenda := documentOf(m.Agenda)
		body.Agenda = &agenda
	}
	for _, entry := range m.Above {
		body.Above = append(body.Above, p.itemEntry(m.under(entry.Item), entry))
	}
	for _, entry := range m.Entry.Children {
		body.Children = append(body.Children, p.itemEntry(m.under(entry.Item), entry))
	}
	for _, slot := range m.Entry.Sittings {
		body.Sittings = append(body.Sittings, slotBody{slot.Date, slot.Time})
	}
	for _, d := range m.Deadlines {
		key := d.Hit.Document.Key()
		body.Deadlines = append(body.Deadlines, deadlineBody{d.Day, d.Text, d.Hit.ID(), linksBody{Self: p.paragraph(key, d.Hit.Unit.Anchor), Page: p.page(key, d.Hit.Unit.Anchor)}})
	}
	for _, paper := range m.Listed {
		held := map[string]document.Key{}
		if len(paper.Headers) > 0 {
			held[paper.Symbol] = paper.Headers[0].Key()
		}
		body.Documentation = append(body.Documentation, paperBody{p.listed(paper.Listed, held), paper.Count})
	}
	for _, value := range m.Facets[0].Values {
		key := document.Key{Symbol: value.Value, Lang: m.Lang}
		body.Documents = append(body.Documents, countBody{value.Value, value.Label, value.Count, &linksBody{Document: p.document(key), Page: p.page(key, "")}})
	}
	body.Cited = p.citedCounts(m.Facets[1:])
	for _, other := range m.Elsewhere {
		body.Elsewhere = append(body.Elsewhere, p.itemEntry(placeIn(other.Agenda, other.Entry.Item), other.Entry))
	}
	body.Links = p.viewLinks(m.path(), q, m.Said)
	return body
}

// under is another item of the same agenda.
func (p itemPlace) under(item string) itemPlace {
	p.Item = item
	return p
}

func (p present) itemEntry(place itemPlace, entry document.AgendaItem) itemEntryBody {
	return itemEntryBody{place.Item, entry.Title, place.Agenda.Symbol, linksBody{Self: p.base + apiPath + place.path(), Page: p.base + place.path()}}
}

// hits converts a page of hits; the list is never nil.
func (p present) hits(r search.Results) []hitBody {
	list := make([]hitBody, 0, len(r.Hits))
	for _, h := range r.Hits {
		list = append(list, p.hit(h, false))
	}
	return list
}

func (p present) languageCounts(values []search.FacetValue) []countBody {
	list := []countBody{}
	for _, v := range values {
		list = append(list, countBody{Value: v.Value, Label: v.Label, Paragraphs: v.Count})
	}
	return list
}

// citedCounts are the resolutions and decisions of their facets, most cited first.
func (p present) citedCounts(facets []search.Facet) []citedCountBody {
	list := []citedCountBody{}
	for _, f := range facets {
		for _, v := range f.Values {
			path := adoptedPath(adoptedOf(f.Field, v.Value))
			list = append(list, citedCountBody{f.Field, v.Value, v.Count, v.Explicit, linksBody{Self: p.base + apiPath + path, Page: p.base + path}})
		}
	}
	slices.SortStableFunc(list, func(a, b citedCountBody) int { return cmp.Compare(b.Paragraphs, a.Paragraphs) })
	return list
}

// viewLinks are the addresses of a view and of its neighbours.
func (p present) viewLinks(path string, q question, r search.Results) linksBody {
	links := linksBody{Self: p.query(apiPath+path, q.values), Page: p.query(path, q.values)}
	if r.Next != "" {
		links.Next = p.query(apiPath+path, withCursor(q.values, r.Next))
	}
	if r.Previous != "" {
		links.Previous = p.query(apiPath+path, withCursor(q.values, r.Previous))
	}
	return links
}
