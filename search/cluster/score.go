package cluster

import (
	"maps"
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

// weigh counts what the words of the request weigh, but for what is remembered of other requests.
func (s *searching) weigh() error {
	asked := s.planned.Weighed
	if len(asked.Units) == 0 {
		return nil
	}
	s.weights.units, s.weights.documents = make([]int, len(asked.Units)), make([]int, len(asked.Documents))
	units, documents := object{}, object{}
	for i, n := range asked.Units {
		if count, known := s.counts.get(keyOfUnits(n)); known {
			s.weights.units[i] = count
		} else {
			units[nth("u", i)] = object{"filter": s.units(n)}
		}
	}
	for i, term := range asked.Documents {
		if count, known := s.counts.get(keyOfDocuments(term)); known {
			s.weights.documents[i] = count
		} else {
			documents[nth("d", i)] = object{"filter": object{"term": object{wholeName(term.Field): term.Value}}}
		}
	}
	if len(units) > 0 || len(documents) > 0 {
		if err := s.countWeights(units, documents); err != nil {
			return err
		}
	}
	s.weights.idfOfUnits, s.weights.idfOfWholes = asked.Weigh(s.commit.streams, s.weights.units, s.weights.documents)
	return nil
}

// countWeights carries out aggregations of units and documents that stand beside each other: "u0", "u1" … below "units", and "d0", "d1" ….
func (s *searching) countWeights(units, documents object) error {
	all := maps.Clone(documents)
	var holding []object // one of all
	for _, agg := range documents {
		holding = append(holding, agg.(object)["filter"].(object))
	}
	if len(units) > 0 {
		all["units"] = object{"nested": object{"path": "units"}, "aggs": units}
		for _, agg := range units {
			holding = append(holding, nested(agg.(object)["filter"].(object)))
		}
	}
	found, err := s.post(object{"size": 0, "track_total_hits": false, "query": object{"bool": object{"should": holding}}, "aggs": all})
	if err != nil {
		return err
	}
	nested := found.aggregations.below("units")
	for i, n := range s.planned.Weighed.Units {
		if name := nth("u", i); units[name] != nil {
			s.weights.units[i] = nested.below(name).count()
			s.counts.put(keyOfUnits(n), s.weights.units[i])
		}
	}
	for i, term := range s.planned.Weighed.Documents {
		if name := nth("d", i); documents[name] != nil {
			s.weights.documents[i] = found.aggregations.below(name).count()
			s.counts.put(keyOfDocuments(term), s.weights.documents[i])
		}
	}
	return nil
}

func keyOfUnits(n plan.Node) string { return string(plan.AppendKey([]byte{'u'}, n)) }

func keyOfDocuments(term plan.Term) string { return string(plan.AppendKey([]byte{'d'}, term)) }

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
