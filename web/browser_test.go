package web

import (
	"context"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/plenary-search/plenary/index"
	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search/searchtest"
	"github.com/plenary-search/plenary/seeds"
)

// required reports whether PLENARY_TEST_REQUIRE names a service that tests must not do without.
func required(service string) bool {
	return slices.Contains(strings.Split(os.Getenv("PLENARY_TEST_REQUIRE"), ","), service)
}

// lack skips a test for want of a service, or fails it where the service is required.
func lack(t *testing.T, service, advice string) {
	t.Helper()
	if required(service) {
		t.Fatalf("PLENARY_TEST_REQUIRE names %s: %s", service, advice)
	}
	t.Skip(advice)
}

// seedIndex holds the seeds in memory.
var seedIndex = sync.OnceValues(func() (*searchtest.Memory, error) {
	memory := searchtest.NewMemory()
	sum, err := index.New(memory, index.Options{}).Run(context.Background(), index.FromFS(context.Background(), seeds.Documents(), index.WalkLimits{}))
	if err == nil && len(sum.Failed) > 0 {
		err = fmt.Errorf("%v", sum.Failed)
	}
	return memory, err
})

// seedServer serves the seeds, and some more documents.
func seedServer(t testing.TB, more ...document.Document) *httptest.Server {
	t.Helper()
	memory, err := seedIndex()
	if err != nil {
		t.Fatal(err)
	}
	if len(more) > 0 {
		memory = withSeeds(t, memory, more)
	}
	server, err := New(Options{Searcher: memory, Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	ts := httptest.NewServer(server)
	t.Cleanup(ts.Close)
	return ts
}

// withSeeds is a new index of the seeds and some more documents.
func withSeeds(t testing.TB, held *searchtest.Memory, docs []document.Document) *searchtest.Memory {
	t.Helper()
	ctx := context.Background()
	headers, err := held.Documents(ctx, document.Key{}, 10)
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range headers {
		doc, err := held.Document(ctx, h.Key())
		if err != nil {
			t.Fatal(err)
		}
		docs = append(docs, doc)
	}
	memory := searchtest.NewMemory()
	if err := memory.Put(ctx, docs); err != nil {
		t.Fatal(err)
	}
	if err := memory.Commit(ctx); err != nil {
		t.Fatal(err)
	}
	return memory
}

// A tab is a window of a real browser, with what it complained about.
type tab struct {
	t    *testing.T
	ctx  context.Context
	base string

	mu         sync.Mutex
	complaints []string
}

var chromium = sync.OnceValue(func() string {
	if path := os.Getenv("PLENARY_CHROME"); path != "" {
		return path
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
})

// browserContext is one browser for all tests. It ends with the process of the tests.
var browserContext = sync.OnceValues(func() (context.Context, error) {
	dir, err := os.MkdirTemp("", "plenary-browser-")
	if err != nil {
		return nil, err
	}
	opts := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]), chromedp.ExecPath(chromium()), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.UserDataDir(dir), chromedp.Flag("disable-quic", true), chromedp.Flag("no-first-run", true),
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true))
	allocator, cancelAllocator := chromedp.NewExecAllocator(context.Background(), opts...)
	ctx, cancelBrowser := chromedp.NewContext(allocator)
	closeBrowser = func() {
		cancelBrowser()
		cancelAllocator()
		_ = os.RemoveAll(dir) // a folder for temporary files
	}
	return ctx, chromedp.Do(ctx)
})

// closeBrowser ends the browser, if a test has started one.
var closeBrowser = func() {}

func TestMain(m *testing.M) {
	code := m.Run()
	closeBrowser()
	os.Exit(code)
}

// openTab opens a window of a width. It closes with the test, which fails for any error in the console.
func openTab(t *testing.T, base string, width, height int64) *tab {
	t.Helper()
	if testing.Short() {
		t.Skip("a browser takes too long for -short")
	}
	if chromium() == "" {
		lack(t, "browser", "no browser: install Chromium or set PLENARY_CHROME to its path")
	}
	parent, err := browserContext()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancelTab := chromedp.NewContext(parent)
	ctx, cancelTime := context.WithTimeout(ctx, 90*time.Second)
	b := &tab{t: t, ctx: ctx, base: base}
	t.Cleanup(func() {
		cancelTime()
		cancelTab()
		b.mu.Lock()
		defer b.mu.Unlock()
		for _, complaint := range b.complaints {
			t.Errorf("the browser complains: %s", complaint)
		}
	})
	b.do(chromedp.EmulateViewport(width, height))
	b.listen()
	return b
}

// listen collects script errors, console errors and refusals of the content security policy.
func (b *tab) listen() {
	b.t.Helper()
	if _, err := chromedp.Call(b.ctx, log.Enable, cdp.Empty{}); err != nil {
		b.t.Fatal(err)
	}
	err := chromedp.Listen(b.ctx, func(event any) {
		b.mu.Lock()
		defer b.mu.Unlock()
		switch e := event.(type) {
		case *runtime.EventExceptionThrown:
			b.complaints = append(b.complaints, e.ExceptionDetails.Text)
		case *log.EventEntryAdded:
			if e.Entry.Level == log.EntryLevelError {
				b.complaints = append(b.complaints, e.Entry.Text+" "+e.Entry.URL)
			}
		case *page.EventJavascriptDialogOpening:
			b.complaints = append(b.complaints, "a dialog: "+e.Message)
		}
	})
	if err != nil {
		b.t.Fatal(err)
	}
}

// forgive drops the complaints so far, where a test provokes one.
func (b *tab) forgive() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.complaints = nil
}

func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.t.Fatal(err)
	}
}

// open goes to an address of the server.
func (b *tab) open(address string) {
	b.t.Helper()
	b.do(chromedp.Navigate(b.base + address))
}

func (b *tab) click(css string) {
	b.t.Helper()
	b.do(chromedp.Click(chromedp.CSS(css), chromedp.NodeVisible))
}

func (b *tab) keys(keys string) {
	b.t.Helper()
	b.do(chromedp.KeyEvent(keys))
}

// eval is the value of an expression in the page.
func eval[T any](b *tab, expression string) T {
	b.t.Helper()
	value, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return value
}

// text is the text of the first element that matches, with single blanks.
func (b *tab) text(css string) string {
	b.t.Helper()
	return eval[string](b, fmt.Sprintf(`(document.querySelector(%q)?.innerText ?? "(nothing)").replace(/\s+/g, " ").trim()`, css))
}

func (b *tab) number(css string) int {
	b.t.Helper()
	return eval[int](b, fmt.Sprintf(`document.querySelectorAll(%q).length`, css))
}

// location is the address without the server.
func (b *tab) location() string {
	b.t.Helper()
	return eval[string](b, `location.pathname + location.search + location.hash`)
}

// await waits until an expression is true in the page.
func (b *tab) await(expression string) {
	b.t.Helper()
	deadline := time.Now().Add(10 * time.Second)
	for time.Now().Before(deadline) {
		if ok, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool]("Boolean("+expression+")")); err == nil && ok {
			return
		}
		time.Sleep(10 * time.Millisecond) // the browser is another process: there is no clock to turn
	}
	b.t.Fatalf("never true: %s; the page is %s, its heading %q", expression, b.location(), b.text("h1"))
}

// awaitCount waits until a whole page is there whose count line begins with a text.
func (b *tab) awaitCount(want string) {
	b.t.Helper()
	b.await(fmt.Sprintf(`document.readyState === "complete" && document.querySelector("#total")?.innerText.replace(/\s+/g, " ").startsWith(%q)`, want))
}

// media sets features such as prefers-color-scheme.
func (b *tab) media(features ...*emulation.MediaFeature) {
	b.t.Helper()
	if _, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: features}); err != nil {
		b.t.Fatal(err)
	}
}

// scriptOff switches scripts off for the pages opened from here on. What a test evaluates still runs.
func (b *tab) scriptOff() {
	b.t.Helper()
	if _, err := chromedp.Call(b.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		b.t.Fatal(err)
	}
}
