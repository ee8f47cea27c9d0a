package seeds

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"testing"
)

func TestManifestNamesEveryFileAsItIs(t *testing.T) {
	entries, err := Manifest()
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for _, e := range entries {
		listed[e.File] = true
		raw, err := files.ReadFile(e.File)
		if err != nil {
			t.Errorf("manifest names %s: %v", e.File, err)
			continue
		}
		if sum := sha256.Sum256(raw); hex.EncodeToString(sum[:]) != e.SHA256 {
			t.Errorf("%s has SHA-256 %x, the manifest says %s", e.File, sum, e.SHA256)
		}
		if e.Symbol == "" || e.Title == "" || e.Language == "" || e.Source == "" || e.Terms == "" {
			t.Errorf("the manifest's entry of %s lacks a field: %+v", e.File, e)
		}
	}
	names, err := fs.Glob(Documents(), "*")
	if err != nil || len(names) != len(entries) {
		t.Errorf("%d files embedded, %d in the manifest (%v)", len(names), len(entries), err)
	}
	for _, name := range names {
		if !listed["documents/"+name] {
			t.Errorf("%s is embedded and not in the manifest", name)
		}
	}
}
