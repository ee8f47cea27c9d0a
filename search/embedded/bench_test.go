package embedded

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/query"
	"github.com/plenary-search/plenary/search/searchtest"
)

// multiplied returns n documents with the units of the annotated ones, under symbols of their own. PLENARY_BENCH_DOCUMENTS
// sets another n than the small one that makes the benchmarks quick to run.
func multiplied(b *testing.B) []document.Document {
	b.Helper()
	n := 200
	if s := os.Getenv("PLENARY_BENCH_DOCUMENTS"); s != "" {
		var err error
		if n, err = strconv.Atoi(s); err != nil {
			b.Fatal(err)
		}
	}
	gold, err := searchtest.Gold()
	if err != nil {
		b.Fatal(err)
	}
	docs := make([]document.Document, n)
	for i := range docs {
		docs[i] = gold[i%len(gold)]
		docs[i].Symbol = fmt.Sprintf("CTOC/COP/%d/%d", 2000+i%25, i)
		docs[i].Date = fmt.Sprintf("%d-%02d-%02d", 2000+i%25, 1+i%12, 1+i%28)
		docs[i].Agenda = nil
	}
	return docs
}

func units(docs []document.Document) (n int) {
	for _, d := range docs {
		n += len(d.Units)
	}
	return n
}

// fill writes documents in commits of a hundred, as an index run does.
func fill(b *testing.B, e *Engine, docs []document.Document) {
	b.Helper()
	for len(docs) > 0 {
		n := min(100, len(docs))
		if err := e.Put(b.Context(), docs[:n]); err != nil {
			b.Fatal(err)
		}
		if err := e.Commit(b.Context()); err != nil {
			b.Fatal(err)
		}
		docs = docs[n:]
	}
}

func BenchmarkIndex(b *testing.B) {
	docs := multiplied(b)
	var bytes int64
	for b.Loop() {
		dir := filepath.Join(b.TempDir(), "index")
		e, err := Open(b.Context(), dir, Options{})
		if err != nil {
			b.Fatal(err)
		}
		fill(b, e, docs)
		if err := e.Close(); err != nil {
			b.Fatal(err)
		}
		bytes = 0
		for _, content := range contents(b, dir) {
			bytes += int64(len(content))
		}
	}
	perRun := float64(units(docs))
	b.ReportMetric(perRun*float64(b.N)/b.Elapsed().Seconds(), "units/s")
	b.ReportMetric(float64(bytes)/perRun, "B/unit")
}

func BenchmarkOpen(b *testing.B) {
	dir := filepath.Join(b.TempDir(), "index")
	e, err := Open(b.Context(), dir, Options{})
	if err != nil {
		b.Fatal(err)
	}
	fill(b, e, multiplied(b))
	closeEngine(b, e)
	for b.Loop() {
		e, err := Open(b.Context(), dir, Options{ReadOnly: true})
		if err != nil {
			b.Fatal(err)
		}
		closeEngine(b, e)
	}
}

// BenchmarkFirstAnswer is what a start on the embedded documents costs: an index in memory, and one search.
func BenchmarkFirstAnswer(b *testing.B) {
	for b.Loop() {
		e, err := OpenMemory(Options{})
		if err != nil {
			b.Fatal(err)
		}
		searchtest.FillGold(b, e)
		if _, err := e.Search(b.Context(), search.Request{Query: query.Phrase{Text: "extrabudgetary resources"}}); err != nil {
			b.Fatal(err)
		}
		closeEngine(b, e)
	}
}

// BenchmarkSearch asks for the first page of 20, plain, and with six facets and highlights.
func BenchmarkSearch(b *testing.B) {
	e := openAt(b, filepath.Join(b.TempDir(), "index"), Options{})
	fill(b, e, multiplied(b))
	word := func(s string) query.Node { return query.Word{Text: s} }
	for _, class := range []struct {
		name string
		req  search.Request
	}{
		{"everything", search.Request{}},
		{"common word", search.Request{Query: word("conference")}},
		{"rare word", search.Request{Query: word("UNESCO")}},
		{"two words", search.Request{Query: query.And{Nodes: []query.Node{word("trafficking"), word("resources")}}}},
		{"either of three", search.Request{Query: query.Or{Nodes: []query.Node{word("extradition"), word("conference"), word("assistance")}}}},
		{"phrase", search.Request{Query: query.Phrase{Text: "technical assistance"}}},
		{"phrase with stop word", search.Request{Query: query.Phrase{Text: "trafficking in persons"}}},
		{"prefix", search.Request{Query: query.Prefix{Text: "traf"}}},
		{"word and filter", search.Request{Query: word("conference"), Filters: []search.Filter{{Field: "item", Values: []string{"2"}}}}},
		{"word by date", search.Request{Query: word("conference"), Sort: search.SortNewest}},
	} {
		b.Run(class.name+"/plain", func(b *testing.B) { benchmark(b, e, class.req) })
		full := class.req
		full.Highlight = true
		for _, field := range []string{"item", "resolution", "document", "year", "body", "kind"} {
			full.Facets = append(full.Facets, search.FacetRequest{Field: field})
		}
		b.Run(class.name+"/full", func(b *testing.B) { benchmark(b, e, full) })
	}
}

func benchmark(b *testing.B, e *Engine, req search.Request) {
	hits := 0
	for b.Loop() {
		results, err := e.Search(b.Context(), req)
		if err != nil {
			b.Fatal(err)
		}
		hits = results.Total.Paragraphs
	}
	b.ReportMetric(float64(hits), "hits")
}
