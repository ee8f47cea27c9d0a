package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"sync/atomic"
)

// idlePerHost is the number of connections kept for later requests, as in package rest.
const idlePerHost = 32

// bareClient asks a cluster by net/http and decodes what it answers, and does nothing else: no retries, no checks but of the status, no
// text, no mark. It asks the nodes in turn. It is safe for concurrent use.
type bareClient struct {
	http  *http.Client
	bases []string
	turn  atomic.Uint64
}

func newBareClient(bases []string) *bareClient {
	return &bareClient{http: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: idlePerHost}}, bases: bases}
}

// answer is what an answer to a search is decoded into. Hits and aggregations are read as far as JSON goes and not made into anything, which
// favours the bare client.
type answer struct {
	Took      float64                    `json:"took"` // ms
	TimedOut  bool                       `json:"timed_out"`
	Errors    bool                       `json:"errors"` // of a bulk request
	Hits      hits                       `json:"hits"`
	Aggs      map[string]json.RawMessage `json:"aggregations"`
	Responses []answer                   `json:"responses"` // of several searches in one
	bytes     int                        // of the body
}

type hits struct {
	Total struct {
		Value int `json:"value"`
	} `json:"total"`
	Hits []json.RawMessage `json:"hits"`
}

// send sends a call as it is.
func (b *bareClient) send(ctx context.Context, c call) (a answer, err error) {
	body, err := b.do(ctx, c)
	if err != nil || len(body) == 0 {
		return a, err
	}
	if err := json.Unmarshal(body, &a); err != nil {
		return a, fmt.Errorf("%s %s: %w", c.Method, c.Target, err)
	}
	if a.bytes = len(body); a.TimedOut || a.Errors {
		err = fmt.Errorf("%s %s: not all was done: %.1000s", c.Method, c.Target, body)
	}
	return a, err
}

// do sends a call and reads the answer.
func (b *bareClient) do(ctx context.Context, c call) ([]byte, error) {
	base := b.bases[b.turn.Add(1)%uint64(len(b.bases))]
	req, err := http.NewRequestWithContext(ctx, c.Method, base+c.Target, bytes.NewReader(c.Body))
	if err != nil {
		return nil, err
	}
	if req.Header = c.Header; req.Header == nil {
		req.Header = http.Header{"Content-Type": {"application/json"}}
	}
	resp, err := b.http.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err == nil && resp.StatusCode/100 != 2 {
		err = fmt.Errorf("%s %s: %s: %.1000s", c.Method, c.Target, resp.Status, body)
	}
	return body, err
}

// request carries out a call with a JSON body and decodes the answer into a value, unless that is nil.
func (b *bareClient) request(ctx context.Context, method, target string, body, into any) error {
	c := call{Method: method, Target: target}
	var err error
	if body != nil {
		if c.Body, err = json.Marshal(body); err != nil {
			return err
		}
	}
	said, err := b.do(ctx, c)
	if err != nil || into == nil {
		return err
	}
	return json.Unmarshal(said, into)
}

// replay sends the calls of a trace, each when those are answered that it waited for when it was recorded.
func (b *bareClient) replay(ctx context.Context, calls []call) (answers []answer, err error) {
	answers = make([]answer, len(calls))
	errs := make([]error, len(calls))
	done := make([]chan struct{}, len(calls))
	for i := range done {
		done[i] = make(chan struct{})
	}
	var running sync.WaitGroup
	for i, c := range calls {
		for _, before := range c.after {
			<-done[before]
		}
		running.Go(func() {
			defer close(done[i])
			answers[i], errs[i] = b.send(ctx, c)
		})
	}
	running.Wait()
	return answers, errors.Join(errs...)
}

// took is what the cluster says that it took for searches, in ms; those of one trace may overlap.
func took(answers []answer) (ms float64) {
	for _, a := range answers {
		ms += a.Took
	}
	return ms
}
