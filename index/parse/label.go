package parse

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// label is an enumerator as printed.
type label struct {
	text  string // "12.", "(a)", "IV."
	form  labelForm
	value string // "12", "a", "IV"; of other scripts what it stands for: "a" for "(أ)", "1" for "㈠"
	n     int    // of a number: its value
}

// labelForm is the form of an enumerator.
type labelForm int

const (
	noLabel      labelForm = iota
	arabicLabel            // 12.
	bracketLabel           // (a)
	romanLabel             // IV.
	capitalLabel           // A.
	bulletLabel            // •
)

// bare reports whether text is nothing but its enumerator, as where the text layer of a page sets it in a column.
func (l label) bare(text string) bool { return l.form != noLabel && l.text == text }

// readLabel reads the enumerator at the head of text, behind an opening quotation mark if there is one. It looks at the first
// few characters alone, for it is asked about every line more than once.
func readLabel(text string) label {
	text = strings.TrimLeft(text, "“\"«")
	if text == "" {
		return label{}
	}
	switch c := text[0]; {
	case '0' <= c && c <= '9':
		if l := numberLabel(text); l.form != noLabel {
			return l
		}
		return bracketed(text)
	case 'A' <= c && c <= 'Z':
		return letterLabel(text)
	case 'a' <= c && c <= 'z':
		if len(text) > 3 && text[1] == '.' && gapAfter(text[2:]) && text[3] != '.' { // "a. 委员会根据个案情况认定": S/RES/2653 (2022)
			return label{text: text[:2], form: bracketLabel, value: text[:1]}
		}
		return bracketed(text)
	case c == '(':
		if len(text) > 1 && text[1] >= utf8.RuneSelf {
			return foreignBracket(text)
		}
		return bracketed(text)
	case c >= utf8.RuneSelf:
		return foreignLabel(text)
	}
	return label{}
}

// gapAfter reports whether an enumerator may end before rest: at a blank, at the end, or before Chinese, which has no blanks.
func gapAfter(rest string) bool {
	if rest == "" || rest[0] == ' ' || rest[0] == '\t' || rest[0] == '\n' {
		return true
	}
	r, _ := utf8.DecodeRuneInString(rest)
	return unicode.Is(unicode.Han, r) || r == '《'
}

// numberLabel reads "12.", "12 bis.", and the Arabic "12 -".
func numberLabel(text string) label {
	i := 0
	for i < len(text) && i < 5 && '0' <= text[i] && text[i] <= '9' {
		i++
	}
	if i == 5 {
		return label{}
	}
	n, _ := strconv.Atoi(text[:i])
	end := i
	for _, word := range [...]string{"bis", "ter", "quater", "quinquies"} {
		for _, blank := range [...]string{" ", ""} {
			if strings.HasPrefix(text[i:], blank+word+".") {
				end = i + len(blank+word)
			}
		}
	}
	for _, dot := range [...]string{".", "．"} {
		if rest, ok := strings.CutPrefix(text[end:], dot); ok && gapAfter(rest) {
			return label{text: text[:end] + dot, form: arabicLabel, value: text[:end], n: n}
		}
	}
	for _, dash := range [...]string{" - ", " – ", "- ", "– ", " -"} {
		rest, ok := strings.CutPrefix(text[i:], dash)
		if r, _ := utf8.DecodeRuneInString(rest); ok && (unicode.Is(unicode.Arabic, r) || rest == "") && !strings.HasPrefix(rest, "إلى ") {
			return label{text: text[:i] + strings.TrimRight(dash, " "), form: arabicLabel, value: text[:i], n: n}
		}
	}
	return label{}
}

// letterLabel reads "IV." and "A.".
func letterLabel(text string) label {
	dot := strings.IndexByte(text[:min(len(text), 8)], '.')
	if dot < 1 || !gapAfter(text[dot+1:]) {
		return label{}
	}
	value := text[:dot]
	if strings.Trim(value, "IVXLC") == "" && romanOK.MatchString(value) {
		return label{text: value + ".", form: romanLabel, value: value, n: roman(value)}
	}
	if dot == 1 {
		return label{text: value + ".", form: capitalLabel, value: value, n: int(value[0]-'A') + 1}
	}
	return label{}
}

// bracketed reads "(a)", "a)", "(iv)", "(12)".
func bracketed(text string) label {
	inner := strings.TrimPrefix(text, "(")
	end := strings.IndexByte(inner[:min(len(inner), 6)], ')')
	if end < 1 || !gapAfter(inner[end+1:]) {
		return label{}
	}
	value := inner[:end]
	letters, digits := strings.Trim(value, "abcdefghijklmnopqrstuvwxyz") == "", strings.Trim(value, "0123456789") == ""
	if digits && end <= 2 || letters && (end <= 2 || strings.Trim(value, "ivx") == "") {
		return label{text: text[:len(text)-len(inner)+end+1], form: bracketLabel, value: value}
	}
	return label{}
}

// foreignLabel reads bullets and the enumerators of other scripts: "(أ)", "а)", "’1‘", "（一）", "㈠".
func foreignLabel(text string) label {
	r, size := utf8.DecodeRuneInString(text)
	switch {
	case strings.ContainsRune("•●▪◦‣·", r):
		if gapAfter(text[size:]) && (len(text) == size || text[size] < utf8.RuneSelf) {
			return label{text: text[:size], form: bulletLabel}
		}
		return label{}
	case r == '—' || r == '–': // entries of lists in French and Russian
		if len(text) > size && (text[size] == ' ' || text[size] == '\t') {
			return label{text: text[:size], form: bulletLabel}
		}
		return label{}
	case '㈠' <= r && r <= '㈩':
		return label{text: text[:size], form: bracketLabel, value: strconv.Itoa(int(r-'㈠') + 1)}
	case r == '’' || r == '‘': // "’1‘" of Arabic
		end := strings.IndexAny(text[size:min(len(text), size+8)], "’‘")
		if end < 1 || strings.Trim(asciiDigits(text[size:size+end]), "0123456789") != "" {
			return label{}
		}
		return label{text: text[:size+end+len("’")], form: bracketLabel, value: asciiDigits(text[size : size+end])}
	case unicode.IsDigit(r):
		if ascii := asciiDigits(text[:min(len(text), 16)]); ascii[0] < utf8.RuneSelf {
			l := numberLabel(ascii)
			l.text = text[:min(len(text), len(l.text)+len(l.value))] // two bytes for each digit
			return l
		}
		return label{}
	}
	return foreignBracket(text)
}

// foreignBracket reads "(أ)" behind an opening bracket of any width, and a Cyrillic letter before one.
func foreignBracket(text string) label {
	at, opened := 0, false
	for _, open := range [...]string{"(", "（"} {
		if strings.HasPrefix(text, open) {
			at, opened = len(open), true
		}
	}
	value := ""
	for i, r := range text[at:] {
		if r == ')' || r == '）' {
			end := at + i + utf8.RuneLen(r)
			if value == "" || !gapAfter(text[end:]) {
				return label{}
			}
			if n := chineseNumber(value); n > 0 {
				value = strconv.Itoa(n)
			}
			return label{text: text[:end], form: bracketLabel, value: latinLabel(value)}
		}
		if i > 12 || !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != 'ـ' && !unicode.Is(unicode.Mn, r) || !opened && !unicode.Is(unicode.Cyrillic, r) || len([]rune(value)) > 2 {
			return label{}
		}
		value += string(unicode.ToLower(r))
	}
	return label{}
}

// roman is the value of a Roman number.
func roman(s string) int {
	values := map[byte]int{'I': 1, 'V': 5, 'X': 10, 'L': 50, 'C': 100}
	n := 0
	for i := range len(s) {
		if i+1 < len(s) && values[s[i]] < values[s[i+1]] {
			n -= values[s[i]]
		} else {
			n += values[s[i]]
		}
	}
	return n
}
