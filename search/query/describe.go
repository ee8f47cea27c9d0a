package query

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/plenary-search/plenary/index/symbol"
)

// Describe says in words how a query was read, to stand behind "Read as": "both words, in any form, in one paragraph".
func Describe(q Query) string {
	switch q.Node.(type) {
	case nil:
		return "every paragraph"
	case None:
		return "nothing that can be searched for"
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
	var s string
	switch n := len(nodes); {
	case n == 1:
		s = "the " + noun
	case n == 2 && either:
		s = "either " + noun
	case n == 2:
		s = "both " + noun + "s"
	case either:
		s = "any of the " + number(n) + " " + noun + "s"
	default:
		s = "all " + number(n) + " " + noun + "s"
	}
	if form != "" {
		s += ", " + form
	}
	if len(nodes) > 1 && !either {
		s += ", in one paragraph"
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

// number writes numbers up to ten in words, as United Nations documents do.
func number(n int) string {
	words := []string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"}
	if n < len(words) {
		return words[n]
	}
	return thousands(n)
}

// statement is what a leaf asks of a paragraph: a verb in the plural and its object, such as "cite" "resolution " "7/1".
type statement struct {
	verb, noun, value, behind string
	negative                  bool
}

func (s statement) object() string { return s.noun + s.value + s.behind }

// shares reports whether one noun can serve both: the words “a” and “b” in any form.
func (s statement) shares(o statement) bool {
	_, plural := plurals[s.noun]
	return plural && s.noun == o.noun && s.behind == o.behind
}

var plurals = map[string]string{"the word ": "the words ", "the phrase ": "the phrases ", "the exact phrase ": "the exact phrases ", "number ": "numbers "}

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
	return sentence([]statement{stateLeaf(n, not)}, true)
}

// describeJoined joins the predicates of nodes. By De Morgan, the opposite of all is any of the opposites.
func describeJoined(nodes []Node, not, all, top bool) string {
	var parts []string
	var run []statement
	flush := func() {
		if len(run) > 0 {
			parts = append(parts, sentence(run, all))
			run = nil
		}
	}
	compound := false
	for _, n := range nodes {
		if !isLeaf(n) {
			flush()
			parts = append(parts, describe(n, not, false))
			compound = compound || !isNumbers(n, not)
			continue
		}
		s := stateLeaf(n, not)
		if len(run) > 0 && (s.verb != run[0].verb || s.negative && !all) {
			flush()
		}
		run = append(run, s)
	}
	flush()
	word, opening := conjunction(all), "either "
	if all {
		opening = "both "
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

func conjunction(all bool) string {
	if all {
		return " and "
	}
	return " or "
}

// isNumbers reports whether a node asks for one of some numbers, which reads as one thing: "bear number 3, 4 or 5".
func isNumbers(n Node, not bool) bool {
	return !slices.ContainsFunc(children(n), func(c Node) bool { return !isLeaf(c) || stateLeaf(c, not).verb != fieldStatements["number"].verb })
}

// isLeaf reports whether n asks one thing of a paragraph: it is a leaf or the Not of one.
func isLeaf(n Node) bool {
	if not, ok := n.(Not); ok {
		n = not.Node
	}
	return children(n) == nil
}

// sentence is a verb with the objects of statements that share it. What is asked not to hold all of them holds none:
// "do not hold a or b".
func sentence(run []statement, all bool) string {
	all = all && !run[0].negative
	var objects []string
	for i := 0; i < len(run); {
		end := i + 1
		for end < len(run) && run[i].shares(run[end]) {
			end++
		}
		objects = append(objects, objectOf(run[i:end], all))
		i = end
	}
	return run[0].verb + " " + list(objects, conjunction(all))
}

// objectOf is the object of statements that share their noun.
func objectOf(same []statement, all bool) string {
	s := same[0]
	if len(same) == 1 {
		return s.object()
	}
	var values []string
	for _, o := range same {
		values = append(values, o.value)
	}
	if all {
		s.noun = plurals[s.noun]
	}
	return s.noun + list(values, conjunction(all)) + s.behind
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
	s := statement{verb: "hold"}
	switch n := n.(type) {
	case Word:
		s.noun, s.value, s.behind = "the word ", quoted(n.Text), " in any form"
	case Prefix:
		s.noun, s.value = "a word that begins with ", quoted(n.Text)
	case Wildcard:
		s.noun, s.value = "a word of the form ", quoted(n.Text)
	case Fuzzy:
		s.noun, s.value, s.behind = "a word that differs from ", quoted(n.Text), " by at most "+count(n.Distance, "letter")
	case Near:
		s = stateNear(n)
	case Phrase:
		s.noun, s.value = "the exact phrase ", quoted(n.Text)
		if n.Stem {
			s.noun, s.behind = "the phrase ", " in any form"
		}
	case Range:
		s = stateRange(n)
	case Field:
		s = stateField(n)
	}
	if not && s.noun == "something" {
		s.noun = "anything"
	}
	if s.negative = not; not && s.verb == "are" {
		s.verb = "are not"
	} else if not {
		s.verb = "do not " + s.verb
	}
	return s
}

// stateNear writes "hold the exact words “a” and “b” with at most five other words between them".
func stateNear(n Near) statement {
	words := n.Operands()
	for i, word := range words {
		words[i] = quoted(word)
	}
	s := statement{verb: "hold", noun: "the exact words ", value: list(words, " and ")}
	if n.Stem {
		s.noun, s.behind = "the words ", " in any form,"
	}
	order := " in any order"
	if n.Ordered {
		order = " in this order"
	}
	s.behind += order + ", with at most " + count(n.Within, "other word") + " between them"
	if n.Within == 0 {
		s.behind = strings.Replace(s.behind, "at most no", "no", 1)
	}
	return s
}

// count writes "one letter", "two letters".
func count(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return number(n) + " " + noun
}

func quoted(text string) string { return "“" + text + "”" }

// fieldStatements say what each field asks, around its value.
var fieldStatements = map[string]statement{
	"symbol":      {verb: "cite"},
	"document":    {verb: "stand in"},
	"item":        {verb: "stand under", noun: "item "},
	"stated_item": {verb: "stand under", noun: "item ", behind: " as the document itself states"},
	"resolution":  {verb: "cite"},
	"decision":    {verb: "cite"},
	"article":     {verb: "cite"},
	"body":        {verb: "stand in", noun: "a document of the "},
	"session":     {verb: "stand in", noun: "a document of session "},
	"type":        {verb: "stand in", noun: "a document of type "},
	"lang":        {verb: "are", noun: "in "},
	"year":        {verb: "stand in", noun: "a document of "},
	"kind":        {verb: "are", noun: "of kind "},
	"number":      {verb: "bear", noun: "number "},
	"section":     {verb: "stand under", noun: "a heading with “", behind: "”"},
	"title":       {verb: "stand in", noun: "a document with “", behind: "” in its title"},
	"has":         {verb: "hold"}, // see contentStatements
}

// contentStatements say what is asked of paragraphs that are to hold something, whatever it is.
var contentStatements = map[string]statement{
	"reference":  {verb: "cite", noun: "something"},
	"resolution": {verb: "cite", noun: "a resolution"},
	"decision":   {verb: "cite", noun: "a decision"},
	"symbol":     {verb: "cite", noun: "a document by its symbol"},
	"article":    {verb: "cite", noun: "an article"},
	"rule":       {verb: "cite", noun: "a rule"},
	"item":       {verb: "stand under", noun: "an agenda item"},
	"date":       {verb: "mention", noun: "a day"},
}

func stateField(f Field) statement {
	s := fieldStatements[f.Name]
	if f.Name == "has" {
		if s = contentStatements[f.Value]; s.verb == "" { // of a tree that was not read from words
			s = statement{verb: "hold", noun: f.Value}
		}
	}
	if f.Explicit && s.verb == "cite" {
		s.verb = "name"
	}
	if number, any := strings.CutSuffix(f.Value, " ("); any && f.Match == MatchPrefix { // a resolution of the Security Council without its year
		f.Value, f.Match, s.behind = number, MatchTree, " of any year"
	}
	if f.Name == "has" {
		return s
	}
	s.value = f.Value
	switch f.Name {
	case "symbol", "document":
		if f.Match == MatchPrefix {
			s.noun = "a document whose symbol begins with "
			return s
		}
		if f.Match == MatchWildcard {
			s.noun = "a document whose symbol has the form "
			return s
		}
	case "item", "stated_item":
		s.value = spaced(f.Value)
	case "resolution", "decision":
		if f.Match == MatchWildcard {
			s.noun = "a " + f.Name + " of the form "
			return s
		}
		s.value = adopted(f)
	case "article":
		if unicode.IsDigit([]rune(f.Value + " ")[0]) {
			s.noun = "article "
		}
	case "body":
		s.value = bodyName(f.Value)
	case "lang":
		s.value = language(f.Value)
	}
	switch f.Match {
	case MatchPrefix:
		s.value += "…"
	case MatchExact:
		s.behind = " itself" + s.behind
	}
	return s
}

// spaced sets the letter of an item apart, with a no-break space: item 2 (b).
func spaced(item string) string {
	return strings.ReplaceAll(strings.ReplaceAll(item, " (", "("), "(", "\u00a0(")
}

// adopted names a resolution or decision by its body, if the value gives it: General Assembly resolution 55/25.
func adopted(f Field) string {
	body, id, ok := strings.Cut(f.Value, " ")
	switch {
	case !strings.ContainsFunc(f.Value, unicode.IsDigit):
		return "a " + f.Name + " of the " + bodyName(f.Value)
	case ok && bodyCode(body) != "":
		return bodyName(body) + " " + f.Name + " " + id
	}
	return f.Name + " " + f.Value
}

// bodyName is the name of a body with that code, the code itself where the name is not known.
func bodyName(code string) string {
	if name := symbol.BodyName(strings.ToUpper(code)); name != "" {
		return name
	}
	return code
}

var languages = map[string]string{"ar": "Arabic", "zh": "Chinese", "en": "English", "fr": "French", "ru": "Russian", "es": "Spanish"}

func language(code string) string {
	if name, ok := languages[strings.ToLower(code)]; ok {
		return name
	}
	return "language " + code
}

func stateRange(r Range) statement {
	s := statement{verb: "stand in", noun: "a document dated "}
	days := describeDays(r.From, r.To)
	if r.Name == "mentioned" {
		s.verb, s.noun = "mention", "a day "
		switch {
		case r.From == r.To:
			s.noun = ""
		case !strings.Contains(days, " to ") && r.From != "" && r.To != "":
			s.noun = "a day in "
		}
	}
	s.value = days
	return s
}

// describeDays writes "16 July 2024", "July 2024", "2024", "from 1 July to 15 August 2024", "from 1 July 2024 on", "up to 31
// July 2024".
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
		return first.Format(day)
	case len(printed) == len("2006"):
		return first.Format("2006")
	case len(printed) == len("2006-01"):
		return first.Format("January 2006")
	case first.Year() == last.Year():
		return "from " + first.Format("2 January") + " to " + last.Format(day)
	}
	return "from " + first.Format(day) + " to " + last.Format(day)
}
