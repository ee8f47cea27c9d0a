// Package extract turns the bytes of a source into blocks. Each format has a reader in a file of its own; none knows anything
// about the United Nations. See [Read].
package extract

// Kind is what a block is, as far as its format shows.
type Kind string

// The kinds of block.
const (
	Text      Kind = "text"
	Heading   Kind = "heading"
	ListEntry Kind = "list"
	TableRow  Kind = "table"
	Note      Kind = "note" // a footnote
	PageBreak Kind = "page" // no text; the text before and after may be one paragraph
	Rule      Kind = "rule" // a separator line
	Preamble  Kind = "preambular"
	Operative Kind = "operative"
)

// Block is a stretch of a source: one paragraph or line of it, markup taken out.
type Block struct {
	Kind  Kind
	Label string // enumerator where the format itself separates it, else ""; Text keeps it
	Level int    // of a heading or list, 1 is the outermost; 0 where the format does not say
	Text  string // NFC, single spaces, no markup
	Mark  string // of a note: its mark; of another block: the marks that stood in it
	Cells []string
	Page  int
	Lang  string // ISO 639-1, "" where the format does not say
	// Lines are the source lines of a block that the format does not join, as in plain text; nil elsewhere.
	Lines []string
	Bold  bool
}

// Content is what a reader yields.
type Content struct {
	Blocks   []Block
	Lang     string            // ISO 639-1 where the format says it
	Meta     map[string]string // what the format itself states: "title", "symbol", "date"; keys in lower case
	Warnings []string
}
