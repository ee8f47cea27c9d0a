package clustertest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/plenary-search/plenary/search/cluster/rest"
)

// Nodes is how many nodes a cluster of our own has; they are numbered from 0.
const Nodes = 3

// starting bounds how long a cluster may take to come up, or to come back: Java on a machine with two busy cores.
const starting = 3 * time.Minute

// A Cluster is one that this process started, or one that runs elsewhere. Its methods may be called at the same time, but for those that
// start and end nodes.
type Cluster struct {
	urls     []string
	username string
	password rest.Secret

	// Of a cluster of our own alone:
	folder   string // of data and logs
	keepLogs bool
	tools    toolchain
	nodes    []*node
}

// Open starts a cluster of three nodes of OpenSearch 2 or 3 and waits until it is green. Without a JDK or Maven the error is
// ErrNoJava; where nodes do not come up, it has the ends of their logs. What is opened is to be closed.
//
// java are options of the virtual machines, which come after ours and overrule them: tests do with small heaps and quick compilers,
// measurements do not.
func Open(ctx context.Context, major int, java ...string) (*Cluster, error) {
	ctx, cancel := context.WithTimeout(ctx, starting)
	defer cancel()
	tools, err := prepare(ctx, major)
	if err != nil {
		return nil, err
	}
	tools.options = java
	folder, err := os.MkdirTemp("", "plenary-cluster-")
	if err != nil {
		return nil, err
	}
	c := &Cluster{folder: folder, tools: tools}
	if err := c.startAll(ctx); err != nil {
		err = fmt.Errorf("start a cluster: %w\n%s", err, c.Logs(20))
		return nil, errors.Join(err, c.Close())
	}
	return c, nil
}

func (c *Cluster) startAll(ctx context.Context) error {
	ports, err := freePorts(2 * Nodes)
	if err != nil {
		return err
	}
	c.layOut(ports[:Nodes], ports[Nodes:])
	for _, n := range c.nodes {
		if err := n.start(c.tools); err != nil {
			return err
		}
	}
	return c.waitGreen(ctx)
}

// layOut decides names, folders and settings of the nodes.
func (c *Cluster) layOut(http, peers []int) {
	var names, seeds []string
	for i := range Nodes {
		names = append(names, fmt.Sprintf("node-%d", i))
		seeds = append(seeds, fmt.Sprintf("127.0.0.1:%d", peers[i]))
	}
	for i, name := range names {
		n := &node{name: name, home: filepath.Join(c.folder, name), logName: filepath.Join(c.folder, name+".log"), http: http[i], peers: peers[i]}
		n.settings = []string{
			"path.home=" + n.home,
			"node.name=" + n.name,
			"cluster.name=plenary-test",
			"network.host=127.0.0.1",
			fmt.Sprintf("http.port=%d", n.http),
			fmt.Sprintf("transport.port=%d", n.peers),
			"discovery.seed_hosts=" + strings.Join(seeds, ","),
			"cluster.initial_cluster_manager_nodes=" + strings.Join(names, ","),
			// How full the disk of the machine is must not decide a test; a test of full disks sets this and its watermarks.
			"cluster.routing.allocation.disk.threshold_enabled=false",
		}
		c.nodes = append(c.nodes, n)
		c.urls = append(c.urls, n.url())
	}
}

// URLs are the addresses of the nodes, without a slash at the end; node i of a cluster of our own is at the i-th.
func (c *Cluster) URLs() []string { return slices.Clone(c.urls) }

// Config is what connects to the cluster by all its addresses.
func (c *Cluster) Config() rest.Config { return c.config(c.urls) }

func (c *Cluster) config(urls []string) rest.Config {
	return rest.Config{Addresses: urls, Username: c.username, Password: c.password, PlainCredentials: true}
}

// Close ends the nodes and removes their data and, unless a test has failed, their logs. A cluster that runs elsewhere is left alone.
func (c *Cluster) Close() error {
	for _, n := range c.nodes { // all at once: a cluster that loses nodes one by one takes time to go on
		if n.lifeline != nil {
			_ = n.lifeline.Close() // closed already
		}
	}
	for _, n := range c.nodes {
		n.stop()
	}
	if c.folder == "" || c.keepLogs {
		return nil
	}
	return os.RemoveAll(c.folder)
}

// Logs returns the last lines of what each node has written.
func (c *Cluster) Logs(lines int) string {
	var b strings.Builder
	for _, n := range c.nodes {
		fmt.Fprintf(&b, "--- the end of %s\n%s\n", n.logName, n.logTail(lines))
	}
	return b.String()
}

// waitGreen waits until each node answers that all nodes are there and all shards are assigned, or the context ends, or a node has
// ended. Each is asked for itself, because others may not have noticed yet that one was gone.
func (c *Cluster) waitGreen(ctx context.Context) error {
	for i := range c.urls {
		client, err := rest.New(c.config(c.urls[i : i+1]))
		if err != nil {
			return err
		}
		defer client.Close()
		if err := c.nodeGreen(ctx, client); err != nil {
			return err
		}
	}
	return nil
}

func (c *Cluster) nodeGreen(ctx context.Context, client *rest.Client) error {
	for {
		health, err := client.Health(ctx, rest.HealthOptions{Status: "green", Nodes: len(c.nodes), Timeout: 2 * time.Second})
		if err == nil && !health.TimedOut {
			return nil
		}
		if err := c.exited(); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("the cluster is not green: %w (%+v, %v)", ctx.Err(), health, err)
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// exited is an error where a node has ended.
func (c *Cluster) exited() error {
	for _, n := range c.nodes {
		if !n.running() {
			return fmt.Errorf("%s has ended", n.name)
		}
	}
	return nil
}
