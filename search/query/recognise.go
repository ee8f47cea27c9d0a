package query

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/plenary-search/plenary/index/citation"
	"github.com/plenary-search/plenary/index/symbol"
)

// heads are the words that a number of a resolution or decision follows in English. Other languages have their own rules: see tongues.
var heads = map[string]citation.Kind{
	"resolution": citation.Resolution, "resolutions": citation.Resolution, "res": citation.Resolution,
	"decision": citation.Decision, "decisions": citation.Decision, "dec": citation.Decision,
	"résolution": citation.Resolution, "résolutions": citation.Resolution, "décision": citation.Decision, "décisions": citation.Decision,
	"resolución": citation.Resolution, "decisión": citation.Decision, "резолюция": citation.Resolution, "решение": citation.Decision,
	"قرار": citation.Resolution, "القرار": citation.Resolution, "مقرر": citation.Decision, "المقرر": citation.Decision,
	"决议": citation.Resolution, "决定": citation.Decision,
}

const (
	referenceReach = 160 // code points behind "resolution" in which its numbers are looked for
	bodyWords      = 24  // words of the longest name of a body before "resolution"
	maxListed      = 16  // members of a list of resolutions that are told apart
)

// bareNumber is the number of a resolution or decision, of which it is not known which.
var bareNumber = regexp.MustCompile(`^\d{1,4}/\d{1,4}$`)

// recogniser puts references in the place of the words that name them.
type recogniser struct {
	source
	tokens []token
	out    []token
	i      int
	depth  int // of pieces of words, which are read by themselves: see word

	problems []Problem
}

// recognise finds symbols, resolutions and decisions among the tokens, outside quotation marks, and drops marks.
func recognise(s source, tokens []token) ([]token, []Problem) { return recognisePiece(s, tokens, 0) }

func recognisePiece(s source, tokens []token, depth int) ([]token, []Problem) {
	tokens = apart(s, tokens)
	r := recogniser{source: s, tokens: tokens, depth: depth}
	for r.i < len(tokens) {
		t := tokens[r.i]
		switch {
		case t.kind == tokenWord && (r.council(t) || r.resolution(t) || r.item(t) || r.paragraph(t) || r.han(t) || r.symbol(t) || r.number(t)):
		case t.kind == tokenMarks:
			r.i++
		default:
			r.out = append(r.out, t)
			r.i++
		}
	}
	return r.out, r.problems
}

// tooMany tells, once, that the list which begins at the token at the place is too long to be told apart.
func (r *recogniser) tooMany() {
	t := r.tokens[r.i]
	problem := Problem{t.start, t.end - t.start, fmt.Sprintf("Lists and ranges are told apart up to %d; this one was read as words.", maxListed)}
	if !slices.Contains(r.problems, problem) {
		r.problems = append(r.problems, problem)
	}
}

// glued matches a noun that the number stands right behind: res.7/1.
var glued = regexp.MustCompile(`^((?i:res|dec))\.(\d{1,4}/.*)$`)

// ordinal are words that stand between a noun and its number and say nothing: resolution no. 7/1.
var ordinal = regexp.MustCompile(`^(?i:no|nos|nr|n°|nº|№)\.?$`)

// apart sets apart what is written together, and leaves out the word "no." between a noun and its number.
func apart(s source, tokens []token) []token {
	var out []token
	for i, t := range tokens {
		if t.kind != tokenWord || t.prefix {
			out = append(out, t)
			continue
		}
		if m := glued.FindStringSubmatch(t.text); m != nil && s.slice(t.start, t.end) == t.text {
			noun, number := t, t
			noun.text, noun.end = m[1], t.start+len(m[1])
			number.text, number.start = m[2], noun.end+1
			out = append(out, noun, number)
			continue
		}
		if last := len(out) - 1; last >= 0 && i+1 < len(tokens) && ordinal.MatchString(t.text) && out[last].kind == tokenWord &&
			heads[strings.ToLower(out[last].text)] != "" && unicode.IsDigit(s.rune(tokens[i+1].start)) {
			continue
		}
		out = append(out, t)
	}
	return out
}

// put emits a reference for the tokens from the one at the place up to end, exclusive.
func (r *recogniser) put(node Node, end int) bool {
	r.joinReferences()
	r.out = append(r.out, token{kind: tokenLeaf, node: node, reference: true, start: r.tokens[r.i].start, end: r.tokens[end-1].end})
	r.i = end
	return true
}

// joinReferences reads "and" and "or" between two references as what they mean: "decision 6/3 or resolution 7/1".
func (r *recogniser) joinReferences() {
	n := len(r.out)
	if n < 2 || r.out[n-1].kind != tokenWord || r.out[n-1].prefix || !r.out[n-2].reference {
		return
	}
	switch r.out[n-1].text {
	case "and":
		r.out = r.out[:n-1]
	case "or":
		r.out[n-1].kind = tokenOr
	}
}

// serialNumber and yearForm are the number of a resolution and the year or session behind it: 1325 (2000), 3363 (XXX).
var (
	serialNumber = regexp.MustCompile(`^\d{1,4}$`)
	yearForm     = regexp.MustCompile(`^(?:19[4-9]\d|20\d\d|(?i:[XVI]{1,8}))$`)
)

// number reads a bare "11/2": resolution, decision, or the words; behind the name of a body, a resolution or decision of that body.
// A year or session in brackets makes a resolution of it: "1325 (2000)".
func (r *recogniser) number(t token) bool {
	number := foldDigits(t.text)
	if t.prefix {
		return false
	}
	if year, end := r.bracket(r.i + 1); yearForm.MatchString(foldDigits(year)) && serialNumber.MatchString(number) {
		number += " (" + strings.ToUpper(foldDigits(year)) + ")"
		if body := r.bodyBefore(); body != "" {
			return r.put(Field{Name: "resolution", Value: body + " " + number}, end)
		}
		return r.put(Or{[]Node{Field{Name: "resolution", Value: number}, Phrase{Text: cleanPhrase(r.slice(t.start, r.tokens[end-1].end))}}}, end)
	}
	if !bareNumber.MatchString(number) {
		return false
	}
	if body := r.bodyBefore(); body != "" {
		return r.put(Or{[]Node{Field{Name: "resolution", Value: body + " " + number}, Field{Name: "decision", Value: body + " " + number}}}, r.i+1)
	}
	return r.put(Or{[]Node{Field{Name: "resolution", Value: number}, Field{Name: "decision", Value: number}, Phrase{Text: t.text}}}, r.i+1)
}

// address matches what stands before the symbol in links to the official documents.
var address = regexp.MustCompile(`^(?i:(?:https?://)?(?:www\.)?(?:undocs\.org|docs\.un\.org)/(?:(?:ar|zh|en|fr|ru|es)/)?)`)

// bodyRoots are abbreviations of bodies that people write for the root of a symbol: GA/RES/70/1, SC/RES/1325.
var bodyRoots = regexp.MustCompile(`^(?i:(?:UN)?(GA|SC)|(HRC)|(ECOSOC))/((?i:RES|DEC|PV|PRST)[/.])`)

// rooted writes the root of a symbol as symbols have it.
func rooted(text string) string {
	return bodyRoots.ReplaceAllStringFunc(text, func(found string) string {
		parts := bodyRoots.FindStringSubmatch(found)
		root := map[string]string{"GA": "A", "SC": "S", "HRC": "A/HRC", "ECOSOC": "E"}[strings.ToUpper(parts[1]+parts[2]+parts[3])]
		return root + "/" + parts[4]
	})
}

// symbol reads a symbol in any spelling: ctoc/cop/2024/crp.3, A / 59 / 50, S/RES/1325 (2000), CTOC/COP/WG*, undocs.org/A/79/15,
// CTOC%2FCOP%2F2024%2F5, and the id of a paragraph, CTOC/COP/2024/5#p11.
func (r *recogniser) symbol(t token) bool {
	if t.prefix {
		return r.symbolPrefix(t)
	}
	text, end := r.spelling()
	parsed, ok := parseSymbol(text)
	if !ok {
		end = r.i + 1
		if parsed, ok = parseSymbol(t.text); !ok {
			return false
		}
	}
	if longer, after := r.longerSymbol(end); after > end {
		parsed, end = longer, after
	}
	if node, after := r.paragraphsBehind(symbolNode(parsed), end); after > end {
		return r.put(node, after)
	}
	if id := paragraphID.FindStringSubmatch(t.text); id != nil && end == r.i+1 {
		return r.put(paragraphOf(parsed, id[1], id[2]), end)
	}
	return r.put(r.symbolField(parsed), end)
}

// paragraphOf asks for a paragraph of a document, in a language if one is given.
func paragraphOf(s symbol.Symbol, lang, number string) Node {
	nodes := []Node{Field{Name: "document", Value: s.String()}, Field{Name: "number", Value: number}}
	if lang != "" {
		nodes = append(nodes, Field{Name: "lang", Value: lang})
	}
	return And{nodes}
}

// parseSymbol reads one symbol with a stroke in it, also out of an address of the official documents or of this program.
func parseSymbol(text string) (symbol.Symbol, bool) {
	text = strings.ReplaceAll(text, `\`, "/")
	if bare := address.ReplaceAllString(text, ""); bare != text {
		text, _, _ = strings.Cut(bare, "?")
	}
	text = paragraphID.ReplaceAllString(text, "")
	text, _, _ = strings.Cut(text, "#")
	parsed, err := symbol.Parse(rooted(text))
	return parsed, err == nil && strings.Contains(parsed.String(), "/") && strings.ContainsAny(text, "/%")
}

// symbolWords is the number of tokens behind a symbol that may belong to it: (Part I), A (III).
const symbolWords = 5

// longerSymbol is a symbol with what belongs to it behind a blank, up to token after: a part, the year, session or letter of a resolution.
// after is end where nothing does.
func (r *recogniser) longerSymbol(end int) (longer symbol.Symbol, after int) {
	start := r.tokens[r.i].start
	for after = min(end+symbolWords, len(r.tokens)); after > end; after-- {
		last := r.tokens[after-1]
		if last.kind != tokenClose && !partLetter.MatchString(last.text) || r.tokens[end].kind == tokenMarks {
			continue
		}
		text := strings.ReplaceAll(foldBrackets.Replace(r.slice(start, last.end)), ". ", ".")
		if partLetter.MatchString(last.text) && after == end+1 && r.tokens[end-1].end == last.start-1 {
			text = r.slice(start, r.tokens[end-1].end) + last.text
		}
		if longer, ok := parseSymbol(text); ok && belongs(longer) {
			return longer, after
		}
	}
	return longer, end
}

// partLetter is the letter of a part of a resolution: A/RES/75/245 B.
var partLetter = regexp.MustCompile(`^[A-Z]$`)

var foldBrackets = strings.NewReplacer("（", "(", "）", ")")

// belongs tells a symbol with its bracket or letter from one with a remark behind it: "A/79/15 (victims)".
func belongs(s symbol.Symbol) bool {
	_, adopted := s.Resolution()
	return adopted || strings.HasSuffix(s.String(), ")")
}

// symbolField asks for a symbol; behind "resolution" the symbol of one names the resolution.
func (r *recogniser) symbolField(s symbol.Symbol) Node {
	adopted, ok := s.Resolution()
	if n := len(r.out); ok && n > 0 && r.out[n-1].kind == tokenWord && !r.out[n-1].prefix && string(heads[strings.ToLower(r.out[n-1].text)]) == adopted.Kind {
		r.out = r.out[:n-1]
		return Field{Name: adopted.Kind, Value: adopted.Body + " " + adopted.ID}
	}
	return symbolNode(s)
}

// symbolNode asks for a symbol. That of a resolution asks for the resolution as well, because most texts cite it by its number.
func symbolNode(s symbol.Symbol) Node {
	named := Field{Name: "symbol", Value: s.String()}
	adopted, ok := s.Resolution()
	if !ok || s.Change() != "" {
		return named
	}
	if adopted.Body == "SC" && serialNumber.MatchString(adopted.ID) {
		return Or{[]Node{Field{Name: "symbol", Value: s.String() + " (", Match: MatchPrefix}, named, councilField("SC ", adopted.ID, "")}}
	}
	return Or{[]Node{named, Field{Name: adopted.Kind, Value: adopted.Body + " " + adopted.ID}}}
}

// spelling joins words with the slashes between them, which stand apart in "A / 59 / 50".
func (r *recogniser) spelling() (text string, end int) {
	text, end = r.tokens[r.i].text, r.i+1
	for end+1 < len(r.tokens) && r.tokens[end].kind == tokenMarks && r.tokens[end].text == "/" && r.tokens[end+1].kind == tokenWord &&
		!r.tokens[end+1].prefix {
		text += "/" + r.tokens[end+1].text
		end += 2
	}
	return text, end
}

// bracket reads a single word in brackets at token i.
func (r *recogniser) bracket(i int) (word string, after int) {
	if i+2 < len(r.tokens) && r.tokens[i].kind == tokenOpen && r.tokens[i+1].kind == tokenWord && r.tokens[i+2].kind == tokenClose {
		return r.tokens[i+1].text, i + 3
	}
	return "", i
}

// symbolPrefix reads the beginning of symbols, which may end in "/" or ".". It need not be a symbol itself, only begin one.
func (r *recogniser) symbolPrefix(t token) bool {
	if !strings.Contains(t.text, "/") {
		return false
	}
	written, _, _ := strings.Cut(r.slice(t.start, t.end), "*")
	for _, beginning := range []string{t.text + strings.TrimPrefix(written, t.text), t.text} {
		if beginsSymbol(beginning) {
			return r.put(Field{Name: "symbol", Value: strings.ToUpper(beginning), Match: MatchPrefix}, r.i+1)
		}
	}
	return false
}

func beginsSymbol(text string) bool {
	for _, rest := range []string{"", "1", ".1", "/1"} {
		if _, err := symbol.Parse(text + rest); err == nil {
			return true
		}
	}
	return false
}

// reading is what was read as resolutions or decisions: the words from the token at the place up to token end, exclusive.
type reading struct {
	mentions []citation.Mention
	body     string // code
	text     string // the words of the list
	end      int
}

// resolution reads "resolution 7/1" in any language, with the body before or behind it and with lists of numbers. Where the words
// are those of several languages ("resolution 1325 (2000) du Conseil de sécurité"), the reading that takes in most of them holds.
func (r *recogniser) resolution(t token) bool {
	if t.prefix {
		return false
	}
	read := r.english(t)
	for _, tongue := range tongues {
		if other := r.readIn(tongue, t); other.end > read.end {
			read = other
		}
	}
	if read.end == 0 {
		return false
	}
	if read.body == "" {
		read.body = r.bodyBefore()
	}
	return r.put(r.paragraphsBehind(references(read.mentions, read.body, read.text), read.end))
}

// english reads numbers as English sets them, behind a noun of any language: numbers are written alike.
func (r *recogniser) english(t token) reading {
	kind, ok := heads[strings.ToLower(t.text)]
	if !ok || r.i+1 == len(r.tokens) {
		return reading{}
	}
	noun := string(kind) + " "
	from := r.tokens[r.i+1].start
	text := foldDigits(r.slice(from, r.reach(from)))
	mentions := first(citation.Find(noun+text, "en"), kind)
	if len(mentions) > maxListed {
		r.tooMany()
	}
	if len(mentions) == 0 || len(mentions) > maxListed {
		return reading{}
	}
	length := mentions[0].End - len(noun)
	end, ok := r.tokenAt(from + utf8.RuneCountInString(text[:length]))
	if !ok {
		return reading{}
	}
	body, end := r.bodyBehind(end)
	return reading{mentions, body, text[:length], end}
}

// first are the mentions at the beginning of a text, if they are of the kind.
func first(found []citation.Mention, kind citation.Kind) []citation.Mention {
	n := 0
	for n < len(found) && found[n].Start == 0 && found[n].Kind == kind && found[n].ID != "" {
		n++
	}
	return found[:n]
}

// anyOf matches what makes a list stand for any of its members: "or" in one of the languages, or a range.
var anyOf = regexp.MustCompile(`(?:^|[\s\d)])(?:or|ou|o|u|или|أو|او|或)[\s\d第]|\d\s*(?:to|through|à|a|по|إلى|الى|至|[-–—])\s*\d|号?至第?\d|或`)

// references is the node for what a list means: all of its members, or any of a range or of a list with "or".
func references(mentions []citation.Mention, body, text string) Node {
	var nodes []Node
	for _, m := range mentions {
		nodes = append(nodes, Field{Name: string(m.Kind), Value: strings.TrimSpace(body + " " + m.ID)})
	}
	if anyOf.MatchString(text) {
		return join(Or{}, nodes)
	}
	return join(And{}, nodes)
}

// listed matches the words of a list of numbers: 7/1, 217 A (III), 55/1 to 55/4.
var listed = regexp.MustCompile(`^(?:.*\d.*|[A-Z]|[IVXLC]+|and|or|to|through)$`)

// reach is where the numbers behind a noun end: at the next word that is not one of a list, or after referenceReach.
func (r *recogniser) reach(from int) int {
	end := from
	for _, t := range r.tokens[r.i+1:] {
		switch t.kind {
		case tokenWord:
			if !listed.MatchString(t.text) || t.prefix {
				return end
			}
		case tokenMarks, tokenOpen, tokenClose:
		default:
			return end
		}
		if t.end > from+referenceReach {
			return end
		}
		end = t.end
	}
	return end
}

// tokenAt is the first token that starts at or behind a place, if the brackets between it and the head are balanced.
func (r *recogniser) tokenAt(place int) (i int, balanced bool) {
	open := 0
	for i = r.i + 1; i < len(r.tokens) && r.tokens[i].start < place; i++ {
		switch r.tokens[i].kind {
		case tokenOpen:
			open++
		case tokenClose:
			open--
		}
	}
	return i, open == 0
}

// bodyBehind reads "of the General Assembly" at token i.
func (r *recogniser) bodyBehind(i int) (code string, end int) {
	if i >= len(r.tokens) || r.tokens[i].kind != tokenWord || r.tokens[i].text != "of" {
		return "", i
	}
	words := r.words(i+1, min(i+1+bodyWords, len(r.tokens)))
	for n := len(words); n > 0; n-- {
		if code := bodyCode(strings.Join(words[:n], " ")); code != "" {
			return code, i + 1 + n
		}
	}
	return "", i
}

// bodyBefore takes the name of a body from the end of what has been emitted: "General Assembly", "GA".
func (r *recogniser) bodyBefore() string {
	start := len(r.out)
	for start > 0 && len(r.out)-start < bodyWords && r.out[start-1].kind == tokenWord && !r.out[start-1].prefix {
		start--
	}
	for i := start; i < len(r.out); i++ {
		var words []string
		for _, t := range r.out[i:] {
			words = append(words, t.text)
		}
		if code := bodyCode(strings.Join(words, " ")); code != "" {
			r.out = r.out[:i]
			return code
		}
	}
	return ""
}

// words are the texts of the words from token i up to the first that is none.
func (r *recogniser) words(i, end int) []string {
	var words []string
	for ; i < end && r.tokens[i].kind == tokenWord && !r.tokens[i].prefix; i++ {
		words = append(words, r.tokens[i].text)
	}
	return words
}

// bodyCode is the code of a body that adopts resolutions, by name or by code of two letters or more.
func bodyCode(name string) string {
	if code, ok := symbol.BodyByName(name); ok {
		return code
	}
	if len(name) < 2 || strings.Contains(name, " ") {
		return ""
	}
	if body, ok := symbol.BodyByCode(strings.ToUpper(name)); ok && body.Numbering != "" {
		return body.Code
	}
	return ""
}
