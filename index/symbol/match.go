package symbol

import "strings"

// matcher matches symbols in folded text.
//
//	joint   = single { ("-" | "–") single }        the second only if it begins with a known root
//	single  = root { "/" segment }                 a digit must stand somewhere after the root
//	segment = part { "." part } [ bracket ]
//	part    = digits [letter] | word [ "-" (digits | Roman) ]
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
		for _, dash := range [...]string{"-", "–"} {
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
	return m.strict && i > 0 && isDigit(m.text[i-1]) && m.root(i) > 0
}

// single matches one symbol at offset i.
func (m matcher) single(i int) (end int, norm string) {
	root := m.root(i)
	if root < 0 {
		return -1, ""
	}
	var b strings.Builder
	b.WriteString(strings.ToUpper(m.text[i:root]))
	end, digit, resolution := root, strings.ContainsAny(m.text[i:root], "0123456789"), false
	for end < len(m.text) && m.text[end] == '/' && end-i < MaxLength {
		next, segment := m.segment(end+1, resolution)
		if next < 0 {
			break
		}
		b.WriteString("/")
		b.WriteString(segment)
		digit = digit || strings.ContainsAny(segment, "0123456789")
		resolution = resolution || segment == "RES" || segment == "DEC"
		end = next
	}
	if end == root && strings.HasPrefix(m.text[end:], "/") { // "EB22/" with nothing behind
		return -1, ""
	}
	if !digit || end-i > MaxLength || m.strict && !m.plausible(i, root, end) {
		return -1, ""
	}
	return end, b.String()
}

// plausible refuses what has the form of a symbol and, in prose, is none: a one-letter root with one short number
// ("vitamin A/5", "S/2"), a root with no part behind it, and a match that ends within a word ("A/2b2").
func (m matcher) plausible(i, root, end int) bool {
	if end < len(m.text) && isWord(m.text[end]) && !m.glued(end) {
		return false
	}
	rest := m.text[root:end]
	if rest == "" || strings.HasPrefix(rest, ".") {
		return true // WHA56.1
	}
	return root-i > 1 || strings.Count(rest, "/") > 1 || len(rest) > 3
}

// root matches a known root at offset i and gives its end, or -1.
func (m matcher) root(i int) int {
	end := i
	for end < len(m.text) && isLetter(m.text[end]) {
		end++
	}
	word := m.text[i:end]
	if word == "" || m.strict && strings.ToUpper(word) != word {
		return -1
	}
	if rest := m.text[end:]; len(rest) > 4 && rest[0] == '-' { // ICC-ASP
		if hyphened := m.text[i : end+4]; roots.has(hyphened) && len(rest) > 4 && rest[4] == '/' {
			return end + 4
		}
	}
	return m.numberedRoot(word, end)
}

// numberedRoot ends a root that bears a number ("IDB.44/9", "WHA56.1") after it, any other before the slash.
func (m matcher) numberedRoot(word string, end int) int {
	if end >= len(m.text) {
		return -1
	}
	switch c := m.text[end]; {
	case c == '/' && roots.has(word):
		return end
	case c == '.' && roots.has(word+".#"), isDigit(c) && roots.has(word+"#"):
		digits := m.digits(end + len(".")*boolInt(c == '.'))
		if rest := m.text[digits:]; digits > end+1 && rest != "" && (rest[0] == '/' || rest[0] == '.' && len(rest) > 1 && isDigit(rest[1])) {
			if rest[0] == '.' {
				return m.digits(digits + 1)
			}
			return digits
		}
	}
	return -1
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
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
		}
	}
	if next, letters := m.lastLetters(end); resolution && next > 0 {
		end, norm = next, norm+" "+letters
	}
	if next, inner := m.bracket(end, resolution); next > 0 {
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

// lastLetters matches the letters at the end of a resolution's symbol: " A-B" in "A/RES/75/101 A-B". In prose a single letter may be
// the article of the next sentence and is left.
func (m matcher) lastLetters(i int) (end int, letters string) {
	if i+1 >= len(m.text) || m.text[i] != ' ' || !isLetter(m.text[i+1]) {
		return -1, ""
	}
	end = i + 2
	for end+1 < len(m.text) && m.text[end] == '-' && isLetter(m.text[end+1]) && !m.wordAt(end+2) {
		end += 2
	}
	if m.wordAt(end) || end < len(m.text) && strings.IndexByte(" /(", m.text[end]) >= 0 && !m.strict || m.strict && end == i+2 {
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

// part matches digits with at most one letter, or a word that may bear a number behind a hyphen.
func (m matcher) part(i int) (end int, norm string) {
	if end = m.digits(i); end > i {
		if m.glued(end) {
			return end, m.text[i:end]
		}
		if end < len(m.text) && m.letter(end) && !m.wordAt(end+1) {
			end++
			if end+1 < len(m.text) && m.text[end] == '-' && m.letter(end+1) && !m.wordAt(end+2) && m.root(end+1) < 0 { // 75/101A-B
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
	norm, ok := canonicalWord(word, m.strict)
	if !ok || end < len(m.text) && isDigit(m.text[end]) { // "A/H1N1" is a virus
		return -1, ""
	}
	if end+1 < len(m.text) && m.text[end] == '-' {
		if next := m.numeral(end + 1); next > end+1 && !m.wordAt(next) && m.root(end+1) < 0 {
			return next, norm + strings.ToUpper(m.text[end:next])
		}
	}
	return end, norm
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
	const longest = 24
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

// bracketWords is the normal form of what stands in a symbol's bracket, "" if it is something else.
func bracketWords(inner string) string {
	var b strings.Builder
	for _, field := range strings.FieldsFunc(inner, func(r rune) bool { return r == ' ' }) {
		letters := strings.IndexFunc(field, func(r rune) bool { return r < 'A' || r > 'z' || 'Z' < r && r < 'a' })
		if letters < 0 {
			letters = len(field)
		}
		word, ok := partWords[strings.ToLower(field[:letters])]
		switch {
		case ok:
			b.WriteString(word)
			b.WriteString(strings.ToUpper(field[letters:]))
		case isPartWord(field) && strings.HasPrefix(strings.ToLower(field), "part"):
			b.WriteString("Part" + strings.ToUpper(field[len("part"):]))
		case strings.Trim(strings.ToUpper(field), "0123456789IVXLSEORG-/.") == "":
			b.WriteString(strings.ToUpper(field))
		default:
			return ""
		}
	}
	return b.String()
}

// partWords are the words that stand in brackets after a symbol.
var partWords = map[string]string{
	"part": "Part", "parti": "PartI", "partii": "PartII", "partiii": "PartIII", "partiv": "PartIV", "partv": "PartV",
	"vol": "Vol", "resumption": "Resumption", "supp": "Supp", "suppl": "Suppl", "annex": "Annex", "annexes": "Annexes",
	"prologue": "Prologue", "summary": "Summary",
}

// isPartWord reports whether a bracket, with or without its parentheses, names a part of a document.
func isPartWord(inner string) bool {
	inner = strings.ToLower(strings.TrimPrefix(inner, "("))
	for _, word := range [...]string{"part", "vol", "resumption", "supp", "annex", "prologue", "summary"} {
		if strings.HasPrefix(inner, word) {
			return true
		}
	}
	return false
}

// mixedWords are the words that symbols print in small letters too.
var mixedWords = map[string]string{
	"ADD": "Add", "AMEND": "Amend", "CORR": "Corr", "REV": "Rev", "SUB": "Sub", "SUMMARY": "Summary", "OZL": "OzL", "PRO": "Pro",
	"IMPCOM": "ImpCom",
}

// canonicalWord is the normal form of a word of a symbol; in strict reading a word in small letters is none.
func canonicalWord(word string, strict bool) (string, bool) {
	if word == "" || len(word) > 20 {
		return "", false
	}
	upper := strings.ToUpper(word)
	if mixed, ok := mixedWords[upper]; ok {
		return mixed, !strict || word == mixed || word == upper
	}
	if strict && word != upper && !printedMixed[word] {
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
