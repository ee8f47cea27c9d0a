package plan

import (
	"iter"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/analysis"
	"github.com/plenary-search/plenary/search/query"
)

// Weighed are terms that an engine counts, so that Weigh can weigh them.
type Weighed struct {
	Units     []Node // the leaves, and behind them the silent terms: the engine counts the units that hold each
	Documents []Term // the words of whole documents, and behind them the same silent terms: it counts the documents
	forms     forms
}

// Weigh weighs terms by inverse document frequency; units and documents are the numbers of those that hold each. What nothing holds
// weighs 0.
//
// The forms of one word of the query weigh alike, as little as the form that most hold. That another one is rare says only that it is
// foreign where it stands, as "of the" is in a Spanish document that cites a book. They are the synonyms of Pirkola's structured queries,
// "The effects of query structure and dictionary setups in dictionary-based cross-language information retrieval", 1998, but for this: each
// language has frequencies of its own.
func (w Weighed) Weigh(streams map[string]search.StreamStats, units, documents []int) (ofUnits, ofDocuments []float64) {
	nodes := make([]Node, len(w.Documents))
	for i, term := range w.Documents {
		nodes[i] = term
	}
	return w.forms.weigh(w.Units, streams, units), w.forms.weigh(nodes, streams, documents)
}

// forms are the terms of streams of stems that stand for the words of a query: the stems of these in each language, and behind them the
// variants of the stems. What stands for several words belongs to the first; what is the stem of one and a variant of another is a stem.
type forms struct {
	all   []form
	stems int // of all
	at    map[Term]int
	words int
}

type form struct {
	term Term
	word int // of the query
}

// newForms finds the forms of a query's words in languages.
func newForms(n query.Node, languages []document.Language) forms {
	f := forms{at: map[Term]int{}}
	for text := range texts(n) {
		words := analysis.Verbatim(text)
		before := f.words
		for _, lang := range languages {
			field := search.StemField(lang)
			f.words = before
			for _, token := range analysis.For(lang).StemsOf(text, words) {
				f.add(Term{field, token.Term}, f.words)
				f.words++
			}
		}
	}
	f.stems = len(f.all)
	for _, lang := range languages {
		field, analyzer := search.StemField(lang), analysis.For(lang)
		for _, stem := range f.all[:f.stems] {
			if stem.term.Field == field {
				for _, variant := range analyzer.Variants(stem.term.Value) {
					f.add(Term{field, variant}, stem.word)
				}
			}
		}
	}
	return f
}

func (f *forms) add(term Term, word int) {
	if _, known := f.at[term]; !known {
		f.at[term] = len(f.all)
		f.all = append(f.all, form{term, word})
	}
}

// isVariant reports whether a term is the variant of a stem.
func (f *forms) isVariant(term Term) bool {
	at, known := f.at[term]
	return known && at >= f.stems
}

// silent are the stems of words of which leaves look for other forms: stop words of one language, which are none of another.
func (f *forms) silent(leaves []Node) (silent []Term) {
	asked, looked := make([]bool, f.words), make([]bool, len(f.all))
	for _, leaf := range leaves {
		for _, stem := range wordsOf(leaf) {
			if at, known := f.at[Term{FieldOf(leaf), stem}]; known {
				asked[f.all[at].word], looked[at] = true, true
			}
		}
	}
	for i, stem := range f.all[:f.stems] {
		if asked[stem.word] && !looked[i] {
			silent = append(silent, stem.term)
		}
	}
	return silent
}

// weigh weighs nodes, of which so many rows hold each.
func (f *forms) weigh(nodes []Node, streams map[string]search.StreamStats, counts []int) []float64 {
	weights, words, least := make([]float64, len(nodes)), make([]int, len(nodes)), make([]float64, f.words)
	for i, held := range counts {
		words[i] = -1
		if held == 0 {
			continue
		}
		weights[i] = streams[FieldOf(nodes[i])].IDF(held)
		if at, known := f.at[stemTerm(nodes[i])]; known {
			word := f.all[at].word
			if words[i] = word; least[word] == 0 || weights[i] < least[word] {
				least[word] = weights[i]
			}
		}
	}
	for i, word := range words {
		if word >= 0 {
			weights[i] = least[word]
		}
	}
	return weights
}

// stemTerm is the term of a stream of stems that a node is, in units or in whole documents.
func stemTerm(n Node) Term {
	term, _ := n.(Term)
	term.Field = search.StemsOf(term.Field)
	return term
}

// texts yields the texts of a query that words are looked for of.
func texts(n query.Node) iter.Seq[string] {
	return func(yield func(string) bool) { eachText(n, yield) }
}

func eachText(n query.Node, yield func(string) bool) bool {
	var below []query.Node
	switch n := n.(type) {
	case query.And:
		below = n.Nodes
	case query.Or:
		below = n.Nodes
	case query.Word:
		return yield(n.Text)
	case query.Phrase:
		return yield(n.Text)
	case query.Near:
		return yield(n.Text)
	}
	for _, child := range below {
		if !eachText(child, yield) {
			return false
		}
	}
	return true
}
