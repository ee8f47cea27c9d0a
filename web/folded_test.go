package web

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search/searchtest"
)

// repeated are documents that say the same: three of them in English, one in Arabic, and paragraphs of their own.
func repeated(t *testing.T) *Server {
	t.Helper()
	const seized = "Decides to remain seized of the matter and to review it at its next session in the light of all reports before it"
	doc := func(symbol string, lang document.Language, date string, texts ...string) document.Document {
		d := document.Document{Header: document.Header{Symbol: symbol, Lang: lang, Title: "Title of " + symbol, Date: date, Hash: "1", Source: symbol + string(lang) + ".txt"}}
		for i, text := range texts {
			label := fmt.Sprintf("%d.", i+1)
			d.Units = append(d.Units, document.Unit{Seq: i + 1, Anchor: fmt.Sprintf("p%d", i+1), Kind: document.Paragraph, Number: fmt.Sprint(i + 1), Label: label, Text: label + " " + text})
		}
		return d
	}
	const arabic = "تقرر أن تبقي المسألة قيد نظرها النشط"
	docs := []document.Document{
		doc("A/RES/70/1", "en", "2015-12-01", seized+".", "Requests a report on the matter."),
		doc("A/RES/71/1", "en", "2016-12-01", "Requests a report on the matter.", strings.ToUpper(seized)),
		doc("A/RES/72/1", "en", "2017-12-01", strings.Replace(seized, "remain", "remain actively", 1), seized+";"),
		doc("A/RES/72/1", "ar", "2017-12-01", arabic, arabic),
	}
	memory := searchtest.NewMemory()
	if err := errors.Join(memory.Put(t.Context(), docs), memory.Commit(t.Context())); err != nil {
		t.Fatal(err)
	}
	return newTestServer(t, func(o *Options) { o.Searcher = memory })
}

func TestFoldedBody(t *testing.T) {
	s := repeated(t)
	compareGolden(t, "search-folded.json", steady(t, getFrom(s, "/api/v1/search?q=matter&fold=identical&sort=document&page_size=2&facet=none&fields=id,folded").Body.Bytes()))
	for fold, want := range map[string]int{"": 6, "none": 6, "identical": 3, "near": 2} {
		answer := searchIn(t, s, "/api/v1/search?q=matter&fold="+fold)
		if len(answer.Hits) != want || answer.Total.Paragraphs != 6 || answer.Total.Documents != 3 {
			t.Errorf("fold=%s: %d hits, total %+v; want %d", fold, len(answer.Hits), answer.Total, want)
		}
	}
	for address, want := range map[string]string{
		"/api/v1/search?q=matter&fold=all":                                "none of none, identical, near",
		"/api/v1/search?q=matter&fold=near&group=document":                "leave out one of them",
		"/search?q=matter&fold=identical&view=concordance":                "leave out one of them",
		"/api/v1/search?q=matter&fold=near&fold=none":                     "takes one value",
		"/api/v1/search?q=matter&fold=near&cursor=abcdefghijklmnopqrstuv": "bad-cursor",
	} {
		if answer := getFrom(s, address); answer.Code != 400 || !strings.Contains(answer.Body.String(), want) {
			t.Errorf("%s: %d %s, want %q", address, answer.Code, answer.Body, want)
		}
	}
	for _, address := range []string{"/api/v1/search?q=matter&fold=none&group=document", "/api/v1/search?q=matter&fold=none&view=concordance"} {
		if answer := getFrom(s, address); answer.Code != 200 {
			t.Errorf("%s: %d %s", address, answer.Code, answer.Body)
		}
	}
}

// choicesOf are the ways to show an answer that are offered under a label, the present one in brackets, and where they lead.
func choicesOf(t *testing.T, page element, label string) (names []string, hrefs map[string]string) {
	t.Helper()
	hrefs = map[string]string{}
	for _, span := range page.one(t, "p.shown").all("span") {
		if !strings.HasPrefix(span.text(), label) {
			continue
		}
		for _, a := range span.all("a") {
			name := a.text()
			hrefs[name] = a.attr("href")
			if a.attr("aria-current") == "true" {
				name = "[" + name + "]"
			}
			names = append(names, name)
		}
	}
	return names, hrefs
}

// The page folds identical paragraphs, says so at the hit, and leads to them and to the other ways of showing them.
func TestFoldedPage(t *testing.T) {
	s := repeated(t)
	page := openPage(t, s, "/search?q=matter&sort=document")
	hits := page.all("article.hit")
	if len(hits) != 3 || leadingNumber(t, page.one(t, "#total").text()) != 6 {
		t.Fatalf("%d hits of %s", len(hits), page.one(t, "#total").text())
	}
	note := hits[0].one(t, "p.folded")
	if got, want := note.text(), "The same words stand in 2 more paragraphs of 2 documents, the earliest in A/RES/71/1, para. 2 (2016) · Where else this is said"; got != want {
		t.Errorf("the first hit tells %q, want %q", got, want)
	}
	if links := note.all("a"); links[0].attr("href") != "/search?q=matter&fold=identical&sort=document&unfold=A/RES/70/1%23p1" ||
		links[1].attr("href") != "/d/A/RES/71/1?q=matter&sort=document#p2" || links[2].attr("href") != "/variants?of=A/RES/70/1%23p1" {
		t.Errorf("it leads to %q, %q and %q", links[0].attr("href"), links[1].attr("href"), links[2].attr("href"))
	}
	if got, want := hits[1].one(t, "p.folded").text(), "The same words stand in A/RES/71/1, para. 1 (2016)"; got != want {
		t.Errorf("the second hit tells %q, want %q", got, want)
	}
	if len(hits[2].all("p.folded")) != 0 {
		t.Error("the third hit tells of others")
	}
	names, hrefs := choicesOf(t, page, "Repetitions")
	if strings.Join(names, " ") != "[once] near ones, too all" {
		t.Fatalf("choices %q", names)
	}
	for name, want := range map[string]int{"once": 3, "near ones, too": 2, "all": 6} {
		other := openPage(t, s, hrefs[name])
		if got := len(other.all("article.hit")); got != want {
			t.Errorf("%s: %d hits, want %d", name, got, want)
		}
		json, err := url.Parse(other.one(t, "footer").all("a")[1].attr("href"))
		if err != nil {
			t.Fatal(err)
		}
		if answer := searchIn(t, s, json.String()); len(answer.Hits) != want {
			t.Errorf("%s: %d hits in the API at %s", name, len(answer.Hits), json)
		}
	}
	if got := openPage(t, s, "/search?q=matter&fold=near&sort=document").all("article.hit")[0].one(t, "p.folded").text(); !strings.HasPrefix(got, "Nearly the same words stand in 3 more paragraphs of 2 documents") {
		t.Errorf("nearly identical ones: %q", got)
	}
	names, hrefs = choicesOf(t, openPage(t, s, "/search?document=A/RES/71/1&document=A/RES/72/1"), "Repetitions")
	if got := openPage(t, s, hrefs["once"]).all("article.hit"); strings.Join(names, " ") != "once near ones, too [all]" || len(got) != 4 {
		t.Errorf("a list without words: %q, %d hits folded", names, len(got))
	}
	for _, address := range []string{"/search?q=matter&group=document", "/search?q=matter&view=concordance"} {
		if names, _ := choicesOf(t, openPage(t, s, address), "Repetitions"); len(names) != 0 {
			t.Errorf("%s offers to fold", address)
		}
	}
	arabic := openPage(t, s, "/search?q=المسألة").all("article.hit")
	if len(arabic) != 1 || !strings.Contains(arabic[0].one(t, "p.folded").text(), "A/RES/72/1, para. 2") {
		t.Errorf("in Arabic: %d hits", len(arabic))
	}
}

func TestFoldedPages(t *testing.T) {
	s := repeated(t)
	address := "/search?q=matter&sort=document&page_size=2"
	for _, want := range []struct{ pager, rel string }{
		{"Paragraphs 1–2 of 6, repeated ones once", "next"}, {"Paragraph 3 of 6, repeated ones once", "prev"}, {"Paragraphs 1–2 of 6, repeated ones once", "next"},
	} {
		page := openPage(t, s, address)
		if got := page.one(t, "nav.pager").one(t, "span").text(); got != want.pager {
			t.Errorf("%s: %q, want %q", address, got, want.pager)
		}
		address = ""
		for _, a := range page.one(t, "nav.pager").all("a") {
			if a.attr("rel") == want.rel {
				address = a.attr("href")
			}
		}
		if address == "" {
			t.Fatalf("%q leads nowhere", want.pager)
		}
	}
	whole := openPage(t, s, "/search?q=actively").one(t, "nav.pager").one(t, "span").text()
	if whole != "Paragraph 1 of 1" {
		t.Errorf("one paragraph that nothing repeats: %q", whole)
	}
}

// What a folded hit says it stands for is listed where it leads, in the API and on the page, under the filters of the question.
func TestUnfolded(t *testing.T) {
	s := repeated(t)
	followed := 0
	for _, question := range []string{"q=matter", "q=matter&sort=-date", "q=matter&document=A/RES/70/1&document=A/RES/71/1", "q=المسألة&page_size=1"} {
		for _, how := range []string{"identical", "near"} {
			address := "/search?" + question + "&fold=" + how
			for _, hit := range searchIn(t, s, apiPath+address).Hits {
				if hit.Folded == nil {
					continue
				}
				followed++
				answer := searchIn(t, s, strings.Replace(hit.Folded.Unfolded.Self, "&page_size=1", "", 1))
				if answer.Total.Paragraphs != hit.Folded.Paragraphs || answer.Total.Documents != hit.Folded.Documents || len(answer.Hits) != hit.Folded.Paragraphs {
					t.Errorf("%s stands for %d in %d, unfolded %+v, %d hits", hit.ID, hit.Folded.Paragraphs, hit.Folded.Documents, answer.Total, len(answer.Hits))
				}
				for _, other := range answer.Hits {
					if other.ID == hit.ID {
						t.Errorf("%s stands for itself", hit.ID)
					}
				}
			}
			for _, note := range openPage(t, s, address).all("p.folded") {
				link := note.all("a")[0]
				if !strings.Contains(link.text(), "more paragraph") {
					continue
				}
				page := openPage(t, s, link.attr("href"))
				want := leadingNumber(t, link.text())
				if got := leadingNumber(t, page.one(t, "#total").text()); got != want || !strings.Contains(question, "page_size") && len(page.all("article.hit")) != want {
					t.Errorf("%s: %q leads to %d, %d hits", address, link.text(), got, len(page.all("article.hit")))
				}
			}
		}
	}
	if followed < 8 {
		t.Errorf("%d hits stood for others", followed)
	}
}

func TestUnfoldedPage(t *testing.T) {
	s := repeated(t)
	page := openPage(t, s, "/search?q=matter&fold=near&unfold=A/RES/70/1%23p1")
	if got, want := page.one(t, "li.chip").text(), "Nearly the same words as A/RES/70/1, para. 1×"; got != want {
		t.Errorf("chip %q, want %q", got, want)
	}
	back := openPage(t, s, page.one(t, "li.chip").one(t, "a").attr("href"))
	if len(back.all("article.hit")) != 2 {
		t.Errorf("without the chip, %d hits", len(back.all("article.hit")))
	}
	if got := page.one(t, "nav.pager").one(t, "span").text(); got != "Paragraphs 1–3 of 3" {
		t.Errorf("pager %q", got)
	}
	for _, field := range page.one(t, "#kept").all("input") {
		if field.attr("name") == "unfold" {
			t.Error("other words would be looked for among what this hit says")
		}
	}
	for address, want := range map[string]string{
		"/search?q=matter&unfold=A/RES/70/1%23p1":                                 "goes with fold=",
		"/api/v1/search?q=matter&fold=near&unfold=p1":                             "no id of a paragraph",
		"/api/v1/search?q=matter&fold=near&unfold=A/RES/70/1%23p9":                "unknown-paragraph",
		"/api/v1/search?q=matter&fold=near&unfold=A/RES/7/1%23p1":                 "unknown-document",
		"/api/v1/search?q=matter&fold=near&unfold=A/RES/70/1%23p1&facet=document": "leave out facet",
		"/api/v1/search?q=matter&fold=near&unfold=A/RES/70/1%23p1&explain=true":   "leave out facet and explain",
	} {
		if answer := getFrom(s, address); answer.Code < 400 || answer.Code > 499 || !strings.Contains(answer.Body.String(), want) {
			t.Errorf("%s: %d %s, want %q", address, answer.Code, answer.Body, want)
		}
	}
}
