package extract

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

func (r row) x0() float64 {
	x := r.segments[0].x0
	for _, s := range r.segments {
		x = min(x, s.x0)
	}
	return x
}

func (r row) x1() float64 {
	x := r.segments[0].x1
	for _, s := range r.segments {
		x = max(x, s.x1)
	}
	return x
}

func (r row) bold() bool {
	for _, s := range r.segments {
		if !s.bold() && !labelOnly(s.text()) {
			return false
		}
	}
	return true
}

// read returns the text of a line and the footnote marks in it.
func (r row) read() (text string, marks []string) {
	var parts []string
	for _, s := range r.segments {
		t, m := s.read()
		parts = append(parts, t)
		marks = append(marks, m...)
	}
	text = strings.TrimSpace(strings.Join(parts, " "))
	if m := tightNumber.FindStringSubmatchIndex(text); m != nil {
		text = text[:m[3]] + " " + text[m[3]:]
	}
	return text, marks
}

// tightNumber is a paragraph number set so near to its text that no space shows.
var tightNumber = regexp.MustCompile(`^(\d{1,3}\.)[\p{Lu}“«]`)

// vocabulary are the words of a document that stand within lines, in lower case.
type vocabulary map[string]bool

func vocabularyOf(pages []page) vocabulary {
	v := vocabulary{}
	for _, p := range pages {
		for _, r := range p.rows {
			text, _ := r.read()
			for _, w := range strings.Fields(text) {
				if !strings.ContainsRune(w, lineHyphen) && len(w) < 60 {
					v[bareWord(w)] = true
				}
			}
		}
	}
	return v
}

func bareWord(w string) string {
	return strings.ToLower(strings.TrimFunc(w, func(r rune) bool { return !unicode.IsLetter(r) }))
}

// unspaced reports whether lines that end and begin so have no space between them: those of Chinese.
func unspaced(a, b string) bool {
	last, _ := utf8.DecodeLastRuneInString(a)
	first, _ := utf8.DecodeRuneInString(b)
	return isCJK(last) && (isCJK(first) || unicode.IsDigit(first)) || isCJK(first) && unicode.IsDigit(last)
}

func isCJK(r rune) bool {
	return unicode.Is(unicode.Han, r) || r >= 0x3000 && r <= 0x303f || r >= 0xff00 && r <= 0xffef || strings.ContainsRune("“”‘’", r)
}

// joinHyphen puts two lines together. A hyphen at the end of the first is a hyphen of the word, if the document has the word so
// elsewhere or has both halves as words; it is dropped where the document has the word without it or knows the halves not.
func joinHyphen(a, b string, v vocabulary) string {
	head, soft := strings.CutSuffix(a, string(lineHyphen))
	if !soft {
		switch {
		case strings.HasSuffix(a, "-") && !strings.HasSuffix(a, " -"), strings.HasSuffix(a, "/"):
			return a + b
		case a == "":
			return b
		case unspaced(a, b):
			return a + b
		}
		return a + " " + b
	}
	left, right := head[strings.LastIndexByte(head, ' ')+1:], b
	if i := strings.IndexByte(b, ' '); i >= 0 {
		right = b[:i]
	}
	first, _ := utf8.DecodeRuneInString(right)
	switch {
	case v[bareWord(left+"-"+right)], !unicode.IsLower(first):
		return head + "-" + b
	case v[bareWord(left+right)]:
		return head + b
	case v[bareWord(left)] && v[bareWord(right)]:
		return head + "-" + b
	}
	return head + b
}
