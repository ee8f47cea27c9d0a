package corpustest

import (
	"archive/tar"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/klauspost/compress/zstd"
)

// written writes a file and returns its name.
func written(t *testing.T, name string, write func(w io.Writer) error) string {
	t.Helper()
	name = filepath.Join(t.TempDir(), name)
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := write(f); err != nil {
		t.Fatal(err)
	}
	return name
}

func packed(write func(w io.Writer) error) func(w io.Writer) error {
	return func(w io.Writer) error {
		z, err := zstd.NewWriter(w)
		if err != nil {
			return err
		}
		if err := write(z); err != nil {
			return err
		}
		return z.Close()
	}
}

func TestLines(t *testing.T) {
	write := func(w io.Writer) error {
		_, err := io.WriteString(w, "one\ntwo\r\n\nfour")
		return err
	}
	for _, name := range []string{written(t, "plain.txt", write), written(t, "packed.txt.zst", packed(write))} {
		if got := slices.Collect(Lines(t, name)); !slices.Equal(got, []string{"one", "two", "", "four"}) {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestFiles(t *testing.T) {
	name := written(t, "files.tar.zst", packed(func(w io.Writer) error {
		archive := tar.NewWriter(w)
		for _, h := range []tar.Header{{Name: "./en/", Typeflag: tar.TypeDir, Mode: 0o755}, {Name: "./en/1.xml", Size: 3, Mode: 0o644}, {Name: "2.xml", Size: 3, Mode: 0o644}} {
			if err := archive.WriteHeader(&h); err != nil {
				return err
			}
			if _, err := io.WriteString(archive, "xml"[:h.Size]); err != nil {
				return err
			}
		}
		return archive.Close()
	}))
	var got []string
	for n, file := range Files(t, name) {
		if n == 1 {
			continue // unread
		}
		content, err := io.ReadAll(file)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, file.Name+": "+string(content))
	}
	if want := []string{"en/: ", "2.xml: xml"}; !slices.Equal(got, want) {
		t.Errorf("files %q, want %q", got, want)
	}
}
