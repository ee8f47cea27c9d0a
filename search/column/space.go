package column

// Space says what the rows of a field are. What all units of a document share, such as its date, is held once.
type Space uint8

// The spaces. A row stands for a run of units; a row of Units for one.
const (
	Units    Space = iota
	Headings       // units of a document that follow each other below the same headings
	Documents
)

// spaceOf is the space of a field of the schema.
func spaceOf(ofDocument bool) Space {
	if ofDocument {
		return Documents
	}
	return Units
}
