package query

// Node is a query tree. Trees are values: no engine changes one. The forms are [And], [Or], [Not], [Word], [Prefix],
// [Phrase], [Field], [Range] and [None]; a nil Node matches everything.
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

// Phrase is a run of words, in order and adjacent, matched by verbatim forms or, with Stem, by stems.
type Phrase struct {
	Text string
	Stem bool
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
)

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

func (And) node()    {}
func (Or) node()     {}
func (Not) node()    {}
func (Word) node()   {}
func (Prefix) node() {}
func (Phrase) node() {}
func (Field) node()  {}
func (Range) node()  {}
func (None) node()   {}
