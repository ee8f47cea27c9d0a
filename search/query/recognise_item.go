package query

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/plenary-search/plenary/index/document"
)

// itemWords begins the number of an agenda item, in the six languages, also with the letter as people type it (item 2b, item 2/b, item 2 b): agenda item 2 (b), point 15 a) de l’ordre du jour, tema 15 a) del
// programa, пункт 15 a) повестки дня, البند 15 (أ) من جدول الأعمال, 议程项目15(a).
// A letter that is a word as well (a, e, o, y) counts only at the end. Groups: 1 number, 2 to 5 letter.
var itemWords = regexp.MustCompile(`^(?i:(?:(?:provisional )?agenda )?(?:sub-)?item|point|tema|(?:под)?пункт(?:а|у|е|ом)?|[وف]?(?:[بك]?ال|لل)?بند|(?:临时)?(?:议程)?项目|议程)` +
	`[\s\x{00a0}]*(\d{1,3})(?:[\s\x{00a0}]?[(（]?([A-Za-zаес]{1,2}|[\x{0621}-\x{064a}])ـ?[)）]|[/.]?([A-Za-z])\b|[\s\x{00a0}]([b-df-np-xzB-DF-NP-XZ])\b|[\s\x{00a0}]([a-zA-Z])$)?` +
	`(?i:[\s\x{00a0}](?:of the (?:provisional )?agenda|de l['’]ordre du jour(?: provisoire)?|del (?:programa|orden del día)(?: provisional)?|` +
	`(?:предварительной )?повестки дня|من جدول الأعمال(?: المؤقت)?))?`)

// itemReach is the number of code points in which an item and the words around it end.
const itemReach = 80

// itemLetters are the letters of sub-items in Arabic, in their order, and Cyrillic ones that look like the Latin ones that are printed.
var itemLetters = strings.NewReplacer("أ", "a", "ا", "a", "ب", "b", "ج", "c", "د", "d", "ه", "e", "و", "f", "ز", "g", "ح", "h", "ط", "i", "ي", "j", "ك", "k", "ل", "l",
	"а", "a", "е", "e", "с", "c")

// item reads an agenda item with its word before it. The word may mean something else, as "пункт" does in resolutions, so the words
// themselves are looked for as well.
func (r *recogniser) item(t token) bool {
	if t.prefix {
		return false
	}
	text := foldDigits(r.slice(t.start, min(t.start+itemReach, len(r.runes))))
	at := itemWords.FindStringSubmatchIndex(text)
	if at == nil {
		return false
	}
	number, letter := text[at[2]:at[3]], ""
	for group := 4; group < len(at); group += 2 {
		if at[group] >= 0 {
			letter = "(" + itemLetters.Replace(strings.ToLower(text[at[group]:at[group+1]])) + ")"
		}
	}
	end := t.start + utf8.RuneCountInString(text[:at[1]])
	item, ok := document.NormalItem(number + letter)
	if !ok || !r.endsItem(end) || r.proseUntil(end) < 0 { // what stands behind the number belongs to other words: item 2 (b)is
		end = t.start + utf8.RuneCountInString(text[:at[3]])
		item, ok = document.NormalItem(number)
		ok = ok && slices.ContainsFunc(r.tokens[r.i:], func(t token) bool { return t.end == end })
	}
	next := r.proseUntil(end)
	if !ok || !r.endsItem(end) || next < 0 {
		return false
	}
	words := cleanPhrase(r.slice(t.start, end))
	node := Or{[]Node{Field{Name: "item", Value: item}, Phrase{Text: words}}}
	rest := r.tokens[next-1].end
	r.put(node, next)
	r.word(end, rest)
	return true
}

// proseUntil is the token behind a place, -1 where not all tokens before it may stand within running text.
func (r *recogniser) proseUntil(place int) int {
	next := r.i + 1
	for next < len(r.tokens) && r.tokens[next].start < place {
		if !r.tokens[next].isProse() || r.tokens[next].prefix {
			return -1
		}
		next++
	}
	return next
}

// endsItem reports whether a number or letter ends at a place, and does not go on.
func (r *recogniser) endsItem(end int) bool {
	after := r.rune(end)
	return (!isWordRune(after) || isHan(after)) && !(strings.ContainsRune("/.-–", after) && isWordRune(r.rune(end+1)))
}

// foldDigits writes the digits of Arabic and full-width ones as those of ASCII, one code point for one.
func foldDigits(text string) string {
	return strings.Map(func(r rune) rune {
		for _, zero := range []rune{'\u0660', '\u06f0', '\uff10'} {
			if zero <= r && r <= zero+9 {
				return '0' + r - zero
			}
		}
		return r
	}, text)
}
