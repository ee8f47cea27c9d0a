// Package workload draws the queries of a benchmark from the documents that it searches: classes of queries as people type
// them, each from a fixed seed, so that the same collection gives the same queries.
package workload

import (
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/analysis"
	"github.com/plenary-search/plenary/search/plan"
	"github.com/plenary-search/plenary/search/query"
)

// Query is a question of a class.
type Query struct {
	Class   string
	Text    string // in plenary's query language
	Any     bool   // words are joined by OR
	Filters []search.Filter
	Sort    search.Sort
}

// The classes of queries.
const (
	CommonTerm    = "common term"
	RareTerm      = "rare term"
	And           = "and"
	Or            = "or"
	CommonPhrase  = "common phrase"
	RarePhrase    = "rare phrase"
	AcrossStops   = "phrase across stop words"
	Prefix        = "prefix"
	FilterAndTerm = "filter and term"
	DateOrder     = "date order"
	Boolean       = "boolean"
	Nearness      = "nearness"  // not every engine has it
	Fuzzy         = "fuzzy"     // the same
	MatchAll      = "match all" // has one query
)

// Classes are the names of all classes, in the order of tables.
var Classes = []string{CommonTerm, RareTerm, And, Or, CommonPhrase, RarePhrase, AcrossStops, Prefix, FilterAndTerm, DateOrder, Boolean, Nearness, Fuzzy, MatchAll}

// Facets are the six that a full page counts, each with a multi-select count of its own.
var Facets = []search.FacetRequest{{Field: "item"}, {Field: "resolution"}, {Field: "body"}, {Field: "type"}, {Field: "year"}, {Field: "lang"}}

// Request is what a query asks of plenary: where ten hits stand, and of a full page their texts, facets and highlights too.
func (q Query) Request(full bool) (search.Request, error) {
	parsed, err := query.Parse(q.Text, query.Options{Any: q.Any})
	if err != nil {
		return search.Request{}, fmt.Errorf("%s query %q: %w", q.Class, q.Text, err)
	}
	r := search.Request{Query: parsed.Node, Filters: q.Filters, Sort: q.Sort, Size: 10, Bare: !full}
	if full {
		r.Facets, r.Highlight = Facets, true
	}
	return r, nil
}

// Plan is the query after analysis, as engines execute it; filters are apart. It asks for a word in each of the collection's languages.
func (q Query) Plan(languages []document.Language) (plan.Node, error) {
	r, err := q.Request(false)
	if err != nil {
		return nil, err
	}
	return plan.Build(r.Query, plan.Options{Languages: languages})
}

// Words are the first ones of sets of alternatives. The queries of the benchmark have no others.
func Words(sets [][]string) []string {
	words := make([]string, len(sets))
	for i, alternatives := range sets {
		words[i] = alternatives[0]
	}
	return words
}

// sampleEvery is the share of units that frequencies are counted in.
const sampleEvery = 8

// sample is what is known of the units in one language.
type sample struct {
	words map[string]int // how many units hold a word
	pairs map[string]int // and two words side by side, neither a stop word
	// candidates are the tokens of units that queries are drawn from.
	candidates [][]string
	headers    []document.Header // of the documents of candidates
}

// others are the languages of every second query, in turn.
var others = []document.Language{"fr", "es", "ru", "ar", "zh"}

// fewCandidates are too few units of a language to draw queries from.
const fewCandidates = 100

// Draw returns n queries of each class, half of them English and the others from the other official languages in turn. The
// documents are read once.
func Draw(documents iter.Seq2[document.Document, error], n int, seed uint64) ([]Query, error) {
	rng := rand.New(rand.NewPCG(seed, 1))
	samples, total, err := read(documents, rng)
	if err != nil {
		return nil, err
	}
	if english := samples["en"]; english == nil || len(english.candidates) == 0 {
		return nil, errors.New("the collection has too few English units to draw queries from")
	}
	w := drawer{rng: rng, total: total / sampleEvery, widen: 1}
	var queries []Query
	for _, class := range Classes {
		if class == MatchAll {
			queries = append(queries, Query{Class: class})
			continue
		}
		for i := range n {
			lang := document.Language("en")
			if other := others[(i/2)%len(others)]; i%2 == 1 && samples[other] != nil && len(samples[other].candidates) > fewCandidates {
				lang = other
			}
			q, ok := w.drawNear(class, samples, lang)
			if !ok {
				return nil, fmt.Errorf("the collection is too small for a query of class %q", class)
			}
			queries = append(queries, q)
		}
	}
	return queries, nil
}

// read samples the units that searches find by default, and counts them.
func read(documents iter.Seq2[document.Document, error], rng *rand.Rand) (samples map[document.Language]*sample, total int, err error) {
	samples = map[document.Language]*sample{}
	for d, err := range documents {
		if err != nil {
			return nil, 0, err
		}
		for i := range d.Units {
			u := &d.Units[i]
			if !document.SearchedByDefault(u.Kind) {
				continue
			}
			total++
			if rng.IntN(sampleEvery) != 0 {
				continue
			}
			lang := search.UnitLanguage(&d.Header, u)
			if samples[lang] == nil {
				samples[lang] = &sample{words: map[string]int{}, pairs: map[string]int{}}
			}
			samples[lang].add(&d.Header, u, lang, rng)
		}
	}
	return samples, total, nil
}

func (s *sample) add(h *document.Header, u *document.Unit, lang document.Language, rng *rand.Rand) {
	tokens := analysis.Words(u.Text)
	words := make([]string, len(tokens))
	once := map[string]bool{}
	chain := analysis.For(lang)
	last := ""
	for i, t := range tokens {
		words[i] = t.Term
		if !once[t.Term] {
			once[t.Term] = true
			s.words[t.Term]++
		}
		if !searchable(t.Term) || chain.IsStop(t.Term) {
			last = ""
			continue
		}
		if pair := last + " " + t.Term; last != "" && !once[pair] {
			once[pair] = true
			s.pairs[pair]++
		}
		last = t.Term
	}
	if len(words) >= 8 && rng.IntN(4) == 0 {
		s.candidates, s.headers = append(s.candidates, words), append(s.headers, *h)
	}
}

// searchable reports whether a word is one that people search for: letters, three or more of them, or Han characters.
func searchable(word string) bool {
	n := 0
	for _, r := range word {
		if r < 'a' && r < 0x80 {
			return false
		}
		if r >= 0x2e80 {
			n += 3
		}
		n++
	}
	return n >= 3
}

// drawer draws queries. Its frequencies are shares of all units, whatever their language: that is what an engine meets.
type drawer struct {
	rng   *rand.Rand
	total int
	widen float64 // by how much shares may lie outside a class's, for collections that have no such words
}

// attempts bounds the search for words of a wanted frequency.
const attempts = 20_000

// drawNear draws a query of a class in a language; where it finds none, in English, of frequencies ever further from those of the class.
func (w drawer) drawNear(class string, samples map[document.Language]*sample, lang document.Language) (Query, bool) {
	if q, ok := w.draw(class, samples[lang], lang); ok {
		return q, true
	}
	for _, w.widen = range []float64{1, 4, 16, 64, 256} {
		if q, ok := w.draw(class, samples["en"], "en"); ok {
			return q, true
		}
	}
	return Query{}, false
}

func (w drawer) draw(class string, s *sample, lang document.Language) (Query, bool) {
	for range attempts {
		at := w.rng.IntN(len(s.candidates))
		text, ok := w.words(class, s, s.candidates[at], lang)
		if !ok {
			continue
		}
		q := Query{Class: class, Text: text, Any: class == Or}
		switch class {
		case FilterAndTerm, Boolean:
			filter, ok := w.filter(&s.headers[at])
			if !ok {
				continue
			}
			q.Filters = []search.Filter{filter}
		case DateOrder:
			q.Sort = search.SortNewest
		}
		return q, true
	}
	return Query{}, false
}

// filter draws one that a document passes: its year or its body.
func (w drawer) filter(h *document.Header) (search.Filter, bool) {
	switch {
	case len(h.Date) >= 4 && w.rng.IntN(2) == 0:
		return search.Filter{Field: "year", Values: []string{h.Date[:4]}}, true
	case h.Body != "":
		return search.Filter{Field: "body", Values: []string{h.Body}}, true
	}
	return search.Filter{}, false
}

// words draws the words of a query from those of one unit.
func (w drawer) words(class string, s *sample, unit []string, lang document.Language) (string, bool) {
	switch class {
	case CommonTerm, DateOrder, FilterAndTerm:
		return w.word(s, unit, lang, 0.01, 0.3)
	case RareTerm:
		return w.word(s, unit, lang, 0.0002, 0.005)
	case And:
		return w.several(s, unit, lang, 2+w.rng.IntN(2), 0.001, 0.2)
	case Or:
		return w.several(s, unit, lang, 3+w.rng.IntN(3), 0.002, 0.2)
	case CommonPhrase:
		return w.phrase(s, unit, lang, 2, 0.002, 1)
	case RarePhrase:
		return w.phrase(s, unit, lang, 2+w.rng.IntN(2), 0, 0.0005)
	case AcrossStops:
		return w.across(s, unit, lang)
	case Prefix:
		return w.prefix(s, unit, lang)
	case Nearness:
		return w.near(s, unit, lang)
	case Fuzzy:
		return w.misspelt(s, unit, lang)
	case Boolean:
		return w.boolean(s, unit, lang)
	}
	panic(fmt.Sprintf("there is no class %q", class))
}

func (w drawer) share(n int) float64 { return float64(n) / float64(w.total) }

// within reports whether n is from to to of all units.
func (w drawer) within(n int, from, to float64) bool {
	return w.share(n) >= from/w.widen && w.share(n) <= to*w.widen
}

// word draws a word that from to to of all units hold.
func (w drawer) word(s *sample, unit []string, lang document.Language, from, to float64) (string, bool) {
	for range 4 {
		word := unit[w.rng.IntN(len(unit))]
		if !w.within(s.words[word], from, to) || !searchable(word) || analysis.For(lang).IsStop(word) {
			continue
		}
		return word, true
	}
	return "", false
}

// several draws n different words, each of which from to to of all units hold.
func (w drawer) several(s *sample, unit []string, lang document.Language, n int, from, to float64) (string, bool) {
	var words []string
	seen := map[string]bool{}
	for range 4 * n {
		if word, ok := w.word(s, unit, lang, from, to); ok && !seen[word] {
			seen[word] = true
			words = append(words, word)
		}
		if len(words) == n {
			return strings.Join(words, " "), true
		}
	}
	return "", false
}

// phrase draws n words that stand side by side; the first two do so in from to to of all units.
func (w drawer) phrase(s *sample, unit []string, lang document.Language, n int, from, to float64) (string, bool) {
	at := w.rng.IntN(len(unit) - n + 1)
	for _, word := range unit[at : at+n] {
		if !searchable(word) || analysis.For(lang).IsStop(word) {
			return "", false
		}
	}
	if !w.within(s.pairs[unit[at]+" "+unit[at+1]], from, to) {
		return "", false
	}
	return quoted(unit[at:at+n], lang), true
}

// across draws a phrase of two words around a stop word: "rule of law".
func (w drawer) across(s *sample, unit []string, lang document.Language) (string, bool) {
	at := w.rng.IntN(len(unit) - 2)
	chain := analysis.For(lang)
	for i, word := range unit[at : at+3] {
		if stop := chain.IsStop(word); stop != (i == 1) || !stop && (!searchable(word) || w.share(s.words[word]) < 0.0005) {
			return "", false
		}
	}
	return quoted(unit[at:at+3], lang), true
}

// prefix draws a word of which the first four or five letters are left, and an asterisk.
func (w drawer) prefix(s *sample, unit []string, lang document.Language) (string, bool) {
	word, ok := w.word(s, unit, lang, 0.0005, 0.3)
	letters := []rune(word)
	n := 4 + w.rng.IntN(2)
	if lang == "zh" || !ok || len(letters) < n+2 {
		return "", false
	}
	return string(letters[:n]) + "*", true
}

// boolean draws one of two words, with a third one and without a fourth.
func (w drawer) boolean(s *sample, unit []string, lang document.Language) (string, bool) {
	parts := make([]string, 4)
	for i := range parts {
		var ok bool
		if parts[i], ok = w.word(s, unit, lang, 0.002, 0.3); !ok {
			return "", false
		}
	}
	if parts[0] == parts[1] || slices.Contains(parts[:3], parts[3]) {
		return "", false
	}
	return fmt.Sprintf("(%s OR %s) %s -%s", parts[0], parts[1], parts[2], parts[3]), true
}

// near draws two or three different words that stand in a window of up to ten others.
func (w drawer) near(s *sample, unit []string, lang document.Language) (string, bool) {
	within := []int{3, 5, 10}[w.rng.IntN(3)]
	from := w.rng.IntN(len(unit))
	window := unit[from:min(len(unit), from+within+2)]
	words, ok := w.several(s, window, lang, 2+w.rng.IntN(2), 0.001, 0.2)
	if !ok || lang == "zh" { // whose words are parts of words there
		return "", false
	}
	return fmt.Sprintf("\"%s\"~%d", words, within), true
}

// misspelt draws a word with a letter left out, exchanged with the next one, or as it is.
func (w drawer) misspelt(s *sample, unit []string, lang document.Language) (string, bool) {
	word, ok := w.word(s, unit, lang, 0.0005, 0.3)
	letters := []rune(word)
	if !ok || lang == "zh" || len(letters) < 6 {
		return "", false
	}
	at := 2 + w.rng.IntN(len(letters)-4)
	switch w.rng.IntN(3) {
	case 0:
		letters = slices.Delete(letters, at, at+1)
	case 1:
		letters[at], letters[at+1] = letters[at+1], letters[at]
	}
	return string(letters) + "~1", true
}

func quoted(words []string, lang document.Language) string {
	if lang == "zh" {
		return `"` + strings.Join(words, "") + `"`
	}
	return `"` + strings.Join(words, " ") + `"`
}
