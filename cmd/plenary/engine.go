package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"

	"github.com/plenary-search/plenary/index"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/embedded"
	"github.com/plenary-search/plenary/seeds"
	"github.com/plenary-search/plenary/web"
)

// indexFlag names the index of a command that searches.
type indexFlag struct {
	Dir          string `name:"index" placeholder:"DIR" help:"Folder of the index; without it, the embedded documents."`
	clusterFlags `group:"On an OpenSearch cluster"`
}

// engine is an index that is open for searching, whichever engine answers.
type engine struct {
	search.Searcher // passed on by itself: it may be a search.Lexicon, too, which an engine is not
	io.Closer
	writer index.Writer // nil where the index is open for searching alone
	name   string       // for messages: "index corpus" or "the embedded documents"
}

// openEngine opens the index that the flags name for searching, or one of the embedded documents where they name none. With
// openStill, openWriter and openWatching it is the only place that names engines. patient is for commands that end once they are answered: see
// embedded.Options.
func (f indexFlag) openEngine(ctx context.Context, patient bool, log *slog.Logger) (engine, error) {
	if err := f.check(f.Dir); err != nil {
		return engine{}, err
	}
	switch {
	case f.isCluster():
		opened, err := f.clusterFlags.open(ctx, true)
		if err != nil {
			return engine{}, err
		}
		return engine{Searcher: opened, Closer: opened, name: f.name()}, nil
	case f.Dir == "":
		return openSeeds(ctx, log)
	}
	opened, err := embedded.Open(ctx, f.Dir, embedded.Options{Logger: log, ReadOnly: true, Patient: patient})
	if err != nil {
		return engine{}, err
	}
	return engine{Searcher: opened, Closer: opened, name: "index " + f.Dir}, nil
}

// openStill opens the index in dir, or in a cluster, to be read as a whole: what other processes commit meanwhile is not seen in that of a
// folder.
func openStill(ctx context.Context, dir string, f clusterFlags, log *slog.Logger) (exportable, error) {
	if f.isCluster() {
		return f.open(ctx, true)
	}
	return embedded.Open(ctx, dir, embedded.Options{Logger: log, ReadOnly: true, Patient: true, Still: true})
}

// exportable is an open index that can be exported.
type exportable interface {
	search.Searcher
	index.Holdings
	io.Closer
}

// open opens the index for a command that asks it and ends, with warnings to stderr.
func (f indexFlag) open(ctx context.Context, std streams) (engine, error) {
	return f.openEngine(ctx, true, slog.New(slog.NewTextHandler(std.err, &slog.HandlerOptions{Level: slog.LevelWarn})))
}

// refused is the exit code and the error of a question that was not answered: parameters are the user's fault.
func refused(err error) (int, error) {
	if faults, ok := errors.AsType[web.ParamErrors](err); ok {
		return exitUsage, usageError{faults}
	}
	return exitFailed, err
}

// openWatching opens an index that is searched and written at the same time: in a folder or a cluster, or in memory where the flags name neither.
func (f indexFlag) openWatching(ctx context.Context, log *slog.Logger) (engine, error) {
	if err := f.check(f.Dir); err != nil {
		return engine{}, err
	}
	if f.isCluster() {
		opened, err := f.clusterFlags.open(ctx, false)
		if err != nil {
			return engine{}, err
		}
		return engine{Searcher: opened, Closer: opened, writer: opened, name: f.name()}, nil
	}
	dir := f.Dir
	name := "index " + dir
	opened, err := (*embedded.Engine)(nil), error(nil)
	if dir == "" {
		name = "an index in memory"
		opened, err = embedded.OpenMemory(embedded.Options{Logger: log})
	} else {
		opened, err = embedded.Open(ctx, dir, embedded.Options{Logger: log})
	}
	if err != nil {
		return engine{}, err
	}
	return engine{Searcher: opened, Closer: opened, writer: opened, name: name}, nil
}

// openSeeds indexes the embedded documents in memory.
func openSeeds(ctx context.Context, log *slog.Logger) (engine, error) {
	opened, err := embedded.OpenMemory(embedded.Options{Logger: log})
	if err != nil {
		return engine{}, err
	}
	summary, err := index.New(opened, index.Options{}).Run(ctx, index.FromFS(ctx, seeds.Documents(), index.WalkLimits{}))
	if err == nil && len(summary.Failed) > 0 {
		err = fmt.Errorf("%s: %s", summary.Failed[0].Source, summary.Failed[0].Error)
	}
	if err != nil {
		return engine{}, errors.Join(fmt.Errorf("index the embedded documents: %w", err), opened.Close())
	}
	return engine{Searcher: opened, Closer: opened, name: "the embedded documents"}, nil
}

// An index gives back what it holds, so that documents of several runs are linked with one another.
var _ index.Catalogue = (*embedded.Engine)(nil)

// catalogue is an index that is open for writing.
type catalogue interface {
	index.Catalogue
	io.Closer
}

// openWriter opens the index in dir, or in a cluster, for writing, and makes it where there is none: the successor of another, unless that is
// "".
func openWriter(ctx context.Context, dir, successorOf string, f clusterFlags, log *slog.Logger) (catalogue, error) {
	if f.isCluster() {
		return f.open(ctx, false)
	}
	return embedded.Open(ctx, dir, embedded.Options{Logger: log, Bulk: true, SuccessorOf: successorOf})
}

// holdIndex keeps others from writing to the index in dir while another is made that is to take its place.
func holdIndex(ctx context.Context, dir string) (release func() error, err error) {
	return embedded.Hold(ctx, dir)
}
