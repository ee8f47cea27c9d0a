package vocabulary_test

import (
	"fmt"
	"testing"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search/query"
	"github.com/plenary-search/plenary/search/searchtest"
	"github.com/plenary-search/plenary/search/vocabulary"
)

// TestMining asks documents for an acronym that no file has.
func TestMining(t *testing.T) {
	held := searchtest.NewMemory()
	doc := document.Document{Header: document.Header{Symbol: "A/1", Lang: "en", Title: "A title", Hash: "1", Source: "a"}}
	for i, text := range []string{
		"The Global Programme on Widgets (GPW) met.", "Under the Global Programme on Widgets (GPW), work went on.", "A grand plan of widgets (GPW) is another.",
		"The GPW went on.", "Zealous Yaks (ZY) stand once.",
	} {
		doc.Units = append(doc.Units, document.Unit{Seq: i + 1, Anchor: fmt.Sprintf("p%d", i+1), Kind: document.Paragraph, Text: text})
	}
	if err := held.Put(t.Context(), []document.Document{doc}); err != nil {
		t.Fatal(err)
	}
	if err := held.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	e := vocabulary.Expander{Searcher: held, Languages: []document.Language{"en"}}
	for _, c := range []struct{ typed, want string }{
		{"GPW", `GPW OR "Global Programme on Widgets"~`},
		{"gpw", `gpw`}, // not typed as an acronym
		{`"global programme on widgets"`, `"global programme on widgets" OR "GPW"`},
		{"global programme on widgets", `global AND programme AND on AND widgets OR "GPW"`},
		{"ZY", `ZY`}, // defined once
		{"XYZ", `XYZ`},
	} {
		typed, err := query.Parse(c.typed, query.Options{})
		if err != nil {
			t.Fatal(err)
		}
		node, expansions, err := e.Expand(t.Context(), typed.Node, vocabulary.Names)
		if err != nil {
			t.Fatal(err)
		}
		if got := query.String(node); got != c.want {
			t.Errorf("%s is %s, want %s", c.typed, got, c.want)
		}
		if c.typed == "GPW" && (len(expansions) != 1 || expansions[0].Forms[0].Defined != 2) {
			t.Errorf("expansions of GPW: %+v", expansions)
		}
	}
}
