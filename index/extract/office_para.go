package extract

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxOfficeBlocks is how many blocks of a document are kept.
const maxOfficeBlocks = 300_000

// officePara is a paragraph of a Word or OpenDocument file that is being read.
type officePara struct {
	run
	depth    int   // of its element
	breaks   []int // offsets of line breaks
	tabs     []int // offsets of tabs
	marks    []string
	notes    []Block
	boxes    []Block        // of the text boxes that are tied to it
	langs    map[string]int // letters by stated language
	contents bool           // it stands in a table of contents, or a line of dots runs to its last tab
	seen     bool           // it had text, hidden or not
	// label is the enumerator that a list counts, outline the level of a heading, 1 for the outermost, or 0, and level that of a list
	// entry from 1 on.
	label          string
	outline, level int
}

// blocks makes blocks of a complete paragraph, and of what is tied to it. lines says that its lines stand for themselves, and first
// that nothing comes before it: text boxes there hold the head of the page, and stand above it.
func (p *officePara) blocks(lines, first bool) []Block {
	if p.empty() {
		return append(p.notes, p.boxes...)
	}
	var out []Block
	if first {
		out, p.boxes = p.boxes, nil
	}
	texts := p.split(lines)
	for i, text := range texts {
		b := Block{Kind: Text, Text: norm.NFC.String(text), Bold: p.bold(), Lang: p.lang(), Gap: 1}
		if i == 0 {
			p.classify(&b)
		} else {
			b.Gap, b.Label = 0, headLabel(b.Text, 0, true)
		}
		if i == len(texts)-1 {
			b.Mark = strings.Join(p.marks, " ")
		}
		out = append(out, b)
	}
	return append(append(out, p.notes...), p.boxes...)
}

// longHeading is the number of characters of a paragraph that is no heading, if it ends as a sentence does, whatever its style.
const longHeading = 250

// classify gives the first block of a paragraph its enumerator and its kind.
func (p *officePara) classify(b *Block) {
	b.Label = p.label
	if p.label == "" {
		b.Label = typedLabel(b.Text, p.tab)
	} else {
		gap := " "
		if strings.HasSuffix(p.label, "、") || strings.HasSuffix(p.label, "）") || strings.HasSuffix(p.label, "．") { // they are as wide as a letter and a blank
			gap = ""
		}
		b.Text = p.label + gap + b.Text
	}
	led, leads := p.withLeader(b.Text)
	switch {
	case officeRule(b.Text) != "":
		*b = Block{Kind: Rule, Text: officeRule(b.Text), Gap: b.Gap}
	case leads:
		b.Text = led
	case p.outline > 0 && (utf8.RuneCountInString(b.Text) <= longHeading || !closedMark.MatchString(b.Text)):
		b.Kind, b.Level = Heading, p.outline
	case p.label != "" && isEntryLabel(p.label) && !b.Bold:
		b.Kind, b.Level = ListEntry, max(1, p.level)
	}
}

// isEntryLabel reports whether an enumerator is that of a list entry: a bullet, a letter or a number in brackets. Paragraphs and
// headings have numbers, Roman numbers and capitals.
func isEntryLabel(label string) bool {
	first, _ := utf8.DecodeRuneInString(label)
	return strings.ContainsAny(label, ")）") || !strings.ContainsFunc(label, isWordRune) || unicode.IsLower(first)
}

var (
	// officeLabel is an enumerator that stands before a tab, beside those of bareLabel: "1.2.", "12)", "①".
	officeLabel = regexp.MustCompile(`^(?:\d{1,3}(?:\.\d{1,3}){1,5}\.?|\d{1,4}\s?[.)]|[①-⒛]|[●▪◦‣o])$`)
	// brokenLabel begins a line that is a paragraph of its own though only a line break stands before it.
	brokenLabel = regexp.MustCompile(`^(?:\d{1,3}\.\s|[(（][\p{L}\d]{1,4}[)）]\s|[•●▪]\s)`)
)

// typedLabel is the enumerator that somebody typed before the first tab of text.
func typedLabel(text string, tab int) string {
	if tab <= 0 || tab >= len(text) {
		return ""
	}
	head := strings.TrimSpace(text[:tab])
	if bareLabel.MatchString(head) || officeLabel.MatchString(head) {
		return head
	}
	return ""
}

// split cuts the text at line breaks behind which another paragraph begins, and at all where lines stand for themselves.
func (p *officePara) split(lines bool) []string {
	text := p.String()
	var out []string
	from := 0
	for _, at := range p.breaks {
		if at <= from || at >= len(text) {
			continue
		}
		before, after := strings.TrimSpace(text[from:at]), text[at:min(len(text), at+20)]
		if lines && utf8.RuneCountInString(before) <= 90 || brokenLabel.MatchString(strings.TrimSpace(after)) && closedMark.MatchString(before) {
			out = append(out, before)
			from = at
		}
	}
	return append(out, strings.TrimSpace(text[from:]))
}

var pageRef = regexp.MustCompile(`^(?:\d{1,4}|[ivxlc]{1,6})$`)

// withLeader writes the line of dots that runs to the number of a page at the end of an entry of a table of contents.
func (p *officePara) withLeader(text string) (string, bool) {
	if !p.contents || len(p.tabs) == 0 {
		return text, false
	}
	body := p.String()
	at := p.tabs[len(p.tabs)-1]
	if at <= 0 || at >= len(body) || !pageRef.MatchString(strings.TrimSpace(body[at:])) {
		return text, false
	}
	page := strings.TrimSpace(body[at:])
	return strings.TrimSuffix(text, " "+page) + " ..... " + page, true
}

// officeRule is the character of a line of underscores or dashes, "" for other text.
func officeRule(text string) string {
	if !ruleLine.MatchString(text) {
		return ""
	}
	c, _ := utf8.DecodeRuneInString(strings.TrimSpace(text))
	return string(c)
}

// stated counts the letters of a run by the language that the run itself states. The languages of styles say nothing: those of
// templates stay as they were, whatever is typed in them.
func (p *officePara) stated(s string, lang runLang) {
	if lang == (runLang{}) {
		return
	}
	for _, c := range s {
		if !unicode.IsLetter(c) {
			continue
		}
		tag := lang.latin
		switch {
		case isArabic(c):
			tag = lang.bidi
		case c > 0x2e80:
			tag = lang.asian
		}
		code, _, _ := strings.Cut(strings.ToLower(tag), "-")
		if p.langs == nil {
			p.langs = map[string]int{}
		}
		if fitsScript(code, c) {
			p.langs[code]++
		}
	}
}

// runLang are the languages of a run by script.
type runLang struct{ latin, asian, bidi string }

// fitsScript reports whether a letter can be of a language.
func fitsScript(lang string, c rune) bool {
	switch lang {
	case "ar":
		return isArabic(c)
	case "zh":
		return c > 0x2e80
	case "ru":
		return unicode.Is(unicode.Cyrillic, c)
	case "en", "fr", "es", "de", "it", "pt":
		return unicode.Is(unicode.Latin, c)
	}
	return false
}

// lang is the language that nearly all letters of the paragraph are stated to be in.
func (p *officePara) lang() string {
	for code, n := range p.langs {
		if n*10 >= p.letters*9 {
			return code
		}
	}
	return ""
}

// below puts the title that follows a numbered heading, or one of a single word, below it where both are set in the same style:
// "Decision 6/CMA.3" or "Annex", and what it is about.
func below(blocks []Block) []Block {
	for i := 1; i < len(blocks); i++ {
		a, b := &blocks[i-1], &blocks[i]
		if a.Kind != Heading || b.Kind != Heading || a.Level != b.Level || b.Label != "" || utf8.RuneCountInString(a.Text) > 40 {
			continue
		}
		if strings.ContainsFunc(a.Text, unicode.IsDigit) || !strings.Contains(a.Text, " ") {
			b.Level++
		}
	}
	return blocks
}

func isPrivate(c rune) bool { return 0xf000 <= c && c <= 0xf0ff }
