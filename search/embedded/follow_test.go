package embedded

import (
	"bytes"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// A commit is noticed though its manifest has the time and the number of the file before.
func TestFollowsWithinATick(t *testing.T) {
	dir := written(t)
	writer := openAt(t, dir, Options{})
	name := filepath.Join(dir, manifestName)
	before, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	commitAll(t, writer, testDocument("A/3", "three"))
	after, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	inPlace := func(said []byte) { // the same file, of the same time
		t.Helper()
		if err := errors.Join(os.WriteFile(name, said, 0o600), os.Chtimes(name, info.ModTime(), info.ModTime())); err != nil {
			t.Fatal(err)
		}
	}
	inPlace(before)
	reader := openAt(t, dir, Options{ReadOnly: true})
	if n := count(t, reader); n != 3 {
		t.Fatalf("%d units, want 3", n)
	}
	inPlace(after)
	eventually(t, "the reader shows the commit", func() bool { return count(t, reader) == 4 })
}

// messages are what was logged. It is safe for concurrent use.
type messages struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (m *messages) Write(b []byte) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.text.Write(b)
}

func (m *messages) count(words string) int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return strings.Count(m.text.String(), words)
}

// What cannot be shown is reported once, and tried until it can be.
func TestFollowsOnceItCan(t *testing.T) {
	dir := written(t)
	var logged messages
	reader := openAt(t, dir, Options{ReadOnly: true, Logger: slog.New(slog.NewTextHandler(&logged, nil))})
	f := &folder{path: dir}
	m, err := f.inspect(true)
	if err != nil {
		t.Fatal(err)
	}
	next := m
	next.Columns = append(next.Columns, columnFile{Name: "00000099.col", Size: 99, Sum: 99})
	if err := f.committed(next); err != nil {
		t.Fatal(err)
	}
	const warning = "cannot be shown"
	eventually(t, "it is reported", func() bool { return logged.count(warning) > 0 })
	if n := count(t, reader); n != 3 {
		t.Errorf("%d units meanwhile, want 3", n)
	}
	if err := f.committed(m); err != nil {
		t.Fatal(err)
	}
	eventually(t, "it is shown again", func() bool { return logged.count("shown again") > 0 })
	if n := logged.count(warning); n != 1 {
		t.Errorf("reported %d times", n)
	}
}
