// Package relevance measures rankings of documents against judgements of people: nDCG, average precision, recall and reciprocal rank,
// as trec_eval computes them. It reads judged sets and ranks by plain BM25, the yardstick of every figure; it knows no engine. The figures of
// plenary itself stand in testdata; "make relevance" compares with them.
package relevance

import "math"

// Judgements are the grades that people gave documents for a query, by document. A grade above 0 says that a document is relevant; those not
// judged are not.
type Judgements map[string]int

// Relevant counts the relevant documents.
func (j Judgements) Relevant() (n int) {
	for _, grade := range j {
		if grade > 0 {
			n++
		}
	}
	return n
}

// Measures describe the ranking of one query, or as means the rankings of several. All lie between 0 and 1.
//
// Rankings hold each document once, the best first, and are cut at Depth, so the average precision is trec_eval's map_cut.100; the others are its
// ndcg_cut.10, recall.100 and recip_rank.
type Measures struct{ NDCG10, AP100, Recall100, RR float64 }

// Depth is the number of documents of a ranking that are looked at.
const Depth = 100

// Measure compares a ranking with judgements, of which at least one must be above 0.
func Measure(ranking []string, j Judgements) Measures {
	ranking = ranking[:min(len(ranking), Depth)]
	return Measures{NDCG10: NDCG(ranking, j, 10), AP100: AveragePrecision(ranking, j), Recall100: Recall(ranking, j), RR: ReciprocalRank(ranking, j)}
}

// Mean is the mean of each measure; the zero Measures of none.
func Mean(all []Measures) (mean Measures) {
	n := float64(len(all))
	for _, m := range all {
		mean.NDCG10 += m.NDCG10 / n
		mean.AP100 += m.AP100 / n
		mean.Recall100 += m.Recall100 / n
		mean.RR += m.RR / n
	}
	return mean
}

// NDCG is the normalised discounted cumulative gain of the first k documents. The gain of a document is its grade, divided by the binary
// logarithm of its rank and one; the best ranking that there could be has 1.
//
// Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR techniques", 2002, in the form of trec_eval: the first document is discounted, too.
func NDCG(ranking []string, j Judgements, k int) float64 {
	gain, n := 0.0, make(map[int]int) // n: documents of each grade
	for _, grade := range j {
		n[grade]++
	}
	for i, doc := range ranking[:min(len(ranking), k)] {
		gain += discounted(max(0, j[doc]), i+1)
	}
	return gain / ideal(n, k)
}

// ideal is the gain of the documents with the highest grades, in their order; n counts those of each grade.
func ideal(n map[int]int, k int) (gain float64) {
	highest := 0
	for grade := range n {
		highest = max(highest, grade)
	}
	rank := 1
	for grade := highest; grade > 0; grade-- {
		for i := 0; i < n[grade] && rank <= k; i++ {
			gain += discounted(grade, rank)
			rank++
		}
	}
	return gain
}

func discounted(grade, rank int) float64 { return float64(grade) / math.Log2(float64(rank)+1) }

// AveragePrecision is the sum of the precisions at the ranks of the relevant documents, divided by the number of relevant documents that there are.
func AveragePrecision(ranking []string, j Judgements) float64 {
	sum, found := 0.0, 0
	for i, doc := range ranking {
		if j[doc] > 0 {
			found++
			sum += float64(found) / float64(i+1)
		}
	}
	return sum / float64(j.Relevant())
}

// Recall is the share of the relevant documents that the ranking holds.
func Recall(ranking []string, j Judgements) float64 {
	found := 0
	for _, doc := range ranking {
		if j[doc] > 0 {
			found++
		}
	}
	return float64(found) / float64(j.Relevant())
}

// ReciprocalRank is 1 by the rank of the first relevant document; 0 where the ranking holds none.
func ReciprocalRank(ranking []string, j Judgements) float64 {
	for i, doc := range ranking {
		if j[doc] > 0 {
			return 1 / float64(i+1)
		}
	}
	return 0
}
