package main

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// folder is where everything of one seed and size lies: units and queries for the peers, indexes, results.
type folder struct {
	path string
	size int // units wanted; whole documents may make them some more
}

func folderOf(size int) folder {
	return folder{filepath.Join(*dir, fmt.Sprintf("%d-%d", *seed, size)), size}
}

func (f folder) index(engine string) string   { return filepath.Join(f.path, engine) }
func (f folder) indexed(engine string) string { return filepath.Join(f.path, engine+".index.json") }
func (f folder) asked(engine string) string   { return filepath.Join(f.path, engine+".ask.json") }
func (f folder) counts() string               { return filepath.Join(f.path, "counts.json") }
func (f folder) queries() string              { return filepath.Join(f.path, fmt.Sprintf("queries-%d.json", *each)) }

// What peers read:
func (f folder) peerFields() string  { return filepath.Join(f.path, "fields.json") }
func (f folder) peerUnits() string   { return filepath.Join(f.path, "units.jsonl") }
func (f folder) peerQueries() string { return filepath.Join(f.path, "queries.jsonl") }

// binary is plenary, built for the measurement over HTTP.
func binary() string { return filepath.Join(*dir, "plenary") }

// installed is where peers/install.sh puts what it installs.
func installed() string { return filepath.Join(*dir, "peers") }

// collection is the file of all documents; where there is no corpus, it is that of the seeds.
func (f folder) collection() string {
	name := "collection"
	if !haveCorpus() {
		name = "seeds"
	}
	return filepath.Join(*dir, fmt.Sprintf("%s-%d.jsonl.zst", name, *seed))
}

func haveCorpus() bool { return exists(*corpus) }

// environment lets Python find the installed packages, and leave nothing beside the programs.
func environment() []string {
	return append(os.Environ(), "PYTHONPATH="+filepath.Join(installed(), "python"), "PYTHONDONTWRITEBYTECODE=1")
}

// warm reads all files of an index, so that they lie in the page cache.
func (f folder) warm(engine string) error {
	return filepath.WalkDir(f.index(engine), func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		file, err := os.Open(name)
		if err != nil {
			return err
		}
		defer file.Close()
		_, err = io.Copy(io.Discard, file)
		return err
	})
}
