package query

import (
	"slices"
	"strings"
)

// contentNames are what paragraphs can be asked to hold, whatever it is: has:resolution. search/schema.go says where it stands.
var contentNames = []string{"reference", "resolution", "decision", "symbol", "article", "rule", "item", "date"}

// contentAliases are other names of contents.
var contentAliases = map[string]string{"citation": "reference", "treaty": "article", "document": "symbol", "day": "date"}

// ContentNames lists what may stand behind "has:", without aliases. The caller may keep the list.
func ContentNames() []string { return slices.Clone(contentNames) }

// ContentName is the content that a name or alias means, in any case and number.
func ContentName(name string) (string, bool) {
	name = strings.ToLower(strings.TrimSpace(name))
	for _, form := range []string{name, strings.TrimSuffix(name, "s"), strings.TrimSuffix(name, "ies") + "y"} {
		if to, ok := contentAliases[form]; ok {
			return to, true
		}
		if slices.Contains(contentNames, form) {
			return form, true
		}
	}
	return "", false
}

// onlyExplicit is what asks for references that are named with their number, and no others, in any case.
const onlyExplicit = "ref:explicit"

// refersTo reports whether a field asks for references, which are explicit or implied.
func (f Field) refersTo() bool {
	switch f.Name {
	case "resolution", "decision", "symbol", "article":
		return true
	case "has":
		return f.Value != "item" && f.Value != "date"
	}
	return false
}

// Explicitly is a tree in which all references are those that are named with their number.
func Explicitly(n Node) Node { return withReferences(n, true) }

// withReferences is a tree whose references must be explicit, or may be implied.
func withReferences(n Node, explicit bool) Node {
	each := func(nodes []Node) []Node {
		changed := make([]Node, len(nodes))
		for i, n := range nodes {
			changed[i] = withReferences(n, explicit)
		}
		return changed
	}
	switch n := n.(type) {
	case And:
		return And{each(n.Nodes)}
	case Or:
		return Or{each(n.Nodes)}
	case Not:
		return Not{withReferences(n.Node, explicit)}
	case Field:
		if n.refersTo() {
			n.Explicit = explicit
		}
		return n
	}
	return n
}

// countReferences counts the references of a tree, and those that must be explicit.
func countReferences(n Node) (all, explicit int) {
	if f, ok := n.(Field); ok && f.refersTo() {
		if f.Explicit {
			return 1, 1
		}
		return 1, 0
	}
	for _, c := range children(n) {
		a, e := countReferences(c)
		all, explicit = all+a, explicit+e
	}
	return all, explicit
}
