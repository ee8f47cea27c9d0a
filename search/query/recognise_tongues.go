package query

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/plenary-search/plenary/index/citation"
	"github.com/plenary-search/plenary/index/symbol"
)

// A tongue is a language in which references are written around the number as English does not write them. The finder of
// [citation] reads them; what stands here says only where to ask it.
type tongue struct {
	lang string
	// hints are pieces of the words for resolutions and decisions, in small letters.
	hints []string
	// bare are the nouns as people type them who leave the accents out, with the printed ones.
	bare map[string]string
}

// tongues are the official languages besides English and Chinese, in which the noun stands before the number.
var tongues = []tongue{
	{lang: "fr", hints: []string{"résolution", "résolutions", "décision", "décisions", "resolution", "resolutions", "decision", "decisions"},
		bare: map[string]string{"resolution": "résolution", "resolutions": "résolutions", "decision": "décision", "decisions": "décisions"}},
	{lang: "es", hints: []string{"resolución", "resoluciones", "decisión", "decisiones", "resolucion", "decision"},
		bare: map[string]string{"resolucion": "resolución", "decision": "decisión"}},
	{lang: "ru", hints: []string{"резолюци", "решени"}},
	{lang: "ar", hints: []string{"قرار", "مقرر"}},
}

// names reports whether a word is one for resolutions or decisions. Latin words are given whole.
func (t tongue) names(word string) bool {
	for _, hint := range t.hints {
		if word == hint || hint[0] >= utf8.RuneSelf && strings.Contains(word, hint) {
			return true
		}
	}
	return false
}

// readIn reads a reference in one language: its numbers, and the body within or behind them.
func (r *recogniser) readIn(tongue tongue, t token) reading {
	if !tongue.names(strings.ToLower(t.text)) {
		return reading{}
	}
	head := t.text
	if printed, ok := tongue.bare[strings.ToLower(head)]; ok {
		head = printed
	}
	behind := t.start + utf8.RuneCountInString(t.text)
	read := func(end int) (string, []citation.Mention) {
		text := head + r.slice(behind, max(end, behind))
		return text, adoptedAt(citation.Find(text, tongue.lang), 0)
	}
	text, found := read(r.prose())
	if len(found) > maxListed {
		r.tooMany()
	}
	if len(found) == 0 || len(found) > maxListed {
		return reading{}
	}
	written := text[:found[0].End]
	end, balanced := r.tokenAt(behind + utf8.RuneCountInString(written) - utf8.RuneCountInString(head))
	if !balanced {
		return reading{}
	}
	body := ""
	if _, alone := read(r.tokens[end-1].end); len(alone) > 0 {
		body = bodyCode(alone[0].Body)
	}
	for next := end; body == "" && next < min(end+bodyReach, len(r.tokens)) && r.tokens[next].kind == tokenWord && !r.tokens[next].prefix; next++ {
		if _, longer := read(r.tokens[next].end); len(longer) > 0 && longer[0].End == found[0].End {
			if body = bodyCode(longer[0].Body); body != "" {
				end = next + 1
			}
		}
	}
	return reading{found, body, written, end}
}

// bodyReach is the number of words behind a number in which the name of its body is looked for.
const bodyReach = 8

// adoptedAt are the resolutions and decisions of the first group in a text, if it begins at a place. "第1325号决议" lacks the year that
// tells which body's it is, so it stays words.
func adoptedAt(found []citation.Mention, place int) []citation.Mention {
	n := 0
	for n < len(found) && found[n].Start == place && strings.ContainsAny(found[n].ID, "/(.-") && isAdopted(found[n].Kind) {
		n++
	}
	return found[:n]
}

func isAdopted(kind citation.Kind) bool {
	return kind == citation.Resolution || kind == citation.Decision
}

// prose is where the words and marks end that stand together with the one at the place.
func (r *recogniser) prose() int {
	from, end := r.tokens[r.i].start, r.tokens[r.i].end
	for _, t := range r.tokens[r.i+1:] {
		if !t.isProse() || t.prefix || t.end > from+referenceReach {
			return end
		}
		end = t.end
	}
	return end
}

// isProse reports whether a token may stand within running text: it is no operator, and nothing that was read already.
func (t token) isProse() bool {
	return t.kind == tokenWord || t.kind == tokenMarks || t.kind == tokenOpen || t.kind == tokenClose
}

// han reads Chinese, which sets no blanks: "大会第70/1号决议", "根据第70/1号和第71/2号决议", "A/79/15号文件". What stands before and behind the
// reference within its word stays a word.
func (r *recogniser) han(t token) bool {
	if t.prefix || !strings.ContainsFunc(t.text, isHan) && !r.hanBehind() {
		return false
	}
	text := hanNounFirst.ReplaceAllString(r.slice(t.start, r.prose()), "第${2}号${1}")
	moved := utf8.RuneCountInString(text) - (r.prose() - t.start)
	for _, m := range citation.Find(text, "zh") {
		start := t.start + utf8.RuneCountInString(text[:m.Start])
		if start >= t.end {
			return false
		}
		var node Node
		switch found := adoptedAt(fromPlace(citation.Find(text, "zh"), m.Start), m.Start); {
		case len(found) > 0 && len(found) <= maxListed:
			before, body := r.hanBody(text, m)
			start = t.start + before
			node = references(filled(found, text[m.Start:m.End]), body, text[m.Start:m.End])
		case m.Kind == citation.Document:
			parsed, err := symbol.Parse(m.ID)
			if err != nil {
				continue
			}
			node = symbolNode(parsed)
		default:
			continue
		}
		return r.within(t, start, t.start+utf8.RuneCountInString(text[:m.End])-moved, node)
	}
	return false
}

// hanNounFirst matches a noun before its number, as people type it who think of the number last: "决议70/1".
var hanNounFirst = regexp.MustCompile(`^(决议|决定) ?(\d+/\d+)`)

// hanRange matches two numbers that are the ends of a range: 第4/1至4/7号.
var hanRange = regexp.MustCompile(`^第? ?(\d{1,4})/(\d{1,4}) ?号? ?[至到–—-] ?第? ?(\d{1,4})/(\d{1,4})`)

// filled are mentions with those between the two ends of a range, of which citation.Find reports no more than these.
func filled(mentions []citation.Mention, text string) []citation.Mention {
	ends := hanRange.FindStringSubmatch(foldDigits(text))
	if len(mentions) != 2 || ends == nil || ends[1] != ends[3] {
		return mentions
	}
	from, _ := strconv.Atoi(ends[2])
	to, _ := strconv.Atoi(ends[4])
	if to-from >= maxListed {
		return mentions
	}
	all := mentions[:1:1]
	for n := from + 1; n < to; n++ {
		between := mentions[0]
		between.ID = ends[1] + "/" + strconv.Itoa(n)
		all = append(all, between)
	}
	return append(all, mentions[1])
}

// fromPlace are the mentions from a place on.
func fromPlace(found []citation.Mention, place int) []citation.Mention {
	for i, m := range found {
		if m.Start >= place {
			return found[i:]
		}
	}
	return nil
}

// hanBehind reports whether a Chinese character follows the word's brackets or blank: "1325 (2000) 号决议".
func (r *recogniser) hanBehind() bool {
	for _, t := range r.tokens[r.i+1 : min(r.i+5, len(r.tokens))] {
		if !t.isProse() {
			return false
		}
		if t.kind == tokenWord && strings.ContainsFunc(t.text, isHan) {
			return true
		}
	}
	return false
}

// hanBody is the code of the body named right before a mention, and the code points before its name.
func (r *recogniser) hanBody(text string, m citation.Mention) (before int, code string) {
	if code = bodyCode(m.Body); code == "" {
		return utf8.RuneCountInString(text[:m.Start]), ""
	}
	at := m.Start
	for at > 0 {
		_, width := utf8.DecodeLastRuneInString(text[:at])
		at -= width
		if again := adoptedAt(citation.Find(text[at:], "zh"), m.Start-at); len(again) > 0 && again[0].Body == m.Body {
			break
		}
	}
	return utf8.RuneCountInString(strings.TrimSuffix(text[:at], "联合国")), code
}

// within emits a reference from code point start to end, and as words what is left of its first and last token.
func (r *recogniser) within(t token, start, end int, node Node) bool {
	if named, stop := r.paragraphsAt(paragraphBehind, end); stop >= 0 && r.endsItem(stop) {
		if longer := named.of(node); longer != nil {
			node, end = longer, stop
		}
	}
	last := r.i
	for last+1 < len(r.tokens) && r.tokens[last].end < end {
		last++
	}
	if _, balanced := r.tokenAt(r.tokens[last].end); !balanced {
		return false
	}
	rest := r.tokens[last].end
	r.word(t.start, start)
	r.put(node, last+1)
	r.word(end, rest)
	return true
}

// word emits a piece of the text, if it holds a word; as several where a bracket closes that opened in what was cut off.
func (r *recogniser) word(start, end int) {
	for start < end && !isWordRune(r.rune(start)) {
		start++
	}
	open, at := 0, start
	for ; at < end && (open > 0 || !isClose(r.rune(at))); at++ {
		switch {
		case isOpen(r.rune(at)):
			open++
		case isClose(r.rune(at)):
			open--
		}
	}
	if text := trimWord(r.slice(start, at)); hasWord(text) {
		r.out = append(r.out, r.piece(text, start, at)...)
	}
	if at < end {
		r.word(at, end)
	}
}

// maxPieces is how often what is left of a word behind a reference is looked through for the next one.
const maxPieces = 8

// piece reads what is left of a word as it would be read alone: as words and references, or else, "OR", as a phrase.
func (r *recogniser) piece(text string, start, end int) []token {
	if r.depth < maxPieces {
		l := lex(text)
		tokens, _ := recognisePiece(l.source, l.tokens, r.depth+1)
		for i := range tokens {
			tokens[i].start, tokens[i].end = tokens[i].start+start, tokens[i].end+start
		}
		if len(tokens) > 0 && !slices.ContainsFunc(tokens, func(t token) bool { return t.kind != tokenWord && t.kind != tokenLeaf && t.kind != tokenField }) {
			return tokens
		}
	}
	return []token{{kind: tokenLeaf, node: Phrase{Text: cleanPhrase(text)}, start: start, end: end}}
}

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }
