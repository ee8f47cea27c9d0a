package highlight

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/plenary-search/plenary/search"
)

// spansOf finds a word in a text.
func spansOf(text, word string) (spans []search.Highlight) {
	for at := 0; ; {
		i := strings.Index(text[at:], word)
		if i < 0 {
			return spans
		}
		spans = append(spans, search.Highlight{Start: at + i, End: at + i + len(word)})
		at += i + len(word)
	}
}

func TestLines(t *testing.T) {
	for _, c := range []struct {
		text, word string
		width      int
		want       []string
	}{
		{"a lack of resources was met by resources", "resources", 10, []string{"a lack of [resources] was met", " met by [resources]"}},
		{"resources", "resources", 10, []string{"[resources]"}},
		{"لاحظ المؤتمر الموارد من خارج الميزانية", "الموارد", 8, []string{"المؤتمر [الموارد] من خارج"}},
		{"unbroken-by-any-blank resources,unbroken-by-any-blank", "resources", 8, []string{" [resources],unbroke"}},
		{"审议资源问题和其他事项", "资源", 3, []string{"审议[资源]问题和"}},
	} {
		var got []string
		for _, l := range Lines(c.text, spansOf(c.text, c.word), c.width) {
			got = append(got, c.text[l.From:l.Start]+"["+c.text[l.Start:l.End]+"]"+c.text[l.End:l.To])
		}
		for i, line := range got {
			got[i] = strings.TrimRight(line, " ")
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q in %q: lines %q, want %q", c.word, c.text, got, c.want)
		}
	}
}

func TestWordsBesideALine(t *testing.T) {
	text := "Having considered the Report, and Résolution 7/1: resources (new) Shall be"
	line := Lines(text, spansOf(text, "resources"), 20)[0]
	if got, want := line.WordsBefore(text), []string{"1", "7", "resolution", "and", "report"}; !slices.Equal(got, want) {
		t.Errorf("words before %q, want %q", got, want)
	}
	if got, want := line.WordsAfter(text), []string{"new", "shall", "be"}; !slices.Equal(got, want) {
		t.Errorf("words after %q, want %q", got, want)
	}
}

func TestCompareWords(t *testing.T) {
	ordered := [][]string{{"a"}, {"a", "b"}, {"b"}, nil}
	for i, a := range ordered {
		for j, b := range ordered {
			if got := CompareWords(a, b); got < 0 != (i < j) || got > 0 != (i > j) {
				t.Errorf("CompareWords(%q, %q) = %d", a, b, got)
			}
		}
	}
}

func FuzzLines(f *testing.F) {
	f.Add("a lack of resources, met", 3, 9, 7)
	f.Add("الموارد من \xff خارج", 0, 4, 2)
	f.Fuzz(func(t *testing.T, text string, start, end, width int) {
		if start < 0 || end > len(text) || start >= end || width < 0 || width > 1000 {
			return
		}
		for start > 0 && !utf8.RuneStart(text[start]) {
			start--
		}
		for end < len(text) && !utf8.RuneStart(text[end]) {
			end++
		}
		for _, l := range Lines(text, []search.Highlight{{Start: start, End: end}}, width) {
			if l.From < 0 || l.From > l.Start || l.Start != start || l.End != end || l.To < l.End || l.To > len(text) {
				t.Fatalf("line %+v of %q, width %d", l, text, width)
			}
			if n := max(utf8.RuneCountInString(text[l.From:l.Start]), utf8.RuneCountInString(text[l.End:l.To])); n > width {
				t.Fatalf("line %+v of %q: %d code points beside the span, at most %d", l, text, n, width)
			}
			l.WordsBefore(text)
			l.WordsAfter(text)
		}
	})
}
