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
