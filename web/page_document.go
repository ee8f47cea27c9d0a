package web

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/index/symbol"
	"github.com/plenary-search/plenary/search"
)

// documentPage is the view of one document. With a question, the hits of the question are marked in it.
type documentPage struct {
	frame
	Symbol     string
	Inferred   bool   // the text does not print the symbol
	InferredBy string // how it is known, in words
	Also       string // other symbols it answers to
	Lang, Dir  string
	Masthead   mastheadView
	Outline    []outlineRow
	Facts      []fact
	Languages  []languageLink // other ones
	Relatives  []relativeRow
	Blocks     []block
	Bar        *barView
}

// mastheadView is the head of the first page, as printed.
type mastheadView struct {
	Body        string
	Left, Right []mastheadLine
	Title       string
	Type        string
}

type mastheadLine struct {
	Anchor    string
	Text      string
	Lang, Dir string
	Strong    bool
	Notes     []noteLink
}

// noteLink leads from a footnote mark to its note.
type noteLink struct{ Mark, Href string }

type outlineRow struct {
	Href, Text, Under string
	Level             int
	Hits              int
}

type fact struct{ Text, Href string }

// barView is the bar over a document that was opened from an answer.
type barView struct {
	Back      string
	Here, All int    // paragraphs that match, in this document and in all
	First     string // address of the first of them
}

// block is a unit, or the rows of a table.
type block struct {
	Unit *unitView
	Rows []unitView // of a table
}

// unitView is a unit as the document view shows it.
type unitView struct {
	Anchor    string
	Class     string // of the element, by kind
	Level     int    // of a heading
	Number    string // printed, hangs in the margin
	Lang, Dir string
	Pieces    []piece
	Cells     [][]piece
	Header    bool // of a table
	Day       bool
	Quoted    bool
	Quoting   string
	Mark      string     // of a footnote
	Back      string     // from a footnote to its mark
	Notes     []noteLink // from a text to its footnotes, in the order of their marks
	Items     []tagged
	Refs      []cited
	More      []cited
	Hit       int    // rank among the hits in this document, from 1
	Hits      int    // how many there are
	Previous  string // hit before
	Next      string // hit after
	Citation  string // "CTOC/COP/2024/5, para. 5"
	WithItem  string // "CTOC/COP/2024/5, para. 5 (item 2 (c))", "" without an item
	CiteName  string // "para. 5"
	CiteHref  string
	Box       *citeBox
}

// LastCell reports whether a cell of a table row is its last one, which bears the marks of its notes.
func (u unitView) LastCell(i int) bool { return i == len(u.Cells)-1 }

// citeBox offers the citation of a unit in the forms that readers need.
type citeBox struct {
	Footnote, WithItem, Link, Text string
	Languages                      []languageLink // the same place in other languages
	Variants                       string         // address of the paragraphs that say the same
	Close                          string
}

// documentHits are the units of one document that match a question.
type documentHits struct {
	order []string                      // anchors
	marks map[string][]search.Highlight // by anchor
	all   int                           // in all documents
	asked bool
}

// maxDocumentHits bounds the hits that are marked in one document.
const maxDocumentHits = 1000

// findIn runs the question of a page within one document.
func (v *view) findIn(q question, key document.Key) (documentHits, error) {
	hits := documentHits{marks: map[string][]search.Highlight{}, asked: q.Query != nil || len(q.Filters) > 0}
	if !hits.asked {
		return hits, nil
	}
	all, err := v.searcher.Search(v.ctx, search.Request{Query: q.Query, Filters: q.Filters, ExplicitOnly: q.ExplicitOnly, Size: search.NoHits})
	if err != nil {
		return hits, err
	}
	hits.all = all.Total.Paragraphs
	req := search.Request{
		Query: q.Query, ExplicitOnly: q.ExplicitOnly, Sort: search.SortDocument, Size: search.MaxSize, Highlight: true,
		Filters: append(slices.Clone(q.Filters), search.Filter{Field: "document", Values: []string{key.Symbol}}),
	}
	for len(hits.order) < maxDocumentHits {
		res, err := v.searcher.Search(v.ctx, req)
		if err != nil {
			return hits, err
		}
		for _, h := range res.Hits {
			if h.Document.Key() == key {
				hits.order = append(hits.order, h.Unit.Anchor)
				hits.marks[h.Unit.Anchor] = h.Highlights
			}
		}
		if res.Next == "" {
			break
		}
		req.Cursor = res.Next
	}
	return hits, nil
}

// document makes the view of a document. cite is the anchor of the unit whose citation box is open, "" for none.
func (v *view) document(q question, doc document.Document, hits documentHits, cite string) documentPage {
	p := documentPage{
		Symbol: doc.Symbol, Inferred: doc.SymbolVia != "" && doc.SymbolVia != document.ViaMasthead && doc.SymbolVia != document.ViaCatalogue,
		Lang: string(doc.Lang), Dir: direction(doc.Lang), Masthead: v.masthead(doc),
	}
	if p.Inferred && doc.SymbolEvidence != "" {
		p.InferredBy = v.say.say("doc.inferred.by", doc.SymbolEvidence)
	}
	if others := slices.DeleteFunc(slices.Clone(doc.Symbols), func(s string) bool { return s == doc.Symbol }); len(others) > 0 {
		p.Also = v.say.say("doc.also", strings.Join(others, ", "))
	}
	p.frame = v.frame("document", strings.TrimSpace(doc.Symbol+" "+p.Masthead.Title))
	p.Query, p.NoIndex = q.Reading.Text, hits.asked
	for name, list := range q.values {
		for _, value := range list {
			if name != "q" && name != "cursor" {
				p.Hidden = append(p.Hidden, pair{name, value})
			}
		}
	}
	slices.SortFunc(p.Hidden, func(a, b pair) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Value, b.Value)) })
	p.Bar = v.bar(hits)
	p.Languages, p.Relatives = v.otherLanguages(doc.Header), v.relativeRows(doc.Header)
	p.Blocks = v.blocks(doc, hits, cite)
	p.Outline = v.outline(doc, hits)
	p.Facts = v.facts(doc)
	return p
}

func (v *view) bar(hits documentHits) *barView {
	if !hits.asked {
		return nil
	}
	b := &barView{Back: v.here.at(searchPath).String(), Here: len(hits.order), All: hits.all}
	if len(hits.order) > 0 {
		b.First = "#" + url.PathEscape(hits.order[0])
	}
	return b
}

// masthead sorts the lines of the first page as they are printed: the session at the left, the distribution at the right.
func (v *view) masthead(doc document.Document) mastheadView {
	m := mastheadView{}
	notes := noteLinks(doc)
	for _, u := range doc.Units {
		if u.Kind != document.Frontmatter {
			continue
		}
		lang := lineLang(doc.Header, u)
		line := mastheadLine{Anchor: u.Anchor, Text: u.Text, Lang: string(lang), Dir: direction(lang), Notes: notes[u.Seq]}
		switch u.Role {
		case "body":
			m.Body = u.Text
		case "title":
			m.Title = strings.TrimSpace(m.Title + " " + u.Text)
		case "document_type":
			m.Type = u.Text
		case "distribution", "date", "original_language", "symbol":
			if u.Role != "symbol" {
				m.Right = append(m.Right, line)
			}
		default:
			line.Strong = u.Role == "agenda_item_title"
			m.Left = append(m.Left, line)
		}
	}
	if m.Body == "" && len(m.Left)+len(m.Right) == 0 {
		m = v.plainMasthead(doc.Header)
	}
	m.Title = cmp.Or(m.Title, doc.Title, v.say.say("doc.untitled"))
	if m.Type == m.Title {
		m.Type = ""
	}
	return m
}

// lineLang is the language of a line of the masthead. Files state some lines in English in every language ("Distr.: General", "31
// December 2024"); they have no letter of the scripts of Arabic, Chinese and Russian.
func lineLang(h document.Header, u document.Unit) document.Language {
	lang := unitLang(h, u)
	script, ok := map[document.Language]*unicode.RangeTable{"ar": unicode.Arabic, "zh": unicode.Han, "ru": unicode.Cyrillic}[lang]
	own := func(r rune) bool { return unicode.Is(script, r) }
	if ok && strings.ContainsFunc(u.Text, unicode.IsLetter) && !strings.ContainsFunc(u.Text, own) {
		return "en"
	}
	return lang
}

// plainMasthead stands for the lines of a document that came without them, as catalogue records do.
func (v *view) plainMasthead(h document.Header) mastheadView {
	m := mastheadView{Body: h.BodyName, Type: h.Type}
	add := func(list *[]mastheadLine, lang, text string) {
		if text != "" {
			*list = append(*list, mastheadLine{Text: text, Lang: lang, Dir: direction(document.Language(lang))})
		}
	}
	add(&m.Left, string(h.Lang), h.Session)
	add(&m.Left, string(h.Lang), h.Place)
	if h.Distribution != "" {
		add(&m.Right, v.say.lang, v.say.say("doc.distribution", h.Distribution))
	}
	add(&m.Right, v.say.lang, v.say.day(h.Date))
	if h.OriginalLanguage != "" {
		add(&m.Right, v.say.lang, v.say.say("doc.original.language", h.OriginalLanguage))
	}
	return m
}

// noteLinks are the links to footnotes, by Seq of the unit that bears the marks.
func noteLinks(doc document.Document) map[int][]noteLink {
	links := map[int][]noteLink{}
	for _, u := range doc.Units {
		if u.Kind == document.Footnote && u.FootnoteOf != 0 {
			links[u.FootnoteOf] = append(links[u.FootnoteOf], noteLink{cmp.Or(u.FootnoteMark, "*"), "#" + url.PathEscape(u.Anchor)})
		}
	}
	return links
}

// blocks are the units below the masthead, rows of a table together.
func (v *view) blocks(doc document.Document, hits documentHits, cite string) []block {
	gather(v.ctx, v.searcher, symbolsCited(slices.Values(doc.Units)))
	b := blockBuilder{view: v, doc: doc, hits: hits, cite: cite, notes: noteLinks(doc), anchors: map[int]string{}, rank: map[string]int{}}
	for i, anchor := range hits.order {
		b.rank[anchor] = i + 1
	}
	for _, u := range doc.Units {
		b.anchors[u.Seq] = u.Anchor
	}
	var out []block
	for _, u := range doc.Units {
		if u.Kind == document.Frontmatter {
			continue
		}
		unit := b.unit(u)
		if u.Kind != document.TableRow {
			out = append(out, block{Unit: &unit})
			continue
		}
		if last := len(out) - 1; last >= 0 && out[last].Rows != nil {
			out[last].Rows = append(out[last].Rows, unit)
			continue
		}
		out = append(out, block{Rows: []unitView{unit}})
	}
	return out
}

// blockBuilder makes the units of one document.
type blockBuilder struct {
	*view
	doc     document.Document
	hits    documentHits
	cite    string
	notes   map[int][]noteLink
	anchors map[int]string // by Seq
	rank    map[string]int // of a hit, by anchor
	tags    string         // items of the unit before
}

func (b *blockBuilder) unit(u document.Unit) unitView {
	lang := unitLang(b.doc.Header, u)
	out := unitView{
		Anchor: u.Anchor, Class: unitClasses[u.Kind], Level: min(max(u.Level, 1), 3), Number: u.Number, Lang: string(lang), Dir: direction(lang),
		Quoted: u.Quoted, Notes: b.notes[u.Seq], Hit: b.rank[u.Anchor], Hits: len(b.hits.order),
	}
	if u.Quoted && u.QuotedFrom != "" {
		out.Quoting = b.say.say("quoting", u.QuotedFrom)
	}
	if u.Kind == document.Footnote {
		out.Mark = u.FootnoteMark
		if anchor := b.anchors[u.FootnoteOf]; anchor != "" {
			out.Back = "#" + url.PathEscape(anchor)
		}
	}
	start := textStart(u)
	if out.Dir == "rtl" {
		out.Number, start = "", 0 // the numbers hang at the left side of the page, which is the far side here
	}
	spans := b.refSpans(b.doc.Header, u)
	if u.Kind == document.TableRow {
		b.row(&out, u, spans)
	} else {
		out.Pieces = pieces(u.Text, start, len(u.Text), nestable(b.hits.marks[u.Anchor], spans))
	}
	b.beside(&out, u)
	b.neighbours(&out)
	b.citation(&out, u)
	return out
}

var unitClasses = map[document.Kind]string{
	document.Paragraph: "para", document.Preambular: "para pre", document.Operative: "para op", document.ListItem: "item", document.Footnote: "note", document.TableRow: "row", document.Heading: "head",
}

// row cuts a table row into its cells; a row without cells has one that holds its text.
func (b *blockBuilder) row(out *unitView, u document.Unit, refs []span) {
	out.Header, out.Day = u.Role == "header", u.Role == "day"
	bare := u
	bare.Slot = nil // the table itself shows what the row goes on with
	out.Cells = tableCells(bare, b.hits.marks[u.Anchor], refs)
	if out.Cells == nil {
		out.Cells = [][]piece{pieces(u.Text, 0, len(u.Text), nestable(b.hits.marks[u.Anchor], refs))}
	}
}

// beside sets what stands in the margin: the items where they change, and the references.
func (b *blockBuilder) beside(out *unitView, u document.Unit) {
	var tags []string
	for _, tag := range u.Items {
		tags = append(tags, tag.Item+" "+tag.Via)
	}
	if joined := strings.Join(tags, "|"); joined != b.tags && u.Kind != document.Footnote {
		out.Items = b.besideItems(b.doc.Header, u)
		b.tags = joined
	}
	out.Refs = b.citedRows(b.doc.Header, u)
	if len(out.Refs) > maxMargin+1 {
		out.Refs, out.More = out.Refs[:maxMargin], out.Refs[maxMargin:]
	}
}

func (b *blockBuilder) neighbours(out *unitView) {
	if out.Hit == 0 {
		return
	}
	if i := out.Hit - 2; i >= 0 {
		out.Previous = "#" + url.PathEscape(b.hits.order[i])
	}
	if i := out.Hit; i < len(b.hits.order) {
		out.Next = "#" + url.PathEscape(b.hits.order[i])
	}
}

func (b *blockBuilder) citation(out *unitView, u document.Unit) {
	loc := document.Locate(u)
	out.Citation = b.doc.Symbol + ", " + loc.String()
	out.CiteName = loc.Place
	if len(u.Items) > 0 && loc.Within == "" {
		var items []string
		for _, tag := range u.Items {
			items = append(items, document.ReadingItem(tag.Item))
		}
		out.WithItem = out.Citation + " (" + b.say.say("item", strings.Join(items, ", ")) + ")"
	}
	here := b.here.fresh()
	here.values.Set("cite", u.Anchor)
	out.CiteHref = here.String() + "#" + url.PathEscape(u.Anchor)
	if b.cite == u.Anchor {
		link := documentPath(b.doc.Key()) + "#" + url.PathEscape(u.Anchor)
		out.Box = &citeBox{Footnote: out.Citation + ".", Link: link, Text: u.Text[textStart(u):] + " (" + out.Citation + ")", Variants: variantsPath(b.doc.Key(), u.Anchor), Close: b.here.String() + "#" + url.PathEscape(u.Anchor)}
		for _, other := range b.otherLanguages(b.doc.Header) {
			other.Href += "#" + url.PathEscape(u.Anchor)
			out.Box.Languages = append(out.Box.Languages, other)
		}
		if out.WithItem != "" {
			out.Box.WithItem = out.WithItem + "."
		}
	}
}

// maxOutlineLevel is the deepest level of heading that the outline shows.
const maxOutlineLevel = 3

// outline lists the headings with the hits below each. Headings that repeat, as "Documentation" does under every item,
// are no places to go to.
func (v *view) outline(doc document.Document, hits documentHits) []outlineRow {
	times := map[string]int{}
	for _, u := range doc.Units {
		if u.Kind == document.Heading {
			times[u.Text]++
		}
	}
	var rows []outlineRow
	var below [][]document.Unit
	for _, u := range doc.Units {
		if u.Kind == document.Heading && u.Level <= maxOutlineLevel && times[u.Text] < 3 {
			rows = append(rows, outlineRow{Href: "#" + url.PathEscape(u.Anchor), Text: u.Text, Level: max(u.Level, 1)})
			below = append(below, nil)
		}
		if len(rows) == 0 {
			continue
		}
		last := len(rows) - 1
		below[last] = append(below[last], u)
		if _, hit := hits.marks[u.Anchor]; hit {
			rows[last].Hits++
		}
	}
	for i := range rows {
		rows[i].Under = v.sectionNote(below[i])
	}
	return rows
}

// sectionNote says which numbered paragraphs a section holds, and under which item it stands: "paras. 1–3 · item 2 (b)".
func (v *view) sectionNote(units []document.Unit) string {
	var first, last string
	items := map[string]bool{}
	for _, u := range units {
		if u.Number != "" {
			first, last = cmp.Or(first, u.Number), u.Number
		}
		for _, tag := range u.Items {
			items[tag.Item] = true
		}
	}
	var parts []string
	switch {
	case first != "" && first == last:
		parts = append(parts, v.say.say("para", first))
	case first != "":
		parts = append(parts, v.say.say("paras", first, last))
		if len(items) == 1 {
			for item := range items {
				parts = append(parts, v.say.say("item", document.ReadingItem(item)))
			}
		}
	}
	return strings.Join(parts, " · ")
}

// facts are what can be counted about a document, and where to go from it.
func (v *view) facts(doc document.Document) []fact {
	kinds := map[document.Kind]int{}
	texts, documents := map[string]bool{}, map[string]bool{}
	for _, u := range doc.Units {
		kinds[u.Kind]++
		for _, c := range u.Citations {
			switch field := refField(c.Kind); field {
			case "resolution", "decision":
				texts[field+c.Value()] = true
			case "symbol":
				documents[c.ID] = true
			}
		}
	}
	var held []string
	for _, kind := range document.Kinds {
		if n := kinds[kind]; n > 0 && document.SearchedByDefault(kind) {
			held = append(held, v.say.number(n)+"\u00a0"+v.say.plain("holds."+string(kind), n))
		}
	}
	facts := []fact{{Text: strings.Join(held, ", ")}}
	if len(texts) > 0 {
		facts = append(facts, fact{Text: v.say.count("doc.cites", len(texts))})
	}
	if len(documents) > 0 {
		facts = append(facts, fact{Text: v.say.count("doc.cites.documents", len(documents))})
	}
	facts = append(facts, v.citedFacts(doc.Symbol)...)
	if doc.Adopted != "" {
		facts = append(facts, fact{Text: v.say.say("doc.adopted", v.say.day(doc.Adopted))})
	}
	facts = append(facts, fact{v.say.say("doc.search"), searchFor("document", doc.Symbol)})
	if place := placeOf(doc.Header, ""); place.Body != "" {
		facts = append(facts, fact{bodyNameOr(place.Body), bodyPath(place.Body, "")})
		if place.Session != "" {
			facts = append(facts, fact{cmp.Or(doc.Session, place.Session), bodyPath(place.Body, place.Session)})
		}
	}
	if u, err := url.Parse(doc.URL); err == nil && (u.Scheme == "https" || u.Scheme == "http") {
		facts = append(facts, fact{v.say.say("doc.original"), doc.URL})
	}
	return facts
}

// citedFacts say how many paragraphs cite a document; of a resolution or decision they lead to its view.
func (v *view) citedFacts(name string) []fact {
	if parsed, err := symbol.Parse(name); err == nil {
		if adopted, ok := parsed.Resolution(); ok && parsed.Change() == "" {
			if n := v.count(citing(adopted, false), nil, false); n > 0 {
				return []fact{{v.say.count("doc.cited", n), searchFor("q", citingQuery(adopted))}, {v.say.say("doc.whocites"), adoptedPath(adopted)}}
			}
			return nil
		}
	}
	if n := v.count(nil, []search.Filter{{Field: "symbol", Values: []string{name}}}, false); n > 0 {
		return []fact{{v.say.count("doc.cited", n), searchFor("symbol", name)}}
	}
	return nil
}

// languageName is the name of a document's language, in that language.
func languageName(h document.Header) string {
	if field, ok := search.LookupField("lang"); ok {
		for _, value := range field.Values(&h, &document.Unit{}) {
			return cmp.Or(value.Label, value.Text)
		}
	}
	return string(h.Lang)
}

// absentPage says that a document is not held, and what is known of it.
type absentPage struct {
	frame
	Symbol    string
	Cited     string
	Ways      []fact
	Relatives []relativeRow
}

func (v *view) absent(name string) absentPage {
	p := absentPage{Symbol: name}
	p.frame = v.frame("prose", v.say.say("doc.nothere", name))
	p.NoIndex = true
	n := v.count(nil, []search.Filter{{Field: "symbol", Values: []string{name}}}, false)
	if n == 0 {
		p.Cited = v.say.say("doc.nothere.never")
	} else {
		p.Cited = v.say.count("doc.nothere.cited", n)
		p.Ways = append(p.Ways, fact{v.say.say("doc.nothere.read"), searchFor("symbol", name)})
	}
	if facts := v.citedFacts(name); len(facts) > 1 {
		p.Ways = append(p.Ways, facts[1])
	}
	if official := officialAddress(name); official != "" {
		p.Ways = append(p.Ways, fact{v.say.say("doc.nothere.official"), official})
	}
	p.Relatives = v.relativeRows(document.Header{Symbol: name})
	return p
}
