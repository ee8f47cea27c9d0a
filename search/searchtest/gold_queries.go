package searchtest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/query"
	synonyms "github.com/plenary-search/plenary/search/vocabulary"
)

// RunGold asks an engine the questions of the annotation, and compares units, counts, kinds, mentions and facets. The engine
// must hold the two annotated documents, with the units that the annotation has, and nothing else.
//
// The annotation writes its questions in a form of its own. They are asked as readers ask them: words, phrases, prefixes and
// their combinations in the query language, filters as the parameters of a request. The annotation counts units of every
// kind, so every request names all kinds.
//
//	phrase P                        "P"; with stem: true, "P"~
//	prefix P                        P*
//	near W, distance N              "W"~N, and each phrase of W, where it has one; both orders are taken
//	and, or, not                    AND, OR, NOT with brackets; filters below an and are parameters
//	agenda_item, field, mode        item or stated_item (agenda_items_specific, agenda_items), exact for mode exact
//	resolution {kind, body, id}     resolution or decision "BODY ID"; either with the body alone where there is no kind;
//	                                ref=explicit for implicit: false
//	symbol, match                   symbol; symbol:P* for match prefix
//	article {instrument, kind, id}  article "INSTRUMENT KIND ID", exact for mode exact
//	kind, document, number          the parameters of these names
//	section                         section:"S" in the query language
//	date; date_from, date_to        mentioned_from and mentioned_to
//
// A question with synonyms is asked as typed, widened by vocabulary.Names.
func RunGold(t *testing.T, e search.Searcher) {
	var questions struct{ Queries []goldQuery }
	if err := readGold("queries.json", &questions); err != nil {
		t.Fatal(err)
	}
	asked, exact := 0, 0
	for _, q := range questions.Queries {
		asked++
		if t.Run(q.ID, func(t *testing.T) { q.ask(t, e) }) {
			exact++
		}
		if slices.Contains(askedAsTyped, q.ID) {
			t.Run(q.ID+" as typed", func(t *testing.T) { q.check(t, e, question{words: q.UserQuery}) })
		}
	}
	t.Logf("%d of %d questions answered exactly", exact, asked)
	if asked != 88 {
		t.Errorf("%d questions asked, want 88", asked)
	}
}

// askedAsTyped are the questions whose user_query says all in the query language, so that it is asked as it stands, too:
// quoted phrases, operators, nearness of single words, prefixes, bare symbols, resolutions and decisions.
var askedAsTyped = strings.Fields(`q01 q02 q04 q05 q06 q07 q08 q09 q10 q11 q12 q13 q14 q16 q17 q18 q19 q20 q22 q24 q25 q26 q27 q29 q30 q31
	q32 q33 q34 q46 q50 q51 q53 q54 q55 q56 q58 q59 q60 q61 q62 q63 q76 q77`)

// goldQuery is a question of queries.json.
type goldQuery struct {
	ID, Kind   string
	UserQuery  string `json:"user_query"`
	Query      *goldNode
	FacetField string `json:"facet_field"`
	Expected   goldExpected
}

type goldNode struct {
	Phrase   string
	Stem     bool
	Prefix   string
	Near     []string
	Distance int
	And, Or  []goldNode
	Not      *goldNode
	Filter   *goldFilter
}

type goldFilter struct {
	AgendaItem  string `json:"agenda_item"`
	Field, Mode string
	Resolution  *struct{ Kind, Body, ID string }
	Implicit    bool
	Symbol      string
	Match       string
	Article     *struct{ Instrument, Kind, ID string }
	Kind        string
	Document    string
	Number      string
	Section     string
	Date        string
	From        string `json:"date_from"`
	To          string `json:"date_to"`
}

type goldExpected struct {
	Units            map[string][]int
	Count            int
	ByKind           map[document.Kind]int `json:"by_kind"`
	Occurrences      int
	Mentions         *int
	ImplicitMentions *int `json:"implicit_mentions"`
	Facet            map[string]goldCount
}

// goldCount is a number of units or, of references, that with the number of mentions.
type goldCount struct {
	Units    int
	Mentions int
	Implicit int `json:"implicit_mentions"`
}

func (c *goldCount) UnmarshalJSON(b []byte) error {
	if err := json.Unmarshal(b, &c.Units); err == nil {
		return nil
	}
	type plain goldCount
	return json.Unmarshal(b, (*plain)(c))
}

// question is a goldQuery as it is asked.
type question struct {
	words   string   // in the query language
	sets    []string // that widen the words
	request search.Request
}

func (q goldQuery) question() question {
	var asked question
	if q.Query != nil {
		asked.words = asked.take(*q.Query)
	}
	return asked
}

// ofAllKinds makes a request search units of every kind, unless it names some itself.
func ofAllKinds(req search.Request) search.Request {
	if req.NamesKind() {
		return req
	}
	all := search.Filter{Field: "kind"}
	for _, kind := range document.Kinds {
		all.Values = append(all.Values, string(kind))
	}
	req.Filters = append(slices.Clone(req.Filters), all)
	return req
}

// take turns a node at the top, or below an and, into parameters where it is a filter and otherwise into words.
func (q *question) take(n goldNode) string {
	switch {
	case n.Filter != nil && n.Filter.language() == "":
		q.request.Filters = append(q.request.Filters, n.Filter.parameter())
		q.request.ExplicitOnly = n.Filter.Resolution != nil && !n.Filter.Implicit
		return ""
	case n.And == nil:
		return n.language()
	}
	var parts []string
	for _, child := range n.And {
		if words := q.take(child); words != "" {
			parts = append(parts, words)
		}
	}
	return strings.Join(parts, " AND ")
}

// language writes a node in the query language.
func (n goldNode) language() string {
	switch {
	case n.Phrase != "" && n.Stem:
		return quoted(n.Phrase) + "~"
	case n.Phrase != "":
		return quoted(n.Phrase)
	case n.Prefix != "":
		return n.Prefix + "*"
	case n.Near != nil:
		parts := []string{fmt.Sprintf("%s~%d", quoted(strings.Join(n.Near, " ")), n.Distance)}
		for _, phrase := range n.Near {
			if strings.Contains(phrase, " ") {
				parts = append(parts, quoted(phrase))
			}
		}
		return strings.Join(parts, " AND ")
	case n.Not != nil:
		return "NOT " + n.Not.language()
	case n.Filter != nil:
		return n.Filter.language()
	case n.Or != nil:
		return joined(n.Or, " OR ")
	}
	return joined(n.And, " AND ")
}

func joined(nodes []goldNode, operator string) string {
	var parts []string
	for _, n := range nodes {
		parts = append(parts, n.language())
	}
	return "(" + strings.Join(parts, operator) + ")"
}

// quoted puts a phrase in quotes. Quotes within it separate words like any other sign.
func quoted(phrase string) string {
	return `"` + strings.Map(func(r rune) rune {
		if strings.ContainsRune("\"“”„«»", r) {
			return ' '
		}
		return r
	}, phrase) + `"`
}

// language writes the filters that are no parameters; "" for those that are.
func (f goldFilter) language() string {
	switch {
	case f.Section != "":
		return "section:" + quoted(f.Section)
	case f.Match == "prefix":
		return "symbol:" + f.Symbol + "*"
	case f.Resolution != nil && f.Resolution.ID == "":
		return fmt.Sprintf("(resolution:%s OR decision:%s)", f.Resolution.Body, f.Resolution.Body)
	}
	return ""
}

func (f goldFilter) parameter() search.Filter {
	one := func(field, value string) search.Filter {
		return search.Filter{Field: field, Values: []string{value}, Exact: f.Mode == "exact"}
	}
	switch {
	case f.AgendaItem != "":
		return one(map[string]string{"agenda_items": "stated_item", "agenda_items_specific": "item"}[f.Field], f.AgendaItem)
	case f.Resolution != nil:
		return one(f.Resolution.Kind, f.Resolution.Body+" "+f.Resolution.ID)
	case f.Symbol != "":
		return one("symbol", f.Symbol)
	case f.Article != nil:
		return one("article", f.Article.Instrument+" "+f.Article.Kind+" "+f.Article.ID)
	case f.Kind != "":
		return one("kind", f.Kind)
	case f.Document != "":
		return one("document", f.Document)
	case f.Number != "":
		return one("number", f.Number)
	}
	return search.Filter{Field: "mentioned", From: cmp.Or(f.Date, f.From), To: cmp.Or(f.Date, f.To)}
}

// facetFields are the facets that a facet field of the annotation covers, with what its values begin with there.
var facetFields = map[string]map[string]string{
	"resolutions":           {"resolution": "resolution ", "decision": "decision "},
	"agenda_items":          {"stated_item": ""},
	"agenda_items_specific": {"item": ""},
	"symbols":               {"symbol": ""},
	"articles":              {"article": ""},
	"kind":                  {"kind": ""},
	"document":              {"document": ""},
}

func (q goldQuery) ask(t *testing.T, e search.Searcher) {
	if q.Kind == "synonym" {
		q.check(t, e, question{words: strings.TrimSuffix(q.UserQuery, " (with synonyms)"), sets: []string{synonyms.Names}})
		return
	}
	q.check(t, e, q.question())
}

// check asks a question and compares the answer.
func (q goldQuery) check(t *testing.T, e search.Searcher, asked question) {
	req := asked.request
	if asked.words != "" {
		parsed, err := query.Parse(asked.words, query.Options{})
		if err != nil {
			t.Fatalf("Parse(%s): %v", asked.words, err)
		}
		if len(parsed.Problems) > 0 {
			t.Errorf("Parse(%s) has problems: %v", asked.words, parsed.Problems)
		}
		widened, _, err := synonyms.Expander{Searcher: e, Languages: []document.Language{"en"}}.Expand(t.Context(), parsed.Node, asked.sets...)
		if err != nil {
			t.Fatalf("Expand(%s): %v", asked.words, err)
		}
		req.Query = widened
	}
	req = ofAllKinds(req)
	req.Sort, req.Highlight = search.SortDocument, true
	hits := readAll(t, e, req)
	q.checkUnits(t, hits)
	for field, prefix := range facetFields[q.FacetField] {
		q.checkFacet(t, ask(t, e, withFacet(req, field)).Facets[0], prefix)
	}
	if q.Expected.Mentions != nil && q.Query.Filter.Resolution.ID != "" {
		q.checkMentions(t, e, req)
	}
}

// readAll reads all pages of a request.
func readAll(t *testing.T, e search.Searcher, req search.Request) []search.Hit {
	t.Helper()
	var hits []search.Hit
	req.Size = 50
	for {
		page := ask(t, e, req)
		hits = append(hits, page.Hits...)
		if page.Next == "" {
			if page.Total.Paragraphs != len(hits) {
				t.Errorf("%d units on all pages, %d counted", len(hits), page.Total.Paragraphs)
			}
			return hits
		}
		req.Cursor = page.Next
	}
}

func withFacet(req search.Request, field string) search.Request {
	req.Facets, req.Size = []search.FacetRequest{{Field: field, Size: search.MaxFacetValues}}, search.NoHits
	return req
}

func (q goldQuery) checkUnits(t *testing.T, hits []search.Hit) {
	if len(hits) != q.Expected.Count {
		t.Errorf("%s: %d units, want %d", q.UserQuery, len(hits), q.Expected.Count)
	}
	units, kinds, marked := map[string][]int{}, map[document.Kind]int{}, 0
	for symbol := range q.Expected.Units {
		units[symbol] = []int{}
	}
	for _, hit := range hits {
		units[hit.Document.Symbol] = append(units[hit.Document.Symbol], hit.Unit.Seq)
		kinds[hit.Unit.Kind]++
		marked += len(hit.Highlights)
	}
	if q.Expected.Units != nil {
		if diff := gocmp.Diff(q.Expected.Units, units); diff != "" {
			t.Errorf("%s: units (-want +got):\n%s", q.UserQuery, diff)
		}
	}
	if q.Expected.ByKind != nil {
		if diff := gocmp.Diff(q.Expected.ByKind, kinds); diff != "" {
			t.Errorf("%s: kinds (-want +got):\n%s", q.UserQuery, diff)
		}
	}
	if q.Expected.Occurrences > 0 && marked != q.Expected.Occurrences {
		t.Errorf("%s: %d spans are marked, want %d", q.UserQuery, marked, q.Expected.Occurrences)
	}
}

// checkFacet compares the values that units hold themselves; those that only stand above others are not in the annotation.
func (q goldQuery) checkFacet(t *testing.T, facet search.Facet, prefix string) {
	want, got := map[string]goldCount{}, map[string]goldCount{}
	for value, count := range q.Expected.Facet {
		if strings.HasPrefix(value, prefix) {
			want[value] = count
		}
	}
	for _, v := range facet.Values {
		if v.Own == 0 {
			continue
		}
		count := goldCount{Units: v.Own}
		if q.FacetField == "resolutions" {
			count.Mentions, count.Implicit = v.Mentions, v.Implied
		}
		got[prefix+v.Value] = count
	}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("%s: facet %s (-want +got):\n%s", q.UserQuery, facet.Field, diff)
	}
}

// checkMentions compares how often the units found mention the resolution that was asked for.
func (q goldQuery) checkMentions(t *testing.T, e search.Searcher, req search.Request) {
	wanted := q.Query.Filter.Resolution
	for _, v := range ask(t, e, withFacet(req, wanted.Kind)).Facets[0].Values {
		if v.Value != wanted.Body+" "+wanted.ID {
			continue
		}
		if v.Selected != slices.ContainsFunc(req.Filters, func(f search.Filter) bool { return f.Field == wanted.Kind }) || v.Mentions != *q.Expected.Mentions || v.Implied != *q.Expected.ImplicitMentions {
			t.Errorf("%s: %+v, want %d mentions, %d of them implied", q.UserQuery, v, *q.Expected.Mentions, *q.Expected.ImplicitMentions)
		}
		return
	}
	t.Errorf("%s: the facet does not list it", q.UserQuery)
}

// FillGold puts the annotated documents into an engine.
func FillGold(t testing.TB, e Engine) {
	t.Helper()
	docs, err := Gold()
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Put(t.Context(), docs); err != nil {
		t.Fatal(err)
	}
	if err := e.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
}
