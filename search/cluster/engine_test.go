package cluster_test

import (
	"errors"
	"flag"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/plenary-search/plenary/index"
	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/cluster"
	"github.com/plenary-search/plenary/search/cluster/clustertest"
	"github.com/plenary-search/plenary/search/cluster/rest"
	"github.com/plenary-search/plenary/search/query"
	"github.com/plenary-search/plenary/search/searchtest"
)

// Each random question of the engine takes some requests of the cluster: without -rapid.checks, a few sets of documents are enough.
func TestMain(m *testing.M) {
	if err := flag.Set("rapid.checks", "20"); err != nil {
		panic(err)
	}
	clustertest.Main(m)
}

var opened atomic.Int64

// open returns an empty engine on the cluster of the tests.
func open(t *testing.T) searchtest.Engine {
	c := clustertest.Start(t)
	client, err := rest.New(c.Config())
	if err != nil {
		t.Fatal(err)
	}
	e, err := cluster.Open(t.Context(), client, cluster.Options{Prefix: fmt.Sprintf("test-%d-%d", time.Now().UnixNano(), opened.Add(1)), Shards: 3})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(e.Close(), e.Remove(t.Context())); err != nil {
			t.Error(err)
		}
		client.Close()
	})
	return e
}

func TestEngine(t *testing.T) { searchtest.Run(t, open) }

func TestEngineAnswersGold(t *testing.T) {
	e := open(t)
	searchtest.FillGold(t, e)
	searchtest.RunGold(t, e)
}

func TestEngineAnswersAsMemory(t *testing.T) { searchtest.Compare(t, open) }

// Pages by cursors, each behind what is not read again, are those of the naive engine.
func TestPagesBehindCursors(t *testing.T) {
	e, naive := open(t), searchtest.NewMemory()
	var docs []document.Document
	for i := range 3 * search.BestDocuments {
		d := document.Document{Header: document.Header{Symbol: fmt.Sprintf("A/RES/%d/%d", 50+i%7, i), Lang: "en", Source: fmt.Sprint(i)}}
		if i%5 > 0 {
			d.Date = fmt.Sprintf("20%02d-01-02", i%11)
		}
		for seq := range i%3 + 1 {
			d.Units = append(d.Units, document.Unit{Seq: seq + 1, Anchor: fmt.Sprintf("p%d", seq+1), Kind: document.Paragraph,
				Text: strings.Repeat("review ", 1+i%4) + strings.Repeat("other ", i%6)})
		}
		docs = append(docs, d)
	}
	for _, w := range []index.Writer{e, naive} {
		if err := errors.Join(w.Put(t.Context(), docs), w.Commit(t.Context())); err != nil {
			t.Fatal(err)
		}
	}
	read := func(s search.Searcher, req search.Request) (ids []string) {
		for {
			page, err := s.Search(t.Context(), req)
			if err != nil {
				t.Fatal(err)
			}
			if page.First != len(ids)+1 {
				t.Errorf("%+v: a page begins with hit %d, want %d", req, page.First, len(ids)+1)
			}
			for hit := range page.AllHits() {
				ids = append(ids, document.UnitID(hit.Document.Key(), hit.Unit.Anchor))
			}
			if req.Group {
				ids = ids[:page.First-1+len(page.Groups)]
			}
			if req.Cursor = page.Next; req.Cursor == "" {
				return ids
			}
		}
	}
	for _, sort := range []search.Sort{search.SortRelevance, search.SortNewest, search.SortOldest, search.SortDocument} {
		for _, group := range []bool{false, true} {
			req := search.Request{Query: query.Word{Text: "review"}, Sort: sort, Size: 23, Group: group, PerDocument: 1}
			if diff := cmp.Diff(read(naive, req), read(e, req)); diff != "" {
				t.Errorf("order %s, by document %t (-naive +cluster):\n%s", sort, group, diff)
			}
		}
	}
}

// What was gathered is resolved as what was not.
func TestGather(t *testing.T) {
	e, naive := open(t), searchtest.NewMemory()
	searchtest.FillGold(t, e)
	searchtest.FillGold(t, naive)
	headers, err := naive.Documents(t.Context(), document.Key{}, 100)
	if err != nil || len(headers) == 0 {
		t.Fatal(headers, err)
	}
	symbols := []string{"A/RES/1/1", "nothing"}
	for _, h := range headers {
		symbols = append(append(symbols, h.Symbol, strings.ToLower(h.Symbol)), h.Symbols...)
	}
	if err := e.(search.Gatherer).Gather(t.Context(), symbols); err != nil {
		t.Fatal(err)
	}
	for _, symbol := range symbols {
		want, err := naive.Resolve(t.Context(), symbol)
		if err != nil {
			t.Fatal(err)
		}
		got, err := e.Resolve(t.Context(), symbol)
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); err != nil || diff != "" {
			t.Errorf("Resolve(%q) = %v, (-naive +cluster):\n%s", symbol, err, diff)
		}
	}
}
