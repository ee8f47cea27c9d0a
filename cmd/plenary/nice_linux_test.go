package main

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// An index run gives way to searches: all its threads have the priority that --nice says.
func TestNice(t *testing.T) {
	if os.Getenv("PLENARY_TEST_NICE") != "" {
		if err := beNice(7); err != nil {
			t.Fatal(err)
		}
		tasks, err := os.ReadDir("/proc/self/task")
		if err != nil {
			t.Fatal(err)
		}
		for _, task := range tasks {
			stat, err := os.ReadFile("/proc/self/task/" + task.Name() + "/stat")
			if err != nil {
				continue // the thread has ended
			}
			_, fields, _ := strings.Cut(string(stat), ") ")
			if nice := strings.Fields(fields)[16]; nice != "7" {
				t.Errorf("a thread has priority %s", nice)
			}
		}
		return
	}
	test := exec.Command(os.Args[0], "-test.run=^TestNice$", "-test.v")
	test.Env = append(os.Environ(), "PLENARY_TEST_NICE=1")
	if out, err := test.CombinedOutput(); err != nil || !strings.Contains(string(out), "PASS") {
		t.Errorf("%v:\n%s", err, out)
	}
}
