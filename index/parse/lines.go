package parse

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/plenary-search/plenary/index/extract"
)

// line is a line of the source, or a block that the format keeps whole.
type line struct {
	text      string
	kind      extract.Kind
	level     int
	bold      bool
	header    bool // of a table row
	cells     []string
	page      int
	gap       int    // blank lines before
	pageStart bool   // the first line of a page
	mark      string // of a note: its mark
	number    string // the format's own paragraph number, which text may lack
	whole     bool   // the format says that this is a paragraph: lines are not joined to it
	breaks    []int  // byte offsets in text at which the reader of the format joined the halves of two pages
}

// readLines flattens blocks to lines. Page breaks become a flag of the line that follows.
func readLines(blocks []extract.Block) []line {
	var out []line
	pageStart := false
	for _, b := range blocks {
		switch b.Kind {
		case extract.PageBreak:
			pageStart = true
			continue
		case extract.Rule:
			out = append(out, line{kind: extract.Rule, text: b.Text, page: b.Page, gap: b.Gap, pageStart: pageStart})
			pageStart = false
			continue
		}
		l := line{kind: b.Kind, level: b.Level, bold: b.Bold, cells: b.Cells, page: b.Page, gap: b.Gap, mark: b.Mark, number: b.Label, pageStart: pageStart}
		l.header = b.Kind == extract.TableRow && b.Level == 1
		pageStart = false
		if len(b.Lines) == 0 {
			l.text, l.whole, l.breaks = b.Text, true, b.Breaks
			if l.text != "" {
				out = append(out, l)
			}
			continue
		}
		for i, text := range b.Lines {
			if i > 0 {
				l.gap, l.pageStart, l.mark = 0, false, ""
			}
			l.text = text
			out = append(out, l)
		}
	}
	return out
}

// layout is what the lines show of the page they were set for.
type layout struct {
	// wrapped is true where paragraphs run over lines, as in the text layer of a PDF file. Otherwise a line is a paragraph.
	wrapped bool
	// width is the length in characters of a full line of running text, where wrapped.
	width int
}

// measure tells wrapped text from text with a paragraph on each line, by how often a line without final punctuation is
// followed at once by one that starts in lower case.
func measure(lines []line) layout {
	var lengths []int
	torn, pairs := 0, 0
	for i, l := range lines {
		if l.kind != extract.Text || l.whole {
			continue
		}
		n := utf8.RuneCountInString(l.text)
		if n >= 40 || n >= 20 && endsHan(l.text) {
			lengths = append(lengths, n)
		}
		if i+1 < len(lines) && lines[i+1].gap == 0 && lines[i+1].kind == extract.Text && !lines[i+1].whole && !lines[i+1].pageStart {
			pairs++
			if n >= 20 && !endsSentence(l.text) && (startsLower(lines[i+1].text) || n >= 28 && startsCaseless(lines[i+1].text)) {
				torn++
			}
		}
	}
	if torn < 2 || torn*10 < pairs || len(lengths) == 0 {
		return layout{}
	}
	slices.Sort(lengths)
	width := lengths[len(lengths)*8/10]
	return layout{wrapped: width <= 160, width: width}
}

// full reports whether a line could not have taken the first word of the next, so that the break says nothing.
func (l layout) full(text, next string) bool {
	return l.fullAt(text, next, l.width)
}

func (l layout) fullAt(text, next string, width int) bool {
	word, _, _ := strings.Cut(next, " ")
	if betweenHan(text, next) {
		_, size := utf8.DecodeRuneInString(next)
		word = next[:size]
	}
	return utf8.RuneCountInString(text)+1+utf8.RuneCountInString(word) > width*88/100
}

var (
	jobNumber  = regexp.MustCompile(`^(?:V\.|GE\.)?\d{2}-\d{5,6}(?: ?\([A-Z]\))?(?: +\d{1,6}(?:/\d{1,4})?){0,3}$|^GE\.\d{2}-\d+.*\(E\)$`)
	barCode    = regexp.MustCompile(`^\*(?:\d{6,8}|\d[\d ]+)\*$`)
	stampDate  = regexp.MustCompile(`^\d{6}(?: \d{6})*$`)
	pageNumber = regexp.MustCompile(`^(?:\d{1,4}|\d{1,4} ?/ ?\d{1,4}|[-–—] ?\d{1,4} ?[-–—]|Page \d{1,4}(?: of \d{1,4})?|[ivxlc]{1,6})$`)
	recycle    = regexp.MustCompile(`^(?:Please recycle.*|\* ?\d{7} ?\*)$`)
)

// isStamp reports whether text is what the printer adds to a page: job number, bar code, date stamp.
func isStamp(text string) bool {
	if len(text) > 120 || text == "" || !strings.ContainsRune("0123456789*VGP", rune(text[0])) {
		return false
	}
	return jobNumber.MatchString(text) || barCode.MatchString(text) || stampDate.MatchString(text) || recycle.MatchString(text)
}

// dropFurniture takes out what belongs to the page and not to the text: running heads and feet, page numbers, printer's
// stamps. Only pages that the source marks have heads and feet.
func dropFurniture(lines []line) []line {
	starts := pageStarts(lines)
	heads := repeatedEdges(lines, starts)
	drop := make([]bool, len(lines))
	for i, l := range lines {
		drop[i] = l.kind == extract.Text && isStamp(l.text)
	}
	for k, start := range starts {
		end := len(lines)
		if k+1 < len(starts) {
			end = starts[k+1]
		}
		if len(starts) > 1 {
			trimPage(lines[start:end], drop[start:end], heads, k > 0)
		}
	}
	var out []line
	pageStart, gap := false, 0
	for i, l := range lines {
		if drop[i] {
			pageStart = pageStart || l.pageStart
			gap = max(gap, l.gap)
			continue
		}
		l.pageStart = l.pageStart || pageStart
		l.gap = max(l.gap, gap)
		pageStart, gap = false, 0
		out = append(out, l)
	}
	return out
}

// pageStarts are the indexes of the first lines of pages.
func pageStarts(lines []line) []int {
	var starts []int
	for i, l := range lines {
		if i == 0 || l.pageStart {
			starts = append(starts, i)
		}
	}
	return starts
}

// edge is how many lines at the head and the foot of a page are looked at.
const edge = 4

// repeatedEdges are the texts that stand at the edges of several pages.
func repeatedEdges(lines []line, starts []int) map[string]bool {
	seen := map[string]int{}
	for k, start := range starts {
		end := len(lines)
		if k+1 < len(starts) {
			end = starts[k+1]
		}
		onPage := map[string]bool{}
		for i := start; i < end; i++ {
			if l := lines[i]; l.kind == extract.Text && (i < start+edge || i >= end-edge) && utf8.RuneCountInString(l.text) <= 150 {
				onPage[l.text] = true
			}
		}
		for text := range onPage {
			seen[text]++
		}
	}
	out := map[string]bool{}
	for text, n := range seen {
		if n >= 3 && n*3 >= len(starts) || n >= 2 && looksLikeSymbol(text) {
			out[text] = true
		}
	}
	return out
}

// trimPage marks the running head, foot and page number of one page. The first page keeps its head: it is the masthead.
func trimPage(page []line, drop []bool, heads map[string]bool, head bool) {
	furniture := func(i int) bool {
		return drop[i] || page[i].kind == extract.Text && (heads[page[i].text] || pageNumber.MatchString(page[i].text))
	}
	if head {
		for i := 0; i < len(page) && i < edge+2; i++ {
			if furniture(i) || page[i].kind == extract.Text && looksLikeSymbol(page[i].text) {
				drop[i] = true
			} else {
				break
			}
		}
	}
	for i := len(page) - 1; i >= 0 && i >= len(page)-edge-2; i-- {
		if !furniture(i) || !head && i < 8 {
			break
		}
		drop[i] = true
	}
}

// endsSentence reports whether text ends as a sentence, a clause of a list or a lead-in does.
func endsSentence(text string) bool {
	text = strings.TrimRight(withoutNoteNumber(strings.TrimRight(text, " *\"'”’»)]")), "\"'”’»)]")
	if text == "" {
		return true
	}
	r, _ := utf8.DecodeLastRuneInString(text)
	return strings.ContainsRune(".;:!?…。；：！？؟؛", r)
}

// withoutNoteNumber cuts the number of a footnote from the end of text: "development system; 1".
func withoutNoteNumber(text string) string {
	if text == "" || text[len(text)-1] < '0' || text[len(text)-1] > '9' {
		return text
	}
	tail := max(0, len(text)-12) // the pattern is short, and the text may be long
	for tail > 0 && !utf8.RuneStart(text[tail]) {
		tail--
	}
	if m := noteNumber.FindStringIndex(text[tail:]); m != nil && !strings.Contains(text[strings.LastIndexByte(text, ' ')+1:], "/") { // not "A/C.3/78/L.16/Rev.1"
		_, size := utf8.DecodeRuneInString(text[tail+m[0]:])
		return text[:tail+m[0]+size]
	}
	return text
}

var noteNumber = regexp.MustCompile(`[.;:,!?”)] ?\d{1,3}$`)

// startsLower reports whether text goes on in lower case.
func startsLower(text string) bool { return unicode.IsLower(firstLetter(text)) }

// startsUpper reports whether text begins with a capital letter.
func startsUpper(text string) bool { return unicode.IsUpper(firstLetter(text)) }

// firstLetter is the letter that text begins with, perhaps behind quotation marks and brackets; 0 where it begins with anything else.
func firstLetter(text string) rune {
	for _, r := range text {
		if unicode.IsLetter(r) {
			return r
		}
		if !strings.ContainsRune("“\"‘'([«", r) {
			return 0
		}
	}
	return 0
}

// startsCaseless reports whether text begins with a letter of a script without capitals, as Arabic and Chinese do.
func startsCaseless(text string) bool {
	for _, r := range text {
		if unicode.IsLetter(r) {
			return !unicode.IsLower(r) && !unicode.IsUpper(r)
		}
		if unicode.IsDigit(r) || r == '-' {
			return false
		}
	}
	return false
}

// startsHeading reports whether text begins as headings do: with a capital letter, in scripts that have them.
func startsHeading(text string) bool { return startsUpper(text) || startsCaseless(text) }

func endsHan(text string) bool {
	r, _ := utf8.DecodeLastRuneInString(text)
	return r >= 0x2e80 && r < 0xff60
}

// hangs reports whether text ends in a word that needs another after it, as in "will be held on".
func hangs(text string) bool {
	i := strings.LastIndexByte(text, ' ')
	if i < 0 || endsSentence(text) {
		return false
	}
	return hangingWords[text[i+1:]]
}

var hangingWords = wordSet(`a an the and or nor but of on in at to for from by with without within into upon under over between among against
 during through towards regarding concerning including than that which who whose as its their his her this these those is are was were be been has have
 had not also et ou de du des le la les à au aux en dans par pour sur avec y o del los las el en con por para`)

func wordSet(s string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(s) {
		set[w] = true
	}
	return set
}
