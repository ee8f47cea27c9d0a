package evaluate_test

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	godiff "github.com/google/go-cmp/cmp"

	"github.com/plenary-search/plenary/index/corpustest"
	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/index/extract"
	"github.com/plenary-search/plenary/index/parse"
)

var (
	updatePDF = flag.Bool("update-pdf", false, "rewrite testdata/pdf.txt")
	dumpPDF   = flag.String("dump-pdf", "", "write what is missing to this folder")
)

// pdfFigures are the measures of one PDF document against the text that pdftotext makes of it.
type pdfFigures struct {
	file            string
	pages           int
	numbered, found int // paragraph numbers in the text; those found, in order
	whole           int // of those found: the ones that end as a paragraph does and hold no other's number
	words, lost     int
	gained          int // words that the document has more often than the text
	notes, tied     int // footnotes; those whose mark was found in the text
	masthead        masthead
}

// TestGoldPDF reads the PDF documents of the corpus and compares with the text of another extractor: numbered paragraphs in
// order, words lost and gained, and with what the mastheads print. Its figures are a golden file.
func TestGoldPDF(t *testing.T) {
	root := filepath.Join("..", "..", "..", "shared", "corpus", "un-pdf")
	if os.Getenv("PLENARY_EVAL") == "" {
		t.Skip("set PLENARY_EVAL=1 (make extraction) to read the corpus of PDF documents, about a minute")
	}
	texts := popplerTexts(t, root)
	reader := &extract.Direct{CacheDir: cacheDir(t)}
	defer reader.Close()
	if err := reader.Warm(t.Context(), extract.PDFium); err != nil {
		t.Fatal(err)
	}
	var all []pdfFigures
	start, pages := time.Now(), 0
	for _, r := range texts {
		f := r.measure(t, root, reader)
		pages += f.pages
		all = append(all, f)
	}
	t.Logf("%d pages in %.1f s: %.0f pages per second on one core, extraction and parsing", pages, time.Since(start).Seconds(), float64(pages)/time.Since(start).Seconds())
	read := map[string]masthead{}
	for _, f := range all {
		read[f.file] = f.masthead
	}
	got := pdfTable(all) + "\n" + mastheadTable(printedMastheads(t), read)
	t.Log("\n" + got)
	golden := filepath.Join("testdata", "pdf.txt")
	if *updatePDF {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := godiff.Diff(string(want), got); diff != "" {
		t.Errorf("figures of the PDF documents (-want +got), refresh with -update-pdf:\n%s", diff)
	}
}

// cacheDir is the folder of compiled code that tests share.
func cacheDir(t *testing.T) string {
	t.Helper()
	dir, err := os.UserCacheDir()
	if err != nil {
		return t.TempDir()
	}
	return filepath.Join(dir, "plenary")
}

// popplerText is a record of the corpus.
type popplerText struct {
	Symbol, PDF, Text string
	Pages             int
}

func popplerTexts(t *testing.T, root string) []popplerText {
	t.Helper()
	index, err := os.ReadFile(filepath.Join(root, "index.tsv"))
	if err != nil {
		t.Skipf("the corpus of PDF documents is not at %s", root)
	}
	pdfOf := map[string]string{}
	for line := range strings.Lines(string(index)) {
		if f := strings.Split(strings.TrimSpace(line), "\t"); len(f) >= 7 && strings.HasSuffix(f[5], ".pdf") {
			pdfOf[path.Base(f[6])] = f[5]
		}
	}
	var out []popplerText
	for line := range corpustest.Lines(t, filepath.Join(root, "text.jsonl.zst")) {
		var r struct {
			popplerText
			Source string
		}
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatal(err)
		}
		if name, ok := pdfOf[path.Base(r.Source)]; ok {
			r.popplerText.PDF = name
			out = append(out, r.popplerText)
		}
	}
	slices.SortFunc(out, func(a, b popplerText) int { return cmp.Compare(a.PDF, b.PDF) })
	if len(out) == 0 {
		t.Fatal("no PDF document of the index has a text")
	}
	return out
}

func (r popplerText) measure(t *testing.T, root string, reader *extract.Direct) pdfFigures {
	t.Helper()
	name := filepath.Join(root, filepath.FromSlash(r.PDF))
	data, err := os.ReadFile(name)
	if err != nil {
		if data, err = os.ReadFile(filepath.Join(root, "pdf", filepath.Base(r.PDF))); err != nil {
			t.Fatal(err)
		}
	}
	f := pdfFigures{file: filepath.Base(r.PDF), pages: r.Pages}
	content, err := reader.Read(context.Background(), f.file, bytes.NewReader(data), extract.Limits{})
	if err != nil {
		t.Errorf("%s: %v", f.file, err)
		return f
	}
	doc := parse.Parse(content, parse.Options{Source: f.file})
	want := numbersOf(r.Text)
	got, units := unitNumbers(doc)
	match := common(want, got)
	f.numbered, f.found = len(want), len(match)
	for _, at := range match {
		if wholeParagraph(units[at]) {
			f.whole++
		}
	}
	missing, gained := lostWords(r.Text, doc, r.Pages)
	f.gained = gained
	f.words = len(wordsOf(body(r.Text, r.Pages)))
	for _, n := range missing {
		f.lost += n
	}
	for _, u := range doc.Units {
		if u.Kind == document.Footnote {
			f.notes++
			if u.FootnoteOf > 0 {
				f.tied++
			}
		}
	}
	f.masthead = mastheadOf(doc)
	if *dumpPDF != "" {
		dump(t, *dumpPDF, f, r, doc, want, got, missing)
	}
	return f
}

var numberedLine = regexp.MustCompile(`(?m)^\f?\s*(\d{1,3})\.(?:\s|$)`)

// numbersOf are the paragraph numbers of a text in order: runs that count up from one, of three numbers at least.
func numbersOf(text string) []int {
	var found []int
	for _, m := range numberedLine.FindAllStringSubmatch(text, -1) {
		n, _ := strconv.Atoi(m[1])
		found = append(found, n)
	}
	var out, run []int
	flush := func() {
		if len(run) >= 3 {
			out = append(out, run...)
		}
		run = nil
	}
	for _, n := range found {
		switch {
		case len(run) > 0 && n == run[len(run)-1]+1:
			run = append(run, n)
		case n == 1:
			flush()
			run = []int{1}
		}
	}
	flush()
	return out
}

// unitNumbers are the numbers that the units of a document bear, headings and cells apart.
func unitNumbers(doc document.Document) (numbers []int, units []document.Unit) {
	for _, u := range doc.Units {
		label := strings.TrimSuffix(cmp.Or(u.Number, u.Label), ".")
		if n, err := strconv.Atoi(label); err == nil && (u.Number != "" || strings.HasSuffix(u.Label, ".")) {
			numbers, units = append(numbers, n), append(units, u)
		}
	}
	return numbers, units
}

// common is the longest common subsequence of want and got: the indexes in got.
func common(want, got []int) []int {
	table := make([][]int, len(want)+1)
	for i := range table {
		table[i] = make([]int, len(got)+1)
	}
	for i := len(want) - 1; i >= 0; i-- {
		for j := len(got) - 1; j >= 0; j-- {
			if want[i] == got[j] {
				table[i][j] = table[i+1][j+1] + 1
			} else {
				table[i][j] = max(table[i+1][j], table[i][j+1])
			}
		}
	}
	var out []int
	for i, j := 0, 0; i < len(want) && j < len(got); {
		switch {
		case want[i] == got[j]:
			out = append(out, j)
			i, j = i+1, j+1
		case table[i+1][j] >= table[i][j+1]:
			i++
		default:
			j++
		}
	}
	return out
}

// wholeParagraph reports whether a unit ends as a paragraph does and holds no number of another.
func wholeParagraph(u document.Unit) bool {
	text := strings.TrimRight(u.Text, " ”’\"')]»*")
	if u.Kind == document.Heading {
		return true
	}
	return text != "" && strings.ContainsRune(".:;?!,", rune(text[len(text)-1]))
}

var pageLine = regexp.MustCompile(`^(?:[\d/ ().*A-Z-]+|.{0,3})$`)

// body is a text without the lines that every page repeats and those that hold numbers of pages.
func body(text string, pages int) string {
	count := map[string]int{}
	key := func(line string) string {
		return strings.TrimSpace(regexp.MustCompile(`\d+`).ReplaceAllString(line, "#"))
	}
	for line := range strings.Lines(text) {
		count[key(line)]++
	}
	var out strings.Builder
	for line := range strings.Lines(text) {
		trimmed := strings.Trim(line, "\f \n")
		if pages > 2 && count[key(line)]*3 > pages || pageLine.MatchString(trimmed) && unicode.IsDigit(rune((trimmed + " ")[0])) {
			continue
		}
		out.WriteString(line)
	}
	return out.String()
}

func wordsOf(text string) []string {
	text = strings.NewReplacer("ﬁ", "fi", "ﬂ", "fl", "-\n", "", "\u00ad", "").Replace(text)
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// lostWords are the words of the text that the document has less often; gained is the number of words that the document has more
// often than the whole text, furniture and all.
func lostWords(text string, doc document.Document, pages int) (missing map[string]int, gained int) {
	left := map[string]int{}
	var all strings.Builder
	for _, u := range doc.Units {
		all.WriteString(u.Text + " ")
		if u.Label != "" && !strings.HasPrefix(u.Text, u.Label) {
			all.WriteString(u.Label + " ")
		}
		if u.Kind == document.Footnote {
			all.WriteString(u.FootnoteMark + " ")
		}
	}
	for _, w := range wordsOf(all.String()) {
		left[w]++
	}
	whole := map[string]int{}
	for _, w := range wordsOf(text) {
		whole[w]++
	}
	for w, n := range left {
		gained += max(0, n-whole[w])
	}
	missing = map[string]int{}
	for _, w := range wordsOf(body(text, pages)) {
		if left[w] > 0 {
			left[w]--
			continue
		}
		missing[w]++
	}
	return missing, gained
}

func pdfTable(all []pdfFigures) string {
	var out strings.Builder
	var sum pdfFigures
	fmt.Fprintf(&out, "%-34s %5s %8s %5s %5s %7s %5s %6s %5s %5s\n", "file", "pages", "numbered", "found", "whole", "words", "lost", "gained", "notes", "tied")
	line := func(name string, f pdfFigures) {
		fmt.Fprintf(&out, "%-34s %5d %8d %5d %5d %7d %5d %6d %5d %5d\n", name, f.pages, f.numbered, f.found, f.whole, f.words, f.lost, f.gained, f.notes, f.tied)
	}
	for _, f := range all {
		line(f.file, f)
		sum.pages += f.pages
		sum.numbered += f.numbered
		sum.found += f.found
		sum.whole += f.whole
		sum.words += f.words
		sum.lost += f.lost
		sum.gained += f.gained
		sum.notes += f.notes
		sum.tied += f.tied
	}
	line("all", sum)
	share := func(a, b int) float64 { return 100 * float64(a) / float64(max(b, 1)) }
	fmt.Fprintf(&out, "numbered paragraphs found in order %.1f %%, begin and end right %.1f %%; words lost %.2f %%, gained %.2f %%\n",
		share(sum.found, sum.numbered), share(sum.whole, sum.numbered), share(sum.lost, sum.words), share(sum.gained, sum.words))
	return out.String()
}

// dump writes what a person needs to find out why something is missing.
func dump(t *testing.T, dir string, f pdfFigures, r popplerText, doc document.Document, want, got []int, missing map[string]int) {
	t.Helper()
	var out strings.Builder
	fmt.Fprintf(&out, "%+v\nwant %v\ngot  %v\nmissing %v\n%s | %s | %s | %s | %s\n", f, want, got, missing, doc.Symbol, doc.Date, doc.Session, doc.BodyName, doc.Title)
	for _, u := range doc.Units {
		fmt.Fprintf(&out, "%d p%d %s %s [%s] {%s} %s\n", u.Seq, u.Page, u.Kind, u.Role, u.Label, u.FootnoteMark, u.Text)
	}
	for name, text := range map[string]string{f.file + ".txt": out.String(), f.file + ".poppler": r.Text} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
