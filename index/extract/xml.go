package extract

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
)

// The limits of an XML source. What is over them is no document that people wrote.
const (
	maxXMLDepth      = 256
	maxXMLAttributes = 256
	maxXMLTokens     = 20_000_000
	maxXMLMends      = 200 // faults that are mended before a source is given up
)

// MarkupError says why a source with markup is refused.
type MarkupError struct {
	Line   int // from 1
	Reason string
}

// Error names the place and the reason.
func (e *MarkupError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Reason) }

// xmlVisitor takes the events of a document in order. They nest whatever the source does: every start has its end.
type xmlVisitor interface {
	start(name string, attrs []xml.Attr)
	end(name string)
	text(s string)
}

// xmlRules say how a vocabulary nests, for sources that are not well-formed.
type xmlRules struct {
	// walls are the elements that an end tag without a beginning does not close: it is left out instead.
	walls map[string]bool
	// flat are the elements that never hold their own kind: in a source with faults, the next one closes the one before.
	flat map[string]bool
}

// xmlWalker reads XML without a schema, token by token. Names are local names. Nothing is fetched and no entity is defined by the
// source: a DOCTYPE with a subset is refused. End tags without a beginning are left out, missing ones are set, and a bracket or
// ampersand that begins nothing is text.
type xmlWalker struct {
	xmlRules
	source  string
	base    int // offset in source where dec began
	dec     *xml.Decoder
	visitor xmlVisitor
	open    []string
	mends   int
	first   int // line of the first mend
	tokens  int
	wasted  int // bytes read more than once
	chars   int // bytes of text, without blanks between elements
}

// walkXML reads source, which is UTF-8, and returns a warning that tells how much was mended, "" for a well-formed source.
// The error is a [*MarkupError], or a [*TooLongError] where the text is twice what a document may hold: the reader may leave
// half of it out, but need not go on for minutes.
func walkXML(source string, rules xmlRules, v xmlVisitor) (warning string, err error) {
	w := &xmlWalker{xmlRules: rules, source: withoutControls(source), visitor: v}
	w.restart(0)
	for {
		token, err := w.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = w.take(token)
		}
		if err != nil {
			return "", err
		}
	}
	if len(w.open) > 0 {
		w.mend()
		w.closeDownTo(0)
	}
	return w.warning(), nil
}

func (w *xmlWalker) warning() string {
	switch w.mends {
	case 0:
		return ""
	case 1:
		return fmt.Sprintf("the XML is not well-formed: mended in line %d", w.first)
	}
	return fmt.Sprintf("the XML is not well-formed: mended in %d places, first in line %d", w.mends, w.first)
}

// withoutControls makes blanks of the characters that XML does not allow.
func withoutControls(s string) string {
	forbidden := func(r rune) bool {
		return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == '\ufffe' || r == '\uffff'
	}
	if strings.IndexFunc(s, forbidden) < 0 {
		return s
	}
	return strings.Map(func(r rune) rune {
		if forbidden(r) {
			return ' '
		}
		return r
	}, s)
}

// restart goes on reading at an offset of the source.
func (w *xmlWalker) restart(offset int) {
	w.base = offset
	w.dec = xml.NewDecoder(strings.NewReader(w.source[offset:]))
	w.dec.Strict = false
	w.dec.Entity = xml.HTMLEntity
	w.dec.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // it is UTF-8 by now, whatever it says
}

func (w *xmlWalker) offset() int { return min(w.base+int(w.dec.InputOffset()), len(w.source)) }

// next returns the next token. Where none can be read, the character that began it is text, and reading goes on behind it.
func (w *xmlWalker) next() (xml.Token, error) {
	from := w.offset()
	token, err := w.dec.RawToken()
	if err == nil {
		return token, nil
	}
	if from >= len(w.source) {
		return nil, io.EOF
	}
	w.wasted += w.offset() - from
	if w.mend(); w.mends > maxXMLMends || w.wasted > len(w.source)+1<<20 {
		return nil, w.refuse("this is no XML: too many faults")
	}
	at := from
	if w.source[at] != '<' {
		if at += strings.IndexByte(w.source[from:], '&'); at < from {
			at = from
		}
	}
	w.restart(at + 1)
	return xml.CharData(w.source[from : at+1]), nil
}

func (w *xmlWalker) take(token xml.Token) error {
	if w.tokens++; w.tokens > maxXMLTokens {
		return w.refuse("XML of more than 20,000,000 tokens")
	}
	switch t := token.(type) {
	case xml.StartElement:
		return w.start(t)
	case xml.EndElement:
		w.end(t.Name.Local)
	case xml.CharData:
		if len(w.open) > 0 {
			if w.chars += len(bytes.TrimSpace(t)); w.chars > 2*DefaultMaxText {
				return &TooLongError{Bytes: w.chars}
			}
			w.visitor.text(string(t))
		}
	case xml.Directive:
		if strings.HasPrefix(strings.ToUpper(string(t)), "DOCTYPE") && strings.ContainsRune(string(t), '[') {
			return w.refuse("a DOCTYPE with definitions of its own is not read")
		}
	}
	return nil
}

func (w *xmlWalker) start(t xml.StartElement) error {
	name := t.Name.Local
	if w.mends > 0 && w.flat[name] {
		if i := w.find(name); i >= 0 {
			w.closeDownTo(i)
		}
	}
	if len(w.open) >= maxXMLDepth {
		return w.refuse("XML deeper than 256")
	}
	if len(t.Attr) > maxXMLAttributes {
		return w.refuse("an XML element with more than 256 attributes")
	}
	w.open = append(w.open, name)
	w.visitor.start(name, t.Attr)
	return nil
}

func (w *xmlWalker) end(name string) {
	i := w.find(name)
	if i < len(w.open)-1 || i < 0 {
		w.mend()
	}
	if i >= 0 {
		w.closeDownTo(i)
	}
}

// find returns the index of the innermost open element of that name, unless a wall stands before it; -1 where there is none.
func (w *xmlWalker) find(name string) int {
	for i := len(w.open) - 1; i >= 0; i-- {
		if w.open[i] == name {
			return i
		}
		if w.walls[w.open[i]] && !w.walls[name] {
			return -1
		}
	}
	return -1
}

// closeDownTo closes the open elements until n are left.
func (w *xmlWalker) closeDownTo(n int) {
	for len(w.open) > n {
		name := w.open[len(w.open)-1]
		w.open = w.open[:len(w.open)-1]
		w.visitor.end(name)
	}
}

func (w *xmlWalker) line() int { return 1 + strings.Count(w.source[:w.offset()], "\n") }

func (w *xmlWalker) mend() {
	if w.mends++; w.mends == 1 {
		w.first = w.line()
	}
}

func (w *xmlWalker) refuse(reason string) error { return &MarkupError{Line: w.line(), Reason: reason} }

// rootElement is the local name of the first element in text, "" where the text does not begin as XML does.
func rootElement(text string) string {
	text = strings.TrimLeftFunc(text, unicode.IsSpace)
	for {
		var closing string
		switch {
		case strings.HasPrefix(text, "<?"):
			closing = "?>"
		case strings.HasPrefix(text, "<!--"):
			closing = "-->"
		case strings.HasPrefix(strings.ToUpper(text[:min(9, len(text))]), "<!DOCTYPE"):
			closing = ">"
			if open := strings.IndexByte(text, '['); open >= 0 && open < strings.IndexByte(text, '>') {
				closing = "]>"
			}
		case strings.HasPrefix(text, "<"):
			return localName(text[1:])
		default:
			return ""
		}
		_, rest, ok := strings.Cut(text, closing)
		if !ok {
			return ""
		}
		text = strings.TrimLeftFunc(rest, unicode.IsSpace)
	}
}

// localName is the name of the element that begins with s, without its prefix.
func localName(s string) string {
	end := strings.IndexFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == '>' || r == '/' })
	if end < 0 {
		return ""
	}
	if _, local, ok := strings.Cut(s[:end], ":"); ok {
		return local
	}
	return s[:end]
}

// attr is the value of an attribute by its local name, "" where it is missing.
func attr(attrs []xml.Attr, name string) string {
	for _, a := range attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
