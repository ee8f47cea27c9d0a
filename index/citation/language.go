package citation

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// language is what citations of one language are written with. Patterns are matched at a given place, so each begins with "^";
// groups are named in the comments. All patterns see folded text (symbol.Fold).
type language struct {
	code string
	// plain replaces letters by others of the same length in bytes; rewrite gives the pieces of a text that are read as something else.
	// Both are nil where texts are read as they are.
	plain   func(string) string
	rewrite func(string) []rewriting
	// han is true where numbers stand before the noun and words are not divided; see findHan.
	han bool
	// adoptedHints are pieces of words one of which stands in every text that cites a resolution or decision by the patterns
	// below; partHints likewise for articles, rules and paragraphs.
	adoptedHints, partHints []string
	// dateHints likewise for dates.
	dateHints []string
	// head matches the word before the numbers of resolutions and decisions; group 1 is set for resolutions, 2 for decisions.
	head *anchored
	// plural matches such a word where it stands for several.
	plural *regexp.Regexp
	// its matches a head that says "its" itself, as Arabic endings do; nil in other languages.
	its *regexp.Regexp
	// ofHead matches, after a head, the words before the name of its body, and headNumbers what then stands before the numbers:
	// "résolution de la Commission 56/8". nil where languages do not write so.
	ofHead, headNumbers *anchored
	// back matches words that point back; group "many" are words that say how many, "all" those that mean any number from two on.
	back *regexp.Regexp
	// backWords are the words one of which stands right before the noun in all such words; nil where the noun may come first.
	backWords map[string]bool
	// decisionStem stands in such words for decisions.
	decisionStem string
	count        map[string]int // of group "many", in lower case
	// notBefore ends the text before such words where they mean something else; nil where there is nothing of that kind.
	notBefore *regexp.Regexp
	// separator stands between members of a list; group 1 is set where it makes a range.
	separator *anchored
	// adopted is what may stand between a member and the separator: the date of adoption.
	adopted *anchored
	// place is what may follow that: a place within the resolution, ", section II, para. 8".
	place *anchored
	// further matches a member of a list after the title of the one before: ", and 71/127 of 8 December 2016"; groups: 1 words
	// that open the list (", in particular 1500 (2003)"), 2 the number.
	further *regexp.Regexp
	// memberEnd follows such a member, which a title, a date or a stop ends; "3/4 of States" is a fraction.
	memberEnd *anchored
	// draft ends the text before a head that makes it a draft.
	draft *regexp.Regexp
	// own ends the text before a head where the words say that the sentence's subject adopted it; group 1 is "its".
	own *regexp.Regexp
	// opening is all that may stand in a sentence before "in its resolution", if the subject follows the citation.
	opening *regexp.Regexp
	// subjectOpening is all that may stand in a sentence before its subject.
	subjectOpening *regexp.Regexp
	// subject matches, after a citation, the comma and article before the subject.
	subject *regexp.Regexp
	// lends joins a group with the group before it whose body it has: "General Assembly resolutions 70/1 and decision 70/501",
	// "Human Rights Council resolutions on the subject, including resolution 60/5".
	lends *regexp.Regexp
	// ofBody matches, after a citation, the words before the name of its body.
	ofBody *anchored
	// longerName follows a word that stands for an instrument where it only begins a name: "Convention relative aux …"; nil in English,
	// whose names are read as printed.
	longerName *anchored
	// part matches the word before the numbers of parts; groups: 1 article, 2 rule, 3 paragraph.
	part *anchored
	// partBefore may stand before such a word and belongs to it: "operative ".
	partBefore string
	// subpart matches what joins an article with its paragraphs: ", paragraphs ".
	subpart *anchored
	// ofPart matches what joins paragraphs with the article after them: " of article "; groups: 1 article, 2 rule.
	ofPart *anchored
	// ofInstrument matches what joins numbers with the instrument's name after them; group 1 is set where a name must follow.
	ofInstrument *anchored
	// date matches a date or range; groups: 1 first day, 2 its month, 3 its year, 4 the words between, 5 day, 6 month, 7 year.
	date *anchored
	// monthWords are the first and last words of the names of months, in small letters, capitals and both; dayEndings are what may stand
	// between a day and its month, in this order, and yearBeginnings between a month and its year, from the year backwards.
	monthWords                 map[string]bool
	dayEndings, yearBeginnings []string
	// months are the numbers of the months' names, in small letters; and the words that join two single days.
	months map[string]int
	and    string
	// bodies are the names of bodies, with the name of each in English.
	bodies nameIndex[string]
}

// furtherNumber is the number of a further member of a list.
const furtherNumber = `((?:(?:ES|S)-)?\d{1,4}(?:/\d{1,4}|(?: [A-Z])? \((?:19|20)\d\d\)|(?: [A-Z])? \([IVXL]+\)))`

// datePattern builds the pattern of dates from what stands between day and month, the names of months, what stands between
// month and year, and the words that join days.
func datePattern(of, months, year, joints string) *anchored {
	month := `((?i:` + months + `))`
	return at(`(?:(?:(\d{1,2})(?:er|º)?(?:` + of + month + `(?:` + year + `(\d{4}))?)?(` + joints + `| ?[–-] ?))?(\d{1,2})(?:er|º)?` + of + `)?` + month +
		`(?:` + year + `(\d{4}))?`)
}

// spellings are words in small letters, with a capital, and in capitals.
func spellings(words string) map[string]bool {
	all := map[string]bool{}
	for word := range strings.FieldsSeq(words) {
		first, width := utf8.DecodeRuneInString(word)
		all[word], all[strings.ToUpper(word)], all[string(unicode.ToUpper(first))+word[width:]] = true, true, true
	}
	return all
}

// monthWordsOf are the first and last words of names in the spellings that texts have.
func monthWordsOf(numbers map[string]int) map[string]bool {
	var words []string
	for name := range numbers {
		fields := strings.Fields(name)
		words = append(words, fields[0], fields[len(fields)-1])
	}
	return spellings(strings.Join(words, " "))
}

// languages are the languages that citations are found in, by ISO 639-1 code.
var languages = map[string]*language{"en": english, "fr": french, "es": spanish, "ru": russian, "ar": arabic, "zh": chinese}

// languageOf is the table for a language, English where it is not known.
func languageOf(code string) *language {
	if l, ok := languages[code]; ok {
		return l
	}
	return english
}
