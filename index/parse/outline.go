package parse

import (
	"cmp"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/index/extract"
)

// rank orders the kinds of heading: one of a lower rank closes all open ones of its own and higher ranks. The order is that
// of the Editorial Manual: I. above A. above 1. above unnumbered side heads. The ranks below rankAnnex are the levels that a
// format states.
type rank int

const (
	rankAnnex    rank = 10 // also the parts of an agenda: "Provisional agenda", "Annotations"
	rankPart     rank = 12
	rankRoman    rank = 20
	rankItem     rank = 25
	rankCapital  rank = 30
	rankDraft    rank = 33 // "Draft resolution I"
	rankSubItem  rank = 35
	rankArticle  rank = 36 // "Article 5"
	rankArabic   rank = 40
	rankBracket  rank = 45
	rankPlain    rank = 50
	rankDocument rank = 50 // "Documentation"
)

// heading is an open heading of the section path.
type heading struct {
	rank  rank
	text  string
	item  string // of an agenda item
	docs  bool   // "Documentation"
	annex bool
	label label
	count map[document.Kind]int // units below it, by kind
}

// outliner walks over the paragraphs of the body.
type outliner struct {
	*parser
	paras      []para
	open       []heading
	agenda     agendaReader
	table      timetable
	number     int // the last paragraph number
	quote      int // index of the last paragraph of the quotation that is open, -1 where none is
	from       string
	leadIn     string
	entry      entryLead
	signed     bool // within the lines of a signature
	resolution resolution
	levels     bool // the levels of headings that the format states are the outline
}

var (
	annexHeading = regexp.MustCompile(`^(?:Annex|Appendix|Enclosure|Attachment|Annexe|Anexo|Apéndice|Приложение)(?: (?:[IVXLC]+|[A-Z]|\d{1,2}|[a-z]+))?$|^(?:Annexes|Appendices)$|` +
		`^(?:Annex|Annexe) to the (?:letter|letters|identical letters|note verbale)s?\b.{0,200}[^.]$`)
	partHeading = regexp.MustCompile(`^(?:Part|Chapter|Section|Title|Cluster) (?:[IVXLC]+|\d{1,2}|[A-Z]|one|two|three|four|five)\b.{0,120}$|` +
		`^\p{Lu}[\p{L}-]+(?: \p{Ll}+){0,2} segment$`) // of an agenda: "Operational segment" of E/CN.15/2024/1
	articleHead = regexp.MustCompile(`^(?:Article|Rule|Regulation) (?:\d{1,3}|[IVXLC]+)(?: ?(?:bis|ter))?(?:\.? \p{Lu}.{0,100}[^.;])?$`)
	// foreignArticle is the heading of an article in the other languages: "Статья 5", "المادة ٥", "第五条", "Artículo 3. Definiciones".
	foreignArticle = regexp.MustCompile(`^(?:(?:Règle|Artículo|Regla|Статья|Правило|المادة|مادة) \(?(\p{Nd}{1,3}|[IVXLC]+|premier|1er)\)?|Article (?:premier|1er)|第 ?(?:[一二三四五六七八九十百零]{1,6}|\d{1,3}) ?条)(?: ?(?:bis|ter))?(?:\.?[ :：–-]{1,3}[\p{Lu}\p{Lo}].{0,100}[^.;。；،,])?$`)
	draftHead      = regexp.MustCompile(`^(?:(?:Revised )?[Dd]raft )?(?:[Rr]esolution|[Dd]ecision) (?:[IVXLC]+|\d{1,3}(?:/\d{1,3})?)(?:\.? \p{Lu}.{0,150})?$`)
	itemHeading    = regexp.MustCompile(`^((?:Agenda )?[Ii]tems? \d{1,3}(?: ?\([a-z]\))?(?:(?:, | and )\d{1,3}(?: ?\([a-z]\))?)*)(?: \(continued\))?(?: ?[:.–—-] ?\p{Lu}.{0,200})?$`)
	documentsHead  = regexp.MustCompile(`^(?i:documentation|background documents?|pre-session documents|in-session documents|documents?):?$`)
	agendaParts    = regexp.MustCompile(`^(?i:(?:draft |revised )?(?:provisional |proposed )?agenda|annotations?(?: to the provisional agenda)?|annotated (?:provisional )?agenda)$`)
	plainHeads     = regexp.MustCompile(`^(?i:summary|introduction|contents|conclusions?|recommendations?|conclusions and recommendations|background|executive summary|notes|references|overview|methodology|abstract|signatures)$`)
)

// knownHeading returns the rank of a line that is a heading wherever it stands, 0 for others.
func knownHeading(text string) rank {
	if len(text) > longestKnown && !strings.HasPrefix(text, "Annex") { // "Annex to the letter dated …"
		return 0
	}
	switch {
	case annexHeading.MatchString(text), agendaParts.MatchString(text):
		return rankAnnex
	case documentsHead.MatchString(text):
		return rankDocument
	case plainHeads.MatchString(text):
		return rankPlain
	}
	return 0
}

// longestKnown is the number of bytes of the longest such line.
const longestKnown = 60

// itemHeadingOf is the match of itemHeading, which the first letters rule out for most lines.
func itemHeadingOf(text string) []string {
	if len(text) < 5 || !strings.HasPrefix(text[1:], "tem") && !strings.HasPrefix(text[1:], "genda") {
		return nil
	}
	return itemHeading.FindStringSubmatch(text)
}

// outline turns paragraphs into units.
func (p *parser) outline(paras []para) {
	o := &outliner{parser: p, paras: paras, quote: -1}
	for i := range paras {
		pa := &paras[i]
		if pa.kind != extract.Note {
			pa.takeMarks()
			pa.label = readLabel(pa.text)
			pa.opening = strings.HasPrefix(pa.text, "“") || strings.HasPrefix(pa.text, "\"")
		}
	}
	if isAgendaTitle(p.doc.Title) {
		o.agenda.expect()
	}
	o.levels = !isAgendaTitle(p.doc.Title) && levelsAgree(paras)
	for i := 0; i < len(paras); i++ {
		i = o.step(i)
	}
	if !o.agenda.adopted {
		p.doc.Agenda = o.agenda.items
	}
}

// step makes the unit of paragraph i and returns the index of the last paragraph it used.
func (o *outliner) step(i int) int {
	pa := &o.paras[i]
	switch {
	case pa.kind == extract.Note:
		o.add(document.Unit{Kind: document.Footnote, Text: pa.text, FootnoteMark: pa.mark, Page: pa.page, PageBreaks: pa.breaks})
		return i
	case pa.kind == extract.TableRow:
		o.row(pa)
		return i
	case strings.EqualFold(pa.text, "contents") && o.number == 0:
		if last := contentsEnd(o.paras, i); last > i {
			o.contents(i, last)
			return last
		}
	}
	o.signed = signature.MatchString(pa.text) || o.signed && pa.gap == 0 && !endsSentence(pa.text)
	if i > o.quote {
		o.openQuote(i)
	}
	quoted := i <= o.quote
	if o.belowResolution(pa) {
		o.add(document.Unit{Kind: document.Frontmatter, Role: roleAdoption, Text: pa.text, FootnoteMark: pa.marks, Page: pa.page})
		return i
	}
	if !quoted {
		if item, ok := o.agenda.entry(pa); ok {
			o.agenda.annotated = o.agenda.annotated || len(o.agenda.items) == 1 && item == "1" && o.annotatedFrom(i)
			o.agendaEntry(pa, item)
			return i
		}
		if h, ok := o.headingAt(i); ok && !o.opensAt(i) {
			last := o.wrappedHeading(i, &h)
			o.heading(pa, h)
			return last
		}
	}
	o.body(i, quoted)
	return i
}

// heading opens a section.
func (o *outliner) heading(pa *para, h heading) {
	for len(o.open) > 0 && o.open[len(o.open)-1].rank >= h.rank {
		o.open = o.open[:len(o.open)-1]
	}
	u := document.Unit{Kind: document.Heading, Text: pa.text, Level: len(o.open) + 1, FootnoteMark: pa.marks, Page: pa.page, PageBreaks: pa.breaks}
	if pa.label.form != noLabel && pa.label.form != bulletLabel {
		u.Label = pa.label.text
	}
	u.Section = o.path()
	if h.item == "" {
		h.item = o.currentItem()
	}
	if h.docs && o.agenda.state == inList && len(o.agenda.items) > 0 {
		h.item = o.agenda.items[len(o.agenda.items)-1].Item // documents stand between the entries of the list
	}
	if h.annex {
		h.item = ""
	}
	if numbersAnew(pa.text) {
		o.number = 0
	}
	o.agenda.end()
	if h.annex || h.rank == rankDraft || h.rank == rankPart || h.item != "" && h.rank <= rankSubItem || o.words.endsResolution(pa.text) {
		o.resolution = resolution{}
	}
	o.resolution.section()
	o.addTo(u, h.item, document.ViaSection)
	h.count = map[document.Kind]int{}
	o.open = append(o.open, h)
	o.leadIn = ""
	if agendaParts.MatchString(pa.text) {
		o.agenda.heading(pa.text)
	}
}

// path is the section path at this place.
func (o *outliner) path() []string {
	if len(o.open) == 0 {
		return nil
	}
	path := make([]string, len(o.open))
	for i, h := range o.open {
		path[i] = h.text
	}
	return path
}

// currentItem is the agenda item of the innermost section that has one.
func (o *outliner) currentItem() string {
	if len(o.open) == 0 {
		return ""
	}
	return o.open[len(o.open)-1].item
}

func (o *outliner) inDocuments() bool {
	return len(o.open) > 0 && o.open[len(o.open)-1].docs
}

// addTo appends a unit of an agenda item.
func (o *outliner) addTo(u document.Unit, item, via string) {
	if item != "" {
		tag := document.AgendaTag{Item: item, Title: o.agenda.title(item), Via: via, Evidence: o.evidence(u, item, via)}
		u.StatedItems = append(u.StatedItems, tag)
	}
	o.add(u)
}

// evidence is the heading, list entry or cell that says of which item a unit is.
func (o *outliner) evidence(u document.Unit, item, via string) string {
	if via == document.ViaSection && u.Kind != document.ListItem || u.Kind == document.ListItem && len(o.open) > 0 && o.currentItem() != "" {
		for k := len(o.open) - 1; k >= 0; k-- {
			if o.open[k].item == item && o.open[k].label.form != noLabel {
				return o.open[k].text
			}
		}
	}
	return u.Text
}

// body makes a unit of running text.
func (o *outliner) body(i int, quoted bool) {
	pa := &o.paras[i]
	u := document.Unit{Kind: document.Paragraph, Text: pa.text, Section: o.path(), FootnoteMark: pa.marks, Page: pa.page, PageBreaks: pa.breaks}
	if pa.label.form != noLabel {
		u.Label = pa.label.text
	}
	switch {
	case pa.label.bare(pa.text) || pa.label.form == arabicLabel && pageNumber.MatchString(strings.TrimSpace(strings.TrimPrefix(pa.text, pa.label.text))): // a number whose text stands elsewhere, as in columns
		u.Label = ""
	case pa.number != "" && pa.label.form == noLabel: // the format keeps it apart
		o.statedLabel(&u, pa)
	case quoted:
		u.Quoted, u.QuotedFrom = true, o.from
		if pa.label.form != noLabel {
			u.Kind = document.ListItem
		}
	case o.inDocuments() && listed(pa.text):
		u.Kind = document.ListItem
		o.agenda.listed(o.currentItem(), pa.text)
	case pa.label.form == arabicLabel && pa.label.n > o.number+farNumber:
		u.Label = "" // a year or a sum at the head of a line
	case pa.label.form == arabicLabel && (pa.kind != extract.ListEntry || pa.level <= 1 && pa.label.n == o.number+1 && o.leadIn == ""):
		u.Number = pa.label.value
		o.number = pa.label.n
	case pa.label.form == bracketLabel || pa.label.form == bulletLabel || pa.kind == extract.ListEntry:
		u.Kind, u.LeadIn = document.ListItem, o.entry.leadIn(pa, o.leadIn)
	}
	if u.Kind == document.Paragraph {
		o.entry = entryLead{}
		if kind := o.kindOf(i); kind != "" && !quoted && hasWord(pa.text) { // "25. 14/14" is the last page of S/RES/2779 (2025)
			u.Kind = kind
		}
		o.leadIn = ""
		if strings.HasSuffix(pa.text, ":") || strings.HasSuffix(pa.text, "：") {
			o.leadIn = lastSentence(pa.text)
		}
	}
	o.agenda.announce(pa.text)
	o.addTo(u, o.currentItem(), document.ViaSection)
}

// entryLead is what entries of the second level complete: "(b) To establish:" above (i) and (ii).
type entryLead struct{ letter, text string }

// leadIn is the lead-in of the list entry pa of a paragraph that leads in with text.
func (e *entryLead) leadIn(pa *para, text string) string {
	if label := slug(pa.label.value, 1); pa.label.form != bracketLabel {
		return text
	} else if isNested(label, e.letter) {
		return cmp.Or(e.text, text)
	} else {
		*e = entryLead{letter: label}
	}
	if strings.HasSuffix(pa.text, ":") || strings.HasSuffix(pa.text, "：") {
		e.text = lastSentence(pa.text)
	}
	return text
}

// statedLabel takes an enumerator that the format tells and whose form is none of those known here: "1.2", "1-", "–", "(أ)".
func (o *outliner) statedLabel(u *document.Unit, pa *para) {
	if strings.HasPrefix(pa.text, pa.number) {
		u.Label = pa.number
	}
	switch {
	case strings.ContainsAny(pa.number, ")）") || pa.kind == extract.ListEntry:
		u.Kind, u.LeadIn = document.ListItem, o.leadIn
	case leadingNumber.MatchString(asciiDigits(pa.number)):
		u.Number = strings.Trim(pa.number, ".-–— ")
	}
}

// farNumber is the most by which a paragraph number can be ahead of the last one read.
const farNumber = 100

// lastSentence is the last sentence of text, the one that a lead-in consists of.
func lastSentence(text string) string {
	if i := strings.LastIndex(text, ". "); i >= 0 && len(text)-i > 20 {
		return text[i+2:]
	}
	return text
}

var endsWithSymbol = regexp.MustCompile(`\([^()]*(?:\([^()]*\)[^()]*)*\)\.?$`)

// listed reports whether text is an entry of a Documentation list and not a sentence about documents.
func listed(text string) bool {
	return !strings.HasSuffix(text, ".") || endsWithSymbol.MatchString(text) || utf8.RuneCountInString(text) < 60
}

// row makes the unit of a table row.
func (o *outliner) row(pa *para) {
	u := document.Unit{Kind: document.TableRow, Text: pa.text, Cells: pa.cells, Section: o.path(), FootnoteMark: pa.marks, Page: pa.page}
	if u.Text == "" {
		return
	}
	if pa.header {
		u.Role = "header"
		o.table.header(pa.cells)
		o.add(u)
		return
	}
	items := o.table.row(&u, dateRange{o.doc.SessionFrom, o.doc.SessionTo})
	for _, item := range items {
		evidence := strings.TrimSpace("row “" + u.Text + "”")
		u.StatedItems = append(u.StatedItems, document.AgendaTag{Item: item, Title: o.agenda.title(item), Via: document.ViaTable, Evidence: evidence})
		if u.Slot != nil {
			o.agenda.sitting(item, *u.Slot, u.Cells, o.table.item)
		}
	}
	o.add(u)
}
