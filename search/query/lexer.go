package query

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// kind is the kind of a token.
type kind int

const (
	tokenWord     kind = iota // text
	tokenMarks                // text without letters or figures, such as "/" or "–"
	tokenLeaf                 // node: a phrase, a form of words, a reference
	tokenField                // node: what stood after name and colon
	tokenAnd                  // text as written: AND
	tokenNear                 // NEAR/5, PRE/5; within
	tokenOr                   //
	tokenNot                  // NOT or "-"
	tokenExplicit             // ref:explicit
	tokenOpen                 // (
	tokenClose                // )
)

// token is a piece of the text, from start to end of the source.
type token struct {
	kind       kind
	text       string
	node       Node
	start, end int
	prefix     bool   // a word with a star behind it
	within     int    // of NEAR/5: 5
	ordered    bool   // PRE/5
	explicit   *token // of an opening bracket: the ref:explicit between it and its closing one
	misplaced  string // why NEAR/5 cannot join what stands around it
	reference  bool   // a symbol, resolution or decision that was recognised
}

// name is the name of an operator of nearness.
func (t token) name() string {
	if t.ordered {
		return operatorPre
	}
	return operatorNear
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
	text := l.quoted()
	behind := l.i
	suffix := l.take(func(r rune) bool { return r == '~' || r == '*' || unicode.IsDigit(r) }, "~*")
	var node Node = Phrase{Text: text, Stem: suffix == "~"}
	switch {
	case distance.MatchString(suffix):
		node = Near{Text: text, Within: wordsOf(suffix[1:])}
	case suffix != "" && suffix != "~":
		l.problem(behind, l.i, "“%s” behind a phrase is not understood; it was left out.", suffix)
	}
	if !hasWord(text) {
		l.problem(start, l.i, "The quotation marks held no words.")
		return
	}
	l.emit(token{kind: tokenLeaf, node: node, start: start, end: l.i})
}

// wordsOf is a number of words that was written in figures. Numbers that are too large to be read are over every limit.
func wordsOf(figures string) int {
	n, err := strconv.Atoi(foldDigits(figures))
	if err != nil {
		return math.MaxInt32
	}
	return n
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

var (
	fuzzy = regexp.MustCompile(`~[~\d.]*$`)
	near  = regexp.MustCompile(`^(` + operatorNear + `|` + operatorPre + `)/(\d+)$`)
	// elsewhere matches what joins words near each other in other systems, or would here if it were in capitals.
	elsewhere = regexp.MustCompile(`^(?i:w|n|adj|onear|near|pre)/(\d{1,2})$`)
	distance  = regexp.MustCompile(`^~\p{Nd}+$`)
	// plainWord matches a word that forms of words can be made of: letters and figures, joined by hyphens and apostrophes.
	plainWord = regexp.MustCompile(`^` + letterRun + `$`)
	// wildcard matches such a word with stars and question marks between its letters, and perhaps a star at its end. What stands
	// before the first of them is apart.
	wildcard = regexp.MustCompile(`^(` + letterRun + `)(?:[*?]+` + letterRun + `)+\**$`)
)

// The operators of nearness: in any order, and in the order in which the words are given.
const (
	operatorNear = "NEAR"
	operatorPre  = "PRE"
)

const letterRun = `[\pL\pN\pM]+(?:[-‐‑–'’][\pL\pN\pM]+)*`

// marks goes past what is neither letter nor figure, and reports whether a word follows directly.
func (l *lexer) marks() bool {
	start := l.i
	for l.i < len(l.runes) {
		r := l.runes[l.i]
		if isWordRune(r) {
			if strings.Contains(l.slice(start, l.i), "*") {
				l.problem(start, l.i, "A star at the beginning of a word is not understood; it was left out.")
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

// word reads a word, an operator or a form of words.
func (l *lexer) word() {
	start := l.i
	raw := l.scanWord()
	t := token{kind: tokenWord, start: start, end: l.i}
	if l.wildcard(t, raw) || l.symbolForm(t, raw) {
		return
	}
	if star := strings.IndexRune(raw, '*'); star >= 0 {
		l.starred(t, raw, star)
		return
	}
	word, suffix := cutFuzzy(raw)
	if t.text = word; suffix == "" || !l.fuzzy(t, suffix) && !l.wildcard(t, word) {
		l.emit(l.classify(t))
	}
}

// cutFuzzy is a word without marks around it, and the "~" or "~1" behind it that asks for similar spellings.
func cutFuzzy(raw string) (word, suffix string) {
	for word = trimWord(raw); ; {
		end := strings.Index(raw, word) + len(word)
		for strings.HasPrefix(raw[end:], "~") {
			end++
		}
		cut := fuzzy.ReplaceAllString(raw[:end], "")
		if len(cut) == end || !hasWord(cut) {
			return word, suffix
		}
		suffix = raw[len(cut):end] + suffix
		raw, word = cut, trimWord(cut)
	}
}

// fuzzy reads word~1 and word~2; "~" alone is "~1".
func (l *lexer) fuzzy(t token, suffix string) bool {
	n, ok := map[string]int{"~": 1, "~1": 1, "~2": 2}[suffix]
	switch {
	case !plainWord.MatchString(t.text):
		l.problem(t.start, t.end, "Similar spellings are found of words of letters alone; “%s” was read as it stands.", t.text)
		return false
	case !ok:
		l.problem(t.start, t.end, "At most two letters may differ, as in %s~2; “%s” was read as it stands.", t.text, t.text)
		return false
	}
	t.kind, t.node = tokenLeaf, Fuzzy{t.text, n}
	l.emit(t)
	return true
}

// wildcard reads a word with stars or question marks between its letters: organi*ation, wom?n. It reports false, and reads nothing,
// if the word is none, or has too few letters before them.
func (l *lexer) wildcard(t token, raw string) bool {
	if !strings.ContainsAny(raw, "*?") {
		return false
	}
	raw = strings.TrimRightFunc(raw, func(r rune) bool { return r != '*' && !isWordRune(r) && !unicode.IsMark(r) })
	parts := wildcard.FindStringSubmatch(raw)
	switch {
	case parts == nil:
		return false
	case letters(parts[1]) < MinPrefix:
		if !strings.Contains(raw, "*") {
			l.problem(t.start, t.end, "A question mark needs at least two letters before it; “%s” was read as it stands.", raw)
		}
		return false
	}
	t.kind, t.node = tokenLeaf, Wildcard{stars.ReplaceAllString(raw, "*")}
	l.emit(t)
	return true
}

// symbolForm reads a symbol with stars or question marks within it: CTOC/COP/*/5, A/C.3/7?/L.*. It reports false, and reads nothing, if the
// word is none.
func (l *lexer) symbolForm(t token, raw string) bool {
	raw = strings.TrimRight(raw, ".,;:!?")
	value, match := MatchOf("symbol", raw, MatchTree)
	if _, ok := parseSymbol(anyCharacter.Replace(value)); !ok || match != MatchWildcard {
		return false
	}
	t.kind, t.node = tokenLeaf, Field{Name: "symbol", Value: strings.ToUpper(value), Match: match}
	l.emit(t)
	return true
}

var anyCharacter = strings.NewReplacer("*", "1", "?", "1")

var stars = regexp.MustCompile(`\*+`)

// classify tells operators from words.
func (l *lexer) classify(t token) token {
	switch {
	case t.text == "AND":
		t.kind = tokenAnd
	case t.text == "OR":
		t.kind = tokenOr
	case t.text == "NOT":
		t.kind = tokenNot
	case strings.EqualFold(t.text, onlyExplicit):
		t.kind = tokenExplicit
	case near.MatchString(t.text):
		parts := near.FindStringSubmatch(t.text)
		t.kind, t.ordered, t.within = tokenNear, parts[1] == operatorPre, wordsOf(parts[2])
	case elsewhere.MatchString(t.text):
		n := elsewhere.FindStringSubmatch(t.text)[1]
		l.problem(t.start, t.end, "“%s” was read as words. In capitals, %s/%s asks for words near each other, and %s/%s for words in this order.",
			t.text, operatorNear, n, operatorPre, n)
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
		l.problem(t.start, t.end, "A star needs at least two letters before it; “%s” was read without it.", raw)
		l.partsOf(t, raw)
	case letters(stem) < MinPrefix:
		l.problem(t.start, t.end, "A star needs at least two letters before it; “%s” was read as a word.", stem)
		l.partsOf(t, raw)
	default:
		if hasWord(rest) {
			l.problem(t.start, t.end, "A star stands between letters or at the end; “%s” was read up to the star.", raw)
		}
		if l.wildcard(t, stem+"*") { // what stood between them is gone
			return
		}
		t.text, t.prefix = stem, true
		l.emit(t)
	}
}

// partsOf reads a word without its stars: as a word if one part is left, as a phrase if several are.
func (l *lexer) partsOf(t token, raw string) {
	var parts []string
	for _, part := range strings.Split(raw, "*") {
		if part, _ = cutFuzzy(part); part != "" {
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
