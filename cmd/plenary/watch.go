package main

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"strings"
	"time"

	"github.com/plenary-search/plenary/index"
	"github.com/plenary-search/plenary/index/watch"
)

// quiet is how long a file must not have been written to before it is read.
const quiet = time.Second

// follow indexes what changes below the paths until the context ends, which is no error.
func follow(ctx context.Context, w index.Writer, o index.Options, paths []string, log *slog.Logger) error {
	f := &follower{writer: w, opts: o, paths: paths, log: log, seen: map[string]bool{}, said: map[string]string{}, folders: map[string]fs.FileInfo{}}
	for _, name := range folderNames(paths) {
		f.folders[name], _ = os.Stat(name)
	}
	log.Info("watching", "paths", strings.Join(paths, " "))
	err := watch.Folders(ctx, paths, watch.Options{Logger: log}, f.scan)
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// follower is the state of watching: what was there, and what was said.
type follower struct {
	writer  index.Writer
	opts    index.Options
	paths   []string
	log     *slog.Logger
	seen    map[string]bool   // sources that this process has seen
	said    map[string]string // failures that were logged, by source
	folders map[string]fs.FileInfo
	memory  index.Memory
}

// scan runs the indexer over the paths. It asks to be called soon again while files are written to.
func (f *follower) scan(ctx context.Context) (soon bool, err error) {
	o := f.opts
	o.Quiet, o.Gone, o.Memory = quiet, isGone, &f.memory
	now := map[string]bool{}
	o.Prune = index.Prune{Below: folderNames(f.paths), Empty: f.sameFolders(), Only: f.vanished}
	o.Report = func(s index.SourceReport) { now[s.Source] = s.Status != index.StatusRemoved }
	sum, err := index.New(f.writer, o).Run(ctx, index.FromPaths(ctx, f.paths, index.WalkLimits{}))
	if err != nil {
		return false, err
	}
	for source, there := range now {
		f.seen[source] = there
	}
	f.tell(sum)
	return sum.Waiting > 0, nil
}

// vanished reports whether a file that this process has seen is gone.
func (f *follower) vanished(source string) bool {
	return f.seen[source] && isGone(source)
}

// sameFolders reports whether the folders are those that were there at the start: an empty one may be a disk that went away.
func (f *follower) sameFolders() bool {
	for name, first := range f.folders {
		now, err := os.Stat(name)
		if err != nil || first == nil || !os.SameFile(first, now) {
			return false
		}
	}
	return true
}

// tell logs what was done, and each failure once.
func (f *follower) tell(sum index.Summary) {
	failed := map[string]string{}
	for _, failure := range sum.Failed {
		failed[failure.Source] = strings.TrimSuffix(failure.Error, " (unchanged since it failed)")
		if f.said[failure.Source] != failed[failure.Source] {
			f.log.Warn("not indexed", "source", failure.Source, "err", failed[failure.Source])
		}
	}
	f.said = failed
	if sum.Documents+sum.Removed+sum.Deleted > 0 {
		f.log.Info("indexed", "documents", sum.Documents, "paragraphs", sum.Paragraphs, "removed", sum.Removed+sum.Deleted, "took_ms", int(1000*sum.Seconds))
	}
}
