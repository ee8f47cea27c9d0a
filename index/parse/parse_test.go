package parse

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/index/extract"
)

var update = flag.Bool("update", false, "rewrite golden files")

func parseText(t testing.TB, name string, data []byte) (document.Document, extract.Content) {
	t.Helper()
	c, err := extract.Read(context.Background(), name, bytes.NewReader(data), extract.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return Parse(c, Options{Source: name}), c
}

// TestGolden reads beginnings of real documents in the text layer of their PDF files, and whole ones in Akoma Ntoso. A golden
// file has a line for each unit.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/*.[tx][xm][tl]")
	if err != nil || len(files) < 13 {
		t.Fatalf("test documents: %q, %v", files, err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		d, _ := parseText(t, filepath.Base(file), data)
		got := dump(d)
		goldenFile := strings.TrimSuffix(file, filepath.Ext(file)) + ".golden"
		if *update {
			if err := os.WriteFile(goldenFile, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(goldenFile)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s (-want +got), to be rewritten with -update:\n%s", goldenFile, diff)
		}
	}
}

// dump writes a document for people to review.
func dump(d document.Document) string {
	var b strings.Builder
	h := d.Header
	fmt.Fprintf(&b, "symbol %s (%s)\ntitle %s\ntype %s\nbody %s, %s\nsession %s (%d), %s, %s to %s\ndate %s, %s, original %s\nitems %v\n\n", h.Symbol, h.SymbolVia, h.Title, h.Type,
		h.Body, h.BodyName, h.Session, h.SessionNumber, h.Place, h.SessionFrom, h.SessionTo, h.Date, h.Distribution, h.OriginalLanguage, h.MastheadItems)
	for _, u := range d.Units {
		fmt.Fprintf(&b, "%s %s%s", u.Anchor, u.Kind, optional(" %s", u.Role))
		if u.Level > 0 {
			fmt.Fprintf(&b, " level %d", u.Level)
		}
		fmt.Fprintf(&b, "%s%s", optional(" number %s", u.Number), optional(" marks %s", u.FootnoteMark))
		if u.FootnoteOf > 0 {
			fmt.Fprintf(&b, " of %s", d.Units[u.FootnoteOf-1].Anchor)
		}
		for _, at := range u.PageBreaks {
			fmt.Fprintf(&b, " page ends before %.20q", u.Text[at:])
		}
		for _, tag := range u.Items {
			fmt.Fprintf(&b, " item %s via %s", tag.Item, tag.Via)
		}
		fmt.Fprintf(&b, "\n\t%s\n", shorten(u.Text))
	}
	return b.String()
}

func optional(format, s string) string {
	if s == "" {
		return ""
	}
	return fmt.Sprintf(format, s)
}

// shorten keeps the head and the tail of a long text: what shows where a unit begins and ends.
func shorten(s string) string {
	r := []rune(s)
	if len(r) <= 140 {
		return s
	}
	return string(r[:80]) + " […] " + string(r[len(r)-50:])
}

func TestReadItems(t *testing.T) {
	for in, want := range map[string]string{
		"Items 2, 4 and 5 of the provisional agenda": "2 4 5", // CTOC/COP/2024/5
		"Item 3 (a) of the provisional agenda":       "3(a)",  // E/CN.6/2025/3
		"Items 3 (a), (c), (d) and 6":                "3(a) 3(c) 3(d) 6",
		"Agenda items 32, 60 and 61":                 "32 60 61",
		"1 (f)":                                      "1(f)",
		"2 (b)–(d)":                                  "2(b) 2(c) 2(d)",
		"Items 7–9":                                  "7 8 9",
		"Agenda item 13 (h)":                         "13(h)",
		"Item 1 of the agenda of 12 May":             "1",
		"Items 1-500":                                "1 500",
	} {
		if got := strings.Join(readItems(in), " "); got != want {
			t.Errorf("readItems(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestEndsSentence(t *testing.T) {
	for text, want := range map[string]bool{
		"the Committee met.":                            true,
		"the activities of the Office; 1":               true,
		"took note of the report.12":                    true,
		"Advancement of women (A/C.3/78/L.16/Rev.1)":    false,
		"see conference room paper CTOC/COP/2024/CRP.2": false,
		"Advancement of women":                          false,
	} {
		if got := endsSentence(text); got != want {
			t.Errorf("endsSentence(%q) = %t, want %t", text, got, want)
		}
	}
}

func TestItemsNamed(t *testing.T) {
	for in, want := range map[string]string{
		"No documentation is currently foreseen under agenda item 3.":             "3: agenda item 3",
		"Under item 1 (f), entitled “General discussion”, time will be allotted.": "1(f): Under item 1 (f)",
		"The Commission considered agenda items 2 (b) and 3 at its meeting.":      "2(b): agenda items 2 (b) and 3; 3: agenda items 2 (b) and 3",
		"See item 4 of the list.": "",
		"for inclusion in agenda item 5 of the provisional agenda of the next session":   "",
		"agenda item 7, entitled “Other matters”, of the agenda of the previous session": "",
	} {
		var got []string
		for _, tag := range itemsNamed(in) {
			got = append(got, tag.Item+": "+tag.Evidence)
		}
		if got := strings.Join(got, "; "); got != want {
			t.Errorf("itemsNamed(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestStrongRole(t *testing.T) {
	for in, want := range map[string]string{
		"CTOC/COP/2024/5":                                       roleSymbol,
		"A/79/975-E/2025/82":                                    roleSymbol,
		"Distr.: General":                                       roleDistribution,
		"4 July 2024":                                           roleDate,
		"Original: English":                                     roleOriginal,
		"English only":                                          roleOriginal,
		"Twelfth session":                                       roleSession,
		"Sixty-ninth session":                                   roleSession,
		"2025 session":                                          roleSession,
		"Annual session 2025":                                   roleSession,
		"Reconvened sixty-seventh session":                      roleSession,
		"Vienna, 14–18 October 2024":                            rolePlace,
		"2 to 5 June 2025, New York":                            rolePlace,
		"25 July 2024–30 July 2025":                             rolePlace,
		"New York, 14–18 and 21–23 July 2025":                   rolePlace,
		"Items 2, 4 and 5 of the provisional agenda*":           roleAgendaLine,
		"Agenda item 59":                                        roleAgendaLine,
		"Note by the Secretariat":                               roleType,
		"Report of the Secretary-General **":                    roleType,
		"General Assembly":                                      roleBody,
		"For decision":                                          roleAction,
		"Technical assistance":                                  "",
		"Reports on the meetings of the subsidiary bodies":      "",
		"The meeting was held in Vienna on 4 July 2024.":        "",
		"The first session of the forum decided that it should": "",
	} {
		if got := (&parser{}).strongRole(in); got != want {
			t.Errorf("(&parser{}).strongRole(%q) = %q, want %q", in, got, want)
		}
	}
}

// TestForeignRoles reads lines of mastheads in the other languages.
func TestForeignRoles(t *testing.T) {
	for _, c := range []struct {
		lang     document.Language
		in, want string
	}{
		{"fr", "Soixante-dix-huitième session", roleSession},
		{"fr", "Point 71 b) de l’ordre du jour", roleAgendaLine},
		{"fr", "Original : anglais", roleOriginal},
		{"fr", "Distr. générale", roleDistribution},
		{"fr", "28 décembre 2023", roleDate},
		{"fr", "Résolution adoptée par l’Assemblée générale le 22 décembre 2023", roleType},
		{"fr", "Rapport du Secrétaire général", roleType},
		{"fr", "[sur la base du rapport de la Cinquième Commission (A/78/662, par. 83)]", roleAdoption},
		{"es", "Septuagésimo octavo período de sesiones", roleSession},
		{"es", "Tema 134 del programa", roleAgendaLine},
		{"es", "Original: inglés", roleOriginal},
		{"es", "28 de diciembre de 2023", roleDate},
		{"es", "Nota de la Secretaría", roleType},
		{"es", "Aprobada por el Consejo de Seguridad en su 9854ª sesión, celebrada el 31 de enero de 2025", roleAdoption},
		{"ru", "Семьдесят восьмая сессия", roleSession},
		{"ru", "Пункт 15 a) повестки дня", roleAgendaLine},
		{"ru", "22 декабря 2023 года", roleDate},
		{"ru", "Доклад Генерального секретаря", roleType},
		{"ru", "принятая Советом Безопасности на его 9854-м заседании 31 января 2025 года", roleAdoption},
		{"ar", "الدورة الثامنة والسبعون", roleSession},
		{"ar", "البند 15 (أ) من جدول الأعمال", roleAgendaLine},
		{"ar", "28 كانون الأول/ديسمبر 2023", roleDate},
		{"ar", "الأمــم المتحـدة", roleOrganization},
		{"ar", "تقرير الأمين العام", roleType},
		{"zh", "第七十八届会议", roleSession},
		{"zh", "议程项目15(a)", roleAgendaLine},
		{"zh", "2023年12月28日", roleDate},
		{"zh", "2023年12月22日大会决议", roleType},
		{"zh", "秘书长的报告", roleType},
		{"zh", "2025年1月31日 9854次会议通过", roleAdoption},
		{"zh", "安全、有序和正常移民", ""},
		{"ru", "Защита мигрантов", ""},
		{"fr", "Protection des migrants", ""},
	} {
		if got := (&parser{words: wordsOf(c.lang)}).strongRole(c.in); got != c.want {
			t.Errorf("strongRole(%q) in %s = %q, want %q", c.in, c.lang, got, c.want)
		}
	}
}

func TestSessionNumber(t *testing.T) {
	for in, want := range map[string]int{
		"Twelfth session": 12, "Sixty-ninth session": 69, "Seventieth session": 70, "59th session": 59, "2025 session": 0,
		"Second regular session of 2025": 2, "Reconvened sixty-seventh session": 67, "": 0,
		"Soixante-dix-huitième session": 78, "Soixante et onzième session": 71, "Quatre-vingtième session": 80, "Quatre-vingt-dix-neuvième session": 99, "Cent unième session": 101,
		"Onzième session extraordinaire d’urgence": 11, "Septuagésimo octavo período de sesiones": 78, "Undécimo período extraordinario de sesiones de emergencia": 11, "Octogésimo período de sesiones": 80,
		"57º período de sesiones": 57, "Семьдесят восьмая сессия": 78, "Восьмидесятая сессия": 80, "Десятая чрезвычайная специальная сессия": 10, "Сто вторая сессия": 102,
		"الدورة الثامنة والسبعون": 78, "الدورة الثمانون": 80, "الدورة الحادية عشرة": 11, "الدورة الاستثنائية الطارئة الحادية عشرة": 11, "الدورة الخامسة بعد المائة": 105,
		"第七十八届会议": 78, "第八十届会议": 80, "第十一届紧急特别会议": 11, "第一百零五届会议": 105, "第五十七届会议": 57, "2025年届会": 0,
	} {
		if got := sessionNumber(in); got != want {
			t.Errorf("sessionNumber(%q) = %d, want %d", in, got, want)
		}
	}
}

func TestTakeMarks(t *testing.T) {
	for _, c := range []struct{ in, clean, marks string }{
		{"Items 2, 4 and 5 of the provisional agenda*", "Items 2, 4 and 5 of the provisional agenda", "*"},
		{"Report of the Secretary-General **", "Report of the Secretary-General", "**"},
		{"Iraq:* , ** draft decision", "Iraq: draft decision", "* **"}, // E/2025/L.11
		{"no mark", "no mark", ""},
		{"*", "*", ""},
	} {
		clean, marks := takeMarks(c.in)
		if clean != c.clean || marks != c.marks {
			t.Errorf("takeMarks(%q) = %q, %q, want %q, %q", c.in, clean, marks, c.clean, c.marks)
		}
	}
}

func TestCutMark(t *testing.T) {
	for _, c := range []struct{ in, mark, want string }{
		{"the activities of the Office; 2", "2", "the activities of the Office;"}, // E/2025/L.11
		{"on the Office, 2 including the activities", "2", "on the Office, including the activities"},
		{"as the report says.12 The Committee", "12", "as the report says. The Committee"},
		{"in paragraph 2 of the resolution", "2", ""},
		{"in paragraphs 1, 2 and 3", "2", ""},
		{"on 2 May the Council met", "2", ""},
		{"resolution 1325 (2000).", "2", ""},
		{"by decision 11/CMA.1, paragraphs 12–14", "1", ""}, // FCCC/CP/2024/6
		{"in conference room paper CTOC/COP/2024/CRP.2.", "2", ""},
	} {
		u := document.Unit{Text: c.in}
		want, cut := c.want, c.want != ""
		if !cut {
			want = c.in
		}
		if got := cutMark(&u, c.mark); got != cut || u.Text != want {
			t.Errorf("cutMark(%q, %q) = %t, %q, want %t, %q", c.in, c.mark, got, u.Text, cut, want)
		}
	}
}

func TestAnchorsSurviveChangesElsewhere(t *testing.T) {
	const head = "A/79/1\n\nDistr.: General\n\nReport\n\n"
	first, _ := parseText(t, "a", []byte(head+"I. First\n\n1. One.\n\n2. Two.\n\nII. Second\n\n3. Three.\n\nUnnumbered prose that closes the section and the paper.\n"))
	second, _ := parseText(t, "a", []byte(head+"I. First\n\n1. One.\n\nAn inserted paragraph without a number.\n\n2. Two.\n\nII. Second\n\n3. Three.\n\nUnnumbered prose that closes the section and the paper.\n"))
	anchors := func(d document.Document) map[string]string {
		out := map[string]string{}
		for _, u := range d.Units {
			out[u.Text] = u.Anchor
		}
		return out
	}
	was, is := anchors(first), anchors(second)
	for text, anchor := range was {
		if is[text] != anchor {
			t.Errorf("anchor of %q changed from %q to %q", text, anchor, is[text])
		}
	}
}

// TestHugeTextsTakeLinearTime: each of these took minutes while paragraphs or anchors were put together without a bound.
func TestHugeTextsTakeLinearTime(t *testing.T) {
	for name, text := range map[string]string{
		"one endless sentence": strings.Repeat("words that go on without an end and\n", 30_000),
		"one endless line":     strings.Repeat("words that go on ", 60_000),
		"notes of one mark":    strings.Repeat("* A note.\n\n", 30_000),
		"torn paragraphs":      strings.Repeat("a paragraph of some length that is torn\n\n", 30_000),
		"quotations":           strings.Repeat("“Opened and never closed.\n\n", 30_000),
	} {
		d, c := parseText(t, name, []byte(text))
		if got, want := letters(d), lettersOf(c); got != want {
			t.Errorf("%s: units hold %d letters, the text %d", name, got, want)
		}
		for _, u := range d.Units {
			if len(u.Text) > maxUnitBytes {
				t.Errorf("%s: a unit of %d bytes", name, len(u.Text))
			}
		}
	}
}

func TestColumnOfLabels(t *testing.T) {
	// DP/2025/8, paragraph 53 and section VIII, in the order of the text layer.
	lines := []line{{text: "53."}, {text: "VIII.", gap: 1}, {text: "The Executive Board took note.", gap: 1}, {text: "Field visits", gap: 1}}
	for i := range lines {
		lines[i].kind = extract.Text
	}
	var got []string
	for _, l := range sortLabels(lines) {
		got = append(got, l.text)
	}
	want := []string{"53.", "The Executive Board took note.", "VIII.", "Field visits"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
}

func TestQuotedRulesAreNoParagraphs(t *testing.T) {
	d, _ := parseText(t, "a", []byte("A/79/1\n\nDistr.: General\n\nReport\n\n1. Rule 18 of the rules of procedure sets out the following:\n\n“1. The credentials shall be submitted.\n\n2. Any later change shall also be submitted.”\n\n2. The Bureau shall report.\n"))
	var got []string
	for _, u := range d.Units {
		if u.Kind != document.Frontmatter {
			got = append(got, fmt.Sprintf("%s %q quoted=%t from %q", u.Kind, u.Number, u.Quoted, u.QuotedFrom))
		}
	}
	want := []string{
		`paragraph "1" quoted=false from ""`,
		`list_item "" quoted=true from "Rule 18 of the rules of procedure"`,
		`list_item "" quoted=true from "Rule 18 of the rules of procedure"`,
		`paragraph "2" quoted=false from ""`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("units (-want +got):\n%s", diff)
	}
}

// A draft resolution inside a report numbers its paragraphs from 1 again: each has an anchor of its own, and the report's are as they were.
func TestNumbersThatBeginAgain(t *testing.T) {
	const report = "A/79/1\n\nDistr.: General\n\nReport\n\n1. The Committee met in October.\n\n2. It recommends the following draft resolution.\n\n"
	anchors := func(text string) map[string]string {
		d, _ := parseText(t, "a", []byte(text))
		byText := map[string]string{}
		for _, u := range d.Units {
			byText[u.Text] = u.Anchor
		}
		return byText
	}
	alone, both := anchors(report), anchors(report+"Annex\n\nDraft resolution I\n\n1. Requests a report on the matter;\n\n2. Decides to remain seized of it.\n")
	seen := map[string]string{}
	for text, anchor := range both {
		if other, twice := seen[anchor]; twice {
			t.Errorf("%q and %q are both at %q", text, other, anchor)
		}
		seen[anchor] = text
	}
	for text, anchor := range alone {
		if both[text] != anchor {
			t.Errorf("%q is at %q, and at %q before a draft", text, anchor, both[text])
		}
	}
	if len(both) < len(alone)+4 {
		t.Errorf("%d units with a draft of two paragraphs, %d without", len(both), len(alone))
	}
}

// FuzzParse: no input makes Parse panic. Units have unique anchors, offsets within their text, headings above them that came
// before; they hold every letter of an unpaged text and add none; parsing again gives the same.
func FuzzParse(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.txt")
	for _, file := range files {
		if data, err := os.ReadFile(file); err == nil {
			f.Add(data[:min(len(data), 1200)])
		}
	}
	f.Add([]byte("Provisional agenda\n\n1. One:\n - (a) Two;\n2. Three.\n\nAnnotations\n\n1. One\n\n(a) Two\n\nText.\n\nDocumentation\n\nReport (A/79/1)\n\n| Date | Item |\n|---|---|\n| Monday, 1 May | |\n| 3 p.m. | 1 (a) |\n"))
	f.Add([]byte("“1. Quoted\n\n2. more” *\n\n* Note\n\n____\n1\nSee A/1.\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 64<<10 {
			return
		}
		c, err := extract.Read(context.Background(), "fuzz", bytes.NewReader(data), extract.Limits{})
		if err != nil {
			return
		}
		d := Parse(c, Options{Source: "fuzz"})
		checkDocument(t, d)
		if got, most := letters(d), lettersOf(c); got > most || got < most && !bytes.Contains(data, []byte("\f")) && !stamped(c) {
			t.Errorf("units hold %d letters, the text %d", got, most)
		}
		if again := Parse(c, Options{Source: "fuzz"}); !cmp.Equal(d, again) {
			t.Errorf("a second parse differs:\n%s", cmp.Diff(d, again))
		}
	})
}

func checkDocument(t *testing.T, d document.Document) {
	t.Helper()
	anchors, headings := map[string]bool{}, map[string]bool{}
	for i, u := range d.Units {
		if u.Seq != i+1 || u.Anchor == "" || anchors[u.Anchor] || u.Text == "" || !utf8.ValidString(u.Text) {
			t.Errorf("unit %d has seq %d, anchor %q (taken: %t), text %q", i+1, u.Seq, u.Anchor, anchors[u.Anchor], u.Text)
		}
		anchors[u.Anchor] = true
		for _, at := range u.PageBreaks {
			if at <= 0 || at >= len(u.Text) || !utf8.RuneStart(u.Text[at]) {
				t.Errorf("unit %d has a page break at %d of %q", u.Seq, at, u.Text)
			}
		}
		for _, ref := range u.Citations {
			if ref.Start < 0 || ref.End > len(u.Text) || ref.Start >= ref.End {
				t.Errorf("unit %d has a citation at %d to %d of %d bytes", u.Seq, ref.Start, ref.End, len(u.Text))
			}
		}
		if u.FootnoteOf < 0 || u.FootnoteOf > len(d.Units) {
			t.Errorf("unit %d is a footnote of %d", u.Seq, u.FootnoteOf)
		}
		for _, h := range u.Section {
			if !headings[h] {
				t.Errorf("unit %d stands below the heading %q, which is not above it", u.Seq, h)
			}
		}
		if u.Kind == document.Heading {
			headings[u.Text] = true
		}
	}
}

func countLetters(s string) (n int) {
	for _, r := range s {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n
}

func letters(d document.Document) (n int) {
	for _, u := range d.Units {
		n += countLetters(u.Text)
		if u.Kind == document.Footnote {
			n += countLetters(u.FootnoteMark)
		}
	}
	return n
}

func lettersOf(c extract.Content) (n int) {
	for _, b := range c.Blocks {
		if b.Kind != extract.Rule {
			n += countLetters(b.Text)
		}
	}
	return n
}

// stamped reports whether a line is a printer's stamp, which is left out.
func stamped(c extract.Content) bool {
	for _, b := range c.Blocks {
		for _, l := range append(b.Lines, b.Text) {
			if isStamp(l) {
				return true
			}
		}
	}
	return false
}
