package query

import (
	"fmt"
	"regexp"
	"strings"
	"time"
)

// String prints a tree in canonical form: operators written out, brackets only where they are needed, names of fields in
// lower case. A nil node is "", and None a phrase without words.
func String(n Node) string {
	if references, explicit := countReferences(n); explicit > 0 && explicit == references {
		return printNode(withReferences(n, false)) + " " + onlyExplicit
	}
	return printNode(n)
}

func printNode(n Node) string {
	switch n := n.(type) {
	case And:
		return printJoined(n.Nodes, " AND ")
	case Or:
		return printJoined(n.Nodes, " OR ")
	case Not:
		return "NOT " + printBelow(n.Node, true)
	case Word:
		return n.Text
	case Prefix:
		return n.Text + "*"
	case Wildcard:
		return n.Text
	case Fuzzy:
		return fmt.Sprintf("%s~%d", n.Text, n.Distance)
	case Near:
		return printNear(n)
	case Phrase:
		if n.Stem {
			return quote(n.Text) + "~"
		}
		return quote(n.Text)
	case Field:
		if n.Explicit && n.refersTo() {
			return "(" + printField(n) + " " + onlyExplicit + ")"
		}
		return printField(n)
	case Range:
		return n.Name + ":" + printDays(n.From, n.To)
	case None:
		return quote("")
	}
	return ""
}

// noBreak joins the words of a phrase in Near.Text.
const noBreak = "\u00a0"

// Operands are the words and phrases that stand near each other, each with blanks between its words.
func (n Near) Operands() []string {
	operands := strings.Split(n.Text, " ")
	for i, operand := range operands {
		operands[i] = strings.ReplaceAll(operand, noBreak, " ")
	}
	return operands
}

func printNear(n Near) string {
	words := n.Operands()
	if !n.Stem && !n.Ordered && !strings.Contains(n.Text, noBreak) {
		return fmt.Sprintf("%s~%d", quote(n.Text), n.Within)
	}
	for i, word := range words {
		if !n.Stem || strings.Contains(word, " ") {
			words[i] = quote(word)
		}
	}
	operator := operatorNear
	if n.Ordered {
		operator = operatorPre
	}
	return strings.Join(words, fmt.Sprintf(" %s/%d ", operator, n.Within))
}

func printJoined(nodes []Node, operator string) string {
	printed := make([]string, len(nodes))
	for i, n := range nodes {
		printed[i] = printBelow(n, operator == " AND ")
	}
	return strings.Join(printed, operator)
}

// printBelow prints a node below another; tight parents, And and Not, need brackets around Or, and Not around And.
func printBelow(n Node, tight bool) string {
	switch n.(type) {
	case And, Or:
		if tight {
			return "(" + printNode(n) + ")"
		}
	}
	return printNode(n)
}

func quote(text string) string { return `"` + text + `"` }

// plainValue matches values that read back without quotation marks.
var plainValue = regexp.MustCompile(`^[\pL\p{Nd}](?:[\pL\p{Nd}/.:_-]*[\pL\p{Nd}])?(?:\([\pL\p{Nd}]+\))*$`)

func printField(f Field) string {
	s := f.Name + ":"
	if f.Match == MatchExact {
		s += "="
	}
	plain := f.Value
	switch f.Match {
	case MatchPrefix:
		plain = strings.TrimRight(f.Value, "/.")
	case MatchWildcard:
		if strings.HasSuffix(f.Value, "?") {
			plain = "" // a question mark at the end is none of the value but between quotation marks
			break
		}
		plain = strings.Map(func(r rune) rune {
			if r == '*' || r == '?' {
				return '1'
			}
			return r
		}, f.Value)
	}
	if plainValue.MatchString(plain) {
		s += f.Value
	} else {
		s += quote(f.Value)
	}
	if f.Match == MatchPrefix {
		s += "*"
	}
	return s
}

// printDays prints a range of days as short as it can: 2024, 2024-07, 2024-07-16, 2024-07-01..2024-08-15, 2024-07-01.. .
func printDays(from, to string) string {
	for _, layout := range []string{"2006", "2006-01", time.DateOnly} {
		first, err := time.Parse(time.DateOnly, from)
		if err != nil {
			break
		}
		unit := first.Format(layout)
		if f, t, ok := span(unit); ok && f == from && t == to {
			return unit
		}
	}
	return from + ".." + to
}
