package query

import (
	"slices"
	"strings"
)

// Node is a query tree. Trees are values: no engine changes one. The forms are [And], [Or], [Not], [Word], [Prefix],
// [Wildcard], [Fuzzy], [Phrase], [Near], [Field], [Range] and [None]; a nil Node matches everything.
type Node interface{ node() }

// And matches what all of its nodes match.
type And struct{ Nodes []Node }

// Or matches what any of its nodes matches.
type Or struct{ Nodes []Node }

// Not matches what its node does not match.
type Not struct{ Node Node }

// Word is a bare word, matched by stem. A word with inner punctuation ("open-ended", "7/1") matches as the phrase of its parts.
type Word struct{ Text string }

// Prefix is the beginning of a word, matched against verbatim forms: traffick*.
type Prefix struct{ Text string }

// Wildcard is a word with stars, each of which stands for any number of letters, and question marks, each of which stands for one.
// It is matched against verbatim forms: organi*ation, wom?n.
type Wildcard struct{ Text string }

// Fuzzy is a word that verbatim forms may differ from in so many letters, 1 or 2, but not in the first. A letter that is missing,
// that is too many or that is another one counts as one, and so do two neighbours in the wrong order.
type Fuzzy struct {
	Text     string
	Distance int
}

// Phrase is a run of words, in order and adjacent, matched by verbatim forms or, with Stem, by stems.
type Phrase struct {
	Text string
	Stem bool
}

// Near is words that stand close together, in any order or as they are Ordered: from the first of them to the last there are at most
// Within other words. A word that is repeated must occur as often. They are matched by verbatim forms or, with Stem, by stems; the parts
// of a word with inner punctuation are words of their own.
type Near struct {
	Text    string // words with blanks between them; the words of a phrase, which stand side by side, with no-break spaces
	Within  int
	Stem    bool
	Ordered bool
}

// Match says how a [Field] compares its value.
type Match int

const (
	// MatchTree is the default: item 2 takes in 2(a), article 36 takes in 36(1); for flat fields the same as MatchExact.
	MatchTree Match = iota
	// MatchExact takes the value alone.
	MatchExact
	// MatchPrefix takes every value that begins so: symbol:CTOC/COP/2024/*.
	MatchPrefix
	// MatchWildcard takes every value of a form with stars and question marks: symbol:CTOC/COP/*/5. See [Glob].
	MatchWildcard
)

// MatchOf is how a value with stars or question marks in it, as it stands in field name, is compared, and the value without a star that is
// no part of it. Values of other forms are compared as match says.
func MatchOf(name, value string, match Match) (string, Match) {
	stem := strings.TrimSpace(strings.TrimRight(value, "* "))
	if at := strings.IndexAny(stem, "*?"); at > 0 && hasWord(stem[:at]) && slices.Contains(wildcardFields, name) {
		return stars.ReplaceAllString(value, "*"), MatchWildcard
	}
	if stem != strings.TrimSpace(value) {
		return stem, MatchPrefix
	}
	return value, match
}

// wildcardFields are the fields whose values may have stars and question marks in them: numbers and symbols, which have none themselves.
var wildcardFields = []string{"symbol", "document", "resolution", "decision"}

// Field matches units whose field Name holds Value. Which names there are, and how values are normalised, is the schema's.
type Field struct {
	Name     string
	Value    string
	Match    Match
	Explicit bool // of references: those named with their number only
}

// Range matches units whose field Name holds a day from From to To, inclusive, ISO 8601; either may be "".
type Range struct{ Name, From, To string }

// None matches nothing: something was asked, but nothing that can be searched for. It stands alone.
type None struct{}

func (And) node()      {}
func (Or) node()       {}
func (Not) node()      {}
func (Word) node()     {}
func (Prefix) node()   {}
func (Wildcard) node() {}
func (Fuzzy) node()    {}
func (Phrase) node()   {}
func (Near) node()     {}
func (Field) node()    {}
func (Range) node()    {}
func (None) node()     {}
