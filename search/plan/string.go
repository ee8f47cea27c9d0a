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
		words := make([]string, len(n.Terms))
		for i, alternatives := range n.Terms {
			words[i] = strings.Join(alternatives, "|")
		}
		return fmt.Sprintf("%s:%q", n.Field, strings.Join(words, " "))
	case Prefix:
		return fmt.Sprintf("%s:%s*", n.Field, n.Value)
	case Span:
		return fmt.Sprintf("%s:[%s %s]", n.Field, n.From, n.To)
	default:
		return fmt.Sprintf("%T", node)
	}
}

func list(nodes []Node) string {
	printed := make([]string, len(nodes))
	for i, node := range nodes {
		printed[i] = String(node)
	}
	return strings.Join(printed, ", ")
}
