package web

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
)

// groupedIn asks the API for documents.
func groupedIn(t testing.TB, s *Server, address string) (documents []groupBody, links linksBody, first int) {
	t.Helper()
	var body struct {
		First     int
		Documents []groupBody
		Links     linksBody
	}
	w := getFrom(s, address)
	if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil || w.Code != 200 {
		t.Fatalf("%s: status %d, %v: %s", address, w.Code, err, w.Body)
	}
	return body.Documents, body.Links, body.First
}

// TestDocumentsOfHitsWalkAllPages reads all documents that hits stand in, page by page.
func TestDocumentsOfHitsWalkAllPages(t *testing.T) {
	s := newTestServer(t)
	var symbols []string
	address := "/api/v1/search?q=extradition+OR+resources&lang=en&group=document&per_document=2&page_size=2"
	for address != "" {
		documents, links, first := groupedIn(t, s, address)
		if first != len(symbols)+1 {
			t.Errorf("%s begins with document %d, want %d", address, first, len(symbols)+1)
		}
		for _, d := range documents {
			symbols = append(symbols, d.Document.Symbol)
			if len(d.Hits) != min(2, d.Total) {
				t.Errorf("%s: %d hits shown of %d", d.Document.Symbol, len(d.Hits), d.Total)
			}
		}
		address = links.Next
	}
	if len(symbols) != 4 {
		t.Errorf("documents %q, want 4 of them", symbols)
	}
	for _, refused := range []string{"group=paragraph", "group=document&view=concordance", "per_document=2", "group=document&per_document=11"} {
		if w := getFrom(s, "/api/v1/search?q=resources&"+refused); w.Code != 400 {
			t.Errorf("%s: status %d, want 400", refused, w.Code)
		}
	}
}

func TestDocumentsPage(t *testing.T) {
	s := seedPages(t)
	page := openPage(t, s, "/search?q=resolution&group=document")
	sections := page.all("section.bydoc")
	if len(sections) != 2 {
		t.Fatalf("%d documents, want 2", len(sections))
	}
	for _, section := range sections {
		more := section.one(t, "p.rest").one(t, "a")
		shown, total := len(section.all("article.hit")), leadingNumber(t, section.one(t, "p.note").text())
		if got := leadingNumber(t, more.text()); shown != 3 || got != total-shown {
			t.Errorf("%d shown, %d more, of %d", shown, got, total)
		}
		if got := totalOf(t, s, more.attr("href")); got != total {
			t.Errorf("the document's paragraphs: %d, want %d", got, total)
		}
	}
	if got := page.one(t, "nav.pager").one(t, "span").text(); got != "Documents 1–2 of 2" {
		t.Errorf("pager %q", got)
	}
}

func TestHitsAreExplained(t *testing.T) {
	var body struct {
		Hits []struct {
			ID          string
			Score       float64
			Explanation *explanationBody
		}
	}
	s := newTestServer(t)
	w := getFrom(s, "/api/v1/search?q=extrabudgetary+resourc*&explain=true")
	if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil {
		t.Fatal(err)
	}
	for _, h := range body.Hits {
		sum, patterns := 0.0, 0
		for _, word := range h.Explanation.Words {
			if sum += word.Score; word.Match == "beginning" {
				patterns++
			}
		}
		if math.Abs(sum-h.Score) > 0.001 || patterns != 1 {
			t.Errorf("%s: words add up to %v of %v, %d patterns", h.ID, sum, h.Score, patterns)
		}
	}
	if w := getFrom(s, "/api/v1/search?q=resources"); strings.Contains(w.Body.String(), "explanation") {
		t.Error("hits are explained without being asked for it")
	}
	why := openPage(t, seedPages(t), "/search?q=%22extrabudgetary+resources%22&explain=true").all("details.why")[0]
	if got := why.one(t, "tbody").one(t, "th").text(); !strings.HasPrefix(got, "extrabudgetary resources") || !strings.Contains(got, "as written, phrase") {
		t.Errorf("the first word weighed is %q", got)
	}
}
