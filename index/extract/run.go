package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// run puts the text of a block together from pieces between tags: blanks fold to one, none stand at the ends, and the offsets that
// links keep are those of the folded text.
type run struct {
	buf     []byte
	pending bool // a blank comes before the next word
	tab     int  // where the first tab stood, 0 where there was none
	from    int  // where the text of the open link begins, -1 until it has any
	linked  bool
	spans   []bool // open spans, true for bold ones
	bolder  int    // how many of them are
	letters int
	strong  int // letters in bold face
}

// write appends s.
func (t *run) write(s string) {
	for i := 0; i < len(s); {
		c, size := rune(s[i]), 1
		if c >= utf8.RuneSelf {
			c, size = utf8.DecodeRuneInString(s[i:])
		}
		switch {
		case unicode.IsSpace(c):
			if c == '\t' && t.tab == 0 {
				t.tab = len(t.buf)
			}
			t.pending = true
		case unseen(c):
		default:
			t.put(c, s[i:i+size])
		}
		i += size
	}
}

// unseen reports whether a character leaves no trace on paper: a soft hyphen, a zero-width blank, a mark of direction.
func unseen(c rune) bool {
	switch c {
	case '\u00ad', '\u200b', '\u2060', '\ufeff', '\u200e', '\u200f':
		return true
	}
	return '\u202a' <= c && c <= '\u202e' || unicode.IsControl(c)
}

func (t *run) put(c rune, s string) {
	if t.pending && len(t.buf) > 0 {
		t.buf = append(t.buf, ' ')
	}
	t.pending = false
	if t.linked && t.from < 0 {
		t.from = len(t.buf)
	}
	t.buf = append(t.buf, s...)
	if unicode.IsLetter(c) {
		t.letters++
		if t.bolder > 0 {
			t.strong++
		}
	}
}

// space asks for a blank before what follows.
func (t *run) space() { t.pending = true }

func (t *run) empty() bool { return len(t.buf) == 0 }

// place is where the next piece is written, its blank included.
func (t *run) place() int { return len(t.buf) }

// since is the text from a place on.
func (t *run) since(at int) string {
	return strings.TrimSpace(string(t.buf[min(max(at, 0), len(t.buf)):]))
}

// cut takes the text from a place on away.
func (t *run) cut(at int) { t.buf = t.buf[:at] }

// anchor begins a link, anchored ends it and returns where its text stands.
func (t *run) anchor() { t.linked, t.from = true, -1 }

func (t *run) anchored() (start, end int) {
	start, t.linked = t.from, false
	if start < 0 {
		return 0, 0
	}
	return start, len(t.buf)
}

func (t *run) span(bold bool) {
	t.spans = append(t.spans, bold)
	if bold {
		t.bolder++
	}
}

func (t *run) endSpan() {
	n := len(t.spans)
	if n == 0 {
		return
	}
	if t.spans[n-1] {
		t.bolder--
	}
	t.spans = t.spans[:n-1]
}

// bold reports whether all letters are in bold face.
func (t *run) bold() bool { return t.letters > 0 && t.strong == t.letters }

// String is the text so far.
func (t *run) String() string { return string(t.buf) }
