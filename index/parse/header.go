package parse

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/index/symbol"
)

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
