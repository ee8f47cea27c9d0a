package web

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// TestEachHitSaysWhatItWasFoundBy asks the seeds for money: what a set adds is echoed, and each hit names words that stand in it.
func TestEachHitSaysWhatItWasFoundBy(t *testing.T) {
	s := seedPages(t)
	var typed, wider struct {
		Query struct {
			Interpreted, Expanded string
			Expansions            []expansionBody
			Expandable            []expandableBody
		}
		Total totalBody
		Hits  []struct {
			Text    string
			FoundBy []foundByBody `json:"found_by"`
		}
	}
	const address = "/api/v1/search?q=%22extrabudgetary+resources%22&page_size=100"
	for _, c := range []struct {
		address string
		into    any
	}{{address, &typed}, {address + "&expand=funding", &wider}} {
		if err := json.Unmarshal(getFrom(s, c.address).Body.Bytes(), c.into); err != nil {
			t.Fatal(err)
		}
	}
	if len(typed.Query.Expansions) != 0 || typed.Query.Expanded != "" || len(typed.Query.Expandable) != 1 || typed.Query.Expandable[0].Set != "funding" {
		t.Errorf("as typed: %+v", typed.Query)
	}
	if wider.Total.Paragraphs <= typed.Total.Paragraphs {
		t.Errorf("%d paragraphs with other words, %d without", wider.Total.Paragraphs, typed.Total.Paragraphs)
	}
	if wider.Query.Interpreted != typed.Query.Interpreted || !strings.Contains(wider.Query.Expanded, `"voluntary contributions"~`) ||
		len(wider.Query.Expansions) != 1 || len(wider.Query.Expandable) != 0 {
		t.Errorf("with other words: %+v", wider.Query)
	}
	var forms []string
	for _, hit := range wider.Hits {
		if len(hit.FoundBy) == 0 {
			t.Errorf("a hit does not say what it was found by: %s", hit.Text)
		}
		for _, v := range hit.FoundBy {
			forms = append(forms, v.Form)
		}
	}
	for _, form := range []string{"extrabudgetary resources", "availability of resources"} {
		if !slices.Contains(forms, form) {
			t.Errorf("no hit was found by %q, but by %q", form, forms)
		}
	}
}

// TestWiderSearchesAreOfferedAndSwitchedOff follows the links of the page.
func TestWiderSearchesAreOfferedAndSwitchedOff(t *testing.T) {
	s := seedPages(t)
	const address = "/search?q=%22extrabudgetary+resources%22"
	page := openPage(t, s, address)
	offer := linkTo(t, page, "expand=funding")
	if got, want := totalOf(t, s, offer.attr("href")), leadingNumber(t, offer.text()); got != want {
		t.Errorf("the offer says %d, its page has %d", want, got)
	}
	wider := openPage(t, s, offer.attr("href"))
	if text := wider.one(t, ".wider").text(); !strings.Contains(text, "extrabudgetary resources") || !strings.Contains(text, "other forms") {
		t.Errorf("the page says %q", text)
	}
	off := wider.one(t, ".wider").one(t, "a")
	if got, want := totalOf(t, s, off.attr("href")), totalOf(t, s, address); got != want {
		t.Errorf("switched off there are %d paragraphs, want %d", got, want)
	}
	for _, hit := range wider.all(".hit") {
		if !strings.Contains(hit.one(t, ".margin").text(), "Found by") {
			t.Errorf("a hit does not say by which words it was found: %s", hit.text())
		}
	}
}

// linkTo is the link of a page whose address holds some text.
func linkTo(t *testing.T, page element, part string) element {
	t.Helper()
	for _, a := range page.one(t, "#count").all("a") {
		if strings.Contains(a.attr("href"), part) {
			return a
		}
	}
	t.Fatalf("no link leads to %s", part)
	return element{}
}

func TestWordsWithoutMembersAreSaid(t *testing.T) {
	page := openPage(t, seedPages(t), "/search?q=Conference&expand=funding")
	if got, want := page.one(t, ".wider").text(), "other words for it in the set “funds”"; !strings.Contains(got, want) {
		t.Errorf("the page says %q, want %q", got, want)
	}
}

func TestTooManyFormsAreRefused(t *testing.T) {
	s := newTestServer(t)
	var words []string
	for range 10 {
		words = append(words, `"trust fund"`)
	}
	answer := getFrom(s, "/api/v1/search?q="+strings.ReplaceAll(strings.ReplaceAll(strings.Join(words, " OR "), " ", "+"), `"`, "%22")+"&expand=funding")
	if answer.Code != 400 || !strings.Contains(answer.Body.String(), "other forms of its words") {
		t.Errorf("%d %s", answer.Code, answer.Body)
	}
}
