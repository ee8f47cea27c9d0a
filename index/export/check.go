package export

import (
	"fmt"
	"math"
	"unicode/utf8"

	"github.com/plenary-search/plenary/index/document"
)

// check refuses a document that no index can hold: numbers that are none of anything, and spans that lead out of their texts. Who reads
// documents of an index relies on these.
func check(d *document.Document) error {
	if err := checkSource(d.Source); err != nil {
		return err
	}
	if !counts(d.SessionNumber) {
		return fmt.Errorf("its session has number %d", d.SessionNumber)
	}
	if !shallow(d.Agenda, maxLevels) {
		return fmt.Errorf("the items of its agenda nest deeper than %d levels", maxLevels)
	}
	for i := range d.Units {
		if err := checkUnit(&d.Units[i]); err != nil {
			return fmt.Errorf("unit %d: %w", d.Units[i].Seq, err)
		}
	}
	return nil
}

// maxSource bounds the name of a source, in bytes, as the catalogues of engines do.
const maxSource = 8192

func checkSource(name string) error {
	if len(name) > maxSource {
		return fmt.Errorf("the name of its source has %d bytes, at most %d", len(name), maxSource)
	}
	return nil
}

func checkUnit(u *document.Unit) error {
	if !counts(u.Level) || !counts(u.Place) || !counts(u.FootnoteOf) || !counts(u.Page) {
		return fmt.Errorf("level %d, place %d, footnote of %d or page %d is out of bounds", u.Level, u.Place, u.FootnoteOf, u.Page)
	}
	for _, c := range u.Citations {
		if !isSpan(u.Text, c.Start, c.End) {
			return fmt.Errorf("the reference to %q stands outside of its text, at %d to %d", c.ID, c.Start, c.End)
		}
	}
	for _, day := range u.Dates {
		if !isSpan(u.Text, day.Start, day.End) {
			return fmt.Errorf("the date %q stands outside of its text, at %d to %d", day.ISO, day.Start, day.End)
		}
	}
	for _, at := range u.PageBreaks {
		if !isSpan(u.Text, at, len(u.Text)) {
			return fmt.Errorf("a page begins outside of its text, at %d", at)
		}
	}
	return nil
}

// counts reports whether a number can be that of something.
func counts(n int) bool { return 0 <= n && n <= math.MaxInt32 }

// maxLevels bounds agendas: items have three levels, and what lies below is parsed from broken ones.
const maxLevels = 32

func shallow(items []document.AgendaItem, levels int) bool {
	for i := range items {
		if levels == 0 || !shallow(items[i].Children, levels-1) {
			return false
		}
	}
	return true
}

// isSpan reports whether a span, in bytes, half-open, consists of whole characters of a text.
func isSpan(text string, start, end int) bool {
	return 0 <= start && start <= end && end <= len(text) && startsRune(text, start) && startsRune(text, end)
}

func startsRune(text string, at int) bool { return at == len(text) || utf8.RuneStart(text[at]) }
