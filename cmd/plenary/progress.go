package main

import (
	"io"
	"log/slog"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"github.com/plenary-search/plenary/index"
)

// logEvery is the time between two lines of progress where there is no terminal.
const logEvery = 10 * time.Second

// progress reports what is being done on a terminal as a bar that counts things, elsewhere as a line of the log every ten seconds.
func progress(messages io.Writer, log *slog.Logger, doing, things string) (report func(index.Progress), finish func()) {
	if file, ok := messages.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		return progressBar(messages, doing, things)
	}
	return progressLog(log, time.Now, doing), func() {}
}

// progressLog writes a line every ten seconds by the clock: the rate since the beginning, and the time that what is left takes at
// that rate. Sources that are unchanged take none, and do not count for it.
func progressLog(log *slog.Logger, now func() time.Time, doing string) func(index.Progress) {
	begin := now()
	next := begin.Add(logEvery)
	return func(p index.Progress) {
		at := now()
		if at.Before(next) {
			return
		}
		next = at.Add(logEvery)
		spent, read := at.Sub(begin), p.Done-p.Unchanged
		attrs := []any{"done", p.Done, "total", p.Total, "failed", p.Failed, "paragraphs", p.Paragraphs,
			"paragraphs_per_s", int(float64(p.Paragraphs) / spent.Seconds())}
		if read > 0 {
			left := time.Duration(float64(spent) / float64(read) * float64(p.Total-p.Done))
			attrs = append(attrs, "remaining", left.Round(time.Second))
		}
		log.Info(doing, attrs...)
	}
}

// progressBar shows how many things are done, how fast, and how long the rest will take.
func progressBar(messages io.Writer, doing, things string) (report func(index.Progress), finish func()) {
	bar := progressbar.NewOptions(-1, progressbar.OptionSetWriter(messages), progressbar.OptionSetDescription(doing),
		progressbar.OptionShowCount(), progressbar.OptionShowIts(), progressbar.OptionSetItsString(things), progressbar.OptionSetPredictTime(true),
		progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish())
	total := 0
	return func(p index.Progress) {
		if p.Total != total {
			total = p.Total
			bar.ChangeMax(total)
		}
		_ = bar.Set(p.Done)
	}, func() { _ = bar.Finish() }
}
