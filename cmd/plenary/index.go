package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"github.com/plenary-search/plenary/index"
	"github.com/plenary-search/plenary/index/extract"
	"github.com/plenary-search/plenary/search"
)

type indexCommand struct {
	Dir          string `name:"index" placeholder:"DIR" help:"Folder of the index; it is made where it does not exist."`
	clusterFlags `group:"On an OpenSearch cluster"`
	Paths        []string `arg:"" name:"path" help:"Files and folders to index, or what plenary export wrote."`
	JSON         bool     `name:"json" help:"End with the summary as one JSON object on standard output."`
	Report       string   `placeholder:"FILE" help:"Write the summary and what came of each source to a file, as JSON."`
	Prune        bool     `help:"Remove documents whose file is gone from the folders named."`
	PruneAll     bool     `help:"The same, also where a folder is missing or has no file left."`
	Rehash       bool     `help:"Compare the bytes of all files, also of those whose size and time are as they were."`
	RetryFailed  bool     `help:"Read files again that failed before, though they have not changed."`
	Reread       bool     `help:"Read all files again."`
	Watch        bool     `help:"Go on until stopped: follow what is added, changed, renamed and removed."`
	Rebuild      bool     `help:"Build a new index from the paths and put it in the place of the old one, which is kept beside it."`
	Workers      int      `placeholder:"N" help:"Sources read at the same time; by default one for each processor."`
	Nice         int      `default:"10" placeholder:"N" help:"Priority of the run, 0 to 19 (${default}): the higher, the more it gives way to others, such as a server on the same machine."`
	MaxFileSize  int64    `placeholder:"BYTES" help:"Largest file that is read; by default 256 MiB for PDF documents, 32 for HTML, 16 for plain text, 64 for others."`
}

func (c *indexCommand) run(ctx context.Context, std streams) (int, error) {
	if c.Watch && c.Rebuild {
		return exitUsage, usageError{errors.New("--watch and --rebuild do not go together: rebuild first, then watch")}
	}
	if err := c.check(c.Dir); err != nil {
		return exitUsage, err
	}
	if c.Dir == "" && !c.isCluster() {
		return exitUsage, usageError{errors.New("missing flags: --index=DIR")}
	}
	boundMemory()
	log := slog.New(slog.NewTextHandler(std.err, nil))
	if err := beNice(c.Nice); err != nil {
		log.Warn("the priority of the run could not be lowered", "err", err)
	}
	summary, err := c.build(ctx, std, log)
	switch {
	case err != nil && !errors.Is(err, context.Canceled):
		return exitFailed, err
	case c.Watch:
		return exitOK, nil // watching ends when it is stopped
	}
	if c.JSON {
		printJSON(std.out, summary)
	} else {
		printSummary(std.out, c.indexName(), summary)
	}
	switch {
	case err != nil:
		fmt.Fprintln(std.err, "plenary: interrupted; what was indexed is kept, run the same command to go on")
		return exitInterrupted, nil
	case len(summary.Failed) > 0:
		return exitFailed, nil
	}
	return exitOK, nil
}

// memoryLimit is what the run itself may take before it collects garbage more often; readers in child processes have limits of
// their own. A run needs about half of it.
const memoryLimit = 640 << 20

// boundMemory sets the limit, unless the environment has set one.
func boundMemory() {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryLimit)
	}
}

// build indexes into the index, or with Rebuild into a new one that then takes its place. Meanwhile nobody may write to the old one: what
// they wrote would be lost, and what they went on to write would end up in the new one.
func (c *indexCommand) build(ctx context.Context, std streams, log *slog.Logger) (runSummary, error) {
	switch {
	case c.Rebuild && c.isCluster():
		return c.rebuildCluster(ctx, std, log)
	case c.Rebuild:
		return c.rebuildFolder(ctx, std, log)
	}
	return c.openAndIndex(ctx, c.Dir, std, log)
}

func (c *indexCommand) rebuildCluster(ctx context.Context, std streams, log *slog.Logger) (summary runSummary, err error) {
	rebuilt, err := c.clusterFlags.openRebuild(ctx)
	if err != nil {
		return summary, err
	}
	defer func() { err = errors.Join(err, rebuilt.Close()) }()
	if summary, err = c.indexInto(ctx, rebuilt, std, log); err != nil {
		return summary, err
	}
	old, err := rebuilt.Publish(ctx)
	if err == nil && old != "" {
		fmt.Fprintf(std.err, "plenary: the index that was there is kept as %s and %[1]s-run in the cluster\n", old)
	}
	return summary, err
}

func (c *indexCommand) rebuildFolder(ctx context.Context, std streams, log *slog.Logger) (summary runSummary, err error) {
	release, err := holdIndex(ctx, c.Dir)
	if err != nil {
		return runSummary{}, err
	}
	defer func() { err = errors.Join(err, release()) }()
	fresh := strings.TrimRight(c.Dir, string(filepath.Separator)) + ".new"
	if summary, err = c.openAndIndex(ctx, fresh, std, log); err != nil {
		return summary, err
	}
	if runtime.GOOS == "windows" { // where a folder with an open file cannot be renamed
		if err := release(); err != nil {
			return summary, err
		}
	}
	return summary, c.replace(fresh, std.err)
}

// replace puts the new folder in the place of the old one and keeps the old one beside it: plenary deletes no index.
func (c *indexCommand) replace(fresh string, messages io.Writer) error {
	old := strings.TrimSuffix(fresh, ".new") + ".old-" + time.Now().UTC().Format("20060102T150405Z")
	err := os.Rename(c.Dir, old)
	kept := err == nil
	if kept {
		fmt.Fprintf(messages, "plenary: the index that was there is kept in %s\n", old)
	}
	if kept || errors.Is(err, os.ErrNotExist) {
		err = os.Rename(fresh, c.Dir)
	}
	if err != nil {
		return fmt.Errorf("the new index is in %s; put it in place by hand: %w", fresh, err)
	}
	return nil
}

// successor is the index that the one in dir will take the place of, "" where it is that itself.
func (c *indexCommand) successor(dir string) string {
	if dir == c.Dir {
		return ""
	}
	return c.Dir
}

// openAndIndex indexes into the index in dir, or in the cluster.
func (c *indexCommand) openAndIndex(ctx context.Context, dir string, std streams, log *slog.Logger) (summary runSummary, err error) {
	writer, err := openWriter(ctx, dir, c.successor(dir), c.clusterFlags, log)
	if err != nil {
		return summary, err
	}
	defer func() { err = errors.Join(err, writer.Close()) }()
	return c.indexInto(ctx, writer, std, log)
}

func (c *indexCommand) indexInto(ctx context.Context, writer index.Writer, std streams, log *slog.Logger) (summary runSummary, err error) {
	readers, err := newReaders()
	if err != nil {
		return summary, err
	}
	defer func() { err = errors.Join(err, readers.Close()) }()
	opts := c.options()
	opts.Reader = readers
	var finish func()
	opts.Progress, finish = progress(std.err, log, "indexing", "files")
	var sources []index.SourceReport
	if c.Report != "" {
		opts.Report = func(s index.SourceReport) { sources = append(sources, s) }
	}
	summary.Summary, err = index.New(writer, opts).Run(ctx, index.FromPaths(ctx, c.Paths, index.WalkLimits{}))
	finish()
	summary.PeakMemory, summary.PeakReaders = peakMemory(), readers.Peak()
	if c.Report != "" && (err == nil || ctx.Err() != nil) {
		err = errors.Join(err, writeReport(c.Report, summary, sources))
	}
	if err != nil || !c.Watch {
		return summary, err
	}
	printSummary(std.err, c.indexName(), summary)
	opts.Progress, opts.Report, opts.Rehash, opts.Retry, opts.Reread, opts.Prune = nil, nil, false, false, false, index.Prune{}
	return summary, follow(ctx, writer, opts, c.Paths, log)
}

// indexName is the index, for messages.
func (c *indexCommand) indexName() string {
	if c.isCluster() {
		return c.clusterFlags.name()
	}
	return c.Dir
}

// options are those of the run, without reader and progress.
func (c *indexCommand) options() index.Options {
	o := index.Options{Workers: c.Workers, Limits: extract.Limits{MaxBytes: c.MaxFileSize}, Rehash: c.Rehash, Retry: c.RetryFailed, Reread: c.Reread,
		Gone: isGone, Schema: search.SchemaVersion}
	if c.Prune || c.PruneAll {
		o.Prune = index.Prune{Below: folderNames(c.Paths), Empty: c.PruneAll}
	}
	if c.isCluster() {
		o.BatchBytes = clusterBatch
	}
	return o
}

// clusterBatch is the weight of the documents of one commit to a cluster, each of which costs its nodes a refresh.
const clusterBatch = 16 << 20

// isGone reports whether a file is no more.
func isGone(name string) bool {
	_, err := os.Lstat(name)
	return errors.Is(err, fs.ErrNotExist)
}

// folderNames are the names that sources of paths begin with.
func folderNames(paths []string) []string {
	var names []string
	for _, path := range paths {
		names = append(names, filepath.ToSlash(filepath.Clean(path)))
	}
	return names
}
