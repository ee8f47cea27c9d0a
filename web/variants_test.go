package web

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/plenary-search/plenary/index/document"
)

// agreed are documents that repeat agreed language.
func agreed(t *testing.T) *Server {
	t.Helper()
	const requests = "Requests the Secretary-General to submit to the General Assembly at its %s session a report on the implementation of the present resolution"
	doc := func(symbol, date, session string) document.Document {
		return document.Document{Header: document.Header{Symbol: symbol, Lang: "en", Title: "Title of " + symbol, Date: date, Hash: "1", Source: symbol + ".txt"},
			Units: []document.Unit{{Seq: 1, Anchor: "p1", Kind: document.Paragraph, Text: strings.Replace(requests, "%s", session, 1) + "."},
				{Seq: 2, Anchor: "p2", Kind: document.Paragraph, Text: "Decides to remain seized of the matter."}}}
	}
	return serverOf(t, []document.Document{doc("A/RES/72/1", "2017-12-01", "seventy-third"), doc("A/RES/70/1", "2015-12-01", "seventy-first")})
}

func TestVariants(t *testing.T) {
	s := agreed(t)
	answer := getFrom(s, "/api/v1/variants?of=a/res/72/1%23p1")
	var body VariantsBody
	if err := json.Unmarshal(answer.Body.Bytes(), &body); err != nil || answer.Code != http.StatusOK {
		t.Fatalf("%d, %v: %s", answer.Code, err, answer.Body)
	}
	if body.Of.ID != "A/RES/72/1#p1" || body.Total != 2 || body.Same != 1 || len(body.Variants) != 2 || body.Variants[0].ID != "A/RES/70/1#p1" {
		t.Fatalf("variants: %s", answer.Body)
	}
	first := body.Variants[0]
	if len(first.Changes) != 1 || first.Changes[0].Was != "third" || first.Text[first.Changes[0].Start:first.Changes[0].End] != "first" {
		t.Errorf("changes %+v of %q", first.Changes, first.Text)
	}
	for address, want := range map[string]string{
		"/api/v1/variants":                        "of: name the paragraph",
		"/api/v1/variants?of=p1":                  "no id of a paragraph",
		"/api/v1/variants?of=A/RES/1/1%23p1":      "unknown-document",
		"/api/v1/variants?of=A/RES/70/1%23p9":     "has no paragraph",
		"/variants?of=A/RES/70/1%23p9":            "has no paragraph",
		"/api/v1/variants?of=A/RES/70/1%23p1&x=1": "unknown-parameter",
	} {
		if answer := getFrom(s, address); answer.Code < 400 || answer.Code > 499 || !strings.Contains(answer.Body.String(), want) {
			t.Errorf("%s: %d %s, want %q", address, answer.Code, answer.Body, want)
		}
	}
}

func TestVariantsPage(t *testing.T) {
	s := agreed(t)
	page := getFrom(s, "/variants?of=A/RES/72/1%23p1").Body.String()
	for _, want := range []string{"<del>third</del> <ins>first</ins>", "2 paragraphs say this", "/d/A/RES/70/1#p1", `aria-current="true"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q:\n%s", want, page)
		}
	}
	if at := strings.Index(page, "A/RES/70/1, "); at < 0 || at > strings.Index(page, "A/RES/72/1, ") {
		t.Error("the earliest variant does not stand first")
	}
	cited := getFrom(s, "/d/A/RES/72/1?cite=p1").Body.String()
	if want := `href="/variants?of=A/RES/72/1%23p1"`; !strings.Contains(cited, want) {
		t.Errorf("the citation box lacks %s", want)
	}
}

// The numbers of two paragraphs are no change of what they say, and are not shown among its words.
func TestNumbersAreNoChange(t *testing.T) {
	doc := func(symbol, date, number string) document.Document {
		return document.Document{Header: document.Header{Symbol: symbol, Lang: "en", Title: "Title of " + symbol, Date: date, Hash: "1", Source: symbol + ".txt"},
			Units: []document.Unit{{Seq: 1, Anchor: "p" + number, Kind: document.Operative, Number: number, Label: number + ".", Text: number + ". Decides to remain seized of the matter."}}}
	}
	s := serverOf(t, []document.Document{doc("S/RES/1342 (2001)", "2001-02-27", "3"), doc("S/RES/1929 (2010)", "2010-06-09", "38")})
	var body VariantsBody
	if err := json.Unmarshal(getFrom(s, "/api/v1/variants?of=S/RES/1342+(2001)%23p3").Body.Bytes(), &body); err != nil || len(body.Variants) != 2 || len(body.Variants[1].Changes) != 0 {
		t.Errorf("variants %+v, %v", body.Variants, err)
	}
	page := getFrom(s, "/variants?of=S/RES/1342+(2001)%23p3").Body.String()
	if !strings.Contains(page, ">Decides to remain seized of the matter.</p>") || strings.Contains(page, "<ins>") {
		t.Errorf("the page shows numbers as changes:\n%s", page)
	}
}
