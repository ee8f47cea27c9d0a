package store

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/column"
	"github.com/plenary-search/plenary/search/searchtest"
)

func open(t testing.TB, path string) *Store {
	t.Helper()
	s, err := Open(path, false)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func encodeAll(t testing.TB, version uint64, docs ...document.Document) (records []*Record) {
	t.Helper()
	for i := range docs {
		b := column.NewBuilder()
		b.Add(&docs[i], version)
		r, err := Encode(&docs[i], version, b)
		if err != nil {
			t.Fatal(err)
		}
		records = append(records, r)
	}
	return records
}

func versions(t testing.TB, s *Store) map[document.Key]uint64 {
	t.Helper()
	all, err := s.Versions(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	found := map[document.Key]uint64{}
	for _, v := range all {
		if _, twice := found[v.Key]; twice {
			t.Errorf("%v is there twice", v.Key)
		}
		found[v.Key] = v.Version
	}
	return found
}

// What is written comes back, until it is replaced or deleted.
func TestWriteRead(t *testing.T) {
	gold, err := searchtest.Gold()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "store")
	s := open(t, path)
	if said, err := s.Commit(); err != nil || said != nil {
		t.Errorf("Commit of an empty store = %q, %v", said, err)
	}
	if err := s.Write(Batch{Put: encodeAll(t, 7, gold...), Entries: []document.Entry{{Source: "a", Data: []byte("1")}, {Source: "b", Data: []byte("2")}}, Commit: []byte("first")}); err != nil {
		t.Fatal(err)
	}
	for _, want := range gold {
		got, err := s.Document(want.Key())
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); err != nil || diff != "" {
			t.Errorf("Document(%v): %v (-want +got)\n%s", want.Key(), err, diff)
		}
	}
	changed := gold[0]
	changed.Title = "another title"
	if err := s.Write(Batch{Put: encodeAll(t, 8, changed), Delete: []document.Key{gold[1].Key(), {Symbol: "A/0", Lang: "en"}}, Entries: []document.Entry{{Source: "a"}}, Commit: []byte("second")}); err != nil {
		t.Fatal(err)
	}
	want := map[document.Key]uint64{}
	for _, d := range gold {
		want[d.Key()] = 7
	}
	want[gold[0].Key()] = 8
	delete(want, gold[1].Key())
	if got := versions(t, s); !maps.Equal(got, want) {
		t.Errorf("Versions = %v, want %v", got, want)
	}
	if _, err := s.Document(gold[1].Key()); !errors.Is(err, search.ErrNotFound) {
		t.Errorf("a deleted document: %v, want ErrNotFound", err)
	}
	var sources []string
	for entry, err := range s.Entries(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		sources = append(sources, entry.Source+"="+string(entry.Data))
	}
	if !slices.Equal(sources, []string{"b=2"}) {
		t.Errorf("Entries = %v", sources)
	}
}

// Verify tells what the last batch said, and finds what is damaged.
func TestVerify(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store")
	s, err := Open(path, false)
	if err != nil {
		t.Fatal(err)
	}
	doc := document.Document{Header: document.Header{Symbol: "A/1", Lang: "en"}, Units: []document.Unit{{Seq: 1, Anchor: "a", Kind: document.Paragraph, Text: "some words"}}}
	for _, said := range []string{"first", "second"} {
		if err := s.Write(Batch{Put: encodeAll(t, 1, doc), Commit: []byte(said)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if said, err := Verify(t.Context(), path); err != nil || string(said) != "second" {
		t.Fatalf("Verify = %q, %v", said, err)
	}
	segments, err := filepath.Glob(filepath.Join(path, "*.zap"))
	if err != nil || len(segments) == 0 {
		t.Fatalf("segments: %v, %v", segments, err)
	}
	newest := slices.Max(segments)
	content, err := os.ReadFile(newest)
	if err != nil {
		t.Fatal(err)
	}
	content[len(content)/2] ^= 1
	if err := os.WriteFile(newest, content, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Verify(t.Context(), path); !errors.Is(err, ErrCorrupt) {
		t.Errorf("Verify of a flipped bit = %v, want ErrCorrupt", err)
	}
	if err := os.Remove(newest); err != nil {
		t.Fatal(err)
	}
	if _, err := Verify(t.Context(), path); !errors.Is(err, ErrCorrupt) {
		t.Errorf("Verify of a missing segment = %v, want ErrCorrupt", err)
	}
}

// A write that failed in the background, as merges do, ends writing.
func TestFailureInTheBackground(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store")
	s := open(t, path)
	if err := os.Rename(path, path+" elsewhere"); err != nil {
		t.Fatal(err)
	}
	doc := document.Document{Header: document.Header{Symbol: "A/9", Lang: "en"}}
	if err := s.scorch.Update(&encodeAll(t, 1, doc)[0].record); err == nil {
		t.Fatal("a write into a folder that is gone reports no error")
	}
	if err := os.Rename(path+" elsewhere", path); err != nil {
		t.Fatal(err)
	}
	if err := s.Write(Batch{}); err == nil || !strings.Contains(err.Error(), "background") {
		t.Errorf("Write = %v, want the failure in the background", err)
	}
}

// After a run of many batches, files of older snapshots are gone once the store has settled, and what it holds is as it was.
func TestSettle(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store [1]") // no pattern
	s := open(t, path)
	const batches = 40
	for i := range batches {
		doc := document.Document{Header: document.Header{Symbol: fmt.Sprintf("A/%d", i), Lang: "en"}, Units: []document.Unit{{Seq: 1, Anchor: "a", Kind: document.Paragraph, Text: "some words"}}}
		if err := s.Write(Batch{Put: encodeAll(t, 1, doc), Commit: fmt.Append(nil, i)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Settle(); err != nil {
		t.Fatal(err)
	}
	if files, err := os.ReadDir(path); err != nil || len(files) > 20 {
		t.Errorf("%d files are left, %v", len(files), err)
	}
	if n, err := s.needless(); n > 0 || err != nil {
		t.Errorf("%d files that no snapshot needs, %v", n, err)
	}
	if n := len(versions(t, s)); n != batches {
		t.Errorf("%d documents, want %d", n, batches)
	}
	if said, err := s.Commit(); err != nil || string(said) != fmt.Sprint(batches-1) {
		t.Errorf("Commit = %q, %v", said, err)
	}
}

// Only what a file holds is damage: nobody is to restore a backup for want of memory.
func TestDamageIsInFiles(t *testing.T) {
	if err := asDamage("root.bolt", fmt.Errorf("mmap: %w", syscall.ENOMEM)); errors.Is(err, ErrCorrupt) || !errors.Is(err, syscall.ENOMEM) {
		t.Errorf("without memory: %v", err)
	}
	if err := asDamage("root.bolt", errors.New("invalid database")); !errors.Is(err, ErrCorrupt) {
		t.Errorf("another file: %v, want ErrCorrupt", err)
	}
}
