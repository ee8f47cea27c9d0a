package cage

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os/exec"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/plenary-search/plenary/index/extract"
)

// child is a process that reads sources, one at a time. Its methods are called by one goroutine at a time.
type child struct {
	cmd    *exec.Cmd
	opts   Options
	in     io.WriteCloser
	frames chan frame // closed when the child's output ends
	errors *head
	files  int
	once   sync.Once
	ended  func(peak int64) // told the most memory that the child has had, when it is stopped
}

type frame struct {
	kind    kind
	payload []byte
	err     error // the last one has an error
}

// startChild starts a process and waits until it is ready.
func startChild(ctx context.Context, o Options, dir string, e extract.Engine, ended func(peak int64)) (*child, error) {
	cmd := &exec.Cmd{Path: o.Program, Args: o.Args, Dir: dir}
	cmd.Env = []string{} // not nil, which would mean all of ours
	cmd.SysProcAttr = apart()
	ch := &child{cmd: cmd, opts: o, frames: make(chan frame, 4), errors: &head{}, ended: ended}
	cmd.Stderr = ch.errors
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start a reader: %w", err)
	}
	ch.in = in
	go ch.listen(out)
	first := hello{Engine: e, CacheDir: o.CacheDir, MemoryBytes: o.MemoryBytes, CPUSeconds: int64(o.Files) * 60}
	_ = writeJSON(in, helloFrame, first) // a child that is gone is met by ready
	if err := ch.ready(ctx); err != nil {
		ch.stop()
		return nil, err
	}
	return ch, nil
}

// listen hands on the frames of the child until its output ends.
func (ch *child) listen(out io.Reader) {
	defer close(ch.frames)
	r := bufio.NewReaderSize(out, 64<<10)
	for {
		k, payload, err := readFrame(r, maxFrame)
		ch.frames <- frame{k, payload, err}
		if err != nil {
			return
		}
	}
}

func (ch *child) ready(ctx context.Context) error {
	timer := time.NewTimer(ch.opts.Start)
	defer timer.Stop()
	select {
	case f := <-ch.frames:
		if f.err != nil || f.kind != readyFrame {
			return ch.fault(0, "the reader did not start")
		}
		return nil
	case <-timer.C:
		return ch.fault(0, "the reader was not ready in "+ch.opts.Start.String())
	case <-ctx.Done():
		return ctx.Err()
	}
}

// fault is a ChildError with what the child last said about itself.
func (ch *child) fault(page int, reason string) error {
	ch.stop()
	if said := ch.errors.String(); said != "" {
		reason += " (" + said + ")"
	}
	return &ChildError{Page: page, Reason: reason}
}

// stop kills the child with its group and waits for its end. A second call does nothing.
func (ch *child) stop() {
	ch.once.Do(func() {
		ch.ended(PeakMemory(ch.cmd.Process.Pid))
		kill(ch.cmd)
		ch.in.Close()
		for range ch.frames { // let listen end
		}
		_ = ch.cmd.Wait() // killed, as it should be
	})
}

// read has the child read one source. After a ChildError or the context's the child is of no use any more.
func (ch *child) read(ctx context.Context, name string, data []byte, lim extract.Limits) (extract.Content, error) {
	ch.files++
	sent := make(chan struct{})
	go func() {
		defer close(sent)
		if writeJSON(ch.in, jobFrame, job{name, lim}) == nil { // a child that is gone is met by listen
			_ = writeFrame(ch.in, dataFrame, data)
		}
	}()
	content, err := ch.receive(ctx, int64(len(data)))
	if err != nil {
		if _, ok := err.(*answerError); !ok {
			ch.stop() // frees the writer too
		}
	}
	<-sent
	if a, ok := err.(*answerError); ok {
		err = a.error
	}
	return content, err
}

// answerError is an error that the child reported in good order.
type answerError struct{ error }

// receive puts an answer together.
func (ch *child) receive(ctx context.Context, size int64) (extract.Content, error) {
	a := receiver{left: maxAnswer}
	silence := time.NewTimer(ch.opts.Silence + time.Duration(size>>20)*ch.opts.PerPage)
	defer silence.Stop()
	begin := time.Now()
	for {
		select {
		case <-ctx.Done():
			return extract.Content{}, ctx.Err()
		case <-silence.C:
			return extract.Content{}, ch.fault(a.page, "no answer in "+ch.opts.Silence.String())
		case f := <-ch.frames:
			if f.err != nil {
				return extract.Content{}, ch.fault(a.page, "the reader ended: "+f.err.Error())
			}
			done, err := a.take(f)
			if reported, ok := err.(*answerError); ok {
				return extract.Content{}, reported
			}
			if err != nil {
				return extract.Content{}, ch.fault(a.page, "the reader answered "+err.Error())
			}
			if done {
				return a.content, nil
			}
			limit := ch.opts.Silence + time.Duration(int64(a.pages)+size>>20)*ch.opts.PerPage
			if time.Since(begin) > limit {
				return extract.Content{}, ch.fault(0, "not read in "+limit.String())
			}
			silence.Reset(ch.opts.Silence)
		}
	}
}

// receiver checks what a child says.
type receiver struct {
	content     extract.Content
	page, pages int
	left        int64 // bytes that may still come
}

// take adds a frame. done says that it was the last.
func (a *receiver) take(f frame) (done bool, err error) {
	if a.left -= int64(len(f.payload)) + 5; a.left < 0 {
		return false, fmt.Errorf("more than its source can hold")
	}
	switch f.kind {
	case pageFrame:
		var p progress
		if err := decode(f.payload, &p); err != nil {
			return false, err
		}
		if p.Page < 1 || p.Page > p.Of || p.Of > 1_000_000 {
			return false, fmt.Errorf("page %d of %d", p.Page, p.Of)
		}
		a.page, a.pages = p.Page, p.Of
		return false, nil
	case blocksFrame:
		var blocks []extract.Block
		if err := decode(f.payload, &blocks); err != nil {
			return false, err
		}
		return false, a.add(blocks)
	case contentFrame:
		var e ending
		if err := decode(f.payload, &e); err != nil {
			return false, err
		}
		if e.Blocks != len(a.content.Blocks) {
			return false, fmt.Errorf("%d blocks and said %d", len(a.content.Blocks), e.Blocks)
		}
		a.content.Lang, a.content.Meta, a.content.Marked, a.content.Warnings = e.Lang, e.Meta, e.Marked, e.Warnings
		return true, nil
	case errorFrame:
		var reported failure
		if err := decode(f.payload, &reported); err != nil {
			return false, err
		}
		return true, &answerError{reported.err()}
	}
	return false, fmt.Errorf("a frame of kind %q", f.kind)
}

// add checks and adds blocks.
func (a *receiver) add(blocks []extract.Block) error {
	for _, b := range blocks {
		if !b.Kind.Known() || b.Page < 0 || b.Level < 0 || b.Gap < 0 {
			return fmt.Errorf("a block of kind %q, page %d, level %d", b.Kind, b.Page, b.Level)
		}
		for _, at := range b.Breaks {
			if at < 0 || at > len(b.Text) || at < len(b.Text) && !utf8.RuneStart(b.Text[at]) {
				return fmt.Errorf("a page break outside its text")
			}
		}
		for _, l := range b.Links {
			if l.Start < 0 || l.Start > l.End || l.End > len(b.Text) {
				return fmt.Errorf("a link outside its text")
			}
		}
	}
	a.content.Blocks = append(a.content.Blocks, blocks...)
	return a.content.Measure()
}

// head keeps the first bytes of what is written to it.
type head struct {
	mu   sync.Mutex
	kept []byte
}

// Write never fails.
func (h *head) Write(p []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if room := 400 - len(h.kept); room > 0 {
		h.kept = append(h.kept, p[:min(room, len(p))]...)
	}
	return len(p), nil
}

// String is the first line of what was written.
func (h *head) String() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	line := string(h.kept)
	for i, r := range line {
		if r == '\n' {
			line = line[:i]
			break
		}
	}
	return printable(line, 200)
}
