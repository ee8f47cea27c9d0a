package web

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/plenary-search/plenary/index/citation"
	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/index/symbol"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/query"
)

// resolutionMaterial is what is held on a resolution or decision: its text, and who cites it.
type resolutionMaterial struct {
	symbol.Adopted
	Symbol string            // of its text, "" where the body gives none
	Held   []document.Header // its text, a header for each language
	Text   document.Document // its text in the language shown; the zero document where it is not held
	Family []relative
	Lang   document.Language // of the paragraphs that cite it
	// Languages, Years and Bodies count the citing paragraphs, named and implied together; Languages under no other filter.
	Languages, Bodies []search.FacetValue
	Years             []yearCount
	Named, Implied    search.Results // a page each, newest first
}

// yearCount counts the paragraphs of the documents of a year that cite a text with its number, and those that only point back to it.
type yearCount struct {
	Year           string // "" for undated documents
	Named, Implied int
}

// Bounds of the view of a resolution.
const (
	impliedBeside = 5 // implied citations shown beside the named ones
	shownText     = 8 // paragraphs of the text
)

// refImplied is the value of ref= that pages through implied citations.
const refImplied = "implied"

// resolutionParams are the parameters of the view of a resolution.
var resolutionParams = params{{"ref", false, readWhichRef}, {"year", true, filterNamed("year")}, {"body", true, filterNamed("body")}, {"lang", false, readLang},
	{"page_size", false, readPageSize}, {"cursor", false, readCursor}}

// readWhichRef chooses the citations to page through.
func readWhichRef(q *question, name string, values []string) ([]string, []paramError) {
	switch values[0] {
	case "explicit":
		return nil, nil
	case refImplied:
		q.Implied = true
		return values, nil
	}
	return nil, badChoice(name, values[0], "explicit", refImplied)
}

// filterNamed reads the filter on a field.
func filterNamed(name string) func(*question, string, []string) ([]string, []paramError) {
	field, _ := search.LookupField(name)
	return filterParam(field, false, false).read
}

// resolutionMaterial looks up who cites a resolution or decision. found is false where nothing does and its text is not held.
func (s *Server) resolutionMaterial(ctx context.Context, a symbol.Adopted, q question) (m resolutionMaterial, found bool, err error) {
	m = resolutionMaterial{Adopted: a}
	if named, ok := a.Symbol(); ok {
		m.Symbol = named.String()
		if m.Held, err = s.searcher.Resolve(ctx, m.Symbol); err != nil {
			return m, false, err
		}
	}
	all, err := s.searcher.Search(ctx, search.Request{Query: citing(a, false), Size: search.NoHits, Facets: []search.FacetRequest{{Field: "lang", Size: itemFacetSize}}})
	if err != nil || all.Total.Paragraphs == 0 && len(m.Held) == 0 {
		return m, false, err
	}
	m.Languages = all.Facets[0].Values
	m.Lang = chooseCounted(m.Languages, q.Lang)
	if err := m.readText(ctx, s.searcher); err != nil {
		return m, false, err
	}
	return m, true, m.readCiting(ctx, s.searcher, q)
}

// readText reads the text in the language shown, or else in the first there is, and finds its relatives.
func (m *resolutionMaterial) readText(ctx context.Context, s search.Searcher) (err error) {
	if len(m.Held) == 0 {
		return nil
	}
	header, ok := inLanguage(m.Held, m.Lang)
	if !ok {
		header = m.Held[0]
	}
	if m.Text, err = s.Document(ctx, header.Key()); err != nil {
		return err
	}
	m.Family, err = relatives(ctx, s, m.Text.Header)
	return err
}

// Opening are the first paragraphs of the text, and how many there are.
func (m resolutionMaterial) opening() (units []document.Unit, all int) {
	for _, u := range m.Text.Units {
		if document.RunningText(u.Kind) {
			if all++; all <= shownText {
				units = append(units, u)
			}
		}
	}
	return units, all
}

// readCiting reads a page of the paragraphs that cite the text, and counts them by year and body.
func (m *resolutionMaterial) readCiting(ctx context.Context, s search.Searcher, q question) (err error) {
	filters := append(slices.Clone(q.Filters), langFilter(m.Lang)...)
	facets := []search.FacetRequest{{Field: "year", Size: search.MaxFacetValues}, {Field: "body", Size: itemFacetSize}}
	ask := func(node query.Node, paged bool, size int) (search.Results, error) {
		req := search.Request{Query: node, Filters: filters, Sort: search.SortNewest, Size: size, Facets: facets}
		if paged {
			req.Size, req.Cursor = cmp.Or(q.Size, search.DefaultSize), q.Cursor
		}
		return s.Search(ctx, req)
	}
	beside := impliedBeside
	if q.Cursor != "" {
		beside = search.NoHits
	}
	if m.Named, err = ask(citing(m.Adopted, true), !q.Implied, search.NoHits); err != nil {
		return err
	}
	if m.Implied, err = ask(citingImplied(m.Adopted), q.Implied, beside); err != nil {
		return err
	}
	m.Years = countYears(m.Named.Facets[0], m.Implied.Facets[0])
	m.Bodies = m.Named.Facets[1].Values
	return nil
}

// countYears joins two facets over years, oldest first, undated last.
func countYears(named, implied search.Facet) []yearCount {
	counts := map[string]*yearCount{}
	at := func(year string) *yearCount {
		if counts[year] == nil {
			counts[year] = &yearCount{Year: year}
		}
		return counts[year]
	}
	for _, v := range named.Values {
		at(v.Value).Named = v.Count
	}
	for _, v := range implied.Values {
		at(v.Value).Implied = v.Count
	}
	if named.WithoutValue+implied.WithoutValue > 0 {
		at("").Named, at("").Implied = named.WithoutValue, implied.WithoutValue
	}
	var years []yearCount
	for _, count := range counts {
		if count.Named+count.Implied > 0 {
			years = append(years, *count)
		}
	}
	slices.SortFunc(years, func(a, b yearCount) int {
		return cmp.Compare(cmp.Or(a.Year, "9999"), cmp.Or(b.Year, "9999"))
	})
	return years
}

// mentions are the references of a unit to the text, named ones first.
func (m resolutionMaterial) mentions(u document.Unit) []citation.Citation {
	var named, implied []citation.Citation
	values, symbols := citedBy(m.Adopted)
	for _, c := range u.Citations {
		cites := string(c.Kind) == m.Kind && slices.ContainsFunc(values, func(v string) bool { return strings.EqualFold(c.Value(), v) }) ||
			c.Kind == citation.Document && slices.Contains(symbols, c.ID)
		if !cites {
			continue
		}
		if c.Implied {
			implied = append(implied, c)
		} else {
			named = append(named, c)
		}
	}
	return append(named, implied...)
}

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
	Choices []directBody `json:"choices"`
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
			body := resolutionChoices{Number: m.ID, Choices: []directBody{}}
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
	d := directory{ctx: ctx, searcher: s.searcher}
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
