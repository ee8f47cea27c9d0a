package embedded

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/blevesearch/bleve/v2/util"
	bolt "go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"
)

// rootName is Bleve's file of snapshots.
const rootName = "root.bolt"

// verify checks that all files of the newest snapshot are there and whole, without opening the index. It returns ErrCorrupt
// with the name of the first file that is not. A file that cannot be read for other reasons is reported as that. There need
// be no snapshot before the first commit.
func (f *folder) verify(ctx context.Context, recorded manifest) error {
	if recorded.Generation == 0 && !f.hasStore() {
		return nil
	}
	names, err := newestSegments(filepath.Join(f.store(), rootName))
	if err != nil {
		return err
	}
	if len(names) == 0 && recorded.Documents > 0 {
		return damaged(rootName, "names no segments")
	}
	for _, name := range names {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := verifySegment(filepath.Join(f.store(), name)); err != nil {
			return err
		}
	}
	return nil
}

// newestSegments are the names of the files that the newest snapshot is made of. Bleve would fall back on an older snapshot
// where one is missing, and say so in a log at most.
func newestSegments(path string) (names []string, err error) {
	info, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) || err == nil && info.Size() == 0 {
		return nil, damaged(path, "is missing or empty")
	}
	if err != nil {
		return nil, err
	}
	err = guard(func() error {
		db, err := bolt.Open(path, 0o600, &bolt.Options{ReadOnly: true, Timeout: time.Second})
		if err != nil {
			return err
		}
		defer db.Close()
		return db.View(func(tx *bolt.Tx) error {
			if info.Size() < tx.Size() {
				return damaged(path, fmt.Sprintf("has %d bytes of %d", info.Size(), tx.Size()))
			}
			if err := tx.ForEach(func(_ []byte, b *bolt.Bucket) error { return readBucket(b) }); err != nil {
				return err
			}
			names, err = segmentsOf(tx)
			return err
		})
	})
	switch {
	case err == nil:
		return names, nil
	case errors.Is(err, berrors.ErrTimeout):
		return nil, fmt.Errorf("%w: another process has %s open", ErrInUse, rootName)
	}
	return nil, asDamage(path, err)
}

// asDamage makes ErrCorrupt of an error of what a file holds. An error of the file system is reported as what it is.
func asDamage(path string, err error) error {
	var system *fs.PathError
	if errors.As(err, &system) || errors.Is(err, ErrCorrupt) {
		return err
	}
	return damaged(path, err.Error())
}

// readBucket reads a bucket and all below it, so that a page which is not sound panics here, below guard: bolt's own check
// panics in a goroutine of its own, which would end the process.
func readBucket(b *bolt.Bucket) error {
	return b.ForEach(func(key, value []byte) error {
		if value != nil {
			return nil
		}
		below := b.Bucket(key)
		if below == nil {
			return damaged(rootName, fmt.Sprintf("has no bucket %q", key))
		}
		return readBucket(below)
	})
}

func segmentsOf(tx *bolt.Tx) ([]string, error) {
	snapshots := tx.Bucket(util.BoltSnapshotsBucket)
	if snapshots == nil {
		return nil, nil
	}
	newest, _ := snapshots.Cursor().Last()
	if newest == nil || snapshots.Bucket(newest) == nil {
		return nil, nil
	}
	var names []string
	snapshot := snapshots.Bucket(newest)
	err := snapshot.ForEachBucket(func(name []byte) error {
		if path := snapshot.Bucket(name).Get(util.BoltPathKey); path != nil && name[0] != util.BoltInternalKey[0] {
			names = append(names, filepath.Base(string(path)))
		}
		return nil
	})
	return names, err
}

// verifySegment compares a segment with the CRC-32 in its last four bytes, which Bleve writes and never reads.
func verifySegment(path string) error {
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return damaged(path, "is missing")
	}
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if info.Size() < crc32.Size {
		return damaged(path, fmt.Sprintf("has %d bytes", info.Size()))
	}
	sum := crc32.NewIEEE()
	if _, err := io.CopyN(sum, f, info.Size()-crc32.Size); err != nil {
		return err
	}
	var want [crc32.Size]byte
	if _, err := io.ReadFull(f, want[:]); err != nil {
		return err
	}
	if w := binary.BigEndian.Uint32(want[:]); w != sum.Sum32() {
		return damaged(path, fmt.Sprintf("has checksum %08x, its bytes %08x", w, sum.Sum32()))
	}
	return nil
}

func damaged(path, how string) error {
	return fmt.Errorf("%w: %s %s: restore a backup, or index the sources again with plenary index --rebuild", ErrCorrupt, filepath.Base(path), how)
}
