package web

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/plenary-search/plenary/index/document"
)

// seedPages is the server of the seeds, without a network.
func seedPages(t testing.TB) *Server {
	t.Helper()
	memory, err := seedIndex()
	if err != nil {
		t.Fatal(err)
	}
	s, err := New(Options{Searcher: memory, Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// An element is a node of a page, to be asked for what is below it.
type element struct{ *html.Node }

// openPage is a page that must be there, as elements.
func openPage(t testing.TB, s *Server, address string) element {
	t.Helper()
	w := getFrom(s, address)
	if w.Code != 200 {
		t.Fatalf("%s: status %d: %s", address, w.Code, w.Body)
	}
	return parsePage(t, w)
}

func parsePage(t testing.TB, w *httptest.ResponseRecorder) element {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(w.Body.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	return element{root}
}

// all are the elements below e that match a selector: "tag.class", "#id", ".class", "tag".
func (e element) all(selector string) []element {
	var out []element
	for n := range e.Descendants() {
		if n.Type == html.ElementNode && (element{n}).is(selector) {
			out = append(out, element{n})
		}
	}
	return out
}

func (e element) is(selector string) bool {
	if id, ok := strings.CutPrefix(selector, "#"); ok {
		return e.attr("id") == id
	}
	tag, class, _ := strings.Cut(selector, ".")
	return (tag == "" || e.Data == tag) && (class == "" || slices.Contains(strings.Fields(e.attr("class")), class))
}

// one is the first element that matches; there must be one.
func (e element) one(t testing.TB, selector string) element {
	t.Helper()
	found := e.all(selector)
	if len(found) == 0 {
		t.Fatalf("no %s on the page", selector)
	}
	return found[0]
}

func (e element) attr(name string) string {
	for _, a := range e.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func (e element) has(name string) bool {
	return slices.ContainsFunc(e.Attr, func(a html.Attribute) bool { return a.Key == name })
}

// text is the text with single plain blanks.
func (e element) text() string {
	var b strings.Builder
	for n := range e.Descendants() {
		switch {
		case n.Type == html.ElementNode && slices.Contains([]string{"div", "p", "li", "ul", "dd", "dt", "td", "th", "h2", "h3"}, n.Data):
			b.WriteByte(' ')
		case n.Type == html.TextNode && n.Parent.Data != "script" && n.Parent.Data != "template":
			b.WriteString(n.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func texts(list []element) []string {
	out := make([]string, len(list))
	for i, e := range list {
		out[i] = e.text()
	}
	return out
}

// totalOf is the number of paragraphs that the page at an address finds.
func totalOf(t testing.TB, s *Server, address string) int {
	t.Helper()
	w := getFrom(s, apiPath+address)
	var body struct {
		Total struct{ Paragraphs int }
	}
	if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil || w.Code != 200 {
		t.Fatalf("%s: status %d, %v", address, w.Code, err)
	}
	return body.Total.Paragraphs
}

// leadingNumber is the number at the beginning of "1,112 paragraphs".
func leadingNumber(t testing.TB, text string) int {
	t.Helper()
	var n int
	if _, err := fmt.Sscan(strings.ReplaceAll(text, ",", ""), &n); err != nil {
		t.Fatalf("%q begins with no number: %v", text, err)
	}
	return n
}

func TestAnswerPage(t *testing.T) {
	page := openPage(t, seedPages(t), `/search?q=%22extrabudgetary+resources%22&sort=document`)
	if got := page.one(t, "#total").text(); got != "3 paragraphs in 1 document" {
		t.Errorf("count line %q", got)
	}
	if got := page.one(t, "p.reading").text(); got != "Read as the exact phrase." {
		t.Errorf("reading %q", got)
	}
	hits := page.all("article.hit")
	want := []struct{ cite, item string }{
		{"CTOC/COP/2024/1, item 2 (b), third paragraph", "2 (b) Trafficking in Persons Protocol from the section it stands in"},
		{"CTOC/COP/2024/1, item 5, third paragraph", "5 Technical assistance from the section it stands in"},
		{"CTOC/COP/2024/1, item 6, fourth paragraph", "6 Financial and budgetary matters from the section it stands in"},
	}
	if len(hits) != len(want) {
		t.Fatalf("%d hits, want %d", len(hits), len(want))
	}
	marks := 0
	for i, hit := range hits {
		if got := hit.one(t, "h2").text(); got != want[i].cite {
			t.Errorf("citation %q, want %q", got, want[i].cite)
		}
		if got := hit.one(t, "div.margin").one(t, "li").text(); got != want[i].item {
			t.Errorf("item %q, want %q", got, want[i].item)
		}
		if got := hit.attr("data-citation"); strings.Join(strings.Fields(got), " ") != want[i].cite {
			t.Errorf("citation to copy %q, want %q", got, want[i].cite)
		}
		for _, m := range hit.all("mark") {
			marks++
			if m.text() != "extrabudgetary resources" {
				t.Errorf("mark %q", m.text())
			}
		}
	}
	if marks != 4 {
		t.Errorf("%d marks, want 4: a phrase is one", marks)
	}
	implied := hits[0].all("a.implied")
	if len(implied) != 1 || implied[0].text() != "the same resolution" || implied[0].attr("href") != "/resolutions/CTOC/COP/11/5" {
		t.Errorf("implied references %v", texts(implied))
	}
	if got := hits[2].one(t, "a.nb").text(); got != "resolutions 9/1 and 10/1" && got != "resolution 9/1" {
		t.Errorf("first short reference %q", got)
	}
	wantGroups := []string{"Agenda item", "Resolutions and decisions", "Articles and rules", "Document", "Kind of text", "Kind of document", "Body", "Session", "Date of document", "Language"}
	if got := texts(page.all("legend")); !slices.Equal(got, wantGroups) {
		t.Errorf("facets %q, want %q", got, wantGroups)
	}
	if got, want := page.one(t, "details.gap").one(t, "span.shut").text(), "… 109 words …"; got != want {
		t.Errorf("gap %q, want %q", got, want)
	}
}

// TestCountsLeadToWhatTheySay follows every count that a page shows: the page behind it finds just as many.
func TestCountsLeadToWhatTheySay(t *testing.T) {
	s := seedPages(t)
	for _, address := range []string{"/search?q=resolution", "/search?q=%22technical+assistance%22&document=CTOC/COP/2024/1", "/search?item=5", "/search?q=assistance&kind=table_row&kind=heading"} {
		page := openPage(t, s, address)
		rows := 0
		for _, row := range page.all("label.row") {
			box := row.one(t, "input")
			if len(row.all("span.count")) == 0 || box.has("checked") || box.has("disabled") || isChosen(address, box.attr("name")) {
				continue // its count is of a choice beside others
			}
			rows++
			there := address + "&" + box.attr("name") + "=" + strings.ReplaceAll(box.attr("value"), " ", "+")
			if got, want := totalOf(t, s, there), leadingNumber(t, row.one(t, "span.count").text()); got != want {
				t.Errorf("%s: %s says %d, its page has %d", address, row.text(), want, got)
			}
		}
		if rows < 5 {
			t.Errorf("%s: only %d choices", address, rows)
		}
	}
	start := openPage(t, s, "/")
	examples := start.one(t, "ul.examples").all("li")
	if len(examples) != 6 {
		t.Errorf("%d examples, want 6: %q", len(examples), texts(examples))
	}
	for _, row := range slices.Concat(examples, start.one(t, "table.agenda").one(t, "tbody").all("tr"), start.one(t, "#missing").all("li")) {
		count := slices.Concat(row.all("span.count"), row.all("td.n"))[0]
		if got, want := totalOf(t, s, row.one(t, "a").attr("href")), leadingNumber(t, count.text()); got != want {
			t.Errorf("start page: %q says %d, its page has %d", row.text(), want, got)
		}
	}
}

// isChosen reports whether the question of an address filters on a field already.
func isChosen(address, name string) bool {
	return strings.Contains(address, "&"+name+"=") || strings.Contains(address, "?"+name+"=")
}

func TestChipsAreTheFilters(t *testing.T) {
	page := openPage(t, seedPages(t), "/search?q=resources&item=2&item_exact=2&not_item=5&resolution=11/5&kind=paragraph&date_from=2024-07-01&mentioned_to=2025-01-01&ref=explicit&section=technical&has=resolutions&not_has=date")
	var got []string
	for _, c := range page.all("li.chip") {
		got = append(got, c.one(t, "b").text())
		label := c.one(t, "a").attr("aria-label")
		if strings.Join(strings.Fields(label), " ") != "Remove "+got[len(got)-1] {
			t.Errorf("chip %q is removed by %q", got[len(got)-1], label)
		}
	}
	want := []string{"Item 2", "Only item 2 itself", "Resolution 11/5", "Paragraph", "Dated from 1 July 2024", "Mentions a day up to 1 January 2025",
		"Under the heading “technical”", "Cites a resolution", "Named references only", "Not: Item 5", "Not: Mentions a day"}
	if !slices.Equal(got, want) {
		t.Errorf("chips %q, want %q", got, want)
	}
	// What no control shows is carried along by the form.
	var carried []string
	for _, input := range page.one(t, "#kept").all("input") {
		carried = append(carried, input.attr("name")+"="+input.attr("value"))
	}
	for _, name := range []string{"mentioned_to=2025-01-01", "not_item=5", "section=technical"} {
		if !slices.Contains(carried, name) {
			t.Errorf("the form carries %q, without %s", carried, name)
		}
	}
}

func TestDocumentPage(t *testing.T) {
	s := seedPages(t)
	page := openPage(t, s, `/d/CTOC/COP/2024/5?q=%22constant+element%22`)
	for selector, want := range map[string]string{
		"div.symbol": "CTOC/COP/2024/5",
		"h1":         "Reports on the meetings of the subsidiary bodies of the Conference of the Parties to the United Nations Convention against Transnational Organized Crime and the Protocols thereto",
		"#where":     "4 paragraphs in this document",
		"#p11":       "11. In its resolution 7/1, the Conference, inter alia, encouraged the Working Group on International Cooperation and the Working Group of Government Experts on Technical Assistance to consider meeting on an annual basis, as needed, and to hold their meetings consecutively, in order to ensure the effective use of resources. Resolution 7/1Cite para. 11 ▾",
	} {
		if got := page.one(t, selector).text(); got != want {
			t.Errorf("%s: %q, want %q", selector, got, want)
		}
	}
	if got := page.one(t, "div.symbol").all("span.dotted"); len(got) != 1 {
		t.Error("the inferred symbol is not shown as one")
	}
	if !strings.HasPrefix(page.one(t, "div.beside").text(), "Symbol not printed in this text.") {
		t.Errorf("beside the masthead: %q", page.one(t, "div.beside").text())
	}
	if got := len(page.one(t, "div.units").all("mark")); got != 4 {
		t.Errorf("%d marks, want 4", got)
	}
	var ticks []string
	for _, row := range page.one(t, "nav.outline").all("li") {
		if row.is(".l1") {
			ticks = append(ticks, strings.Join(append(texts(row.all("span.under")), texts(row.all("span.tick"))...), " | "))
		}
	}
	want := []string{"paras. 1–3 · item 2 (b) | 1", "paras. 4–6 · item 2 (c) | 1", "paras. 7–9 · item 2 (d) | 1", "paras. 10–12 · item 4 | 1", "paras. 13–15 · item 5"}
	if !slices.Equal(ticks, want) {
		t.Errorf("outline %q, want %q", ticks, want)
	}
	box := openPage(t, s, "/d/CTOC/COP/2024/5?cite=p5").one(t, "#p5").one(t, "div.citebox")
	if got := texts(box.all("dd")); got[0] != "CTOC/COP/2024/5, para. 5." || got[1] != "CTOC/COP/2024/5, para. 5 (item 2 (c))." || got[2] != "/d/CTOC/COP/2024/5#p5" {
		t.Errorf("citation box %q", got)
	}
}

func TestDocumentAddresses(t *testing.T) {
	s := seedPages(t)
	for address, want := range map[string]string{
		"/d/ctoc/cop/2024/5":           "/d/CTOC/COP/2024/5",
		"/d/CTOC%2FCOP%2F2024%2F5?q=x": "/d/CTOC/COP/2024/5?q=x",
		"/d/CTOC/COP/2024/5@en":        "/d/CTOC/COP/2024/5",
		"/d/CTOC/COP/2024/5.":          "/d/CTOC/COP/2024/5",
	} {
		w := getFrom(s, address)
		if got := w.Header().Get("Location"); strings.Contains(address, "%2F") && w.Code == 200 {
			continue // the router has read the escapes, and the address is the normal one
		} else if w.Code != 301 || got != want {
			t.Errorf("%s: status %d to %q, want 301 to %q", address, w.Code, got, want)
		}
	}
	w := getFrom(s, "/d/CTOC/COP/2024/7")
	page := parsePage(t, w)
	if w.Code != 404 || page.one(t, "h1").text() != "CTOC/COP/2024/7 is not held here" {
		t.Errorf("status %d, %q", w.Code, page.one(t, "h1").text())
	}
	link := page.one(t, "#text").one(t, "a")
	if n := totalOf(t, s, link.attr("href")); n == 0 || !strings.Contains(page.one(t, "#text").text(), fmt.Sprintf("It is cited in %d paragraph", n)) {
		t.Errorf("%q, and %d paragraphs behind the link", page.one(t, "#text").text(), n)
	}
}

// TestPagesAreSound holds every kind of page to what HTML and the policy ask for: ids are used once, nothing carries style or
// script of its own, controls have labels, and every link to a place leads to one.
func TestPagesAreSound(t *testing.T) {
	s := seedPages(t)
	seen, queue := map[string]bool{}, []string{"/", "/help", "/documents", "/bodies", "/bodies/CTOC/COP/sessions/12", "/items/CTOC/COP/2024/1/2(b)", "/resolutions/CTOC/COP/7/1", "/resolutions/CTOC/COP/10/6?ref=implied", "/search?q=resolution&item=2", "/search?q=zebra+resources&item=5", "/search?q=resolution&view=concordance&sort=left", "/search?q=resolution&context=1", "/search?q=resolution&group=document&explain=true", "/search?q=%22in+its+resolution+7/1%22&fold=near", "/d/CTOC/COP/2024/1?q=resources", "/d/CTOC/COP/2024/5?q=resources&cite=p5"}
	const most = 150
	for len(queue) > 0 && len(seen) < most {
		address := queue[0]
		queue = queue[1:]
		if seen[address] {
			continue
		}
		seen[address] = true
		w := getFrom(s, address)
		if w.Code != 200 {
			t.Errorf("%s: status %d", address, w.Code)
			continue
		}
		if !strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
			continue
		}
		page := parsePage(t, w)
		checkSound(t, address, page)
		for _, a := range page.all("a") {
			href, _, _ := strings.Cut(a.attr("href"), "#")
			if href != "" && strings.HasPrefix(href, "/") {
				queue = append(queue, href)
			}
		}
	}
}

func checkSound(t *testing.T, address string, page element) {
	t.Helper()
	ids := map[string]int{}
	for n := range page.Descendants() {
		e := element{n}
		if n.Type != html.ElementNode {
			continue
		}
		if id := e.attr("id"); id != "" {
			ids[id]++
		}
		if e.has("style") || e.Data == "style" || e.Data == "script" && e.attr("src") == "" {
			t.Errorf("%s: %s has style or script of its own", address, e.Data)
		}
		for _, a := range e.Attr {
			if strings.HasPrefix(a.Key, "on") || strings.Contains(a.Val, "ZgotmplZ") || strings.Contains(a.Val, "%!") {
				t.Errorf("%s: <%s %s=%q>", address, e.Data, a.Key, a.Val)
			}
		}
	}
	for id, n := range ids {
		if n > 1 {
			t.Errorf("%s: id %s is used %d times", address, id, n)
		}
	}
	for _, a := range page.all("a") {
		if id, ok := strings.CutPrefix(a.attr("href"), "#"); ok && ids[id] == 0 {
			t.Errorf("%s: a link leads to #%s, which is nowhere", address, id)
		}
		if a.text() == "" && a.attr("aria-label") == "" {
			t.Errorf("%s: a link to %s has no name", address, a.attr("href"))
		}
	}
	if text := page.text(); strings.Contains(text, "%!") || strings.Contains(text, "<no value>") {
		t.Errorf("%s: a phrase is broken: %q", address, text[max(0, strings.Index(text, "%!")-40):])
	}
	if n := len(page.all("h1")); n != 1 {
		t.Errorf("%s: %d headings of the first level", address, n)
	}
}

// TestBudgets holds what a first visit loads to what was promised for slow lines.
func TestBudgets(t *testing.T) {
	s := seedPages(t)
	for name, most := range map[string]int{"plenary.css": 10 << 10, "plenary.js": 8 << 10} {
		if n := compressed(getFrom(s, s.pages.assets.addresses[name]).Body.Bytes()); n > most {
			t.Errorf("%s: %d bytes compressed, at most %d", name, n, most)
		}
	}
	w := getFrom(s, "/search?q=resolution&page_size=20")
	if hits := len(parsePage(t, w).all("article.hit")); hits != 20 {
		t.Fatalf("%d hits, want 20", hits)
	}
	if n := compressed(w.Body.Bytes()); n > 30<<10 {
		t.Errorf("a page of 20 hits: %d bytes compressed, at most %d", n, 30<<10)
	}
}

func compressed(data []byte) int {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write(data) // a buffer takes all
	_ = z.Close()
	return b.Len()
}

func TestStaticFilesMayBeKept(t *testing.T) {
	s := seedPages(t)
	for name, kind := range map[string]string{"plenary.css": "text/css; charset=utf-8", "plenary.js": "text/javascript; charset=utf-8"} {
		address := s.pages.assets.addresses[name]
		w := getFrom(s, address)
		if w.Code != 200 || w.Header().Get("Content-Type") != kind || w.Header().Get("Cache-Control") != keepForGood {
			t.Errorf("%s: status %d, type %q, cache %q", address, w.Code, w.Header().Get("Content-Type"), w.Header().Get("Cache-Control"))
		}
		if !strings.Contains(getFrom(s, "/").Body.String(), address) {
			t.Errorf("the page does not load %s", address)
		}
	}
	if w := getFrom(s, "/static/plenary.css"); w.Code != 404 {
		t.Errorf("the name without a hash: status %d, want 404", w.Code)
	}
}

// TestPhrasesAreComplete compares the table of phrases with the keys that templates and code use.
func TestPhrasesAreComplete(t *testing.T) {
	used := usedPhrases(t)
	for key := range used {
		if !english.has(key) && !english.has(key+".other") {
			t.Errorf("%q is used and has no phrase", key)
		}
	}
	families := regexp.MustCompile(`^(holds|kind|label|via|body\.by|resolution\.of|sort|facet|chip|without|why|ref|start|relation|explain|fold|folded|hit\.named)\.`)
	for key := range english.table {
		base := strings.TrimSuffix(strings.TrimSuffix(key, ".one"), ".other")
		if !used[key] && !used[base] && !families.MatchString(key) {
			t.Errorf("the phrase %q is used nowhere", key)
		}
		if strings.HasSuffix(key, ".one") && !english.has(base+".other") {
			t.Errorf("%q has no plural", base)
		}
	}
}

func usedPhrases(t *testing.T) map[string]bool {
	t.Helper()
	used := map[string]bool{}
	for pattern, files := range map[string][]string{
		`\{\{-? ?(?:t|n) "([A-Za-z.]+)"|\((?:t|n) "([A-Za-z.]+)"`:                       globbed(t, "assets/templates/*.html"),
		`(?:say|count|plain)\("([a-z._-]+)"|"((?:zero|start|doc\.cite|help)\.[a-z.]+)"`: globbed(t, "page*.go"),
	} {
		re := regexp.MustCompile(pattern)
		for _, text := range files {
			for _, m := range re.FindAllStringSubmatch(text, -1) {
				if key := m[1] + m[2]; !strings.HasSuffix(key, ".") {
					used[key] = true
				}
			}
		}
	}
	return used
}

// TestItemsOfSeveralAgendas: item 2 of one conference is not item 2 of another, so it has a title only where the answer is
// under one agenda.
func TestItemsOfSeveralAgendas(t *testing.T) {
	memory, err := seedIndex()
	if err != nil {
		t.Fatal(err)
	}
	tag := document.AgendaTag{Item: "2", Title: "Follow-up to the scoping discussion", Agenda: "CEB/2025/HLCP49/1", Via: document.ViaSection, Evidence: "2. Follow-up"}
	other := document.Document{
		Header: document.Header{Symbol: "CEB/2025/HLCP49/1", SymbolVia: document.ViaMasthead, Lang: "en", Title: "Provisional agenda", Body: "CEB", Session: "Forty-ninth session", SessionNumber: 49,
			Date: "2025-03-14", Agenda: []document.AgendaItem{{Item: "2", Title: tag.Title}}},
		Units: []document.Unit{{Seq: 1, Anchor: "item-2-p1", Kind: document.Paragraph, Text: "The Committee will hold a technical discussion.", Items: []document.AgendaTag{tag}, StatedItems: []document.AgendaTag{tag}}},
	}
	s, err := New(Options{Searcher: withSeeds(t, memory, []document.Document{other}), Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	for address, want := range map[string]string{
		"/search?q=technical":                          "2",
		"/search?q=technical&body=CEB&session=49":      "2 Follow-up to the scoping discussion",
		"/search?q=technical&document=CTOC/COP/2024/1": "2 Review of the implementation of the United Nations Convention against Transnational Organized Crime and the Protocols thereto",
	} {
		page := openPage(t, s, address)
		got := ""
		for _, row := range page.all("label.row") {
			if box := row.one(t, "input"); box.attr("name") == "item" && box.attr("value") == "2" {
				got = row.one(t, "span.label").text()
			}
		}
		if got != want {
			t.Errorf("%s: item 2 is called %q, want %q", address, got, want)
		}
	}
}

// TestDocumentList goes through a list of more documents than one page shows: each is there once, in natural order.
func TestDocumentList(t *testing.T) {
	memory, err := seedIndex()
	if err != nil {
		t.Fatal(err)
	}
	var docs []document.Document
	for i := range listSize + 30 {
		docs = append(docs, document.Document{Header: document.Header{Symbol: fmt.Sprintf("A/79/%d", i+1), Lang: "en", Title: "Report"},
			Units: []document.Unit{{Seq: 1, Anchor: "p1", Kind: document.Paragraph, Text: "Text."}}})
	}
	s, err := New(Options{Searcher: withSeeds(t, memory, docs), Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for address := listPath; address != ""; {
		page := openPage(t, s, address)
		for _, line := range page.one(t, "ul.docs").all("li") {
			got = append(got, line.one(t, "a").text())
		}
		address = ""
		for _, a := range page.one(t, "nav.pager").all("a") {
			if a.attr("rel") == "next" {
				address = a.attr("href")
			}
		}
	}
	var want []string
	for _, d := range docs {
		want = append(want, d.Symbol)
	}
	if want = append(want, "CTOC/COP/2024/1", "CTOC/COP/2024/5"); !slices.Equal(got, want) {
		t.Errorf("listed %q, want %q", got, want)
	}
}
