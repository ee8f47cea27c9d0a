package parse

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/plenary-search/plenary/index/extract"
)

// para is a paragraph put together from lines.
type para struct {
	line
	breaks  []int  // byte offsets in text where a joined half begins
	label   label  // enumerator at its head
	marks   string // footnote marks taken out of it
	opening bool   // starts with an opening quotation mark
	last    string // its last line
}

// romanOK holds a Roman number to the right order of its letters.
var romanOK = regexp.MustCompile(`^(?:X{0,3}|XL|L)(?:IX|IV|V?I{0,3})$`)

// paragraphs puts lines together. Notes, table rows and what the format keeps whole stay as they are.
func (p *parser) paragraphs(lines []line) []para {
	s := splitter{layout: p.layout}
	if p.layout.wrapped {
		lines = sortLabels(lines)
	}
	for _, l := range lines {
		s.take(l)
	}
	s.closeOpen()
	return mendPages(s.paras, p.layout)
}

// sortLabels undoes a column of enumerators: where the last paragraph of a section is one line, the text layer may give its
// number and that of the next section before both texts ("53.", "VIII.", "The Executive Board took note …", "Field visits").
func sortLabels(lines []line) []line {
	out := make([]line, 0, len(lines))
	for i := 0; i < len(lines); i++ {
		if i+2 < len(lines) && bareLabel(lines[i]) == arabicLabel && isSectionLabel(bareLabel(lines[i+1])) && bareLabel(lines[i+2]) == noLabel {
			end := i + 3
			for end < len(lines) && lines[end].gap == 0 && !lines[end].pageStart && bareLabel(lines[end]) == noLabel {
				end++
			}
			out = append(out, lines[i])
			out = append(out, lines[i+2:end]...)
			out = append(out, lines[i+1])
			i = end - 1
			continue
		}
		out = append(out, lines[i])
	}
	return out
}

// bareLabel is the form of a line that is nothing but an enumerator, noLabel for others.
func bareLabel(l line) labelForm {
	if lab := readLabel(l.text); l.kind == extract.Text && lab.bare(l.text) {
		return lab.form
	}
	return noLabel
}

func isSectionLabel(f labelForm) bool { return f == romanLabel || f == capitalLabel }

// splitter joins the lines of wrapped text.
type splitter struct {
	layout
	paras  []para
	open   *para  // still taking lines
	notes  []para // footnotes met while open takes lines
	last   string // the last line of open
	number int    // the last number that opened a paragraph
}

func (s *splitter) take(l line) {
	if l.kind != extract.Text || l.whole || l.bold {
		if l.kind == extract.Note { // it stands at the foot of the page, in the middle of the paragraph
			s.notes = append(s.notes, para{line: l})
			if s.open == nil {
				s.closeOpen()
			}
			return
		}
		s.closeOpen()
		s.paras = append(s.paras, para{line: l, breaks: l.breaks})
		return
	}
	if s.open != nil && s.joins(l) {
		s.open.text = joinLines(s.open.text, l.text)
		s.open.mark = strings.TrimSpace(s.open.mark + " " + l.mark)
		if l.pageStart {
			s.open.breaks = append(s.open.breaks, len(s.open.text)-len(l.text))
		}
		s.last = l.text
		return
	}
	s.closeOpen()
	if lab := readLabel(l.text); lab.form == arabicLabel {
		s.number = lab.n
	}
	s.open, s.last = &para{line: l}, l.text
	if !s.wrapped {
		s.closeOpen()
	}
}

func (s *splitter) closeOpen() {
	if s.open != nil {
		s.open.last = s.last
		s.paras = append(s.paras, *s.open)
	}
	s.open = nil
	s.paras = append(s.paras, s.notes...)
	s.notes = nil
}

// joins reports whether l goes on with the open paragraph.
func (s *splitter) joins(l line) bool {
	if len(s.open.text)+len(l.text) >= maxUnitBytes {
		return false
	}
	lab := readLabel(l.text)
	openLabel := readLabel(s.open.text)
	if openLabel.bare(s.open.text) { // "1." on a line of its own
		return lab.form == noLabel || lab.form != openLabel.form && !lab.bare(l.text)
	}
	if lab.form != noLabel && s.opens(lab, l) {
		return false
	}
	ended := endsSentence(s.last)
	full := s.full(s.last, l.text)
	if hasLeader(s.last) || ended && (knownHeading(l.text) > 0 || itemHeadingOf(l.text) != nil) {
		return false
	}
	switch {
	case l.gap > 0 && !l.pageStart:
		return !ended && startsLower(l.text) && lab.form == noLabel && !endsReason(s.open.text)
	case startsLower(l.text):
		return !ended || full
	case hangs(s.last):
		return true
	case strings.HasSuffix(withoutNoteNumber(s.last), ","):
		return full
	case l.pageStart:
		return full && !ended
	}
	return full
}

// opens reports whether a label at the head of a line opens a paragraph there and is not a word of the sentence that
// happens to stand first in its line, as "2024." does.
func (s *splitter) opens(lab label, l line) bool {
	ended := endsSentence(s.last) || l.gap > 0
	switch lab.form {
	case arabicLabel:
		return lab.n == s.number+1 || lab.n == 1 && ended || ended && lab.n > s.number && lab.n < s.number+20 || ended && lab.bare(l.text) && lab.n < s.number+20
	case bracketLabel:
		return ended || strings.HasSuffix(withoutNoteNumber(s.last), ",") || strings.HasSuffix(s.last, " and") || strings.HasSuffix(s.last, " or") ||
			!s.full(s.last, l.text)
	case bulletLabel:
		return true
	}
	return ended || !s.full(s.last, l.text)
}

// joinLines puts two lines of a paragraph together. A hyphen at the end of a line belongs to the word.
func joinLines(a, b string) string {
	if a == "" {
		return b
	}
	if strings.HasSuffix(a, "-") || strings.HasSuffix(a, "\u2010") || strings.HasSuffix(a, "\u2011") {
		if r, _ := utf8.DecodeLastRuneInString(strings.TrimRight(a, "-\u2010\u2011")); unicode.IsLetter(r) && startsLetter(b) {
			return a + b
		}
	}
	if strings.HasSuffix(a, "/") || betweenHan(a, b) {
		return a + b
	}
	return a + " " + b
}

// betweenHan reports whether a line ends and the next begins with Chinese, which has no blanks between words.
func betweenHan(a, b string) bool {
	last, _ := utf8.DecodeLastRuneInString(a)
	if last < 0x2e80 {
		return false
	}
	first, _ := utf8.DecodeRuneInString(b)
	return last >= 0x2e80 && last < 0xff60 || first >= 0x2e80 && first < 0xff60
}

func startsLetter(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r)
}

// mendPages joins the halves of paragraphs that a page tore apart: the first lacks final punctuation and the second starts in
// lower case, or the first ends in a word that needs another ("will be held on | Friday, 11 October"). Notes and stamps may
// stand between the halves. What the layout left of the joint is recorded in breaks.
func mendPages(paras []para, lay layout) []para {
	var out []para
	last := -1 // index in out of the last paragraph of running text
	for i, pa := range paras {
		if pa.kind == extract.Note {
			out = append(out, pa)
			continue
		}
		if pa.kind == extract.Text && last >= 0 && (tornBefore(out[last], pa) || goesOn(out[last], paras[i:], lay)) {
			out[last].breaks = append(out[last].breaks, len(out[last].text)+1)
			out[last].text += " " + pa.text
			out[last].mark = strings.TrimSpace(out[last].mark + " " + pa.mark)
			out[last].last = pa.last
			continue
		}
		out = append(out, pa)
		last = len(out) - 1
		if pa.kind != extract.Text && pa.kind != extract.ListEntry {
			last = -1
		}
	}
	return out
}

// goesOn reports whether the paragraph at the head of next goes on with a on a new page, though the page before it ends with a
// full stop. In a document of numbered paragraphs, text without a number at the head of a page belongs to the number before,
// if that one fills its last line and the next number follows.
func goesOn(a para, next []para, lay layout) bool {
	b := next[0]
	lab := readLabel(a.text)
	if !lay.wrapped || !b.pageStart || lab.form != arabicLabel || readLabel(b.text).form != noLabel || b.whole || !endsSentence(b.text) ||
		utf8.RuneCountInString(b.text) < 60 || len(a.text)+len(b.text) >= maxUnitBytes || !lay.full(a.last, b.text) {
		return false
	}
	for _, pa := range next[1:min(len(next), farLook)] {
		if pa.kind == extract.Note {
			continue
		}
		switch l := readLabel(pa.text); l.form {
		case arabicLabel:
			return l.n == lab.n+1
		case noLabel:
			if endsSentence(pa.text) {
				return false // another unnumbered paragraph
			}
		}
	}
	return false
}

// tornBefore reports whether b is the second half of a.
func tornBefore(a, b para) bool {
	if b.bold || a.bold || readLabel(b.text).form != noLabel || endsSentence(a.text) || len(a.text)+len(b.text) >= maxUnitBytes || utf8.RuneCountInString(a.text) < 30 {
		return false
	}
	if (b.gap > 0 || a.whole && b.whole) && !b.pageStart && endsReason(a.text) {
		return false
	}
	return startsLower(b.text) || hangs(a.text) && startsUpper(b.text)
}

// endsReason reports whether a paragraph ends as reasons of resolutions do in Russian, where the next begins in lower case: "ссылаясь на
// свою резолюцию 74/111," "отмечая заявление,".
func endsReason(text string) bool {
	text = strings.TrimRight(withoutNoteNumber(text), " ")
	if !strings.HasSuffix(text, ",") {
		return false
	}
	return strings.ContainsFunc(text, func(r rune) bool { return 0x0400 <= r && r < 0x0530 })
}

// takeMarks takes the footnote marks out of a paragraph and moves the joints behind them.
func (pa *para) takeMarks() {
	whole := pa.text
	pa.text, pa.marks = takeMarks(whole)
	pa.marks = strings.TrimSpace(pa.mark + " " + pa.marks)
	if len(pa.text) == len(whole) {
		return
	}
	for i, at := range pa.breaks {
		head, _ := takeMarks(strings.TrimRight(whole[:at], " "))
		pa.breaks[i] = min(len(head)+len(whole[:at])-len(strings.TrimRight(whole[:at], " ")), len(pa.text))
	}
}

// The least number of fragments in a row that are taken for what is left of a table or figure, and the most in one unit.
const (
	fewFragments  = 4
	manyFragments = 40
)

// gatherFragments makes table rows of the fragments of tables and figures, which the text layer of a page gives one cell to a
// line: "30 000", "25 000", "Sector North".
func gatherFragments(paras []para, lay layout) []para {
	if !lay.wrapped {
		return paras
	}
	var out []para
	for i := 0; i < len(paras); {
		n := fragments(paras[i:])
		if n < fewFragments {
			out = append(out, paras[i])
			i++
			continue
		}
		for _, part := range chunks(paras[i:i+n], manyFragments) {
			row := part[0]
			row.kind, row.cells = extract.TableRow, nil
			for k, pa := range part {
				row.cells = append(row.cells, pa.text)
				if k > 0 {
					row.text += " " + pa.text
				}
			}
			out = append(out, row)
		}
		i += n
	}
	return out
}

func chunks(paras []para, size int) (out [][]para) {
	for len(paras) > size {
		out = append(out, paras[:size])
		paras = paras[size:]
	}
	return append(out, paras)
}

// fragments is the number of paragraphs at the head of paras that are cells of a table: short, without the end of a sentence,
// and one in three of them a number or a single short word. It stops before what may be the title of what follows.
func fragments(paras []para) int {
	n, numbers := 0, 0
	for _, pa := range paras[:min(len(paras), 10*manyFragments)] {
		length := utf8.RuneCountInString(pa.text)
		if pa.kind != extract.Text || pa.whole || pa.bold || length > 45 || knownHeading(pa.text) > 0 || signature.MatchString(pa.text) ||
			endsSentence(pa.text) && hasWord(pa.text) || hasLeader(pa.text) {
			break
		}
		if lab := readLabel(pa.text); lab.form != noLabel && !lab.bare(pa.text) {
			break
		}
		if !hasWord(pa.text) || length <= 6 {
			numbers++
		}
		n++
	}
	for n > 0 && hasWord(paras[n-1].text) && n < len(paras) { // perhaps a heading
		n--
	}
	if numbers*3 < n {
		return 0
	}
	return n
}
