package measure

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// CPU is the processor time that a process has used; 0 names this process. Of another one it is known to 10 ms, and only where the
// system has a folder /proc.
func CPU(pid int) time.Duration {
	if pid != 0 {
		return otherCPU(pid)
	}
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// tick is the unit of times in /proc, the same on all processors that Go runs on (proc(5), sysconf(_SC_CLK_TCK)).
const tick = time.Second / 100

func otherCPU(pid int) time.Duration {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	_, after, _ := strings.Cut(string(data), ") ") // the name of the command may have blanks
	fields := strings.Fields(after)
	const user, system = 14 - 3, 15 - 3 // proc(5) numbers fields from 1, and state is the third
	if len(fields) <= system {
		return 0
	}
	ticks := 0
	for _, field := range []string{fields[user], fields[system]} {
		n, _ := strconv.Atoi(field)
		ticks += n
	}
	return time.Duration(ticks) * tick
}

// Memory is what a process holds in memory, in MiB: pages of its own, and those of mapped files. pid 0 names this process; both are 0
// where the system does not say.
func Memory(pid int) (own, mapped float64) {
	name := "/proc/self/status"
	if pid != 0 {
		name = fmt.Sprintf("/proc/%d/status", pid)
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return 0, 0
	}
	for line := range strings.Lines(string(data)) {
		fields := strings.Fields(line)
		if len(fields) < 2 {
			continue
		}
		kib, _ := strconv.ParseFloat(fields[1], 64)
		switch fields[0] {
		case "RssAnon:":
			own = kib / 1024
		case "RssFile:", "RssShmem:":
			mapped += kib / 1024
		}
	}
	return own, mapped
}
