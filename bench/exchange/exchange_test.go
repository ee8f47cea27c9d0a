package exchange_test

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/plenary-search/plenary/bench/exchange"
	"github.com/plenary-search/plenary/bench/workload"
	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
)

// languages are those of documents.
var languages = []document.Language{"en", "it", "nl"}

func documents(yield func(document.Document, error) bool) {
	for _, lang := range languages {
		header := document.Header{Symbol: "A/79/" + string(lang), Lang: lang, Date: "2024-09-10", Body: "GA"}
		d := document.Document{Header: header, Units: []document.Unit{
			{Kind: document.Heading, Text: "Peace", Anchor: "1"}, {Kind: document.Paragraph, Text: "Peace and security", Anchor: "2"}}}
		if !yield(d, nil) {
			return
		}
	}
}

// readLines reads JSON values, one a line, from what write writes.
func readLines[T any](t *testing.T, write func(name string) error) (all []T) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "file")
	if err := write(name); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		var v T
		if err := json.Unmarshal(lines.Bytes(), &v); err != nil {
			t.Fatal(err)
		}
		all = append(all, v)
	}
	return all
}

func TestFieldsNameAllStreamsAndFacetsOfUnits(t *testing.T) {
	fields := readLines[exchange.Fields](t, func(name string) error { return exchange.WriteFields(name, languages) })[0]
	units := readLines[exchange.Unit](t, func(name string) error { return exchange.WriteUnits(name, documents) })
	if len(units) != len(languages) {
		t.Fatalf("%d units are written, want the %d paragraphs", len(units), len(languages))
	}
	for _, u := range units {
		if len(u.Streams) != 2 {
			t.Errorf("%s has the streams %v, want words as written and stems", u.ID, u.Streams)
		}
		for name := range u.Streams {
			if !slices.Contains(fields.Streams, name) {
				t.Errorf("%s has a stream %q that the fields %v do not name", u.ID, name, fields.Streams)
			}
		}
		for name := range u.Facets {
			if !slices.Contains(fields.Facets, name) {
				t.Errorf("%s has a facet %q that the fields %v do not name", u.ID, name, fields.Facets)
			}
		}
	}
}

func TestQueriesAskForWordsInAllLanguages(t *testing.T) {
	all := readLines[json.RawMessage](t, func(name string) error {
		return exchange.WriteQueries(name, []workload.Query{{Class: workload.RareTerm, Text: "security"}}, languages)
	})
	for _, lang := range languages {
		if stream := search.StemField(lang); !strings.Contains(string(all[0]), stream) {
			t.Errorf("the query %s does not ask for %s", all[0], stream)
		}
	}
}

func TestQueriesForPeers(t *testing.T) {
	filter := []search.Filter{{Field: "year", Values: []string{"2024"}}}
	for _, c := range []struct {
		query workload.Query
		words string // a part of the plan
		marks string
	}{
		{workload.Query{}, `{"all":true}`, ""},
		{workload.Query{Text: `"rule of law"`}, `{"phrase":["verbatim","rule","of","law"]}`, "rule of law"},
		{workload.Query{Text: "disarm*"}, `{"prefix":["verbatim","disarm"]}`, "disarm"},
		{workload.Query{Text: "secretery~1"}, `{"similar":["verbatim","secretery"]}`, "secretery"},
		{workload.Query{Text: `"peace security"~5`}, `{"near":["verbatim",5,["peace","security"]]}`, "peace security"},
		{workload.Query{Text: "(peace OR war) law -trade", Filters: filter}, `{"not":`, "peace war law"},
		{workload.Query{Text: "peace", Sort: search.SortNewest}, `{"term":["stem.en","peac"]}`, "peace"},
	} {
		line := string(readLines[json.RawMessage](t, func(name string) error {
			return exchange.WriteQueries(name, []workload.Query{c.query}, []document.Language{"en"})
		})[0])
		if !strings.Contains(line, c.words) {
			t.Errorf("%q is written as %s, want %s in it", c.query.Text, line, c.words)
		}
		var got exchange.Query
		if err := json.Unmarshal([]byte(line), &got); err != nil {
			t.Fatal(err)
		}
		if got.Marks != c.marks || got.Newest != (c.query.Sort == search.SortNewest) || len(got.Filters) != len(c.query.Filters) {
			t.Errorf("%q is written as %s, want the marks %q, and its order and filters", c.query.Text, line, c.marks)
		}
	}
}
