package web

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// concordanceIn asks the API for a concordance.
func concordanceIn(t testing.TB, s *Server, address string) (c concordanceBody, links linksBody) {
	t.Helper()
	w := getFrom(s, address)
	if w.Code != 200 {
		t.Fatalf("%s: status %d: %s", address, w.Code, w.Body)
	}
	var body struct {
		Hits        []any
		Concordance *concordanceBody
		Links       linksBody
	}
	if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil || body.Concordance == nil {
		t.Fatalf("%s: %v: %s", address, err, w.Body)
	}
	if len(body.Hits) > 0 {
		t.Errorf("%s: %d hits beside the lines", address, len(body.Hits))
	}
	return *body.Concordance, body.Links
}

// lineTexts are lines as a reader sees them.
func lineTexts(c concordanceBody) (lines []string) {
	for _, l := range c.Lines {
		lines = append(lines, l.Before+"["+l.Words+"]"+l.After)
	}
	return lines
}

func TestConcordance(t *testing.T) {
	s := newTestServer(t)
	c, _ := concordanceIn(t, s, "/api/v1/search?q=extrabudgetary+resources&view=concordance&lang=en&sort=document")
	want := []string{
		"Group’s advice – took note of the meeting. In the same resolution, it asked for [extrabudgetary resources].",
		"States are invited to provide [extrabudgetary resources] from 14 to 18 October 2024 under article 36 (1) of the Convention.",
		"2. That work needs [extrabudgetary resources].",
		"1. The Office relies on [extrabudgetary resources].",
	}
	if got := lineTexts(c); !slices.Equal(got, want) {
		t.Errorf("lines %q, want %q", got, want)
	}
	if c.Total != 0 || c.Hits != 0 {
		t.Errorf("total %d of %d hits in the order of hits, want none", c.Total, c.Hits)
	}
	c, _ = concordanceIn(t, s, "/api/v1/search?q=extrabudgetary+resources&view=concordance&lang=en&sort=left")
	if got := lineTexts(c); !slices.Equal(got, []string{want[0], want[2], want[3], want[1]}) { // for, needs, on, provide
		t.Errorf("by the words before: %q", got)
	}
	c, _ = concordanceIn(t, s, "/api/v1/search?q=extrabudgetary+resources&view=concordance&lang=en&sort=right")
	if got := lineTexts(c); got[0] != want[1] { // nothing stands after the others
		t.Errorf("by the words after: %q", got)
	}
	if c.Total != 4 || c.First != 1 || c.Hits != 4 {
		t.Errorf("total %d, first %d, of %d hits; want 4, 1, 4", c.Total, c.First, c.Hits)
	}
}

// TestConcordancePages walks the pages of lines in order of their neighbours there and back.
func TestConcordancePages(t *testing.T) {
	s := newTestServer(t)
	whole, _ := concordanceIn(t, s, "/api/v1/search?q=extradition&view=concordance&sort=left&page_size=100")
	var walked []lineBody
	address, last := "/api/v1/search?q=extradition&view=concordance&sort=left&page_size=7", linksBody{}
	for pages := 0; address != ""; pages++ {
		page, links := concordanceIn(t, s, address)
		if page.First != len(walked)+1 {
			t.Errorf("page %d begins with line %d, want %d", pages+1, page.First, len(walked)+1)
		}
		walked, address, last = append(walked, page.Lines...), links.Next, links
	}
	if len(walked) != 31 || !slices.Equal(walked, whole.Lines) {
		t.Errorf("%d lines on the pages, %d on one, want 31, the same", len(walked), len(whole.Lines))
	}
	if page, _ := concordanceIn(t, s, last.Previous); page.First != 22 {
		t.Errorf("the page before the last begins with line %d, want 22", page.First)
	}
	for _, cursor := range []string{"x", encodeLine(1)[1:], encodeLine(maxLined*maxHighlights + 1)} {
		if w := getFrom(s, "/api/v1/search?q=extradition&view=concordance&sort=left&cursor="+url.QueryEscape(cursor)); w.Code != 400 {
			t.Errorf("cursor %q: status %d, want 400", cursor, w.Code)
		}
	}
}

func TestConcordanceIsRefusedWithoutItsView(t *testing.T) {
	w := getFrom(newTestServer(t), "/api/v1/search?q=resources&sort=left")
	if w.Code != 400 || !strings.Contains(w.Body.String(), "view=concordance") {
		t.Errorf("status %d: %s", w.Code, w.Body)
	}
}

func TestConcordancePage(t *testing.T) {
	s := seedPages(t)
	page := openPage(t, s, "/search?q=extrabudgetary+resources&view=concordance&sort=left")
	lines := page.one(t, "ol.kwic").all("li")
	if len(lines) != 4 || len(page.all("article.hit")) != 0 {
		t.Fatalf("%d lines, %d hits; want 4 and none", len(lines), len(page.all("article.hit")))
	}
	if got, want := lines[0].one(t, "a").text(), "CTOC/COP/2024/1, item 5, third paragraph"; got != want {
		t.Errorf("the first line stands in %q, want %q", got, want)
	}
	if got := lines[0].one(t, "mark").text(); got != "extrabudgetary resources" {
		t.Errorf("mark %q", got)
	}
	if got := page.one(t, "ol.kwic").one(t, "a").attr("href"); strings.Contains(got, "view=") || strings.Contains(got, "sort=left") {
		t.Errorf("reading in context keeps how lines are shown: %s", got)
	}
	// The way back, and the page of a search that finds nothing, keep the words.
	for _, a := range page.one(t, "p.shown").all("a") {
		openPage(t, s, a.attr("href"))
	}
	if got := openPage(t, s, "/search?q=zeppelin&view=concordance&sort=left").one(t, "h1").text(); !strings.HasPrefix(got, "No paragraph") {
		t.Errorf("heading %q", got)
	}
}

func TestHitsWithContext(t *testing.T) {
	s := seedPages(t)
	var body struct {
		Hits []struct {
			ID      string
			Context aroundBody
		}
	}
	w := getFrom(s, "/api/v1/search?q=%22extrabudgetary+resources%22&context=2&sort=document")
	if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, b := range slices.Concat(body.Hits[0].Context.Before, body.Hits[0].Context.After) {
		got = append(got, strings.TrimPrefix(b.ID, "CTOC/COP/2024/1#"))
	}
	if want := []string{"item-2b-p1", "item-2b-p2", "item-2b-p4", "item-2b-p5"}; !slices.Equal(got, want) {
		t.Errorf("around %s stand %q, want %q", body.Hits[0].ID, got, want)
	}
	page := openPage(t, s, "/search?q=%22extrabudgetary+resources%22&context=1&sort=document")
	hit := page.all("article.hit")[0]
	if n := len(hit.all("div.beside-hit")); n != 2 {
		t.Errorf("%d paragraphs around the first hit, want 2", n)
	}
	if w := getFrom(s, "/api/v1/search?context=4"); w.Code != 400 {
		t.Errorf("context=4: status %d, want 400", w.Code)
	}
}
