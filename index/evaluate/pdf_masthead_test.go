package evaluate_test

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/plenary-search/plenary/index/document"
)

// mastheadFields are the columns of testdata/pdf_mastheads.tsv after the file.
var mastheadFields = [...]string{"symbol", "date", "session", "lang", "original", "items", "title"}

// masthead is what the first page of a document prints, by field; "-" where it does not.
type masthead map[string]string

// printedMastheads are the mastheads read by eye, by file.
func printedMastheads(t *testing.T) map[string]masthead {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "pdf_mastheads.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]masthead{}
	for line := range strings.Lines(string(data)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if len(cells) != len(mastheadFields)+1 {
			t.Fatalf("a masthead of %d cells: %s", len(cells), line)
		}
		m := masthead{}
		for i, name := range mastheadFields {
			m[name] = cells[i+1]
		}
		out[cells[0]] = m
	}
	return out
}

// mastheadOf is what was read of a document.
func mastheadOf(doc document.Document) masthead {
	m := masthead{
		"date": doc.Date, "session": doc.Session, "lang": string(doc.Lang), "original": doc.OriginalLanguage, "title": doc.Title,
		"items": strings.Join(doc.MastheadItems, ";"),
	}
	if doc.SymbolVia == document.ViaMasthead { // a name of a file is not read from the page
		m["symbol"] = doc.Symbol
	}
	for name, value := range m {
		m[name] = cmp.Or(value, "-")
	}
	m["symbol"] = cmp.Or(m["symbol"], "-")
	return m
}

// mastheadScore counts the fields that are printed, those read as printed, and those read though not printed.
type mastheadScore struct{ printed, right, invented int }

// mastheadTable compares what was read with what is printed.
func mastheadTable(printed map[string]masthead, read map[string]masthead) string {
	scores := map[string]*mastheadScore{}
	for _, name := range mastheadFields {
		scores[name] = &mastheadScore{}
	}
	var faults []string
	for file, want := range printed {
		for _, name := range mastheadFields {
			w, got, s := want[name], cmp.Or(read[file][name], "-"), scores[name]
			if w != "-" {
				s.printed++
			}
			switch {
			case strings.EqualFold(w, got):
				if w != "-" {
					s.right++
				}
				continue
			case w == "-":
				s.invented++
			}
			faults = append(faults, fmt.Sprintf("%s %s: %q, printed %q", file, name, got, w))
		}
	}
	slices.Sort(faults)
	var out strings.Builder
	all := mastheadScore{}
	line := func(name string, s mastheadScore) {
		fmt.Fprintf(&out, "%-10s %7d %5d %8d  %5.1f %%\n", name, s.printed, s.right, s.invented, 100*float64(s.right)/float64(max(s.printed, 1)))
	}
	fmt.Fprintf(&out, "%-10s %7s %5s %8s\n", "masthead", "printed", "right", "invented")
	for _, name := range mastheadFields {
		s := *scores[name]
		line(name, s)
		if name != "title" { // titles are counted apart
			all = mastheadScore{all.printed + s.printed, all.right + s.right, all.invented + s.invented}
		}
	}
	line("all but title", all)
	return out.String() + strings.Join(faults, "\n") + "\n"
}
