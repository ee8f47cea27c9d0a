package cluster

import (
	"strings"

	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/plan"
)

// bm25 is search.Weigh in the cluster's script language, for a query that scores how often a row holds a word. Its parameters are those of
// the stream; limit is search.Limit of the word's weight.
//
// A similarity that is a script scores a phrase as often as the phrase has words: params.words.
const bm25 = "double f = Math.rint(_score / params.words); return params.limit * f / (f + params.base + params.slope * doc[params.length].value)"

// weighedBy is a query for the rows that hold a word or phrase of so many words, which scores what that adds to each. length is the field of
// their lengths.
func weighedBy(query object, words int, stream search.StreamStats, idf float64, length string) object {
	base := stream.Norm(0)
	return object{"script_score": object{"query": query, "script": object{"source": bm25, "params": object{
		"words": words, "limit": search.Limit(idf), "base": base, "slope": stream.Norm(1) - base, "length": length}}}}
}

// wordsOfScore is how many times the cluster counts what it finds of a leaf.
func wordsOfScore(leaf plan.Node) int {
	if p, ok := leaf.(plan.Phrase); ok && isPlain(p) {
		return len(p.Terms)
	}
	return 1
}

// weights are what the words of a request weigh.
type weights struct {
	units, documents        []int // that hold each
	idfOfUnits, idfOfWholes []float64
}

// counting are the aggregations that count what a request weighs, beside each other: "u0", "u1" … below "units", and "d0", "d1" ….
func (q queries) counting(w plan.Weighed) object {
	units, all := object{}, object{}
	for i, n := range w.Units {
		units[nth("u", i)] = object{"filter": q.units(n)}
	}
	for i, term := range w.Documents {
		all[nth("d", i)] = object{"filter": object{"term": object{wholeName(term.Field): term.Value}}}
	}
	all["units"] = object{"nested": object{"path": "units"}, "aggs": units}
	return all
}

// scoringUnits are the queries whose scores add up to what the words of a request add to a unit.
func (q queries) scoringUnits(planned plan.Request, streams map[string]search.StreamStats, w weights) []object {
	var all []object
	for i, leaf := range planned.Leaves {
		if idf := w.idfOfUnits[i]; idf > 0 {
			field := plan.FieldOf(leaf)
			all = append(all, weighedBy(q.units(leaf), wordsOfScore(leaf), streams[field], search.UnitWeight*idf, "units.length."+flatName(field)))
		}
	}
	return all
}

// scoringDocuments are the queries whose scores add up to what the words of a request add to a document.
func scoringDocuments(planned plan.Request, streams map[string]search.StreamStats, w weights) []object {
	var all []object
	for i, word := range planned.Wholes {
		if idf := w.idfOfWholes[i]; idf > 0 {
			lang := strings.TrimPrefix(search.StemsOf(word.Field), search.StemPrefix)
			term := object{"term": object{wholeName(word.Field): word.Value}}
			all = append(all, weighedBy(term, 1, streams[word.Field], idf, "whole.length."+lang))
		}
	}
	return all
}
