package parse

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

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
		if end := footEnd(lines, i); end > i {
			if l.pageStart {
				lines[i+1].pageStart = true
			}
			out = append(out, footNotes(lines[i+1:end])...)
			i = end - 1
			continue
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
		if note.text == "" { // a mark without a note
			note = l
		}
		out = append(out, note)
	}
	return out
}

// footEnd returns the end of the page, if the line at i is the rule above its footnotes: one of underscores, below which a mark
// starts a line. Elsewhere it returns i.
func footEnd(lines []line, i int) int {
	if lines[i].kind != extract.Rule || lines[i].text != "_" || lines[i].page == 0 {
		return i
	}
	end, marked := i+1, false
	for end < len(lines) && !lines[end].pageStart {
		if lines[end].kind != extract.Text {
			return i
		}
		mark, _ := noteStart(lines[end].text, true)
		marked = marked || mark != ""
		end++
	}
	if !marked {
		return i
	}
	return end
}

// footNotes reads the lines below the rule of a page. The text layer may give the first mark last, behind the texts: it then
// belongs to the text that has none.
func footNotes(lines []line) []line {
	var notes []line
	for i, l := range lines {
		mark, text := noteStart(l.text, true)
		cur := len(notes) - 1
		switch {
		case mark != "" && text == "" && i == len(lines)-1 && cur >= 0 && notes[0].mark == "" && notes[cur].text != "":
			notes[0].mark = mark
			continue
		case mark != "" && (cur < 0 || notes[cur].mark == "" || followsMark(notes[cur].mark, mark)):
		case cur >= 0 && len(notes[cur].text)+len(l.text) < maxUnitBytes:
			notes[cur].text = joinLines(notes[cur].text, l.text)
			continue
		default:
			mark, text = "", l.text
		}
		l.kind, l.whole, l.mark, l.text = extract.Note, true, mark, text
		notes = append(notes, l)
	}
	for i := range notes {
		if n := &notes[i]; n.text == "" { // a mark without a note
			n.kind, n.text, n.mark = extract.Text, n.mark, ""
		}
	}
	return notes
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
	if l.kind != extract.Text || l.pageStart || l.whole || len(note.text)+len(l.text) >= maxUnitBytes {
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
	marksAtEnd = regexp.MustCompile(`\s*(\*{1,6}(?:\s*,\s*\*{1,6})*|†|‡)$`)
	marksIn    = regexp.MustCompile(`(\S)\s?(\*{1,6}(?:\s*,\s*\*{1,6})*)(\s|[.,;:)]|$)`)
)

// takeMarks takes the footnote marks out of text: stars at its end, or after a word within it. marks are those found, in
// order, with spaces between.
func takeMarks(text string) (clean, marks string) {
	if !strings.ContainsAny(text, "*†‡") {
		return text, ""
	}
	var found []string
	for range 64 {
		m := marksIn.FindStringSubmatchIndex(text)
		if m == nil {
			break
		}
		found = append(found, text[m[4]:m[5]])
		text = text[:m[3]] + text[m[5]:]
	}
	if m := marksAtEnd.FindStringSubmatchIndex(text); m != nil && m[0] > 0 {
		found = append(found, text[m[2]:m[3]])
		text = text[:m[0]]
	}
	return text, strings.Join(strings.FieldsFunc(strings.Join(found, " "), func(r rune) bool { return r == ' ' || r == ',' }), " ")
}

// citingWord is a word before a number that is no footnote mark: "paragraph 5".
var citingWord = regexp.MustCompile(`(?i)(?:paragraphs?|paras?\.?|resolutions?|decisions?|articles?|rules?|items?|sections?|sect\.|annex(?:es)?|chap(?:ters?|\.)|table|figure|box|goals?|targets?|no\.?|nos\.|vol\.|p\.|pp\.|page|phase|part|option|step|tier|level|cluster|and|to|or|of|in|by|at)$`)

// takeNumbers takes the numbers of footnotes out of the text: "the activities of the Office; 1" has the mark 1, if a footnote 1
// stands at the foot of the page. Marks come in the order of their notes, each in the units shortly before its note.
func (p *parser) takeNumbers() {
	const reach = 80 // units before a note that may bear its mark
	from := 0
	for i := range p.doc.Units {
		note := &p.doc.Units[i]
		if note.Kind != document.Footnote || !onlyNumber.MatchString(note.FootnoteMark) {
			continue
		}
		if slices.ContainsFunc(p.doc.Units[max(from, i-reach):i], func(u document.Unit) bool {
			return u.Kind != document.Footnote && slices.Contains(strings.Fields(u.FootnoteMark), note.FootnoteMark)
		}) {
			continue // the format told it from the text
		}
		for j := max(from, i-reach); j < i; j++ {
			u := &p.doc.Units[j]
			if !document.RunningText(u.Kind) && u.Kind != document.Frontmatter {
				continue
			}
			if cutMark(u, note.FootnoteMark) {
				from = j
				break
			}
		}
	}
}

// cutMark takes the number of a footnote out of a unit, if it stands there as a mark does: behind punctuation or glued to a
// word, and not behind a word that asks for a number.
func cutMark(u *document.Unit, mark string) bool {
	for at := 0; ; {
		k := strings.Index(u.Text[at:], mark)
		if k < 0 {
			return false
		}
		start, end := at+k, at+k+len(mark)
		at = end
		before := strings.TrimSuffix(u.Text[:start], " ")
		if !isMarkPlace(before, u.Text[end:], len(before) < start) {
			continue
		}
		u.Text = before + u.Text[end:]
		u.FootnoteMark = strings.TrimSpace(u.FootnoteMark + " " + mark)
		for i, b := range u.PageBreaks {
			if b >= end {
				u.PageBreaks[i] = b - (end - len(before))
			}
		}
		return true
	}
}

// isMarkPlace reports whether a number between two stretches of text stands where a footnote mark does; blank tells whether
// a blank stood before it.
func isMarkPlace(before, after string, blank bool) bool {
	next, _ := utf8.DecodeRuneInString(after)
	if after != "" && next != ' ' && !strings.ContainsRune(".,;:)”’]", next) {
		return false
	}
	if !blank && strings.Contains(before[strings.LastIndexByte(before, ' ')+1:], "/") {
		return false // the end of a symbol: "CTOC/COP/2024/CRP.1", "decision 11/CMA.1"
	}
	last, size := utf8.DecodeLastRuneInString(before)
	if strings.ContainsRune(".,;:”’)]", last) {
		inner, _ := utf8.DecodeLastRuneInString(strings.TrimRight(before[:len(before)-size], "”’)]"))
		return !unicode.IsDigit(inner) && (!blank || after == "" || next == ' ') && !citingWord.MatchString(strings.TrimRight(before, ".,;:"))
	}
	return !blank && unicode.IsLetter(last) && unicode.IsLower(last) && !citingWord.MatchString(before)
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
		for mark := range strings.FieldsSeq(u.FootnoteMark) {
			bearer[mark] = u.Seq
		}
	}
}
