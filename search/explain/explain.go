// Package explain says why a unit is a hit: which words of the query it holds, in which form, and what each adds to its score. It works
// on the text of the hit and on what the plan's words weigh in the index, so that engines keep nothing for it and no search is slower
// by it. The formula is that of search.StreamStats.
package explain

import (
	"slices"
	"strings"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/analysis"
	"github.com/plenary-search/plenary/search/highlight"
	"github.com/plenary-search/plenary/search/plan"
)

// Weights are what the words of a request weigh in a commit.
type Weights struct {
	Streams map[string]search.StreamStats
	Holding []int     // by leaf of the plan: the units that hold it
	IDF     []float64 // by leaf of the plan
	Wholes  []Whole   // by word of whole documents of the plan
	// Line is the line of a document that is most like what is asked for in its language, these words, and the sum of their idf.
	Line func(document.Key) (line search.Line, asked []string, idf float64)
}

// Whole is what a word is in whole documents.
type Whole struct {
	Holding int // documents
	IDF     float64
	// In is how often a document holds it, counted by the weights of its units, and how many words it has.
	In func(document.Key) (freq, length int)
}

// Hit explains a hit of a request, whose text and headings it must hold.
func Hit(hit *search.Hit, planned plan.Request, w Weights) *search.Explanation {
	u := unit{hit: hit, streams: plan.Streams(&hit.Document, &hit.Unit), weights: w}
	e := &search.Explanation{}
	for i, leaf := range planned.Leaves {
		if word, held := u.leaf(leaf, w.Holding[i], w.IDF[i]); held {
			e.Words = append(e.Words, word)
		}
	}
	for i, whole := range w.Wholes {
		if word, held := u.whole(planned.Wholes[i], whole); held {
			e.Words = append(e.Words, word)
		}
	}
	if word, held := u.line(); held {
		e.Words = append(e.Words, word)
	}
	for _, p := range patterns(nil, planned.Words) {
		if word, held := u.pattern(p); held {
			e.Words = append(e.Words, word)
		}
	}
	return e
}

// unit is a hit with its words by stream.
type unit struct {
	hit     *search.Hit
	streams map[string][]analysis.Token
	weights Weights
}

// leaf explains a leaf that scores; held says whether the unit holds it.
func (u unit) leaf(leaf plan.Node, holding int, idf float64) (word search.WordScore, held bool) {
	field := plan.FieldOf(leaf)
	tokens, stream := u.streams[field], u.weights.Streams[field]
	word = search.WordScore{Field: field, Length: len(tokens), Average: stream.AverageLength, Holding: holding, Units: stream.Units}
	switch leaf := leaf.(type) {
	case plan.Term:
		word.Match, word.Asked = search.MatchWord, []string{leaf.Value}
		word.Frequency = count(tokens, func(term string) bool { return term == leaf.Value })
	case plan.Phrase:
		word.Match, word.Asked = search.MatchPhrase, firsts(leaf.Terms)
		word.Frequency = occurrences(tokens, leaf.Terms)
	case plan.Near:
		word.Match, word.Asked = search.MatchNear, firsts(leaf.Terms)
		word.Frequency = plan.NewWindows(leaf.Terms, leaf).Count(wordsOf(tokens))
	}
	if word.Frequency == 0 {
		return word, false
	}
	word.Found = u.found(leaf)
	word.IDF, word.Weight = idf, search.UnitWeight
	word.Score = stream.Score(word.Weight*word.IDF, word.Frequency, word.Length)
	return word, true
}

// whole explains what a word adds by the document; held says whether the document holds it.
func (u unit) whole(term plan.Term, whole Whole) (word search.WordScore, held bool) {
	stream := u.weights.Streams[term.Field]
	word = search.WordScore{Match: search.MatchWord, Field: term.Field, Asked: []string{term.Value}, Average: stream.AverageLength, Holding: whole.Holding,
		Units: stream.Units, IDF: whole.IDF, Weight: 1}
	if word.Frequency, word.Length = whole.In(u.hit.Document.Key()); word.Frequency == 0 {
		return word, false
	}
	word.Score = stream.Score(word.IDF, word.Frequency, word.Length)
	return word, true
}

// line explains what the best line of the document adds.
func (u unit) line() (word search.WordScore, held bool) {
	key := u.hit.Document.Key()
	line, asked, idf := u.weights.Line(key)
	if line.Held == 0 {
		return word, false
	}
	score := line.Score(idf)
	return search.WordScore{Match: search.MatchLine, Field: search.WholeField(search.StemField(key.Lang)), Asked: asked, Frequency: line.Held,
		Length: line.Length, IDF: idf, Weight: score / idf, Score: score}, true
}

// pattern explains a pattern, which scores nothing.
func (u unit) pattern(p plan.Pattern) (word search.WordScore, held bool) {
	tokens := u.streams[p.Field]
	word = search.WordScore{Match: matchOf(p.Form), Field: p.Field, Asked: []string{p.Value}, Length: len(tokens), Found: u.found(p)}
	word.Frequency = count(tokens, p.Fits)
	return word, word.Frequency > 0
}

func matchOf(form plan.Form) search.Match {
	switch form {
	case plan.Wildcard:
		return search.MatchWildcard
	case plan.Similar:
		return search.MatchSimilar
	}
	return search.MatchBeginning
}

// found are the words of the text that a node marks, as printed, each spelling once.
func (u unit) found(n plan.Node) []string {
	var found []string
	text := u.hit.Unit.Text
	for _, span := range highlight.Spans(text, search.UnitLanguage(&u.hit.Document, &u.hit.Unit), n) {
		words := strings.Join(strings.Fields(text[span.Start:span.End]), " ")
		if !slices.Contains(found, words) {
			found = append(found, words)
		}
	}
	return found
}

func count(tokens []analysis.Token, wanted func(term string) bool) (n int) {
	for _, token := range tokens {
		if wanted(token.Term) {
			n++
		}
	}
	return n
}

// occurrences counts the positions of a stream at which a run of words begins. Several terms may share a position, and headings leave
// gaps between positions.
func occurrences(tokens []analysis.Token, run [][]string) (n int) {
	at := make(map[int][]string, len(tokens))
	for _, token := range tokens {
		at[token.Position] = append(at[token.Position], token.Term)
	}
	for begin := range at {
		held := true
		for i, alternatives := range run {
			held = held && slices.ContainsFunc(at[begin+i], func(term string) bool { return slices.Contains(alternatives, term) })
		}
		if held {
			n++
		}
	}
	return n
}

// wordsOf are the words of a text by position, without the compounds that share a position with their first part.
func wordsOf(tokens []analysis.Token) []string {
	words := make([]string, len(tokens))
	for _, token := range tokens {
		if !token.Compound {
			words[token.Position] = token.Term
		}
	}
	return words
}

func firsts(terms [][]string) []string {
	first := make([]string, len(terms))
	for i, alternatives := range terms {
		first[i] = alternatives[0]
	}
	return first
}

// patterns appends the patterns of a plan that stand for words and not below a Not.
func patterns(found []plan.Pattern, n plan.Node) []plan.Pattern {
	switch n := n.(type) {
	case plan.And:
		for _, child := range n.Nodes {
			found = patterns(found, child)
		}
	case plan.Or:
		for _, child := range n.Nodes {
			found = patterns(found, child)
		}
	case plan.Pattern:
		if search.IsStream(n.Field) {
			found = append(found, n)
		}
	}
	return found
}
