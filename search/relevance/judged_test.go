package relevance_test

import (
	"archive/tar"
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"

	"github.com/plenary-search/plenary/index"
	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/embedded"
	"github.com/plenary-search/plenary/search/query"
	"github.com/plenary-search/plenary/search/relevance"
	"github.com/plenary-search/plenary/web"
)

// corpusDir holds the judged sets; it stands beside the project.
const corpusDir = "../../../shared/corpus"

var (
	update      = flag.Bool("update", false, "rewrite the golden files")
	resolutions = flag.Bool("resolutions", false, "measure on the resolutions too, which takes some minutes")
)

// The collections of abstracts: small, with long questions. Lines of an import file, with a title and one paragraph each.
func TestADI(t *testing.T)  { testAbstracts(t, "ir-adi", "ADI/") }
func TestCISI(t *testing.T) { testAbstracts(t, "ir-cisi", "CISI/") }

func testAbstracts(t *testing.T, set, prefix string) {
	queries := readQueries(t, set)
	var records bytes.Buffer
	out := json.NewEncoder(&records)
	lines := bufio.NewScanner(openZstd(t, set+"/docs.jsonl.zst"))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var abstract struct{ ID, Title, Text string }
		if err := json.Unmarshal(lines.Bytes(), &abstract); err != nil {
			t.Fatal(err)
		}
		if err := out.Encode(map[string]string{"symbol": prefix + abstract.ID, "lang": "en", "title": abstract.Title, "text": abstract.Text}); err != nil {
			t.Fatal(err)
		}
	}
	c := newCollection(t, index.FromFS(t.Context(), fstest.MapFS{"records.jsonl": {Data: records.Bytes()}}, index.WalkLimits{}),
		func(h document.Header) string { return strings.TrimPrefix(h.Symbol, prefix) })
	golden(t, set, c.evaluate(queries))
}

// TestResolutions measures on resolutions in seven languages, with three kinds of query: subjects, agenda items, and titles.
func TestResolutions(t *testing.T) {
	if !*resolutions {
		t.Skip("without -resolutions")
	}
	const set = "un-resolutions-qrels"
	queries := readQueries(t, set)
	ids := readDocumentIDs(t, set)
	dir := t.TempDir()
	unpack(t, "un-resolutions-akn/resolutions.tar.zst", dir, ids)
	name := filepath.ToSlash(dir) + "/"
	c := newCollection(t, index.FromPaths(t.Context(), []string{dir}, index.WalkLimits{}),
		func(h document.Header) string { return ids[strings.TrimPrefix(h.Source, name)] })
	golden(t, set, c.evaluate(queries))
}

// collection is a judged set in an engine, beside the yardstick over the same documents.
type collection struct {
	t      *testing.T
	engine *embedded.Engine
	ids    map[document.Key]string
	plain  map[document.Language]*relevance.BM25
}

// newCollection indexes sources. id tells a document's id in the judgements.
func newCollection(t *testing.T, sources iter.Seq2[index.Source, error], id func(document.Header) string) *collection {
	t.Helper()
	ctx := t.Context()
	engine, err := embedded.Open(ctx, filepath.Join(t.TempDir(), "index"), embedded.Options{Bulk: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { engine.Close() })
	summary, err := index.New(engine, index.Options{}).Run(ctx, sources)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d documents with %d units; %d sources could not be read", summary.Documents, summary.Paragraphs, len(summary.Failed))
	c := &collection{t: t, engine: engine, ids: map[document.Key]string{}, plain: map[document.Language]*relevance.BM25{}}
	for after := (document.Key{}); ; {
		headers, err := engine.Documents(ctx, after, 1000)
		if err != nil {
			t.Fatal(err)
		}
		if len(headers) == 0 {
			return c
		}
		for _, h := range headers {
			after = h.Key()
			c.ids[after] = id(h)
			c.addPlain(after)
		}
	}
}

// addPlain adds a document to the yardstick: its title and all its units, in the language of the document.
func (c *collection) addPlain(key document.Key) {
	doc, err := c.engine.Document(c.t.Context(), key)
	if err != nil {
		c.t.Fatal(err)
	}
	texts := []string{doc.Title}
	for _, u := range doc.Units {
		texts = append(texts, u.Text)
	}
	if c.plain[doc.Lang] == nil {
		c.plain[doc.Lang] = relevance.NewBM25(doc.Lang)
	}
	c.plain[doc.Lang].Add(c.ids[key], texts...)
}

// A system ranks documents for a query. The error is that of a query that is refused.
type system struct {
	name string
	rank func(relevance.Query) ([]string, error)
}

func (c *collection) systems() []system {
	return []system{
		{"plain BM25", func(q relevance.Query) ([]string, error) { return c.plain[q.Lang].Rank(q.Text, relevance.Depth), nil }},
		{"plenary, all words", func(q relevance.Query) ([]string, error) { return c.search(q, query.Options{}) }},
		{"plenary, any word", func(q relevance.Query) ([]string, error) { return c.search(q, query.Options{Any: true}) }},
		{"and direct answers", c.page},
	}
}

// search ranks documents by their best paragraph: in the order in which a reader who types the query into the box, and chooses its language, meets
// them.
func (c *collection) search(q relevance.Query, opts query.Options) ([]string, error) {
	parsed, err := query.Parse(q.Text, opts)
	if err != nil {
		return nil, err
	}
	req := search.Request{Query: parsed.Node, Filters: []search.Filter{{Field: "lang", Values: []string{string(q.Lang)}}}, Sort: search.SortRelevance,
		Size: search.MaxSize, Bare: true}
	var ranking []string
	met := map[document.Key]bool{}
	for {
		results, err := c.engine.Search(c.t.Context(), req)
		if err != nil {
			return nil, err
		}
		for _, hit := range results.Hits {
			if key := hit.Document.Key(); !met[key] {
				met[key] = true
				ranking = append(ranking, c.ids[key])
			}
		}
		if req.Cursor = results.Next; req.Cursor == "" || len(ranking) >= relevance.Depth {
			return ranking, nil
		}
	}
}

// page ranks documents as the page lists them for any word: above the paragraphs stand the documents and resolutions that the words name, as "Security
// Council resolution 1293 (2000)" does, in the language of the query.
func (c *collection) page(q relevance.Query) ([]string, error) {
	found, err := c.search(q, query.Options{Any: true})
	if err != nil {
		return nil, err
	}
	named, err := web.Identify(c.t.Context(), c.engine, q.Text)
	if errors.As(err, new(web.ParamErrors)) {
		return found, nil // too long to name anything
	}
	if err != nil {
		return nil, err
	}
	var ranking []string
	for _, answer := range named.Identifiers {
		path, held := strings.CutPrefix(answer.Links.Document, "/api/v1/documents/")
		if !held {
			continue
		}
		name, err := url.PathUnescape(path)
		if err != nil {
			return nil, err
		}
		symbol, _, _ := strings.Cut(name, "@") // with the language, where that is not English
		if id := c.ids[document.Key{Symbol: symbol, Lang: q.Lang}]; id != "" && !slices.Contains(ranking, id) {
			ranking = append(ranking, id)
		}
	}
	for _, id := range found {
		if !slices.Contains(ranking, id) {
			ranking = append(ranking, id)
		}
	}
	return ranking, nil
}

// evaluate is the table of all systems, by kind of query and half of the set.
func (c *collection) evaluate(queries []relevance.Query) string {
	systems := c.systems()
	runs := make([]run, len(systems))
	for i, s := range systems {
		runs[i] = c.run(s, queries)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%-9s %-5s %-18s %7s %7s %8s %8s %10s %8s\n", "queries", "half", "system", "number", "refused", "nDCG@10", "MAP@100", "recall@100", "MRR")
	for _, g := range groups(queries) {
		for i, s := range systems {
			m, refused := runs[i].mean(g.queries)
			fmt.Fprintf(&b, "%-9s %-5s %-18s %7d %7d %8.4f %8.4f %10.4f %8.4f\n",
				g.name, g.half, s.name, len(g.queries), refused, m.NDCG10, m.AP100, m.Recall100, m.RR)
		}
	}
	return b.String()
}

// run is what came of a system's rankings, by query. What was refused has measures of 0.
type run struct {
	measures map[string]relevance.Measures
	refused  map[string]bool
}

func (c *collection) run(s system, queries []relevance.Query) run {
	r := run{map[string]relevance.Measures{}, map[string]bool{}}
	for _, q := range queries {
		ranking, err := s.rank(q)
		switch {
		case errors.Is(err, query.ErrLimit) || errors.Is(err, search.ErrTooBroad) || errors.Is(err, search.ErrTooManyTerms):
			r.refused[q.ID] = true
		case err != nil:
			c.t.Fatalf("%s: %s: %v", s.name, q.ID, err)
		}
		r.measures[q.ID] = relevance.Measure(ranking, q.Judged)
	}
	return r
}

// mean is the mean over some queries, and how many of them were refused.
func (r run) mean(queries []relevance.Query) (mean relevance.Measures, refused int) {
	var all []relevance.Measures
	for _, q := range queries {
		all = append(all, r.measures[q.ID])
		if r.refused[q.ID] {
			refused++
		}
	}
	return relevance.Mean(all), refused
}

// group is what one line of the table for each system is about.
type group struct {
	name, half string
	queries    []relevance.Query
}

// groups are the queries of each kind, and of each language where a kind has several, by halves.
func groups(queries []relevance.Query) (all []group) {
	add := func(name string, q relevance.Query) {
		half := "test"
		if q.Train() {
			half = "train"
		}
		i := slices.IndexFunc(all, func(g group) bool { return g.name == name && g.half == half })
		if i < 0 {
			i, all = len(all), append(all, group{name: name, half: half})
		}
		all[i].queries = append(all[i].queries, q)
	}
	languages := map[string]map[document.Language]bool{}
	for _, q := range queries {
		if languages[q.Kind] == nil {
			languages[q.Kind] = map[document.Language]bool{}
		}
		languages[q.Kind][q.Lang] = true
	}
	for _, q := range queries {
		add(q.Kind, q)
		if len(languages[q.Kind]) > 1 {
			add(q.Kind+"."+string(q.Lang), q)
		}
	}
	slices.SortFunc(all, func(a, b group) int { return cmp.Or(strings.Compare(a.name, b.name), strings.Compare(b.half, a.half)) }) // train first
	return all
}

func open(t *testing.T, name string) *os.File {
	t.Helper()
	f, err := os.Open(filepath.Join(corpusDir, name))
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("%s is not there: nothing is measured; the judged sets stand beside the project", filepath.Join(corpusDir, name))
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func openZstd(t *testing.T, name string) io.Reader {
	t.Helper()
	z, err := zstd.NewReader(open(t, name))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(z.Close)
	return z
}

func readQueries(t *testing.T, set string) []relevance.Query {
	t.Helper()
	queries, err := relevance.ReadQueries(open(t, set+"/queries.tsv"), open(t, set+"/qrels.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for i := range queries {
		if queries[i].Kind == "" {
			queries[i].Kind = "all"
		}
	}
	return queries
}

// readDocumentIDs maps the paths of the set's documents in the archive to their ids.
func readDocumentIDs(t *testing.T, set string) map[string]string {
	t.Helper()
	ids := map[string]string{}
	lines := bufio.NewScanner(openZstd(t, set+"/docs.tsv.zst"))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if fields := strings.Split(lines.Text(), "\t"); len(fields) > 3 {
			ids[fields[3]] = fields[0]
		}
	}
	return ids
}

// unpack writes those files of an archive into a folder whose paths are wanted.
func unpack(t *testing.T, name, dir string, wanted map[string]string) {
	t.Helper()
	archive := tar.NewReader(openZstd(t, name))
	for {
		h, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		path := strings.TrimPrefix(h.Name, "./")
		if wanted[path] == "" {
			continue
		}
		file := filepath.Join(dir, filepath.FromSlash(path))
		data, err := io.ReadAll(archive)
		if err == nil {
			err = errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, data, 0o644))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func golden(t *testing.T, set, got string) {
	t.Helper()
	t.Logf("%s\n%s", set, got)
	name := filepath.Join("testdata", set+".txt")
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s (-want +got), to be rewritten with -update:\n%s", name, diff)
	}
}
