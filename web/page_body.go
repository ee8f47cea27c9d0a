package web

import (
	"cmp"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/index/symbol"
	"github.com/plenary-search/plenary/search"
)

// bodyPage is the view of a body, or of one of its sessions: what documents there are.
type bodyPage struct {
	frame
	Kicker    string
	Above     fact // of a session: its body
	Heading   string
	Total     string
	Agendas   []documentLine
	Choices   []choiceGroup
	Chips     []chip
	Documents []documentLine
	Listed    string
	First     string // the newest documents, "" where they stand here
	Next      string
	JSON      string
	Search    string
}

// choiceGroup are the values of a field, each with a narrower view.
type choiceGroup struct {
	Title string
	Links []choiceLink
	More  []choiceLink
}

// bodiesPage lists the bodies.
type bodiesPage struct {
	frame
	Heading string
	Bodies  []choiceLink
}

// shownChoices is how many values of a field a body's page shows before "12 more".
const shownChoices = 12

// bodyPage answers GET /bodies/CODE.
func (s *Server) bodyPage(c *gin.Context) {
	q, ok := s.parameters(c, bodyParams)
	if !ok {
		return
	}
	m, ok := s.bodyAsked(c, q, "", s.pages.build)
	if !ok {
		return
	}
	v, err := s.newView(c, address{bodyPath(m.Code, m.Session), q.values})
	if err != nil {
		s.failWith(c, err)
		return
	}
	s.page(c, http.StatusOK, "body", v.body(m, q))
}

// bodiesPage answers GET /bodies.
func (s *Server) bodiesPage(c *gin.Context) {
	if _, ok := s.parameters(c, noParams); !ok {
		return
	}
	v, ok := s.viewAt(c, address{path: bodiesPath}, "")
	if !ok {
		return
	}
	f, err := s.bodyCounts(c.Request.Context())
	if err != nil {
		s.failWith(c, err)
		return
	}
	p := bodiesPage{Heading: v.say.say("nav.bodies")}
	p.frame = v.frame("prose", p.Heading)
	for _, value := range f.Values {
		p.Bodies = append(p.Bodies, choiceLink{Text: cmp.Or(symbol.BodyName(value.Value), value.Label, value.Value), Href: bodyPath(value.Value, ""), Count: value.Count})
	}
	s.page(c, http.StatusOK, "bodies", p)
}

func (v *view) body(m bodyMaterial, q question) bodyPage {
	p := bodyPage{Kicker: m.Code, Heading: cmp.Or(m.Name, m.Code), JSON: apiPath + v.here.String()}
	if m.Session != "" {
		p.Above = fact{p.Heading, bodyPath(m.Code, "")}
		p.Heading = m.Label
		if m.Label == m.Session {
			p.Heading = v.say.say("body.session", m.Session)
		}
	}
	p.frame = v.frame("body", p.Heading)
	p.NoIndex = len(q.values) > 0
	p.Total = v.say.count("documents", m.Total.Documents) + ", " + v.say.count("count.paragraphs", m.Total.Paragraphs)
	for _, h := range m.Agendas {
		p.Agendas = append(p.Agendas, v.documentLine(h))
	}
	p.Chips = v.viewChips(q, "year", "type", "item", "lang")
	v.languages = languagesIn([]search.Facet{m.Facets["lang"]})
	p.Choices = v.bodyChoices(m)
	for _, paper := range m.Documents {
		line := v.documentLine(paper.Header)
		line.Note = strings.TrimPrefix(line.Note+" · "+v.say.count("count.paragraphs", paper.Count), " · ")
		p.Documents = append(p.Documents, line)
	}
	p.Listed = v.say.count("documents", m.Papers)
	if m.Papers != m.Total.Documents {
		p.Listed = v.say.say("body.listed", p.Listed)
	}
	if q.Cursor != "" {
		p.First = v.here.fresh().String()
	}
	if m.Next != "" {
		p.Next = v.here.cursor(m.Next)
	}
	p.Search = m.search(q)
	return p
}

// search is the address of the search in the documents of a body.
func (m bodyMaterial) search(q question) string {
	here := address{searchPath, clone(q.values)}.fresh()
	here.values.Set("body", m.Code)
	if m.Session != "" {
		here.values.Set("session", m.Session)
	}
	return here.String()
}

// bodyChoices narrow the documents of a body. Sessions have views of their own, and so have the items of one.
func (v *view) bodyChoices(m bodyMaterial) []choiceGroup {
	var groups []choiceGroup
	for _, name := range []string{"session", "year", "type", "item", "lang"} {
		if name == "session" && m.Session != "" || name == "item" && m.Session == "" {
			continue // the numbers of items are given anew at each session
		}
		g := choiceGroup{Title: v.say.say("body.by." + name)}
		for _, value := range m.Facets[name].Values {
			link := v.bodyChoice(m, name, value)
			if len(g.Links) < shownChoices {
				g.Links = append(g.Links, link)
			} else {
				g.More = append(g.More, link)
			}
		}
		if len(g.Links) > 0 {
			groups = append(groups, g)
		}
	}
	return groups
}

func (v *view) bodyChoice(m bodyMaterial, name string, value search.FacetValue) choiceLink {
	link := choiceLink{Text: labelOf(value), Count: value.Count}
	switch name {
	case "session":
		link.Text = v.sessionLabel(value)
		link.Href = bodyPath(m.Code, value.Value)
		return link
	case "item":
		place := itemPlace{Body: m.Code, Session: m.Session, Item: value.Value}
		for _, agenda := range m.Agendas {
			place = placeIn(agenda, value.Value)
			break
		}
		link.Text, link.Href = v.say.say("Item", document.ReadingItem(value.Value))+" "+strings.TrimPrefix(labelOf(value), value.Value), place.path()
		return link
	case "lang":
		link.Lang = value.Value
	}
	if !value.Selected {
		link.Href = v.here.add(name, value.Value).String()
	}
	return link
}
