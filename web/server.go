package web

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/klauspost/compress/gzhttp"

	"github.com/plenary-search/plenary/search"
)

// Options say what a [Server] serves and to whom.
type Options struct {
	Searcher search.Searcher // required
	Logger   *slog.Logger    // one line per request; nil: none
	Version  string          // of the program; part of entity tags
	// PublicURL is where clients reach the server, such as "https://search.example.org/plenary"; links begin with it.
	// Without it links are paths: nothing is taken from the Host header.
	PublicURL string
	// CORSOrigins are the origins whose pages may read the API, as "https://example.org"; none listed means any.
	CORSOrigins []string
	// LogQueries adds the words of searches to the log.
	LogQueries bool
	Limits     Limits
}

// Server answers HTTP requests over one index. It is safe for concurrent use.
type Server struct {
	searcher   search.Searcher
	log        *slog.Logger
	version    string
	present    present
	secure     bool // reached by https, as far as is known
	origins    []string
	logQueries bool
	gate       *gate
	timeout    time.Duration
	draining   atomic.Bool
	openapi    openapi
	pages      *pages
	engine     *gin.Engine
	handler    http.Handler
}

// New makes a server. It fails where an option cannot be used.
func New(o Options) (*Server, error) {
	if o.Searcher == nil {
		return nil, errors.New("web: no searcher")
	}
	base, err := publicBase(o.PublicURL)
	if err != nil {
		return nil, err
	}
	for _, origin := range o.CORSOrigins {
		if err := checkOrigin(origin); err != nil {
			return nil, err
		}
	}
	limits := o.Limits.withDefaults()
	s := &Server{
		searcher: o.Searcher, log: o.Logger, version: o.Version, present: present{base: base}, secure: strings.HasPrefix(base, "https:"),
		origins: o.CORSOrigins, logQueries: o.LogQueries, gate: newGate(limits.Running, limits.Waiting, limits.Patience), timeout: limits.Query,
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	if s.openapi, err = loadOpenAPI(); err != nil {
		return nil, err
	}
	compress, err := gzhttp.NewWrapper(gzhttp.MinSize(1024), gzhttp.SetContentType(false))
	if err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	s.engine = newEngine()
	s.routes(s.engine)
	s.handler = compress(s.engine)
	return s, nil
}

// newEngine is a router that trusts no proxy, corrects no address and knows methods from addresses. Paths are matched
// decoded, so the slashes of a symbol may be written as they are or escaped.
func newEngine() *gin.Engine {
	gin.SetMode(gin.ReleaseMode)
	e := gin.New()
	e.RedirectTrailingSlash = false
	e.RedirectFixedPath = false
	e.HandleMethodNotAllowed = true
	if err := e.SetTrustedProxies(nil); err != nil {
		panic(err) // nil is always fine
	}
	return e
}

// routes is the table of contents.
func (s *Server) routes(r *gin.Engine) {
	r.Use(s.observe, s.headers, s.recover, s.refuseLongAddresses, s.refuseLargeHeads, s.refuseBodies)
	r.NoRoute(s.notFound)
	r.NoMethod(s.wrongMethod)

	get(r, "/healthz", s.health)
	get(r, "/readyz", s.ready)
	get(r, "/openapi.json", s.openapiJSON)
	get(r, "/openapi.yaml", s.openapiYAML)
	get(r, problemPath, s.problemList)
	get(r, problemPath+"/:name", s.problemPage)

	asking := r.Group("", s.admit)
	get(asking, apiSearch, s.search)
	get(asking, apiSuggest, s.suggest)
	get(asking, apiDocuments, s.documents)
	get(asking, apiDocuments+"/*symbol", s.document)
	get(asking, apiParagraphs+"/*id", s.paragraph)
	get(asking, apiVariants, s.variants)
	get(asking, apiItems, s.items)
	get(asking, apiCorpus, s.corpus)
	get(asking, apiIdentifiers, s.identifiers)
	get(asking, apiItems+"/*place", s.item)
	get(asking, apiPath+resolutionsPath+"/*text", s.resolution("resolution"))
	get(asking, apiPath+decisionsPath+"/*text", s.resolution("decision"))
	get(asking, apiBodies, s.bodies)
	get(asking, apiBodies+"/*code", s.body)

	s.pageRoutes(r)
}

// get routes GET, and HEAD to the same handler; the server leaves the body out.
func get(r gin.IRoutes, path string, handlers ...gin.HandlerFunc) {
	r.GET(path, handlers...)
	r.HEAD(path, handlers...)
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// Drain makes /readyz say that the server is about to stop, so that no new requests are sent its way.
func (s *Server) Drain() { s.draining.Store(true) }

func (s *Server) notFound(c *gin.Context) {
	s.fail(c, newProblem("not-found", fmt.Sprintf("No route has the path %q.", shortened(c.Request.URL.Path))))
}

// shortened is the beginning of what a client wrote, long enough to be recognised in an answer.
func shortened(text string) string {
	const most = 120
	if points := []rune(text); len(points) > most {
		return string(points[:most]) + "…"
	}
	return text
}

// wrongMethod answers methods that an address does not have, and OPTIONS, which every address has.
func (s *Server) wrongMethod(c *gin.Context) {
	h := c.Writer.Header()
	h.Set("Allow", "GET, HEAD, OPTIONS")
	if c.Request.Method == http.MethodOptions {
		c.Status(http.StatusNoContent)
		c.Writer.WriteHeaderNow()
		return
	}
	s.fail(c, newProblem("method-not-allowed", fmt.Sprintf("This address takes GET, HEAD and OPTIONS, not %s.", shortened(c.Request.Method))))
}

// health says that the process answers; it asks nobody.
func (s *Server) health(c *gin.Context) {
	c.Header("Cache-Control", "no-store")
	c.Data(http.StatusOK, jsonType, encodeJSON(stateBody{Status: "ok"}))
}

// ready says whether questions can be answered now, and why not.
func (s *Server) ready(c *gin.Context) {
	c.Header("Cache-Control", "no-store")
	if s.draining.Load() {
		c.Header("Retry-After", "1")
		c.Data(http.StatusServiceUnavailable, jsonType, encodeJSON(stateBody{Status: "unready", Reason: "draining"}))
		return
	}
	if err := s.searcher.Ready(c.Request.Context()); err != nil {
		exchangeOf(c).err = err
		c.Header("Retry-After", "1")
		c.Data(http.StatusServiceUnavailable, jsonType, encodeJSON(stateBody{Status: "unready", Reason: readyReason(err)}))
		return
	}
	c.Data(http.StatusOK, jsonType, encodeJSON(stateBody{Status: "ready"}))
}

// readyReason is a word for operators' tools; the log has the rest, which may name files.
func readyReason(err error) string {
	if errors.Is(err, search.ErrSchemaMismatch) {
		return "schema-mismatch"
	}
	return "engine-unreachable"
}

// publicBase checks a public URL and takes its final slash off.
func publicBase(raw string) (string, error) {
	if raw == "" {
		return "", nil
	}
	u, err := url.Parse(raw)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return "", fmt.Errorf("web: public URL %q is not like https://search.example.org", raw)
	}
	return strings.TrimRight(u.String(), "/"), nil
}

// checkOrigin refuses what no browser sends as an origin, so that a slip in the configuration is seen at once.
func checkOrigin(origin string) error {
	u, err := url.Parse(origin)
	if err != nil || u.Host == "" || u.Scheme+"://"+u.Host != origin || strings.ToLower(origin) != origin || strings.Contains(origin, "*") {
		return fmt.Errorf("web: CORS origin %q is not like https://example.org: scheme, host and port alone, in lower case", origin)
	}
	return nil
}

// NewHTTPServer is a server for a handler with the time limits that keep slow clients from holding it up. Its own
// complaints go to log, which may be nil.
func NewHTTPServer(addr string, handler http.Handler, log *slog.Logger) *http.Server {
	server := &http.Server{
		Addr:              addr,
		Handler:           handler,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       15 * time.Second,
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       60 * time.Second,
		MaxHeaderBytes:    maxHeadBytes, // the server adds 4 KiB, within which refuseLargeHeads answers
		HTTP2:             &http.HTTP2Config{MaxConcurrentStreams: 100},
	}
	if log != nil {
		server.ErrorLog = slog.NewLogLogger(log.Handler(), slog.LevelWarn)
	}
	return server
}
