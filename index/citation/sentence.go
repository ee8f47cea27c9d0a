package citation

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// abbreviations end with a full stop that ends no sentence.
var abbreviations = []string{
	"No", "Nos", "no", "nos", "para", "paras", "Para", "Paras", "art", "arts", "Art", "Arts", "chap", "Chap", "sect", "Sect", "vol", "Vol",
	"Corr", "Add", "Rev", "Mr", "Ms", "Mrs", "Dr", "St", "cf", "g", "e", "i", "Conf", "núm", "núms", "párr", "párrs", "par", "secc", "cap", "гл", "разд", "пп", "п", "г",
}

// sentenceEnd is the offset of the first end of a sentence in text, -1 where there is none.
func sentenceEnd(text string) int {
	for i := 0; i < len(text); i++ {
		if endsSentence(text, i) {
			return i
		}
	}
	return -1
}

// sentenceStart is the offset at which the sentence around offset i begins; it looks back a thousand bytes at most.
func sentenceStart(text string, i int) int {
	const farthest = 1000
	from := i - len(tail(text[:i], farthest))
	for at := i - 1; at > from; at-- {
		if endsSentence(text[:i], at) {
			return at + 1
		}
	}
	return from
}

// endsSentence reports whether a stop or semicolon at offset i ends a sentence: the text ends behind it, or a blank follows and
// no small letter or digit. Chinese stops always do.
func endsSentence(text string, i int) bool {
	switch text[i] {
	case '.', ';', '?', '!':
	case 0xE3:
		return strings.HasPrefix(text[i:], "。")
	default:
		return false
	}
	rest := text[i+1:]
	for _, quote := range [...]string{"”", "\"", "’", "'", "»"} {
		rest = strings.TrimPrefix(rest, quote)
	}
	if rest == "" {
		return text[i] != '.' || !abbreviated(text[:i])
	}
	after := strings.TrimLeft(rest, " ")
	next, _ := utf8.DecodeRuneInString(after)
	if len(after) == len(rest) || unicode.IsLower(next) || unicode.IsDigit(next) {
		return false
	}
	return text[i] != '.' || !abbreviated(text[:i])
}

// abbreviated reports whether text ends with an abbreviation or an initial.
func abbreviated(text string) bool {
	const longest = 12
	word := text[max(0, len(text)-longest):]
	start := strings.LastIndexFunc(word, func(r rune) bool { return !unicode.IsLetter(r) }) + 1
	for start > 0 && start < len(word) && !utf8.RuneStart(word[start]) {
		start++
	}
	word = word[start:]
	first, width := utf8.DecodeRuneInString(word)
	return width == len(word) && unicode.IsUpper(first) || slices.Contains(abbreviations, word)
}
