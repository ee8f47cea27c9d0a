package clustertest

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/plenary-search/plenary/search/cluster/rest"
)

// The cluster of this test binary: what Start opened, and Main closes.
var shared struct {
	once    sync.Once
	cluster *Cluster
	missing string // why there is none, and what to do about it
	err     error
}

// Main runs the tests of a package and ends the cluster that they used; the exit code is theirs. A package whose tests call Start
// calls Main in its TestMain. Where tests fail it prints the ends of the nodes' logs and keeps them.
func Main(m *testing.M) { os.Exit(Run(m)) }

// Run is Main for a TestMain that ends the process itself.
func Run(m *testing.M) int {
	code := m.Run()
	c := shared.cluster
	if c == nil {
		return code
	}
	if code != 0 {
		fmt.Fprint(os.Stderr, c.Logs(20))
		c.keepLogs = true
	}
	if err := c.Close(); err != nil {
		fmt.Fprintln(os.Stderr, "end the cluster:", err)
		return max(code, 1)
	}
	return code
}

// Start returns the cluster of this test binary, green, and starts it for the first test that asks. A test that finds no cluster and
// cannot have one is skipped, or fails where PLENARY_TEST_REQUIRE names opensearch. Tests share the cluster: each uses indexes of its
// own and removes them, and none that ends nodes runs beside others.
func Start(t testing.TB) *Cluster {
	t.Helper()
	shared.once.Do(open)
	required := slices.Contains(strings.Split(os.Getenv("PLENARY_TEST_REQUIRE"), ","), "opensearch")
	switch {
	case shared.err != nil:
		t.Fatal(shared.err)
	case shared.missing != "" && required:
		t.Fatalf("PLENARY_TEST_REQUIRE names opensearch: %s", shared.missing)
	case shared.missing != "":
		t.Skip(shared.missing)
	}
	return shared.cluster
}

// open opens what PLENARY_OPENSEARCH says.
func open() {
	switch where := os.Getenv("PLENARY_OPENSEARCH"); where {
	case "":
		shared.missing = "no OpenSearch: set PLENARY_OPENSEARCH to start-2 or start-3 (needs a JDK and Maven), or to the addresses of a cluster; see make test-cluster"
	case "start-2", "start-3":
		shared.cluster, shared.err = Open(context.Background(), int(where[len(where)-1]-'0'))
	default:
		shared.cluster, shared.err = connect(where)
	}
	if errors.Is(shared.err, ErrNoJava) {
		shared.missing, shared.err = shared.err.Error(), nil
	}
}

// connect uses a cluster that runs elsewhere, by its addresses, commas between them. User name and password may stand in each.
func connect(addresses string) (*Cluster, error) {
	c := &Cluster{}
	for address := range strings.SplitSeq(addresses, ",") {
		u, err := url.Parse(strings.TrimSpace(address))
		if err != nil {
			return nil, errors.New("PLENARY_OPENSEARCH is neither start-2 nor start-3 nor a list of URLs")
		}
		if u.User != nil {
			password, _ := u.User.Password()
			c.username, c.password = u.User.Username(), rest.Secret(password)
			u.User = nil
		}
		c.urls = append(c.urls, u.String())
	}
	ctx, cancel := context.WithTimeout(context.Background(), starting)
	defer cancel()
	return c, c.waitGreen(ctx)
}

// own returns a node of a cluster of our own; the test is skipped where it runs elsewhere.
func (c *Cluster) own(t testing.TB, i int) *node {
	t.Helper()
	if len(c.nodes) == 0 {
		t.Skip("the cluster is not ours: none of its nodes is killed or stopped")
	}
	return c.nodes[i]
}

// Kill ends a node's process at once, as a power cut would, and waits until it is gone. At the end of the test, if it is still down, it
// is started again, and the test waits until the cluster is green.
func (c *Cluster) Kill(t testing.TB, i int) {
	t.Helper()
	n := c.own(t, i)
	n.kill()
	t.Cleanup(func() {
		if !n.running() {
			c.Restart(t, i)
			c.WaitGreen(t)
		}
	})
}

// Restart starts a node that was killed, on its data and at its old address. It does not wait until the node answers; see WaitGreen.
func (c *Cluster) Restart(t testing.TB, i int) {
	t.Helper()
	if err := c.own(t, i).start(c.tools); err != nil {
		t.Fatal(err)
	}
}

// Pause stops a node without ending it: it accepts connections and answers nothing. At the end of the test it goes on.
func (c *Cluster) Pause(t testing.TB, i int) {
	t.Helper()
	n := c.own(t, i)
	if err := pause(n.process.Process); err != nil {
		t.Skip("a node cannot be stopped for a while on this system: ", err)
	}
	t.Cleanup(func() { _ = resume(n.process.Process) }) // it goes on already, or was killed
}

// Resume lets a paused node go on.
func (c *Cluster) Resume(t testing.TB, i int) {
	t.Helper()
	if err := resume(c.own(t, i).process.Process); err != nil {
		t.Fatal(err)
	}
}

// WaitGreen waits until all nodes have joined and all shards are assigned; the test fails if that takes minutes or a node ends.
func (c *Cluster) WaitGreen(t testing.TB) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), starting)
	defer cancel()
	if err := c.waitGreen(ctx); err != nil {
		t.Fatalf("%v\n%s", err, c.Logs(20))
	}
}

// Client returns a client of the cluster, which is closed at the end of the test.
func (c *Cluster) Client(t testing.TB) *rest.Client {
	t.Helper()
	client, err := rest.New(c.Config())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	return client
}
