package citation

import (
	"regexp"
	"strconv"
	"strings"
)

// The forms of numbers of resolutions and decisions, tried in this order at a given place. Sources: United Nations Editorial
// Manual, on identifying resolutions; the bodies' own papers.
var numberForms = []*anchored{
	// 1/CP.11, 5/CMA.3 of the climate conferences, 6/COP.12 of the desertification convention
	at(`^\d{1,3}/(?:CP|CMP|CMA|COP)\.\d{1,2}`),
	// 31/6, 31/6 A, 2019/13, S-30/1, ES-10/15; CBD's XI/10
	at(`^(?:(?:ES|S)-\d{1,2}|\d{1,4}|[IVXL]{1,7})/\d{1,4}`),
	// 1325 (2000), 217 A (III), 2625 (XXV), 1915 (ORG-75), 2046 (S-III)
	at(`^\d{1,4}(?: ?[A-Z](?: and [A-Z])?)? ?\((?:(?:19|20)\d\d|[IVXL]+|(?:ORG|S|ES)-[\dIVXL]+)\)`),
	// Conf. 11.1 (Rev. CoP14) of CITES
	at(`^Conf\. ?\d{1,2}\.\d{1,2}(?: \(Rev\. CoP\d{1,2}\))?`),
	// WHA56.1; RC-10/11 of the Rotterdam Convention
	at(`^(?:WHA\d{1,2}\.\d{1,3}|EB\d{1,3}\.R\d{1,3}|(?:RC|BC|SC|MC|INC)-\d{1,2}/\d{1,3})`),
	// WHA76(10) and EB154(2), decisions of WHO; MEPC.296(71) and A.1118(30) of IMO
	at(`^(?:(?:WHA|EB)\d{1,3}|(?:MEPC|MSC|LEG|FAL|TC|LP|LC|A)\. ?\d{1,4}) ?\(\d{1,3}\)`),
	// GC(66)/RES/5 of IAEA, GC.19/Res.5 and IDB.44/Dec.9 of UNIDO, C-16/DEC.11 and EC-M-33/DEC.1 of OPCW, 7/2017 of FAO's Conference
	at(`^(?:GC\(\d{1,3}\)/RES/\d{1,3}|(?:GC|IDB)\.\d{1,3}/(?:Res|Dec|RES|DEC)\.\d{1,3}|(?:C(?:-SS)?|EC(?:-M)?)-\d{1,3}/DEC\.\d{1,3})`),
	// SS.XI/9 of UNEP's Governing Council; IPBES-8/1; A41-20 of ICAO
	at(`^(?:SS\.[IVXL]{1,5}/\d{1,3}|IPBES-\d{1,2}/\d{1,3}|A\d{1,2}-\d{1,3})`),
	// 41 C/19 of UNESCO, 212 EX/5.I of its Board
	at(`^\d{1,3} (?:C|EX)/(?:Resolution |Decision |DR\.)?\d{1,3}(?:\.[IVX]{1,4})?`),
	// 70 (Rev. Bucharest, 2022) of ITU, 1 (Cg-19) of WMO
	at(`^\d{1,4} \((?:Rev\. ?[\pL -]{3,24},? \d{4}|(?:Cg|EC)-[\dIVXL]{1,7})\)`),
	// XIII.7 of the Ramsar Convention
	at(`^[IVXL]{1,6}\.\d{1,2}`),
	// 14.74, a decision of CITES; 12.11 (Rev.COP13) of CMS
	at(`^\d{2}\.\d{1,3}(?: \(Rev\. ?C[Oo]P\d{1,2}\))?`),
}

// bareNumber is a number alone: "Security Council resolution 1325".
var bareNumber = at(`^\d{2,4}`)

// letterBehind is the letter of a part behind the bracket: "217 (III) A".
var letterBehind = at(`^ ([A-Z])(?:[,.;)]|$| of )`)

// letters are the parts of a resolution: "31/6 A and B", "46/36 A–L".
var letters = at(`^ ?` + partLetters + `(?:(?:,? (?:and|or|to|et|à|y|a|и) | ?(?:و|和|至|、) ?| الى |[-–]|, )` + partLetters + `)*`)

// partLetters are the letters of one part; papers in Russian print Cyrillic ones of the same shape.
const partLetters = `[A-ZАВСЕНКМОРТХ]{1,2}`

var onePartLetters, gluedLetters = regexp.MustCompile(partLetters), regexp.MustCompile(`^` + partLetters)

// latin are the Latin letters of the same shape.
var latin = strings.NewReplacer("А", "A", "В", "B", "С", "C", "Е", "E", "Н", "H", "К", "K", "М", "M", "О", "O", "Р", "P", "Т", "T", "Х", "X")

// number is one member of a list.
type number struct {
	id         string
	start, end int
}

// matchNumber matches a number at offset i, with its letters: "31/6 A and B" gives two.
func matchNumber(text string, i int) []number {
	for _, form := range numberForms {
		at := form.match(text, i)
		if at == nil || !endsNumber(text, i+at[1]) {
			continue
		}
		end := i + at[1]
		id := text[i:end]
		if form == numberForms[2] {
			id = spaceBracket(id)
		}
		if form == numberForms[1] {
			return withLetters(text, i, end, id)
		}
		if at := letterBehind.match(text, end); at != nil && form == numberForms[2] { // 217 (III) A
			open := strings.LastIndex(id, " (")
			return []number{{id[:open] + " " + text[end+at[2]:end+at[3]] + id[open:], i, end + at[3]}}
		}
		return []number{{id, i, end}}
	}
	return nil
}

// endsNumber reports whether a number may end at offset i: no digit, letter or further part follows.
func endsNumber(text string, i int) bool {
	rest := text[i:]
	if !endsWord(text, i) {
		glued := gluedLetters.FindString(rest) // 46/36L
		if glued == "" || !endsWord(text, i+len(glued)) {
			return false
		}
	}
	return !(len(rest) > 1 && (rest[0] == '/' || rest[0] == '.') && '0' <= rest[1] && rest[1] <= '9')
}

func isCapital(c byte) bool { return 'A' <= c && c <= 'Z' }

// spaceBracket puts the blank before the bracket of "1325 (2000)".
func spaceBracket(id string) string {
	if i := strings.IndexByte(id, '('); i > 0 && id[i-1] != ' ' {
		return id[:i] + " " + id[i:]
	}
	return id
}

// withLetters adds the letters after a number.
func withLetters(text string, start, end int, id string) []number {
	at := letters.match(text, end)
	if at == nil || !endsWord(text, end+at[1]) {
		return []number{{id, start, end}}
	}
	var list []number
	for _, letter := range expandLetters(text[end : end+at[1]]) {
		if len(letter) == 2 && letter[0] != letter[1] { // "resolution 75/1 EU members": after Z the letters go on with AA
			return []number{{id, start, end}}
		}
		list = append(list, number{id + " " + letter, start, end + at[1]})
	}
	return list
}

// expandLetters lists the letters of " A and B" and " A–C".
func expandLetters(s string) []string {
	list := onePartLetters.FindAllString(s, -1)
	for i, letter := range list {
		list[i] = latin.Replace(letter)
	}
	first, last := list[0], list[len(list)-1]
	if len(list) != 2 || len(first)+len(last) != 2 || !rangeOfLetters.MatchString(s) {
		return list
	}
	list = nil
	for c := first[0]; c <= last[0]; c++ {
		list = append(list, string(rune(c)))
	}
	return list
}

var rangeOfLetters = regexp.MustCompile(`[-–]| to | à | a | الى |至`)

// findResolutions finds resolutions and decisions with their numbers.
//
// symbols are the symbols in the text: one directly before a citation says whose it is.
func findResolutions(l *language, text string, stems []int, symbols []Mention) []Mention {
	var found []Mention
	var before group
	last := strings.LastIndexAny(text, "0123456789")
	for i := 0; ; {
		at, next := l.nextHead(text, stems, i)
		if at == nil || at[0] > last { // no number follows
			return found
		}
		i = next
		if l.draft.MatchString(tail(text[:at[0]], 32)) {
			continue
		}
		if m, ok := unescoMention(text, at, symbolKind(at)); ok {
			found = append(found, m)
			continue
		}
		named, numbers := bodyBehindHead(l, text, at)
		g := group{kind: Resolution, start: at[0], numbers: numbers, plural: at[2] >= 0 && l.plural.MatchString(text[at[2]:at[3]])}
		if at[4] >= 0 {
			g.kind, g.plural = Decision, l.plural.MatchString(text[at[4]:at[5]])
		}
		g.its = l.its != nil && l.its.MatchString(strings.TrimRight(text[at[0]:at[1]], " ("))
		if g.body = named; g.body == "" {
			g.body = bodyBefore(l, text, g.start)
		}
		if named := l.bodies.all(text[at[0]:at[1]]); g.body == "" && len(named) > 0 { // "resoluciones del Consejo 1783 (2007)"
			g.body = named[0].of
		}
		if g.body == "" {
			g.body = bodyOfSymbol(text, symbols, g.start)
		}
		mentions := g.mentions(l, text, stems[i:], before)
		found, before = append(found, mentions...), g
	}
}

// symbolKind is the kind that the groups of a head say.
func symbolKind(at []int) Kind {
	if at[4] >= 0 {
		return Decision
	}
	return Resolution
}

// unescoSession ends the text before the word where the session stands there: "41 C/Resolution 19", "212 EX/Decision 5".
var unescoSession = regexp.MustCompile(`\b(\d{1,3}) (C|EX)/$`)

// unescoMention is a resolution of UNESCO's General Conference or a decision of its Board whose head has the groups at.
func unescoMention(text string, at []int, kind Kind) (Mention, bool) {
	const longest = 8
	before := ahead(text, max(0, at[0]-longest), min(longest, at[0]))
	m := unescoSession.FindStringSubmatch(before)
	end := digitsAt(text, at[1])
	if m == nil || end == at[1] {
		return Mention{}, false
	}
	return Mention{Kind: kind, ID: m[1] + " " + m[2] + "/" + text[at[1]:end], Start: at[0] - len(m[0]), End: end}, true
}

// nextHead is the place, with its groups, of the first word "resolution" or "decision" from the i-th stem on, and the stem to go on
// from; nil where there is none.
func (l *language) nextHead(text string, stems []int, i int) (at []int, next int) {
	const farthest = 24 // bytes from the beginning of a word to its stem
	for ; i < len(stems); i++ {
		start := wordStart(text, stems[i], farthest)
		at := l.head.match(text, start)
		if at == nil || !startsWord(text, start) || start > 1 && text[start-1] == '-' && isLetter(text[start-2]) { // "high-resolution"
			continue
		}
		for n := range at {
			if at[n] >= 0 {
				at[n] += start
			}
		}
		for i++; i < len(stems) && stems[i] < at[1]; i++ {
		}
		return at, i
	}
	return nil, i
}

// bodyBehindHead gives the body between a head and its numbers, "قرار لجنة المخدرات 56/8", and where the numbers begin.
func bodyBehindHead(l *language, text string, at []int) (body string, numbers int) {
	end := at[3]
	if end < 0 {
		end = at[5]
	}
	if l.ofHead == nil || at[1] < len(text) && isDigit(text[at[1]]) {
		return "", at[1]
	}
	of := l.ofHead.match(text, end)
	if of == nil {
		return "", at[1]
	}
	n, ok := l.bodies.match(text, end+of[1])
	if !ok {
		return "", at[1]
	}
	end += of[1] + len(n.name)
	return n.of, end + l.headNumbers.end(text, end)
}

// group is the word "resolution" or "decision" and the numbers that it governs.
type group struct {
	kind           Kind
	start, numbers int // offsets of the word and of the first number
	end            int // of the last number, or of the word where there are none
	plural         bool
	its            bool   // the word itself says that the subject adopted them
	body           string // name of the body, "" where the words beside the group give none
}

// mentions are the members of the group. Members that follow one another share the span from the word to the last of them;
// those that titles keep apart ("resolutions 70/107 of 10 December 2015, on …, and 71/127 of …") have spans of their own.
// before is the group before this one in the text, stems the places where further words may stand.
func (g *group) mentions(l *language, text string, stems []int, before group) []Mention {
	g.end = g.numbers
	list, end := g.list(l, text, g.numbers, g.body == "Security Council")
	var found []Mention
	for _, n := range list {
		found = append(found, Mention{Kind: g.kind, ID: n.id, Start: g.start, End: end})
	}
	if len(list) > 0 {
		g.end = end
	}
	named := g.end - boolInt(text[g.end-1] == ' ' && len(list) == 0)
	for g.plural {
		start, more, next := g.further(l, text, stems, g.end, len(found) == 0)
		if len(more) == 0 {
			break
		}
		for _, n := range more {
			found = append(found, Mention{Kind: g.kind, ID: n.id, Start: start, End: next})
		}
		g.end = next
	}
	if body, end := bodyAfter(l, text, named); g.body == "" && body != "" {
		g.body, g.end = body, max(g.end, end)
	}
	if g.body == "" {
		if !g.its || l.inherits(text[g.start:g.numbers], before.body) {
			g.body = inheritedBody(l, text, before, g.start)
		}
	}
	body := g.body
	if body == "" && len(found) > 0 {
		body = subjectOf(l, text, g.start, g.end, g.its)
	}
	for i := range found {
		found[i].Body = body
	}
	return found
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// list matches numbers, separators and dates of adoption from offset i on. It gives the members, ranges written out, and the
// end of the last. bare allows numbers of the Security Council without a year.
func (g *group) list(l *language, text string, i int, bare bool) (list []number, end int) {
	const most = 200
	for len(list) < most {
		members := matchNumber(text, i)
		if members == nil {
			members = g.bareNumber(text, i, bare)
		}
		if members == nil {
			break
		}
		list, end = append(list, members...), members[len(members)-1].end
		at := l.separator.match(text, g.afterTail(l, text, end))
		if at == nil {
			break
		}
		tail := g.afterTail(l, text, end)
		i = tail + at[1]
		if at[2] >= 0 && tail > end && !l.adoptedEnds(text, end, tail) {
			break // "القرار 61/105 والفقرات 113 إلى 127 من القرار 64/72": a range of paragraphs
		}
		if at[2] >= 0 { // a range: its inner members, and the last in the next round
			to := matchNumber(text, i)
			if to == nil {
				if to = shortEnd(text, i, list[len(list)-1].id); to != nil {
					list, end = append(list, between(list[len(list)-1].id, to[0].id)...), to[0].end
					list = append(list, to...)
				}
				break
			}
			list = append(list, between(list[len(list)-1].id, to[0].id)...)
		}
	}
	return list, end
}

// adoptedEnds reports whether all that stands between the offsets is a date of adoption.
func (l *language) adoptedEnds(text string, from, to int) bool {
	return from+max(0, l.adopted.end(text, from)) == to
}

// afterTail is the end of what belongs to a member that ends at offset i: its date of adoption and places within it.
func (g *group) afterTail(l *language, text string, i int) int {
	for _, tail := range [...]*anchored{l.adopted, l.place} {
		if tail != nil {
			i += max(0, tail.end(text, i))
		}
	}
	return i
}

// bareNumber matches a number alone: "Security Council resolution 1325", or the first of "resolutions 2628 and 2670 (2022)",
// which has the year of the second.
func (g *group) bareNumber(text string, i int, bare bool) []number {
	if at := sharedYear.match(text, i); at != nil && g.plural {
		return []number{{text[i:i+at[3]] + " (" + text[i+at[4]:i+at[5]] + ")", i, i + at[3]}}
	}
	at := bareNumber.match(text, i)
	if at == nil || !bare || !endsNumber(text, i+at[1]) {
		return nil
	}
	return []number{{text[i : i+at[1]], i, i + at[1]}}
}

// sharedYear matches numbers that share the year of the last: "2628 and 2670 (2022)".
var sharedYear = at(`^(\d{3,4})(?:, \d{3,4})* and \d{3,4} \(((?:19|20)\d\d)\)`)

// shortEnd matches the end of a range that leaves the session out: "70/1–5".
func shortEnd(text string, i int, first string) []number {
	at := bareNumber1.match(text, i)
	slash := strings.IndexByte(first, '/')
	if at == nil || slash < 0 || !endsNumber(text, i+at[1]) {
		return nil
	}
	low, err := strconv.Atoi(first[slash+1:])
	high, _ := strconv.Atoi(text[i : i+at[1]])
	if err != nil || high <= low {
		return nil
	}
	return []number{{first[:slash+1] + text[i:i+at[1]], i, i + at[1]}}
}

var bareNumber1 = at(`^\d{1,3}`)

// between lists the numbers between two ends of a range, without them, where both belong to one session.
func between(first, last string) []number {
	const most = 100
	session, low, ok := cutNumber(first)
	other, high, ok2 := cutNumber(last)
	if !ok || !ok2 || session != other || high-low > most {
		return nil
	}
	var list []number
	for n := low + 1; n < high; n++ {
		list = append(list, number{id: session + "/" + strconv.Itoa(n)})
	}
	return list
}

func cutNumber(id string) (session string, n int, ok bool) {
	session, rest, ok := strings.Cut(id, "/")
	n, err := strconv.Atoi(rest)
	return session, n, ok && err == nil
}

// further finds the next member of a list after the title of the one before it, within the sentence and before another word
// "resolution". Where the word has no number directly after it (first), the words before the member must open the list.
func (g *group) further(l *language, text string, stems []int, i int, first bool) (start int, list []number, end int) {
	const farthest = 600
	rest := text[i:min(len(text), i+farthest)]
	if stop := sentenceEnd(rest); stop >= 0 {
		rest = rest[:stop]
	}
	if stop, _ := l.nextHead(text, stems, 0); stop != nil && stop[0] < i+len(rest) {
		rest = rest[:max(0, stop[0]-i)]
	}
	for _, at := range l.further.FindAllStringSubmatchIndex(rest, -1) {
		if first && at[2] < 0 {
			continue
		}
		start = i + at[4]
		list, end = g.list(l, text[:i+len(rest)], start, false)
		if len(list) > 0 && l.memberEnd.matches(text, list[0].end) {
			return start, list, end
		}
		if first && len(list) > 0 {
			return start, list, end
		}
	}
	return 0, nil, 0
}

// loneNumber is a number of the Security Council without the word before it: "in accordance with paragraph 15 of 2216 (2015)".
var loneNumber = regexp.MustCompile(`\b(?:UNSCR )?(\d{3,4}) ?\(((?:19|20)\d\d)\)`)

// yearBrackets begin the years of numbers of the Security Council.
var yearBrackets = []string{"(19", "(20"}

// findLone finds numbers of the Security Council with their years that stand apart from the word "resolution", which must
// stand in the text before them: the form is nobody else's.
func findLone(l *language, text string, stems []int) []Mention {
	const before, after = 16, 8 // bytes around the bracket
	var places windows
	for _, i := range stemPlaces(nil, text, yearBrackets) {
		places = places.add(text, i, before, after)
	}
	if places == nil {
		return nil
	}
	head, _ := l.nextHead(text, stems, 0)
	var found []Mention
	for _, at := range places.matches(loneNumber, text) {
		abbreviated := at[2] > at[0]
		if !abbreviated && (head == nil || head[0] > at[0]) || !startsWord(text, at[0]) || at[0] > 0 && strings.IndexByte("/.-", text[at[0]-1]) >= 0 {
			continue
		}
		found = append(found, Mention{Kind: Resolution, ID: text[at[2]:at[3]] + " (" + text[at[4]:at[5]] + ")", Start: at[2], End: at[1]})
	}
	return found
}

// findBack finds the words that point back: "the same resolution", "those two decisions".
func findBack(l *language, text string, stems []int) []Mention {
	var found []Mention
	const before, after = 80, 80 // bytes around the stem of the noun
	var places windows
	for _, i := range stems {
		if l.backWords == nil || l.backWords[wordBefore(text, i)] {
			places = places.add(text, i, before, after)
		}
	}
	if places == nil {
		return nil
	}
	many := l.back.SubexpIndex("many")
	for _, at := range places.matches(l.back, text) {
		m := Mention{Kind: Resolution, Start: at[0], End: at[1], Implied: true, Count: 1}
		if words := text[at[0]:at[1]]; strings.Contains(strings.ToLower(words), l.decisionStem) {
			m.Kind = Decision
		}
		if at[2*many] >= 0 {
			m.Count = l.count[strings.ToLower(text[at[2*many]:at[2*many+1]])]
		}
		if all := l.back.SubexpIndex("all"); all > 0 && at[2*all] >= 0 {
			m.Count = 0
		}
		if startsWord(text, at[0]) && endsWord(text, at[1]) && !notBack.matches(text, at[1]) && (l.notBefore == nil || !l.notBefore.MatchString(tail(text[:at[0]], 32))) {
			found = append(found, m)
		}
	}
	return found
}

// notBack follows words that only look as if they pointed back: "that resolution of disputes", "this decision-making", "those
// resolutions and decisions", "that resolution 7/1 be …".
var notBack = at(`^(?:-|/| of (?:conflicts?|disputes?|the conflict|the dispute|differences|issues|the issue)| and (?:decisions|resolutions)| \(?(?:[A-Z]+-)?\d+(?:/| \()|[- ]mak)`)
