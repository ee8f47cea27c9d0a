// Package seeds embeds a small real corpus, on which plenary works when it is given no index: two documents of the twelfth
// session of the Conference of the Parties to the United Nations Convention against Transnational Organized Crime.
//
// The manifest says where each file comes from and under which terms. Its symbols and titles are for people and tests; the
// program infers its own from the texts.
package seeds

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
)

//go:embed manifest.json documents/*.txt
var files embed.FS

// Entry is a line of the manifest.
type Entry struct {
	File     string `json:"file"` // path within the embedded files
	Symbol   string `json:"symbol"`
	Title    string `json:"title"`
	Language string `json:"language"`
	Source   string `json:"source"`
	Terms    string `json:"terms"`
	SHA256   string `json:"sha256"` // of the file, hex
}

// Documents is the folder of the documents, read-only.
func Documents() fs.FS {
	folder, err := fs.Sub(files, "documents")
	if err != nil {
		panic(err) // the folder is embedded above
	}
	return folder
}

// Manifest lists the embedded documents in the order of their file names.
func Manifest() ([]Entry, error) {
	raw, err := files.ReadFile("manifest.json")
	if err != nil {
		return nil, fmt.Errorf("read the manifest of the seeds: %w", err)
	}
	var manifest struct {
		Documents []Entry `json:"documents"`
	}
	if err := json.Unmarshal(raw, &manifest); err != nil {
		return nil, fmt.Errorf("read the manifest of the seeds: %w", err)
	}
	return manifest.Documents, nil
}
