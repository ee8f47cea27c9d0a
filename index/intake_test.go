package index_test

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/plenary-search/plenary/index"
	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/seeds"
)

const schema = 5 // of the index that these tests are about

// Documents returns headers in natural order of keys, after a key.
func (c catalogue) Documents(_ context.Context, after document.Key, size int) (headers []document.Header, err error) {
	keys := slices.SortedFunc(maps.Keys(c.docs), func(a, b document.Key) int { return cmp.Compare(a.SortKey(), b.SortKey()) })
	for _, key := range keys {
		if len(headers) < size && (after == document.Key{} || key.SortKey() > after.SortKey()) {
			headers = append(headers, c.docs[key].Header)
		}
	}
	return headers, nil
}

// exported is the export of all that a catalogue holds, as a file.
func exported(t *testing.T, c catalogue) *fstest.MapFile {
	t.Helper()
	var out bytes.Buffer
	if _, err := index.Export(t.Context(), c, &out, index.ExportOptions{Schema: schema, Documents: len(c.docs)}); err != nil {
		t.Fatal(err)
	}
	return &fstest.MapFile{Data: out.Bytes(), ModTime: long}
}

// imports runs over an export, and fails for what is not taken in.
func imports(t *testing.T, c catalogue, file *fstest.MapFile) index.Summary {
	t.Helper()
	sum := runOver(t, c, fstest.MapFS{"export.jsonl": file}, index.Options{Schema: schema})
	if len(sum.Failed) > 0 || sum.Sources != 1 {
		t.Errorf("summary %+v, want one source, none failed", sum)
	}
	return sum
}

// same fails where two engines do not hold the same, catalogue and all.
func same(t *testing.T, about string, want, got catalogue) {
	t.Helper()
	if diff := gocmp.Diff(want.docs, got.docs); diff != "" {
		t.Errorf("%s: documents (-want +got):\n%s", about, diff)
	}
	said := func(c catalogue) map[string]string {
		all := map[string]string{}
		for source, data := range c.entries {
			all[source] = string(data)
		}
		return all
	}
	if diff := gocmp.Diff(said(want), said(got)); diff != "" {
		t.Errorf("%s: catalogue (-want +got):\n%s", about, diff)
	}
}

// library of papers: the agenda and the note that it lists, an import file, a copy, and a file that fails.
func papers(t *testing.T) fstest.MapFS {
	folder := dated(t, seeds.Documents())
	maps.Copy(folder, fstest.MapFS{
		"a.txt":     paper("A/79/1", "One, and resolution 70/1."),
		"b.txt":     paper("A/79/2", "Two."),
		"copy.txt":  paper("A/79/2", "Two."),
		"bad.txt":   {ModTime: long},
		"list.json": {ModTime: long, Data: []byte(`{"symbol":"A/79/3","text":"Three.","lang":"fr"}` + "\n" + `{"symbol":"A/79/10","text":"Ten."}` + "\n")},
	})
	return folder
}

func TestAnExportIsTakenInAsItIs(t *testing.T) {
	folder, old := papers(t), newCatalogue()
	runOver(t, old, folder, index.Options{})
	file := exported(t, old)
	for _, o := range []index.Options{{Schema: schema}, {Schema: schema, BatchBytes: 1}} {
		moved := newCatalogue()
		var last index.Progress
		o.Progress = func(p index.Progress) { last = p }
		sum := runOver(t, moved, fstest.MapFS{"any name": file}, o)
		units := 0
		for _, d := range old.docs {
			units += len(d.Units)
		}
		if sum.Documents != 6 || sum.Paragraphs != units || sum.Skipped+sum.Relinked+sum.Deleted != 0 || len(sum.Failed) > 0 {
			t.Errorf("summary %+v, want 6 documents with %d paragraphs", sum, units)
		}
		if o.BatchBytes == 1 && (last.Done != 6 || last.Total != 7 || last.Documents != 6) {
			t.Errorf("progress ended with %+v", last)
		}
		same(t, "taken in", old, moved)
		if !bytes.Equal(exported(t, moved).Data, file.Data) {
			t.Error("exported again, it has other bytes")
		}
		commits := moved.commits
		if sum := imports(t, moved, file); sum.Skipped != 6 || sum.Documents+sum.Deleted+sum.Relinked != 0 {
			t.Errorf("taken in again: %+v, want 6 skipped", sum)
		}
		same(t, "taken in again", old, moved)
		reader := &counting{}
		if sum := runOver(t, moved, folder, index.Options{Reader: reader}); reader.reads.Load() != 0 || sum.Unchanged != 7 || sum.Documents != 0 {
			t.Errorf("its sources: %d read, %+v, want all 7 unchanged", reader.reads.Load(), sum)
		}
		same(t, "with its sources", old, moved)
		if moved.puts != 6 {
			t.Errorf("%d documents put, %d commits, want 6 put", moved.puts, moved.commits-commits)
		}
	}
}

// Documents that are linked anew after they were taken in are what they were: whoever settles them changes nothing.
func TestLinkingAgainChangesNothing(t *testing.T) {
	old, moved := newCatalogue(), newCatalogue()
	runOver(t, old, papers(t), index.Options{})
	imports(t, moved, exported(t, old))
	moved.entries[stateOfCatalogue(t, moved)] = []byte(`"unsettled"`)
	if sum := runOver(t, moved, fstest.MapFS{}, index.Options{}); sum.Documents+sum.Relinked+sum.Deleted != 0 {
		t.Errorf("linked again: %+v, want nothing written", sum)
	}
	same(t, "linked again", old, moved)
}

// stateOfCatalogue is the entry that says whether all is linked.
func stateOfCatalogue(t *testing.T, c catalogue) string {
	t.Helper()
	for source, data := range c.entries {
		if string(data) == `"settled"` {
			return source
		}
	}
	t.Fatal("the catalogue is not settled")
	return ""
}

// An index that was left in the middle of a run is the same when it is moved, and is settled by the next run.
func TestAnUnsettledIndexStaysSo(t *testing.T) {
	old, moved := newCatalogue(), newCatalogue()
	runOver(t, old, papers(t), index.Options{})
	old.entries[stateOfCatalogue(t, old)] = []byte(`"unsettled"`)
	file := exported(t, old)
	imports(t, moved, file)
	if !bytes.Equal(exported(t, moved).Data, file.Data) {
		t.Error("exported again, it has other bytes")
	}
	if !strings.Contains(string(file.Data[:200]), `"settled":false`) {
		t.Errorf("header %.200s", file.Data)
	}
}

func TestAnExportBesideOtherFiles(t *testing.T) {
	folder, old := papers(t), newCatalogue()
	runOver(t, old, folder, index.Options{})
	all := maps.Clone(folder)
	all["export.jsonl"] = exported(t, old)
	moved := newCatalogue()
	if sum := runOver(t, moved, all, index.Options{Schema: schema}); sum.Sources != 8 || sum.Unchanged != 7 || sum.Documents != 6 || sum.Skipped != 0 {
		t.Errorf("with its own sources: %+v, want 6 documents, 7 sources unchanged", sum)
	}
	same(t, "with its own sources", old, moved)

	// The agenda comes in an export, and the note that it lists in a file.
	agenda, mixed, together := newCatalogue(), newCatalogue(), newCatalogue()
	runOver(t, agenda, dated(t, only(t, agendaFile)), index.Options{})
	note := dated(t, only(t, noteFile))
	both := maps.Clone(note)
	both["z.jsonl"] = exported(t, agenda)
	runOver(t, mixed, both, index.Options{Schema: schema})
	runOver(t, together, dated(t, seeds.Documents()), index.Options{})
	if diff := gocmp.Diff(together.docs, mixed.docs); diff != "" {
		t.Errorf("an agenda from an export and its note from a file (-together +mixed):\n%s", diff)
	}

	// The note is there, and the agenda comes.
	later := newCatalogue()
	runOver(t, later, note, index.Options{})
	if sum := imports(t, later, exported(t, agenda)); sum.Relinked != 1 {
		t.Errorf("an agenda for a note that is there: %+v, want it linked again", sum)
	}
	if diff := gocmp.Diff(together.docs, later.docs); diff != "" {
		t.Errorf("an agenda from an export for a note that is there (-together +later):\n%s", diff)
	}
}

// What an index has of other sources stays; of a source that the export has, it has what that has.
func TestDocumentsThatAnExportNoLongerHas(t *testing.T) {
	folder, old, moved := papers(t), newCatalogue(), newCatalogue()
	runOver(t, old, folder, index.Options{})
	runOver(t, moved, fstest.MapFS{"own.txt": paper("A/80/1", "Its own.")}, index.Options{})
	imports(t, moved, exported(t, old))

	delete(folder, "a.txt")                                                                                         // pruned
	folder["b.txt"], folder["copy.txt"] = paper("A/79/22", "Two."), paper("A/79/22", "Two.")                        // another symbol
	folder["list.json"] = &fstest.MapFile{ModTime: long, Data: []byte(`{"symbol":"A/79/10","text":"Ten."}` + "\n")} // a line less
	runOver(t, old, folder, index.Options{Prune: index.Prune{Below: []string{"."}}, Reread: true})
	sum := imports(t, moved, exported(t, old))
	want := []string{"A/79/1", "A/79/10", "A/79/22", "A/80/1", "CTOC/COP/2024/1", "CTOC/COP/2024/5"}
	if got := moved.symbols(); !slices.Equal(got, want) || sum.Deleted != 2 {
		t.Errorf("symbols %q, %+v, want %q and two deleted", got, sum, want)
	}
	fresh := newCatalogue()
	imports(t, fresh, exported(t, old))
	same(t, "in a new index", old, fresh)
}

func TestBrokenExportsAreNamed(t *testing.T) {
	old := newCatalogue()
	runOver(t, old, papers(t), index.Options{})
	whole := exported(t, old)
	lines := bytes.SplitAfter(whole.Data, []byte("\n"))
	with := func(n int, line string) []byte {
		return bytes.Join(slices.Concat(lines[:n], [][]byte{[]byte(line)}, lines[n+1:]), nil)
	}
	unfitLine := strings.Replace(string(lines[1]), `"A/79/1"`, `"`+unfit+`"`, 1)
	for _, test := range []struct {
		name      string
		data      []byte
		documents int
		failed    string
	}{
		{"cut", bytes.Join(lines[:4], nil), 3, "export.jsonl: the export is cut: it ends behind line 4 of 14; what stands before is indexed"},
		{"cut in a line", whole.Data[:len(whole.Data)/2], -1, "export.jsonl: the export is cut"},
		{"a broken line", with(2, "{\"document\":\n"), 5, "export.jsonl:3: unexpected EOF"},
		{"a document that the engine does not take", with(2, unfitLine), 5, "export.jsonl:3: the document cannot be indexed: it is too odd"},
		{"a source without profile", with(7, strings.Replace(string(lines[7]), `"profile":{`, `"profile":[],"was":{`, 1)), 6, "export.jsonl:8: what it says of the documents of its source does not hold together"},
		{"a source with the profile of another", with(7, strings.Replace(string(lines[7]), `"Path":"`, `"Path":"x`, 1)), 6, "export.jsonl:8: what it says"},
		{"another version", with(0, strings.Replace(string(lines[0]), `"version":1`, `"version":9`, 1)), 0, "export.jsonl: an export of another version: its form is version 9"},
		{"another schema", with(0, strings.Replace(string(lines[0]), `"schema":5`, `"schema":4`, 1)), 0, "export.jsonl: an export of another version: the schema of its index is version 4, this program's 5"},
		{"all broken", append(slices.Clone(bytes.Replace(lines[0], []byte(`"documents":6`), []byte(`"documents":9999`), 1)), strings.Repeat("x\n", 9999)...), 0, "1000 lines are broken"},
	} {
		moved := newCatalogue()
		sum := runOver(t, moved, fstest.MapFS{"export.jsonl": {Data: test.data, ModTime: long}}, index.Options{Schema: schema})
		said := ""
		for _, f := range sum.Failed {
			said += f.Source + ": " + f.Error + "\n"
		}
		if !strings.Contains(said, test.failed) || len(sum.Failed) == 0 || len(sum.Failed) > 1001 {
			t.Errorf("%s: failed %.300s, want %q", test.name, said, test.failed)
		}
		if test.documents >= 0 && (sum.Documents != test.documents || len(moved.docs) != test.documents) {
			t.Errorf("%s: %d documents written, %d held, want %d", test.name, sum.Documents, len(moved.docs), test.documents)
		}
		for key, d := range moved.docs { // whole ones only, and as they were
			if diff := gocmp.Diff(old.docs[key], d); diff != "" {
				t.Errorf("%s: %s:\n%s", test.name, key, diff)
			}
		}
		imports(t, moved, whole)
		same(t, test.name+", then whole", old, moved)
	}
}

// A run that is stopped keeps whole documents, and the next one goes on.
func TestAnInterruptedIntakeGoesOn(t *testing.T) {
	old := newCatalogue()
	runOver(t, old, papers(t), index.Options{})
	file := exported(t, old)
	for stop := 1; stop <= 6; stop++ {
		moved := newCatalogue()
		ctx, cancel := context.WithCancel(t.Context())
		moved.cancel = func() {
			if moved.puts >= stop {
				cancel()
			}
		}
		o := index.Options{Schema: schema, BatchBytes: 1}
		sum, err := index.New(moved, o).Run(ctx, index.FromFS(t.Context(), fstest.MapFS{"e": file}, index.WalkLimits{}))
		if err == nil || sum.Documents != stop || len(moved.docs) != stop {
			t.Errorf("stopped behind %d: %v, %+v with %d documents", stop, err, sum, len(moved.docs))
		}
		moved.cancel = nil
		if sum := imports(t, moved, file); sum.Skipped != stop || sum.Documents != 6-stop {
			t.Errorf("stopped behind %d, then %+v", stop, sum)
		}
		same(t, fmt.Sprintf("stopped behind %d", stop), old, moved)
	}
}

// An engine that only writes takes documents, and no catalogue.
func TestAnEngineWithoutCatalogueTakesDocuments(t *testing.T) {
	old, s := newCatalogue(), newShelf()
	runOver(t, old, papers(t), index.Options{})
	runOver(t, s, fstest.MapFS{"e": exported(t, old)}, index.Options{Schema: schema})
	if diff := gocmp.Diff(old.docs, s.docs); diff != "" || len(s.entries) > 0 {
		t.Errorf("%d entries, documents (-want +got):\n%s", len(s.entries), diff)
	}
}

// A folder that is watched is not read through again for an export that lies in it.
func TestAnExportIsRememberedBetweenLooks(t *testing.T) {
	old, moved := newCatalogue(), newCatalogue()
	runOver(t, old, papers(t), index.Options{})
	folder := fstest.MapFS{"e": exported(t, old)}
	o := index.Options{Schema: schema, Memory: &index.Memory{}}
	for look, want := range []struct{ documents, skipped, unchanged int }{{6, 0, 0}, {0, 0, 1}, {1, 0, 1}, {0, 1, 2}} {
		if look == 2 {
			folder["new.txt"] = paper("A/81/1", "New.")
		}
		sum := runOver(t, moved, folder, o)
		if sum.Documents != want.documents || sum.Skipped != want.skipped || sum.Unchanged != want.unchanged {
			t.Errorf("look %d: %+v, want %+v", look+1, sum, want)
		}
	}
	// It may still be written to.
	folder["e"] = &fstest.MapFile{Data: folder["e"].Data[:100], ModTime: time.Now()}
	o.Quiet = time.Minute
	if sum := runOver(t, moved, folder, o); sum.Waiting != 1 || len(sum.Failed) > 0 {
		t.Errorf("written to just now: %+v, want it left for later", sum)
	}
}

func TestAnExportIsNoDocument(t *testing.T) {
	old := newCatalogue()
	runOver(t, old, papers(t), index.Options{})
	file := exported(t, old)
	s := index.Source{Name: "e.jsonl", Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(file.Data)), nil }}
	if docs, err := index.Read(t.Context(), s, index.Options{}); err == nil || !strings.Contains(err.Error(), "an export of an index") {
		t.Errorf("Read = %d documents, %v", len(docs), err)
	}
}

func TestExportFailsWhereTheIndexChanges(t *testing.T) {
	c := newCatalogue()
	runOver(t, c, papers(t), index.Options{})
	if _, err := index.Export(t.Context(), c, io.Discard, index.ExportOptions{Documents: len(c.docs) + 1}); err == nil || !strings.Contains(err.Error(), "changed meanwhile") {
		t.Errorf("Export = %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := index.Export(ctx, c, io.Discard, index.ExportOptions{Documents: len(c.docs)}); err == nil {
		t.Error("a cancelled export ended well")
	}
}

// Documents that were put without a source, or with the same one, are moved and survive whatever is indexed beside them.
func TestDocumentsWithoutSourcesOfTheirOwn(t *testing.T) {
	old, moved := newCatalogue(), newCatalogue()
	for i, source := range []string{"", "", "portal", "portal"} {
		d := document.Document{Header: document.Header{Symbol: fmt.Sprintf("A/90/%d", i+1), Lang: "en", Source: source, Title: "Title"}}
		d.Units = []document.Unit{{Seq: 1, Anchor: "p1", Kind: document.Paragraph, Text: "Text."}}
		old.docs[d.Key()] = d
	}
	file := exported(t, old)
	imports(t, moved, file)
	same(t, "taken in", old, moved)
	runOver(t, moved, papers(t), index.Options{})
	for key, d := range old.docs {
		if diff := gocmp.Diff(d, moved.docs[key]); diff != "" {
			t.Errorf("%s beside other documents (-put +held):\n%s", key, diff)
		}
	}
	again := newCatalogue()
	imports(t, again, exported(t, moved))
	same(t, "moved once more", moved, again)
	if sum := imports(t, again, exported(t, moved)); sum.Deleted != 0 || len(again.docs) != len(moved.docs) {
		t.Errorf("taken in twice: %+v", sum)
	}
}
