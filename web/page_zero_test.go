package web

import (
	"slices"
	"strings"
	"testing"

	"github.com/plenary-search/plenary/search/query"
)

func TestEmptyAnswerExplains(t *testing.T) {
	s := seedPages(t)
	for _, c := range []struct {
		address, title string
		note           string // among the notes, "" for none
		way            string // among the ways
	}{
		{"/search?q=%22subject+to+the+availability+of+extrabudgetary+resources%22&item=2(b)", "No paragraph under item 2 (b) holds this exact phrase", "", "The same words, without filters"},
		{"/search?q=zebra+resources", "No paragraph holds these words together", "One word stands in no paragraph here: “zebra”.", "Without “zebra”"},
		{"/search?q=%22extrabudgetary+technical%22~1", "No paragraph holds these words so near one another", "", "The same words, in any order and form"},
		{"/search?q=extrabudgetary+NEAR/1+technical&mode=any", "No paragraph holds these words so near one another", "", "The same words, in any order and form"},
		{"/search?q=resources+PRE/0+extrabudgetary", "No paragraph holds these words so near one another", "", "The same words, as near one another in any order"},
		{"/search?q=victims+%22assistance+technical%22", "No paragraph holds what was asked for", "", "The same words, in any order and form"},
		{"/search?q=zebra", "No paragraph holds this word", "One word stands in no paragraph here: “zebra”.", ""},
		{"/search?item=3&item=8&resolution=7/1", "No paragraph is under all of these filters together", "", "Without the filter “Resolution 7/1”"},
		{"/search?q=CTOC/COP/2024/7,+para.+99", "No paragraph holds what was asked for", "", "Whatever paragraph is cited"},
		{"/search?q=resources+resolution+99/9", "No paragraph holds what was asked for", "", "Without “Resolution 99/9”"},
		{"/search?q=resolution+99/9", "No paragraph holds what was asked for", "Nothing here cites Resolution 99/9.", ""},
	} {
		page := openPage(t, s, c.address)
		if got := page.one(t, "#total").text(); got != c.title {
			t.Errorf("%s: title %q, want %q", c.address, got, c.title)
		}
		if notes := texts(page.one(t, "#hits").all("p.reading")); c.note != "" && !slices.Contains(notes, c.note) {
			t.Errorf("%s: notes %q lack %q", c.address, notes, c.note)
		}
		var ways []string
		for _, way := range page.all("div.way") {
			ways = append(ways, way.one(t, "span").text())
			link := way.one(t, "a")
			if got, want := totalOf(t, s, link.attr("href")), leadingNumber(t, link.text()); got != want || got == 0 {
				t.Errorf("%s: %q says %d, its page has %d", c.address, way.text(), want, got)
			}
		}
		if c.way != "" && !slices.Contains(ways, c.way) {
			t.Errorf("%s: ways %q lack %q", c.address, ways, c.way)
		}
		if !strings.Contains(page.one(t, "div.panel").text(), "170 paragraphs, list entries, footnotes and table rows in 2 documents") {
			t.Errorf("%s: searched %q", c.address, page.one(t, "div.panel").text())
		}
	}
}

// Words of phrases and windows are let go, but not those that are refused, nor those of a reference.
func TestAnywhere(t *testing.T) {
	for written, want := range map[string]string{
		`"plan of action"`:             "plan AND of AND action",
		`"plan of action"~5 victims`:   "(plan AND of AND action) AND victims",
		`plan NEAR/3 action OR "a b"`:  "plan AND action OR a AND b",
		`"plan OR resolution 7/1 — x"`: `plan AND "OR" AND resolution AND "7/1" AND x`,
		`victims -"plan of action"`:    "",
		`item 2 (b)`:                   "",
		`A/79/15, para. 3`:             "",
		`"action"`:                     "",
		`plan action`:                  "",
	} {
		q, err := query.Parse(written, query.Options{})
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if apart, ok := anywhere(q.Node); ok {
			got = query.String(apart)
		}
		if got != want {
			t.Errorf("anywhere(%s) = %s, want %s", written, got, want)
		}
	}
}
