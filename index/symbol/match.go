package symbol

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// matcher matches symbols in folded text.
//
//	joint   = single { ("-" | "–" | "—") single }   the second only if it begins with a known root
//	single  = root "/" segment { "/" segment }      a digit must stand somewhere; the registry must know the body
//	segment = part { "." part } [ bracket [ bracket ] ]
//	part    = digits [letters] | word [ "-" (digits | Roman | word) ]
//	bracket = "(" words and numbers ")"
//
// strict is how prose is read: words are in capitals or one of the known mixed ones. Otherwise case does not matter.
type matcher struct {
	text   string
	strict bool
}

// joint matches a joint or single symbol at offset i. It gives the end of the match and its normal form, or -1.
func (m matcher) joint(i int) (end int, norm string) {
	end, norm = m.single(i)
	for end >= 0 && end-i < MaxLength {
		gap := 0
		rest := strings.TrimPrefix(m.text[end:], "*") // A/79/552*-S/2024/767*
		for _, dash := range [...]string{"-", "–", "—"} {
			if strings.HasPrefix(rest, dash) {
				gap = len(m.text) - len(rest) + len(dash) - end
			}
		}
		if gap == 0 && !m.glued(end) {
			break
		}
		next, more := m.single(end + gap)
		if next < 0 {
			break
		}
		end, norm = next, norm+"-"+more
	}
	return end, norm
}

// glued reports whether another symbol follows a number without a hyphen: on covers the two stand on two lines, and text taken
// from PDF joins them ("A/80/81E/2025/50").
func (m matcher) glued(i int) bool {
	return m.strict && i > 0 && isDigit(m.text[i-1]) && m.rooted(i)
}

// single matches one symbol at offset i.
func (m matcher) single(i int) (end int, norm string) {
	root, name := m.root(i)
	if root < 0 {
		return m.bare(i)
	}
	parts, numbered := []string{name}, strings.ContainsAny(name, "0123456789")
	end, digit, resolution := root, false, false
	for end < len(m.text) && end-i < MaxLength {
		stroke := end
		if looseChange.MatchString(m.text[end:]) {
			stroke++
		}
		if m.text[stroke] != '/' {
			break
		}
		next, segment := m.segment(stroke+1, resolution)
		if next < 0 {
			break
		}
		parts = append(parts, segment)
		digit = digit || strings.ContainsAny(segment, "0123456789") || end == root && numbered && strings.HasSuffix(segment, ")") // ILC.111/I(A)
		resolution = resolution || segment == "RES" || segment == "DEC"
		end = next
	}
	code, named := bodyOf(parts)
	if code == "" || end == root || !digit || end-i > MaxLength || named == len(parts) || m.strict && !m.plausible(i, root, end) {
		return -1, "" // "E/CN.7" is a body and no document
	}
	return end, strings.Join(parts, "/")
}

// looseChange is a change that a blank divides from its symbol: "A/ES-11/L.2 /Add.1" in A/RES/ES-11/2.
var looseChange = regexp.MustCompile(`^ /(?:Add|Corr|Rev)\.\d`)

// bare matches a symbol without strokes at offset i: "WHA56.1".
func (m matcher) bare(i int) (end int, norm string) {
	const longest = 16
	for end = i; end < len(m.text) && end-i < longest && (isWord(m.text[end]) || strings.IndexByte(".()", m.text[end]) >= 0); {
		end++
	}
	for ; end > i+4; end-- {
		name, known := m.printed(m.text[i:end], registry.bare)
		if known && !m.wordAt(end) && (end == len(m.text) || m.text[end] != '/') {
			return end, name
		}
	}
	return -1, ""
}

// plausible refuses what has the form of a symbol and, in prose, is none: a one-letter root with one short number
// ("vitamin A/5", "S/2"), a match that ends within a word ("A/2b2"), and one that breaks off before a part that is not understood.
func (m matcher) plausible(i, root, end int) bool {
	if end < len(m.text) && isWord(m.text[end]) && !m.glued(end) {
		return false
	}
	if end+1 < len(m.text) && m.text[end] == '/' && isWord(m.text[end+1]) {
		return false
	}
	if r, _ := utf8.DecodeRuneInString(m.text[end:]); r >= utf8.RuneSelf && unicode.Is(unicode.Latin, r) {
		return false // "GB.342/Décisions" is no GB.342/D
	}
	rest := m.text[root:end]
	switch m.text[i:end] {
	case "S/360", "S/370", "S/390": // computers
		return false
	}
	if end < len(m.text) && m.text[end] == '%' {
		return false
	}
	return root-i > 1 || strings.Count(rest, "/") > 1 || len(rest) > 3
}

// root matches a known root before a stroke at offset i, and gives its end and normal form, or -1.
func (m matcher) root(i int) (end int, name string) {
	const longest = 20
	for end = i; end < len(m.text) && end-i <= longest && m.text[end] != '/'; end++ {
		if c := m.text[end]; !isWord(c) && strings.IndexByte("-. ()", c) < 0 {
			return -1, ""
		}
	}
	if end == i || end-i > longest || end+1 >= len(m.text) {
		return -1, ""
	}
	name, known := m.printed(m.text[i:end], registry.roots)
	if !known {
		return -1, ""
	}
	return end, name
}

// printed gives the normal form of a root among known ones. In prose it must be printed so.
func (m matcher) printed(root string, known map[string]string) (name string, ok bool) {
	name = strings.ToUpper(root)
	form, ok := "", false
	for _, shape := range [...]string{digitShape(name), numberShape(name)} {
		if form, ok = known[shape]; ok && m.strict && registry.careful[shape] != "" {
			return "", false
		}
		if ok {
			break
		}
	}
	if ok && strings.ToUpper(form) != form { // CTBT-Art.XIV, which has no number
		name = form
	}
	return name, ok && (!m.strict || root == name || root == strings.ToUpper(name))
}

// rooted reports whether a known root and a stroke stand at offset i.
func (m matcher) rooted(i int) bool {
	end, _ := m.root(i)
	return end > 0
}

// segment matches the part after a slash at offset i, with its bracket, and gives its normal form.
func (m matcher) segment(i int, resolution bool) (end int, norm string) {
	end, norm = m.parts(i)
	if end < 0 {
		return -1, ""
	}
	if resolution {
		if next, letter := m.resolutionLetter(end); next > 0 {
			end, norm = next, norm+" "+letter
		} else if next, letters := m.lastLetters(end); next > 0 {
			end, norm = next, norm+letters
		}
	}
	for range 2 { // A/62/40(Vol.I)(Supp)
		next, inner := m.bracket(end, resolution)
		if next < 0 {
			break
		}
		if resolution && !isPartWord(inner) {
			norm += " "
		}
		end, norm = next, norm+inner
	}
	return end, norm
}

// resolutionLetter matches " A" in "A/RES/217 A (III)".
func (m matcher) resolutionLetter(i int) (end int, letter string) {
	if i+3 < len(m.text) && m.text[i] == ' ' && m.letter(i+1) && m.text[i+2] == ' ' && m.text[i+3] == '(' {
		return i + 2, strings.ToUpper(m.text[i+1 : i+2])
	}
	return -1, ""
}

// lastLetters matches the letters at the end of a resolution's symbol: " A-B" in "A/RES/75/101 A-B". In prose a single A or I may
// be the first word of what follows and is left.
func (m matcher) lastLetters(i int) (end int, letters string) {
	if i+1 >= len(m.text) || i == 0 || !isDigit(m.text[i-1]) || m.text[i] != ' ' || !m.letter(i+1) {
		return -1, ""
	}
	end = i + 2
	if end+1 < len(m.text) && m.text[end] == '-' && m.letter(end+1) && !m.wordAt(end+2) {
		end += 2
	}
	doubtful := end == i+2 && strings.IndexByte("AI", m.text[i+1]) >= 0
	if m.wordAt(end) || end < len(m.text) && strings.IndexByte(".'-", m.text[end]) >= 0 && m.wordAt(end+1) || m.strict && doubtful {
		return -1, ""
	}
	if end < len(m.text) && strings.IndexByte(" /(", m.text[end]) >= 0 && !m.strict {
		return -1, ""
	}
	return end, strings.ToUpper(m.text[i+1 : end])
}

// parts matches "WG.4", "2024", "CRP.3", "S-30", "OzL.Pro" …
func (m matcher) parts(i int) (end int, norm string) {
	end, norm = m.part(i)
	for end >= 0 && end+1 < len(m.text) && m.text[end] == '.' {
		next, more := m.part(end + 1)
		if next < 0 {
			break
		}
		if norm == "RES" && isDigit(more[0]) {
			norm = "Res" // UNEP/EA.5/Res.14, but A/RES/70/1
		}
		end, norm = next, norm+"."+more
	}
	return end, norm
}

// part matches digits with at most one letter or a range of either, or a word that may bear a number or a word behind a hyphen.
func (m matcher) part(i int) (end int, norm string) {
	if end = m.digits(i); end > i {
		if m.glued(end) {
			return end, m.text[i:end]
		}
		if next := m.rangeEnd(end); next > 0 {
			return next, m.text[i:next]
		}
		if end < len(m.text) && isLetter(m.text[end]) && !m.wordAt(end+1) {
			end++
			if end+1 < len(m.text) && m.text[end] == '-' && isLetter(m.text[end+1]) && !m.wordAt(end+2) && !m.rooted(end+1) { // 75/101A-B
				end += 2
			}
		}
		if m.wordAt(end) {
			return -1, ""
		}
		return end, strings.ToUpper(m.text[i:end])
	}
	for end < len(m.text) && isLetter(m.text[end]) {
		end++
	}
	word := m.text[i:end]
	numbered := end+1 < len(m.text) && m.text[end] == '.' && isDigit(m.text[end+1])
	norm, ok := canonicalWord(word, m.strict, numbered)
	if end < len(m.text) && isDigit(m.text[end]) {
		next := m.digits(end) // "A/H1N1" is a virus
		if !ok || !numberedWords[norm] || next == len(m.text) || m.text[next] != '/' {
			return -1, ""
		}
		return next, norm + m.text[end:next]
	}
	if !ok {
		return -1, ""
	}
	if end+1 < len(m.text) && m.text[end] == '-' {
		if next := m.numeral(end + 1); next > end+1 && !m.wordAt(next) && !m.rooted(end+1) {
			return next, norm + strings.ToUpper(m.text[end:next])
		}
		if next := m.hyphened(end + 1); next > 0 {
			return next, norm + strings.ToUpper(m.text[end:next])
		}
	}
	return end, norm
}

// rangeEnd ends a range of records, whose first number ends at offset i: "SR.1-28" in "A/C.6/64/SR.1-28/Corrigendum".
func (m matcher) rangeEnd(i int) int {
	const series = "SR."
	first := i
	for first > 0 && isDigit(m.text[first-1]) {
		first--
	}
	if first < len(series) || !strings.EqualFold(m.text[first-len(series):first], series) || i == len(m.text) || m.text[i] != '-' {
		return -1
	}
	if end := m.digits(i + 1); end > i+1 && !m.wordAt(end) {
		return end
	}
	return -1
}

// hyphened ends the second half of a word that goes on to a stroke: "COP-MOP" in "UNEP/CBD/BS/COP-MOP/5/17".
func (m matcher) hyphened(i int) int {
	end := i
	for end < len(m.text) && m.letter(end) {
		end++
	}
	if end-i < 2 || end+1 >= len(m.text) || m.text[end] != '/' || !isDigit(m.text[end+1]) || m.rooted(i) {
		return -1
	}
	return end
}

// numeral matches Arabic or Roman digits.
func (m matcher) numeral(i int) int {
	if end := m.digits(i); end > i {
		return end
	}
	for i < len(m.text) && m.letter(i) && strings.IndexByte("IVXLivxl", m.text[i]) >= 0 {
		i++
	}
	return i
}

// bracket matches "(2000)", "(XXX)", "(8)", "(PartI)", "(Vol.I)", "(Resumption 1)", with a blank before it where a resolution's
// year or a part stands in it.
func (m matcher) bracket(i int, resolution bool) (end int, norm string) {
	open, blank := i, false
	if open < len(m.text) && m.text[open] == ' ' {
		open, blank = open+1, true
	}
	if open >= len(m.text) || m.text[open] != '(' {
		return -1, ""
	}
	const longest = 36
	length := strings.IndexByte(m.text[open:min(len(m.text), open+longest)], ')')
	if length < 2 {
		return -1, ""
	}
	inner := bracketWords(m.text[open+1 : open+length])
	if inner == "" || blank && !resolution && !isPartWord(inner) {
		return -1, ""
	}
	return open + length + 1, "(" + inner + ")"
}

// bracketForm is a session or year in brackets: (2000), (XXX), (S-VI), (ORG-75), (63), and a letter of a part: ILC.111/I(A).
var bracketForm = regexp.MustCompile(`^(?:(?:E?S-|ORG-)?(?:[0-9]{1,4}|[IVXLC]{1,9})(?:-[IVXLC]{1,9})?|[A-Z])$`)

// bracketWords is the normal form of what stands in a symbol's bracket, "" if it is something else. But for blanks it changes
// nothing than case, so that it reads its own form as the same.
func bracketWords(inner string) string {
	inner = strings.ReplaceAll(inner, " ", "")
	if upper := strings.ToUpper(inner); bracketForm.MatchString(upper) {
		return upper
	}
	var b strings.Builder
	for rest := inner; rest != ""; {
		word := partWord(rest)
		switch {
		case word != "":
			b.WriteString(word)
		case b.Len() == 0 || !isBracketByte(rest):
			return ""
		default:
			word = strings.ToUpper(rest[:1])
			b.WriteString(word)
		}
		rest = rest[len(word):]
	}
	return b.String()
}

// isBracketByte reports whether a text begins with what may stand behind the words in a bracket: digits, points, Roman numbers,
// and a letter that stands alone.
func isBracketByte(rest string) bool {
	const others = "0123456789IVXLivxl.-,/&"
	if strings.IndexByte(others, rest[0]) >= 0 {
		return true
	}
	return isLetter(rest[0]) && (len(rest) == 1 || !isLetter(rest[1]) || partWord(rest[1:]) != "")
}

// partWords are the words that stand in brackets after a symbol, longer ones before those that they begin with: A/79/6(Sect.29F),
// NPT/CONF.2000/28(PartsIandII), S/PV.6201(Resumption1).
var partWords = [...]string{
	"Parts", "Part", "Vols", "Vol", "Resumption", "Suppl", "Supp", "Annexes", "Annex", "Prologue", "Summary", "Sections", "Section", "Sects", "Sect",
	"Incomesect", "Introduction", "Planoutline", "Expandedreport", "Rev", "Corr", "Add", "and",
}

// partWord is the word with which a text begins, in any case, as symbols print it; "" if it is none.
func partWord(text string) string {
	for _, word := range partWords {
		if len(text) >= len(word) && strings.EqualFold(text[:len(word)], word) {
			return word
		}
	}
	return ""
}

// isPartWord reports whether a bracket, with or without its parentheses, names a part of a document.
func isPartWord(inner string) bool {
	word := partWord(strings.TrimPrefix(inner, "("))
	return word != "" && word != "and"
}

// mixedWords are the words that symbols print in small letters too.
var mixedWords = map[string]string{
	"ADD": "Add", "AMEND": "Amend", "CORR": "Corr", "REV": "Rev", "SUB": "Sub", "SUMMARY": "Summary", "OZL": "OzL", "PRO": "Pro",
	"IMPCOM": "ImpCom", "EXCOM": "ExCom", "CONV": "Conv", "CORRIGENDUM": "Corrigendum",
}

// numberedWords bear the number of a session without a point: EUR/RC73/5, UNEP/CMS/COP13/Doc.12, ATT/CSP9/2023/CHAIR/1.
var numberedWords = map[string]bool{"RC": true, "COP": true, "CSP": true, "MOP": true, "INC": true, "MSP": true}

// canonicalWord is the normal form of a word of a symbol. In strict reading a word in small letters is none, and one with a
// capital at its beginning only where a number follows: FCCC/SBSTA/2011/Misc.14.
func canonicalWord(word string, strict, numbered bool) (string, bool) {
	if word == "" || len(word) > 20 {
		return "", false
	}
	upper := strings.ToUpper(word)
	if mixed, ok := mixedWords[upper]; ok {
		return mixed, !strict || word == mixed || word == upper
	}
	if strict && word != upper && !printedMixed[word] && !(numbered && word[1:] == strings.ToLower(word[1:]) && isUpper(word[0])) {
		return "", false
	}
	return upper, true
}

// printedMixed are spellings that prose has for words that the normal form has in capitals.
var printedMixed = map[string]bool{"Res": true, "Inf": true, "Dec": true, "Conf": true}

// letter reports whether a letter of a part stands at offset i; in prose it must be a capital.
func (m matcher) letter(i int) bool { return isUpper(m.text[i]) || !m.strict && isLetter(m.text[i]) }

func (m matcher) digits(i int) int {
	for i < len(m.text) && isDigit(m.text[i]) {
		i++
	}
	return i
}

func (m matcher) wordAt(i int) bool { return i < len(m.text) && isWord(m.text[i]) }

func isDigit(c byte) bool  { return '0' <= c && c <= '9' }
func isUpper(c byte) bool  { return 'A' <= c && c <= 'Z' }
func isLetter(c byte) bool { return isUpper(c) || 'a' <= c && c <= 'z' }
func isWord(c byte) bool   { return isLetter(c) || isDigit(c) }
