//go:build unix

package index

import (
	"io/fs"
	"syscall"
)

// dontWait keeps the opening of a pipe from waiting for its other end.
const dontWait = syscall.O_NONBLOCK

// inode is the number of a file within its file system, 0 where it is not known.
func inode(info fs.FileInfo) uint64 {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return uint64(s.Ino) // of another type on some systems
	}
	return 0
}
