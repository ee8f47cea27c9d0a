package column

import (
	"bytes"
	"errors"
	"syscall"
	"testing"

	"github.com/plenary-search/plenary/search/fault"
)

// A page that cannot be read while a file is checked, as on a failing disk, is an error and does not end the process.
func TestPageThatCannotBeRead(t *testing.T) {
	var written bytes.Buffer
	f := newFileWriter(&written)
	page := syscall.Getpagesize()
	f.section("a", make([]byte, 2*page))
	f.section("b", make([]byte, 2*page))
	if err := f.close(); err != nil {
		t.Fatal(err)
	}
	data, err := syscall.Mmap(-1, 0, written.Len(), syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = syscall.Munmap(data) }()
	copy(data, written.Bytes())
	if err := syscall.Mprotect(data[page:2*page], syscall.PROT_NONE); err != nil {
		t.Fatal(err)
	}
	err = fault.Guard(func() error { _, err := readSections(data, true); return err })
	if p := (*fault.Panic)(nil); !errors.As(err, &p) {
		t.Errorf("readSections = %v, want the fault", err)
	}
}
