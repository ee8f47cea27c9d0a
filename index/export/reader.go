package export

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"unicode/utf8"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"github.com/plenary-search/plenary/index/document"
)

var (
	// ErrNot is the error of [Open] for what is no export.
	ErrNot = errors.New("not an export of plenary")
	// ErrVersion: an export of a form that this program does not know.
	ErrVersion = errors.New("an export of another version")
	// ErrCut: an export that ends before its end.
	ErrCut = errors.New("the export is cut")
	// ErrExpands: a compressed file that is made to fill memory or time.
	ErrExpands = errors.New("it expands to more than a thousand times its size")
)

// LineError says that a line is neither a document nor a source. Others may follow.
type LineError struct {
	Line int // from 1, which is the header
	Err  error
}

// Error names the line and the reason.
func (e *LineError) Error() string { return fmt.Sprintf("line %d: %v", e.Line, e.Err) }

// Unwrap gives the reason.
func (e *LineError) Unwrap() error { return e.Err }

// Line is a line behind the header: a document, or an entry of the catalogue.
type Line struct {
	Number   int                // from 1, which is the header
	Document *document.Document // nil: it is an entry
	Entry    document.Entry
}

// Reader reads an export. It holds one line at a time, so that its memory depends on the longest alone, and is used by one goroutine.
//
// What it gives is formed as the model is, but may say anything: whether a document can be indexed is for the engine to say.
type Reader struct {
	header Header
	lines  *bufio.Reader
	number int // of the last line
	close  func()
}

// maxHeader bounds the first line.
const maxHeader = 4096

// Open reads the header of an export, compressed or not. It is ErrNot for anything else, and cheap then; ErrVersion for an export that it
// cannot read.
func Open(r io.Reader) (*Reader, error) {
	head := bufio.NewReaderSize(r, maxHeader)
	text, closed, err := expand(head)
	if err != nil {
		return nil, err
	}
	if text != io.Reader(head) {
		head = bufio.NewReaderSize(text, maxHeader)
	}
	x := &Reader{number: 1, close: closed}
	if err := x.readHeader(head); err != nil {
		closed()
		return nil, err
	}
	x.lines = bufio.NewReaderSize(head, 64<<10)
	return x, nil
}

func (r *Reader) readHeader(head *bufio.Reader) error {
	if first, err := head.Peek(1); err != nil || first[0] != '{' {
		return ErrNot
	}
	said, err := head.ReadSlice('\n')
	if err != nil && !errors.Is(err, io.EOF) || json.Unmarshal(said, &r.header) != nil || r.header.Format != formatName {
		return ErrNot
	}
	switch h := r.header; {
	case h.Version != Version:
		return fmt.Errorf("%w: its form is version %d, this program's %d: use a plenary that is not older than the one that wrote it", ErrVersion, h.Version, Version)
	case h.Documents < 0 || h.Sources < 0 || h.lines() < 0:
		return fmt.Errorf("its header says %d documents and %d sources", h.Documents, h.Sources)
	}
	return nil
}

// Header is the first line.
func (r *Reader) Header() Header { return r.header }

// Close frees what the reader holds. It does not close what it reads from.
func (r *Reader) Close() { r.close() }

// Lines yields the lines behind the header, in order, once. A line that is none is yielded as a [*LineError], and the others follow. Any other
// error is the last: ErrCut, a [*TooLongError], ErrExpands, or that of reading.
func (r *Reader) Lines() iter.Seq2[Line, error] {
	return func(yield func(Line, error) bool) {
		var buffer []byte
		for end := r.header.lines() + 1; ; {
			raw, err := r.readLine(buffer[:0])
			switch {
			case err == io.EOF && r.number == end:
				return
			case err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF):
				err = fmt.Errorf("%w: it ends behind line %d of %d", ErrCut, r.number, end)
			case err == nil && r.number == end:
				err = fmt.Errorf("it has more than the %d lines that its header says", end)
			}
			if err != nil {
				yield(Line{}, err)
				return
			}
			r.number++
			got, err := decode(raw)
			got.Number = r.number
			if err != nil {
				err = &LineError{r.number, err}
			}
			if !yield(got, err) {
				return
			}
			if buffer = raw; cap(buffer) > keptBuffer {
				buffer = nil
			}
		}
	}
}

// keptBuffer is the largest buffer that is used for the next line, too.
const keptBuffer = 1 << 20

// readLine appends the next line to a buffer, without its end. A last line that nothing ends is cut.
func (r *Reader) readLine(buffer []byte) ([]byte, error) {
	for {
		part, err := r.lines.ReadSlice('\n')
		if len(buffer)+len(part) > MaxLineBytes {
			return nil, &TooLongError{Of: fmt.Sprintf("line %d", r.number+1)}
		}
		buffer = append(buffer, part...)
		switch {
		case err == nil:
			return buffer[:len(buffer)-1], nil
		case errors.Is(err, bufio.ErrBufferFull):
		case err == io.EOF && len(buffer) > 0:
			return nil, io.ErrUnexpectedEOF
		default:
			return nil, err
		}
	}
}

// decode reads a line.
func decode(raw []byte) (Line, error) {
	if err := measure(raw); err != nil {
		return Line{}, err
	}
	var l line
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&l); err != nil {
		return Line{}, err
	}
	if _, err := decoder.Token(); err != io.EOF {
		return Line{}, errors.New("something stands behind its end")
	}
	if l.Document != nil {
		return l.document()
	}
	return l.entry()
}

func (l line) document() (Line, error) {
	if l.Source != nil || l.Entry != nil || l.EntryBytes != nil {
		return Line{}, errors.New("it is a document and a source")
	}
	if l.SourceBytes != nil {
		l.Document.Source = string(l.SourceBytes)
	}
	return Line{Document: l.Document}, check(l.Document)
}

func (l line) entry() (Line, error) {
	e := document.Entry{Source: string(l.SourceBytes), Data: l.EntryBytes}
	if l.Source != nil {
		e.Source = *l.Source
	}
	if l.Entry != nil {
		e.Data = l.Entry
	}
	if l.Source == nil && l.SourceBytes == nil || len(e.Data) == 0 {
		return Line{}, errors.New("it is neither a document nor a source with its entry")
	}
	return Line{Entry: e}, checkSource(e.Source)
}

// maxObjects bounds the objects of a line: an empty one takes three bytes, and five hundred in memory. A document of the most text that is
// indexed as one has eighty thousand units, each with some tags and references.
const maxObjects = 1 << 20

// measure refuses a line that is not UTF-8, which JSON would mend unseen, or that decodes to far more than its size.
func measure(raw []byte) error {
	if !utf8.Valid(raw) {
		return errors.New("it is not UTF-8")
	}
	objects, within := 0, false
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; {
		case within && c == '\\':
			i++
		case c == '"':
			within = !within
		case c == '{' && !within:
			objects++
		}
	}
	if objects > maxObjects {
		return fmt.Errorf("it has %d objects, at most %d", objects, maxObjects)
	}
	return nil
}

// expand returns what a compressed file holds, and any other as it is.
func expand(r *bufio.Reader) (text io.Reader, closed func(), err error) {
	magic, _ := r.Peek(4)
	switch {
	case bytes.Equal(magic, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		in := &counter{Reader: r}
		z, err := zstd.NewReader(in, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(maxWindow))
		if err != nil {
			return nil, nil, ErrNot
		}
		return &bounded{z, in, 0}, z.Close, nil
	case bytes.HasPrefix(magic, []byte{0x1f, 0x8b}):
		in := &counter{Reader: r}
		z, err := gzip.NewReader(in)
		if err != nil {
			return nil, nil, ErrNot
		}
		return &bounded{z, in, 0}, func() { _ = z.Close() }, nil
	}
	return r, func() {}, nil
}

// maxWindow is what decompressing may keep in memory; "zstd --long" takes as much.
const maxWindow = 128 << 20

// A compressed file may expand to maxExpansion times what was read of it, beyond the first bytes. Documents expand some ten times.
const (
	maxExpansion  = 1000
	freeExpansion = 256 << 20
)

// counter counts what is read.
type counter struct {
	io.Reader
	n int64
}

// Read reads and counts.
func (c *counter) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n += int64(n)
	return n, err
}

// bounded ends with ErrExpands where too much comes of too little.
type bounded struct {
	io.Reader
	from *counter
	n    int64
}

// Read reads what was compressed.
func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if b.n += int64(n); b.n > freeExpansion+maxExpansion*b.from.n {
		return 0, ErrExpands
	}
	return n, err
}
