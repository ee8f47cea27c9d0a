package analysis

import (
	"strings"
	"unicode"
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
	arabicPrefixes = []string{"وبال", "وكال", "فبال", "وال", "بال", "كال", "فال", "ولل", "فلل", "ال", "لل", "و"}
	arabicSuffixes = []string{"ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي"}
)

// arabicParticles are written onto the word behind them: "by", "for", "as" and "then", each also behind "and".
var arabicParticles = []string{"ب", "ل", "ك", "ف", "وب", "ول", "وك"}

// minArabicWord is the length of the shortest stem, in letters, that is told from a particle before it. The first letters of shorter
// ones are letters of the root more often than particles: بلد, بيان, لجنة.
const minArabicWord = 4

// arabicVariants are the stems that a stem stands in with a particle before it, and the one without the particle that it may begin
// with. Which of بموارد and برنامج begins with a particle only a dictionary knows, so the stems in the index keep it.
func arabicVariants(stem string) []string {
	if first, _ := utf8.DecodeRuneInString(stem); !unicode.Is(unicode.Arabic, first) || unicode.IsDigit(first) {
		return nil
	}
	var variants []string
	if utf8.RuneCountInString(stem) >= minArabicWord {
		for _, particle := range arabicParticles {
			variants = append(variants, particle+stem)
		}
	}
	for _, particle := range arabicParticles {
		if rest, ok := strings.CutPrefix(stem, particle); ok && utf8.RuneCountInString(rest) >= minArabicWord {
			variants = append(variants, rest)
		}
	}
	return variants
}
