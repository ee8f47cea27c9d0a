// Command start runs a cluster of three OpenSearch nodes on loopback until it is interrupted:
//
//	start [2|3 [options of Java …]]
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/plenary-search/plenary/search/cluster/clustertest"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	major, java := 2, []string(nil)
	if len(args) > 0 {
		java = args[1:]
		if _, err := fmt.Sscan(args[0], &major); err != nil {
			return fmt.Errorf("major version of OpenSearch: %w", err)
		}
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	fmt.Fprintf(os.Stderr, "starting OpenSearch %d…\n", major)
	cluster, err := clustertest.Open(ctx, major, java...)
	if err != nil {
		return err
	}
	fmt.Println(strings.Join(cluster.URLs(), ","))
	fmt.Fprintln(os.Stderr, "three nodes are ready; interrupt to end them and remove their data")
	<-ctx.Done()
	return cluster.Close()
}
