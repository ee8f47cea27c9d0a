package web

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"github.com/gin-gonic/gin"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/index/symbol"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/query"
)

// A direct answer is a thing that the words of a box name: a document, one of its paragraphs, a resolution or decision, an agenda item. It
// is offered above the paragraphs found.
type direct struct {
	Kind   string          // document, paragraph, resolution, decision or item
	Header document.Header // of a document that is held
	Symbol string          // of a document or paragraph
	Unit   document.Unit   // of a paragraph
	Text   symbol.Adopted  // of a resolution or decision
	Item   itemPlace
	Title  string
	Count  int // paragraphs that cite it, or stand under the item
	// Citing is the question that Count answers, in the query language.
	Citing string
}

const (
	maxNamed  = 8 // identifiers of one query that are answered
	maxDirect = 8 // answers to them: 7/1 may be a resolution and a decision of several bodies
	// maxSameNumber is how many texts with the same number are offered, and agendas with the same item, where few identifiers are named.
	maxSameNumber = 4
)

// directAnswers are the things that a query names, in its order. Each costs a few searches without hits. What cannot be looked up is left
// out: the paragraphs are worth more.
func directAnswers(ctx context.Context, s search.Searcher, q question) []direct {
	named := namedFields(q.Query)
	d := directory{ctx: ctx, searcher: s, each: min(maxSameNumber, maxDirect/max(1, len(named)))}
	d.addUnit(q.Reading.Text)
	for _, paragraphs := range namedParagraphs(q.Query) {
		d.addParagraphs(paragraphs)
	}
	for _, f := range named {
		d.add(f)
	}
	return d.found[:min(len(d.found), maxDirect)]
}

// directory looks up identifiers.
type directory struct {
	ctx      context.Context
	searcher search.Searcher
	each     int // answers to an identifier, at the most
	found    []direct
}

// namedFields are the fields of a query that name something, the first few, each once; what is excluded is not asked for. Names between
// quotation marks count, where nothing else stands there.
func namedFields(node query.Node) []query.Field {
	var fields []query.Field
	groups := 0
	var walk func(n query.Node)
	walk = func(n query.Node) {
		switch n := n.(type) {
		case query.And:
			for _, child := range n.Nodes {
				walk(child)
			}
		case query.Or:
			groups++ // alternatives are readings of the same words
			for _, child := range n.Nodes {
				if _, phrase := child.(query.Phrase); !phrase {
					walk(child)
				}
			}
		case query.Phrase:
			if quoted, err := query.Parse(n.Text, query.Options{}); err == nil && isName(quoted.Node) {
				walk(quoted.Node)
			}
		case query.Field:
			if isNaming(n) && !slices.Contains(fields, n) && len(fields)-groups < maxNamed {
				fields = append(fields, n)
			}
		}
	}
	walk(node)
	return fields
}

// namedParagraphs are the paragraphs that a query names by document and number, each with nothing else that is asked of them.
func namedParagraphs(node query.Node) (named []query.Node) {
	switch n := node.(type) {
	case query.Or:
		for _, child := range n.Nodes {
			named = append(named, namedParagraphs(child)...)
		}
	case query.And:
		var place query.And
		document, number := false, false
		for _, child := range n.Nodes {
			if fields := fieldsOf(child); fields != nil && slices.Contains(placeFields, fields[0].(query.Field).Name) {
				place.Nodes = append(place.Nodes, query.Or{Nodes: fields})
				document = document || fields[0].(query.Field).Name == "document"
				number = number || fields[0].(query.Field).Name == "number"
			}
		}
		if document && number {
			return []query.Node{place}
		}
		for _, child := range n.Nodes {
			named = append(named, namedParagraphs(child)...)
		}
	}
	return named[:min(len(named), maxNamed)]
}

// placeFields tell paragraphs of a document.
var placeFields = []string{"document", "number", "lang"}

// fieldsOf are the values of one field that a node asks for, any of them, or words for the same; nil where it asks for something else.
func fieldsOf(node query.Node) (fields []query.Node) {
	alternatives := []query.Node{node}
	if or, ok := node.(query.Or); ok {
		alternatives = or.Nodes
	}
	for _, n := range alternatives {
		switch n := n.(type) {
		case query.Field:
			if len(fields) > 0 && fields[0].(query.Field).Name != n.Name {
				return nil
			}
			fields = append(fields, n)
		case query.Phrase:
		default:
			return nil
		}
	}
	return fields
}

// isName reports whether a query is one identifier, with its readings.
func isName(node query.Node) bool {
	switch n := node.(type) {
	case query.Field:
		return true
	case query.Or:
		return slices.ContainsFunc(n.Nodes, isField)
	}
	return false
}

func isNaming(f query.Field) bool {
	if f.Match == query.MatchWildcard {
		return false
	}
	switch f.Name {
	case "symbol", "document", "item":
		return f.Match != query.MatchPrefix || strings.HasSuffix(f.Value, " (")
	case "resolution", "decision":
		return strings.ContainsAny(f.Value, "0123456789") && (f.Match != query.MatchPrefix || strings.HasSuffix(f.Value, " ("))
	}
	return false
}

func (d *directory) add(f query.Field) {
	switch {
	case f.Name == "item":
		d.addItems(f.Value)
	case (f.Name == "symbol" || f.Name == "document") && f.Match == query.MatchPrefix:
		d.addSymbolsOf(f.Value)
	case f.Name == "symbol", f.Name == "document":
		d.addDocument(f.Value)
	default:
		d.addTexts(f)
	}
}

// put keeps an answer that is not there already.
func (d *directory) put(answer direct) {
	same := func(other direct) bool {
		return other.Kind == answer.Kind && other.Symbol == answer.Symbol && other.Unit.Number == answer.Unit.Number && other.Text == answer.Text && other.Item == answer.Item
	}
	if !slices.ContainsFunc(d.found, same) {
		d.found = append(d.found, answer)
	}
}

// count is the number of paragraphs that match, 0 where the searcher cannot say.
func (d *directory) count(node query.Node, filters ...search.Filter) int {
	return paragraphs(d.ctx, d.searcher, search.Request{Query: node, Filters: filters})
}

// addUnit answers with the paragraph whose id the words are: "CTOC/COP/2024/5@fr#item-2b-p3". Those that bear a number are named by it.
func (d *directory) addUnit(words string) {
	if strings.Count(words, "#") != 1 || strings.ContainsFunc(strings.TrimSpace(words), unicode.IsSpace) {
		return
	}
	key, anchor := splitUnitID(strings.TrimSpace(words))
	headers, err := d.searcher.Resolve(d.ctx, key.Symbol)
	header, ok := inLanguage(headers, key.Lang)
	if err != nil || !ok {
		return
	}
	doc, err := d.searcher.Document(d.ctx, header.Key())
	if err != nil {
		return
	}
	at := slices.IndexFunc(doc.Units, func(u document.Unit) bool { return strings.EqualFold(u.Anchor, anchor) })
	if at >= 0 && doc.Units[at].Number == "" {
		d.putUnit(doc.Header, doc.Units[at])
	}
}

func (d *directory) putUnit(h document.Header, u document.Unit) {
	d.put(direct{Kind: "paragraph", Header: h, Symbol: h.Symbol, Unit: u, Count: 1,
		Title: firstWords(strings.TrimSpace(strings.TrimPrefix(u.Text, u.Label)), maxExcerpt)})
}

// maxExcerpt is the number of code points of a paragraph that stand behind its name.
const maxExcerpt = 120

// addParagraphs answers with the paragraphs of running text that a node finds, each in one language: English, or the first that there is.
func (d *directory) addParagraphs(node query.Node) {
	const inLanguages = 6
	res, err := d.searcher.Search(d.ctx, search.Request{Query: node, Size: maxDirect * inLanguages, Sort: search.SortDocument})
	if err != nil {
		return
	}
	hits := slices.DeleteFunc(res.Hits, func(h search.Hit) bool { return !document.RunningText(h.Unit.Kind) })
	slices.SortStableFunc(hits, func(a, b search.Hit) int {
		return search.CompareLanguages(search.UnitLanguage(&a.Document, &a.Unit), search.UnitLanguage(&b.Document, &b.Unit))
	})
	for _, h := range hits {
		d.putUnit(h.Document, h.Unit)
	}
	slices.SortStableFunc(d.found, func(a, b direct) int {
		return cmp.Or(cmp.Compare(a.Symbol, b.Symbol), a.Unit.Seq-b.Unit.Seq)
	})
}

// addDocument answers with the documents of a symbol, and with the resolution that it is the symbol of.
func (d *directory) addDocument(typed string) {
	name := normalSymbol(typed)
	headers, err := d.searcher.Resolve(d.ctx, name)
	if err != nil {
		return
	}
	symbols := symbolsOf(headers)
	if len(symbols) == 0 {
		symbols = []string{name}
	}
	for _, s := range symbols[:min(len(symbols), d.each)] {
		asked := query.Field{Name: "symbol", Value: s}
		answer := direct{Kind: "document", Symbol: s, Count: d.count(asked), Citing: query.String(asked)}
		if i := slices.IndexFunc(headers, func(h document.Header) bool { return h.Symbol == s }); i >= 0 {
			answer.Header, answer.Title = headers[i], headers[i].Title
		}
		if parsed, err := symbol.Parse(s); err == nil {
			if adopted, ok := parsed.Resolution(); ok && parsed.Change() == "" {
				if answer.Header.Symbol == "" && adopted.Body == "SC" && !strings.Contains(adopted.ID, "(") {
					continue // its year is looked for
				}
				d.putText(adopted, answer.Header)
				if answer.Header.Symbol == "" {
					continue // the view of the resolution says that its text is not held
				}
			}
		}
		d.put(answer)
	}
}

// addSymbolsOf answers with the documents of a symbol that lacks the year at its end: "S/RES/1325 (".
func (d *directory) addSymbolsOf(beginning string) {
	headers, err := d.searcher.Documents(d.ctx, document.Key{Symbol: strings.TrimSuffix(beginning, "(")}, d.each)
	if err != nil {
		return
	}
	for _, s := range symbolsOf(headers) {
		if strings.HasPrefix(s, beginning) {
			d.addDocument(s)
		}
	}
}

// addTexts answers with the resolutions or decisions of a number that are cited, of whatever body and year, most cited first.
func (d *directory) addTexts(f query.Field) {
	texts, err := sameNumber(d.ctx, d.searcher, f)
	if err != nil {
		return
	}
	if len(texts) == 0 && f.Match != query.MatchPrefix {
		if a := adoptedOf(f.Name, f.Value); a.Body != "" { // cited nowhere, but its text may be held
			texts = []symbol.Adopted{a}
		}
	}
	for _, a := range texts[:min(len(texts), d.each)] {
		d.putText(a, document.Header{})
	}
}

// putText answers with a resolution or decision if it is cited or held. header is of its text, if that was looked up already.
func (d *directory) putText(a symbol.Adopted, header document.Header) {
	if s, ok := a.Symbol(); ok && header.Symbol == "" {
		if headers, err := d.searcher.Resolve(d.ctx, s.String()); err == nil && len(headers) > 0 {
			header = headers[0]
		}
	}
	answer := direct{Kind: a.Kind, Text: a, Title: header.Title, Header: header, Count: d.count(citing(a, false)), Citing: citingQuery(a)}
	if answer.Count > 0 || header.Symbol != "" {
		d.put(answer)
	}
}

// sameNumber are the resolutions or decisions that a field stands for and paragraphs cite, most cited first: of several bodies where it
// names none, of any year where it ends in an open bracket.
func sameNumber(ctx context.Context, s search.Searcher, f query.Field) ([]symbol.Adopted, error) {
	res, err := s.Search(ctx, search.Request{Query: f, Size: search.NoHits, Facets: []search.FacetRequest{{Field: f.Name, Size: search.MaxFacetValues}}})
	if err != nil {
		return nil, err
	}
	field, _ := search.LookupField(f.Name)
	want := field.Term(f.Value, f.Match, false)
	var texts []symbol.Adopted
	for _, value := range res.Facets[0].Values {
		a := adoptedOf(f.Name, value.Value)
		if a.Body == "SC" && !strings.Contains(a.ID, "(") {
			continue // counted with the one that has its year
		}
		for _, form := range []string{adoptedValue(a), a.ID} {
			term := field.Term(form, f.Match, false)
			if term == want || f.Match == query.MatchPrefix && strings.HasPrefix(term, want) {
				texts = append(texts, a)
				break
			}
		}
	}
	return texts, nil
}

// addItems answers with an item in the newest agendas that have it.
func (d *directory) addItems(typed string) {
	item, ok := document.NormalItem(typed)
	if !ok {
		return
	}
	corpus, err := d.searcher.Corpus(d.ctx)
	if err != nil {
		return
	}
	before := len(d.found)
	for _, agenda := range newestFirst(corpus.Agendas) {
		entry, ok := findItem(agenda.Agenda, item)
		if !ok {
			continue
		}
		place := placeIn(agenda, item)
		filters := append(place.filters(), search.Filter{Field: "item", Values: []string{item}})
		d.put(direct{Kind: "item", Item: place, Title: cmp.Or(entry.Short, entry.Title), Count: d.count(nil, filters...)})
		if len(d.found)-before >= d.each {
			return
		}
	}
}

// newestFirst are agendas by date, newest first; of one in several languages the first.
func newestFirst(agendas []document.Header) []document.Header {
	var list []document.Header
	for _, h := range agendas {
		if !slices.ContainsFunc(list, func(other document.Header) bool { return other.Symbol == h.Symbol }) {
			list = append(list, h)
		}
	}
	slices.SortStableFunc(list, func(a, b document.Header) int { return cmp.Compare(b.Date, a.Date) })
	return list
}

// DirectBody is a direct answer as the API gives it; the command line prints the same.
type DirectBody struct {
	Type       string    `json:"type"` // document, paragraph, resolution, decision or item
	Name       string    `json:"name"` // as filters and facets write it
	Title      string    `json:"title,omitempty"`
	Agenda     string    `json:"agenda,omitempty"` // of an item: the symbol of its agenda
	Held       *bool     `json:"held,omitempty"`   // of a document, resolution or decision: whether its text is held here
	Paragraphs int       `json:"paragraphs"`       // that cite it, or stand under the item; of a paragraph 1
	Links      linksBody `json:"links"`            // self: its view; document: its text; page: its view for people
}

// IdentifiersBody answers what the words of a box name; the command line prints the same.
type IdentifiersBody struct {
	Query       queryBody    `json:"query"`
	Identifiers []DirectBody `json:"identifiers"`
	Links       linksBody    `json:"links"`
}

// identifierParams are the parameters of the identifiers.
var identifierParams = params{{"q", false, readQ}}

// identifiers answers GET /api/v1/identifiers: what the words of a box name, as the page offers it above the paragraphs.
func (s *Server) identifiers(c *gin.Context) {
	q, ok := s.parameters(c, identifierParams)
	if !ok {
		return
	}
	if s.unchanged(c, s.present.query(apiIdentifiers, q.values)) {
		return
	}
	s.answer(c, s.present.identifiers(c.Request.Context(), s.searcher, q))
}

func (p present) identifiers(ctx context.Context, s search.Searcher, q question) IdentifiersBody {
	body := IdentifiersBody{Query: queryOf(q), Identifiers: []DirectBody{}, Links: linksBody{Self: p.query(apiIdentifiers, q.values), Page: p.query(searchPath, q.values)}}
	for _, d := range directAnswers(ctx, s, q) {
		body.Identifiers = append(body.Identifiers, p.direct(d))
	}
	return body
}

// Identify answers /api/v1/identifiers outside HTTP: the documents, resolutions, decisions and items that words name. Words beyond the limits of
// a query are [ParamErrors].
func Identify(ctx context.Context, searcher search.Searcher, words string) (IdentifiersBody, error) {
	q, faults := identifierParams.parse(url.Values{"q": {words}})
	if len(faults) > 0 {
		return IdentifiersBody{}, ParamErrors(faults)
	}
	return present{}.identifiers(ctx, searcher, q), nil
}

func (p present) direct(d direct) DirectBody {
	body := DirectBody{Type: d.Kind, Title: d.Title, Paragraphs: d.Count}
	switch d.Kind {
	case "item":
		body.Name, body.Agenda = d.Item.Item, d.Item.Agenda.Symbol
		body.Links = linksBody{Self: p.base + apiPath + d.Item.path(), Page: p.base + d.Item.path()}
		return body
	case "paragraph":
		held, key := true, d.Header.Key()
		body.Name, body.Held = document.UnitID(key, d.Unit.Anchor), &held
		body.Links = linksBody{Self: p.paragraph(key, d.Unit.Anchor), Document: p.document(key), Page: p.page(key, d.Unit.Anchor)}
		return body
	case "document":
		body.Name = d.Symbol
		body.Links.Page = p.page(document.Key{Symbol: d.Symbol}, "")
	default:
		body.Name = adoptedValue(d.Text)
		body.Links.Self, body.Links.Page = p.base+apiPath+adoptedPath(d.Text), p.base+adoptedPath(d.Text)
	}
	held := d.Header.Symbol != ""
	body.Held = &held
	if held {
		body.Links.Document = p.document(d.Header.Key())
		if d.Kind == "document" {
			body.Links.Self, body.Links.Page = p.document(d.Header.Key()), p.page(d.Header.Key(), "")
		}
	}
	return body
}

// redirected sends a client to the normal address of a view, if it asked for another one. It reports whether it did.
func redirected(c *gin.Context, asked, normal string) bool {
	if decoded, err := decodePath(normal); err == nil && decoded == asked {
		return false
	}
	redirect(c, normal)
	return true
}

// notHeld is the problem of a view of which nothing is held.
func notHeld(what string) problem {
	return newProblem("unknown-reference", fmt.Sprintf("Nothing here is about %s.", shorten(what)))
}
