package main

import (
	"fmt"
	"math"
	"os"
	"path/filepath"

	"github.com/plenary-search/plenary/bench/collection"
	"github.com/plenary-search/plenary/index/document"
)

// sources are documents as import files, one in each, in two folders.
type sources struct {
	first, second string // folders
	units         int    // in the first one
}

// filesPerFolder keeps folders small.
const filesPerFolder = 1000

// writeSources writes the first documents of a collection below dir: n of them into each folder.
func writeSources(dir, file string, n int) (sources, error) {
	s := sources{first: filepath.Join(dir, "first"), second: filepath.Join(dir, "second")}
	written := 0
	for d, err := range collection.Documents(file, math.MaxInt) {
		if err != nil {
			return s, err
		}
		folder := s.second
		if written < n {
			folder = s.first
			s.units += len(d.Units)
		}
		if err := writeSource(nameOf(folder, written), &d); err != nil {
			return s, err
		}
		if written++; written == 2*n {
			break
		}
	}
	return s, nil
}

// nameOf is the name of the file of document i.
func nameOf(folder string, i int) string {
	return filepath.Join(folder, fmt.Sprintf("%03d", i/filesPerFolder), fmt.Sprintf("%d.jsonl", i))
}

func writeSource(name string, d *document.Document) error {
	data, err := collection.Record(d)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return os.WriteFile(name, data, 0o644)
}
