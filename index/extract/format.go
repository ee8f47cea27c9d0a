package extract

import (
	"bytes"
	"context"
	"strings"
	"unicode"
)

// Format is a family of files with one reader.
type Format string

// The formats that are told apart.
const (
	Plain        Format = "text" // plain text, and Markdown, which is a way to write it
	HTML         Format = "html"
	AKN          Format = "akn" // Akoma Ntoso
	XML          Format = "xml" // any other vocabulary
	Word         Format = "docx"
	OpenDocument Format = "odt"
	PDF          Format = "pdf"
)

// Engine is what reads a format. A cage keeps children per engine.
type Engine string

// The engines.
const (
	InProcess Engine = ""       // short loops over the bytes; needs no cage
	Go        Engine = "go"     // parsers of this program and of libraries
	PDFium    Engine = "pdfium" // foreign code, with a slow start
)

// reader turns the bytes of a source into blocks. It is safe for concurrent use.
type reader interface {
	read(ctx context.Context, data []byte, lim Limits) (Content, error)
}

// readerFunc is a reader without a state.
type readerFunc func(ctx context.Context, data []byte, lim Limits) (Content, error)

func (f readerFunc) read(ctx context.Context, data []byte, lim Limits) (Content, error) {
	return f(ctx, data, lim)
}

// formatRow says how a format is recognised and read.
type formatRow struct {
	format   Format
	name     string // in messages: "PDF"
	is       func(*sample) bool
	engine   Engine
	maxBytes int64
	reader   func(*Direct) reader // nil for a format that is recognised and not read
}

// formats are asked in this order. The last one takes all that is text.
var formats = []formatRow{
	{PDF, "PDF", isPDF, PDFium, DefaultMaxPDFBytes, func(d *Direct) reader { return d.pdfium() }},
	{OpenDocument, "OpenDocument text (.odt)", isOpenDocument, Go, DefaultMaxBytes, stateless(readOfficeSource)},
	{Word, "Word (.docx)", isWord, Go, DefaultMaxBytes, stateless(readOfficeSource)},
	{AKN, "Akoma Ntoso", func(s *sample) bool { return s.root == "akomaNtoso" }, Go, DefaultMaxBytes, stateless(readAKNSource)},
	{HTML, "HTML", isHTML, Go, DefaultMaxHTMLBytes, stateless(readHTML)},
	{XML, "XML of other vocabularies", isOtherXML, Go, DefaultMaxBytes, nil},
	{Plain, "plain text", func(*sample) bool { return true }, InProcess, DefaultMaxTextBytes, stateless(readPlain)},
}

func stateless(f readerFunc) func(*Direct) reader { return func(*Direct) reader { return f } }

// DefaultMaxHTMLBytes is the size limit of an HTML page.
const DefaultMaxHTMLBytes = 32 << 20

// DefaultMaxTextBytes is the size limit of plain text, which may be UTF-16: twice that of a document's text.
const DefaultMaxTextBytes = 2 * DefaultMaxText

// sample is what formats are recognised by.
type sample struct {
	data    []byte   // the whole source, or its first bytes
	text    string   // its beginning, if that is text, without byte order mark and white space
	root    string   // the local name of its first element, where text begins as XML does
	entries []string // of a zip archive, the first ones
	media   string   // the content of an archive's entry "mimetype"
}

// sampleBytes is how much of a source is looked at for its first element; comments and a DOCTYPE may stand before it.
const sampleBytes = 8 << 10

func sampleOf(data []byte) *sample {
	s := &sample{data: data}
	if bytes.HasPrefix(data, []byte("PK")) {
		s.entries, s.media = zipEntries(data)
		return s
	}
	head := data[:min(len(data), sampleBytes)]
	if bytes.IndexByte(head, 0) >= 0 {
		if decoded, known := decodeUnicode(head[:len(head)&^1]); known {
			head = decoded
		}
	}
	s.text = strings.TrimLeft(string(head), byteOrderMarks+" \t\r\n\f")
	s.root = rootElement(s.text)
	return s
}

// byteOrderMarks are the characters of a byte order mark, and those of one that went through Latin-1 on its way to UTF-8, as in the
// tables of Security Council meetings: "ï»¿".
const byteOrderMarks = "\ufeffï»¿"

// rowOf is the row of the format that data have.
func rowOf(data []byte) *formatRow {
	s := sampleOf(data)
	for i := range formats {
		if formats[i].is(s) {
			return &formats[i]
		}
	}
	return &formats[len(formats)-1] // not reached
}

// FormatOf recognises a format by content; the first bytes of a source do, its whole is surer.
func FormatOf(data []byte) Format { return rowOf(data).format }

// EngineOf is the engine of the format that data have.
func EngineOf(data []byte) Engine { return rowOf(data).engine }

// limitOf is the size limit of the format that a source with these first bytes has.
func limitOf(head []byte) int64 { return rowOf(head).maxBytes }

// recognise returns the row of a format that can be read. The errors are [ErrEmpty] and [*UnreadableError].
func recognise(data []byte) (*formatRow, error) {
	if len(data) == 0 {
		return nil, ErrEmpty
	}
	r := rowOf(data)
	if r.reader == nil {
		return nil, &UnreadableError{Format: "an XML document with the root <" + printableName(sampleOf(data).root) + ">"}
	}
	if r.engine == InProcess {
		if err := refuseBinary(data); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// isPDF looks for the signature, which may have up to a kibibyte of something else before it.
func isPDF(s *sample) bool { return bytes.Contains(s.data[:min(len(s.data), 1024)], []byte("%PDF-")) }

// isWord reports whether an archive may hold a Word document: the reader says of any other archive what it is.
func isWord(s *sample) bool {
	return bytes.HasPrefix(s.data, []byte("PK\x03\x04")) || bytes.HasPrefix(s.data, []byte("PK\x05\x06"))
}

// isOpenDocument reports whether an archive, or a single XML file, holds an OpenDocument text or a template of one.
func isOpenDocument(s *sample) bool {
	if isFlatODT(s.text) {
		return true
	}
	const text = "application/vnd.oasis.opendocument.text"
	return s.media == text || s.media == text+"-template" || s.media == "" && s.has("META-INF/manifest.xml") && s.has("content.xml")
}

// isOtherXML reports whether a source is XML by its declaration, or by a namespace in its first element.
func isOtherXML(s *sample) bool {
	first, _, _ := strings.Cut(strings.TrimLeft(s.text, "<"), ">")
	return strings.HasPrefix(s.text, "<?xml") || s.root != "" && strings.Contains(first, "xmlns")
}

// printableName is the name of an element, cut where it is none.
func printableName(s string) string {
	ok := func(r rune) bool {
		return r == '-' || r == '_' || r == '.' || unicode.IsLetter(r) || unicode.IsDigit(r)
	}
	if end := strings.IndexFunc(s, func(r rune) bool { return !ok(r) }); end >= 0 {
		s = s[:end]
	}
	return s[:min(len(s), 40)]
}

// isHTML reports whether the first element is one of HTML.
func isHTML(s *sample) bool {
	if s.root == "" && strings.HasPrefix(s.text, "---\n") { // a page that a site generator takes, with front matter before it
		if meta, rest := frontMatter(s.text); meta != nil {
			return htmlFirst[strings.ToLower(rootElement(rest))]
		}
	}
	return htmlFirst[strings.ToLower(s.root)]
}

// htmlFirst are the elements that a page or a piece of one begins with.
var htmlFirst = set(`html head body title meta link base style script article section main header nav div p h1 h2 h3 h4 h5 h6 table thead tbody tr ul ol dl
 center font span blockquote pre hr a b i em strong img br form noscript iframe`)

// has reports whether an entry has that name, or lies in that folder, where the name ends in a slash.
func (s *sample) has(name string) bool {
	for _, e := range s.entries {
		if e == name || strings.HasSuffix(name, "/") && strings.HasPrefix(e, name) {
			return true
		}
	}
	return false
}

func readPlain(_ context.Context, data []byte, _ Limits) (Content, error) {
	text, warning := decode(data)
	return warned(readText(text), warning), nil
}

func readAKNSource(_ context.Context, data []byte, _ Limits) (Content, error) {
	text, warning := decodeMarkup(data)
	c, err := readAKN(text)
	return warned(c, warning), err
}

// warned puts a warning before those of a content, unless it is empty.
func warned(c Content, warning string) Content {
	if warning != "" {
		c.Warnings = append([]string{warning}, c.Warnings...)
	}
	return c
}
