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
)

// Errors of Open. The wrapping error names the folder or file and says what to do.
var (
	// ErrNoIndex: a folder to be read that is missing or empty.
	ErrNoIndex = errors.New("there is no index")
	// ErrNotAnIndex: a folder with files of something else. It is left as it is.
	ErrNotAnIndex = errors.New("the folder holds something else than an index")
	// ErrInUse: another process has the index open.
	ErrInUse = errors.New("the index is in use")
	// ErrCorrupt: a file of the index is missing, cut or changed. All files are left as they are.
	ErrCorrupt = errors.New("the index is damaged")
	// ErrRolledBack: the index is older than what was last reported as committed.
	ErrRolledBack = errors.New("the index has lost its last commit")
)

// Names in an index folder.
const (
	manifestName  = "MANIFEST"
	temporaryName = "MANIFEST.new"
	lockName      = "LOCK"
	storeName     = "store"
)

// Open opens the index in a folder; for writing it makes one where the folder is missing or empty.
//
// It fails at once, and changes nothing, where another process uses the index in a way that excludes this one (ErrInUse),
// where the folder holds something else (ErrNotAnIndex), another schema version (search.ErrSchemaMismatch), or an index that
// is not wholly as it was committed (ErrCorrupt, ErrRolledBack). Every byte of the segments is checked before the first answer.
func Open(ctx context.Context, dir string, opts Options) (*Engine, error) {
	e := newEngine(opts)
	f, err := openFolder(dir, opts.ReadOnly)
	if err != nil {
		return nil, fmt.Errorf("open index %s: %w", dir, err)
	}
	e.folder = f
	if err := e.open(ctx); err != nil {
		return nil, fmt.Errorf("open index %s: %w", dir, errors.Join(err, e.Close()))
	}
	return e, nil
}

func (e *Engine) open(ctx context.Context) error {
	f := e.folder
	recorded, err := f.inspect(e.readOnly)
	if err != nil {
		return err
	}
	if err := f.verify(ctx, recorded); err != nil {
		return err
	}
	if f.hasStore() {
		// Bleve deletes what it does not know when it opens for writing, so it first opens for reading.
		if err := e.openVerified(recorded); err != nil || e.readOnly {
			return err
		}
		if err := e.reopen(); err != nil {
			return err
		}
	} else if e.readOnly {
		return fmt.Errorf("%w yet: nothing was committed", ErrNoIndex)
	}
	if e.scorch == nil {
		if err := guard(func() error { return e.openScorch(f.store(), false) }); err != nil {
			return err
		}
	}
	if e.held.Generation > recorded.Generation {
		// Killed after the store had the commit and before the manifest said so.
		return f.committed(e.held.manifest)
	}
	return nil
}

// openVerified opens the store for reading and compares it with what was recorded of it.
func (e *Engine) openVerified(recorded manifest) error {
	err := guard(func() error { return e.openScorch(e.folder.store(), true) })
	if err != nil {
		return asDamage(storeName, err)
	}
	held, actual := e.view.stored, e.view.manifest()
	switch {
	case held.Generation < recorded.Generation:
		return fmt.Errorf("%w: commit %d was reported, commit %d is there: restore a backup, or index the sources again with plenary index --rebuild",
			ErrRolledBack, recorded.Generation, held.Generation)
	case held.Generation > 0 && held != actual:
		return fmt.Errorf("%w: %d units of %d documents with digest %s were committed, %d of %d with digest %s are there: restore a backup, or index the sources again with plenary index --rebuild",
			ErrCorrupt, held.Units, held.Documents, held.Digest, actual.Units, actual.Documents, actual.Digest)
	}
	return nil
}

// reopen closes a store that was opened for reading and opens it for writing.
func (e *Engine) reopen() error {
	e.known = e.view.columnsByID() // segments never change, and keep their ids
	if err := errors.Join(e.hide(), e.closeScorch()); err != nil {
		return err
	}
	return guard(func() error { return e.openScorch(e.folder.store(), false) })
}

func scorchConfig(path string, readOnly bool) map[string]any {
	return map[string]any{"path": path, "read_only": readOnly, "bolt_timeout": "1s", "numSnapshotsToKeep": 2}
}

// folder is an index folder that this process has locked. A nil folder belongs to an index in memory.
type folder struct {
	path string
	lock *flock.Flock // nil where the folder cannot be written and nobody holds a lock
}

func (f *folder) store() string { return filepath.Join(f.path, storeName) }

// openFolder makes the folder, if it is to be written, and locks it without waiting.
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
	return f, f.takeLock(readOnly)
}

// refuseForeign answers ErrNotAnIndex for files that no index has.
func refuseForeign(entries []fs.DirEntry) error {
	known := []string{manifestName, temporaryName, lockName, storeName}
	for _, entry := range entries {
		if !slices.Contains(known, entry.Name()) {
			return fmt.Errorf("%w, %s among others: name an empty folder", ErrNotAnIndex, entry.Name())
		}
	}
	return nil
}

func (f *folder) takeLock(readOnly bool) error {
	name := filepath.Join(f.path, lockName)
	lock := flock.New(name, flock.SetFlag(os.O_CREATE|os.O_RDWR), flock.SetPermissions(0o600))
	try := lock.TryLock
	if readOnly {
		try = lock.TryRLock
	}
	locked, err := try()
	switch {
	case err != nil && readOnly && (errors.Is(err, fs.ErrPermission) || isReadOnly(err)):
		return nil // nobody can write there either
	case err != nil:
		return fmt.Errorf("lock: %w", err)
	case !locked:
		return fmt.Errorf("%w: %s; stop it, or use another folder", ErrInUse, holder(name))
	}
	f.lock = lock
	// The lock is what counts; who holds it is told to people.
	_ = os.WriteFile(name, fmt.Appendf(nil, "process %d, since %s\n", os.Getpid(), time.Now().UTC().Format(time.RFC3339)), 0o600)
	return nil
}

// holder says who holds a lock.
func holder(name string) string {
	said, err := os.ReadFile(name)
	if text := strings.TrimSpace(string(said)); err == nil && text != "" {
		return text + " has it open"
	}
	return "another process has it open"
}

func (f *folder) close() error {
	if f == nil || f.lock == nil {
		return nil
	}
	return f.lock.Close()
}

// hasStore reports whether Bleve has begun to write.
func (f *folder) hasStore() bool {
	info, err := os.Stat(filepath.Join(f.store(), rootName))
	return err == nil && info.Size() > 0
}

// inspect reads the manifest. To be written, an empty folder gets its first one.
func (f *folder) inspect(readOnly bool) (manifest, error) {
	m, err := readManifest(filepath.Join(f.path, manifestName))
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
		return m, fmt.Errorf("%w: %s is missing: restore a backup, or index the sources again with plenary index --rebuild", ErrCorrupt, manifestName)
	}
	if readOnly {
		return m, fmt.Errorf("%w: %s is missing", ErrNoIndex, manifestName)
	}
	m = newManifest(0, 0, 0, 0)
	return m, f.committed(m)
}

// committed records a commit that the store holds on disk.
func (f *folder) committed(m manifest) error {
	if f == nil {
		return nil
	}
	if f.hasStore() {
		if err := syncFolder(f.store()); err != nil {
			return err
		}
	}
	if err := m.write(filepath.Join(f.path, temporaryName)); err != nil {
		return err
	}
	if err := os.Rename(filepath.Join(f.path, temporaryName), filepath.Join(f.path, manifestName)); err != nil {
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
