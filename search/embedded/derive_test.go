package embedded

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/column"
	"github.com/plenary-search/plenary/search/query"
	"github.com/plenary-search/plenary/search/searchtest"
)

// columnFiles are the column files of an index.
func columnFiles(t testing.TB, dir string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, columnsName, "*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("column files: %v, %v", files, err)
	}
	return files
}

// Column files that are missing, cut or changed are made again, by whoever opens the index, and answers stay the same.
func TestColumnsAreMadeAgain(t *testing.T) {
	for name, damage := range map[string]func(file string) error{
		"missing": os.Remove,
		"cut":     func(file string) error { return os.Truncate(file, 100) },
		"empty":   func(file string) error { return os.Truncate(file, 0) },
		"one bit": func(file string) error {
			content, err := os.ReadFile(file)
			if err != nil {
				return err
			}
			content[len(content)/2] ^= 8
			return os.WriteFile(file, content, 0o600)
		},
		"nonsense": writeNonsense,
	} {
		for _, opts := range []Options{{}, {ReadOnly: true}} {
			t.Run(fmt.Sprintf("%s, read only %v", name, opts.ReadOnly), func(t *testing.T) {
				dir := filepath.Join(t.TempDir(), "index")
				e := openAt(t, dir, Options{})
				searchtest.FillGold(t, e)
				gold, err := searchtest.Gold()
				if err != nil {
					t.Fatal(err)
				}
				commitAll(t, e, testDocument("A/1", "trafficking in persons"), gold[1])
				if err := errors.Join(e.Delete(t.Context(), []document.Key{gold[0].Key()}), e.Commit(t.Context())); err != nil {
					t.Fatal(err)
				}
				want := answers(t, e)
				closeEngine(t, e)
				files := columnFiles(t, dir)
				for i, file := range files {
					if err := damage(file); err != nil {
						t.Fatal(err)
					}
					e := openAt(t, dir, opts)
					if diff := cmp.Diff(want, answers(t, e)); diff != "" {
						t.Errorf("file %d: other answers (-want +got):\n%s", i, diff)
					}
					if err := e.made(t.Context()); err != nil {
						t.Fatal(err)
					}
					if diff := cmp.Diff(want, answers(t, e)); diff != "" {
						t.Errorf("file %d, made again: other answers (-want +got):\n%s", i, diff)
					}
					closeEngine(t, e)
					if i == 0 && len(columnFiles(t, dir)) == 0 {
						t.Error("no column file was made again")
					}
					if _, err := os.Stat(file); err != nil {
						break // the numbers have moved on
					}
				}
				e = openAt(t, dir, Options{ReadOnly: true})
				if diff := cmp.Diff(want, answers(t, e)); diff != "" {
					t.Errorf("opened again: other answers (-want +got):\n%s", diff)
				}
			})
		}
	}
}

// writeNonsense puts a document that does not exist into a column file and makes all checksums right, as a program with a fault would have
// written it. See package column for the format.
func writeNonsense(file string) error {
	content, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	sum := func(b []byte) uint32 { return crc32.Checksum(b, crc32.MakeTable(crc32.Castagnoli)) }
	trailer := content[len(content)-24:]
	table := content[binary.LittleEndian.Uint64(trailer) : len(content)-24]
	at := bytes.Index(table, []byte("\x05\x00order"))
	if at < 0 {
		return nil // it holds no documents
	}
	entry := table[at+len("\x05\x00order"):]
	from, length := binary.LittleEndian.Uint64(entry), binary.LittleEndian.Uint64(entry[8:])
	section := content[from : from+length]
	section[4] = 0xff // behind the width of the numbers
	binary.LittleEndian.PutUint32(entry[16:], sum(section))
	binary.LittleEndian.PutUint32(trailer[12:], sum(table))
	f := &folder{path: filepath.Dir(filepath.Dir(file))}
	m, err := f.inspect(true)
	if err != nil {
		return err
	}
	for i := range m.Columns {
		if m.Columns[i].Name == filepath.Base(file) {
			m.Columns[i].Sum = column.Sum(content)
		}
	}
	return errors.Join(os.WriteFile(file, content, 0o600), f.committed(m))
}

// Beside a writer, a reader cannot make files again, and says so.
func TestDamagedBesideWriter(t *testing.T) {
	dir := written(t)
	openAt(t, dir, Options{})
	if err := os.Remove(columnFiles(t, dir)[0]); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), dir, Options{ReadOnly: true}); !errors.Is(err, ErrInUse) {
		t.Errorf("Open = %v, want ErrInUse", err)
	}
}

// What a killed process left among the column files is removed by the next writer; other files are not.
func TestOrphans(t *testing.T) {
	dir := written(t)
	for _, name := range []string{"00000077.col", "00000078.col.new", "notes.txt"} {
		if err := os.WriteFile(filepath.Join(dir, columnsName, name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	e := openAt(t, dir, Options{})
	for _, file := range columnFiles(t, dir) {
		if strings.Contains(file, "0000007") {
			t.Errorf("%s is still there", file)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, columnsName, "notes.txt")); err != nil {
		t.Error(err)
	}
	commitAll(t, e, testDocument("A/9", "after"))
	if n := count(t, e); n != 4 {
		t.Errorf("%d units, want 4", n)
	}
}

// Documents that are put, put again and deleted within one commit are as they were left last.
func TestSeveralChangesOfOneDocument(t *testing.T) {
	e := openAt(t, t.TempDir(), Options{})
	commitAll(t, e, testDocument("A/1", "old"), testDocument("A/2", "old", "older"))
	put := func(docs ...document.Document) {
		t.Helper()
		if err := e.Put(t.Context(), docs); err != nil {
			t.Fatal(err)
		}
	}
	put(testDocument("A/1", "first"), testDocument("A/1", "second", "second"), testDocument("A/3", "third"))
	put(testDocument("A/1", "last", "last", "last"))
	if err := e.Delete(t.Context(), []document.Key{{Symbol: "A/2", Lang: "en"}, {Symbol: "A/3", Lang: "en"}}); err != nil {
		t.Fatal(err)
	}
	put(testDocument("A/3", "again"))
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if err := e.Put(cancelled, []document.Document{testDocument("A/4", "never")}); !errors.Is(err, context.Canceled) {
		t.Fatalf("Put = %v", err)
	}
	if err := e.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := count(t, e); n != 4 {
		t.Errorf("%d units, want 3 of A/1 and 1 of A/3", n)
	}
}

// A Put that fails midway leaves nothing in the next commit.
func TestFailedPut(t *testing.T) {
	e := openAt(t, t.TempDir(), Options{})
	if err := e.Put(t.Context(), []document.Document{testDocument("A/1", "one")}); err != nil {
		t.Fatal(err)
	}
	e.pending.builders(1)[0].Add(new(testDocument("A/2", "half put")), 1) // as a failure between the two would leave it
	e.pending.spoiled = true
	if err := e.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := count(t, e); n != 1 {
		t.Errorf("%d units, want 1", n)
	}
}

// Commits, merges and searches at the same time: every search sees whole commits, in this process and in one that follows.
func TestLivingIndex(t *testing.T) {
	dir := t.TempDir()
	writer := openAt(t, dir, Options{})
	const documents, units = 12, 7
	replaceAll := func(word string) {
		var docs []document.Document
		for i := range documents {
			texts := make([]string, units)
			for j := range texts {
				texts[j] = word + " words"
			}
			docs = append(docs, testDocument(fmt.Sprintf("A/%d", i), texts...))
		}
		if err := errors.Join(writer.Put(t.Context(), docs), writer.Commit(t.Context())); err != nil {
			t.Error(err)
		}
	}
	replaceAll("version0")
	reader := openAt(t, dir, Options{ReadOnly: true})
	done := make(chan struct{})
	var searching sync.WaitGroup
	for _, e := range []*Engine{writer, reader} {
		searching.Go(func() {
			for last := uint64(0); ; {
				select {
				case <-done:
					return
				default:
				}
				results, err := e.Search(t.Context(), search.Request{Query: query.Word{Text: "words"}, Size: search.MaxSize, Facets: []search.FacetRequest{{Field: "document", Size: 200}}})
				if err != nil {
					t.Error(err)
					return
				}
				want := fmt.Sprintf("version%d words", results.Generation-1)
				if results.Generation < last || results.Total.Paragraphs != documents*units || len(results.Facets[0].Values) != documents {
					t.Errorf("generation %d after %d: %d units of %d documents", results.Generation, last, results.Total.Paragraphs, len(results.Facets[0].Values))
				}
				for _, hit := range results.Hits {
					if hit.Unit.Text != want {
						t.Errorf("generation %d: %q, want %q", results.Generation, hit.Unit.Text, want)
					}
				}
				last = results.Generation
			}
		})
	}
	for i := 1; i <= 40; i++ {
		replaceAll(fmt.Sprintf("version%d", i))
	}
	eventually(t, "the reader shows the last commit", func() bool {
		corpus, err := reader.Corpus(t.Context())
		return err == nil && corpus.Generation == 41
	})
	close(done)
	searching.Wait()
	eventually(t, "files are merged", func() bool { return len(columnFiles(t, dir)) < fanOut })
}

// Runs of files are chosen so that their number stays small and nothing is merged too often.
func TestChooseRun(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	var files []columnFile
	written, merged, most := int64(0), int64(0), 0
	for range 5000 {
		size := 1000 + rng.Int64N(2*smallest)
		files, written = append(files, columnFile{Size: size}), written+size
		for {
			from, to := chooseRun(files, largest)
			if from == to {
				break
			}
			sum := int64(0)
			for _, file := range files[from:to] {
				sum += file.Size
			}
			merged += sum
			files = append(files[:from], columnFile{Size: sum})
		}
		most = max(most, len(files))
	}
	if most > 6*fanOut {
		t.Errorf("%d files at once", most)
	}
	if merged > 6*written {
		t.Errorf("%d bytes merged for %d written", merged, written)
	}
	big := slices.Repeat([]columnFile{{Size: largest / 4}}, 2*fanOut)
	if from, to := chooseRun(big, largest); from != to {
		t.Errorf("files of %d bytes each are merged: %d to %d", largest/4, from, to)
	}
	t.Logf("%d files at the most, each byte merged %.1f times", most, float64(merged)/float64(written))
}
