// Package extract turns the bytes of a source into blocks. Each format has a reader in a file of its own; none knows anything
// about the United Nations. See [Read].
package extract

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"
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

// Known reports whether k is one of the kinds above.
func (k Kind) Known() bool {
	switch k {
	case Text, Heading, ListEntry, TableRow, Note, PageBreak, Rule, Preamble, Operative:
		return true
	}
	return false
}

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
	// Breaks are the byte offsets in Text at which a new page begins, where the reader has put a paragraph together.
	Breaks []int
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
	// MaxPages is the largest number of pages of a PDF document, [DefaultMaxPages] where it is 0.
	MaxPages int
	// Size is about how many bytes a source has, 0 where nobody knows. It is no limit; it saves copies.
	Size int64 `json:"-"`
	// SkipPages are pages of a PDF document that are left out, counted from 1.
	SkipPages []int
	// OnPage, if set, is called before a page is read, from the goroutine that reads.
	OnPage func(page, of int) `json:"-"`
}

func (l Limits) maxPages() int { return cmp.Or(max(l.MaxPages, 0), DefaultMaxPages) }

func (l Limits) skips(page int) bool { return slices.Contains(l.SkipPages, page) }

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

// Read turns the source r into blocks. The reader is chosen by the first bytes, not by name, which serves messages only.
// Errors are [ErrEmpty], [*TooLargeError], [*UnreadableError], [*MarkupError], what r returns, and the context's.
func Read(ctx context.Context, name string, r io.Reader, lim Limits) (Content, error) {
	direct := &Direct{}
	defer direct.Close()
	return direct.Read(ctx, name, r, lim)
}

// Direct reads sources in this process. Its zero value is ready for use; it is safe for concurrent use, but PDF documents wait
// for one another. What runs PDFium, and nothing else, must be closed.
type Direct struct {
	// CacheDir is a folder for compiled code that makes the start of PDFium twenty times faster; "" keeps none.
	CacheDir string

	once sync.Once
	pdf  *pdfReader
}

func (d *Direct) pdfium() *pdfReader {
	d.once.Do(func() { d.pdf = &pdfReader{cacheDir: d.CacheDir} })
	return d.pdf
}

// Close ends PDFium, where it runs.
func (d *Direct) Close() error { return d.pdfium().close() }

// Warm makes ready what the engine needs before its first document, and writes what can be kept to CacheDir.
func (d *Direct) Warm(ctx context.Context, e Engine) error {
	if e == PDFium {
		return d.pdfium().warm(ctx)
	}
	return nil
}

// Read does as [Read] does.
func (d *Direct) Read(ctx context.Context, name string, r io.Reader, lim Limits) (Content, error) {
	data, err := ReadAll(ctx, r, lim)
	if err != nil {
		return Content{}, fmt.Errorf("extract %s: %w", name, err)
	}
	return d.ReadBytes(ctx, name, data, lim)
}

// ReadBytes reads a source that is in memory, as Read does. It keeps no part of data.
func (d *Direct) ReadBytes(ctx context.Context, name string, data []byte, lim Limits) (Content, error) {
	c, err := d.read(ctx, data, lim)
	if err == nil && len(c.Blocks) == 0 {
		err = ErrEmpty
	}
	if err == nil {
		err = c.Measure()
	}
	if err != nil {
		return Content{}, fmt.Errorf("extract %s: %w", name, err)
	}
	return c, nil
}

func (d *Direct) read(ctx context.Context, data []byte, lim Limits) (Content, error) {
	if limit := cmp.Or(max(lim.MaxBytes, 0), limitOf(data)); int64(len(data)) > limit {
		return Content{}, &TooLargeError{Limit: limit}
	}
	row, err := recognise(data)
	if err != nil {
		return Content{}, err
	}
	return row.reader(d).read(ctx, data, lim)
}

// ReadAll reads r up to the limit of its format, looking at the context once per buffer.
func ReadAll(ctx context.Context, r io.Reader, lim Limits) ([]byte, error) {
	var b bytes.Buffer
	limit := lim.MaxBytes
	if lim.Size > 1<<20 { // one piece of memory and not one after the other, each twice as large
		b.Grow(int(min(lim.Size, DefaultMaxPDFBytes)) + 1<<20)
	}
	for limit <= 0 || int64(b.Len()) <= limit {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		n, err := io.CopyN(&b, r, 1<<20)
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		if limit <= 0 { // the first bytes show the format, and with it the limit
			limit = limitOf(b.Bytes())
		}
		if n < 1<<20 {
			break
		}
	}
	if int64(b.Len()) > limit {
		return nil, &TooLargeError{Limit: limit}
	}
	return b.Bytes(), nil
}
