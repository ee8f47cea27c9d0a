package web

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plenary-search/plenary/index/citation"
	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/index/symbol"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/query"
	"github.com/plenary-search/plenary/search/searchtest"
)

// adoptedDocuments are a resolution, and papers of two bodies over three years that cite it and others of the same number.
func adoptedDocuments() []document.Document {
	text := document.Document{Header: document.Header{Symbol: "A/RES/70/1", SymbolVia: document.ViaMasthead, Lang: "en", Title: "Transforming our world", Type: "Resolution",
		Body: "GA", Session: "Seventieth session", SessionNumber: 70, Date: "2015-09-25"}, Units: []document.Unit{
		{Seq: 1, Anchor: "title", Kind: document.Heading, Level: 1, Text: "Transforming our world"},
		{Seq: 2, Anchor: "p1", Kind: document.Operative, Number: "1", Label: "1.", Text: "1. Adopts the outcome document."},
	}}
	french := text
	french.Lang, french.Title = "fr", "Transformer notre monde"
	french.Units = []document.Unit{{Seq: 1, Anchor: "p1", Kind: document.Operative, Number: "1", Label: "1.", Text: "1. Adopte le document final."}}
	citing := func(name, body, date, text, words string, c citation.Citation) document.Document {
		c.Start = strings.Index(text, words)
		c.End = c.Start + len(words)
		return document.Document{Header: document.Header{Symbol: name, SymbolVia: document.ViaMasthead, Lang: "en", Title: "Report", Body: body, Date: date, SessionNumber: 78},
			Units: []document.Unit{{Seq: 1, Anchor: "p1", Kind: document.Paragraph, Number: "1", Text: text, Citations: []citation.Citation{c},
				Items: []document.AgendaTag{{Item: "15(a)", Title: "Sustainable development", Via: document.ViaMasthead, Evidence: "Agenda item 15 (a)"}}}}}
	}
	agenda := citation.Citation{Kind: citation.Resolution, Body: "GA", ID: "70/1"}
	implied := agenda
	implied.Implied = true
	return []document.Document{text, french,
		citing("A/78/10", "GA", "2023-05-01", "By its resolution 70/1, the Assembly adopted goals.", "resolution 70/1", agenda),
		citing("A/78/11", "GA", "2023-06-01", "In the same resolution, it set targets.", "the same resolution", implied),
		citing("E/2021/5", "ECOSOC", "2021-01-01", "The goals of A/RES/70/1 are reviewed.", "A/RES/70/1", citation.Citation{Kind: citation.Document, ID: "A/RES/70/1"}),
		citing("S/2022/3", "SC", "2022-01-01", "Resolution 1325 (2000) is recalled.", "Resolution 1325 (2000)", citation.Citation{Kind: citation.Resolution, Body: "SC", ID: "1325 (2000)"}),
		citing("CTOC/COP/2024/9", "CTOC/COP", "2024-01-01", "Conference resolution 70/1 is another text.", "resolution 70/1", citation.Citation{Kind: citation.Resolution, Body: "CTOC/COP", ID: "70/1"}),
	}
}

func adoptedServer(t testing.TB) *Server {
	t.Helper()
	return serverOf(t, append(adoptedDocuments(), testDocuments()...))
}

func TestParseAdopted(t *testing.T) {
	for _, test := range []struct {
		kind, path string
		want       symbol.Adopted
	}{
		{"resolution", "/GA/70/1", symbol.Adopted{Kind: "resolution", Body: "GA", ID: "70/1"}},
		{"resolution", "/ctoc/cop/7/1", symbol.Adopted{Kind: "resolution", Body: "CTOC/COP", ID: "7/1"}},
		{"decision", "/CTOC/COP/4/4", symbol.Adopted{Kind: "decision", Body: "CTOC/COP", ID: "4/4"}},
		{"resolution", "/A/RES/70/1", symbol.Adopted{Kind: "resolution", Body: "GA", ID: "70/1"}},
		{"resolution", "/SC/1325 (2000)", symbol.Adopted{Kind: "resolution", Body: "SC", ID: "1325 (2000)"}},
		{"resolution", "/S/RES/1325(2000)", symbol.Adopted{Kind: "resolution", Body: "SC", ID: "1325 (2000)"}},
		{"resolution", "/7/1", symbol.Adopted{Kind: "resolution", ID: "7/1"}},
		{"resolution", "/GA/217 A (III)", symbol.Adopted{Kind: "resolution", Body: "GA", ID: "217 A (III)"}},
	} {
		got, ok := parseAdopted(test.kind, test.path)
		if !ok || got != test.want {
			t.Errorf("parseAdopted(%q, %q) = %+v, %v, want %+v", test.kind, test.path, got, ok, test.want)
			continue
		}
		decoded, err := decodePath(strings.TrimPrefix(adoptedPath(got), "/"+got.Kind+"s"))
		if again, ok := parseAdopted(test.kind, decoded); err != nil || !ok || again != got {
			t.Errorf("%s leads to %+v, want %+v", adoptedPath(got), again, got)
		}
	}
	for _, path := range []string{"/", "/x", "/GA/", "/<script>/1", "/" + strings.Repeat("1", 200)} {
		if got, ok := parseAdopted("resolution", path); ok {
			t.Errorf("parseAdopted(%q) = %+v, want none", path, got)
		}
	}
}

// TestViewAddresses: any spelling leads to the one address of a view, and what is not held to a page that says so.
func TestViewAddresses(t *testing.T) {
	s := adoptedServer(t)
	for asked, want := range map[string]string{
		"/resolutions/A/RES/70/1":         "/resolutions/GA/70/1",
		"/resolutions/ga/70/1":            "/resolutions/GA/70/1",
		"/resolutions/11/5":               "/resolutions/CTOC/COP/11/5",
		"/resolutions/SC/1325":            "/resolutions/SC/1325%20(2000)",
		"/resolutions/S/RES/1325":         "/resolutions/SC/1325%20(2000)",
		"/decisions/4/4?year=2024":        "/decisions/CTOC/COP/4/4?year=2024",
		"/items/ctoc/cop/2024/1/2b":       "/items/CTOC/COP/2024/1/2(b)",
		"/items/CTOC/COP/12/2(b)":         "/items/CTOC/COP/2024/1/2(b)",
		"/items/ga/78/15a":                "/items/GA/78/15(a)",
		"/bodies/ctoc/cop":                "/bodies/CTOC/COP",
		"/bodies/ctoc/cop/sessions/12":    "/bodies/CTOC/COP/sessions/12",
		"/resolutions/70/1":               "300",
		"/resolutions/GA/99/99":           "404",
		"/resolutions/x":                  "404",
		"/items/CTOC/COP/2024/1/99":       "404",
		"/items/GA/12/1":                  "404",
		"/items/nowhere":                  "404",
		"/bodies/nowhere":                 "404",
		"/bodies/CTOC/COP/sessions/99":    "404",
		"/resolutions/GA/70/1?colour=red": "400",
		"/resolutions/GA/70/1?ref=all":    "400",
	} {
		for _, base := range []string{"", apiPath} {
			w := getFrom(s, base+asked)
			got := fmt.Sprint(w.Code)
			if w.Code == http.StatusMovedPermanently {
				got = strings.TrimPrefix(w.Header().Get("Location"), base)
				if again := getFrom(s, w.Header().Get("Location")); again.Code != http.StatusOK {
					t.Errorf("%s leads to %s: status %d", base+asked, w.Header().Get("Location"), again.Code)
				}
			}
			if got != want {
				t.Errorf("%s: %s, want %s", base+asked, got, want)
			}
		}
	}
}

// TestResolutionPage: who cites a resolution by its number or symbol, apart from who only points back to it, and never those of another
// body's text of the same number.
func TestResolutionPage(t *testing.T) {
	s := adoptedServer(t)
	page := openPage(t, s, "/resolutions/GA/70/1")
	for selector, want := range map[string]string{
		"h1": "Resolution 70/1", "p.subject": "Transforming our world", "p.kicker": "Resolution of the General Assembly · A/RES/70/1",
		"figcaption": "named implied",
	} {
		if got := page.one(t, selector).text(); got != want {
			t.Errorf("%s: %q, want %q", selector, got, want)
		}
	}
	var got []string
	for _, id := range []string{"#named", "#implied"} {
		section := page.one(t, id)
		got = append(got, section.one(t, "h2").text())
		for _, line := range section.one(t, "ul.lines").all("li") {
			got = append(got, line.one(t, "b").text()+" | "+line.one(t, "p.note").text())
		}
	}
	want := []string{"Named in 2 paragraphs", "resolution 70/1 | A/78/10, para. 1 · 1 May 2023 · item 15 (a)", "A/RES/70/1 | E/2021/5, para. 1 · 1 January 2021 · item 15 (a)",
		"Implied in 1 paragraph more", "the same resolution | A/78/11, para. 1 · 1 June 2023 · item 15 (a)"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("citing paragraphs (-want +got)\n%s", diff)
	}
	if dotted := page.one(t, "#implied").one(t, "ul.lines").all("b.dotted"); len(dotted) != 1 {
		t.Error("the implied citation is not shown as one")
	}
	var rows []string
	for _, row := range page.one(t, "figure.chart").one(t, "tbody").all("tr") {
		rows = append(rows, row.text())
	}
	if want := []string{"2021 1 0", "2023 1 1"}; !slices.Equal(rows, want) {
		t.Errorf("table of the chart %q, want %q", rows, want)
	}
	if bars := page.one(t, "svg").all("rect"); len(bars) != 3 || !strings.Contains(page.one(t, "svg").attr("aria-label"), "from 2021 to 2023") {
		t.Errorf("%d bars, said as %q", len(bars), page.one(t, "svg").attr("aria-label"))
	}
	var texts []string
	for _, link := range page.one(t, "div.aside").all("a") {
		texts = append(texts, link.attr("href"))
	}
	for _, want := range []string{"/d/A/RES/70/1", "/d/A/RES/70/1@fr", "/resolutions/GA/70/1?body=ECOSOC"} {
		if !slices.Contains(texts, want) {
			t.Errorf("beside the text are %q, without %s", texts, want)
		}
	}
	narrow := openPage(t, s, "/resolutions/GA/70/1?year=2023&ref=implied")
	if got := narrow.one(t, "#implied").one(t, "h2").text(); got != "Implied in 1 paragraph more" || len(narrow.all("li.chip")) != 1 {
		t.Errorf("narrowed to 2023: %q, %d chips", got, len(narrow.all("li.chip")))
	}
}

// TestResolutionCountsAreThoseOfSearches holds the counts of a view to the searches that its page leads to.
func TestResolutionCountsAreThoseOfSearches(t *testing.T) {
	s := adoptedServer(t)
	for _, address := range []string{"/resolutions/GA/70/1", "/resolutions/GA/70/1?year=2023", "/decisions/CTOC/COP/4/4?lang=fr"} {
		link := openPage(t, s, address).one(t, "p.reading").one(t, "a")
		var n int
		if _, err := fmt.Sscanf(link.text(), "Cited in %d paragraph", &n); err != nil || totalOf(t, s, link.attr("href")) != n || n == 0 {
			t.Errorf("%s: %q leads to %d paragraphs", address, link.text(), totalOf(t, s, link.attr("href")))
		}
	}
	item := openPage(t, s, "/items/CTOC/COP/2024/1/2(b)").one(t, "dl.when").all("a")[0]
	if n := leadingNumber(t, item.text()); totalOf(t, s, item.attr("href")) != n {
		t.Errorf("an item: %q leads to %d paragraphs", item.text(), totalOf(t, s, item.attr("href")))
	}
}

func TestItemPage(t *testing.T) {
	s := seedPages(t)
	page := openPage(t, s, "/items/CTOC/COP/2024/1/5")
	if got := page.one(t, "h1").text(); got != "Technical assistance" {
		t.Errorf("heading %q", got)
	}
	if got := page.one(t, "dl.when").text(); got != "Taken up 17 October 2024, 3–6 p.m. Said under it 15 paragraphs in 2 documents Documentation 1 of 3 is held here" {
		t.Errorf("facts %q", got)
	}
	var papers []string
	for _, line := range page.one(t, "ul.papers").all("li") {
		papers = append(papers, line.one(t, "p").text())
	}
	if want := []string{"CTOC/COP/2024/5 held here, 3 paragraphs on this item", "CTOC/COP/2024/7 not held here", "CTOC/COP/2024/CRP.3 not held here"}; !slices.Equal(papers, want) {
		t.Errorf("documentation %q, want %q", papers, want)
	}
	groups := page.all("div.group")
	if len(groups) != 2 || !strings.HasPrefix(groups[1].text(), "CTOC/COP/2024/5") || len(groups[1].all("div.line")) != 3 || len(groups[1].all("span.dotted")) == 0 {
		t.Errorf("%d groups, the second of %q", len(groups), groups[len(groups)-1].text())
	}
	if here := page.one(t, "nav.outline").all("a"); !slices.ContainsFunc(here, func(a element) bool { return a.attr("aria-current") == "page" && strings.HasPrefix(a.text(), "5 ") }) {
		t.Errorf("the item is not marked in its agenda: %q", texts(here))
	}
	deadlines := openPage(t, s, "/items/CTOC/COP/2024/1/1(c)").one(t, "ul.lines").all("li")
	if len(deadlines) != 1 || !strings.HasPrefix(deadlines[0].text(), "30 September 2024 In accordance with Conference decision 6/3, the firm deadline for the submission of draft resolutions") {
		t.Errorf("deadlines %q", texts(deadlines))
	}
}

// TestItemWithoutAgenda: where no agenda is held, an item is the body's and session's.
func TestItemWithoutAgenda(t *testing.T) {
	page := openPage(t, adoptedServer(t), "/items/GA/78/15(a)")
	if got := page.one(t, "h1").text() + " | " + page.one(t, "p.kicker").text(); got != "Sustainable development | Item 15 (a), General Assembly, session 78" {
		t.Errorf("heading %q", got)
	}
	if got := len(page.all("div.line")); got != 2 {
		t.Errorf("%d paragraphs, want 2", got)
	}
}

func TestBodyPage(t *testing.T) {
	s := seedPages(t)
	page := openPage(t, s, "/bodies/CTOC/COP/sessions/12")
	if got := page.one(t, "h1").text(); got != "Twelfth session" {
		t.Errorf("heading %q", got)
	}
	var symbols, groups []string
	for _, list := range page.all("ul.docs") {
		for _, line := range list.all("li") {
			symbols = append(symbols, line.one(t, "a").text())
		}
	}
	if want := []string{"CTOC/COP/2024/1", "CTOC/COP/2024/1", "CTOC/COP/2024/5"}; !slices.Equal(symbols, want) {
		t.Errorf("agenda and documents %q, want %q", symbols, want)
	}
	for _, group := range page.one(t, "nav.aside").all("h2") {
		groups = append(groups, group.text())
	}
	if want := []string{"Years", "Kinds of document", "Agenda items", "Languages"}; !slices.Equal(groups, want) {
		t.Errorf("choices %q, want %q", groups, want)
	}
	if got := openPage(t, s, "/bodies/CTOC/COP?type=Note+by+the+Secretariat").one(t, "div.content").all("li"); len(got) != 2 { // the agenda, and the note
		t.Errorf("narrowed to notes: %q", texts(got))
	}
}

// TestDirectAnswers: what words name is offered above the paragraphs, however it is written.
func TestDirectAnswers(t *testing.T) {
	s := adoptedServer(t)
	const second = "CTOC/COP/2024/5, para. 2 /d/CTOC/COP/2024/5#p2"
	const note, half, goals, council, item = "CTOC/COP/2024/5 /d/CTOC/COP/2024/5", "/d/" + jointSymbol, "General Assembly resolution 70/1 /resolutions/GA/70/1",
		"Security Council resolution 1325 (2000) /resolutions/SC/1325%20(2000)", "Item 2 (b) of CTOC/COP/2024/1 /items/CTOC/COP/2024/1/2(b)"
	for words, want := range map[string]string{
		"ctoc/cop/2024/5":                           note,
		"(CTOC/COP/2024/5).":                        note,
		`"CTOC/COP/2024/5"`:                         note,
		"CTOC%2FCOP%2F2024%2F5":                     note,
		"document:CTOC/COP/2024/5":                  note,
		"E/CN.7/2024/17":                            jointSymbol + " " + half,
		"e/cn.7/2024/17-e/cn.15/2024/18":            jointSymbol + " " + half,
		"E/CN.15/2024/18":                           jointSymbol + " " + half + " | " + otherJoint + " /d/" + otherJoint,
		"CTOC/COP/2024/7":                           "CTOC/COP/2024/7 /d/CTOC/COP/2024/7",
		"A/RES/70/1":                                goals + " | A/RES/70/1 /d/A/RES/70/1",
		"GA resolution 70/1":                        goals,
		"قرار الجمعية العامة 70/1":                  goals,
		"大会第70/1号决议":                                goals,
		"resolution 70/1":                           "Conference of the Parties resolution",
		"UNSCR 1325":                                council,
		"S/RES/1325":                                council,
		"S/RES/1325 (2000)":                         council,
		"résolution 1325 du Conseil de sécurité":    council,
		"decision 4/4":                              "CTOC/COP decision 4/4 /decisions/CTOC/COP/4/4",
		"decisión 4/4":                              "CTOC/COP decision 4/4 /decisions/CTOC/COP/4/4",
		"UNSCR 1325 and GA resolutions 70/1, 70/2":  council + " | " + goals,
		"decisions 4/1–4/7":                         "CTOC/COP decision 4/4 /decisions/CTOC/COP/4/4",
		"item 2 b":                                  item,
		"البند 2 (ب)":                               item,
		"ctoc/cop/2024/5 item 2b":                   note + " | " + item,
		"CTOC/COP/2024/5 para. 2":                   second + " | " + note,
		"CTOC/COP/2024/5, paras. 1–9":               "CTOC/COP/2024/5, para. 1 /d/CTOC/COP/2024/5#p1 | " + second + " | " + note,
		"CTOC/COP/2024/5#p2":                        second + " | " + note,
		"CTOC/COP/2024/5@fr#p2":                     "CTOC/COP/2024/5, para. 2 /d/CTOC/COP/2024/5@fr#p2 | " + note,
		"CTOC/COP/2024/1#item-2b-p1":                "CTOC/COP/2024/1, item 2 (b), second paragraph /d/CTOC/COP/2024/1#item-2b-p1 | CTOC/COP/2024/1 /d/CTOC/COP/2024/1",
		"document:CTOC/COP/2024/5 para. 2 group":    second + " | " + note,
		"CTOC/COP/2024/5, para. 99":                 note,
		"para. 5":                                   "",
		"victims of trafficking":                    "",
		"-CTOC/COP/2024/5 victims":                  "",
		`"the note CTOC/COP/2024/5 is before them"`: "",
	} {
		reading, faults := read(words, false)
		if len(faults) > 0 {
			t.Fatal(faults)
		}
		page := openPage(t, s, searchFor("q", words))
		var got []string
		for _, line := range page.all("section.direct") {
			for _, entry := range line.all("li") {
				got = append(got, entry.one(t, "a.go").text()+" "+strings.NewReplacer("%28", "(", "%29", ")").Replace(entry.one(t, "a.go").attr("href")))
			}
		}
		if joined := strings.Join(got, " | "); joined != want && !(want == "Conference of the Parties resolution" && len(got) == 2) {
			t.Errorf("%s (%s): %q, want %q", words, reading.Interpreted, joined, want)
		}
		for _, line := range page.all("section.direct") {
			for _, link := range line.all("a.cites") {
				if n := totalOf(t, s, link.attr("href")); !strings.Contains(link.text(), fmt.Sprint(n)) {
					t.Errorf("%s: %q leads to %d paragraphs", words, link.text(), n)
				}
			}
		}
	}
}

// counting counts the searches behind an answer, and the largest page asked for.
type counting struct {
	search.Searcher
	searches, largest int
}

func (c *counting) Search(ctx context.Context, req search.Request) (search.Results, error) {
	c.searches++
	c.largest = max(c.largest, req.Size)
	return c.Searcher.Search(ctx, req)
}

// TestViewsAreBounded: a view asks a handful of searches, each of a page at the most, whatever is held.
func TestViewsAreBounded(t *testing.T) {
	memory := searchtest.NewMemory()
	if err := memory.Put(context.Background(), append(adoptedDocuments(), testDocuments()...)); err != nil {
		t.Fatal(err)
	}
	if err := memory.Commit(context.Background()); err != nil {
		t.Fatal(err)
	}
	for address, most := range map[string]int{
		"/api/v1/items/CTOC/COP/2024/1/2(b)": 5, "/api/v1/resolutions/GA/70/1": 3, "/api/v1/bodies/GA": 1, "/api/v1/bodies/GA/sessions/78": 2, "/api/v1/bodies": 1,
		"/api/v1/identifiers?q=A/RES/70/1+resolution+11/5+item+2b+CTOC/COP/2024/5": 12, "/api/v1/identifiers?q=decisions+4/1–4/8+item+2": 24,
	} {
		c := &counting{Searcher: memory}
		s, err := New(Options{Searcher: c, Version: "test"})
		if err != nil {
			t.Fatal(err)
		}
		if w := getFrom(s, address); w.Code != 200 {
			t.Errorf("%s: status %d", address, w.Code)
		}
		if c.searches > most || c.largest > search.MaxSize {
			t.Errorf("%s: %d searches of at most %d hits, want at most %d", address, c.searches, c.largest, most)
		}
	}
}

func TestSentenceAround(t *testing.T) {
	const text = "First, art. 5 applies. The deadline is 30 September 2024. Then comes more."
	if start, end := sentenceAround(text, strings.Index(text, "deadline")); text[start:end] != "The deadline is 30 September 2024." {
		t.Errorf("%q", text[start:end])
	}
	if start, end := sentenceAround(text, 0); text[start:end] != "First, art. 5 applies." {
		t.Errorf("%q", text[start:end])
	}
	if start, end := sentenceAround("截止日期为9月30日。其他。", 0); start != 0 || end != len("截止日期为9月30日。") {
		t.Errorf("%d to %d", start, end)
	}
}

func TestWordsAround(t *testing.T) {
	if got := lastWords("one two three", 8); got != "… three" {
		t.Errorf("lastWords: %q", got)
	}
	if got := firstWords("one two three", 8); got != "one two …" {
		t.Errorf("firstWords: %q", got)
	}
}

// TestNamedFields: alternatives of one reading do not use up the identifiers of a query.
func TestNamedFields(t *testing.T) {
	for words, want := range map[string]int{"11/2": 2, "item 2b": 1, "NOT item 2b": 0, "a b": 0, "A/1 A/2 A/3 A/4 A/5 A/6 A/7 A/8 A/9": 8, "decisions 4/1–4/7": 7, "UNSCR 1325 and 1820": 2} {
		parsed, err := query.Parse(words, query.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if got := namedFields(parsed.Node); len(got) != want {
			t.Errorf("%s: %v, want %d", words, got, want)
		}
	}
}

// TestBodyPages walks the documents of a body of which hundreds are held, most of them in two languages: each is named once, the newest first.
func TestBodyPages(t *testing.T) {
	const papers = 230
	var docs []document.Document
	want := map[string]int{} // paragraphs by symbol
	for i := range papers {
		symbol := fmt.Sprintf("A/79/%d", i+1)
		for _, lang := range []document.Language{"en", "fr"} {
			if lang == "fr" && i%7 == 0 {
				continue
			}
			want[symbol] += 2
			docs = append(docs, document.Document{Header: document.Header{Symbol: symbol, Lang: lang, Title: "A report", Body: "GA", Date: fmt.Sprintf("2024-%02d-01", i%12+1)},
				Units: []document.Unit{{Seq: 1, Anchor: "p1", Kind: document.Paragraph, Text: "One."}, {Seq: 2, Anchor: "p2", Kind: document.Paragraph, Text: "Two."}}})
		}
	}
	s := serverOf(t, docs)
	got, last, pages := map[string]int{}, "9999", 0
	for address := "/api/v1/bodies/GA"; address != ""; pages++ {
		var body bodyAnswer
		if w := getFrom(s, address); json.Unmarshal(w.Body.Bytes(), &body) != nil || w.Code != 200 {
			t.Fatalf("%s: %d %s", address, w.Code, w.Body)
		}
		if body.Papers != papers {
			t.Errorf("%s: %d papers, want %d", address, body.Papers, papers)
		}
		for _, d := range body.Documents {
			if got[d.Symbol] > 0 || d.Date > last {
				t.Errorf("%s of %s comes again, or behind %s", d.Symbol, d.Date, last)
			}
			got[d.Symbol], last = d.Paragraphs, d.Date
		}
		address = body.Links.Next
	}
	if diff := cmp.Diff(want, got); diff != "" || pages < 3 {
		t.Errorf("%d pages (-want +got):\n%s", pages, diff)
	}

	for address, want := range map[string]string{"/bodies/GA": "230 documents in one or more languages", "/bodies/GA?lang=en": "230 documents"} {
		if heads := openPage(t, s, address).one(t, "div.content").all("h2"); heads[len(heads)-1].text() != want {
			t.Errorf("%s lists %q, want %q", address, heads[len(heads)-1].text(), want)
		}
	}
	seen := 0
	for address := "/bodies/GA?lang=fr"; address != ""; {
		page := openPage(t, s, address)
		seen += len(page.one(t, "ul.docs").all("li"))
		address = ""
		for _, a := range page.all("a.button") {
			if a.attr("rel") == "next" {
				address = a.attr("href")
			}
		}
	}
	if want := papers - (papers+6)/7; seen != want {
		t.Errorf("the pages list %d documents in French, want %d", seen, want)
	}
	if w := getFrom(s, "/api/v1/bodies/GA?cursor=x"); w.Code != 400 {
		t.Errorf("a cursor of nothing: %d", w.Code)
	}
}
