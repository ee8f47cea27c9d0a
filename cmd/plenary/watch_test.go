package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// found polls a search until it finds so many paragraphs.
func found(t *testing.T, address, word string, want int) {
	t.Helper()
	var answer struct{ Total struct{ Paragraphs int } }
	begin, polls := time.Now(), 0
	for ; time.Since(begin) < time.Minute; time.Sleep(50 * time.Millisecond) {
		polls++
		_, body := get(t, address+"/api/v1/search?q="+word)
		if err := json.Unmarshal(body, &answer); err != nil {
			t.Fatalf("%v: %s", err, body)
		}
		if answer.Total.Paragraphs == want {
			t.Logf("%q: %d paragraphs after %.1f s, %d polls", word, want, time.Since(begin).Seconds(), polls)
			return
		}
	}
	t.Fatalf("%q: %d paragraphs after a minute, want %d", word, answer.Total.Paragraphs, want)
}

// paged is the part of an answer that says where it stands.
type paged struct {
	Links struct{ Next string }
	Hits  []struct{ ID string }
}

// A reader who pages through an answer while the folder changes: the tag of the answer changes with the commit, a cursor from
// before goes on behind the last hit that was shown, and nothing is shown twice or left out.
func TestCursorsSurviveACommitOfTheWatch(t *testing.T) {
	dir := t.TempDir()
	paper := func(n int) {
		t.Helper()
		data := fmt.Sprintf("A/79/%d\n\nDistr.: General\n4 July 2024\n\nReport\n\n1. A paragraph on extradition.\n", n)
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%d.txt", n)), []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for n := 10; n < 20; n++ {
		paper(n)
	}
	address, stop := serving(t, "--watch", dir)
	found(t, address, "extradition", 10)
	query := address + "/api/v1/search?q=extradition&sort=document&page_size=4"
	page := func(link string) (p paged) {
		t.Helper()
		status, body := get(t, address+strings.TrimPrefix(link, address))
		if err := json.Unmarshal(body, &p); err != nil || status != 200 {
			t.Fatalf("%d, %v: %s", status, err, body)
		}
		return p
	}
	tag := tagOf(t, query)
	if again := tagOf(t, query); again != tag {
		t.Errorf("tags %s and %s without a commit between them", tag, again)
	}
	var ids []string
	first := page(query)
	for _, hit := range first.Hits {
		ids = append(ids, hit.ID)
	}
	paper(9)  // before what was shown
	paper(30) // behind it
	found(t, address, "extradition", 12)
	if after := tagOf(t, query); after == tag {
		t.Errorf("tag %s as before the commit", after)
	}
	for next := first.Links.Next; next != ""; {
		p := page(next)
		for _, hit := range p.Hits {
			ids = append(ids, hit.ID)
		}
		next = p.Links.Next
	}
	var want []string
	for _, n := range []int{10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 30} {
		want = append(want, fmt.Sprintf("A/79/%d#p1", n))
	}
	if !slices.Equal(ids, want) {
		t.Errorf("pages show %q, want %q", ids, want)
	}
	if code, messages := stop(); code != exitOK {
		t.Errorf("exit code %d:\n%s", code, messages)
	}
}

func tagOf(t *testing.T, address string) string {
	t.Helper()
	response, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if tag := response.Header.Get("ETag"); tag != "" {
		return tag
	}
	t.Fatalf("%s: no ETag", address)
	return ""
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
