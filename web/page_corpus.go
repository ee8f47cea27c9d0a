package web

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
)

// corpusView is what pages say of the whole index. It holds for one generation.
type corpusView struct {
	search.Corpus
	agenda    document.Header   // the newest agenda that is held; the zero header where none is
	short     map[string]string // short title of an item, by symbol of the agenda, blank and item
	items     map[string]int    // paragraphs under an item of the newest agenda, sub-items included
	kinds     []search.FacetValue
	documents []document.Header // the first few
	// cited counts resolutions and decisions; its mentions are known only where it is complete.
	cited    citedCount
	missing  []missingDocument // cited and not held, most cited first; complete where allCited
	examples []example
}

type citedCount struct {
	texts, mentions, implied int
	complete                 bool
}

type missingDocument struct {
	Symbol string
	Count  int
	Href   string
}

// example is a query that shows what the query language can do.
type example struct {
	Query string
	Href  string
	Does  string // key of a phrase
	Count int
}

// listedDocuments is how many documents the start page names.
const listedDocuments = 12

// corpusCache keeps the corpus view of one generation.
type corpusCache struct {
	mu   sync.Mutex
	view *corpusView
}

// get returns the view of the present generation, made anew when the index has changed.
func (c *corpusCache) get(ctx context.Context, s search.Searcher) (*corpusView, error) {
	corpus, err := s.Corpus(ctx)
	if err != nil {
		return nil, fmt.Errorf("describe the index: %w", err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.view != nil && c.view.Generation == corpus.Generation {
		return c.view, nil
	}
	v, err := newCorpusView(ctx, s, corpus)
	if err != nil && c.view != nil {
		return c.view, nil // of the generation before: too little time is no reason to refuse a search
	}
	if err != nil {
		return nil, err
	}
	c.view = v
	return v, nil
}

func newCorpusView(ctx context.Context, s search.Searcher, corpus search.Corpus) (*corpusView, error) {
	v := &corpusView{Corpus: corpus, short: map[string]string{}, items: map[string]int{}}
	v.agenda = newestAgenda(corpus.Agendas)
	for _, h := range corpus.Agendas {
		v.addShortTitles(h.Symbol, h.Agenda)
	}
	var err error
	if v.documents, err = s.Documents(ctx, document.Key{}, listedDocuments); err != nil {
		return nil, fmt.Errorf("list documents: %w", err)
	}
	facets := []search.FacetRequest{{Field: "kind"}, {Field: "resolution", Size: search.MaxFacetValues},
		{Field: "decision", Size: search.MaxFacetValues}, {Field: "symbol", Size: search.MaxFacetValues}}
	all, err := s.Search(ctx, search.Request{Size: search.NoHits, Facets: facets})
	if err != nil {
		return nil, fmt.Errorf("count what the index holds: %w", err)
	}
	v.kinds = slices.DeleteFunc(slices.Clone(all.Facets[0].Values), func(k search.FacetValue) bool {
		return !document.SearchedByDefault(document.Kind(k.Value))
	})
	v.cited = countCited(all.Facets[1], all.Facets[2])
	v.missing = missingDocuments(newLibrary(ctx, s), all.Facets[3])
	if err := v.countItems(ctx, s); err != nil {
		return nil, err
	}
	v.examples = v.chooseExamples(ctx, s, all.Facets)
	return v, nil
}

// newestAgenda is the agenda with the latest date, in English where there is a choice.
func newestAgenda(agendas []document.Header) document.Header {
	var newest document.Header
	for _, h := range agendas {
		if h.Date > newest.Date || h.Date == newest.Date && newest.Lang != "en" {
			newest = h
		}
	}
	return newest
}

func (v *corpusView) addShortTitles(agenda string, items []document.AgendaItem) {
	for _, item := range items {
		v.short[agenda+" "+item.Item] = cmp.Or(item.Short, item.Title)
		v.addShortTitles(agenda, item.Children)
	}
}

// countItems counts the paragraphs under the items of the newest agenda, among the documents of its session.
func (v *corpusView) countItems(ctx context.Context, s search.Searcher) error {
	if v.agenda.Symbol == "" {
		return nil
	}
	req := search.Request{Size: search.NoHits, Facets: []search.FacetRequest{{Field: "item", Size: search.MaxFacetValues}}, Filters: sessionFilters(v.agenda)}
	res, err := s.Search(ctx, req)
	if err != nil {
		return fmt.Errorf("count paragraphs by item: %w", err)
	}
	for _, value := range res.Facets[0].Values {
		v.items[value.Value] = value.Count
	}
	return nil
}

// sessionFilters keep to the documents of the body and session of an agenda, for another session numbers its items anew.
func sessionFilters(agenda document.Header) []search.Filter {
	var filters []search.Filter
	if agenda.Body != "" {
		filters = append(filters, search.Filter{Field: "body", Values: []string{agenda.Body}})
	}
	if field, ok := search.LookupField("session"); ok {
		if values := field.Values(&agenda, &document.Unit{}); len(values) > 0 {
			filters = append(filters, search.Filter{Field: "session", Values: []string{values[0].Text}})
		}
	}
	return filters
}

func countCited(facets ...search.Facet) citedCount {
	c := citedCount{complete: true}
	for _, f := range facets {
		c.texts += f.Total
		c.complete = c.complete && f.Other == 0
		for _, value := range f.Values {
			c.mentions += value.Mentions
			c.implied += value.Implied
		}
	}
	return c
}

func missingDocuments(l *library, symbols search.Facet) []missingDocument {
	gather(l.ctx, l.searcher, valuesOf(symbols))
	var missing []missingDocument
	for _, value := range symbols.Values {
		if l.path(value.Value, "") == "" {
			missing = append(missing, missingDocument{value.Value, value.Count, searchFor("symbol", value.Value)})
		}
	}
	return missing
}

// exampleQueries are tried in order; of each kind the start page shows the first that finds something.
var exampleQueries = []struct {
	does    string
	queries []string
}{
	{"start.words", []string{"extrabudgetary resources", "technical assistance", "sustainable development", "human rights"}},
	{"start.resolution", nil}, // the most cited resolution
	{"start.phrase", []string{"“constant element”", "“Member States”", "“the Secretary-General”", "“United Nations”"}},
	{"start.symbol", nil}, // the most cited document
	{"start.prefix", []string{"traffick*", "develop*", "govern*"}},
	{"start.without", []string{"“technical assistance” NOT UNODC", "“human rights” NOT council", "resolution NOT council"}},
}

func (v *corpusView) chooseExamples(ctx context.Context, s search.Searcher, facets []search.Facet) []example {
	var out []example
	for _, kind := range exampleQueries {
		queries := kind.queries
		switch kind.does {
		case "start.resolution":
			queries = mostCited(facets[1], "resolution ")
		case "start.symbol":
			queries = mostCited(facets[3], "")
		}
		for _, text := range queries {
			if n := countQuery(ctx, s, text); n > 0 {
				out = append(out, example{Query: text, Href: searchFor("q", text), Does: kind.does, Count: n})
				break
			}
		}
	}
	return out
}

// mostCited is the query for the most cited value of a facet, without the body, which readers leave out too.
func mostCited(f search.Facet, noun string) []string {
	if len(f.Values) == 0 {
		return nil
	}
	value := f.Values[0].Value
	if _, number, ok := strings.Cut(value, " "); ok && noun != "" {
		value = number
	}
	return []string{noun + value}
}

// countQuery counts what a query finds, 0 where it cannot be answered.
func countQuery(ctx context.Context, s search.Searcher, text string) int {
	reading, faults := read(text, false)
	if len(faults) > 0 {
		return 0
	}
	return paragraphs(ctx, s, search.Request{Query: reading.node})
}
