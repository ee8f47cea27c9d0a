package link

import (
	"maps"
	"slices"
	"testing"

	"github.com/plenary-search/plenary/index/document"
)

// paper is a file of the shape of those that print the symbol of the file that they were made from.
type paper struct{ path, symbol, date, text string }

func (p paper) document() document.Document {
	return document.Document{Header: document.Header{Source: p.path, Symbol: p.symbol, SymbolVia: document.ViaMasthead, Lang: "de", Date: p.date},
		Units: []document.Unit{{Seq: 1, Kind: document.Frontmatter, Text: p.symbol}, {Seq: 2, Kind: document.Operative, Text: p.text}}}
}

// The cases are files of the corpus: German versions of resolutions of the Security Council, and a statement by its President.
func TestContestedSymbols(t *testing.T) {
	const undof = "S/RES/2766 (2024)"
	for _, test := range []struct {
		name   string
		papers []paper
		want   map[string]string
	}{
		{"names tell all apart", []paper{
			{"2024/S_RES-2780-2508458G.xml", undof, "2025-05-30", "Südsudan"},
			{"2024/S_RES_2766-2424381G.xml", undof, "2024-12-20", "UNDOF"},
			{"2024/S_RES_2770-2501115G.xml", undof, "2025-01-24", "Naher Osten"},
			{"2025/S_RES_2770-2501115G.xml", undof, "2025-01-24", "Naher  Osten."}, // a copy
		}, map[string]string{
			"2024/S_RES-2780-2508458G.xml": "S/RES/2780 (2025)", "2024/S_RES_2766-2424381G.xml": undof,
			"2024/S_RES_2770-2501115G.xml": "S/RES/2770 (2025)", "2025/S_RES_2770-2501115G.xml": "S/RES/2770 (2025)",
		}},
		{"another series", []paper{
			{"PRST/S_PRST_2007_22-0739405E.xml", "S/RES/1626 (2005)", "2007-06-25", "Liberia 2007"},
			{"2005/S_RES_1626_N0551422.xml", "S/RES/1626 (2005)", "2005-09-19", "Liberia 2005"},
		}, map[string]string{"PRST/S_PRST_2007_22-0739405E.xml": "S/PRST/2007/22", "2005/S_RES_1626_N0551422.xml": "S/RES/1626 (2005)"}},
		{"nobody contests it", []paper{{"S_RES_2770-2501115G.xml", undof, "2025-01-24", "Naher Osten"}},
			map[string]string{"S_RES_2770-2501115G.xml": undof}},
		{"the same text", []paper{{"A_RES_78_4_F.xml", "A/RES/78/3", "", "Un"}, {"A_RES_78_3_F.xml", "A/RES/78/3", "", "Un."}},
			map[string]string{"A_RES_78_4_F.xml": "A/RES/78/3", "A_RES_78_3_F.xml": "A/RES/78/3"}},
		{"another document prints it", []paper{
			{"A_RES_78_4_F.xml", "A/RES/78/3", "", "quatre"}, {"A_RES_78_3_F.xml", "A/RES/78/3", "", "trois"}, {"x.xml", "A/RES/78/4", "", "autre"},
		}, map[string]string{"A_RES_78_4_F.xml": "A/RES/78/3", "A_RES_78_3_F.xml": "A/RES/78/3", "x.xml": "A/RES/78/4"}},
		{"two texts spell it", []paper{
			{"a/A_RES_78_4_F.xml", "A/RES/78/3", "", "quatre"}, {"b/A_RES_78_4_F.xml", "A/RES/78/3", "", "quatre bis"}, {"A_RES_78_3_F.xml", "A/RES/78/3", "", "trois"},
		}, map[string]string{"a/A_RES_78_4_F.xml": "A/RES/78/3", "b/A_RES_78_4_F.xml": "A/RES/78/3", "A_RES_78_3_F.xml": "A/RES/78/3"}},
		{"no name spells anything", []paper{{"75_274_F.xml", "A/RES/75/274", "", "un"}, {"b.xml", "A/RES/75/274", "", "deux"}},
			map[string]string{"75_274_F.xml": "A/RES/75/274", "b.xml": "A/RES/75/274"}},
	} {
		for range 2 { // in this order and the other
			slices.Reverse(test.papers)
			l := New()
			for _, p := range test.papers {
				l.Learn(ProfileOf(p.document()))
			}
			l.Settle()
			got := map[string]string{}
			for _, p := range test.papers {
				d := p.document()
				l.Link(&d)
				got[p.path] = d.Symbol
				if moved := d.Symbol != p.symbol; moved != (d.SymbolVia == document.ViaFileName) || moved != (len(d.Warnings) > 0) {
					t.Errorf("%s: %s: symbol %s via %s, warnings %q", test.name, p.path, d.Symbol, d.SymbolVia, d.Warnings)
				}
			}
			if !maps.Equal(got, test.want) {
				t.Errorf("%s: symbols %v, want %v", test.name, got, test.want)
			}
		}
	}
}
