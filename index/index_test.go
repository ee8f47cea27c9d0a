package index_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/plenary-search/plenary/index"
	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/index/extract"
	"github.com/plenary-search/plenary/seeds"
)

// shelf is an engine that only keeps documents.
type shelf struct {
	docs    map[document.Key]document.Document
	entries map[string][]byte
	puts    int
	commits int
	cancel  func() // called after the first Put
}

func newShelf() *shelf {
	return &shelf{docs: map[document.Key]document.Document{}, entries: map[string][]byte{}}
}

func (s *shelf) Put(_ context.Context, docs []document.Document) error {
	for _, d := range docs {
		if d.Symbol == unfit {
			return fmt.Errorf("%w: it is too odd", document.ErrBad)
		}
	}
	for _, d := range docs {
		s.docs[d.Key()] = d
		s.puts++
	}
	if s.cancel != nil {
		s.cancel()
	}
	return nil
}

func (s *shelf) Delete(_ context.Context, keys []document.Key) error {
	for _, k := range keys {
		delete(s.docs, k)
	}
	return nil
}

func (s *shelf) Stored(context.Context) iter.Seq2[document.Stamp, error] {
	return func(yield func(document.Stamp, error) bool) {
		for k, d := range s.docs {
			if !yield(document.Stamp{Key: k, Source: d.Source, Hash: d.Hash}, nil) {
				return
			}
		}
	}
}

func (s *shelf) Commit(context.Context) error { s.commits++; return nil }

func (s *shelf) symbols() []string {
	var out []string
	for k := range s.docs {
		out = append(out, k.String())
	}
	slices.Sort(out)
	return out
}

// unfit is the symbol of a document that the shelf does not take.
const unfit = "A/79/13"

// library is a shelf that gives back what it holds.
type library struct{ *shelf }

func (l library) Headers(context.Context) iter.Seq2[document.Header, error] {
	return func(yield func(document.Header, error) bool) {
		for _, d := range l.docs {
			if !yield(d.Header, nil) {
				return
			}
		}
	}
}

func (l library) Document(_ context.Context, k document.Key) (document.Document, error) {
	d, ok := l.docs[k]
	if !ok {
		return d, errors.New("no such document")
	}
	return d, nil
}

// catalogue is a library that also remembers sources.
type catalogue struct{ library }

func newCatalogue() catalogue { return catalogue{library{newShelf()}} }

func (c catalogue) PutEntries(_ context.Context, entries []document.Entry) error {
	for _, e := range entries {
		if e.Data == nil {
			delete(c.entries, e.Source)
		} else {
			c.entries[e.Source] = e.Data
		}
	}
	return nil
}

func (c catalogue) Entries(context.Context) iter.Seq2[document.Entry, error] {
	return func(yield func(document.Entry, error) bool) {
		for source, data := range c.entries {
			if !yield(document.Entry{Source: source, Data: data}, nil) {
				return
			}
		}
	}
}

const noteFile, agendaFile = "000_55a4aa0416af47de.txt", "002_fc634a98209ec824.txt"

// only is the embedded corpus cut down to the named files.
func only(t *testing.T, names ...string) fs.FS {
	t.Helper()
	out := fstest.MapFS{}
	for _, name := range names {
		data, err := fs.ReadFile(seeds.Documents(), name)
		if err != nil {
			t.Fatal(err)
		}
		out[name] = &fstest.MapFile{Data: data}
	}
	return out
}

func runOver(t *testing.T, w index.Writer, fsys fs.FS, o index.Options) index.Summary {
	t.Helper()
	ctx := context.Background()
	sum, err := index.New(w, o).Run(ctx, index.FromFS(ctx, fsys, index.WalkLimits{}))
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

func TestRunGivesTheSeedsTheirSymbols(t *testing.T) {
	s := newShelf()
	sum := runOver(t, s, seeds.Documents(), index.Options{})
	if diff := cmp.Diff([]string{"CTOC/COP/2024/1", "CTOC/COP/2024/5"}, s.symbols()); diff != "" {
		t.Errorf("symbols (-want +got):\n%s", diff)
	}
	if sum.Documents != 2 || sum.Paragraphs != 226 || len(sum.Failed) != 0 || s.commits != 1 {
		t.Errorf("Run = %+v after %d commits, want 2 documents, 226 paragraphs, one commit", sum, s.commits)
	}
	for _, d := range s.docs {
		if d.SymbolVia != document.ViaDocumentation {
			t.Errorf("%s: symbol known via %q, want %q", d.Symbol, d.SymbolVia, document.ViaDocumentation)
		}
	}
}

func TestRunSkipsWhatIsUnchanged(t *testing.T) {
	for _, keep := range []int64{0, 1} { // documents kept between the passes, and read twice
		s := newShelf()
		runOver(t, s, seeds.Documents(), index.Options{KeepBytes: keep})
		sum := runOver(t, s, seeds.Documents(), index.Options{KeepBytes: keep})
		if sum.Documents != 0 || sum.Skipped != 2 || s.puts != 2 {
			t.Errorf("second run with KeepBytes %d = %+v after %d puts, want all skipped", keep, sum, s.puts)
		}
	}
}

func TestAgendaRetagsWhatItListsAndNothingElse(t *testing.T) {
	lib := library{newShelf()}
	other := fstest.MapFS{"A_79_1.txt": {Data: []byte("A/79/1\n\nDistr.: General\n4 July 2024\n\nReport\n\n1. A paragraph of another body, which no agenda here lists.\n")}}
	runOver(t, lib, other, index.Options{})
	runOver(t, lib, only(t, noteFile), index.Options{})
	if got, want := lib.symbols(), []string{"A/79/1", "local/000_55a4aa0416af47de"}; !slices.Equal(got, want) {
		t.Fatalf("symbols before the agenda = %q, want %q", got, want)
	}
	puts := lib.puts
	sum := runOver(t, lib, only(t, agendaFile), index.Options{})
	if got, want := lib.symbols(), []string{"A/79/1", "CTOC/COP/2024/1", "CTOC/COP/2024/5"}; !slices.Equal(got, want) {
		t.Errorf("symbols after the agenda = %q, want %q", got, want)
	}
	if sum.Relinked != 1 || lib.puts != puts+2 {
		t.Errorf("Run = %+v, %d puts, want 1 relinked and 2 puts", sum, lib.puts-puts)
	}
	note := lib.docs[document.Key{Symbol: "CTOC/COP/2024/5", Lang: "en"}]
	for _, u := range note.Units {
		if u.Number == "1" && (len(u.Items) != 1 || u.Items[0].Item != "2(b)" || u.Items[0].Agenda != "CTOC/COP/2024/1") {
			t.Errorf("items of paragraph 1 = %+v, want 2(b) of CTOC/COP/2024/1", u.Items)
		}
	}
	together := newShelf()
	runOver(t, together, seeds.Documents(), index.Options{})
	if diff := cmp.Diff(together.docs[note.Key()], note); diff != "" {
		t.Errorf("linked later differs from linked together (-together +later):\n%s", diff)
	}
}

func TestBadSourcesAreNamedAndStopNothing(t *testing.T) {
	fsys := fstest.MapFS{
		"a.txt":        {Data: []byte("A/79/100\n\nDistr.: General\n\nReport\n\n1. One paragraph.\n")},
		"b.pdf":        {Data: []byte("%PDF-1.7\n")},
		"c.txt":        {Data: nil},
		"d.txt":        {Data: []byte("a\x00b")},
		"copy/a.txt":   {Data: []byte("A/79/100\n\nDistr.: General\n\nReport\n\n1. Another paragraph.\n")},
		".hidden":      {Data: []byte("\x00")},
		".git/config":  {Data: []byte("\x00")},
		"big.txt":      {Data: []byte(strings.Repeat("word ", 1000))},
		"e/f/deep.txt": {Data: []byte("deep")},
	}
	s := newShelf()
	ctx := context.Background()
	o := index.Options{Limits: extract.Limits{MaxBytes: 4000}}
	sum, err := index.New(s, o).Run(ctx, index.FromFS(ctx, fsys, index.WalkLimits{MaxDepth: 1}))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, f := range sum.Failed {
		got[f.Source] = f.Error
	}
	want := map[string]string{
		"b.pdf":      "PDF",
		"c.txt":      "no text",
		"d.txt":      "binary",
		"copy/a.txt": "same document",
		"big.txt":    "too large",
		"e/f":        "deeper",
	}
	if diff := cmp.Diff(slices.Sorted(maps.Keys(want)), slices.Sorted(maps.Keys(got))); diff != "" {
		t.Errorf("failed sources (-want +got):\n%s", diff)
	}
	for source, words := range want {
		if !strings.Contains(got[source], words) {
			t.Errorf("%s failed with %q, want %q in it", source, got[source], words)
		}
	}
}

func TestImportFiles(t *testing.T) {
	const first = `{"symbol":"A/HRC/44/9","title":"A title","lang":"en","date":"2020-07-01","agenda_items":["Item 3 (b)"],"text":"1. One.\n\n2. Two, under resolution 9/1."}`
	const second = `{"symbol":"e/cn.6/2025/3","units":[{"kind":"heading","text":"I. Introduction"},{"number":"1","text":"In its resolution 2019/13 …"},{"kind":"list_item","text":"(a) entry"}]}`
	s := newShelf()
	sum := runOver(t, s, fstest.MapFS{"cat.jsonl": {Data: []byte(first + "\n{\"text\":\"no symbol\"}\n\n" + second + "\n")}}, index.Options{})
	if want := []string{"A/HRC/44/9", "E/CN.6/2025/3"}; !slices.Equal(s.symbols(), want) || sum.Documents != 2 {
		t.Fatalf("symbols = %q, summary %+v, want %q", s.symbols(), sum, want)
	}
	if len(sum.Failed) != 1 || !strings.Contains(sum.Failed[0].Error, "line 2") {
		t.Errorf("failures = %+v, want one that names line 2", sum.Failed)
	}
	d := s.docs[document.Key{Symbol: "A/HRC/44/9", Lang: "en"}]
	if d.SymbolVia != document.ViaCatalogue || d.Title != "A title" || d.Date != "2020-07-01" || d.Body != "HRC" || d.Source != "cat.jsonl:1" {
		t.Errorf("header = %+v", d.Header)
	}
	if u := d.Units[1]; u.Number != "2" || u.Items[0].Item != "3(b)" || u.Items[0].Via != document.ViaCatalogue || len(u.Citations) != 1 || u.Citations[0].Body != "HRC" {
		t.Errorf("second unit = %+v", u)
	}
	d = s.docs[document.Key{Symbol: "E/CN.6/2025/3", Lang: "en"}]
	if u := d.Units[1]; u.Number != "1" || u.Anchor != "p1" || !slices.Equal(u.Section, []string{"I. Introduction"}) {
		t.Errorf("numbered unit = %+v", u)
	}
	sum = runOver(t, s, fstest.MapFS{"cat.jsonl": {Data: []byte(first + "\n")}}, index.Options{})
	if want := []string{"A/HRC/44/9"}; !slices.Equal(s.symbols(), want) || sum.Skipped != 1 || sum.Deleted != 1 {
		t.Errorf("after a line was taken out: symbols = %q, summary %+v, want %q", s.symbols(), sum, want)
	}
}

func TestCancelledRunKeepsWholeDocuments(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	s := newShelf()
	s.cancel = cancel
	_, err := index.New(s, index.Options{BatchBytes: 1, KeepBytes: 1}).Run(ctx, index.FromFS(ctx, seeds.Documents(), index.WalkLimits{}))
	if !errors.Is(err, context.Canceled) {
		t.Errorf("Run = %v, want %v", err, context.Canceled)
	}
	if len(s.docs) != 1 {
		t.Errorf("%d documents written, want the one of the first batch", len(s.docs))
	}
}

func TestFoldersAreReadWithoutLeavingThem(t *testing.T) {
	dir, outside := t.TempDir(), t.TempDir()
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(filepath.Join(outside, "secret.txt"), "secret")
	write(filepath.Join(dir, "in.txt"), "inside")
	if err := os.Symlink(filepath.Join(outside, "secret.txt"), filepath.Join(dir, "out.txt")); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	if err := os.Symlink("in.txt", filepath.Join(dir, "near.txt")); err != nil {
		t.Fatal(err)
	}
	var names, failed []string
	for src, err := range index.FromPaths(context.Background(), []string{dir, filepath.Join(dir, "missing")}, index.WalkLimits{}) {
		if err != nil {
			failed = append(failed, filepath.Base(src.Name))
			continue
		}
		names = append(names, filepath.Base(src.Name))
		r, err := src.Open()
		if err != nil {
			t.Errorf("open %s: %v", src.Name, err)
			continue
		}
		r.Close()
	}
	if want := []string{"in.txt", "near.txt"}; !slices.Equal(names, want) {
		t.Errorf("sources = %q, want %q", names, want)
	}
	if want := []string{"out.txt", "missing"}; !slices.Equal(failed, want) {
		t.Errorf("failed = %q, want %q", failed, want)
	}
}
