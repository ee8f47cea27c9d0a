package language

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/plenary-search/plenary/index/corpustest"
	"github.com/plenary-search/plenary/index/extract"
)

var update = flag.Bool("update", false, "rewrite latin.tsv from the corpus, where it is there")

const archive = "../../../shared/corpus/un-resolutions-akn/resolutions.tar.zst"

// The sizes of the table: words that come at least so often in a million, and so many trigrams of each language.
const (
	oftenPerMillion = 4000
	mostTrigrams    = 350
)

// TestTables builds latin.tsv anew with -update. Rows of languages that the corpus lacks stay.
func TestTables(t *testing.T) {
	if !*update {
		t.Skip("only with -update")
	}
	words, trigrams := map[Code]map[string]int{}, map[Code]map[string]int{}
	readHalf(t, func(lang Code, text string) {
		if words[lang] == nil {
			words[lang], trigrams[lang] = map[string]int{}, map[string]int{}
		}
		for _, w := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return scriptOf(r) != latin || !unicode.IsLetter(r) }) {
			words[lang][w]++
			r := []rune(" " + w + " ")
			for i := 0; i+3 <= len(r); i++ {
				trigrams[lang][strings.ReplaceAll(string(r[i:i+3]), " ", "_")]++
			}
		}
	})
	var b strings.Builder
	for row := range strings.Lines(latinTable) {
		if lang, _, _ := strings.Cut(row, "\t"); slices.Index(latinCodes[:trained], lang) < 0 || strings.Contains(row, "\tgrammar\t") {
			b.WriteString(row)
		}
	}
	for _, lang := range latinCodes[:trained] {
		fmt.Fprintf(&b, "%s\twords\t%s\n", lang, strings.Join(frequent(words[lang], oftenPerMillion, 1000, func(string, int) string { return "" }), " "))
		for _, row := range frequent(trigrams[lang], 0, mostTrigrams, func(g string, n int) string { return fmt.Sprintf("\t%d", n) }) {
			fmt.Fprintf(&b, "%s\t%s\n", lang, row)
		}
	}
	if err := os.WriteFile("latin.tsv", []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

// frequent are the most frequent keys of counts, with what behind says of their number in a million.
func frequent(counts map[string]int, least, most int, behind func(string, int) string) (out []string) {
	total := 0
	for _, n := range counts {
		total += n
	}
	keys := slices.SortedFunc(maps.Keys(counts), func(a, b string) int { return cmp.Or(counts[b]-counts[a], strings.Compare(a, b)) })
	for _, k := range keys[:min(most, len(keys))] {
		if n := int(int64(counts[k]) * 1e6 / int64(total)); n >= least {
			out = append(out, k+behind(k, n))
		}
	}
	return out
}

// readHalf reads the half of the files that the tables are counted in.
func readHalf(t *testing.T, visit func(lang Code, text string)) {
	t.Helper()
	for n, file := range corpustest.Files(t, archive) {
		if n%2 == 1 || !strings.HasSuffix(file.Name, ".xml") {
			continue
		}
		c, err := extract.Read(context.Background(), file.Name, file, extract.Limits{})
		if err != nil {
			continue
		}
		for _, b := range c.Blocks {
			if b.Role == "" {
				visit(c.Lang, b.Text)
			}
		}
	}
}
