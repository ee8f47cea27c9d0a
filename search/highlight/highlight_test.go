package highlight

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/analysis"
	"github.com/plenary-search/plenary/search/plan"
	"github.com/plenary-search/plenary/search/query"
)

func build(t testing.TB, nodes ...query.Node) plan.Node {
	built, err := plan.Build(query.And{Nodes: nodes}, plan.Options{Languages: []document.Language{"en"}})
	if err != nil {
		t.Fatal(err)
	}
	return built
}

// bracketed writes the spans into the text.
func bracketed(text string, spans []search.Highlight) string {
	var b strings.Builder
	at := 0
	for _, s := range spans {
		b.WriteString(text[at:s.Start] + "[" + text[s.Start:s.End] + "]")
		at = s.End
	}
	return b.String() + text[at:]
}

func TestSpans(t *testing.T) {
	phrase := func(text string) query.Node { return query.Phrase{Text: text} }
	word := func(text string) query.Node { return query.Word{Text: text} }
	for _, c := range []struct {
		nodes []query.Node
		want  string
	}{
		{[]query.Node{phrase("extrabudgetary resources")}, "a lack of [extrabudgetary resources]. Extrabudgetary funds, resources"},
		{[]query.Node{phrase("lack of extrabudgetary")}, "a [lack of extrabudgetary] resources"},
		{[]query.Node{word("resource"), word("extrabudgetary")}, "[Extrabudgetary resources], and other [resources]"},
		{[]query.Node{word("contribution")}, "voluntary [contributions] and a [contribution]"},
		{[]query.Node{query.Prefix{Text: "traffick"}}, "[traffickers] of [Trafficking]-related traffic"},
		{[]query.Node{query.Prefix{Text: "open-end"}}, "an [open-ended] group, open ended"},
		{[]query.Node{query.Wildcard{Text: "traffick*g"}}, "[Trafficking]-related traffic"},
		{[]query.Node{query.Fuzzy{Text: "cooperation", Distance: 1}}, "[co-operation], [cooperatian] and operation"},
		{[]query.Node{query.Near{Text: "draft resolution", Within: 1}}, "[draft] the [resolution], [resolution draft]. [Draft] of [resolution draft], a draft"},
		{[]query.Node{query.Near{Text: "draft resolution", Within: 1, Stem: true}}, "[drafted resolutions], and other drafts"},
		{[]query.Node{query.Near{Text: "open-ended group", Within: 0}}, "an [open]-[ended group], an ended group"},
		{[]query.Node{word("matrix"), query.Not{Node: word("resources")}}, "a [matrix] of resources"},
		{[]query.Node{word("11/2")}, "resolution [11/2], 11 and 2"},
		{[]query.Node{phrase("Chair's summaries")}, "The [Chair’s summaries]"},
		{[]query.Node{query.Field{Name: "item", Value: "2"}}, "item 2"},
		{[]query.Node{phrase("résolution")}, "[Resolution] and [résolution]"},
		{[]query.Node{phrase("a b"), phrase("b c")}, "[a b c] b"},
	} {
		text := strings.NewReplacer("[", "", "]", "").Replace(c.want)
		if got := bracketed(text, Spans(text, "en", build(t, c.nodes...))); got != c.want {
			t.Errorf("%v marks %q, want %q", c.nodes, got, c.want)
		}
	}
}

// A reader who copies two to six words out of a paragraph finds them as a phrase, at the place where they were copied.
func TestEveryPhraseOfTheSeedsIsMarked(t *testing.T) {
	files, _ := filepath.Glob("../../../shared/gold/CTOC-*.jsonl")
	if len(files) == 0 {
		t.Skip("../shared/gold is not there")
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for line := range bytes.Lines(data) {
			var unit struct{ Text string }
			if err := json.Unmarshal(line, &unit); err != nil {
				t.Fatal(err)
			}
			checkPhrases(t, unit.Text)
		}
	}
}

func checkPhrases(t *testing.T, text string) {
	words := analysis.Words(text)
	for i := range words {
		n := 2 + i%5
		if i+n > len(words) {
			continue
		}
		start, end := words[i].Start, words[i+n-1].End
		spans := Spans(text, "en", build(t, query.Phrase{Text: text[start:end]}))
		if !slices.ContainsFunc(spans, func(s search.Highlight) bool { return s.Start <= start && end <= s.End }) {
			t.Errorf("%q is not marked in %q", text[start:end], text)
		}
	}
}

func TestSpansSayHowTheyMatch(t *testing.T) {
	spans := Spans("voluntary contributions", "en", build(t, query.Phrase{Text: "voluntary"}, query.Word{Text: "contribution"}))
	if want := []search.Highlight{{Start: 0, End: 23, Match: "stem"}}; !slices.Equal(spans, want) {
		t.Errorf("spans %v, want %v", spans, want)
	}
}

func TestSentences(t *testing.T) {
	for _, want := range []string{
		"In its resolution 11/5, the Conference, inter alia, recognized it.|In the same resolution, it urged States.",
		"See para. 5 of E/2007/28 (chap. II.D).|Mr. J. Smith said “No.”|The rest.",
		"12. The Working Group met.|It decided.",
		"Rule 18: “Credentials.|“1. The credentials of representatives.”",
		"“1. The credentials of representatives.|2. Any change.",
		"It opens at 10 a.m. on Monday, 14 October 2024.|Next",
		"决定继续审议。|下一句。",
		"II. It opened.|It was brief.",
		"In Kovačević v. Bosnia and Herzegovina it found so.|It went on.",
		"no stop at all",
		"Cost: 3.5 million?|Yes",
	} {
		text := strings.NewReplacer("。|", "。", "|", " ").Replace(want)
		var got []string
		for _, s := range Sentences(text) {
			got = append(got, text[s.Start:s.End])
		}
		if joined := strings.Join(got, "|"); joined != want {
			t.Errorf("sentences %q, want %q", joined, want)
		}
	}
}

func TestExcerpt(t *testing.T) {
	long := strings.TrimSpace("First sentence of it. " + strings.Repeat("Nothing to see in here. ", 6) +
		"Here is the hit. Short one. Another hit. " + strings.Repeat("Nothing more in here. ", 5))
	var spans []search.Highlight
	for _, word := range []string{"the hit", "Another hit"} {
		at := strings.Index(long, word)
		spans = append(spans, search.Highlight{Start: at, End: at + len(word)})
	}
	var got []string
	for _, p := range Excerpt(long, spans, 20) {
		if p.Words > 0 {
			got = append(got, "…")
			continue
		}
		got = append(got, long[p.Start:p.End])
	}
	want := "First sentence of it.|…|Here is the hit. Short one. Another hit.|…"
	if joined := strings.Join(got, "|"); joined != want {
		t.Errorf("Excerpt = %q, want %q", joined, want)
	}
	if pieces := Excerpt(long, spans, 500); len(pieces) != 1 || pieces[0].End != len(long) {
		t.Errorf("a short text is shown in %v, want whole", pieces)
	}
}

func FuzzSpans(f *testing.F) {
	f.Add("Extrabudgetary resources. And more. 第70/1号决议。", "resources")
	f.Add("a-b.c \xff d", "b c")
	f.Add("co-operation, a b c b", "c*n?b c")
	f.Fuzz(func(t *testing.T, text, words string) {
		node := build(t, query.Or{Nodes: []query.Node{query.Phrase{Text: words}, query.Word{Text: words}, query.Prefix{Text: words},
			query.Wildcard{Text: words}, query.Fuzzy{Text: words, Distance: 2}, query.Near{Text: words, Within: 1}, query.Near{Text: words, Within: 2, Stem: true}}})
		spans := Spans(text, "en", node)
		end := -1
		for _, s := range spans {
			if s.Start <= end || s.End <= s.Start || s.End > len(text) {
				t.Fatalf("spans %v of %q", spans, text)
			}
			if whole := utf8.ValidString(text); whole && (!utf8.RuneStart(text[s.Start]) || s.End < len(text) && !utf8.RuneStart(text[s.End])) {
				t.Fatalf("span %v cuts a character of %q", s, text)
			}
			end = s.End
		}
		at := 0
		for _, p := range Excerpt(text, spans, 5) {
			if p.Start < at || p.End > len(text) || strings.TrimSpace(text[at:p.Start]) != "" {
				t.Fatalf("pieces do not cover %q: gap before %+v", text, p)
			}
			at = p.End
			for _, s := range spans {
				if p.Words > 0 && s.Start < p.End && p.Start < s.End {
					t.Fatalf("span %v falls into gap %+v of %q", s, p, text)
				}
			}
		}
	})
}
