package web

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search/searchtest"
)

// resolutionFamily is A/RES/75/29 in three languages with two of its relatives, cut short.
func resolutionFamily() []document.Document {
	header := func(symbol, lang, title string) document.Header {
		return document.Header{Symbol: symbol, SymbolVia: document.ViaMasthead, Lang: document.Language(lang), Title: title, Body: "GA", BodyName: "General Assembly", SessionNumber: 75}
	}
	resolution := func(lang, title, words string) document.Document {
		h := header("A/RES/75/29", lang, title)
		h.Adopted = "2020-12-07"
		h.Related = []document.Related{{Relation: document.DraftOf, Symbol: "A/75/L.38/Rev.1"}, {Relation: document.DraftOf, Symbol: "A/75/L.38/Rev.1/Add.1"}}
		d := document.Document{Header: h}
		for n := 1; n <= 14; n++ {
			d.Units = append(d.Units, document.Unit{Seq: n, Anchor: fmt.Sprintf("p%d", n), Kind: document.Operative, Number: fmt.Sprint(n), Label: fmt.Sprintf("%d.", n),
				Text: fmt.Sprintf("%d. %s", n, strings.Repeat(words+" ", 40))})
		}
		return d
	}
	return []document.Document{
		resolution("en", "Problem of the militarization of the Autonomous Republic of Crimea", "Calls upon the Russian Federation;"),
		resolution("ru", "Проблема милитаризации Автономной Республики Крым", "призывает Российскую Федерацию;"),
		resolution("ar", "مشكلة عسكرة جمهورية القرم المتمتعة بالحكم الذاتي", "تهيب بالاتحاد الروسي؛"),
		{Header: header("A/75/L.38/Rev.1", "en", "Revised draft resolution"), Units: []document.Unit{{Seq: 1, Anchor: "p1", Kind: document.Paragraph, Text: "The General Assembly,"}}},
		{Header: header("A/75/L.38/Corr.1", "en", "Corrigendum"), Units: []document.Unit{{Seq: 1, Anchor: "p1", Kind: document.Paragraph, Text: "Line 3"}}},
	}
}

func TestBrowserKeepsThePlaceInAnotherLanguage(t *testing.T) {
	b := openTab(t, seedServer(t, resolutionFamily()...).URL, 1440, 900)
	b.open("/d/A/RES/75/29#p9")
	b.click(`a[data-language][lang="ru"]`)
	b.await(`document.readyState === "complete" && location.pathname.endsWith("@ru")`)
	if got := eval[string](b, `location.hash`); got != "#p9" {
		t.Errorf("from paragraph 9 the Russian text opens at %q, want #p9", got)
	}
	eval[bool](b, `(document.getElementById("p12").scrollIntoView(), true)`)
	b.await(`scrollY > 0 && document.getElementById("p9").getBoundingClientRect().bottom < 0`)
	eval[bool](b, `(document.querySelector("a[data-language][lang=ar]").click(), true)`)
	b.await(`document.readyState === "complete" && location.pathname.endsWith("@ar")`)
	if got := eval[string](b, `location.hash`); got != "#p11" && got != "#p12" {
		t.Errorf("after scrolling to paragraph 12 the Arabic text opens at %q", got)
	}
	b.open("/d/A/RES/75/29")
	b.click(`a[data-language][lang="ar"]`)
	b.await(`document.readyState === "complete" && location.pathname.endsWith("@ar")`)
	if got := eval[string](b, `location.hash + document.querySelector(".masthead").dir`); got != "rtl" {
		t.Errorf("from the top the Arabic text opens at %q, want the top, rtl", got)
	}
}

func TestPageOfAFamily(t *testing.T) {
	memory := searchtest.NewMemory()
	if err := errors.Join(memory.Put(t.Context(), resolutionFamily()), memory.Commit(t.Context())); err != nil {
		t.Fatal(err)
	}
	s := newTestServer(t, func(o *Options) { o.Searcher = memory })
	page := parsePage(t, getFrom(s, "/d/A/RES/75/29@ru?cite=p3"))
	for _, part := range []struct {
		within, what string
		want         []string
	}{
		{"p.languages", "a", []string{"English", "العربية"}},
		{"div.family", "a", []string{"A/75/L.38/Corr.1", "A/75/L.38/Rev.1", "A/75/L.38/Rev.1/Add.1"}},
		{"div.family", "span.under", []string{"not held here"}},
		{"div.citebox", "bdi", []string{"English", "العربية"}},
	} {
		if diff := cmp.Diff(part.want, texts(page.one(t, part.within).all(part.what))); diff != "" {
			t.Errorf("%s in %s (-want +got):\n%s", part.what, part.within, diff)
		}
	}
	if !strings.Contains(getFrom(s, "/d/A/RES/75/29").Body.String(), "Adopted on 7 December 2020") {
		t.Error("the page does not say when the resolution was adopted")
	}
	absent := getFrom(s, "/d/a/75/l.38/rev.1/add.1")
	body := absent.Body.String()
	for _, want := range []string{`href="https://undocs.org/A/75/L.38/Rev.1/Add.1"`, `href="/d/A/75/L.38/Rev.1"`, `href="/d/A/RES/75/29"`} {
		if absent.Code != 404 || !strings.Contains(body, want) {
			t.Errorf("the page of a document that is not held, status %d, lacks %s", absent.Code, want)
		}
	}
}
