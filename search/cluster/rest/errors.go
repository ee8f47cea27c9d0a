package rest

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode"
)

// What a call can fail with, beside its context's error. Each says what to do.
var (
	// ErrUnavailable: no host could be reached, or those that answered cannot serve now. A later call may succeed.
	ErrUnavailable = errors.New("the cluster cannot be reached or cannot answer now: check that its nodes run, and that addresses, ports and http or https are right")
	// ErrUncertain: the connection broke after a call that must not be repeated had been sent. It may have been carried out.
	ErrUncertain = errors.New("whether it was carried out is not known: look before you repeat it")
	// ErrBusy: the cluster still has no room after all repeats. It comes with ErrUnavailable.
	ErrBusy = errors.New("the cluster is overloaded: send less at a time, or give it more nodes")
	// ErrDiskFull: indexes take no writes, because the disk of a node is fuller than the flood-stage watermark.
	ErrDiskFull = errors.New("a disk of the cluster is full, and indexes take no writes: free space or add nodes; once there is space they take writes again by themselves")
	// ErrBlocked: somebody has forbidden writes, or all use, of an index or the cluster.
	ErrBlocked = errors.New("a block keeps the index or the cluster from it: lift the block that is named")
	// ErrUnauthorized: the credentials are wrong, or there are none.
	ErrUnauthorized = errors.New("the cluster refuses the credentials: check user name and password, or the API key")
	// ErrForbidden: the credentials are right and do not suffice.
	ErrForbidden = errors.New("the cluster refuses permission: give the user's role the right that is named")
	// ErrCertificate: the certificate of a host, or ours, is not accepted, or one side does not speak TLS.
	ErrCertificate = errors.New("no trusted connection: check that the address says https where the cluster uses TLS, the file of the authority, the name in the certificate, and our certificate where the cluster wants one")
	// ErrVersion: what answers is not OpenSearch 2 or 3.
	ErrVersion = errors.New("OpenSearch 2 or 3 is needed")
	// ErrNotJSON: the answer is something else, a page of a proxy for one.
	ErrNotJSON = errors.New("the answer is not JSON: check that the address is OpenSearch's own and that no proxy or portal answers in its place")
	// ErrTooLarge: the answer is larger than Config.MaxAnswer.
	ErrTooLarge = errors.New("the answer is larger than the limit: ask for less at a time")
	// ErrRequestTooLarge: the cluster, or a proxy before it, takes no request of that size.
	ErrRequestTooLarge = errors.New("the request is too large for the cluster or for a proxy before it: allow larger ones there, or make bulk requests smaller")
	// ErrNotFound: there is no such index, alias or document.
	ErrNotFound = errors.New("not found")
	// ErrNoIndex: there is no such index. It comes with ErrNotFound.
	ErrNoIndex = errors.New("there is no such index")
	// ErrExists: there is an index of that name.
	ErrExists = errors.New("exists already")
	// ErrConflict: somebody else has written the document since.
	ErrConflict = errors.New("changed by somebody else")
	// ErrInternal: the cluster failed to answer and gives no reason that has a name here; the error has its words.
	ErrInternal = errors.New("a fault of the cluster itself")
	// ErrExpired: the point in time is gone; open a new one.
	ErrExpired = errors.New("the point in time has expired")
	// ErrPartial: some shards did not answer, or not in time. No part of an answer is ever given as the whole.
	ErrPartial = errors.New("not all shards answered: check the health of the cluster")
)

// Error is what the cluster answered instead of a result. errors.Is tells it by the names above.
type Error struct {
	Method, Path, Host string
	Status             int    // of HTTP
	Type, Reason       string // OpenSearch's own words for the root cause; Reason is the beginning of what else was answered

	notJSON    bool
	retryAfter time.Duration
	body       []byte
}

// Error says which call failed, where, what was answered, and what to do.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Method + " " + e.Path)
	if e.Host != "" { // one of several searches has none
		b.WriteString(" at " + e.Host)
	}
	fmt.Fprintf(&b, ": %d %s", e.Status, http.StatusText(e.Status))
	for _, part := range []string{e.Type, e.Reason} {
		if part != "" {
			b.WriteString(": " + part)
		}
	}
	if names := e.names(); len(names) > 0 {
		b.WriteString("; " + names[0].Error())
	}
	return b.String()
}

// Is reports whether target is one of the names of the error.
func (e *Error) Is(target error) bool { return slices.Contains(e.names(), target) }

// names are the errors above that this one is, the one that says most about what to do first.
func (e *Error) names() []error {
	names := namesOf(e.Status, e.Type)
	if e.notJSON && e.Status != http.StatusUnauthorized && e.Status != http.StatusForbidden && e.Status != http.StatusRequestEntityTooLarge {
		names = append([]error{ErrNotJSON}, names...)
	}
	return names
}

// namesOf names a status and OpenSearch's type of an error, of a call or of one item of a bulk request.
func namesOf(status int, kind string) []error {
	switch {
	case kind == "cluster_block_exception" && status == http.StatusTooManyRequests:
		return []error{ErrDiskFull}
	case kind == "cluster_block_exception" && status == http.StatusForbidden, kind == "index_create_block_exception":
		return []error{ErrBlocked}
	case kind == "node_not_connected_exception", kind == "node_disconnected_exception", kind == "node_closed_exception": // 500
		return []error{ErrUnavailable}
	case kind == "index_not_found_exception":
		return []error{ErrNoIndex, ErrNotFound}
	case kind == "search_context_missing_exception":
		return []error{ErrExpired}
	case kind == "resource_already_exists_exception":
		return []error{ErrExists}
	}
	switch status {
	case http.StatusUnauthorized:
		return []error{ErrUnauthorized}
	case http.StatusForbidden:
		return []error{ErrForbidden}
	case http.StatusNotFound:
		return []error{ErrNotFound}
	case http.StatusConflict:
		return []error{ErrConflict}
	case http.StatusRequestEntityTooLarge:
		return []error{ErrRequestTooLarge}
	case http.StatusTooManyRequests:
		return []error{ErrBusy, ErrUnavailable}
	case http.StatusInternalServerError:
		return []error{ErrInternal}
	case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return []error{ErrUnavailable}
	}
	return nil
}

// cause is how OpenSearch describes a fault; shards' and items' faults have the same shape.
type cause struct {
	Type      string  `json:"type"`
	Reason    string  `json:"reason"`
	RootCause []cause `json:"root_cause"`
	CausedBy  *cause  `json:"caused_by"`
}

// root returns type and reason of the root cause; the reason ends with that of the innermost cause.
func (c cause) root() (kind, reason string) {
	if len(c.RootCause) > 0 {
		c.Type, c.Reason = c.RootCause[0].Type, c.RootCause[0].Reason
	}
	inner := c.CausedBy
	for inner != nil && inner.CausedBy != nil {
		inner = inner.CausedBy
	}
	if inner != nil && inner.Reason != "" && !strings.Contains(c.Reason, inner.Reason) {
		return c.Type, c.Reason + ": " + inner.Reason
	}
	return c.Type, c.Reason
}

// describe fills in what the body of an answer says about the fault: {"error": {"type", "reason", …}}, {"error": "…"}, an object that has no
// error (a document that was not found), or anything else.
func (e *Error) describe(body []byte) {
	var object struct {
		Error json.RawMessage `json:"error"`
	}
	if len(bytes.TrimSpace(body)) == 0 {
		return
	}
	if err := json.Unmarshal(body, &object); err != nil {
		e.notJSON, e.Reason = true, quote(body)
		return
	}
	var c cause
	switch {
	case len(object.Error) == 0:
	case json.Unmarshal(object.Error, &c) == nil:
		e.Type, e.Reason = c.root()
	case json.Unmarshal(object.Error, &e.Reason) == nil:
	default:
		e.Reason = quote(object.Error)
	}
}

// quote returns the beginning of a text on one line, in quotation marks.
func quote(text []byte) string {
	const most = 200
	runes := []rune(strings.ToValidUTF8(string(text[:min(len(text), 4*most)]), "�"))
	line := strings.Join(strings.FieldsFunc(string(runes), func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) }), " ")
	if runes = []rune(line); len(runes) > most {
		line = string(runes[:most]) + "…"
	}
	return "“" + line + "”"
}

// connectionError is a call that got no answer, or part of one.
type connectionError struct {
	method, path, host string
	sent               bool // the request was on its way, in whole or in part
	repeat             bool // the call may be carried out twice
	err                error
}

func (e *connectionError) Error() string {
	text := fmt.Sprintf("%s %s at %s: %v", e.method, e.path, e.host, e.err)
	switch {
	case e.Is(ErrCertificate):
		return text + "; " + ErrCertificate.Error()
	case e.Is(ErrUncertain):
		return text + "; " + ErrUncertain.Error()
	case e.Is(ErrUnavailable):
		return text + "; " + ErrUnavailable.Error()
	}
	return text
}

func (e *connectionError) Unwrap() error { return e.err }

// Is reports whether target is one of the names of the error. A call that its caller gave up has none but its context's.
func (e *connectionError) Is(target error) bool {
	switch target {
	case ErrCertificate:
		return untrusted(e.err)
	case ErrUncertain:
		return e.sent && !e.repeat
	case ErrUnavailable:
		return !errors.Is(e.err, context.Canceled)
	}
	return false
}

// untrusted reports whether TLS is what failed.
func untrusted(err error) bool {
	var verification *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	var operation *net.OpError
	return errors.As(err, &verification) || errors.As(err, &record) || errors.Is(err, http.ErrSchemeMismatch) ||
		// What the other side says of our certificate has no type of its own.
		errors.As(err, &operation) && operation.Op == "remote error"
}
