// Package symbol reads the symbols of United Nations documents: "CTOC/COP/2024/5", "A/C.3/78/L.41/Rev.1", "S/RES/1325 (2000)".
//
// [Parse] reads one symbol in any spelling that people and formats give it and [Find] finds those printed in running text.
// A [Symbol] is a normal form; it tells body, session, series and base. The bodies stand in the data file bodies.tsv, because
// only a list of roots tells "A/79/15" from "N/A" and "and/or". The package imports the standard library only.
//
// Source of the grammar: United Nations Dag Hammarskjöld Library, "UN Document Symbols" (research.un.org/en/docs/symbols).
package symbol

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// MaxLength is the length in bytes of the longest symbol that is read; longer strings are none.
const MaxLength = 200

// ErrNoSymbol says that a string is not the symbol of a document.
var ErrNoSymbol = errors.New("not a document symbol")

// Symbol is a document symbol in normal form. Symbols are comparable; two spellings of one symbol are equal once parsed.
// The zero Symbol is no symbol.
type Symbol struct{ text string }

// String is the normal form, such that Parse(s.String()) == s.
//
// Letters are capitals but for the words that the United Nations prints otherwise (Add. Corr. Rev. Amend. Sub. Part …).
// There are no blanks but before the year or session of a resolution and within the numbers of some organizations' sessions:
// "S/RES/1325 (2000)", "A/RES/217 A (III)", "41 C/5", but "A/62/17(PartI)" and "A/RES/75/245B". Symbols of a joint document are joined with a hyphen: "E/CN.7/2024/17-E/CN.15/2024/18".
func (s Symbol) String() string { return s.text }

// IsZero reports whether s is no symbol.
func (s Symbol) IsZero() bool { return s.text == "" }

// Parse reads one symbol, in capitals or not, with or without the dress it wears in files and addresses: "ctoc/cop/2024/crp.3",
// "A / 59 / 50", "CTOC%2FCOP%2F2024%2F5", "[CTOC/COP/2024/5](#)", "CTOC/COP/2024/1.", "A/79/15*". The error wraps [ErrNoSymbol].
//
// Series that are not known are kept; only the first part must be a known one.
func Parse(text string) (Symbol, error) {
	plain := undress(text)
	if plain == "" || len(plain) > MaxLength {
		return Symbol{}, fmt.Errorf("%q: %w", abridge(text), ErrNoSymbol)
	}
	m := matcher{text: plain}
	end, norm := m.joint(0)
	if end != len(plain) {
		return Symbol{}, fmt.Errorf("%q: %w", abridge(text), ErrNoSymbol)
	}
	return Symbol{norm}, nil
}

// abridge shortens a string for a message.
func abridge(s string) string {
	const most = 60
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}

var percent = strings.NewReplacer("%2F", "/", "%2f", "/", "%20", " ", "%28", "(", "%29", ")", "%2A", "*", "%2a", "*")

// languagePath is what stands before a symbol in addresses of the official documents: "/en/A/RES/217 (III)".
var languagePath = regexp.MustCompile(`^(?i:ar|ch|zh|en|fr|ru|sp|es)/`)

// besides are brackets that some bodies print otherwise: "[E/ECE/]TRANS/SC.2/2001/20", "JIU/REP/2025/1 [Expanded report]".
var besides = strings.NewReplacer("[E/ECE/]", "", "E/ECE/]", "", "[", "(", "]", ")")

// dashes stand for hyphens.
var dashes = strings.NewReplacer("–", "-", "—", "-")

// undress takes away what surrounds a symbol in files, addresses and prose, and blanks within it.
func undress(text string) string {
	if len(text) > 3*MaxLength {
		return ""
	}
	s := Fold(text).Text
	s = strings.TrimSpace(percent.Replace(s))
	if rest, ok := strings.CutPrefix(s, "["); ok { // Markdown: [SYMBOL](target)
		if label, _, ok := strings.Cut(rest, "]("); ok {
			s = label
		}
	}
	s = strings.Trim(s, " \t\r\n*.,;:<>`\"'/")
	s = besides.Replace(languagePath.ReplaceAllString(s, ""))
	fields := strings.Fields(s)
	for i := range fields { // blanks stand only beside slashes, hyphens and brackets, or within brackets
		if i > 0 && !gluedBlank(fields[i-1], fields[i]) {
			fields[i] = " " + fields[i]
		}
	}
	return dashes.Replace(strings.Join(fields, ""))
}

// gluedBlank reports whether the blank between two fields means nothing.
func gluedBlank(before, after string) bool {
	const joints = "/-–—"
	return strings.ContainsAny(before[len(before)-1:], "/-") || strings.HasSuffix(before, "–") || strings.HasSuffix(before, "—") ||
		strings.ContainsRune(joints, []rune(after)[0])
}

// Halves are the symbols that a joint symbol joins, in order; a symbol that joins none is its own only half.
func (s Symbol) Halves() []Symbol {
	var halves []Symbol
	rest := s.text
	for rest != "" {
		m := matcher{text: rest}
		end, norm := m.single(0)
		if end < 0 {
			break
		}
		halves = append(halves, Symbol{norm})
		rest = strings.TrimPrefix(rest[end:], "-")
	}
	return halves
}

// Base is the symbol without the changes at its end: /Add.1, /Amend.1, /Corr.1, /Rev.1 and /Summary, which chain.
func (s Symbol) Base() Symbol {
	halves := s.Halves()
	parts := make([]string, len(halves))
	for i, half := range halves {
		parts[i] = base(half.text)
	}
	return Symbol{strings.Join(parts, "-")}
}

func base(text string) string {
	for {
		i := strings.LastIndexByte(text, '/')
		if i < 0 || !isChange(text[i+1:]) {
			return text
		}
		text = text[:i]
	}
}

// Families are the bases of the symbol's halves without the names of their parts, so that what adds to, corrects, revises or
// completes one document has one of them in common: A/62/17 for A/62/17(PartI)/Corr.1.
func (s Symbol) Families() []Symbol {
	var families []Symbol
	for _, half := range s.Halves() {
		text := base(half.text)
		for i := strings.LastIndexByte(text, '('); i > 0 && strings.HasSuffix(text, ")") && isPartWord(text[i:]); i = strings.LastIndexByte(text, '(') {
			text = base(text[:i])
		}
		families = append(families, Symbol{text})
	}
	return families
}

// Change is the last word of the symbol that says how the document changes another: "Add", "Corr", "Rev", "Amend", "Summary", "Part"
// for a part named in brackets, or "" where it changes none.
func (s Symbol) Change() string {
	last := s.text[strings.LastIndexByte(s.text, '/')+1:]
	switch word, _, _ := strings.Cut(last, "."); {
	case word == "Corrigendum":
		return "Corr"
	case isChange(last):
		return word
	}
	if i := strings.LastIndexByte(last, '('); i > 0 && isPartWord(last[i:]) {
		return "Part"
	}
	return ""
}

// isChange reports whether a segment says how a document changes another.
func isChange(segment string) bool {
	word, _, _ := strings.Cut(segment, ".")
	switch word {
	case "Add", "Amend", "Corr", "Corrigendum", "Rev", "Summary":
		return true
	}
	return false
}

// segments are the parts between the slashes of the first half.
func (s Symbol) segments() []string {
	if halves := s.Halves(); len(halves) > 1 {
		return strings.Split(halves[0].text, "/")
	}
	return strings.Split(s.text, "/")
}

// Series is the kind of paper as the symbol says it: "CRP", "L", "INF", "NGO", "PET", "PRST", "PV", "R", "RES", "DEC", "SR",
// "WP" …, or "" for the general series.
func (s Symbol) Series() string {
	series := ""
	for _, segment := range s.segments() {
		word, _, _ := strings.Cut(segment, ".")
		switch word = strings.ToUpper(word); word {
		case "CRP", "MISC", "INF", "L", "NGO", "PET", "PRST", "PV", "R", "RES", "DEC", "SR", "WP", "TP", "GC", "CO":
			series = word
		}
	}
	return series
}

// Year is the year that the symbol bears as a part of its own, 0 where it bears none: 2024 for CTOC/COP/2024/5, 0 for A/79/15.
func (s Symbol) Year() int {
	for _, segment := range s.segments() {
		if n, err := strconv.Atoi(segment); err == nil && len(segment) == 4 && n >= 1946 && n < 2100 {
			return n
		}
	}
	return 0
}

// Session is the session that the symbol bears: "79" for A/79/15, "S-30" for A/S-30/L.1, "8" for ICCD/COP(8)/16, and "" where
// it bears none. A number counts only where another part follows it: A/CN.9/1150 bears none.
func (s Symbol) Session() string {
	segments := s.segments()
	for len(segments) > 0 && isChange(segments[len(segments)-1]) {
		segments = segments[:len(segments)-1]
	}
	for _, segment := range segments[:max(len(segments)-1, 0)] {
		if isSession(segment) {
			return segment
		}
		if _, inner, ok := strings.Cut(strings.TrimSuffix(segment, ")"), "("); ok && isSession(inner) {
			return inner
		}
	}
	return ""
}

// isSession reports whether a segment has the form of a session: one to three digits, or special as in S-30 and ES-10.
func isSession(segment string) bool {
	digits := strings.TrimPrefix(strings.TrimPrefix(segment, "E"), "S-")
	if digits == "" || len(digits) > 3 || strings.HasPrefix(segment, "E") && len(digits) == len(segment)-1 {
		return false
	}
	return strings.Trim(digits, "0123456789") == ""
}
