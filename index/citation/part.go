package citation

import (
	"strconv"
	"strings"
)

// partNumber is the number of an article, rule or paragraph with what it is divided into: "6", "6 (1) (b)", "3 bis", "4.1".
var partNumber = at(`^\d{1,3}(?: (?:bis|ter|quater)\b)?(?: ?\((?:\d{1,2}|[a-z]|[ivx]{1,4})\))*`)

// subNumber continues a number by its last division: the "(b)" of "paragraphs 3 (a) and (b)"; alone it is a lettered paragraph.
var subNumber = at(`^\((?:\d{1,2}|[a-z]|[ivx]{1,4})\)(?: ?\((?:\d{1,2}|[a-z]|[ivx]{1,4})\))*`)

// bracketedPart is the paragraph of a number within a list: "articles 5–7, 12 (para. 1) and 16 of the Convention".
var bracketedPart = at(`^ \(para(?:\.|graph) (\d{1,2})\)`)

// partSeparator stands between the members of a list of parts; group 1 makes a range.
var partSeparator = at(`(?:,|،)? (?:and|or|as well as|et|ou|ainsi que|y|e|o|así como|и|или|а также) (?:à l’article |al artículo )?| ?و ?|(?:,|،) | & |( (?:to|through|à|a|al|по|до|الى) |[–-])`)

// findParts finds articles, rules and paragraphs with the words that name their instrument.
func findParts(l *language, text string) []Mention {
	var found []Mention
	var room [16]int
	done := 0
	for _, stem := range stemPlaces(room[:0], text, l.partHints) {
		at := l.partAt(text, stem)
		if at == nil || at[0] < done || l.draft.MatchString(tail(text[:at[0]], 32)) {
			continue
		}
		p := partGroup{start: at[0], its: endsWithIts(text[:at[0]])}
		switch {
		case at[2] >= 0:
			p.kind = Article
		case at[4] >= 0:
			p.kind = Rule
		default:
			p.kind = Paragraph
		}
		ids, end := partList(text, at[1], p.kind == Paragraph)
		if len(ids) == 0 {
			continue
		}
		p.ids, p.end = ids, end
		if p.opensText(text) || strings.HasSuffix(text[:at[0]], "as a ") {
			continue
		}
		if p.kind == Paragraph {
			p = p.ofPart(l, text)
		} else {
			p = p.withSubparts(l, text)
		}
		done = p.end
		found = append(found, p.mentions(l, text)...)
	}
	return found
}

// partAt is the place, with its groups, of the word "article", "rule" or "paragraph" whose stem is at offset i, if a number follows.
func (l *language) partAt(text string, i int) []int {
	const farthest = 24 // bytes from the beginning of a word to its stem
	start := wordStart(text, i, farthest)
	at := l.part.match(text, start)
	if at == nil || !startsWord(text, start) {
		return nil
	}
	if end := start + at[1]; end == len(text) || !isDigit(text[end]) && text[end] != '(' {
		return nil
	}
	for n := range at {
		if at[n] >= 0 {
			at[n] += start
		}
	}
	if before := text[:start]; l.partBefore != "" && len(before) >= len(l.partBefore) && strings.EqualFold(before[len(before)-len(l.partBefore):], l.partBefore) {
		at[0] -= len(l.partBefore)
	}
	return at
}

// partGroup is the word "article", "rule" or "paragraph" and the numbers that it governs.
type partGroup struct {
	kind       Kind
	start, end int
	ids        []string
	its        bool
}

// opensText reports whether the group is the heading of an article or rule itself: "Rule 41 Amendments A proposal is considered …",
// A/CONF.230/2025/2. "Rule 14 of the rules of procedure provides …" is a citation.
func (p partGroup) opensText(text string) bool {
	return p.start == 0 && isCapital(text[0]) && ownHeading.matches(text, p.end)
}

var ownHeading = at(`^[.:]?(?:$| *\n| ["“(]?\p{Lu})`)

// partList matches a list of numbers at offset i, ranges written out.
func partList(text string, i int, lettered bool) (ids []string, end int) {
	const most = 100
	for len(ids) < most {
		id, next := onePart(text, i, lettered, ids)
		if id == "" {
			break
		}
		ids, end = append(ids, id), next
		at := partSeparator.match(text, end)
		if at == nil {
			break
		}
		i = end + at[1]
		if at[2] < 0 {
			continue
		}
		last, next := onePart(text, i, lettered, ids)
		more := partRange(id, last)
		if more == nil {
			break
		}
		ids, end = append(ids, more...), next
		at = partSeparator.match(text, end)
		if at == nil || at[2] >= 0 {
			break
		}
		i = end + at[1]
	}
	return ids, end
}

// onePart matches one number at offset i; a bracket alone stands for the last number before it.
func onePart(text string, i int, lettered bool, before []string) (id string, end int) {
	if at := partNumber.match(text, i); at != nil && endsNumber(text, i+at[1]) && !isQuantity(text[i+at[1]:]) {
		id, end = strings.ReplaceAll(strings.ReplaceAll(text[i:i+at[1]], " (", "("), " ", " "), i+at[1]
		if m := bracketedPart.match(text, end); m != nil {
			return id + "(" + text[end+m[2]:end+m[3]] + ")", end + m[1]
		}
		return id, end
	}
	at := subNumber.match(text, i)
	if at == nil || !endsNumber(text, i+at[1]) {
		return "", 0
	}
	id = strings.ReplaceAll(text[i:i+at[1]], " ", "")
	if len(before) > 0 {
		last := before[len(before)-1]
		if open := strings.LastIndexByte(last, '('); open >= 0 {
			return last[:open] + id, i + at[1]
		}
		return "", 0
	}
	if !lettered {
		return "", 0
	}
	return id, i + at[1]
}

// isQuantity reports whether a number that the text goes on after counts something: "paragraph 3 and 12 States".
func isQuantity(rest string) bool {
	return strings.HasPrefix(rest, "%") || strings.HasPrefix(rest, " per cent")
}

// partRange lists the numbers after first up to last: (29, 32) gives 30, 31, 32 and ((a), (c)) gives (b), (c).
func partRange(first, last string) []string {
	const most = 100
	low, err := strconv.Atoi(first)
	high, err2 := strconv.Atoi(last)
	if err == nil && err2 == nil && low < high && high-low <= most {
		var list []string
		for n := low + 1; n <= high; n++ {
			list = append(list, strconv.Itoa(n))
		}
		return list
	}
	open, open2 := strings.LastIndexByte(first, '('), strings.LastIndexByte(last, '(')
	if open < 0 || open2 < 0 || first[:open] != last[:open2] || len(first)-open != 3 || len(last)-open2 != 3 {
		return nil
	}
	var list []string
	for c := first[open+1] + 1; c <= last[open2+1]; c++ {
		list = append(list, first[:open+1]+string(c)+")")
	}
	return list
}

// withSubparts reads "article 36, paragraphs 1 and 2" as 36(1) and 36(2), and goes on with "and 43, paragraph 2"; in "articles
// 5, 6 and 7, paragraph 1" only the last article has the paragraph.
func (p partGroup) withSubparts(l *language, text string) partGroup {
	for {
		at := l.subpart.match(text, p.end)
		if at == nil {
			return p
		}
		subs, end := partList(text, p.end+at[1], true)
		if len(subs) == 0 {
			return p
		}
		last := len(p.ids) - 1
		article, kept := p.ids[last], p.ids[:last:last]
		if n := len(subs) - 1; n > 0 && l.subpart.matches(text, end) { // the last number has paragraphs itself: an article
			p.ids = append(append(kept, joinParts(article, subs[:n])...), subs[n])
		} else {
			p.ids = append(kept, joinParts(article, subs)...)
		}
		p.end = end
	}
}

// ofPart reads "paragraphs 1 and 2 of article 36" as 36(1) and 36(2).
func (p partGroup) ofPart(l *language, text string) partGroup {
	at := l.ofPart.match(text, p.end)
	if at == nil {
		return p
	}
	id, end := onePart(text, p.end+at[1], false, nil)
	if id == "" {
		return p
	}
	p.kind = Article
	if at[4] >= 0 {
		p.kind = Rule
	}
	p.ids, p.end = joinParts(id, p.ids), end
	return p
}

// joinParts writes paragraphs behind an article: 36 and 1 give 36(1), 2 and (b) give 2(b), 6 and 1(b) give 6(1)(b).
func joinParts(id string, subs []string) []string {
	list := make([]string, len(subs))
	for i, sub := range subs {
		number := strings.IndexByte(sub, '(')
		switch {
		case number < 0:
			list[i] = id + "(" + sub + ")"
		case number == 0:
			list[i] = id + sub
		default:
			list[i] = id + "(" + sub[:number] + ")" + sub[number:]
		}
	}
	return list
}

// mentions are the members of the group, with the name of their instrument if it follows. Where something follows that is no
// instrument ("paragraph 5 of resolution 7/1", "article 5 of the draft"), there are none.
func (p partGroup) mentions(l *language, text string) []Mention {
	name, ok := instrumentAfter(l, text, p.end)
	if l.longerName != nil && name == "" { // the names of instruments that are not listed are known in English only
		return nil
	}
	rules, _, _ := strings.Cut(name, ofBodyMark)
	if in := instrumentNamed(rules); in != nil && in.part == Rule && p.kind == Article { // "article 22 du règlement intérieur"
		p.kind = Rule
	}
	if !ok || p.kind == Paragraph && name == "" && notOwnParagraph.matches(text, p.end) {
		return nil
	}
	var list []Mention
	for _, id := range p.ids {
		list = append(list, Mention{Kind: p.kind, ID: id, Start: p.start, End: p.end, Implied: p.its && name == "", Instrument: name})
	}
	return list
}

// notOwnParagraph follows paragraphs of what is no instrument: "paragraph 12 above".
var notOwnParagraph = at(`^,? (?:of|above|below|to|in|on|\()`)

// endsWithIts reports whether the word before the end of text is "its".
func endsWithIts(text string) bool {
	return strings.HasSuffix(text, "its ") || strings.HasSuffix(text, "Its ")
}

// instrumentAfter gives the name of the instrument after a citation: "of the Trafficking in Persons Protocol", "" where there
// is none, and false where the words after it name something else.
func instrumentAfter(l *language, text string, i int) (name string, ok bool) {
	at := l.ofInstrument.match(text, i)
	if at == nil {
		return "", true
	}
	if name = instrumentAt(l, text, i+at[1]); name != "" {
		return name, true
	}
	return "", at[2] < 0
}

// instrumentAt gives the name of the instrument at offset i: one of the registry, one as printed, or a head word alone. Rules
// of procedure are given with their body: "rules of procedure of the General Assembly".
func instrumentAt(l *language, text string, i int) string {
	if l.longerName != nil {
		name, end := translatedAt(l, text, i)
		if in := instrumentNamed(name); in != nil && in.part == Rule {
			if body, _ := bodyAfter(l, text, end); body != "" {
				return name + ofBodyMark + body
			}
		}
		return name
	}
	if n, ok := instrumentNames.match(text, i); ok {
		end := i + len(n.name)
		if body, _ := bodyAfter(l, text, end); n.of.part == Rule && body != "" {
			return n.name + ofBodyMark + body
		}
		if !goesOn.matches(text, end) {
			return n.name
		}
	}
	if name := printedAt(text, i); name != "" {
		return name
	}
	return headAfter(text, i)
}

// ofBodyMark stands between the name of rules and their body.
const ofBodyMark = " of the "

// headAfter gives the head word at offset i, "Convention", if it stands alone.
func headAfter(text string, i int) string {
	word := firstWord(text[i:])
	for _, head := range instrumentHeads {
		if word == head && !longerName.matches(text, i+len(word)) {
			return head
		}
	}
	return ""
}

// longerName follows a head word that begins the name of an instrument: "Convention on Nuclear Safety".
var longerName = at(`^ (?:on|against|for|relating|concerning|between|of) (?:the )?[A-Z]`)
