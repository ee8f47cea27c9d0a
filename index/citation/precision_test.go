package citation

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

// precisionFile lists references drawn at random from what was found in texts of all languages and sources, each judged by reading.
const precisionFile = "testdata/precision.tsv"

// TestPrecision holds the finder to the list: at each place it must still give what was judged. A change shows here and is judged anew.
func TestPrecision(t *testing.T) {
	data, err := os.ReadFile(precisionFile)
	if err != nil {
		t.Fatal(err)
	}
	verdicts := map[string]int{}
	for line := range strings.Lines(string(data)) {
		line = strings.TrimRight(line, "\n")
		if line == "" || line[0] == '#' {
			continue
		}
		c := strings.Split(line, "\t")
		if len(c) != 8 {
			t.Fatalf("%s: %d columns, want 8: %q", precisionFile, len(c), line)
		}
		sample, lang, body, marked, want, verdict := c[0], c[2], c[3], c[4], c[5], c[6]
		if !slices.Contains([]string{"right", "mended", "wrong"}, verdict) {
			t.Errorf("%s: verdict %q of %q", precisionFile, verdict, want)
		}
		verdicts[sample+" "+verdict]++
		before, rest, ok := strings.Cut(marked, "⟦")
		span, after, ok2 := strings.Cut(rest, "⟧")
		if !ok || !ok2 {
			t.Fatalf("%s: no marks in %q", precisionFile, marked)
		}
		text := before + span + after
		got := citedAt(Source{Body: body, Lang: lang}, text, len(before), len(before)+len(span))
		if !slices.Contains(got, want) {
			t.Errorf("%s sample %s: at %q: got %q, want %q", c[1], sample, span, got, want)
		}
	}
	for _, sample := range [...]string{"1", "2"} {
		right, mended, wrong := verdicts[sample+" right"], verdicts[sample+" mended"], verdicts[sample+" wrong"]
		all := right + mended + wrong
		t.Logf("sample %s: %d references, right as drawn %.4f, now %.4f", sample, all, float64(right)/float64(all), float64(right+mended)/float64(all))
		if float64(right+mended) < 0.98*float64(all) {
			t.Errorf("sample %s: %d of %d references are wrong", sample, wrong, all)
		}
	}
}

// citedAt are the citations of a text alone with that span: kind and value, "~" before implied ones and "?" behind defaults.
func citedAt(source Source, text string, start, end int) []string {
	var list []string
	for _, c := range Resolve(source, []Unit{{Text: text, Mentions: Find(text, source.Lang)}})[0] {
		if c.Start != start || c.End != end {
			continue
		}
		s := fmt.Sprintf("%s %s", c.Kind, c.Value())
		if c.Implied {
			s = "~" + s
		}
		if c.BodyVia == BodyFromDefault {
			s += "?"
		}
		list = append(list, s)
	}
	return list
}
