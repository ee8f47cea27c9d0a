package index

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/index/extract"
	"github.com/plenary-search/plenary/index/parse"
)

// readFolder reads all below the paths: the documents by the names of their sources, and what went wrong with the others.
func readFolder(t *testing.T, paths ...string) (docs map[string]document.Document, failed map[string]error) {
	t.Helper()
	docs, failed = map[string]document.Document{}, map[string]error{}
	for s, err := range FromPaths(context.Background(), paths, WalkLimits{}) {
		if err != nil {
			failed[s.Name] = err
			continue
		}
		read, err := Read(context.Background(), s, Options{})
		if err != nil {
			failed[s.Name] = err
			continue
		}
		docs[s.Name] = read[0]
	}
	return docs, failed
}

func store(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// Names in any script, of any length and with any character that the system allows are names.
func TestFileNames(t *testing.T) {
	dir := t.TempDir()
	names := []string{"قرار الجمعية العامة.txt", "第70-1号决议.txt", "Резолюция 70-1.txt", "🕊️ paix.txt", "a b'c\"d&e<f>.txt", strings.Repeat("n", 251) + ".txt", "no ending", "report.pdf"}
	if runtime.GOOS == "linux" { // other systems refuse them or write them otherwise
		names = append(names, "two\nlines.txt", "\xff\xfe broken.txt", "back\\slash.txt", "e\u0301.txt", "é.txt")
	}
	for i, name := range names {
		store(t, dir, name, fmt.Sprintf("1. Decides to meet %d times.", i))
	}
	docs, failed := readFolder(t, dir)
	for name, err := range failed {
		t.Errorf("%q: %v", name, err)
	}
	for i, name := range names {
		d, ok := docs[filepath.ToSlash(filepath.Join(dir, name))]
		if want := fmt.Sprintf("1. Decides to meet %d times.", i); !ok || len(d.Units) != 1 || d.Units[0].Text != want {
			t.Errorf("%q: read as %v", name, d.Units)
		}
	}
}

// Each file that is no document is named with its reason, and the others are read.
func TestHostileFiles(t *testing.T) {
	dir := t.TempDir()
	store(t, dir, "good.txt", "1. Decides to meet.")
	for name, c := range map[string]struct{ text, want string }{
		"empty.txt":   {"", "holds no text"},
		"blank.txt":   {" \n\t\n\f", "holds no text"},
		"zeros.txt":   {strings.Repeat("\x00", 5000), "a binary file"},
		"tail.txt":    {"1. Decides to meet." + strings.Repeat("\x00", 5000), "a binary file"},
		"bomb.xml":    {`<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><akomaNtoso>&b;</akomaNtoso>`, "DOCTYPE with definitions"},
		"deep.xml":    {"<akomaNtoso>" + strings.Repeat("<p>", 100_000), "XML deeper than 256"},
		"deep.html":   {"<html>" + strings.Repeat("<div>", 100_000), "HTML deeper than 512"},
		"line.html":   {"<html><p>" + strings.Repeat("word ", 10<<20), "too large: more than the limit of 32 MiB"},
		"picture.txt": {"\x89PNG\r\n\x1a\n", "a PNG picture"},
	} {
		store(t, dir, name, c.text)
		_, failed := readFolder(t, filepath.Join(dir, name))
		if err := failed[filepath.ToSlash(filepath.Join(dir, name))]; err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
	if docs, failed := readFolder(t, dir); len(docs) != 1 || len(failed) != 9 {
		t.Errorf("%d documents and %d failures, want 1 and 9", len(docs), len(failed))
	}
}

// Folders, devices, links and files without rights do not stop what stands beside them.
func TestOddFiles(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("links and devices need rights there")
	}
	dir := t.TempDir()
	store(t, dir, "good.txt", "1. Decides to meet.")
	if err := os.Mkdir(filepath.Join(dir, "folder.pdf"), 0o700); err != nil {
		t.Fatal(err)
	}
	store(t, filepath.Join(dir, "folder.pdf"), "inner.txt", "2. Decides again.")
	for link, to := range map[string]string{"self.txt": "self.txt", "ring-a": "ring-b", "ring-b": "ring-a", "out.txt": "/etc/passwd", "up": "..", "gone.txt": "nowhere", "twin.txt": "good.txt"} {
		if err := os.Symlink(to, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	docs, failed := readFolder(t, dir)
	at := func(name string) string { return filepath.ToSlash(filepath.Join(dir, name)) }
	for _, name := range []string{"good.txt", "twin.txt", "folder.pdf/inner.txt"} {
		if _, ok := docs[at(name)]; !ok {
			t.Errorf("%s was not read: %v", name, failed[at(name)])
		}
	}
	for _, name := range []string{"self.txt", "ring-a", "ring-b", "out.txt", "up", "gone.txt"} {
		if err := failed[at(name)]; err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v, want an error that names it", name, err)
		}
	}
	if len(docs) != 3 || len(failed) != 6 {
		t.Errorf("%d documents and %d failures, want 3 and 6: %v", len(docs), len(failed), failed)
	}
	for _, path := range []string{at("self.txt"), "/dev/zero", at("not there")} {
		if _, failed := readFolder(t, path); failed[path] == nil || !strings.Contains(failed[path].Error(), path) {
			t.Errorf("%s: %v, want an error that names it", path, failed)
		}
	}
}

func TestFileWithoutRights(t *testing.T) {
	if os.Geteuid() == 0 || runtime.GOOS == "windows" {
		t.Skip("rights do not bind this user")
	}
	dir := t.TempDir()
	store(t, dir, "secret.txt", "1. Decides.")
	if err := os.Chmod(filepath.Join(dir, "secret.txt"), 0); err != nil {
		t.Fatal(err)
	}
	_, failed := readFolder(t, dir)
	if err := failed[filepath.ToSlash(filepath.Join(dir, "secret.txt"))]; err == nil || !strings.Contains(err.Error(), "permission denied") {
		t.Errorf("a file without rights: %v", err)
	}
}

// changing is a file that something happens to between two reads.
type changing struct {
	*os.File
	change func(*os.File)
	given  bytes.Buffer
}

func (c *changing) Read(p []byte) (int, error) {
	n, err := c.File.Read(p[:min(len(p), 1000)])
	c.given.Write(p[:n])
	if c.change != nil {
		c.change(c.File)
	}
	return n, err
}

// A file that is written to while it is read is an error that says so. One that is removed or replaced gives the text that was read,
// under the hash of just that text: the next run sees that the file is another one.
func TestChangingFile(t *testing.T) {
	text := strings.Repeat("1. Decides to meet.\n\n", 500)
	for name, change := range map[string]func(*os.File){
		"shrinks":  func(f *os.File) { _ = os.Truncate(f.Name(), 1000) },
		"vanishes": func(f *os.File) { _ = os.Remove(f.Name()) },
		"replaced": func(f *os.File) { _ = os.Rename(f.Name()+".new", f.Name()) },
		"rewritten": func(f *os.File) {
			_ = os.WriteFile(f.Name(), []byte(strings.Repeat("2. Requests a report.\n\n", 400)), 0o600)
		},
	} {
		dir := t.TempDir()
		store(t, dir, name, text)
		store(t, dir, name+".new", "3. Another text.")
		f, err := os.Open(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		c := &changing{File: f, change: change}
		docs, err := Read(context.Background(), Source{Name: name, Open: func() (io.ReadCloser, error) { return c, nil }}, Options{})
		if name == "shrinks" || name == "rewritten" {
			if err == nil || !strings.Contains(err.Error(), "changed while it was read") {
				t.Errorf("%s: Read = %v, want an error that says so", name, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		sum := sha256.Sum256(c.given.Bytes())
		if want := hex.EncodeToString(sum[:]); docs[0].Hash != want {
			t.Errorf("%s: hash %s, want that of the bytes that were read, %s", name, docs[0].Hash, want)
		}
	}
}

// A file that grows as fast as it is read ends at the limit.
func TestGrowingFile(t *testing.T) {
	dir := t.TempDir()
	store(t, dir, "log.txt", "1. Decides.\n")
	f, err := os.OpenFile(filepath.Join(dir, "log.txt"), os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	end := int64(12)
	c := &changing{File: f, change: func(f *os.File) {
		n, _ := f.WriteAt(bytes.Repeat([]byte("More and more.\n"), 100), end)
		end += int64(n)
	}}
	_, err = Read(context.Background(), Source{Name: "log.txt", Open: func() (io.ReadCloser, error) { return c, nil }},
		Options{Limits: extract.Limits{MaxBytes: 1 << 20}})
	var e *extract.TooLargeError
	if !errors.As(err, &e) {
		t.Errorf("Read = %v, want the limit", err)
	}
}

// The README states every limit.
func TestLimitsInTheReadme(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join("..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(readme), "\n## Limits\n")
	table, _, _ = strings.Cut(table, "\n## ")
	mebi := func(n int64) string { return fmt.Sprintf("%d MiB", n>>20) }
	thousands := func(n int) string {
		s := fmt.Sprint(n)
		for i := len(s) - 3; i > 0; i -= 3 {
			s = s[:i] + "," + s[i:]
		}
		return s
	}
	folder := WalkLimits{}.orDefault()
	for _, row := range []struct {
		input  string
		limits []string
	}{
		{"file", []string{mebi(extract.DefaultMaxBytes), mebi(extract.DefaultMaxTextBytes) + " of plain text", mebi(extract.MaxRecordBytes)}},
		{"PDF document", []string{mebi(extract.DefaultMaxPDFBytes), thousands(extract.DefaultMaxPages) + " pages"}},
		{"HTML page", []string{mebi(extract.DefaultMaxHTMLBytes)}},
		{"document", []string{mebi(extract.DefaultMaxText) + " of text", thousands(parse.MaxUnits) + " units"}},
		{"folder", []string{thousands(folder.MaxFiles) + " files", thousands(folder.MaxDepth) + " levels"}},
	} {
		_, line, ok := strings.Cut(table, "\n| "+row.input+" | ")
		line, _, _ = strings.Cut(line, "\n")
		for _, limit := range row.limits {
			if !ok || !strings.Contains(line, limit) {
				t.Errorf("the limits of a %s are %q, without %q", row.input, line, limit)
			}
		}
	}
}
