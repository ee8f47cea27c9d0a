package executor

import (
	"cmp"
	"slices"
	"strings"

	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/analysis"
	"github.com/plenary-search/plenary/search/column"
	"github.com/plenary-search/plenary/search/highlight"
	"github.com/plenary-search/plenary/search/plan"
	"github.com/plenary-search/plenary/search/ranking"
)

// highlights marks the words of a hit, which its column file names: no word is folded or stemmed again.
func (q *question) highlights(at ranking.Place, hit *search.Hit, words []column.Span, node plan.Node) []search.Highlight {
	p := q.index.parts[at.Segment]
	lang := search.UnitLanguage(&hit.Document, &hit.Unit)
	return highlight.SpansIn(hit.Unit.Text, lang, node, func(field string) []analysis.Token {
		places := p.Words(at.Unit, strings.HasPrefix(field, search.StemPrefix), make([]uint32, 0, len(words)))
		named := q.named(p, field, node)
		tokens := make([]analysis.Token, len(places))
		for i, place := range places {
			tokens[i] = analysis.Token{Start: words[i].Start, End: words[i].End, Position: i}
			if at, found := slices.BinarySearchFunc(named, place, func(n namedTerm, place uint32) int { return cmp.Compare(n.place, place) }); found {
				tokens[i].Term = named[at].term
			}
		}
		return tokens
	})
}

// namedTerm is a term that a plan names, with its place in a field of a part.
type namedTerm struct {
	place uint32
	term  string
}

// named are the terms of a field that the words and phrases of a plan name, in order of their places.
func (q *question) named(p *part, field string, node plan.Node) []namedTerm {
	f := p.Field(field)
	if f == nil {
		return nil
	}
	if named, known := q.names[f]; known {
		return named
	}
	named := []namedTerm{}
	add := func(of string, terms ...string) {
		for _, term := range terms {
			if of != field {
				return
			}
			if place, found := q.find(f, term); found {
				named = append(named, namedTerm{uint32(place), term})
			}
		}
	}
	var visit func(n plan.Node)
	visit = func(n plan.Node) {
		switch n := n.(type) {
		case plan.And:
			for _, child := range n.Nodes {
				visit(child)
			}
		case plan.Or:
			for _, child := range n.Nodes {
				visit(child)
			}
		case plan.Term:
			add(n.Field, n.Value)
		case plan.Phrase:
			add(n.Field, slices.Concat(n.Terms...)...)
		case plan.Near:
			add(n.Field, slices.Concat(n.Terms...)...)
		}
	}
	visit(node)
	slices.SortFunc(named, func(a, b namedTerm) int { return cmp.Compare(a.place, b.place) })
	q.names[f] = named
	return named
}
