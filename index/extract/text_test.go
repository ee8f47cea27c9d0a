package extract

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"
)

func TestInline(t *testing.T) {
	for in, want := range map[string]string{
		"the reports ([CTOC/COP/WG.4/2023/5](#) and [CTOC/COP/WG.4/2024/5](#), respectively)": "the reports (CTOC/COP/WG.4/2023/5 and CTOC/COP/WG.4/2024/5, respectively)",
		"the Conference, *inter alia*, recognized":                                            "the Conference, inter alia, recognized",
		"new *modi operandi* and\n*modus operandi*.":                                          "new modi operandi and\nmodus operandi.",
		"General discussion (<i>continued</i>)":                                               "General discussion (continued)",
		"at <https://edelegate.un.int/>.":                                                     "at https://edelegate.un.int/.",
		"write to <unov.conference@un.org>":                                                   "write to unov.conference@un.org",
		`the word (1\-3) and \*`:                                                              "the word (1-3) and *",
		"Items 2, 4 and 5 of the provisional agenda*":                                         "Items 2, 4 and 5 of the provisional agenda*",
		"Iraq:* , ** draft decision":                                                          "Iraq:* , ** draft decision",
		"Report of the Secretary-General **":                                                  "Report of the Secretary-General **",
		"* CTOC/COP/2024/1.":                                                                  "* CTOC/COP/2024/1.",
		"*2501966*":                                                                           "*2501966*", // the bar code of A/CONF.230/2025/1
		"**Decides** to continue; **requests** a report":                                      "Decides to continue; requests a report",
		"10 a.m.<br>1 p.m.<br/>":                                                              "10 a.m. 1 p.m. ",
		`**Belgium\* and Norway: revised draft resolution**`:                                  "Belgium* and Norway: revised draft resolution", // E/CN.7/2024/L.4
		`**Item 4 of the provisional agenda\***`:                                              "Item 4 of the provisional agenda*",
		"less than 5 < 6 and more":                                                            "less than 5 < 6 and more",
		"see [1] and [the annex](annex.html#a(1)) of A/62/17 (Part I)":                        "see [1] and the annex of A/62/17 (Part I)",
	} {
		if got := inline(in); got != want {
			t.Errorf("inline(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestRaisedMarks(t *testing.T) {
	for _, c := range []struct{ in, want, marks string }{
		{"requested the secretariat to continue its work.<sup>1</sup>", "requested the secretariat to continue its work.", "1"},
		{"the Convention<sup>2, 3</sup> and the Protocols <sup>4</sup> thereto", "the Convention and the Protocols thereto", "2 3 4"},
		{"in 2023,<sup>12</sup> the Conference", "in 2023, the Conference", "12"},
		{"an area of 12 km<sup>2</sup> and 10<sup>6</sup> units", "an area of 12 km<sup>2</sup> and 10<sup>6</sup> units", ""},
		{"the 1<sup>st</sup> meeting", "the 1<sup>st</sup> meeting", ""},
	} {
		if got, marks := raisedMarks(c.in); got != c.want || marks != c.marks {
			t.Errorf("raisedMarks(%q) = %q, %q, want %q, %q", c.in, got, marks, c.want, c.marks)
		}
	}
}

func TestRaisedNotes(t *testing.T) {
	got := read(t, "1. The Conference met.<sup>1</sup>\n\n<sup>1</sup> See CAC/COSP/2021/17, sect. I.B.\n<sup>2</sup> A/RES/58/4.\n- <sup>\\*</sup> E/CN.15/2024/1.\n").Blocks
	want := []Block{
		{Kind: Text, Text: "1. The Conference met.", Lines: []string{"1. The Conference met."}, Mark: "1"},
		{Kind: Note, Mark: "1", Text: "See CAC/COSP/2021/17, sect. I.B.", Gap: 1},
		{Kind: Note, Mark: "2", Text: "A/RES/58/4."},
		{Kind: Note, Mark: "*", Text: "E/CN.15/2024/1."},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("blocks (-want +got):\n%s", diff)
	}
}

func TestDecode(t *testing.T) {
	for _, c := range []struct{ name, in, want, warning string }{
		{"UTF-8 with byte order mark", "\xef\xbb\xbfé", "é", ""},
		{"decomposed letters", "e\u0301", "é", ""},
		{"UTF-16, little end first", "\xff\xfe\xe9\x00\x01\x04", "éЁ", ""},
		{"UTF-16, big end first", "\xfe\xff\x00\xe9", "é", ""},
		{"windows-1252", "Cura\xe7ao \x96 \x93quoted\x94", "Curaçao – “quoted”", "not valid UTF-8: read as windows-1252"},
	} {
		got, warning := decode([]byte(c.in))
		if got != c.want || warning != c.warning {
			t.Errorf("%s: decode = %q, warning %q, want %q, warning %q", c.name, got, warning, c.want, c.warning)
		}
	}
}

func read(t *testing.T, in string) Content {
	t.Helper()
	c, err := Read(context.Background(), "a.txt", strings.NewReader(in), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestBlocks(t *testing.T) {
	in := "Conference\n\nDistr.: General\n4 July 2024\n\n**International cooperation,\nwith emphasis\non extradition**\n\n" +
		"1. Organizational matters:\n - (a) Opening;\n - (b) Officers.\n2. Other\u00adwise\u00a0said\n\n# Annex\n\n" +
		"| <i>Date</i> | Item |\n|---|:--:|\n| Monday | |\n| 3 p.m. | 1 (a) |\n____________\n\fnext page\n"
	want := []Block{
		{Kind: Text, Text: "Conference", Lines: []string{"Conference"}, Page: 1},
		{Kind: Text, Text: "Distr.: General 4 July 2024", Lines: []string{"Distr.: General", "4 July 2024"}, Gap: 1, Page: 1},
		{Kind: Text, Text: "International cooperation, with emphasis on extradition", Bold: true, Gap: 1, Page: 1},
		{Kind: Text, Text: "1. Organizational matters:", Lines: []string{"1. Organizational matters:"}, Gap: 1, Page: 1},
		{Kind: ListEntry, Level: 1, Text: "(a) Opening;", Page: 1},
		{Kind: ListEntry, Level: 1, Text: "(b) Officers.", Page: 1},
		{Kind: Text, Text: "2. Otherwise said", Lines: []string{"2. Otherwise said"}, Page: 1},
		{Kind: Heading, Level: 1, Text: "Annex", Gap: 1, Page: 1},
		{Kind: TableRow, Level: 1, Text: "Date Item", Cells: []string{"Date", "Item"}, Gap: 1, Page: 1},
		{Kind: TableRow, Text: "Monday", Cells: []string{"Monday", ""}, Page: 1},
		{Kind: TableRow, Text: "3 p.m. 1 (a)", Cells: []string{"3 p.m.", "1 (a)"}, Page: 1},
		{Kind: Rule, Text: "_", Page: 1},
		{Kind: PageBreak, Page: 2},
		{Kind: Text, Text: "next page", Lines: []string{"next page"}, Page: 2},
	}
	if diff := cmp.Diff(want, read(t, in).Blocks); diff != "" {
		t.Errorf("blocks (-want +got):\n%s", diff)
	}
}

func TestFrontMatterAndNotes(t *testing.T) {
	c := read(t, "---\ntitle: \"Draft decision\"\nedit: true\n---\n\n*Edited version*[^1]\n\n[^1]: A *note*.\n")
	want := Content{
		Meta: map[string]string{"title": "Draft decision", "edit": "true"},
		Blocks: []Block{
			{Kind: Text, Text: "Edited version", Lines: []string{"Edited version"}, Gap: 1},
			{Kind: Note, Mark: "1", Text: "A note.", Gap: 1},
		},
	}
	if diff := cmp.Diff(want, c); diff != "" {
		t.Errorf("content (-want +got):\n%s", diff)
	}
	if c := read(t, "---\nThe text between rules.\n---\n"); c.Meta != nil || len(c.Blocks) != 3 {
		t.Errorf("text between rules = %+v, want rule, text and rule", c)
	}
}

func TestReadRefuses(t *testing.T) {
	ctx := context.Background()
	for _, c := range []struct {
		name, in string
		limit    int64
		check    func(error) bool
	}{
		{"nothing", "", 0, func(err error) bool { return errors.Is(err, ErrEmpty) }},
		{"white space", " \n\f\n", 0, func(err error) bool { return errors.Is(err, ErrEmpty) }},
		{"over the limit", "twelve bytes", 11, func(err error) bool { var e *TooLargeError; return errors.As(err, &e) && e.Limit == 11 }},
		{"the head of an archive", "PK\x03\x04\x14\x00", 0, func(err error) bool { var e *ArchiveError; return errors.As(err, &e) }},
		{"binary", "ab\x00cd", 0, unreadable("binary")},
	} {
		_, err := Read(ctx, "name", strings.NewReader(c.in), Limits{MaxBytes: c.limit})
		if err == nil || !c.check(err) {
			t.Errorf("%s: Read = %v, which is not the error wanted", c.name, err)
		}
	}
	if _, err := Read(ctx, "name", strings.NewReader("twelve bytes"), Limits{MaxBytes: 12}); err != nil {
		t.Errorf("a file as large as the limit: Read = %v", err)
	}
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := Read(cancelled, "name", strings.NewReader("text"), Limits{}); !errors.Is(err, context.Canceled) {
		t.Errorf("with a cancelled context: Read = %v, want %v", err, context.Canceled)
	}
}

func unreadable(words string) func(error) bool {
	return func(err error) bool {
		var e *UnreadableError
		return errors.As(err, &e) && strings.Contains(e.Format, words)
	}
}

// FuzzRead: any input ends in an error or in blocks of clean text, no larger than the input can account for, and the same
// ones each time.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{"1. A paragraph.\n\n2. Another", "**bold\nover lines**\nrest", "| a | b |\n|---|---|\n| c |", " - (a) x\n\f* note", "[a](#b)\\-*i*",
		"\xff\xfea\x00", "Cura\xe7ao", "# h\n____\n1\n", "| |", "**", "a\r\nb\rc\u2028d\u00ad"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		ctx := context.Background()
		c, err := Read(ctx, "fuzz", bytes.NewReader(data), Limits{MaxBytes: 1 << 20})
		if err != nil {
			return
		}
		size := 0
		for _, b := range c.Blocks {
			size += len(b.Text)
			for _, text := range append(append([]string{b.Text}, b.Lines...), b.Cells...) {
				checkText(t, text)
			}
			if len(b.Lines) > 0 && strings.Join(b.Lines, " ") != b.Text {
				t.Errorf("lines %q are not the text %q", b.Lines, b.Text)
			}
		}
		if size > 12*len(data)+16 { // windows-1252 and NFC lengthen
			t.Errorf("%d bytes of text from %d bytes", size, len(data))
		}
		again, err := Read(ctx, "fuzz", bytes.NewReader(data), Limits{MaxBytes: 1 << 20})
		if err != nil || !cmp.Equal(c, again) {
			t.Errorf("a second reading differs: %v\n%s", err, cmp.Diff(c, again))
		}
	})
}

func checkText(t *testing.T, s string) {
	t.Helper()
	if !utf8.ValidString(s) || s != strings.Join(strings.Fields(s), " ") || !norm.NFC.IsNormalString(s) {
		t.Errorf("%q is not valid NFC text with single spaces", s)
	}
	for _, r := range s {
		if unicode.IsControl(r) {
			t.Errorf("%q holds the control character %U", s, r)
		}
	}
}
