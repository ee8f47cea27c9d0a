package symbol

import (
	"regexp"
	"strings"
)

// Mention is a symbol printed in a text.
type Mention struct {
	// Start and End are byte offsets into the text, half-open.
	Start, End int
	Symbol     Symbol
}

// Find finds the symbols printed in running text, in order; spans do not overlap and start and end on characters. Symbols
// must be printed in capitals and begin with a known root ("N/A", "and/or", "km/h" and "2024/25" are none); those within
// addresses and paths are not found.
//
// "A/78/L.1 and Add.1" names two documents: the second mention is A/78/L.1/Add.1 with the span of "Add.1".
func Find(text string) []Mention {
	f := Fold(text)
	m := matcher{text: f.Text, strict: true}
	var found []Mention
	address := addressEnd{text: f.Text}
	for i := 0; i < len(f.Text); i++ {
		if !isUpper(f.Text[i]) && !m.numbered(i) || !startsWord(f.Text, i) {
			continue
		}
		end, norm := m.joint(i)
		if end < 0 || address.covers(i) {
			for i+1 < len(f.Text) && isLetter(f.Text[i+1]) {
				i++
			}
			continue
		}
		if n := len(norm); n > 2 && norm[n-2] == ' ' && isUpper(norm[n-1]) { // "A/RES/217 A (", cut before its session
			norm = letterGlued(norm)
		}
		if _, err := Parse(norm); err != nil { // "CTOC/0A-C/0": parts that only stand together in a text
			i = end - 1
			continue
		}
		s := Symbol{norm}
		found = append(found, Mention{f.Start(i), f.End(end), s})
		found, end = appendChanges(found, f, end, s)
		i = end - 1
	}
	return found
}

// numbered reports whether a number and a capital stand at offset i, with which some roots begin: "41 C/5".
func (m matcher) numbered(i int) bool {
	end := m.digits(i)
	return end > i && end-i <= 3 && end+1 < len(m.text) && m.text[end] == ' ' && isUpper(m.text[end+1])
}

// startsWord reports whether a symbol may start at offset i: not within a word, a number, a path or a mail address.
func startsWord(text string, i int) bool {
	if i == 0 {
		return true
	}
	c := text[i-1]
	return !isWord(c) && strings.IndexByte("/_@.\\=&#-", c) < 0
}

// addressEnd tells whether an offset lies within a web address. Offsets must be asked for in ascending order.
type addressEnd struct {
	text string
	end  int // of the run of characters without blanks that was looked at last
	web  int // where an address begins in that run, or its end
}

func (a *addressEnd) covers(i int) bool {
	if i >= a.end {
		start := a.end + strings.LastIndexAny(a.text[a.end:i], " \t\r\n") + 1
		a.end = len(a.text)
		if n := strings.IndexAny(a.text[i:], " \t\r\n"); n >= 0 {
			a.end = i + n
		}
		a.web = a.end
		for _, mark := range [...]string{"://", "www."} {
			if n := strings.Index(a.text[start:a.end], mark); n >= 0 {
				a.web = min(a.web, start+n)
			}
		}
	}
	return i > a.web
}

// moreChanges matches what is added to a symbol by a list: "A/78/L.1 and Add.1", "A/CN.9/1150, Corr.1 and Corr.2".
var moreChanges = regexp.MustCompile(`^(?:,? (?:and|et|y|e|und|и|و) ?|, |/| & | ?[和及与、，] ?|، )((?:Add|Corr|Rev|Amend)\.\d{1,3}(?:/(?:Add|Corr|Rev)\.\d{1,3})*)`)

func appendChanges(found []Mention, f Folded, end int, s Symbol) ([]Mention, int) {
	root := s.Base().text
	if last := s.text[strings.LastIndexByte(s.text, '/')+1:]; strings.HasPrefix(last, "Rev.") {
		root = s.text // "A/C.3/78/L.41/Rev.1 and Add.1" names the addendum to the revision
	}
	for {
		at := moreChanges.FindStringSubmatchIndex(f.Text[end:])
		if at == nil || end+at[1] < len(f.Text) && isWord(f.Text[end+at[1]]) {
			return found, end
		}
		change := f.Text[end+at[2] : end+at[3]]
		if strings.HasPrefix(change, "Rev.") {
			root = s.Base().text
		}
		found = append(found, Mention{f.Start(end + at[2]), f.End(end + at[3]), Symbol{root + "/" + change}})
		end += at[1]
	}
}
