package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search/embedded"
)

// program returns how to start this program as a process of its own.
func program(t *testing.T) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "plenary") // see testscript.Main
	if err := os.Symlink(self, name); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	return name
}

// writePapers fills a folder with papers of about 16 KiB, enough for several commits.
func writePapers(t *testing.T, dir string, n int) {
	t.Helper()
	for i := range n {
		var b strings.Builder
		fmt.Fprintf(&b, "A/79/%d\n\nDistr.: General\n4 July 2024\n\nReport\n\n", i+1)
		for p := range 40 {
			fmt.Fprintf(&b, "%d. In paper %d the Secretary-General recalls %s.\n\n", p+1, i, strings.Repeat("what was said before ", 18))
		}
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%03d.txt", i)), []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// stamps are what an index holds.
func stamps(t *testing.T, dir string) map[document.Key]document.Stamp {
	t.Helper()
	e, err := embedded.Open(t.Context(), dir, embedded.Options{ReadOnly: true, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	held := map[document.Key]document.Stamp{}
	for stamp, err := range e.Stored(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		held[stamp.Key] = stamp
	}
	return held
}

// A run that is killed, or interrupted, after its first commit goes on with the same command and ends as if it had not been.
func TestAnInterruptedRunGoesOn(t *testing.T) {
	if testing.Short() {
		t.Skip("indexes 200 papers three times")
	}
	const papers = 200
	dir := t.TempDir()
	folder := filepath.Join(dir, "papers")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	writePapers(t, folder, papers)
	ctx, cancel := context.WithTimeout(t.Context(), 4*time.Minute)
	defer cancel()
	name := program(t)
	at := func(index string, args ...string) *exec.Cmd {
		cmd := exec.CommandContext(ctx, name, append([]string{"index", "--json", "--index", filepath.Join(dir, index)}, append(args, folder)...)...)
		cmd.Env = append(os.Environ(), "HOME="+dir)
		return cmd
	}
	if out, err := at("whole").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	want := stamps(t, filepath.Join(dir, "whole"))
	if len(want) != papers {
		t.Fatalf("%d documents, want %d", len(want), papers)
	}
	for _, how := range []struct {
		name   string
		signal os.Signal
		code   int
	}{{"killed", os.Kill, -1}, {"interrupted", os.Interrupt, exitInterrupted}} {
		cmd := at(how.name)
		var said strings.Builder
		cmd.Stderr = &said
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		manifest := filepath.Join(dir, how.name, "MANIFEST")
		for ctx.Err() == nil { // the first commit is a third of all
			if b, err := os.ReadFile(manifest); err == nil && !strings.Contains(string(b), `"documents":0,`) {
				break
			}
			time.Sleep(time.Millisecond)
		}
		_ = cmd.Process.Signal(how.signal)
		_ = cmd.Wait()
		if got := cmd.ProcessState.ExitCode(); got != how.code {
			t.Errorf("%s: exit code %d, want %d; it said %s", how.name, got, how.code, said.String())
		}
		if how.signal == os.Interrupt && !strings.Contains(said.String(), "run the same command to go on") {
			t.Errorf("interrupted: it said %q", said.String())
		}
		before := stamps(t, filepath.Join(dir, how.name))
		if len(before) == 0 || len(before) >= papers {
			t.Errorf("%s: %d documents are there, want some of %d", how.name, len(before), papers)
		}
		out, err := at(how.name).Output()
		if err != nil || !strings.Contains(string(out), fmt.Sprintf(`"documents":%d,`, papers-len(before))) {
			t.Errorf("%s, then run again: %v, %s, want the other %d documents written", how.name, err, out, papers-len(before))
		}
		if diff := cmp.Diff(want, stamps(t, filepath.Join(dir, how.name))); diff != "" {
			t.Errorf("%s, then run again (-uninterrupted +again):\n%s", how.name, diff)
		}
	}
}
