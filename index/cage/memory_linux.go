package cage

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
)

// PeakMemory is the most resident memory that a running process has had since its program began, in bytes, 0 where the system does
// not say. What getrusage tells of children is of no use: it counts the memory of the parent, which a child shares until it
// begins its own program.
func PeakMemory(pid int) int64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := bytes.Cut(status, []byte("\nVmHWM:"))
	if fields := bytes.Fields(rest); len(fields) > 0 {
		kib, _ := strconv.ParseInt(string(fields[0]), 10, 64)
		return kib << 10
	}
	return 0
}
