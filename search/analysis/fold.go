package analysis

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// foldWord is the verbatim form of a word: lower case, compatibility forms and widths resolved, diacritics off in the scripts
// in which readers leave them out. Each rule is one that a reader of the United Nations' languages relies on:
//
//   - Latin and Greek lose accents: "resolution" finds "résolution".
//   - Cyrillic ё becomes е, as most texts print it; й stays, it is a letter.
//   - Arabic loses vowel signs, tatweel and the hamza on its carriers.
//   - Other scripts keep their marks, which are vowels there.
//
// What compatibility forms bring in besides letters and digits, as the blanks of the ligature ﷺ, is left out.
func foldWord(word string) string {
	if isASCII(word) {
		return strings.ToLower(word) // which copies only where there is something to lower
	}
	folded := make([]byte, 0, len(word))
	var base rune // the last letter that could bear a mark
	for _, r := range norm.NFKD.String(word) {
		switch {
		case isIgnorable(r) || !isWordPart(r):
			continue
		case unicode.Is(unicode.Mn, r):
			if bearsOptionalMarks(base) && !(base == 'и' && r == breve) {
				continue
			}
		default:
			r = asciiDigit(unicode.ToLower(r))
			base = r
		}
		folded = utf8.AppendRune(folded, r)
	}
	return norm.NFC.String(string(folded))
}

// asciiDigit writes the digits of Arabic texts, ٠ to ٩ and ۰ to ۹, as those of all other texts.
func asciiDigit(r rune) rune {
	switch {
	case '\u0660' <= r && r <= '\u0669':
		return r - '\u0660' + '0'
	case '\u06f0' <= r && r <= '\u06f9':
		return r - '\u06f0' + '0'
	}
	return r
}

const breve = '\u0306' // й is и with this mark

func bearsOptionalMarks(base rune) bool {
	return unicode.In(base, unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Arabic, unicode.Hebrew) || unicode.IsDigit(base)
}

// lowerWord is the form that stemmers want: lower case and composed, accents kept.
func lowerWord(word string) string {
	if isASCII(word) {
		return strings.ToLower(word)
	}
	lower := make([]byte, 0, len(word))
	for _, r := range norm.NFKC.String(word) {
		if !isIgnorable(r) {
			lower = utf8.AppendRune(lower, unicode.ToLower(r))
		}
	}
	return string(lower)
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// isIgnorable reports whether typesetting may put r within a word: soft hyphen, zero-width characters, marks of direction,
// tatweel.
func isIgnorable(r rune) bool {
	switch {
	case r == '\u00ad', r == '\u0640', r == '\ufeff', '\u200b' <= r && r <= '\u200f', '\u202a' <= r && r <= '\u202e',
		'\u2060' <= r && r <= '\u2064', '\u2066' <= r && r <= '\u2069':
		return true
	}
	return false
}

// connector is the folded form of a character that joins the parts of a compound, 0 for others.
func connector(r rune) byte {
	switch r {
	case '-', '\u2010', '\u2011', '\u2012', '\u2013', '\u2014', '\u2212', '\ufe63', '\uff0d':
		return '-'
	case '\'', '\u2018', '\u2019', '\u02bc', '\uff07':
		return '\''
	case '/', '\uff0f':
		return '/'
	case '.', '@', '_', '&':
		return byte(r)
	}
	return 0
}
