package rest

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"sync/atomic"
	"time"
)

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
