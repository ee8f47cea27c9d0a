package clustertest

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/plenary-search/plenary/search/cluster/rest"
)

// Set changes settings of the cluster, such as "cluster.routing.allocation.disk.watermark.flood_stage", until the end of the test. They
// outlive the end of all nodes.
func (c *Cluster) Set(t testing.TB, settings map[string]any) {
	t.Helper()
	defaults := map[string]any{}
	for name := range settings {
		defaults[name] = nil
	}
	c.put(t, settings)
	t.Cleanup(func() { c.put(t, defaults) })
}

func (c *Cluster) put(t testing.TB, settings map[string]any) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	call := rest.Call{Method: http.MethodPut, Path: "/_cluster/settings", Body: map[string]any{"persistent": settings}, Repeat: true}
	if _, err := c.Client(t).Do(ctx, call); err != nil {
		t.Fatal(err)
	}
}

// FillDisk has the nodes believe that their disks are full: within some 15 s indexes take no writes (rest.ErrDiskFull). It ends with the
// test, or by FreeDisk.
func (c *Cluster) FillDisk(t testing.TB) {
	t.Helper()
	c.Set(t, watermarks("1000000gb"))
}

// FreeDisk has them believe that there is space again: within some 15 s indexes take writes, by themselves.
func (c *Cluster) FreeDisk(t testing.TB) {
	t.Helper()
	c.put(t, watermarks("1b"))
}

// watermarks are settings by which a disk with less free space is full, and by which the nodes look as often as they may.
func watermarks(free string) map[string]any {
	const disk = "cluster.routing.allocation.disk."
	return map[string]any{
		disk + "threshold_enabled":     true,
		disk + "watermark.low":         free,
		disk + "watermark.high":        free,
		disk + "watermark.flood_stage": free,
		"cluster.info.update.interval": "10s",
	}
}
