package parse

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/index/extract"
)

func TestItemsInAnyLanguage(t *testing.T) {
	for line, want := range map[string]string{
		"Agenda item 69 (a)":                         "69(a)",
		"Agenda items 20 and 71 (b)":                 "20 71(b)",
		"Point 98\u00a0b)\u00a0de l’ordre du jour":   "98(b)",
		"Points 133 et 144 de l’ordre du jour":       "133 144",
		"Tema 23 a) del programa":                    "23(a)",
		"Пункт 71 b) повестки дня":                   "71(b)",
		"Пункт 71 а) повестки дня":                   "71(a)", // the letter is Cyrillic
		"البند 71 (ب) من جدول الأعمال":               "71(b)",
		"البند 99 (هـ) من جدول الأعمال":              "99(e)",
		"البند 100 (أ أ) من جدول الأعمال":            "100(aa)",
		"البندان 13 و 115 من جدول الأعمال":           "13 115",
		"议程项目69(a)":                                  "69(a)",
		"议程项目145":                                    "145",
		"议程项目13和118":                                 "13 118",
		"Tagesordnungspunkt 72":                      "72",
		"Agenda item":                                "",
		"Resolution adopted by the General Assembly": "",
	} {
		if got := strings.Join(itemsInAnyLanguage(line), " "); got != want {
			t.Errorf("itemsInAnyLanguage(%q) = %q, want %q", line, got, want)
		}
	}
}

func TestLatinLabel(t *testing.T) {
	for label, want := range map[string]string{"(أ)": "(a)", "(هـ)": "(e)", "’1‘": "’1‘", "١٢ -": "12 -", "(a)": "(a)", "b)": "b)", "(ض)": "(z)"} {
		if got := latinLabel(label); got != want {
			t.Errorf("latinLabel(%q) = %q, want %q", label, got, want)
		}
	}
}

// TestAnchorsInEveryLanguage holds the anchors of a resolution to be the same in each language.
func TestAnchorsInEveryLanguage(t *testing.T) {
	anchors := func(name string) (out []string) {
		data, err := os.ReadFile("testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		d, _ := parseText(t, name, data)
		for _, u := range d.Units {
			out = append(out, u.Anchor+" "+string(u.Kind))
		}
		return out
	}
	if diff := cmp.Diff(anchors("A_RES_78_255.xml"), anchors("A_RES_78_255.ar.xml")); diff != "" {
		t.Errorf("anchors (-English +Arabic):\n%s", diff)
	}
}

func TestMarked(t *testing.T) {
	c := extract.Content{Marked: true, Lang: "en", Meta: map[string]string{"symbol": "А/RES/74/249 В", "session": "47", "date": "2020-01-09", "adopted": "2019-12-27", "type": "resolution"}, Blocks: []extract.Block{
		{Role: extract.RoleTitle, Kind: extract.Text, Text: "74/249. Progress"},
		{Kind: extract.Preamble, Text: "Recalling its resolution 55/25,"},
		{Kind: extract.Operative, Label: "1.", Text: "1. Requests the Secretariat:", Mark: "1"},
		{Kind: extract.Note, Mark: "1", Text: "A/74/1."},
		{Kind: extract.ListEntry, Label: "(a)", Text: "(a) To report:"},
		{Kind: extract.ListEntry, Label: "(i)", Text: "(i) Yearly;"},
		{Kind: extract.ListEntry, Label: "(b)", Text: "(b) To decide."},
		{Kind: extract.Operative, Text: "Decides to remain seized."},
		{Part: "annex", Kind: extract.Heading, Level: 1, Text: "Annex"},
		{Part: "annex", Kind: extract.Text, Label: "1.", Text: "1. Terms of reference."},
	}}
	d := Parse(c, Options{})
	if d.Symbol != "A/RES/74/249B" || d.SessionNumber != 74 || d.Date != "2020-01-09" || d.Adopted != "2019-12-27" || d.Type != "Resolution" || d.Title != "74/249. Progress" {
		t.Errorf("header: %+v", d.Header)
	}
	type row struct {
		Anchor, Number, LeadIn string
		Kind                   document.Kind
		Place, NoteOf          int
	}
	want := []row{
		{Anchor: "title", Kind: document.Frontmatter},
		{Anchor: "pp1", Kind: document.Preambular, Place: 1},
		{Anchor: "p1", Number: "1", Kind: document.Operative},
		{Anchor: "fn-1", Kind: document.Footnote, NoteOf: 3},
		{Anchor: "p1-a", LeadIn: "Requests the Secretariat:", Kind: document.ListItem, Place: 1},
		{Anchor: "p1-a-1", LeadIn: "(a) To report:", Kind: document.ListItem, Place: 2},
		{Anchor: "p1-b", LeadIn: "Requests the Secretariat:", Kind: document.ListItem, Place: 3},
		{Anchor: "op1", Kind: document.Operative, Place: 1},
		{Anchor: "annex-s1", Kind: document.Heading},
		{Anchor: "annex-p1", Number: "1", Kind: document.Paragraph},
	}
	var got []row
	for _, u := range d.Units {
		got = append(got, row{u.Anchor, u.Number, u.LeadIn, u.Kind, u.Place, u.FootnoteOf})
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("units (-want +got):\n%s", diff)
	}
}

func TestLabelsInChineseNumerals(t *testing.T) {
	for label, want := range map[string]string{
		"(أ)": "(a)", "㈠": "(1)", "㈩": "(10)", "(十一)": "(11)", "（二十三）": "(23)", "(二十)": "(20)", "(三)": "(3)", "(a)": "(a)", "(二三)": "(二三)", "()": "()",
	} {
		if got := latinLabel(label); got != want {
			t.Errorf("latinLabel(%q) = %q, want %q", label, got, want)
		}
	}
}
