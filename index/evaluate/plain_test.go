package evaluate

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/plenary-search/plenary/index/corpustest"
	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/index/extract"
	"github.com/plenary-search/plenary/index/parse"
)

// plainEvery is how many files go to one that is measured, where every file of Akoma Ntoso is read: reading each three times takes long.
const plainEvery = 7

// plainAspects are what is measured of plain text, in the order of the table.
var plainAspects = []string{"preambular", "operative", "list entry", "symbol", "language", "date", "adopted", "session", "agenda item", "title"}

// leastPlain are the least shares, precision and recall, that plain text must reach.
var leastPlain = map[string]float64{"preambular": 0.98, "operative": 0.98, "symbol": 0.99, "language": 0.99, "date": 0.98, "adopted": 0.94, "session": 0.98, "agenda item": 0.98, "title": 0.95}

// TestPlain reads resolutions and statements as plain text, without what the XML states, and compares with what the XML states: kinds of
// paragraphs, and the masthead. Each file is written in two ways: a paragraph to a line, as text is saved from Word, and
// in the wrapped lines of pages, with running heads, page numbers and footnotes at the foot, as the text layer of a PDF file gives it.
func TestPlain(t *testing.T) {
	for name, write := range map[string]func(extract.Content) string{"lines": asLines, "pages": asPages} {
		t.Run(name, func(t *testing.T) { testPlain(t, name, write) })
	}
}

func testPlain(t *testing.T, name string, write func(extract.Content) string) {
	e := aknEvaluation{t: t, files: readIndex(t), scores: map[string]*Measure{}, shown: map[string]int{}}
	for n, file := range corpustest.Files(t, aknArchive) {
		f, ok := e.files[file.Name]
		if !ok || n%max(plainEvery, *aknEvery) != 0 || f.lang == "de" {
			continue
		}
		c, err := extract.Read(context.Background(), f.path, file, extract.Limits{})
		if err != nil || c.Warnings != nil || c.Lang != f.lang {
			continue
		}
		e.met++
		plain, err := extract.Read(context.Background(), f.path, strings.NewReader(write(c)), extract.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		e.comparePlain(f, parse.Parse(c, parse.Options{Source: f.path}), parse.Parse(plain, parse.Options{Source: f.path}))
	}
	table := e.tableOf(plainAspects)
	t.Logf("%d files\n%s", e.met, table)
	if *aknEvery == 1 {
		golden(t, "testdata/plain-"+name+".txt", table)
	}
	for aspect, least := range leastPlain {
		if *aknEvery > 1 {
			least -= sampleMargin
		}
		if m := e.total(aspect); m.Recall() < least || m.Precision() < least {
			t.Errorf("%s: precision %.4f, recall %.4f, want at least %.3f", aspect, m.Precision(), m.Recall(), least)
		}
	}
}

// comparePlain compares a document that was read as plain text with what its XML states.
func (e *aknEvaluation) comparePlain(f aknFile, want, got document.Document) {
	if strings.Contains(want.Symbol, "/RES/") {
		for kind, aspect := range map[document.Kind]string{document.Preambular: "preambular", document.Operative: "operative", document.ListItem: "list entry"} {
			e.score(f, aspect, textsOf(got, kind), textsOf(want, kind))
		}
	}
	e.score(f, "symbol", one(bareSymbol(got.Symbol)), one(bareSymbol(want.Symbol)))
	e.score(f, "language", one(string(got.Lang)), one(string(want.Lang)))
	e.score(f, "date", one(got.Date), one(want.Date))
	e.score(f, "adopted", one(got.Adopted), one(want.Adopted))
	if want.Session != "" {
		e.score(f, "session", one(strconv.Itoa(got.SessionNumber)), one(strconv.Itoa(want.SessionNumber)))
	}
	e.score(f, "agenda item", got.MastheadItems, want.MastheadItems)
	e.score(f, "title", one(squeeze(got.Title)), one(squeeze(want.Title)))
}

// textsOf are the letters of the units of a kind, behind the printed number.
func textsOf(d document.Document, k document.Kind) (out []string) {
	for _, u := range d.Units {
		if u.Kind == k {
			out = append(out, u.Number+" "+squeeze(strings.TrimPrefix(u.Text, u.Label)))
		}
	}
	return out
}

// asLines writes a paragraph to a line, with a blank line between, and the notes at the end.
func asLines(c extract.Content) string {
	var b, notes strings.Builder
	for _, block := range c.Blocks {
		if block.Kind == extract.Note {
			fmt.Fprintf(&notes, "%s %s\n", block.Mark, block.Text)
			continue
		}
		b.WriteString(block.Text + "\n\n")
	}
	if notes.Len() > 0 {
		b.WriteString("__________\n" + notes.String())
	}
	return b.String()
}

// The page of asPages: lines, and columns of letters, of which Chinese has half as many.
const (
	pageLines   = 44
	pageColumns = 92
)

// asPages writes pages as a text layer has them.
func asPages(c extract.Content) string {
	var b strings.Builder
	symbol, page, used := "", 1, 0
	var notes []string
	endPage := func() {
		if len(notes) > 0 {
			b.WriteString("\n__________\n" + strings.Join(notes, "\n") + "\n")
		}
		fmt.Fprintf(&b, "\n%d/9\n\n\f%s\n\n", page, symbol)
		notes, used = nil, 0
		page++
	}
	for i, block := range c.Blocks {
		if block.Role == extract.RoleSymbol {
			symbol = block.Text
		}
		if block.Kind == extract.Note {
			notes = append(notes, wrap(block.Mark+" "+block.Text, c.Lang)...)
			continue
		}
		for _, line := range wrap(block.Text, c.Lang) {
			if used >= pageLines {
				endPage()
			}
			b.WriteString(line + "\n")
			used++
		}
		last := i+1 == len(c.Blocks) || !slices.Contains(oneGroup, block.Role) || !slices.Contains(oneGroup, c.Blocks[i+1].Role)
		if last && used > 0 {
			b.WriteString("\n")
		}
	}
	endPage()
	return b.String()
}

// oneGroup are the lines of a masthead that stand below one another without space between.
var oneGroup = []extract.Role{extract.RoleDistribution, extract.RoleDate, extract.RoleSession, extract.RoleAgendaLine, extract.RoleItemTitle}

// wrap breaks a text into lines: at blanks, and in Chinese between any two characters.
func wrap(text, lang string) (lines []string) {
	if lang == "zh" {
		r := []rune(text)
		for ; len(r) > pageColumns/2; r = r[pageColumns/2:] {
			lines = append(lines, string(r[:pageColumns/2]))
		}
		return append(lines, string(r))
	}
	line := ""
	for w := range strings.FieldsSeq(text) {
		if line != "" && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(w) > pageColumns {
			lines, line = append(lines, line), ""
		}
		line = strings.TrimSpace(line + " " + w)
	}
	return append(lines, line)
}
