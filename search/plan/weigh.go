package plan

import (
	"iter"
	"slices"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/analysis"
	"github.com/plenary-search/plenary/search/query"
)

// Weights are what the words of a request weigh in an index, by inverse document frequency: by leaf, and by word of whole documents; 0
// where nothing holds it.
type Weights struct{ Leaves, Wholes []float64 }

// Weighed are the terms that an engine counts for Weigh: the leaves, for each of which it counts the units that hold it, and the words of
// whole documents, for each of which it counts documents; and behind both the same silent terms, which stand for words of the query in
// languages in which these are not looked for, because they are stop words there.
func (r Request) Weighed() (units, documents []Node) {
	units = slices.Clone(r.Leaves)
	for _, word := range r.Wholes {
		documents = append(documents, word)
	}
	for _, term := range r.silent {
		units, documents = append(units, term), append(documents, Term{search.WholeField(term.Field), term.Value})
	}
	return units, documents
}

// Weigh weighs words by the numbers of units and of documents that hold what Weighed tells.
//
// What stands for one word of the query in several languages weighs alike: as little as in the language in which most hold it. That it is
// rare in the others says only that it is foreign there, as "of the" is in a Spanish document that cites a book.
func (r Request) Weigh(streams map[string]search.StreamStats, units, documents []int) Weights {
	leaves, wholes := r.Weighed()
	w := Weights{r.weigh(leaves, streams, units), r.weigh(wholes, streams, documents)}
	return Weights{w.Leaves[:len(r.Leaves)], w.Wholes[:len(r.Wholes)]}
}

func (r Request) weigh(nodes []Node, streams map[string]search.StreamStats, counts []int) []float64 {
	weights, least := make([]float64, len(nodes)), map[string]float64{}
	for i, held := range counts {
		if held == 0 {
			continue
		}
		weights[i] = streams[FieldOf(nodes[i])].IDF(held)
		if word, known := r.kin.word(nodes[i]); known {
			if weight, met := least[word]; !met || weights[i] < weight {
				least[word] = weights[i]
			}
		}
	}
	for i := range weights {
		if word, known := r.kin.word(nodes[i]); known && weights[i] > 0 {
			weights[i] = least[word]
		}
	}
	return weights
}

// kin is the word of the query that a term of a stream of stems stands for: of several, the first.
type kin map[Term]string

// newKin finds the words of a query in languages, and those terms of them that are not among leaves.
func newKin(n query.Node, languages []document.Language, leaves []Node) (k kin, silent []Term) {
	k = kin{}
	var all []Term
	for text := range texts(n) {
		all = k.add(all, text, languages)
	}
	asked, looked := map[string]bool{}, map[Term]bool{}
	for _, leaf := range leaves {
		for _, stem := range wordsOf(leaf) {
			term := Term{FieldOf(leaf), stem}
			asked[k[term]], looked[term] = true, true
		}
	}
	for _, term := range all {
		if asked[k[term]] && !looked[term] {
			silent = append(silent, term)
		}
	}
	return k, silent
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

// add adds the terms of a text's words, and appends those that are new.
func (k kin) add(all []Term, text string, languages []document.Language) []Term {
	words := analysis.Words(text)
	for _, lang := range languages {
		for i, stem := range termsOf(analysis.For(lang).Stems(text)) {
			term := Term{search.StemField(lang), stem[0]}
			if _, known := k[term]; !known {
				k[term] = words[i].Term
				all = append(all, term)
			}
		}
	}
	return all
}

// word is the word that a node stands for, in units or in whole documents.
func (k kin) word(n Node) (word string, known bool) {
	term, ok := n.(Term)
	if ok {
		term.Field = search.StemsOf(term.Field)
		word, known = k[term]
	}
	return word, known
}
