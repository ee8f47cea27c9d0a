// Package corpustest reads the corpora that stand beside the project, for tests. A test whose corpus is not there is skipped.
package corpustest

import (
	"archive/tar"
	"bufio"
	"errors"
	"io"
	"io/fs"
	"iter"
	"os"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
)

// maxLineBytes bounds a line: the longest of a corpus is the text of one paper as JSON.
const maxLineBytes = 64 << 20

// Open opens a file until the test ends, unpacked where its name ends in .zst.
func Open(t testing.TB, name string) io.Reader {
	t.Helper()
	f, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("%s is not there: the corpus stands beside the project", name)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	if !strings.HasSuffix(name, ".zst") {
		return f
	}
	z, err := zstd.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(z.Close)
	return z
}

// Lines are the lines of a file, in order, without their ends.
func Lines(t testing.TB, name string) iter.Seq[string] {
	return func(yield func(string) bool) {
		t.Helper()
		lines := bufio.NewScanner(Open(t, name))
		lines.Buffer(nil, maxLineBytes)
		for lines.Scan() {
			if !yield(lines.Text()) {
				return
			}
		}
		if err := lines.Err(); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
}

// File is a file of an archive. It can be read once, before the next one is asked for.
type File struct {
	Name string // as in the archive, without "./" at its beginning
	io.Reader
}

// Files are the entries of a tar archive, in order, counted from 0. Folders are entries too.
func Files(t testing.TB, name string) iter.Seq2[int, File] {
	return func(yield func(int, File) bool) {
		t.Helper()
		archive := tar.NewReader(Open(t, name))
		for n := 0; ; n++ {
			h, err := archive.Next()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if !yield(n, File{strings.TrimPrefix(h.Name, "./"), archive}) {
				return
			}
		}
	}
}
