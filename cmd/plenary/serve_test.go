package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// serving starts "plenary serve" in this process and returns its address and how to stop it.
func serving(t *testing.T, args ...string) (address string, stop func() (code int, messages string)) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	read, write := io.Pipe()
	done := make(chan int, 1)
	go func() {
		code := run(ctx, append([]string{"serve", "--addr", "127.0.0.1:0"}, args...), streams{io.Discard, write})
		write.Close()
		done <- code
	}()
	lines := bufio.NewReader(read)
	var said strings.Builder
	for address == "" {
		line, err := lines.ReadString('\n')
		said.WriteString(line)
		if err != nil {
			t.Fatalf("serve ended with %d and said:\n%s", <-done, said.String())
		}
		if found := regexp.MustCompile(`at (http://[^/]+)/`).FindStringSubmatch(line); found != nil {
			address = found[1]
		}
	}
	rest := make(chan string, 1)
	go func() {
		all, _ := io.ReadAll(lines)
		rest <- string(all)
	}()
	return address, func() (int, string) {
		cancel()
		return <-done, said.String() + <-rest
	}
}

func get(t *testing.T, address string) (status int, body []byte) {
	t.Helper()
	response, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if body, err = io.ReadAll(response.Body); err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, body
}

func TestServeAnswersOnTheSeedsAndStops(t *testing.T) {
	address, stop := serving(t)
	if status, body := get(t, address+"/readyz"); status != http.StatusOK {
		t.Errorf("/readyz: %d %s", status, body)
	}
	status, body := get(t, address+"/api/v1/search?q=%22extrabudgetary+resources%22")
	var answer struct {
		Total struct{ Paragraphs, Documents int }
		Hits  []struct{ ID string }
	}
	if err := json.Unmarshal(body, &answer); status != http.StatusOK || err != nil || answer.Total.Paragraphs != 3 || len(answer.Hits) != 3 {
		t.Errorf("search: %d, %v, %+v", status, err, answer)
	}
	if status, body := get(t, address+"/search?q=%22extrabudgetary+resources%22"); status != http.StatusOK || !strings.Contains(string(body), "item-2b-p3") {
		t.Errorf("page: %d", status)
	}
	if code, messages := stop(); code != exitOK {
		t.Errorf("exit code %d after the signal, messages:\n%s", code, messages)
	}
}

func TestServeSaysWhatStandsInTheWay(t *testing.T) {
	busy, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer busy.Close()
	missing := filepath.Join(t.TempDir(), "nowhere")
	for _, c := range []struct {
		name string
		args []string
		code int
		want string
	}{
		{"port in use", []string{"--addr", busy.Addr().String()}, exitFailed, "choose another address with --addr"},
		{"no index", []string{"--addr", "127.0.0.1:0", "--index", missing}, exitFailed, missing},
		{"no URL", []string{"--addr", "127.0.0.1:0", "--public-url", "search.example.org"}, exitUsage, "https://search.example.org"},
	} {
		var messages strings.Builder
		code := run(t.Context(), append([]string{"serve"}, c.args...), streams{io.Discard, &messages})
		if code != c.code || !strings.Contains(messages.String(), c.want) {
			t.Errorf("%s: exit code %d, want %d; said %q, want %q in it", c.name, code, c.code, messages.String(), c.want)
		}
	}
}

// A server shows what others index into its folder: documents that come, change and go, without a restart and without a search that fails.
func TestServeFollowsTheIndex(t *testing.T) {
	papers, dir := t.TempDir(), filepath.Join(t.TempDir(), "index")
	write := func(name string, paragraphs ...string) {
		t.Helper()
		text := "A/79/" + name + "\n\nDistr.: General\n4 July 2024\n\nReport\n"
		for i, paragraph := range paragraphs {
			text += fmt.Sprintf("\n%d. %s\n", i+1, paragraph)
		}
		if err := os.WriteFile(filepath.Join(papers, name+".txt"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	indexed := func(args ...string) {
		t.Helper()
		var messages strings.Builder
		if code := run(t.Context(), append([]string{"index", "--index", dir}, append(args, papers)...), streams{io.Discard, &messages}); code != exitOK {
			t.Fatalf("index: exit code %d\n%s", code, messages.String())
		}
	}
	write("1", "A paragraph on extradition.")
	indexed()
	address, stop := serving(t, "--index", dir)
	found(t, address, "extradition", 1)
	write("2", "Another on extradition.", "A third on extradition.")
	indexed()
	found(t, address, "extradition", 3)
	write("2", "This one is on smuggling.")
	indexed()
	found(t, address, "extradition", 1)
	found(t, address, "smuggling", 1)
	indexed("--rebuild")
	found(t, address, "smuggling", 1)
	write("3", "And one on asylum.")
	indexed()
	found(t, address, "asylum", 1)
	if code, messages := stop(); code != exitOK || strings.Contains(messages, "level=WARN") || strings.Contains(messages, "level=ERROR") {
		t.Errorf("exit code %d, messages:\n%s", code, messages)
	}
}

// An index that somebody writes to is not exchanged: what they go on to write would end up in the new one.
func TestRebuildBesideWriter(t *testing.T) {
	papers, dir := t.TempDir(), filepath.Join(t.TempDir(), "index")
	if err := os.WriteFile(filepath.Join(papers, "1.txt"), []byte("A/79/1\n\nReport\n\n1. A paragraph.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	writer, err := indexFlag{Dir: dir}.openWatching(t.Context(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer writer.Close()
	var messages strings.Builder
	if code := run(t.Context(), []string{"index", "--index", dir, "--rebuild", papers}, streams{io.Discard, &messages}); code != exitFailed || !strings.Contains(messages.String(), "in use") {
		t.Errorf("exit code %d, messages:\n%s", code, messages.String())
	}
	if left, err := filepath.Glob(dir + "*"); err != nil || len(left) != 1 {
		t.Errorf("left: %q, %v, want the index as it was", left, err)
	}
}
