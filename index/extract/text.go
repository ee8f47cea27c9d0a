package extract

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// readText reads plain text and the traces of Markdown that converters leave in it. Lines that follow one another without a
// blank line make one block; pipe tables and list entries are blocks of their own. A form feed ends a page.
func readText(s string) Content {
	var c Content
	s = tidy(s)
	c.Meta, s = frontMatter(s)
	s = withoutDefinitions(s)
	r := textReader{page: 1}
	if !strings.Contains(s, "\f") {
		r.page = 0 // one page or unpaged: nobody knows
	}
	for line := range strings.SplitSeq(s, "\n") {
		for i, part := range strings.Split(line, "\f") {
			if i > 0 {
				r.pageBreak()
			}
			r.line(part, i > 0)
		}
	}
	r.flush()
	c.Blocks = r.blocks
	if n := len(c.Blocks); n > 0 && c.Blocks[n-1].Kind == PageBreak {
		c.Blocks = c.Blocks[:n-1]
	}
	return c
}

// tidy makes every line end a \n, drops the characters that are never seen, and turns other controls into spaces.
func tidy(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch r {
		case '\n', '\f', '\t':
			return r
		case '\r', '\u0085', '\u2028', '\u2029', '\v':
			return '\n'
		case '\u00ad', '\u200b', '\u2060', '\ufeff': // soft hyphen, zero-width space, word joiner, byte order mark
			return -1
		}
		if unicode.IsControl(r) || unicode.Is(unicode.Zs, r) {
			return ' '
		}
		return r
	}, s)
}

// maxFrontMatter is how many lines of front matter are looked at.
const maxFrontMatter = 60

var metaLine = regexp.MustCompile(`^([A-Za-z][\w-]*):\s*(.*)$`)

// frontMatter takes off the block of "key: value" lines between two lines of three hyphens with which converted files begin.
func frontMatter(s string) (meta map[string]string, rest string) {
	if !strings.HasPrefix(s, "---\n") {
		return nil, s
	}
	lines := strings.SplitN(s, "\n", maxFrontMatter)
	meta = map[string]string{}
	for i, l := range lines[1:] {
		if strings.TrimSpace(l) == "---" {
			return meta, strings.Join(lines[i+2:], "\n")
		}
		switch m := metaLine.FindStringSubmatch(strings.TrimRight(l, " ")); {
		case m != nil:
			meta[strings.ToLower(m[1])] = strings.Trim(m[2], `"'`)
		case l == "" || l[0] != ' ' && l[0] != '-': // neither a list nor a nested value
			return nil, s
		}
	}
	return nil, s
}

var (
	// definition is a line that gives the target of links: "[source]: http://unfccc.int/resource/docs/2015/adp2/eng/11infnot.pdf".
	definition = regexp.MustCompile(`(?m)^ {0,3}\[([^\[\]^\n]{1,60})\]:[ \t]*<?(?:(?:https?|ftp|mailto):|[/#.])\S*[ \t]*(?:"[^"\n]*")?$`)
	// attributes is a line for the converter: "{:.no_toc}"; a list entry before "{:toc}" is only its place.
	attributes = regexp.MustCompile(`(?m)^(?:[*-] [^\n]*\n\{:toc\}|\{:[^{}\n]*\})[ \t]*$`)
	// reference is a link by the name of its definition: "[final draft negotiating text][source]".
	reference = regexp.MustCompile(`\[([^\[\]\n]+)\]\[([^\[\]\n]{1,60})\]`)
)

// withoutDefinitions takes the lines out of Markdown that are not shown, and the names of link targets that they define. Brackets
// beside each other are text elsewhere: "In [furtherance][pursuit] of the objective".
func withoutDefinitions(s string) string {
	s = attributes.ReplaceAllString(s, "")
	names := map[string]bool{}
	s = definition.ReplaceAllStringFunc(s, func(line string) string {
		names[strings.ToLower(definition.FindStringSubmatch(line)[1])] = true
		return ""
	})
	if len(names) == 0 {
		return s
	}
	return reference.ReplaceAllStringFunc(s, func(at string) string {
		if m := reference.FindStringSubmatch(at); names[strings.ToLower(m[2])] {
			return m[1]
		}
		return at
	})
}

// textReader gathers lines into blocks.
type textReader struct {
	blocks []Block
	group  []string // lines not yet made into a block
	gap    int      // blank lines since the last block
	page   int
}

var (
	separatorRow = regexp.MustCompile(`^\|(?:\s*:?-+:?\s*\|)+$`)
	listEntry    = regexp.MustCompile(`^(\s*)-\s+(\S.*)$`)
	noteEntry    = regexp.MustCompile(`^\[\^(\w{1,8})\]:\s*(\S.*)$`)
	raisedEntry  = regexp.MustCompile(`^(?:- )?<sup>\s*(\d{1,3}|[a-z]|\\?\*(?:\\?\*){0,5})\s*</sup>\s*(\S.*)$`)
	hashHeading  = regexp.MustCompile(`^(#{1,6})\s+(\S.*?)\s*#*$`)
	ruleLine     = regexp.MustCompile(`^\s*(?:_{4,}|-{3,}|={4,}|\*{3,}|(?:\* ){2,}\*|—{3,}|─{3,})\s*$`)
)

func (r *textReader) line(s string, afterBreak bool) {
	trimmed := strings.TrimSpace(s)
	switch {
	case trimmed == "":
		r.flush()
		if !afterBreak || s != "" {
			r.gap++
		}
	case len(trimmed) > 2 && trimmed[0] == '|' && trimmed[len(trimmed)-1] == '|':
		r.flush()
		r.tableRow(trimmed)
	case ruleLine.MatchString(trimmed):
		r.flush()
		first, _ := utf8.DecodeRuneInString(trimmed)
		r.add(Block{Kind: Rule, Text: string(first)})
	case hashHeading.MatchString(trimmed):
		r.flush()
		m := hashHeading.FindStringSubmatch(trimmed)
		r.add(Block{Kind: Heading, Level: len(m[1]), Text: plain(m[2])})
	case noteEntry.MatchString(trimmed):
		r.flush()
		m := noteEntry.FindStringSubmatch(trimmed)
		r.add(Block{Kind: Note, Mark: m[1], Text: plain(m[2])})
	case raisedEntry.MatchString(trimmed) && (len(r.group) == 0 || raisedEntry.MatchString(strings.TrimSpace(r.group[0]))):
		r.flush()
		m := raisedEntry.FindStringSubmatch(trimmed)
		r.add(Block{Kind: Note, Mark: strings.ReplaceAll(m[1], `\`, ""), Text: plain(m[2])})
	case listEntry.MatchString(s):
		r.flush()
		m := listEntry.FindStringSubmatch(s)
		r.add(Block{Kind: ListEntry, Level: 1 + utf8.RuneCountInString(m[1])/2, Text: plain(m[2])})
	default:
		r.group = append(r.group, s)
	}
}

// tableRow reads a row of a pipe table. The row above the separator is the header and has level 1.
func (r *textReader) tableRow(s string) {
	if separatorRow.MatchString(s) {
		if n := len(r.blocks); n > 0 && r.blocks[n-1].Kind == TableRow && r.gap == 0 {
			r.blocks[n-1].Level = 1
		}
		return
	}
	b := Block{Kind: TableRow}
	var words []string
	for cell := range strings.SplitSeq(s[1:len(s)-1], "|") {
		cell = plain(cell)
		b.Cells = append(b.Cells, cell)
		if cell != "" {
			words = append(words, cell)
		}
	}
	b.Text = strings.Join(words, " ")
	r.add(b)
}

func (r *textReader) pageBreak() {
	r.flush()
	r.page++
	r.blocks = append(r.blocks, Block{Kind: PageBreak, Page: r.page})
	r.gap = 0
}

// flush ends the group of lines: bold text that runs over lines is one block, the lines beside it another.
func (r *textReader) flush() {
	for len(r.group) > 0 {
		n, bold := boldRun(r.group)
		text, marks := raisedMarks(strings.Join(r.group[:n], "\n"))
		lines := strings.Split(inline(text), "\n")
		r.group = r.group[n:]
		b := Block{Kind: Text, Bold: bold, Mark: marks}
		for _, l := range lines {
			if l = spaces(l); l != "" {
				b.Lines = append(b.Lines, l)
			}
		}
		b.Text = strings.Join(b.Lines, " ")
		if bold {
			b.Lines = nil
		}
		if b.Text != "" {
			r.add(b)
		}
	}
	r.group = nil
}

// boldRun returns how many lines at the head of a group belong together: all that one pair of ** encloses, or those
// before the next such pair.
func boldRun(group []string) (n int, bold bool) {
	first := strings.TrimSpace(group[0])
	if strings.HasPrefix(first, "**") && len(first) > 2 && first[2] != ' ' && first[2] != '*' {
		for i, l := range group {
			l = strings.TrimSpace(l)
			if i == 0 {
				l = l[2:]
			}
			if at := strings.Index(l, "**"); at >= 0 {
				if rest := strings.TrimRight(l[at+2:], "* "); rest == "" {
					return i + 1, true
				}
				break // bold words at the head of a sentence
			}
		}
	}
	for i := 1; i < len(group); i++ {
		if l := strings.TrimSpace(group[i]); strings.HasPrefix(l, "**") && strings.Count(l, "**")%2 == 1 {
			return i, false
		}
	}
	return len(group), false
}

func (r *textReader) add(b Block) {
	if b.Kind != Rule && b.Text == "" {
		return // nothing but markup
	}
	b.Gap, b.Page = r.gap, r.page
	r.gap = 0
	r.blocks = append(r.blocks, b)
}

var (
	noteMark   = regexp.MustCompile(`\[\^\w{1,8}\]`)
	link       = regexp.MustCompile(`\[([^\[\]\n]+)\]\((?:[^()\s]|\([^()\s]*\))*\)`)
	angled     = regexp.MustCompile(`<((?:https?|ftp|mailto):[^<>\s]+|[^<>\s@]+@[^<>\s@]+)>`)
	lineBreak  = regexp.MustCompile(`(?i)<br\s*/?>`)
	htmlTag    = regexp.MustCompile(`(?i)</?(?:i|b|em|strong|u|sup|sub|span(?: id="[\w-]*")?)\s*/?>`)
	raised     = regexp.MustCompile(`(\pL*)([\pN\pP]?)(\s?)<sup>\s*(\d{1,3}(?:\s*,\s*\d{1,3})*)\s*</sup>`)
	bold       = regexp.MustCompile(`\*\*([^\s*](?:[^*]*[^\s*])?)\*\*`)
	emphasis   = regexp.MustCompile(`(^|[\s(\["'“‘«—–/])\*([^\s*](?:[^*]*[^\s*])?)\*($|[\s).,;:\]"'”’»?!—–/-])`)
	escaped    = regexp.MustCompile(`\\([!-/:-@\[-` + "`" + `{-~])`)
	onlyDigits = regexp.MustCompile(`^[\d ]+$`)
)

// inline takes the markup out of running text. A star that encloses nothing is a footnote mark and stays.
func inline(s string) string {
	s = strings.ReplaceAll(s, `\*`, starHeld) // a printed star, within whatever markup
	s = noteMark.ReplaceAllString(s, "")
	s = link.ReplaceAllString(s, "$1")
	s = angled.ReplaceAllString(s, "$1")
	s = lineBreak.ReplaceAllString(s, " ")
	s = htmlTag.ReplaceAllString(s, "")
	s = bold.ReplaceAllString(s, "$1")
	for range 2 { // neighbours share the space between them
		s = emphasis.ReplaceAllStringFunc(s, func(m string) string {
			p := emphasis.FindStringSubmatch(m)
			if onlyDigits.MatchString(p[2]) { // "*2501966*" is the bar code of the paper, not an emphasis
				return m
			}
			return p[1] + p[2] + p[3]
		})
	}
	return strings.ReplaceAll(escaped.ReplaceAllString(s, "$1"), starHeld, "*")
}

// starHeld stands for a star that is no markup; texts have no such character.
const starHeld = "\x00"

// measures are the words whose raised number is an exponent: "12 km<sup>2</sup>".
var measures = map[string]bool{"m": true, "km": true, "cm": true, "mm": true, "ft": true}

// raisedMarks takes the raised numbers of footnotes out of running text; marks are those found, in order, with spaces between.
// An exponent stays: "10<sup>6</sup>", "km<sup>2</sup>".
func raisedMarks(s string) (text, marks string) {
	if !strings.Contains(s, "<sup>") {
		return s, ""
	}
	var found []string
	text = raised.ReplaceAllStringFunc(s, func(at string) string {
		m := raised.FindStringSubmatch(at)
		before, _ := utf8.DecodeLastRuneInString(m[2])
		if m[3] == "" && (unicode.IsNumber(before) && m[1] == "" || m[2] == "" && measures[m[1]]) {
			return at
		}
		found = append(found, strings.FieldsFunc(m[4], func(r rune) bool { return r == ',' || unicode.IsSpace(r) })...)
		return m[1] + m[2]
	})
	return text, strings.Join(found, " ")
}

func plain(s string) string { return spaces(inline(s)) }

// spaces makes all white space single spaces.
func spaces(s string) string { return strings.Join(strings.Fields(s), " ") }
