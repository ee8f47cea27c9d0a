//go:build unix

package main

import (
	"runtime"
	"syscall"
)

// peakMemory is the most memory that this process has had, and the most that one of its children had which ended, in bytes.
func peakMemory() (self, child int64) {
	return peakOf(syscall.RUSAGE_SELF), peakOf(syscall.RUSAGE_CHILDREN)
}

func peakOf(who int) int64 {
	var usage syscall.Rusage
	if syscall.Getrusage(who, &usage) != nil {
		return 0
	}
	if runtime.GOOS == "darwin" { // bytes there, kibibytes elsewhere
		return int64(usage.Maxrss)
	}
	return int64(usage.Maxrss) << 10
}
