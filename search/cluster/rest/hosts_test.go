package rest

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// turns returns the names of the next n hosts.
func turns(h *hosts, n int) []string {
	var names []string
	for range n {
		host, _ := h.next()
		names = append(names, host.base)
	}
	return names
}

func check(t *testing.T, when string, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: hosts = %v, want %v", when, got, want)
	}
}

func TestHostsTakeTurns(t *testing.T) {
	check(t, "all are well", turns(newHosts([]string{"a", "b", "c"}), 5), "a", "b", "c", "a", "b")
}

func TestDeadHostIsLeftOutAndComesBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHosts([]string{"a", "b", "c"})
		b := h.all[1]
		h.failed(b)
		check(t, "b has failed", turns(h, 4), "a", "c", "a", "c")
		time.Sleep(time.Second)
		check(t, "a second later one request tries it", turns(h, 4), "a", "b", "c", "a")
		h.failed(b)
		time.Sleep(2 * time.Second)
		check(t, "after two failures two seconds later", turns(h, 3), "b", "c", "a")
		h.answered(b)
		check(t, "b is well again", turns(h, 6), "b", "c", "a", "b", "c", "a")
	})
}

func TestAllHostsDead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHosts([]string{"a", "b"})
		h.failed(h.all[0])
		time.Sleep(time.Millisecond)
		h.failed(h.all[1])
		check(t, "the one that comes back first is asked, then the other", turns(h, 2), "a", "b")
		for range 20 {
			h.failed(h.all[0])
		}
		if wait := time.Until(h.all[0].until); wait != longestLeftOut {
			t.Errorf("left out for %v, want %v at most", wait, longestLeftOut)
		}
	})
}

// A read goes on to the next host, at once, and the one that is down is not asked again.
func TestReadsMoveOn(t *testing.T) {
	good, tries := fake(t, respond(200, "{}"))
	down, _ := fake(t, hangUp)
	down.Close()
	client := open(t, Config{Addresses: []string{down.URL, good.URL}, Wait: time.Hour})
	for range 5 {
		// Not one that may be repeated: it never left.
		if _, err := client.Do(t.Context(), Call{Method: "POST", Path: "/x"}); err != nil {
			t.Fatal(err)
		}
	}
	if tries.Load() != 5 {
		t.Errorf("%d calls arrived, want 5", tries.Load())
	}
}

// A host that accepts and says nothing costs one try.
func TestSilentHost(t *testing.T) {
	over := make(chan struct{})
	silent, asked := fake(t, func(w http.ResponseWriter, r *http.Request) { <-over })
	defer close(over)
	good, _ := fake(t, respond(200, "{}"))
	client := open(t, Config{Addresses: []string{silent.URL, good.URL}, Timeout: 50 * time.Millisecond})
	client.accepted.Store(true)
	for range 10 {
		if _, err := client.Do(t.Context(), Call{Method: "GET", Path: "/x", Repeat: true, Read: true}); err != nil {
			t.Fatal(err)
		}
	}
	if got := asked.Load(); got == 0 || got > 5 {
		t.Errorf("the silent host was asked %d times of 10, want a few", got)
	}
}

// No write is risked on a host that has hung: it is asked whether it is there before.
func TestWritesKnockFirst(t *testing.T) {
	over := make(chan struct{})
	var written atomic.Int32
	hung := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			written.Add(1)
		}
		<-over
	}))
	t.Cleanup(hung.Close)
	defer close(over)
	good, tries := fake(t, respond(200, "{}"))
	client := open(t, Config{Addresses: []string{hung.URL, good.URL}, DialTimeout: 50 * time.Millisecond})
	client.accepted.Store(true)
	client.hosts.failed(client.hosts.all[0])
	client.hosts.all[0].until = time.Time{} // its time is over
	if _, err := client.Do(t.Context(), Call{Method: http.MethodPost, Path: "/x", Body: 1}); err != nil {
		t.Error(err)
	}
	if written.Load() != 0 || tries.Load() != 1 {
		t.Errorf("%d writes to the host that hangs, %d to the other; want one to the other", written.Load(), tries.Load())
	}
}

func TestCallersLimits(t *testing.T) {
	over := make(chan struct{})
	server, _ := fake(t, func(w http.ResponseWriter, r *http.Request) { <-over })
	defer close(over)
	client := open(t, Config{Addresses: []string{server.URL}})
	client.accepted.Store(true)
	call := Call{Method: "GET", Path: "/x", Repeat: true, Read: true}

	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err := client.Do(ctx, call)
	checkNames(t, err, "unavailable")
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error = %v, want one that is the deadline's", err)
	}

	ctx, cancel = context.WithCancel(t.Context())
	time.AfterFunc(50*time.Millisecond, cancel)
	_, err = client.Do(ctx, call)
	checkNames(t, err, "")
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error = %v, want one that is the context's", err)
	}
}

// Waits double, vary by half, and are bounded.
func TestWaits(t *testing.T) {
	client := open(t, Config{Addresses: []string{"http://127.0.0.1:1"}, Wait: time.Second})
	for attempt, most := range map[int]time.Duration{1: time.Second, 2: 2 * time.Second, 3: 4 * time.Second, 4: 8 * time.Second, 5: 10 * time.Second, 1000: 10 * time.Second} {
		seen := map[time.Duration]bool{}
		for range 20 {
			wait := client.pause(attempt, nil)
			seen[wait] = true
			if wait < most/2 || wait > most {
				t.Errorf("wait %d = %v, want %v to %v", attempt, wait, most/2, most)
			}
		}
		if len(seen) < 2 {
			t.Errorf("wait %d is always the same", attempt)
		}
	}
	if wait := client.pause(1, &Error{Status: 429, retryAfter: 20 * time.Second}); wait != 20*time.Second {
		t.Errorf("wait = %v, want what the cluster asks for", wait)
	}
}

// Many callers at once, hosts that come and go: nothing is lost, nothing is raced.
func TestConcurrentCalls(t *testing.T) {
	good, tries := fake(t, respond(200, "{}"))
	bad, _ := fake(t, hangUp)
	client := open(t, Config{Addresses: []string{bad.URL, good.URL}})
	errs := make(chan error)
	for range 50 {
		go func() {
			_, err := client.Do(t.Context(), Call{Method: "GET", Path: "/x", Repeat: true, Read: true})
			errs <- err
		}()
	}
	for range 50 {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	if got := tries.Load(); got != 50 {
		t.Errorf("%d calls arrived, want 50", got)
	}
}
