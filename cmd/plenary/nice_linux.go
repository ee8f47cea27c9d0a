package main

import (
	"errors"
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// beNice lowers the priority of all threads of this process, and so of those that they will start and of children. Linux keeps a
// priority for each thread.
func beNice(nice int) error {
	tasks, err := os.ReadDir("/proc/self/task")
	if err != nil {
		return err
	}
	var failed []error
	for _, task := range tasks {
		id, err := strconv.Atoi(task.Name())
		if err != nil {
			continue
		}
		// The call says 20 less the priority, as the kernel does. Only the superuser may raise one.
		if now, err := unix.Getpriority(unix.PRIO_PROCESS, id); err == nil && 20-now >= nice {
			continue
		}
		failed = append(failed, unix.Setpriority(unix.PRIO_PROCESS, id, nice))
	}
	return errors.Join(failed...)
}
