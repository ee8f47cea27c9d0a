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

// Role is what a line of a cover page is, where the format says it.
type Role string

// The roles of cover page lines.
const (
	RoleSymbol       Role = "symbol"
	RoleOrganization Role = "organization"
	RoleBody         Role = "body"
	RoleDistribution Role = "distribution"
	RoleDate         Role = "date"
	RoleSession      Role = "session"
	RoleAgendaLine   Role = "agenda_line"
	RoleItemTitle    Role = "agenda_item_title"
	RoleType         Role = "document_type"
	RoleTitle        Role = "title"
	RoleAdoption     Role = "adoption" // by whom, when and on whose report
)

// Link is a stretch of text that an editor linked.
type Link struct {
	Start, End int // byte offsets in the block's text, half-open
	Target     string
}

// Block is a stretch of a source: one paragraph or line of it, markup taken out.
type Block struct {
	Kind  Kind
	Role  Role   // of a line of the cover page; empty for other blocks, and where the format does not say
	Part  string // the annex or part of a compound source that the block stands in, the same in all languages: "annex-2", "b"; "" for the main text
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
	// Links are the links in Text, in order. References are found in the text itself; links serve to measure how well.
	Links []Link
}

// Content is what a reader yields.
type Content struct {
	Blocks []Block
	Lang   string // ISO 639-1 where the format says it
	// Meta is what the format itself states: "title", "symbol", "type", "committee", the ISO days "date" and "adopted", "session" as a
	// number, "item" as printed ("69 (a)"). Absent keys are not stated.
	Meta map[string]string
	// Marked is true where the blocks are whole paragraphs, headings and notes with kinds, labels and roles that the format
	// states, so that nobody has to guess them.
	Marked   bool
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
	return "this is " + e.Format + ", a format that is not read yet; plain text, Markdown and Akoma Ntoso are"
}

// Read turns the source r into blocks. The reader is chosen by the first bytes, not by name, which serves messages only.
// Errors are [ErrEmpty], [*TooLargeError], [*UnreadableError], [*MarkupError], what r returns, and the context's.
func Read(ctx context.Context, name string, r io.Reader, lim Limits) (Content, error) {
	data, err := readAll(ctx, r, lim)
	if err == nil {
		err = recognise(data)
	}
	if err != nil {
		return Content{}, fmt.Errorf("extract %s: %w", name, err)
	}
	c, err := readBlocks(data)
	if err != nil {
		return Content{}, fmt.Errorf("extract %s: %w", name, err)
	}
	if len(c.Blocks) == 0 {
		return Content{}, fmt.Errorf("extract %s: %w", name, ErrEmpty)
	}
	return c, nil
}

// readBlocks reads data, which are text of some kind.
func readBlocks(data []byte) (Content, error) {
	text, warning := decode(data)
	c := Content{}
	if isAKN(text) {
		var err error
		if c, err = readAKN(text); err != nil {
			return Content{}, err
		}
	} else {
		c = readText(text)
	}
	if warning != "" {
		c.Warnings = append([]string{warning}, c.Warnings...)
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
