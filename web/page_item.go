package web

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
)

// itemPage is the view of an agenda item.
type itemPage struct {
	frame
	Kicker     string
	Agenda     fact // the agenda that it is an item of
	Name       string
	Heading    string
	Above      []choiceLink
	Below      []choiceLink
	Contents   []itemLine // the items of the agenda
	Sittings   []string
	Total      string
	Held       string // "1 of 3 is held here"
	Languages  []choiceLink
	Papers     []paperLine
	Deadlines  []deadlineLine
	Annotation []saidGroup
	Groups     []saidGroup // by document
	Pager      *pagerView
	Cited      []choiceLink
	Elsewhere  []choiceLink
	JSON       string
	Search     string
}

// itemLine is an item in the contents of an agenda.
type itemLine struct {
	Item, Title, Href string
	Sub, Here         bool
}

// paperLine is a document of a documentation list.
type paperLine struct {
	Symbol, Href, Entry string
	State               string // "held here, 3 paragraphs on this item"
	Held                bool
}

type deadlineLine struct{ Day, Text, Place, Href, Lang, Dir string }

// saidGroup are paragraphs of one document.
type saidGroup struct {
	Symbol, Href, Title string
	Via                 []string // how the tags of its paragraphs are known
	Concluded           bool
	Hits                []hitView
	More                string
}

// itemPage answers GET /items/PLACE.
func (s *Server) itemPage(c *gin.Context) {
	q, ok := s.parameters(c, itemViewParams)
	if !ok {
		return
	}
	m, ok := s.itemAsked(c, q, c.Param("place"), "", s.pages.build)
	if !ok {
		return
	}
	v, err := s.newView(c, address{m.path(), q.values})
	if err != nil {
		s.failWith(c, err)
		return
	}
	s.page(c, http.StatusOK, "item", v.item(m))
}

func (v *view) item(m itemMaterial) itemPage {
	v.home, v.agenda = m.Body, m.Agenda.Symbol
	p := itemPage{Name: v.say.say("Item", document.ReadingItem(m.Item)), Heading: m.Entry.Title, Languages: v.languageChoices(m.Languages, m.Lang),
		JSON: apiPath + v.here.String(), Search: m.search() + "&lang=" + string(m.Lang)}
	p.Kicker = v.say.say("item.of.session", p.Name, bodyNameOr(m.Body), m.Session)
	if m.Agenda.Symbol != "" {
		p.Kicker = v.say.say("item.of.agenda", p.Name)
		p.Agenda = fact{m.Agenda.Symbol, documentPath(m.Agenda.Key())}
	}
	p.frame = v.frame("item", cmp.Or(m.Entry.Short, m.Entry.Title, p.Name))
	p.NoIndex = v.here.values.Get("cursor") != ""
	for _, entry := range m.Above {
		p.Above = append(p.Above, choiceLink{Text: document.ReadingItem(entry.Item) + " " + cmp.Or(entry.Short, entry.Title), Href: m.under(entry.Item).path()})
	}
	for _, entry := range m.Entry.Children {
		p.Below = append(p.Below, choiceLink{Text: document.ReadingItem(entry.Item) + " " + cmp.Or(entry.Short, entry.Title), Href: m.under(entry.Item).path()})
	}
	for _, slot := range m.Entry.Sittings {
		p.Sittings = append(p.Sittings, strings.Trim(v.say.day(slot.Date)+", "+slot.Time, ", "))
	}
	p.Total = v.say.count("count.paragraphs", m.Total.Paragraphs) + " " + v.say.count("count.in", m.Total.Documents)
	v.addContents(&p, m, m.Agenda.Agenda, false)
	v.addPapers(&p, m)
	v.addDeadlines(&p, m)
	v.addSaid(&p, m)
	v.addItemLinks(&p, m)
	return p
}

// search is the address of the search for the paragraphs of an item.
func (p itemPlace) search() string {
	pairs := []string{"item", p.Item, "sort", string(search.SortDocument)}
	for _, f := range p.filters() {
		pairs = append(pairs, f.Field, f.Values[0])
	}
	return searchFor(pairs...)
}

func (v *view) addContents(p *itemPage, m itemMaterial, items []document.AgendaItem, sub bool) {
	for _, entry := range items {
		p.Contents = append(p.Contents, itemLine{document.ReadingItem(entry.Item), cmp.Or(entry.Short, entry.Title), m.under(entry.Item).path(), sub, entry.Item == m.Item})
		v.addContents(p, m, entry.Children, true)
	}
}

func (v *view) addPapers(p *itemPage, m itemMaterial) {
	held, named := 0, 0
	for _, paper := range m.Listed {
		line := paperLine{Symbol: paper.Symbol, Entry: paper.Entry}
		switch {
		case len(paper.Headers) > 0:
			held, named = held+1, named+1
			line.Held, line.Href = true, documentPath(paper.Headers[0].Key())
			line.State = v.say.count("item.held", paper.Count)
		case paper.Symbol != "":
			named++
			line.Href, line.State = searchFor("q", paper.Symbol), v.say.say("hit.nothere")
		}
		p.Papers = append(p.Papers, line)
	}
	if named > 0 {
		p.Held = v.say.count("item.documentation", held, v.say.number(named))
	}
}

func (v *view) addDeadlines(p *itemPage, m itemMaterial) {
	for _, d := range m.Deadlines {
		lang := unitLang(d.Hit.Document, d.Hit.Unit)
		p.Deadlines = append(p.Deadlines, deadlineLine{v.say.day(d.Day), d.Text, document.Locate(d.Hit.Unit).String(),
			documentPath(d.Hit.Document.Key()) + "#" + d.Hit.Unit.Anchor, string(lang), direction(lang)})
	}
}

// addSaid groups the paragraphs by document. Links into the text carry no question, for nothing was asked for.
func (v *view) addSaid(p *itemPage, m itemMaterial) {
	plain := *v
	plain.here = address{path: searchPath}
	p.Annotation = plain.saidGroups(m.Annotation)
	if more := m.Annotation.Total.Paragraphs - len(m.Annotation.Hits); more > 0 && len(p.Annotation) > 0 {
		p.Annotation[0].More = v.say.count("item.more", more)
	}
	p.Groups = plain.saidGroups(m.Said)
	if len(p.Groups) > 0 {
		pager := v.pager(m.Said)
		p.Pager = &pager
	}
}

func (v *view) saidGroups(r search.Results) []saidGroup {
	var groups []saidGroup
	for _, h := range r.Hits {
		href := documentPath(h.Document.Key())
		if n := len(groups); n == 0 || groups[n-1].Href != href {
			groups = append(groups, saidGroup{Symbol: h.Document.Symbol, Href: href, Title: cmp.Or(h.Document.Title, h.Document.Type)})
		}
		g := &groups[len(groups)-1]
		g.Hits = append(g.Hits, v.hit(question{}, h))
		for _, tag := range v.itemRows(h.Document, h.Unit) {
			if !slices.Contains(g.Via, tag.Via) {
				g.Via = append(g.Via, tag.Via)
			}
			g.Concluded = g.Concluded || tag.Concluded
		}
	}
	return groups
}

func (v *view) addItemLinks(p *itemPage, m itemMaterial) {
	for _, f := range m.Facets[1:] {
		for _, value := range f.Values {
			p.Cited = append(p.Cited, choiceLink{Text: v.say.valueName(f.Field, value.Value, v.home), Href: adoptedPath(adoptedOf(f.Field, value.Value)), Count: value.Count})
		}
	}
	slices.SortStableFunc(p.Cited, func(a, b choiceLink) int { return cmp.Compare(b.Count, a.Count) })
	for _, other := range m.Elsewhere {
		place := placeIn(other.Agenda, other.Entry.Item)
		p.Elsewhere = append(p.Elsewhere, choiceLink{Text: v.say.say("item.elsewhere.line", document.ReadingItem(place.Item), other.Agenda.Symbol, v.say.day(other.Agenda.Date)), Href: place.path()})
	}
}

// itemHref is the address of the view of an item that a unit of a document is tagged with: of its agenda where that is held, else of the
// document's session; the search for its number where neither is known.
func (v *view) itemHref(h document.Header, tag document.AgendaTag) string {
	if v.corpus != nil && tag.Agenda != "" {
		if i := slices.IndexFunc(v.corpus.Agendas, func(agenda document.Header) bool { return agenda.Symbol == tag.Agenda }); i >= 0 {
			return placeIn(v.corpus.Agendas[i], tag.Item).path()
		}
	}
	place := placeOf(h, tag.Item)
	if v.corpus != nil && place.Body != "" && place.Session != "" {
		for _, agenda := range v.corpus.Agendas {
			if other := placeIn(agenda, tag.Item); other.Body == place.Body && other.Session == place.Session {
				return other.path()
			}
		}
		return place.path()
	}
	return searchFor("item", tag.Item, "sort", string(search.SortDocument))
}
