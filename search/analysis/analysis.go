// Package analysis turns text into terms, the same way for indexing, querying and highlighting, per language.
//
// A text becomes two streams. The verbatim stream holds every word, stop words too, folded in case, width, diacritics,
// quotes and dashes, at true positions. The stem stream holds one stem for each of these words at the same position.
//
// Words are maximal runs of letters, digits and their marks; everything else separates. What is written without blanks, a
// document symbol, "7/1", "open-ended", an e-mail address, is a compound: it stands whole in the verbatim stream beside its
// parts. Chinese characters are words of their own, so that any run of them is found as a phrase.
package analysis

import (
	"unicode"
	"unicode/utf8"
)

// Token is a term at a place in a text.
type Token struct {
	Term string
	// Start and End are byte offsets into the text, half-open, on rune boundaries.
	Start, End int
	// Position counts words, from 0. A compound shares the position of its first part.
	Position int
	// Compound is true for a whole written form beside its parts.
	Compound bool
}

// maxCompoundBytes bounds a compound. Longer ones are web addresses and noise, found by their parts.
const maxCompoundBytes = 120

// maxTermBytes bounds a term. Of a longer word, no word of any language, only the beginning is kept.
const maxTermBytes = 256

// Verbatim returns the tokens of text, whatever its language, in order of position; a compound comes right before its parts.
// It is linear in the text and takes invalid UTF-8 for separators.
func Verbatim(text string) []Token {
	tokens := make([]Token, 0, len(text)/5+1)
	s := scanner{text: text}
	for s.next() {
		tokens = append(tokens, Token{})
		compound := len(tokens) - 1
		tokens = s.compound(tokens)
		if len(tokens) == compound+2 { // a word alone
			tokens[compound] = tokens[compound+1]
			tokens = tokens[:compound+1]
			continue
		}
		first, last := tokens[compound+1], tokens[len(tokens)-1]
		if last.End-first.Start > maxCompoundBytes {
			tokens = append(tokens[:compound], tokens[compound+1:]...)
			continue
		}
		tokens[compound] = Token{Term: joined(text, tokens[compound+1:]), Start: first.Start, End: last.End, Position: first.Position, Compound: true}
	}
	return tokens
}

// Words returns the tokens of text without the compounds.
func Words(text string) []Token {
	tokens := Verbatim(text)
	words := tokens[:0]
	for _, t := range tokens {
		if !t.Compound {
			words = append(words, t)
		}
	}
	return words
}

// joined is the written form of parts, folded, with the characters that connect them.
func joined(text string, parts []Token) string {
	form := make([]byte, 0, maxCompoundBytes)
	for i, part := range parts {
		if i > 0 {
			r, _ := utf8.DecodeRuneInString(text[parts[i-1].End:])
			form = append(form, connector(r))
		}
		form = append(form, part.Term...)
	}
	return string(form)
}

// scanner walks through the words of a text.
type scanner struct {
	text     string
	at       int // byte offset
	position int
}

// next moves to the beginning of the next word and reports whether there is one.
func (s *scanner) next() bool {
	for s.at < len(s.text) {
		if c := s.text[s.at]; c < utf8.RuneSelf {
			if asciiWord[c] {
				return true
			}
			s.at++
			continue
		}
		r, size := utf8.DecodeRuneInString(s.text[s.at:])
		if isWordStart(r) {
			return true
		}
		s.at += size
	}
	return false
}

// compound appends the words that stand at the scanner's place joined by single connectors.
func (s *scanner) compound(tokens []Token) []Token {
	for {
		tokens = append(tokens, s.word())
		size := s.connected()
		if size == 0 {
			return tokens
		}
		s.at += size
	}
}

// connected is the length of the connector at the scanner's place, 0 where no word is joined to the one before. Han
// characters are not joined to anything.
func (s *scanner) connected() int {
	if s.at == len(s.text) {
		return 0
	}
	if c := s.text[s.at]; c < utf8.RuneSelf && connector(rune(c)) == 0 {
		return 0
	}
	r, size := utf8.DecodeRuneInString(s.text[s.at:])
	if connector(r) == 0 {
		return 0
	}
	before, _ := utf8.DecodeLastRuneInString(s.text[:s.at])
	after, _ := utf8.DecodeRuneInString(s.text[s.at+size:])
	if !isWordStart(after) || isHan(after) || isHan(before) {
		return 0
	}
	return size
}

// word reads the word at the scanner's place.
func (s *scanner) word() Token {
	start := s.at
	s.at = wordEnd(s.text, start)
	word := s.text[start:s.at]
	if len(word) > maxTermBytes {
		word = cut(word, maxTermBytes)
	}
	token := Token{Term: foldWord(word), Start: start, End: s.at, Position: s.position}
	s.position++
	return token
}

// wordEnd is the offset behind the word that begins at start. A Han character is a word.
func wordEnd(text string, start int) int {
	for at := start; at < len(text); {
		if c := text[at]; c < utf8.RuneSelf {
			if !asciiWord[c] {
				return at
			}
			at++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[at:])
		switch {
		case isHan(r) && at == start:
			return at + size
		case isHan(r) || !isWordPart(r):
			return at
		}
		at += size
	}
	return len(text)
}

// cut is the beginning of s, at most n bytes, on a rune boundary.
func cut(s string, n int) string {
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// asciiWord tells letters and digits in ASCII.
var asciiWord = func() (word [utf8.RuneSelf]bool) {
	for c := range word {
		word[c] = 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
	}
	return word
}()

// isWordStart reports whether r is a letter or digit. Of the numbers that are no digits, Roman numerals and the subscript of
// CO₂ are; fractions, and the superscripts that call for a note, are not.
func isWordStart(r rune) bool {
	if r < utf8.RuneSelf {
		return asciiWord[r]
	}
	return r != utf8.RuneError && unicode.In(r, unicode.L, unicode.Nd, unicode.Nl, subscripts) && !isIgnorable(r)
}

var subscripts = &unicode.RangeTable{R16: []unicode.Range16{{Lo: '\u2080', Hi: '\u2089', Stride: 1}}}

func isWordPart(r rune) bool {
	return isWordStart(r) || r >= utf8.RuneSelf && r != utf8.RuneError && (unicode.Is(unicode.M, r) || isIgnorable(r))
}

func isHan(r rune) bool { return r >= 0x2e80 && unicode.Is(unicode.Han, r) }
