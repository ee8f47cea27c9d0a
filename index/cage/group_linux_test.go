package cage

import (
	"os"
	"strings"
	"testing"
	"time"
)

// What a child starts ends with it.
func TestGroupIsKilled(t *testing.T) {
	c := open(t, "child-group", Options{})
	content, err := read(c, caged)
	if err != nil {
		t.Fatal(err)
	}
	pid := content.Blocks[0].Text
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(5 * time.Second); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		stat, err := os.ReadFile("/proc/" + pid + "/stat")
		if err != nil || strings.Contains(string(stat), ") Z ") {
			return
		}
	}
	t.Errorf("process %s, started by a child, still runs", pid)
}
