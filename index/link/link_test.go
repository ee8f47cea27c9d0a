package link

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/index/extract"
	"github.com/plenary-search/plenary/index/parse"
)

func read(t *testing.T, name, text string) document.Document {
	t.Helper()
	c, err := extract.Read(context.Background(), name, bytes.NewReader([]byte(text)), extract.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return parse.Parse(c, parse.Options{Source: name})
}

const masthead = "Commission on the Status of Women\n\nDistr.: General\n27 December 2024\n\nOriginal: English\n\nSixty-ninth session\n\nNew York, 10–21 March 2025\n\n"

// agendaText is an agenda in the layout of CTOC/COP/2024/1, with items of E/CN.6/2025/1.
const agendaText = masthead + `Annotated provisional agenda

Provisional agenda

1. Election of officers.
2. Adoption of the agenda.
3. Follow-up to the Fourth World Conference on Women:
 - (a) Review and appraisal of the Beijing Platform for Action;
 - (b) Emerging issues and new approaches.
4. Communications concerning the status of women.

Annotations

1. Election of officers

The Commission elects its officers.

2. Adoption of the agenda

The Commission adopts its agenda.

Documentation

Annotated provisional agenda (E/CN.6/2025/1)

3. Follow-up to the Fourth World Conference on Women

(a) Review and appraisal of the Beijing Platform for Action

The Commission reviews the Platform for Action.

Documentation

Report of the Secretary-General on the review and appraisal of the implementation of the Beijing Declaration (E/CN.6/2025/3)

Note by the Secretariat on the discussion of poverty among rural women (E/CN.6/2025/4)

(b) Emerging issues and new approaches

The Commission considers emerging issues.

Documentation

Note by the Secretariat on the discussion of digital violence against girls (E/CN.6/2025/4)

4. Communications concerning the status of women

The Commission considers communications.
`

const noteText = masthead + `Items 3 and 4 of the provisional agenda*

Follow-up to the Fourth World Conference on Women

Election of officers

Discussions of the Commission

Note by the Secretariat

Discussion of poverty among rural women

1. The Commission discussed poverty.

Discussion of digital violence against girls

2. The Commission discussed violence.

Outlook

3. The Commission will meet again under agenda item 4.

* E/CN.6/2025/1.
`

func itemsOf(d document.Document, number string) string {
	for _, u := range d.Units {
		if u.Number == number {
			var out []string
			for _, tag := range u.Items {
				out = append(out, tag.Item+" "+tag.Via+" "+tag.Agenda)
			}
			return strings.Join(out, ", ")
		}
	}
	return "no paragraph " + number
}

func TestSectionsInheritTheItemThatListsThem(t *testing.T) {
	docs := []document.Document{read(t, "note.txt", noteText), read(t, "agenda.txt", agendaText)}
	Documents(docs)
	if got, want := docs[0].Symbol+" "+docs[1].Symbol, "E/CN.6/2025/4 E/CN.6/2025/1"; got != want {
		t.Fatalf("symbols = %s, want %s", got, want)
	}
	for number, want := range map[string]string{
		"1": "3(a) documentation-list E/CN.6/2025/1",
		"2": "3(b) documentation-list E/CN.6/2025/1",
		"3": "4 text E/CN.6/2025/1",
	} {
		if got := itemsOf(docs[0], number); got != want {
			t.Errorf("items of paragraph %s = %q, want %q", number, got, want)
		}
	}
}

func TestContradictionsAreNoted(t *testing.T) {
	docs := []document.Document{read(t, "note.txt", noteText), read(t, "agenda.txt", strings.ReplaceAll(agendaText, "4. Communications concerning the status of women", "5. Communications"))}
	Documents(docs)
	want := []string{
		"the masthead names item 4, which E/CN.6/2025/1 does not have",
		"the masthead's title of item 4, “Election of officers”",
	}
	if len(docs[0].Warnings) == 0 || docs[0].Warnings[0] != want[0] {
		t.Errorf("warnings = %q, want %q first", docs[0].Warnings, want[0])
	}
	docs = []document.Document{read(t, "note.txt", noteText), read(t, "agenda.txt", agendaText)}
	Documents(docs)
	if !slices.ContainsFunc(docs[0].Warnings, func(w string) bool { return strings.HasPrefix(w, want[1]) }) {
		t.Errorf("warnings = %q, want one that begins %q", docs[0].Warnings, want[1])
	}
}

func TestAgendaCitedByOthersGetsTheirSymbol(t *testing.T) {
	agenda := strings.ReplaceAll(agendaText, "Annotated provisional agenda (E/CN.6/2025/1)", "Another paper on another matter (E/CN.6/2025/2)")
	docs := []document.Document{read(t, "agenda.txt", agenda), read(t, "note.txt", noteText)}
	Documents(docs)
	if got, want := docs[0].Symbol+" "+docs[0].SymbolVia, "E/CN.6/2025/1 "+document.ViaReference; got != want {
		t.Errorf("symbol of the agenda = %s, want %s", got, want)
	}
}

func TestAgendaOfAnotherSessionSaysNothing(t *testing.T) {
	other := strings.ReplaceAll(strings.ReplaceAll(agendaText, "Sixty-ninth", "Seventieth"), "E/CN.6/2025/", "E/CN.6/2026/")
	docs := []document.Document{read(t, "note.txt", noteText), read(t, "agenda.txt", other)}
	Documents(docs)
	if got, want := docs[0].Symbol+" "+docs[0].SymbolVia, "local/note "+document.ViaLocal; got != want {
		t.Errorf("symbol of the note = %s, want %s", got, want)
	}
	if got, want := itemsOf(docs[0], "1"), "3 masthead , 4 masthead "; got != want {
		t.Errorf("items of paragraph 1 = %q, want %q", got, want)
	}
}

func TestLinkingAgainChangesNothing(t *testing.T) {
	docs := []document.Document{read(t, "note.txt", noteText), read(t, "agenda.txt", agendaText)}
	Documents(docs)
	again := slices.Clone(docs)
	Documents(again)
	// A symbol once inferred is not taken for printed.
	if diff := cmp.Diff(docs, again); diff != "" {
		t.Errorf("linked again (-once +twice):\n%s", diff)
	}
}

func TestSettleDoesNotDependOnTheOrderOfLearning(t *testing.T) {
	a, b := read(t, "note.txt", noteText), read(t, "agenda.txt", agendaText)
	forward, back := []document.Document{a, b}, []document.Document{b, a}
	Documents(forward)
	Documents(back)
	if diff := cmp.Diff(forward[0], back[1]); diff != "" {
		t.Errorf("the note, learnt first and last (-first +last):\n%s", diff)
	}
}

func TestFromFileName(t *testing.T) {
	for in, want := range map[string]string{
		"A_79_975.txt":               "A/79/975",
		"dir/A_79_975.en.txt":        "A/79/975",
		"E_CN.6_2025_3_Rev.1.txt":    "E/CN.6/2025/3/Rev.1",
		"CTOC_COP_2024_5_E.txt":      "CTOC/COP/2024/5",
		"CTOC-COP-2024-5.txt":        "CTOC/COP/2024/5",
		"000_55a4aa0416af47de.txt":   "",
		"notes-on-2024.txt":          "",
		"A_short_story.txt":          "",
		"agreement_12-dec-2015.md":   "",
		"CONVENTION_0201_012064.txt": "",
	} {
		own, ok := fromFileName(in)
		if own.symbol != want || ok != (want != "") {
			t.Errorf("fromFileName(%q) = %q, %t, want %q", in, own.symbol, ok, want)
		}
	}
}

func TestLocalNamesAreUniqueAndPlain(t *testing.T) {
	docs := []document.Document{read(t, "a/my note.txt", "Text without a masthead."), read(t, "b/my note.txt", "Other text without a masthead.")}
	Documents(docs)
	if docs[0].Symbol != "local/my-note" || docs[1].Symbol == docs[0].Symbol || !strings.HasPrefix(docs[1].Symbol, "local/my-note-") {
		t.Errorf("symbols = %q and %q, want local/my-note and the same with a hash", docs[0].Symbol, docs[1].Symbol)
	}
}

func TestSymbolSpeltByTheNameOfTheFile(t *testing.T) {
	for name, want := range map[string]string{
		"papers/A_79_975.en.txt": "A/79/975",
		"WHA66.4.txt":            "WHA66.4",
		"note.txt":               "local/note",
		"GB.txt":                 "local/GB",
	} {
		docs := []document.Document{read(t, name, "A text that prints no symbol.\n\nIt has two paragraphs.\n")}
		Documents(docs)
		if docs[0].Symbol != want {
			t.Errorf("symbol of %s = %s, want %s", name, docs[0].Symbol, want)
		}
	}
}
