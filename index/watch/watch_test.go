package watch

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A look follows each change, in folders that are new too, and events alone bring it: the next look without any is an hour away.
func TestFoldersLooksAfterChanges(t *testing.T) {
	dir := t.TempDir()
	file := func(name string) string { return filepath.Join(dir, filepath.FromSlash(name)) }
	steps := []struct {
		name string
		do   func() error
	}{
		{"a file comes", func() error { return os.WriteFile(file("a.txt"), []byte("one"), 0o600) }},
		{"it changes", func() error { return os.WriteFile(file("a.txt"), []byte("another"), 0o600) }},
		{"a folder comes", func() error { return os.MkdirAll(file("new/deep"), 0o700) }},
		{"a file comes into the new folder", func() error { return os.WriteFile(file("new/b.txt"), []byte("two"), 0o600) }},
		{"it gets another name", func() error { return os.Rename(file("new/b.txt"), file("c.txt")) }},
		{"it goes", func() error { return os.Remove(file("c.txt")) }},
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	done := errors.New("done")
	looks := 0
	err := Folders(ctx, []string{dir}, Options{Every: time.Hour, Settle: 20 * time.Millisecond}, func(context.Context) (bool, error) {
		if looks == len(steps) {
			return false, done
		}
		looks++
		return false, steps[looks-1].do()
	})
	if !errors.Is(err, done) {
		t.Errorf("Folders = %v after %d looks; nothing came after: %s", err, looks, steps[looks-1].name)
	}
}

func TestALookCanAskForAnother(t *testing.T) {
	done := errors.New("done")
	looks := 0
	err := Folders(t.Context(), []string{t.TempDir()}, Options{Every: time.Hour, Again: time.Millisecond}, func(context.Context) (bool, error) {
		if looks++; looks == 3 {
			return false, done
		}
		return true, nil
	})
	if !errors.Is(err, done) {
		t.Errorf("Folders = %v, want %v", err, done)
	}
}

// Where the system has no more watches to give, it is said once, and looks alone follow the folders.
func TestFoldersWithoutWatches(t *testing.T) {
	for _, left := range []int{0, 1} { // watches to be had
		var said strings.Builder
		dir := t.TempDir()
		if err := os.MkdirAll(filepath.Join(dir, "a", "b"), 0o700); err != nil {
			t.Fatal(err)
		}
		done := errors.New("done")
		looks := 0
		o := Options{Every: time.Hour, Logger: slog.New(slog.NewTextHandler(&said, nil)), every: time.Millisecond, add: func(string) error {
			if left--; left < 0 {
				return syscall.ENOSPC
			}
			return nil
		}}
		err := Folders(t.Context(), []string{dir}, o, func(context.Context) (bool, error) {
			if looks++; looks == 3 {
				return false, done
			}
			return false, nil
		})
		if !errors.Is(err, done) || strings.Count(said.String(), "looking at all files instead") != 1 {
			t.Errorf("Folders = %v, said %q, want looks without events, said once", err, said.String())
		}
	}
}

func TestFoldersEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	err := Folders(ctx, []string{filepath.Join(t.TempDir(), "missing")}, Options{}, func(context.Context) (bool, error) {
		cancel()
		return false, nil
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("Folders = %v, want %v", err, context.Canceled)
	}
}
