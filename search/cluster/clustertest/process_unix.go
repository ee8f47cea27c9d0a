//go:build unix

package clustertest

import (
	"os"
	"syscall"
)

// apart puts a process into a group of its own, which the interrupt of a terminal does not reach: a node ends when its parent says so.
func apart() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }

func pause(process *os.Process) error  { return process.Signal(syscall.SIGSTOP) }
func resume(process *os.Process) error { return process.Signal(syscall.SIGCONT) }
