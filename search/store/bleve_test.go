package store

import (
	"context"
	"fmt"
	"testing"

	"github.com/blevesearch/bleve/v2/index/scorch"
	bleve "github.com/blevesearch/bleve/v2/search"
	"github.com/blevesearch/bleve/v2/search/searcher"
	index "github.com/blevesearch/bleve_index_api"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/analysis"
	"github.com/plenary-search/plenary/search/plan"
	"github.com/plenary-search/plenary/search/searchtest"
)

// Bleve's own searchers, over records of units with all their terms and positions, find what the naive engine finds: the same units,
// as often, for every plan. Nearness, which Bleve does not know, is counted among what it finds for the words.
func TestBleveFindsTheSame(t *testing.T) {
	searchtest.Compare(t, func(t *testing.T) searchtest.Engine {
		return searchtest.NewMemoryOver(func(docs []*document.Document) (searchtest.Finder, error) { return newBleveFinder(t, docs) })
	})
}

func TestBleveAnswersGold(t *testing.T) {
	e := searchtest.NewMemoryOver(func(docs []*document.Document) (searchtest.Finder, error) { return newBleveFinder(t, docs) })
	searchtest.FillGold(t, e)
	searchtest.RunGold(t, e)
}

// bleveFinder is an index of units in Bleve.
type bleveFinder struct {
	reader index.IndexReader
	refs   map[string]searchtest.UnitRef          // by id
	words  map[string]map[string][]analysis.Token // by id and stream
}

func newBleveFinder(t *testing.T, docs []*document.Document) (*bleveFinder, error) {
	queue := index.NewAnalysisQueue(1)
	opened, err := scorch.NewScorch(scorch.Name, map[string]any{"path": ""}, queue)
	if err != nil {
		return nil, err
	}
	if err := opened.Open(); err != nil {
		return nil, err
	}
	t.Cleanup(func() {
		if err := opened.Close(); err != nil {
			t.Error(err)
		}
		queue.Close()
	})
	f := &bleveFinder{refs: map[string]searchtest.UnitRef{}, words: map[string]map[string][]analysis.Token{}}
	batch := index.NewBatch()
	for _, d := range docs {
		for i := range d.Units {
			u := &d.Units[i]
			id := fmt.Sprintf("%s\x00%d", keyTerm(d.Key()), u.Seq)
			f.refs[id] = searchtest.UnitRef{Key: d.Key(), Seq: u.Seq}
			f.words[id] = plan.Streams(&d.Header, u)
			batch.Update(unitRecord(id, &d.Header, u, f.words[id]))
		}
	}
	if err := opened.Batch(batch); err != nil {
		return nil, err
	}
	f.reader, err = opened.Reader()
	return f, err
}

// unitRecord is a unit with its terms, those of streams with their positions: from 1, for to Bleve 0 is none.
func unitRecord(id string, h *document.Header, u *document.Unit, streams map[string][]analysis.Token) *record {
	r := &record{id: id}
	for name, tokens := range streams {
		f := &field{name: name, options: index.IndexField | index.IncludeTermVectors, length: len(tokens), terms: index.TokenFrequencies{}}
		for _, token := range tokens {
			freq := f.terms[token.Term]
			if freq == nil {
				freq = &index.TokenFreq{Term: []byte(token.Term)}
				f.terms[token.Term] = freq
			}
			freq.Locations = append(freq.Locations, &index.TokenLocation{Start: token.Start, End: token.End, Position: token.Position + 1})
			freq.SetFrequency(len(freq.Locations))
		}
		r.fields = append(r.fields, f)
	}
	for _, f := range search.Fields() {
		if terms := f.Terms(h, u); len(terms) > 0 {
			r.fields = append(r.fields, keyword(f.Name, terms...))
		}
	}
	return r
}

func (f *bleveFinder) Find(n plan.Node) (map[searchtest.UnitRef]bool, error) {
	found := map[searchtest.UnitRef]bool{}
	err := f.each(n, func(id string) { found[f.refs[id]] = true })
	return found, err
}

func (f *bleveFinder) Frequencies(leaf plan.Node) (map[searchtest.UnitRef]int, error) {
	found := map[searchtest.UnitRef]int{}
	if term, ok := leaf.(plan.Term); ok {
		postings, err := f.reader.TermFieldReader(context.Background(), []byte(term.Value), term.Field, true, false, false)
		if err != nil {
			return nil, err
		}
		for {
			p, err := postings.Next(nil)
			if err != nil || p == nil {
				return found, err
			}
			id, err := f.reader.ExternalID(p.ID)
			if err != nil {
				return nil, err
			}
			found[f.refs[id]] = int(p.Freq)
		}
	}
	err := f.each(leaf, func(id string) {
		switch leaf := leaf.(type) {
		case plan.Phrase:
			found[f.refs[id]] = phraseCount(f.words[id][leaf.Field], leaf.Terms)
		case plan.Near:
			found[f.refs[id]] = windowCount(f.words[id][leaf.Field], leaf)
		}
	})
	return found, err
}

// phraseCount counts the positions at which a phrase begins; Bleve says only that there is one.
func phraseCount(tokens []analysis.Token, terms [][]string) (n int) {
	at := map[int]map[string]bool{}
	for _, token := range tokens {
		if at[token.Position] == nil {
			at[token.Position] = map[string]bool{}
		}
		at[token.Position][token.Term] = true
	}
	for begin := range at {
		fits := true
		for i, alternatives := range terms {
			held := false
			for _, term := range alternatives {
				held = held || at[begin+i][term]
			}
			fits = fits && held
		}
		if fits {
			n++
		}
	}
	return n
}

func windowCount(tokens []analysis.Token, n plan.Near) int {
	var text []string
	for _, token := range tokens {
		if !token.Compound {
			text = append(text, token.Term)
		}
	}
	return plan.NewWindows(n.Terms, n).Count(text)
}

// each visits the ids of the units that a plan matches.
func (f *bleveFinder) each(n plan.Node, visit func(id string)) error {
	found, err := f.searcher(n)
	if err != nil {
		return err
	}
	defer found.Close()
	matches := &bleve.SearchContext{DocumentMatchPool: bleve.NewDocumentMatchPool(found.DocumentMatchPoolSize()+10, 0), IndexReader: f.reader}
	for {
		match, err := found.Next(matches)
		if err != nil || match == nil {
			return err
		}
		id, err := f.reader.ExternalID(match.IndexInternalID)
		if err != nil {
			return err
		}
		visit(id)
		matches.DocumentMatchPool.Put(match)
	}
}

// searcher makes Bleve's searcher of a plan.
func (f *bleveFinder) searcher(n plan.Node) (bleve.Searcher, error) {
	ctx, opts := context.Background(), bleve.SearcherOptions{}
	switch n := n.(type) {
	case plan.All:
		return searcher.NewMatchAllSearcher(ctx, f.reader, 1, opts)
	case plan.And:
		all, err := f.searchers(n.Nodes)
		if err != nil {
			return nil, err
		}
		return searcher.NewConjunctionSearcher(ctx, f.reader, all, opts)
	case plan.Or:
		all, err := f.searchers(n.Nodes)
		if err != nil {
			return nil, err
		}
		return searcher.NewDisjunctionSearcher(ctx, f.reader, all, 1, opts)
	case plan.Not:
		all, err := searcher.NewMatchAllSearcher(ctx, f.reader, 1, opts)
		if err != nil {
			return nil, err
		}
		not, err := f.searcher(n.Node)
		if err != nil {
			return nil, err
		}
		return searcher.NewBooleanSearcher(ctx, f.reader, all, nil, not, opts)
	case plan.Term:
		return searcher.NewTermSearcher(ctx, f.reader, n.Value, n.Field, 1, opts)
	case plan.Phrase:
		return searcher.NewMultiPhraseSearcher(ctx, f.reader, n.Terms, 0, false, n.Field, 1, opts)
	case plan.Span:
		return searcher.NewTermRangeSearcher(ctx, f.reader, []byte(n.From), []byte(n.To), new(true), new(true), n.Field, 1, opts)
	case plan.Pattern:
		return f.patternSearcher(n)
	case plan.Near:
		return f.nearSearcher(n)
	}
	return searcher.NewMatchNoneSearcher(f.reader) // plan.None
}

func (f *bleveFinder) searchers(nodes []plan.Node) (all []bleve.Searcher, err error) {
	for _, n := range nodes {
		next, err := f.searcher(n)
		if err != nil {
			return nil, err
		}
		all = append(all, next)
	}
	return all, nil
}

// patternSearcher leaves beginnings to Bleve. Its wildcards stand for any character and its similar words are others, so the dictionary
// is walked for these.
func (f *bleveFinder) patternSearcher(n plan.Pattern) (bleve.Searcher, error) {
	if n.Form == plan.Beginning {
		return searcher.NewTermPrefixSearcher(context.Background(), f.reader, n.Value, n.Field, 1, bleve.SearcherOptions{})
	}
	terms, err := f.reader.FieldDict(n.Field)
	if err != nil {
		return nil, err
	}
	defer terms.Close()
	var or plan.Or
	for {
		entry, err := terms.Next()
		if err != nil {
			return nil, err
		}
		if entry == nil {
			break
		}
		if n.Fits(entry.Term) {
			or.Nodes = append(or.Nodes, plan.Term{Field: n.Field, Value: entry.Term})
		}
	}
	if len(or.Nodes) == 0 {
		return f.searcher(plan.None{})
	}
	return f.searcher(or)
}

// nearSearcher looks at the units that hold all words.
func (f *bleveFinder) nearSearcher(n plan.Near) (bleve.Searcher, error) {
	var and plan.And
	for _, alternatives := range n.Terms {
		var or plan.Or
		for _, term := range alternatives {
			or.Nodes = append(or.Nodes, plan.Term{Field: n.Field, Value: term})
		}
		and.Nodes = append(and.Nodes, or)
	}
	var near []string
	err := f.each(and, func(id string) {
		if windowCount(f.words[id][n.Field], n) > 0 {
			near = append(near, id)
		}
	})
	if err != nil {
		return nil, err
	}
	return searcher.NewDocIDSearcher(context.Background(), f.reader, near, 1, bleve.SearcherOptions{})
}
