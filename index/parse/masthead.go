package parse

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/index/extract"
	"github.com/plenary-search/plenary/index/symbol"
)

// The roles of masthead units.
const (
	roleSymbol       = "symbol"
	roleOrganization = "organization"
	roleBody         = "body"
	roleDistribution = "distribution"
	roleDate         = "date"
	roleOriginal     = "original_language"
	roleSession      = "session"
	rolePlace        = "place_and_dates"
	roleAgendaLine   = "agenda_line"
	roleItemTitle    = "agenda_item_title"
	roleTitle        = "title"
	roleType         = "document_type"
	roleAdoption     = "adoption"   // "Adopted by the Security Council at its 9854th meeting"
	roleSubmission   = "submission" // sponsors, rapporteur
	roleAction       = "action"     // "For decision"
	roleSeries       = "series"     // "Official Records", "Supplement No. 33"
	roleContents     = "contents"   // the table of contents
)

const (
	ordinalWord = `(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|` +
		`sixteenth|seventeenth|eighteenth|nineteenth|(?:twent|thirt|fort|fift|sixt|sevent|eight|ninet)(?:ieth|y-\s?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth))|` +
		`one hundred(?: and)?(?: [a-z-]+)?|\d{1,3}(?:st|nd|rd|th))`
	sessionKind = `(?:(?:resumed|reconvened|special|emergency|regular|annual|substantive|organizational|extraordinary|high-level|part of the|plenary|preparatory|inter-?sessional) )*`
)

var (
	distribution = regexp.MustCompile(`(?i)^Dist(?:r|ribution)\b\.?\s*:?\s*(.*)$`)
	// category is the distribution below the word, as papers of before 2005 print it: "Distr." above "GENERAL" of TRANS/SC.2/2001/20.
	category = regexp.MustCompile(`^(?:GENERAL|LIMITED|RESTRICTED|PROVISIONAL|General|Limited|Restricted)$`)
	// version is the language of a paper as one letter beside its head.
	version = regexp.MustCompile(`^[ACEFRS]$`)
	// bracketedSession is the line of session, days and items of the Economic Commission for Europe: "(Fifty-fifth session, 16-18 October
	// 2001, agenda item 13)".
	bracketedSession = regexp.MustCompile(`(?i)^\((` + ordinalWord + ` ` + sessionKind + `session), ?([^()]{5,60}?)(?:, ?((?:agenda )?items? .{1,40}?))? ?\)$`)
	original         = regexp.MustCompile(`(?i)^(?:Original|Langue originale)\s*:\s*(.+)$|^((?:English|French|Spanish|Arabic|Chinese|Russian)(?:(?:/| and |, )(?:English|French|Spanish|Arabic|Chinese|Russian))* only)$|^(?:English|French|Spanish|Arabic|Chinese|Russian)$`)
	session          = regexp.MustCompile(`(?i)^` + sessionKind + ordinalWord + ` ` + sessionKind + `(?:session|meeting|year|conference)s?\b.{0,60}$` +
		`|^(?:` + sessionKind + `)?session(?: of)? \d{4}\b.{0,40}$|^(?:` + ordinalWord + ` )?` + sessionKind + `session(?: of)? \d{4}$|^\d{4} ` + sessionKind + `session\b.{0,40}$`)
	onlyWord  = regexp.MustCompile(`(?i) only$`)
	typeWords = regexp.MustCompile(`^(?:(?:Annual |Interim |Final |Comprehensive |Consolidated |Progress |Advance |Revised |Draft )?(?:Note|Report|Memorandum|Working paper|Conference room paper|Background paper|Background note|Information note|` +
		`Explanatory note|Information paper|Discussion paper|Submission|Communication|Statement|Summary|Proposal|Concept note|Comments|Letter|Note verbale)s? ` +
		`(?:by|of|from|(?:submitted|prepared|transmitted|presented) (?:by|pursuant|in|on)|on behalf)\b.{0,200}|Draft (?:resolution|decision)s?(?: submitted .{0,200})?|Conference room paper|Working paper|Background (?:paper|document)|` +
		`Resolution adopted by .{0,160}|Decision adopted by .{0,160}|Draft report|Executive summary|(?:Co-)?Chairs?[’']s? summary|Addendum|Corrigendum)$`)
	letterStart = regexp.MustCompile(`^(?:Identical (?:letters|notes verbales)|Letters?|Notes? verbales?) dated\b`)
	submission  = regexp.MustCompile(`^(?:Rapporteur|Chair|Chairperson|Co-Chairs|Vice-Chair|Submitted by|Prepared by|Special Rapporteur|Facilitator)s?\s*:.{1,150}$|` +
		`^[\p{Lu}].{2,400}: (?:revised )?(?:draft (?:resolution|decision)|working paper|amendments?)(?: .{0,80})?$`)
	adoption     = regexp.MustCompile(`^(?:\[)?(?:Adopted (?:by|at|without)|(?:\[)?on the report of)\b.{0,200}`)
	action       = regexp.MustCompile(`^For (?:decision|information|action|discussion|consideration|approval|participants only)$`)
	series       = regexp.MustCompile(`^(?i:Official Records(?:, \d{4})?|Supplement No\. ?\d+\p{Lu}?|Advance (?:unedited )?version|.{0,40}unedited version|Documents officiels|Documentos oficiales|(?:United Nations|Nations Unies|Naciones Unidas|Организация Объединенных Наций) ?[•·] ?.{3,40}\d{4})$`)
	organization = regexp.MustCompile(`^(?i:United Nations|Nations Unies|Naciones Unidas|Организация Объединенных Наций|الأمم المتحدة|الامم المتحدة|联合国)(?: +[A-Z].*)?$`)
	placeLine    = regexp.MustCompile(`^\p{Lu}[\p{L} .,'’()-]{2,80}$`)
)

// strongRole is the role of a line whose form alone tells it, "" for others.
func (p *parser) strongRole(text string) string {
	if len(text) > 1200 { // none is so long
		return ""
	}
	bare, _ := takeMarks(text)
	if role := p.words.role(bare); role != "" {
		return role
	}
	switch {
	case looksLikeSymbol(bare):
		return roleSymbol
	case organization.MatchString(strings.ReplaceAll(bare, "ـ", "")):
		return roleOrganization
	case distribution.MatchString(bare) && utf8.RuneCountInString(bare) < 90:
		return roleDistribution
	case action.MatchString(bare):
		return roleAction
	case series.MatchString(bare):
		return roleSeries
	case readDate(bare) != "":
		return roleDate
	case original.MatchString(bare) && utf8.RuneCountInString(bare) < 90:
		return roleOriginal
	case session.MatchString(bare), bracketedSession.MatchString(bare):
		return roleSession
	case agendaLine.MatchString(bare) && !strings.HasSuffix(bare, ".") && len(readItems(bare)) > 0:
		return roleAgendaLine
	case isPlaceAndDates(bare):
		return rolePlace
	case adoption.MatchString(bare):
		return roleAdoption
	case submission.MatchString(bare):
		return roleSubmission
	case typeWords.MatchString(bare) && !endsSentence(bare):
		return roleType
	}
	if _, ok := symbol.BodyByName(bare); ok {
		return roleBody
	}
	return ""
}

// isPlaceAndDates recognises "Vienna, 14–18 October 2024", "2 to 5 June 2025, New York" and "25 July 2024–30 July 2025".
func isPlaceAndDates(text string) bool {
	if utf8.RuneCountInString(text) > 110 {
		return false
	}
	r, span := readRange(text)
	if r.from == "" {
		return false
	}
	before := strings.Trim(text[:span[0]], " ,(")
	after := strings.Trim(text[span[1]:], " ,)")
	if before == "" && after == "" {
		return r.from != r.to
	}
	before = strings.TrimRight(otherDays.ReplaceAllString(before, ""), " ,")
	place := before + after
	if ofSession.MatchString(place) { // "Report on the annual session of 2025, 17 to 19 June 2025": UNW/2025/6
		return false
	}
	return (before == "" || after == "" || len(after) < 30) && placeLine.MatchString(place) && strings.Count(place, " ") < 8 &&
		(strings.Contains(text[:span[0]], ",") || strings.HasPrefix(text[span[1]:], ",") || before != "" && !strings.Contains(before, " "))
}

// ofSession are words that are part of no place.
var ofSession = regexp.MustCompile(`(?i)^(?:reports?|summary|proceedings|outcomes?) `)

// onlyDays reports whether a line of place and days has no place.
func onlyDays(text string) bool {
	_, span := readRange(text)
	return span != nil && strings.Trim(text[:span[0]]+text[span[1]:], " ,()") == ""
}

// otherDays are days before the last ones: "New York, 14–18 and" before "21–23 July 2025".
var otherDays = regexp.MustCompile(`(?:\d{1,2}(?: ?[–-] ?\d{1,2})?(?: \p{Lu}\p{Ll}+)?(?:,| and)? ?)+$`)

// piece is a line, or several that are one title, of the masthead.
type piece struct {
	text, role, mark string
	line             line
	end              int // index of the first line after it
}

// mastheadLimit is how many lines a masthead can have.
const mastheadLimit = 90

// masthead reads the lines above the body, fills the header, and returns the rest. A text without a distribution line,
// date, language, session, symbol or agenda line has no masthead: it is all body.
func (p *parser) masthead(lines []line) []line {
	pieces := p.pieces(lines)
	end := assignRoles(pieces)
	if end == 0 {
		return lines
	}
	rest := lines[pieces[end-1].end:]
	var notes []line
	next := 0
	for _, pc := range pieces[:end] {
		for _, l := range lines[next:pc.end] { // notes between the lines of the masthead
			if l.kind == extract.Note {
				notes = append(notes, l)
			}
		}
		next = pc.end
		p.add(document.Unit{Kind: document.Frontmatter, Role: pc.role, Text: pc.text, FootnoteMark: pc.mark, Page: pc.line.page})
		p.readHeader(pc)
	}
	p.finishHeader()
	return append(notes, rest...)
}

// pieces cuts the head of the document into pieces until prose begins.
func (p *parser) pieces(lines []line) []piece {
	var out []piece
	for i := 0; i < len(lines) && len(out) < mastheadLimit; {
		l := lines[i]
		if l.kind == extract.Note {
			i++
			continue
		}
		if l.kind != extract.Text && l.kind != extract.Heading || i > 0 && l.pageStart && len(out) > 6 {
			break
		}
		pc, n := p.piece(lines[i:], out)
		if n == 0 {
			break
		}
		i += n
		pc.end = i
		pc.text, pc.mark = takeMarks(pc.text)
		out = append(out, pc)
	}
	return out
}

// piece reads the first piece of lines, which stands below those of above; n is how many of them it takes, 0 where the body begins.
func (p *parser) piece(lines []line, above []piece) (pc piece, n int) {
	first := lines[0]
	pc = piece{text: first.text, line: first, role: p.strongRole(first.text)}
	p.roleBelow(&pc, above)
	letter := letterStart.MatchString(first.text) || p.words.isLetter(first.text)
	if letter {
		pc.role = roleTitle
	}
	if pc.role == "" && beginsBody(first.text, p.layout) || opensResolution.MatchString(first.text) || p.words.isOpening(first.text) {
		return pc, 0
	}
	if pc.role == roleOriginal && strings.HasSuffix(pc.text, "/") && len(lines) > 1 && len(lines[1].text) < 60 { // "Original: Arabic/English/ | Russian"
		pc.text += lines[1].text
		return pc, 2
	}
	if !p.layout.wrapped || first.whole {
		return pc, 1
	}
	n = 1
	width := utf8.RuneCountInString(first.text)
	for n < len(lines) && p.continuesPiece(pc, lines[n-1], lines[n], width) {
		pc.text = joinLines(pc.text, lines[n].text)
		width = max(width, utf8.RuneCountInString(lines[n].text))
		n++
	}
	if pc.role == "" {
		pc.role = p.strongRole(pc.text)
	}
	if length := utf8.RuneCountInString(pc.text); pc.role == "" && (length > 700 || length > 110 && strings.HasSuffix(pc.text, ".")) {
		return pc, 0 // prose
	}
	return pc, n
}

// roleBelow mends the role of a piece by what stands above it.
func (p *parser) roleBelow(pc *piece, above []piece) {
	switch {
	case category.MatchString(pc.text) && len(above) > 0 && seen(above, roleDistribution) && !seen(above, roleSession, roleAgendaLine):
		pc.role = roleDistribution
	case version.MatchString(pc.text) && seen(above, roleSymbol, roleDistribution) && !seen(above, roleSession, roleAgendaLine):
		pc.role = roleOriginal
	case pc.role == roleOrganization && len(pc.text) > len("United Nations") && seen(above, roleAgendaLine):
		pc.role = "" // "United Nations Sustainable Development Group" of E/2025/57: the title
	}
}

// resolutionNumber is the number before the title of a resolution: "59/25."
var resolutionNumber = regexp.MustCompile(`^\d{1,3}/\d{1,3}\.$`)

// provisionNumber is that number before the title on one line: "74/103. Question of French Polynesia".
var provisionNumber = regexp.MustCompile(`^(?:\p{Lu}{1,3}-)?\d{1,4}/\d{1,3}(?: ?[A-Z]\b)?\.?\s+(\S)`)

// opensLetter is how the text of letters begins, addressee how their titles end.
var (
	opensLetter = regexp.MustCompile(`^(?:I (?:have the honour|am writing|wish to|should|would|write|refer)|Upon (?:the )?instructions?|On (?:behalf of|instructions?)|We have the honour|Further to|With reference to|Pursuant to|I am pleased)\b`)
	addressee   = regexp.MustCompile(`addressed to (?:the )?(?:Secretary-General|Presidents? of the [\p{Lu}][\p{L} -]+|Chair(?:person)? of .{3,80})$`)
)

// longestTitle is the number of bytes after which a piece of the masthead takes no more lines.
const longestTitle = 4000

// continuesPiece reports whether l, which follows prev, still belongs to the piece.
func (p *parser) continuesPiece(pc piece, prev, l line, width int) bool {
	if resolutionNumber.MatchString(pc.text) && l.kind == extract.Text && !l.pageStart { // its title follows in a column of its own
		return true
	}
	if l.gap > 0 || l.pageStart || l.kind != extract.Text || l.whole || len(pc.text) > longestTitle {
		return false
	}
	if opensLetter.MatchString(l.text) || pc.role == roleTitle && addressee.MatchString(pc.text) && startsUpper(l.text) {
		return false
	}
	length := utf8.RuneCountInString(l.text)
	switch pc.role {
	case roleAgendaLine: // "Items 2, 4 and 5 of the provisional | agenda*"
		bare, _ := takeMarks(pc.text)
		return hangs(bare) || strings.HasSuffix(bare, "provisional") || strings.HasSuffix(bare, ",")
	case roleSession: // "(Fifty-fifth session, 16-18 October 2001, | agenda item 13)"
		return strings.HasPrefix(pc.text, "(") && !strings.Contains(pc.text, ")")
	case roleSymbol, roleOrganization, roleDistribution, roleDate, roleOriginal, rolePlace:
		return false
	}
	if p.strongRole(l.text) != "" || letterStart.MatchString(l.text) || readLabel(l.text).form != noLabel || knownHeading(l.text) > 0 {
		return hangs(prev.text)
	}
	if length > 70 && length*100 > width*118 && !hangs(prev.text) && startsUpper(l.text) {
		return false // prose is set wider than titles
	}
	if startsLower(l.text) || hangs(prev.text) || strings.HasSuffix(prev.text, ",") {
		return true
	}
	if _, mark := takeMarks(prev.text); mark != "" {
		return false
	}
	word, _, _ := strings.Cut(l.text, " ")
	return utf8.RuneCountInString(prev.text)+1+utf8.RuneCountInString(word) > width*75/100
}

// opensResolution is the subject of a resolution, alone on its line above the preamble: "The Security Council,".
var opensResolution = regexp.MustCompile(`^The [\p{Lu}][^.;:]{3,100},$`)

// beginsBody reports whether text is no line of a masthead: prose, a numbered paragraph, a heading of the body.
func beginsBody(text string, lay layout) bool {
	n := utf8.RuneCountInString(text)
	lab := readLabel(text)
	switch {
	case lab.form == arabicLabel || lab.form == romanLabel || lab.form == bracketLabel:
		return true
	case !lay.wrapped && n > 150 && strings.HasSuffix(text, "."):
		return true
	}
	switch strings.ToLower(text) {
	case "summary", "contents", "annotations", "introduction", "abstract":
		return true
	}
	return false
}
