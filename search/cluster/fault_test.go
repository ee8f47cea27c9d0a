package cluster

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/cluster/clustertest"
	"github.com/plenary-search/plenary/search/cluster/rest"
	"github.com/plenary-search/plenary/search/query"
)

// Each fault happens to a real cluster of three nodes, with an index of three shards that has a copy of each.
func faulty(t *testing.T) (*clustertest.Cluster, *rest.Client, *Engine) {
	t.Helper()
	c := clustertest.Start(t)
	client := c.Client(t)
	e := openFaulty(t, client, fmt.Sprintf("test-fault-%d", time.Now().UnixNano()))
	t.Cleanup(func() {
		c.WaitGreen(t)
		if err := errors.Join(e.Close(), e.Remove(t.Context())); err != nil {
			t.Error(err)
		}
	})
	c.WaitGreen(t)
	return c, client, e
}

func openFaulty(t *testing.T, client *rest.Client, prefix string) *Engine {
	t.Helper()
	e, err := Open(t.Context(), client, Options{Prefix: prefix, Shards: 3, Replicas: 1})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// writePapers puts and commits n documents, from a number on.
func writePapers(t *testing.T, e *Engine, from, n int) error {
	t.Helper()
	var docs []document.Document
	for i := range n {
		docs = append(docs, paper(fmt.Sprintf("A/%d", from+i)))
	}
	return errors.Join(e.Put(t.Context(), docs), e.Commit(t.Context()))
}

// total is how many documents searches find, once they are answered again.
func total(t *testing.T, e *Engine) int {
	t.Helper()
	var results search.Results
	eventually(t, func() (err error) {
		results, err = e.Search(t.Context(), search.Request{Size: search.NoHits})
		return err
	})
	if results.Total.Documents != results.Total.Paragraphs {
		t.Errorf("%d documents with %d paragraphs: each has one", results.Total.Documents, results.Total.Paragraphs)
	}
	return results.Total.Documents
}

// eventually tries until it goes well, for two minutes. Every error on the way must say that the cluster cannot answer.
func eventually(t *testing.T, try func() error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	for {
		err := try()
		if err == nil {
			return
		}
		if !errors.Is(err, search.ErrUnavailable) && !errors.Is(err, rest.ErrUnavailable) && !errors.Is(err, rest.ErrUncertain) &&
			!errors.Is(err, rest.ErrDiskFull) {
			t.Fatalf("while the cluster is faulty: %v", err)
		}
		select {
		case <-ctx.Done():
			t.Fatalf("still: %v", err)
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// A node ends while searches run: they go on, and find the same.
func TestNodeKilledDuringSearches(t *testing.T) {
	c, client, e := faulty(t)
	if err := writePapers(t, e, 1, 300); err != nil {
		t.Fatal(err)
	}
	if got := total(t, e); got != 300 {
		t.Fatalf("%d documents before, want 300", got)
	}
	idle, err := Open(t.Context(), client, Options{Prefix: prefixOf(e), ReadOnly: true}) // which searches once the cluster has noticed
	if err != nil {
		t.Fatal(err)
	}
	defer idle.Close()
	c.Kill(t, 1)
	for range 50 {
		if got := total(t, e); got != 300 {
			t.Fatalf("%d documents without a node, want 300", got)
		}
	}
	results, err := idle.Search(t.Context(), search.Request{Query: query.Word{Text: "paper"}})
	if err != nil || results.Total.Documents != 300 {
		t.Errorf("whoever has not searched since finds %d documents, want 300: %v", results.Total.Documents, err)
	}
}

// A node ends while documents are written: what was committed is there, once, and the run goes on or can be repeated.
func TestNodeKilledDuringWriting(t *testing.T) {
	c, _, e := faulty(t)
	committed := 0
	for batch := range 20 {
		if batch == 5 {
			c.Kill(t, 2)
		}
		eventually(t, func() error { return writePapers(t, e, committed+1, 20) })
		committed += 20
		if got := total(t, e); got != committed {
			t.Fatalf("%d documents after %d were committed", got, committed)
		}
	}
}

// All nodes end and come back: meanwhile the engine says that it cannot answer, and afterwards it answers by itself.
func TestAllNodesGone(t *testing.T) {
	c, _, e := faulty(t)
	if err := writePapers(t, e, 1, 50); err != nil {
		t.Fatal(err)
	}
	for node := range clustertest.Nodes {
		c.Kill(t, node)
	}
	if err := e.Ready(t.Context()); !errors.Is(err, search.ErrUnavailable) {
		t.Errorf("Ready without a node = %v, want ErrUnavailable", err)
	}
	if _, err := e.Search(t.Context(), search.Request{}); !errors.Is(err, search.ErrUnavailable) {
		t.Errorf("Search without a node = %v, want ErrUnavailable", err)
	}
	for node := range clustertest.Nodes {
		c.Restart(t, node)
	}
	c.WaitGreen(t)
	eventually(t, func() error { return e.Ready(t.Context()) })
	if got := total(t, e); got != 50 {
		t.Errorf("%d documents afterwards, want 50", got)
	}
}

// A disk is full: searches go on, writing says what is the matter, and goes on once there is space.
func TestDiskFull(t *testing.T) {
	c, _, e := faulty(t)
	if err := writePapers(t, e, 1, 10); err != nil {
		t.Fatal(err)
	}
	c.FillDisk(t)
	deadline := time.Now().Add(time.Minute)
	written := 10
	var err error
	for ; time.Now().Before(deadline); time.Sleep(500 * time.Millisecond) {
		if err = writePapers(t, e, written+1, 1); err != nil {
			break
		}
		written++
	}
	if !errors.Is(err, rest.ErrDiskFull) {
		t.Fatalf("writing to a full disk = %v, want ErrDiskFull", err)
	}
	if got := total(t, e); got != written {
		t.Errorf("%d documents beside a full disk, want %d", got, written)
	}
	c.FreeDisk(t)
	eventually(t, func() error { return writePapers(t, e, written+1, 5) })
	if got := total(t, e); got != written+5 {
		t.Errorf("%d documents once there was space, want %d", got, written+5)
	}
	for { // the block on new indexes goes last; later tests make some
		other, err := Open(t.Context(), e.client, Options{Prefix: e.name + "-other"})
		if err == nil {
			if err := other.Remove(t.Context()); err != nil {
				t.Error(err)
			}
			return
		}
		if !errors.Is(err, rest.ErrBlocked) || time.Now().After(deadline.Add(2*time.Minute)) {
			t.Fatal(err)
		}
		time.Sleep(500 * time.Millisecond)
	}
}

// through is a client that knows the cluster by a proxy alone.
func through(t *testing.T, c *clustertest.Cluster, proxy *clustertest.Proxy) *rest.Client {
	t.Helper()
	config := c.Config()
	config.Addresses = []string{proxy.URL}
	client, err := rest.New(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	return client
}

// Connections are cut in mid-answer, and answers are a gateway's page: errors say so, nothing is written twice, and afterwards all goes on.
func TestFaultyProxy(t *testing.T) {
	c, _, e := faulty(t)
	if err := writePapers(t, e, 1, 10); err != nil {
		t.Fatal(err)
	}
	proxy := c.Proxy(t, 0)
	reader, err := Open(t.Context(), through(t, c, proxy), Options{Prefix: prefixOf(e), ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	for name, misbehave := range map[string]func(){
		"cut before the answer": func() { proxy.Cut(0) },
		"cut in the answer":     func() { proxy.Cut(200) },
		"a gateway's page":      func() { proxy.Page(502, "<html>Bad Gateway</html>") },
	} {
		misbehave()
		if _, err := reader.Search(t.Context(), search.Request{}); !errors.Is(err, search.ErrUnavailable) {
			t.Errorf("%s: Search = %v, want ErrUnavailable", name, err)
		}
		if err := reader.Ready(t.Context()); !errors.Is(err, search.ErrUnavailable) {
			t.Errorf("%s: Ready = %v, want ErrUnavailable", name, err)
		}
		proxy.Pass()
		eventually(t, func() error { return reader.Ready(t.Context()) })
	}
	if got := total(t, reader); got != 10 {
		t.Errorf("%d documents, want 10", got)
	}
}

// A slow node delays requests no longer than these wait.
func TestSlowNode(t *testing.T) {
	c, _, e := faulty(t)
	if err := writePapers(t, e, 1, 10); err != nil {
		t.Fatal(err)
	}
	proxy := c.Proxy(t, 0)
	reader, err := Open(t.Context(), through(t, c, proxy), Options{Prefix: prefixOf(e), ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	proxy.Delay(3 * time.Second) // for each part of an answer, longer than the request waits
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	if _, err := reader.Search(ctx, search.Request{}); !errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, search.ErrUnavailable) {
		t.Errorf("Search of a node that does not answer = %v", err)
	}
	proxy.Pass()
	if got := total(t, reader); got != 10 {
		t.Errorf("%d documents, want 10", got)
	}
}

// prefixOf is the prefix that an engine was opened with.
func prefixOf(e *Engine) string {
	return strings.TrimSuffix(e.name, fmt.Sprintf("-v%d", search.SchemaVersion))
}
