package main

import (
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/plenary-search/plenary/index"
)

func TestProgressLogTellsRateAndRemainingTime(t *testing.T) {
	var said strings.Builder
	at := time.Date(2024, 7, 4, 0, 0, 0, 0, time.UTC)
	report := progressLog(slog.New(slog.NewTextHandler(&said, nil)), func() time.Time { return at }, "indexing")
	for done := 1; done <= 25; done++ { // a source a second, the first five unchanged
		at = at.Add(time.Second)
		report(index.Progress{Done: done, Total: 100, Unchanged: 5, Failed: 1, Paragraphs: 60 * done})
	}
	lines := strings.Split(strings.TrimSpace(said.String()), "\n")
	if len(lines) != 2 {
		t.Fatalf("%d lines in 25 seconds, want 2:\n%s", len(lines), said.String())
	}
	if want := "done=20 total=100 failed=1 paragraphs=1200 paragraphs_per_s=60 remaining=1m47s"; !strings.Contains(lines[1], want) {
		t.Errorf("second line %q, want %q in it", lines[1], want)
	}
}

func TestManyFailuresAreGroupedByReason(t *testing.T) {
	var failures []index.Failure
	for range 60 {
		failures = append(failures, index.Failure{Source: "a.txt", Error: "the file holds no text"})
	}
	failures = append(failures, index.Failure{Source: "b.pdf", Error: "it is encrypted"})
	var out strings.Builder
	printFailures(&out, failures)
	want := "  60 files: the file holds no text: a.txt, a.txt, a.txt, a.txt, a.txt and 55 more\n  1 file: it is encrypted: b.pdf\n"
	if out.String() != want {
		t.Errorf("printed %q, want %q", out.String(), want)
	}
}
