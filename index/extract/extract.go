// Package extract turns the bytes of a source into blocks. Each format has a reader in a file of its own; none knows anything
// about the United Nations. See [Read].
package extract

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
)

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
	Rule      Kind = "rule" // a separator line; Text is the character it is made of
	Preamble  Kind = "preambular"
	Operative Kind = "operative"
)

// Block is a stretch of a source: one paragraph or line of it, markup taken out.
type Block struct {
	Kind  Kind
	Label string // enumerator where the format itself separates it, else ""; Text keeps it
	Level int    // of a heading or list, 1 is the outermost; 1 of a table's header row; 0 where the format does not say
	Text  string // NFC, single spaces, no markup
	Mark  string // of a note: its mark; of another block: the marks that stood in it
	Cells []string
	Page  int
	Lang  string // ISO 639-1, "" where the format does not say
	// Lines are the source lines of a block that the format does not join, as in plain text; nil elsewhere.
	Lines []string
	// Gap is the number of blank lines before the block, where the format has lines. 0 means that it follows at once.
	Gap  int
	Bold bool
}

// Content is what a reader yields.
type Content struct {
	Blocks   []Block
	Lang     string            // ISO 639-1 where the format says it
	Meta     map[string]string // what the format itself states: "title", "symbol", "date"; keys in lower case
	Warnings []string
}

// Limits bound what one source may cost. The zero value means the defaults.
type Limits struct {
	// MaxBytes is the largest source that is read, [DefaultMaxBytes] where it is 0.
	MaxBytes int64
}

// DefaultMaxBytes is the size limit of a source.
const DefaultMaxBytes = 64 << 20

// ErrEmpty is returned for a source without any text.
var ErrEmpty = errors.New("the file holds no text")

// TooLargeError says that a source is over its limit. Size is 0 where reading stopped before the end was seen.
type TooLargeError struct{ Size, Limit int64 }

// Error names the limit and the option that moves it.
func (e *TooLargeError) Error() string {
	if e.Size == 0 {
		return fmt.Sprintf("too large: more than the limit of %s (--max-file-size)", mebibytes(e.Limit))
	}
	return fmt.Sprintf("too large: %s, limit %s (--max-file-size)", mebibytes(e.Size), mebibytes(e.Limit))
}

func mebibytes(n int64) string {
	if n%(1<<20) == 0 || n > 10<<20 {
		return fmt.Sprintf("%d MiB", (n+1<<20-1)>>20)
	}
	return fmt.Sprintf("%d bytes", n)
}

// UnreadableError says that a source has a format for which there is no reader.
type UnreadableError struct{ Format string } // in words: "a PDF document"

// Error says what the source is.
func (e *UnreadableError) Error() string {
	return "this is " + e.Format + ", a format that is not read yet; plain text and Markdown are"
}

// Read turns the source r into blocks. The reader is chosen by the first bytes, not by name, which serves messages only.
// Errors are [ErrEmpty], [*TooLargeError], [*UnreadableError], what r returns, and the context's.
func Read(ctx context.Context, name string, r io.Reader, lim Limits) (Content, error) {
	data, err := readAll(ctx, r, lim)
	if err == nil {
		err = recognise(data)
	}
	if err != nil {
		return Content{}, fmt.Errorf("extract %s: %w", name, err)
	}
	c := readText(data)
	if len(c.Blocks) == 0 {
		return Content{}, fmt.Errorf("extract %s: %w", name, ErrEmpty)
	}
	return c, nil
}

// readAll reads r up to the limit, looking at the context once per buffer.
func readAll(ctx context.Context, r io.Reader, lim Limits) ([]byte, error) {
	limit := lim.MaxBytes
	if limit <= 0 {
		limit = DefaultMaxBytes
	}
	var b bytes.Buffer
	src := io.LimitReader(r, limit+1)
	for {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		n, err := io.CopyN(&b, src, 1<<20)
		if errors.Is(err, io.EOF) || (err == nil && n == 0) {
			break
		}
		if err != nil {
			return nil, err
		}
	}
	if int64(b.Len()) > limit {
		return nil, &TooLargeError{Limit: limit}
	}
	return b.Bytes(), nil
}

// signatures are the first bytes of the formats that are told apart.
var signatures = []struct{ prefix, format string }{
	{"%PDF-", "a PDF document"},
	{"PK\x03\x04", "a zip archive (Word, OpenDocument or the like)"},
	{"PK\x05\x06", "an empty zip archive"},
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Microsoft Office document"},
	{"{\\rtf", "a Rich Text document"},
	{"\x1f\x8b", "a gzip archive"},
	{"\x28\xb5\x2f\xfd", "a Zstandard archive"},
	{"\x89PNG", "a PNG picture"},
	{"\xff\xd8\xff", "a JPEG picture"},
	{"GIF8", "a GIF picture"},
	{"II*\x00", "a TIFF picture"},
	{"MM\x00*", "a TIFF picture"},
	{"\x7fELF", "a program"},
}

// recognise refuses what is not text. A NUL byte is proof, except in UTF-16, which says so by its byte order mark.
func recognise(data []byte) error {
	if len(data) == 0 {
		return ErrEmpty
	}
	for _, s := range signatures {
		if bytes.HasPrefix(data, []byte(s.prefix)) {
			return &UnreadableError{Format: s.format}
		}
	}
	if !utf16Marked(data) && bytes.IndexByte(data, 0) >= 0 {
		return &UnreadableError{Format: "a binary file"}
	}
	return nil
}
