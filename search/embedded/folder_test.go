package embedded

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/store"
)

func testDocument(symbol string, texts ...string) document.Document {
	d := document.Document{Header: document.Header{Symbol: symbol, Lang: "en", Hash: strings.Join(texts, "|")}}
	for i, text := range texts {
		d.Units = append(d.Units, document.Unit{Seq: i + 1, Anchor: string(rune('a' + i)), Kind: document.Paragraph, Text: text})
	}
	return d
}

// commitAll puts each document in a commit of its own.
func commitAll(t testing.TB, e *Engine, docs ...document.Document) {
	t.Helper()
	for _, d := range docs {
		if err := errors.Join(e.Put(t.Context(), []document.Document{d}), e.Commit(t.Context())); err != nil {
			t.Fatal(err)
		}
	}
}

// written makes an index of two commits and closes it.
func written(t testing.TB) (dir string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "index")
	e, err := Open(t.Context(), dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	commitAll(t, e, testDocument("A/1", "trafficking in persons"), testDocument("A/2", "technical assistance", "trafficking in firearms"))
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

func count(t testing.TB, e *Engine) int {
	t.Helper()
	results, err := e.Search(t.Context(), search.Request{Size: search.NoHits})
	if err != nil {
		t.Fatal(err)
	}
	return results.Total.Paragraphs
}

func TestReopen(t *testing.T) {
	dir := written(t)
	e := openAt(t, dir, Options{})
	if n := count(t, e); n != 3 {
		t.Errorf("%d units after reopening, want 3", n)
	}
	commitAll(t, e, testDocument("A/1", "new text", "and more"))
	closeEngine(t, e)
	reader := openAt(t, dir, Options{ReadOnly: true})
	if n := count(t, reader); n != 4 {
		t.Errorf("%d units after replacing one, want 4", n)
	}
	corpus, err := reader.Corpus(t.Context())
	if err != nil || corpus.Generation != 3 {
		t.Errorf("Corpus = %+v, %v, want generation 3", corpus, err)
	}
	if err := reader.Put(t.Context(), nil); !errors.Is(err, ErrReadOnly) {
		t.Errorf("Put = %v, want ErrReadOnly", err)
	}
}

func TestUncommittedIsLost(t *testing.T) {
	dir := written(t)
	e := openAt(t, dir, Options{})
	if err := e.Put(t.Context(), []document.Document{testDocument("A/3", "three")}); err != nil {
		t.Fatal(err)
	}
	closeEngine(t, e)
	if n := count(t, openAt(t, dir, Options{ReadOnly: true})); n != 3 {
		t.Errorf("%d units, want the 3 that were committed", n)
	}
}

func TestClosedEngine(t *testing.T) {
	e := openAt(t, filepath.Join(t.TempDir(), "index"), Options{})
	closeEngine(t, e)
	if err := e.Ready(t.Context()); !errors.Is(err, search.ErrUnavailable) {
		t.Errorf("Ready = %v, want ErrUnavailable", err)
	}
	if err := e.Put(t.Context(), nil); !errors.Is(err, search.ErrUnavailable) {
		t.Errorf("Put = %v, want ErrUnavailable", err)
	}
	for _, err := range e.Stored(t.Context()) {
		if !errors.Is(err, search.ErrUnavailable) {
			t.Errorf("Stored = %v, want ErrUnavailable", err)
		}
	}
}

// One process writes; others may search meanwhile, and see what it commits.
func TestLock(t *testing.T) {
	dir := written(t)
	writer := openAt(t, dir, Options{})
	if _, err := Open(t.Context(), dir, Options{}); !errors.Is(err, ErrInUse) || !strings.Contains(err.Error(), "process ") {
		t.Errorf("Open beside a writer = %v, want ErrInUse with the process", err)
	}
	first, second := openAt(t, dir, Options{ReadOnly: true}), openAt(t, dir, Options{ReadOnly: true})
	if count(t, first) != 3 || count(t, second) != 3 {
		t.Error("two readers do not share the index with a writer")
	}
	commitAll(t, writer, testDocument("A/1"), testDocument("A/3", "four", "five"))
	eventually(t, "both readers show the last commit", func() bool { return count(t, first) == 4 && count(t, second) == 4 })
	closeEngine(t, writer)
	writer = openAt(t, dir, Options{})
	commitAll(t, writer, testDocument("A/3"))
	eventually(t, "readers follow the next writer", func() bool { return count(t, first) == 2 && count(t, second) == 2 })
}

// Who puts another index in the place of one keeps writers away from it, and waits for none.
func TestHold(t *testing.T) {
	dir := written(t)
	writer := openAt(t, dir, Options{})
	if _, err := Hold(t.Context(), dir); !errors.Is(err, ErrInUse) {
		t.Errorf("Hold beside a writer = %v, want ErrInUse", err)
	}
	closeEngine(t, writer)
	release, err := Hold(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), dir, Options{}); !errors.Is(err, ErrInUse) {
		t.Errorf("Open of what is held = %v, want ErrInUse", err)
	}
	if n := count(t, openAt(t, dir, Options{ReadOnly: true})); n != 3 {
		t.Errorf("%d units, want 3", n)
	}
	if err := release(); err != nil {
		t.Fatal(err)
	}
	openAt(t, dir, Options{})
	for _, nothing := range []string{t.TempDir(), filepath.Join(t.TempDir(), "missing")} {
		if _, err := Hold(t.Context(), nothing); err != nil {
			t.Errorf("Hold where there is no index: %v", err)
		}
	}
}

// A lock that was waited for counts only where its folder still is.
func TestLockOfRenamedFolder(t *testing.T) {
	dir := t.TempDir()
	f := &folder{path: filepath.Join(dir, "index")}
	if err := errors.Join(os.Mkdir(f.path, 0o700), f.lockToWrite(t.Context())); err != nil {
		t.Fatal(err)
	}
	if !isInPlace(f.lock) {
		t.Error("a lock is not where it was taken")
	}
	lock := f.lock
	if err := errors.Join(os.Rename(f.path, filepath.Join(dir, "old")), os.Mkdir(f.path, 0o700), os.WriteFile(lock.Path(), nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	if isInPlace(lock) {
		t.Error("the lock of a folder that was renamed counts for the one in its place")
	}
	if err := f.unlock(); err != nil {
		t.Fatal(err)
	}
}

// eventually waits for something that takes a moment, and fails where it does not come.
func eventually(t testing.TB, what string, holds func() bool) {
	t.Helper()
	for range 1000 {
		if holds() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("not in ten seconds: %s", what)
}

// contents are all files of a folder, to see that none of them was touched.
func contents(t testing.TB, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() == lockName {
			return err
		}
		b, err := os.ReadFile(path)
		files[path] = string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// newest is a segment of the last commit's record.
func newest(t testing.TB, dir string) string {
	t.Helper()
	files, err := store.Files(filepath.Join(dir, storeName))
	if err != nil || len(files) == 0 {
		t.Fatalf("segments: %v, %v", files, err)
	}
	return files[0]
}

func TestRefuses(t *testing.T) {
	edit := func(t *testing.T, name string, change func([]byte) []byte) {
		t.Helper()
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, change(b), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	remove := func(t *testing.T, name string) {
		t.Helper()
		if err := os.RemoveAll(name); err != nil {
			t.Fatal(err)
		}
	}
	half := func(b []byte) []byte { return b[:len(b)/2] }
	for _, c := range []struct {
		name   string
		damage func(t *testing.T, dir string)
		want   error
		says   string
	}{
		{"manifest missing", func(t *testing.T, dir string) { remove(t, filepath.Join(dir, manifestName)) }, ErrCorrupt, manifestName},
		{"manifest cut", func(t *testing.T, dir string) { edit(t, filepath.Join(dir, manifestName), half) }, ErrCorrupt, manifestName},
		{"manifest changed", func(t *testing.T, dir string) {
			edit(t, filepath.Join(dir, manifestName), func(b []byte) []byte { return bytes.Replace(b, []byte(`"generation":2`), []byte(`"generation":1`), 1) })
		}, ErrCorrupt, manifestName},
		{"store missing", func(t *testing.T, dir string) { remove(t, filepath.Join(dir, storeName)) }, ErrCorrupt, "root.bolt"},
		{"root missing", func(t *testing.T, dir string) { remove(t, filepath.Join(dir, storeName, "root.bolt")) }, ErrCorrupt, "root.bolt"},
		{"root empty", func(t *testing.T, dir string) {
			edit(t, filepath.Join(dir, storeName, "root.bolt"), func([]byte) []byte { return nil })
		}, ErrCorrupt, "root.bolt"},
		{"root cut", func(t *testing.T, dir string) { edit(t, filepath.Join(dir, storeName, "root.bolt"), half) }, ErrCorrupt, "root.bolt"},
		{"root of something else", func(t *testing.T, dir string) {
			edit(t, filepath.Join(dir, storeName, "root.bolt"), func(b []byte) []byte { return bytes.Repeat([]byte("x"), len(b)) })
		}, ErrCorrupt, "root.bolt"},
		{"segment missing", func(t *testing.T, dir string) { remove(t, newest(t, dir)) }, ErrCorrupt, ".zap"},
		{"segment cut", func(t *testing.T, dir string) { edit(t, newest(t, dir), half) }, ErrCorrupt, ".zap"},
		{"segment empty", func(t *testing.T, dir string) {
			edit(t, newest(t, dir), func([]byte) []byte { return nil })
		}, ErrCorrupt, ".zap"},
		{"one bit of a segment", func(t *testing.T, dir string) {
			edit(t, newest(t, dir), func(b []byte) []byte { b[len(b)/3] ^= 4; return b })
		}, ErrCorrupt, ".zap"},
		{"older commit", func(t *testing.T, dir string) {
			m, err := readManifest(filepath.Join(dir, manifestName))
			if err != nil {
				t.Fatal(err)
			}
			m.Generation = 7
			if err := m.write(filepath.Join(dir, manifestName)); err != nil {
				t.Fatal(err)
			}
		}, ErrRolledBack, "commit 7"},
		{"schema of an earlier version", func(t *testing.T, dir string) {
			m := manifest{commit: newCommit(2, 2, 3, 0)}
			m.Schema = search.SchemaVersion - 1
			if err := m.write(filepath.Join(dir, manifestName)); err != nil {
				t.Fatal(err)
			}
		}, search.ErrSchemaMismatch, "index the sources again with plenary index --rebuild"},
		{"schema of a later version", func(t *testing.T, dir string) {
			m := manifest{commit: newCommit(2, 2, 3, 0)}
			m.Schema = search.SchemaVersion + 1
			if err := m.write(filepath.Join(dir, manifestName)); err != nil {
				t.Fatal(err)
			}
		}, search.ErrSchemaMismatch, "use a later version of plenary"},
		{"files of something else", func(t *testing.T, dir string) {
			if err := os.WriteFile(filepath.Join(dir, "thesis.docx"), []byte("x"), 0o600); err != nil {
				t.Fatal(err)
			}
		}, ErrNotAnIndex, "thesis.docx"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := written(t)
			c.damage(t, dir)
			before := contents(t, dir)
			for _, opts := range []Options{{ReadOnly: true}, {}} {
				e, err := Open(t.Context(), dir, opts)
				if err == nil {
					closeEngine(t, e)
				}
				if !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.says) {
					t.Errorf("Open(%+v) = %v, want %v that says %q", opts, err, c.want, c.says)
				}
			}
			if diff := cmp.Diff(before, contents(t, dir)); diff != "" {
				t.Errorf("files were changed (-before +after):\n%s", diff)
			}
		})
	}
}

// A store that is a commit ahead of its manifest was written by a process that was killed in between.
func TestKilledBeforeManifest(t *testing.T) {
	dir := written(t)
	name := filepath.Join(dir, manifestName)
	old, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	e := openAt(t, dir, Options{})
	commitAll(t, e, testDocument("A/3", "three"))
	closeEngine(t, e)
	if err := os.WriteFile(name, old, 0o600); err != nil {
		t.Fatal(err)
	}
	e = openAt(t, dir, Options{})
	if n := count(t, e); n != 4 {
		t.Errorf("%d units, want 4", n)
	}
	if err := e.made(t.Context()); err != nil {
		t.Fatal(err)
	}
	if m, err := readManifest(name); err != nil || m.Generation != 3 || m.Documents != 3 {
		t.Errorf("manifest = %+v, %v, want generation 3 with 3 documents", m, err)
	}
}

// What a process that was killed during its first commit may leave behind is no damage: nothing was reported as committed.
func TestKilledBeforeFirstCommit(t *testing.T) {
	for name, leave := range map[string]func(t *testing.T, dir string){
		"manifest alone": func(*testing.T, string) {},
		"empty root": func(t *testing.T, dir string) {
			err := errors.Join(os.Mkdir(filepath.Join(dir, storeName), 0o700), os.WriteFile(filepath.Join(dir, storeName, "root.bolt"), nil, 0o600))
			if err != nil {
				t.Fatal(err)
			}
		},
		"root without snapshot": func(t *testing.T, dir string) { closeEngine(t, openAt(t, dir, Options{})) },
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if err := (&folder{path: dir}).committed(manifest{commit: newCommit(0, 0, 0, 0)}); err != nil {
				t.Fatal(err)
			}
			leave(t, dir)
			e := openAt(t, dir, Options{})
			commitAll(t, e, testDocument("A/1", "one"))
			if n := count(t, e); n != 1 {
				t.Errorf("%d units, want 1", n)
			}
		})
	}
}

// A store whose documents are not those of its commit is refused even where all checksums are right.
func TestDigest(t *testing.T) {
	dir := written(t)
	e := openAt(t, dir, Options{})
	e.held.sum++
	commitAll(t, e, testDocument("A/3", "three"))
	closeEngine(t, e)
	if _, err := Open(t.Context(), dir, Options{}); !errors.Is(err, ErrCorrupt) || !strings.Contains(err.Error(), "digest") {
		t.Errorf("Open = %v, want ErrCorrupt with the digest", err)
	}
}

func TestFoldersWithoutIndex(t *testing.T) {
	empty, missing := t.TempDir(), filepath.Join(t.TempDir(), "a", "b")
	for _, dir := range []string{empty, missing} {
		if _, err := Open(t.Context(), dir, Options{ReadOnly: true}); !errors.Is(err, ErrNoIndex) {
			t.Errorf("Open(%s) for reading = %v, want ErrNoIndex", dir, err)
		}
	}
	if _, err := os.Stat(missing); !errors.Is(err, fs.ErrNotExist) {
		t.Error("a folder was made for reading")
	}
	for _, dir := range []string{empty, missing} {
		e := openAt(t, dir, Options{})
		commitAll(t, e, testDocument("A/1", "one"))
		if n := count(t, e); n != 1 {
			t.Errorf("%d units, want 1", n)
		}
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), file, Options{}); err == nil {
		t.Error("a file was opened as an index")
	}
}

func TestReadOnlyFolder(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("the superuser may write everywhere")
	}
	for name, dir := range map[string]string{"whole": written(t), "without column files": withoutColumns(t, written(t))} {
		t.Run(name, func(t *testing.T) { testReadOnlyFolder(t, dir) })
	}
}

func testReadOnlyFolder(t *testing.T, dir string) {
	var paths []string
	for path := range contents(t, dir) {
		paths = append(paths, filepath.Dir(path))
	}
	for _, path := range slices.Compact(append(paths, dir)) {
		if err := os.Chmod(path, 0o500); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = os.Chmod(path, 0o700) })
	}
	if err := os.Remove(filepath.Join(dir, lockName)); err == nil {
		t.Fatal("the folder is not read-only")
	}
	if n := count(t, openAt(t, dir, Options{ReadOnly: true})); n != 3 {
		t.Errorf("%d units, want 3", n)
	}
}

// After a failed commit searches go on, and nothing more is written.
func TestFailedCommit(t *testing.T) {
	dir := written(t)
	e := openAt(t, dir, Options{})
	if err := os.Rename(dir, dir+" elsewhere"); err != nil {
		t.Fatal(err)
	}
	if err := e.Put(t.Context(), []document.Document{testDocument("A/3", "three")}); err != nil {
		t.Fatal(err)
	}
	if err := e.Commit(t.Context()); err == nil {
		t.Fatal("Commit into a folder that is gone reports no error")
	}
	if n := count(t, e); n != 3 {
		t.Errorf("%d units after the failure, want the 3 committed before", n)
	}
	if err := e.Put(t.Context(), nil); err == nil || !strings.Contains(err.Error(), "earlier write failed") {
		t.Errorf("Put = %v, want the failure of before", err)
	}
}
