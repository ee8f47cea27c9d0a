package index

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"
)

// Source is one file to index.
type Source struct {
	// Name is unique within a run and the same in the next one: an unchanged source is recognised by it.
	Name string
	// Open opens the file for reading. It may be called several times.
	Open func() (io.ReadCloser, error)
	// State is how the file looked when it was listed. A source without one is read in every run.
	State State
}

// State is how a file looks from outside.
type State struct {
	Size    int64     `json:"size"`
	ModTime time.Time `json:"mtime"` // zero: not known
	Inode   uint64    `json:"inode,omitempty"`
}

func stateOf(info fs.FileInfo) State {
	return State{Size: info.Size(), ModTime: info.ModTime().UTC(), Inode: inode(info)}
}

// WalkLimits bound what is taken from folders. Zero fields mean the defaults.
type WalkLimits struct {
	MaxFiles int // 1,000,000
	MaxDepth int // folders below the one named: 32
}

func (w WalkLimits) orDefault() WalkLimits {
	if w.MaxFiles <= 0 {
		w.MaxFiles = 1_000_000
	}
	if w.MaxDepth <= 0 {
		w.MaxDepth = 32
	}
	return w
}

// SourceError says why a file or folder was not read.
type SourceError struct {
	Source string
	Err    error
}

// Error names the source and the reason.
func (e *SourceError) Error() string { return e.Source + ": " + e.Err.Error() }

// Unwrap gives the reason.
func (e *SourceError) Unwrap() error { return e.Err }

var (
	errNotRegular = errors.New("not a regular file")
	errTooMany    = errors.New("the folder holds more files than the limit; the rest was left out")
	errTooDeep    = errors.New("folders nest deeper than the limit; this one was left out")
	errLinkOut    = errors.New("a link that leads out of the folder, or to a folder; it was left out")
)

// FromPaths yields the files named and those in the folders named, in order of their names. Folders are read through
// [os.Root], so that no link leads out of them; hidden files, those with names of temporary ones ("x.part"), devices and pipes
// are left out. A path that cannot be read is
// yielded as a [*SourceError], and the others follow.
func FromPaths(ctx context.Context, paths []string, lim WalkLimits) iter.Seq2[Source, error] {
	lim = lim.orDefault()
	return func(yield func(Source, error) bool) {
		for _, p := range paths {
			info, err := os.Stat(p)
			name := filepath.ToSlash(filepath.Clean(p))
			switch {
			case err != nil:
				err = &SourceError{name, reason(err)}
			case info.IsDir():
				if !walkFolder(ctx, p, lim, yield) {
					return
				}
				continue
			case !info.Mode().IsRegular():
				err = &SourceError{name, errNotRegular}
			}
			if err != nil {
				if !yield(Source{Name: name}, err) {
					return
				}
				continue
			}
			open := func() (io.ReadCloser, error) { return regular(os.OpenFile(p, os.O_RDONLY|dontWait, 0)) }
			if !yield(Source{Name: name, Open: open, State: stateOf(info)}, nil) {
				return
			}
		}
	}
}

// reason takes the path out of an error that names it anyway.
func reason(err error) error {
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		return pathErr.Err
	}
	return err
}

// walkFolder yields the files below dir. It reports whether the caller wants more.
func walkFolder(ctx context.Context, dir string, lim WalkLimits, yield func(Source, error) bool) bool {
	prefix := filepath.ToSlash(filepath.Clean(dir))
	root, err := os.OpenRoot(dir)
	if err != nil {
		return yield(Source{Name: prefix}, &SourceError{prefix, reason(err)})
	}
	root.Close()
	// Each file is opened through a root of its own, because the walk may be over when it is read.
	open := func(name string) (io.ReadCloser, error) {
		root, err := os.OpenRoot(dir)
		if err != nil {
			return nil, err
		}
		defer root.Close()
		return regular(root.OpenFile(filepath.FromSlash(name), os.O_RDONLY|dontWait, 0))
	}
	return walk(ctx, rootFS{dir}, prefix, open, lim, yield)
}

// regular refuses what is no file any more: a pipe may have taken its place since it was listed, and would be read for ever.
func regular(f *os.File, err error) (io.ReadCloser, error) {
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = errNotRegular
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// rootFS reads a folder through os.Root, opened for each call.
type rootFS struct{ dir string }

// Open opens a file within the folder.
func (r rootFS) Open(name string) (fs.File, error) {
	root, err := os.OpenRoot(r.dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	return root.FS().Open(name)
}

// FromFS yields the files of fsys, in order of their names; hidden ones are left out.
func FromFS(ctx context.Context, fsys fs.FS, lim WalkLimits) iter.Seq2[Source, error] {
	return func(yield func(Source, error) bool) {
		open := func(name string) (io.ReadCloser, error) { return fsys.Open(name) }
		walk(ctx, fsys, "", open, lim.orDefault(), yield)
	}
}

// walk yields the regular files of fsys, their names below prefix.
func walk(ctx context.Context, fsys fs.FS, prefix string, open func(string) (io.ReadCloser, error), lim WalkLimits, yield func(Source, error) bool) bool {
	files, more := 0, true
	problem := func(name string, err error) error {
		if more = yield(Source{Name: path.Join(prefix, name)}, &SourceError{path.Join(prefix, name), err}); !more {
			return fs.SkipAll
		}
		return nil
	}
	_ = fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case ctx.Err() != nil:
			more = problem(name, ctx.Err()) == nil && more
			return fs.SkipAll
		case err != nil:
			if stop := problem(name, reason(err)); stop != nil || entry == nil || !entry.IsDir() {
				return stop
			}
			return fs.SkipDir
		case name != "." && (strings.HasPrefix(entry.Name(), ".") || !entry.IsDir() && temporary(entry.Name())):
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		case entry.IsDir():
			if name != "." && strings.Count(name, "/")+1 > lim.MaxDepth {
				if stop := problem(name, errTooDeep); stop != nil {
					return stop
				}
				return fs.SkipDir
			}
			return nil
		}
		info, err := fileInfo(fsys, name, entry)
		if err != nil {
			return problem(name, err)
		}
		if info == nil {
			return nil
		}
		if files++; files > lim.MaxFiles {
			_ = problem(name, errTooMany)
			return fs.SkipAll
		}
		if more = yield(Source{Name: path.Join(prefix, name), Open: func() (io.ReadCloser, error) { return open(name) }, State: stateOf(info)}, nil); !more {
			return fs.SkipAll
		}
		return nil
	})
	return more
}

// temporary reports whether a file name is one under which programs write what is to get another name.
func temporary(name string) bool {
	if strings.HasPrefix(name, "~$") || strings.HasSuffix(name, "~") {
		return true
	}
	switch strings.ToLower(path.Ext(name)) {
	case ".tmp", ".temp", ".part", ".partial", ".crdownload", ".download", ".swp":
		return true
	}
	return false
}

// fileInfo describes a regular file, or the one within the folder to which a link leads; nil for all else.
func fileInfo(fsys fs.FS, name string, entry fs.DirEntry) (fs.FileInfo, error) {
	if entry.Type()&fs.ModeSymlink == 0 {
		if !entry.Type().IsRegular() {
			return nil, nil
		}
		info, err := entry.Info()
		if err != nil {
			return nil, reason(err)
		}
		return info, nil
	}
	info, err := fs.Stat(fsys, name)
	if err != nil || info.IsDir() {
		return nil, errLinkOut
	}
	if !info.Mode().IsRegular() {
		return nil, nil
	}
	return info, nil
}

// sizeOf is the size of an open file, -1 where it is not known.
func sizeOf(r io.Reader) int64 {
	if f, ok := r.(fs.File); ok {
		if info, err := f.Stat(); err == nil {
			return info.Size()
		}
	}
	return -1
}

// openSized opens a source and refuses it at once where its size is over the limit.
func openSized(s Source, limit int64, tooLarge func(size int64) error) (io.ReadCloser, error) {
	if s.Open == nil {
		return nil, fmt.Errorf("%s cannot be opened", s.Name)
	}
	r, err := s.Open()
	if err != nil {
		return nil, reason(err)
	}
	if size := sizeOf(r); size > limit {
		r.Close()
		return nil, tooLarge(size)
	}
	return r, nil
}
