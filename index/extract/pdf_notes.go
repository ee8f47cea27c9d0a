package extract

import (
	"regexp"
	"strings"
)

// note is a footnote of a page.
type note struct {
	mark string
	rows []row
}

// smallType is the largest size of footnotes, in parts of that of running text.
const smallType = 0.93

var (
	footMark = regexp.MustCompile(`^(?:\d{1,3}|\*{1,6}|†|‡|[a-z])$`)
)

// takeNotes moves the footnotes of a page out of its lines: the small type at its foot, from the first line below a rule or the
// first that begins with a mark.
func (p *page) takeNotes(m pageMeasures) {
	start := len(p.rows)
	for start > 0 {
		r := p.rows[start-1]
		text, _ := r.read()
		if r.size > m.size*smallType && !isRule(text) && !(len(r.segments) == 1 && len(text) <= 2) {
			break
		}
		start--
	}
	for i := start; i < len(p.rows); i++ {
		text, _ := p.rows[i].read()
		if isRule(text) {
			p.splitNotes(i, i+1)
			return
		}
		if mark, _ := p.rows[i].noteStart(); mark != "" && (p.height == 0 || p.rows[i].base < 0.6*p.height) {
			p.splitNotes(i, i)
			return
		}
	}
}

// splitNotes cuts the lines from row first on into notes; the body ends at row end.
func (p *page) splitNotes(end, first int) {
	var notes []note
	for _, r := range p.rows[first:] {
		mark, rest := r.noteStart()
		if mark != "" && (len(notes) == 0 || followsMark(notes[len(notes)-1].mark, mark)) {
			notes = append(notes, note{mark: mark, rows: []row{rest}})
			continue
		}
		if len(notes) == 0 {
			return // small type that is no note
		}
		n := &notes[len(notes)-1]
		n.rows = append(n.rows, r)
	}
	p.notes = notes
	p.rows = p.rows[:end]
}

// followsMark reports whether a note marked next can stand after one marked mark; a number at the head of a note's second line
// is a number in its text.
func followsMark(mark, next string) bool {
	a, b := number(mark), number(next)
	return a < 0 || b < 0 || b == a+1
}

// number is the value of a string of digits, -1 of any other.
func number(s string) int {
	n := 0
	for _, r := range s {
		if r < '0' || r > '9' {
			return -1
		}
		n = 10*n + int(r-'0')
	}
	return n
}

// noteStart returns the mark at the head of a line and the line without it.
func (r row) noteStart() (mark string, rest row) {
	s := r.segments[0]
	w := s.words[0]
	if footMark.MatchString(w.text) && (len(s.words) > 1 || len(r.segments) > 1) {
		if w.size < 0.85*r.size || w.base > s.base+0.1*r.size || w.text[0] == '*' || w.raised || number(w.text) > 0 {
			rest = row{base: r.base, size: r.size}
			if len(s.words) > 1 {
				rest.segments = append(rest.segments, newSegment(s.words[1:]))
			}
			rest.segments = append(rest.segments, r.segments[1:]...)
			return w.text, rest
		}
	}
	return "", r
}

func (n note) block(page int, v vocabulary) Block {
	text := ""
	for _, r := range n.rows {
		t, _ := r.read()
		text = joinHyphen(text, t, v)
	}
	return Block{Kind: Note, Mark: strings.TrimSpace(n.mark), Text: finishText(text), Page: page}
}
