// Package highlight finds what to mark in the text of a hit, and what of a long text to show. It works from the plan that found
// the hit and from the same analysis, so that what is marked is what matched. It yields spans, never markup.
package highlight

import (
	"slices"
	"strings"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/analysis"
	"github.com/plenary-search/plenary/search/plan"
)

// MaxSpans is the largest number of spans in one text.
const MaxSpans = 500

// How a span matches.
const (
	byVerbatim = "verbatim"
	byStem     = "stem"
)

// Spans are the words of text that the plan's positive leaves match, in order, apart from each other, at most [MaxSpans]. A
// phrase is one span, and words that match side by side are one, too. A word of a phrase is not marked where it stands
// alone, nor one that must be near others where it is not, nor is anything below a Not. Offsets are bytes, on rune boundaries.
func Spans(text string, lang document.Language, node plan.Node) []search.Highlight {
	m := &marker{text: text, lang: lang}
	m.mark(node)
	return m.merged()
}

// SpansIn is Spans for a text whose words are known, so that they need not be found and stemmed again: words yields those of a stream
// field of the text, by position, of which those that the plan does not name may lack their terms.
func SpansIn(text string, lang document.Language, node plan.Node, words func(field string) []analysis.Token) []search.Highlight {
	m := &marker{text: text, lang: lang, words: words}
	m.mark(node)
	return m.merged()
}

// Which tells for each of some plans whether the words of text match it. Fields other than the text match nothing.
func Which(text string, lang document.Language, nodes []plan.Node) []bool {
	m := &marker{text: text, lang: lang}
	matched := make([]bool, len(nodes))
	for i, node := range nodes {
		matched[i] = m.matches(node)
	}
	return matched
}

// marker collects the spans of one text.
type marker struct {
	text     string
	lang     document.Language
	words    func(field string) []analysis.Token // nil where they are not known
	verbatim []analysis.Token                    // with compounds; nil until it is needed
	streams  map[string][]analysis.Token
	spans    []search.Highlight
}

func (m *marker) mark(node plan.Node) {
	switch n := node.(type) {
	case plan.And:
		for _, child := range n.Nodes {
			m.mark(child)
		}
	case plan.Or:
		for _, child := range n.Nodes {
			m.mark(child)
		}
	case plan.Term:
		m.markRuns(n.Field, [][]string{{n.Value}})
	case plan.Phrase:
		m.markRuns(n.Field, n.Terms)
	case plan.Near:
		m.markNear(n)
	case plan.Pattern:
		m.markPattern(n)
	}
}

// matches reports whether the words of the text match a node. It uses up the spans.
func (m *marker) matches(node plan.Node) bool {
	switch n := node.(type) {
	case plan.All:
		return true
	case plan.And:
		return !slices.ContainsFunc(n.Nodes, func(child plan.Node) bool { return !m.matches(child) })
	case plan.Or:
		return slices.ContainsFunc(n.Nodes, m.matches)
	case plan.Not:
		return !m.matches(n.Node)
	}
	m.spans = m.spans[:0]
	m.mark(node)
	return len(m.spans) > 0
}

// markRuns marks each place where the terms stand in a row.
func (m *marker) markRuns(field string, terms [][]string) {
	words := m.stream(field)
	for i := 0; i+len(terms) <= len(words); i++ {
		if holds(words[i:], terms) {
			m.add(words[i].Start, words[i+len(terms)-1].End, field)
		}
	}
}

func holds(words []analysis.Token, terms [][]string) bool {
	for i, alternatives := range terms {
		if !slices.Contains(alternatives, words[i].Term) {
			return false
		}
	}
	return true
}

// markNear marks the words that stand near each other, and not what is between them.
func (m *marker) markNear(n plan.Near) {
	words := m.stream(n.Field)
	text := make([]string, len(words))
	for i, word := range words {
		text[i] = word.Term
	}
	for i, marked := range plan.NewWindows(n.Terms, n).Mark(text) {
		if marked {
			m.add(words[i].Start, words[i].End, n.Field)
		}
	}
}

// markPattern marks words, and of compounds those that the pattern fits otherwise than by their first words.
func (m *marker) markPattern(n plan.Pattern) {
	if n.Field != search.VerbatimField {
		return
	}
	parts := n.Form == plan.Beginning && len(analysis.Words(n.Value)) == 1
	start, fits := n.Start(), n.Matcher()
	for _, token := range m.tokens() {
		if parts && token.Compound || !strings.HasPrefix(token.Term, start) {
			continue
		}
		if ok, _ := fits([]byte(token.Term)); ok {
			m.add(token.Start, token.End, n.Field)
		}
	}
}

// stream is the words of the text in a stream field, by position; none in fields that are not of the text.
func (m *marker) stream(field string) []analysis.Token {
	if words, ok := m.streams[field]; ok {
		return words
	}
	var words []analysis.Token
	switch {
	case field != search.VerbatimField && field != search.StemField(m.lang):
	case m.words != nil:
		words = m.words(field)
	case field == search.VerbatimField:
		words = slices.DeleteFunc(slices.Clone(m.tokens()), func(t analysis.Token) bool { return t.Compound })
	default:
		words = analysis.For(m.lang).StemsOf(m.text, m.tokens())
	}
	if m.streams == nil {
		m.streams = map[string][]analysis.Token{}
	}
	m.streams[field] = words
	return words
}

func (m *marker) tokens() []analysis.Token {
	if m.verbatim == nil {
		m.verbatim = analysis.Verbatim(m.text)
	}
	return m.verbatim
}

func (m *marker) add(start, end int, field string) {
	match := byStem
	if field == search.VerbatimField {
		match = byVerbatim
	}
	m.spans = append(m.spans, search.Highlight{Start: start, End: end, Match: match})
}

// merged puts the spans in order and joins those that overlap or have nothing but blanks between them.
func (m *marker) merged() []search.Highlight {
	slices.SortFunc(m.spans, func(a, b search.Highlight) int {
		if a.Start != b.Start {
			return a.Start - b.Start
		}
		return b.End - a.End
	})
	var out []search.Highlight
	for _, span := range m.spans {
		if last := len(out) - 1; last >= 0 && m.touches(out[last], span) {
			if span.End > out[last].End && span.Match == byStem {
				out[last].Match = byStem // a part of it matches by stem alone
			}
			out[last].End = max(out[last].End, span.End)
			continue
		}
		if len(out) == MaxSpans {
			break
		}
		out = append(out, span)
	}
	return out
}

func (m *marker) touches(a, b search.Highlight) bool {
	return b.Start <= a.End || strings.TrimSpace(m.text[a.End:b.Start]) == ""
}
