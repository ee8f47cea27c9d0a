package cluster

import (
	"slices"
	"strings"

	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/plan"
)

// queries turns plans into queries of the cluster. patterns are the values that each pattern stands for.
type queries struct {
	patterns map[plan.Pattern][]string
}

// documents is the query for the documents that hold units which match.
func (q queries) documents(n plan.Node) object { return nested(q.units(n)) }

func nested(query object) object {
	return object{"nested": object{"path": "units", "query": query, "score_mode": "none"}}
}

// units is the query for the units that match, for use where units are searched.
func (q queries) units(n plan.Node) object {
	switch n := n.(type) {
	case plan.All:
		return object{"match_all": object{}}
	case plan.And:
		return object{"bool": object{"filter": q.eachOf(n.Nodes)}}
	case plan.Or:
		if terms, field, ok := sameField(n.Nodes); ok {
			return object{"terms": object{field: terms}}
		}
		return object{"bool": object{"should": q.eachOf(n.Nodes), "minimum_should_match": 1}}
	case plan.Not:
		return object{"bool": object{"must_not": q.units(n.Node)}}
	case plan.Term:
		return object{"term": object{fieldName(n.Field): n.Value}}
	case plan.Phrase:
		return phrase(n)
	case plan.Near:
		return nearness(n)
	case plan.Pattern:
		return object{"terms": object{fieldName(n.Field): append([]string{}, q.patterns[n]...)}}
	case plan.Span:
		return object{"range": object{fieldName(n.Field): object{"gte": n.From, "lte": n.To}}}
	}
	return object{"match_none": object{}} // plan.None
}

func (q queries) eachOf(nodes []plan.Node) []object {
	all := make([]object, len(nodes))
	for i, n := range nodes {
		all[i] = q.units(n)
	}
	return all
}

// sameField are the values of nodes that are all terms of one keyword field.
func sameField(nodes []plan.Node) (values []string, field string, ok bool) {
	for _, n := range nodes {
		term, isTerm := n.(plan.Term)
		if !isTerm || search.IsStream(term.Field) || field != "" && field != fieldName(term.Field) {
			return nil, "", false
		}
		field = fieldName(term.Field)
		values = append(values, term.Value)
	}
	return values, field, len(values) > 0
}

// fieldName is where a field of units stands.
func fieldName(field string) string { return "units." + field }

// wholeName is where a stream of whole documents stands.
func wholeName(field string) string {
	return "whole." + search.StemsOf(field)
}

// isPlain reports whether each word of a phrase is one term.
func isPlain(n plan.Phrase) bool {
	return !slices.ContainsFunc(n.Terms, func(alternatives []string) bool { return len(alternatives) != 1 })
}

// phrase is the units that hold a phrase; it scores how often they do, a plain one once for each of its words.
func phrase(n plan.Phrase) object {
	if !isPlain(n) {
		return alternatives(n)
	}
	words := make([]string, len(n.Terms))
	for i, word := range n.Terms {
		words[i] = word[0]
	}
	return object{"match_phrase": object{fieldName(n.Field): object{"query": strings.Join(words, " "), "analyzer": "asked"}}}
}
