//go:build unix && !linux

package cage

import "syscall"

// apart puts a child into a process group of its own. It ends with its parent because its input does.
func apart() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }
