// Package watch says when something may have changed below folders. It looks at no file itself: whoever is told looks at all of
// them, so that an event that was lost, as on network file systems, costs time and nothing else.
package watch

import (
	"cmp"
	"context"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"
)

// Options say how folders are watched. The zero value of each means its default.
type Options struct {
	Logger *slog.Logger  // nothing is logged
	Settle time.Duration // after an event, how long nothing more must come: 300 ms
	Most   time.Duration // after an event, how long to wait for that at most: 2 s
	Every  time.Duration // between two looks without any event: 30 s, or 5 s where the system tells of no events
	Again  time.Duration // until the next look where the last one asked for it: 500 ms

	every time.Duration           // Every where the system does not tell: 5 s
	add   func(name string) error // asks the system to watch a folder
}

func (o Options) orDefault() Options {
	o.Logger = cmp.Or(o.Logger, slog.New(slog.DiscardHandler))
	o.Settle = cmp.Or(o.Settle, 300*time.Millisecond)
	o.Most = cmp.Or(o.Most, 2*time.Second)
	o.Every = cmp.Or(o.Every, 30*time.Second)
	o.Again = cmp.Or(o.Again, 500*time.Millisecond)
	o.every = cmp.Or(o.every, withoutEvents)
	return o
}

// withoutEvents is how often to look where the system does not tell.
const withoutEvents = 5 * time.Second

// Folders calls look at once, then after changes below the paths, and from time to time in any case, until the context ends or
// look fails. One look is over before the next begins. A look that returns soon is repeated shortly after.
//
// Where the system has no more watches to give, or tells of no events, looks alone are left, more often; this is logged.
func Folders(ctx context.Context, paths []string, o Options, look func(context.Context) (soon bool, err error)) error {
	o = o.orDefault()
	w := &watcher{opts: o, paths: paths}
	var events <-chan fsnotify.Event
	var failures <-chan error
	if notify, err := fsnotify.NewWatcher(); err != nil {
		w.without(err)
	} else {
		defer notify.Close()
		w.notify, events, failures = notify, notify.Events, notify.Errors
		if w.opts.add == nil {
			w.opts.add = notify.Add
		}
		w.addAll()
	}
	for {
		soon, err := look(ctx)
		if err != nil {
			return err
		}
		wait := w.opts.Every
		if soon {
			wait = min(wait, o.Again)
		}
		if err := w.wait(ctx, events, failures, wait); err != nil {
			return err
		}
	}
}

type watcher struct {
	opts   Options
	paths  []string
	notify *fsnotify.Watcher
}

// wait returns when there may be something new.
func (w *watcher) wait(ctx context.Context, events <-chan fsnotify.Event, failures <-chan error, idle time.Duration) error {
	timer := time.NewTimer(idle)
	defer timer.Stop()
	var latest time.Time
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-timer.C:
			return nil
		case event := <-events:
			if !w.matters(event) {
				continue
			}
			if latest.IsZero() {
				latest = time.Now().Add(w.opts.Most)
			}
			timer.Reset(min(w.opts.Settle, time.Until(latest)))
		case err := <-failures: // as when more came at once than the system keeps
			w.opts.Logger.Warn("events were lost; looking at all files", "err", err)
			w.addAll()
			return nil
		}
	}
}

// matters follows new folders, and leaves out what no index takes: hidden files, and changes of rights alone.
func (w *watcher) matters(event fsnotify.Event) bool {
	if strings.HasPrefix(filepath.Base(event.Name), ".") || event.Op == fsnotify.Chmod {
		return false
	}
	if event.Has(fsnotify.Create) {
		if info, err := os.Lstat(event.Name); err == nil && info.IsDir() {
			w.add(event.Name)
		}
	}
	return true
}

func (w *watcher) addAll() {
	for _, path := range w.paths {
		w.add(path)
	}
}

// add watches a folder and all below it, for a watch is of one folder only. A file is watched by its folder: editors replace it.
func (w *watcher) add(path string) {
	if w.notify == nil {
		return
	}
	if info, err := os.Stat(path); err == nil && !info.IsDir() {
		path = filepath.Dir(path)
		if err := w.opts.add(path); err != nil {
			w.without(err)
		}
		return
	}
	_ = filepath.WalkDir(path, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil || !entry.IsDir():
			return nil // the look says what cannot be read
		case name != path && strings.HasPrefix(entry.Name(), "."):
			return fs.SkipDir
		}
		if err := w.opts.add(name); err != nil {
			w.without(err)
			return fs.SkipAll
		}
		return nil
	})
}

// without has looks come more often, because events are not to be relied on.
func (w *watcher) without(err error) {
	if w.opts.Every > w.opts.every {
		w.opts.Every = w.opts.every
		w.opts.Logger.Warn("the system does not tell of all changes; looking at all files instead", "err", err, "every", w.opts.every)
	}
}
