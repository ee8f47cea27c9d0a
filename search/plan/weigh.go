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

// forms are the terms of streams of stems that stand for the words of a query: for each, its word; of several, the first.
type forms map[Term]form

// form is what a term is of a word: its stem in a language, or a variant of that.
type form struct {
	word    string
	variant bool
}

// newForms finds the forms of a query's words in languages, and lists the stems among them. What is the stem of one word and the variant of
// another is a stem.
func newForms(n query.Node, languages []document.Language) (f forms, stems []Term) {
	f = forms{}
	for text := range texts(n) {
		words := analysis.Verbatim(text)
		for _, lang := range languages {
			field := search.StemField(lang)
			for _, token := range analysis.For(lang).StemsOf(text, words) {
				if term := (Term{field, token.Term}); f.add(term, form{word: text[token.Start:token.End]}) {
					stems = append(stems, term)
				}
			}
		}
	}
	for _, lang := range languages {
		field, analyzer := search.StemField(lang), analysis.For(lang)
		for _, stem := range stems {
			if stem.Field == field {
				for _, variant := range analyzer.Variants(stem.Value) {
					f.add(Term{field, variant}, form{f[stem].word, true})
				}
			}
		}
	}
	return f, stems
}

func (f forms) add(term Term, as form) (added bool) {
	if _, known := f[term]; known {
		return false
	}
	f[term] = as
	return true
}

// silent are those among stems that stand for words of which leaves look for other forms: stop words of one language, which are none of
// another.
func (f forms) silent(stems []Term, leaves []Node) (silent []Term) {
	asked, looked := map[string]bool{}, map[Term]bool{}
	for _, leaf := range leaves {
		for _, stem := range wordsOf(leaf) {
			term := Term{FieldOf(leaf), stem}
			asked[f[term].word], looked[term] = true, true
		}
	}
	for _, term := range stems {
		if asked[f[term].word] && !looked[term] {
			silent = append(silent, term)
		}
	}
	return silent
}

func (f forms) weigh(nodes []Node, streams map[string]search.StreamStats, counts []int) []float64 {
	weights, words, least := make([]float64, len(nodes)), make([]string, len(nodes)), map[string]float64{}
	for i, held := range counts {
		if held == 0 {
			continue
		}
		weights[i], words[i] = streams[FieldOf(nodes[i])].IDF(held), f.word(nodes[i])
		if weight, met := least[words[i]]; !met || weights[i] < weight {
			least[words[i]] = weights[i]
		}
	}
	for i, word := range words {
		if word != "" {
			weights[i] = least[word]
		}
	}
	return weights
}

// word is the word that a node is a form of, in units or in whole documents; "" where it is of none.
func (f forms) word(n Node) string {
	term, _ := n.(Term)
	term.Field = search.StemsOf(term.Field)
	return f[term].word
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
