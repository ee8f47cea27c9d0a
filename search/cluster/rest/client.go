package rest

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
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

// A message is the body of a request as it is sent.
type message struct {
	content     []byte
	contentType string
	compressed  bool
}

func (c *Client) encode(body any) (message, error) {
	if body == nil {
		return message{}, nil
	}
	m := message{contentType: "application/x-ndjson"}
	switch lines, ok := body.([]byte); {
	case ok:
		m.content = lines
	default:
		text, err := json.Marshal(body)
		if err != nil {
			return message{}, err
		}
		m.content, m.contentType = text, "application/json"
	}
	if c.config.GzipBytes >= 0 && len(m.content) >= c.config.GzipBytes {
		m.content, m.compressed = c.compress(m.content), true
	}
	return m, nil
}

func (c *Client) compress(text []byte) []byte {
	var b bytes.Buffer
	w := c.compressors.Get().(*gzip.Writer)
	defer c.compressors.Put(w)
	w.Reset(&b)
	_, _ = w.Write(text) // a buffer takes everything
	_ = w.Close()
	return b.Bytes()
}

// try sends a call to the host whose turn it is. The error is an *Error, a *connectionError, or ErrTooLarge.
func (c *Client) try(ctx context.Context, call Call, m message) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("%s %s: %w", call.Method, call.Path, err)
	}
	host, doubtful := c.hosts.next()
	if doubtful {
		if err := c.knock(ctx, host); err != nil {
			return nil, c.broken(ctx, host, call, false, err)
		}
	}
	limit := c.config.WriteTimeout
	if call.Read {
		limit = c.config.Timeout
	}
	answer, sent, err := c.exchange(ctx, limit, host, call, m)
	if errors.Is(err, ErrTooLarge) {
		return nil, fmt.Errorf("%s %s at %s: %w (%d bytes)", call.Method, call.Path, host.base, ErrTooLarge, c.config.MaxAnswer)
	}
	if err != nil {
		return nil, c.broken(ctx, host, call, sent, err)
	}
	c.hosts.answered(host)
	return c.judge(call, host, answer)
}

// knock asks a host that has failed whether it is there, before a call is risked on it: one that hangs costs a few seconds, and not as
// long as a search may take, and no write is lost in it.
func (c *Client) knock(ctx context.Context, host *host) error {
	_, _, err := c.exchange(ctx, c.config.DialTimeout, host, Call{Method: http.MethodGet, Path: "/"}, message{})
	return err
}

// broken is the error of a call that got no answer; its host is left out for a while, unless the caller has given up.
func (c *Client) broken(ctx context.Context, host *host, call Call, sent bool, err error) error {
	broken := &connectionError{method: call.Method, path: call.Path, host: host.base, sent: sent, repeat: call.Repeat, err: err}
	if !errors.Is(ctx.Err(), context.Canceled) {
		c.hosts.failed(host)
		c.config.Logger.Warn("a host of the cluster is left out for a while", "host", host.base, "err", broken)
	}
	return broken
}

// An answer is what a host said, read whole.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// exchange sends a request and reads the answer. Where that fails it tells whether anything was sent.
func (c *Client) exchange(ctx context.Context, limit time.Duration, host *host, call Call, m message) (a answer, sent bool, err error) {
	ctx, cancel := context.WithTimeoutCause(ctx, limit, fmt.Errorf("no answer within %v: %w", limit, context.DeadlineExceeded))
	defer cancel()
	var left atomic.Bool
	traced := httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{WroteHeaders: func() { left.Store(true) }})
	req, err := c.request(traced, host, call, m)
	if err != nil {
		return answer{}, false, err
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return answer{}, left.Load(), plain(ctx, err)
	}
	defer resp.Body.Close()
	body, err := c.read(resp.Body)
	if err == nil && resp.StatusCode/100 == 2 && cut(body) {
		err = io.ErrUnexpectedEOF
	}
	return answer{resp.StatusCode, resp.Header, bytes.TrimSpace(body)}, true, plain(ctx, err)
}

func (c *Client) request(ctx context.Context, host *host, call Call, m message) (*http.Request, error) {
	target := host.base + call.Path
	if len(call.Query) > 0 {
		target += "?" + call.Query.Encode()
	}
	req, err := http.NewRequestWithContext(ctx, call.Method, target, bytes.NewReader(m.content))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Accept", "application/json")
	if m.contentType != "" {
		req.Header.Set("Content-Type", m.contentType)
	}
	if m.compressed {
		req.Header.Set("Content-Encoding", "gzip")
	}
	if c.authorization != "" {
		req.Header.Set("Authorization", c.authorization)
	}
	return req, nil
}

// plain takes method and address, which our errors have anyway, off an error of net/http, and says which limit ended a request.
func plain(ctx context.Context, err error) error {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	if err != nil && ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

func (c *Client) read(body io.Reader) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(body, int64(c.config.MaxAnswer)+1))
	if err == nil && len(text) > c.config.MaxAnswer {
		return nil, ErrTooLarge
	}
	return text, err
}

// cut reports whether a body begins as JSON and does not end so: a proxy that loses its connection ends its answer as if it were whole.
func cut(body []byte) bool {
	text := bytes.TrimSpace(body)
	if !isJSON(text) {
		return false
	}
	last := text[len(text)-1]
	return len(text) == 1 || last != '}' && last != ']'
}

// isJSON reports whether a text begins as an object or an array; all answers of OpenSearch are one of these.
func isJSON(text []byte) bool { return len(text) > 0 && (text[0] == '{' || text[0] == '[') }

// judge makes an error of every answer that is not a result.
func (c *Client) judge(call Call, host *host, a answer) ([]byte, error) {
	fine := a.status/100 == 2
	if fine && (isJSON(a.body) || len(a.body) == 0) {
		return a.body, nil
	}
	// Before anything is cut off, which might leave the beginning of a secret.
	a.body = []byte(c.secrets.Replace(string(a.body)))
	e := &Error{Method: call.Method, Path: call.Path, Host: host.base, Status: a.status, body: a.body}
	switch location := a.header.Get("Location"); {
	case fine:
		e.notJSON, e.Reason = true, quote(a.body)
	case a.status/100 == 3 && location != "":
		e.notJSON, e.Reason = true, "redirects to "+quote([]byte(c.secrets.Replace(location)))+", which is not followed"
	default:
		e.describe(a.body)
		e.retryAfter = retryAfter(a.header.Get("Retry-After"))
	}
	return nil, e
}

// retryAfter reads the header of that name, seconds or a date (RFC 9110, section 10.2.3); 0 where it says nothing, and a minute at most.
func retryAfter(value string) time.Duration {
	wait := time.Duration(0)
	if seconds, err := strconv.Atoi(value); err == nil {
		wait = time.Duration(min(seconds, 60)) * time.Second
	} else if date, err := http.ParseTime(value); err == nil {
		wait = time.Until(date)
	}
	return max(0, min(wait, time.Minute))
}
