package highlight

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Sentence is a sentence's place in a text, in bytes, half-open, without the blanks around it.
type Sentence struct{ Start, End int }

// Sentences splits a text. A sentence ends at a full stop, question or exclamation mark, with the quotation marks and brackets
// that close behind it, when a blank and then no lower-case letter follows, and the stop does not belong to an abbreviation
// ("para. 5", "No. 3", "Mr. Ban", "J. Smith"). Chinese full stops need no blank. Every byte but blanks is in one sentence.
func Sentences(text string) []Sentence {
	var sentences []Sentence
	start := 0
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		at += size
		if !endsSentence(r) {
			continue
		}
		at += closing(text[at:])
		if isFullwidthStop(r) || breaksAt(text, start, at) {
			sentences = appendSentence(sentences, text, start, at)
			start = at
		}
	}
	return appendSentence(sentences, text, start, len(text))
}

func appendSentence(sentences []Sentence, text string, start, end int) []Sentence {
	start = end - len(strings.TrimLeftFunc(text[start:end], unicode.IsSpace))
	end = start + len(strings.TrimRightFunc(text[start:end], unicode.IsSpace))
	if start == end {
		return sentences
	}
	return append(sentences, Sentence{start, end})
}

func endsSentence(r rune) bool {
	return r == '.' || r == '?' || r == '!' || r == '؟' || r == '۔' || isFullwidthStop(r)
}

func isFullwidthStop(r rune) bool { return r == '。' || r == '？' || r == '！' }

// closing is the length of the quotation marks and brackets that text begins with.
func closing(text string) int {
	n := 0
	for _, r := range text {
		if !strings.ContainsRune("”’»\")]", r) {
			break
		}
		n += utf8.RuneLen(r)
	}
	return n
}

// breaksAt reports whether a sentence that begins at start ends with the stop before at.
func breaksAt(text string, start, at int) bool {
	rest := strings.TrimLeftFunc(text[at:], unicode.IsSpace)
	if rest == "" || len(rest) == len(text[at:]) {
		return rest == ""
	}
	if following, _ := utf8.DecodeRuneInString(rest); unicode.IsLower(following) {
		return false
	}
	return !endsWithAbbreviation(text[start:at])
}

func endsWithAbbreviation(sentence string) bool {
	sentence = strings.TrimSpace(sentence)
	stem, ok := strings.CutSuffix(sentence, ".")
	if !ok {
		return false
	}
	const opening = "([“\"‘«"
	word := strings.TrimLeft(stem[strings.LastIndexFunc(stem, unicode.IsSpace)+1:], opening)
	if first, size := utf8.DecodeRuneInString(word); size == len(word) && unicode.IsUpper(first) {
		return true // an initial
	}
	if word == strings.TrimLeft(stem, opening) && strings.Trim(word, "0123456789IVXLC") == "" {
		return true // the number of a paragraph or chapter
	}
	return abbreviations[strings.ToLower(word)]
}

// abbreviations stand before a number or a name, in the languages that write a full stop there.
var abbreviations = set("v para paras art arts no nos chap chaps sect sects res dec vol ed eds rev corr add mr mrs ms dr prof " +
	"st h.e cf p pp ibid op cit fig i.e e.g vs approx distr núm párr párrs sr sra mm mme pt ст п пп гл разд см г")

func set(words string) map[string]bool {
	m := map[string]bool{}
	for word := range strings.FieldsSeq(words) {
		m[word] = true
	}
	return m
}
