package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/plenary-search/plenary/index"
	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/cluster"
	"github.com/plenary-search/plenary/search/cluster/clustertest"
	"github.com/plenary-search/plenary/search/searchtest"
)

// records are documents in the languages that the other files of these tests are not in.
const records = `{"symbol":"A/RES/78/1","lang":"fr","date":"2023-10-02","title":"Résolution sur les migrants","text":"Rappelant sa résolution 7/1 et la résolution 55/25,\n\n1. Prie le Président de la Conférence d’examiner les résolutions ;\n\n2. Décide de rester saisie du point 2 b)."}
{"symbol":"A/RES/78/1","lang":"es","date":"2023-10-02","text":"Recordando su resolución 7/1,\n\n1. Pide a los Estados partes que presten asistencia técnica.\n\n2. Decide seguir ocupándose de la trata de personas."}
{"symbol":"A/RES/78/1","lang":"ru","date":"2023-10-02","text":"Ссылаясь на свою резолюцию 70/1,\n\n1. Просит Генерального секретаря о выделении ресурсов и ресурсов для UNODC.\n\n2. Постановляет рассмотреть вопрос о ресурсах."}
{"symbol":"A/RES/78/1","lang":"zh","date":"2023-10-02","text":"回顾其第70/1号决议，\n\n1. 请秘书长执行决议。\n\n2. 决定继续处理此案。"}
{"symbol":"A/RES/78/1","lang":"ar","date":"2023-10-02","text":"إذ تشير إلى القرار 70/1،\n\n1. تطلب إلى الأمين العام تنفيذ القرارات في هذا الشأن."}
`

// brought runs an indexer over paths, and wants all of it taken in.
func brought(t *testing.T, w index.Writer, o index.Options, paths ...string) index.Summary {
	t.Helper()
	o.Schema = search.SchemaVersion
	sum, err := index.New(w, o).Run(t.Context(), index.FromPaths(t.Context(), paths, index.WalkLimits{}))
	if err != nil || len(sum.Failed) > 0 {
		t.Fatalf("index %q: %v, %+v", paths, err, sum)
	}
	return sum
}

// makeIndex makes an index of paths in a folder.
func makeIndex(t *testing.T, dir string, o index.Options, runs ...[]string) {
	t.Helper()
	w, err := openWriter(t.Context(), dir, "", clusterFlags{}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	for _, paths := range runs {
		brought(t, w, o, paths...)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
}

// opened opens the index in a folder for searching.
func opened(t *testing.T, dir string) exportable {
	t.Helper()
	e, err := openStill(t.Context(), dir, clusterFlags{}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return e
}

// exportOf is the export of all that an engine holds.
func exportOf(t *testing.T, e interface {
	search.Searcher
	index.Holdings
}) []byte {
	t.Helper()
	corpus, err := e.Corpus(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if _, err := index.Export(t.Context(), e, &out, index.ExportOptions{Schema: search.SchemaVersion, Documents: corpus.Documents}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// allDocuments are the documents of an engine in natural order.
func allDocuments(t *testing.T, e search.Searcher) (docs []document.Document) {
	t.Helper()
	headers, err := e.Documents(t.Context(), document.Key{}, 1000)
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range headers {
		d, err := e.Document(t.Context(), h.Key())
		if err != nil {
			t.Fatal(err)
		}
		docs = append(docs, d)
	}
	return docs
}

// movable is an index that was made in many commits, with documents replaced and removed: open, and as an export.
type movable struct {
	exportable
	docs    []document.Document
	export  []byte
	file    string   // that holds the export
	sources []string // that it was made of
}

func newMovable(t *testing.T) movable {
	dir := t.TempDir()
	imported, passing := filepath.Join(dir, "records.jsonl"), filepath.Join(dir, "passing.txt")
	err := errors.Join(os.WriteFile(imported, []byte(records), 0o600), os.WriteFile(passing, []byte("A/79/1\n\nReport\n\n1. Trafficking in persons.\n"), 0o600))
	if err != nil {
		t.Fatal(err)
	}
	seeds, papers := filepath.Join("..", "..", "seeds", "documents"), filepath.Join("..", "..", "index", "parse", "testdata")
	var sources []string
	for _, pattern := range []string{"A_*.txt", "E_*.txt", "S_*.txt", "*.xml"} {
		found, err := filepath.Glob(filepath.Join(papers, pattern))
		if err != nil || len(found) == 0 {
			t.Fatalf("%s: %v", pattern, err)
		}
		sources = append(sources, found...)
	}
	sources = append(sources, seeds, imported)
	gone := func(path string) { // between two runs
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
	old := filepath.Join(dir, "old")
	small := index.Options{BatchBytes: 64 << 10, KeepBytes: 1}
	makeIndex(t, old, small, append([]string{passing}, sources[:5]...))
	gone(passing)
	small.Prune = index.Prune{Below: []string{filepath.ToSlash(dir)}, Empty: true}
	makeIndex(t, old, small, sources)

	from := opened(t, old)
	m := movable{exportable: from, docs: allDocuments(t, from), export: exportOf(t, from), file: filepath.Join(dir, "export.jsonl"), sources: sources}
	if len(m.docs) < 20 {
		t.Fatalf("%d documents: the test is about too little", len(m.docs))
	}
	if err := os.WriteFile(m.file, m.export, 0o600); err != nil {
		t.Fatal(err)
	}
	return m
}

// holdsSame compares what an engine holds, and exports, with what was moved into it.
func (m movable) holdsSame(t *testing.T, e interface {
	search.Searcher
	index.Holdings
}) {
	t.Helper()
	if diff := cmp.Diff(m.docs, allDocuments(t, e), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("documents in %T (-old +moved):\n%s", e, diff)
	}
	if !bytes.Equal(m.export, exportOf(t, e)) {
		t.Errorf("exported again from %T, it has other bytes", e)
	}
}

// knowsSources brings the sources once more, which are all known.
func (m movable) knowsSources(t *testing.T, w index.Writer) {
	t.Helper()
	if sum := brought(t, w, index.Options{}, m.sources...); sum.Documents+sum.Relinked+sum.Deleted != 0 || sum.Unchanged != sum.Sources {
		t.Errorf("the same sources again in %T: %+v, want all unchanged", w, sum)
	}
}

// An index is moved into a folder and into the naive engine: all hold the same, export the same, and answer the same.
func TestAMovedIndexAnswersAlike(t *testing.T) {
	from := newMovable(t)
	moved := filepath.Join(t.TempDir(), "moved")
	makeIndex(t, moved, index.Options{BatchBytes: 100 << 10}, []string{from.file})
	memory := searchtest.NewMemory()
	brought(t, memory, index.Options{}, from.file)
	into := opened(t, moved)
	from.holdsSame(t, into)
	from.holdsSame(t, memory)
	t.Run("folder and folder", func(t *testing.T) { searchtest.Agree(t, from, into) })
	t.Run("naive engine and folder", func(t *testing.T) { searchtest.Agree(t, memory, into) })
	from.knowsSources(t, memory)
}

// An index is moved into a cluster.
func TestAnIndexMovedToAClusterAnswersAlike(t *testing.T) {
	moved := openCluster(t)
	from := newMovable(t)
	brought(t, moved, index.Options{BatchBytes: 100 << 10}, from.file)
	from.holdsSame(t, moved)
	t.Run("folder and cluster", func(t *testing.T) {
		fewerChecks(t)
		searchtest.Agree(t, from, moved)
	})
	from.knowsSources(t, moved)
}

// openCluster returns an empty index in the cluster of the tests, which is removed when they end.
func openCluster(t *testing.T) *cluster.Engine {
	e, err := cluster.Open(t.Context(), clustertest.Start(t).Client(t), cluster.Options{Prefix: fmt.Sprintf("test-plenary-%d", time.Now().UnixNano()), Shards: 3})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(e.Close(), e.Remove(t.Context())); err != nil {
			t.Error(err)
		}
	})
	return e
}

// fewerChecks has a test ask fewer random questions: each takes some requests of the cluster.
func fewerChecks(t *testing.T) {
	before := flag.Lookup("rapid.checks").Value.String()
	set := func(checks string) {
		if err := flag.Set("rapid.checks", checks); err != nil {
			t.Fatal(err)
		}
	}
	set("20")
	t.Cleanup(func() { set(before) })
}

// The documents of the gold, moved, answer its questions.
func TestMovedSeedsAnswerGold(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "export.jsonl.zst")
	makeIndex(t, filepath.Join(dir, "old"), index.Options{}, []string{filepath.Join("..", "..", "seeds", "documents")})
	var said bytes.Buffer
	if code := run(t.Context(), []string{"export", "--index", filepath.Join(dir, "old"), "--output", file}, streams{io.Discard, &said}); code != exitOK {
		t.Fatalf("export: %d, %s", code, &said)
	}
	makeIndex(t, filepath.Join(dir, "moved"), index.Options{}, []string{file})
	memory := searchtest.NewMemory()
	brought(t, memory, index.Options{}, file)
	t.Run("in a folder", func(t *testing.T) { searchtest.RunGold(t, opened(t, filepath.Join(dir, "moved"))) })
	t.Run("in the naive engine", func(t *testing.T) { searchtest.RunGold(t, memory) })
}

// A file that cannot be written whole is not there, and the one that was there before is as it was.
func TestAFileIsWrittenWholeOrNotAtAll(t *testing.T) {
	name := filepath.Join(t.TempDir(), "export.jsonl")
	if err := os.WriteFile(name, []byte("before"), 0o600); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("the index is damaged")
	err := writeFile(name, io.Discard, func(out io.Writer) error {
		fmt.Fprintln(out, "half")
		return broken
	})
	files, _ := os.ReadDir(filepath.Dir(name))
	if said, _ := os.ReadFile(name); !errors.Is(err, broken) || string(said) != "before" || len(files) != 1 {
		t.Errorf("%v, %q in %v, want what was there before", err, said, files)
	}
	if err := writeFile(filepath.Dir(name), io.Discard, func(io.Writer) error { return nil }); err == nil {
		t.Error("a folder was taken for a file")
	}
}

// Whatever an export says, a run over it ends, and what it put into the engine can be searched, read, linked and exported.
func FuzzIntake(f *testing.F) {
	header := fmt.Sprintf(`{"format":"plenary-export","version":1,"schema":%d,"documents":1,"sources":1}`, search.SchemaVersion)
	f.Add([]byte(header + `
{"document":{"source":"a","symbol":"A/1","lang":"en","title":"a","agenda":[{"item":"1","title":"b"}],"hash":"1","units":[{"seq":1,"anchor":"p1","kind":"paragraph","text":"b 7/1","section":["c"],"items":[{"item":"1"}],"citations":[{"kind":"resolution","body":"GA","id":"7/1","start":2,"end":5}],"dates":[{"from":"2024-01-01","to":"2024-01-02","start":0,"end":1}]}]}}
{"source":"a","entry":{"size":1,"docs":[{"path":"a","key":{"symbol":"A/1","lang":"en"},"hash":"1","basis":"","profile":{"symbol":"A/1","lang":"en","Path":"a"}}]}}
`))
	f.Fuzz(func(t *testing.T, file []byte) {
		e, err := indexFlag{}.openWatching(t.Context(), slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		defer e.Close()
		open := func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(file)), nil }
		sources := func(yield func(index.Source, error) bool) { yield(index.Source{Name: "export", Open: open}, nil) }
		run := index.New(e.writer, index.Options{Schema: search.SchemaVersion})
		if _, err := run.Run(t.Context(), sources); err != nil {
			t.Fatal(err)
		}
		if _, err := run.Run(t.Context(), func(func(index.Source, error) bool) {}); err != nil { // which links what was not linked
			t.Fatal(err)
		}
		for _, d := range allDocuments(t, e) {
			if _, err := e.Search(t.Context(), search.Request{Highlight: true, Explain: true, Filters: []search.Filter{{Field: "document", Values: []string{d.Symbol}}}}); err != nil {
				t.Fatal(err)
			}
		}
		corpus, err := e.Corpus(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := index.Export(t.Context(), e.writer.(index.Holdings), io.Discard, index.ExportOptions{Documents: corpus.Documents}); err != nil {
			t.Fatal(err)
		}
	})
}
