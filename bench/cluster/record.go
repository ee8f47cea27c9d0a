package main

import (
	"io"
	"net/http"
	"slices"
	"sync"
	"time"
)

// call is a request as plenary sent it.
type call struct {
	Method string
	Target string // path and parameters
	Header http.Header
	Body   []byte // as it was sent, compressed or not
	// after are the calls of the same trace, by number, that had been answered when this one was sent.
	after []int
}

// recorder passes requests on and keeps them. It is safe for concurrent use.
type recorder struct {
	next http.RoundTripper

	mu    sync.Mutex
	calls []*recorded // in the order in which they were sent
}

// recorded is a call and the times between which it was answered; the zero end is that of one without an answer.
type recorded struct {
	call
	begin, end time.Time
}

func newRecorder() *recorder {
	return &recorder{next: &http.Transport{MaxIdleConnsPerHost: idlePerHost}}
}

// RoundTrip implements http.RoundTripper.
func (r *recorder) RoundTrip(req *http.Request) (*http.Response, error) {
	kept := &recorded{call: call{Method: req.Method, Target: req.URL.RequestURI(), Header: req.Header.Clone()}, begin: time.Now()}
	if req.GetBody != nil {
		body, err := req.GetBody()
		if err != nil {
			return nil, err
		}
		if kept.Body, err = io.ReadAll(body); err != nil {
			return nil, err
		}
	}
	r.mu.Lock()
	r.calls = append(r.calls, kept)
	r.mu.Unlock()
	resp, err := r.next.RoundTrip(req)
	if err == nil {
		resp.Body = &watched{resp.Body, func() {
			r.mu.Lock()
			defer r.mu.Unlock()
			kept.end = time.Now()
		}}
	}
	return resp, err
}

// watched says when the body of an answer is closed.
type watched struct {
	io.ReadCloser
	closed func()
}

func (w *watched) Close() error {
	w.closed()
	return w.ReadCloser.Close()
}

// trace are the calls since it was last called, each with those that it waits for.
func (r *recorder) trace() []call {
	r.mu.Lock()
	defer r.mu.Unlock()
	slices.SortStableFunc(r.calls, func(a, b *recorded) int { return a.begin.Compare(b.begin) })
	calls := make([]call, len(r.calls))
	for i, c := range r.calls {
		calls[i] = c.call
		for j, other := range r.calls[:i] {
			if !other.end.IsZero() && !other.end.After(c.begin) {
				calls[i].after = append(calls[i].after, j)
			}
		}
	}
	r.calls = nil
	return calls
}
