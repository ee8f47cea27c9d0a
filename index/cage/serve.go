package cage

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"runtime/debug"

	"github.com/plenary-search/plenary/index/extract"
)

// batchBytes is about how much of an answer goes into one frame.
const batchBytes = 256 << 10

// Serve is the child's side: it reads sources from in and writes blocks to out, one source after another, until in ends. It
// first lets the engine get ready, which may write its compiled code to the cache, and then takes the process's rights
// to write, to open many files and to use more than its memory. gone is called when in ends, from another goroutine: a reader
// that hangs must not outlive its parent.
func Serve(ctx context.Context, in io.Reader, out io.Writer, gone func()) error {
	k, payload, err := readFrame(in, maxFrame)
	var h hello
	if err == nil && k != helloFrame {
		err = fmt.Errorf("frame %q, want %q", k, helloFrame)
	}
	if err == nil {
		err = json.Unmarshal(payload, &h)
	}
	if err != nil {
		return fmt.Errorf("read the first frame: %w", err)
	}
	reader := &extract.Direct{CacheDir: h.CacheDir}
	defer reader.Close()
	if err := reader.Warm(ctx, h.Engine); err != nil {
		return err
	}
	if err := restrict(h); err != nil {
		return fmt.Errorf("set the limits of the process: %w", err)
	}
	if h.Engine != extract.PDFium { // whose memory is not the collector's to free
		debug.SetMemoryLimit(h.MemoryBytes / 2) // garbage goes before the limit of the process is met
	}
	w := bufio.NewWriterSize(out, 64<<10)
	if err := writeFrame(w, readyFrame, nil); err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	for source := range sources(in, gone) {
		if err := answer(ctx, w, reader, source); err != nil {
			return err
		}
	}
	return nil
}

// source is a job with its data.
type source struct {
	job
	data []byte
}

// sources reads jobs until in ends.
func sources(in io.Reader, gone func()) <-chan source {
	jobs := make(chan source)
	go func() {
		defer gone()
		defer close(jobs)
		for {
			k, payload, err := readFrame(in, maxFrame)
			var s source
			if err != nil || k != jobFrame || json.Unmarshal(payload, &s.job) != nil {
				return
			}
			if k, s.data, err = readFrame(in, 1<<32); err != nil || k != dataFrame {
				return
			}
			jobs <- s
		}
	}()
	return jobs
}

// answer reads one source and writes what came of it.
func answer(ctx context.Context, w *bufio.Writer, reader *extract.Direct, s source) error {
	lim := s.Limits
	lim.OnPage = func(page, of int) {
		_ = writeJSON(w, pageFrame, progress{page, of}) // a parent that is gone is met below
		_ = w.Flush()
	}
	content, err := reader.ReadBytes(ctx, s.Name, s.data, lim)
	if err != nil {
		err = writeJSON(w, errorFrame, failureOf(err))
	} else {
		err = writeContent(w, content)
	}
	if err != nil {
		return err
	}
	return w.Flush()
}

func writeContent(w io.Writer, c extract.Content) error {
	for start := 0; start < len(c.Blocks); {
		end, size := start, 0
		for end < len(c.Blocks) && size < batchBytes {
			size += 2*len(c.Blocks[end].Text) + 200
			end++
		}
		if err := writeJSON(w, blocksFrame, c.Blocks[start:end]); err != nil {
			return err
		}
		start = end
	}
	return writeJSON(w, contentFrame, ending{Blocks: len(c.Blocks), Lang: c.Lang, Meta: c.Meta, Marked: c.Marked, Warnings: c.Warnings})
}
