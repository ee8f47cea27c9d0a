package evaluate_test

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"testing"

	"github.com/plenary-search/plenary/index/corpustest"
	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/index/extract"
	"github.com/plenary-search/plenary/index/parse"
	"github.com/plenary-search/plenary/index/symbol"
)

// corpusFile holds the text layer of papers in PDF, one JSON object each; it stands beside the project and not in it.
const corpusFile = "../../../shared/corpus/un-pdf/text.jsonl.zst"

// every is how many papers of the corpus go to one that is read: the test is to take seconds.
const every = 6

// TestCorpus reads papers that no rule was made to fit one by one. Nobody annotated them; that their paragraph numbers run
// without a gap, and that they know their symbol, says whether they were read well.
func TestCorpus(t *testing.T) {
	papers, numbered, inSequence, symbols, dated := 0, 0, 0, 0, 0
	forEachPaper(t, func(stated, text string) {
		c, err := extract.Read(context.Background(), stated, strings.NewReader(text), extract.Limits{})
		if errors.Is(err, extract.ErrEmpty) {
			return // a scan
		}
		if err != nil {
			t.Fatal(err)
		}
		d := parse.Parse(c, parse.Options{Source: stated})
		papers++
		n, ok := sequence(d)
		numbered, inSequence = numbered+n, inSequence+ok
		if sameSymbol(d, stated) {
			symbols++
		}
		if d.Date != "" {
			dated++
		}
	})
	t.Logf("%d papers; own symbol read in %d, date in %d; %d numbered paragraphs, %d of them in sequence", papers, symbols, dated, numbered, inSequence)
	if inSequence*100 < numbered*97 || symbols*100 < papers*90 || dated*100 < papers*85 {
		t.Error("papers are read less well than they were: want 97 in 100 numbers in sequence, 90 in 100 symbols, 85 in 100 dates")
	}
}

func forEachPaper(t *testing.T, visit func(symbol, text string)) {
	t.Helper()
	n := 0
	for line := range corpustest.Lines(t, corpusFile) {
		if n++; (n-1)%every != 0 {
			continue
		}
		var paper struct{ Symbol, Text string }
		if err := json.Unmarshal([]byte(line), &paper); err != nil {
			t.Fatal(err)
		}
		visit(paper.Symbol, paper.Text)
	}
}

// sequence counts the numbered paragraphs, and those that follow the one before or begin anew with 1.
func sequence(d document.Document) (numbered, inSequence int) {
	last := 0
	for _, u := range d.Units {
		digits, _, _ := strings.Cut(u.Number, " ")
		n, err := strconv.Atoi(digits)
		if u.Kind != document.Paragraph && u.Kind != document.Operative || err != nil {
			continue
		}
		numbered++
		if n == last+1 || n == 1 || n == last && digits != u.Number {
			inSequence++
		}
		last = n
	}
	return numbered, inSequence
}

// sameSymbol reports whether the document has the stated symbol, or a joint one of which that is a half.
func sameSymbol(d document.Document, stated string) bool {
	want, err := symbol.Parse(stated)
	got, errGot := symbol.Parse(d.Symbol)
	if err != nil || errGot != nil {
		return err != nil
	}
	for _, half := range got.Halves() {
		if half == want {
			return true
		}
	}
	return got == want
}
