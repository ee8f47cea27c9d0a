package index_test

import (
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/plenary-search/plenary/index"
	"github.com/plenary-search/plenary/index/document"
)

const undof = "S/RES/2766 (2024)"

// misprints has the shape of a folder of the Akoma Ntoso corpus: German texts that print the symbol of the one that they were
// made from, some of them in two folders, and copies under two names.
func misprints() fstest.MapFS {
	folder := fstest.MapFS{
		"2024/S_RES-2780-2508458G.txt": paper(undof, "Sudan."),
		"2024/S_RES_2766-2424381G.txt": paper(undof, "UNDOF."),
		"2024/S_RES_2770-2501115G.txt": paper(undof, "Middle East."),
		"2025/S_RES_2770-2501115G.txt": paper(undof, "Middle East."),
		"2025/S_RES_2772-2502641G.txt": paper(undof, "Haiti."),
		"PRST/S_PRST_2007_22.txt":      paper("S/RES/1626 (2005)", "A statement."),
		"Pre/S_RES_1626_N0551422.txt":  paper("S/RES/1626 (2005)", "Liberia."),
		"a/75_274_F.txt":               paper("A/RES/75/274", "Women judges."),
		"b/75_274_F.txt":               paper("A/RES/75/274", "Women judges."),
		"c/one.txt":                    paper("A/RES/75/1", "One."),
		"d/two.txt":                    paper("A/RES/75/1", "Two."),
		"e/A_RES_78_4_F.txt":           paper("A/RES/78/3", "Four."),
		"e/A_RES_78_3_F.txt":           paper("A/RES/78/3", "Three."),
		"f/last.txt":                   paper("A/RES/78/5", "Five."),
	}
	return folder
}

// sourcesOf are the paths of what a shelf holds, by symbol.
func sourcesOf(c catalogue) map[string]string {
	out := map[string]string{}
	for key, d := range c.docs {
		out[key.Symbol] = d.Source + ": " + strings.TrimPrefix(d.Units[len(d.Units)-1].Text, "1. ")
	}
	return out
}

// inOrderOf yields the files of a folder in an order of their names.
func inOrderOf(t *testing.T, folder fstest.MapFS, names []string) iter.Seq2[index.Source, error] {
	byName := map[string]index.Source{}
	for s, err := range index.FromFS(t.Context(), folder, index.WalkLimits{}) {
		if err != nil {
			t.Fatal(err)
		}
		byName[s.Name] = s
	}
	return func(yield func(index.Source, error) bool) {
		for _, name := range names {
			if !yield(byName[name], nil) {
				return
			}
		}
	}
}

func TestSeveralSourcesOfOneSymbol(t *testing.T) {
	want := map[string]string{
		undof:               "2024/S_RES_2766-2424381G.txt: UNDOF.",
		"S/RES/2770 (2024)": "2024/S_RES_2770-2501115G.txt: Middle East.",
		"S/RES/2772 (2024)": "2025/S_RES_2772-2502641G.txt: Haiti.",
		"S/RES/2780 (2024)": "2024/S_RES-2780-2508458G.txt: Sudan.",
		"S/RES/1626 (2005)": "Pre/S_RES_1626_N0551422.txt: Liberia.",
		"S/PRST/2007/22":    "PRST/S_PRST_2007_22.txt: A statement.",
		"A/RES/75/274":      "a/75_274_F.txt: Women judges.",
		"A/RES/75/1":        "c/one.txt: One.",
		"A/RES/78/3":        "e/A_RES_78_3_F.txt: Three.",
		"A/RES/78/4":        "e/A_RES_78_4_F.txt: Four.",
		"A/RES/78/5":        "f/last.txt: Five.",
	}
	names := slices.Sorted(maps.Keys(misprints()))
	backwards := slices.Clone(names)
	slices.Reverse(backwards)
	for _, order := range [][]string{names, backwards} {
		for _, o := range []index.Options{{}, {KeepBytes: 1, BatchBytes: 1}, {KeepBytes: 2000, BatchBytes: 1500}} {
			c, folder := newCatalogue(), misprints()
			for run := range 3 {
				sum, err := index.New(c, o).Run(t.Context(), inOrderOf(t, folder, order))
				if err != nil {
					t.Fatal(err)
				}
				at := fmt.Sprintf("order %s …, %+v, run %d", order[0], o, run)
				if diff := cmp.Diff(want, sourcesOf(c)); diff != "" {
					t.Fatalf("%s (-want +got):\n%s", at, diff)
				}
				checkClaims(t, at, sum, run == 0)
			}
		}
	}
}

// checkClaims holds the summary of a run over the folder of misprints.
func checkClaims(t *testing.T, at string, sum index.Summary, first bool) {
	t.Helper()
	if sum.Duplicates != 2 || len(sum.Failed) != 1 || sum.Failed[0].Source != "d/two.txt" || !strings.Contains(sum.Failed[0].Error, "c/one.txt") {
		t.Errorf("%s: %d duplicates, failed %+v, want 2 and d/two.txt, because of c/one.txt", at, sum.Duplicates, sum.Failed)
	}
	if sum.Failed[0].Before == first || (sum.Documents == 11) != first || (sum.Unchanged == 14) == first || (sum.Skipped == 0) != first {
		t.Errorf("%s: %+v", at, sum)
	}
	warned := fmt.Sprint(sum.Warnings)
	for _, words := range []string{"b/75_274_F.txt a copy of a/75_274_F.txt", "indexed as S/RES/2772 (2024), which the name of its file spells"} {
		if strings.Contains(warned, words) != first {
			t.Errorf("%s: warnings %s; %q in them: want %t", at, warned, words, first)
		}
	}
}

// Files that come one run after the other, in any order, end where they would have in one.
func TestSeveralSourcesOfOneSymbolInSeveralRuns(t *testing.T) {
	together := newCatalogue()
	all := misprints()
	delete(all, "c/one.txt") // who of the two comes first keeps the symbol: no other evidence exists
	runOver(t, together, all, index.Options{})
	names := slices.Sorted(maps.Keys(all))
	for shift := range 3 {
		c, folder := newCatalogue(), fstest.MapFS{}
		for i := range names {
			name := names[(i*5+shift)%len(names)]
			folder[name] = all[name]
			runOver(t, c, folder, index.Options{})
		}
		want, got := sourcesOf(together), sourcesOf(c)
		for _, symbol := range []string{"A/RES/75/274", "S/RES/2770 (2024)"} { // copies: who came first keeps it
			want[symbol], got[symbol] = "", ""
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("shift %d (-together +one by one):\n%s", shift, diff)
		}
	}
}

// Two folders that hold the same document, indexed in turn: it stays with the first until that is gone.
func TestFoldersWithTheSameDocumentInTurn(t *testing.T) {
	first := fstest.MapFS{"papers/a.txt": paper("A/79/1", "One."), "papers/b.txt": paper("A/79/2", "Two.")}
	second := fstest.MapFS{"copies/a.txt": paper("A/79/1", "One."), "copies/b.txt": paper("A/79/2", "Another.")}
	key := document.Key{Symbol: "A/79/1", Lang: "en"}
	c := newCatalogue()
	gone := map[string]bool{}
	o := index.Options{Gone: func(s string) bool { return gone[s] }}
	for turn := range 3 {
		for _, folder := range []fstest.MapFS{first, second} {
			puts := c.puts
			sum := runOver(t, c, folder, o)
			if c.docs[key].Source != "papers/a.txt" || turn > 0 && c.puts > puts {
				t.Errorf("turn %d: source %s, %d put, %+v, want that of papers", turn, c.docs[key].Source, c.puts-puts, sum)
			}
			if _, copies := folder["copies/a.txt"]; copies && (sum.Duplicates != 1 || len(sum.Failed) != 1 || sum.Failed[0].Source != "copies/b.txt") {
				t.Errorf("turn %d: %+v, want one duplicate, and copies/b.txt failed", turn, sum)
			}
		}
	}
	delete(first, "papers/a.txt")
	gone["papers/a.txt"] = true
	second["copies/c.txt"] = paper("A/79/3", "Three.")
	runOver(t, c, second, o)
	if got := c.docs[key].Source; got != "copies/a.txt" {
		t.Errorf("once papers/a.txt is gone: source %s, want copies/a.txt", got)
	}
}

// Two real files: the German versions of S/RES/2770 (2025) and S/RES/2780 (2025), both of which print S/RES/2766 (2024).
func TestMisprintedFilesOfTheCorpus(t *testing.T) {
	docs, failed, err := index.ReadAll(t.Context(), index.FromPaths(t.Context(), []string{"testdata/misprinted"}, index.WalkLimits{}), index.Options{})
	if err != nil || len(failed) > 0 || len(docs) != 2 {
		t.Fatalf("%d documents, failed %v, %v", len(docs), failed, err)
	}
	for i, want := range []string{"S/RES/2780 (2025)", "S/RES/2770 (2025)"} {
		if d := docs[i]; d.Symbol != want || d.SymbolVia != document.ViaFileName || !strings.Contains(d.SymbolEvidence, undof) || len(d.Warnings) != 1 {
			t.Errorf("%s: symbol %q via %s, %q, warnings %q, want %q", d.Source, d.Symbol, d.SymbolVia, d.SymbolEvidence, d.Warnings, want)
		}
	}
}
