package executor

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/plan"
	"github.com/plenary-search/plenary/search/query"
	"github.com/plenary-search/plenary/search/searchtest"
)

// stopWords are the words of the annotated documents that most units hold.
var stopWords = strings.Fields("of the and in to on for a its with at by resolution conference convention parties be that was or is as from under will")

// repeated is n words, of stopWords again and again.
func repeated(n int, separator string) string {
	words := make([]string, n)
	for i := range words {
		words[i] = stopWords[i%len(stopWords)]
	}
	return strings.Join(words, separator)
}

// worst are requests that read most of the index, or would need much memory if every clause had its own.
func worst(t *testing.T) map[string]search.Request {
	read := func(text string) search.Request {
		parsed, err := query.Parse(text, query.Options{})
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		return search.Request{Query: parsed.Node, Highlight: true}
	}
	either := func(nodes ...query.Node) search.Request {
		return search.Request{Query: query.Or{Nodes: nodes}, Highlight: true}
	}
	var letters, similar, phrases, titles []query.Node
	for i := range 64 {
		letters = append(letters, query.Prefix{Text: string(rune('a' + i%26))})
		similar = append(similar, query.Fuzzy{Text: stopWords[i%len(stopWords)], Distance: 2})
		phrases = append(phrases, query.Phrase{Text: stopWords[i%8] + " " + stopWords[i%7], Stem: i%2 == 0})
		titles = append(titles, query.Field{Name: "title", Value: []string{"agenda", "of", "the", "and", "conference"}[i%5]})
	}
	var facets []search.FacetRequest
	var filters []search.Filter
	fields := slices.DeleteFunc(slices.Clone(search.Fields()), func(f search.Field) bool { return !f.Facet })
	for i := range search.MaxFacets {
		f := fields[i%len(fields)]
		facets = append(facets, search.FacetRequest{Field: f.Name, Size: search.MaxFacetValues})
		filters = append(filters, search.Filter{Field: f.Name, Values: []string{"zz*"}, Exclude: true})
	}
	counted := read(repeated(20, " OR "))
	counted.Facets, counted.Filters = facets, filters
	return map[string]search.Request{
		"one letter":              either(query.Prefix{Text: "c"}),
		"every letter":            either(letters...),
		"a star":                  read("*"),
		"every symbol":            either(query.Field{Name: "symbol", Match: query.MatchPrefix}),
		"stop words, all":         read(repeated(64, " AND ")),
		"stop words, any":         read(repeated(64, " OR ")),
		"stop words, none":        read("-" + repeated(64, " -")),
		"similar to everything":   either(similar...),
		"similar to a letter":     either(query.Fuzzy{Text: "a", Distance: 2}),
		"two letters and a star":  read("co*n OR re*n OR in*s OR pr*d"),
		"phrase of twelve":        read(`"` + repeated(12, " ") + `"`),
		"phrase of 64":            read(`"` + repeated(64, " ") + `"~`),
		"two words 32 times":      read(`"` + strings.Repeat("of the ", 32) + `"`),
		"two stems 32 times":      read(`"` + strings.Repeat("of the ", 32) + `"~`),
		"phrases":                 either(phrases...),
		"titles":                  either(titles...),
		"near stop words":         read(`"of the and in"~50 OR of NEAR/50 the`),
		"64 near stop words":      read(`"` + repeated(64, " ") + `"~50`),
		"the same near itself":    read(`"` + strings.Repeat("the ", 64) + `"~50`),
		"all facets of all units": {Facets: facets},
		"all facets, all filters": counted,
	}
}

func TestWorstQueries(t *testing.T) {
	e := newEngine()
	docs := copies(t, rand.New(rand.NewPCG(7, 7)), 370)
	if err := errors.Join(e.Put(t.Context(), docs), e.Commit(t.Context()),
		e.Delete(t.Context(), []document.Key{docs[0].Key(), docs[7].Key()}), e.Put(t.Context(), docs[20:23]), e.Commit(t.Context())); err != nil {
		t.Fatal(err)
	}
	if corpus, err := e.Corpus(t.Context()); err != nil || corpus.Units < 20_000 {
		t.Fatalf("%d units, %v", corpus.Units, err)
	}
	t.Run("estimates", func(t *testing.T) { testEstimates(t, e) })
	t.Run("answers", func(t *testing.T) { testAnswers(t, e) })
}

// testAnswers wants an answer or an error that says what to do, in little memory: of the first page and of the one after the
// last hit, and at once where the time is up.
func testAnswers(t *testing.T, e *engine) {
	const mostBytes = 12 << 20 // of all that is allocated on the way, with a page of texts
	end := search.Position{Key: e.index.Load().key(len(e.index.Load().docs) - 1), Seq: math.MaxInt32}
	for name, req := range worst(t) {
		for _, order := range []search.Sort{search.SortRelevance, search.SortDocument, ""} {
			req.Sort, req.Cursor, req.Size = order, "", search.MaxSize
			if order != "" {
				req.Cursor = search.Cursor{Sort: order, At: end}.String()
			}
			results, bytes, err := allocated(t.Context(), e, req)
			what := fmt.Sprintf("%s, behind the end by %q", name, order)
			bad := order == search.SortRelevance && errors.Is(err, search.ErrBadCursor) // where nothing scores
			if err != nil && !bad && !errors.Is(err, search.ErrTooManyTerms) && !errors.Is(err, search.ErrTooBroad) {
				t.Errorf("%s: %v", what, err)
			}
			if req.Cursor != "" && len(results.Hits) > 0 {
				t.Errorf("%s: %d hits", what, len(results.Hits))
			}
			if bytes > mostBytes {
				t.Errorf("%s: %d bytes allocated, at most %d", what, bytes, mostBytes)
			}
			t.Logf("%s: %d units, %d bytes, %v", what, results.Total.Paragraphs, bytes, err)
		}
		late, cancel := context.WithDeadline(t.Context(), time.Unix(0, 0))
		_, bytes, err := allocated(late, e, req)
		cancel()
		if !errors.Is(err, context.DeadlineExceeded) || bytes > 1<<16 {
			t.Errorf("%s, too late: %v, %d bytes allocated", name, err, bytes)
		}
	}
}

// testEstimates holds what a request allocates to what was estimated before. Nothing of it may have been asked before.
func testEstimates(t *testing.T, e *engine) {
	x := e.index.Load()
	for name, req := range worst(t) {
		req.Size, req.Facets, req.Highlight = 1, nil, false
		planned, err := plan.Compile(req, plan.Options{Languages: x.corpus.Languages})
		if err != nil {
			t.Fatal(err)
		}
		q := x.question(t.Context())
		if err := q.expand(planned.Matching()); err != nil {
			continue
		}
		estimated, err := q.estimate(req, planned)
		if err != nil {
			t.Fatal(err)
		}
		const apart = 400_000 // the plan, the terms of patterns, the estimate itself, the hit
		if _, bytes, err := allocated(t.Context(), e, req); err != nil || int(bytes) > estimated.bytes+apart {
			t.Errorf("%s: %d bytes allocated, %d estimated, %v", name, bytes, estimated.bytes, err)
		}
	}
}

func TestTooBroad(t *testing.T) {
	e := newEngine()
	searchtest.FillGold(t, e)
	x := e.index.Load()
	ask := func(most cost) error {
		x.limits = most
		_, err := x.Search(t.Context(), search.Request{Query: query.And{Nodes: []query.Node{query.Phrase{Text: "the"}, query.Prefix{Text: "conf"}}}})
		return err
	}
	for _, c := range []struct {
		most cost
		want string
	}{
		{maxCost, ""},
		{cost{postings: 10, bytes: 1 << 20}, "entries of the index, at most 10"},
		{cost{postings: 10_000, bytes: 1000}, "bytes of memory, at most 1000"},
	} {
		switch err := ask(c.most); {
		case c.want == "" && err != nil:
			t.Error(err)
		case c.want != "" && (!errors.Is(err, search.ErrTooBroad) || !strings.HasSuffix(err.Error(), c.want)):
			t.Errorf("%v, want %s", err, c.want)
		}
	}
}

// allocated is the answer to a request, and the bytes that were allocated for it.
func allocated(ctx context.Context, e *engine, req search.Request) (results search.Results, bytes uint64, err error) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	results, err = e.Search(ctx, req)
	runtime.ReadMemStats(&after)
	return results, after.TotalAlloc - before.TotalAlloc, err
}
