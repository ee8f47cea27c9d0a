package main

import (
	"encoding/json"
	"os"
	"path/filepath"

	"github.com/plenary-search/plenary/bench/engines"
	"github.com/plenary-search/plenary/bench/measure"
)

// Index is what building an index took: NAME.index.json, which engines in other languages write too.
type Index struct {
	Seconds float64 `json:"seconds"` // reading the units included
	CPU     float64 `json:"cpu"`     // seconds
	Bytes   int64   `json:"bytes"`   // on disk
	Version string  `json:"version"` // of the engine
	// Parts are the bytes of plenary's folders: what it searches, and the record from which that can be made again.
	Parts map[string]int64 `json:"parts,omitempty"`
}

// Asked is what asking an index took: NAME.ask.json.
type Asked struct {
	Version    string  `json:"version"`
	OpenMillis float64 `json:"open_ms"`            // to the first answer
	HeapMiB    float64 `json:"heap_mib,omitempty"` // after opening, garbage collected; 0 where there is no such heap
	OwnMiB     float64 `json:"own_mib"`            // resident at the end, without files
	MappedMiB  float64 `json:"mapped_mib"`         // resident at the end, pages of files
	Note       string  `json:"note,omitempty"`     // what is to be known of all figures
	Rows       []Row   `json:"rows"`
}

// Row is one class in one form with so many clients.
type Row struct {
	Class   string `json:"class"`
	Full    bool   `json:"full"`
	Clients int    `json:"clients"`
	// Cannot says why the engine has no such queries; there are no figures then.
	Cannot string `json:"cannot,omitempty"`
	measure.Latency
	// Answers are those of one client, to compare; fewer than there are queries where these took too long.
	Answers []engines.Answer `json:"answers,omitempty"`
}

// hits is the mean of the totals, 0 where there are none.
func (r Row) hits() float64 {
	sum := 0
	for _, a := range r.Answers {
		sum += a.Total
	}
	return float64(sum) / float64(max(1, len(r.Answers)))
}

// mixed is the class of all queries, one of each class after the other.
const mixed = "mixed"

// order puts n queries of classes that stand side by side into an order that mixes them, the same in all programs: query order(k) is
// asked at place k. The factor is a prime that is larger than n.
func order(k, n int) int { return k * 7919 % n }

func readJSON[T any](name string) (v T, err error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return v, err
	}
	return v, json.Unmarshal(data, &v)
}

func writeJSON(name string, v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return os.WriteFile(name, data, 0o644)
}

// bytesOf is the number of bytes of the files below a folder, or of a file.
func bytesOf(path string) (bytes int64) {
	_ = filepath.WalkDir(path, func(_ string, entry os.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			if info, err := entry.Info(); err == nil {
				bytes += info.Size()
			}
		}
		return nil
	})
	return bytes
}
