package store

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"syscall"
	"time"

	"github.com/blevesearch/bleve/v2/util"
	bolt "go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"github.com/plenary-search/plenary/search/fault"
)

// rootName is Bleve's file of snapshots.
const rootName = "root.bolt"

// Errors of what is on disk. The wrapping error names the file and says what to do.
var (
	// ErrCorrupt: a file is missing, cut or changed. All files are left as they are.
	ErrCorrupt = errors.New("the index is damaged")
	// ErrInUse: another process has the store open.
	ErrInUse = errors.New("the index is in use")
)

// Verify checks that all files of the newest snapshot are there and whole, every byte, without opening the store: Bleve would fall
// back on an older snapshot where one is missing, say so in a log at most, and answer from changed bytes. It returns what
// [Store.Commit] would say. The error wraps ErrCorrupt, ErrInUse, or is that of a file that cannot be read for other reasons.
func Verify(ctx context.Context, path string) (commit []byte, err error) {
	names, commit, err := newestSnapshot(filepath.Join(path, rootName))
	if err != nil {
		return nil, err
	}
	if len(names) == 0 && commit != nil {
		return nil, damaged(rootName, "names no segments")
	}
	failed := make([]error, len(names))
	var workers sync.WaitGroup
	free := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i, name := range names {
		free <- struct{}{}
		workers.Go(func() {
			defer func() { <-free }()
			if failed[i] = ctx.Err(); failed[i] == nil {
				failed[i] = verifySegment(filepath.Join(path, name))
			}
		})
	}
	workers.Wait()
	return commit, errors.Join(failed...)
}

// Files are the paths of the files that hold the newest snapshot, but for the one that names them.
func Files(path string) (paths []string, err error) {
	names, _, err := newestSnapshot(filepath.Join(path, rootName))
	for _, name := range names {
		paths = append(paths, filepath.Join(path, name))
	}
	return paths, err
}

// newestSnapshot reads the names of the files that the newest snapshot is made of, and what its batch said of itself.
func newestSnapshot(path string) (names []string, commit []byte, err error) {
	info, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) || err == nil && info.Size() == 0 {
		return nil, nil, damaged(path, "is missing or empty")
	}
	if err != nil {
		return nil, nil, err
	}
	err = fault.Guard(func() error {
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
			names, commit, err = newestOf(tx)
			return err
		})
	})
	switch {
	case err == nil:
		return names, commit, nil
	case errors.Is(err, berrors.ErrTimeout):
		return nil, nil, fmt.Errorf("%w: another process has %s open", ErrInUse, rootName)
	}
	return nil, nil, asDamage(path, err)
}

// asDamage makes ErrCorrupt of an error of what a file holds. An error of the system, as where memory to map the file is lacking, is
// reported as what it is.
func asDamage(path string, err error) error {
	var file *fs.PathError
	var system syscall.Errno
	if errors.As(err, &file) || errors.As(err, &system) || errors.Is(err, ErrCorrupt) {
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

func newestOf(tx *bolt.Tx) (names []string, commit []byte, err error) {
	snapshots := tx.Bucket(util.BoltSnapshotsBucket)
	if snapshots == nil {
		return nil, nil, nil
	}
	newest, _ := snapshots.Cursor().Last()
	if newest == nil || snapshots.Bucket(newest) == nil {
		return nil, nil, nil
	}
	snapshot := snapshots.Bucket(newest)
	if internal := snapshot.Bucket(util.BoltInternalKey); internal != nil {
		commit = bytes.Clone(internal.Get(commitKey))
	}
	err = snapshot.ForEachBucket(func(name []byte) error {
		if path := snapshot.Bucket(name).Get(util.BoltPathKey); path != nil && name[0] != util.BoltInternalKey[0] {
			names = append(names, filepath.Base(string(path)))
		}
		return nil
	})
	return names, commit, err
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
