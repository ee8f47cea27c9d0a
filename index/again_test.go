package index_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/plenary-search/plenary/index"
	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/index/extract"
	"github.com/plenary-search/plenary/seeds"
)

// counting reads in this process, and counts.
type counting struct{ reads atomic.Int64 }

func (c *counting) Read(ctx context.Context, name string, r io.Reader, lim extract.Limits) (extract.Content, error) {
	c.reads.Add(1)
	return extract.Read(ctx, name, r, lim)
}

// long is long enough ago for a time of modification to be trusted.
var long = time.Now().Add(-time.Hour)

func paper(symbol, text string) *fstest.MapFile {
	return &fstest.MapFile{ModTime: long, Data: []byte(symbol + "\n\nDistr.: General\n4 July 2024\n\nReport\n\n1. " + text + "\n")}
}

// dated gives the files of a folder a time of modification that can be trusted.
func dated(t *testing.T, fsys fs.FS) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	for name, err := range index.FromFS(t.Context(), fsys, index.WalkLimits{}) {
		if err != nil {
			t.Fatal(err)
		}
		data, err := fs.ReadFile(fsys, name.Name)
		if err != nil {
			t.Fatal(err)
		}
		out[name.Name] = &fstest.MapFile{Data: data, ModTime: long}
	}
	return out
}

func TestUnchangedSourcesAreNotRead(t *testing.T) {
	c := newCatalogue()
	folder := fstest.MapFS{
		"a.txt":   paper("A/79/1", "One."),
		"b.txt":   paper("A/79/2", "Two."),
		"bad.txt": {ModTime: long},
	}
	steps := []struct {
		name                        string
		change                      func()
		o                           index.Options
		reads, written, unchanged   int
		failed                      string
		documents, skipped, removed int
	}{
		{name: "first", reads: 3, documents: 2, failed: "bad.txt: "},
		{name: "nothing changed", reads: 0, unchanged: 3, skipped: 2, failed: "(unchanged since it failed)"},
		{name: "touched", change: func() { folder["a.txt"].ModTime = long.Add(time.Minute) }, unchanged: 3, skipped: 2},
		{name: "changed", change: func() { folder["a.txt"] = paper("A/79/1", "Another.") }, reads: 1, unchanged: 2, documents: 1, skipped: 1},
		{name: "changed unseen", change: func() { folder["a.txt"].Data[len(folder["a.txt"].Data)-3]++ }, unchanged: 3, skipped: 2},
		{name: "rehashed", o: index.Options{Rehash: true}, reads: 1, unchanged: 2, documents: 1, skipped: 1},
		{name: "retried", o: index.Options{Retry: true}, reads: 1, unchanged: 2, skipped: 2, failed: "bad.txt: "},
		{name: "reread", o: index.Options{Reread: true}, reads: 3, skipped: 2},
		{name: "changed just now", change: func() { folder["b.txt"].ModTime = time.Now() }, unchanged: 3, skipped: 2},
		{name: "changed within the same moment", change: func() { folder["b.txt"].Data[len(folder["b.txt"].Data)-3]++ }, reads: 1, unchanged: 2, documents: 1, skipped: 1},
	}
	for _, step := range steps {
		if step.change != nil {
			step.change()
		}
		reader := &counting{}
		step.o.Reader = reader
		sum := runOver(t, c, folder, step.o)
		if int(reader.reads.Load()) != step.reads || sum.Unchanged != step.unchanged || sum.Documents != step.documents || sum.Skipped != step.skipped {
			t.Errorf("%s: %d read, summary %+v, want %d read, %d unchanged, %d documents, %d skipped", step.name, reader.reads.Load(), sum,
				step.reads, step.unchanged, step.documents, step.skipped)
		}
		if len(sum.Failed) != 1 || !strings.Contains(sum.Failed[0].Source+": "+sum.Failed[0].Error, step.failed) {
			t.Errorf("%s: failed %+v, want one with %q", step.name, sum.Failed, step.failed)
		}
	}
}

// Documents that left before the agenda came are written again, and only those that it lists.
func TestMemoryDoesNotChangeTheResult(t *testing.T) {
	folder := dated(t, seeds.Documents())
	for i := range 20 {
		folder[fmt.Sprintf("1_%d.txt", i)] = paper(fmt.Sprintf("A/78/%d", i+1), "A paragraph of another body.")
	}
	together := newCatalogue()
	runOver(t, together, folder, index.Options{})
	for _, o := range []index.Options{{KeepBytes: 1}, {KeepBytes: 1, BatchBytes: 1}, {BatchBytes: 1}, {KeepBytes: 1, BatchBytes: 1, Workers: 8}} {
		c := newCatalogue()
		sum := runOver(t, c, folder, o)
		if diff := cmp.Diff(together.docs, c.docs); diff != "" {
			t.Fatalf("with %+v (-together +bounded):\n%s", o, diff)
		}
		if sum.Documents != 22 || sum.Skipped != 0 || sum.Paragraphs != 226+20*5 {
			t.Errorf("with %+v: %+v", o, sum)
		}
		if sum := runOver(t, c, folder, o); sum.Unchanged != 22 || sum.Documents != 0 {
			t.Errorf("again with %+v: %+v", o, sum)
		}
	}
}

func TestAnAgendaIsLinkedWithDocumentsOfOtherRuns(t *testing.T) {
	note, agenda := dated(t, only(t, noteFile)), dated(t, only(t, agendaFile))
	others := fstest.MapFS{}
	for i := range 30 {
		others[fmt.Sprintf("o%d.txt", i)] = paper(fmt.Sprintf("A/78/%d", i+1), "A paragraph of another body.")
	}
	all := maps.Clone(others)
	maps.Copy(all, note)
	c := newCatalogue()
	runOver(t, c, all, index.Options{})
	for _, listed := range []fstest.MapFS{agenda, all} { // the agenda alone, or with all that is unchanged
		folder := maps.Clone(listed)
		maps.Copy(folder, agenda)
		before, reader := c.puts, &counting{}
		sum := runOver(t, c, folder, index.Options{Reader: reader})
		if got := c.puts - before; got > 2 || reader.reads.Load() > 2 {
			t.Errorf("%d documents put, %d read, %+v, want at most the agenda and the note", got, reader.reads.Load(), sum)
		}
		together := newCatalogue()
		runOver(t, together, folder, index.Options{})
		if got := c.docs[document.Key{Symbol: "CTOC/COP/2024/5", Lang: "en"}]; got.SymbolVia != document.ViaDocumentation {
			t.Errorf("the note: %+v", got.Header)
		}
	}
}

func TestPrune(t *testing.T) {
	source := func() fstest.MapFS {
		return fstest.MapFS{"d/a.txt": paper("A/79/1", "One."), "d/b.txt": paper("A/79/2", "Two."), "e/c.txt": paper("A/79/3", "Three.")}
	}
	for _, test := range []struct {
		name    string
		without []string
		prune   index.Prune
		want    []string
		refused string
	}{
		{"not asked", []string{"d/a.txt"}, index.Prune{}, []string{"A/79/1", "A/79/2", "A/79/3"}, ""},
		{"asked", []string{"d/a.txt"}, index.Prune{Below: []string{"."}}, []string{"A/79/2", "A/79/3"}, ""},
		{"asked of another folder", []string{"d/a.txt"}, index.Prune{Below: []string{"e"}}, []string{"A/79/1", "A/79/2", "A/79/3"}, ""},
		{"nothing left", []string{"d/a.txt", "d/b.txt"}, index.Prune{Below: []string{"d"}}, []string{"A/79/1", "A/79/2", "A/79/3"}, "no file was found there"},
		{"nothing left, and sure", []string{"d/a.txt", "d/b.txt"}, index.Prune{Below: []string{"d"}, Empty: true}, []string{"A/79/3"}, ""},
		{"only some", []string{"d/a.txt", "e/c.txt"}, index.Prune{Below: []string{"."}, Only: func(s string) bool { return s == "e/c.txt" }}, []string{"A/79/1", "A/79/2"}, ""},
	} {
		c := newCatalogue()
		folder := source()
		runOver(t, c, folder, index.Options{})
		for _, name := range test.without {
			delete(folder, name)
		}
		sum := runOver(t, c, folder, index.Options{Prune: test.prune})
		if diff := cmp.Diff(test.want, c.symbols()); diff != "" || sum.Removed != 3-len(test.want) {
			t.Errorf("%s: removed %d, symbols (-want +got):\n%s", test.name, sum.Removed, diff)
		}
		if refused := fmt.Sprint(sum.Failed); !strings.Contains(refused, test.refused) || test.refused == "" && len(sum.Failed) > 0 {
			t.Errorf("%s: failed %s, want %q", test.name, refused, test.refused)
		}
	}
}

func TestARenamedFileKeepsItsDocument(t *testing.T) {
	c := newCatalogue()
	runOver(t, c, fstest.MapFS{"a.txt": paper("A/79/1", "One."), "z.txt": paper("A/79/9", "Nine.")}, index.Options{})
	sum := runOver(t, c, fstest.MapFS{"b.txt": paper("A/79/1", "One."), "z.txt": paper("A/79/9", "Nine.")}, index.Options{Prune: index.Prune{Below: []string{"."}}})
	if want := []string{"A/79/1", "A/79/9"}; !slices.Equal(c.symbols(), want) || len(sum.Failed) > 0 {
		t.Errorf("symbols %q, %+v, want %q", c.symbols(), sum, want)
	}
	if d := c.docs[document.Key{Symbol: "A/79/1", Lang: "en"}]; d.Source != "b.txt" {
		t.Errorf("source %q, want b.txt", d.Source)
	}
}

// Two files of one document: the first keeps it until it is gone.
func TestTheSecondFileOfADocumentWaitsForTheFirst(t *testing.T) {
	c := newCatalogue()
	folder := fstest.MapFS{"b.txt": paper("A/79/1", "One.")}
	runOver(t, c, folder, index.Options{})
	folder["a.txt"] = paper("A/79/1", "Another.")
	for range 2 {
		sum := runOver(t, c, folder, index.Options{})
		if len(sum.Failed) != 1 || sum.Failed[0].Source != "a.txt" || !strings.Contains(sum.Failed[0].Error, "as b.txt") {
			t.Errorf("failed = %+v, want a.txt, because of b.txt", sum.Failed)
		}
	}
	delete(folder, "b.txt")
	sum := runOver(t, c, folder, index.Options{Prune: index.Prune{Below: []string{"."}}})
	if d := c.docs[document.Key{Symbol: "A/79/1", Lang: "en"}]; len(sum.Failed) > 0 || d.Source != "a.txt" {
		t.Errorf("%+v, source %q, want a.txt indexed", sum, d.Source)
	}
}

// A run that is cut off after each of its commits goes on where it was, and ends as if it had not been.
func TestACancelledRunGoesOn(t *testing.T) {
	folder := dated(t, seeds.Documents())
	for i := range 10 {
		folder[fmt.Sprintf("1_%d.txt", i)] = paper(fmt.Sprintf("A/79/%d", i+1), "A paragraph of another body.")
	}
	together := newCatalogue()
	runOver(t, together, folder, index.Options{})
	c := newCatalogue()
	runs := 0
	for done := false; !done; runs++ {
		if runs > 20 {
			t.Fatal("no end")
		}
		ctx, cancel := context.WithCancel(t.Context())
		c.cancel = cancel
		_, err := index.New(c, index.Options{BatchBytes: 1, KeepBytes: 1}).Run(ctx, index.FromFS(ctx, folder, index.WalkLimits{}))
		done = err == nil
		if err != nil && !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		cancel()
	}
	if runs < 5 {
		t.Errorf("%d runs, want one for each commit", runs)
	}
	if diff := cmp.Diff(together.docs, c.docs); diff != "" {
		t.Errorf("interrupted (-at once +interrupted):\n%s", diff)
	}
}

func TestFilesThatAreWrittenToWait(t *testing.T) {
	c := newCatalogue()
	folder := fstest.MapFS{"a.txt": paper("A/79/1", "One."), "b.txt": paper("A/79/2", "Two.")}
	folder["b.txt"].ModTime = time.Now().Add(-10 * time.Second)
	o := index.Options{Quiet: time.Minute, Prune: index.Prune{Below: []string{"."}}}
	if sum := runOver(t, c, folder, o); sum.Waiting != 1 || sum.Documents != 1 || len(sum.Failed) > 0 {
		t.Errorf("%+v, want one document written and one waiting", sum)
	}
	folder["b.txt"].ModTime = long
	if sum := runOver(t, c, folder, o); sum.Waiting != 0 || sum.Documents != 1 || sum.Unchanged != 1 {
		t.Errorf("%+v, want the other document written", sum)
	}
}

// growing changes its size between two looks at it.
type growing struct {
	fs.File
	looks int64
}

type grown struct {
	fs.FileInfo
	by int64
}

func (g *growing) Stat() (fs.FileInfo, error) {
	info, err := g.File.Stat()
	g.looks++
	return grown{info, g.looks}, err
}

func (g grown) Size() int64 { return g.FileInfo.Size() + g.by }

func TestAFileThatChangesWhileItIsRead(t *testing.T) {
	folder := fstest.MapFS{"a.txt": paper("A/79/1", "One.")}
	s := index.Source{Name: "a.txt", Open: func() (io.ReadCloser, error) {
		f, err := folder.Open("a.txt")
		return &growing{File: f}, err
	}}
	if _, err := index.Read(t.Context(), s, index.Options{}); !errors.Is(err, index.ErrChanging) {
		t.Errorf("Read = %v, want %v", err, index.ErrChanging)
	}
}

func TestADocumentThatTheEngineRefusesStopsNoOther(t *testing.T) {
	c := newCatalogue()
	folder := fstest.MapFS{"a.txt": paper("A/79/1", "One."), "b.txt": paper(unfit, "Two."), "c.txt": paper("A/79/3", "Three.")}
	for run := range 2 {
		sum := runOver(t, c, folder, index.Options{})
		if len(sum.Failed) != 1 || sum.Failed[0].Source != "b.txt" || sum.Failed[0].Before != (run == 1) || sum.Documents != 2-2*run {
			t.Errorf("run %d: %+v, want b.txt refused", run, sum)
		}
	}
	if want := []string{"A/79/1", "A/79/3"}; !slices.Equal(c.symbols(), want) {
		t.Errorf("symbols = %q, want %q", c.symbols(), want)
	}
}

// What another version of a reader or of the parser has read is read again, though no file has changed.
func TestSourcesReadByAnotherVersionAreReadAgain(t *testing.T) {
	c := newCatalogue()
	folder := fstest.MapFS{"a.txt": paper("A/79/1", "One."), "b.txt": paper("A/79/2", "Two.")}
	runOver(t, c, folder, index.Options{})
	for _, change := range []struct{ what, from, to string }{
		{"an older parser", " parse/", " parse/0."},
		{"a later reader", "text/", "text/9"},
		{"an entry that cannot be read", "{", "["},
	} {
		c.entries["b.txt"] = bytes.Replace(c.entries["b.txt"], []byte(change.from), []byte(change.to), 1)
		reader := &counting{}
		if sum := runOver(t, c, folder, index.Options{Reader: reader}); reader.reads.Load() != 1 || sum.Unchanged != 1 || sum.Skipped != 2 || sum.Documents != 0 {
			t.Errorf("%s: %d read, %+v, want b.txt alone, and nothing written", change.what, reader.reads.Load(), sum)
		}
		reader = &counting{}
		if runOver(t, c, folder, index.Options{Reader: reader}); reader.reads.Load() != 0 {
			t.Errorf("%s: %d read once more, want none", change.what, reader.reads.Load())
		}
	}
}

// recalling counts how often the catalogue is read.
type recalling struct {
	catalogue
	recalls *int
}

func (c recalling) Entries(ctx context.Context) iter.Seq2[document.Entry, error] {
	*c.recalls++
	return c.catalogue.Entries(ctx)
}

// With a Memory the catalogue is read only where something is new; runs with and without one do the same.
func TestMemoryOfTheCatalogue(t *testing.T) {
	plain, c := newCatalogue(), recalling{newCatalogue(), new(int)}
	folder := misprints()
	memory := index.Memory{}
	gone := map[string]bool{}
	for _, step := range []struct {
		name    string
		change  func()
		recalls int
	}{
		{"first", nil, 1},
		{"nothing new", nil, 0},
		{"nothing new still", nil, 0},
		{"a file comes", func() { folder["g.txt"] = paper("A/79/1", "One.") }, 1},
		{"nothing new again", nil, 0},
		{"a file changes", func() { folder["g.txt"] = paper("A/79/1", "Another.") }, 1},
		{"a file gets another name", func() { delete(folder, "g.txt"); gone["g.txt"] = true; folder["h.txt"] = paper("A/79/1", "Another.") }, 1},
		{"one of two copies goes", func() { delete(folder, "a/75_274_F.txt"); gone["a/75_274_F.txt"] = true }, 1},
		{"nothing new at last", nil, 0},
	} {
		if step.change != nil {
			step.change()
		}
		o := index.Options{Prune: index.Prune{Below: []string{"."}}, Gone: func(s string) bool { return gone[s] }}
		want := runOver(t, plain, folder, o)
		*c.recalls, o.Memory = 0, &memory
		got := runOver(t, c, folder, o)
		want.Seconds, got.Seconds = 0, 0
		if diff := cmp.Diff(want, got); diff != "" || *c.recalls != step.recalls {
			t.Errorf("%s: catalogue read %d times, want %d (-without +with memory):\n%s", step.name, *c.recalls, step.recalls, diff)
		}
		if diff := cmp.Diff(plain.docs, c.docs); diff != "" {
			t.Errorf("%s: documents (-without +with memory):\n%s", step.name, diff)
		}
	}
}
