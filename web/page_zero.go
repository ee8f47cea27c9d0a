package web

import (
	"slices"
	"strings"
	"unicode"

	"github.com/plenary-search/plenary/index/citation"
	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search/query"
)

// zeroView explains why nothing was found and what would be.
type zeroView struct {
	Title      string
	Notes      []string
	Ways       []wayView
	WordsTitle string
	Words      []wordView
	Searched   string
	Missing    string
}

// wayView is a broader search that finds something, with its first hit.
type wayView struct {
	Text  string
	Count int
	Href  string
	First *hitView
}

type wordView struct {
	Text  string
	Count int
	Href  string
}

// Bounds of the searches that one empty answer costs.
const (
	maxWays      = 5
	maxAttempts  = 16
	maxByWord    = 16
	minSubPhrase = 2
	maxShorter   = 2 // shorter phrases among the ways
)

// zero explains an empty answer. Each way out was tried and finds something.
func (v *view) zero(q question, page answerPage) *zeroView {
	z := &zeroView{Title: v.zeroTitle(q, page.Chips)}
	v.addWords(z, q)
	v.addUncited(z, q)
	z.Ways = v.waysOut(q, page.Chips)
	z.Searched = v.say.count("zero.searched.text", v.corpus.Searchable, v.say.count("documents", v.corpus.Documents))
	if n := len(v.corpus.missing); n > 0 {
		z.Missing = v.say.count("zero.missing", n)
	}
	return z
}

// zeroTitle says which condition failed, as far as one sentence can.
func (v *view) zeroTitle(q question, chips []chip) string {
	what := "zero.query"
	words := plainWords(q.Reading.node)
	switch q.Reading.node.(type) {
	case nil:
		return v.say.say("zero.title.nowords")
	case query.Phrase:
		what = "zero.phrase"
	case query.Near:
		what = "zero.near"
	case query.Or:
		if q.Any {
			what = "zero.words.any"
		}
	default:
		if len(words) == 1 {
			what = "zero.word"
		} else if len(words) > 1 {
			what = "zero.words"
		}
	}
	items := q.values["item"]
	switch {
	case len(chips) == 0:
		return v.say.say("zero.title", v.say.say(what))
	case len(chips) == 1 && len(items) == 1:
		return v.say.say("zero.title.item", document.ReadingItem(items[0]), v.say.say(what))
	}
	return v.say.say("zero.title.filters", v.say.say(what))
}

// addWords counts each word of the query under the filters, and names those that stand nowhere.
func (v *view) addWords(z *zeroView, q question) {
	words := queryWords(q.Reading.node)
	if len(words) == 0 || len(words) > maxByWord {
		return
	}
	var nowhere []string
	for _, w := range words {
		n := v.count(query.Word{Text: w}, q.Filters, q.ExplicitOnly)
		z.Words = append(z.Words, wordView{Text: w, Count: n, Href: v.here.set("q", w).set("mode", "").String()})
		if n == 0 && (len(q.Filters) == 0 || v.count(query.Word{Text: w}, nil, false) == 0) {
			nowhere = append(nowhere, "“"+w+"”")
		}
	}
	if len(nowhere) > 0 {
		z.Notes = append(z.Notes, v.say.count("zero.nowhere", len(nowhere), strings.Join(nowhere, ", ")))
	}
	if len(words) == 1 {
		z.Words = nil // the notes have said it
		return
	}
	z.WordsTitle = v.say.say("zero.byword")
	if len(q.Filters) > 0 {
		z.WordsTitle = v.say.count("zero.byword.in", v.count(nil, q.Filters, q.ExplicitOnly))
	}
}

// addUncited says of a reference that was asked for that nothing cites it, and that a document is not held.
func (v *view) addUncited(z *zeroView, q question) {
	field, ok := q.Reading.node.(query.Field)
	if !ok || !slices.Contains([]string{"resolution", "decision", "symbol"}, field.Name) {
		return
	}
	name := v.say.valueName(field.Name, field.Value, "")
	z.Notes = append(z.Notes, v.say.say("zero.nocite", name))
	if citation.Kind(field.Name) == citation.Document && v.library.path(field.Value, "") == "" {
		z.Notes = append(z.Notes, v.say.say("doc.nothere", name)+".")
	}
}

// queryWords are the words of a query of words, of one phrase, or of one window of words near each other.
func queryWords(node query.Node) []string {
	if words := plainWords(node); words != nil {
		return words
	}
	switch n := node.(type) {
	case query.Phrase:
		return strings.Fields(n.Text)
	case query.Near:
		return strings.Fields(n.Text)
	case query.Or:
		return plainWords(query.And(n))
	}
	return nil
}

// attempt is a broader search: what it changes, and its address.
type attempt struct {
	text    string
	here    address
	shorter bool // a shorter phrase
}

// attempts lists broader searches, nearest first: the same words put more loosely, then with filters taken away, then fewer
// of the words.
func (v *view) attempts(q question, chips []chip) []attempt {
	var list []attempt
	add := func(text string, here address) { list = append(list, attempt{text: text, here: here}) }
	words := queryWords(q.Reading.node)
	phrase, isPhrase := q.Reading.node.(query.Phrase)
	_, either := q.Reading.node.(query.Or)
	for _, offer := range q.wider.offers {
		add(v.offerText(offer), v.here.add("expand", offer.Set))
	}
	if isPhrase && len(words) > 1 {
		if !phrase.Stem {
			add(v.say.say("zero.way.stem"), v.here.set("q", quotePhrase(phrase.Text)+"~"))
		}
	}
	if near, ok := q.Reading.node.(query.Near); ok && near.Ordered {
		near.Ordered = false
		add(v.say.say("zero.way.order"), v.here.set("q", query.String(near)))
	}
	if whole, ok := withoutParagraphs(q.Reading.node); ok {
		add(v.say.say("zero.way.whole"), v.here.set("q", query.String(whole)))
	}
	if apart, ok := anywhere(q.Reading.node); ok {
		add(v.say.say("zero.way.words"), v.here.set("q", query.String(apart)).set("mode", ""))
	}
	for _, c := range chips {
		if len(chips) > 1 {
			add(v.say.say("zero.way.drop", c.Text), c.without)
		}
	}
	if len(chips) > 0 && q.Query != nil {
		add(v.say.say("zero.way.nofilters"), v.here.only(slices.Concat([]string{"q"}, howShown)...))
	}
	if isPhrase {
		for size := len(words) - 1; size >= minSubPhrase && len(list) < maxAttempts; size-- {
			for from := 0; from+size <= len(words); from++ {
				shorter := strings.Join(words[from:from+size], " ")
				list = append(list, attempt{v.say.say("zero.way.shorter", shorter), v.here.set("q", quotePhrase(shorter)), true})
			}
		}
		return list
	}
	if len(words) > 1 && !either {
		for i, w := range words {
			rest := slices.Delete(slices.Clone(words), i, i+1)
			add(v.say.say("zero.way.without", w), v.here.set("q", strings.Join(rest, " ")))
		}
	}
	if all, ok := q.Reading.node.(query.And); ok && words == nil {
		for i, node := range all.Nodes {
			rest := slices.Delete(slices.Clone(all.Nodes), i, i+1)
			add(v.say.say("zero.way.without", v.conditionName(node)), v.here.set("q", query.String(query.And{Nodes: rest})))
		}
	}
	if len(words) > 1 && !either {
		add(v.say.say("zero.way.any"), v.here.set("q", strings.Join(words, " ")).set("mode", "any"))
	}
	return list
}

// withoutParagraphs is the reference behind which a query names paragraphs, if that is all it asks for: "A/79/15, para. 3".
func withoutParagraphs(node query.Node) (reference query.Node, ok bool) {
	or, ok := node.(query.Or)
	if !ok || len(or.Nodes) != 2 || len(namedParagraphs(or.Nodes[0])) != 1 {
		return nil, false
	}
	cites, ok := or.Nodes[1].(query.And)
	if !ok {
		return nil, false
	}
	return cites.Nodes[0], true
}

// anywhere is a query with the words of its phrases, and of those that must stand near one another, as words that may stand anywhere in
// a paragraph, in any form; ok tells whether there are such. What is refused stays: by looser words more would be.
func anywhere(node query.Node) (apart query.Node, ok bool) {
	switch n := node.(type) {
	case query.Phrase:
		return allWords(n.Text)
	case query.Near:
		return allWords(n.Text)
	case query.And:
		nodes, ok := eachAnywhere(n.Nodes)
		return query.And{Nodes: nodes}, ok
	case query.Or:
		if slices.ContainsFunc(n.Nodes, isField) || len(namedParagraphs(n)) > 0 {
			return node, false // a number that may be several things, with its words last, or of a paragraph
		}
		nodes, ok := eachAnywhere(n.Nodes)
		return query.Or{Nodes: nodes}, ok
	}
	return node, false
}

func isLetterOrFigure(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

func eachAnywhere(nodes []query.Node) (apart []query.Node, ok bool) {
	for _, node := range nodes {
		n, changed := anywhere(node)
		apart, ok = append(apart, n), ok || changed
	}
	return apart, ok
}

func isField(node query.Node) bool {
	_, ok := node.(query.Field)
	return ok
}

// allWords asks for all words of a text; ok tells whether there are several. What would not be read as a word alone, such as "OR" or
// "7/1", is written as a phrase.
func allWords(text string) (all query.And, ok bool) {
	for _, w := range strings.Fields(text) {
		alone, err := query.Parse(w, query.Options{})
		switch {
		case !strings.ContainsFunc(w, isLetterOrFigure):
		case err == nil && alone.Node == query.Node(query.Word{Text: w}) && len(alone.Problems) == 0:
			all.Nodes = append(all.Nodes, query.Word{Text: w})
		default:
			all.Nodes = append(all.Nodes, query.Phrase{Text: w})
		}
	}
	return all, len(all.Nodes) > 1
}

// conditionName is what a condition of a query asks for, as short as a way out names it.
func (v *view) conditionName(node query.Node) string {
	switch n := node.(type) {
	case query.Field:
		if n.Match == query.MatchTree {
			return v.say.valueName(n.Name, n.Value, "")
		}
	case query.Or: // a number that may be several things, with its words last
		if words, ok := n.Nodes[len(n.Nodes)-1].(query.Phrase); ok {
			return words.Text
		}
	}
	return strings.ReplaceAll(query.String(node), `"`, "")
}

// firstLines keeps the first sentences with marks, or the first ones where none has any.
func firstLines(passages []passage) (shown []passage, cut bool) {
	for i, p := range passages {
		if p.Gap == 0 && slices.ContainsFunc(p.Pieces, marked) {
			return passages[i : i+1], i > 0
		}
	}
	return passages[:min(1, len(passages))], false
}

func marked(p piece) bool { return p.Mark || slices.ContainsFunc(p.Kids, marked) }
