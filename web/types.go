package web

import (
	"html"
	"math"
	"strings"
	"unicode/utf8"

	"github.com/plenary-search/plenary/index/citation"
	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/query"
)

// Wire types. Offsets are Unicode code points of the text beside them, half-open. Lists are never null; a member that a
// thing does not have is left out, save number, which is null for what has none.

// SearchBody answers a search; the command line prints the same.
type SearchBody struct {
	Query  queryBody `json:"query"`
	Total  totalBody `json:"total"`
	First  int       `json:"first"`   // rank of the first hit or document, from 1; 0 without any, or where hits are folded and it is not known
	TookMS float64   `json:"took_ms"` // the only member that differs between equal answers
	Hits   []any     `json:"hits"`    // hitBody, or a part of it after fields=; none in a concordance
	// Alternatives are broader searches that find something; there are none where this one does.
	Alternatives []alternativeBody `json:"alternatives,omitempty"`
	// Documents are those of group=document, which has no hits of its own.
	Documents []groupBody `json:"documents,omitempty"`
	// Concordance has the lines of view=concordance.
	Concordance *concordanceBody     `json:"concordance,omitempty"`
	Facets      map[string]facetBody `json:"facets"`
	Links       linksBody            `json:"links"`
	// DidYouMean are searches that find more, where this one finds little; left out where there are none.
	DidYouMean []meantBody `json:"did_you_mean,omitempty"`
}

type queryBody struct {
	Text        string        `json:"text"`
	Interpreted string        `json:"interpreted"` // in the query language
	Described   string        `json:"described"`   // in words
	Mode        string        `json:"mode"`
	Sort        string        `json:"sort"`
	Fold        string        `json:"fold,omitempty"` // left out where nothing is folded
	Unfold      string        `json:"unfold,omitempty"`
	Filters     []filterBody  `json:"filters"`
	Warnings    []warningBody `json:"warnings"`
	// Expanded is what was searched for in the query language, where it is more than was typed.
	Expanded   string           `json:"expanded,omitempty"`
	Expansions []expansionBody  `json:"expansions"`
	Expandable []expandableBody `json:"expandable"`
}

// expansionBody is what a set of words that mean the same adds to words of the query, or would add.
type expansionBody struct {
	Set   string     `json:"set"` // as expand= takes it
	Words string     `json:"words"`
	Forms []formBody `json:"forms"`
}

// expandableBody names a set that would add to words of the query.
type expandableBody struct {
	Set   string `json:"set"`
	Words string `json:"words"`
}

type formBody struct {
	Text    string `json:"text"`
	Lang    string `json:"lang"`
	Defined int    `json:"defined,omitempty"` // paragraphs read that define it; left out where the vocabulary has it
}

// foundByBody is a form of words of the query by which a hit was found; the words themselves where form is equal to them.
type foundByBody struct {
	Words string `json:"words"`
	Form  string `json:"form"`
}

type filterBody struct {
	Field    string   `json:"field"`
	Values   []string `json:"values,omitempty"`
	From     string   `json:"from,omitempty"`
	To       string   `json:"to,omitempty"`
	Exact    bool     `json:"exact,omitempty"`
	Excluded bool     `json:"excluded,omitempty"`
}

type warningBody struct {
	Text  string `json:"text"`
	Start int    `json:"start"`
	End   int    `json:"end"`
}

type totalBody struct {
	Paragraphs int `json:"paragraphs"`
	Documents  int `json:"documents"`
}

// linksBody links an answer with its neighbours.
type linksBody struct {
	Self     string `json:"self,omitempty"`
	Next     string `json:"next,omitempty"`
	Previous string `json:"previous,omitempty"`
	Document string `json:"document,omitempty"`
	Page     string `json:"page,omitempty"` // for people
}

// documentBody is a document as a hit names it.
type documentBody struct {
	Symbol    string `json:"symbol"`
	SymbolVia string `json:"symbol_via"`
	Lang      string `json:"lang"`
	Title     string `json:"title"`
	Date      string `json:"date,omitempty"`
	Type      string `json:"type,omitempty"`
	Body      string `json:"body,omitempty"`
	Session   string `json:"session,omitempty"`
	URL       string `json:"url,omitempty"` // where the publisher has it
}

// headerBody is all that is known of a document as a whole.
type headerBody struct {
	documentBody
	SymbolEvidence   string    `json:"symbol_evidence,omitempty"`
	Symbols          []string  `json:"symbols"` // all it answers to
	BodyName         string    `json:"body_name,omitempty"`
	SessionNumber    int       `json:"session_number,omitempty"`
	SessionFrom      string    `json:"session_from,omitempty"`
	SessionTo        string    `json:"session_to,omitempty"`
	Adopted          string    `json:"adopted,omitempty"` // day on which it was adopted
	Reissued         string    `json:"reissued,omitempty"`
	Distribution     string    `json:"distribution,omitempty"`
	OriginalLanguage string    `json:"original_language,omitempty"`
	Place            string    `json:"place,omitempty"`
	MastheadItems    []string  `json:"masthead_items"`
	Links            linksBody `json:"links"`
}

// unitBody is a unit of a document.
type unitBody struct {
	ID     string  `json:"id"`
	Seq    int     `json:"seq"`
	Kind   string  `json:"kind"`
	Role   string  `json:"role,omitempty"`
	Number *string `json:"number"`
	Label  string  `json:"label,omitempty"`
	Level  int     `json:"level,omitempty"`
	Anchor string  `json:"anchor"`
	// Citation is what to put in a footnote: "CTOC/COP/2024/1, item 2 (b), third paragraph".
	Citation     string          `json:"citation"`
	Counted      bool            `json:"counted,omitempty"` // the place in the citation is counted, not printed
	Lang         string          `json:"lang"`
	Path         []string        `json:"path"` // headings above, outermost first
	LeadIn       string          `json:"lead_in,omitempty"`
	Text         string          `json:"text"`
	Truncated    bool            `json:"truncated,omitempty"`
	Quoted       bool            `json:"quoted,omitempty"`
	QuotedFrom   string          `json:"quoted_from,omitempty"`
	FootnoteMark string          `json:"footnote_mark,omitempty"`
	Cells        []string        `json:"cells,omitempty"`
	Slot         *slotBody       `json:"slot,omitempty"`
	Page         int             `json:"page,omitempty"`
	Items        []itemTagBody   `json:"items"`
	StatedItems  []itemTagBody   `json:"stated_items"`
	References   []referenceBody `json:"references"`
	Dates        []dateBody      `json:"dates"`
	Links        linksBody       `json:"links"`
}

// hitBody is a unit that matches.
type hitBody struct {
	unitBody
	Document   documentBody    `json:"document"`
	Languages  []languageBody  `json:"languages,omitempty"` // the other ones in which the document is held
	FoundBy    []foundByBody   `json:"found_by,omitempty"`  // of the words that were expanded, those that stand in it
	Highlights []highlightBody `json:"highlights"`
	// Highlighted is the text escaped for HTML, with <mark> around the highlights.
	Highlighted string `json:"highlighted,omitempty"`
	// Context is what stands before and after it, where context= asks for it.
	Context *aroundBody `json:"context,omitempty"`
	// Folded tells what the hit stands for, with fold=; left out where that is itself alone.
	Folded *foldedBody `json:"folded,omitempty"`
	// Explanation is left out where it is not asked for.
	Explanation *explanationBody `json:"explanation,omitempty"`
	Score       float64          `json:"score"` // to four places: the last bits differ between processors
}

type highlightBody struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Match string `json:"match"`
}

type itemTagBody struct {
	ID       string `json:"id"`
	Title    string `json:"title,omitempty"`
	Agenda   string `json:"agenda,omitempty"`
	Via      string `json:"via"`
	Evidence string `json:"evidence,omitempty"`
}

type referenceBody struct {
	Type       string `json:"type"`
	Body       string `json:"body,omitempty"`
	BodyVia    string `json:"body_via,omitempty"`
	Instrument string `json:"instrument,omitempty"`
	Number     string `json:"number"`
	Value      string `json:"value"` // as filters and facets write it
	Mode       string `json:"mode"`  // explicit or implied
	Words      string `json:"words"` // as printed
	At         [2]int `json:"at"`
}

type dateBody struct {
	ISO  string `json:"iso"`
	From string `json:"from"`
	To   string `json:"to"`
	At   [2]int `json:"at"`
}

type slotBody struct {
	Date string `json:"date,omitempty"`
	Time string `json:"time"`
}

type facetBody struct {
	Label        string           `json:"label"`
	Values       []facetValueBody `json:"values"`
	WithoutValue int              `json:"without_value"` // units that hold none
	Other        int              `json:"other"`         // distinct values not listed
	Total        int              `json:"total"`         // distinct values there are
	Estimated    bool             `json:"estimated,omitempty"`
}

type facetValueBody struct {
	Value    string        `json:"value"`
	Label    string        `json:"label"`
	Count    int           `json:"count"`
	Own      int           `json:"own"` // without the values below it
	Selected bool          `json:"selected"`
	Parent   string        `json:"parent,omitempty"`
	Mentions *mentionsBody `json:"mentions,omitempty"` // of references
}

// mentionsBody tells how often what is referred to is named.
type mentionsBody struct {
	Explicit int `json:"explicit"` // units that name it with its number
	Total    int `json:"total"`    // mentions in all, repeated ones too
	Implied  int `json:"implied"`  // mentions among them without a number
}

// present converts for the wire. It knows where the server's addresses begin.
type present struct {
	base string // public address of the server, without final slash; "" for links relative to the server
}

// search converts the results of a question, without links and time. versions are those of the hits' documents, around is what stands
// around each.
func (p present) search(q question, r search.Results, versions versions, around []Around) SearchBody {
	body := SearchBody{
		Query:  queryOf(q),
		Total:  totalBody{r.Total.Paragraphs, r.Total.Documents},
		First:  r.First,
		Facets: make(map[string]facetBody, len(r.Facets)),
	}
	body.Hits = p.hitsWith(q, r.Hits, versions, around)
	if q.Group {
		body.Documents = p.groups(q, r, versions, around)
	}
	for _, facet := range r.Facets {
		body.Facets[facet.Field] = facetOf(facet)
	}
	return body
}

// hitsWith converts hits, each with what stands around it.
func (p present) hitsWith(q question, hits []search.Hit, versions versions, around []Around) []any {
	list := make([]any, 0, len(hits))
	for i, hit := range hits {
		converted := p.hit(hit, q.Highlight)
		if q.Around > 0 {
			converted.Context = p.around(hit.Document, around[i])
		}
		converted.Explanation = explanationOf(hit.Explanation)
		converted.Languages = p.languages(versions.besides(hit.Document))
		converted.FoundBy = q.wider.foundBy(hit)
		converted.Folded = p.folded(q, hit)
		list = append(list, pick(converted, q.Fields))
	}
	return list
}

func queryOf(q question) queryBody {
	body := queryBody{Text: q.Reading.Text, Interpreted: q.Reading.Interpreted, Described: q.Reading.Described, Mode: "all", Sort: string(q.Sort), Fold: string(q.Fold), Unfold: q.unfold,
		Filters: []filterBody{}, Warnings: []warningBody{}, Expansions: expansionsOf(q.wider.expansions), Expandable: []expandableBody{}}
	for _, x := range q.wider.offers {
		body.Expandable = append(body.Expandable, expandableBody{x.Set, x.Words})
	}
	if len(body.Expansions) > 0 {
		body.Expanded = query.String(q.Query)
	}
	if q.Any {
		body.Mode = "any"
	}
	if q.Sort == "" {
		body.Sort = string(search.SortRelevance)
	}
	if q.Lines != "" {
		body.Sort = q.Lines
	}
	for _, f := range q.Filters {
		body.Filters = append(body.Filters, filterBody{Field: f.Field, Values: f.Values, From: f.From, To: f.To, Exact: f.Exact, Excluded: f.Exclude})
	}
	for _, w := range q.Reading.Warnings {
		body.Warnings = append(body.Warnings, warningBody(w))
	}
	return body
}

// hit converts a hit.
func (p present) hit(h search.Hit, highlight bool) hitBody {
	body := hitBody{unitBody: p.unit(h.Document, h.Unit), Document: documentOf(h.Document), Score: math.Round(h.Score*1e4) / 1e4, Highlights: []highlightBody{}}
	marks := h.Highlights[:min(len(h.Highlights), maxHighlights)]
	shown := len(h.Unit.Text)
	if len([]rune(body.Text)) > maxShownText {
		shown = byteOffset(body.Text, maxShownText)
		body.Text, body.Truncated = body.Text[:shown], true
	}
	at := ruler{text: h.Unit.Text}
	for i, m := range marks {
		if m.End > shown {
			marks = marks[:i]
			break
		}
		body.Highlights = append(body.Highlights, highlightBody{at.points(m.Start), at.points(m.End), m.Match})
	}
	if highlight {
		body.Highlighted = markUp(body.Text, marks)
	}
	return body
}

// unit converts a unit of a document.
func (p present) unit(h document.Header, u document.Unit) unitBody {
	at := ruler{text: u.Text}
	locator := document.Locate(u)
	body := unitBody{
		ID: document.UnitID(h.Key(), u.Anchor), Seq: u.Seq, Kind: string(u.Kind), Role: u.Role, Label: u.Label, Level: u.Level, Anchor: u.Anchor,
		Citation: h.Symbol + ", " + locator.String(), Counted: locator.Counted,
		Lang: string(h.Lang), Path: append([]string{}, u.Section...), LeadIn: u.LeadIn, Text: u.Text,
		Quoted: u.Quoted, QuotedFrom: u.QuotedFrom, FootnoteMark: u.FootnoteMark, Cells: u.Cells, Page: u.Page,
		Items: itemTags(u.Items), StatedItems: itemTags(u.StatedItems), References: references(u.Citations, u.Text, &at), Dates: dates(u.Dates, &at),
		Links: linksBody{Self: p.paragraph(h.Key(), u.Anchor), Document: p.document(h.Key()), Page: p.page(h.Key(), u.Anchor)},
	}
	if u.Number != "" {
		body.Number = &u.Number
	}
	if u.Lang != "" {
		body.Lang = string(u.Lang)
	}
	if u.Slot != nil {
		body.Slot = &slotBody{u.Slot.Date, u.Slot.Time}
	}
	return body
}

func documentOf(h document.Header) documentBody {
	return documentBody{Symbol: h.Symbol, SymbolVia: h.SymbolVia, Lang: string(h.Lang), Title: h.Title, Date: h.Date, Type: h.Type,
		Body: h.Body, Session: h.Session, URL: webURL(h.URL)}
}

// webURL lets through what may be shown as a link: an import record can say anything.
func webURL(url string) string {
	if lower := strings.ToLower(url); strings.HasPrefix(lower, "https://") || strings.HasPrefix(lower, "http://") {
		return url
	}
	return ""
}

// header converts a document's header.
func (p present) header(h document.Header) headerBody {
	symbols := h.Symbols
	if len(symbols) == 0 {
		symbols = []string{h.Symbol}
	}
	return headerBody{
		documentBody: documentOf(h), SymbolEvidence: h.SymbolEvidence, Symbols: symbols, BodyName: h.BodyName,
		SessionNumber: h.SessionNumber, SessionFrom: h.SessionFrom, SessionTo: h.SessionTo, Adopted: h.Adopted, Reissued: h.Reissued,
		Distribution: h.Distribution, OriginalLanguage: h.OriginalLanguage, Place: h.Place,
		MastheadItems: append([]string{}, h.MastheadItems...),
		Links:         linksBody{Self: p.document(h.Key()), Page: p.page(h.Key(), "")},
	}
}

func itemTags(tags []document.AgendaTag) []itemTagBody {
	list := make([]itemTagBody, 0, len(tags))
	for _, t := range tags {
		list = append(list, itemTagBody{ID: t.Item, Title: t.Title, Agenda: t.Agenda, Via: t.Via, Evidence: t.Evidence})
	}
	return list
}

func references(citations []citation.Citation, text string, at *ruler) []referenceBody {
	list := make([]referenceBody, 0, len(citations))
	for _, c := range citations {
		mode := "explicit"
		if c.Implied {
			mode = "implied"
		}
		list = append(list, referenceBody{Type: string(c.Kind), Body: c.Body, BodyVia: c.BodyVia, Instrument: c.Instrument, Number: c.ID,
			Value: c.Value(), Mode: mode, Words: slice(text, c.Start, c.End), At: [2]int{at.points(c.Start), at.points(c.End)}})
	}
	return list
}

func dates(mentioned []citation.Date, at *ruler) []dateBody {
	list := make([]dateBody, 0, len(mentioned))
	for _, d := range mentioned {
		list = append(list, dateBody{ISO: d.ISO, From: d.From, To: d.To, At: [2]int{at.points(d.Start), at.points(d.End)}})
	}
	return list
}

// slice is text[start:end], or "" where an index of another text has been stored with it.
func slice(text string, start, end int) string {
	if start < 0 || end > len(text) || start > end {
		return ""
	}
	return text[start:end]
}

func facetOf(f search.Facet) facetBody {
	field, _ := search.LookupField(f.Field)
	body := facetBody{Label: field.Label, Values: make([]facetValueBody, 0, len(f.Values)), WithoutValue: f.WithoutValue, Other: f.Other, Total: f.Total,
		Estimated: f.Estimated}
	for _, v := range f.Values {
		value := facetValueBody{Value: v.Value, Label: v.Label, Count: v.Count, Own: v.Own, Selected: v.Selected, Parent: v.Parent}
		if field.Reference {
			value.Mentions = &mentionsBody{Explicit: v.Explicit, Total: v.Mentions, Implied: v.Implied}
		}
		body.Values = append(body.Values, value)
	}
	return body
}

// ruler turns byte offsets of a text into code points. It is quickest when asked in rising order.
type ruler struct {
	text         string
	bytes, runes int // a place already measured
}

// points is the number of code points before byte offset n; of the whole text where n lies outside it.
func (r *ruler) points(n int) int {
	n = min(max(n, 0), len(r.text))
	if n < r.bytes {
		r.bytes, r.runes = 0, 0
	}
	r.runes += utf8.RuneCountInString(r.text[r.bytes:n])
	r.bytes = n
	return r.runes
}

// byteOffset is the byte at which code point n of text begins.
func byteOffset(text string, n int) int {
	for i := range text {
		if n == 0 {
			return i
		}
		n--
	}
	return len(text)
}

// markUp escapes text for HTML and puts <mark> around spans, which are in order and apart.
func markUp(text string, spans []search.Highlight) string {
	var b strings.Builder
	last := 0
	for _, s := range spans {
		if s.Start < last || s.End > len(text) || s.Start >= s.End {
			continue
		}
		b.WriteString(html.EscapeString(text[last:s.Start]))
		b.WriteString("<mark>" + html.EscapeString(text[s.Start:s.End]) + "</mark>")
		last = s.End
	}
	b.WriteString(html.EscapeString(text[last:]))
	return b.String()
}

// stateBody is the answer of the probes.
type stateBody struct {
	Status string `json:"status"`           // ok, ready or unready
	Reason string `json:"reason,omitempty"` // draining, engine-unreachable, schema-mismatch
}
