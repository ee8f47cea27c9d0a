package relevance

import (
	"cmp"
	"math"
	"slices"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search/analysis"
)

// Constants of the yardstick, at the values of the literature. They are not those of the engines, which may change.
const (
	k1 = 1.2
	b  = 0.75
)

// BM25 ranks whole documents of one language by plain BM25: a document is the stems of all its words, a query the stems of its words, joined by OR.
// It is the yardstick, and not how plenary ranks.
//
// Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009; the weight of a term is never negative, as in Lucene.
type BM25 struct {
	analyzer *analysis.Analyzer
	ids      []string
	lengths  []int
	tokens   int                  // in all documents
	postings map[string][]posting // by stem, in order of documents
}

type posting struct{ doc, freq int }

// NewBM25 returns an empty collection for texts of a language.
func NewBM25(lang document.Language) *BM25 {
	return &BM25{analyzer: analysis.For(lang), postings: map[string][]posting{}}
}

// Add adds a document, whose id must be new.
func (c *BM25) Add(id string, texts ...string) {
	doc, length := len(c.ids), 0
	for _, text := range texts {
		for _, token := range c.analyzer.Stems(text) {
			length++
			list := c.postings[token.Term]
			if n := len(list); n > 0 && list[n-1].doc == doc {
				list[n-1].freq++
				continue
			}
			c.postings[token.Term] = append(list, posting{doc, 1})
		}
	}
	c.ids, c.lengths, c.tokens = append(c.ids, id), append(c.lengths, length), c.tokens+length
}

// Rank returns the ids of the first n documents. A word that the query repeats counts as often. Of documents with the same score the one with the
// greater id stands first, as in trec_eval.
func (c *BM25) Rank(query string, n int) []string {
	average := float64(c.tokens) / float64(len(c.ids))
	scores := make([]float64, len(c.ids))
	for _, token := range c.analyzer.Stems(query) {
		list := c.postings[token.Term]
		df := float64(len(list))
		idf := math.Log(1 + (float64(len(c.ids))-df+0.5)/(df+0.5))
		for _, p := range list {
			f := float64(p.freq)
			scores[p.doc] += idf * f * (k1 + 1) / (f + k1*(1-b+b*float64(c.lengths[p.doc])/average))
		}
	}
	var found []int
	for doc, score := range scores {
		if score > 0 {
			found = append(found, doc)
		}
	}
	slices.SortFunc(found, func(i, j int) int { return cmp.Or(cmp.Compare(scores[j], scores[i]), cmp.Compare(c.ids[j], c.ids[i])) })
	ids := make([]string, min(n, len(found)))
	for i := range ids {
		ids[i] = c.ids[found[i]]
	}
	return ids
}
