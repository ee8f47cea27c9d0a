package rest

import (
	"compress/gzip"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// idleTimeout ends connections that nobody has used for so long, before proxies do.
const idleTimeout = 50 * time.Second

// A Client speaks to one cluster. It is safe for concurrent use. Deadlines come from the context of each call.
type Client struct {
	config        Config
	hosts         *hosts
	http          *http.Client
	authorization string // header, or empty
	secrets       *strings.Replacer
	accepted      atomic.Bool // the cluster has said that it is of a version we speak to
	compressors   sync.Pool   // of *gzip.Writer
}

// New returns a client, without connecting: a cluster that is down makes calls fail, and later ones succeed once it is up. The error is
// ErrConfig, with all faults.
func New(config Config) (*Client, error) {
	config = config.withDefaults()
	bases, err := config.validate()
	if err != nil {
		return nil, err
	}
	transport, err := config.transport()
	if err != nil {
		return nil, err
	}
	c := &Client{config: config, hosts: newHosts(bases), authorization: config.authorization()}
	c.secrets = replacer(string(config.Password), string(config.APIKey), strings.TrimPrefix(c.authorization, "Basic "))
	c.http = &http.Client{
		Transport: transport,
		// A redirect would take the credentials elsewhere; it becomes an error that shows where it leads.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	c.compressors.New = func() any {
		w, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed) // the level is valid
		return w
	}
	return c, nil
}

// Close ends idle connections. Calls that run go on.
func (c *Client) Close() { c.http.CloseIdleConnections() }

func (c Config) authorization() string {
	switch {
	case c.APIKey != "":
		return "ApiKey " + string(c.APIKey)
	case c.Username != "":
		return "Basic " + base64.StdEncoding.EncodeToString([]byte(c.Username+":"+string(c.Password)))
	}
	return ""
}

// replacer puts dots where a text has one of the secrets: a proxy may show what it was sent.
func replacer(secrets ...string) *strings.Replacer {
	var pairs []string
	for _, secret := range secrets {
		if secret != "" {
			pairs = append(pairs, secret, dots)
		}
	}
	return strings.NewReplacer(pairs...)
}

// A Call is one request.
type Call struct {
	Method string
	Path   string // escaped, with a slash at the beginning; see Path
	Query  url.Values
	Body   any  // sent as JSON; []byte is sent as it is, as JSON lines
	Repeat bool // carried out twice it does what it does once, so that it may be sent again where no answer came
	Read   bool // it changes nothing: Config.Timeout bounds a try, not Config.WriteTimeout

	attempts int // of tries; 0 is Config.Attempts
}

// Path joins names to the path of a call, and escapes them: document symbols have slashes in them.
func Path(names ...string) string {
	var b strings.Builder
	for _, name := range names {
		b.WriteString("/" + url.PathEscape(name))
	}
	return b.String()
}

// Do carries out a call and returns the JSON answered; it is nil for an answer without a body. What may be sent again is, to the next
// host, until the attempts or the context end: all calls that were refused for want of room (429) or never left; those with Repeat also
// after a broken connection, a try that took too long, and where the cluster or a proxy says that it cannot answer now (502 to 504).
//
// Before its first call a client asks for the version of the cluster; an unknown one is ErrVersion.
func (c *Client) Do(ctx context.Context, call Call) ([]byte, error) {
	if err := c.accept(ctx); err != nil {
		return nil, err
	}
	return c.do(ctx, call)
}

// do is Do without the question for the version.
func (c *Client) do(ctx context.Context, call Call) ([]byte, error) {
	message, err := c.encode(call.Body)
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", call.Method, call.Path, err)
	}
	attempts := call.attempts
	if attempts == 0 {
		attempts = c.config.Attempts
	}
	for attempt := 1; ; attempt++ {
		answer, err := c.try(ctx, call, message)
		if err == nil || attempt == attempts || !call.again(err) || !sleep(ctx, c.pause(attempt, err)) {
			return answer, err
		}
		c.config.Logger.Debug("a call is repeated", "attempt", attempt+1, "err", err)
	}
}

// send carries out a call and decodes its answer into a value, unless that is nil.
func (c *Client) send(ctx context.Context, call Call, into any) error {
	answer, err := c.Do(ctx, call)
	if err != nil || into == nil {
		return err
	}
	return c.decode(call, answer, into)
}

func (c *Client) decode(call Call, answer []byte, into any) error {
	if err := json.Unmarshal(answer, into); err != nil {
		return fmt.Errorf("%s %s: %w: %w in %s", call.Method, call.Path, ErrNotJSON, err, quote([]byte(c.secrets.Replace(string(answer)))))
	}
	return nil
}

// again reports whether the call may be sent once more after an error.
func (call Call) again(err error) bool {
	var broken *connectionError
	if errors.As(err, &broken) {
		return call.Repeat || !broken.sent
	}
	var answered *Error
	if !errors.As(err, &answered) {
		return false
	}
	return answered.Is(ErrBusy) || call.Repeat && answered.Is(ErrUnavailable)
}

// pause is how long to wait after a failed attempt: not at all for a host that did not answer as long as there are others.
func (c *Client) pause(attempt int, err error) time.Duration {
	var broken *connectionError
	if errors.As(err, &broken) && attempt < len(c.hosts.all) {
		return 0
	}
	const longest = 10 * time.Second
	wait := min(c.config.Wait<<min(attempt-1, 16), longest)
	wait = wait/2 + rand.N(wait/2+1)
	var answered *Error
	if errors.As(err, &answered) {
		wait = max(wait, answered.retryAfter)
	}
	return wait
}

// sleep waits; it returns false, at once, where the context ends before.
func sleep(ctx context.Context, wait time.Duration) bool {
	if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) <= wait {
		return false
	}
	select {
	case <-ctx.Done():
		return false
	case <-time.After(wait):
		return true
	}
}
