package parse

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/index/extract"
)

var (
	starNote   = regexp.MustCompile(`^(\*{1,6}|†|‡)\s*(\S.*)$`)
	numberNote = regexp.MustCompile(`^(\d{1,3})\s+(\S.*)$`)
	letterNote = regexp.MustCompile(`^([a-z])\s+(\p{Lu}.*)$`)
	onlyNumber = regexp.MustCompile(`^\d{1,3}$`)
)

// findNotes makes a line of kind Note of every footnote, out of the flow of the text. A footnote starts with its mark at the
// foot of a page: stars anywhere, numbers and letters only below a rule, where nothing else can stand.
func findNotes(lines []line, lay layout) []line {
	var out []line
	zone := false // below a rule
	for i := 0; i < len(lines); i++ {
		l := lines[i]
		if l.pageStart {
			zone = false
		}
		if l.kind == extract.Rule {
			zone = ruleOpensNotes(lines, i)
			if i+1 < len(lines) && l.pageStart {
				lines[i+1].pageStart = true
			}
			continue
		}
		if l.kind != extract.Text {
			zone = zone && l.kind == extract.Note
			out = append(out, l)
			continue
		}
		mark, text := noteStart(l.text, zone)
		if mark == "" {
			zone = zone && l.gap == 0
			out = append(out, l)
			continue
		}
		note := l
		note.kind, note.mark, note.text, note.whole = extract.Note, mark, text, true
		for i+1 < len(lines) && continuesNote(note, lines[i+1], zone, lay) {
			i++
			note.text = joinLines(note.text, lines[i].text)
		}
		out = append(out, note)
	}
	return out
}

// ruleOpensNotes reports whether the line after a rule is a note.
func ruleOpensNotes(lines []line, i int) bool {
	if i+1 >= len(lines) || lines[i+1].pageStart {
		return false
	}
	mark, _ := noteStart(lines[i+1].text, true)
	return mark != ""
}

// noteStart splits a line into a footnote's mark and the beginning of its text, which may stand on the next line.
func noteStart(s string, zone bool) (mark, text string) {
	if m := starNote.FindStringSubmatch(s); m != nil {
		return m[1], m[2]
	}
	if strings.Trim(s, "*") == "" && len(s) < 4 {
		return s, ""
	}
	if !zone {
		return "", ""
	}
	if onlyNumber.MatchString(s) {
		return s, ""
	}
	if m := numberNote.FindStringSubmatch(s); m != nil {
		return m[1], m[2]
	}
	if m := letterNote.FindStringSubmatch(s); m != nil {
		return m[1], m[2]
	}
	return "", ""
}

// continuesNote reports whether l is a further line of a note.
func continuesNote(note, l line, zone bool, lay layout) bool {
	if l.kind != extract.Text || l.pageStart || l.whole {
		return false
	}
	if note.text == "" {
		return true
	}
	if l.gap > 0 || !lay.wrapped {
		return false
	}
	if mark, _ := noteStart(l.text, zone); mark != "" && followsMark(note.mark, mark) {
		return false
	}
	return true
}

// followsMark reports whether a note marked next can stand after one marked mark; "5" in the second line of note 2 is a number in its text.
func followsMark(mark, next string) bool {
	a, errA := strconv.Atoi(mark)
	b, errB := strconv.Atoi(next)
	if errA == nil && errB == nil {
		return b == a+1
	}
	return true
}

var (
	trailingMark = regexp.MustCompile(`\s*(\*{1,6}(?:\s*,\s*\*{1,6})*|†|‡)$`)
	innerMark    = regexp.MustCompile(`(\S)\s?(\*{1,6})(\s|[.,;:)]|$)`)
)

// takeMarks takes the footnote marks out of text: stars at the end of the line, or after a word within it.
func takeMarks(text string) (clean, marks string) {
	if !strings.ContainsAny(text, "*†‡") {
		return text, ""
	}
	var found []string
	if m := trailingMark.FindStringSubmatchIndex(text); m != nil && m[0] > 0 {
		found = append(found, text[m[2]:m[3]])
		text = text[:m[0]]
	}
	if m := innerMark.FindStringSubmatchIndex(text); m != nil {
		found = append(found, text[m[4]:m[5]])
		text = text[:m[3]] + strings.TrimPrefix(text[m[5]:], "")
	}
	return text, strings.Join(found, " ")
}

// bindNotes gives every footnote the unit that bears its mark: the last one before it, or else the first after it on the
// same page. A mark that the text lost leaves FootnoteOf 0.
func (p *parser) bindNotes() {
	bearer := map[string]int{}
	for i := range p.doc.Units {
		u := &p.doc.Units[i]
		if u.FootnoteMark == "" {
			continue
		}
		if u.Kind == document.Footnote {
			u.FootnoteOf = bearer[u.FootnoteMark]
			delete(bearer, u.FootnoteMark)
			continue
		}
		for _, mark := range strings.FieldsFunc(u.FootnoteMark, func(r rune) bool { return r == ' ' || r == ',' }) {
			bearer[mark] = u.Seq
		}
	}
}
