//go:build unix

package index

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// A pipe in the place of a file that was listed is named, and nobody waits for its other end.
func TestAPipeInThePlaceOfAFile(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "a.txt")
	if err := os.WriteFile(name, []byte("A paragraph."), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{name, dir} { // named itself, and found in its folder
		var sources []Source
		for s, err := range FromPaths(t.Context(), []string{path}, WalkLimits{}) {
			if err != nil {
				t.Fatal(err)
			}
			sources = append(sources, s)
		}
		if _, err := Read(t.Context(), sources[0], Options{}); err != nil {
			t.Errorf("Read %s = %v", path, err)
		}
		if err := os.Rename(name, name+".kept"); err != nil {
			t.Fatal(err)
		}
		if err := syscall.Mkfifo(name, 0o600); err != nil {
			t.Skip("no pipes here:", err)
		}
		if _, err := Read(t.Context(), sources[0], Options{}); !errors.Is(err, errNotRegular) {
			t.Errorf("Read %s with a pipe in its place = %v, want %v", path, err, errNotRegular)
		}
		if err := os.Rename(name+".kept", name); err != nil {
			t.Fatal(err)
		}
	}
}
