package analysis

import (
	"strings"
	"unicode/utf8"
)

// stemArabic is a light stemmer: it takes one prefix (the article with what precedes it, or "and") and then suffixes off a
// word, as long as enough of the word stays, and writes final ta marbuta and alif maqsura as most readers type them.
//
// Source of the affixes: Larkey, Ballesteros and Connell, "Light stemming for Arabic information retrieval" (light10), 2007.
func stemArabic(word string) string {
	word = arabicLetters.Replace(foldWord(word))
	for _, prefix := range arabicPrefixes {
		if rest, ok := strings.CutPrefix(word, prefix); ok && utf8.RuneCountInString(rest) >= minArabicStem(prefix) {
			word = rest
			break
		}
	}
	for _, suffix := range arabicSuffixes {
		if rest, ok := strings.CutSuffix(word, suffix); ok && utf8.RuneCountInString(rest) >= 2 {
			word = rest
		}
	}
	return word
}

// minArabicStem keeps "and" from being cut off short words that begin with the letter.
func minArabicStem(prefix string) int {
	if prefix == "و" {
		return 3
	}
	return 2
}

var (
	arabicLetters  = strings.NewReplacer("ى", "ي", "ة", "ه")
	arabicPrefixes = []string{"وال", "بال", "كال", "فال", "ولل", "ال", "لل", "و"}
	arabicSuffixes = []string{"ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي"}
)
