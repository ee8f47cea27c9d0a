package search

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search/query"
)

func TestPrepare(t *testing.T) {
	req := Request{Filters: []Filter{{Field: "Cites", Values: []string{"A/1"}}}, Facets: []FacetRequest{{Field: "language"}}}
	got, err := req.Prepare()
	if err != nil {
		t.Fatal(err)
	}
	want := Request{Size: DefaultSize, Sort: SortRelevance, Filters: []Filter{{Field: "symbol", Values: []string{"A/1"}}},
		Facets: []FacetRequest{{Field: "lang", Size: DefaultFacetSize}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Prepare (-want +got):\n%s", diff)
	}
	if req.Filters[0].Field != "Cites" || req.Facets[0].Size != 0 {
		t.Error("Prepare changed the request it was given")
	}
}

func TestPrepareRefuses(t *testing.T) {
	for _, c := range []struct {
		req  Request
		want error
	}{
		{Request{Size: 101}, ErrBadRequest},
		{Request{Size: -2}, ErrBadRequest},
		{Request{Sort: "size"}, ErrBadRequest},
		{Request{Facets: make([]FacetRequest, MaxFacets+1)}, ErrBadRequest},
		{Request{Facets: []FacetRequest{{Field: "item", Size: MaxFacetValues + 1}}}, ErrBadRequest},
		{Request{Facets: []FacetRequest{{Field: "colour"}}}, ErrUnknownField},
		{Request{Facets: []FacetRequest{{Field: "number"}}}, ErrUnknownField},
		{Request{Filters: []Filter{{Field: "agendaitem"}}}, ErrUnknownField},
	} {
		if _, err := c.req.Prepare(); !errors.Is(err, c.want) {
			t.Errorf("Prepare(%+v) = %v, want %v", c.req, err, c.want)
		}
	}
}

func TestNamesKind(t *testing.T) {
	kind, word := query.Field{Name: "kind", Value: "heading"}, query.Word{Text: "review"}
	for _, c := range []struct {
		req  Request
		want bool
	}{
		{Request{}, false},
		{Request{Query: word}, false},
		{Request{Query: query.And{Nodes: []query.Node{word, kind}}}, true},
		{Request{Query: query.Or{Nodes: []query.Node{word, query.And{Nodes: []query.Node{kind}}}}}, true},
		{Request{Query: query.Not{Node: kind}}, false},
		{Request{Filters: []Filter{{Field: "kind", Values: []string{"heading"}}}}, true},
		{Request{Filters: []Filter{{Field: "kind", Values: []string{"heading"}, Exclude: true}}}, false},
	} {
		if got := c.req.NamesKind(); got != c.want {
			t.Errorf("NamesKind(%+v) = %v, want %v", c.req, got, c.want)
		}
	}
}

func TestCheckDocument(t *testing.T) {
	unit := func(seq int, anchor string) document.Unit { return document.Unit{Seq: seq, Anchor: anchor} }
	doc := func(symbol string, units ...document.Unit) *document.Document {
		return &document.Document{Header: document.Header{Symbol: symbol}, Units: units}
	}
	if err := CheckDocument(doc("A/1", unit(1, "p1"), unit(3, "p2"))); err != nil {
		t.Errorf("a sound document: %v", err)
	}
	for name, bad := range map[string]*document.Document{
		"no symbol":         doc(""),
		"long symbol":       doc(string(make([]byte, MaxSymbolBytes+1))),
		"control character": doc("A/1\x00"),
		"long date":         {Header: document.Header{Symbol: "A/1", Date: "2024-07-16T00:00:00Z"}},
		"long language":     {Header: document.Header{Symbol: "A/1", Lang: document.Language(make([]byte, MaxLanguageBytes+1))}},
		"no place":          doc("A/1", unit(0, "p1")),
		"same place":        doc("A/1", unit(1, "p1"), unit(1, "p2")),
		"wrong order":       doc("A/1", unit(2, "p1"), unit(1, "p2")),
		"same anchor":       doc("A/1", unit(1, "p1"), unit(2, "p1")),
		"no anchor at all":  doc("A/1", unit(1, "")),
		"too many units":    doc("A/1", make([]document.Unit, MaxUnits+1)...),
	} {
		if err := CheckDocument(bad); !errors.Is(err, ErrBadDocument) {
			t.Errorf("%s: %v, want ErrBadDocument", name, err)
		}
	}
}

func TestAnswersTo(t *testing.T) {
	h := &document.Header{Symbol: "E/CN.7/2024/17-E/CN.15/2024/18", Symbols: []string{"CTOC/COP/2024/CRP.1"}}
	for symbol, want := range map[string]bool{
		"E/CN.7/2024/17-E/CN.15/2024/18": true, "e/cn.15/2024/18": true, "E/CN.7/2024/17": true, "ctoc/cop/2024/crp.1": true,
		"E/CN.7/2024/1": false, "CTOC/COP/2024/CRP.10": false, "": false,
	} {
		if got := AnswersTo(h, symbol); got != want {
			t.Errorf("AnswersTo(%q) = %v, want %v", symbol, got, want)
		}
	}
}
