//go:build unix

package cage

import (
	"os/exec"
	"syscall"

	"golang.org/x/sys/unix"
)

// kill ends a child and all that it started.
func kill(cmd *exec.Cmd) { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) } // gone already, or killed

// restrict bounds this process: CPU, data, open files; no written bytes, no core. Address space would not do for memory: Go
// reserves far more than it uses.
func restrict(h hello) error {
	for _, l := range []struct {
		resource int
		value    uint64
	}{
		{unix.RLIMIT_CPU, uint64(h.CPUSeconds)},
		{unix.RLIMIT_DATA, uint64(h.MemoryBytes)},
		{unix.RLIMIT_NOFILE, 32},
		{unix.RLIMIT_FSIZE, 0},
		{unix.RLIMIT_CORE, 0},
	} {
		if err := lower(l.resource, l.value); err != nil {
			return err
		}
	}
	return nil
}

// lower sets a limit, unless it is lower already.
func lower(resource int, value uint64) error {
	var now unix.Rlimit
	if err := unix.Getrlimit(resource, &now); err != nil {
		return err
	}
	value = min(value, uint64(now.Max))
	return unix.Setrlimit(resource, &unix.Rlimit{Cur: value, Max: value})
}
