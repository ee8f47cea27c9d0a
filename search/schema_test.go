package search

import (
	"slices"
	"testing"

	"github.com/plenary-search/plenary/index/citation"
	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search/query"
)

func TestTermsAnswerTypedValues(t *testing.T) {
	header := &document.Header{Symbol: "CTOC/COP/2024/1", Body: "CTOC/COP", BodyName: "Conference of the Parties", Session: "Twelfth session",
		SessionNumber: 12, Date: "2024-07-16", Lang: "en"}
	unit := &document.Unit{
		Kind:  document.Paragraph,
		Items: []document.AgendaTag{{Item: "2(b)"}},
		Citations: []citation.Citation{
			{Kind: citation.Resolution, Body: "CTOC/COP", ID: "7/1"},
			{Kind: citation.Resolution, Body: "CTOC/COP", ID: "10/1", Implied: true},
			{Kind: citation.Article, Instrument: "UNTOC", ID: "36(1)"},
			{Kind: citation.Document, ID: "E/CN.7/2024/17-E/CN.15/2024/18"},
		},
		Dates: []citation.Date{{From: "2024-10-14", To: "2024-10-18"}},
	}
	for _, c := range []struct {
		field, value string
		match        query.Match
		explicit     bool
		want         bool
	}{
		{"item", "2(b)", query.MatchTree, false, true},
		{"item", "item 2 b", query.MatchTree, false, true},
		{"item", "2", query.MatchTree, false, true},
		{"item", "2", query.MatchExact, false, false},
		{"item", "2 (b)", query.MatchExact, false, true},
		{"item", "2(a)", query.MatchTree, false, false},
		{"resolution", "7/1", query.MatchTree, true, true},
		{"resolution", "CTOC/COP 7/1", query.MatchTree, false, true},
		{"resolution", "resolution 7/1", query.MatchTree, false, true},
		{"resolution", "ctoc/cop", query.MatchTree, false, true},
		{"resolution", "10/1", query.MatchTree, false, true},
		{"resolution", "10/1", query.MatchTree, true, false},
		{"decision", "7/1", query.MatchTree, false, false},
		{"article", "UNTOC article 36", query.MatchTree, false, true},
		{"article", "article 36", query.MatchTree, false, true},
		{"article", "UNTOC 36(1)", query.MatchTree, false, true},
		{"article", "UNTOC article 36", query.MatchExact, false, false},
		{"article", "UNTOC article 36(1)", query.MatchExact, false, true},
		{"article", "rule 36", query.MatchTree, false, false},
		{"symbol", "E/CN.15/2024/18", query.MatchTree, false, true},
		{"cites", "e/cn.7/2024/17", query.MatchTree, false, true},
		{"symbol", "[E/CN.7/2024/17](#)", query.MatchTree, false, true},
		{"resolution", "CTOC/COP/RES/7/1", query.MatchTree, false, false},
		{"symbol", "CTOC/COP/2024/1", query.MatchTree, false, false},
		{"document", "ctoc/cop/2024/1", query.MatchTree, false, true},
		{"session", "12", query.MatchTree, false, true},
		{"session", "twelfth session", query.MatchTree, false, true},
		{"body", "CTOC/COP", query.MatchTree, false, true},
		{"year", "2024", query.MatchTree, false, true},
		{"mentioned", "2024-10-16", query.MatchTree, false, true},
		{"mentioned", "2024-10-19", query.MatchTree, false, false},
		{"kind", "paragraph", query.MatchTree, false, true},
	} {
		field, ok := LookupField(c.field)
		if !ok {
			t.Fatalf("no field %s", c.field)
		}
		term := field.Term(c.value, c.match, c.explicit)
		if got := slices.Contains(field.Terms(header, unit), term); got != c.want {
			t.Errorf("%s %q (match %d, explicit %v) is term %q: found %v, want %v", c.field, c.value, c.match, c.explicit, term, got, c.want)
		}
	}
}

func TestMentionsAreCounted(t *testing.T) {
	field, _ := LookupField("resolution")
	unit := &document.Unit{Citations: []citation.Citation{
		{Kind: citation.Resolution, Body: "GA", ID: "55/25"}, {Kind: citation.Decision, Body: "GA", ID: "55/25"},
		{Kind: citation.Resolution, Body: "GA", ID: "55/25", Implied: true},
	}}
	want := []Value{{Text: "GA 55/25", Mentions: 2, Implied: 1}}
	if got := field.Values(&document.Header{}, unit); !slices.Equal(got, want) {
		t.Errorf("Values = %v, want %v", got, want)
	}
}

func TestEmptyValuesAreNone(t *testing.T) {
	u := document.Unit{Items: []document.AgendaTag{{Item: ""}}, Citations: []citation.Citation{{Kind: citation.Document}}}
	for _, name := range []string{"item", "symbol", "number", "type", "year", "lang"} {
		field, _ := LookupField(name)
		if values := field.Values(&document.Header{}, &u); len(values) > 0 {
			t.Errorf("%s of a unit without any: %+v", name, values)
		}
	}
}
