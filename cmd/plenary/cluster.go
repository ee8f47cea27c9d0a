package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/plenary-search/plenary/index"
	"github.com/plenary-search/plenary/search/cluster"
	"github.com/plenary-search/plenary/search/cluster/rest"
)

// clusterFlags say which engine holds the index and, of a cluster, where it is.
type clusterFlags struct {
	Engine       string   `enum:"embedded,opensearch" default:"embedded" placeholder:"ENGINE" help:"What holds the index: embedded (a folder) or opensearch (a cluster) (${default})."`
	URLs         []string `name:"opensearch-url" placeholder:"URL" help:"Addresses of the cluster's nodes, or of a proxy before them, with commas between."`
	User         string   `name:"opensearch-user" placeholder:"NAME" help:"User name for the cluster; the password stands in PLENARY_OPENSEARCH_PASSWORD or in a file."`
	PasswordFile string   `name:"opensearch-password-file" placeholder:"FILE" help:"File whose first line is the password."`
	APIKeyFile   string   `name:"opensearch-api-key-file" placeholder:"FILE" help:"File whose first line is an API key, in the place of name and password."`
	CA           string   `name:"opensearch-ca" placeholder:"FILE" help:"Certificates of the authorities to trust, in the place of the system's."`
	Cert         string   `name:"opensearch-cert" placeholder:"FILE" help:"Our certificate, where the cluster wants one."`
	Key          string   `name:"opensearch-key" placeholder:"FILE" help:"Its key."`
	Prefix       string   `name:"opensearch-prefix" default:"plenary" placeholder:"NAME" help:"Beginning of the names of indexes (${default})."`
	Shards       int      `name:"opensearch-shards" default:"1" placeholder:"N" help:"Shards of an index that is made (${default})."`
	Replicas     int      `name:"opensearch-replicas" default:"1" placeholder:"N" help:"Copies of each shard besides the first, of an index that is made (${default})."`
}

// passwordVariable keeps the password out of the list of processes.
const passwordVariable = "PLENARY_OPENSEARCH_PASSWORD"

func (f clusterFlags) isCluster() bool { return f.Engine == "opensearch" }

// check reports flags that do not go together. dir is the folder of an index.
func (f clusterFlags) check(dir string) error {
	switch {
	case f.isCluster() && dir != "":
		return usageError{errors.New("--index names a folder, and --engine opensearch needs none: leave one of them out")}
	case f.isCluster() && len(f.URLs) == 0:
		return usageError{errors.New("--engine opensearch needs the addresses of the cluster: --opensearch-url http://HOST:9200")}
	case !f.isCluster() && len(f.URLs) > 0:
		return usageError{errors.New("--opensearch-url goes with --engine opensearch")}
	}
	return nil
}

// clusterEngine is an index in a cluster, with the connections to it.
type clusterEngine struct {
	*cluster.Engine
	client *rest.Client
}

func (e clusterEngine) Close() error {
	defer e.client.Close()
	return e.Engine.Close()
}

// An index in a cluster is written as one in a folder is.
var _ index.Catalogue = clusterEngine{}

func (f clusterFlags) open(ctx context.Context, readOnly bool) (e clusterEngine, err error) {
	if e.client, err = f.connect(); err != nil {
		return e, err
	}
	if e.Engine, err = cluster.Open(ctx, e.client, f.options(readOnly)); err != nil {
		e.client.Close()
		return e, fmt.Errorf("open the index in the cluster: %w", err)
	}
	return e, nil
}

// clusterRebuild is an index that is made anew in a cluster, with the connections to it.
type clusterRebuild struct {
	*cluster.Rebuild
	client *rest.Client
}

func (r clusterRebuild) Close() error {
	defer r.client.Close()
	return r.Rebuild.Close()
}

func (f clusterFlags) openRebuild(ctx context.Context) (r clusterRebuild, err error) {
	if r.client, err = f.connect(); err != nil {
		return r, err
	}
	if r.Rebuild, err = cluster.OpenRebuild(ctx, r.client, f.options(false)); err != nil {
		r.client.Close()
		return r, fmt.Errorf("make the index in the cluster anew: %w", err)
	}
	return r, nil
}

func (f clusterFlags) options(readOnly bool) cluster.Options {
	return cluster.Options{Prefix: f.Prefix, Shards: f.Shards, Replicas: f.Replicas, ReadOnly: readOnly}
}

func (f clusterFlags) connect() (*rest.Client, error) {
	config := rest.Config{Addresses: f.URLs, Username: f.User, Password: rest.Secret(os.Getenv(passwordVariable)),
		TLS: rest.TLS{CAFile: f.CA, CertFile: f.Cert, KeyFile: f.Key}}
	for _, secret := range []struct {
		file string
		to   *rest.Secret
	}{{f.PasswordFile, &config.Password}, {f.APIKeyFile, &config.APIKey}} {
		if secret.file == "" {
			continue
		}
		text, err := os.ReadFile(secret.file)
		if err != nil {
			return nil, err
		}
		first, _, _ := strings.Cut(string(text), "\n")
		*secret.to = rest.Secret(strings.TrimSpace(first))
	}
	client, err := rest.New(config)
	if err != nil {
		return nil, usageError{err}
	}
	return client, nil
}

// name is the index, for messages.
func (f clusterFlags) name() string { return "index " + f.Prefix + " in the cluster" }
