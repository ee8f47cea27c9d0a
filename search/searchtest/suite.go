package searchtest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plenary-search/plenary/index/citation"
	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/query"
)

// Engine is what Run tests: a searcher and the writer of package index in one.
type Engine interface {
	search.Searcher
	Put(ctx context.Context, docs []document.Document) error
	Delete(ctx context.Context, keys []document.Key) error
	Commit(ctx context.Context) error
	Stored(ctx context.Context) iter.Seq2[document.Stamp, error]
}

// rounding is by how much scores may be off, as a share: engines may have them in 32 bits.
const rounding = 1e-6

// Run tests an engine against the contract of search.Searcher and of the Writer of package index. open returns a new, empty
// engine each time, and has the test close it.
func Run(t *testing.T, open func(t *testing.T) Engine) {
	for _, c := range []struct {
		name string
		test func(t *testing.T, e Engine)
	}{
		{"nothing is there before the first commit", testEmpty},
		{"a commit makes visible", testVisibility},
		{"documents are replaced whole", testReplace},
		{"documents are deleted", testDelete},
		{"stamps", testStamps},
		{"documents that cannot be indexed", testBadDocuments},
		{"headers by symbol and in order", testHeaders},
		{"families of documents", testFamily},
		{"variants of paragraphs", testVariants},
		{"words, phrases and prefixes", testWords},
		{"forms of words", testForms},
		{"words near each other", testNearness},
		{"terms that begin so", testLexicon},
		{"fields and filters", testFilters},
		{"the default scope", testScope},
		{"scores", testScores},
		{"scores of documents", testDocumentsScore},
		{"the best documents", testBestDocuments},
		{"orders and ties", testOrders},
		{"pages", testPages},
		{"plain pages", testBare},
		{"documents with their best hits", testGroups},
		{"hits that say the same are folded", testFold},
		{"cursors outlive commits", testCursorsOutliveCommits},
		{"requests out of bounds", testBadRequests},
		{"facets", testFacets},
		{"facets of references", testReferenceFacets},
		{"facets leave out their own filters", testOwnFilter},
		{"highlights", testHighlights},
		{"explanations", testExplanations},
		{"cancelled requests", testCancellation},
		{"searches while writing", testConcurrency},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, open(t)) })
	}
}

// The documents of the suite. Texts are short, so that what must be found can be seen.

func note(symbol, date string, units ...document.Unit) document.Document {
	d := document.Document{Header: document.Header{Symbol: symbol, Lang: "en", Title: "Title of " + symbol, Date: date, Hash: "1",
		Source: symbol + ".txt", Body: "CTOC/COP", BodyName: "Conference of the Parties", Session: "Twelfth session", SessionNumber: 12, Type: "Note by the Secretariat"}}
	for i, u := range units {
		u.Seq = i + 1
		if u.Anchor == "" {
			u.Anchor = fmt.Sprintf("p%d", u.Seq)
		}
		if u.Kind == "" {
			u.Kind = document.Paragraph
		}
		d.Units = append(d.Units, u)
	}
	return d
}

func para(text string, items ...string) document.Unit {
	u := document.Unit{Text: text}
	for _, item := range items {
		u.Items = append(u.Items, document.AgendaTag{Item: item, Via: document.ViaSection, Evidence: "test"})
	}
	return u
}

func citing(text string, citations ...citation.Citation) document.Unit {
	return document.Unit{Text: text, Citations: citations}
}

func resolution(id string, implied bool) citation.Citation {
	return citation.Citation{Kind: citation.Resolution, Body: "CTOC/COP", ID: id, Implied: implied}
}

func word(text string) query.Node    { return query.Word{Text: text} }
func phrase(text string) query.Node  { return query.Phrase{Text: text} }
func and(n ...query.Node) query.Node { return query.And{Nodes: n} }
func or(n ...query.Node) query.Node  { return query.Or{Nodes: n} }
func not(n query.Node) query.Node    { return query.Not{Node: n} }

func is(field, value string) query.Node { return query.Field{Name: field, Value: value} }

func fill(t *testing.T, e Engine, docs ...document.Document) {
	t.Helper()
	if err := e.Put(t.Context(), docs); err != nil {
		t.Fatalf("Put: %v", err)
	}
	commit(t, e)
}

func commit(t *testing.T, e Engine) {
	t.Helper()
	if err := e.Commit(t.Context()); err != nil {
		t.Fatalf("Commit: %v", err)
	}
}

func ask(t *testing.T, e search.Searcher, req search.Request) search.Results {
	t.Helper()
	results, err := e.Search(t.Context(), req)
	if err != nil {
		t.Fatalf("Search(%+v): %v", req, err)
	}
	return results
}

func ids(results search.Results) []string {
	list := make([]string, 0, len(results.Hits))
	for _, hit := range results.Hits {
		list = append(list, hit.ID())
	}
	return list
}

// expect checks which units a request finds, in whatever order, and that the totals say so.
func expect(t *testing.T, e search.Searcher, req search.Request, want ...string) {
	t.Helper()
	results := ask(t, e, req)
	got := ids(results)
	slices.Sort(got)
	want = append(make([]string, 0), want...)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Search(%+v) (-want +got):\n%s", req, diff)
	}
	if results.Total.Paragraphs != len(want) {
		t.Errorf("Search(%+v) counts %d units, want %d", req, results.Total.Paragraphs, len(want))
	}
}

// expectOrder checks the units of a page in order.
func expectOrder(t *testing.T, e search.Searcher, req search.Request, want ...string) search.Results {
	t.Helper()
	results := ask(t, e, req)
	if diff := cmp.Diff(append(make([]string, 0), want...), ids(results)); diff != "" {
		t.Errorf("Search(%+v) (-want +got):\n%s", req, diff)
	}
	return results
}

func testEmpty(t *testing.T, e Engine) {
	results := ask(t, e, search.Request{Query: word("anything"), Facets: []search.FacetRequest{{Field: "item"}}})
	want := search.Results{Facets: []search.Facet{{Field: "item"}}}
	if diff := cmp.Diff(want, results); diff != "" {
		t.Errorf("an empty index answers (-want +got):\n%s", diff)
	}
	if err := e.Ready(t.Context()); err != nil {
		t.Errorf("Ready = %v", err)
	}
	if _, err := e.Document(t.Context(), document.Key{Symbol: "A/1", Lang: "en"}); !errors.Is(err, search.ErrNotFound) {
		t.Errorf("Document = %v, want ErrNotFound", err)
	}
	corpus, err := e.Corpus(t.Context())
	if diff := cmp.Diff(search.Corpus{}, corpus); err != nil || diff != "" {
		t.Errorf("Corpus = %v (-want +got):\n%s", err, diff)
	}
	commit(t, e)
	if g := ask(t, e, search.Request{}).Generation; g != 0 {
		t.Errorf("a commit of nothing made generation %d", g)
	}
}

func testVisibility(t *testing.T, e Engine) {
	doc := note("A/1", "2024-01-02", para("Trafficking in persons", "2(b)"), para("Technical assistance", "5"))
	doc.Agenda = []document.AgendaItem{{Item: "2", Title: "Review"}}
	doc.Warnings = []string{"a page is missing"}
	if err := e.Put(t.Context(), []document.Document{doc}); err != nil {
		t.Fatal(err)
	}
	expect(t, e, search.Request{})
	commit(t, e)
	results := expectOrder(t, e, search.Request{}, "A/1#p1", "A/1#p2")
	if results.Generation == 0 || results.Total != (search.Total{Paragraphs: 2, Documents: 1}) || results.First != 1 {
		t.Errorf("results = %+v", results)
	}
	short := doc.Header
	short.Agenda, short.Warnings = nil, nil
	if diff := cmp.Diff(search.Hit{Document: short, Unit: doc.Units[0]}, results.Hits[0]); diff != "" {
		t.Errorf("hit (-want +got):\n%s", diff)
	}
	stored, err := e.Document(t.Context(), doc.Key())
	if diff := cmp.Diff(doc, stored); err != nil || diff != "" {
		t.Errorf("Document = %v (-want +got):\n%s", err, diff)
	}
	corpus, err := e.Corpus(t.Context())
	want := search.Corpus{Generation: results.Generation, Documents: 1, Units: 2, Searchable: 2, Languages: []document.Language{"en"}, Agendas: []document.Header{doc.Header}}
	if diff := cmp.Diff(want, corpus); err != nil || diff != "" {
		t.Errorf("Corpus = %v (-want +got):\n%s", err, diff)
	}
	fill(t, e, note("A/2", ""))
	if later := ask(t, e, search.Request{}); later.Generation <= results.Generation {
		t.Errorf("generation %d follows %d", later.Generation, results.Generation)
	}
}

func testReplace(t *testing.T, e Engine) {
	fill(t, e, note("A/1", "", para("old one"), para("old two"), para("old three")), note("A/2", "", para("other")))
	fill(t, e, note("A/1", "", para("new one"), para("old two")))
	expect(t, e, search.Request{Query: word("old")}, "A/1#p2")
	expect(t, e, search.Request{Query: word("new")}, "A/1#p1")
	expect(t, e, search.Request{}, "A/1#p1", "A/1#p2", "A/2#p1")
	if stored, err := e.Document(t.Context(), document.Key{Symbol: "A/1", Lang: "en"}); err != nil || len(stored.Units) != 2 {
		t.Errorf("Document = %d units, %v, want 2", len(stored.Units), err)
	}
	// Of two versions in one commit the later one counts; another language is another document.
	french := note("A/1", "", para("nouveau"))
	french.Lang = "fr"
	fill(t, e, note("A/2", "", para("first")), french, note("A/2", "", para("second")))
	expect(t, e, search.Request{}, "A/1#p1", "A/1#p2", "A/1@fr#p1", "A/2#p1")
	expect(t, e, search.Request{Query: word("second")}, "A/2#p1")
}

func testDelete(t *testing.T, e Engine) {
	fill(t, e, note("A/1", "", para("one")), note("A/2", "", para("two")), note("A/3", "", para("three")))
	if err := e.Delete(t.Context(), []document.Key{{Symbol: "A/2", Lang: "en"}, {Symbol: "A/9", Lang: "en"}, {Symbol: "A/3", Lang: "fr"}}); err != nil {
		t.Fatal(err)
	}
	expect(t, e, search.Request{}, "A/1#p1", "A/2#p1", "A/3#p1")
	commit(t, e)
	expect(t, e, search.Request{}, "A/1#p1", "A/3#p1")
	expect(t, e, search.Request{Query: word("two")})
	if _, err := e.Document(t.Context(), document.Key{Symbol: "A/2", Lang: "en"}); !errors.Is(err, search.ErrNotFound) {
		t.Errorf("Document = %v, want ErrNotFound", err)
	}
	// Deleted, then put again before the commit.
	if err := e.Delete(t.Context(), []document.Key{{Symbol: "A/1", Lang: "en"}}); err != nil {
		t.Fatal(err)
	}
	fill(t, e, note("A/1", "", para("again")))
	expect(t, e, search.Request{Query: word("again")}, "A/1#p1")
	expect(t, e, search.Request{}, "A/1#p1", "A/3#p1")
}

func testStamps(t *testing.T, e Engine) {
	fill(t, e, note("A/1", ""), note("A/2", ""), note("A/3", ""))
	changed := note("A/2", "")
	changed.Hash = "2"
	if err := e.Put(t.Context(), []document.Document{changed, note("A/4", "")}); err != nil {
		t.Fatal(err)
	}
	if err := e.Delete(t.Context(), []document.Key{{Symbol: "A/3", Lang: "en"}}); err != nil {
		t.Fatal(err)
	}
	for _, when := range []string{"before", "after"} {
		got := map[string]string{}
		for stamp, err := range e.Stored(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			if stamp.Key.Lang != "en" || stamp.Source != stamp.Key.Symbol+".txt" {
				t.Errorf("stamp %+v", stamp)
			}
			got[stamp.Key.Symbol] = stamp.Hash
		}
		if diff := cmp.Diff(map[string]string{"A/1": "1", "A/2": "2", "A/4": "1"}, got); diff != "" {
			t.Errorf("stamps %s the commit (-want +got):\n%s", when, diff)
		}
		commit(t, e)
	}
}

func testBadDocuments(t *testing.T, e Engine) {
	for name, spoil := range map[string]func(d *document.Document){
		"no symbol":       func(d *document.Document) { d.Symbol = "" },
		"a NUL in it":     func(d *document.Document) { d.Symbol = "A/1\x00en" },
		"one unit twice":  func(d *document.Document) { d.Units[1].Seq = 1 },
		"beyond numbers":  func(d *document.Document) { d.Units[1].Seq += math.MaxInt32 - 1 },
		"no anchor":       func(d *document.Document) { d.Units[1].Anchor = "" },
		"an anchor twice": func(d *document.Document) { d.Units[1].Anchor = d.Units[0].Anchor },
	} {
		bad := note("A/1", "", para("one"), para("two"))
		spoil(&bad)
		if err := e.Put(t.Context(), []document.Document{note("A/2", ""), bad}); !errors.Is(err, search.ErrBadDocument) {
			t.Errorf("%s: Put = %v, want ErrBadDocument", name, err)
		}
	}
	fill(t, e, note("A/3", "", para("three")))
	expect(t, e, search.Request{}, "A/3#p1")
}

// testFamily holds the documents around A/RES/75/29, which says "[without reference to a Main Committee (A/75/L.38/Rev.1 and
// A/75/L.38/Rev.1/Add.1)]", and a report in parts.
func testFamily(t *testing.T, e Engine) {
	resolution := note("A/RES/75/29", "")
	resolution.Related = []document.Related{{Relation: document.DraftOf, Symbol: "A/75/L.38/Rev.1"}, {Relation: document.DraftOf, Symbol: "A/75/L.38/Rev.1/Add.1"}}
	french := note("A/75/L.38/Rev.1", "")
	french.Lang = "fr"
	fill(t, e, resolution, french, note("A/75/L.38", ""), note("A/75/L.38/Rev.1", ""), note("A/75/L.380", ""), note("A/62/17(PartI)", ""),
		note("A/62/17(PartII)/Corr.1", ""), note("E/CN.7/2007/16/Rev.1-E/2007/28/Rev.1", ""), note("E/2007/28", ""))
	for symbol, want := range map[string]string{
		"A/75/L.38/Rev.1": "base A/75/L.38, adopted A/RES/75/29", "A/75/L.38": "revision A/75/L.38/Rev.1, revision A/75/L.38/Rev.1@fr, adopted A/RES/75/29",
		"a/75/l.38/rev.1/add.1": "base A/75/L.38, base A/75/L.38/Rev.1, base A/75/L.38/Rev.1@fr, adopted A/RES/75/29",
		"A/75/L.380":            "", "A/62/17(PartI)": "corrigendum A/62/17(PartII)/Corr.1", "A/62/17": "part A/62/17(PartI), corrigendum A/62/17(PartII)/Corr.1",
		"E/2007/28": "revision E/CN.7/2007/16/Rev.1-E/2007/28/Rev.1", "E/2007/28/Rev.1": "base E/2007/28", "A/75/1": "", "no symbol": "",
	} {
		headers, err := e.Family(t.Context(), symbol)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, h := range headers {
			if relation := search.Relation(&document.Header{Symbol: symbol}, &h); relation != "" {
				got = append(got, relation+" "+h.Key().String())
			}
		}
		if diff := cmp.Diff(want, strings.Join(got, ", ")); diff != "" {
			t.Errorf("relatives of %s (-want +got):\n%s", symbol, diff)
		}
	}
	if err := errors.Join(e.Put(t.Context(), []document.Document{note("A/75/L.380/Corr.1", "")}), e.Commit(t.Context())); err != nil {
		t.Fatal(err)
	}
	if headers, err := e.Family(t.Context(), "A/75/L.380"); err != nil || len(headers) != 2 {
		t.Errorf("with a corrigendum that came later, the family of A/75/L.380 has %d members, %v, want 2", len(headers), err)
	}
}

func testHeaders(t *testing.T, e Engine) {
	joint := note("E/CN.7/2024/17-E/CN.15/2024/18", "")
	french := note("CTOC/COP/2024/5", "")
	french.Lang = "fr"
	fill(t, e, french, note("CTOC/COP/2024/10", ""), joint, note("CTOC/COP/2024/5", ""))
	for symbol, want := range map[string][]string{
		"ctoc/cop/2024/5": {"CTOC/COP/2024/5", "CTOC/COP/2024/5@fr"}, "E/CN.15/2024/18": {"E/CN.7/2024/17-E/CN.15/2024/18"},
		"CTOC/COP/2024/1": nil, "": nil,
	} {
		headers, err := e.Resolve(t.Context(), symbol)
		if diff := cmp.Diff(want, keys(headers)); err != nil || diff != "" {
			t.Errorf("Resolve(%q) = %v (-want +got):\n%s", symbol, err, diff)
		}
	}
	var all []string
	var after document.Key
	for range 4 {
		page, err := e.Documents(t.Context(), after, 2)
		if err != nil {
			t.Fatal(err)
		}
		if len(page) > 0 {
			after = page[len(page)-1].Key()
		}
		all = append(all, keys(page)...)
	}
	want := []string{"CTOC/COP/2024/5", "CTOC/COP/2024/5@fr", "CTOC/COP/2024/10", "E/CN.7/2024/17-E/CN.15/2024/18"}
	if diff := cmp.Diff(want, all); diff != "" {
		t.Errorf("Documents (-want +got):\n%s", diff)
	}
}

func keys(headers []document.Header) []string {
	var list []string
	for _, h := range headers {
		list = append(list, h.Key().String())
	}
	return list
}

func testFilters(t *testing.T, e Engine) {
	first := note("CTOC/COP/2024/1", "2024-07-16", para("one", "2(b)"), para("two", "2"), para("three", "3", "5"),
		citing("four", resolution("7/1", false), resolution("10/1", true)),
		document.Unit{Text: "five", Number: "12", Dates: []citation.Date{{From: "2024-10-14", To: "2024-10-18"}}, Section: []string{"Annotations", "Documentation"}})
	second := note("CTOC/COP/2024/10", "2023-12-31", citing("six", citation.Citation{Kind: citation.Document, ID: "CTOC/COP/2024/1"}))
	second.Lang, second.Session, second.SessionNumber = "fr", "Eleventh session", 11
	fill(t, e, first, second)
	const a, b = "CTOC/COP/2024/1#p", "CTOC/COP/2024/10@fr#p"
	for _, c := range []struct {
		name   string
		filter search.Filter
		want   []string
	}{
		{"tree", search.Filter{Field: "item", Values: []string{"2"}}, []string{a + "1", a + "2"}},
		{"exact", search.Filter{Field: "item", Values: []string{"2"}, Exact: true}, []string{a + "2"}},
		{"spelling", search.Filter{Field: "item", Values: []string{"Item 2 (b)"}}, []string{a + "1"}},
		{"either", search.Filter{Field: "item", Values: []string{"2(b)", "5"}}, []string{a + "1", a + "3"}},
		{"neither", search.Filter{Field: "item", Values: []string{"2", "5"}, Exclude: true}, []string{a + "4", a + "5", b + "1"}},
		{"resolution", search.Filter{Field: "resolution", Values: []string{"10/1"}}, []string{a + "4"}},
		{"cited", search.Filter{Field: "symbol", Values: []string{"ctoc/cop/2024/1"}}, []string{b + "1"}},
		{"alias", search.Filter{Field: "cites", Values: []string{"CTOC/COP/2024/1"}}, []string{b + "1"}},
		{"cited by form", search.Filter{Field: "symbol", Values: []string{"CTOC/*/2024/?"}}, []string{b + "1"}},
		{"not of the form", search.Filter{Field: "symbol", Values: []string{"CTOC/*/1"}}, nil},
		{"by form and the rest", search.Filter{Field: "document", Values: []string{"ctoc/*/20?4/*"}}, []string{a + "1", a + "2", a + "3", a + "4", a + "5", b + "1"}},
		{"own", search.Filter{Field: "document", Values: []string{"CTOC/COP/2024/10"}}, []string{b + "1"}},
		{"number", search.Filter{Field: "number", Values: []string{"12"}}, []string{a + "5"}},
		{"session", search.Filter{Field: "session", Values: []string{"11"}}, []string{b + "1"}},
		{"language", search.Filter{Field: "lang", Values: []string{"fr"}}, []string{b + "1"}},
		{"date from", search.Filter{Field: "date", From: "2024-01-01"}, []string{a + "1", a + "2", a + "3", a + "4", a + "5"}},
		{"date to", search.Filter{Field: "date", To: "2023-12-31"}, []string{b + "1"}},
		{"dates", search.Filter{Field: "date", From: "2024-01-01", To: "2024-07-15"}, nil},
		{"inside a range mentioned", search.Filter{Field: "mentioned", From: "2024-10-16", To: "2024-10-16"}, []string{a + "5"}},
		{"before it", search.Filter{Field: "mentioned", From: "2024-10-01", To: "2024-10-13"}, nil},
		{"no value like it", search.Filter{Field: "item", Values: []string{"77"}}, nil},
		{"holds a resolution", search.Filter{Field: "has", Values: []string{"resolution"}}, []string{a + "4"}},
		{"holds a document", search.Filter{Field: "has", Values: []string{"symbol"}}, []string{b + "1"}},
		{"holds a date or an item", search.Filter{Field: "has", Values: []string{"date", "items"}}, []string{a + "1", a + "2", a + "3", a + "5"}},
		{"holds no reference", search.Filter{Field: "has", Values: []string{"reference"}, Exclude: true}, []string{a + "1", a + "2", a + "3", a + "5"}},
		{"holds what nothing holds", search.Filter{Field: "has", Values: []string{"decision", "article", "rule", "unicorn"}}, nil},
	} {
		t.Run(c.name, func(t *testing.T) { expect(t, e, search.Request{Filters: []search.Filter{c.filter}}, c.want...) })
	}
	expect(t, e, search.Request{ExplicitOnly: true, Filters: []search.Filter{{Field: "resolution", Values: []string{"10/1"}}}})
	expect(t, e, search.Request{ExplicitOnly: true, Filters: []search.Filter{{Field: "resolution", Values: []string{"7/1"}}}}, a+"4")
	expect(t, e, search.Request{ExplicitOnly: true, Query: is("resolution", "10/1")})
	expect(t, e, search.Request{Query: query.Explicitly(or(is("resolution", "10/1"), is("has", "symbol")))}, b+"1")
	expect(t, e, search.Request{Query: query.Explicitly(is("has", "resolution"))}, a+"4")
	expect(t, e, search.Request{Filters: []search.Filter{{Field: "item", Values: []string{"3"}}, {Field: "item", Values: []string{"5"}}}}, a+"3")
	expect(t, e, search.Request{Query: is("section", "documentation")}, a+"5")
	expect(t, e, search.Request{Query: is("title", "CTOC/COP/2024/10")}, b+"1")
	expect(t, e, search.Request{Query: and(is("item", "2"), not(is("item", "2(b)")))}, a+"2")
	expect(t, e, search.Request{Query: query.Field{Name: "symbol", Value: "CTOC/COP/2024/", Match: query.MatchPrefix}}, b+"1")
	expect(t, e, search.Request{Query: query.Range{Name: "date", From: "2024-07-16", To: "2024-07-16"}, Filters: []search.Filter{{Field: "item", Values: []string{"3"}}}}, a+"3")
}

func testScope(t *testing.T, e Engine) {
	var units []document.Unit
	for _, kind := range document.Kinds {
		units = append(units, document.Unit{Kind: kind, Anchor: string(kind), Text: "review"})
	}
	fill(t, e, note("A/1", "", units...))
	expect(t, e, search.Request{Query: word("review")}, "A/1#paragraph", "A/1#preambular", "A/1#operative", "A/1#list_item", "A/1#footnote", "A/1#table_row")
	expect(t, e, search.Request{Filters: []search.Filter{{Field: "kind", Values: []string{"heading"}}}}, "A/1#heading")
	expect(t, e, search.Request{Query: and(word("review"), is("kind", "frontmatter"))}, "A/1#frontmatter")
	results := ask(t, e, search.Request{Facets: []search.FacetRequest{{Field: "kind"}, {Field: "document"}}})
	if n := len(results.Facets[0].Values); n != len(document.Kinds) {
		t.Errorf("the kinds are counted in the default scope alone: %d of %d", n, len(document.Kinds))
	}
	if n := results.Facets[1].Values[0].Count; n != 6 {
		t.Errorf("other facets count %d units, want the 6 of the default scope", n)
	}
	corpus, err := e.Corpus(t.Context())
	if err != nil || corpus.Units != len(document.Kinds) || corpus.Searchable != 6 {
		t.Errorf("Corpus = %+v, %v", corpus, err)
	}
}

func testCancellation(t *testing.T, e Engine) {
	fill(t, e, note("A/1", "", para("one")))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := e.Search(ctx, search.Request{Query: word("one")}); !errors.Is(err, context.Canceled) {
		t.Errorf("Search = %v, want Canceled", err)
	}
	if err := e.Put(ctx, []document.Document{note("A/2", "", para("two"))}); !errors.Is(err, context.Canceled) {
		t.Errorf("Put = %v, want Canceled", err)
	}
	if err := e.Commit(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("Commit = %v, want Canceled", err)
	}
	expect(t, e, search.Request{}, "A/1#p1")
}

// testConcurrency replaces a document again and again while others read. Each version repeats one word in all its units, so
// a mixture of two versions shows.
func testConcurrency(t *testing.T, e Engine) {
	version := func(n int) document.Document {
		text := fmt.Sprintf("common version%d", n)
		return note("A/1", "", para(text), para(text), para(text))
	}
	fill(t, e, version(0), note("A/2", "", para("common other")))
	done := make(chan struct{})
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				results, err := e.Search(t.Context(), search.Request{Query: word("common"), Filters: []search.Filter{{Field: "document", Values: []string{"A/1"}}}})
				if err != nil || len(results.Hits) != 3 {
					t.Errorf("Search = %d hits, %v, want 3", len(results.Hits), err)
					return
				}
				for _, hit := range results.Hits {
					if hit.Unit.Text != results.Hits[0].Unit.Text {
						t.Errorf("%q beside %q in one answer", hit.Unit.Text, results.Hits[0].Unit.Text)
						return
					}
				}
			}
		})
	}
	for n := 1; n <= 10; n++ {
		fill(t, e, version(n))
	}
	close(done)
	readers.Wait()
	expect(t, e, search.Request{Query: word("version10")}, "A/1#p1", "A/1#p2", "A/1#p3")
}
