package rest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// opensearch is what a node says of itself.
const opensearch = `{"name": "n", "cluster_name": "c", "version": {"distribution": "opensearch", "number": "2.19.1"}}`

// fake serves a cluster of one host that answers calls by a handler, and the question for its version by itself. Its requests are counted.
func fake(t *testing.T, handler http.HandlerFunc) (*httptest.Server, *atomic.Int32) {
	t.Helper()
	count := new(atomic.Int32)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/" {
			fmt.Fprint(w, opensearch)
			return
		}
		count.Add(1)
		handler(w, r)
	}))
	t.Cleanup(server.Close)
	return server, count
}

// open returns a client that does not wait long between tries.
func open(t *testing.T, config Config) *Client {
	t.Helper()
	config.Wait = max(config.Wait, time.Millisecond)
	client, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	return client
}

// respond answers every call with a status and a body.
func respond(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body) // the client may be gone
	}
}

// hangUp ends the connection without an answer.
func hangUp(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

var names = map[string]error{
	"unavailable": ErrUnavailable, "uncertain": ErrUncertain, "busy": ErrBusy, "disk full": ErrDiskFull, "blocked": ErrBlocked,
	"unauthorized": ErrUnauthorized, "forbidden": ErrForbidden, "certificate": ErrCertificate, "version": ErrVersion, "not JSON": ErrNotJSON,
	"too large": ErrTooLarge, "request too large": ErrRequestTooLarge, "not found": ErrNotFound, "no index": ErrNoIndex, "exists": ErrExists, "conflict": ErrConflict,
	"expired": ErrExpired, "partial": ErrPartial,
}

// checkNames fails unless an error has these names, with commas between them, and no other.
func checkNames(t *testing.T, err error, want string) {
	t.Helper()
	wanted := map[string]bool{}
	for name := range strings.SplitSeq(want, ", ") {
		wanted[name] = true
	}
	for name, sentinel := range names {
		if errors.Is(err, sentinel) != wanted[name] {
			t.Errorf("error %q: is %s: %v, want %v", err, name, !wanted[name], wanted[name])
		}
	}
}

func TestErrorsHaveNames(t *testing.T) {
	for _, test := range []struct {
		name   string
		status int
		body   string
		want   string
		text   string
	}{
		{"index missing", 404, `{"error": {"root_cause": [{"type": "index_not_found_exception", "reason": "no such index [x]"}], "type": "index_not_found_exception", "reason": "no such index [x]"}, "status": 404}`,
			"no index, not found", "404 Not Found: index_not_found_exception: no such index [x]"},
		{"document missing", 404, `{"_index": "x", "_id": "1", "found": false}`, "not found", "404 Not Found"},
		{"index there", 400, `{"error": {"type": "resource_already_exists_exception", "reason": "index [x/y] already exists"}, "status": 400}`, "exists", "already exists"},
		{"version conflict", 409, `{"error": {"type": "version_conflict_engine_exception", "reason": "[1]: version conflict"}, "status": 409}`, "conflict", "version conflict"},
		{"query", 400, `{"error": {"root_cause": [{"type": "parsing_exception", "reason": "unknown query [mtch]"}], "type": "parsing_exception", "reason": "unknown query [mtch]", "caused_by": {"type": "named_object_not_found_exception", "reason": "[1:20] unknown field [mtch]"}}, "status": 400}`,
			"", "parsing_exception: unknown query [mtch]: [1:20] unknown field [mtch]"},
		{"point in time", 404, `{"error": {"root_cause": [{"type": "search_context_missing_exception", "reason": "No search context found"}], "type": "search_phase_execution_exception", "reason": "all shards failed"}, "status": 404}`,
			"expired", "No search context found"},
		{"flood stage", 429, `{"error": {"type": "cluster_block_exception", "reason": "index [x] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark]"}, "status": 429}`, "disk full", "free space"},
		{"write block", 403, `{"error": {"type": "cluster_block_exception", "reason": "index [x] blocked by: [FORBIDDEN/8/index write (api)];"}, "status": 403}`, "blocked", "lift the block"},
		{"overload", 429, `{"error": {"type": "rejected_execution_exception", "reason": "rejected"}, "status": 429}`, "busy, unavailable", "send less"},
		{"no manager", 503, `{"error": {"type": "cluster_manager_not_discovered_exception", "reason": null}, "status": 503}`, "unavailable", "cluster_manager_not_discovered_exception"},
		{"plain 401", 401, "Unauthorized", "unauthorized", "check user name and password"},
		{"no rights", 403, `{"error": {"root_cause": [{"type": "security_exception", "reason": "no permissions for [indices:data/write/bulk]"}], "type": "security_exception", "reason": "…"}, "status": 403}`, "forbidden", "indices:data/write/bulk"},
		{"page of a gateway", 502, "<html>\n\t<h1>502 Bad Gateway</h1>\n</html>", "not JSON, unavailable", "“<html> <h1>502 Bad Gateway</h1> </html>”"},
		{"page of a portal", 200, "<!doctype html><title>Sign in</title>", "not JSON", "Sign in"},
		{"limit of a proxy", 413, "<html>413 Request Entity Too Large</html>", "request too large", "make bulk requests smaller"},
		{"old form", 400, `{"error": "no handler found for uri [/x]", "status": 400}`, "", "no handler found for uri [/x]"},
		{"strange form", 400, `{"error": [1]}`, "", "[1]"},
	} {
		t.Run(test.name, func(t *testing.T) {
			server, _ := fake(t, respond(test.status, test.body))
			_, err := open(t, Config{Addresses: []string{server.URL}}).Do(t.Context(), Call{Method: "GET", Path: "/x"})
			checkNames(t, err, test.want)
			var answered *Error
			if !errors.As(err, &answered) || answered.Status != test.status {
				t.Fatalf("error = %#v, want an *Error with status %d", err, test.status)
			}
			if !strings.Contains(err.Error(), test.text) || !strings.Contains(err.Error(), "GET /x at "+server.URL) || strings.ContainsAny(err.Error(), "\n\t") {
				t.Errorf("error = %q, want one line with the call and %q", err, test.text)
			}
		})
	}
}

func TestLongAnswersAreQuotedShort(t *testing.T) {
	server, _ := fake(t, respond(500, strings.Repeat("é\x00\xff ", 100_000)))
	_, err := open(t, Config{Addresses: []string{server.URL}}).Do(t.Context(), Call{Method: "GET", Path: "/x"})
	if got := len(err.Error()); got > 1000 {
		t.Errorf("the error has %d bytes: %.100s…", got, err)
	}
}

// Whatever a proxy shows of what it was sent, and however a configuration is printed.
func TestSecretsAreNotShown(t *testing.T) {
	var log strings.Builder
	server, _ := fake(t, func(w http.ResponseWriter, r *http.Request) {
		user, password, _ := r.BasicAuth()
		w.WriteHeader(500)
		fmt.Fprintf(w, "<p>%s as %s with %s</p>", r.Header.Get("Authorization"), user, password)
	})
	secret := Config{Addresses: []string{server.URL}, Username: "reader", Password: "wordofmouth", Logger: textLogger(&log)}
	keyed := Config{Addresses: []string{server.URL, "http://127.0.0.1:1"}, APIKey: "wordofmouth", Logger: textLogger(&log)}
	basic := "cmVhZGVyOndvcmRvZm1vdXRo" // reader:wordofmouth
	for _, config := range []Config{secret, keyed} {
		client := open(t, config)
		shown := ""
		for _, verb := range []string{"v", "+v", "#v", "s", "q", "x", "d"} {
			shown += fmt.Sprintf("%"+verb, config)
		}
		for range 3 {
			_, err := client.Do(t.Context(), Call{Method: "GET", Path: "/x", Repeat: true})
			if err == nil || !strings.Contains(err.Error(), dots) {
				t.Errorf("error = %v, want the proxy's words with dots", err)
			}
			shown += fmt.Sprint(err)
		}
		asJSON, err := json.Marshal(struct{ Password, Key Secret }{config.Password, config.APIKey})
		if err != nil {
			t.Fatal(err)
		}
		config.Logger.Info("configuration", "password", config.Password, "all", config)
		for _, text := range []string{shown, string(asJSON), log.String()} {
			if strings.Contains(text, "wordofmouth") || strings.Contains(text, basic) {
				t.Errorf("a secret is shown: %s", text)
			}
		}
	}
}

func TestCredentialsAreSent(t *testing.T) {
	for want, config := range map[string]Config{
		"Basic cmVhZGVyOndvcmRvZm1vdXRo": {Username: "reader", Password: "wordofmouth"},
		"ApiKey a2V5":                    {APIKey: "a2V5"},
		"":                               {},
	} {
		server, _ := fake(t, func(w http.ResponseWriter, r *http.Request) {
			if got := r.Header.Get("Authorization"); got != want {
				t.Errorf("Authorization = %q, want %q", got, want)
			}
			fmt.Fprint(w, "{}")
		})
		config.Addresses = []string{server.URL}
		if _, err := open(t, config).Do(t.Context(), Call{Method: "GET", Path: "/x"}); err != nil {
			t.Error(err)
		}
	}
}

func TestVersions(t *testing.T) {
	for _, test := range []struct {
		answer string
		fine   bool
		text   string
	}{
		{`{"version": {"distribution": "opensearch", "number": "2.0.0"}}`, true, ""},
		{`{"version": {"distribution": "opensearch", "number": "3.8.0-SNAPSHOT"}}`, true, ""},
		{`{"name": "n", "cluster_name": "c", "version": {"distribution": "opensearch", "number": "1.3.20"}}`, false, "node n of cluster c is opensearch 1.3.20"},
		{`{"version": {"distribution": "opensearch", "number": "4.0.0"}}`, false, "4.0.0"},
		{`{"version": {"number": "8.15.0"}}`, false, "Elasticsearch 8.15.0"},
		{`{"couchdb": "Welcome", "version": "3.3"}`, false, "JSON"},
		{`{}`, false, "no version"},
	} {
		asked := 0
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/" {
				asked++
				fmt.Fprint(w, test.answer)
				return
			}
			fmt.Fprint(w, "{}")
		}))
		client := open(t, Config{Addresses: []string{server.URL}})
		for range 2 {
			_, err := client.Do(t.Context(), Call{Method: "GET", Path: "/x"})
			if (err == nil) != test.fine || err != nil && !strings.Contains(err.Error(), test.text) {
				t.Errorf("%s: error = %v, want fine = %v, %q", test.answer, err, test.fine, test.text)
			}
			if err != nil && !errors.Is(err, ErrVersion) && !errors.Is(err, ErrNotJSON) {
				t.Errorf("%s: error %v has no name", test.answer, err)
			}
		}
		if test.fine && asked != 1 {
			t.Errorf("%s: asked %d times, want once", test.answer, asked)
		}
		server.Close()
	}
}

// What is repeated, and how often: three tries, unless the first one decides.
func TestRepeats(t *testing.T) {
	for _, test := range []struct {
		name    string
		handler http.HandlerFunc
		repeat  bool
		tries   int32
		want    string
	}{
		{"overload", respond(429, `{}`), false, 3, "busy, unavailable"},
		{"503 of a read", respond(503, `{}`), true, 3, "unavailable"},
		{"503 of a write", respond(503, `{}`), false, 1, "unavailable"},
		{"504 of a proxy", respond(504, `<html>`), true, 3, "unavailable, not JSON"},
		{"bad request", respond(400, `{}`), true, 1, ""},
		{"full disk", respond(429, `{"error": {"type": "cluster_block_exception", "reason": "flood stage"}}`), true, 1, "disk full"},
		{"broken read", hangUp, true, 3, "unavailable"},
		{"broken write", hangUp, false, 1, "unavailable, uncertain"},
		{"cut answer", respond(200, `{"hits": [{"_id": `), true, 3, "unavailable"},
		{"portal", respond(200, `<html>`), true, 1, "not JSON"},
	} {
		t.Run(test.name, func(t *testing.T) {
			server, tries := fake(t, test.handler)
			_, err := open(t, Config{Addresses: []string{server.URL}}).Do(t.Context(), Call{Method: "POST", Path: "/x", Body: map[string]int{}, Repeat: test.repeat})
			checkNames(t, err, test.want)
			if got := tries.Load(); got != test.tries {
				t.Errorf("%d tries, want %d", got, test.tries)
			}
		})
	}
}

func TestRepeatSucceeds(t *testing.T) {
	var tries int
	server, _ := fake(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if tries++; tries < 3 {
			w.WriteHeader(503)
			return
		}
		fmt.Fprintf(w, `{"got": %s}`, body)
	})
	answer, err := open(t, Config{Addresses: []string{server.URL}}).Do(t.Context(), Call{Method: "POST", Path: "/x", Body: map[string]int{"a": 1}, Repeat: true})
	if string(answer) != `{"got": {"a":1}}` || err != nil {
		t.Errorf("answer = %s, %v; want the body that was sent", answer, err)
	}
}

// A wait that the caller has no time for is not begun: its error is what the cluster said.
func TestRetryAfterIsHeld(t *testing.T) {
	server, tries := fake(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Retry-After", "30")
		w.WriteHeader(429)
	})
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	_, err := open(t, Config{Addresses: []string{server.URL}}).Do(ctx, Call{Method: "GET", Path: "/x", Repeat: true})
	checkNames(t, err, "busy, unavailable")
	if got := tries.Load(); got != 1 || ctx.Err() != nil {
		t.Errorf("%d tries, context %v; want one try and no wait", got, ctx.Err())
	}
}

func TestRetryAfter(t *testing.T) {
	for value, want := range map[string]time.Duration{
		"": 0, "7": 7 * time.Second, "-1": 0, "86400": time.Minute, "99999999999999999999": 0, "soon": 0,
		"Wed, 21 Oct 2015 07:28:00 GMT": 0, "Fri, 31 Dec 9999 23:59:59 GMT": time.Minute,
	} {
		if got := retryAfter(value); got != want {
			t.Errorf("retryAfter(%q) = %v, want %v", value, got, want)
		}
	}
}

func TestAnswersAreBounded(t *testing.T) {
	server, tries := fake(t, respond(200, `{"a": "`+strings.Repeat("x", 1000)+`"}`))
	_, err := open(t, Config{Addresses: []string{server.URL}, MaxAnswer: 1000}).Do(t.Context(), Call{Method: "GET", Path: "/x", Repeat: true})
	checkNames(t, err, "too large")
	if tries.Load() != 1 {
		t.Errorf("%d tries, want one", tries.Load())
	}
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	server, tries := fake(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "https://elsewhere.example/login", http.StatusFound)
	})
	_, err := open(t, Config{Addresses: []string{server.URL}, Username: "reader", Password: "secret"}).Do(t.Context(), Call{Method: "GET", Path: "/x"})
	checkNames(t, err, "not JSON")
	if !strings.Contains(err.Error(), "elsewhere.example/login") || tries.Load() != 1 {
		t.Errorf("error = %v after %d calls, want one that shows where it leads", err, tries.Load())
	}
}

func TestLargeBodiesAreCompressed(t *testing.T) {
	for _, test := range []struct {
		size, limit int
		encoding    string
	}{{10, 0, ""}, {10_000, 0, "gzip"}, {10_000, 100_000, ""}, {10_000, -1, ""}} {
		body := strings.Repeat("a", test.size)
		server, _ := fake(t, func(w http.ResponseWriter, r *http.Request) {
			if got := r.Header.Get("Content-Encoding"); got != test.encoding {
				t.Errorf("%d bytes, limit %d: encoding %q, want %q", test.size, test.limit, got, test.encoding)
			}
			var got string
			if err := json.NewDecoder(uncompressed(t, r)).Decode(&got); got != body || err != nil {
				t.Errorf("body of %d bytes, %v; want %d", len(got), err, len(body))
			}
			fmt.Fprint(w, "{}")
		})
		if _, err := open(t, Config{Addresses: []string{server.URL}, GzipBytes: test.limit}).Do(t.Context(), Call{Method: "PUT", Path: "/x", Body: body}); err != nil {
			t.Error(err)
		}
	}
}

func TestPathsAreEscaped(t *testing.T) {
	server, _ := fake(t, func(w http.ResponseWriter, r *http.Request) {
		if want := "/x/_doc/A%2FC.3%2F78%2FL.41%20%C3%A9%3F%23%25"; r.URL.EscapedPath() != want {
			t.Errorf("path = %s, want %s", r.URL.EscapedPath(), want)
		}
		fmt.Fprint(w, "{}")
	})
	if _, err := open(t, Config{Addresses: []string{server.URL}}).Get(t.Context(), "x", "A/C.3/78/L.41 é?#%"); err != nil {
		t.Error(err)
	}
}
