// Package mapped reads files in place, through the system's cache of files.
package mapped

import (
	"errors"
	"fmt"
	"os"

	"github.com/blevesearch/mmap-go"
)

// File is a file that is mapped into memory for reading. Its bytes are valid until it is closed; see package fault for reading
// bytes of a file that others may cut.
type File struct {
	Data mmap.MMap
}

// Open maps a file, which must not be empty.
func Open(path string) (*File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	data, err := mmap.Map(f, mmap.RDONLY, 0)
	if err = errors.Join(err, f.Close()); err != nil {
		return nil, fmt.Errorf("map %s: %w", path, err)
	}
	return &File{Data: data}, nil
}

// Close ends the mapping. Closing a file again, or none, does nothing.
func (f *File) Close() error {
	if f == nil || f.Data == nil {
		return nil
	}
	return f.Data.Unmap()
}
