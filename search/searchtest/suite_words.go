package searchtest

import (
	"testing"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/query"
)

// finding is a query and the ids of the units that it finds.
type finding struct {
	query query.Node
	want  []string
}

// expectEach asks each query.
func expectEach(t *testing.T, e Engine, findings []finding) {
	t.Helper()
	for _, f := range findings {
		expect(t, e, search.Request{Query: f.query}, f.want...)
	}
}

func testWords(t *testing.T, e Engine) {
	fill(t, e, note("A/1", "",
		para("Trafficking in persons and smuggling of migrants"),
		para("Persons trafficked; resources, extrabudgetary"),
		para("EXTRABUDGETARY RESOURCES for trafficking in persons, trafficking in persons"),
		para("")))
	expectEach(t, e, []finding{
		{word("smuggling"), []string{"A/1#p1"}},
		{word("resource"), []string{"A/1#p2", "A/1#p3"}},
		{phrase("extrabudgetary resources"), []string{"A/1#p3"}},
		{phrase("resources extrabudgetary"), []string{"A/1#p2"}},
		{phrase("extrabudgetary resource"), nil},
		{query.Phrase{Text: "extrabudgetary resource", Stem: true}, []string{"A/1#p3"}},
		{phrase("trafficking in persons"), []string{"A/1#p1", "A/1#p3"}},
		{phrase("trafficking persons"), nil},
		{and(word("persons"), word("migrants")), []string{"A/1#p1"}},
		{or(word("migrants"), word("extrabudgetary")), []string{"A/1#p1", "A/1#p2", "A/1#p3"}},
		{and(word("persons"), not(word("migrants"))), []string{"A/1#p2", "A/1#p3"}},
		{not(word("persons")), []string{"A/1#p4"}},
		{not(not(word("migrants"))), []string{"A/1#p1"}},
		{query.Prefix{Text: "extra"}, []string{"A/1#p2", "A/1#p3"}},
		{query.Prefix{Text: "extrabudgetaryx"}, nil},
		{word("nowhere"), nil},
		{query.None{}, nil},
		{and(word("persons"), word("nowhere")), nil},
		{nil, []string{"A/1#p1", "A/1#p2", "A/1#p3", "A/1#p4"}},
	})
}

func testForms(t *testing.T, e Engine) {
	fill(t, e, note("A/1", "",
		para("Women’s organizations and co-operation"),
		para("A woman in the organisation, cooperating"),
		para("WOMAN, résolution"),
		para("Womankind; resolutions of organizers")))
	fill(t, e, note("A/2", "", para("woben")))
	if err := e.Delete(t.Context(), []document.Key{{Symbol: "A/2", Lang: "en"}}); err != nil {
		t.Fatal(err)
	}
	commit(t, e)
	form := func(text string) query.Node { return query.Wildcard{Text: text} }
	similar := func(text string, distance int) query.Node { return query.Fuzzy{Text: text, Distance: distance} }
	expectEach(t, e, []finding{
		{form("wom?n"), []string{"A/1#p1", "A/1#p2", "A/1#p3"}},
		{form("wom?n*"), []string{"A/1#p1", "A/1#p2", "A/1#p3", "A/1#p4"}},
		{form("wom?n's"), []string{"A/1#p1"}},
		{form("Organi*ation"), []string{"A/1#p2"}},
		{form("organi?ation*"), []string{"A/1#p1", "A/1#p2"}},
		{form("co*operation"), nil}, // the hyphen is no letter
		{form("co-op*n"), []string{"A/1#p1"}},
		{form("xx*x"), nil},
		{similar("résolutions", 1), []string{"A/1#p3", "A/1#p4"}},
		{similar("resolve", 2), nil},
		{similar("cooperation", 1), []string{"A/1#p1"}},
		{similar("cooperation", 2), []string{"A/1#p1", "A/1#p2"}},
		{similar("coperatign", 2), []string{"A/1#p2"}},
		{similar("wmoan", 1), []string{"A/1#p2", "A/1#p3"}},
		{similar("oman", 1), nil},
		{and(word("organizations"), not(similar("womin", 1))), []string{"A/1#p4"}},
	})
	results := ask(t, e, search.Request{Query: and(similar("woman", 1), form("org*s")), Highlight: true})
	if len(results.Hits) != 1 || results.Hits[0].Score != 0 || len(results.Hits[0].Highlights) != 2 {
		t.Errorf("forms of words score or are not marked: %+v", results.Hits)
	}
}

func testNearness(t *testing.T, e Engine) {
	fill(t, e, note("A/1", "",
		para("Trafficking in persons and smuggling of migrants"),
		para("Persons trafficked; resources, extrabudgetary"),
		para("persons trafficking, or trafficking in persons, and persons"),
		para("open-ended working group")))
	near := func(text string, within int) query.Node { return query.Near{Text: text, Within: within} }
	byStem := func(text string, within int) query.Node { return query.Near{Text: text, Within: within, Stem: true} }
	inOrder := func(text string, within int) query.Node { return query.Near{Text: text, Within: within, Ordered: true} }
	expectEach(t, e, []finding{
		{near("persons trafficking", 0), []string{"A/1#p3"}},
		{near("persons trafficking", 1), []string{"A/1#p1", "A/1#p3"}},
		{byStem("trafficking person", 0), []string{"A/1#p2", "A/1#p3"}},
		{near("migrants trafficking", 4), nil},
		{near("migrants trafficking", 5), []string{"A/1#p1"}},
		{near("migrants smuggling trafficking", 3), nil},
		{near("migrants smuggling trafficking", 4), []string{"A/1#p1"}},
		{near("persons persons", 0), nil},
		{near("persons persons", 1), []string{"A/1#p3"}},
		{near("persons persons persons", 50), []string{"A/1#p3"}},
		{near("group open-ended", 1), []string{"A/1#p4"}},
		{near("group open-ended", 0), nil},
		{near("nowhere persons", 50), nil},
		{and(word("persons"), not(near("trafficking in", 0))), []string{"A/1#p2"}},
		{inOrder("trafficking persons", 0), nil},
		{inOrder("trafficking persons", 1), []string{"A/1#p1", "A/1#p3"}},
		{inOrder("persons trafficking", 50), []string{"A/1#p3"}},
		{inOrder("trafficking smuggling migrants", 4), []string{"A/1#p1"}},
		{inOrder("trafficking migrants smuggling", 50), nil},
		{inOrder("persons persons persons", 50), []string{"A/1#p3"}},
		{inOrder("open-ended group", 1), []string{"A/1#p4"}},
		{near("trafficking\u00a0in\u00a0persons migrants", 5), []string{"A/1#p1"}},
		{near("migrants trafficking\u00a0in\u00a0persons", 3), []string{"A/1#p1"}},
		{near("migrants trafficking\u00a0in\u00a0persons", 2), nil},
		{near("trafficking\u00a0persons smuggling", 50), nil},
		{inOrder("migrants trafficking\u00a0in\u00a0persons", 50), nil},
		{inOrder("trafficking\u00a0in\u00a0persons persons", 1), []string{"A/1#p3"}},
		{byStem("extrabudgetary person\u00a0trafficking", 2), []string{"A/1#p2"}},
		{query.Near{Text: "trafficking person", Within: 1, Stem: true, Ordered: true}, []string{"A/1#p1", "A/1#p3"}},
	})
	results := expectOrder(t, e, search.Request{Query: near("persons trafficking", 1), Highlight: true}, "A/1#p3", "A/1#p1")
	if marked := len(results.Hits[1].Highlights); marked != 2 {
		t.Errorf("%d spans are marked, want 2", marked)
	}
	if a, b := results.Hits[0].Score, results.Hits[1].Score; a <= b || b <= 0 {
		t.Errorf("two windows score %v, one scores %v", a, b)
	}
}
