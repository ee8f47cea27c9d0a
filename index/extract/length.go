package extract

import "fmt"

// The limits of what one document holds, whatever its format. An engine writes a document as a whole and needs about 110 bytes
// of memory for one of text and 9 kB for each paragraph, so that a document at the limit takes it some 950 MiB.
const (
	// DefaultMaxText is the most text of a document, in bytes.
	DefaultMaxText = 8 << 20
	// blockWeight is what a paragraph counts beside its text.
	blockWeight = 100
)

// TooLongError says that a document holds more text, in more paragraphs, than is indexed as one. Blocks is 0 where reading stopped
// before the end was seen.
type TooLongError struct{ Blocks, Bytes int }

// Error gives what was met, the limit, and what to do.
func (e *TooLongError) Error() string {
	if e.Blocks == 0 {
		return fmt.Sprintf("too long for one document: %s of text and more, limit %s: split the file", mebibytes(int64(e.Bytes)), mebibytes(DefaultMaxText))
	}
	return fmt.Sprintf("too long for one document: %d paragraphs with %s of text, limit %s, each paragraph counted as %d bytes more: split the file",
		e.Blocks, mebibytes(int64(e.Bytes)), mebibytes(DefaultMaxText), blockWeight)
}

// Measure returns a [*TooLongError] for a content over the limits of a document, and nil for others.
func (c Content) Measure() error {
	size := 0
	for _, b := range c.Blocks {
		size += len(b.Text)
	}
	if size+blockWeight*len(c.Blocks) > DefaultMaxText {
		return &TooLongError{Blocks: len(c.Blocks), Bytes: size}
	}
	return nil
}
