package parse

import (
	"cmp"
	"regexp"
	"slices"
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

// assignRoles gives every piece its role and returns how many pieces the masthead has.
func assignRoles(pieces []piece) int {
	if !hasMasthead(pieces) {
		return 0
	}
	titled, itemTitles := false, 0
	for i := range pieces {
		pc := &pieces[i]
		switch pc.role {
		case roleAgendaLine:
			itemTitles = topItems(lineItems(pc.text))
			continue
		case roleType:
			if itemTitles > 0 && i+1 < len(pieces) && pieces[i+1].line.gap > 0 || itemTitles > 1 { // "Report of the United Nations High Commissioner for Refugees": an item's title
				pc.role = roleItemTitle
				itemTitles--
				continue
			}
			if i > 0 && pieces[i-1].role == roleTitle && byOrganization.MatchString(pc.text) { // what stands above is the theme of the session
				pieces[i-1].role, pc.role = roleItemTitle, roleTitle
				return withRest(pieces, i+1)
			}
			if !titled && titleFollows(pieces, i) {
				continue // the kind of paper stands above its title
			}
			return withRest(pieces, i+1)
		case roleTitle:
			if nextIs(pieces, i+1, roleType, roleAdoption) {
				titled = true
				continue
			}
			return withRest(pieces, i+1)
		case "":
		default:
			continue
		}
		switch {
		case i > 0 && pieces[i-1].role == roleSession && placeLine.MatchString(pc.text) && nextIs(pieces, i+1, rolePlace) && onlyDays(pieces[i+1].text):
			pc.role = rolePlace
		case !reportOnSession.MatchString(pc.text) && isBodyLine(pieces, i):
			pc.role = roleBody
		case itemTitles > 0 && i+1 < len(pieces): // an item's title is never the last line of a masthead
			pc.role = roleItemTitle
			itemTitles--
		case lightAboveBold(pieces, i):
			pc.role = roleItemTitle
		default:
			pc.role, titled = roleTitle, true
			if !nextIs(pieces, i+1, roleType, roleAdoption, roleSubmission, roleSession) {
				return withRest(pieces, i+1)
			}
		}
	}
	return len(pieces)
}

// byOrganization is the title of a statement of a non-governmental organization: E/CN.5/2025/NGO/12.
var byOrganization = regexp.MustCompile(`^Statement submitted by .*\bnon-governmental organizations? in .*consultative status`)

// reportOnSession is a title that no line below makes a body's name: it stands above the days of the session on the cover of supplements.
var reportOnSession = regexp.MustCompile(`^Reports? (?:on|of) .*\bsessions?\b`)

// lightAboveBold reports whether a piece below the agenda line is set lighter than the title that follows it: the title of a sub-item
// (ICCD/COP(8)/CST/8), or what columns tore from that of an item (A/79/975).
func lightAboveBold(pieces []piece, i int) bool {
	if pieces[i].line.kind == extract.Heading || !seen(pieces[:i], roleAgendaLine) {
		return false
	}
	for _, next := range pieces[i+1 : min(i+3, len(pieces))] {
		if next.role != "" || knownHeading(next.text) > 0 {
			return false
		}
		if next.line.kind == extract.Heading {
			return true
		}
	}
	return false
}

// titleFollows reports whether the title comes after the kind of paper at i, as in drafts.
func titleFollows(pieces []piece, i int) bool {
	if adopts.MatchString(pieces[i].text) && i+1 < len(pieces) { // "Resolution adopted by …", "[on the report of …]", "74/103. Question of Bermuda"
		next := i + 1
		for next+1 < len(pieces) && pieces[next].role == roleAdoption {
			next++
		}
		if pieces[next].role == "" && utf8.RuneCountInString(pieces[next].text) < 500 {
			return true
		}
	}
	return i+1 < len(pieces) && pieces[i+1].role == "" && (pieces[i+1].line.gap == 0 || strings.HasPrefix(pieces[i].text, "Draft "))
}

// isBodyLine reports whether a piece without a form of its own names the body: it stands above what mastheads have at their
// head, or above the session, the place or the agenda line.
func isBodyLine(pieces []piece, i int) bool {
	if !seen(pieces[:i], roleDistribution, roleDate, roleOriginal, roleSession) && i < 4 && laterIs(pieces[i+1:], roleDistribution, roleOriginal, roleSession) {
		return true
	}
	if seen(pieces[:i], roleAgendaLine) {
		return nextIs(pieces, i+1, roleSession, rolePlace)
	}
	if laterIs(pieces[i+1:min(i+8, len(pieces))], roleSession, rolePlace, roleAgendaLine) {
		return true
	}
	return bodyWords.MatchString(pieces[i].text) && i+1 < len(pieces) && pieces[i+1].role == "" && pieces[i+1].line.gap > 0
}

// bodyWords begin the name of a body of no session: "High-level International Conference for the Peaceful Settlement …".
var bodyWords = regexp.MustCompile(`^(?:(?:\p{Lu}[\p{L}'’-]*|\d{4}|Ad hoc) ){0,5}(?:Committee|Commission|Council|Conference|Board|Forum|Working Group|Congress|Tribunal)\b`)

// withRest takes in the lines behind the title that only mastheads have: covers print theirs twice.
func withRest(pieces []piece, end int) int {
	title := pieces[end-1].text
	for end < len(pieces) && (hasRole(pieces[end].role, []string{roleOrganization, roleSeries, roleBody, roleDistribution, roleDate, roleOriginal, roleSession, rolePlace, roleAction}) ||
		pieces[end].text == title) {
		if pieces[end].role == "" {
			pieces[end].role = roleTitle
		}
		end++
	}
	return end
}

// hasMasthead reports whether the pieces hold one of the lines that only mastheads have.
func hasMasthead(pieces []piece) bool {
	for i, pc := range pieces {
		switch pc.role {
		case roleDistribution, roleOriginal, roleAgendaLine:
			return true
		case roleSymbol, roleSession, rolePlace:
			return i < 12
		}
	}
	return false
}

func nextIs(pieces []piece, i int, roles ...string) bool {
	return i < len(pieces) && hasRole(pieces[i].role, roles)
}

func laterIs(pieces []piece, roles ...string) bool {
	for i, pc := range pieces {
		if i < 12 && hasRole(pc.role, roles) {
			return true
		}
	}
	return false
}

func seen(pieces []piece, roles ...string) bool {
	for _, pc := range pieces {
		if hasRole(pc.role, roles) {
			return true
		}
	}
	return false
}

func hasRole(role string, roles []string) bool {
	for _, r := range roles {
		if r == role {
			return true
		}
	}
	return false
}

// readHeader fills the header from one piece. The first of its kind counts, save that a joint paper has two symbols.
func (p *parser) readHeader(pc piece) {
	h := &p.doc.Header
	switch pc.role {
	case roleSymbol:
		p.ownSymbol(parseSymbol(pc.text))
	case roleBody:
		h.BodyName = pc.text // the last is the narrowest: "Commission on the Status of Women" below its Council
		if m := numberedBody.FindStringSubmatch(pc.text); m != nil {
			if _, ok := symbol.BodyByName(m[2]); ok {
				h.BodyName = m[2]
				setOnce(&h.Session, m[1])
			}
		}
	case roleDistribution:
		if m := distribution.FindStringSubmatch(pc.text); m != nil {
			p.readDistribution(m[1])
		} else {
			setOnce(&h.Distribution, pc.text)
		}
	case roleDate:
		setOnce(&h.Date, readDate(pc.text))
	case roleOriginal:
		setOnce(&h.OriginalLanguage, p.originalLanguage(pc.text))
	case roleSession:
		p.readSession(pc.text)
	case rolePlace:
		r, span := readRange(pc.text)
		if span == nil { // its days stand on the next line
			setOnce(&h.Place, pc.text)
			return
		}
		before := otherDays.ReplaceAllString(pc.text[:span[0]], "")
		setOnce(&h.Place, strings.Trim(before+pc.text[span[1]:], " ,()"))
		if h.SessionFrom == "" {
			h.SessionFrom, h.SessionTo = r.from, r.to
		}
	case roleAgendaLine:
		p.readMastheadItems(pc.text)
	case roleTitle:
		setOnce(&h.Title, provisionNumber.ReplaceAllString(pc.text, "$1"))
	case roleType:
		setOnce(&h.Type, pc.text)
		p.readAdopted(pc.text)
	case roleAdoption:
		p.readAdopted(pc.text)
	}
}

// readMastheadItems adds the items of an agenda line: a joint paper has one for each body.
func (p *parser) readMastheadItems(text string) {
	h := &p.doc.Header
	for _, item := range lineItems(text) {
		if !slices.Contains(h.MastheadItems, item) {
			h.MastheadItems = append(h.MastheadItems, item)
		}
	}
}

// originalLanguage reads "Original: French", "Original : anglais" and "English only".
func (p *parser) originalLanguage(text string) string {
	if p.words != nil {
		if m := p.words.original.FindStringSubmatch(text); len(m) > 1 && m[1] != "" {
			return m[1]
		}
	}
	if m := original.FindStringSubmatch(text); m != nil {
		return m[1] + onlyWord.ReplaceAllString(m[2], "")
	}
	return ""
}

// readAdopted takes the day of adoption from the line that says by whom: "Résolution adoptée par l’Assemblée générale le 22 décembre
// 2023". Lines in brackets are about the report that a resolution is based on, and papers of sessions have no such day.
func (p *parser) readAdopted(text string) {
	if strings.HasPrefix(text, "[") || !adopts.MatchString(text) {
		return
	}
	if r, span := readRange(text); span != nil {
		setOnce(&p.doc.Adopted, r.from)
	}
}

// readSupplementDay takes the date of a supplement of the Official Records, whose cover has none, from the line in brackets above its table
// of contents: "[13 May 2025]".
func (p *parser) readSupplementDay() {
	const front = 40 // units in which it stands
	for _, u := range p.doc.Units[:min(front, len(p.doc.Units))] {
		if p.doc.Date != "" || p.doc.Symbol == "" {
			return
		}
		if inner, ok := strings.CutPrefix(u.Text, "["); ok && len(u.Text) < 60 {
			setOnce(&p.doc.Date, readDate(strings.TrimSuffix(inner, "]")))
		}
	}
}

// readStatementDay takes the day of a statement by the President from its first sentence, which is the only place that has it: "At the
// 4973rd meeting of the Security Council, held on 17 May 2004, in connection with …".
func (p *parser) readStatementDay() {
	if s, err := symbol.Parse(p.doc.Symbol); err != nil || s.Series() != "PRST" || p.doc.Adopted != "" {
		return
	}
	for _, u := range p.doc.Units {
		if document.RunningText(u.Kind) {
			if r, span := readRange(u.Text); span != nil && span[0] < 250 {
				p.doc.Adopted = r.from
			}
			return
		}
	}
}

// adopts are the words of adoption in the six languages.
var adopts = regexp.MustCompile(`(?i)adopted|adoptée|aprobad[ao]|принят|اتخذ|通过|决议|决定`)

// distributionDate is what may stand behind the distribution on its line: "General 17 July 2024 Original: English".
var distributionDate = regexp.MustCompile(`^(.*?)\s*\b(\d{1,2} \p{L}+ \d{4})(?:\s+Original\s*:\s*(.+))?$`)

// readDistribution reads the line of the distribution, which may carry the date and the language.
func (p *parser) readDistribution(text string) {
	h := &p.doc.Header
	m := distributionDate.FindStringSubmatch(text)
	if m == nil || readDate(m[2]) == "" {
		setOnce(&h.Distribution, text)
		return
	}
	setOnce(&h.Distribution, m[1])
	setOnce(&h.Date, readDate(m[2]))
	setOnce(&h.OriginalLanguage, m[3])
}

// sessionWord ends the name of a session.
var sessionWord = regexp.MustCompile(`(?i)\b(?:session|meeting)s?\b`)

// readSession reads the line of the session, which may carry its place and days: "Fifty-sixth session 18 June–12 July 2024".
func (p *parser) readSession(text string) {
	h := &p.doc.Header
	if m := bracketedSession.FindStringSubmatch(text); m != nil {
		setOnce(&h.Session, m[1])
		if r, span := readRange(m[2]); span != nil && h.SessionFrom == "" {
			h.SessionFrom, h.SessionTo = r.from, r.to
		}
		p.readMastheadItems(m[3])
		return
	}
	r, span := readRange(text)
	word := sessionWord.FindStringIndex(text)
	if r.from == "" || r.from == r.to || word == nil || word[1] > span[0] {
		setOnce(&h.Session, text)
		return
	}
	setOnce(&h.Session, text[:word[1]])
	setOnce(&h.Place, strings.Trim(text[word[1]:span[0]]+text[span[1]:], " ,()"))
	if h.SessionFrom == "" {
		h.SessionFrom, h.SessionTo = r.from, r.to
	}
}

// numberedBody is a body whose name carries the number of its session: "Seventy-seventh World Health Assembly".
var numberedBody = regexp.MustCompile(`(?i)^(` + ordinalWord + `) (.+)$`)

func setOnce(field *string, value string) {
	if *field == "" {
		*field = value
	}
}

// ownSymbol records a symbol that the masthead prints. A joint paper prints its two on lines of their own; a symbol that
// only repeats a half is none.
func (p *parser) ownSymbol(s string) {
	h := &p.doc.Header
	parsed, err := symbol.Parse(s)
	if err != nil {
		return
	}
	for _, half := range parsed.Halves() {
		if !slices.Contains(h.Symbols, half.String()) {
			h.Symbols = append(h.Symbols, half.String())
		}
	}
	h.Symbol, h.SymbolVia, h.SymbolEvidence = strings.Join(h.Symbols, "-"), document.ViaMasthead, "printed in the masthead"
}

// plainType is a kind of paper that says nothing of its subject.
var plainType = regexp.MustCompile(`(?:by|of|from) the [\p{Lu}][\p{L}-]*(?: (?:of|and|for|the|[\p{Lu}][\p{L}-]*)){0,6}$`)

// titleByRole finds a title for a paper without one: a kind of paper that says what it is about ("Report of the first regular
// session 2025"), the title of its item, the kind of paper, or who submitted what.
func (p *parser) titleByRole() string {
	if t := p.doc.Type; t != "" && !plainType.MatchString(t) {
		return t
	}
	for _, role := range [...]string{roleItemTitle, roleType, roleSubmission} {
		for _, u := range p.doc.Units {
			if u.Role == role {
				return u.Text
			}
		}
	}
	return ""
}

var reissue = regexp.MustCompile(`(?i)^Re-?issued (?:for|owing|as)\b.*$`)

// readReissue finds the note that says when a paper was issued again: "Reissued for technical reasons on 25 July 2024."
func (p *parser) readReissue() {
	for _, u := range p.doc.Units {
		if u.Kind == document.Footnote && p.doc.Reissued == "" && reissue.MatchString(u.Text) {
			if r, _ := readRange(u.Text); r.from != "" {
				p.doc.Reissued = r.to
			}
		}
	}
}

// bodyCode is the code of the body whose paper a document is: by its symbol, else by the name in the masthead.
func bodyCode(name, own string) string {
	if s, err := symbol.Parse(own); err == nil {
		return s.Body()
	}
	code, _ := symbol.BodyByName(name)
	return code
}

var letterKind = regexp.MustCompile(`^(Identical letters|Identical notes verbales|Letters?|Notes? verbales?) dated`)

// finishHeader derives what the pieces do not say by themselves.
func (p *parser) finishHeader() {
	h := &p.doc.Header
	h.SessionNumber = sessionNumber(h.Session)
	if len(h.Symbols) < 2 {
		h.Symbols = nil
	}
	h.Body = bodyCode(h.BodyName, h.Symbol)
	if name := symbol.BodyName(h.Body); h.BodyName == "" || name != "" && h.Symbol != "" {
		h.BodyName = cmp.Or(name, h.BodyName)
	}
	h.Title = cmp.Or(h.Title, p.titleByRole())
	if h.Type == "" {
		if m := letterKind.FindStringSubmatch(h.Title); m != nil {
			h.Type = m[1]
		} else if isAgendaTitle(h.Title) || typeWords.MatchString(h.Title) {
			h.Type = h.Title
		} else {
			h.Type = p.typeSubmitted()
		}
	}
}

var submitted = regexp.MustCompile(`: ((?:revised )?(?:draft (?:resolution|decision)|working paper|amendments?))\b`)

// typeSubmitted is the kind of paper that the line of its sponsors ends with: "Belgium and Norway: revised draft resolution".
func (p *parser) typeSubmitted() string {
	for _, u := range p.doc.Units {
		if m := submitted.FindStringSubmatch(u.Text); m != nil && u.Role == roleSubmission {
			return strings.ToUpper(m[1][:1]) + m[1][1:]
		}
	}
	return ""
}
