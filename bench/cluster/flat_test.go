package main

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"testing"

	"github.com/plenary-search/plenary/bench/collection"
	"github.com/plenary-search/plenary/bench/workload"
	"github.com/plenary-search/plenary/search"
)

// The flat index has a document for each unit that searches find by default, in requests of a bounded size.
func TestFlatBulk(t *testing.T) {
	file := filepath.Join(t.TempDir(), "seeds")
	if _, err := collection.Build(t.Context(), "absent", file, 1); err != nil {
		t.Fatal(err)
	}
	const units = 500
	contents, err := collection.Survey(collection.Documents(file, units))
	if err != nil {
		t.Fatal(err)
	}
	b, err := flatBulk("flat", collection.Documents(file, units))
	if err != nil {
		t.Fatal(err)
	}
	lines := 0
	for _, c := range b.calls {
		lines += bytes.Count(c.Body, []byte("\n"))
		if len(c.Body) > 2*bulkBytes {
			t.Errorf("a request of %d bytes", len(c.Body))
		}
	}
	if b.units != contents.Searched || lines != 2*b.units || b.textBytes == 0 {
		t.Errorf("%d units in %d lines, %d bytes of text; want %d units", b.units, lines, b.textBytes, contents.Searched)
	}
}

// Each facet is counted under every filter but its own; hits are filtered by all.
func TestFlatPage(t *testing.T) {
	c, err := flatPage(workload.Query{Text: "law sea", Any: true, Sort: search.SortNewest, Filters: []search.Filter{{Field: "year", Values: []string{"1999"}}, {Field: "body", Values: []string{"GA"}}}})
	if err != nil {
		t.Fatal(err)
	}
	type filter struct {
		Bool struct {
			Filter []struct{ Terms map[string][]string }
		}
	}
	var body struct {
		Query struct {
			Text struct {
				Operator string `json:"default_operator"`
			} `json:"query_string"`
		}
		Aggs map[string]struct{ Filter filter }
		Post filter `json:"post_filter"`
		Sort []map[string]string
	}
	if err := json.Unmarshal(c.Body, &body); err != nil {
		t.Fatal(err)
	}
	if body.Query.Text.Operator != "OR" || len(body.Sort) != 1 || len(body.Post.Bool.Filter) != 2 || len(body.Aggs) != len(workload.Facets) {
		t.Errorf("%s", c.Body)
	}
	for field, want := range map[string]int{"year": 1, "body": 1, "type": 2} {
		got := body.Aggs[field].Filter.Bool.Filter
		if len(got) != want || want == 1 && got[0].Terms[field] != nil {
			t.Errorf("the facet %s is under %v", field, got)
		}
	}
}
