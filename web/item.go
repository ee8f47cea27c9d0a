package web

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/index/symbol"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/query"
)

// itemPlace is an item of the agenda of a session: numbers are given anew at each. The agenda names it; where none is held, the body
// and its session do.
type itemPlace struct {
	Agenda        document.Key // the zero key where no agenda is held
	Body, Session string       // as filters write them; "" where not known
	Item          string       // normal form
}

// itemsPath begins the addresses of items: /items/CTOC/COP/2024/1/2(b) by the agenda, /items/GA/78/15 by body and session.
const itemsPath = "/items"

func (p itemPlace) path() string {
	under := p.Body + "/" + p.Session
	if p.Agenda.Symbol != "" {
		under = p.Agenda.String()
	}
	return readablePath(itemsPath + "/" + under + "/" + p.Item)
}

// readablePath escapes a path and leaves brackets as they are.
func readablePath(path string) string {
	return strings.NewReplacer("%28", "(", "%29", ")").Replace(escapePath(path))
}

// decodePath undoes the escapes of a path.
func decodePath(path string) (string, error) { return url.PathUnescape(path) }

// filters keep to the documents of the session.
func (p itemPlace) filters() []search.Filter {
	var filters []search.Filter
	if p.Body != "" {
		filters = append(filters, search.Filter{Field: "body", Values: []string{p.Body}})
	}
	if p.Session != "" {
		filters = append(filters, search.Filter{Field: "session", Values: []string{p.Session}})
	}
	return filters
}

// placeIn is an item of an agenda that is held.
func placeIn(agenda document.Header, item string) itemPlace {
	place := placeOf(agenda, item)
	place.Agenda = agenda.Key()
	return place
}

// placeOf is an item of the session of a document.
func placeOf(h document.Header, item string) itemPlace {
	place := itemPlace{Body: h.Body, Item: item}
	if field, ok := search.LookupField("session"); ok {
		if values := field.Values(&h, &document.Unit{}); len(values) > 0 {
			place.Session = values[0].Text
		}
	}
	return place
}

// findItem finds an item or sub-item of an agenda.
func findItem(items []document.AgendaItem, item string) (document.AgendaItem, bool) {
	for _, entry := range items {
		if entry.Item == item {
			return entry, true
		}
		if below, ok := findItem(entry.Children, item); ok {
			return below, true
		}
	}
	return document.AgendaItem{}, false
}

// itemMaterial is what is held on an item.
type itemMaterial struct {
	itemPlace
	Agenda     document.Header // with its agenda; the zero header where none is held
	Entry      document.AgendaItem
	Above      []document.AgendaItem // outermost first
	Listed     []listedPaper
	Annotation search.Results // of the agenda itself, without sub-items
	Said       search.Results // in other documents, a page in document order
	Total      search.Total   // of both, sub-items included
	Facets     []search.Facet // document, resolution, decision: of all paragraphs
	Deadlines  []deadline
	Elsewhere  []agendaEntry     // the same title in other agendas
	Lang       document.Language // that the paragraphs are in
	Languages  []search.FacetValue
}

// listedPaper is an entry of a documentation list: which versions of the document are held, and how many of its paragraphs stand under the
// item.
type listedPaper struct {
	document.Listed
	Headers []document.Header
	Count   int
}

// deadline is a sentence of the agenda that sets a day by which something must be done.
type deadline struct {
	Day  string // ISO 8601
	Text string
	Hit  search.Hit
}

// agendaEntry is an item in another agenda.
type agendaEntry struct {
	Agenda document.Header
	Entry  document.AgendaItem
}

// Bounds of an item view. All its searches are pages.
const (
	annotationSize = 20
	deadlineSize   = 20
	maxElsewhere   = 12
	itemFacetSize  = 20
)

// itemFacets are counted over all paragraphs under an item.
var itemFacets = []search.FacetRequest{{Field: "document", Size: search.MaxFacetValues}, {Field: "resolution", Size: itemFacetSize}, {Field: "decision", Size: itemFacetSize}}

// itemViewParams are the parameters of an item view.
var itemViewParams = params{{"lang", false, readLang}, {"page_size", false, readPageSize}, {"cursor", false, readCursor}}

// parseItemPlace reads what stands behind /items/: an agenda or a body and its session, then the item, in any spelling. Of an agenda that is
// held its own address is the normal one.
func (s *Server) parseItemPlace(ctx context.Context, path string) (itemPlace, document.Header, bool, error) {
	at := strings.LastIndexByte(path, '/')
	if at < 0 {
		return itemPlace{}, document.Header{}, false, nil
	}
	item, ok := document.NormalItem(path[at+1:])
	if !ok {
		return itemPlace{}, document.Header{}, false, nil
	}
	corpus, err := s.searcher.Corpus(ctx)
	if err != nil {
		return itemPlace{}, document.Header{}, false, err
	}
	under, lang := splitLang(path[:at])
	for _, agenda := range corpus.Agendas {
		if search.AnswersTo(&agenda, under) && (lang == "" || lang == agenda.Lang) {
			return placeIn(agenda, item), agenda, true, nil
		}
	}
	at = strings.LastIndexByte(under, '/')
	if at < 0 {
		return itemPlace{}, document.Header{}, false, nil
	}
	body, ok := symbol.BodyByCode(strings.ToUpper(under[:at]))
	if !ok {
		return itemPlace{}, document.Header{}, false, nil
	}
	place := itemPlace{Body: body.Code, Session: under[at+1:], Item: item}
	for _, agenda := range newestFirst(corpus.Agendas) {
		if other := placeIn(agenda, item); other.Body == place.Body && other.Session == place.Session {
			return other, agenda, true, nil
		}
	}
	return place, document.Header{}, true, nil
}

// itemMaterial looks up what is held on an item. found is false where there is nothing at all.
func (s *Server) itemMaterial(ctx context.Context, place itemPlace, agenda document.Header, q question) (m itemMaterial, found bool, err error) {
	m = itemMaterial{itemPlace: place, Agenda: agenda}
	if agenda.Symbol != "" {
		m.Entry, found = findItem(agenda.Agenda, place.Item)
		m.Above = itemsAbove(agenda.Agenda, place.Item)
	}
	if err := m.count(ctx, s.searcher, q.Lang); err != nil {
		return m, false, err
	}
	if !found && m.Total.Paragraphs == 0 {
		return m, false, nil
	}
	if err := m.read(ctx, s.searcher, q); err != nil {
		return m, false, err
	}
	if m.Listed, err = m.listed(ctx, s.searcher); err != nil {
		return m, false, err
	}
	corpus, err := s.searcher.Corpus(ctx)
	if err != nil {
		return m, false, err
	}
	m.Elsewhere = elsewhere(corpus.Agendas, agenda, m.Entry.Title)
	return m, true, nil
}

// itemsAbove are the items above a sub-item, outermost first.
func itemsAbove(items []document.AgendaItem, item string) []document.AgendaItem {
	var above []document.AgendaItem
	for up := document.ItemParent(item); up != ""; up = document.ItemParent(up) {
		if entry, ok := findItem(items, up); ok {
			above = append([]document.AgendaItem{entry}, above...)
		}
	}
	return above
}

// count chooses the language and counts the paragraphs under the item in it. The languages of a document say the same, so one is shown:
// the one asked for, that of the agenda, English, or the one with most.
func (m *itemMaterial) count(ctx context.Context, s search.Searcher, asked document.Language) error {
	filters := append(m.filters(), search.Filter{Field: "item", Values: []string{m.Item}})
	all, err := s.Search(ctx, search.Request{Size: search.NoHits, Filters: filters, Facets: []search.FacetRequest{{Field: "lang", Size: itemFacetSize}, {Field: "item", Size: search.MaxFacetValues}}})
	if err != nil {
		return err
	}
	m.Languages = all.Facets[0].Values
	m.Lang = chooseCounted(m.Languages, asked, m.Agenda.Lang)
	if m.Entry.Title == "" {
		for _, value := range all.Facets[1].Values {
			if value.Value == m.Item && value.Label != value.Value {
				m.Entry.Title = value.Label
			}
		}
		m.Entry.Item = m.Item
	}
	counted, err := s.Search(ctx, search.Request{Size: search.NoHits, Filters: append(filters, langFilter(m.Lang)...), Facets: itemFacets})
	m.Total, m.Facets = counted.Total, counted.Facets
	return err
}

// chooseCounted is the language in which paragraphs are counted: the first of those preferred that there is, English, or the one with most.
func chooseCounted(languages []search.FacetValue, preferred ...document.Language) document.Language {
	if preferred[0] != "" {
		return preferred[0]
	}
	for _, lang := range append(preferred, "en") {
		if lang != "" && slices.ContainsFunc(languages, func(v search.FacetValue) bool { return v.Value == string(lang) }) {
			return lang
		}
	}
	if len(languages) > 0 {
		return document.Language(languages[0].Value)
	}
	return ""
}

func langFilter(lang document.Language) []search.Filter {
	if lang == "" {
		return nil
	}
	return []search.Filter{{Field: "lang", Values: []string{string(lang)}}}
}

// read reads the paragraphs: the agenda's own, and a page of the others.
func (m *itemMaterial) read(ctx context.Context, s search.Searcher, q question) (err error) {
	under := search.Filter{Field: "item", Values: []string{m.Item}}
	others := append(m.filters(), under)
	others = append(others, langFilter(m.Lang)...)
	if m.Agenda.Symbol != "" {
		own := append([]search.Filter{{Field: "document", Values: []string{m.Agenda.Symbol}}}, langFilter(m.Agenda.Lang)...)
		exact := under
		exact.Exact = true
		if m.Annotation, err = s.Search(ctx, search.Request{Filters: append(slices.Clone(own), exact), Sort: search.SortDocument, Size: annotationSize}); err != nil {
			return err
		}
		if m.Deadlines, err = findDeadlines(ctx, s, append(slices.Clone(own), under)); err != nil {
			return err
		}
		others = append(others, search.Filter{Field: "document", Values: []string{m.Agenda.Symbol}, Exclude: true})
	}
	m.Said, err = s.Search(ctx, search.Request{Filters: others, Sort: search.SortDocument, Size: cmp.Or(q.Size, search.DefaultSize), Cursor: q.Cursor})
	return err
}

// deadlineWords ask for what sets a deadline, in the six languages.
var deadlineWords = query.Or{Nodes: []query.Node{
	query.Word{Text: "deadline"}, query.Phrase{Text: "date limite"}, query.Phrase{Text: "délai"}, query.Phrase{Text: "fecha límite"}, query.Word{Text: "plazo"},
	query.Phrase{Text: "крайний срок"}, query.Phrase{Text: "предельный срок"}, query.Phrase{Text: "الموعد النهائي"}, query.Phrase{Text: "截止日期"},
}}

// findDeadlines finds the sentences that hold a word for a deadline and a day, in order of days.
func findDeadlines(ctx context.Context, s search.Searcher, filters []search.Filter) ([]deadline, error) {
	res, err := s.Search(ctx, search.Request{Query: deadlineWords, Filters: filters, Sort: search.SortDocument, Size: deadlineSize, Highlight: true})
	if err != nil {
		return nil, err
	}
	var list []deadline
	for _, hit := range res.Hits {
		from := 0
		for _, mark := range hit.Highlights {
			if mark.Start < from {
				continue // of a sentence that was read already
			}
			start, end := sentenceAround(hit.Unit.Text, mark.Start)
			from = end
			for _, day := range hit.Unit.Dates {
				if start <= day.Start && day.End <= end {
					list = append(list, deadline{day.To, hit.Unit.Text[start:end], hit})
					break
				}
			}
		}
	}
	slices.SortStableFunc(list, func(a, b deadline) int { return cmp.Compare(a.Day, b.Day) })
	return list, nil
}

// sentenceAround are the bounds of the sentence that holds byte at of a text, without the blanks around it.
func sentenceAround(text string, at int) (start, end int) {
	ends := func(i int) bool { // a full stop before a blank and a capital is no abbreviation's
		rest := strings.TrimLeft(text[i:], " ")
		return len(rest) < len(text[i:]) && rest != "" && strings.ToLower(rest[:1]) != rest[:1]
	}
	for _, stop := range []string{". ", "。", "؛"} {
		for i := 0; i < len(text); {
			found := strings.Index(text[i:], stop)
			if found < 0 {
				break
			}
			i += found + len(strings.TrimRight(stop, " "))
			switch {
			case stop == ". " && !ends(i):
			case i <= at:
				start = max(start, i)
			case end == 0 || i < end:
				end = i
			}
		}
	}
	if end == 0 {
		end = len(text)
	}
	for start < end && text[start] == ' ' {
		start++
	}
	return start, end
}

// listed are the documents that the agenda lists under the item.
func (m *itemMaterial) listed(ctx context.Context, s search.Searcher) ([]listedPaper, error) {
	counts := map[string]int{}
	for _, value := range m.Facets[0].Values {
		counts[value.Value] = value.Count
	}
	var papers []listedPaper
	for _, entry := range m.Entry.Documentation {
		paper := listedPaper{Listed: entry}
		if entry.Symbol != "" {
			headers, err := s.Resolve(ctx, entry.Symbol)
			if err != nil {
				return nil, err
			}
			paper.Headers = headers
			for _, name := range symbolsOf(headers) {
				paper.Count += counts[name]
			}
		}
		papers = append(papers, paper)
	}
	return papers, nil
}

// elsewhere are the items with the same title in other agendas, newest first: numbers are given anew at each session, so the title joins.
func elsewhere(agendas []document.Header, own document.Header, title string) []agendaEntry {
	var list []agendaEntry
	wanted := strings.ToLower(title)
	var walk func(agenda document.Header, items []document.AgendaItem)
	walk = func(agenda document.Header, items []document.AgendaItem) {
		for _, entry := range items {
			if strings.ToLower(entry.Title) == wanted && len(list) < maxElsewhere {
				list = append(list, agendaEntry{agenda, entry})
			}
			walk(agenda, entry.Children)
		}
	}
	if wanted == "" {
		return nil
	}
	for _, agenda := range newestFirst(agendas) {
		if agenda.Symbol != own.Symbol {
			walk(agenda, agenda.Agenda)
		}
	}
	return list
}

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
