package executor

import (
	"strconv"

	"github.com/plenary-search/plenary/search/plan"
)

// appendKey appends a name of a plan that no other plan has.
func appendKey(to []byte, n plan.Node) []byte {
	switch n := n.(type) {
	case plan.And:
		return appendKeys(append(to, '&'), n.Nodes)
	case plan.Or:
		return appendKeys(append(to, '|'), n.Nodes)
	case plan.Not:
		return appendKey(append(to, '-'), n.Node)
	case plan.All:
		return append(to, '.')
	case plan.Term:
		return appendQuoted(append(to, 't'), n.Field, n.Value)
	case plan.Prefix:
		return strconv.AppendInt(appendQuoted(append(to, 'p'), n.Field, n.Value), int64(n.Limit), 10)
	case plan.Span:
		return appendQuoted(append(to, 's'), n.Field, n.From, n.To)
	case plan.Phrase:
		to = appendQuoted(append(to, 'w'), n.Field)
		for _, alternatives := range n.Terms {
			to = appendQuoted(append(to, '('), alternatives...)
			to = append(to, ')')
		}
		return append(to, ';')
	}
	return append(to, '0') // plan.None
}

func appendKeys(to []byte, nodes []plan.Node) []byte {
	to = append(to, '(')
	for _, n := range nodes {
		to = appendKey(to, n)
	}
	return append(to, ')')
}

func appendQuoted(to []byte, parts ...string) []byte {
	for _, s := range parts {
		to = strconv.AppendQuote(to, s)
	}
	return to
}
