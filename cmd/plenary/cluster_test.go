package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/plenary-search/plenary/search/cluster"
	"github.com/plenary-search/plenary/search/cluster/clustertest"
)

// inCluster returns a function that runs a command on an index of the cluster of the tests, which is removed when they end, and its prefix.
func inCluster(t *testing.T) (command func(code int, args ...string) (out, messages string), prefix string) {
	c := clustertest.Start(t)
	config := c.Config()
	prefix = fmt.Sprintf("test-command-%d", time.Now().UnixNano())
	flags := []string{"--engine", "opensearch", "--opensearch-url", strings.Join(config.Addresses, ","), "--opensearch-prefix", prefix}
	if config.Username != "" {
		flags = append(flags, "--opensearch-user", config.Username)
		t.Setenv(passwordVariable, string(config.Password))
	}
	client := c.Client(t)
	t.Cleanup(func() {
		e, err := cluster.Open(context.WithoutCancel(t.Context()), client, cluster.Options{Prefix: prefix})
		if err == nil {
			err = e.Remove(t.Context())
		}
		if err != nil {
			t.Error(err)
		}
	})
	return func(code int, args ...string) (string, string) {
		t.Helper()
		var out, messages bytes.Buffer
		if got := run(t.Context(), append(args, flags...), streams{&out, &messages}); got != code {
			t.Fatalf("plenary %s: exit code %d, want %d\n%s", strings.Join(args, " "), got, code, &messages)
		}
		return out.String(), messages.String()
	}, prefix
}

// An index is made anew in a cluster while it is served: the same command as for a folder.
func TestRebuildInACluster(t *testing.T) {
	command, prefix := inCluster(t)
	papers := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(papers, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("first.txt", "A/79/1\n\nReport\n\n1. Trafficking in persons.\n")
	if _, said := command(exitOK, "index", "--rebuild", papers); strings.Contains(said, "is kept") {
		t.Errorf("the first rebuild says %q: there was nothing to keep", said)
	}
	if err := os.Remove(filepath.Join(papers, "first.txt")); err != nil {
		t.Fatal(err)
	}
	write("second.txt", "A/79/2\n\nReport\n\n1. Smuggling of persons.\n")
	write("broken.pdf", "%PDF-1.4 and no more")
	if _, said := command(exitFailed, "index", "--rebuild", papers); !strings.Contains(said, "is kept as "+prefix+"-v") {
		t.Errorf("a rebuild says %q, want what is kept", said)
	}
	for query, want := range map[string]string{"trafficking": "No paragraph ", "smuggling": "1 paragraph "} {
		if out, _ := command(exitOK, "search", query); !strings.HasPrefix(out, want) {
			t.Errorf("%s: %q, want %s", query, out, want)
		}
	}
}
