package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"runtime/debug"
	"time"

	"github.com/plenary-search/plenary/index"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/web"
)

type serveCommand struct {
	indexFlag
	Addr       string        `default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Address to listen on (${default})."`
	PublicURL  string        `name:"public-url" placeholder:"URL" help:"Address under which readers reach the server, for absolute links."`
	CORSOrigin []string      `name:"cors-origin" placeholder:"ORIGIN" help:"Origins whose pages may read the API; without it, any."`
	DrainDelay time.Duration `placeholder:"DURATION" help:"When stopped, time between not-ready and the end of new connections, for load balancers."`
	Watch      []string      `placeholder:"PATH" help:"Index what is in these folders, and follow them; the index is written to --index, or kept in memory."`
	LogFormat  string        `enum:"text,json" default:"text" placeholder:"FORMAT" help:"Form of the log, text or json (${default})."`
	LogQueries bool          `help:"Write the words of searches to the log."`
}

// finishTime is what running requests get to finish when the server is stopped; then they are cut.
const finishTime = 15 * time.Second

// serveGC is how far the heap grows, in per cent of what is in use, before it is collected, unless the environment says otherwise. What
// a search allocates is short-lived, and what stays are some tens of megabytes: files are mapped. Collecting after every doubling
// would be a fifth of a server's work.
const serveGC = 400

func (c *serveCommand) run(ctx context.Context, std streams) (int, error) {
	log := c.logger(std)
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(serveGC)
	}
	// The address first: a port in use should not cost an index its opening.
	listener, err := net.Listen("tcp", c.Addr)
	if err != nil {
		return exitFailed, fmt.Errorf("%w (choose another address with --addr)", err)
	}
	defer listener.Close()
	engine, err := c.openIndex(ctx, log)
	if err != nil {
		return exitFailed, err
	}
	defer engine.Close()

	site, err := web.New(web.Options{Searcher: engine.Searcher, Logger: log, Version: version, PublicURL: c.PublicURL,
		CORSOrigins: c.CORSOrigin, LogQueries: c.LogQueries})
	if err != nil {
		return exitUsage, usageError{err}
	}
	server := web.NewHTTPServer(c.Addr, site, log)
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	watched, stop, err := c.watch(ctx, engine, log)
	if err != nil {
		return exitFailed, err
	}
	defer stop()
	fmt.Fprintf(std.err, "plenary: serving %s at http://%s/ (end with Ctrl-C)\n", engine.name, listener.Addr())

	select {
	case err := <-served:
		return exitFailed, err
	case err := <-watched:
		return exitFailed, errors.Join(err, c.shutdown(server, site, log))
	case <-ctx.Done():
		return exitOK, c.shutdown(server, site, log)
	}
}

// openIndex opens the index: for reading, or for writing what is watched.
func (c *serveCommand) openIndex(ctx context.Context, log *slog.Logger) (engine, error) {
	if len(c.Watch) == 0 {
		return c.openEngine(ctx, false, log)
	}
	return c.openWatching(ctx, log)
}

// watch follows the folders until stop is called, which waits for it. An error that ends it comes out of the channel.
func (c *serveCommand) watch(ctx context.Context, e engine, log *slog.Logger) (failed <-chan error, stop func(), err error) {
	if len(c.Watch) == 0 {
		return nil, func() {}, nil
	}
	readers, err := newReaders()
	if err != nil {
		return nil, nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan error, 1)
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := follow(ctx, e.writer, index.Options{Reader: readers, Schema: search.SchemaVersion}, c.Watch, log); err != nil {
			ended <- fmt.Errorf("watching ended: %w", err)
		}
	}()
	return ended, func() {
		cancel()
		<-done
		if err := readers.Close(); err != nil {
			log.Error("closing the readers of documents", "err", err)
		}
	}, nil
}

// shutdown ends the server in order: not ready, no new connections, running requests finish, what still runs is cut.
func (c *serveCommand) shutdown(server *http.Server, site *web.Server, log *slog.Logger) error {
	log.Info("stopping")
	site.Drain()
	time.Sleep(c.DrainDelay)
	ctx, cancel := context.WithTimeout(context.Background(), finishTime)
	defer cancel()
	err := server.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		log.Warn("requests still running are cut", "after", finishTime)
		return server.Close()
	}
	return err
}

func (c *serveCommand) logger(std streams) *slog.Logger {
	if c.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(std.err, nil))
	}
	return slog.New(slog.NewTextHandler(std.err, nil))
}
