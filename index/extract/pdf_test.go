package extract

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
)

// shared is the one reader of all tests: PDFium starts once, from compiled code that is kept between runs.
var shared = sync.OnceValue(func() *Direct {
	dir, err := os.UserCacheDir()
	if err != nil {
		dir = os.TempDir()
	}
	return &Direct{CacheDir: filepath.Join(dir, "plenary")}
})

// put is a string on a page of a test document.
type put struct {
	x, y, size float64
	bold       bool
	text       string
}

// writePDF makes a document with one page for each list of strings. trailer is added to the trailer's dictionary.
func writePDF(trailer string, pages ...[]put) []byte {
	var out bytes.Buffer
	var at []int
	object := func(body string) {
		at = append(at, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", len(at), body)
	}
	out.WriteString("%PDF-1.4\n")
	var kids []string
	for i := range pages {
		kids = append(kids, fmt.Sprintf("%d 0 R", 5+2*i))
	}
	object("<</Type/Catalog/Pages 2 0 R>>")
	object(fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]>>", len(pages), strings.Join(kids, " ")))
	object("<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/Encoding/WinAnsiEncoding>>")
	object("<</Type/Font/Subtype/Type1/BaseFont/Times-Bold/Encoding/WinAnsiEncoding>>")
	for i, page := range pages {
		object(fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</R 3 0 R/B 4 0 R>>>>/Contents %d 0 R>>", 6+2*i))
		var content strings.Builder
		for _, p := range page {
			font := "R"
			if p.bold {
				font = "B"
			}
			text := strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`).Replace(p.text)
			fmt.Fprintf(&content, "BT /%s %g Tf %g %g Td (%s) Tj ET\n", font, p.size, p.x, p.y, text)
		}
		object(fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", content.Len()+1, content.String()))
	}
	xref := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, offset := range at {
		fmt.Fprintf(&out, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&out, "trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, trailer, xref)
	return out.Bytes()
}

// column sets lines below one another.
func column(x, y, size float64, lines ...string) []put {
	var out []put
	for i, l := range lines {
		out = append(out, put{x, y - float64(i)*size*1.2, size, false, l})
	}
	return out
}

func readPDF(t *testing.T, data []byte, lim Limits) (Content, error) {
	t.Helper()
	return shared().Read(context.Background(), "a.pdf", bytes.NewReader(data), lim)
}

// outline is a content in short: kind, mark, text.
func outline(c Content) []string {
	var out []string
	for _, b := range c.Blocks {
		if b.Kind == PageBreak {
			continue
		}
		line := string(b.Kind)
		if b.Mark != "" {
			line += "[" + b.Mark + "]"
		}
		if b.Cells != nil {
			out = append(out, line+": "+strings.Join(b.Cells, " | "))
			continue
		}
		out = append(out, line+": "+b.Text)
	}
	return out
}

// full is a line of running text that fills the column of 123 to 490 points at 10 points.
const full = "the Secretariat prepared the present note for the information of all delegations and organizations,"

func numberedPage(page int, body ...[]put) []put {
	out := []put{
		{60, 748, 8, true, "A/99/123"}, {60, 36, 8, true, fmt.Sprintf("%d/3", page)}, {520, 36, 7, false, "99-12345"},
	}
	for _, b := range body {
		out = append(out, b...)
	}
	return out
}

func TestPDFLayout(t *testing.T) {
	first := []put{
		{123, 734, 14, false, "United Nations"}, {446, 734, 14, false, "A/99/123"},
		{123, 702, 18, true, "General Assembly"}, {397, 705, 10, false, "Distr.: General"},
		{397, 692, 10, false, "4 March 2024"}, {397, 668, 10, false, "Original: English"},
		{60, 560, 10, true, "Ninety-ninth session"}, {60, 545, 10, false, "Agenda item 4"},
		{123, 510, 12, true, "Report of the Secretary-General on a matter of some"}, {123, 496, 12, true, "importance"},
		{123, 460, 10, false, "1."}, {147, 460, 10, false, "As the Assembly asked in its resolution 55/25,"},
		{330, 463, 6.5, false, "1"}, {336, 460, 10, false, "and in others of the same kind, "},
	}
	first = append(first, column(123, 448, 10, full, full, full, "and ended there.")...)
	first = append(first, put{123, 391, 10, false, "2."}, put{147, 391, 10, false, "This paragraph runs over the end of its page to the next, as many do,"})
	first = append(first, column(123, 379, 10, full, full)...)
	first = append(first, put{116, 75, 8, false, "__________________"}, put{120, 66, 5, false, "1"}, put{124, 63, 8, false, "See the annex to that resolution, and"}, put{124, 53.5, 8, false, "its paragraph 5."})
	second := numberedPage(2, column(123, 717, 10, "where it comes to its end at last."), []put{
		{99, 690, 12, true, "A."}, {123, 690, 12, true, "Matters of law"},
		{123, 665, 10, false, "3."}, {147, 665, 10, false, "The third paragraph is short."},
		{123, 630, 10, false, "State"}, {250, 630, 10, false, "Signed"}, {400, 630, 10, false, "Ratified"},
		{123, 615, 10, false, "Atlantis"}, {250, 615, 10, false, "1 May 2001"}, {400, 615, 10, false, "2 June 2003"},
		{123, 600, 10, false, "Utopia"}, {250, 600, 10, false, "3 May 2001"}, {400, 600, 10, false, "4 June 2003"},
	})
	third := numberedPage(3, []put{{123, 717, 10, false, "4."}, {147, 717, 10, false, "The last paragraph follows the table."}})
	c, err := readPDF(t, writePDF("", first, second, third), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	got := outline(c)
	want := []string{
		"heading: United Nations", "heading: General Assembly", "heading: A/99/123", "text: Distr.: General", "text: 4 March 2024",
		"text: Original: English", "text: Ninety-ninth session", "text: Agenda item 4",
		"heading: Report of the Secretary-General on a matter of some importance",
		"text[1]: 1. As the Assembly asked in its resolution 55/25, and in others of the same kind, " + full + " " + full + " " + full + " and ended there.",
		"text: 2. This paragraph runs over the end of its page to the next, as many do, " + full + " " + full + " where it comes to its end at last.",
		"note[1]: See the annex to that resolution, and its paragraph 5.",
		"heading: A. Matters of law", "text: 3. The third paragraph is short.",
		"table: State | Signed | Ratified", "table: Atlantis | 1 May 2001 | 2 June 2003", "table: Utopia | 3 May 2001 | 4 June 2003",
		"text: 4. The last paragraph follows the table.",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("blocks (-want +got):\n%s", diff)
	}
	for _, b := range c.Blocks {
		if strings.HasPrefix(b.Text, "2. ") && (len(b.Breaks) != 1 || b.Text[b.Breaks[0]:] != "where it comes to its end at last.") {
			t.Errorf("page breaks %v of the second paragraph, want one before its last words", b.Breaks)
		}
	}
}

func TestPDFColumns(t *testing.T) {
	var left, right []string
	for i := range 12 {
		left = append(left, fmt.Sprintf("left column line %d runs to its edge here", i+10))
		right = append(right, fmt.Sprintf("right column line %d runs to its edge so", i+10))
	}
	page := append(column(60, 700, 10, left...), column(320, 700, 10, right...)...)
	c, err := readPDF(t, writePDF("", page), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Join(outline(c), " ")
	if l, r := strings.LastIndex(text, "left column line 21"), strings.Index(text, "right column line 10"); l < 0 || r < l {
		t.Errorf("the right column does not follow the left: %s", text)
	}
}

func TestPDFRefuses(t *testing.T) {
	line := column(123, 700, 10, "Some words.")
	whole := writePDF("", line, line)
	encrypted := writePDF(fmt.Sprintf("/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>", strings.Repeat("ab", 32), strings.Repeat("cd", 32)), line)
	var many *TooManyPagesError
	for name, c := range map[string]struct {
		data  []byte
		lim   Limits
		check func(error) bool
	}{
		"encrypted":      {encrypted, Limits{}, func(err error) bool { return errors.Is(err, ErrEncrypted) }},
		"signature only": {[]byte("%PDF-1.7\n"), Limits{}, func(err error) bool { return errors.Is(err, ErrDamaged) }},
		"cut":            {whole[:40], Limits{}, func(err error) bool { return errors.Is(err, ErrDamaged) }},
		"empty pages":    {writePDF("", nil, nil), Limits{}, func(err error) bool { return errors.Is(err, ErrNoTextLayer) }},
		"no pages":       {writePDF(""), Limits{}, func(err error) bool { return errors.Is(err, ErrDamaged) }},
		"too many pages": {whole, Limits{MaxPages: 1}, func(err error) bool { return errors.As(err, &many) && many.Pages == 2 && many.Limit == 1 }},
	} {
		if _, err := readPDF(t, c.data, c.lim); err == nil || !c.check(err) {
			t.Errorf("%s: Read = %v, which is not the error wanted", name, err)
		}
	}
}

func TestPDFPages(t *testing.T) {
	data := writePDF("", column(123, 700, 10, "First."), column(123, 700, 10, "Second."), column(123, 700, 10, "Third."))
	var seen []int
	c, err := readPDF(t, data, Limits{SkipPages: []int{2}, OnPage: func(page, of int) { seen = append(seen, page*10+of) }})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]int{13, 23, 33}, seen); diff != "" {
		t.Errorf("pages reported (-want +got):\n%s", diff)
	}
	if text := strings.Join(outline(c), " "); strings.Contains(text, "Second") || !strings.Contains(text, "Third") {
		t.Errorf("without page 2 the text is %q", text)
	}
}

func TestJoinHyphen(t *testing.T) {
	v := vocabulary{"open-ended": true, "cooperation": true, "follow": true, "up": true}
	for _, c := range []struct{ a, b, want string }{
		{"an open\x02", "ended group", "an open-ended group"},
		{"the co\x02", "operation of", "the cooperation of"},
		{"a follow\x02", "up meeting", "a follow-up meeting"},
		{"the Secretary\x02", "General of", "the Secretary-General of"},
		{"a trans\x02", "lation of", "a translation of"},
		{"the Secretary-", "General of", "the Secretary-General of"},
		{"A/RES/", "55/25", "A/RES/55/25"},
		{"one", "two", "one two"},
	} {
		if got := joinHyphen(c.a, c.b, v); got != c.want {
			t.Errorf("joinHyphen(%q, %q) = %q, want %q", c.a, c.b, got, c.want)
		}
	}
}

// setRight sets letters from the right edge x leftwards, 5 points each, digits and Latin letters of a word from the left. Order is
// that of the text; arabicOrder must not depend on it.
func setRight(x float64, text string) word {
	w := word{x1: x, size: 10}
	runes := []rune(text)
	if !rightToLeft(text) { // a number, and what follows it
		end := len(runes)
		for end > 0 && runes[end-1] == '،' {
			end--
		}
		slices.Reverse(runes[:end])
	}
	for i, r := range runes {
		right := x - 5*float64(i)
		w.letters = append(w.letters, glyph{r: r, x0: right - 5, x1: right})
	}
	w.x0 = w.letters[len(w.letters)-1].x0
	return w
}

func TestArabicOrder(t *testing.T) {
	for _, want := range []string{
		"ميثاق الأمم المتحدة", "في 24 تموز/يوليه 2023", "القرار 70/1 المؤرخ 25 أيلول/سبتمبر 2015،", "[دون الإحالة إلى لجنة رئيسية]",
		"مدونة Code of Conduct السلوك", "الفقرة (ب) من المادة 5،",
	} {
		var words []word
		x := 500.0
		fields := strings.Fields(want)
		for i := 0; i < len(fields); i++ {
			run := fields[i]
			for hasASCIILetter(fields[i]) && i+1 < len(fields) && hasASCIILetter(fields[i+1]) { // Latin words stand side by side from the left
				i++
				run += " " + fields[i]
			}
			parts := strings.Fields(run)
			slices.Reverse(parts)
			for _, p := range parts {
				w := setRight(x, p)
				slices.Reverse(w.letters) // as PDFium has some lines
				words = append(words, w)
				x = w.x0 - 3
			}
		}
		slices.Reverse(words)
		if got := (segment{words: arabicOrder(words)}).text(); got != want {
			t.Errorf("line = %q, want %q", got, want)
		}
	}
	ligature := word{x0: 490, x1: 500, size: 10, letters: []glyph{{r: 'أ', x0: 490, x1: 495}, {r: 'ل', x0: 490, x1: 495}, {r: 'ا', x0: 496, x1: 500}}}
	if got, want := (segment{words: arabicOrder([]word{ligature})}).text(), "الأ"; got != want {
		t.Errorf("ligature of lam and alef = %q, want %q", got, want)
	}
}

func hasASCIILetter(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r < 0x80 && unicode.IsLetter(r) })
}

func readFile(t *testing.T, name string) Content {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	c, err := readPDF(t, data, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Real print: each wanted line is a whole paragraph of the resolution.
func TestPDFLanguages(t *testing.T) {
	for file, want := range map[string][]string{
		"A_RES_77_125.ar.pdf": {
			"قرار اتخذته الجمعية العامة في 12 كانون الأول/ديسمبر 2022",
			"وإذ تشير إلى قرار مجلس الأمن 497 (1981) المؤرخ 17 كانون الأول/ديسمبر 1981،",
			"وإذ تشير أيضا إلى قراراتها السابقة ذات الصلة، وآخرها القرار 76/81 المؤرخ 9 كانون الأول/ ديسمبر 2021،",
			"وإذ يساورها بالغ القلق لأن الجولان السوري، المحتل منذ عام 1967، لا يزال تحت الاحتلال العسكري الإسرائيلي المستمر،",
		},
		"A_RES_77_125.ru.columns.pdf": {
			"ссылаясь на резолюцию 497 (1981) Совета Безопасности от 17 декабря 1981 года,",
			"ссылаясь также на свои предыдущие соответствующие резолюции, последней из которых была резолюция 76/81 от 9 декабря 2021 года,",
		},
	} {
		got := map[string]bool{}
		for _, b := range readFile(t, file).Blocks {
			got[b.Text] = true
		}
		for _, w := range want {
			if !got[w] {
				t.Errorf("%s: no block reads %q", file, w)
			}
		}
	}
}
