package web

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/query"
)

// answerPage is a page of results.
type answerPage struct {
	frame
	Total   search.Total
	Reading readingView
	Sorts   []sortLink // the present one first
	Chips   []chip
	NoChips string   // address without filters
	Shown   []choice // the views of the answer
	Around  []choice // how many paragraphs stand around each hit
	Folds   []choice // how hits are folded
	Plain   bool     // without filters beside it
	Groups  []facetGroup
	Hits    []hitView
	Lines   *linesView // of a concordance, instead of hits
	// Documents are those of an answer that is grouped, instead of hits.
	Documents []groupView
	Pager     pagerView
	Zero      *zeroView
	Direct    []directView
	JSON      string // the same question to the API
	CSV       string // the table of a concordance
	Here      string
	Held      int
}

// readingView says how the words were read.
type readingView struct {
	Text     string // in words
	Warnings []string
	Phrase   *countLink // the same words as a phrase
	Wider    []widerView
	Offers   []offerView
}

type countLink struct {
	Count int
	Href  string
}

type sortLink struct {
	Sort    search.Sort
	Href    string
	Current bool
}

// pagerView is the place of a page in the whole answer.
type pagerView struct {
	First, Last, Total int
	Next, Previous     string
	NextSize           int  // 0 where it is not known
	OfLines            bool // and not of paragraphs
	OfDocuments        bool
	Folded             bool // Last is not of Total; First is 0 where it is not known
}

// hitView is one hit as a page shows it.
type hitView struct {
	Href           string // read in context
	Symbol         string
	Item, Place    string
	Counted        bool
	Frame          string // what it is, where it is no paragraph
	Quoting        string
	Path           []step
	Lang, Dir      string
	Before, After  []besideView
	LeadIn         string
	Passages       []passage
	Cut            bool // Passages begin within the text
	Quoted         bool
	Mark           string // of a footnote
	Heads          []string
	Cells          [][]piece
	Items          []tagged
	Refs, MoreRefs []cited
	Folded         *foldedView
	Said           []saidAs
	Why            []string
	Weigh          string       // address of the same page with its hits explained, "" where they are
	Weights        []weightView // of the words, where they are asked for
	Score          string       // their sum
	Citation       string
}

// ask asks a question and makes the page of its answer.
func (v *view) ask(q question) (answerPage, error) {
	if q.View == concordanceView {
		res, lines, err := lined(v.ctx, v.searcher, q)
		if err != nil {
			return answerPage{}, err
		}
		page := v.answer(q, search.Results{Total: res.Total, First: res.First, Facets: res.Facets})
		if page.Lines = v.lines(q, res, lines); res.Total.Paragraphs == 0 {
			page.Zero = v.zero(q, page)
		}
		return page, nil
	}
	res, err := v.searcher.Search(v.ctx, q.Request)
	if err != nil {
		return answerPage{}, err
	}
	hits := hitsOf(res)
	around, err := aroundHits(v.ctx, v.searcher, hits, q.Around)
	if err != nil {
		return answerPage{}, err
	}
	page := v.answer(q, res)
	for i, h := range hits {
		page.Hits[i].Before, page.Hits[i].After = v.besides(h.Document, around[i].Before), v.besides(h.Document, around[i].After)
	}
	if q.Group {
		page.Documents, page.Hits = v.documents(res, page.Hits), nil
	}
	if res.Total.Paragraphs == 0 && q.unfold == "" {
		page.Zero = v.zero(q, page)
	}
	return page, nil
}

// answer makes the page of an answer.
func (v *view) answer(q question, res search.Results) answerPage {
	gather(v.ctx, v.searcher, symbolsOfHits(res))
	v.home, v.agenda = onlyValue(res.Facets, "body"), agendaOf(v.corpus.Agendas, res.Facets)
	v.languages = languagesIn(res.Facets)
	p := answerPage{
		Total: res.Total, Reading: v.reading(q), Sorts: v.sorts(q), Chips: slices.Concat(v.unfoldedChip(q), v.chips(q.values, res.Facets)), Groups: v.facetGroups(q, res),
		Pager: v.pager(res), Held: v.corpus.Searchable, Here: v.here.String(),
		Plain: q.unfold != "", Shown: v.shownAs(q), Around: v.aroundChoices(q), Folds: v.foldChoices(q),
		NoChips: v.here.only(slices.Concat([]string{"q"}, howShown)...).String(), JSON: v.asAPI(q),
	}
	if q.Fold != search.FoldNone && q.unfold == "" {
		p.Pager = v.foldedPager(res)
	}
	if q.View == concordanceView {
		p.CSV = v.here.at(apiSearch).set("format", csvFormat).set("page_size", "").String()
	}
	p.frame = v.frame("answer", cmp.Or(q.Reading.Text, v.say.count("count.paragraphs", res.Total.Paragraphs)))
	p.Query, p.Hidden, p.NoIndex = q.Reading.Text, hidden(q.values, p.Groups), true
	p.Skips = []skip{{"#hits", v.say.say("skip.hits")}, {"#filters", v.say.say("skip.filters")}, {"#q", v.say.say("skip.search")}}
	if q.Reading.Text != "" {
		p.Clear = v.here.set("q", "").String()
	}
	if p.Reading.Wider = v.wider(q); q.unfold == "" {
		p.Reading.Offers = v.offers(q, res.Total)
	}
	for _, h := range hitsOf(res) {
		p.Hits = append(p.Hits, v.hit(q, h))
	}
	return p
}

// sorts are the orders that make sense: without words there is no relevance.
func (v *view) sorts(q question) []sortLink {
	current := q.Sort
	orders := []search.Sort{search.SortRelevance, search.SortNewest, search.SortOldest, search.SortDocument}
	switch {
	case q.unfold != "":
		orders = orders[1:]
	case q.Reading.Text == "":
		orders = orders[1:]
		if current == "" || current == search.SortRelevance {
			current = search.SortDocument
		}
	}
	current = cmp.Or(current, search.SortRelevance)
	if q.View == concordanceView {
		orders = append(orders, sortLeft, sortRight)
		current = cmp.Or(search.Sort(q.Lines), current)
	}
	var links []sortLink
	for _, order := range orders {
		links = append(links, sortLink{order, v.here.set("sort", string(order)).String(), order == current})
	}
	slices.SortStableFunc(links, func(a, b sortLink) int { return boolInt(b.Current) - boolInt(a.Current) })
	return links
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (v *view) pager(res search.Results) pagerView {
	shown, total := len(res.Hits), res.Total.Paragraphs
	if len(res.Groups) > 0 {
		shown, total = len(res.Groups), res.Total.Documents
	}
	p := pagerView{First: res.First, Last: res.First + shown - 1, Total: total, OfDocuments: len(res.Groups) > 0}
	if res.Next != "" {
		p.Next = v.here.cursor(res.Next)
		p.NextSize = min(shown, p.Total-p.Last)
	}
	if res.Previous != "" {
		p.Previous = v.here.cursor(res.Previous)
	}
	return p
}

// reading says how the words were read.
func (v *view) reading(q question) readingView {
	r := readingView{}
	for _, w := range q.Reading.Warnings {
		r.Warnings = append(r.Warnings, sentence(w.Text))
	}
	if q.Reading.Text == "" {
		return r
	}
	r.Text = query.Describe(query.Query{Text: q.Reading.Text, Node: q.Reading.node})
	if words := plainWords(q.Reading.node); len(words) > 1 && len(words) <= maxPhraseOffer && q.unfold == "" {
		r.Phrase = v.countAs(q, quotePhrase(strings.Join(words, " ")))
	}
	return r
}

// maxPhraseOffer is the largest number of words that are also tried as a phrase.
const maxPhraseOffer = 12

// plainWords are the words of a query that consists of words alone, all of which must hold.
func plainWords(node query.Node) []string {
	switch n := node.(type) {
	case query.Word:
		return []string{n.Text}
	case query.And:
		var words []string
		for _, child := range n.Nodes {
			word, ok := child.(query.Word)
			if !ok {
				return nil
			}
			words = append(words, word.Text)
		}
		return words
	}
	return nil
}

func quotePhrase(text string) string { return `"` + strings.ReplaceAll(text, `"`, " ") + `"` }

// countAs counts what other words would find under the same filters; nil if nothing.
func (v *view) countAs(q question, text string) *countLink {
	reading, faults := read(text, false)
	if len(faults) > 0 {
		return nil
	}
	n := v.count(reading.node, q.Filters, q.ExplicitOnly)
	if n == 0 {
		return nil
	}
	return &countLink{n, v.here.set("q", text).set("mode", "").String()}
}

// count is the number of units that match, 0 where the searcher cannot say.
func (v *view) count(node query.Node, filters []search.Filter, explicit bool) int {
	return paragraphs(v.ctx, v.searcher, search.Request{Query: node, Filters: filters, ExplicitOnly: explicit})
}

// paragraphs is the number of units that match a request, 0 where the searcher cannot say.
func paragraphs(ctx context.Context, s search.Searcher, req search.Request) int {
	req.Size = search.NoHits
	res, err := s.Search(ctx, req)
	if err != nil {
		return 0
	}
	return res.Total.Paragraphs
}

// hit makes the view of one hit.
func (v *view) hit(q question, h search.Hit) hitView {
	u := h.Unit
	lang := unitLang(h.Document, u)
	out := hitView{
		Symbol: h.Document.Symbol,
		Path:   pathOf(h.Document, u),
		Lang:   string(lang), Dir: direction(lang), LeadIn: u.LeadIn, Quoted: u.Quoted, Items: v.itemRows(h.Document, u),
		Href: v.inContext(h.Document.Key(), u.Anchor, q.values),
	}
	loc := document.Locate(u)
	out.Item, out.Place, out.Counted = loc.Within, loc.Place, loc.Counted
	out.Citation = h.Document.Symbol + ", " + loc.String()
	if u.Quoted {
		out.Frame = v.say.say("kind.quotation")
		if u.QuotedFrom != "" {
			out.Quoting = v.say.say("quoting", u.QuotedFrom)
		}
	} else if u.Kind != document.Paragraph {
		out.Frame = v.say.say("kind." + string(u.Kind))
	}
	spans := v.refSpans(h.Document, u)
	switch u.Kind {
	case document.TableRow:
		out.Heads, out.Cells = v.tableRow(h, spans)
	case document.Footnote:
		out.Mark = u.FootnoteMark
	}
	if len(out.Cells) == 0 {
		out.Passages = passages(u.Text, textStart(u), h.Highlights, spans)
	}
	out.Refs = v.citedRows(h.Document, u)
	if len(out.Refs) > maxMargin+1 {
		out.Refs, out.MoreRefs = out.Refs[:maxMargin], out.Refs[maxMargin:]
	}
	out.Folded = v.folded(q, h)
	out.Said = v.saidAs(q.wider.foundBy(h))
	out.Why = v.why(h, out.Items)
	if out.Weights = v.weights(h.Explanation); h.Explanation != nil {
		out.Score = v.say.decimal(h.Score)
	} else if q.Reading.Text != "" && v.here.path == searchPath && q.unfold == "" {
		out.Weigh = v.here.at(searchPath).keepingPlace("explain", "true")
	}
	return out
}

// A step of a path is the title of the document or a heading.
type step struct {
	Text  string
	Class string // "last", or "mid" for a long one that gives way first
}

// longStep is the length, in characters, from which a step gives way to the last one.
const longStep = 32

func pathOf(h document.Header, u document.Unit) []step {
	path := []step{{Text: cmp.Or(h.Title, h.Symbol)}}
	for _, heading := range u.Section {
		path = append(path, step{Text: heading})
	}
	for i := range path {
		switch {
		case i == len(path)-1:
			path[i].Class = "last"
		case utf8.RuneCountInString(path[i].Text) > longStep:
			path[i].Class = "mid"
		}
	}
	return path
}

// inContext is the address of a unit in its document. The question goes with it, so that its hits stay marked.
func (v *view) inContext(key document.Key, anchor string, values url.Values) string {
	return v.here.at(documentPath(key)).plain().drop("highlight", "none").String() + "#" + url.PathEscape(anchor)
}

// tableRow are the cells of a row with their marks, under the heads of the columns. A row without cells is shown as text.
func (v *view) tableRow(h search.Hit, refs []span) (heads []string, cells [][]piece) {
	cells = tableCells(h.Unit, h.Highlights, refs)
	if cells == nil {
		return nil, nil
	}
	return v.columnHeads(h), cells
}

// tableCells cuts the text of a row at its cells; nil where it has none that fit.
func tableCells(u document.Unit, marks []search.Highlight, refs []span) (cells [][]piece) {
	spans := nestable(marks, refs)
	pos := 0
	for i, cell := range u.Cells {
		if cell == "" {
			if i == 0 && u.Slot != nil {
				cells = append(cells, []piece{{Text: u.Slot.Time}}) // an empty cell goes on with the time above it
				continue
			}
			cells = append(cells, nil)
			continue
		}
		at := strings.Index(u.Text[pos:], cell)
		if at < 0 {
			return nil
		}
		start := pos + at
		pos = start + len(cell)
		cells = append(cells, pieces(u.Text, start, pos, spans))
	}
	return cells
}

// columnHeads are the cells of the header row above a row.
func (v *view) columnHeads(h search.Hit) []string {
	doc, err := v.searcher.Document(v.ctx, h.Document.Key())
	if err != nil {
		return nil
	}
	var heads []string
	for _, u := range doc.Units {
		if u.Seq >= h.Unit.Seq {
			break
		}
		switch {
		case u.Kind != document.TableRow:
			heads = nil
		case u.Role == "header":
			heads = u.Cells
		}
	}
	return heads
}

// why says in sentences why a unit was found and tagged.
func (v *view) why(h search.Hit, items []tagged) []string {
	var out []string
	type found struct{ match, text string }
	counts := map[found]int{}
	var order []found
	for _, m := range h.Highlights {
		if m.Start < 0 || m.End > len(h.Unit.Text) || m.Start >= m.End {
			continue
		}
		f := found{cmp.Or(m.Match, "verbatim"), strings.ToLower(h.Unit.Text[m.Start:m.End])}
		if counts[f]++; counts[f] == 1 {
			order = append(order, f)
		}
	}
	for _, f := range order {
		out = append(out, v.say.count("why."+f.match, counts[f], f.text))
	}
	if len(order) == 0 {
		out = append(out, v.say.say("why.nowords"))
	}
	for _, item := range items {
		if item.Evidence == "" {
			out = append(out, v.say.say("why.item", item.Item, item.Via))
			continue
		}
		out = append(out, v.say.say("why.item.evidence", item.Item, item.Via, item.Evidence))
	}
	return out
}
