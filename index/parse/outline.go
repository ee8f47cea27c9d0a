package parse

import (
	"cmp"
	"regexp"
	"strings"
	"unicode"
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

// headingAt decides whether paragraph i is a heading, and of which kind. Where the format states headings and their levels, the
// levels count if they agree with the enumerators; else the enumerators do, and levels order only what has none.
func (o *outliner) headingAt(i int) (heading, bool) {
	h, ok := o.readHeading(i)
	pa := &o.paras[i]
	switch {
	case pa.kind != extract.Heading || pa.level == 0:
		if o.levels && h.annex { // it ends all sections, whatever their levels
			h.rank = 1
		}
		return h, ok
	case o.levels:
		h.rank = rank(pa.level)
	case h.rank == 0 || h.rank == rankPlain && !h.docs:
		h.rank = rankPlain + rank(pa.level)
	}
	return h, true
}

// levelsAgree reports whether the levels that the format states can be the outline: headings with enumerators of one form stand
// on one level, and none of them is a heading by its type alone. Converters of printed pages guess levels, or give all headings one.
func levelsAgree(paras []para) bool {
	formOf, levelOf := map[int]labelForm{}, map[labelForm]int{}
	for i := range paras {
		pa := &paras[i]
		form := pa.label.form
		if form == noLabel || form == bulletLabel {
			if pa.kind == extract.Heading && knownHeading(pa.text) == rankAnnex && !annexHeading.MatchString(pa.text) {
				return false // the parts of an agenda
			}
			continue
		}
		if pa.kind != extract.Heading {
			if pa.bold && isSectionLabel(form) {
				return false
			}
			continue
		}
		if f, ok := formOf[pa.level]; ok && f != form {
			return false
		}
		if l, ok := levelOf[form]; ok && l != pa.level {
			return false
		}
		formOf[pa.level], levelOf[form] = form, pa.level
	}
	return true
}

// readHeading reads paragraph i as a heading by its text.
func (o *outliner) readHeading(i int) (heading, bool) {
	pa := &o.paras[i]
	n := utf8.RuneCountInString(pa.text)
	h := heading{text: pa.text, label: pa.label}
	if n > 400 && pa.kind != extract.Heading {
		return h, false
	}
	if item, rank := o.agenda.headed(pa, o.currentItem()); item != "" {
		h.item, h.rank = item, rank
		return h, true
	}
	if h.rank = knownHeading(pa.text); h.rank > 0 {
		h.docs = documentsHead.MatchString(pa.text)
		h.annex = annexHeading.MatchString(pa.text)
		return h, true
	}
	if endsSentence(pa.text) || pa.kind == extract.ListEntry || strings.ContainsRune(commas, lastLetter(pa.text)) {
		return h, false
	}
	first, _ := utf8.DecodeRuneInString(pa.text)
	if m := itemHeadingOf(pa.text); m != nil && (o.agenda.state != listDone || o.agenda.adopted) {
		items := readItems(m[1])
		if len(items) == 1 {
			h.item = items[0]
			if isAgendaTitle(o.doc.Title) {
				o.agenda.named(h.item, o.titleAfter(i))
			}
		}
		h.rank = rankItem
		return h, true
	}
	if strings.ContainsRune("DdRr", first) && draftHead.MatchString(pa.text) {
		h.rank = rankDraft
		return h, true
	}
	if (strings.ContainsRune("PCST", first) || strings.HasSuffix(pa.text, " segment")) && partHeading.MatchString(pa.text) {
		h.rank = rankPart
		return h, true
	}
	if isArticle(pa.text) {
		h.rank = rankArticle
		return h, true
	}
	rest := strings.TrimSpace(strings.TrimPrefix(pa.text, pa.label.text))
	if !hasWord(rest) {
		return h, false
	}
	switch pa.label.form {
	case romanLabel, capitalLabel:
		h.rank = o.letterRank(pa.label)
		if m := itemHeadingOf(rest); m != nil && len(readItems(m[1])) == 1 {
			h.item = readItems(m[1])[0] // "II. Agenda item 2 (b): …"
		}
		return h, startsUpper(rest)
	case arabicLabel:
		if pa.label.n == o.number+1 && o.number > 0 && n > 80 {
			return h, false // the next paragraph, torn
		}
		h.rank = rankArabic
		return h, startsUpper(rest) && n <= 200 && pa.label.n <= 30 && o.followedByProse(i, 3)
	case bracketLabel:
		h.rank = rankBracket
		if top := o.currentItem(); len(o.agenda.items) == 0 && len(o.open) > 0 && o.open[len(o.open)-1].rank >= rankItem && top != "" { // below "Agenda item 71: …"
			if item := cmp.Or(document.ItemParent(top), top) + "(" + pa.label.value + ")"; len(pa.label.value) == 1 && o.followedByProse(i, 3) {
				h.rank, h.item = rankSubItem, item
				return h, startsUpper(rest) && n <= 200
			}
		}
		return h, startsUpper(rest) && n <= 160 && o.followedByNumber(i)
	case bulletLabel:
		return h, false
	}
	h.rank = rankPlain
	return h, n <= 260 && !o.afterColon(i) && !o.inDocuments() && !o.signed && startsHeading(pa.text) && (pa.bold || o.followedByProse(i, 3))
}

var signature = regexp.MustCompile(`^\((?:Signed|Signé|Firmado)\)|^\[(?:signed|Signed)\]`)

// wrappedHeading joins the further lines of a heading that runs over several, and returns the index of the last. Headings are
// set narrower than text, so that a line says by its length whether another can follow.
func (o *outliner) wrappedHeading(i int, h *heading) int {
	pa := &o.paras[i]
	if !o.layout.wrapped || pa.whole || h.annex || h.docs || h.item != "" && h.rank != rankSubItem {
		return i
	}
	last := utf8.RuneCountInString(pa.text)
	for i+1 < len(o.paras) && last >= 40 && len(pa.text) < 600 {
		next := &o.paras[i+1]
		if next.gap > 0 || next.pageStart || next.label.form != noLabel || next.kind != extract.Text || utf8.RuneCountInString(next.text) > 75 || knownHeading(next.text) > 0 {
			break
		}
		if _, ok := o.headingAt(i + 1); !ok {
			break
		}
		i++
		last = utf8.RuneCountInString(next.text)
		pa.text = joinLines(pa.text, next.text)
		h.text = pa.text
	}
	return i
}

// articleLetters begin the headings of articles, with which the patterns are not asked for other lines.
const articleLetters = "ARСПما第"

// isArticle reports whether a line is the heading of an article or rule in any of the six languages.
func isArticle(text string) bool {
	first, _ := utf8.DecodeRuneInString(text)
	return strings.ContainsRune(articleLetters, first) && len(text) < longestArticle && (articleHead.MatchString(text) || foreignArticle.MatchString(text))
}

// longestArticle is the number of bytes of the longest such line.
const longestArticle = 400

// titleAfter is the title of the item whose number alone paragraph i prints: "Item 1", "Organizational matters".
func (o *outliner) titleAfter(i int) string {
	if _, title, ok := strings.Cut(o.paras[i].text, ": "); ok {
		return title
	}
	if i+1 < len(o.paras) && !endsSentence(o.paras[i+1].text) && o.paras[i+1].label.form == noLabel {
		return o.paras[i+1].text
	}
	return ""
}

// afterColon reports whether the text before paragraph i announces it: "Abstaining:", "None".
func (o *outliner) afterColon(i int) bool {
	for j := i - 1; j >= max(0, i-farLook); j-- {
		if o.paras[j].kind != extract.Note {
			return strings.HasSuffix(o.paras[j].text, ":")
		}
	}
	return false
}

// letterRank tells the Roman numbers I, V, X, L from the capital letters by what stands before them in the same section.
func (o *outliner) letterRank(l label) rank {
	if l.form == capitalLabel {
		return rankCapital
	}
	if len(l.value) == 1 {
		for k := len(o.open) - 1; k >= 0; k-- {
			h := o.open[k]
			if h.rank == rankCapital && len(h.label.value) == 1 {
				if h.label.value[0]+1 == l.value[0] {
					return rankCapital
				}
			}
		}
	}
	return rankRoman
}

// hasWord reports whether text has a word of three letters.
func hasWord(text string) bool {
	run := 0
	for _, r := range text {
		if !unicode.IsLetter(r) {
			run = 0
			continue
		}
		if run++; run == 3 || r > 0x2e80 {
			return true
		}
	}
	return false
}

// farLook is how many paragraphs before or after another can say what it is: notes in a row could be without end.
const farLook = 100

// followedByProse reports whether running text comes after paragraph i, with at most depth headings between.
func (o *outliner) followedByProse(i, depth int) bool {
	for j := i + 1; j < len(o.paras) && j < i+farLook && depth > 0; j++ {
		pa := &o.paras[j]
		switch {
		case pa.kind == extract.Note:
			continue
		case pa.kind == extract.TableRow, pa.kind == extract.Heading, knownHeading(pa.text) > 0:
			return true
		case endsSentence(pa.text) && (utf8.RuneCountInString(pa.text) >= 60 || pa.label.form != noLabel && hasWord(pa.text)):
			return true
		case pa.label.form != noLabel && utf8.RuneCountInString(pa.text) >= 60:
			return true
		case !hasWord(pa.text) || !startsHeading(strings.TrimSpace(strings.TrimPrefix(pa.text, pa.label.text))):
			return false
		}
		depth--
	}
	return false
}

// followedByNumber reports whether a numbered or unlabelled paragraph of prose comes next.
func (o *outliner) followedByNumber(i int) bool {
	for j := i + 1; j < len(o.paras) && j < i+farLook; j++ {
		if pa := &o.paras[j]; pa.kind != extract.Note {
			return pa.kind == extract.Text && (pa.label.form == arabicLabel || pa.label.form == noLabel && endsSentence(pa.text) && len(pa.text) > 80) && o.number > 0
		}
	}
	return false
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

// openQuote finds the paragraphs of a quotation that begins at paragraph i and runs over several.
func (o *outliner) openQuote(i int) {
	const longest = 60
	if !o.paras[i].opening || balanced(o.paras[i].text) {
		return
	}
	for j := i + 1; j < len(o.paras) && j < i+longest; j++ {
		pa := &o.paras[j]
		if pa.kind == extract.Note {
			continue
		}
		if pa.kind != extract.Text && pa.kind != extract.ListEntry || knownHeading(pa.text) > 0 {
			return
		}
		if closes(pa.text) {
			o.quote, o.from = j, o.quoteSource(i)
			return
		}
	}
}

// balanced reports whether every quotation mark that text opens is closed in it.
func balanced(text string) bool {
	return strings.Count(text, "“") <= strings.Count(text, "”") && strings.Count(text, `"`)%2 == 0
}

// closes reports whether text ends a quotation that it did not open.
func closes(text string) bool {
	text = strings.TrimRight(text, ".;,) ")
	if strings.HasSuffix(text, "”") {
		return strings.Count(text, "”") > strings.Count(text, "“") || strings.HasPrefix(text, "“")
	}
	return strings.HasSuffix(text, `"`) && (strings.Count(text, `"`)%2 == 1 || strings.HasPrefix(text, `"`))
}

var quotedText = regexp.MustCompile(`(?i)\b(?:rule|article|section|paragraph|resolution|decision|regulation)s? (?:\d[\d/]*|[IVXLC]+\b)(?: \(\d{1,4}\))?(?: of the (?:rules of procedure|Convention|Charter|Protocol|annex))?`)

// quoteSource names the text that is quoted, from the sentence before the quotation.
func (o *outliner) quoteSource(i int) string {
	for j := i - 1; j >= max(0, i-farLook); j-- {
		if pa := &o.paras[j]; pa.kind == extract.Text {
			if !strings.HasSuffix(pa.text, ":") {
				return ""
			}
			return quotedText.FindString(pa.text)
		}
	}
	return ""
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

var leader = regexp.MustCompile(`\s*(?:\.\s?){5,}\s*|\s*…{2,}\s*|\s*_{5,}\s*`)

// hasLeader reports whether text has the dots of a table of contents.
func hasLeader(text string) bool {
	return (strings.Contains(text, "..") || strings.Contains(text, ". .") || strings.Contains(text, "……") || strings.Contains(text, "_____")) && leader.MatchString(text)
}

// contentsWords are the words of a table of contents that the text layer may give behind it.
var contentsWords = regexp.MustCompile(`^(?i:page|chapters?|annex(?:es)?|paragraphs?|item|contents)$`)

// contentsEnd returns the index of the last paragraph of the table of contents that begins at paragraph i.
func contentsEnd(paras []para, i int) int {
	last := i
	for j := i + 1; j < len(paras) && j <= last+14 && j < i+800; j++ {
		if hasLeader(paras[j].text) {
			last = j
		}
	}
	if last == i {
		return i
	}
	for last+1 < len(paras) {
		next := &paras[last+1]
		if !onlyNumber.MatchString(next.text) && !next.label.bare(next.text) && !contentsWords.MatchString(next.text) {
			break
		}
		last++
	}
	return last
}

// contentsUnit is the length in bytes after which a table of contents goes on in another unit.
const contentsUnit = 1000

// contents makes masthead units of a table of contents: it belongs to no section and no search.
func (o *outliner) contents(from, to int) {
	text := ""
	flush := func() {
		if text != "" {
			o.add(document.Unit{Kind: document.Frontmatter, Role: roleContents, Text: text, Page: o.paras[from].page})
		}
		text = ""
	}
	for _, pa := range o.paras[from : to+1] {
		if pa.kind == extract.Note {
			o.add(document.Unit{Kind: document.Footnote, Text: pa.text, FootnoteMark: pa.mark, Page: pa.page})
			continue
		}
		if line := strings.TrimSpace(leader.ReplaceAllString(pa.text, " ")); line != "" {
			text = joinLines(text, line)
		}
		if len(text) > contentsUnit {
			flush()
		}
	}
	flush()
}
