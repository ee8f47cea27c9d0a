package variant

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestWording(t *testing.T) {
	for _, c := range []struct{ text, label, want string }{
		{"12. Decides to remain seized", "12.", "decides to remain seized "},
		{"(a) Decides to remain seized", "(a)", "decides to remain seized "},
		{"Decides – to “REMAIN” seized!", "", "decides to remain seized "},
		{"Decides to remain seized", "12.", "decides to remain seized "}, // the format keeps the label apart
		{"12. Decides to remain", "12.", "decides to remain "},
		{"12. Decides to", "12.", "12 decides to "}, // too little is behind it
		{"1.2. Decides to remain", "1.2.", "1 2 decides to remain "},
		{"according to the rules", "a", "according to the rules "},
		{"2015 was the year of the review", "", "2015 was the year of the review "},
		{"!", "!", ""},
	} {
		if got := string(WordingOf(c.text, c.label).AppendKey(nil)); got != c.want {
			t.Errorf("wording of %q behind %q: %q, want %q", c.text, c.label, got, c.want)
		}
	}
}

func TestNear(t *testing.T) {
	words := strings.Fields("Decides to include in the provisional agenda of its seventieth session the item entitled Report of the Economic and Social Council")
	changed := func(at ...int) []uint64 {
		other := slices.Clone(words)
		for _, i := range at {
			other[i] = fmt.Sprintf("other%c", 'a'+i)
		}
		return WordingOf(strings.Join(other, " "), "").Shingles()
	}
	for _, c := range []struct {
		name string
		b    []uint64
		want bool
	}{
		{"the same", changed(), true},
		{"one word", changed(8), true},
		{"the first and the last", changed(0, len(words)-1), true},
		{"two words", changed(4, 12), false},
		{"nothing", nil, false},
	} {
		if got := Near(changed(), c.b); got != c.want {
			t.Errorf("%s: Near = %v, want %v", c.name, got, c.want)
		}
	}
}

// Nearly identical texts share so much of their cores that they are found by them, and cores stand in the fingerprints of all texts that have
// the wording.
func TestCoresFind(t *testing.T) {
	near := 0
	rapid.Check(t, func(rt *rapid.T) {
		numbers := rapid.SliceOfN(rapid.IntRange(0, 30), 4, 40).Draw(rt, "words")
		text := func(numbers []int) string {
			var words []string
			for _, n := range numbers {
				words = append(words, fmt.Sprintf("w%c%c", 'a'+n/6, 'a'+n%6))
			}
			return strings.Join(words, " ")
		}
		others := slices.Clone(numbers)
		for range rapid.IntRange(0, 2).Draw(rt, "changes") {
			others[rapid.IntRange(0, len(others)-1).Draw(rt, "at")] = 31
		}
		a, b := WordingOf(text(numbers), "").Shingles(), WordingOf(text(others), "").Shingles()
		if Near(a, b) != Near(b, a) {
			rt.Fatal("the one is near, the other is not")
		}
		if Near(a, b) {
			near++
			if got, want := shared(Core(a), Core(b)), SharedByNear(len(Core(a))); got < want {
				rt.Fatalf("the cores share %d hashes, want at least %d", got, want)
			}
		}
		for _, label := range []string{"", "12.", "(a)"} {
			for _, hash := range Core(a) {
				if !slices.Contains(Fingerprint(Hashes(label+" "+text(numbers)), nil), hash) {
					rt.Fatalf("behind %q, the fingerprint lacks a hash of the core", label)
				}
			}
		}
	})
	if near == 0 {
		t.Error("no texts are near")
	}
}

// A text has a wording only where it ends with it, and ends so where it has it.
func TestEnds(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		draw := func(name string) string {
			return strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"12", "(a)", "Été", "été", "ÉTÉ", "no", "is"}), 0, 6).Draw(rt, name), " ")
		}
		a, b := draw("a"), draw("b")
		label := rapid.SampledFrom([]string{"", "12.", "(a)"}).Draw(rt, "label")
		words := Wording(nil)
		for _, token := range strings.Fields(strings.Trim(b, " ")) {
			words = append(words, []byte(strings.Trim(token, "()")))
		}
		wording, other := WordingOf(a, ""), NewWording(label, words)
		ends := wording.Ends(len(words), func(i int) []byte { return words[i] })
		same := string(wording.AppendKey(nil)) == string(other.AppendKey(nil))
		if same && !ends {
			rt.Fatalf("%q behind %q has the wording of %q and does not end so", b, label, a)
		}
		if ends && len(wording) == len(other) && !same {
			rt.Fatalf("%q behind %q ends as %q, is as long, and is not the same", b, label, a)
		}
	})
}

func TestBegin(t *testing.T) {
	for _, c := range []struct{ text, label, want string }{
		{"12. Decides to remain seized", "12.", "Decides to remain seized"},
		{"(a) The reports;", "(a)", "The reports;"},
		{"Decides to remain seized", "", "Decides to remain seized"},
		{"Decides to remain seized", "3.", "Decides to remain seized"},
		{"3", "3", ""},
		{"", "3", ""},
	} {
		if got := c.text[Begin(c.text, c.label):]; got != c.want {
			t.Errorf("%q enumerated by %q begins with %q, want %q", c.text, c.label, got, c.want)
		}
	}
}
