package embedded

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/plenary-search/plenary/search/column"
	"github.com/plenary-search/plenary/search/fault"
	"github.com/plenary-search/plenary/search/mapped"
)

// openFile is a column file in use. Its users share it; the last one closes it.
type openFile struct {
	columnFile
	segment *column.Segment
	mapped  *mapped.File // nil in memory
	users   int          // the last commit, views, and merges; guarded by Engine.mu
}

const (
	columnSuffix   = ".col"
	unfinishedName = ".new"
)

// writeColumns writes a column file, on disk when it returns, and opens it. In memory, its bytes stay there.
func (f *folder) writeColumns(serial uint64, write func(io.Writer) error) (*openFile, error) {
	name := fmt.Sprintf("%08d%s", serial, columnSuffix)
	if f == nil {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			return nil, err
		}
		return newOpenFile(name, b.Bytes(), nil)
	}
	if err := os.MkdirAll(f.columns(""), 0o700); err != nil {
		return nil, err
	}
	temporary := f.columns(name + unfinishedName)
	if err := fault.Guard(func() error { return writeSynced(temporary, write) }); err != nil {
		return nil, errors.Join(err, removeIfThere(temporary))
	}
	if err := os.Rename(temporary, f.columns(name)); err != nil {
		return nil, errors.Join(err, removeIfThere(temporary))
	}
	opened, err := f.openColumns(columnFile{Name: name})
	if err != nil {
		return nil, errors.Join(err, removeIfThere(f.columns(name)))
	}
	return opened, nil
}

// drop closes and removes column files that were written for a manifest which was not: what cannot be used would only fill the disk.
// Where the manifest may have been exchanged before the failure, they stay, for the next writer to look at.
func (f *folder) drop(files ...*openFile) error {
	var failed []error
	for _, file := range files {
		failed = append(failed, file.mapped.Close())
	}
	if f == nil {
		return nil
	}
	m, err := readManifest(f.manifest())
	if err != nil {
		return errors.Join(failed...)
	}
	for _, file := range files {
		if !slices.Contains(m.Columns, file.columnFile) {
			failed = append(failed, removeIfThere(f.columns(file.Name)))
		}
	}
	return errors.Join(failed...)
}

func removeIfThere(path string) error {
	if err := os.Remove(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// writeSynced writes a file; it is closed also where write panics.
func writeSynced(path string, write func(io.Writer) error) (err error) {
	out, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	w := bufio.NewWriterSize(out, 1<<20)
	if err := write(w); err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return out.Sync()
}

// openColumns maps a column file and checks every byte of it; of a file whose sum is given, that it is this one.
func (f *folder) openColumns(wanted columnFile) (*openFile, error) {
	if info, err := os.Stat(f.columns(wanted.Name)); err != nil {
		return nil, err
	} else if wanted.Size != 0 && info.Size() != wanted.Size {
		return nil, fmt.Errorf("%w: %s has %d bytes, not %d", column.ErrDamaged, wanted.Name, info.Size(), wanted.Size)
	}
	file, err := mapped.Open(f.columns(wanted.Name))
	if err != nil {
		return nil, err
	}
	var opened *openFile
	err = fault.Guard(func() (err error) { // here, since files are opened in goroutines of their own
		opened, err = newOpenFile(wanted.Name, file.Data, file)
		return err
	})
	if err == nil && wanted.Size != 0 && opened.columnFile != wanted {
		err = fmt.Errorf("%w: %s is another file than was written", column.ErrDamaged, wanted.Name)
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return opened, nil
}

func newOpenFile(name string, data []byte, file *mapped.File) (*openFile, error) {
	segment, err := column.Open(data, true)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return &openFile{columnFile: columnFile{Name: name, Size: int64(len(data)), Sum: column.Sum(data)}, segment: segment, mapped: file}, nil
}

// openAll opens column files, on all processors. Of each there is a file or an error.
func (f *folder) openAll(wanted []columnFile) (files []*openFile, errs []error) {
	files, errs = make([]*openFile, len(wanted)), make([]error, len(wanted))
	inParallel(len(wanted), func(i int) { files[i], errs[i] = f.openColumns(wanted[i]) })
	return files, errs
}

// segmentsOf are the segments of files, in order.
func segmentsOf(files []*openFile) []*column.Segment {
	segments := make([]*column.Segment, len(files))
	for i, file := range files {
		segments[i] = file.segment
	}
	return segments
}

// namesOf are what a manifest says of files.
func namesOf(files []*openFile) []columnFile {
	names := make([]columnFile, len(files))
	for i, file := range files {
		names[i] = file.columnFile
	}
	return names
}

// lastSerial is the highest number of a column file in the folder.
func (f *folder) lastSerial() (last uint64, err error) {
	entries, err := os.ReadDir(f.columns(""))
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	for _, entry := range entries {
		digits, _, _ := strings.Cut(entry.Name(), ".")
		if n, err := strconv.ParseUint(digits, 10, 64); err == nil {
			last = max(last, n)
		}
	}
	return last, err
}

// removeOthers removes the column files that no manifest names: what a process that was killed left behind. Only the writer does it.
func (f *folder) removeOthers(named []columnFile) error {
	entries, err := os.ReadDir(f.columns(""))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	var failed []error
	for _, entry := range entries {
		name := entry.Name()
		ours := strings.HasSuffix(name, columnSuffix) || strings.HasSuffix(name, columnSuffix+unfinishedName)
		if ours && !slices.ContainsFunc(named, func(f columnFile) bool { return f.Name == name }) {
			failed = append(failed, os.Remove(filepath.Join(f.columns(""), name)))
		}
	}
	return errors.Join(append(failed, err)...)
}
