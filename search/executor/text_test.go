package executor

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/plenary-search/plenary/index/citation"
	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/analysis"
	"github.com/plenary-search/plenary/search/query"
	"github.com/plenary-search/plenary/search/searchtest"
)

// copies returns n copies of the annotated documents under other symbols and dates, each with some of their units, so that lists
// are long enough for several blocks, pairs are frequent, and scores differ.
func copies(t testing.TB, rng *rand.Rand, n int) []document.Document {
	t.Helper()
	gold, err := searchtest.Gold()
	if err != nil {
		t.Fatal(err)
	}
	docs := make([]document.Document, n)
	for i := range docs {
		d := gold[i%len(gold)]
		d.Symbol = fmt.Sprintf("CTOC/COP/%d/%d", 2000+i%7, i)
		d.Date = fmt.Sprintf("%d-0%d-15", 2000+i%7, 1+i%9)
		d.Agenda, d.Symbols = nil, nil
		from := rng.IntN(len(d.Units) / 2)
		d.Units = d.Units[from : from+len(d.Units)/2]
		docs[i] = d
	}
	return docs
}

// drawField draws a field with a value that some documents have, or with a form of one.
func drawField(rng *rand.Rand, docs []document.Document) string {
	d := docs[rng.IntN(len(docs))]
	u := d.Units[rng.IntN(len(d.Units))]
	values := []string{"has:" + query.ContentNames()[rng.IntN(len(query.ContentNames()))], "kind:" + string(u.Kind), "document:" + d.Symbol, "document:CTOC/*/200?/1*",
		fmt.Sprintf("year:%d", 2000+rng.IntN(8)), fmt.Sprintf("year:%d..%d", 1999+rng.IntN(8), 2000+rng.IntN(8)), fmt.Sprintf("date:..%d-%02d", 2000+rng.IntN(8), 1+rng.IntN(12)),
		fmt.Sprintf("mentioned:2024-%02d", 1+rng.IntN(12)), "mentioned:2024-09..2024-10-15", fmt.Sprintf("number:%d", 1+rng.IntN(30)), fmt.Sprintf("para. %d", 1+rng.IntN(30)),
		fmt.Sprintf("%s, paras. %d–%d", d.Symbol, 1+rng.IntN(9), 10+rng.IntN(9)), "title:agenda", "section:tech*"}
	for _, tag := range u.Items {
		values = append(values, "item:"+tag.Item, "item:="+tag.Item, "stated_item:"+tag.Item)
	}
	for _, c := range u.Citations {
		switch value := c.Value(); c.Kind {
		case citation.Document:
			at := strings.LastIndexByte(value, '/')
			values = append(values, "cites:"+value, "symbol:"+value[:at]+"/?", "symbol:*"+value[at:], value[:at]+"/*", "has:symbol ref:explicit")
		case citation.Resolution, citation.Decision:
			values = append(values, fmt.Sprintf("%s:%q", c.Kind, value), fmt.Sprintf("%s %s ref:explicit", c.Kind, c.ID), fmt.Sprintf("(%s:*/%s ref:explicit)", c.Kind, c.ID[strings.LastIndexByte(c.ID, '/')+1:]))
		default:
			values = append(values, fmt.Sprintf("article:%q", value), fmt.Sprintf("article:=%q", value))
		}
	}
	return values[rng.IntN(len(values))]
}

// drawQuery draws words, phrases, nearness, beginnings and other forms from the text of a unit, and fields.
func drawQuery(rng *rand.Rand, docs []document.Document) (text string, either bool) {
	words := func() []analysis.Token {
		for {
			d := docs[rng.IntN(len(docs))]
			if w := analysis.Words(d.Units[rng.IntN(len(d.Units))].Text); len(w) > 3 {
				return w
			}
		}
	}
	part := func() string {
		w := words()
		at := rng.IntN(len(w) - 3)
		switch rng.IntN(16) {
		case 0:
			return `"` + w[at].Term + " " + w[at+1].Term + `"`
		case 1:
			return `"` + w[at].Term + " " + w[at+1].Term + " " + w[at+2].Term + `"`
		case 2:
			if letters := []rune(w[at].Term); len(letters) > 4 {
				return string(letters[:4]) + "*"
			}
		case 3:
			return `"` + w[at].Term + " " + w[at+1].Term + `"~`
		case 4:
			return fmt.Sprintf(`"%s %s"~%d`, w[at+2].Term, w[at].Term, rng.IntN(4))
		case 5:
			return fmt.Sprintf("%s NEAR/%d %s", w[at+3].Term, rng.IntN(4), w[at].Term)
		case 6:
			return fmt.Sprintf("%s~%d", w[at].Term, 1+rng.IntN(2))
		case 7:
			if letters := []rune(w[at].Term); len(letters) > 4 {
				return string(letters[:2]) + "*" + string(letters[4:])
			}
		case 8:
			return fmt.Sprintf("%s PRE/%d %s", w[at].Term, rng.IntN(4), w[at+1+rng.IntN(3)].Term)
		case 9:
			return fmt.Sprintf(`"%s" PRE/%d "%s"`, w[at].Term, rng.IntN(3), w[at+2].Term)
		case 12:
			return fmt.Sprintf(`"%s %s" NEAR/%d %s`, w[at].Term, w[at+1].Term, rng.IntN(4), w[rng.IntN(len(w))].Term)
		case 13:
			return fmt.Sprintf(`"%s" PRE/%d "%s %s"`, w[at].Term, rng.IntN(3), w[at+2].Term, w[at+3].Term)
		case 10:
			return drawField(rng, docs)
		case 11:
			return "-" + drawField(rng, docs)
		}
		return w[at].Term
	}
	parts := []string{part()}
	for range rng.IntN(4) {
		parts = append(parts, part())
	}
	switch rng.IntN(5) {
	case 0:
		return strings.Join(parts, " OR "), false
	case 1:
		return strings.Join(parts, " ") + " -" + words()[0].Term, false
	}
	return strings.Join(parts, " "), rng.IntN(2) == 0
}

func TestDifferentialText(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	docs := copies(t, rng, 40)
	e, naive := newEngine(), searchtest.NewMemory()
	both := []searchtest.Engine{e, naive}
	for from := 0; from < len(docs); from += 10 {
		put, gone := slices.Clone(docs[from:from+10]), []document.Key(nil)
		if from > 0 { // some of the commit before go, one comes again
			again := docs[from-3]
			again.Units = again.Units[:len(again.Units)/2]
			put, gone = append(put, again), []document.Key{docs[from-1].Key(), docs[from-7].Key()}
		}
		for _, to := range both {
			if err := errors.Join(to.Delete(t.Context(), gone), to.Put(t.Context(), put), to.Commit(t.Context())); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, merged := range []bool{false, true} {
		if merged {
			e.merge(t)
		}
		for i := range randomRequests(t) / 2 {
			e.index.Load().few, e.index.Load().halved = []int{1, fewHits}[i%2], []int{1, verifyApart}[i/2%2]
			text, req := drawRequest(t, rng, docs)
			comparePages(t, naive, e, req, fmt.Sprintf("merged %v, %q", merged, text))
		}
	}
}

// requestsVariable says how many random requests are compared; there are few without it.
const requestsVariable = "PLENARY_RANDOM_REQUESTS"

func randomRequests(t *testing.T) int {
	t.Helper()
	value := os.Getenv(requestsVariable)
	if value == "" {
		return 64
	}
	n, err := strconv.Atoi(value)
	if err != nil {
		t.Fatalf("%s: %v", requestsVariable, err)
	}
	return n
}

// drawRequest draws a request, of words or without any.
func drawRequest(t *testing.T, rng *rand.Rand, docs []document.Document) (text string, req search.Request) {
	t.Helper()
	if rng.IntN(8) > 0 {
		var either bool
		text, either = drawQuery(rng, docs)
		parsed, err := query.Parse(text, query.Options{Any: either})
		if err != nil {
			t.Fatal(err)
		}
		req.Query = parsed.Node
	}
	req.Size, req.Highlight, req.ExplicitOnly = 1+rng.IntN(20), true, rng.IntN(4) == 0
	req.Sort = []search.Sort{search.SortRelevance, search.SortRelevance, search.SortNewest, search.SortOldest, search.SortDocument}[rng.IntN(5)]
	for _, field := range search.Fields() {
		if field.Facet && rng.IntN(3) == 0 {
			req.Facets = append(req.Facets, search.FacetRequest{Field: field.Name, Size: 1 + rng.IntN(12)})
		}
	}
	for _, filter := range []search.Filter{
		{Field: "year", Values: []string{"2003", "2005"}},
		{Field: "kind", Values: []string{"paragraph", "heading"}},
		{Field: "item", Values: []string{"2"}, Exclude: rng.IntN(2) == 0},
		{Field: "date", From: "2001-01-01", To: "2004-05-31"},
	} {
		if rng.IntN(8) == 0 {
			req.Filters = append(req.Filters, filter)
		}
	}
	return text, req
}

// comparePages compares the first pages of an answer, and the way back.
func comparePages(t *testing.T, naive, e search.Searcher, req search.Request, about string) {
	t.Helper()
	compare := func() search.Results {
		want, err := naive.Search(t.Context(), req)
		if err != nil {
			t.Fatal(err)
		}
		got, err := e.Search(t.Context(), req)
		if err != nil {
			t.Fatalf("%s: %v", about, err)
		}
		if diff := cmp.Diff(want, got, cmpopts.EquateApprox(0, 1e-9), cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("%s, %+v (-memory +columns):\n%s", about, req, diff)
		}
		return got
	}
	last := compare()
	for range 3 {
		if last.Next == "" {
			break
		}
		req.Cursor = last.Next
		last = compare()
	}
	for range 2 {
		if last.Previous == "" {
			break
		}
		req.Cursor = last.Previous
		last = compare()
	}
}
