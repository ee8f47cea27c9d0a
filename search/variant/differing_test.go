package variant

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestChanges(t *testing.T) {
	for _, c := range []struct {
		was, is string
		want    []string // was → is
	}{
		{"The same words", "the SAME words.", nil},
		{"at its ninth session", "at its tenth session", []string{"ninth → tenth"}},
		{"resolution 70/1 of 2015", "resolution 71/1 of 2016", []string{"70 → 71", "2015 → 2016"}},
		{"Decides to remain seized", "Decides to remain actively seized", []string{" → actively"}},
		{"Strongly urges States", "urges States parties", []string{"Strongly → ", " → parties"}},
		{"", "one word", []string{" → one word"}},
		{"one word", "", []string{"one word → "}},
	} {
		var got []string
		for _, change := range Changes(c.was, c.is) {
			got = append(got, c.was[change.WasStart:change.WasEnd]+" → "+c.is[change.Start:change.End])
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q to %q: %q, want %q", c.was, c.is, got, c.want)
		}
	}
}

// What changes leave of both texts is the same words.
func TestChangesLeaveTheSame(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := func(name string) string {
			return strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c", "d"}), 0, 12).Draw(rt, name), " ")
		}
		was, is := text("was"), text("is")
		left := func(text string, cut func(Change) (int, int)) string {
			rest, at := "", 0
			for _, change := range Changes(was, is) {
				from, to := cut(change)
				if from < at || to < from {
					rt.Fatalf("%q to %q: changes overlap", was, is)
				}
				rest, at = rest+text[at:from], to
			}
			return strings.Join(strings.Fields(rest+text[at:]), " ")
		}
		a := left(was, func(c Change) (int, int) { return c.WasStart, c.WasEnd })
		b := left(is, func(c Change) (int, int) { return c.Start, c.End })
		if a != b {
			rt.Fatalf("%q to %q leaves %q and %q", was, is, a, b)
		}
	})
}
