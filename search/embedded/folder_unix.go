//go:build unix

package embedded

import (
	"errors"
	"os"
	"syscall"
)

func syncOpen(folder *os.File) error { return folder.Sync() }

func isReadOnly(err error) bool { return errors.Is(err, syscall.EROFS) }
