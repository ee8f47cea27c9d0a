package query

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits of a query.
const (
	MaxLength      = 4000 // code points of the text
	MaxClauses     = 64   // phrases, prefixes and other forms of words, fields and ranges
	MaxWords       = 256  // different bare words
	MaxNesting     = 16   // levels of AND, OR and NOT, after brackets that change nothing are gone
	MaxPhraseWords = 64   // words of one phrase, or parts of one compound
	MinPrefix      = 2    // letters or figures before a star, or before a question mark within a word
	MaxDistance    = 50   // other words between words that stand near each other
	MaxFuzzy       = 2    // letters in which a word may differ
)

// Limit names one of the limits that make a query fail.
type Limit string

// The limits, by the words that count them.
const (
	LimitLength  Limit = "characters"
	LimitClauses Limit = "clauses"
	LimitWords   Limit = "different words"
	LimitNesting Limit = "levels of nesting"
	LimitPhrase  Limit = "words in a phrase"
	LimitNear    Limit = "other words between near ones"
)

// ErrLimit is what every [LimitError] wraps.
var ErrLimit = errors.New("the query is over a limit")

// LimitError says that a query is over a limit: "a query has at most 64 clauses; this one has 71". Value is what was met, Max what is allowed.
type LimitError struct {
	Limit      Limit
	Value, Max int
}

func (e *LimitError) Error() string {
	switch e.Limit {
	case LimitPhrase:
		return fmt.Sprintf("a phrase has at most %s words; this one has %s", thousands(e.Max), thousands(e.Value))
	case LimitNear:
		return fmt.Sprintf("at most %s other words may stand between words near each other; this query allows for %s", thousands(e.Max), thousands(e.Value))
	}
	return fmt.Sprintf("a query has at most %s %s; this one has %s", thousands(e.Max), e.Limit, thousands(e.Value))
}

// Unwrap makes errors.Is(err, ErrLimit) true.
func (e *LimitError) Unwrap() error { return ErrLimit }

// Options say how a text is read.
type Options struct {
	Any bool // words that no operator joins are joined by OR; in a run of Chinese, each character is such a word
}

// Query is a text and what was understood of it.
type Query struct {
	Text     string // as typed
	Node     Node   // nil where nothing was asked, None where nothing that was asked can be searched for
	Problems []Problem
}

// Problem is something that was not read as it was written, for the reader to know. Problems are in order of Offset.
type Problem struct {
	Offset int // code points from the beginning of the text
	Length int // code points
	Text   string
}

// Parse reads a query. The only errors are *[LimitError].
//
// Trees are normal: an And within an And, an Or within an Or and a Not of a Not are flattened, and no And or Or has fewer
// than two nodes. Parsing what [String] prints of a tree gives that tree, if its length allows.
func Parse(text string, o Options) (Query, error) {
	if n := utf8.RuneCountInString(text); n > MaxLength {
		return Query{Text: text}, &LimitError{LimitLength, n, MaxLength}
	}
	return parse(text, o)
}

// parse is Parse without the limit of length.
func parse(text string, o Options) (Query, error) {
	l := lex(text)
	tokens, more := recognise(l.source, l.tokens)
	p := parser{tokens: tokens, any: o.Any, problems: append(l.problems, more...)}
	node := p.query()
	if node == nil && !l.source.blank() {
		node = None{}
		p.explainNone(len(l.runes))
	}
	q := Query{Text: text, Node: node, Problems: l.source.locate(p.problems)}
	return q, checkLimits(node)
}

func checkLimits(n Node) error {
	words := map[string]bool{}
	if clauses := countClauses(n, words); clauses > MaxClauses {
		return &LimitError{LimitClauses, clauses, MaxClauses}
	}
	if len(words) > MaxWords {
		return &LimitError{LimitWords, len(words), MaxWords}
	}
	if depth := depth(n); depth > MaxNesting {
		return &LimitError{LimitNesting, depth, MaxNesting}
	}
	if words := longestPhrase(n); words > MaxPhraseWords {
		return &LimitError{LimitPhrase, words, MaxPhraseWords}
	}
	if distance := farthest(n); distance > MaxDistance {
		return &LimitError{LimitNear, distance, MaxDistance}
	}
	return nil
}

// children are the nodes directly below one; leaves have none.
func children(n Node) []Node {
	switch n := n.(type) {
	case And:
		return n.Nodes
	case Or:
		return n.Nodes
	case Not:
		return []Node{n.Node}
	}
	return nil
}

// countClauses counts the leaves that are no bare words, and collects these: pasted prose repeats many, and has few other leaves.
func countClauses(n Node, words map[string]bool) (clauses int) {
	if n == nil {
		return 0
	}
	if word, ok := n.(Word); ok {
		words[word.Text] = true
		return 0
	}
	below := children(n)
	if below == nil {
		return 1
	}
	for _, c := range below {
		clauses += countClauses(c, words)
	}
	return clauses
}

func depth(n Node) int {
	below := children(n)
	if below == nil {
		return 0
	}
	deepest := 0
	for _, c := range below {
		deepest = max(deepest, depth(c))
	}
	return deepest + 1
}

func longestPhrase(n Node) int {
	switch n := n.(type) {
	case Word:
		return countWords(n.Text)
	case Prefix:
		return countWords(n.Text)
	case Phrase:
		return countWords(n.Text)
	case Near:
		return countWords(n.Text)
	case Field:
		return countWords(n.Value)
	}
	longest := 0
	for _, c := range children(n) {
		longest = max(longest, longestPhrase(c))
	}
	return longest
}

// farthest is the largest number of words that may stand between near ones.
func farthest(n Node) int {
	if near, ok := n.(Near); ok {
		return near.Within
	}
	most := 0
	for _, c := range children(n) {
		most = max(most, farthest(c))
	}
	return most
}

// countWords counts the runs of letters and figures.
func countWords(text string) int {
	return len(strings.FieldsFunc(text, func(r rune) bool { return !isWordRune(r) && !unicode.IsMark(r) }))
}

// isWordRune reports whether r is searched for: all but letters and figures separates. Search/analysis says the same of the
// texts: Roman numerals and the subscript of CO₂ are figures, the tatweel that stretches Arabic words is no letter.
func isWordRune(r rune) bool {
	return unicode.In(r, unicode.L, unicode.Nd, unicode.Nl) && r != '\u0640' || '₀' <= r && r <= '₉'
}

// thousands writes a count the way the United Nations does: 1,204.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
