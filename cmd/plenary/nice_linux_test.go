package main

import (
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// An index run gives way to searches: all its threads have the priority that --nice says, or the lower one that the run was
// started with.
func TestNice(t *testing.T) {
	if os.Getenv("PLENARY_TEST_NICE") != "" {
		testNiceAlone(t)
		return
	}
	test := exec.Command(os.Args[0], "-test.run=^TestNice$", "-test.v")
	test.Env = append(os.Environ(), "PLENARY_TEST_NICE=1")
	if out, err := test.CombinedOutput(); err != nil || !strings.Contains(string(out), "PASS") {
		t.Errorf("%v:\n%s", err, out)
	}
}

// testNiceAlone changes the priority of the process it runs in, which cannot be undone. The test may itself run below nice, so what
// it expects starts from there.
func testNiceAlone(t *testing.T) {
	const lowest = 19
	started := slices.Max(threadPriorities(t))
	lower := min(started+5, lowest)
	for _, step := range []struct{ nice, want int }{{lower, lower}, {started - 1, lower}} {
		if err := beNice(step.nice); err != nil {
			t.Fatal(err)
		}
		for _, nice := range threadPriorities(t) {
			if nice != step.want {
				t.Errorf("started with priority %d and asked for %d, a thread has %d, want %d", started, step.nice, nice, step.want)
			}
		}
	}
}

// threadPriorities are those of the threads of this process, from -20 to 19 (man 5 proc_pid_stat, field 19).
func threadPriorities(t *testing.T) []int {
	t.Helper()
	tasks, err := os.ReadDir("/proc/self/task")
	if err != nil {
		t.Fatal(err)
	}
	var list []int
	for _, task := range tasks {
		stat, err := os.ReadFile("/proc/self/task/" + task.Name() + "/stat")
		if err != nil {
			continue // the thread has ended
		}
		_, fields, _ := strings.Cut(string(stat), ") ")
		nice, err := strconv.Atoi(strings.Fields(fields)[16])
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, nice)
	}
	return list
}
