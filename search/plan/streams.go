package plan

import (
	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/analysis"
)

// headingGap stands between the words of two headings, in words, so that no phrase crosses from one into the next.
const headingGap = 100

// Streams are the tokens of a unit by stream field: what the terms and phrases of a plan are looked for in. Fields without
// tokens are left out.
func Streams(h *document.Header, u *document.Unit) map[string][]analysis.Token {
	lang := search.UnitLanguage(h, u)
	verbatim := analysis.Verbatim(u.Text)
	streams := map[string][]analysis.Token{
		search.VerbatimField:   verbatim,
		search.StemField(lang): analysis.For(lang).StemsOf(u.Text, verbatim),
		search.TitleField:      analysis.Verbatim(h.Title),
		search.SectionField:    headings(u.Section),
	}
	for field, tokens := range streams {
		if len(tokens) == 0 {
			delete(streams, field)
		}
	}
	return streams
}

func headings(section []string) []analysis.Token {
	var all []analysis.Token
	from := 0
	for _, heading := range section {
		tokens := analysis.Verbatim(heading)
		for _, token := range tokens {
			token.Position += from
			all = append(all, token)
		}
		if len(all) > 0 {
			from = all[len(all)-1].Position + headingGap
		}
	}
	return all
}

// Whole is a document as one text, in its own language: its title and all its units in that language.
type Whole struct {
	Field  string         // the stream of whole documents
	Freqs  map[string]int // by stem: how often it stands in the text, counted by the weights of package search
	Length int            // tokens, each counted once
	Lines  [][]string     // the content of each line: see search.LinesOf
}

// WholeOf is a document as one text. What it holds in other languages does not count: a word that the index has in several languages would
// count in a document once for each.
func WholeOf(d *document.Document) Whole {
	whole := Whole{Field: search.WholeField(search.StemField(d.Lang)), Freqs: map[string]int{}}
	add := func(text string, weight int) {
		for _, token := range analysis.For(d.Lang).Stems(text) {
			whole.Freqs[token.Term] += weight
			whole.Length++
		}
	}
	for line := range search.LinesOf(d) {
		if stems := analysis.For(d.Lang).Content(line, search.MaxLine); len(stems) > 0 {
			whole.Lines = append(whole.Lines, stems)
		}
	}
	add(d.Title, search.TitleWeight)
	for i := range d.Units {
		if u := &d.Units[i]; search.UnitLanguage(&d.Header, u) == d.Lang {
			add(u.Text, search.KindWeight(u.Kind))
		}
	}
	return whole
}
