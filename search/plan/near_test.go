package plan

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func split(text string) [][]string {
	var terms [][]string
	for _, r := range text {
		terms = append(terms, []string{string(r)})
	}
	return terms
}

// windowCase is what windows of words are in a text of words of one letter.
type windowCase struct {
	words  string
	within int
	text   string
	count  int
	marked string
}

func checkWindows(t *testing.T, ordered bool, cases []windowCase) {
	t.Helper()
	for _, c := range cases {
		w := NewWindows(split(c.words), Near{Within: c.within, Ordered: ordered})
		text := slices.Concat(split(c.text)...)
		marked := ""
		for _, m := range w.Mark(text) {
			marked += map[bool]string{false: ".", true: "#"}[m]
		}
		if n := w.Count(text); n != c.count || marked != c.marked {
			t.Errorf("%q within %d in %q, in order: %v: %d windows, marked %s, want %d, %s", c.words, c.within, c.text, ordered, n, marked, c.count, c.marked)
		}
	}
}

func TestWindows(t *testing.T) {
	checkWindows(t, false, []windowCase{
		{"ab", 0, "xabx", 1, ".##."},
		{"ab", 0, "xbax", 1, ".##."},
		{"ab", 0, "axb", 0, "..."},
		{"ab", 1, "axb", 1, "#.#"},
		{"ab", 1, "axxb", 0, "...."},
		{"abc", 1, "axbc", 1, "#.##"},
		{"abc", 1, "axbxc", 0, "....."}, // one word between them in all, not between each two
		{"ab", 0, "aba", 1, "###"},      // two windows, which share a word
		{"ab", 0, "abab", 2, "####"},
		{"ab", 5, "aab", 1, "###"},
		{"aa", 1, "a", 0, "."},
		{"aa", 1, "axaxxa", 1, "#.#..."},
		{"aab", 0, "baaxaab", 2, "###.###"},
		{"ab", 50, "", 0, ""},
	})
}

func TestWindowsInOrder(t *testing.T) {
	checkWindows(t, true, []windowCase{
		{"ab", 0, "xabx", 1, ".##."},
		{"ab", 0, "xbax", 0, "...."},
		{"ab", 1, "axb", 1, "#.#"},
		{"ab", 1, "axxb", 0, "...."},
		{"abc", 1, "axbc", 1, "#.##"},
		{"abc", 9, "acb", 0, "..."},
		{"ab", 0, "aba", 1, "##."},
		{"ab", 0, "abab", 2, "####"},
		{"ab", 1, "aab", 1, "###"}, // either a is near enough
		{"ab", 0, "aab", 1, ".##"},
		{"ab", 2, "abb", 1, "###"}, // the second b belongs to a window that the first is in, too
		{"aa", 1, "a", 0, "."},
		{"aa", 1, "axaxxa", 1, "#.#..."},
		{"aba", 0, "ababa", 1, "#####"},
		{"ab", 50, "", 0, ""},
	})
}

// runsOf are all ways to find the terms in order among words that begin at a place, as places.
func runsOf(words []string, from int, terms [][]string) (runs [][]int) {
	if len(terms) == 0 {
		return [][]int{nil}
	}
	for at := from; at < len(words); at++ {
		if slices.Contains(terms[0], words[at]) {
			for _, rest := range runsOf(words, at+1, terms[1:]) {
				runs = append(runs, append([]int{at}, rest...))
			}
		}
	}
	return runs
}

// TestOrderedWindowsByDefinition looks at every run of random texts.
func TestOrderedWindowsByDefinition(t *testing.T) {
	letters := rapid.SampledFrom([]string{"a", "b", "c", "d"})
	rapid.Check(t, func(t *rapid.T) {
		terms := rapid.SliceOfN(rapid.SliceOfN(letters, 1, 2), 1, 4).Draw(t, "terms")
		within := rapid.IntRange(0, 4).Draw(t, "within")
		text := rapid.SliceOfN(letters, 0, 12).Draw(t, "text")
		runs := slices.DeleteFunc(runsOf(text, 0, terms), func(run []int) bool { return run[len(run)-1]-run[0] >= len(terms)+within })
		marked := make([]bool, len(text))
		for _, run := range runs {
			for _, at := range run {
				marked[at] = true
			}
		}
		slices.SortFunc(runs, func(a, b []int) int { return a[len(a)-1] - b[len(b)-1] })
		count, from := 0, 0
		for _, run := range runs {
			if run[0] >= from {
				count, from = count+1, run[len(run)-1]+1
			}
		}
		w := NewWindows(terms, Near{Within: within, Ordered: true})
		if got := w.Mark(text); !slices.Equal(got, marked) {
			t.Fatalf("marked %v, want %v", got, marked)
		}
		if got := w.Count(text); got != count {
			t.Fatalf("%d windows, want %d", got, count)
		}
	})
}

// holdsAll is the definition of a window: every set has as many words in it as it stands among the terms.
func holdsAll(window []string, terms [][]string) bool {
	for _, set := range terms {
		need, have := 0, 0
		for _, other := range terms {
			if slices.Equal(set, other) {
				need++
			}
		}
		for _, word := range window {
			if slices.Contains(set, word) {
				have++
			}
		}
		if have < need {
			return false
		}
	}
	return true
}

// TestWindowsByDefinition looks at every window of random texts.
func TestWindowsByDefinition(t *testing.T) {
	letters := rapid.SampledFrom([]string{"a", "b", "c", "d"})
	rapid.Check(t, func(t *rapid.T) {
		terms := rapid.SliceOfN(rapid.SliceOfN(letters, 1, 2), 1, 4).Draw(t, "terms")
		within := rapid.IntRange(0, 4).Draw(t, "within")
		text := rapid.SliceOfN(letters, 0, 20).Draw(t, "text")
		size := len(terms) + within
		count, from := 0, 0
		marked := make([]bool, len(text))
		for end := range text {
			for start := max(0, end-size+1); start <= end; start++ {
				if !holdsAll(text[start:end+1], terms) {
					continue
				}
				for i := start; i <= end; i++ {
					marked[i] = marked[i] || slices.ContainsFunc(terms, func(set []string) bool { return slices.Contains(set, text[i]) })
				}
				if start >= from {
					count, from = count+1, end+1
				}
			}
		}
		w := NewWindows(terms, Near{Within: within})
		if got := w.Mark(text); !slices.Equal(got, marked) {
			t.Fatalf("marked %v, want %v", got, marked)
		}
		if got := w.Count(text); got != count {
			t.Fatalf("%d windows, want %d", got, count)
		}
	})
}

func TestWindowsOfRuns(t *testing.T) {
	for _, c := range []struct {
		words   string
		runs    []int
		within  int
		ordered bool
		text    string // words of one letter
		count   int
		marked  string
	}{
		{"abc", []int{2, 1}, 0, false, "xabcx", 1, ".###."},
		{"abc", []int{2, 1}, 0, false, "cab", 1, "###"},
		{"abc", []int{2, 1}, 0, true, "cab", 0, "..."},
		{"abc", []int{2, 1}, 5, false, "acb", 0, "..."}, // a and b do not stand side by side
		{"abc", []int{2, 1}, 1, true, "abxc", 1, "##.#"},
		{"abc", []int{2, 1}, 1, true, "abxxc", 0, "....."},
		{"abcd", []int{2, 2}, 1, false, "cdxab", 1, "##.##"},
		{"abab", []int{2, 2}, 0, false, "ab", 0, ".."},
		{"abab", []int{2, 2}, 1, false, "abxab", 1, "##.##"},
		{"abab", []int{2, 2}, 1, true, "abxabxab", 1, "##.##.##"},
		{"abc", []int{2, 1}, 9, true, "abcabc", 2, "######"},
	} {
		w := NewWindows(split(c.words), Near{Within: c.within, Ordered: c.ordered, Runs: c.runs})
		text := slices.Concat(split(c.text)...)
		marked := ""
		for _, m := range w.Mark(text) {
			marked += map[bool]string{false: ".", true: "#"}[m]
		}
		if n := w.Count(text); n != c.count || marked != c.marked {
			t.Errorf("%q %v within %d (in order: %v) in %q: %d windows, marked %s, want %d, %s", c.words, c.runs, c.within, c.ordered, c.text, n, marked, c.count, c.marked)
		}
	}
}

// choices are all ways to choose a place for each part where it occurs: behind the one before if they are ordered, else at another place than
// the same part does.
func choices(text []string, parts [][][]string, ordered bool, chosen []int) (all [][]int) {
	i := len(chosen)
	if i == len(parts) {
		return [][]int{slices.Clone(chosen)}
	}
	for begin := 0; begin+len(parts[i]) <= len(text); begin++ {
		ok := fits(text[begin:], parts[i]) && (!ordered || i == 0 || begin >= chosen[i-1]+len(parts[i-1]))
		for j := range chosen {
			ok = ok && (ordered || chosen[j] != begin || !slices.EqualFunc(parts[i], parts[j], slices.Equal[[]string]))
		}
		if ok {
			all = append(all, choices(text, parts, ordered, append(slices.Clone(chosen), begin))...)
		}
	}
	return all
}

// TestWindowsOfRunsByDefinition looks at every choice of places in random texts. Where all parts are single words, the answers are those
// without runs.
func TestWindowsOfRunsByDefinition(t *testing.T) {
	letters := rapid.SampledFrom([]string{"a", "b", "c"})
	rapid.Check(t, func(t *rapid.T) {
		n := Near{Within: rapid.IntRange(0, 4).Draw(t, "within"), Ordered: rapid.Bool().Draw(t, "ordered")}
		parts := rapid.SliceOfN(rapid.SliceOfN(rapid.SliceOfN(letters, 1, 2), 1, 2), 1, 3).Draw(t, "parts")
		text := rapid.SliceOfN(letters, 0, 14).Draw(t, "text")
		for _, part := range parts {
			n.Terms, n.Runs = append(n.Terms, part...), append(n.Runs, len(part))
		}
		type window struct{ begin, end int }
		var windows []window
		marked := make([]bool, len(text))
		for _, places := range choices(text, parts, n.Ordered, nil) {
			w := window{len(text), -1}
			for i, begin := range places {
				w = window{min(w.begin, begin), max(w.end, begin+len(parts[i])-1)}
			}
			if w.end-w.begin >= len(n.Terms)+n.Within {
				continue
			}
			windows = append(windows, w)
			for i, begin := range places {
				for at := begin; at < begin+len(parts[i]); at++ {
					marked[at] = true
				}
			}
		}
		slices.SortFunc(windows, func(a, b window) int { return a.end - b.end })
		count, behind := 0, 0
		for _, w := range windows {
			if w.begin >= behind {
				count, behind = count+1, w.end+1
			}
		}
		w := NewWindows(n.Terms, n)
		if got := w.Mark(text); !slices.Equal(got, marked) {
			t.Fatalf("marked %v, want %v", got, marked)
		}
		if got := w.Count(text); got != count {
			t.Fatalf("%d windows, want %d", got, count)
		}
		if !slices.ContainsFunc(n.Runs, func(length int) bool { return length > 1 }) {
			n.Runs = nil
			if got := NewWindows(n.Terms, n).Count(text); n.Ordered && got != count {
				t.Fatalf("%d windows of words, want %d", got, count)
			}
		}
	})
}
