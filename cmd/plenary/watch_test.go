package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// found polls a search until it finds so many paragraphs.
func found(t *testing.T, address, word string, want int) {
	t.Helper()
	var answer struct{ Total struct{ Paragraphs int } }
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		_, body := get(t, address+"/api/v1/search?q="+word)
		if err := json.Unmarshal(body, &answer); err != nil {
			t.Fatalf("%v: %s", err, body)
		}
		if answer.Total.Paragraphs == want {
			return
		}
	}
	t.Fatalf("%q: %d paragraphs after a minute, want %d", word, answer.Total.Paragraphs, want)
}

func TestServeFollowsAFolder(t *testing.T) {
	for _, args := range [][]string{nil, {"--index", filepath.Join(t.TempDir(), "corpus")}} { // in memory, on disk
		dir := t.TempDir()
		write := func(name, symbol, text string) {
			t.Helper()
			if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o700); err != nil {
				t.Fatal(err)
			}
			data := fmt.Sprintf("%s\n\nDistr.: General\n4 July 2024\n\nReport\n\n1. %s\n", symbol, text)
			if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		write("a.txt", "A/79/1", "A paragraph on extradition.")
		address, stop := serving(t, append(args, "--watch", dir)...)
		found(t, address, "extradition", 1)
		write("new/b.txt", "A/79/2", "A paragraph on confiscation.") // in a folder of its own
		found(t, address, "confiscation", 1)
		write("a.txt", "A/79/1", "A paragraph on training.")
		found(t, address, "extradition", 0)
		found(t, address, "training", 1)
		if err := os.Rename(filepath.Join(dir, "new", "b.txt"), filepath.Join(dir, "c.txt")); err != nil {
			t.Fatal(err)
		}
		write("bad.txt", "", "")
		if err := os.WriteFile(filepath.Join(dir, "bad.txt"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		write("d.txt", "A/79/4", "A paragraph on asylum.")
		found(t, address, "asylum", 1)
		found(t, address, "confiscation", 1)
		for _, name := range []string{"a.txt", "c.txt", "d.txt"} {
			if err := os.Remove(filepath.Join(dir, name)); err != nil {
				t.Fatal(err)
			}
		}
		found(t, address, "confiscation", 0)
		found(t, address, "asylum", 0)
		code, messages := stop()
		if code != exitOK || strings.Count(messages, "bad.txt") != 1 {
			t.Errorf("exit code %d, want 0 and one line on bad.txt:\n%s", code, messages)
		}
	}
}
