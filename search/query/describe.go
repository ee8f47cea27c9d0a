package query

import (
	"strings"
	"time"

	"github.com/plenary-search/plenary/index/symbol"
)

// Describe says in words how a query was read, to stand behind "Read as": "both words, in any form, in one paragraph".
func Describe(q Query) string {
	if q.Node == nil {
		return "every paragraph"
	}
	if s := describeAlike(q.Node); s != "" {
		return s
	}
	return "paragraphs that " + describe(q.Node, false, true)
}

// describeAlike names what a query holds if that is all of a kind: words, or phrases. It is "" for other queries.
func describeAlike(n Node) string {
	nodes, either := children(n), false
	switch n := n.(type) {
	case Word, Phrase:
		nodes = []Node{n}
	case And:
	case Or:
		either = true
	default:
		return ""
	}
	noun, form := alike(nodes)
	if noun == "" {
		return ""
	}
	adjective, noun, _ := cutLast(noun)
	s := adjective
	switch n := len(nodes); {
	case n == 1 && adjective == "":
		s = "the " + noun
	case n == 1:
		s = "the " + adjective + " " + noun
	case n == 2 && either:
		s = "either " + strings.TrimSpace(adjective+" "+noun)
	case n == 2:
		s = "both " + strings.TrimSpace(adjective+" "+noun) + "s"
	case either:
		s = "any of the " + number(n) + " " + strings.TrimSpace(adjective+" "+noun) + "s"
	default:
		s = "all " + number(n) + " " + strings.TrimSpace(adjective+" "+noun) + "s"
	}
	if form != "" {
		s += ", " + form
	}
	if len(nodes) > 1 && !either {
		if form != "" {
			s += ","
		}
		s += " in one paragraph"
	}
	return s
}

// alike is what all nodes are, and in which form they are found; "" if they differ.
func alike(nodes []Node) (noun, form string) {
	for i, n := range nodes {
		var nn, nf string
		switch n := n.(type) {
		case Word:
			nn, nf = "word", "in any form"
		case Phrase:
			nn = "exact phrase"
			if n.Stem {
				nn, nf = "phrase", "in any form"
			}
		default:
			return "", ""
		}
		if i > 0 && nn != noun {
			return "", ""
		}
		noun, form = nn, nf
	}
	return noun, form
}

// cutLast divides the last word from those before it.
func cutLast(text string) (before, last string, found bool) {
	if i := strings.LastIndexByte(text, ' '); i >= 0 {
		return text[:i], text[i+1:], true
	}
	return "", text, false
}

// number writes numbers up to ten in words, as United Nations documents do.
func number(n int) string {
	words := []string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"}
	if n < len(words) {
		return words[n]
	}
	return thousands(n)
}

// statement is a verb in the plural and its object: "cite", "resolution 7/1".
type statement struct{ verb, object string }

// describe is the predicate of "paragraphs that …". With not it says the opposite. Below another predicate (top false) a
// mixture of and and or is set off by "either" and "both".
func describe(n Node, not, top bool) string {
	switch n := n.(type) {
	case Not:
		return describe(n.Node, !not, top)
	case And:
		return describeJoined(n.Nodes, not, !not, top)
	case Or:
		return describeJoined(n.Nodes, not, not, top)
	}
	s := stateLeaf(n, not)
	return s.verb + " " + s.object
}

// describeJoined joins the predicates of nodes. By De Morgan, the opposite of all is any of the opposites. Statements with one
// verb that stand side by side share it.
func describeJoined(nodes []Node, not, all, top bool) string {
	word, opening := " or ", "either "
	if all {
		word, opening = " and ", "both "
	}
	var parts []string
	compound := false
	for i := 0; i < len(nodes); i++ {
		if children(nodes[i]) != nil && !isNotLeaf(nodes[i]) {
			parts = append(parts, describe(nodes[i], not, false))
			compound = true
			continue
		}
		s := stateLeaf(nodes[i], not)
		objects := []string{s.object}
		for i+1 < len(nodes) && (children(nodes[i+1]) == nil || isNotLeaf(nodes[i+1])) {
			next := stateLeaf(nodes[i+1], not)
			if next.verb != s.verb || strings.HasPrefix(s.verb, "do not") {
				break
			}
			objects = append(objects, next.object)
			i++
		}
		parts = append(parts, s.verb+" "+list(objects, word))
	}
	text := list(parts, word)
	if compound {
		text = strings.Join(parts, ","+word)
	}
	if !top && len(parts) > 1 {
		return opening + text
	}
	return text
}

func isNotLeaf(n Node) bool {
	not, ok := n.(Not)
	return ok && children(not.Node) == nil
}

// list writes "a", "a and b", "a, b and c".
func list(items []string, word string) string {
	n := len(items)
	if n < 2 {
		return strings.Join(items, "")
	}
	return strings.Join(items[:n-1], ", ") + word + items[n-1]
}

// stateLeaf says what a leaf, or the Not of one, asks of a paragraph.
func stateLeaf(n Node, not bool) statement {
	if excluded, ok := n.(Not); ok {
		return stateLeaf(excluded.Node, !not)
	}
	positive, negative, object := "hold", "do not hold", ""
	switch n := n.(type) {
	case Word:
		object = "the word “" + n.Text + "” in any form"
	case Prefix:
		object = "a word that begins with “" + n.Text + "”"
	case Phrase:
		object = "the exact phrase “" + n.Text + "”"
		if n.Stem {
			object = "the phrase “" + n.Text + "” in any form"
		}
	case Range:
		positive, negative, object = stateRange(n)
	case Field:
		positive, negative, object = stateField(n)
	}
	if not {
		return statement{negative, object}
	}
	return statement{positive, object}
}

// fieldVerbs are the verbs of fields, and what stands before and behind the value.
var fieldVerbs = map[string]struct{ positive, negative, before, behind string }{
	"symbol":      {"cite", "do not cite", "", ""},
	"document":    {"stand in", "do not stand in", "", ""},
	"item":        {"stand under", "do not stand under", "item ", ""},
	"stated_item": {"stand under", "do not stand under", "item ", " as the document itself states"},
	"resolution":  {"cite", "do not cite", "resolution ", ""},
	"decision":    {"cite", "do not cite", "decision ", ""},
	"article":     {"cite", "do not cite", "article ", ""},
	"body":        {"stand in", "do not stand in", "a document of ", ""},
	"session":     {"stand in", "do not stand in", "a document of session ", ""},
	"type":        {"stand in", "do not stand in", "a document of type ", ""},
	"lang":        {"are in", "are not in", "", ""},
	"year":        {"stand in", "do not stand in", "a document of ", ""},
	"kind":        {"are of", "are not of", "kind ", ""},
	"number":      {"bear", "do not bear", "the number ", ""},
	"section":     {"stand under", "do not stand under", "a heading with “", "”"},
	"title":       {"stand in", "do not stand in", "a document with “", "” in its title"},
}

func stateField(f Field) (positive, negative, object string) {
	v := fieldVerbs[f.Name]
	object = v.before + f.Value + v.behind
	switch {
	case f.Match == MatchPrefix && (f.Name == "symbol" || f.Name == "document"):
		object = "a document whose symbol begins with " + f.Value
	case f.Match == MatchPrefix:
		object = v.before + f.Value + "…" + v.behind
	case f.Name == "resolution" || f.Name == "decision":
		object = adopted(f)
	case f.Name == "item" || f.Name == "stated_item":
		object = v.before + spaced(f.Value) + v.behind
	case f.Name == "article" && strings.ContainsFunc(f.Value, func(r rune) bool { return 'a' <= r && r <= 'z' && r != 'b' }) && strings.Contains(f.Value, " "):
		object = f.Value // names its instrument, or is a rule
	case f.Name == "body":
		object = v.before + bodyName(f.Value)
	case f.Name == "lang":
		object = language(f.Value)
	}
	if f.Match == MatchExact {
		object += " itself"
	}
	return v.positive, v.negative, object
}

// spaced sets the letter of an item apart, with a no-break space: item 2 (b).
func spaced(item string) string {
	return strings.ReplaceAll(strings.ReplaceAll(item, " (", "("), "(", "\u00a0(")
}

// adopted names a resolution or decision by its body, if the value gives it: General Assembly resolution 55/25.
func adopted(f Field) string {
	body, id, ok := strings.Cut(f.Value, " ")
	switch {
	case ok && bodyCode(body) != "":
		return bodyName(body) + " " + f.Name + " " + id
	case !strings.ContainsFunc(f.Value, func(r rune) bool { return '0' <= r && r <= '9' }):
		return "a " + f.Name + " of the " + bodyName(f.Value)
	}
	return f.Name + " " + f.Value
}

func bodyName(code string) string {
	if name := symbol.BodyName(strings.ToUpper(code)); name != "" {
		return name
	}
	return code
}

func language(code string) string {
	names := map[string]string{
		"ar": "Arabic", "zh": "Chinese", "en": "English", "fr": "French", "ru": "Russian", "es": "Spanish",
	}
	if name, ok := names[strings.ToLower(code)]; ok {
		return name
	}
	return "language " + code
}

func stateRange(r Range) (positive, negative, object string) {
	days := describeDays(r.From, r.To)
	if r.Name == "mentioned" {
		return "mention", "do not mention", "a date " + days
	}
	return "stand in", "do not stand in", "a document dated " + days
}

// describeDays writes "on 16 July 2024", "in July 2024", "in 2024", "from 1 July to 15 August 2024", "from 1 July 2024 on".
func describeDays(from, to string) string {
	first, errFrom := time.Parse(time.DateOnly, from)
	last, errTo := time.Parse(time.DateOnly, to)
	const day = "2 January 2006"
	switch printed := printDays(from, to); {
	case errFrom != nil && errTo != nil:
		return "on any day"
	case errTo != nil:
		return "from " + first.Format(day) + " on"
	case errFrom != nil:
		return "up to " + last.Format(day)
	case from == to:
		return "on " + first.Format(day)
	case len(printed) == len("2006"):
		return "in " + first.Format("2006")
	case len(printed) == len("2006-01"):
		return "in " + first.Format("January 2006")
	case first.Year() == last.Year():
		return "from " + first.Format("2 January") + " to " + last.Format(day)
	}
	return "from " + first.Format(day) + " to " + last.Format(day)
}
