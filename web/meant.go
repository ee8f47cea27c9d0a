package web

import (
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/analysis"
	"github.com/plenary-search/plenary/search/query"
)

// meantBody is a search that a reader may have meant by one that finds little.
type meantBody struct {
	Query string `json:"query"`
	Count int    `json:"count"` // paragraphs that it finds, under the same filters
	Page  string `json:"page"`  // for people
}

// Bounds of what was meant. What words there are is asked of the dictionary; searches are asked for phrases and for what is offered.
const (
	fewHits       = 3  // up to so many, it is asked whether something else was meant
	maxMeant      = 2  // searches offered
	maxMeantWords = 8  // words of the query
	maxSplit      = 24 // letters of a word that may be two
	minMeant      = 4  // letters of a word that may be misspelt
	timesMoreOf   = 10 // what a word that is held may be misspelt for stands in so many times as many paragraphs
	shownSimilar  = 3  // of a word, tried in a query
	maxApart      = 2  // ways to part a word that are searched for
	meantSearches = 8  // in all
	meantHits     = 10 // that are read for how a word is written
)

// meant are searches for words of the index that look like the ones asked for, where these find little. They are of queries of plain words,
// or one phrase, and each finds more than was found. An engine that lists no terms has none.
func meant(ctx context.Context, searcher search.Searcher, q question, found int) []meantBody {
	lexicon, listed := searcher.(search.Lexicon)
	words := queryWords(q.Reading.node)
	if _, near := q.Reading.node.(query.Near); !listed || near || found > fewHits || len(words) == 0 || len(words) > maxMeantWords {
		return nil
	}
	m := speller{ctx: ctx, searcher: searcher, lexicon: lexicon, left: meantSearches, put: map[string]bool{}}
	_, isPhrase := q.Reading.node.(query.Phrase)
	var out []meantBody
	for _, text := range m.corrected(words) {
		asked := func(text string) address {
			if isPhrase {
				text = quotePhrase(text)
			}
			return address{path: searchPath, values: q.values}.set("q", text)
		}
		res := m.search(asked(text))
		if res.Total.Paragraphs <= found {
			continue
		}
		here := asked(m.asWritten(text, res.Hits))
		out = append(out, meantBody{here.values.Get("q"), res.Total.Paragraphs, here.String()})
		if len(out) == maxMeant {
			break
		}
	}
	return out
}

// speller looks for words like others. What the searcher refuses finds nothing, and so does everything once its searches are used up.
type speller struct {
	ctx      context.Context
	searcher search.Searcher
	lexicon  search.Lexicon
	left     int             // searches
	put      map[string]bool // terms that stand for words that were typed
}

// search asks the question of an address, without facets.
func (m *speller) search(here address) search.Results {
	q, faults := parseRequest(here.values)
	if len(faults) > 0 || q.widen(m.ctx, m.searcher) != nil {
		return search.Results{}
	}
	return m.ask(search.Request{Query: q.Query, Filters: q.Filters, ExplicitOnly: q.ExplicitOnly, Size: meantHits, Highlight: true})
}

func (m *speller) ask(req search.Request) search.Results {
	if m.left == 0 {
		return search.Results{}
	}
	m.left--
	res, err := m.searcher.Search(m.ctx, req)
	if err != nil {
		return search.Results{}
	}
	return res
}

// similar are the terms that a word becomes by at most so many changes, the most frequent first; by none, it is the word itself.
func (m *speller) similar(word string, changes int) []search.TermCount {
	terms := analysis.Words(word)
	if len(terms) != 1 {
		return nil
	}
	list, err := m.lexicon.Similar(m.ctx, search.VerbatimField, terms[0].Term, changes, shownSimilar)
	if err != nil {
		return nil
	}
	return list
}

// held is the number of paragraphs with a word, as the dictionary has it.
func (m *speller) held(word string) int {
	for _, t := range m.similar(word, 0) {
		return t.Count
	}
	return 0
}

// corrected are the words with those that are rare replaced by terms, likeliest first: the best for each, then others for one of them.
func (m *speller) corrected(words []string) []string {
	best := slices.Clone(words)
	var others []string
	for i := range words {
		if i+1 < len(words) {
			if joined := words[i] + words[i+1]; spelt(joined) && m.held(joined) > 0 {
				others = append(others, strings.Join(slices.Concat(words[:i], []string{joined}, words[i+2:]), " "))
			}
		}
		for n, alternative := range m.alternatives(words[i]) {
			if n == 0 {
				best[i] = alternative
				continue
			}
			others = append(others, strings.Join(slices.Concat(words[:i], []string{alternative}, words[i+1:]), " "))
		}
	}
	if !slices.Equal(best, words) {
		others = slices.Insert(others, 0, strings.Join(best, " "))
	}
	return others
}

// alternatives are terms that a word may be misspelt for, likeliest first: words that differ in a letter, then two words run together, then words
// that differ in two letters.
func (m *speller) alternatives(word string) []string {
	held := m.held(word)
	if !spelt(word) || held > fewHits {
		return nil
	}
	most := query.MaxFuzzy
	if utf8.RuneCountInString(word) < 2*minMeant-2 {
		most = 1
	}
	var found []string
	for changes := 1; changes <= most; changes++ {
		for _, t := range m.similar(word, changes) {
			if spelt(t.Term) && t.Count > held*timesMoreOf && !slices.Contains(found, t.Term) {
				found = append(found, t.Term)
				m.put[t.Term] = true
			}
		}
		if changes == 1 {
			found = append(found, m.apart(word, held)...)
		}
		if len(found) > 0 {
			break
		}
	}
	return found
}

// spelt reports whether a word consists of letters that spell it, and of enough of them.
func spelt(word string) bool {
	if n := utf8.RuneCountInString(word); n < minMeant || n > maxSplit {
		return false
	}
	return !strings.ContainsFunc(word, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) || unicode.Is(unicode.Han, r) })
}

// apart is a word as two that stand side by side; none if they nowhere do. Those two are tried of which the rarer one is most frequent.
func (m *speller) apart(word string, held int) []string {
	letters := []rune(word)
	var ways []search.TermCount
	for i := 2; i+2 <= len(letters); i++ {
		first, second := string(letters[:i]), string(letters[i:])
		if n := min(m.held(first), m.held(second)); n > held*timesMoreOf {
			ways = append(ways, search.TermCount{Term: first + " " + second, Count: n})
		}
	}
	for _, way := range search.FirstTerms(ways, maxApart) {
		if res := m.ask(search.Request{Query: query.Phrase{Text: way.Term}, Size: search.NoHits}); res.Total.Paragraphs > held*timesMoreOf {
			return []string{way.Term}
		}
	}
	return nil
}

// asWritten is a text with the terms that were put into it as most of the hits write them, with their accents.
func (m *speller) asWritten(text string, hits []search.Hit) string {
	forms := map[string]tally{}
	for _, h := range hits {
		for _, mark := range h.Highlights {
			marked := h.Unit.Text[mark.Start:mark.End]
			for _, w := range analysis.Words(marked) {
				if !m.put[w.Term] {
					continue
				}
				if forms[w.Term] == nil {
					forms[w.Term] = tally{}
				}
				forms[w.Term].add(strings.ToLower(marked[w.Start:w.End]))
			}
		}
	}
	words := strings.Fields(text)
	for i, w := range words {
		for _, written := range search.FirstTerms(forms[w].counts(1), 1) {
			words[i] = written.Term
		}
	}
	return strings.Join(words, " ")
}
