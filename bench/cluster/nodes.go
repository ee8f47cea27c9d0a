package main

import (
	"context"
	"slices"
	"strings"
	"time"
)

// nodes says how many nodes there are, of which version, and with which options of Java.
func (t *trial) nodes(ctx context.Context) (n int, version, java string, err error) {
	var info struct {
		Nodes map[string]struct {
			Version string
			JVM     struct {
				Arguments []string `json:"input_arguments"`
			}
		}
	}
	err = t.bare.request(ctx, "GET", "/_nodes/jvm", nil, &info)
	for _, node := range info.Nodes {
		options := slices.DeleteFunc(node.JVM.Arguments, func(option string) bool { return !strings.HasPrefix(option, "-X") })
		version, java = node.Version, strings.Join(options, " ")
	}
	return len(info.Nodes), version, java, err
}

// nodesCPU is the processor time that all nodes have used.
func (t *trial) nodesCPU(ctx context.Context) (sum time.Duration, err error) {
	var stats struct {
		Nodes map[string]struct {
			Process struct {
				CPU struct {
					Millis int64 `json:"total_in_millis"`
				}
			}
		}
	}
	err = t.bare.request(ctx, "GET", "/_nodes/stats/process", nil, &stats)
	for _, n := range stats.Nodes {
		sum += time.Duration(n.Process.CPU.Millis) * time.Millisecond
	}
	return sum, err
}

// remove removes the indexes whose names fit a pattern.
func (t *trial) remove(ctx context.Context, pattern string) error {
	return t.bare.request(ctx, "DELETE", "/"+pattern, nil, nil)
}

// settledBytes is the size of the first copies of all shards of some indexes, on disk, once no merge is pending.
func (t *trial) settledBytes(ctx context.Context, indexes string) (int64, error) {
	if err := t.bare.request(ctx, "POST", "/"+indexes+"/_flush?force=true&wait_if_ongoing=true", nil, nil); err != nil {
		return 0, err
	}
	for {
		var stats struct {
			All struct {
				Primaries struct {
					Store struct {
						SizeInBytes int64 `json:"size_in_bytes"`
					}
					Merges struct{ Current int }
				}
			} `json:"_all"`
		}
		if err := t.bare.request(ctx, "GET", "/"+indexes+"/_stats/store,merge", nil, &stats); err != nil {
			return 0, err
		}
		if stats.All.Primaries.Merges.Current == 0 {
			return stats.All.Primaries.Store.SizeInBytes, nil
		}
		select {
		case <-ctx.Done():
			return 0, ctx.Err()
		case <-time.After(time.Second):
		}
	}
}
