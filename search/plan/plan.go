// Package plan is the query tree after analysis: what an engine executes. Words have become terms of a stream, field values
// terms of a keyword field. Both engines and the highlighter work from the same plan, so they find and mark the same words.
package plan

// Node is a plan. The forms are [And], [Or], [Not], [All], [None], [Term], [Phrase], [Near], [Pattern]
// and [Span].
type Node interface{ plan() }

// And matches what all of its nodes match; it has at least one.
type And struct{ Nodes []Node }

// Or matches what any of its nodes matches; it has at least one.
type Or struct{ Nodes []Node }

// Not matches what its node does not match. It may stand anywhere, also alone.
type Not struct{ Node Node }

// All matches every unit, None matches no unit.
type (
	All  struct{}
	None struct{}
)

// Term matches units that hold Value in Field, a stream or a keyword field.
type Term struct{ Field, Value string }

// Phrase matches units that hold Terms[i] at position p+i of stream Field, for some p and all i. Each Terms[i] is a set
// of alternatives.
type Phrase struct {
	Field string
	Terms [][]string
}

// Near matches units that hold a window of at most len(Terms)+Within words of Field, a stream of the text, in which every Terms[i]
// has a word that is one of its alternatives, each behind the one before where they are Ordered; what stands in Terms several times has as
// many words. Where Runs is not nil, it says how many of Terms stand directly behind each other, as one: [2 1] is a phrase and a word. It
// scores like a phrase: its frequency in a unit is the number of windows apart from each other, as [Windows].Count counts them.
type Near struct {
	Field   string
	Terms   [][]string
	Within  int
	Ordered bool
	Runs    []int
}

// Span matches units that hold a value v in keyword Field with From ≤ v ≤ To in byte order.
type Span struct{ Field, From, To string }

func (And) plan()     {}
func (Or) plan()      {}
func (Not) plan()     {}
func (All) plan()     {}
func (None) plan()    {}
func (Term) plan()    {}
func (Phrase) plan()  {}
func (Near) plan()    {}
func (Pattern) plan() {}
func (Span) plan()    {}
