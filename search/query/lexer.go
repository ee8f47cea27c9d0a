package query

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
)

// kind is the kind of a token.
type kind int

const (
	tokenWord  kind = iota // text
	tokenMarks             // text without letters or figures, such as "/" or "–"
	tokenLeaf              // node: a phrase, a prefix, a reference
	tokenField             // node: what stood after name and colon
	tokenAnd               // text as written: AND, or NEAR/5 until nearness is offered
	tokenOr                //
	tokenNot               // NOT or "-"
	tokenOpen              // (
	tokenClose             // )
)

// token is a piece of the text, from start to end of the source.
type token struct {
	kind       kind
	text       string
	node       Node
	start, end int
	prefix     bool // a word with a star behind it
	reference  bool // a symbol, resolution or decision that was recognised
}

// lexer cuts a text into tokens. It never fails; what it makes of oddities stands in problems.
type lexer struct {
	source
	i        int
	tokens   []token
	problems []Problem
}

func lex(text string) *lexer {
	l := &lexer{source: newSource(text)}
	for l.i < len(l.runes) {
		l.next()
	}
	return l
}

func (l *lexer) next() {
	r := l.runes[l.i]
	switch {
	case unicode.IsSpace(r):
		l.i++
	case isOpen(r):
		l.emit(token{kind: tokenOpen, text: "(", start: l.i, end: l.i + 1})
	case isClose(r):
		l.emit(token{kind: tokenClose, text: ")", start: l.i, end: l.i + 1})
	case isQuote(r), isSingleQuote(r) && l.closingQuote(l.i) >= 0:
		l.phrase()
	case l.isMinus():
		l.emit(token{kind: tokenNot, text: "-", start: l.i, end: l.i + 1})
	default:
		if l.marks() && !l.field() {
			l.word()
		}
	}
}

func isOpen(r rune) bool { return r == '(' || r == '（' }

func isClose(r rune) bool { return r == ')' || r == '）' }

func (l *lexer) emit(t token) {
	l.tokens = append(l.tokens, t)
	l.i = t.end
}

func (l *lexer) problem(start, end int, format string, args ...any) {
	l.problems = append(l.problems, Problem{Offset: start, Length: end - start, Text: fmt.Sprintf(format, args...)})
}

// isMinus reports whether the hyphen at the place excludes what follows: it stands before a word and behind none.
func (l *lexer) isMinus() bool {
	if r := l.runes[l.i]; r != '-' && r != '−' {
		return false
	}
	before, after := l.rune(l.i-1), l.rune(l.i+1)
	return (unicode.IsSpace(before) || isOpen(before)) && (isWordRune(after) || isQuote(after) || isOpen(after))
}

// quoted reads what stands between quotation marks and goes behind them.
func (l *lexer) quoted() string {
	open := l.i
	end := l.closingQuote(open)
	if end < 0 {
		l.problem(open, open+1, "The closing quotation mark was missing.")
		l.i = len(l.runes)
		return cleanPhrase(l.slice(open+1, l.i))
	}
	l.i = end + 1
	return cleanPhrase(l.slice(open+1, end))
}

func (l *lexer) phrase() {
	start := l.i
	phrase := Phrase{Text: l.quoted()}
	within := l.i
	suffix := l.take(func(r rune) bool { return r == '~' || r == '*' || unicode.IsDigit(r) }, "~*")
	switch {
	case suffix == "~":
		phrase.Stem = true
	case strings.HasPrefix(suffix, "~"):
		l.later(within, l.i, "Nearness", "it was read as the exact phrase")
	case suffix != "":
		l.problem(within, l.i, "A star behind a phrase is not understood; it was left out.")
	}
	if !hasWord(phrase.Text) {
		l.problem(start, l.i, "The quotation marks held no words.")
		return
	}
	l.emit(token{kind: tokenLeaf, node: phrase, start: start, end: l.i})
}

// take reads the characters that accept takes, if the first is one of first.
func (l *lexer) take(accept func(rune) bool, first string) string {
	start := l.i
	if !strings.ContainsRune(first, l.rune(start)) {
		return ""
	}
	for l.i < len(l.runes) && accept(l.runes[l.i]) {
		l.i++
	}
	return l.slice(start, l.i)
}

// later tells of a form that the language keeps for what is not offered yet. When it is, the callers of later are the
// places to build the new node: "a b"~5 in phrase, NEAR/5 and word~1 in word, wo*rd in starred.
func (l *lexer) later(start, end int, what, reading string) {
	l.problem(start, end, "%s is not available yet; %s.", what, reading)
}

var (
	fuzzy = regexp.MustCompile(`~[~\d.]*$`)
	near  = regexp.MustCompile(`^NEAR/\d+$`)
)

// marks goes past what is neither letter nor figure, and reports whether a word follows directly.
func (l *lexer) marks() bool {
	start := l.i
	for l.i < len(l.runes) {
		r := l.runes[l.i]
		if isWordRune(r) {
			if strings.Contains(l.slice(start, l.i), "*") {
				l.problem(start, l.i, "A star is understood at the end of a word only; it was left out.")
			}
			return true
		}
		if l.i > start && (unicode.IsSpace(r) || isQuote(r) || isOpen(r) || isClose(r)) {
			break
		}
		l.i++
	}
	t := token{kind: tokenMarks, text: l.slice(start, l.i), start: start, end: l.i}
	l.unsearchable(t)
	l.emit(t)
	return false
}

// word reads a word, an operator or a prefix.
func (l *lexer) word() {
	start := l.i
	raw := l.scanWord()
	t := token{kind: tokenWord, start: start, end: l.i}
	if star := strings.IndexRune(raw, '*'); star >= 0 {
		l.starred(t, raw, star)
		return
	}
	word, similar := stripFuzzy(raw)
	if t.text = word; similar {
		l.later(start, l.i, "Searching for similar spellings", fmt.Sprintf("“%s” was read as it stands", word))
	}
	l.emit(l.classify(t))
}

// stripFuzzy is a word without marks around it, and without the "~" or "~1" behind it that asks for similar spellings.
func stripFuzzy(raw string) (word string, similar bool) {
	for word = trimWord(raw); ; similar = true {
		end := strings.Index(raw, word) + len(word)
		for strings.HasPrefix(raw[end:], "~") {
			end++
		}
		cut := fuzzy.ReplaceAllString(raw[:end], "")
		if len(cut) == end || !hasWord(cut) {
			return word, similar
		}
		raw, word = cut, trimWord(cut)
	}
}

// classify tells operators from words.
func (l *lexer) classify(t token) token {
	switch {
	case t.text == "AND":
		t.kind = tokenAnd
	case t.text == "OR":
		t.kind = tokenOr
	case t.text == "NOT":
		t.kind = tokenNot
	case near.MatchString(t.text):
		t.kind = tokenAnd
		l.later(t.start, t.end, "Nearness", fmt.Sprintf("%s was read as AND", t.text))
	}
	return t
}

// unsearchable tells of marks that a person may have meant: emoji, currency signs, stars. Punctuation passes.
func (l *lexer) unsearchable(t token) {
	switch {
	case strings.Contains(t.text, "*"):
		l.problem(t.start, t.end, "A star needs at least two letters before it; it was left out.")
	case strings.ContainsFunc(t.text, unicode.IsSymbol):
		l.problem(t.start, t.end, "“%s” cannot be searched for; it was left out.", t.text)
	}
}

// starred reads a word with a star in it: traffick*.
func (l *lexer) starred(t token, raw string, star int) {
	stem, rest := trimWord(raw[:star]), raw[star:]
	switch {
	case letters(stem) < MinPrefix && hasWord(rest):
		l.later(t.start, t.end, "A star within a word", fmt.Sprintf("“%s” was read without it", raw))
		l.partsOf(t, raw)
	case letters(stem) < MinPrefix:
		l.problem(t.start, t.end, "A star needs at least two letters before it; “%s” was read as a word.", stem)
		l.partsOf(t, raw)
	default:
		if hasWord(rest) {
			l.later(t.start, t.end, "A star within a word", fmt.Sprintf("“%s” was read as %s*", raw, stem))
		}
		t.text, t.prefix = stem, true
		l.emit(t)
	}
}

// partsOf reads a word without its stars: as a word if one part is left, as a phrase if several are.
func (l *lexer) partsOf(t token, raw string) {
	var parts []string
	for _, part := range strings.Split(raw, "*") {
		if part, _ = stripFuzzy(part); part != "" {
			parts = append(parts, part)
		}
	}
	if len(parts) == 1 {
		t.text = parts[0]
		l.emit(l.classify(t))
		return
	}
	t.kind, t.node = tokenLeaf, Phrase{Text: strings.Join(parts, " ")}
	l.emit(t)
}

// scanWord goes to the end of the word: a blank, a quotation mark, or a bracket that is no part of it.
func (l *lexer) scanWord() string {
	start := l.i
	for l.i < len(l.runes) {
		r := l.runes[l.i]
		switch {
		case unicode.IsSpace(r), isQuote(r), isClose(r):
			return l.slice(start, l.i)
		case isOpen(r):
			end := l.innerBracket(start)
			if end < 0 {
				return l.slice(start, l.i)
			}
			l.i = end
		default:
			l.i++
		}
	}
	return l.slice(start, l.i)
}

// innerBracket is the end of a bracket that belongs to the word which began at start, as in "2(b)" and "item(s)", or -1.
func (l *lexer) innerBracket(start int) int {
	if l.runes[l.i] != '(' || !isWordRune(l.rune(l.i-1)) || l.i == start {
		return -1
	}
	if word := trimWord(l.slice(start, l.i)); word == "AND" || word == "OR" || word == "NOT" || near.MatchString(word) {
		return -1
	}
	end := l.i + 1
	for isWordRune(l.rune(end)) {
		end++
	}
	if end == l.i+1 || l.rune(end) != ')' {
		return -1
	}
	return end + 1
}
