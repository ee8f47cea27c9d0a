package embedded

import (
	"bytes"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"os"

	"github.com/plenary-search/plenary/search"
)

const manifestFormat = "plenary index"

// commit says what one commit holds. The store keeps it within the commit, and MANIFEST beside the store, so that neither can fall
// behind unnoticed. Commits are equal if and only if they say the same.
type commit struct {
	Format     string `json:"format"`
	Schema     int    `json:"schema"`
	Generation uint64 `json:"generation"`
	Documents  int    `json:"documents"`
	Units      int    `json:"units"`
	Digest     string `json:"digest"` // the sum of the documents' digests; see column.Digest
}

func newCommit(generation uint64, documents, units int, digest uint64) commit {
	return commit{Format: manifestFormat, Schema: search.SchemaVersion, Generation: generation, Documents: documents, Units: units, Digest: fmt.Sprintf("%016x", digest)}
}

// empty reports whether nothing was ever committed, or nothing is left.
func (c commit) empty() bool { return c == newCommit(c.Generation, 0, 0, 0) }

// manifest is a commit with the column files that answer for it, in order: documents of later files stand in for those of
// earlier ones.
type manifest struct {
	commit
	Columns []columnFile `json:"columns,omitempty"`

	said []byte // the file that it was read from
}

// columnFile names a column file.
type columnFile struct {
	Name string `json:"name"`
	Size int64  `json:"size"`
	Sum  uint32 `json:"sum"` // column.Sum of the file
}

// The file holds the manifest on one line and its checksum on the next.

func (m manifest) write(name string) error {
	line, err := json.Marshal(m)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(name, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(f, "%s\n%08x\n", line, crc32.ChecksumIEEE(line))
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	return err
}

func readManifest(name string) (m manifest, err error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return m, err
	}
	line, sum, _ := bytes.Cut(b, []byte("\n"))
	if string(sum) != fmt.Sprintf("%08x\n", crc32.ChecksumIEEE(line)) {
		return m, fmt.Errorf("%w: %s does not have its checksum: %s", ErrCorrupt, manifestName, adviceRestore)
	}
	m.said = b
	return m, decodeCommit(line, &m)
}

// decodeCommit decodes what a commit says, into a commit or a manifest.
func decodeCommit[T any](line []byte, into *T) error {
	var said commit
	if err := json.Unmarshal(line, &said); err != nil || said.Format != manifestFormat {
		return fmt.Errorf("%w: its manifest cannot be read", ErrCorrupt)
	}
	return json.Unmarshal(line, into)
}
