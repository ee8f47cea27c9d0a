package web

import (
	"context"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/plenary-search/plenary/index/symbol"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/query"
)

// resolutionAnswer is what is held on a resolution or decision, as the API gives it.
type resolutionAnswer struct {
	Type      string         `json:"type"` // resolution or decision
	Body      string         `json:"body,omitempty"`
	BodyName  string         `json:"body_name,omitempty"`
	Number    string         `json:"number"`
	Value     string         `json:"value"`            // as filters and facets write it
	Symbol    string         `json:"symbol,omitempty"` // of its text, where the body gives one
	Title     string         `json:"title,omitempty"`
	Held      []languageBody `json:"held"` // its text, in these languages
	Official  string         `json:"official,omitempty"`
	Related   []relatedBody  `json:"related"`
	Text      []unitBody     `json:"text"` // its first paragraphs
	Lang      string         `json:"lang"` // of the citing paragraphs
	Languages []countBody    `json:"languages"`
	Named     citingBody     `json:"named"`   // paragraphs that print its number or symbol
	Implied   citingBody     `json:"implied"` // paragraphs that only point back to it
	Years     []yearBody     `json:"years"`
	Bodies    []countBody    `json:"bodies"` // whose documents name it
	Links     linksBody      `json:"links"`
}

// citingBody is a page of the paragraphs that cite a text.
type citingBody struct {
	Total      totalBody    `json:"total"`
	First      int          `json:"first"` // rank of the first of the paragraphs, from 1; 0 without any
	Paragraphs []citingUnit `json:"paragraphs"`
	Links      linksBody    `json:"links"`
}

// citingUnit is a paragraph with the words by which it cites the text.
type citingUnit struct {
	hitBody
	Mentions []mentionBody `json:"mentions"`
}

type mentionBody struct {
	Mode  string `json:"mode"` // explicit or implied
	Words string `json:"words"`
	At    [2]int `json:"at"`
}

type yearBody struct {
	Year    string `json:"year"` // "" for undated documents
	Named   int    `json:"named"`
	Implied int    `json:"implied"`
}

// resolutionChoices lists the texts of a number that lacks its body or year.
type resolutionChoices struct {
	Number  string       `json:"number"` // as asked
	Choices []DirectBody `json:"choices"`
}

// resolution answers GET /api/v1/resolutions/{text} and /api/v1/decisions/{text}.
func (s *Server) resolution(kind string) gin.HandlerFunc {
	return func(c *gin.Context) {
		q, ok := s.parameters(c, resolutionParams)
		if !ok {
			return
		}
		m, choices, ok := s.resolutionAsked(c, kind, q, apiPath, "")
		switch {
		case !ok:
		case choices != nil:
			body := resolutionChoices{Number: m.ID, Choices: []DirectBody{}}
			for _, choice := range choices {
				body.Choices = append(body.Choices, s.present.direct(choice))
			}
			c.Header("Cache-Control", publicCache)
			c.Data(300, jsonType, encodeJSON(body))
		default:
			body := s.present.resolution(m, q)
			paged := body.Named.Links
			if q.Implied {
				paged = body.Implied.Links
			}
			if link := linkHeader(paged); link != "" {
				c.Header("Link", link)
			}
			s.answer(c, body)
		}
	}
}

// resolutionAsked looks up the resolution or decision of an address. It answers itself where the client holds the answer, asked for another
// spelling, or for what nothing is known of; ok is false then. Where the number lacks its body or year and several fit, choices are
// these. base stands before the path, build is added to the entity tag.
func (s *Server) resolutionAsked(c *gin.Context, kind string, q question, base, build string) (m resolutionMaterial, choices []direct, ok bool) {
	ctx, asked := c.Request.Context(), c.Param("text")
	a, ok := parseAdopted(kind, asked)
	if !ok {
		s.fail(c, notHeld(kind+" "+strings.Trim(asked, "/")))
		return m, nil, false
	}
	if a.Body == "" || a.Body == "SC" && !strings.Contains(a.ID, "(") {
		if choices = s.sameNumber(ctx, a); len(choices) == 1 {
			a = choices[0].Text
		} else if len(choices) > 1 {
			return resolutionMaterial{Adopted: a}, choices, true
		}
	}
	path := adoptedPath(a)
	if redirected(c, base+"/"+kind+"s"+asked, s.present.base+base+path) || s.unchanged(c, build+base+path+"?"+encodeQuery(q.values)) {
		return m, nil, false
	}
	m, ok, err := s.resolutionMaterial(ctx, a, q)
	switch {
	case err != nil:
		s.failWith(c, err)
		return m, nil, false
	case !ok:
		s.fail(c, notHeld(kind+" "+adoptedValue(a)))
		return m, nil, false
	}
	exchangeOf(c).hits = m.Named.Total.Paragraphs + m.Implied.Total.Paragraphs
	return m, nil, true
}

// sameNumber are the texts that a number without its body or year stands for.
func (s *Server) sameNumber(ctx context.Context, a symbol.Adopted) []direct {
	f := query.Field{Name: a.Kind, Value: adoptedValue(a)}
	if a.Body == "SC" {
		f.Value, f.Match = f.Value+" (", query.MatchPrefix
	}
	d := directory{ctx: ctx, searcher: s.searcher, each: maxSameNumber}
	d.add(f)
	if s, ok := a.Symbol(); ok && len(d.found) == 0 {
		d.addSymbolsOf(s.String() + " (")
	}
	return slices.DeleteFunc(d.found, func(answer direct) bool { return answer.Text.Body == "" })
}

func (p present) resolution(m resolutionMaterial, q question) resolutionAnswer {
	body := resolutionAnswer{
		Type: m.Kind, Body: m.Body, BodyName: symbol.BodyName(m.Body), Number: m.ID, Value: adoptedValue(m.Adopted), Symbol: m.Symbol, Title: m.Text.Title,
		Held: []languageBody{}, Official: officialAddress(m.Symbol), Related: p.related(m.Family), Text: []unitBody{}, Lang: string(m.Lang),
		Languages: p.languageCounts(m.Languages), Years: []yearBody{}, Bodies: []countBody{}, Links: linksBody{Self: p.query(apiPath+adoptedPath(m.Adopted), q.values)},
	}
	for _, h := range m.Held {
		body.Held = append(body.Held, p.language(h))
	}
	opening, _ := m.opening()
	for _, u := range opening {
		body.Text = append(body.Text, p.unit(m.Text.Header, u))
	}
	if len(m.Held) > 0 {
		body.Links.Document = p.document(m.Text.Key())
	}
	body.Links.Page = p.query(adoptedPath(m.Adopted), q.values)
	body.Named, body.Implied = p.citing(m, m.Named, q, ""), p.citing(m, m.Implied, q, refImplied)
	for _, y := range m.Years {
		body.Years = append(body.Years, yearBody(y))
	}
	for _, v := range m.Bodies {
		body.Bodies = append(body.Bodies, countBody{v.Value, v.Label, v.Count, &linksBody{Page: p.base + bodyPath(v.Value, "")}})
	}
	return body
}

// citing converts a page of citing paragraphs. ref is the value of ref= that pages through them.
func (p present) citing(m resolutionMaterial, r search.Results, q question, ref string) citingBody {
	body := citingBody{Total: totalBody{r.Total.Paragraphs, r.Total.Documents}, First: r.First, Paragraphs: []citingUnit{}}
	for _, h := range r.Hits {
		unit, at := citingUnit{hitBody: p.hit(h, false), Mentions: []mentionBody{}}, ruler{text: h.Unit.Text}
		for _, c := range m.mentions(h.Unit) {
			mode := "explicit"
			if c.Implied {
				mode = "implied"
			}
			unit.Mentions = append(unit.Mentions, mentionBody{mode, slice(h.Unit.Text, c.Start, c.End), [2]int{at.points(c.Start), at.points(c.End)}})
		}
		body.Paragraphs = append(body.Paragraphs, unit)
	}
	q.values = clone(q.values)
	q.values.Del("ref")
	if ref != "" {
		q.values.Set("ref", ref)
	}
	if (ref == refImplied) != q.Implied { // the other list is being paged through
		q.values.Del("cursor")
		body.Links.Self = p.query(apiPath+adoptedPath(m.Adopted), q.values)
		return body
	}
	body.Links = p.viewLinks(adoptedPath(m.Adopted), q, r)
	return body
}
