package web

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/searchtest"
)

// asked is one request of the golden lists of headers.
type asked struct {
	server          *Server
	method, address string
	headers         []string
}

// TestGoldenHeaders lists the headers of every kind of answer, of the API and of the pages.
func TestGoldenHeaders(t *testing.T) {
	s := newTestServer(t)
	s.engine.GET("/api/v1/panic", func(*gin.Context) { panic("a fault of the program") })
	s.engine.GET("/panic", func(*gin.Context) { panic("a fault of the program") })
	down := newTestServer(t, func(o *Options) { o.Searcher = broken{search.ErrUnavailable} })
	secure := newTestServer(t, func(o *Options) { o.PublicURL = "https://search.example.org" })
	tag := func(address string) []string {
		return []string{"If-None-Match", getFrom(s, address).Header().Get("ETag")}
	}
	long, filler := "?"+strings.Repeat("x", maxAddressBytes), []string{"X-Filler", strings.Repeat("x", maxHeadBytes)}
	preflight := []string{"Origin", "https://example.org", "Access-Control-Request-Method", "GET"}
	compareGolden(t, "headers-api.txt", listHeaders([]asked{
		{s, "GET", "/api/v1/search?q=resources", nil},
		{s, "GET", "/api/v1/search?q=resources", tag("/api/v1/search?q=resources")},
		{s, "GET", "/api/v1/search?q=extradition", []string{"Accept-Encoding", "gzip"}},
		{s, "GET", "/api/v1/search?itme=2", nil},
		{s, "GET", "/api/v1/search" + long, nil},
		{s, "GET", "/api/v1/search", filler},
		{s, "POST", "/api/v1/search", nil},
		{s, "OPTIONS", "/api/v1/search", preflight},
		{s, "HEAD", "/api/v1/corpus", nil},
		{s, "GET", "/api/v1/documents", nil},
		{s, "GET", "/api/v1/documents/ctoc/cop/2024/5", nil},
		{s, "GET", "/api/v1/documents/E/CN.15/2024/18", nil},
		{s, "GET", "/api/v1/documents/nowhere", nil},
		{s, "GET", "/api/v1/paragraphs/CTOC/COP/2024/5%23p1", nil},
		{s, "GET", "/api/v1/items", nil},
		{s, "GET", "/api/v1/panic", nil},
		{s, "GET", "/api/v2", nil},
		{s, "GET", "/healthz", nil},
		{s, "GET", "/readyz", nil},
		{s, "GET", "/openapi.json", nil},
		{s, "GET", "/problems/bad-date", nil},
		{down, "GET", "/api/v1/search", nil},
		{down, "GET", "/readyz", nil},
		{secure, "GET", "/healthz", nil},
	}))
	compareGolden(t, "headers-pages.txt", listHeaders([]asked{
		{s, "GET", "/", nil},
		{s, "GET", "/search?q=resources", nil},
		{s, "GET", "/search?q=resources", tag("/search?q=resources")},
		{s, "GET", "/search?itme=2", nil},
		{s, "GET", "/d/CTOC/COP/2024/5", nil},
		{s, "GET", "/d/ctoc/cop/2024/5", nil},
		{s, "GET", "/d/nowhere", nil},
		{s, "GET", "/help", nil},
		{s, "GET", "/nowhere", nil},
		{s, "GET", "/search" + long, nil},
		{s, "GET", "/search", filler},
		{s, "POST", "/search", nil},
		{s, "OPTIONS", "/search", preflight},
		{s, "GET", "/panic", nil},
		{down, "GET", "/search?q=x", nil},
		{secure, "GET", "/help", nil},
	}))
}

// listHeaders asks and lists the headers of the answers, those that all have first.
func listHeaders(list []asked) []byte {
	var answers []http.Header
	var titles []string
	for _, a := range list {
		w := ask(a.server, a.method, a.address, a.headers...)
		title := fmt.Sprintf("%d %s %.60s", w.Code, a.method, a.address)
		for i := 0; i+1 < len(a.headers); i += 2 {
			title += " " + a.headers[i]
		}
		titles, answers = append(titles, title), append(answers, w.Header())
	}
	var b bytes.Buffer
	common := commonHeaders(answers)
	fmt.Fprintf(&b, "all of them\n%s", headerLines(common))
	for i, h := range answers {
		for name := range common {
			h.Del(name)
		}
		fmt.Fprintf(&b, "\n%s\n%s", titles[i], headerLines(h))
	}
	return b.Bytes()
}

var variable = map[string]*regexp.Regexp{
	"Content-Length": regexp.MustCompile(`^[0-9]+$`),
	"Link":           regexp.MustCompile(`^</api/v1/[!-~]*>; rel="next"$`),
	"X-Request-Id":   regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`),
	"Etag":           regexp.MustCompile(`^W/"[0-9a-f]{24}"$`),
}

// commonHeaders are the headers that all answers have with the same values, or with values that always vary.
func commonHeaders(answers []http.Header) http.Header {
	common := answers[0].Clone()
	for _, h := range answers {
		for name := range common {
			if headerLines(http.Header{name: h[name]}) != headerLines(http.Header{name: common[name]}) {
				common.Del(name)
			}
		}
	}
	return common
}

func headerLines(h http.Header) string {
	var b strings.Builder
	for _, name := range slices.Sorted(keysOf(h)) {
		for _, value := range h[name] {
			if form, ok := variable[name]; ok && form.MatchString(value) {
				value = "(varies)"
			}
			fmt.Fprintf(&b, "  %s: %s\n", name, value)
		}
	}
	return b.String()
}

func keysOf(h http.Header) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for name := range h {
			if !yield(name) {
				return
			}
		}
	}
}

// TestCORS compares origins exactly: scheme, host and port.
func TestCORS(t *testing.T) {
	listed := newTestServer(t, func(o *Options) { o.CORSOrigins = []string{"https://portal.example.org", "http://localhost:8080"} })
	anyone := newTestServer(t)
	for origin, allowed := range map[string]bool{
		"https://portal.example.org": true, "http://localhost:8080": true,
		"": false, "null": false, "*": false, "http://portal.example.org": false, "https://portal.example.org:443": false,
		"https://portal.example.org.": false, "https://PORTAL.example.org": false, "https://portal.example.org/": false,
		"https://evil-portal.example.org": false, "https://x.portal.example.org": false, "https://portal.example.org.evil.example": false,
		"https://portal.example.orgevil": false, "https://example.org": false, "https://portal%2eexample.org": false,
		"https://xn--portal-xyz.example.org": false, "http://localhost": false, "http://localhost:80801": false, "file://": false,
		"https://portal.example.org https://evil.example": false,
	} {
		for _, method := range []string{"GET", "OPTIONS"} {
			h := ask(listed, method, "/api/v1/corpus", "Origin", origin).Header()
			want := ""
			if allowed {
				want = origin
			}
			if got := h.Get("Access-Control-Allow-Origin"); got != want {
				t.Errorf("%s from %q: allowed %q, want %q", method, origin, got, want)
			}
			if !slices.Contains(h.Values("Vary"), "Origin") {
				t.Errorf("%s from %q: Vary %q", method, origin, h.Values("Vary"))
			}
			if got := ask(anyone, method, "/api/v1/corpus", "Origin", origin).Header().Get("Access-Control-Allow-Origin"); got != "*" {
				t.Errorf("without a list, %s from %q: allowed %q, want *", method, origin, got)
			}
			if h.Get("Access-Control-Allow-Credentials") != "" {
				t.Errorf("%s from %q: credentials allowed", method, origin)
			}
		}
	}
	if got := getFrom(anyone, "/").Header().Get("Access-Control-Allow-Origin"); got != "" {
		t.Errorf("pages are open to %q", got)
	}
}

func TestNewRefuses(t *testing.T) {
	sound := broken{}
	for name, o := range map[string]Options{
		"no searcher":            {},
		"origin with path":       {Searcher: sound, CORSOrigins: []string{"https://example.org/"}},
		"origin with wildcard":   {Searcher: sound, CORSOrigins: []string{"https://*.example.org"}},
		"origin in capitals":     {Searcher: sound, CORSOrigins: []string{"https://Example.org"}},
		"origin without scheme":  {Searcher: sound, CORSOrigins: []string{"example.org"}},
		"public URL, no scheme":  {Searcher: sound, PublicURL: "search.example.org"},
		"public URL with query":  {Searcher: sound, PublicURL: "https://search.example.org/?q="},
		"public URL of a script": {Searcher: sound, PublicURL: "javascript:alert(1)"},
	} {
		if s, err := New(o); err == nil || s != nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestEntityTags(t *testing.T) {
	s := newTestServer(t)
	tagOf := func(s *Server, address string) string { return getFrom(s, address).Header().Get("ETag") }
	same := []string{"/api/v1/search?q=resources&item=2(b)&item=5", "/api/v1/search?item=5&item=2+b&q=resources&page_size=20", "/api/v1/search?q=+resources+&mode=all&item=item+5&item=2b&item=5"}
	for _, address := range same[1:] {
		if tagOf(s, address) != tagOf(s, same[0]) {
			t.Errorf("%s and %s ask the same and have two tags", same[0], address)
		}
	}
	for _, address := range []string{"/api/v1/search?q=resources", "/api/v1/search?q=resources&item=2(b)", "/api/v1/search?q=resources&item=2(b)&item=5&fields=id"} {
		if tagOf(s, address) == tagOf(s, same[0]) {
			t.Errorf("%s and %s differ and have one tag", same[0], address)
		}
	}
	if tagOf(newTestServer(t, func(o *Options) { o.Version = "other" }), same[0]) == tagOf(s, same[0]) {
		t.Error("another version of the program has the same tag")
	}
	tag := tagOf(s, same[0])
	for header, status := range map[string]int{tag: 304, strings.TrimPrefix(tag, "W/"): 304, "*": 304, `"x", ` + tag: 304, `"x"`: 200, "": 200, strings.ToUpper(tag): 200} {
		w := getFrom(s, same[1], "If-None-Match", header)
		if w.Code != status || status == 304 && (w.Body.Len() > 0 || w.Header().Get("ETag") != tag) {
			t.Errorf("If-None-Match %s: %d, tag %s, %d bytes; want %d", header, w.Code, w.Header().Get("ETag"), w.Body.Len(), status)
		}
	}
}

// TestTagChangesWithTheIndex commits another document.
func TestTagChangesWithTheIndex(t *testing.T) {
	var engine *searchtest.Memory
	s := newTestServer(t, func(o *Options) { engine = o.Searcher.(*searchtest.Memory) })
	before := getFrom(s, "/api/v1/search").Header().Get("ETag")
	if err := errors.Join(engine.Delete(t.Context(), []document.Key{longReport().Key()}), engine.Commit(t.Context())); err != nil {
		t.Fatal(err)
	}
	if after := getFrom(s, "/api/v1/search", "If-None-Match", before); after.Code != 200 || after.Header().Get("ETag") == before {
		t.Errorf("after a commit: %d, tag %s, before %s", after.Code, after.Header().Get("ETag"), before)
	}
}

func TestCompression(t *testing.T) {
	s := newTestServer(t)
	plain := getFrom(s, "/api/v1/documents/"+longSymbol)
	packed := getFrom(s, "/api/v1/documents/"+longSymbol, "Accept-Encoding", "gzip")
	if packed.Header().Get("Content-Encoding") != "gzip" || !slices.Contains(packed.Header().Values("Vary"), "Accept-Encoding") {
		t.Fatalf("headers %v", packed.Header())
	}
	r, err := gzip.NewReader(packed.Body)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(r)
	if err != nil || !bytes.Equal(body, plain.Body.Bytes()) {
		t.Errorf("unpacked body differs, %v", err)
	}
	if plain.Header().Get("ETag") != packed.Header().Get("ETag") {
		t.Error("plain and packed answers have two tags")
	}
}

func TestMethods(t *testing.T) {
	s := newTestServer(t)
	for _, method := range []string{"POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "gEt"} {
		w := ask(s, method, "/api/v1/search")
		if p := problemIn(t, w); p.Status != 405 || w.Header().Get("Allow") != "GET, HEAD, OPTIONS" {
			t.Errorf("%s: %d %+v, Allow %q", method, w.Code, p, w.Header().Get("Allow"))
		}
	}
	if w := ask(s, "POST", "/nowhere"); w.Code != 404 {
		t.Errorf("POST /nowhere: %d", w.Code)
	}
}

func TestRequestBodiesAreRefused(t *testing.T) {
	s := newTestServer(t)
	r := httptest.NewRequest("GET", "/api/v1/search", strings.NewReader("q=x"))
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	if p := problemIn(t, w); p.Status != 413 || p.name() != "body-not-accepted" {
		t.Errorf("%+v", p)
	}
}

// TestErrorsOfTheSearcher maps each to its problem and shows nothing of what is inside.
func TestErrorsOfTheSearcher(t *testing.T) {
	const secret = "/var/lib/plenary/index: segment 7"
	for _, c := range []struct {
		err    error
		status int
		name   string
	}{
		{search.ErrBadCursor, 400, "bad-cursor"},
		{search.ErrTooManyTerms, 400, "too-many-words"},
		{search.ErrTooBroad, 400, "query-too-broad"},
		{fmt.Errorf("%s: %w", secret, search.ErrUnavailable), 503, "index-unavailable"},
		{fmt.Errorf("%s: %w", secret, search.ErrSchemaMismatch), 503, "index-unavailable"},
		{fmt.Errorf("%s: %w", secret, context.DeadlineExceeded), 503, "query-timeout"},
		{errors.New(secret), 500, "internal"},
	} {
		var log bytes.Buffer
		s := newTestServer(t, func(o *Options) {
			o.Searcher, o.Logger = broken{c.err}, slog.New(slog.NewTextHandler(&log, nil))
		})
		for _, address := range []string{"/api/v1/search", "/api/v1/documents", "/api/v1/documents/A/1", "/api/v1/paragraphs/A/1%23p1", "/api/v1/items", "/api/v1/corpus"} {
			w := getFrom(s, address)
			p := problemIn(t, w)
			if p.Status != c.status || w.Code != c.status || p.name() != c.name {
				t.Errorf("%v at %s: %d %+v, want %d %s", c.err, address, w.Code, p, c.status, c.name)
			}
			if strings.Contains(w.Body.String(), secret) {
				t.Errorf("%v at %s: the client is told %s", c.err, address, w.Body)
			}
			if (c.status == 503) != (w.Header().Get("Retry-After") != "") {
				t.Errorf("%v at %s: Retry-After %q", c.err, address, w.Header().Get("Retry-After"))
			}
		}
		if !strings.Contains(log.String(), c.err.Error()) {
			t.Errorf("%v is not in the log: %s", c.err, log.String())
		}
	}
}

func TestPanicIsAProblem(t *testing.T) {
	var log bytes.Buffer
	s := newTestServer(t, func(o *Options) { o.Logger = slog.New(slog.NewTextHandler(&log, nil)) })
	s.engine.GET("/api/v1/panic", func(*gin.Context) { panic("a fault of the program") })
	p := problemIn(t, getFrom(s, "/api/v1/panic"))
	if p.Status != 500 || p.Detail != "" || !strings.Contains(log.String(), "a fault of the program") || !strings.Contains(log.String(), "middleware_test.go") {
		t.Errorf("%+v, log %s", p, log.String())
	}
}

// TestLogLine keeps the words of a search out of the log unless the operator wants them there.
func TestLogLine(t *testing.T) {
	for _, wanted := range []bool{false, true} {
		var log bytes.Buffer
		s := newTestServer(t, func(o *Options) { o.Logger, o.LogQueries = slog.New(slog.NewJSONHandler(&log, nil)), wanted })
		w := getFrom(s, "/api/v1/search?q=confidential+matter", "X-Request-Id", "forged", "Authorization", "Bearer confidential")
		var line map[string]any
		if err := json.Unmarshal(log.Bytes(), &line); err != nil {
			t.Fatalf("%v: %s", err, log.String())
		}
		if line["msg"] != "request" || line["route"] != "/api/v1/search" || line["status"] != 200.0 || line["request_id"] != w.Header().Get("X-Request-Id") {
			t.Errorf("line %v", line)
		}
		if strings.Contains(log.String(), "confidential") != wanted || strings.Contains(log.String(), "forged") {
			t.Errorf("LogQueries %v: %s", wanted, log.String())
		}
	}
}

// slow answers once it is let go, or when its context ends.
type slow struct {
	broken
	release chan struct{}
}

func (s slow) Corpus(ctx context.Context) (search.Corpus, error) {
	select {
	case <-s.release:
		return search.Corpus{}, nil
	case <-ctx.Done():
		return search.Corpus{}, ctx.Err()
	}
}

// TestOverload fills the server: some run, some wait, the rest are refused at once; probes always pass.
func TestOverload(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		s := newTestServer(t, func(o *Options) {
			o.Searcher = slow{release: release}
			o.Limits = Limits{Running: 2, Waiting: 3, Patience: 100 * time.Millisecond, Query: time.Minute}
		})
		codes := make(chan int, 10)
		start := time.Now()
		for range 10 {
			go func() { codes <- getFrom(s, "/api/v1/documents").Code }()
		}
		for range 5 { // neither running nor waiting
			if code := <-codes; code != 503 || time.Since(start) > 0 {
				t.Errorf("%d after %v, want 503 at once", code, time.Since(start))
			}
		}
		for range 3 { // waited in vain
			if code := <-codes; code != 503 || time.Since(start) != 100*time.Millisecond {
				t.Errorf("%d after %v, want 503 after 100 ms", code, time.Since(start))
			}
		}
		if w := getFrom(s, "/healthz"); w.Code != 200 {
			t.Errorf("/healthz under load: %d", w.Code)
		}
		close(release)
		for range 2 {
			if code := <-codes; code != 200 {
				t.Errorf("admitted request: %d", code)
			}
		}
		if w := getFrom(s, "/api/v1/documents"); w.Code != 200 {
			t.Errorf("after the load: %d %s", w.Code, w.Body)
		}
	})
}

func TestDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newTestServer(t, func(o *Options) { o.Searcher = slow{release: make(chan struct{})} })
		start := time.Now()
		if p := problemIn(t, getFrom(s, "/api/v1/search")); p.name() != "query-timeout" || time.Since(start) != 2*time.Second {
			t.Errorf("%+v after %v", p, time.Since(start))
		}
	})
}

func TestClientGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		s := newTestServer(t, func(o *Options) {
			o.Searcher, o.Logger = slow{release: make(chan struct{})}, slog.New(slog.NewTextHandler(&log, nil))
		})
		r := httptest.NewRequest("GET", "/api/v1/search", nil)
		ctx, cancel := context.WithCancel(r.Context())
		time.AfterFunc(time.Second, cancel)
		s.ServeHTTP(httptest.NewRecorder(), r.WithContext(ctx))
		if !strings.Contains(log.String(), "status=499") {
			t.Errorf("log %s", log.String())
		}
	})
}

func TestDraining(t *testing.T) {
	s := newTestServer(t)
	if w := getFrom(s, "/readyz"); w.Code != 200 {
		t.Fatalf("/readyz: %d", w.Code)
	}
	s.Drain()
	if w := getFrom(s, "/readyz"); w.Code != 503 || !strings.Contains(w.Body.String(), `"draining"`) {
		t.Errorf("/readyz: %d %s", w.Code, w.Body)
	}
	if w := getFrom(s, "/api/v1/corpus"); w.Code != 200 {
		t.Errorf("requests that still come are answered with %d", w.Code)
	}
}

// TestUnlistedHeadersChangeNothing asks with what proxies and attackers send.
func TestUnlistedHeadersChangeNothing(t *testing.T) {
	s := newTestServer(t)
	want := getFrom(s, "/api/v1/documents/CTOC/COP/2024/5")
	for _, name := range []string{"X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Prefix", "X-Forwarded-For", "X-Forwarded-Scheme", "X-Original-URL", "X-Rewrite-URL",
		"Forwarded", "X-Real-IP", "X-Host", "X-Http-Method-Override", "X-Method-Override", "Cookie", "Accept-Language", "Referer", "User-Agent",
		"X-Request-Id", "Range", "If-Range", "If-Match", "If-Modified-Since", "Upgrade-Insecure-Requests", "Authorization", "Accept", "Accept-Charset",
		"Cache-Control", "Pragma", "Via", "True-Client-IP", "CF-Connecting-IP", "X-Client-IP", "X-Cluster-Client-IP", "X-WAP-Profile", "Save-Data", "DNT",
		"Sec-Fetch-Site", "Sec-Fetch-Mode", "Origin", "Priority", "TE"} {
		got := getFrom(s, "/api/v1/documents/CTOC/COP/2024/5", name, "https://evil.example/x")
		if got.Code != want.Code || !bytes.Equal(got.Body.Bytes(), want.Body.Bytes()) || headerLines(got.Header()) != headerLines(want.Header()) {
			t.Errorf("%s changes the answer", name)
		}
	}
	r := httptest.NewRequest("GET", "/api/v1/documents/CTOC/COP/2024/5", nil)
	r.Host = "evil.example"
	w := httptest.NewRecorder()
	if s.ServeHTTP(w, r); !bytes.Equal(w.Body.Bytes(), want.Body.Bytes()) {
		t.Error("Host changes the answer")
	}
}

// TestServerCutsLargeHeads sends real bytes: up to 20 KiB get a problem to read, more are cut by the server itself.
func TestServerCutsLargeHeads(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Skip("no loopback network: ", err)
	}
	server := NewHTTPServer("", newTestServer(t), slog.New(slog.DiscardHandler))
	go func() { _ = server.Serve(l) }()
	defer server.Close()
	for _, c := range []struct {
		size   int
		status string
	}{{100, "200 OK"}, {17 << 10, "431 Request Header Fields Too Large"}, {64 << 10, "431 Request Header Fields Too Large"}} {
		if got := statusOfRaw(t, l.Addr().String(), "GET /healthz HTTP/1.1\r\nHost: x\r\nX-Filler: "+strings.Repeat("x", c.size)+"\r\nConnection: close\r\n\r\n"); got != c.status {
			t.Errorf("a head of %d bytes: %s, want %s", c.size, got, c.status)
		}
	}
	for _, raw := range []string{"GET /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", "\x16\x03\x01\r\n\r\n"} {
		if got := statusOfRaw(t, l.Addr().String(), raw); !strings.HasPrefix(got, "4") && !strings.HasPrefix(got, "5") {
			t.Errorf("%q: %s", raw, got)
		}
	}
}

func statusOfRaw(t *testing.T, addr, raw string) string {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(10 * time.Second))
	go func() { _, _ = conn.Write([]byte(raw)) }() // the server may answer before it has read all
	line := make([]byte, 128)
	n, _ := io.ReadAtLeast(conn, line, 20)
	_, status, _ := strings.Cut(string(line[:n]), " ")
	status, _, _ = strings.Cut(status, "\r\n")
	return status
}
