package link

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plenary-search/plenary/index/citation"
	"github.com/plenary-search/plenary/index/document"
)

// TestRelated reads adoption lines of the General Assembly.
func TestRelated(t *testing.T) {
	for _, test := range []struct{ symbol, line, want, warning string }{
		{"A/RES/75/29", "[without reference to a Main Committee (A/75/L.38/Rev.1 and A/75/L.38/Rev.1/Add.1)]", "draft A/75/L.38/Rev.1, draft A/75/L.38/Rev.1/Add.1", ""},
		{"A/RES/78/224", "[بناء على تقرير اللجنة الثالثة (A/78/481، الفقرة 50)]", "report A/78/481", ""},
		{"A/RES/ES-11/2", "[without reference to a Main Committee (A/ES-11/L.2 and A/ES-11/L.2 /Add.1)]", "draft A/ES-11/L.2, draft A/ES-11/L.2/Add.1", ""},
		{"A/RES/76/1", "[without reference to a Main Committee (A/75/L.1)]", "draft A/75/L.1", "the adoption line names the draft A/75/L.1, which is of another session than A/RES/76/1"},
	} {
		d := document.Document{Header: document.Header{Source: test.symbol, Symbol: test.symbol, SymbolVia: document.ViaMasthead, Lang: "en"}, Units: []document.Unit{
			{Seq: 1, Kind: document.Frontmatter, Role: "adoption", Text: test.line},
			{Seq: 2, Kind: document.Preambular, Text: "Recalling A/75/L.99,"},
		}}
		for i := range d.Units {
			mentions := citation.Resolve(citation.Source{}, []citation.Unit{{Text: d.Units[i].Text, Mentions: citation.Find(d.Units[i].Text, "en")}})
			d.Units[i].Citations = mentions[0]
		}
		docs := []document.Document{d}
		Documents(docs)
		var got []string
		for _, r := range docs[0].Related {
			got = append(got, r.Relation+" "+r.Symbol)
		}
		if diff := cmp.Diff(test.want, strings.Join(got, ", ")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.line, diff)
		}
		if diff := cmp.Diff(test.warning, strings.Join(docs[0].Warnings, "; ")); diff != "" {
			t.Errorf("%s: warnings (-want +got):\n%s", test.line, diff)
		}
	}
}
