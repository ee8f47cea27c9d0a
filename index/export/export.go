// Package export is the form in which a whole index leaves plenary and comes back: JSON Lines. The first line is a [Header], then comes a
// line for each document, with all that the index holds of it, and a line for each source that its catalogue remembers:
//
//	{"format":"plenary-export","version":1,"schema":5,"documents":2,"sources":2,"settled":true}
//	{"document":{"source":"papers/1.txt","symbol":"CTOC/COP/2024/1", … ,"units":[ … ]}}
//	{"source":"papers/1.txt","entry":{"size":31337, … }}
//
// A file may be compressed, by zstd or gzip. Lines are written and read one by one, and what is read is not trusted: see [Reader]. Which
// lines there are, in which order, and what becomes of them is for package index to say; no engine is known here.
package export

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"unicode/utf8"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"github.com/plenary-search/plenary/index/document"
)

// Version is that of the form. A later program refuses a form that it does not know.
const Version = 1

// formatName tells an export from other JSON Lines.
const formatName = "plenary-export"

// Header is the first line of an export.
type Header struct {
	Format    string `json:"format"`    // always "plenary-export"
	Version   int    `json:"version"`   // of the form
	Schema    int    `json:"schema"`    // of the index: what its documents mean
	Documents int    `json:"documents"` // lines that follow
	Sources   int    `json:"sources"`   // lines behind these
	// Settled is true where all documents are linked with one another, as they are unless an index run was interrupted.
	Settled bool `json:"settled"`
}

// lines is the number of lines behind the header.
func (h Header) lines() int { return h.Documents + h.Sources }

// line is a line behind the header: a document, or a source with its entry. SourceBytes and EntryBytes stand for a name and an entry that
// JSON cannot say: file names need not be UTF-8, and engines keep entries as they are.
type line struct {
	Document    *document.Document `json:"document,omitempty"`
	Source      *string            `json:"source,omitempty"`
	SourceBytes []byte             `json:"source_bytes,omitempty"`
	Entry       json.RawMessage    `json:"entry,omitempty"`
	EntryBytes  []byte             `json:"entry_bytes,omitempty"`
}

// MaxLineBytes bounds a line. A document of the most text that is indexed as one has some 70 MiB if it consists of very short paragraphs.
const MaxLineBytes = 128 << 20

// TooLongError says that a line is longer than MaxLineBytes.
type TooLongError struct{ Of string }

// Error names what the line is of, and the limit.
func (e *TooLongError) Error() string {
	return fmt.Sprintf("%s takes more than %d MiB in one line", e.Of, MaxLineBytes>>20)
}

// Writer writes an export. It is used by one goroutine.
type Writer struct {
	out     io.Writer
	header  Header
	written int // lines behind the header
	buffer  bytes.Buffer
}

// NewWriter begins an export with its header, whose format and version need not be set.
func NewWriter(out io.Writer, h Header) (*Writer, error) {
	h.Format, h.Version = formatName, Version
	w := &Writer{out: out, header: h}
	return w, encode(out, h)
}

// Document writes the line of a document. All of them come before the first source.
func (w *Writer) Document(d document.Document) error {
	if d.Units == nil {
		d.Units = []document.Unit{} // engines differ in which of both they give back
	}
	l := line{Document: &d}
	if !utf8.ValidString(d.Source) {
		l.SourceBytes = []byte(d.Source)
	}
	return w.write("document "+d.Key().String(), l)
}

// Entry writes the line of a source.
func (w *Writer) Entry(e document.Entry) error {
	l := line{Source: &e.Source, Entry: e.Data}
	if !utf8.ValidString(e.Source) {
		l.Source, l.SourceBytes = nil, []byte(e.Source)
	}
	if !isCompact(e.Data) {
		l.Entry, l.EntryBytes = nil, e.Data
	}
	return w.write(fmt.Sprintf("source %q", e.Source), l)
}

// isCompact reports whether data is JSON that comes back byte for byte.
func isCompact(data []byte) bool {
	var compact bytes.Buffer
	return utf8.Valid(data) && json.Compact(&compact, data) == nil && bytes.Equal(compact.Bytes(), data)
}

// Close ends the export, and fails where it has not the lines that its header says. It does not close what it writes to.
func (w *Writer) Close() error {
	if w.written != w.header.lines() {
		return fmt.Errorf("%d documents and sources were written, and not the %d there were: the index has changed meanwhile", w.written, w.header.lines())
	}
	return nil
}

// write writes a line behind the header, if a [Reader] would take it.
func (w *Writer) write(of string, l line) error {
	w.buffer.Reset()
	err := encode(&w.buffer, l)
	if err == nil && w.buffer.Len() > MaxLineBytes {
		return &TooLongError{Of: of}
	}
	if err == nil && l.Document != nil {
		err = errors.Join(measure(w.buffer.Bytes()), check(l.Document), l.comesBack(w.buffer.Bytes()))
	}
	if err != nil {
		return fmt.Errorf("%s could not be read back: %w", of, err)
	}
	w.written++
	_, err = w.out.Write(w.buffer.Bytes())
	return err
}

func encode(to io.Writer, value any) error {
	encoder := json.NewEncoder(to)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(value)
}

// comesBack makes sure that a document is read as it was written: in JSON, bytes that are not UTF-8 become a mark. Only a line that has one
// is read again.
func (l line) comesBack(written []byte) error {
	if !bytes.Contains(written, []byte(`\ufffd`)) {
		return nil
	}
	var back line
	if err := json.Unmarshal(written, &back); err != nil {
		return err
	}
	back.Document.Source = l.Document.Source // stands in SourceBytes, if it has to
	var again bytes.Buffer
	if err := encode(&again, back); err != nil {
		return err
	}
	if !bytes.Equal(again.Bytes(), written) {
		return errors.New("it holds text that is not UTF-8: index its source again")
	}
	return nil
}

// Compress returns a writer that compresses as the end of a file name says, ".zst" or ".gz", or not at all. Closing it does not close out.
func Compress(out io.Writer, name string) (io.WriteCloser, error) {
	switch strings.ToLower(path.Ext(name)) {
	case ".zst":
		return zstd.NewWriter(out, zstd.WithEncoderConcurrency(1)) // so that the same lines give the same bytes
	case ".gz":
		return gzip.NewWriter(out), nil
	}
	return plain{out}, nil
}

type plain struct{ io.Writer }

// Close does nothing.
func (plain) Close() error { return nil }
