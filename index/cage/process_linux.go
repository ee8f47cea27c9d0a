package cage

import "syscall"

// apart puts a child into a process group of its own, which the kernel kills when the thread that started it ends.
func apart() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}
