package web

import (
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/query"
)

// parsed reads a query string as the search does.
func parsed(t *testing.T, raw string) (question, []paramError) {
	t.Helper()
	values, faults := parseQueryString(raw)
	if len(faults) > 0 {
		return question{}, faults
	}
	return parseRequest(values)
}

func TestParseRequest(t *testing.T) {
	for _, c := range []struct {
		raw     string
		filters []search.Filter
		normal  string // parameters in normal form
	}{
		{"", nil, ""},
		{"q=&date_from=&item=", nil, ""}, // as a form sends its empty fields
		{"item=2+b&item=item+2+(a)&item=2(b)", []search.Filter{{Field: "item", Values: []string{"2(a)", "2(b)"}}}, "item=2(a)&item=2(b)"},
		{"item_exact=2", []search.Filter{{Field: "item", Values: []string{"2"}, Exact: true}}, "item_exact=2"},
		{"not_item=5&not_stated_item_exact=2", []search.Filter{{Field: "item", Values: []string{"5"}, Exclude: true},
			{Field: "stated_item", Values: []string{"2"}, Exact: true, Exclude: true}}, "not_item=5&not_stated_item_exact=2"},
		{"symbol=ctoc%2Fcop%2F2024%2F5", []search.Filter{{Field: "symbol", Values: []string{"CTOC/COP/2024/5"}}}, "symbol=CTOC/COP/2024/5"},
		{"document=CTOC/COP/2024/*", []search.Filter{{Field: "document", Values: []string{"CTOC/COP/2024/*"}}}, "document=CTOC/COP/2024/*"},
		{"resolution=7/1&resolution=GA+55/25", []search.Filter{{Field: "resolution", Values: []string{"7/1", "GA 55/25"}}}, "resolution=7/1&resolution=GA+55/25"},
		{"date_from=2024-07&date_to=2024-07", []search.Filter{{Field: "date", From: "2024-07-01", To: "2024-07-31"}}, "date_from=2024-07-01&date_to=2024-07-31"},
		{"mentioned_to=2024", []search.Filter{{Field: "mentioned", To: "2024-12-31"}}, "mentioned_to=2024-12-31"},
		{"kind=Footnote&lang=FR&year=2024", []search.Filter{{Field: "year", Values: []string{"2024"}}, {Field: "lang", Values: []string{"fr"}},
			{Field: "kind", Values: []string{"footnote"}}}, "kind=footnote&lang=fr&year=2024"},
		{"type=Note++by the Secretariat", []search.Filter{{Field: "type", Values: []string{"Note by the Secretariat"}}}, "type=Note+by+the+Secretariat"},
		{"page_size=20&mode=all&highlight=on", nil, ""}, // defaults
		{"q=+a+b+&page_size=5&mode=any&sort=-date&highlight=none&ref=explicit", nil, "q=a+b&highlight=none&mode=any&page_size=5&ref=explicit&sort=-date"},
		{"facet=item:3&facet=kind", nil, "facet=item:3&facet=kind:10"},
		{"fields=text,symbol&fields=id", nil, "fields=document.symbol,id,text"},
	} {
		q, faults := parsed(t, c.raw)
		if len(faults) > 0 {
			t.Errorf("%s: faults %v", c.raw, faults)
		}
		if diff := cmp.Diff(c.filters, q.Filters); diff != "" {
			t.Errorf("%s: filters (-want +got)\n%s", c.raw, diff)
		}
		if got := encodeQuery(q.values); got != c.normal {
			t.Errorf("%s: normal form %q, want %q", c.raw, got, c.normal)
		}
	}
}

// TestNormalFormIsStable reads what it has written: the normal form is the same question.
func TestNormalFormIsStable(t *testing.T) {
	for _, raw := range []string{
		"q=%22extrabudgetary+resources%22&item=2b&item=5&date_from=2024&fields=symbol,text&facet=item:3&page_size=7",
		"q=a%26b%3Dc%2B%23+%3B&symbol=E/CN.7/2024/17-E/CN.15/2024/18&section=%28b%29+Trafficking",
	} {
		first, faults := parsed(t, raw)
		second, again := parsed(t, encodeQuery(first.values))
		if len(faults)+len(again) > 0 {
			t.Fatalf("%s: %v %v", raw, faults, again)
		}
		if diff := cmp.Diff(first.values, second.values); diff != "" {
			t.Errorf("%s: (-first +second)\n%s", raw, diff)
		}
		if diff := cmp.Diff(first.Filters, second.Filters); diff != "" {
			t.Errorf("%s: (-first +second)\n%s", raw, diff)
		}
	}
}

func TestParseRequestRefuses(t *testing.T) {
	many := func(pair string, n int) string { return strings.TrimSuffix(strings.Repeat(pair+"&", n), "&") }
	for _, c := range []struct{ raw, name, parameter, suggestion string }{
		{"agendaitem=2", "unknown-parameter", "agendaitem", "item"},
		{"itme=2", "unknown-parameter", "itme", "item"},
		{"pagesize=2", "unknown-parameter", "pagesize", "page_size"},
		{"Q=x", "unknown-parameter", "Q", "q"},
		{"utm_source=mail", "unknown-parameter", "utm_source", ""},
		{"sort=date&sort=-date", "repeated-parameter", "sort", ""},
		{"q=a&q=b", "repeated-parameter", "q", ""},
		{many("item=2", 33), "too-many-parameters", "item", ""},
		{many("item=2", 30) + "&" + many("kind=footnote", 30) + "&" + many("lang=en", 5), "too-many-parameters", "", ""},
		{many("facet=item", 13), "too-many-parameters", "facet", ""},
		{"q=a;b=c", "bad-query-string", "", ""},
		{"q=%zz", "bad-query-string", "", ""},
		{"q=%ff", "bad-query-string", "q", ""},
		{"date_from=16.7.2024", "bad-date", "date_from", ""},
		{"date_from=2024-02-30", "bad-date", "date_from", ""},
		{"date_from=2024-07&date_to=2024-06", "bad-date", "date_to", ""},
		{"sort=newest", "bad-value", "sort", ""},
		{"sort=dat", "bad-value", "sort", "date"},
		{"mode=some", "bad-value", "mode", ""},
		{"ref=implied", "bad-value", "ref", ""},
		{"page_size=0", "bad-value", "page_size", ""},
		{"page_size=101", "bad-value", "page_size", ""},
		{"page_size=1e9", "bad-value", "page_size", ""},
		{"item=two", "bad-value", "item", ""},
		{"kind=paragraf", "bad-value", "kind", ""},
		{"lang=English", "bad-value", "lang", ""},
		{"year=24", "bad-value", "year", ""},
		{"facet=items", "bad-value", "facet", ""},
		{"facet=item:201", "bad-value", "facet", ""},
		{"facet=item&facet=item:3", "bad-value", "facet", ""},
		{"facet=section", "bad-value", "facet", ""},
		{"fields=colour", "bad-value", "fields", ""},
		{"highlight=off", "bad-value", "highlight", ""},
		{"cursor=" + strings.Repeat("x", 513), "bad-cursor", "cursor", ""},
		{"q=" + strings.Repeat("x", 4001), "query-too-long", "q", ""},
		{"q=" + strings.Repeat("%22x%22+", 65), "query-too-complex", "q", ""},
		{"q=%22" + strings.Repeat("x+", 65) + "%22", "query-too-complex", "q", ""},
	} {
		_, faults := parsed(t, c.raw)
		if len(faults) == 0 {
			t.Errorf("%.60s: accepted", c.raw)
			continue
		}
		got := faults[0]
		if got.Type != problemPath+"/"+c.name || got.Parameter != c.parameter || got.Suggestion != c.suggestion {
			t.Errorf("%.60s: fault %+v, want %s of %q, suggestion %q", c.raw, got, c.name, c.parameter, c.suggestion)
		}
		if got.Detail == "" || len(got.Detail) > 700 {
			t.Errorf("%.60s: detail %q", c.raw, got.Detail)
		}
	}
}

// TestAllFaultsAreTold reports the faults of all parameters at once.
func TestAllFaultsAreTold(t *testing.T) {
	_, faults := parsed(t, "itme=2&sort=newest&page_size=0")
	var names []string
	for _, f := range faults {
		names = append(names, f.Parameter)
	}
	if want := []string{"itme", "sort", "page_size"}; !cmp.Equal(names, want) {
		t.Errorf("faults of %q, want %q", names, want)
	}
}

func TestEveryFieldHasItsParameters(t *testing.T) {
	for _, f := range search.Fields() {
		names := []string{f.Name, "not_" + f.Name}
		if f.Shape == search.Days {
			names = []string{f.Name + "_from", f.Name + "_to"}
		}
		for _, name := range names {
			if !searchParams.has(name) {
				t.Errorf("field %s has no parameter %s", f.Name, name)
			}
		}
	}
}

// TestUnknownValuesAreTold: what a filter refuses is said of the same value in words, which find nothing.
func TestUnknownValuesAreTold(t *testing.T) {
	for words, want := range map[string]string{
		"victims kind:paragraf": `kind: "paragraf" is not a kind of text`, "-(lang:english OR a)": `lang: "english" is not a language code`,
		"item:abc": `item: "abc" is not an agenda item`, "kind:heading lang:fr item:2(b) type:x symbol:A/* kind:para*": "",
	} {
		r, faults := read(words, false)
		got := ""
		for _, w := range r.Warnings {
			got += w.Text
		}
		if len(faults) > 0 || !strings.HasPrefix(got, want) || want == "" && got != "" {
			t.Errorf("%s: %q, %v, want %q", words, got, faults, want)
		}
	}
}

func TestEveryContentHasItsWords(t *testing.T) {
	for _, name := range query.ContentNames() {
		if len(search.Contents(name)) == 0 || english.say("chip.has."+name) == "chip.has."+name {
			t.Errorf("has:%s stands nowhere, or has no words", name)
		}
	}
}

func TestNearest(t *testing.T) {
	names := []string{"q", "item", "item_exact", "date_from", "page_size", "sort"}
	for name, want := range map[string]string{"itm": "item", "agenda_item_exact": "item_exact", "datefrom": "date_from", "zzzzz": "",
		"": "q", "PAGE_SIZE": "page_size", strings.Repeat("item", 100): ""} {
		if got := nearest(name, names); got != want {
			t.Errorf("nearest(%.20q) = %q, want %q", name, got, want)
		}
	}
}

func FuzzParseRequest(f *testing.F) {
	f.Add("q=a&item=2(b)&date_from=2024")
	f.Add("facet=item:3&fields=id,text&sort=-date&x=;")
	f.Fuzz(func(t *testing.T, raw string) {
		values, faults := parseQueryString(raw)
		if len(faults) > 0 {
			return
		}
		q, faults := parseRequest(values)
		for _, fault := range faults {
			if problemByName[strings.TrimPrefix(fault.Type, problemPath+"/")].status != 400 {
				t.Errorf("%q: fault of type %q", raw, fault.Type)
			}
		}
		if len(faults) > 0 {
			return
		}
		again, faults := parseRequest(mustValues(t, encodeQuery(q.values)))
		if len(faults) > 0 || encodeQuery(again.values) != encodeQuery(q.values) {
			t.Errorf("%q: normal form %q reads as %q, %v", raw, encodeQuery(q.values), encodeQuery(again.values), faults)
		}
	})
}

func mustValues(t *testing.T, raw string) url.Values {
	t.Helper()
	values, err := url.ParseQuery(raw)
	if err != nil {
		t.Fatal(err)
	}
	return values
}
