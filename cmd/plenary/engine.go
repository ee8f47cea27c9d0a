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
	Dir string `name:"index" placeholder:"DIR" help:"Folder of the index; without it, the embedded documents."`
}

// engine is an index that is open for searching, whichever engine answers.
type engine struct {
	search.Searcher // passed on by itself: it may be a search.Lexicon, too, which an engine is not
	io.Closer
	writer index.Writer // nil where the index is open for searching alone
	name   string       // for messages: "index corpus" or "the embedded documents"
}

// openEngine opens the index in dir for searching, or one of the embedded documents where dir is "". With
// openStill, openWriter and openWatching it is the only place that names engines. patient is for commands that end once they are answered: see
// embedded.Options.
func openEngine(ctx context.Context, dir string, patient bool, log *slog.Logger) (engine, error) {
	if dir == "" {
		return openSeeds(ctx, log)
	}
	opened, err := embedded.Open(ctx, dir, embedded.Options{Logger: log, ReadOnly: true, Patient: patient})
	if err != nil {
		return engine{}, err
	}
	return engine{Searcher: opened, Closer: opened, name: "index " + dir}, nil
}

// openStill opens the index in dir to be read as a whole: what other processes commit meanwhile is not seen.
func openStill(ctx context.Context, dir string, log *slog.Logger) (exportable, error) {
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
	return openEngine(ctx, f.Dir, true, slog.New(slog.NewTextHandler(std.err, &slog.HandlerOptions{Level: slog.LevelWarn})))
}

// refused is the exit code and the error of a question that was not answered: parameters are the user's fault.
func refused(err error) (int, error) {
	if faults, ok := errors.AsType[web.ParamErrors](err); ok {
		return exitUsage, usageError{faults}
	}
	return exitFailed, err
}

// openWatching opens an index that is searched and written at the same time: in dir, or in memory where dir is "".
func openWatching(ctx context.Context, dir string, log *slog.Logger) (engine, error) {
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

// openWriter opens the index in dir for writing, and makes it where there is none: the successor of another, unless that is "".
func openWriter(ctx context.Context, dir, successorOf string, log *slog.Logger) (*embedded.Engine, error) {
	return embedded.Open(ctx, dir, embedded.Options{Logger: log, Bulk: true, SuccessorOf: successorOf})
}

// holdIndex keeps others from writing to the index in dir while another is made that is to take its place.
func holdIndex(ctx context.Context, dir string) (release func() error, err error) {
	return embedded.Hold(ctx, dir)
}
