package search

import "math"

// Constants of BM25, at the values of the literature. Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25
// and Beyond", 2009.
const (
	bm25K1 = 1.2
	bm25B  = 0.75
)

// StreamStats describes a stream field over a whole index: how many units hold tokens in it, and how many tokens these hold
// on the average. Relevance is measured against it.
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
