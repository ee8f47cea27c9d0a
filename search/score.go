package search

import (
	"iter"
	"math"

	"github.com/plenary-search/plenary/index/document"
)

// A hit scores what its document does, and a part of what it does itself. Over the leaves l of the query that score, and over their words w:
//
//	score(unit) = Σ BM25(w, document)  +  line(document)  +  UnitWeight · Σ BM25(l, unit)
//
// A document is one text in its language: its title and all its units in that language, each of which counts as often as the weights say.
// What it is about says more of a paragraph than the paragraph alone: ranked by their best paragraphs, documents are found worse than by plain
// BM25. The words are the stems of bare words and of those of phrases, without stop words; the leaves are words, phrases, and words near each
// other, as they were asked for. Where no leaf is a bare word, units score alone. A word is looked for in every language of the index, and
// weighs in each what it weighs in the one that holds it most: see plan.Weighed.
//
// Who types a title, or the name of an agenda item, looks for the documents that bear it: line is what the title or the line of the masthead
// adds that is most like what was typed. See Line.
//
// Hits come in the order of their scores, as far as they are of the first BestDocuments documents by the scores of their words; behind these,
// document by document, in the order of these scores.
//
// The weights were chosen on one half of the judged queries and looked at on the other, and none stands on a knife's edge: see
// search/relevance. All but those of the literature are whole numbers or their parts by powers of two.
const (
	// Of BM25, at the values of the literature: Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009.
	bm25K1 = 1.2
	bm25B  = 0.75

	// TitleWeight is how often a document's title counts in its text; 1 and 8 are within half a point of nDCG.
	TitleWeight = 4
	// mastheadWeight is how often a line of the masthead counts: agenda items stand there.
	mastheadWeight = 2
	// operativeWeight is how often an operative paragraph counts; preambular ones, lists, notes and headings gain nothing.
	operativeWeight = 2

	// LineWeight is what a line adds that is just what was typed, in words that each stand once; a half and 1 are alike.
	LineWeight = 1

	// MaxLine is the number of different words up to which a line is compared.
	MaxLine = 64

	// UnitWeight is what a leaf weighs in a unit beside its document. At a hundredth, hits come document by document, and documents are found
	// a little better; at 1, no better than by plain BM25. At an eighth, ten hits are of four documents.
	UnitWeight = 0.125

	// BestDocuments is the number of documents whose units are weighed by themselves.
	BestDocuments = 50
)

// KindWeight is how often a unit of a kind counts in the text of its document.
func KindWeight(kind document.Kind) int {
	switch kind {
	case document.Frontmatter:
		return mastheadWeight
	case document.Operative:
		return operativeWeight
	}
	return 1
}

// Line is a title or a line of a masthead beside the words of a query: of these Asked, and of the line's Length, so many are Held by both. Words
// count once each, and stop words not at all.
type Line struct{ Held, Asked, Length int }

// Score is what a line adds to a document; idf is the sum of those of the words asked for. It falls with the square of the likeness, the share
// of both that both hold, so that what is half alike adds little.
func (l Line) Score(idf float64) float64 {
	likeness := float64(l.Held*l.Held) / float64(l.Asked*l.Length)
	return float64(LineWeight * idf * float64(likeness*likeness))
}

// Better reports whether a line adds more than another one of the same query.
func (l Line) Better(other Line) bool {
	return l.Held*l.Held*other.Length > other.Held*other.Held*l.Length
}

// LinesOf yields the lines of a document that are compared with queries: its title, and the lines of its masthead in its language.
func LinesOf(d *document.Document) iter.Seq[string] {
	return func(yield func(string) bool) {
		if !yield(d.Title) {
			return
		}
		for i := range d.Units {
			u := &d.Units[i]
			if u.Kind == document.Frontmatter && UnitLanguage(&d.Header, u) == d.Lang && !yield(u.Text) {
				return
			}
		}
	}
}

// StreamStats describes a stream field over a whole index: how many units hold tokens in it, and how many tokens these hold
// on the average; or, of a stream of whole documents, how many documents do. Relevance is measured against it.
type StreamStats struct {
	Units         int
	AverageLength float64
}

// IDF is the weight of a word or phrase that df units of the stream hold. It is never negative.
func (s StreamStats) IDF(df int) float64 {
	return math.Log(1 + (float64(s.Units)-float64(df)+0.5)/(float64(df)+0.5))
}

// Score is what a word or phrase of weight idf adds to the score of a unit of length tokens that holds it freq times.
func (s StreamStats) Score(idf float64, freq, length int) float64 {
	return Weigh(idf, freq, s.Norm(length))
}

// Norm is what the length of a unit does to its score: see Weigh. It is rounded by itself, so that sums are the same whether it was
// computed before or not.
func (s StreamStats) Norm(length int) float64 {
	return float64(bm25K1 * (1 - bm25B + bm25B*float64(length)/s.AverageLength))
}

// Weigh is Score for a unit whose norm is known.
func Weigh(idf float64, freq int, norm float64) float64 {
	f := float64(freq)
	return idf * f * (bm25K1 + 1) / (f + norm)
}

// Limit is what Weigh stays below, whatever the frequency and the norm.
func Limit(idf float64) float64 { return idf * (bm25K1 + 1) }

// Longest is the greatest length, rounded up, of a unit that holds a word or phrase of weight idf freq times and scores at least least
// by it; -1 where none does.
func (s StreamStats) Longest(idf float64, freq int, least float64) int {
	if least <= 0 {
		return math.MaxInt32
	}
	f := float64(freq)
	norm := idf*f*(bm25K1+1)/least - f // of a unit that scores just so much
	length := (norm/bm25K1 - (1 - bm25B)) * s.AverageLength / bm25B
	if length < 0 {
		return -1
	}
	return int(min(length+1, math.MaxInt32))
}
