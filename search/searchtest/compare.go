package searchtest

import (
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/plenary-search/plenary/index/citation"
	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/query"
)

// Compare asks an engine and Memory the same random questions of the same random documents, and wants the same answers: hits
// in the same order, scores but for rounding, totals, facets and pages. open returns a new, empty engine each time.
func Compare(t *testing.T, open func(t *testing.T) Engine) {
	rapid.Check(t, func(rt *rapid.T) {
		e, naive := open(t), NewMemory()
		if c, ok := e.(io.Closer); ok {
			defer c.Close()
		}
		for range rapid.IntRange(1, 4).Draw(rt, "commits") {
			change(rt, t, e, naive)
		}
		compareHoldings(rt, t, e, naive)
		for range 8 {
			compare(rt, t, e, naive, requests.Draw(rt, "request"), sameCursors)
		}
	})
}

// change puts and deletes some documents in both engines.
func change(rt *rapid.T, t *testing.T, e, naive Engine) {
	docs := rapid.SliceOfN(documents, 0, 6).Draw(rt, "put")
	gone := rapid.SliceOfN(documentKeys, 0, 2).Draw(rt, "delete")
	for _, to := range []Engine{e, naive} {
		if err := errors.Join(to.Put(t.Context(), docs), to.Delete(t.Context(), gone), to.Commit(t.Context())); err != nil {
			rt.Fatalf("%T: %v", to, err)
		}
	}
}

// Agree asks two engines the same random questions, and wants the same answers. They hold the same documents, and may have come to hold them
// by different commits: generations and what cursors say of them differ, and where pages begin and end does not.
func Agree(t *testing.T, want, got search.Searcher) {
	t.Helper()
	options := cmp.Options{cmpopts.IgnoreFields(search.Results{}, "Generation"),
		cmp.FilterPath(isCursor, cmp.Comparer(func(a, b string) bool { return (a == "") == (b == "") }))}
	rapid.Check(t, func(rt *rapid.T) {
		for range 3 {
			compare(rt, t, got, want, requests.Draw(rt, "request"), options)
		}
	})
}

func isCursor(p cmp.Path) bool { return p.String() == "Next" || p.String() == "Previous" }

// sameCursors compares what cursors say: scores in them are rounded as others are.
var sameCursors = cmp.FilterPath(isCursor, cmp.Transformer("cursor", func(cursor string) *search.Cursor {
	for _, order := range []search.Sort{search.SortRelevance, search.SortNewest, search.SortOldest, search.SortDocument} {
		if c, err := search.ParseCursor(cursor, order); err == nil {
			return &c
		}
	}
	return nil
}))

// compare turns the first pages of a request in both engines, and turns back.
func compare(rt *rapid.T, t *testing.T, e, naive search.Searcher, req search.Request, options ...cmp.Option) {
	want, got := comparePage(rt, t, e, naive, req, "", "", options)
	for range 3 {
		if got.Next == "" {
			break
		}
		want, got = comparePage(rt, t, e, naive, req, want.Next, got.Next, options)
	}
	for got.Previous != "" {
		want, got = comparePage(rt, t, e, naive, req, want.Previous, got.Previous, options)
	}
}

// comparePage compares the pages at a cursor of each engine, and returns both.
func comparePage(rt *rapid.T, t *testing.T, e, naive search.Searcher, req search.Request, theirs, ours string, options cmp.Options) (want, got search.Results) {
	req.Cursor = theirs
	want, err := naive.Search(t.Context(), req)
	if err != nil {
		rt.Fatalf("%T: %v", naive, err)
	}
	req.Cursor = ours
	if got, err = e.Search(t.Context(), req); err != nil {
		rt.Fatalf("Search(%+v): %v", req, err)
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateApprox(rounding, 1e-9), cmpopts.EquateEmpty(), options); diff != "" {
		rt.Fatalf("Search(%+v) (-%T +%T):\n%s", req, naive, e, diff)
	}
	for hit := range got.AllHits() {
		if hit.Explanation != nil && math.Abs(hit.Explanation.Score()-hit.Score) > rounding*hit.Score+1e-9 {
			rt.Fatalf("Search(%+v): %s scores %v and is explained by %v", req, hit.ID(), hit.Score, hit.Explanation.Words)
		}
	}
	return want, got
}

// compareHoldings asks both engines what they hold.
func compareHoldings(rt *rapid.T, t *testing.T, e, naive Engine) {
	want, got := holdings(rt, t, naive), holdings(rt, t, e)
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		rt.Fatalf("holdings (-memory +engine):\n%s", diff)
	}
}

// held is all that an engine tells of its documents besides search.
type held struct {
	Corpus    search.Corpus
	Headers   []document.Header
	Rest      []document.Header // after the first
	Documents []document.Document
	Resolved  map[string][]document.Header
	Stamps    map[document.Key]document.Stamp
}

func holdings(rt *rapid.T, t *testing.T, e Engine) held {
	h := held{Resolved: map[string][]document.Header{}, Stamps: map[document.Key]document.Stamp{}}
	var errs [4]error
	h.Corpus, errs[0] = e.Corpus(t.Context())
	h.Headers, errs[1] = e.Documents(t.Context(), document.Key{}, 100)
	for i, header := range h.Headers {
		if i == 0 {
			h.Rest, errs[2] = e.Documents(t.Context(), header.Key(), 3)
		}
		d, err := e.Document(t.Context(), header.Key())
		h.Documents, errs[3] = append(h.Documents, d), errors.Join(errs[3], err)
	}
	if err := errors.Join(errs[:]...); err != nil {
		rt.Fatalf("%T: %v", e, err)
	}
	for _, symbol := range append(symbols, "E/CN.7/2024/17", "ctoc/cop/2024/1") {
		headers, err := e.Resolve(t.Context(), symbol)
		if err != nil {
			rt.Fatalf("%T: Resolve(%q): %v", e, symbol, err)
		}
		h.Resolved[symbol] = headers
	}
	for stamp, err := range e.Stored(t.Context()) {
		if err != nil {
			rt.Fatalf("%T: Stored: %v", e, err)
		}
		h.Stamps[stamp.Key] = stamp
	}
	return h
}

// The vocabulary is small, so that words meet.
var (
	vocabulary = []string{"trafficking", "trafficked", "in", "persons", "person", "the", "Resources", "resource", "open-ended", "7/1", "résolution", "UNODC", "Chair’s", "migrants", "and",
		"Résolutions", "де", "ресурсов", "القرار", "والقرارات", "في", "第70/1号决议", "决议", "sea", "CO₂", "Ⅻ", "—"}
	symbols   = []string{"CTOC/COP/2024/1", "CTOC/COP/2024/5", "CTOC/COP/2024/10", "A/C.3/78/L.41/Rev.1", "E/CN.7/2024/17-E/CN.15/2024/18"}
	items     = []string{"1", "2", "2(a)", "2(b)", "2(b)(i)", "10"}
	numbers   = []string{"7/1", "10/1", "11/2"}
	days      = []string{"2023-10-02", "2023-12-31", "2024-06-05", "2024-10-14"}
	languages = []document.Language{"en", "fr", "ar", ""}

	words = rapid.SampledFrom(vocabulary)
	texts = rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(words, 0, 12).Draw(t, "words"), rapid.SampledFrom([]string{" ", ", "}).Draw(t, "separator"))
	})
	documentKeys = rapid.Custom(func(t *rapid.T) document.Key {
		return document.Key{Symbol: rapid.SampledFrom(symbols).Draw(t, "symbol"), Lang: rapid.SampledFrom(languages).Draw(t, "lang")}
	})
	documents = rapid.Custom(randomDocument)
	requests  = rapid.Custom(randomRequest)
)

func randomDocument(t *rapid.T) document.Document {
	key := documentKeys.Draw(t, "key")
	d := document.Document{Header: document.Header{
		Symbol: key.Symbol, Lang: key.Lang, Title: texts.Draw(t, "title"), Hash: rapid.StringMatching("[0-9a-f]{4}").Draw(t, "hash"),
		Date: rapid.SampledFrom(append(days, "")).Draw(t, "date"), Body: rapid.SampledFrom([]string{"", "CTOC/COP"}).Draw(t, "body"),
	}}
	if rapid.IntRange(0, 3).Draw(t, "agenda") == 0 {
		d.Agenda = []document.AgendaItem{{Item: "2", Title: texts.Draw(t, "item title")}}
	}
	for seq := range rapid.IntRange(0, 5).Draw(t, "units") {
		d.Units = append(d.Units, randomUnit(t, seq+1))
	}
	return d
}

// agreedText is a text that may stand in several units, word for word or nearly so, behind an enumerator or none.
func agreedText(t *rapid.T) (text, label string) {
	text = rapid.SampledFrom([]string{
		"The trafficking in persons", "the “trafficking” – in persons!", "Trafficked persons", "open-ended 7/1",
		"Resources of the person and the open-ended resources in the sea of migrants and the Chair’s resolution 7/1 and the trafficked persons in it",
		"Resources of the person and the open-ended resources in the sea of migrants and the Chair’s résolution 7/1 and the trafficked persons in it",
		"Resources of the person and the open-ended resources in the sea of migrants and the Chair’s resolution 10/1 and the trafficked persons in it",
		"Resources of the person and the open-ended resources in the sea of migrants and the Chair’s resolution 10/1 and the trafficked person in it",
		"Resource of the person and the open-ended resources in the sea of migrants and the Chair’s resolution 10/1 and the trafficked person in it",
		"Resource of the person and the open-ended resource in the sea of migrants and the Chair’s resolution 10/1 and the trafficked person in it",
	}).Draw(t, "agreed text")
	if label = rapid.SampledFrom([]string{"", "", "1.", "12.", "(a)", "1.2.", "no"}).Draw(t, "label"); label != "" && rapid.IntRange(0, 4).Draw(t, "printed") > 0 {
		text = label + " " + text
	}
	return text, label
}

func randomUnit(t *rapid.T, seq int) document.Unit {
	text, label := texts.Draw(t, "text"), ""
	if rapid.IntRange(0, 2).Draw(t, "agreed") == 0 {
		text, label = agreedText(t)
	}
	u := document.Unit{
		Seq: seq, Anchor: fmt.Sprintf("p%d", seq), Kind: rapid.SampledFrom(document.Kinds[:]).Draw(t, "kind"), Text: text, Label: label,
		Section: rapid.SliceOfN(texts, 0, 2).Draw(t, "section"), Lang: rapid.SampledFrom([]document.Language{"", "", "fr", "es", "ar", "zh", "ru", "pt"}).Draw(t, "unit lang"),
	}
	for _, item := range rapid.SliceOfNDistinct(rapid.SampledFrom(items), 0, 3, rapid.ID).Draw(t, "items") {
		u.Items = append(u.Items, document.AgendaTag{Item: item, Title: rapid.SampledFrom([]string{"", "Review", "Crimes"}).Draw(t, "label")})
	}
	for _, id := range rapid.SliceOfN(rapid.SampledFrom(numbers), 0, 3).Draw(t, "resolutions") {
		u.Citations = append(u.Citations, citation.Citation{Kind: citation.Resolution, Body: rapid.SampledFrom([]string{"CTOC/COP", "GA"}).Draw(t, "adopted by"),
			ID: id, Implied: rapid.Bool().Draw(t, "implied")})
	}
	for _, symbol := range rapid.SliceOfN(rapid.SampledFrom(symbols), 0, 1).Draw(t, "cited") {
		u.Citations = append(u.Citations, citation.Citation{Kind: citation.Document, ID: symbol})
	}
	for _, day := range rapid.SliceOfN(rapid.SampledFrom(days), 0, 1).Draw(t, "mentioned") {
		u.Dates = append(u.Dates, citation.Date{From: day, To: "2024-10-18"})
	}
	return u
}

func randomRequest(t *rapid.T) search.Request {
	req := search.Request{
		Sort:         rapid.SampledFrom([]search.Sort{search.SortRelevance, search.SortRelevance, search.SortNewest, search.SortOldest, search.SortDocument}).Draw(t, "sort"),
		Size:         rapid.SampledFrom([]int{1, 2, 3, 20, search.NoHits}).Draw(t, "size"),
		ExplicitOnly: rapid.Bool().Draw(t, "explicit"),
		Highlight:    rapid.Bool().Draw(t, "highlight"),
		Explain:      rapid.Bool().Draw(t, "explain"),
		Group:        rapid.IntRange(0, 2).Draw(t, "group") == 0,
		PerDocument:  rapid.IntRange(0, 2).Draw(t, "per document"),
		Bare:         rapid.IntRange(0, 3).Draw(t, "bare") == 0,
	}
	if !req.Group {
		req.Fold = rapid.SampledFrom([]search.Fold{search.FoldNone, search.FoldIdentical, search.FoldNear}).Draw(t, "fold")
	}
	if req.Fold != search.FoldNone && rapid.Bool().Draw(t, "unfold") {
		key := documentKeys.Draw(t, "of")
		of := search.Hit{Document: document.Header{Symbol: key.Symbol, Lang: key.Lang}, Unit: document.Unit{Seq: rapid.IntRange(1, 5).Draw(t, "seq")}}
		of.Unit.Text, of.Unit.Label = agreedText(t)
		req.Unfold, req.Explain = &of, false
	}
	if rapid.IntRange(0, 4).Draw(t, "any query") > 0 {
		req.Query = randomNode(t, 3)
	}
	for range rapid.IntRange(0, 2).Draw(t, "filters") {
		req.Filters = append(req.Filters, randomFilter(t))
	}
	for _, f := range search.Fields() {
		if req.Unfold == nil && f.Facet && rapid.Bool().Draw(t, "facet") {
			req.Facets = append(req.Facets, search.FacetRequest{Field: f.Name, Size: rapid.IntRange(0, 3).Draw(t, "facet size")})
		}
	}
	return req
}

func randomNode(t *rapid.T, depth int) query.Node {
	forms := 8
	if depth > 0 {
		forms = 11
	}
	children := func() []query.Node {
		var nodes []query.Node
		for range rapid.IntRange(1, 3).Draw(t, "children") {
			nodes = append(nodes, randomNode(t, depth-1))
		}
		return nodes
	}
	switch rapid.IntRange(0, forms-1).Draw(t, "form") {
	case 0:
		return query.Word{Text: words.Draw(t, "word")}
	case 1:
		return query.Phrase{Text: strings.Join(rapid.SliceOfN(words, 1, 3).Draw(t, "phrase"), " "), Stem: rapid.Bool().Draw(t, "stem")}
	case 2:
		return query.Prefix{Text: rapid.SampledFrom([]string{"tra", "re", "per", "xx", "open-en", "القر", "70/"}).Draw(t, "prefix")}
	case 3:
		f := randomFilter(t)
		for len(f.Values) == 0 {
			f = randomFilter(t)
		}
		value, match := query.MatchOf(f.Field, f.Values[0], rapid.SampledFrom([]query.Match{query.MatchTree, query.MatchExact}).Draw(t, "match"))
		return query.Field{Name: f.Field, Value: value, Match: match, Explicit: rapid.Bool().Draw(t, "explicit")}
	case 4:
		return query.Range{Name: rapid.SampledFrom([]string{"date", "mentioned"}).Draw(t, "days"), From: rapid.SampledFrom(days).Draw(t, "from"), To: rapid.SampledFrom(days).Draw(t, "to")}
	case 5:
		return query.Wildcard{Text: rapid.SampledFrom([]string{"tra*ed", "p?rson*", "re*s", "ré?o*", "open-e?ded", "ch*r's", "ре*в", "70*/1"}).Draw(t, "wildcard")}
	case 6:
		return query.Fuzzy{Text: rapid.SampledFrom([]string{"trafficked", "preson", "persons", "resorce", "de", "chair", "sea", "القرارت"}).Draw(t, "similar"), Distance: rapid.IntRange(1, 2).Draw(t, "distance")}
	case 7:
		return query.Near{Text: strings.Join(rapid.SliceOfN(words, 1, 3).Draw(t, "near"), " ") + rapid.SampledFrom([]string{"", " persons", "\u00a0in", "\u00a0in\u00a0persons"}).Draw(t, "phrase"), Within: rapid.IntRange(0, 6).Draw(t, "within"), Stem: rapid.Bool().Draw(t, "stem"),
			Ordered: rapid.Bool().Draw(t, "ordered")}
	case 8:
		return query.And{Nodes: children()}
	case 9:
		return query.Or{Nodes: children()}
	}
	return query.Not{Node: randomNode(t, depth-1)}
}

func randomFilter(t *rapid.T) search.Filter {
	values := map[string][]string{
		"item": append(items, "2*", "3"), "resolution": {"7/1", "CTOC/COP 10/1", "GA", "CTOC*", "GA 1?/*", "*/1", "99/9"}, "document": append(symbols, "CTOC/*", "ctoc/cop/*/1?", "e/cn.7/2024/17"),
		"symbol": append(symbols, "CTOC/COP/2024/*", "CTOC/*/2024/5", "A/*/7?/*"), "kind": {"paragraph", "heading", "footnote"},
		"lang": {"en", "fr", "es"}, "year": {"2023", "2024"}, "body": {"CTOC/COP"}, "has": append(query.ContentNames(), "nothing"),
	}
	fields := []string{"item", "resolution", "document", "symbol", "kind", "lang", "year", "body", "has"}
	if rapid.IntRange(0, 5).Draw(t, "range of days") == 0 {
		return search.Filter{Field: rapid.SampledFrom([]string{"date", "mentioned"}).Draw(t, "field"), From: rapid.SampledFrom(append(days, "")).Draw(t, "from"), To: rapid.SampledFrom(days).Draw(t, "to"),
			Exclude: rapid.Bool().Draw(t, "exclude")}
	}
	field := rapid.SampledFrom(fields).Draw(t, "field")
	return search.Filter{Field: field, Values: rapid.SliceOfN(rapid.SampledFrom(values[field]), 1, 2).Draw(t, "values"),
		Exact: rapid.Bool().Draw(t, "exact"), Exclude: rapid.IntRange(0, 3).Draw(t, "exclude") == 0}
}
