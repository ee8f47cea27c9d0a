package embedded

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/store"
)

// Errors of Open. The wrapping error names the folder or file and says what to do.
var (
	// ErrNoIndex: a folder to be read that is missing or empty.
	ErrNoIndex = errors.New("there is no index")
	// ErrNotAnIndex: a folder with files of something else. It is left as it is.
	ErrNotAnIndex = errors.New("the folder holds something else than an index")
	// ErrInUse: another process has the index open.
	ErrInUse = store.ErrInUse
	// ErrCorrupt: a file of the record is missing, cut or changed. All files are left as they are.
	ErrCorrupt = store.ErrCorrupt
	// ErrRolledBack: the index is older than what was last reported as committed.
	ErrRolledBack = errors.New("the index has lost its last commit")
)

const adviceRestore = "restore a backup, or index the sources again with plenary index --rebuild"

// Names in an index folder.
const (
	manifestName  = "MANIFEST"
	temporaryName = "MANIFEST.new"
	lockName      = "LOCK"
	storeName     = "store"
	columnsName   = "columns"
)

// folder is an index folder. A nil folder belongs to an index in memory.
type folder struct {
	path string
	lock *flock.Flock // nil where this process holds no lock
}

func (f *folder) store() string              { return filepath.Join(f.path, storeName) }
func (f *folder) columns(name string) string { return filepath.Join(f.path, columnsName, name) }
func (f *folder) manifest() string           { return filepath.Join(f.path, manifestName) }

// openFolder looks at the folder and makes it, if it is to be written.
func openFolder(path string, readOnly bool) (*folder, error) {
	f := &folder{path: path}
	entries, err := os.ReadDir(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && readOnly:
		return nil, fmt.Errorf("%w: make one with plenary index --index %s PATH", ErrNoIndex, path)
	case errors.Is(err, fs.ErrNotExist):
		if err := os.MkdirAll(path, 0o700); err != nil {
			return nil, err
		}
	case err != nil:
		return nil, err
	}
	if err := refuseForeign(entries); err != nil {
		return nil, err
	}
	if readOnly && len(entries) == 0 {
		return nil, fmt.Errorf("%w: the folder is empty", ErrNoIndex)
	}
	return f, nil
}

// refuseForeign answers ErrNotAnIndex for files that no index has.
func refuseForeign(entries []fs.DirEntry) error {
	known := []string{manifestName, temporaryName, lockName, storeName, columnsName}
	for _, entry := range entries {
		if !slices.Contains(known, entry.Name()) {
			return fmt.Errorf("%w, %s among others: name an empty folder", ErrNotAnIndex, entry.Name())
		}
	}
	return nil
}

// lockWait is how long a writer waits for processes that look whether the record is whole, and for no others.
const lockWait = 900 * time.Millisecond

// lockToWrite locks the folder against other writers.
func (f *folder) lockToWrite(ctx context.Context) error {
	name := filepath.Join(f.path, lockName)
	lock := flock.New(name, flock.SetFlag(os.O_CREATE|os.O_RDWR), flock.SetPermissions(0o600))
	ctx, cancel := context.WithTimeout(ctx, lockWait)
	defer cancel()
	locked, err := lock.TryLockContext(ctx, lockWait/20)
	switch {
	case errors.Is(err, context.DeadlineExceeded), err == nil && !locked:
		return errors.Join(fmt.Errorf("%w: %s; stop it, or use another folder", ErrInUse, holder(name)), lock.Close())
	case err != nil:
		return fmt.Errorf("lock: %w", err)
	case !isInPlace(lock):
		return errors.Join(fmt.Errorf("%w: another index has just been put in its place; try again", ErrInUse), lock.Close())
	}
	f.lock = lock
	// The lock is what counts; who holds it is told to people.
	_ = os.WriteFile(name, fmt.Appendf(nil, "process %d, since %s\n", os.Getpid(), time.Now().UTC().Format(time.RFC3339)), 0o600)
	return nil
}

// isInPlace reports whether the file of a lock is still the one that its path names: who waited for the lock may have got that of
// a folder that was renamed meanwhile.
func isInPlace(lock *flock.Flock) bool {
	locked, err := lock.Stat()
	if err != nil {
		return false
	}
	there, err := os.Stat(lock.Path())
	return err == nil && os.SameFile(locked, there)
}

// Hold keeps others from writing to the index in a folder, for who is going to put another one in its place; no file but that of
// the lock is looked at. Where there is no index there is nothing to hold. ErrInUse: somebody is writing. Readers are not
// affected. On systems where a folder with an open file cannot be renamed, release must be called before.
func Hold(ctx context.Context, dir string) (release func() error, err error) {
	f := &folder{path: dir}
	if _, err := os.Stat(f.manifest()); errors.Is(err, fs.ErrNotExist) {
		return f.unlock, nil
	}
	if err := f.lockToWrite(ctx); err != nil && !isForbidden(err) { // where this process may not write, it is not a writer that it waits for
		return nil, fmt.Errorf("index %s: %w", dir, err)
	}
	return f.unlock, nil
}

// lockToLook keeps writers away for as long as a reader looks at the record. It reports false where there is one.
func (f *folder) lockToLook() (bool, error) {
	// Opened for reading: in a folder that only others can write, as one mounted read-only, the file can be locked nevertheless.
	lock := flock.New(filepath.Join(f.path, lockName), flock.SetFlag(os.O_CREATE|os.O_RDONLY), flock.SetPermissions(0o600))
	locked, err := lock.TryRLock()
	switch {
	case isForbidden(err):
		return true, nil // there is no such file, or it is not for this user: nobody is known to write
	case err != nil:
		return false, fmt.Errorf("lock: %w", err)
	case !locked:
		return false, lock.Close()
	}
	f.lock = lock
	return true, nil
}

// isForbidden reports whether this process may not write in a folder.
func isForbidden(err error) bool { return errors.Is(err, fs.ErrPermission) || isReadOnly(err) }

// holder says who holds a lock.
func holder(name string) string {
	said, err := os.ReadFile(name)
	if text := strings.TrimSpace(string(said)); err == nil && text != "" {
		return text + " has it open"
	}
	return "another process has it open"
}

// unlock gives up what lock this process holds.
func (f *folder) unlock() error {
	if f == nil || f.lock == nil {
		return nil
	}
	lock := f.lock
	f.lock = nil
	return lock.Close()
}

// inspect reads the manifest. To be written, an empty folder gets its first one.
func (f *folder) inspect(readOnly bool) (manifest, error) {
	m, err := readManifest(f.manifest())
	switch {
	case err == nil && m.Schema > search.SchemaVersion:
		return m, fmt.Errorf("%w: its schema is version %d, this program's %d: use a later version of plenary, or index the sources again with plenary index --rebuild",
			search.ErrSchemaMismatch, m.Schema, search.SchemaVersion)
	case err == nil && m.Schema < search.SchemaVersion:
		return m, fmt.Errorf("%w: its schema is version %d, this program's %d: index the sources again with plenary index --rebuild",
			search.ErrSchemaMismatch, m.Schema, search.SchemaVersion)
	case !errors.Is(err, fs.ErrNotExist):
		return m, err
	}
	if _, err := os.Stat(f.store()); err == nil {
		return m, fmt.Errorf("%w: %s is missing: %s", ErrCorrupt, manifestName, adviceRestore)
	}
	if readOnly {
		return m, fmt.Errorf("%w: %s is missing", ErrNoIndex, manifestName)
	}
	m = manifest{commit: newCommit(0, 0, 0, 0)}
	return m, f.committed(m)
}

// generationAfter is the first generation that an index in the place of the one in dir may have; 0 where none is there or dir is "".
func generationAfter(dir string) uint64 {
	if dir == "" {
		return 0
	}
	before, err := readManifest(filepath.Join(dir, manifestName))
	if err != nil {
		return 0 // what cannot be read answers nobody
	}
	return before.Generation + 1
}

// verifyStore checks the record against what was recorded of it, and returns the commit that it holds. The record may be a commit
// ahead: the process was killed after the record had the commit and before the manifest said so.
func (f *folder) verifyStore(ctx context.Context, recorded commit) (held commit, err error) {
	if recorded.empty() && !store.Exists(f.store()) {
		return recorded, nil // nothing was committed yet
	}
	said, err := store.Verify(ctx, f.store())
	if err != nil {
		return held, err
	}
	if held = newCommit(recorded.Generation, 0, 0, 0); said != nil {
		if err := decodeCommit(said, &held); err != nil {
			return held, err
		}
	}
	switch {
	case held.Generation < recorded.Generation:
		return held, fmt.Errorf("%w: commit %d was reported, commit %d is there: %s", ErrRolledBack, recorded.Generation, held.Generation, adviceRestore)
	case held.Generation == recorded.Generation && held != recorded:
		return held, fmt.Errorf("%w: %s and the record say different things of commit %d: %s", ErrCorrupt, manifestName, held.Generation, adviceRestore)
	}
	return held, nil
}

// committed records a commit that the store and the column files hold on disk.
func (f *folder) committed(m manifest) error {
	if f == nil {
		return nil
	}
	for _, path := range []string{f.store(), f.columns("")} {
		if err := syncFolder(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	temporary := filepath.Join(f.path, temporaryName)
	if err := m.write(temporary); err != nil {
		return err
	}
	if err := os.Rename(temporary, f.manifest()); err != nil {
		return err
	}
	return syncFolder(f.path)
}

// syncFolder puts the names in a folder on disk.
func syncFolder(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(syncOpen(d), d.Close())
}
