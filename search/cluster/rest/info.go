package rest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Info is what a node says of itself.
type Info struct {
	Node         string
	Cluster      string
	UUID         string // of the cluster
	Distribution string // "opensearch"; empty for Elasticsearch
	Version      string // as 2.19.1
}

// Info asks a node what it is, whatever its version.
func (c *Client) Info(ctx context.Context) (Info, error) {
	var answer struct {
		Name    string `json:"name"`
		Cluster string `json:"cluster_name"`
		UUID    string `json:"cluster_uuid"`
		Version struct {
			Distribution string `json:"distribution"`
			Number       string `json:"number"`
		} `json:"version"`
	}
	call := Call{Method: http.MethodGet, Path: "/", Repeat: true, Read: true}
	text, err := c.do(ctx, call)
	if err != nil {
		return Info{}, err
	}
	if err := c.decode(call, text, &answer); err != nil {
		return Info{}, err
	}
	return Info{Node: answer.Name, Cluster: answer.Cluster, UUID: answer.UUID, Distribution: answer.Version.Distribution, Version: answer.Version.Number}, nil
}

// accept asks for the version until it is known to be one that we speak to.
func (c *Client) accept(ctx context.Context) error {
	if c.accepted.Load() {
		return nil
	}
	info, err := c.Info(ctx)
	if err != nil {
		return err
	}
	if err := info.supported(); err != nil {
		return err
	}
	c.accepted.Store(true)
	return nil
}

// supported is nil, or ErrVersion with what answered instead.
func (i Info) supported() error {
	major, _, _ := strings.Cut(i.Version, ".")
	number, err := strconv.Atoi(major)
	switch {
	case err != nil:
		return fmt.Errorf("%w: what answers gives no version; check the address", ErrVersion)
	case i.Distribution == "":
		return fmt.Errorf("%w: node %s of cluster %s is Elasticsearch %s, or hides what it is", ErrVersion, i.Node, i.Cluster, i.Version)
	case i.Distribution != "opensearch" || number < 2 || number > 3:
		return fmt.Errorf("%w: node %s of cluster %s is %s %s", ErrVersion, i.Node, i.Cluster, i.Distribution, i.Version)
	}
	return nil
}

// Health is the state of a cluster or an index.
type Health struct {
	Cluster          string `json:"cluster_name"`
	Status           string `json:"status"`    // green, yellow (replicas are missing) or red (data are missing)
	TimedOut         bool   `json:"timed_out"` // what was waited for did not come
	Nodes            int    `json:"number_of_nodes"`
	DataNodes        int    `json:"number_of_data_nodes"`
	ActiveShards     int    `json:"active_shards"`
	RelocatingShards int    `json:"relocating_shards"`
	StartingShards   int    `json:"initializing_shards"`
	MissingShards    int    `json:"unassigned_shards"`
}

// HealthOptions say whose health, and what to wait for.
type HealthOptions struct {
	Index   string        // of this one, or of these, alone
	Status  string        // wait for at least this
	Nodes   int           // wait for at least so many
	Timeout time.Duration // wait as long at most; 0 is not at all
}

// Health asks for the health of the cluster. That the wait was too short is no error: Health.TimedOut tells.
func (c *Client) Health(ctx context.Context, options HealthOptions) (Health, error) {
	query := url.Values{"timeout": {fmt.Sprintf("%dms", options.Timeout.Milliseconds())}}
	if options.Status != "" {
		query.Set("wait_for_status", options.Status)
	}
	if options.Nodes > 0 {
		query.Set("wait_for_nodes", fmt.Sprintf(">=%d", options.Nodes))
	}
	path := "/_cluster/health"
	if options.Index != "" {
		path += Path(options.Index)
	}
	call := Call{Method: http.MethodGet, Path: path, Query: query, Repeat: true, Read: options.Timeout <= c.config.Timeout/2}
	var health Health
	text, err := c.Do(ctx, call)
	var answered *Error
	switch {
	case errors.As(err, &answered) && answered.Status == http.StatusRequestTimeout:
		text = answered.body // the state at the end of the wait
	case err != nil:
		return Health{}, err
	}
	return health, c.decode(call, text, &health)
}
