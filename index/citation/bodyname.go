package citation

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/plenary-search/plenary/index/symbol"
)

// bodyBefore gives the body named directly before a citation: "General Assembly resolution 55/25", "Conference resolution".
func bodyBefore(l *language, text string, i int) string {
	head := strings.TrimRight(text[:i], " ")
	for _, s := range [...]string{"’s", "'s"} {
		head = strings.TrimSuffix(head, s)
	}
	if head == text[:i] {
		return ""
	}
	name, _ := l.bodies.endOf(head)
	return name
}

// bodyAfter gives the body named directly after a citation, and the end of its name: "resolution 55/25 of the General Assembly".
func bodyAfter(l *language, text string, i int) (body string, end int) {
	i += max(0, l.adopted.end(text, i))
	at := l.ofBody.match(text, i)
	if at == nil {
		return "", 0
	}
	n, ok := l.bodies.match(text, i+at[1])
	if !ok {
		return "", 0
	}
	return n.of, i + at[1] + len(n.name)
}

// endsWithWord reports whether text ends with a word and a blank.
func endsWithWord(text string) bool {
	rest, ok := strings.CutSuffix(text, " ")
	r, _ := utf8.DecodeLastRuneInString(rest)
	return ok && (r == '-' || unicode.IsLetter(r)) || text == ""
}

// ownReach is how far, in bytes, the words before a citation reach that say whose it is.
const ownReach = 100

// subjectOf gives the body that is the subject of the sentence and the owner of the citation between start and end: "In its
// resolution 55/25, the General Assembly decided", "the Assembly, in its resolution 60/1, requested". Without "its" and without "in" or "by"
// before the citation nothing ties it to the subject. its is true where the head itself says so.
func subjectOf(l *language, text string, start, end int, its bool) string {
	from := sentenceStart(text, start)
	before := text[from:start]
	if l.its == nil && !endsWithWord(before) {
		return ""
	}
	at := l.own.FindStringSubmatchIndex(tail(before, ownReach))
	if at == nil {
		return ""
	}
	if cut := len(before) - len(tail(before, ownReach)); cut > 0 {
		at[0] += cut
	}
	its = its || at[2] >= 0
	named := l.bodies.all(before[:at[0]])
	if len(named) == 0 {
		if !l.opening.MatchString(before[:at[0]]) {
			return ""
		}
		return subjectAfter(l, text, end)
	}
	const near = 40 // bytes: "the Council decided, inter alia, in its resolution"
	last := named[len(named)-1]
	distance := at[0] - last.end
	switch {
	case its && l.subjectOpening.MatchString(before[:named[0].start]):
		return named[0].of
	case its && distance < near, atSession.MatchString(before[last.end:at[0]]):
		return last.of
	}
	return ""
}

// atSession is what may stand between the subject and "adopted": nothing, or the session, with a reference to its report.
var atSession = regexp.MustCompile(`^(?: \([^()]{1,120}\))?(?:,? at its [^,.;()]{3,60}(?: \([^()]{1,120}\))?)?[, ]*$`)

// subjectAfter gives the subject that follows a citation at the beginning of its sentence.
func subjectAfter(l *language, text string, end int) string {
	const farthest = 600
	rest := text[end:min(len(text), end+farthest)]
	if stop := sentenceEnd(rest); stop >= 0 {
		rest = rest[:stop]
	}
	const tries = 8 // clauses
	for _, at := range l.subject.FindAllStringIndex(rest, tries) {
		if n, ok := l.bodies.match(rest, at[1]); ok {
			return n.of
		}
	}
	return ""
}

// farthestLender is how far, in bytes, a group may stand from the one whose body it has.
const farthestLender = 600

// inheritedBody is the body of the group before, where the words between tie the citation at offset i to it.
func inheritedBody(l *language, text string, before group, i int) string {
	if before.body == "" || before.end > i {
		return ""
	}
	from := before.end
	if i-from > farthestLender {
		return ""
	}
	from += max(0, l.adopted.end(text[:i], from))
	if sentenceEnd(text[from:i]) >= 0 || !l.lends.MatchString(text[from:i]) || len(l.bodies.all(text[from:i])) > 0 {
		return ""
	}
	return before.body
}

// bodyOfSymbol gives the code of the body whose report a citation stands in: "CBD/COP/15/17, decision 15/4". Papers of the principal
// organs print many bodies' decisions and say nothing.
func bodyOfSymbol(text string, symbols []Mention, i int) string {
	at := slices.IndexFunc(symbols, func(m Mention) bool { return m.Start >= i })
	if at < 0 {
		at = len(symbols)
	}
	if at == 0 || symbols[at-1].End > i || !placeInReport.MatchString(text[symbols[at-1].End:i]) {
		return ""
	}
	m := symbols[at-1]
	s, err := symbol.Parse(m.ID)
	if err != nil {
		return ""
	}
	if _, adopted := s.Resolution(); adopted || strings.Contains(m.ID, "/Res.") || strings.Contains(m.ID, "/RES/") { // one of its own
		return ""
	}
	body, _ := symbol.BodyByCode(s.Body())
	if code := body.Adopts; code != "GA" && code != "ECOSOC" && code != "SC" {
		return code
	}
	return ""
}

// placeInReport stands between a report's symbol and a decision in it.
var placeInReport = regexp.MustCompile(`^\)?(?:, (?:annex(?: [IVXL]+)?|chap\. [IVXL]+|sect\. [A-Z]|part [A-Za-z]+))*, $`)
