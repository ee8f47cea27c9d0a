package query

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/plenary-search/plenary/index/citation"
)

// fieldNames are the names that may stand before a colon. search/schema.go says what the fields hold.
var fieldNames = []string{
	"symbol", "document", "item", "stated_item", "resolution", "decision", "article", "body", "session", "type", "lang", "date",
	"year", "kind", "number", "section", "title", "mentioned", "has",
}

// fieldAliases are other names of fields.
var fieldAliases = map[string]string{"cites": "symbol", "language": "lang", "para": "number", "paragraph": "number"}

// FieldNames lists the fields of the language, without aliases. The caller may keep the list.
func FieldNames() []string { return slices.Clone(fieldNames) }

// FieldName is the field that a name or alias means, in any case.
func FieldName(name string) (string, bool) {
	name = strings.ToLower(name)
	if to, ok := fieldAliases[name]; ok {
		return to, true
	}
	return name, slices.Contains(fieldNames, name)
}

// continuations are what belongs to a value although a blank stands before it: item:2 (b), symbol:S/RES/1325 (2000),
// resolution:GA 55/25.
var continuations = map[string]*regexp.Regexp{
	"item":        itemContinuation,
	"stated_item": itemContinuation,
	"article":     itemContinuation,
	"symbol":      symbolContinuation,
	"document":    symbolContinuation,
	"resolution":  resolutionContinuation,
	"decision":    resolutionContinuation,
}

var (
	itemContinuation       = regexp.MustCompile(`^ ?\((?:[a-z]{1,4}|\d{1,3})\)`)
	symbolContinuation     = regexp.MustCompile(`^ ?\((?:\d{4}|[IVXLC]+)\)`)
	resolutionContinuation = regexp.MustCompile(`^ ?\(\d{4}\)`)
	// numberContinuation follows the code of a body alone: resolution:GA 55/25.
	numberContinuation = regexp.MustCompile(`^ \d+(?:/\d+| ?\(\d{4}\))`)
)

// continuationReach is the number of code points in which a continuation ends.
const continuationReach = 24

// field reads a name, a colon and a value. It reports false, and reads nothing, if the place is not the name of a field.
func (l *lexer) field() bool {
	start := l.i
	colon := start
	for isNameRune(l.rune(colon)) {
		colon++
	}
	name, known := FieldName(l.slice(start, colon))
	if !known || l.rune(colon) != ':' {
		return false
	}
	f := Field{Name: name}
	l.i = colon + 1
	if l.rune(l.i) == '=' {
		f.Match = MatchExact
		l.i++
	}
	value := l.value(name)
	value += l.take(func(r rune) bool { return r == '*' }, "*") // behind quotation marks
	f.Value, f.Match = MatchOf(name, value, f.Match)
	if !hasWord(f.Value) {
		l.i = colon + 1
		l.problem(start, colon+1, "“%s:” had no value directly behind it; it was read as a word.", name)
		l.emit(token{kind: tokenWord, text: l.slice(start, colon), start: start, end: colon + 1})
		return true
	}
	l.emit(token{kind: tokenField, node: l.valued(f, start), start: start, end: l.i})
	return true
}

func isNameRune(r rune) bool { return r == '_' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' }

// value reads the value of a field.
func (l *lexer) value(name string) string {
	if r := l.rune(l.i); isQuote(r) || isSingleQuote(r) && l.closingQuote(l.i) >= 0 {
		value := l.quoted()
		if l.take(func(r rune) bool { return r == '~' || unicode.IsDigit(r) }, "~") != "" {
			l.problem(l.i-1, l.i, "Values are matched as written; “~” was left out.")
		}
		return value
	}
	start := l.i
	l.scanValue()
	value := strings.TrimRight(l.slice(start, l.i), ",;:!?")
	if !isDays(name) || !strings.Contains(value, "..") { // "2020.." is open at its end
		value = strings.TrimRight(value, ".,;:!?")
	}
	if hasWord(value) {
		value += l.continuation(name, value)
	}
	return value
}

// continuation reads what belongs to the value before the place.
func (l *lexer) continuation(name, value string) string {
	more, ok := continuations[name]
	if !ok {
		return ""
	}
	if more == resolutionContinuation && !strings.ContainsFunc(value, unicode.IsDigit) {
		more = numberContinuation
	}
	tail := more.FindString(l.slice(l.i, min(l.i+continuationReach, len(l.runes))))
	if isWordRune(l.rune(l.i + len(tail))) {
		return ""
	}
	l.i += len(tail) // the patterns match ASCII alone
	return tail
}

// scanValue goes to the end of a value without quotation marks: a blank, a quotation mark, or a bracket that it did not
// open.
func (l *lexer) scanValue() {
	open := 0
	for l.i < len(l.runes) {
		r := l.runes[l.i]
		switch {
		case unicode.IsSpace(r), isQuote(r):
			return
		case isOpen(r):
			if !l.closesInWord() {
				return
			}
			open++
		case isClose(r):
			if open == 0 {
				return
			}
			open--
		}
		l.i++
	}
}

// closesInWord reports whether the bracket at the place closes before the next blank.
func (l *lexer) closesInWord() bool {
	open := 0
	for i := l.i; i < len(l.runes); i++ {
		switch r := l.runes[i]; {
		case unicode.IsSpace(r), isQuote(r):
			return false
		case isOpen(r):
			open++
		case isClose(r):
			if open--; open == 0 {
				return true
			}
		}
	}
	return false
}

func isDays(name string) bool { return name == "date" || name == "mentioned" || name == "year" }

func isStream(name string) bool { return name == "section" || name == "title" }

// valued is the node of a field with a value.
func (l *lexer) valued(f Field, start int) Node {
	switch {
	case f.Name == "year" && aYear.MatchString(f.Value):
		f.Value = foldDigits(strings.TrimRight(f.Value, "."))
	case isDays(f.Name):
		return l.days(f, start)
	case f.Name == "has":
		return l.content(f, start)
	case isStream(f.Name) && f.Match == MatchPrefix && letters(f.Value) < MinPrefix:
		l.problem(start, l.i, "A star needs at least two letters before it; it was left out.")
		f.Match = MatchTree
	case isStream(f.Name) && f.Match == MatchExact:
		f.Match = MatchTree
	}
	return f
}

var aYear = regexp.MustCompile(`^\p{Nd}{4}\.?$`)

func letters(text string) int {
	n := 0
	for _, r := range text {
		if isWordRune(r) {
			n++
		}
	}
	return n
}

// content is what a paragraph is to hold; a phrase of name and value if that is unknown.
func (l *lexer) content(f Field, start int) Node {
	name, ok := ContentName(f.Value)
	if !ok || f.Match == MatchPrefix {
		l.problem(start, l.i, "has: asks for %s; “%s” was read as words.", list(contentNames, " or "), f.Value)
		return Phrase{Text: f.Name + " " + cleanPhrase(f.Value)}
	}
	return Field{Name: f.Name, Value: name}
}

// days is the range that a value in date, mentioned or, with "..", year means; a phrase of name and value if it means none.
func (l *lexer) days(f Field, start int) Node {
	r := Range{Name: f.Name}
	if f.Name == "year" {
		r.Name = "date"
	}
	from, to, open := strings.Cut(foldDigits(f.Value), "..")
	if !open {
		to = from
	}
	var okFrom, okTo bool
	r.From, _, okFrom = span(from)
	_, r.To, okTo = span(to)
	if !okFrom || !okTo || r.From == "" && r.To == "" {
		l.problem(start, l.i, "“%s” is not a date that is understood, such as 2024, 2024-07 or 2024-07-16; it was read as words.", f.Value)
		return Phrase{Text: f.Name + " " + cleanPhrase(f.Value)}
	}
	if r.From != "" && r.To != "" && r.From > r.To {
		l.problem(start, l.i, "The first day was behind the last; they were exchanged.")
		r.From, _, _ = span(to)
		_, r.To, _ = span(from)
	}
	return r
}

// span gives the first and the last day of 2024, 2024-07, 2024-07-16 or a date in words; "" gives open ends.
func span(text string) (from, to string, ok bool) {
	text = strings.Trim(text, " ,;.")
	if text == "" {
		return "", "", true
	}
	for _, unit := range []struct {
		layout              string
		years, months, days int
	}{{"2006-01-02", 0, 0, 1}, {"2006-01", 0, 1, 0}, {"2006", 1, 0, 0}} {
		first, err := time.Parse(unit.layout, text)
		if err == nil && first.Year() > 0 {
			last := first.AddDate(unit.years, unit.months, unit.days).AddDate(0, 0, -1)
			return first.Format(time.DateOnly), last.Format(time.DateOnly), true
		}
	}
	if found := citation.FindDates(text, "en", 0); len(found) == 1 && found[0].Start == 0 && found[0].End == len(text) {
		return found[0].From, found[0].To, true
	}
	return "", "", false
}
