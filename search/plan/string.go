package plan

import (
	"fmt"
	"strings"
)

// String writes a plan down for tests and logs: and(stem.en:resourc, not(kind:heading)).
func String(node Node) string {
	switch n := node.(type) {
	case And:
		return "and(" + list(n.Nodes) + ")"
	case Or:
		return "or(" + list(n.Nodes) + ")"
	case Not:
		return "not(" + String(n.Node) + ")"
	case All:
		return "all"
	case None:
		return "none"
	case Term:
		return fmt.Sprintf("%s:%s", n.Field, n.Value)
	case Phrase:
		return fmt.Sprintf("%s:%q", n.Field, alternatives(n.Terms))
	case Near:
		sign := "~"
		if n.Ordered {
			sign = ">"
		}
		s := fmt.Sprintf("%s:%q%s%d", n.Field, alternatives(n.Terms), sign, n.Within)
		if n.Runs != nil {
			s += fmt.Sprint(n.Runs)
		}
		return s
	case Pattern:
		return n.Field + ":" + n.written()
	case Span:
		return fmt.Sprintf("%s:[%s %s]", n.Field, n.From, n.To)
	default:
		return fmt.Sprintf("%T", node)
	}
}

func alternatives(terms [][]string) string {
	words := make([]string, len(terms))
	for i, set := range terms {
		words[i] = strings.Join(set, "|")
	}
	return strings.Join(words, " ")
}

func list(nodes []Node) string {
	printed := make([]string, len(nodes))
	for i, node := range nodes {
		printed[i] = String(node)
	}
	return strings.Join(printed, ", ")
}
