package cage

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/plenary-search/plenary/index/extract"
)

// TestMain is also the child: the test program called with the name of a behaviour.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 {
		if behave, ok := behaviours[os.Args[1]]; ok {
			behave(os.Args[2:])
			os.Exit(0)
		}
	}
	os.Exit(m.Run())
}

// behaviours are what children do when a source has come. Each is called for every source.
var behaviours = map[string]func(args []string){
	"child-serve": func([]string) {
		if err := Serve(context.Background(), os.Stdin, os.Stdout, func() { os.Exit(0) }); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	},
	"child-good":    answering(func(job) { good(1) }),
	"child-crash":   answering(func(job) { page(2, 3); panic("stack smashed") }),
	"child-exit":    answering(func(job) { os.Exit(0) }),
	"child-hang":    answering(func(job) { page(1, 2); select {} }),
	"child-mute":    func([]string) { select {} },
	"child-silent":  answering(func(job) { time.Sleep(time.Hour) }),
	"child-flood":   answering(func(job) { flood() }),
	"child-huge":    answering(func(job) { os.Stdout.Write([]byte{byte(blocksFrame), 0xff, 0xff, 0xff, 0xff}) }),
	"child-garbage": answering(func(job) { fmt.Println("<html>not a frame at all, but a page of some other program</html>") }),
	"child-utf8": answering(func(job) {
		_ = writeFrame(os.Stdout, blocksFrame, []byte("[{\"Kind\":\"text\",\"Text\":\"\xff\xfe\"}]"))
	}),
	"child-kind":   answering(func(job) { blocks(extract.Block{Kind: "script", Text: "x"}); end(1) }),
	"child-breaks": answering(func(job) { blocks(extract.Block{Kind: extract.Text, Text: "é", Breaks: []int{1}}); end(1) }),
	"child-count":  answering(func(job) { blocks(extract.Block{Kind: extract.Text, Text: "x"}); end(7) }),
	"child-page":   answering(func(job) { page(9, 3); end(0) }),
	"child-once": answering(func(j job) { // falls at page 2, unless that is left out
		if len(j.Limits.SkipPages) == 0 {
			page(2, 3)
			os.Exit(3)
		}
		good(len(j.Limits.SkipPages))
	}),
	"child-look": answering(func(job) { // tells what it can see
		dir, _ := os.Getwd()
		entries, _ := os.ReadDir(".")
		blocks(extract.Block{Kind: extract.Text, Text: fmt.Sprintf("env %d files %d %s", len(os.Environ()), len(entries), filepath.Base(dir)[:8])})
		end(1)
	}),
	"child-group": answering(func(job) { // leaves a child of its own behind
		cmd := exec.Command("/bin/sleep", "600")
		_ = cmd.Start()
		blocks(extract.Block{Kind: extract.Text, Text: fmt.Sprint(cmd.Process.Pid)})
		end(1)
		select {}
	}),
}

// answering reads jobs as Serve does and lets f answer them.
func answering(f func(job)) func([]string) {
	return func([]string) {
		if k, _, err := readFrame(os.Stdin, maxFrame); err != nil || k != helloFrame {
			os.Exit(4)
		}
		_ = writeFrame(os.Stdout, readyFrame, nil)
		for s := range sources(os.Stdin, func() { os.Exit(0) }) {
			f(s.job)
		}
	}
}

func page(n, of int)            { _ = writeJSON(os.Stdout, pageFrame, progress{n, of}) }
func blocks(b ...extract.Block) { _ = writeJSON(os.Stdout, blocksFrame, b) }
func end(n int)                 { _ = writeJSON(os.Stdout, contentFrame, ending{Blocks: n}) }
func good(n int) {
	blocks(extract.Block{Kind: extract.Text, Text: fmt.Sprint("good ", n), Page: 1})
	end(1)
}
func flood() {
	for text := strings.Repeat("x", 1<<20); ; {
		blocks(extract.Block{Kind: extract.Text, Text: text})
	}
}

func open(t *testing.T, behaviour string, o Options) *Cage {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	o.Program, o.Args = exe, []string{exe, behaviour}
	c := New(o)
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return c
}

const caged = "%PDF-1.7 in name only"

func read(c *Cage, text string) (extract.Content, error) {
	return c.Read(context.Background(), "a.pdf", strings.NewReader(text), extract.Limits{})
}

func TestBadChildren(t *testing.T) {
	for behaviour, want := range map[string]string{
		"child-crash":   "page 2: the reader ended: EOF (panic: stack smashed",
		"child-exit":    "the reader ended: EOF",
		"child-hang":    "page 1: no answer in 300ms",
		"child-silent":  "no answer in 300ms",
		"child-mute":    "the reader was not ready in 2s",
		"child-flood":   "too long for one document",
		"child-huge":    "a frame of 4294967295 bytes, limit 8388608",
		"child-garbage": "the reader ended: a frame of",
		"child-utf8":    "text that is not valid UTF-8",
		"child-kind":    `a block of kind "script"`,
		"child-breaks":  "a page break outside its text",
		"child-count":   "1 blocks and said 7",
		"child-page":    "page 9 of 3",
	} {
		t.Run(behaviour, func(t *testing.T) {
			t.Parallel()
			silence, ready := 20*time.Second, 20*time.Second
			if strings.Contains(want, " in ") { // only these fall silent; others may be slow on a busy machine
				silence, ready = 300*time.Millisecond, 2*time.Second
			}
			c := open(t, behaviour, Options{Silence: silence, Start: ready})
			start := time.Now()
			_, err := read(c, caged)
			var fault *ChildError
			if !errors.As(err, &fault) || !strings.Contains(err.Error(), want) {
				t.Errorf("error %v, want a ChildError with %q", err, want)
			}
			if took := time.Since(start); took > 20*time.Second {
				t.Errorf("it took %v", took)
			}
			c.mu.Lock()
			defer c.mu.Unlock()
			if len(c.idle[extract.PDFium]) > 0 {
				t.Error("the bad child was kept")
			}
		})
	}
}

// tinyPDF has no cross-reference table, which PDFium mends.
const tinyPDF = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F 4 0 R>>>>/Contents 5 0 R>>endobj
4 0 obj<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>endobj
5 0 obj<</Length 49>>stream
BT /F 10 Tf 100 700 Td (Words of a page.) Tj ET  
endstream endobj
trailer<</Root 1 0 R>>
`

// A real child, with all its limits set, reads real documents, one after the other, and reports errors as what they are.
func TestServe(t *testing.T) {
	dir, err := os.UserCacheDir()
	if err != nil {
		dir = t.TempDir()
	}
	c := open(t, "child-serve", Options{CacheDir: filepath.Join(dir, "plenary")})
	for range 2 {
		content, err := read(c, tinyPDF)
		if err != nil {
			t.Fatal(err)
		}
		if len(content.Blocks) != 1 || content.Blocks[0].Text != "Words of a page." {
			t.Errorf("blocks %+v, want the words of the page", content.Blocks)
		}
	}
	if _, err := read(c, caged); !errors.Is(err, extract.ErrDamaged) {
		t.Errorf("error %v, want %v", err, extract.ErrDamaged)
	}
	if n := len(c.idle[extract.PDFium]); n != 1 {
		t.Errorf("%d children are idle, want the one that read all", n)
	}
}

func TestRetryWithoutPage(t *testing.T) {
	c := open(t, "child-once", Options{})
	content, err := read(c, caged)
	if err != nil {
		t.Fatal(err)
	}
	if len(content.Warnings) != 1 || !strings.Contains(content.Warnings[0], "page 2: ") || !strings.HasSuffix(content.Warnings[0], "left out") {
		t.Errorf("warnings %q, want one that names page 2", content.Warnings)
	}
}

func TestEmptySurroundings(t *testing.T) {
	c := open(t, "child-look", Options{})
	content, err := read(c, caged)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := content.Blocks[0].Text, "env 0 files 0 plenary-"; got != want {
		t.Errorf("the child saw %q, want %q", got, want)
	}
}

func TestReuse(t *testing.T) {
	c := open(t, "child-good", Options{Files: 2})
	pids := map[int]int{}
	for range 5 {
		if _, err := read(c, caged); err != nil {
			t.Fatal(err)
		}
		for _, ch := range c.idle[extract.PDFium] {
			pids[ch.cmd.Process.Pid]++
		}
	}
	if len(pids) != 3 {
		t.Errorf("%d children were kept for 5 sources, want 3: each is replaced after 2", len(pids))
	}
}

func TestConcurrent(t *testing.T) {
	c := open(t, "child-good", Options{})
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 10 {
				content, err := read(c, caged)
				if err != nil {
					t.Error(err)
					return
				}
				if diff := cmp.Diff("good 1", content.Blocks[0].Text); diff != "" {
					t.Error(diff)
				}
			}
		})
	}
	wg.Wait()
}

func TestCancel(t *testing.T) {
	c := open(t, "child-hang", Options{})
	ctx, cancel := context.WithTimeout(context.Background(), 200*time.Millisecond)
	defer cancel()
	start := time.Now()
	_, err := c.Read(ctx, "a.pdf", strings.NewReader(caged), extract.Limits{})
	if !errors.Is(err, context.DeadlineExceeded) || time.Since(start) > 5*time.Second {
		t.Errorf("error %v after %v, want the context's at once", err, time.Since(start))
	}
}

func TestClosed(t *testing.T) {
	c := open(t, "child-good", Options{})
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := read(c, caged); !errors.Is(err, ErrClosed) {
		t.Errorf("error %v, want %v", err, ErrClosed)
	}
}

func TestPlainTextNeedsNoChild(t *testing.T) {
	c := New(Options{Program: "/nonexistent"})
	defer c.Close()
	content, err := c.Read(context.Background(), "a.txt", strings.NewReader("Plain text."), extract.Limits{})
	if err != nil || content.Blocks[0].Text != "Plain text." {
		t.Errorf("Read = %v, %v", content, err)
	}
}

// The errors of a real reader come through the pipe as what they are.
func TestErrorsKeepTheirIdentity(t *testing.T) {
	for _, want := range []error{
		extract.ErrEmpty, extract.ErrEncrypted, extract.ErrDamaged, extract.ErrNoTextLayer, extract.ErrNoUnicode, extract.ErrPassword,
		&extract.TooLargeError{Size: 5, Limit: 4}, &extract.TooManyPagesError{Pages: 9, Limit: 8}, &extract.UnreadableError{Format: "a picture", Advice: "look at it"}, &extract.MarkupError{Line: 3, Reason: "too deep"}, &extract.TooLongError{Blocks: 3, Bytes: 9 << 20},
	} {
		got := failureOf(fmt.Errorf("extract a.pdf: %w", want)).err()
		if got.Error() != want.Error() || fmt.Sprintf("%T", got) != fmt.Sprintf("%T", want) {
			t.Errorf("%v came through as %v", want, got)
		}
	}
}

func TestOrphanEnds(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("ends by its input, which this test cannot tell from a kill")
	}
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe, "child-hang")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{writeJSON(in, helloFrame, hello{}), writeJSON(in, jobFrame, job{}), writeFrame(in, dataFrame, nil)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := readFrame(out, maxFrame); err != nil {
		t.Fatal(err)
	}
	in.Close() // as when the parent dies
	ended := make(chan error, 1)
	go func() { _, _ = io.Copy(io.Discard, out); ended <- cmd.Wait() }()
	select {
	case <-ended:
	case <-time.After(10 * time.Second):
		_ = cmd.Process.Kill()
		t.Error("a child that hangs outlived its parent")
	}
}
