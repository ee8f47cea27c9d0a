package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"github.com/plenary-search/plenary/index"
	"github.com/plenary-search/plenary/index/extract"
)

type indexCommand struct {
	Dir         string   `name:"index" required:"" placeholder:"DIR" help:"Folder of the index; it is made where it does not exist."`
	Paths       []string `arg:"" name:"path" help:"Files and folders to index."`
	JSON        bool     `name:"json" help:"End with the summary as one JSON object on standard output."`
	Rebuild     bool     `help:"Build a new index from the paths and put it in the place of the old one, which is kept beside it."`
	Workers     int      `placeholder:"N" help:"Sources read at the same time; by default one for each processor."`
	MaxFileSize int64    `placeholder:"BYTES" help:"Largest file that is read; by default 256 MiB for PDF documents, 64 MiB for others."`
}

func (c *indexCommand) run(ctx context.Context, std streams) (int, error) {
	log := slog.New(slog.NewTextHandler(std.err, nil))
	summary, err := c.build(ctx, std, log)
	if err != nil && !errors.Is(err, context.Canceled) {
		return exitFailed, err
	}
	if c.JSON {
		printJSON(std.out, summary)
	} else {
		printSummary(std.out, c.Dir, summary)
	}
	switch {
	case err != nil:
		return exitInterrupted, fmt.Errorf("%w; what was indexed is kept, run the same command to go on", err)
	case len(summary.Failed) > 0:
		return exitFailed, nil
	}
	return exitOK, nil
}

// build indexes into the folder, or with Rebuild into a new one that then takes its place.
func (c *indexCommand) build(ctx context.Context, std streams, log *slog.Logger) (index.Summary, error) {
	if !c.Rebuild {
		return c.indexInto(ctx, c.Dir, std, log)
	}
	fresh := strings.TrimRight(c.Dir, string(filepath.Separator)) + ".new"
	summary, err := c.indexInto(ctx, fresh, std, log)
	if err != nil {
		return summary, err
	}
	return summary, c.replace(fresh, std.err)
}

// replace puts the new folder in the place of the old one and keeps the old one beside it: plenary deletes no index.
func (c *indexCommand) replace(fresh string, messages io.Writer) error {
	old := strings.TrimSuffix(fresh, ".new") + ".old-" + time.Now().UTC().Format("20060102T150405Z")
	switch err := os.Rename(c.Dir, old); {
	case err == nil:
		fmt.Fprintf(messages, "plenary: the index that was there is kept in %s\n", old)
	case !errors.Is(err, os.ErrNotExist):
		return fmt.Errorf("the new index is in %s; put it in place by hand: %w", fresh, err)
	}
	return os.Rename(fresh, c.Dir)
}

func (c *indexCommand) indexInto(ctx context.Context, dir string, std streams, log *slog.Logger) (summary index.Summary, err error) {
	writer, err := openWriter(ctx, dir, log)
	if err != nil {
		return summary, err
	}
	defer func() { err = errors.Join(err, writer.Close()) }()
	report, finish := progress(std.err, log)
	defer finish()
	readers, err := newReaders()
	if err != nil {
		return summary, err
	}
	defer func() { err = errors.Join(err, readers.Close()) }()
	indexer := index.New(writer, index.Options{Workers: c.Workers, Limits: extract.Limits{MaxBytes: c.MaxFileSize}, Reader: readers, Progress: report})
	return indexer.Run(ctx, index.FromPaths(ctx, c.Paths, index.WalkLimits{}))
}

// logEvery is the time between two lines of progress where there is no terminal.
const logEvery = 10 * time.Second

// progress reports on a terminal as a bar, elsewhere as a line of the log every ten seconds.
func progress(messages io.Writer, log *slog.Logger) (report func(index.Progress), finish func()) {
	if file, ok := messages.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		return progressBar(messages)
	}
	next := time.Now().Add(logEvery)
	return func(p index.Progress) {
		if now := time.Now(); now.After(next) {
			next = now.Add(logEvery)
			log.Info("indexing", "done", p.Done, "total", p.Total)
		}
	}, func() {}
}

// progressBar counts each source twice, once read and once written, for both passes take their time.
func progressBar(messages io.Writer) (report func(index.Progress), finish func()) {
	bar := progressbar.NewOptions(-1, progressbar.OptionSetWriter(messages), progressbar.OptionSetDescription("indexing"),
		progressbar.OptionShowCount(), progressbar.OptionShowIts(), progressbar.OptionSetItsString("files"),
		progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish())
	return func(p index.Progress) {
		bar.ChangeMax(p.Total)
		_ = bar.Set(p.Done)
	}, func() { _ = bar.Finish() }
}

func printSummary(out io.Writer, dir string, s index.Summary) {
	fmt.Fprintf(out, "%s in %s indexed into %s in %.1f s", count(s.Paragraphs, "unit"), count(s.Documents, "document"), dir, s.Seconds)
	if s.Skipped > 0 {
		fmt.Fprintf(out, ", %s unchanged", count(s.Skipped, "document"))
	}
	if s.Deleted > 0 {
		fmt.Fprintf(out, ", %s removed", count(s.Deleted, "document"))
	}
	fmt.Fprintln(out)
	for _, warning := range s.Warnings {
		fmt.Fprintf(out, "  %s: %s\n", warning.Source, warning.Error)
	}
	if len(s.Failed) > 0 {
		fmt.Fprintf(out, "%s not indexed:\n", count(len(s.Failed), "file"))
	}
	for _, failure := range s.Failed {
		fmt.Fprintf(out, "  %s: %s\n", failure.Source, failure.Error)
	}
}

// count is a number with its noun: "1 document", "1,112 paragraphs".
func count(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return thousands(n) + " " + noun
}

// thousands is n with commas.
func thousands(n int) string {
	digits := fmt.Sprint(n)
	for i := len(digits) - 3; i > 0 && digits[i-1] != '-'; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

func printJSON(out io.Writer, value any) {
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(value) // the writer's own errors have no better place to go
}
