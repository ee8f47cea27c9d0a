package web

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strings"

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
	gather(ctx, s, func(yield func(string) bool) {
		for _, entry := range m.Entry.Documentation {
			if entry.Symbol != "" && !yield(entry.Symbol) {
				return
			}
		}
	})
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
