// Package cage reads sources of risky formats in child processes: a process can be stopped and bounded, a goroutine cannot. The
// child is the program itself, in the command that calls [Serve]. It gets pipes and nothing else: no environment, an empty
// working folder, no files, and limits on CPU, memory and files where the system has them. It is killed with its group when it
// does not answer in time, and when the parent dies.
//
// The parent trusts nothing that comes back: sizes, counts, UTF-8 and offsets are checked again. Package cage knows no format; it
// asks [extract.EngineOf] and reads in the process itself what needs no engine: plain text.
package cage

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/plenary-search/plenary/index/extract"
)

// Options say how children are made and when they are given up. The zero value of each but the first two means its default.
type Options struct {
	// Program is the path of a child's program, Args its arguments, its name first. It must call [Serve] on its standard input and
	// output.
	Program string
	Args    []string
	// CacheDir holds compiled code that children share; "" keeps none, which costs 4 s of CPU a child.
	CacheDir string
	// Start is the time in which a child must get ready: 60 s.
	Start time.Duration
	// Silence is the longest time between two signs of life, such as pages: 10 s.
	Silence time.Duration
	// PerPage is added to Silence for each page, and for each MiB, to give the time of a whole source: 100 ms.
	PerPage time.Duration
	// Files is the number of sources after which a child is replaced: 200.
	Files int
	// MemoryBytes bounds the data of a child, where the system can: 1 GiB.
	MemoryBytes int64
}

func (o Options) orDefault() Options {
	o.Start = cmp.Or(o.Start, time.Minute)
	o.Silence = cmp.Or(o.Silence, 10*time.Second)
	o.PerPage = cmp.Or(o.PerPage, 100*time.Millisecond)
	o.Files = cmp.Or(o.Files, 200)
	o.MemoryBytes = cmp.Or(o.MemoryBytes, 1<<30)
	return o
}

// maxAnswer is the most bytes of an answer, whatever its source: blocks within the limit of a document's text
// ([extract.Content.Measure]) have their text up to three times, in JSON, and about 200 bytes of names each.
const maxAnswer = 96 << 20

// largeBytes is the size from which sources are read one at a time: each stands in this process and in its child, and there in more
// than one form.
const largeBytes = 16 << 20

// ErrClosed is returned by a cage that was closed.
var ErrClosed = errors.New("the readers of documents are closed")

// ChildError says that a child crashed, hung or answered what cannot be. It ends that child, not the run.
type ChildError struct {
	Page   int // that was being read, 0 where none was
	Reason string
}

// Error names the page and what happened.
func (e *ChildError) Error() string {
	if e.Page > 0 {
		return fmt.Sprintf("page %d: %s", e.Page, e.Reason)
	}
	return e.Reason
}

// Cage reads sources, each in one of its children. It is safe for concurrent use: as many children run as calls do.
type Cage struct {
	opts   Options
	direct extract.Direct
	large  chan struct{} // holds one element while a large source is read

	mu     sync.Mutex
	idle   map[extract.Engine][]*child
	dir    string // the empty working folder of the children
	closed bool
	peak   int64 // of the children that ended
}

// New returns a cage without children; they start when they are needed.
func New(o Options) *Cage {
	return &Cage{opts: o.orDefault(), large: make(chan struct{}, 1), idle: map[extract.Engine][]*child{}}
}

// Close ends the children that are idle. Calls of Read that run end their own.
func (c *Cage) Close() error {
	c.mu.Lock()
	idle, dir := c.idle, c.dir
	c.idle, c.dir, c.closed = nil, "", true
	c.mu.Unlock()
	for _, children := range idle {
		for _, ch := range children {
			ch.stop()
		}
	}
	err := c.direct.Close()
	if dir != "" {
		err = errors.Join(err, os.Remove(dir)) // fails if a child wrote there, which it could not
	}
	return err
}

// ended notes the most memory that a child has had.
func (c *Cage) ended(peak int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.peak = max(c.peak, peak)
}

// Peak is the most resident memory that a child has had, of those that ended and those that wait, in bytes; 0 where the system does
// not say.
func (c *Cage) Peak() int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	peak := c.peak
	for _, children := range c.idle {
		for _, ch := range children {
			peak = max(peak, PeakMemory(ch.cmd.Process.Pid))
		}
	}
	return peak
}

// Read turns the source r into blocks, as [extract.Read] does and with its errors. A source that brings a child down is tried
// again in a fresh one, without the page at which it fell, for up to maxBadPages of them, or once where it fell at none; then the
// error wraps a [*ChildError].
func (c *Cage) Read(ctx context.Context, name string, r io.Reader, lim extract.Limits) (extract.Content, error) {
	if lim.Size > largeBytes {
		select {
		case c.large <- struct{}{}:
			defer func() { <-c.large }()
		case <-ctx.Done():
			return extract.Content{}, ctx.Err()
		}
	}
	data, err := extract.ReadAll(ctx, r, lim)
	if err != nil {
		return extract.Content{}, fmt.Errorf("extract %s: %w", name, err)
	}
	engine := extract.EngineOf(data)
	if engine == extract.InProcess {
		return c.direct.ReadBytes(ctx, name, data, lim)
	}
	var leftOut []string
	lim.SkipPages = slices.Clone(lim.SkipPages)
	content, err := c.attempt(ctx, engine, name, data, lim)
	for fault := (*ChildError)(nil); errors.As(err, &fault) && len(leftOut) < maxBadPages; {
		if fault.Page > 0 {
			lim.SkipPages = append(lim.SkipPages, fault.Page)
			leftOut = append(leftOut, fault.Error()+": left out")
		} else if leftOut = append(leftOut, ""); len(leftOut) > 1 {
			break
		}
		content, err = c.attempt(ctx, engine, name, data, lim)
	}
	if err != nil {
		return extract.Content{}, fmt.Errorf("extract %s: %w", name, err)
	}
	for _, warning := range leftOut {
		if warning != "" {
			content.Warnings = append(content.Warnings, warning)
		}
	}
	return content, nil
}

// maxBadPages is how many pages of a source may bring a child down before the source is given up.
const maxBadPages = 3

// attempt reads a source in a child and keeps the child if all went well.
func (c *Cage) attempt(ctx context.Context, e extract.Engine, name string, data []byte, lim extract.Limits) (extract.Content, error) {
	ch, err := c.child(ctx, e)
	if err != nil {
		return extract.Content{}, err
	}
	content, err := ch.read(ctx, name, data, lim)
	var fault *ChildError
	if errors.As(err, &fault) || ctx.Err() != nil || !c.keep(e, ch) {
		ch.stop()
	}
	return content, err
}

// child returns an idle child or starts one.
func (c *Cage) child(ctx context.Context, e extract.Engine) (*child, error) {
	c.mu.Lock()
	if c.closed {
		c.mu.Unlock()
		return nil, ErrClosed
	}
	if n := len(c.idle[e]); n > 0 {
		ch := c.idle[e][n-1]
		c.idle[e] = c.idle[e][:n-1]
		c.mu.Unlock()
		return ch, nil
	}
	if c.dir == "" {
		dir, err := os.MkdirTemp("", "plenary-reader-")
		if err != nil {
			c.mu.Unlock()
			return nil, fmt.Errorf("make the folder of the readers: %w", err)
		}
		c.dir = dir
	}
	dir := c.dir
	c.mu.Unlock()
	return startChild(ctx, c.opts, dir, e, c.ended)
}

// keep puts a child back, unless it has done its share.
func (c *Cage) keep(e extract.Engine, ch *child) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed || ch.files >= c.opts.Files {
		return false
	}
	c.idle[e] = append(c.idle[e], ch)
	return true
}
