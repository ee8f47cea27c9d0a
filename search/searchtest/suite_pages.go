package searchtest

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plenary-search/plenary/index/citation"
	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/query"
)

func testScores(t *testing.T, e Engine) {
	fill(t, e, note("A/1", "",
		para("trafficking trafficking trafficking migrants firearms"),
		para("trafficking migrants firearms corruption justice"),
		para("migrants firearms corruption justice persons"),
		para("trafficking migrants firearms corruption justice persons resources assistance review")))
	// Two words stand before one, the rarer one before the more frequent one.
	expectOrder(t, e, search.Request{Query: or(word("trafficking"), word("persons"))}, "A/1#p4", "A/1#p3", "A/1#p1", "A/1#p2")
	// More often stands before once, once in few words before once in many.
	results := expectOrder(t, e, search.Request{Query: word("trafficking")}, "A/1#p1", "A/1#p2", "A/1#p4")
	// Worked out from the formula of the package. The unit: 4 units of 6 words on the average, 3 of which hold the word; the first
	// one thrice in 5 words. The document: the only one, which holds it 5 times.
	idf, idfOfDocument := math.Log(1+1.5/3.5), math.Log(1+0.5/1.5)
	want := idfOfDocument*5*2.2/(5+1.2) + idf/8*3*2.2/(3+1.2*(0.25+0.75*5/6))
	if got := results.Hits[0].Score; math.Abs(got-want) > rounding*want {
		t.Errorf("score = %v, want %v", got, want)
	}
	// A phrase counts as one word of its own: two units hold it. Where nothing else is asked for, documents do not score.
	idf = math.Ln2 // 1 + (4-2+0.5)/(2+0.5) = 2
	want = idf / 8 * 2.2 / (1 + 1.2*(0.25+0.75*5/6))
	if got := ask(t, e, search.Request{Query: phrase("corruption justice persons")}).Hits[0].Score; math.Abs(got-want) > rounding*want {
		t.Errorf("score of a phrase = %v, want %v", got, want)
	}
	// Filters, refusals and keywords do not score.
	plain := ask(t, e, search.Request{Query: word("trafficking")}).Hits[0].Score
	filtered := ask(t, e, search.Request{Query: and(word("trafficking"), not(word("corruption")), is("lang", "en")),
		Filters: []search.Filter{{Field: "kind", Values: []string{"paragraph"}}}}).Hits[0].Score
	if plain != filtered {
		t.Errorf("score %v became %v by filters", plain, filtered)
	}
	// Deleted units no longer weigh.
	fill(t, e, note("A/2", "", para("trafficking persons"), para("justice")))
	if err := e.Delete(t.Context(), []document.Key{{Symbol: "A/2", Lang: "en"}}); err != nil {
		t.Fatal(err)
	}
	commit(t, e)
	if got := ask(t, e, search.Request{Query: word("trafficking")}).Hits[0].Score; got != plain {
		t.Errorf("score %v became %v by a document that came and went", plain, got)
	}
}

// testDocumentsScore wants the units of documents first that are about what is asked for.
func testDocumentsScore(t *testing.T, e Engine) {
	titled := note("A/2", "", para("trafficking and migrants"))
	titled.Title = "Persons"
	masthead, operative := para("trafficking in persons"), para("trafficking in persons")
	masthead.Kind, operative.Kind = document.Frontmatter, document.Operative
	fill(t, e,
		note("A/1", "", para("trafficking and migrants")),
		titled,
		note("A/3", "", para("trafficking and migrants"), para("persons")),
		note("A/4", "", para("trafficking and migrants"), operative),
		note("A/5", "", para("trafficking and migrants"), para("trafficking in persons")),
		note("A/6", "", para("trafficking and migrants"), masthead))
	// The same paragraph comes first where the title holds the other word, and last where the document holds it nowhere.
	asked := or(word("migrants"), word("persons"))
	results := ask(t, e, search.Request{Query: and(word("migrants"), or(word("trafficking"), word("persons")))})
	scores := map[string]float64{}
	for _, hit := range results.Hits {
		scores[hit.Document.Symbol] = hit.Score
	}
	for _, pair := range [][2]string{{"A/2", "A/3"}, {"A/3", "A/1"}, {"A/4", "A/5"}, {"A/6", "A/5"}} {
		if scores[pair[0]] <= scores[pair[1]] {
			t.Errorf("the paragraph of %s scores %v, that of %s scores %v", pair[0], scores[pair[0]], pair[1], scores[pair[1]])
		}
	}
	// The line of the masthead counts as often as the operative paragraph; besides, it is like what is asked for: of its two words, and of the
	// three asked for, one is trafficking, which all documents hold, and one persons, which five do.
	idf := 2*math.Log(1+0.5/6.5) + math.Log(1+1.5/5.5)
	line := search.Line{Held: 2, Asked: 3, Length: 2}
	if got, want := scores["A/6"]-scores["A/4"], line.Score(idf); math.Abs(got-want) > rounding*want {
		t.Errorf("a line of the masthead adds %v to an operative paragraph, want %v", got, want)
	}
	// What filters leave out of a document weighs in it.
	whole := ask(t, e, search.Request{Query: asked, Filters: []search.Filter{{Field: "document", Values: []string{"A/4"}}}}).Hits
	part := ask(t, e, search.Request{Query: asked, Filters: []search.Filter{{Field: "document", Values: []string{"A/4"}}, {Field: "kind", Values: []string{"paragraph"}}}}).Hits
	if len(whole) != 2 || len(part) != 1 || part[0].Score != whole[slices.IndexFunc(whole, func(h search.Hit) bool { return h.Unit.Anchor == "p1" })].Score {
		t.Errorf("filters change scores: %v of %v", part, whole)
	}
}

// testBestDocuments wants the units of the best documents in the order of their own scores, and those of the others document by document.
func testBestDocuments(t *testing.T, e Engine) {
	const others = 7
	var docs []document.Document
	var best, equal, rest, groups []string
	for i := range search.BestDocuments + others {
		symbol := fmt.Sprintf("A/%d", i+1)
		docs = append(docs, note(symbol, "", para("a review of some length"), para("review")))
		if i < search.BestDocuments {
			best, equal = append(best, symbol+"#p2"), append(equal, symbol+"#p1")
		} else {
			rest = append(rest, symbol+"#p1", symbol+"#p2")
		}
		groups = append(groups, symbol+": p2 p1 of 2")
	}
	fill(t, e, docs...)
	want := slices.Concat(best, equal, rest)
	req := search.Request{Query: word("review"), Size: 30}
	pages, previous := turnPages(t, e, req)
	if diff := cmp.Diff(want, slices.Concat(pages...)); diff != "" {
		t.Errorf("pages forward (-want +got):\n%s", diff)
	}
	for i := len(pages) - 2; i >= 0; i-- {
		req.Cursor = previous
		previous = expectOrder(t, e, req, pages[i]...).Previous
	}
	req = search.Request{Query: word("review"), Size: search.BestDocuments, Group: true}
	first := ask(t, e, req)
	req.Cursor = first.Next
	if diff := cmp.Diff(groups, append(grouped(first), grouped(ask(t, e, req))...)); diff != "" {
		t.Errorf("documents (-want +got):\n%s", diff)
	}
}

func testOrders(t *testing.T, e Engine) {
	fill(t, e,
		note("A/10", "2024-01-01", para("review review"), para("review")),
		note("A/9", "2024-01-01", para("review")),
		note("A/11", "2023-01-01", para("review")),
		note("A/8", "", para("review")))
	for sort, want := range map[search.Sort][]string{
		search.SortDocument:  {"A/8#p1", "A/9#p1", "A/10#p1", "A/10#p2", "A/11#p1"},
		search.SortNewest:    {"A/9#p1", "A/10#p1", "A/10#p2", "A/11#p1", "A/8#p1"},
		search.SortOldest:    {"A/11#p1", "A/9#p1", "A/10#p1", "A/10#p2", "A/8#p1"},
		search.SortRelevance: {"A/10#p1", "A/10#p2", "A/8#p1", "A/9#p1", "A/11#p1"},
		"":                   {"A/10#p1", "A/10#p2", "A/8#p1", "A/9#p1", "A/11#p1"},
	} {
		for _, hit := range expectOrder(t, e, search.Request{Query: word("review"), Sort: sort}, want...).Hits {
			if hit.Score <= 0 {
				t.Errorf("order %q: %s scores %v", sort, hit.ID(), hit.Score)
			}
		}
	}
	// Without words to score, relevance is document order.
	expectOrder(t, e, search.Request{Sort: search.SortRelevance, Query: is("body", "CTOC/COP")}, "A/8#p1", "A/9#p1", "A/10#p1", "A/10#p2", "A/11#p1")
}

// manyDocuments makes n documents of two units, some undated, some of the same date, with scores that tie and scores that
// do not.
func manyDocuments(n int) []document.Document {
	dates := []string{"2024-01-01", "", "2023-06-01", "2024-01-01", "2022-01-01"}
	texts := []string{"review", "review of the review", "a long text that has the word review among other words", "review"}
	docs := make([]document.Document, 0, n)
	for i := range n {
		docs = append(docs, note(fmt.Sprintf("A/%d", i+1), dates[i%len(dates)], para(texts[i%len(texts)], "2(a)"), para(texts[(i+1)%len(texts)], "3")))
	}
	return docs
}

// wordless is a document beside which all others score as they did.
func wordless(symbol string) document.Document {
	d := note(symbol, "", para("—"))
	d.Title = ""
	return d
}

func testPages(t *testing.T, e Engine) {
	fill(t, e, manyDocuments(13)...)
	for _, sort := range []search.Sort{search.SortRelevance, search.SortNewest, search.SortOldest, search.SortDocument} {
		whole := ids(ask(t, e, search.Request{Query: word("review"), Sort: sort, Size: search.MaxSize}))
		if len(whole) != 26 {
			t.Fatalf("%d hits, want 26", len(whole))
		}
		req := search.Request{Query: word("review"), Sort: sort, Size: 4}
		pages, previous := turnPages(t, e, req)
		if diff := cmp.Diff(whole, slices.Concat(pages...)); diff != "" {
			t.Errorf("order %s: pages forward (-want +got):\n%s", sort, diff)
		}
		for i := len(pages) - 2; i >= 0; i-- {
			req.Cursor = previous
			page := expectOrder(t, e, req, pages[i]...)
			if page.First != i*4+1 || page.Next == "" || page.Total.Paragraphs != 26 {
				t.Errorf("order %s: page %d back has First %d, Next %q, Total %+v", sort, i, page.First, page.Next, page.Total)
			}
			previous = page.Previous
		}
		if previous != "" {
			t.Errorf("order %s: there is a page before the first", sort)
		}
	}
	counts := ask(t, e, search.Request{Size: search.NoHits, Query: word("review")})
	if counts.Hits != nil || counts.First != 0 || counts.Next != "" || counts.Total.Documents != 13 {
		t.Errorf("without hits: %+v", counts)
	}
}

// turnPages reads all pages, and returns the cursor from the last one back.
func turnPages(t *testing.T, e search.Searcher, req search.Request) (pages [][]string, previous string) {
	t.Helper()
	for {
		page := ask(t, e, req)
		if page.First != len(slices.Concat(pages...))+1 {
			t.Errorf("page %d begins with hit %d", len(pages)+1, page.First)
		}
		if (page.Previous == "") != (len(pages) == 0) {
			t.Errorf("page %d has previous cursor %q", len(pages)+1, page.Previous)
		}
		pages = append(pages, ids(page))
		if page.Next == "" || len(pages) > 20 {
			return pages, page.Previous
		}
		req.Cursor = page.Next
	}
}

// testBare wants of plain pages all that other pages say, cursors too, but for the hits: these say where they stand and how they
// score, and no more, even where spans are asked for.
func testBare(t *testing.T, e Engine) {
	docs := manyDocuments(4)
	docs[3].Lang = "fr"
	fill(t, e, docs...)
	for _, sort := range []search.Sort{search.SortRelevance, search.SortNewest, search.SortOldest, search.SortDocument} {
		req := search.Request{Query: word("review"), Sort: sort, Size: 5, Highlight: true, Facets: []search.FacetRequest{{Field: "item"}, {Field: "document"}}}
		for page := 1; page == 1 || req.Cursor != ""; page++ {
			req.Bare = false
			want := ask(t, e, req)
			for i, hit := range want.Hits {
				want.Hits[i] = search.Hit{Document: document.Header{Symbol: hit.Document.Symbol, Lang: hit.Document.Lang}, Unit: document.Unit{Seq: hit.Unit.Seq}, Score: hit.Score}
				if want.Hits[i].Unit.Seq == 0 || hit.Score == 0 || len(hit.Highlights) == 0 {
					t.Fatalf("order %s, page %d: hit %+v", sort, page, hit)
				}
			}
			req.Bare = true
			if diff := cmp.Diff(want, ask(t, e, req)); diff != "" {
				t.Errorf("order %s: plain page %d (-want +got):\n%s", sort, page, diff)
			}
			req.Cursor = want.Next
		}
	}
}

func testCursorsOutliveCommits(t *testing.T, e Engine) {
	fill(t, e, manyDocuments(6)...)
	for _, sort := range []search.Sort{search.SortDocument, search.SortOldest} {
		req := search.Request{Sort: sort, Size: 4}
		first := ask(t, e, req)
		req.Cursor = first.Next
		second := ask(t, e, req)
		back := second.Previous

		// A document before the cursor goes, and so does the one at the cursor; another comes before it.
		gone := []document.Key{first.Hits[0].Document.Key(), first.Hits[3].Document.Key()}
		if err := e.Delete(t.Context(), gone); err != nil {
			t.Fatal(err)
		}
		fill(t, e, note("A/0", "2021-01-01", para("early")))
		var rest []string
		for _, id := range ids(second) {
			if id != first.Hits[3].Document.Symbol+"#p2" {
				rest = append(rest, id)
			}
		}
		after := ask(t, e, req)
		if got := ids(after); len(got) < len(rest) || !slices.Equal(got[:len(rest)], rest) {
			t.Errorf("order %s: after the commit the cursor leads to %v, want it to begin with %v", sort, got, rest)
		}
		req.Cursor = back
		before := ask(t, e, req)
		whole := ids(ask(t, e, search.Request{Sort: sort, Size: search.MaxSize}))
		end := slices.Index(whole, ids(second)[0])
		if end < 0 {
			end = slices.Index(whole, rest[0])
		}
		if diff := cmp.Diff(whole[max(0, end-4):end], ids(before)); diff != "" {
			t.Errorf("order %s: before the cursor (-want +got):\n%s", sort, diff)
		}
		fill(t, e, manyDocuments(6)...)
	}
}

func testBadRequests(t *testing.T, e Engine) {
	fill(t, e, note("A/1", "", para("one"), para("two")))
	next := ask(t, e, search.Request{Sort: search.SortDocument, Size: 1}).Next
	if next == "" {
		t.Fatal("no second page")
	}
	for _, c := range []struct {
		name string
		req  search.Request
		want error
	}{
		{"cursor of another order", search.Request{Sort: search.SortNewest, Cursor: next}, search.ErrBadCursor},
		{"cut cursor", search.Request{Sort: search.SortDocument, Cursor: next[:len(next)-1]}, search.ErrBadCursor},
		{"no cursor at all", search.Request{Cursor: "page2"}, search.ErrBadCursor},
		{"no hits, bad cursor", search.Request{Cursor: "page2", Size: search.NoHits}, search.ErrBadCursor},
		{"size", search.Request{Size: search.MaxSize + 1}, search.ErrBadRequest},
		{"filter", search.Request{Filters: []search.Filter{{Field: "colour", Values: []string{"red"}}}}, search.ErrUnknownField},
		{"facet", search.Request{Facets: []search.FacetRequest{{Field: "title"}}}, search.ErrUnknownField},
	} {
		if results, err := e.Search(t.Context(), c.req); !errors.Is(err, c.want) {
			t.Errorf("%s: Search = %+v, %v, want %v", c.name, results, err, c.want)
		}
	}
}

func testFacets(t *testing.T, e Engine) {
	titled := para("one", "2(b)")
	titled.Items[0].Title = "Trafficking in persons"
	doc := note("A/1", "2024-05-06", titled, para("two", "2(b)", "2(c)"), para("three", "2"), para("four", "10"), para("five"), para("six", "3"))
	agenda := note("A/2", "2023-01-01", para("agenda", "3"))
	agenda.Agenda = []document.AgendaItem{{Item: "2", Title: "Review", Children: []document.AgendaItem{{Item: "2(c)", Title: "Smuggling of migrants"}}}, {Item: "8", Title: "Other matters"}}
	fill(t, e, doc, agenda)
	results := ask(t, e, search.Request{Facets: []search.FacetRequest{{Field: "item"}, {Field: "item", Size: 2}, {Field: "document"}, {Field: "year"}, {Field: "body"}}})
	want := []search.Facet{
		{Field: "item", Total: 5, WithoutValue: 1, Values: []search.FacetValue{
			{Value: "2", Label: "2", Count: 3, Own: 1},
			{Value: "2(b)", Label: "Trafficking in persons", Count: 2, Own: 2, Parent: "2"},
			{Value: "2(c)", Label: "Smuggling of migrants", Count: 1, Own: 1, Parent: "2"},
			{Value: "3", Label: "3", Count: 2, Own: 2},
			{Value: "10", Label: "10", Count: 1, Own: 1},
		}},
		{Field: "item", Total: 5, Other: 3, WithoutValue: 1, Values: []search.FacetValue{
			{Value: "2", Label: "2", Count: 3, Own: 1},
			{Value: "2(b)", Label: "Trafficking in persons", Count: 2, Own: 2, Parent: "2"},
		}},
		{Field: "document", Total: 2, Values: []search.FacetValue{
			{Value: "A/1", Label: "Title of A/1", Count: 6, Own: 6}, {Value: "A/2", Label: "Title of A/2", Count: 1, Own: 1},
		}},
		{Field: "year", Total: 2, Values: []search.FacetValue{{Value: "2024", Label: "2024", Count: 6, Own: 6}, {Value: "2023", Label: "2023", Count: 1, Own: 1}}},
		{Field: "body", Total: 1, Values: []search.FacetValue{{Value: "CTOC/COP", Label: "Conference of the Parties", Count: 7, Own: 7}}},
	}
	// The label of item 2 comes from the agenda: no unit that holds it gives it one.
	want[0].Values[0].Label, want[1].Values[0].Label = "Review", "Review"
	if diff := cmp.Diff(want, results.Facets); diff != "" {
		t.Errorf("facets (-want +got):\n%s", diff)
	}
	nothing := ask(t, e, search.Request{Query: word("nowhere"), Facets: []search.FacetRequest{{Field: "item"}}, Filters: []search.Filter{{Field: "item", Values: []string{"8"}}}})
	wanted := []search.Facet{{Field: "item", Values: []search.FacetValue{{Value: "8", Label: "Other matters", Selected: true}}}}
	if diff := cmp.Diff(wanted, nothing.Facets); diff != "" {
		t.Errorf("facet of nothing (-want +got):\n%s", diff)
	}
}

func testReferenceFacets(t *testing.T, e Engine) {
	fill(t, e, note("A/1", "",
		citing("one", resolution("7/1", false), resolution("7/1", true), resolution("10/1", true)),
		citing("two", resolution("7/1", false), citation.Citation{Kind: citation.Decision, Body: "CTOC/COP", ID: "7/1"}),
		citing("three", resolution("10/1", true), resolution("10/1", true)),
		para("four")))
	facets := []search.FacetRequest{{Field: "resolution"}}
	want := search.Facet{Field: "resolution", Total: 2, WithoutValue: 1, Values: []search.FacetValue{
		{Value: "CTOC/COP 7/1", Label: "CTOC/COP 7/1", Count: 2, Own: 2, Explicit: 2, Mentions: 3, Implied: 1},
		{Value: "CTOC/COP 10/1", Label: "CTOC/COP 10/1", Count: 2, Own: 2, Mentions: 3, Implied: 3},
	}}
	if diff := cmp.Diff(want, ask(t, e, search.Request{Facets: facets}).Facets[0]); diff != "" {
		t.Errorf("facet (-want +got):\n%s", diff)
	}
	want = search.Facet{Field: "resolution", Total: 1, WithoutValue: 2, Values: []search.FacetValue{
		{Value: "CTOC/COP 7/1", Label: "CTOC/COP 7/1", Count: 2, Own: 2, Explicit: 2, Mentions: 2},
	}}
	if diff := cmp.Diff(want, ask(t, e, search.Request{Facets: facets, ExplicitOnly: true}).Facets[0]); diff != "" {
		t.Errorf("facet of explicit references (-want +got):\n%s", diff)
	}
}

func testOwnFilter(t *testing.T, e Engine) {
	fill(t, e, note("A/1", "2024-01-01", para("one", "2"), para("one", "3"), para("two", "4")), note("A/2", "2023-01-01", para("one", "3")))
	results := ask(t, e, search.Request{
		Query:   word("one"),
		Filters: []search.Filter{{Field: "item", Values: []string{"2", "4"}}, {Field: "year", Values: []string{"2024"}}},
		Facets:  []search.FacetRequest{{Field: "item"}, {Field: "year"}, {Field: "document"}},
	})
	if results.Total != (search.Total{Paragraphs: 1, Documents: 1}) {
		t.Errorf("Total = %+v", results.Total)
	}
	want := []search.Facet{
		{Field: "item", Total: 2, Values: []search.FacetValue{
			{Value: "2", Label: "2", Count: 1, Own: 1, Selected: true}, {Value: "3", Label: "3", Count: 1, Own: 1}, {Value: "4", Label: "4", Selected: true},
		}},
		{Field: "year", Total: 1, Values: []search.FacetValue{{Value: "2024", Label: "2024", Count: 1, Own: 1, Selected: true}}},
		{Field: "document", Total: 1, Values: []search.FacetValue{{Value: "A/1", Label: "Title of A/1", Count: 1, Own: 1}}},
	}
	if diff := cmp.Diff(want, results.Facets); diff != "" {
		t.Errorf("facets (-want +got):\n%s", diff)
	}
	// A refusal is a filter of the field, too.
	results = ask(t, e, search.Request{Filters: []search.Filter{{Field: "item", Values: []string{"3"}, Exclude: true}}, Facets: []search.FacetRequest{{Field: "item"}}})
	if n := len(results.Facets[0].Values); results.Total.Paragraphs != 2 || n != 3 {
		t.Errorf("%d units, %d values, want 2 and 3", results.Total.Paragraphs, n)
	}
}

func testHighlights(t *testing.T, e Engine) {
	fill(t, e, note("A/1", "", para("Resources for trafficking in persons; extrabudgetary resources.")))
	req := search.Request{Query: or(phrase("trafficking in persons"), query.Word{Text: "resource"})}
	if hit := ask(t, e, req).Hits[0]; hit.Highlights != nil {
		t.Errorf("highlights %v without being asked for", hit.Highlights)
	}
	req.Highlight = true
	var got []string
	for _, hit := range ask(t, e, req).Hits {
		for _, h := range hit.Highlights {
			got = append(got, fmt.Sprintf("%s: %s", h.Match, hit.Unit.Text[h.Start:h.End]))
		}
	}
	if diff := cmp.Diff([]string{"stem: Resources", "verbatim: trafficking in persons", "stem: resources"}, got); diff != "" {
		t.Errorf("highlights (-want +got):\n%s", diff)
	}
}
