package engines

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"sync"

	"github.com/blevesearch/bleve/v2"
	bleveanalysis "github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/registry"
	"github.com/blevesearch/bleve/v2/search/query"

	"github.com/plenary-search/plenary/bench/exchange"
	"github.com/plenary-search/plenary/bench/workload"
	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/analysis"
	"github.com/plenary-search/plenary/search/plan"
)

// Bleve is Bleve as its documentation shows it: default field mappings, batches of 1,000, one request for hits, facets and highlights.
// Its analyzers are plenary's, so that it finds the same units.
type Bleve struct {
	Dir       string
	Languages []document.Language // of all units
	index     bleve.Index
}

// bleveBatch is the size of batches that Bleve's documentation speaks of.
const bleveBatch = 1000

// Fill indexes the units that searches find by default.
func (b *Bleve) Fill(_ context.Context, documents iter.Seq2[document.Document, error]) error {
	m, err := bleveMapping(exchange.Streams(b.Languages))
	if err != nil {
		return err
	}
	index, err := bleve.New(b.Dir, m)
	if err != nil {
		return err
	}
	return errors.Join(fillBleve(index, documents), index.Close())
}

func fillBleve(index bleve.Index, documents iter.Seq2[document.Document, error]) error {
	batch := index.NewBatch()
	for d, err := range documents {
		if err != nil {
			return err
		}
		for i := range d.Units {
			u := &d.Units[i]
			if !document.SearchedByDefault(u.Kind) {
				continue
			}
			if err := batch.Index(document.UnitID(d.Key(), u.Anchor), bleveDocument(&d.Header, u)); err != nil {
				return err
			}
			if batch.Size() == bleveBatch {
				if err := index.Batch(batch); err != nil {
					return err
				}
				batch.Reset()
			}
		}
	}
	return index.Batch(batch)
}

func bleveDocument(h *document.Header, u *document.Unit) map[string]any {
	lang := search.UnitLanguage(h, u)
	fields := map[string]any{bleveName(search.VerbatimField): u.Text, bleveName(search.StemField(lang)): u.Text}
	if h.Date != "" {
		fields["date"] = h.Date
	}
	for field, values := range exchange.FacetValues(h, u) {
		fields[field] = values
	}
	return fields
}

// bleveName is a stream's name as Bleve's fields can have it: dots are paths there.
func bleveName(stream string) string { return strings.ReplaceAll(stream, ".", "_") }

func bleveMapping(streams []string) (*mapping.IndexMappingImpl, error) {
	m := bleve.NewIndexMapping()
	if err := registerAnalyzer(); err != nil {
		return nil, err
	}
	for _, stream := range streams {
		name := bleveName(stream)
		if err := m.AddCustomAnalyzer(name, map[string]any{"type": analyzerType, "stream": stream}); err != nil {
			return nil, err
		}
		field := bleve.NewTextFieldMapping()
		field.Analyzer = name
		m.DefaultMapping.AddFieldMappingsAt(name, field)
	}
	for _, facet := range workload.Facets {
		m.DefaultMapping.AddFieldMappingsAt(facet.Field, bleve.NewKeywordFieldMapping())
	}
	m.DefaultMapping.AddFieldMappingsAt("date", bleve.NewDateTimeFieldMapping())
	return m, nil
}

// analyzerType is the name of plenary's analysis among Bleve's types of analyzers.
const analyzerType = "plenary"

// registerAnalyzer makes plenary's analysis known to Bleve, whose registry is of the whole program.
var registerAnalyzer = sync.OnceValue(func() error {
	return registry.RegisterAnalyzer(analyzerType, func(config map[string]any, _ *registry.Cache) (bleveanalysis.Analyzer, error) {
		stream, _ := config["stream"].(string)
		return streamAnalyzer(stream), nil
	})
})

// streamAnalyzer yields the tokens of a stream.
type streamAnalyzer string

func (s streamAnalyzer) Analyze(text []byte) bleveanalysis.TokenStream {
	lang, stem := strings.CutPrefix(string(s), search.StemPrefix)
	var tokens []analysis.Token
	if stem {
		tokens = analysis.For(document.Language(lang)).Stems(string(text))
	} else {
		tokens = analysis.Words(string(text))
	}
	stream := make(bleveanalysis.TokenStream, len(tokens))
	for i, t := range tokens {
		stream[i] = &bleveanalysis.Token{Start: t.Start, End: t.End, Term: []byte(t.Term), Position: t.Position + 1}
	}
	return stream
}

// Open opens the index for reading.
func (b *Bleve) Open(context.Context) (err error) {
	if err := registerAnalyzer(); err != nil {
		return err
	}
	b.index, err = bleve.OpenUsing(b.Dir, map[string]any{"read_only": true})
	return err
}

// Prepare plans the queries beforehand.
func (b *Bleve) Prepare(queries []workload.Query, full bool) (Ask, error) {
	plans := make([]plan.Node, len(queries))
	for i, q := range queries {
		var err error
		if plans[i], err = q.Plan(b.Languages); err != nil {
			return nil, err
		}
		if q.Class == workload.Nearness {
			return func(int, bool) (Answer, error) { return Answer{}, fmt.Errorf("%w: Bleve has no nearness", ErrCannot) }, nil
		}
	}
	return func(i int, wanted bool) (Answer, error) {
		results, err := b.search(plans[i], queries[i], full)
		if err != nil || !wanted {
			return Answer{}, err
		}
		return bleveAnswer(results, full, queries[i].Sort == search.SortNewest), nil
	}, nil
}

// search asks once, and once more for each filter whose own facet is to be counted without it.
func (b *Bleve) search(words plan.Node, q workload.Query, full bool) (*bleve.SearchResult, error) {
	request := bleve.NewSearchRequestOptions(filtered(words, q.Filters, ""), 10, 0, false)
	if q.Sort == search.SortNewest {
		request.SortBy([]string{"-date", "_id"})
	}
	if !full {
		return b.index.Search(request)
	}
	request.Fields = []string{bleveName(search.VerbatimField), "date", "body", "type"}
	request.Highlight = bleve.NewHighlightWithStyle("html")
	for _, facet := range workload.Facets {
		if !filters(q, facet.Field) {
			request.AddFacet(facet.Field, bleve.NewFacetRequest(facet.Field, search.DefaultFacetSize))
		}
	}
	results, err := b.index.Search(request)
	if err != nil {
		return nil, err
	}
	for _, f := range q.Filters {
		wide := bleve.NewSearchRequestOptions(filtered(words, q.Filters, f.Field), 0, 0, false)
		wide.AddFacet(f.Field, bleve.NewFacetRequest(f.Field, search.DefaultFacetSize))
		more, err := b.index.Search(wide)
		if err != nil {
			return nil, err
		}
		results.Facets[f.Field] = more.Facets[f.Field]
	}
	return results, nil
}

func filters(q workload.Query, field string) bool {
	for _, f := range q.Filters {
		if f.Field == field {
			return true
		}
	}
	return false
}

// filtered is a query under all filters but that on a field.
func filtered(words plan.Node, filters []search.Filter, without string) query.Query {
	all := bleve.NewConjunctionQuery(bleveQuery(words))
	for _, f := range filters {
		if f.Field == without {
			continue
		}
		values := bleve.NewDisjunctionQuery()
		for _, v := range f.Values {
			values.AddQuery(bleveTerm(f.Field, v))
		}
		all.AddQuery(values)
	}
	if len(all.Conjuncts) == 1 {
		return all.Conjuncts[0]
	}
	return all
}

func bleveTerm(field, value string) query.Query {
	q := bleve.NewTermQuery(value)
	q.SetField(field)
	return q
}

func bleveQuery(n plan.Node) query.Query {
	switch n := n.(type) {
	case plan.And:
		return bleveAnd(n)
	case plan.Or:
		return bleve.NewDisjunctionQuery(bleveQueries(n.Nodes)...)
	case plan.All:
		return bleve.NewMatchAllQuery()
	case plan.None:
		return bleve.NewMatchNoneQuery()
	case plan.Term:
		return bleveTerm(bleveName(n.Field), n.Value)
	case plan.Phrase:
		return bleve.NewPhraseQuery(workload.Words(n.Terms), bleveName(n.Field))
	case plan.Pattern:
		if n.Form == plan.Similar {
			return bleveSimilar(n)
		}
		q := bleve.NewPrefixQuery(n.Value)
		q.SetField(bleveName(n.Field))
		return q
	}
	panic(fmt.Sprintf("the benchmark has no %T", n))
}

func bleveSimilar(n plan.Pattern) query.Query {
	q := bleve.NewFuzzyQuery(n.Value)
	q.SetField(bleveName(n.Field))
	q.SetFuzziness(n.Distance)
	q.SetPrefix(1)
	return q
}

func bleveQueries(nodes []plan.Node) []query.Query {
	all := make([]query.Query, len(nodes))
	for i, n := range nodes {
		all[i] = bleveQuery(n)
	}
	return all
}

func bleveAnd(n plan.And) query.Query {
	q := bleve.NewBooleanQuery()
	excludes := false
	var must []query.Query
	for _, child := range n.Nodes {
		if not, ok := child.(plan.Not); ok {
			excludes = true
			q.AddMustNot(bleveQuery(not.Node))
			continue
		}
		must = append(must, bleveQuery(child))
	}
	if !excludes {
		return bleve.NewConjunctionQuery(must...)
	}
	q.AddMust(must...)
	return q
}

func bleveAnswer(r *bleve.SearchResult, full, newest bool) Answer {
	a := Answer{Total: int(r.Total)}
	if !full {
		return a
	}
	for _, hit := range r.Hits {
		a.IDs = append(a.IDs, hit.ID)
		if date, _ := hit.Fields["date"].(string); newest {
			a.Dates = append(a.Dates, strings.TrimSuffix(date, "T00:00:00Z"))
		}
	}
	a.Facets = make(map[string]map[string]int, len(r.Facets))
	for field, facet := range r.Facets {
		counts := map[string]int{}
		for _, term := range facet.Terms.Terms() {
			counts[term.Term] = term.Count
		}
		a.Facets[field] = counts
	}
	return a
}

// Process is this one.
func (b *Bleve) Process() int { return 0 }

// Close closes the index.
func (b *Bleve) Close() error {
	if b.index == nil {
		return nil
	}
	return b.index.Close()
}
