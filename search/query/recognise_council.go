package query

import (
	"regexp"
	"unicode/utf8"
)

// councilNumber is the number of a resolution of the Security Council, and the year in brackets if it is given.
const councilNumber = `(\d{1,4})(?:[\s\x{00a0}]?[(（](\d{4})[)）])?`

// councilForms are how people name a resolution of the Security Council, whose number alone tells it from all others of the Council:
// UNSCR 1325, SC res. 1325 (2000), résolution 1325 du Conseil de sécurité. Documents print the year behind the number; people leave it out.
//
// Source: United Nations Editorial Manual, on identifying resolutions of the Security Council.
var councilForms = []*regexp.Regexp{
	regexp.MustCompile(`^(?i:(?:UN[\s-]?)?SC[\s-]?R(?:es(?:olution)?)?s?\.?(?:[\s\x{00a0}]no\.?)?)[\s\x{00a0}]*` + councilNumber),
	regexp.MustCompile(`^(?i:(?:(?:UN|U\.N\.|United Nations) )?(?:Security Council|UNSC) res(?:olution|\.)?(?: no\.?)?)[\s\x{00a0}]*` + councilNumber),
	regexp.MustCompile(`^(?i:resolution(?: no\.?)?) ` + councilNumber + `(?i: of the (?:UN |United Nations )?Security Council)`),
	regexp.MustCompile(`^(?i:r[ée]solution) ` + councilNumber + `(?i: du Conseil de s[ée]curité(?: de l['’]ONU)?)`),
	regexp.MustCompile(`^(?i:resoluci[óo]n) ` + councilNumber + `(?i: del Consejo de Seguridad(?: de las Naciones Unidas)?)`),
	regexp.MustCompile(`^(?i:резолюци\pL{1,3}) ` + councilNumber + `(?i: (?:Совета Безопасности|СБ)(?: ООН)?)`),
	regexp.MustCompile(`^(?i:резолюци\pL{1,3} (?:Совета Безопасности|СБ)(?: ООН)?) ` + councilNumber),
	regexp.MustCompile(`^[وف]?(?:[بكل]?ال|لل|[بكل])?قرار مجلس الأمن(?: الدولي)?(?: رقم)? ` + councilNumber),
	regexp.MustCompile(`^(?:联合国)?(?:安全理事会|安理会)第?` + councilNumber + `号决议`),
}

// numberedAlone is a resolution named by a number that lacks its year, and by no body: resolution 1325. Numbers of one or two figures
// count paragraphs, drafts and the like.
var numberedAlone = regexp.MustCompile(`^(?i:r[ée]soluti[oó]n|resoluci[oó]n|резолюци\pL{1,3}|(?:ال)?قرار)[\s\x{00a0}](\d{3,4})`)

// councilReach is the number of code points in which a form of councilForms ends.
const councilReach = 80

// council reads a resolution of the Security Council by its number.
func (r *recogniser) council(t token) bool {
	if t.prefix {
		return false
	}
	text := foldDigits(r.slice(t.start, min(t.start+councilReach, len(r.runes))))
	for _, form := range councilForms {
		if at := form.FindStringSubmatchIndex(text); at != nil {
			year := ""
			if at[4] >= 0 {
				year = text[at[4]:at[5]]
			}
			return r.phraseOf(text, at[1], councilField("SC ", text[at[2]:at[3]], year))
		}
	}
	at := numberedAlone.FindStringSubmatchIndex(text)
	if at == nil || r.yearBehind(t.start+utf8.RuneCountInString(text[:at[1]])) {
		return false
	}
	number := text[at[2]:at[3]]
	words := And{[]Node{Word{Text: t.text}, Word{Text: number}}}
	return r.phraseOf(text, at[1], Or{[]Node{councilField("", number, ""), words}})
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
	if !r.endsItem(end) {
		return false
	}
	next := r.i + 1
	for next < len(r.tokens) && r.tokens[next].start < end {
		if !r.tokens[next].isProse() || r.tokens[next].prefix {
			return false
		}
		next++
	}
	rest := r.tokens[next-1].end
	r.put(node, next)
	r.word(end, rest)
	return true
}
