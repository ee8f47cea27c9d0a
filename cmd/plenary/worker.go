package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/plenary-search/plenary/index/cage"
)

// workerCommand reads documents of risky formats in a process of its own. The commands that read documents start it.
type workerCommand struct{}

func (*workerCommand) run(ctx context.Context, _ streams) (int, error) {
	// A reader that hangs does not see that its parent is gone, and nothing is lost with it: the one exit beside main's.
	gone := func() { os.Exit(exitOK) }
	return exitOK, cage.Serve(ctx, os.Stdin, os.Stdout, gone)
}

// newReaders returns readers that run as children of this process. Their compiled code is kept in the user's cache.
func newReaders() (*cage.Cage, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find this program, to start readers of documents: %w", err)
	}
	return cage.New(cage.Options{Program: program, Args: []string{os.Args[0], "extract-worker"}, CacheDir: cacheDir()}), nil
}

// cacheDir is the folder of compiled code, "" where there is none to be had.
func cacheDir() string {
	base, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	dir := filepath.Join(base, "plenary")
	if os.MkdirAll(dir, 0o700) != nil {
		return ""
	}
	return dir
}
