package embedded

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"os"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
)

const manifestFormat = "plenary index"

// manifest says what one commit holds. The store keeps it within the commit, and the file MANIFEST beside the store, so that
// neither can fall behind unnoticed. Manifests are equal if and only if they say the same.
type manifest struct {
	Format     string `json:"format"`
	Schema     int    `json:"schema"`
	Generation uint64 `json:"generation"`
	Documents  int    `json:"documents"`
	Units      int    `json:"units"`
	Digest     string `json:"digest"` // of the documents' keys and content hashes
}

// digest is the sum of the documents' digests, so that it can be kept up to date without reading them all.
type digest uint64

func (d digest) String() string { return fmt.Sprintf("%016x", uint64(d)) }

func digestOf(key document.Key, hash string) digest {
	sum := sha256.Sum256([]byte(keyTerm(key) + "\x00" + hash))
	return digest(binary.BigEndian.Uint64(sum[:8]))
}

func newManifest(generation uint64, documents, units int, d digest) manifest {
	return manifest{Format: manifestFormat, Schema: search.SchemaVersion, Generation: generation, Documents: documents, Units: units, Digest: d.String()}
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

func readManifest(name string) (manifest, error) {
	var m manifest
	b, err := os.ReadFile(name)
	if err != nil {
		return m, err
	}
	line, sum, _ := bytes.Cut(b, []byte("\n"))
	if string(sum) != fmt.Sprintf("%08x\n", crc32.ChecksumIEEE(line)) {
		return m, fmt.Errorf("%w: %s does not have its checksum: restore a backup, or index the sources again with plenary index --rebuild", ErrCorrupt, manifestName)
	}
	return m, decodeManifest(line, &m)
}

func decodeManifest(line []byte, m *manifest) error {
	if err := json.Unmarshal(line, m); err != nil || m.Format != manifestFormat {
		return fmt.Errorf("%w: its manifest cannot be read", ErrCorrupt)
	}
	return nil
}
