package web

import (
	"slices"
	"strings"
	"testing"

	"github.com/plenary-search/plenary/index/document"
)

// arabicBudget is the beginning of A/RES/79/257 in Arabic, whose fourth preambular paragraph bears three notes, with a heading
// that bears one.
func arabicBudget() document.Document {
	h := document.Header{Symbol: "A/RES/79/257", SymbolVia: document.ViaMasthead, Lang: "ar", Title: "المسائل المتصلة بالميزانية البرنامجية المقترحة لعام 2025",
		Body: "GA", BodyName: "الجمعية العامة", Session: "الدورة التاسعة والسبعون", SessionNumber: 79, Date: "2024-12-31", Distribution: "General"}
	return document.Document{Header: h, Units: []document.Unit{
		{Seq: 1, Anchor: "pp4", Kind: document.Preambular, FootnoteMark: "1 2 3", Text: "وقد نظرت في الميزانية البرنامجية المقترحة لعام 2025، وتقرير اللجنة الاستشارية المستقلة للمراجعة،"},
		{Seq: 2, Anchor: "fn-1", Kind: document.Footnote, FootnoteMark: "1", FootnoteOf: 1, Text: "A/79/6 (Introduction)، والأبواب 1-36 وأبواب الإيرادات 1-3 والتصويبات."},
		{Seq: 3, Anchor: "fn-2", Kind: document.Footnote, FootnoteMark: "2", FootnoteOf: 1, Text: "A/79/89."},
		{Seq: 4, Anchor: "fn-3", Kind: document.Footnote, FootnoteMark: "3", FootnoteOf: 1, Text: "الوثائق الرسمية للجمعية العامة، الدورة التاسعة والسبعون، الملحق رقم 7 (A/79/7)."},
		{Seq: 5, Anchor: "s1", Kind: document.Heading, Level: 1, Text: "الجزء الأول", FootnoteMark: "4"},
		{Seq: 6, Anchor: "fn-4", Kind: document.Footnote, FootnoteMark: "4", FootnoteOf: 5, Text: "ST/SGB/2018/3."},
		{Seq: 7, Anchor: "p2", Kind: document.Operative, Number: "2", Label: "2 -", Text: "2 - تؤكد من جديد أيضا الأنظمة والقواعد التي تحكم تخطيط البرامج؛"},
		{Seq: 8, Anchor: "p2-a", Kind: document.ListItem, Text: "(أ) استخدام الموارد؛"},
	}}
}

func TestBrowserArabicDocument(t *testing.T) {
	b := openTab(t, seedServer(t, arabicBudget()).URL, 1280, 1000)
	b.open("/d/A/RES/79/257@ar")
	for script, want := range map[string]string{
		// Every note has its mark at the text, and every mark leads to its note.
		`[...document.querySelectorAll("#pp4 sup.notes a")].map(a => a.textContent + a.getAttribute("href")).join(" ")`: "1#fn-1 2#fn-2 3#fn-3",
		`[...document.querySelectorAll("#s1 h2 sup.notes a")].map(a => a.getAttribute("href")).join(" ")`:               "#fn-4",
		// The words of the page within the text are English, and so are its lines of the masthead.
		`document.querySelector("#fn-1 a.nb[lang]").lang + document.querySelector("#fn-1 a.nb[lang]").dir`:                                                 "enltr",
		`[...document.querySelectorAll(".masthead bdi[lang]")].map(e => e.lang + ":" + e.dir).join(" ")`:                                                   "ar:rtl en:ltr en:ltr",
		`document.querySelector(".outline ol").dir + " " + document.querySelector(".outline ol").lang`:                                                     "rtl ar",
		`getComputedStyle(document.querySelector("#p2-a .body")).paddingRight + " " + getComputedStyle(document.querySelector("#p2-a .body")).paddingLeft`: "28px 0px",
		// Preambular paragraphs begin with an indent, operative ones with their number.
		`String(parseFloat(getComputedStyle(document.querySelector("#pp4 .text")).textIndent) > 0)`: "true",
		`String(parseFloat(getComputedStyle(document.querySelector("#p2 .text")).textIndent) > 0)`:  "false",
		`document.querySelector("#p2 .text").textContent.slice(0, 3)`:                               "2 -",
	} {
		if got := eval[string](b, script); got != want {
			t.Errorf("%s is %q, want %q", script, got, want)
		}
	}
	// Arabic words keep to themselves within the sentences of the page.
	b.open("/search?q=%22%D9%85%D9%88%D8%A7%D8%B1%D8%AF+%D8%AE%D8%A7%D8%B1%D8%AC%D8%A9%22")
	for _, selector := range []string{"p.reading > bdi", ".way bdi, .byword dt bdi"} {
		if b.number(selector) == 0 {
			t.Errorf("no %s on the page of an empty answer", selector)
		}
	}
	// On a phone the outline leaves room for the text.
	b = openTab(t, seedServer(t, manySections()).URL, 390, 844)
	b.open("/d/A/RES/79/300@ar")
	if top := eval[float64](b, `document.querySelector(".masthead").getBoundingClientRect().top`); top > 844 {
		t.Errorf("the masthead begins %v px below the top", top)
	}
}

// manySections is a document with forty headings.
func manySections() document.Document {
	d := arabicBudget()
	d.Symbol, d.Units = "A/RES/79/300", nil
	for i := range 40 {
		anchor := "s" + strings.Repeat("x", i+1)
		d.Units = append(d.Units, document.Unit{Seq: i + 1, Anchor: anchor, Kind: document.Heading, Level: 1, Text: "الباب " + strings.Repeat("أ", i+1)})
	}
	return d
}

func TestLinesOfTheMastheadHaveTheirLanguage(t *testing.T) {
	for _, c := range []struct{ lang, text, want string }{
		{"ar", "31 December 2024", "en"}, // A/RES/79/257
		{"ar", "البند 139 من جدول الأعمال", "ar"},
		{"ar", "2024", "ar"},
		{"ru", "Distr.: General", "en"},
		{"ru", "24 декабря 2024 года", "ru"},
		{"zh", "2024年12月24日", "zh"},
		{"fr", "Distr. générale", "fr"},
	} {
		h := document.Header{Lang: document.Language(c.lang)}
		if got := lineLang(h, document.Unit{Text: c.text}); string(got) != c.want {
			t.Errorf("%q in %s is of %s, want %s", c.text, c.lang, got, c.want)
		}
	}
}

func TestWritten(t *testing.T) {
	want := []quotation{{Text: "the word; "}, {Text: "-UNODC", Quoted: true}, {Text: " means the same"}}
	if got := written("the word; `-UNODC` means the same"); !slices.Equal(got, want) {
		t.Errorf("written = %+v, want %+v", got, want)
	}
}

func TestQuotations(t *testing.T) {
	for sentence, want := range map[string]string{
		"Without “موارد”": "Without |[موارد]",
		"“a” and “b”.":    "[a]| and |[b]|.",
		"an open “mark":   "an open |“mark",
		"none":            "none",
		"":                "",
	} {
		var parts []string
		for _, q := range quotations(sentence) {
			if q.Quoted {
				q.Text = "[" + q.Text + "]"
			}
			parts = append(parts, q.Text)
		}
		if got := strings.Join(parts, "|"); got != want {
			t.Errorf("quotations(%q) = %s, want %s", sentence, got, want)
		}
	}
}
