package plan

import (
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"strconv"
)

// AppendKey appends a name of a plan that no other plan has.
func AppendKey(to []byte, node Node) []byte {
	switch n := node.(type) {
	case And:
		return appendKeys(append(to, '&'), n.Nodes)
	case Or:
		return appendKeys(append(to, '|'), n.Nodes)
	case Not:
		return AppendKey(append(to, '-'), n.Node)
	case Term:
		return strconv.AppendQuote(strconv.AppendQuote(append(to, ':'), n.Field), n.Value)
	case Phrase:
		return appendTerms(strconv.AppendQuote(append(to, '"'), n.Field), n.Terms)
	default:
		return fmt.Appendf(append(to, '#'), "%#v", n) // quotes strings, and names the type
	}
}

func appendKeys(to []byte, nodes []Node) []byte {
	to = append(to, '(')
	for _, n := range nodes {
		to = AppendKey(to, n)
	}
	return append(to, ')')
}

func appendTerms(to []byte, terms [][]string) []byte {
	for _, alternatives := range terms {
		to = append(to, '(')
		for _, term := range alternatives {
			to = strconv.AppendQuote(to, term)
		}
		to = append(to, ')')
	}
	return to
}

// Mark is a number for what a request asks for of one commit: with the same mark, the same units match with the same scores, and are folded alike. See
// search.Cursor.
func (r Request) Mark(generation uint64) uint64 {
	h := fnv.New64a()
	_, _ = h.Write(AppendKey(binary.BigEndian.AppendUint64(nil, generation), r.Matching())) // never fails
	_, _ = h.Write([]byte(string(r.Fold) + r.Unfold))
	return h.Sum64()
}
