package main

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/plenary-search/plenary/search"
)

// version is set by the linker; see the Makefile.
var version = "unknown"

type versionCommand struct{}

func (*versionCommand) run(_ context.Context, std streams) (int, error) {
	fmt.Fprintf(std.out, "plenary %s, index schema %d, bleve %s, %s %s/%s\n",
		version, search.SchemaVersion, moduleVersion("github.com/blevesearch/bleve/v2"), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return exitOK, nil
}

// moduleVersion is the version of a module that is linked into the program.
func moduleVersion(path string) string {
	info, ok := debug.ReadBuildInfo()
	if ok {
		for _, module := range info.Deps {
			if module.Path == path {
				return module.Version
			}
		}
	}
	return "unknown"
}
