package web

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
)

// globbed are the contents of the files that match, tests and the table of phrases left out.
func globbed(t *testing.T, pattern string) []string {
	t.Helper()
	names, err := filepath.Glob(pattern)
	if err != nil || len(names) == 0 {
		t.Fatalf("%s: %v", pattern, err)
	}
	var out []string
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") || name == "page_words.go" {
			continue
		}
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, string(data))
	}
	return out
}

// outlined writes pieces with [marks] and {references}.
func outlined(list []piece) string {
	var b strings.Builder
	for _, p := range list {
		switch {
		case p.Mark:
			b.WriteString("[" + outlined(p.Kids) + "]")
		case p.Ref != nil:
			b.WriteString("{" + outlined(p.Kids) + "}")
		default:
			b.WriteString(p.Text)
		}
	}
	return b.String()
}

func TestPieces(t *testing.T) {
	const text = "In its resolution 7/1, the Conference"
	at := func(words string) (int, int) { i := strings.Index(text, words); return i, i + len(words) }
	for _, c := range []struct {
		marks, refs []string
		want        string
	}{
		{nil, nil, text},
		{[]string{"Conference"}, []string{"resolution 7/1"}, "In its {resolution 7/1}, the [Conference]"},
		{[]string{"resolution"}, []string{"resolution 7/1"}, "In its {[resolution] 7/1}, the Conference"},
		{[]string{"resolution 7/1"}, []string{"resolution 7/1"}, "In its {[resolution 7/1]}, the Conference"},
		{[]string{"its resolution 7/1, the"}, []string{"resolution 7/1"}, "In [its {resolution 7/1}, the] Conference"},
		{[]string{"its resolution"}, []string{"resolution 7/1"}, "In [its {resolution}]{ 7/1}, the Conference"},
		{[]string{"7/1, the"}, []string{"resolution 7/1"}, "In its {resolution }[{7/1}, the] Conference"},
		{[]string{"its resolution", "1, the"}, []string{"resolution 7/1"}, "In [its {resolution}]{ 7/}[{1}, the] Conference"},
	} {
		var marks []search.Highlight
		for _, m := range c.marks {
			start, end := at(m)
			marks = append(marks, search.Highlight{Start: start, End: end})
		}
		var refs []span
		for _, r := range c.refs {
			start, end := at(r)
			refs = append(refs, span{start: start, end: end, ref: &reference{}})
		}
		if got := outlined(pieces(text, 0, len(text), nestable(marks, refs))); got != c.want {
			t.Errorf("marks %q, references %q: %q, want %q", c.marks, c.refs, got, c.want)
		}
	}
}

// FuzzPieces: whatever the spans, the pieces put together are the text, each mark is one piece, and passages leave out no
// mark and no word.
func FuzzPieces(f *testing.F) {
	f.Add("In its resolution 7/1, the Conference decided. It also did. "+strings.Repeat("Nothing to see in here at all. ", 30)+"The end.", 3, 20, 7, 21, 300, 310)
	f.Fuzz(func(t *testing.T, text string, m1, m2, r1, r2, m3, m4 int) {
		cut := func(n int) int { return max(0, min(n, len(text))) }
		var marks []search.Highlight
		for _, m := range [][2]int{{cut(m1), cut(m2)}, {cut(m3), cut(m4)}} {
			m[0] = m[1] - len(strings.TrimLeft(text[m[0]:max(m[0], m[1])], " \t\n")) // marks begin and end with words
			if m[0] < m[1] && strings.TrimSpace(text[m[1]-1:m[1]]) != "" && (len(marks) == 0 || marks[len(marks)-1].End <= m[0]) {
				marks = append(marks, search.Highlight{Start: m[0], End: m[1]})
			}
		}
		var refs []span
		if cut(r1) < cut(r2) {
			refs = append(refs, span{start: cut(r1), end: cut(r2), ref: &reference{}})
		}
		list := pieces(text, 0, len(text), nestable(marks, refs))
		if got := flatten(list); got != text {
			t.Errorf("pieces give %q, want %q", got, text)
		}
		if n := countMarks(list); n != len(marks) {
			t.Errorf("%d marks, want %d", n, len(marks))
		}
		shown, marked := "", 0
		for _, p := range passages(text, 0, marks, refs) {
			shown += flatten(p.Pieces)
			if n := countMarks(p.Pieces); p.Gap == 0 {
				marked += n
			} else if n > 0 {
				t.Errorf("a gap hides %d marks", n)
			}
		}
		if strings.Join(strings.Fields(shown), " ") != strings.Join(strings.Fields(text), " ") {
			t.Errorf("passages give %q, want %q", shown, text)
		}
		if marked < len(marks) {
			t.Errorf("%d marks are shown, want %d", marked, len(marks))
		}
	})
}

func flatten(list []piece) string {
	var b strings.Builder
	for _, p := range list {
		b.WriteString(p.Text + flatten(p.Kids))
	}
	return b.String()
}

func countMarks(list []piece) int {
	n := 0
	for _, p := range list {
		n += countMarks(p.Kids)
		if p.Mark {
			n++
		}
	}
	return n
}

func TestTextStart(t *testing.T) {
	for _, c := range []struct {
		unit document.Unit
		want string
	}{
		{document.Unit{Number: "1", Label: "1.", Text: "1. Pursuant to decision 4/4"}, "Pursuant to decision 4/4"},
		{document.Unit{Number: "11", Label: "11 -", Text: "11 - تطلب"}, "تطلب"},
		{document.Unit{Label: "(a)", Text: "(a) Opening of the session"}, "(a) Opening of the session"},
		{document.Unit{Number: "2", Label: "2.", Text: "Text that lost its number"}, "Text that lost its number"},
	} {
		if got := c.unit.Text[textStart(c.unit):]; got != c.want {
			t.Errorf("text of %q begins with %q, want %q", c.unit.Text, got, c.want)
		}
	}
}

func TestWords(t *testing.T) {
	for got, want := range map[string]string{
		english.number(7):                                                    "7",
		english.number(1112):                                                 "1,112",
		english.number(1234567):                                              "1,234,567",
		english.count("count.paragraphs", 1):                                 "1 paragraph",
		english.count("count.paragraphs", 1112):                              "1,112 paragraphs",
		english.day("2024-07-16"):                                            "16 July 2024",
		english.day("in July"):                                               "in July",
		english.days("2024-10-14", "2024-10-18"):                             "14–18 October 2024",
		english.days("2024-09-30", "2024-10-04"):                             "30 September – 4 October 2024",
		english.days("2024-12-30", "2025-01-03"):                             "30 December 2024 – 3 January 2025",
		english.sitting(document.Slot{Date: "2024-10-15", Time: "3–6 p.m."}): "Tue 15, 3–6 p.m.",
		english.valueName("resolution", "CTOC/COP 7/1", "CTOC/COP"):          "Resolution 7/1",
		english.valueName("resolution", "GA 55/25", "CTOC/COP"):              "General Assembly resolution 55/25",
		english.valueName("resolution", "1325 (2000)", ""):                   "Resolution 1325\u00a0(2000)",
		english.valueName("article", "UNTOC article 36(1)", ""):              "UNTOC, article 36\u00a0(1)",
		english.valueName("article", "Rules of procedure rule 22(3)", ""):    "Rules of procedure, rule 22\u00a0(3)",
		english.valueName("article", "article 14", ""):                       "Article 14",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestSentence(t *testing.T) {
	for in, want := range map[string]string{
		"":                 ".",
		"not a date":       "Not a date.",
		"élan":             "Élan.",
		"“😀” was left out": "“😀” was left out.",
		"الجريمة":          "الجريمة.",
		"Is it so?":        "Is it so?",
	} {
		if got := sentence(in); got != want {
			t.Errorf("sentence(%q) = %q, want %q", in, got, want)
		}
	}
}
