//go:build unix

package main

import (
	"os"
	"runtime"
	"syscall"

	"github.com/plenary-search/plenary/index/cage"
)

// peakMemory is the most resident memory that this process has had, in bytes.
func peakMemory() int64 {
	if peak := cage.PeakMemory(os.Getpid()); peak > 0 {
		return peak
	}
	var usage syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &usage) != nil {
		return 0
	}
	if runtime.GOOS == "darwin" { // bytes there, kibibytes elsewhere
		return int64(usage.Maxrss)
	}
	return int64(usage.Maxrss) << 10
}
