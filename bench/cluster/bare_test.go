package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
)

// nodes is a cluster that answers each search with the number of bytes asked, and notes what was asked in order.
type nodes struct {
	mu    sync.Mutex
	asked []string
}

func (n *nodes) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	n.mu.Lock()
	n.asked = append(n.asked, r.URL.Path+" "+string(body))
	n.mu.Unlock()
	if strings.Contains(r.URL.Path, "missing") {
		http.Error(w, `{"error":"no such index"}`, http.StatusNotFound)
		return
	}
	fmt.Fprintf(w, `{"took": %d, "timed_out": %v, "hits": {"total": {"value": 7}, "hits": [{}]}}`, len(body), strings.Contains(r.URL.Path, "slow"))
}

func serve(t *testing.T) (*nodes, *httptest.Server) {
	n := &nodes{}
	s := httptest.NewServer(n)
	t.Cleanup(s.Close)
	return n, s
}

// A trace tells which calls waited for which, and is replayed in that order.
func TestReplayOfWhatWasRecorded(t *testing.T) {
	n, s := serve(t)
	r := newRecorder()
	client := http.Client{Transport: r}
	post := func(path, body string) *http.Response {
		t.Helper()
		resp, err := client.Post(s.URL+path, "application/json", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		return resp
	}
	first := post("/first", "1")
	first.Body.Close()
	second, third := post("/second?x=y", "22"), post("/third", "333") // neither waits for the other
	second.Body.Close()
	third.Body.Close()
	post("/fourth", "4444").Body.Close()

	calls := r.trace()
	var after [][]int
	for _, c := range calls {
		after = append(after, c.after)
	}
	if want := [][]int{nil, {0}, {0}, {0, 1, 2}}; !slices.EqualFunc(after, want, slices.Equal[[]int]) {
		t.Fatalf("calls wait for %v, want %v", after, want)
	}
	if again := r.trace(); len(again) > 0 {
		t.Errorf("a trace is given twice: %d calls", len(again))
	}

	n.asked = nil
	answers, err := newBareClient([]string{s.URL}).replay(t.Context(), calls)
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(n.asked[1:3]) // at the same time
	if want := []string{"/first 1", "/second 22", "/third 333", "/fourth 4444"}; !slices.Equal(n.asked, want) {
		t.Errorf("asked %q, want %q", n.asked, want)
	}
	if got := took(answers); got != 1+2+3+4 {
		t.Errorf("the cluster took %v ms, want 10", got)
	}
	if answers[1].Hits.Total.Value != 7 || len(answers[1].Hits.Hits) != 1 || answers[1].bytes == 0 {
		t.Errorf("answer %+v", answers[1])
	}
}

func TestBareClientTellsFaults(t *testing.T) {
	_, s := serve(t)
	b := newBareClient([]string{s.URL})
	for _, target := range []string{"/missing", "/slow"} {
		if _, err := b.send(t.Context(), call{Method: http.MethodPost, Target: target}); err == nil {
			t.Errorf("%s: no error", target)
		}
	}
}

// Bulk requests go to other indexes, compressed as they were; the name elsewhere is left.
func TestRenamed(t *testing.T) {
	const before = `{"index":{"_index":"bench-a-v5","_id":"bench-a"}}` + "\n" + `{"text":"bench-a"}` + "\n"
	const after = `{"index":{"_index":"bench-b-v5","_id":"bench-a"}}` + "\n" + `{"text":"bench-a"}` + "\n"
	plain, err := renamed(call{Body: []byte(before)}, "bench-a", "bench-b")
	if err != nil || string(plain.Body) != after {
		t.Errorf("%v, %s", err, plain.Body)
	}
	packed, err := compressed([]byte(before))
	if err != nil {
		t.Fatal(err)
	}
	got, err := renamed(call{Header: http.Header{"Content-Encoding": {"gzip"}}, Body: packed}, "bench-a", "bench-b")
	if err != nil {
		t.Fatal(err)
	}
	if text, err := uncompressed(got.Body); err != nil || string(text) != after {
		t.Errorf("%v, %s", err, text)
	}
}
