package search

import "github.com/plenary-search/plenary/index/document"

// Explanation says why a unit is a hit, as far as words say it. It is made for the hits of a page that asks for it, never while hits are
// looked for.
type Explanation struct {
	// Words are the words and phrases asked for that the unit holds, in the order of the plan, and behind them the words that its document
	// does, as one text. Their scores, added up, are the score of the hit.
	Words []WordScore
}

// Score is the sum of the words' scores.
func (e Explanation) Score() float64 {
	sum := 0.0
	for _, w := range e.Words {
		sum += w.Score
	}
	return sum
}

// Match is how a word of the query stands for words of a unit.
type Match string

// The matches. The first four score; words that a pattern stands for do not.
const (
	MatchWord      Match = "word"
	MatchPhrase    Match = "phrase"
	MatchNear      Match = "near" // words near each other
	MatchLine      Match = "line" // the title, or a line of the masthead, that is most like all words: see Line
	MatchBeginning Match = "beginning"
	MatchWildcard  Match = "wildcard"
	MatchSimilar   Match = "similar"
)

// WordScore is what a word or phrase of a query adds to the score of a unit: see [StreamStats.Score].
type WordScore struct {
	Match Match
	// Field is the stream that holds it: VerbatimField, one of stems, TitleField or SectionField; or one of whole documents, see WholeField.
	// What follows is then said of the document instead of the unit, and of documents instead of units.
	Field string
	// Asked are the words asked for, analysed: of each place of a phrase the first alternative; of a pattern, what it is written as.
	Asked []string
	// Found are the words of the text that it is found in, as printed, each spelling once, in order; none where Field is not of the text.
	Found []string

	Frequency int     // how often the unit holds it; a document, counted by the weights of its units
	Length    int     // words of the unit in the stream
	Average   float64 // length of the stream's units
	Holding   int     // units of the whole index that hold it
	Units     int     // units of the whole index that have words in the stream
	IDF       float64
	Weight    float64 // [UnitWeight]; 1 in a document
	Score     float64
}

// FormOf says in which form the words of a stream are kept: as written, or as stems of a language, "" where it is unknown.
func FormOf(field string) (form string, lang document.Language) {
	field = StemsOf(field)
	if len(field) > len(StemPrefix) && field[:len(StemPrefix)] == StemPrefix {
		if lang = document.Language(field[len(StemPrefix):]); lang == unknownLanguage {
			lang = ""
		}
		return "stem", lang
	}
	return "verbatim", ""
}
