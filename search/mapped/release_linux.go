package mapped

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"
)

// Release takes the pages of all files mapped from a folder, or from folders below it, out of this process's memory. They stay in the
// system's cache of files; but what merges have once read would otherwise count as memory of the process until the files are gone,
// up to the size of the index. It is a hint: where it fails, nothing is lost.
func Release(folder string) {
	folder, err := filepath.Abs(folder)
	if err != nil {
		return
	}
	maps, err := os.Open("/proc/self/maps")
	if err != nil {
		return
	}
	defer maps.Close()
	for lines := bufio.NewScanner(maps); lines.Scan(); {
		line := lines.Text()
		if !strings.Contains(line, " r--s ") || !strings.Contains(line, folder+"/") {
			continue
		}
		var from, to uintptr
		if n, _ := fmt.Sscanf(line, "%x-%x", &from, &to); n == 2 {
			_, _, _ = unix.Syscall(unix.SYS_MADVISE, from, to-from, unix.MADV_DONTNEED)
		}
	}
}
