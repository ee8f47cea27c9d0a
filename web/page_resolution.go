package web

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"github.com/plenary-search/plenary/index/citation"
	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/index/symbol"
	"github.com/plenary-search/plenary/search"
)

// resolutionPage is the view of a resolution or decision: its text, and who cites it with which words.
type resolutionPage struct {
	frame
	Kicker, Name, Heading string
	Symbol                string
	NotHeld               string
	Official              string
	Read                  string // address of the whole text
	ReadAll               string // "All 91 paragraphs"
	Versions              []languageLink
	Opening               []textLine
	Relatives             []relativeRow
	Total                 string
	Languages             []choiceLink // in which the citing paragraphs are counted
	Chips                 []chip
	Chart                 *chartView
	Lists                 []citingList
	Bodies                []choiceLink
	JSON, Search          string
}

// textLine is a paragraph of the text.
type textLine struct {
	Href, Number string
	Class        string
	Lang, Dir    string
	Pieces       []piece
}

// choiceLink is a value with its count that leads to a narrower view; without an address it is the present choice.
type choiceLink struct {
	Text, Href string
	Lang       string // of Text
	Count      int
}

// citingList is a page of paragraphs that cite a text.
type citingList struct {
	ID, Title string
	Note      string
	Lines     []citingLine
	All       string // "All 12", where not all are here
	AllHref   string
	Pager     *pagerView
}

// citingLine is a paragraph around the words by which it cites a text.
type citingLine struct {
	Before, Words, After string
	Implied              bool
	Lang, Dir            string
	Href                 string
	Symbol, Item, Place  string
	Counted              bool
	Date                 string
	Items                []choiceLink
}

// Lengths of what stands around the cited words, in characters.
const (
	charsBefore = 90
	charsAfter  = 150
)

// resolutionPage answers GET /resolutions/TEXT and /decisions/TEXT.
func (s *Server) resolutionPage(kind string) gin.HandlerFunc {
	return func(c *gin.Context) {
		q, ok := s.parameters(c, resolutionParams)
		if !ok {
			return
		}
		m, choices, ok := s.resolutionAsked(c, kind, q, "", s.pages.build)
		if !ok {
			return
		}
		v, err := s.newView(c, address{adoptedPath(m.Adopted), q.values})
		if err != nil {
			s.failWith(c, err)
			return
		}
		if choices != nil {
			s.page(c, http.StatusMultipleChoices, "choices", v.choices(m.Adopted, choices))
			return
		}
		s.page(c, http.StatusOK, "resolution", v.resolution(m, q))
	}
}

// choicesPage lists the texts that a number stands for.
type choicesPage struct {
	frame
	Heading string
	Direct  []directView
}

func (v *view) choices(a symbol.Adopted, choices []direct) choicesPage {
	p := choicesPage{Heading: v.say.say("choices.title", v.say.refName(kindOf(a), a.Body, "", a.ID, a.Body))}
	p.frame = v.frame("prose", p.Heading)
	p.NoIndex = true
	for _, choice := range choices {
		p.Direct = append(p.Direct, v.directView(choice))
	}
	return p
}

func kindOf(a symbol.Adopted) citation.Kind { return citation.Kind(a.Kind) }

func (v *view) resolution(m resolutionMaterial, q question) resolutionPage {
	v.home = m.Body
	p := resolutionPage{Name: v.say.refName(kindOf(m.Adopted), m.Body, "", m.ID, m.Body), Heading: m.Text.Title, Symbol: m.Symbol, Official: officialAddress(m.Symbol)}
	p.Kicker = v.say.say("resolution.of."+m.Kind, bodyNameOr(m.Body))
	p.frame = v.frame("resolution", strings.TrimSpace(p.Name+" "+p.Heading))
	p.NoIndex = len(q.values) > 0
	p.Query = ""
	v.addText(&p, m)
	v.addCounts(&p, m, q)
	p.Lists = v.citingLists(m, q)
	p.JSON = apiPath + v.here.String()
	here := v.here.at(searchPath).only("year", "body").set("q", citingQuery(m.Adopted))
	p.Search = here.set("lang", string(m.Lang)).String() // just the paragraphs counted
	return p
}

// bodyNameOr is the name of a body, or its code where it has none.
func bodyNameOr(code string) string {
	if name := symbol.BodyName(code); name != "" {
		return name
	}
	return code
}

// addText shows the beginning of the text, in the language of the view where it is held in it.
func (v *view) addText(p *resolutionPage, m resolutionMaterial) {
	if len(m.Held) == 0 {
		p.NotHeld = v.say.say("resolution.nothere")
		return
	}
	h := m.Text.Header
	p.Read = documentPath(h.Key())
	for _, other := range m.Held {
		p.Versions = append(p.Versions, languageLink{string(other.Lang), languageName(other), documentPath(other.Key())})
	}
	units, all := m.opening()
	gather(v.ctx, v.searcher, symbolsCited(slices.Values(units)))
	for _, u := range units {
		lang := unitLang(h, u)
		start := textStart(u)
		line := textLine{Href: p.Read + "#" + u.Anchor, Number: u.Number, Class: unitClasses[u.Kind], Lang: string(lang), Dir: direction(lang)}
		if line.Dir == "rtl" {
			line.Number, start = "", 0
		}
		line.Pieces = pieces(u.Text, start, len(u.Text), nestable(nil, v.refSpans(h, u)))
		p.Opening = append(p.Opening, line)
	}
	p.ReadAll = v.say.count("resolution.all", all)
	p.Relatives = v.relativeRowsOf(m.Family)
}

// addCounts says how often the text is cited, in which languages, years and bodies.
func (v *view) addCounts(p *resolutionPage, m resolutionMaterial, q question) {
	named, implied := m.Named.Total.Paragraphs, m.Implied.Total.Paragraphs
	p.Total = v.say.count("resolution.cited", named+implied)
	p.Languages = v.languageChoices(m.Languages, m.Lang)
	p.Chips = v.viewChips(q, "year", "body")
	p.Chart = v.chart(m.Years)
	for _, value := range m.Bodies {
		link := choiceLink{Text: bodyNameOr(value.Value), Count: value.Count}
		if !value.Selected {
			link.Href = v.here.add("body", value.Value).String()
		}
		p.Bodies = append(p.Bodies, link)
	}
}

// languageChoices lead to the same view counted in another language.
func (v *view) languageChoices(values []search.FacetValue, chosen document.Language) []choiceLink {
	var links []choiceLink
	for _, value := range values {
		link := choiceLink{Text: labelOf(value), Lang: value.Value, Count: value.Count}
		if value.Value != string(chosen) {
			link.Href = v.here.set("lang", value.Value).String()
		}
		links = append(links, link)
	}
	return links
}

// viewChips are the filters of a view, by name of their parameter.
func (v *view) viewChips(q question, names ...string) []chip {
	var chips []chip
	for _, name := range names {
		for _, value := range q.values[name] {
			text := value
			switch name {
			case "body":
				text = bodyNameOr(value)
			case "item":
				text = v.say.say("Item", document.ReadingItem(value))
			}
			chips = append(chips, chip{Text: text, Remove: v.here.drop(name, value).String()})
		}
	}
	return chips
}

// citingLists are the paragraphs that name the text and those that only point back to it, apart.
func (v *view) citingLists(m resolutionMaterial, q question) []citingList {
	named := citingList{ID: "named", Title: v.say.count("resolution.named", m.Named.Total.Paragraphs), Lines: v.citingLines(m, m.Named)}
	implied := citingList{ID: "implied", Title: v.say.count("resolution.implied", m.Implied.Total.Paragraphs), Note: v.say.say("resolution.implied.note"), Lines: v.citingLines(m, m.Implied)}
	if q.Implied {
		pager := v.pager(m.Implied)
		implied.Pager = &pager
		named.All, named.AllHref = v.say.say("resolution.show.named"), v.here.set("ref", "").String()
		return []citingList{implied, named}
	}
	if len(named.Lines) > 0 {
		pager := v.pager(m.Named)
		named.Pager = &pager
	}
	if m.Implied.Total.Paragraphs > len(implied.Lines) {
		implied.All, implied.AllHref = v.say.count("resolution.show.implied", m.Implied.Total.Paragraphs), v.here.set("ref", refImplied).String()
	}
	return []citingList{named, implied}
}

func (v *view) citingLines(m resolutionMaterial, r search.Results) []citingLine {
	var lines []citingLine
	for _, h := range r.Hits {
		loc, lang := document.Locate(h.Unit), unitLang(h.Document, h.Unit)
		line := citingLine{
			Lang: string(lang), Dir: direction(lang), Href: documentPath(h.Document.Key()) + "#" + h.Unit.Anchor, Symbol: h.Document.Symbol,
			Item: loc.Within, Place: loc.Place, Counted: loc.Counted, Date: v.say.day(h.Document.Date),
		}
		start, end := textStart(h.Unit), textStart(h.Unit)
		if mentions := m.mentions(h.Unit); len(mentions) > 0 {
			start, end = mentions[0].Start, mentions[0].End
			line.Implied = mentions[0].Implied
		}
		text := h.Unit.Text
		line.Before, line.Words, line.After = lastWords(text[textStart(h.Unit):max(start, textStart(h.Unit))], charsBefore), text[start:end], firstWords(text[end:], charsAfter)
		for _, tag := range h.Unit.Items {
			line.Items = append(line.Items, choiceLink{Text: v.say.say("item", document.ReadingItem(tag.Item)), Href: v.itemHref(h.Document, tag)})
		}
		lines = append(lines, line)
	}
	return lines
}

// lastWords are the last words of a text, of at most so many characters, behind "… " where others stand before them.
func lastWords(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	runes := []rune(text)
	tail := string(runes[len(runes)-most:])
	if _, words, ok := strings.Cut(tail, " "); ok {
		tail = words
	}
	return "… " + tail
}

// firstWords are the first words of a text, of at most so many characters, before " …" where others follow.
func firstWords(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	head := string([]rune(text)[:most])
	if at := strings.LastIndexByte(head, ' '); at > 0 {
		head = head[:at]
	}
	return head + " …"
}

// chartView is a bar chart of the paragraphs that cite a text, by year. Its table says the same.
type chartView struct {
	Width, Height int
	Bars          []chartBar
	Marks         []chartMark
	Base          int // y of the line on which the bars stand
	Says          string
	Rows          []chartRow
}

// chartBar is a bar of the drawing, in its units.
type chartBar struct {
	Class               string // named or implied
	X, Y, Width, Height string
}

// chartMark is a year below the bars.
type chartMark struct {
	X, Y int
	Text string
}

// chartRow is a row of the table.
type chartRow struct {
	Year, Href     string
	Named, Implied int
}

// Measures of the drawing, in its own units, which the style sheet scales to the width of the text.
const (
	chartWidth  = 640
	chartHeight = 120
	chartFoot   = 18 // for the years
	chartHead   = 4
	widestBar   = 40
)

// chart draws the counts by year; nil where there are fewer than two years to compare.
func (v *view) chart(years []yearCount) *chartView {
	chart := &chartView{Width: chartWidth, Height: chartHeight, Base: chartHeight - chartFoot}
	dated := slices.DeleteFunc(slices.Clone(years), func(y yearCount) bool { return y.Year == "" })
	for _, y := range years {
		row := chartRow{Year: y.Year, Named: y.Named, Implied: y.Implied}
		if y.Year == "" {
			row.Year = v.say.say("chart.undated")
		} else {
			row.Href = v.here.set("year", y.Year).String()
		}
		chart.Rows = append(chart.Rows, row)
	}
	if len(dated) < 2 {
		return nil
	}
	first, last := yearNumber(dated[0].Year), yearNumber(dated[len(dated)-1].Year)
	most := 0
	for _, y := range dated {
		most = max(most, y.Named+y.Implied)
	}
	step := float64(chartWidth) / float64(last-first+1)
	width := min(step*0.8, widestBar)
	scale := float64(chartHeight-chartFoot-chartHead) / float64(most)
	for _, y := range dated {
		x, base := (float64(yearNumber(y.Year)-first)+0.5)*step-width/2, float64(chart.Base)
		for _, part := range []struct {
			class string
			n     int
		}{{"named", y.Named}, {"implied", y.Implied}} {
			if height := float64(part.n) * scale; part.n > 0 {
				base -= height
				chart.Bars = append(chart.Bars, chartBar{part.class, units(x), units(base), units(width), units(height)})
			}
		}
	}
	for _, y := range []int{first, last} {
		chart.Marks = append(chart.Marks, chartMark{int((float64(y-first) + 0.5) * step), chartHeight - 4, fmt.Sprint(y)})
	}
	chart.Says = v.say.say("chart.says", fmt.Sprint(first), fmt.Sprint(last), v.say.number(most))
	return chart
}

// units is a length of the drawing to a tenth.
func units(n float64) string { return fmt.Sprintf("%.1f", n) }

func yearNumber(year string) (n int) {
	_, _ = fmt.Sscan(year, &n) // the schema lets only years of four figures pass
	return n
}
