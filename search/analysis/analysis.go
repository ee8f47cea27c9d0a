// Package analysis turns text into terms, the same way for indexing, querying and highlighting, per language.
//
// A text becomes two streams. The verbatim stream holds every word, stop words too, folded in case, width, diacritics,
// quotes and dashes, at true positions. The stem stream holds one stem for each of these words at the same position.
package analysis

// Token is a term at a place in a text.
type Token struct {
	Term string
	// Start and End are byte offsets into the text, half-open, on rune boundaries.
	Start, End int
	// Position counts words, from 0. A compound shares the position of its first part.
	Position int
	// Compound is true for a whole written form beside its parts: a symbol, "7/1", "open-ended".
	Compound bool
}
