package clustertest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/plenary-search/plenary/search/cluster/rest"
)

func TestMain(m *testing.M) {
	if folder := os.Getenv(orphanEnv); folder != "" {
		leaveOrphan(folder)
	}
	Main(m)
}

// What the engine stands on: three nodes; several terms at one place, made by a filter; scores by script.
func TestCluster(t *testing.T) {
	client := Start(t).Client(t)
	t.Run("nodes", func(t *testing.T) {
		var answer struct {
			Nodes map[string]struct{ Name, Version string }
		}
		ask(t, client, rest.Call{Method: http.MethodGet, Path: "/_nodes"}, &answer)
		if len(answer.Nodes) < Nodes {
			t.Errorf("_nodes has %v, want %d", answer.Nodes, Nodes)
		}
	})
	t.Run("health", func(t *testing.T) {
		health, err := client.Health(t.Context(), rest.HealthOptions{})
		if err != nil || health.Status != "green" || health.DataNodes < Nodes {
			t.Errorf("health = %+v, %v; want green with %d nodes", health, err, Nodes)
		}
	})
	t.Run("terms at one position", func(t *testing.T) {
		var answer struct {
			Tokens []struct {
				Token    string
				Position int
			}
		}
		ask(t, client, rest.Call{Method: http.MethodPost, Path: "/_analyze", Body: map[string]any{
			"tokenizer": "whitespace",
			"filter":    []any{map[string]any{"type": "pattern_capture", "preserve_original": false, "patterns": []string{"([^|]+)"}}},
			"text":      "nations|nation united|unit|unite",
		}}, &answer)
		if got, want := fmt.Sprint(answer.Tokens), "[{nations 0} {nation 0} {united 1} {unit 1} {unite 1}]"; got != want {
			t.Errorf("tokens = %v, want %v", got, want)
		}
	})
	t.Run("score by script", func(t *testing.T) {
		index := newIndex(t, client, map[string]any{"weight": map[string]any{"type": "integer"}})
		for _, weight := range []int{2, 5, 3} {
			put(t, client, index, fmt.Sprint(weight), map[string]int{"weight": weight})
		}
		result, err := client.Search(t.Context(), rest.Search{Index: index, Body: json.RawMessage(
			`{"query": {"script_score": {"query": {"match_all": {}}, "script": {"source": "params.times * doc['weight'].value", "params": {"times": 10}}}}}`)})
		if err != nil {
			t.Fatal(err)
		}
		var got []float64
		for _, hit := range result.Hits.Hits {
			got = append(got, *hit.Score)
		}
		if want := []float64{50, 30, 20}; !slices.Equal(got, want) {
			t.Errorf("scores = %v, want %v", got, want)
		}
	})
}

// A node that is killed comes back on its data; meanwhile the others answer.
func TestKilledNodeComesBack(t *testing.T) {
	c := Start(t)
	client := c.Client(t)
	index := newIndex(t, client, nil)
	put(t, client, index, "A/RES/1", map[string]string{"text": "kept"})
	for i := range Nodes {
		c.Kill(t, i)
		if _, err := client.Get(t.Context(), index, "A/RES/1"); err != nil {
			t.Errorf("with node %d gone: %v", i, err)
		}
		c.Restart(t, i)
		c.WaitGreen(t)
	}
}

// A cluster loses all its nodes and is what it was.
func TestAllNodesComeBack(t *testing.T) {
	c := Start(t)
	client := c.Client(t)
	index := newIndex(t, client, nil)
	put(t, client, index, "A/RES/1", map[string]string{"text": "kept"})
	for i := range Nodes {
		c.Kill(t, i)
	}
	for i := range Nodes {
		c.Restart(t, i)
	}
	c.WaitGreen(t)
	if _, err := client.Get(t.Context(), index, "A/RES/1"); err != nil {
		t.Error(err)
	}
}

const orphanEnv = "CLUSTERTEST_ORPHAN"

// leaveOrphan starts a node in a folder, says so, and waits to be killed.
func leaveOrphan(folder string) {
	n := &node{name: "orphan", home: filepath.Join(folder, "home"), logName: filepath.Join(folder, "log")}
	n.settings = []string{"path.home=" + n.home, "node.name=orphan", "network.host=127.0.0.1", "http.port=0", "transport.port=0", "discovery.type=single-node"}
	tools, err := prepare(context.Background(), 2)
	if err == nil {
		err = n.start(tools)
	}
	fmt.Println("started", err)
	<-n.ended
}

// A node ends, and removes its data, when the process that started it is killed.
func TestNodeEndsWithItsParent(t *testing.T) {
	Start(t).own(t, 0) // skips where there is no Java
	folder := t.TempDir()
	parent := exec.Command(os.Args[0])
	parent.Env = append(os.Environ(), orphanEnv+"="+folder)
	out, err := parent.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	line := make([]byte, 100)
	count, _ := out.Read(line)
	_ = parent.Process.Kill()
	_ = parent.Wait()
	if got := string(line[:count]); got != "started <nil>\n" {
		t.Fatalf("the parent says %q", got)
	}
	for deadline := time.Now().Add(2 * time.Minute); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if _, err := os.Stat(filepath.Join(folder, "home")); os.IsNotExist(err) {
			return
		}
	}
	log, _ := os.ReadFile(filepath.Join(folder, "log"))
	t.Errorf("the node still has its data; it says:\n%s", log)
}

// newIndex makes an index with fields of these types, a replica for each shard, which is removed at the end of the test.
func newIndex(t *testing.T, client *rest.Client, properties map[string]any) string {
	t.Helper()
	index := fmt.Sprintf("clustertest-%d", time.Now().UnixNano())
	body := map[string]any{
		"settings": map[string]any{"number_of_shards": 2, "number_of_replicas": 2},
		"mappings": map[string]any{"properties": properties},
	}
	if properties == nil {
		delete(body, "mappings")
	}
	if err := client.CreateIndex(t.Context(), index, body); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := client.DeleteIndex(context.Background(), index); err != nil {
			t.Error(err)
		}
	})
	health, err := client.Health(t.Context(), rest.HealthOptions{Index: index, Status: "green", Timeout: time.Minute})
	if err != nil || health.TimedOut {
		t.Fatalf("index %s: %+v, %v", index, health, err)
	}
	return index
}

func put(t *testing.T, client *rest.Client, index, id string, document any) {
	t.Helper()
	if _, err := client.Put(t.Context(), index, id, document, rest.WriteOptions{Refresh: "true"}); err != nil {
		t.Fatal(err)
	}
}

func ask(t *testing.T, client *rest.Client, call rest.Call, into any) {
	t.Helper()
	text, err := client.Do(t.Context(), call)
	if err == nil {
		err = json.Unmarshal(text, into)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// A node that hangs costs a client one try; then it is left out.
func TestPausedNode(t *testing.T) {
	c := Start(t)
	c.Pause(t, 0)
	config := c.Config()
	config.Timeout = time.Second
	client, err := rest.New(config)
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	for range 2 * Nodes {
		info, err := client.Info(t.Context())
		if err != nil || info.Node == c.nodes[0].name {
			t.Errorf("Info = %+v, %v; want one of another node", info, err)
		}
	}
	c.Resume(t, 0)
	c.WaitGreen(t)
}

// Full disks forbid writes and nothing else; once there is space they go on by themselves.
func TestFullDisk(t *testing.T) {
	c := Start(t)
	client := c.Client(t)
	index := newIndex(t, client, nil)
	put(t, client, index, "before", map[string]string{})
	written := func() error {
		_, err := client.Put(t.Context(), index, "after", map[string]string{}, rest.WriteOptions{})
		return err
	}
	c.FillDisk(t)
	until(t, "a write is refused", func() bool { return errors.Is(written(), rest.ErrDiskFull) })
	if _, err := client.Get(t.Context(), index, "before"); err != nil {
		t.Error(err)
	}
	c.FreeDisk(t)
	until(t, "writes go on", func() bool { return written() == nil })
}

// until waits until something holds; the test fails if that takes minutes.
func until(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(starting); !holds(); time.Sleep(200 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%s: not within %v", what, starting)
		}
	}
}

func TestProxy(t *testing.T) {
	c := Start(t)
	proxy := c.Proxy(t, 0)
	config := c.Config()
	config.Addresses, config.Timeout, config.DialTimeout = []string{proxy.URL}, time.Second, time.Second
	config.Wait = time.Millisecond
	client, err := rest.New(config)
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	for _, test := range []struct {
		name  string
		fault func()
		want  error // nil: all is well
	}{
		{"pass", proxy.Pass, nil},
		{"cut before the answer", func() { proxy.Cut(0) }, rest.ErrUnavailable},
		{"cut in the head of the answer", func() { proxy.Cut(10) }, rest.ErrUnavailable},
		{"cut in the answer", func() { proxy.Cut(200) }, rest.ErrUnavailable},
		{"slow", func() { proxy.Delay(5 * time.Second) }, rest.ErrUnavailable},
		{"page", func() { proxy.Page(502, "<h1>Bad Gateway</h1>") }, rest.ErrNotJSON},
		{"pass again", proxy.Pass, nil},
	} {
		test.fault()
		if _, err := client.Info(t.Context()); !errors.Is(err, test.want) {
			t.Errorf("%s: error = %v, want %v", test.name, err, test.want)
		}
	}
}
