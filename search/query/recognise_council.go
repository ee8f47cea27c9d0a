package query

import (
	"regexp"
	"unicode/utf8"
)

// councilNumber is the number of a resolution of the Security Council, and the year in brackets if it is given. councilNumbers is a list of
// them, of which those behind the first have three figures or a year: others count something else.
const (
	councilNumber  = `(\d{1,4})(?:[\s\x{00a0}]?[(（](\d{4})[)）])?`
	councilNumbers = `(\d{1,4}` + councilYear + `?(?:` + joint + `(?:\d{1,4}` + councilYear + `|\d{3,4}))*)`
	councilYear    = `(?:[\s\x{00a0}]?[(（]\d{4}[)）])`

	joint      = `(?:\s*[,;،]\s*(?:` + jointWords + `\s+)?|\s+` + jointWords + `\s+|\s*[,،]?\s+و\s*|\s*&\s*|号?\s*(?:以及|[、和及与或])\s*第?)`
	jointWords = `(?:and|or|et|ou|y|e|o|u|и|или|أو)`
)

// councilForms are how people name resolutions of the Security Council, whose number alone tells them from all others of the Council:
// UNSCR 1325, SC res. 1325 (2000), résolutions 1325 et 1820 du Conseil de sécurité. Documents print the year behind the number; people
// leave it out.
//
// Source: United Nations Editorial Manual, on identifying resolutions of the Security Council.
var councilForms = []*regexp.Regexp{
	regexp.MustCompile(`^(?i:(?:UN[\s-]?)?SC[\s-]?R(?:es(?:olution)?)?s?\.?(?:[\s\x{00a0}]nos?\.?)?)[\s\x{00a0}]*` + councilNumbers),
	regexp.MustCompile(`^(?i:(?:(?:UN|U\.N\.|United Nations) )?(?:Security Council|UNSC) res(?:olutions?|\.)?(?: nos?\.?)?)[\s\x{00a0}]*` + councilNumbers),
	regexp.MustCompile(`^(?i:resolutions?(?: nos?\.?)?) ` + councilNumbers + `(?i: of the (?:UN |United Nations )?Security Council)`),
	regexp.MustCompile(`^(?i:r[ée]solutions?) ` + councilNumbers + `(?i: du Conseil de s[ée]curité(?: de l['’]ONU)?)`),
	regexp.MustCompile(`^(?i:r[ée]solutions? du Conseil de s[ée]curité(?: de l['’]ONU)?) ` + councilNumbers),
	regexp.MustCompile(`^(?i:resoluci(?:[óo]n|ones)) ` + councilNumbers + `(?i: del Consejo de Seguridad(?: de las Naciones Unidas)?)`),
	regexp.MustCompile(`^(?i:resoluci(?:[óo]n|ones) del Consejo de Seguridad(?: de las Naciones Unidas)?) ` + councilNumbers),
	regexp.MustCompile(`^(?i:резолюци\pL{1,3}) ` + councilNumbers + `(?i: (?:Совета Безопасности|СБ)(?: ООН)?)`),
	regexp.MustCompile(`^(?i:резолюци\pL{1,3} (?:Совета Безопасности|СБ)(?: ООН)?) ` + councilNumbers),
	regexp.MustCompile(`^[وف]?(?:[بكل]?ال|لل|[بكل])?قرار(?:ي|ا|ات)? مجلس الأمن(?: الدولي)?(?: رقم)? ` + councilNumbers),
	regexp.MustCompile(`^(?:联合国)?(?:安全理事会|安理会)第?` + councilNumbers + `号决议`),
}

// numberedAlone is resolutions named by numbers that lack their year, and by no body: resolution 1325. Numbers of one or two figures
// count paragraphs, drafts and the like.
var numberedAlone = regexp.MustCompile(`^(?i:r[ée]soluti[oó]ns?|resoluci(?:[óo]n|ones)|резолюци\pL{1,3}|(?:ال)?قرار(?:ات|ين)?)[\s\x{00a0}](\d{3,4}(?:` + joint + `\d{3,4})*)`)

// partBehind matches the letter of a part between a number and the year or session behind it: resolution 217 A (III).
var partBehind = regexp.MustCompile(`^[\s\x{00a0}]?[A-Z](?:[\s\x{00a0},-]+[A-Z])*[\s\x{00a0}]?\(`)

var eachCouncilNumber = regexp.MustCompile(councilNumber)

// council reads resolutions of the Security Council by their numbers.
func (r *recogniser) council(t token) bool {
	if t.prefix {
		return false
	}
	text := foldDigits(r.slice(t.start, min(t.start+referenceReach, len(r.runes))))
	for _, form := range councilForms {
		if at := form.FindStringSubmatchIndex(text); at != nil {
			return r.councilList(text, at, func(number, year string, place int) Node {
				resolution := councilField("SC ", number, year)
				if place > 0 && year == "" && yearForm.MatchString(number) { // UNSCR 1325 and 2030 agenda
					return Or{[]Node{resolution, Word{number}}}
				}
				return resolution
			})
		}
	}
	at := numberedAlone.FindStringSubmatchIndex(text)
	if at == nil || partBehind.MatchString(text[at[1]:]) || r.yearBehind(t.start+utf8.RuneCountInString(text[:at[1]])) {
		return false
	}
	return r.councilList(text, at, func(number, _ string, _ int) Node {
		return Or{[]Node{councilField("", number, ""), And{[]Node{Word{t.text}, Word{number}}}}}
	})
}

// councilList reads the numbers of a form, which matched text from at[0] to at[1], the numbers from at[2] to at[3]. Where what follows the
// last one does not end it, the list ends before.
func (r *recogniser) councilList(text string, at []int, resolution func(number, year string, place int) Node) bool {
	var nodes []Node
	var ends []int
	for place, n := range eachCouncilNumber.FindAllStringSubmatchIndex(text[at[2]:at[3]], -1) {
		year := ""
		if n[4] >= 0 {
			year = text[at[2]+n[4] : at[2]+n[5]]
		}
		nodes = append(nodes, resolution(text[at[2]+n[2]:at[2]+n[3]], year, place))
		ends = append(ends, at[2]+n[1])
	}
	if len(nodes) > maxListed {
		r.tooMany()
		return false
	}
	ends[len(ends)-1] = at[1]
	for n := len(nodes); n > 0; n-- {
		var list Node = And{nodes[:n]}
		if n == 1 {
			list = nodes[0]
		} else if anyOf.MatchString(text[at[2]:ends[n-1]]) {
			list = join(Or{}, nodes[:n])
		}
		if r.phraseOf(text, ends[n-1], list) {
			return true
		}
		if at[1] > at[3] { // words behind the numbers belong to all
			return false
		}
	}
	return false
}

// councilField asks for a number of any year where none is given: values are written with theirs, SC 1325 (2000).
func councilField(body, number, year string) Field {
	if year == "" {
		return Field{Name: "resolution", Value: body + number + " (", Match: MatchPrefix}
	}
	return Field{Name: "resolution", Value: body + number + " (" + year + ")"}
}

// yearBehind reports whether a bracket stands at a place, which may hold the year or session of a number.
func (r *recogniser) yearBehind(place int) bool {
	return isOpen(r.rune(place)) || isOpen(r.rune(place+1))
}

// phraseOf puts a node in the place of the first bytes of text, which begins at the token at the place, if they end where words do.
func (r *recogniser) phraseOf(text string, bytes int, node Node) bool {
	end := r.tokens[r.i].start + utf8.RuneCountInString(text[:bytes])
	next := r.proseUntil(end)
	if !r.endsItem(end) || next < 0 {
		return false
	}
	rest := r.tokens[next-1].end
	if longer, after := r.paragraphsBehind(node, next); after > next {
		return r.put(longer, after)
	}
	r.put(node, next)
	r.word(end, rest)
	return true
}
