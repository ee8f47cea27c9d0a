package cluster_test

import (
	"fmt"
	"reflect"
	"testing"

	"github.com/plenary-search/plenary/index/citation"
	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/searchtest"
)

// Facets of more values than one request tells of: in a tree, with mentions, and of values without either. The memory engine says what is right.
func TestFacetsOfManyValues(t *testing.T) {
	e, memory := open(t), searchtest.NewMemory()
	var docs []document.Document
	for i := range manyValues {
		docs = append(docs, manyValued(i))
	}
	for _, w := range []searchtest.Engine{e, memory} {
		if err := w.Put(t.Context(), docs); err != nil {
			t.Fatal(err)
		}
		if err := w.Commit(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	facets := []search.FacetRequest{{Field: "item"}, {Field: "resolution", Size: 30}, {Field: "type"}, {Field: "body"}}
	for name, r := range map[string]search.Request{
		"all":      {},
		"filters":  {Filters: []search.Filter{{Field: "resolution", Values: []string{"GA 7/1", "GA 518/1"}}}},
		"two":      {Filters: []search.Filter{{Field: "type", Values: []string{"Paper of kind 512"}}, {Field: "item", Values: []string{"512"}}}},
		"without":  {Filters: []search.Filter{{Field: "resolution", Values: []string{"GA 7/1"}, Exclude: true}}},
		"exact":    {Filters: []search.Filter{{Field: "item", Values: []string{"500", "302"}, Exact: true}}},
		"explicit": {ExplicitOnly: true},
	} {
		r.Facets, r.Size = facets, 1
		want, err := memory.Search(t.Context(), r)
		if err != nil {
			t.Fatal(err)
		}
		got, err := e.Search(t.Context(), r)
		if err != nil {
			t.Fatal(err)
		}
		if want.Facets[1].Total < manyValues-1 && name != "filters" && name != "two" && name != "exact" {
			t.Fatalf("%s: %d values are few", name, want.Facets[1].Total)
		}
		if !reflect.DeepEqual(got.Facets, want.Facets) {
			t.Errorf("%s:\n got %+v\nwant %+v", name, got.Facets, want.Facets)
		}
	}
}

// manyValues is more than one request tells of, and, in a tree with some values below, not more than are counted exactly.
const manyValues = 520

// manyValued is a document with values of its own in each facet; the lower its number, the more units have them.
func manyValued(i int) document.Document {
	d := document.Document{Header: document.Header{Symbol: fmt.Sprintf("A/%d", i), Lang: "en", Source: fmt.Sprint(i), Type: fmt.Sprintf("Paper of kind %d", i), Body: "GA", BodyName: "General Assembly"}}
	for j := range 1 + (manyValues-i)/200 {
		tag := document.AgendaTag{Item: fmt.Sprint(i)}
		if j == 0 && i%2 == 0 {
			tag.Item, tag.Title = fmt.Sprintf("%d(a)", i), fmt.Sprintf("Matter %d", i)
		}
		c := citation.Citation{Kind: citation.Resolution, Body: "GA", ID: fmt.Sprintf("%d/1", i)}
		implied := c
		implied.Implied = true
		d.Units = append(d.Units, document.Unit{Seq: j + 1, Anchor: fmt.Sprintf("p%d", j+1), Kind: document.Paragraph, Text: "A paper.",
			Items: []document.AgendaTag{tag}, Citations: []citation.Citation{c, implied}})
	}
	return d
}
