package plan

import (
	"errors"
	"testing"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/analysis"
	"github.com/plenary-search/plenary/search/query"
)

func words(texts ...string) query.Node {
	nodes := make([]query.Node, len(texts))
	for i, text := range texts {
		nodes[i] = query.Word{Text: text}
	}
	return query.And{Nodes: nodes}
}

func TestBuild(t *testing.T) {
	for _, c := range []struct {
		name string
		node query.Node
		want string
	}{
		{"nothing asked", nil, "all"},
		{"words", words("extrabudgetary", "resources"), "and(stem.en:extrabudgetari, stem.en:resourc)"},
		{"stop words fall away", words("lack", "of", "resources"), "and(stem.en:lack, stem.en:resourc)"},
		{"unless alone", words("of", "the"), "and(stem.en:of, stem.en:the)"},
		{"and unless the rest is negative", query.And{Nodes: []query.Node{query.Word{Text: "the"}, query.Not{Node: query.Word{Text: "item"}}}}, "and(stem.en:the, not(stem.en:item))"},
		{"stop words are no alternatives", query.Or{Nodes: []query.Node{query.Word{Text: "lack"}, query.Word{Text: "of"}, query.Word{Text: "resources"}}}, "or(stem.en:lack, stem.en:resourc)"},
		{"unless alone", query.Or{Nodes: []query.Node{query.Word{Text: "of"}, query.Word{Text: "the"}}}, "or(stem.en:of, stem.en:the)"},
		{"nor beside other forms", query.Or{Nodes: []query.Node{query.Word{Text: "of"}, query.Prefix{Text: "resource"}}}, "verbatim:resource*"},
		{"a number is the run of its parts", words("7/1"), `stem.en:"7 1"`},
		{"phrases near words", query.Near{Text: "money\u00a0laundering open-ended crime", Within: 3, Stem: true, Ordered: true}, `stem.en:"money launder open end crime">3[2 1 1 1]`},
		{"a phrase near nothing", query.Near{Text: "money\u00a0laundering —", Within: 3}, `verbatim:"money laundering"`},
		{"phrases keep stop words", query.Phrase{Text: "rule of law"}, `verbatim:"rule of law"`},
		{"phrase by stems", query.Phrase{Text: "Voluntary contribution", Stem: true}, `stem.en:"voluntari contribut"`},
		{"phrase of one word", query.Phrase{Text: "UNODC"}, "verbatim:unodc"},
		{"punctuation is left out", words("—", "resources"), "stem.en:resourc"},
		{"punctuation does not count", words("of", "—"), "stem.en:of"},
		{"punctuation alone finds nothing", query.Word{Text: "?!"}, "none"},
		{"nothing that can be searched for", query.None{}, "none"},
		{"prefix", query.Prefix{Text: "Confiscat"}, "verbatim:confiscat*"},
		{"wildcards", query.Wildcard{Text: "Organi*Ation"}, "verbatim:organi*ation"},
		{"wildcards in a compound", query.Wildcard{Text: "Co-op?rat*on’s*"}, "verbatim:co-op?rat*on's*"},
		{"similar words", query.Fuzzy{Text: "Résolution", Distance: 2}, "verbatim:resolution~2"},
		{"nearness", query.Near{Text: "rule of-law", Within: 5}, `verbatim:"rule of law"~5`},
		{"nearness by stems", query.Near{Text: "Voluntary contributions", Within: 0, Stem: true}, `stem.en:"voluntari contribut"~0`},
		{"nearness of one word", query.Near{Text: "UNODC", Within: 5}, "verbatim:unodc"},
		{"nearness of punctuation", query.And{Nodes: []query.Node{query.Near{Text: "—", Within: 5}, query.Word{Text: "law"}}}, "stem.en:law"},
		{"nothing similar to Chinese", query.Fuzzy{Text: "决议", Distance: 1}, `stem.en:"决 议"`},
		{"prefix of a compound", query.Prefix{Text: "extra-budget"}, "verbatim:extra-budget*"},
		{"item", query.Field{Name: "item", Value: "2 b"}, "item:2(b)"},
		{"exact item", query.Field{Name: "item", Value: "2", Match: query.MatchExact}, "item:=2"},
		{"explicit reference", query.Field{Name: "resolution", Value: "7/1", Explicit: true}, "resolution:!7/1"},
		{"symbol prefix", query.Field{Name: "cites", Value: "CTOC/COP/2024/", Match: query.MatchPrefix}, "symbol:ctoc/cop/2024/*"},
		{"heading", query.Field{Name: "section", Value: "Election of officers"}, `section:"election of officers"`},
		{"beginning of a word in a heading", query.Field{Name: "section", Value: "Elect", Match: query.MatchPrefix}, "section:elect*"},
		{"month", query.Field{Name: "mentioned", Value: "2024-12"}, "mentioned:[2024-12 2024-12\U0010ffff]"},
		{"day", query.Field{Name: "date", Value: "2024-07-16"}, "date:2024-07-16"},
		{"days from", query.Range{Name: "date", From: "2024-07-01"}, "date:[2024-07-01 \U0010ffff]"},
		{"days", query.Range{Name: "date", From: "2024-07-01", To: "2024-07-31"}, "date:[2024-07-01 2024-07-31]"},
		{"nested", query.Or{Nodes: []query.Node{query.Or{Nodes: []query.Node{query.Phrase{Text: "a"}, query.Phrase{Text: "b"}}}, query.Phrase{Text: "c"}}}, "or(verbatim:a, verbatim:b, verbatim:c)"},
		{"not not", query.Not{Node: query.Not{Node: query.Phrase{Text: "a"}}}, "verbatim:a"},
	} {
		built, err := Build(c.node, Options{Languages: []document.Language{"en"}})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := String(built); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestBuildForSeveralLanguages(t *testing.T) {
	for _, c := range []struct {
		name string
		node query.Node
		want string
	}{
		{"a word", query.Word{Text: "resolutions"}, "or(stem.en:resolut, stem.es:resolutions)"},
		{"words", words("draft", "resolutions"), "and(or(stem.en:draft, stem.es:draft), or(stem.en:resolut, stem.es:resolutions))"},
		{"words near each other", query.Near{Text: "draft resolutions", Within: 3, Stem: true}, `or(stem.en:"draft resolut"~3, stem.es:"draft resolutions"~3)`},
		{"a stop word of one language", words("sea", "level"), "or(and(stem.en:sea, stem.en:level), stem.es:level)"},
		{"stop words of either", words("law", "of", "the", "sea"),
			"or(and(stem.en:law, stem.en:sea), and(stem.es:law, stem.es:of, stem.es:the))"},
		{"a stop word of one, alone", words("sea"), "or(stem.en:sea, stem.es:sea)"},
		{"with a phrase beside it", query.And{Nodes: []query.Node{query.Phrase{Text: "sea level"}, query.Word{Text: "sea"}}},
			`and(or(stem.en:sea, lang:es), verbatim:"sea level")`},
		{"with something negative", query.And{Nodes: []query.Node{query.Not{Node: query.Word{Text: "level"}}, query.Word{Text: "sea"}}},
			"and(not(or(stem.en:level, stem.es:level)), or(stem.en:sea, stem.es:sea))"},
		{"a stop word of one among alternatives", query.Or{Nodes: []query.Node{query.Word{Text: "law"}, query.Phrase{Text: "sea"}, query.Word{Text: "sea"}}},
			"or(stem.en:law, stem.en:sea, stem.es:law, verbatim:sea)"},
		{"stop words of both", words("a", "son", "de", "law"),
			"or(and(stem.en:son, stem.en:de, stem.en:law), stem.es:law)"},
	} {
		built, err := Build(c.node, Options{Languages: []document.Language{"en", "es"}})
		if got := String(built); err != nil || got != c.want {
			t.Errorf("%s: %s, %v, want %s", c.name, got, err, c.want)
		}
	}
}

func TestBuildFilter(t *testing.T) {
	for _, c := range []struct {
		filter   search.Filter
		explicit bool
		want     string
	}{
		{search.Filter{Field: "item", Values: []string{"2(b)", "5"}}, false, "or(item:2(b), item:5)"},
		{search.Filter{Field: "item", Values: []string{"2"}, Exact: true, Exclude: true}, false, "not(item:=2)"},
		{search.Filter{Field: "symbol", Values: []string{"CTOC/COP/2024/CRP*"}}, false, "symbol:ctoc/cop/2024/crp*"},
		{search.Filter{Field: "resolution", Values: []string{"7/1"}}, true, "resolution:!7/1"},
		{search.Filter{Field: "date", To: "2024-07-31"}, false, "date:[ 2024-07-31]"},
		{search.Filter{Field: "section", Values: []string{"—"}}, false, "none"},
		{search.Filter{Field: "section", Values: []string{"—"}, Exclude: true}, false, "all"},
	} {
		built, err := BuildFilter(c.filter, c.explicit)
		if err != nil || String(built) != c.want {
			t.Errorf("BuildFilter(%+v) = %s, %v, want %s", c.filter, String(built), err, c.want)
		}
	}
	if _, err := BuildFilter(search.Filter{Field: "agendaitem", Values: []string{"2"}}, false); !errors.Is(err, search.ErrUnknownField) {
		t.Errorf("unknown field: %v, want ErrUnknownField", err)
	}
}

// The box and the texts agree, character by character, on what can be searched for.
func TestQueriesHoldTheCharactersOfTexts(t *testing.T) {
	const planes = 0x40000 // what lies above has no letters
	for r := rune(0); r < planes; r++ {
		q, err := query.Parse(string(r), query.Options{})
		if err != nil {
			t.Fatal(err)
		}
		_, isWord := q.Node.(query.Word)
		if want := len(analysis.Words(string(r))) > 0; isWord != want {
			t.Errorf("%U %q: a word in a query %t, in a text %t", r, r, isWord, want)
		}
	}
}
