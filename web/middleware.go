package web

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/http"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/gin-gonic/gin"
)

// exchange is what middleware and handlers tell the log about one request.
type exchange struct {
	id         string // UUID of ours, never the client's
	problem    string // name of the problem type answered with
	err        error  // what the client is not told
	waited     time.Duration
	hits       int
	generation uint64
	query      string
}

const exchangeKey = "web.exchange"

// exchangeOf is the exchange of a request that passed [Server.observe].
func exchangeOf(c *gin.Context) *exchange { return c.MustGet(exchangeKey).(*exchange) }

// newRequestID is a random UUID (RFC 9562, version 4).
func newRequestID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[0:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// observe gives the request its id and writes its line in the log: the pattern of the route, never the address, for the
// address holds the query.
func (s *Server) observe(c *gin.Context) {
	x := &exchange{id: newRequestID()}
	c.Set(exchangeKey, x)
	c.Header("X-Request-Id", x.id)
	start := time.Now()
	c.Next()
	attrs := []slog.Attr{
		slog.String("request_id", x.id),
		slog.String("method", knownMethod(c.Request.Method)),
		slog.String("route", c.FullPath()),
		slog.Int("status", c.Writer.Status()),
		slog.Int("bytes", max(0, c.Writer.Size())),
		slog.Float64("waited_ms", milliseconds(x.waited)),
		slog.Float64("took_ms", milliseconds(time.Since(start)-x.waited)),
	}
	if x.problem != "" {
		attrs = append(attrs, slog.String("problem", x.problem))
	}
	if x.generation != 0 {
		attrs = append(attrs, slog.Uint64("generation", x.generation), slog.Int("hits", x.hits))
	}
	if s.logQueries && x.query != "" {
		attrs = append(attrs, slog.String("query", x.query))
	}
	level := slog.LevelInfo
	if x.err != nil {
		level = slog.LevelError
		attrs = append(attrs, slog.String("err", x.err.Error()))
	}
	s.log.LogAttrs(c.Request.Context(), level, "request", attrs...)
}

// knownMethod keeps invented methods out of the log.
func knownMethod(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete:
		return method
	}
	return "other"
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// recover turns a panic into a problem; the stack goes to the log. The router's own recovery would also log headers.
func (s *Server) recover(c *gin.Context) {
	defer func() {
		fault := recover()
		if fault == nil {
			return
		}
		if fault == http.ErrAbortHandler {
			panic(fault)
		}
		exchangeOf(c).err = fmt.Errorf("panic: %v\n%s", fault, debug.Stack())
		if c.Writer.Written() {
			c.Abort()
			return
		}
		s.fail(c, newProblem("internal", ""))
	}()
	c.Next()
}

// Security headers, by kind of route.
const (
	pageCSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
		"form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; " +
		"require-trusted-types-for 'script'; trusted-types plenary"
	apiCSP      = "default-src 'none'; frame-ancestors 'none'; sandbox"
	permissions = "camera=(), geolocation=(), microphone=(), browsing-topics=()"
	hsts        = "max-age=31536000"
)

// Cache headers of answers that depend on the index and the address alone.
const publicCache = "public, max-age=60"

// isPage tells the routes that people read in a browser from those that programs call.
func isPage(path string) bool {
	for _, prefix := range []string{"/api/", "/openapi.", problemPath, "/healthz", "/readyz"} {
		if strings.HasPrefix(path, prefix) {
			return false
		}
	}
	return path != "/api"
}

// headers sets what every answer of a kind of route carries, refusals too.
func (s *Server) headers(c *gin.Context) {
	h := c.Writer.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Permissions-Policy", permissions)
	if s.secure || c.Request.TLS != nil {
		h.Set("Strict-Transport-Security", hsts)
	}
	if isPage(c.Request.URL.Path) {
		h.Set("Content-Security-Policy", pageCSP)
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		return
	}
	h.Set("Content-Security-Policy", apiCSP)
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	s.cors(c)
}

// cors lets pages of other origins read the API: any origin, as a fixed string, or those of a list, compared exactly.
// Credentials are never allowed; there are none.
func (s *Server) cors(c *gin.Context) {
	h := c.Writer.Header()
	if len(s.origins) == 0 {
		h.Set("Access-Control-Allow-Origin", "*")
	} else {
		h.Add("Vary", "Origin")
		origin := c.GetHeader("Origin")
		if !slices.Contains(s.origins, origin) {
			return
		}
		h.Set("Access-Control-Allow-Origin", origin)
	}
	h.Set("Access-Control-Expose-Headers", "ETag, Link, Retry-After, RateLimit, RateLimit-Policy, X-Request-Id")
	if c.Request.Method == http.MethodOptions {
		h.Set("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS")
		h.Set("Access-Control-Allow-Headers", "Content-Type, If-None-Match")
		h.Set("Access-Control-Max-Age", "86400")
	}
}

// refuseBodies answers requests that carry a body: no route takes one.
func (s *Server) refuseBodies(c *gin.Context) {
	if c.Request.ContentLength != 0 || len(c.Request.TransferEncoding) > 0 {
		c.Header("Connection", "close") // what is on its way is not read
		s.fail(c, newProblem("body-not-accepted", ""))
	}
}

// refuseLargeHeads answers heads above the limit. The server itself cuts those that are larger still, without a problem
// to read, while it reads them.
func (s *Server) refuseLargeHeads(c *gin.Context) {
	size := len(c.Request.RequestURI)
	for name, values := range c.Request.Header {
		for _, value := range values {
			size += len(name) + len(value) + len(": \r\n")
		}
	}
	if size > maxHeadBytes {
		s.fail(c, newProblem("headers-too-large", ""))
	}
}

// refuseLongAddresses answers addresses above the limit.
func (s *Server) refuseLongAddresses(c *gin.Context) {
	if n := max(len(c.Request.RequestURI), len(c.Request.URL.Path)+len(c.Request.URL.RawQuery)); n > maxAddressBytes {
		s.fail(c, newProblem("uri-too-long", fmt.Sprintf("the address has %d bytes, at most %d", n, maxAddressBytes)))
	}
}

// gate admits so many requests at once; some more wait shortly for room, and the rest are refused at once.
type gate struct {
	room     chan struct{} // holds one token for each running request
	waiting  atomic.Int64
	queue    int64
	patience time.Duration
}

func newGate(running, queue int, patience time.Duration) *gate {
	if running <= 0 {
		running = 2 * runtime.GOMAXPROCS(0)
	}
	return &gate{room: make(chan struct{}, running), queue: int64(queue), patience: patience}
}

// enter reports whether there is room; leave must be called if so. It waits no longer than the gate's patience.
func (g *gate) enter(ctx context.Context) bool {
	select {
	case g.room <- struct{}{}:
		return true
	default:
	}
	if g.waiting.Add(1) > g.queue {
		g.waiting.Add(-1)
		return false
	}
	defer g.waiting.Add(-1)
	timer := time.NewTimer(g.patience)
	defer timer.Stop()
	select {
	case g.room <- struct{}{}:
		return true
	case <-timer.C:
		return false
	case <-ctx.Done():
		return false
	}
}

func (g *gate) leave() { <-g.room }

// admit runs the rest of the chain when the gate has room, under the deadline of a question.
func (s *Server) admit(c *gin.Context) {
	arrived := time.Now()
	admitted := s.gate.enter(c.Request.Context())
	exchangeOf(c).waited = time.Since(arrived)
	if !admitted {
		s.fail(c, newProblem("overloaded", ""))
		return
	}
	defer s.gate.leave()
	ctx, cancel := context.WithTimeout(c.Request.Context(), s.timeout)
	defer cancel()
	c.Request = c.Request.WithContext(ctx)
	c.Next()
}
