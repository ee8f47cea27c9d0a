package symbol

import (
	"strings"
	"unicode/utf8"
)

// Folded is a text without the marks that typesetting leaves within symbols and numbers, and the way back to the original.
type Folded struct {
	// Text is the folded text, valid UTF-8.
	Text string
	// from and to are, for each byte of Text, the start and end in the original of the character that it stems from; nil where
	// nothing was folded.
	from, to []int32
}

// Start is the offset in the original of the character at offset i of Text.
func (f Folded) Start(i int) int {
	if f.from == nil {
		return i
	}
	if i == len(f.from) {
		return f.End(i)
	}
	return int(f.from[i])
}

// End is the offset in the original of the end of a span that ends at offset i of Text. What was taken out after the span's
// last character stays outside.
func (f Folded) End(i int) int {
	if f.from == nil || i == 0 {
		return i
	}
	return int(f.to[i-1])
}

// Fold maps non-breaking and other hyphens to "-", blanks of all widths to " ", digits and brackets of Arabic and Chinese
// typesetting to ASCII, and takes out soft hyphens, zero-width characters and marks of direction. En dashes stay. Broken
// UTF-8 becomes U+FFFD. It is linear in the text and leaves most texts as they are.
//
// "ES‑10/15" with a non-breaking hyphen is printed so in resolutions of the tenth emergency special session.
func Fold(text string) Folded {
	if !mayFold(text) {
		return Folded{Text: text}
	}
	var b strings.Builder
	b.Grow(len(text))
	f := Folded{from: make([]int32, 0, len(text)), to: make([]int32, 0, len(text))}
	for i, r := range text {
		width := runeWidth(text[i:], r)
		before := b.Len()
		if r = fold(r); r != removed {
			b.WriteRune(r)
		}
		for range b.Len() - before {
			f.from = append(f.from, int32(i))
			f.to = append(f.to, int32(i+width))
		}
	}
	f.Text = b.String()
	return f
}

// mayFold reports whether a character of text folds. It passes over ASCII, and over letters of two and three bytes of blocks in which
// nothing folds, without decoding them.
func mayFold(text string) bool {
	for i := 0; i < len(text); {
		c := text[i]
		switch {
		case c < utf8.RuneSelf:
			i++
		case plainLead[c] > 0 && i+int(plainLead[c]) <= len(text) && continues(text[i+1:i+int(plainLead[c])]):
			i += int(plainLead[c])
		default:
			r, width := utf8.DecodeRuneInString(text[i:])
			if folds(r) {
				return true
			}
			i += width
		}
	}
	return false
}

// plainLead are the lengths of the characters that a byte begins, 0 where some of them fold: Latin, Greek, Cyrillic, Hebrew (C3 to D7),
// and Chinese (E4 to E9).
var plainLead = func() (lengths [256]uint8) {
	for c := 0xC3; c <= 0xD7; c++ {
		lengths[c] = 2
	}
	for c := 0xE4; c <= 0xE9; c++ {
		lengths[c] = 3
	}
	return lengths
}()

// continues reports whether s is made of continuation bytes.
func continues(s string) bool {
	for i := range len(s) {
		if s[i]&0xC0 != 0x80 {
			return false
		}
	}
	return true
}

func runeWidth(s string, r rune) int {
	if r == utf8.RuneError {
		_, n := utf8.DecodeRuneInString(s)
		return n
	}
	return utf8.RuneLen(r)
}

// removed stands for a character that is taken out.
const removed = -1

func folds(r rune) bool { return r == utf8.RuneError || fold(r) != r }

// fold is the character that r is read as.
func fold(r rune) rune {
	switch {
	case r < 0xA0:
		return r
	case r == '\u00A0', r == '\u1680', '\u2000' <= r && r <= '\u200A', r == '\u202F', r == '\u205F', r == '\u3000':
		return ' '
	case r == '\u2010', r == '\u2011', r == '\u2012', r == '\u2212', r == '\uFE63', r == '\uFF0D':
		return '-'
	case r == '\u00AD', r == '\u061C', '\u200B' <= r && r <= '\u200F', '\u202A' <= r && r <= '\u202E',
		'\u2060' <= r && r <= '\u2069', r == '\uFEFF':
		return removed
	case '\u0660' <= r && r <= '\u0669':
		return r - '\u0660' + '0'
	case '\u06F0' <= r && r <= '\u06F9':
		return r - '\u06F0' + '0'
	case '\uFF01' <= r && r <= '\uFF5E': // full-width forms of ASCII
		return r - '\uFF01' + '!'
	}
	return r
}
