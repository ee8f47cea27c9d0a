package cluster_test

import (
	"errors"
	"flag"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/plenary-search/plenary/search/cluster"
	"github.com/plenary-search/plenary/search/cluster/clustertest"
	"github.com/plenary-search/plenary/search/cluster/rest"
	"github.com/plenary-search/plenary/search/searchtest"
)

// Each random question of the engine takes some requests of the cluster: without -rapid.checks, a few sets of documents are enough.
func TestMain(m *testing.M) {
	if err := flag.Set("rapid.checks", "20"); err != nil {
		panic(err)
	}
	clustertest.Main(m)
}

var opened atomic.Int64

// open returns an empty engine on the cluster of the tests.
func open(t *testing.T) searchtest.Engine {
	c := clustertest.Start(t)
	client, err := rest.New(c.Config())
	if err != nil {
		t.Fatal(err)
	}
	e, err := cluster.Open(t.Context(), client, cluster.Options{Prefix: fmt.Sprintf("test-%d-%d", time.Now().UnixNano(), opened.Add(1)), Shards: 3})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(e.Close(), e.Remove(t.Context())); err != nil {
			t.Error(err)
		}
		client.Close()
	})
	return e
}

func TestEngine(t *testing.T) { searchtest.Run(t, open) }

func TestEngineAnswersGold(t *testing.T) {
	e := open(t)
	searchtest.FillGold(t, e)
	searchtest.RunGold(t, e)
}

func TestEngineAnswersAsMemory(t *testing.T) { searchtest.Compare(t, open) }
