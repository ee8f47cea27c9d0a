package plan

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/plenary-search/plenary/search"
)

func TestPatternFits(t *testing.T) {
	for _, c := range []struct {
		pattern Pattern
		fits    string
		not     string
	}{
		{Pattern{Form: Beginning, Value: "traf"}, "traf traffic traf-fic", "tra retraf"},
		{Pattern{Form: Wildcard, Value: "wom?n"}, "woman women womên", "womn womeen wom-n awoman womens"},
		{Pattern{Form: Wildcard, Value: "organi*ation"}, "organization organiation organisationalisation", "organizations organi-zation organiat"},
		{Pattern{Form: Wildcard, Value: "co-op*n*"}, "co-operation co-opn co-operations", "cooperation co-operatio co-ope-n co-operation-al"},
		{Pattern{Form: Wildcard, Value: "ab*ab?"}, "ababc abababx ababababa", "abab aba ab-abc"},
		{Pattern{Field: "symbol", Form: Wildcard, Value: "a/c.*/7?/*"}, "a/c.3/78/l.41 a/c.1/79/ a/c.11/79/1/rev.1", "a/c.3/78 a/c.3/l/78/1 a/c./7/1 a/c.3/7.8/1"},
		{Pattern{Field: "symbol", Form: Wildcard, Value: "ctoc/*/5"}, "ctoc/cop/5 ctoc/2024/5", "ctoc/cop/2024/5 ctoc/cop/51"},
		{Pattern{Form: Similar, Value: "trafficking", Distance: 1}, "trafficking traficking traffficking traffickimg trafficknig traffickin trafficking-", "rafficking traficing trafick xrafficking"},
		{Pattern{Form: Similar, Value: "trafficking", Distance: 2}, "traficing taficking trafficknig traffic-kings trfafickign", "trafick rtafficking"},
		{Pattern{Form: Similar, Value: "ca", Distance: 2}, "c ca cab cabs cx", "abc"},
		{Pattern{Form: Similar, Value: "été", Distance: 1}, "été étés ét éét étè", "ete é"},
		{Pattern{Form: Similar, Value: "a", Distance: 1}, "a ab", "b abc"},
	} {
		if c.pattern.Field == "" {
			c.pattern.Field = search.VerbatimField
		}
		for _, value := range strings.Fields(c.fits) {
			if !c.pattern.Fits(value) {
				t.Errorf("%s does not fit %s", c.pattern.written(), value)
			}
		}
		for _, value := range strings.Fields(c.not) {
			if c.pattern.Fits(value) {
				t.Errorf("%s fits %s", c.pattern.written(), value)
			}
		}
	}
}

func TestPatternCheck(t *testing.T) {
	for _, c := range []struct {
		pattern Pattern
		values  int
		want    string
	}{
		{Pattern{Value: "co", Limit: 10}, 10, ""},
		{Pattern{Value: "co"}, 11, ""},
		{Pattern{Value: "co", Limit: 10}, 11, "co* stands for more than 10: add a letter"},
		{Pattern{Field: "symbol", Value: "!a/res/", Limit: 10}, 11, "a/res/* stands for more than 10: add a letter"},
		{Pattern{Form: Wildcard, Value: "co*s", Limit: 10}, 11, "co*s stands for more than 10: add a letter"},
		{Pattern{Form: Similar, Value: "co", Distance: 2, Limit: 10}, 11, "co~2 stands for more than 10: ask for fewer changes or a longer word"},
	} {
		err := c.pattern.Check(c.values)
		if c.want == "" && err == nil {
			continue
		}
		if !errors.Is(err, search.ErrTooManyTerms) || !strings.HasSuffix(fmt.Sprint(err), ": "+c.want) || c.want == "" {
			t.Errorf("%s: %v, want %q", c.pattern.written(), err, c.want)
		}
	}
}

// TestWildcardByDefinition compares with regular expressions.
func TestWildcardByDefinition(t *testing.T) {
	forms, words := rapid.StringMatching(`[ab][ab*?-]{0,7}`), rapid.StringMatching(`a[ab-]{0,9}`)
	rapid.Check(t, func(t *rapid.T) {
		p := Pattern{Field: search.VerbatimField, Form: Wildcard, Value: forms.Draw(t, "form")}
		want := regexp.MustCompile("^" + strings.NewReplacer("*", "[ab]*", "?", "[ab]").Replace(p.Value) + "$")
		for range 10 {
			if value := words.Draw(t, "value"); p.Fits(value) != want.MatchString(value) {
				t.Fatalf("%s fits %s: %v", p.Value, value, p.Fits(value))
			}
		}
	})
}

// alignment is the whole table of distances, by the definition.
func alignment(a, b []rune) int {
	d := make([][]int, len(a)+1)
	for i := range d {
		d[i] = make([]int, len(b)+1)
		for j := range d[i] {
			switch {
			case i == 0:
				d[i][j] = j
			case j == 0:
				d[i][j] = i
			default:
				change := 1
				if a[i-1] == b[j-1] {
					change = 0
				}
				d[i][j] = min(d[i-1][j]+1, d[i][j-1]+1, d[i-1][j-1]+change)
				if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
					d[i][j] = min(d[i][j], d[i-2][j-2]+1)
				}
			}
		}
	}
	return d[len(a)][len(b)]
}

// TestSimilarByDefinition runs one matcher over values in and out of order, and compares with the whole table.
func TestSimilarByDefinition(t *testing.T) {
	words := rapid.StringMatching("[abé]{1,7}")
	rapid.Check(t, func(t *rapid.T) {
		p := Pattern{Form: Similar, Value: words.Draw(t, "word"), Distance: rapid.IntRange(1, MaxDistance).Draw(t, "distance")}
		values := rapid.SliceOfN(words, 1, 20).Draw(t, "values")
		if rapid.Bool().Draw(t, "in order") {
			slices.Sort(values)
		}
		fits := p.Matcher()
		for _, value := range values {
			got, hopeless := fits([]byte(value))
			if want := alignment([]rune(value), []rune(p.Value)) <= p.Distance; got != want {
				t.Fatalf("%s fits %s: %v, want %v", p.written(), value, got, want)
			}
			for _, other := range values {
				if hopeless > 0 && strings.HasPrefix(other, value[:hopeless]) && p.Fits(other) {
					t.Fatalf("%s fits %s, although it fits nothing that begins with %s", p.written(), other, value[:hopeless])
				}
			}
		}
	})
}

// BenchmarkSimilar matches words in order, of which many share their beginning.
func BenchmarkSimilar(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 1))
	terms := make([][]byte, 40_000)
	for i := range terms {
		terms[i] = []byte{'t'}
		for range 3 + rng.IntN(9) {
			terms[i] = append(terms[i], "etaoinshrdlu"[rng.IntN(12)])
		}
	}
	slices.SortFunc(terms, slices.Compare)
	for b.Loop() {
		fits := Pattern{Form: Similar, Value: "trafficking", Distance: 2}.Matcher()
		for _, term := range terms {
			fits(term)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(terms)), "ns/term")
}
