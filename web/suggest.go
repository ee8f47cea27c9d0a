package web

import (
	"cmp"
	"context"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/index/symbol"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/analysis"
	"github.com/plenary-search/plenary/search/query"
)

// Suggestions complete what is being typed: by symbols, resolutions and decisions, agenda items, titles, words and phrases of the index.
// Each leads to something: its count is that of the search it stands for, which was asked. The whole costs at most some thirty searches, most of
// them for counts alone, whatever is typed.

// suggestBody answers GET /api/v1/suggest.
type suggestBody struct {
	Query       string           `json:"query"`
	Suggestions []suggestionBody `json:"suggestions"` // best first
}

// suggestionBody is one way to go on from what is typed.
type suggestionBody struct {
	Kind   string `json:"kind"`             // document, symbol, resolution, decision, item, title, word or phrase
	Text   string `json:"text"`             // to show
	Query  string `json:"query"`            // in the query language
	Detail string `json:"detail,omitempty"` // a title; of a title, the symbol
	Lang   string `json:"lang,omitempty"`   // of the title, whether it is the text or the detail
	Count  int    `json:"count"`            // paragraphs that the query finds; of a document, its paragraphs
	Page   string `json:"page"`             // address for people
}

// Bounds of suggestions.
const (
	maxSuggestions = 10
	maxSuggested   = 3   // of one kind, words and phrases apart
	maxTyped       = 100 // code points; longer texts are no beginnings
	maxPhraseStart = 6   // words that a phrase may have before the one that is being typed
	wordCandidates = 10  // words that the one being typed may become
	pairCandidates = 6   // of them are looked for behind the word before it
	minLetters     = 2   // of a word that is completed; twice as many of a title, which more words begin
	maxFurther     = 2   // phrases by which the first one goes on; one for the others
	maxWordTries   = 4   // of them are asked for
	sampledHits    = 24  // that are read for what follows a phrase
	sampledMarks   = 3   // of each
	maxFollowing   = 200 // bytes behind a mark in which the phrase goes on
	minFollows     = 2   // of them must go on so, and one in followShare
	followShare    = 8
)

var suggestParams = params{{"q", false, func(q *question, _ string, values []string) ([]string, []paramError) {
	q.Reading.Text = values[0]
	return values, nil
}}}

// suggest answers GET /api/v1/suggest.
func (s *Server) suggest(c *gin.Context) {
	q, ok := s.parameters(c, suggestParams)
	if !ok {
		return
	}
	exchangeOf(c).query = q.Reading.Text
	if s.unchanged(c, s.present.query(apiSuggest, q.values)) {
		return
	}
	body, err := suggestionsFor(c.Request.Context(), s.searcher, q.Reading.Text)
	if err != nil {
		s.failWith(c, err)
		return
	}
	for i := range body.Suggestions {
		body.Suggestions[i].Page = s.present.base + body.Suggestions[i].Page
	}
	exchangeOf(c).hits = len(body.Suggestions)
	s.answer(c, body)
}

// suggestionsFor completes what is being typed. Pages are paths. The errors are the searcher's.
func suggestionsFor(ctx context.Context, searcher search.Searcher, typed string) (suggestBody, error) {
	body := suggestBody{Query: typed, Suggestions: []suggestionBody{}}
	typed = strings.TrimLeft(typed, " ")
	if strings.TrimSpace(typed) == "" || utf8.RuneCountInString(typed) > maxTyped {
		return body, nil
	}
	lexicon, _ := searcher.(search.Lexicon)
	g := suggester{ctx: ctx, searcher: searcher, lexicon: lexicon}
	for _, kind := range []func(string) ([]suggestionBody, error){g.documents, g.resolutions, g.items, g.titles, g.words} {
		found, err := kind(typed)
		if err != nil {
			return body, err
		}
		for _, s := range found {
			known := slices.ContainsFunc(body.Suggestions, func(o suggestionBody) bool { return o.Page == s.Page })
			if !known && len(body.Suggestions) < maxSuggestions {
				body.Suggestions = append(body.Suggestions, s)
			}
		}
	}
	return body, nil
}

// suggester completes one text. A count that cannot be had is none, and so is a suggestion with it.
type suggester struct {
	ctx      context.Context
	searcher search.Searcher
	lexicon  search.Lexicon // nil where the engine has none
}

// terms are the most frequent terms of a field that begin so.
func (g *suggester) terms(field, beginning string, size int) ([]search.TermCount, error) {
	if g.lexicon == nil || beginning == "" {
		return nil, nil
	}
	return g.lexicon.Terms(g.ctx, field, beginning, size)
}

// count is the number of paragraphs that a query finds, 0 for one that is refused.
func (g *suggester) count(node query.Node, filters ...search.Filter) int {
	return paragraphs(g.ctx, g.searcher, search.Request{Query: node, Filters: filters})
}

// documents are symbols that begin so: first of documents that are held, then of those that are cited.
func (g *suggester) documents(typed string) ([]suggestionBody, error) {
	beginning := strings.ToLower(strings.TrimSpace(typed))
	if strings.Contains(beginning, " ") || len(beginning) < minLetters {
		return nil, nil
	}
	var out []suggestionBody
	for _, field := range []string{"document", "symbol"} {
		terms, err := g.terms(field, beginning, maxSuggested)
		if err != nil {
			return nil, err
		}
		for _, t := range terms {
			s, ok := g.symbol(field, t.Term)
			if ok && !slices.ContainsFunc(out, func(o suggestionBody) bool { return o.Text == s.Text }) {
				out = append(out, s)
			}
		}
	}
	return out, nil
}

// symbol suggests a document that is held, or what cites one.
func (g *suggester) symbol(field, term string) (suggestionBody, bool) {
	parsed, err := symbol.Parse(term)
	if err != nil {
		return suggestionBody{}, false
	}
	name := parsed.String()
	s := suggestionBody{Kind: "symbol", Text: name, Query: name, Page: searchFor("q", name)}
	headers, err := g.searcher.Resolve(g.ctx, name)
	if err == nil && len(headers) > 0 && field == "document" {
		h := headers[0]
		s.Kind, s.Detail, s.Lang, s.Page = "document", h.Title, string(h.Lang), documentPath(h.Key())
		s.Query = "document:" + name
		s.Count = g.count(query.Field{Name: "document", Value: name})
		return s, true
	}
	s.Count = g.count(query.Field{Name: "symbol", Value: name})
	return s, s.Count > 0
}

// adoptedStart is what is typed of a resolution or decision: perhaps the word, then the beginning of a number.
var adoptedStart = regexp.MustCompile(`(?i)^(?:(resolutions?|res\.?|decisions?|dec\.?)\s+)?(\d[\d/]*)$`)

// resolutions are resolutions and decisions whose number begins so, the most cited first.
func (g *suggester) resolutions(typed string) ([]suggestionBody, error) {
	m := adoptedStart.FindStringSubmatch(strings.TrimSpace(typed))
	if m == nil || m[1] == "" && len(m[2]) < minLetters {
		return nil, nil
	}
	var out []suggestionBody
	for _, kind := range []string{"resolution", "decision"} {
		if m[1] != "" && strings.ToLower(m[1])[0] != kind[0] {
			continue
		}
		terms, err := g.terms(kind, m[2], maxSuggested)
		if err != nil {
			return nil, err
		}
		for _, t := range terms {
			name := kind + " " + t.Term
			node := query.Field{Name: kind, Value: t.Term}
			if n := g.count(node); n > 0 {
				out = append(out, suggestionBody{Kind: kind, Text: name, Query: name, Count: n, Page: searchFor("q", name)})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b suggestionBody) int { return cmp.Compare(b.Count, a.Count) })
	return out, nil
}

// itemStart is what is typed of an agenda item: the word, then its number.
var itemStart = regexp.MustCompile(`(?i)^(?:agenda )?items?\s+(\d+\s*(?:\(?[a-z]?\)?)?)$`)

// items are agenda items whose number or title begins so, the newest agenda's first.
func (g *suggester) items(typed string) ([]suggestionBody, error) {
	corpus, err := g.searcher.Corpus(g.ctx)
	if err != nil {
		return nil, err
	}
	number := ""
	if m := itemStart.FindStringSubmatch(strings.TrimSpace(typed)); m != nil {
		number = strings.ReplaceAll(strings.ToLower(m[1]), " ", "")
	}
	words := analysis.Words(typed)
	var out []suggestionBody
	agenda := newestAgenda(corpus.Agendas)
	for item := range eachItem(agenda.Agenda) {
		if number == "" && !beginsWords(item.Title, words) || number != "" && !strings.HasPrefix(item.Item, number) {
			continue
		}
		filters := append(sessionFilters(agenda), search.Filter{Field: "item", Values: []string{item.Item}})
		pairs := []string{"item", item.Item}
		for _, f := range sessionFilters(agenda) {
			pairs = append(pairs, f.Field, f.Values[0])
		}
		if n := g.count(nil, filters...); n > 0 {
			out = append(out, suggestionBody{Kind: "item", Text: "item " + document.ReadingItem(item.Item), Query: "item:" + item.Item, Detail: cmp.Or(item.Short, item.Title),
				Lang: string(agenda.Lang), Count: n, Page: searchFor(pairs...)})
		}
		if len(out) == maxSuggested {
			break
		}
	}
	return out, nil
}

// eachItem yields the items of an agenda, each before those below it.
func eachItem(items []document.AgendaItem) func(yield func(document.AgendaItem) bool) {
	return func(yield func(document.AgendaItem) bool) {
		for _, item := range items {
			if !yield(item) {
				return
			}
			for below := range eachItem(item.Children) {
				if !yield(below) {
					return
				}
			}
		}
	}
}

// beginsWords reports whether a text holds words in a row, the last of them by its beginning, and they are long enough to say something.
func beginsWords(text string, words []analysis.Token) bool {
	if len(words) == 0 || len(words) == 1 && utf8.RuneCountInString(words[0].Term) < minLetters+1 {
		return false
	}
	held := analysis.Words(text)
	for i := 0; i+len(words) <= len(held); i++ {
		fits := true
		for j, w := range words {
			have := held[i+j].Term
			fits = fits && (have == w.Term || j == len(words)-1 && strings.HasPrefix(have, w.Term))
		}
		if fits {
			return true
		}
	}
	return false
}

// titles are documents whose title has the words, the last by its beginning.
func (g *suggester) titles(typed string) ([]suggestionBody, error) {
	words := analysis.Words(typed)
	if len(words) == 0 || utf8.RuneCountInString(words[len(words)-1].Term) < minLetters && len(words) > 1 || len(words) == 1 && utf8.RuneCountInString(typed) < 2*minLetters {
		return nil, nil
	}
	var all []query.Node
	for i, w := range words {
		field := query.Field{Name: search.TitleField, Value: w.Term}
		if i == len(words)-1 {
			field.Match = query.MatchPrefix
		}
		all = append(all, field)
	}
	var node query.Node = query.And{Nodes: all}
	if len(all) == 1 {
		node = all[0]
	}
	res, err := g.searcher.Search(g.ctx, search.Request{Query: node, Size: search.NoHits, Facets: []search.FacetRequest{{Field: "document", Size: maxSuggested}}})
	if err != nil {
		return nil, g.ended()
	}
	var out []suggestionBody
	gather(g.ctx, g.searcher, valuesOf(res.Facets[0]))
	for _, v := range res.Facets[0].Values {
		headers, err := g.searcher.Resolve(g.ctx, v.Value)
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(headers, func(h document.Header) bool { return beginsWords(h.Title, words) })
		if i < 0 {
			continue // the words stand apart in it
		}
		h := headers[i]
		out = append(out, suggestionBody{Kind: "title", Text: h.Title, Query: "document:" + h.Symbol, Detail: h.Symbol, Lang: string(h.Lang), Count: v.Count,
			Page: documentPath(h.Key())})
	}
	return out, nil
}

// ended is the error of a question whose time is up; other refusals, of patterns that are too wide, only mean no suggestion.
func (g *suggester) ended() error { return g.ctx.Err() }

// words complete the last word, by words that make a phrase with those before it; and what follows the best of them. A character of Chinese
// is a word that is whole.
func (g *suggester) words(typed string) ([]suggestionBody, error) {
	words := analysis.Words(typed)
	if len(words) == 0 || len(words) > maxPhraseStart+1 || strings.ContainsAny(typed, "\":*?()~/0123456789") || strings.HasSuffix(typed, " ") {
		return nil, nil
	}
	last := words[len(words)-1]
	candidates, err := g.candidates(typed, words)
	if err != nil {
		return nil, err
	}
	var out, all []suggestionBody
	for _, term := range candidates[:min(len(candidates), maxWordTries)] {
		s, further, err := g.phrase(typed[:last.Start]+term, max(1, maxFurther-len(out)))
		if err != nil {
			return nil, err
		}
		if s.Count == 0 {
			continue
		}
		out, all = append(out, s), append(all, further...)
		if len(out) == maxSuggested {
			break
		}
	}
	slices.SortStableFunc(out, func(a, b suggestionBody) int { return cmp.Compare(b.Count, a.Count) })
	return append(out, all...), nil
}

// candidates are words that the last of some may become, likeliest first: the most frequent; those that stand behind the word before it; or
// behind several words before it, in a sample.
func (g *suggester) candidates(typed string, words []analysis.Token) ([]string, error) {
	last := words[len(words)-1]
	if isHan(last.Term) {
		return []string{last.Term}, nil
	}
	if utf8.RuneCountInString(last.Term) < minLetters {
		return nil, nil
	}
	terms, err := g.terms(search.VerbatimField, last.Term, wordCandidates)
	if err != nil || len(terms) == 0 {
		return nil, err
	}
	switch len(words) {
	case 1:
	case 2:
		terms = terms[:min(len(terms), pairCandidates)]
		for i, t := range terms {
			terms[i].Count = g.count(query.Phrase{Text: words[0].Term + " " + t.Term})
		}
	default:
		if terms, err = g.behind(typed[:last.Start], terms); err != nil {
			return nil, err
		}
	}
	var likely []string
	for _, t := range search.FirstTerms(terms, wordCandidates) {
		if t.Count > 0 {
			likely = append(likely, t.Term)
		}
	}
	return likely, nil
}

// behind are those of some terms that stand behind words, with how often they do in the best hits that hold both.
func (g *suggester) behind(before string, terms []search.TermCount) ([]search.TermCount, error) {
	var either query.Or
	for _, t := range terms {
		either.Nodes = append(either.Nodes, query.Phrase{Text: t.Term})
	}
	both := query.And{Nodes: []query.Node{query.Phrase{Text: before}, either}}
	res, err := g.searcher.Search(g.ctx, search.Request{Query: both, Size: sampledHits, Highlight: true})
	if err != nil {
		return nil, g.ended()
	}
	words, seen := analysis.Words(before), tally{}
	sameTerm := func(a, b analysis.Token) bool { return a.Term == b.Term }
	for _, h := range res.Hits {
		for _, m := range h.Highlights {
			// What follows may belong to the mark, which then goes on.
			text := upToBlank(h.Unit.Text[m.Start:], m.End-m.Start+maxFollowing)
			here := analysis.Words(text)
			if len(here) <= len(words) || !slices.EqualFunc(here[:len(words)], words, sameTerm) {
				continue
			}
			next := here[len(words):]
			seen.add(next[0].Term)
			if len(next) > 1 && text[next[0].End:next[1].Start] == "-" {
				seen.add(next[0].Term + "-" + next[1].Term) // "Secretary-General" is a term, too
			}
		}
	}
	return slices.DeleteFunc(seen.counts(1), func(t search.TermCount) bool {
		return !slices.ContainsFunc(terms, func(wanted search.TermCount) bool { return wanted.Term == t.Term })
	}), nil
}

func isHan(word string) bool {
	r, _ := utf8.DecodeLastRuneInString(word)
	return unicode.Is(unicode.Han, r)
}

// phrase suggests a word or a run of words as its best hits write it most often, with its accents; and some phrases by which they go on, the
// most frequent first. Its count is 0 where nothing holds it.
func (g *suggester) phrase(text string, most int) (s suggestionBody, further []suggestionBody, err error) {
	res, err := g.searcher.Search(g.ctx, search.Request{Query: query.Phrase{Text: text}, Size: sampledHits, Highlight: true})
	if err != nil {
		return s, nil, g.ended()
	}
	asWritten, longer := tally{}, tally{}
	for _, h := range res.Hits {
		for i, m := range h.Highlights[:min(len(h.Highlights), sampledMarks)] {
			if i == 0 {
				asWritten.add(strings.ToLower(h.Unit.Text[m.Start:m.End]))
			}
			if end := goesOn(h, m); end > m.End {
				longer.add(strings.ToLower(h.Unit.Text[m.Start:end]))
			}
		}
	}
	for _, t := range search.FirstTerms(asWritten.counts(1), 1) {
		text = t.Term
	}
	for _, t := range search.FirstTerms(longer.counts(max(minFollows, len(res.Hits)/followShare)), most) {
		if n := g.count(query.Phrase{Text: t.Term}); n > 0 {
			further = append(further, phraseSuggestion(t.Term, n))
		}
	}
	return phraseSuggestion(text, res.Total.Paragraphs), further, nil
}

func phraseSuggestion(text string, count int) suggestionBody {
	s := suggestionBody{Kind: "word", Text: text, Query: text, Count: count}
	if len(analysis.Words(text)) > 1 {
		s.Kind, s.Query = "phrase", quotePhrase(text)
	}
	s.Page = searchFor("q", s.Query)
	return s
}

// tally counts texts.
type tally map[string]int

func (t tally) add(text string) { t[text]++ }

// counts are the texts that were counted so often, in no order.
func (t tally) counts(least int) []search.TermCount {
	var list []search.TermCount
	for text, n := range t {
		if n >= least {
			list = append(list, search.TermCount{Term: text, Count: n})
		}
	}
	return list
}

// goesOn is the end of the word behind a mark, or of those up to the first that carries a subject ("of the Convention"); that of the mark
// where the sentence goes on otherwise. Of Chinese it is two characters.
func goesOn(h search.Hit, m search.Highlight) int {
	const most = 3
	rest := upToBlank(h.Unit.Text[m.End:], maxFollowing)
	if end := strings.IndexAny(rest, ".,;:()[]“”\"，。；、：（）"); end >= 0 {
		rest = rest[:end]
	}
	words := analysis.Words(rest)
	if len(words) > 1 && isHan(words[0].Term) {
		return m.End + words[1].End
	}
	isStop := analysis.For(unitLang(h.Document, h.Unit)).IsStop
	for i, w := range words[:min(len(words), most)] {
		if strings.ContainsAny(w.Term, "0123456789") || i == 0 && strings.TrimLeft(rest[:w.Start], " ") != "" || utf8.RuneCountInString(w.Term) < minLetters && !isStop(w.Term) {
			break // "women’s" goes on with no word, and "resolution S/2005/1" with a symbol
		}
		if !isStop(w.Term) {
			return m.End + w.End
		}
	}
	return m.End
}

// upToBlank is the beginning of a text up to a blank, at most so many bytes; where no blank stands in them, as in Chinese, up to a rune.
func upToBlank(text string, most int) string {
	if len(text) <= most {
		return text
	}
	if blank := strings.LastIndexByte(text[:most], ' '); blank >= 0 {
		return text[:blank]
	}
	for !utf8.RuneStart(text[most]) {
		most--
	}
	return text[:most]
}
