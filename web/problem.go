package web

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/query"
)

// problemType is a kind of error that this server answers with, as the page below /problems explains it.
type problemType struct {
	name   string // last part of the type's address
	status int
	title  string
	advice string // what it means and what to do, in plain sentences
}

// problemTypes is the one table of errors. Every answer of status 400 and above that the handler gives has one of these.
var problemTypes = []problemType{
	{"bad-query-string", 400, "The query string cannot be read",
		"Parameters are separated by & and written in percent encoding of UTF-8. A semicolon does not separate parameters."},
	{"too-many-parameters", 400, "Too many parameters",
		"A request has at most 64 parameters, and at most 32 values of one parameter."},
	{"unknown-parameter", 400, "Unknown parameter",
		"The address has a parameter that this route does not take, perhaps a slip of the pen. It is refused, because ignoring it would answer another question. The names are in /openapi.json."},
	{"repeated-parameter", 400, "Parameter given twice", "This parameter takes one value and was given several."},
	{"bad-value", 400, "A parameter's value cannot be used",
		"The detail says which parameter it is and what its values look like."},
	{"bad-date", 400, "Not a date", "Days are written in ISO 8601: 2024-10-14. A month (2024-10) or a year (2024) stands for its first day in a …_from parameter and for its last day in a …_to parameter."},
	{"bad-cursor", 400, "Not a cursor of this server",
		"Cursors are taken from the links of an answer and used with the same question. Begin again without one."},
	{"query-too-long", 400, "The query is too long", "Leave the words that matter most."},
	{"query-too-complex", 400, "The query has too many parts", "A query has at most 256 different words, 64 other clauses, 16 levels of brackets, 64 words in a phrase and 50 others between words that are near."},
	{"too-many-words", 400, "A part of the query stands for too many words", "Add a letter before the asterisk, or let fewer letters differ: word~1."},
	{"query-too-broad", 400, "The query is too broad", "A query reads at most 50 million entries of the index and needs at most 64 MiB of memory. Add a rarer word or a filter, or leave out words that most paragraphs hold."},
	{"answer-too-large", 400, "The answer is too large", "An answer has at most 8 MiB. Ask for fewer hits (page_size) or fewer members of each (fields). A long document can be read page by page: /api/v1/search?document=SYMBOL&sort=document."},
	{"body-not-accepted", 413, "No request body is accepted", "Requests are GET or HEAD and carry no body."},
	{"uri-too-long", 414, "The address is too long", "An address has at most 8,192 bytes."},
	{"headers-too-large", 431, "The request's headers are too large", "The head of a request has at most 16 KiB."},
	{"not-found", 404, "There is nothing at this address", "The routes are listed in /openapi.json."},
	{"unknown-document", 404, "No such document here",
		"The index holds no document of this symbol, or none in the language asked for. It may exist elsewhere. /api/v1/documents lists what is held."},
	{"unknown-reference", 404, "Nothing here is about that",
		"Addresses of agenda items name an agenda, or a body and its session, and the item; those of resolutions and decisions the body and the number. Nothing that is held here stands under this item, cites this text or comes from this body."},
	{"unknown-paragraph", 404, "No such paragraph here", "The document is held and has no paragraph of this anchor. /api/v1/documents/SYMBOL lists its paragraphs."},
	{"unknown-problem", 404, "No such problem type", "/problems lists the types there are."},
	{"method-not-allowed", 405, "Method not allowed", "The Allow header lists the methods of this address."},
	{"internal", 500, "Internal error", "Something went wrong on this side. The log of the server has the rest under the request id."},
	{"overloaded", 503, "Too busy", "The server answers as many questions at once as it has room for. Retry-After says when to try again."},
	{"query-timeout", 503, "The search took too long", "A search that finds no end within two seconds is stopped; nothing of it is shown. Ask a narrower question."},
	{"index-unavailable", 503, "The index cannot answer", "/readyz says why. Try again later."},
}

var problemByName = func() map[string]problemType {
	byName := make(map[string]problemType, len(problemTypes))
	for _, t := range problemTypes {
		byName[t.name] = t
	}
	return byName
}()

// problem is the body of an error: RFC 9457, application/problem+json.
type problem struct {
	Type   string `json:"type"` // path on this server that explains the type
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail,omitempty"`
	// Instance is the request id as a URN; the log has it too.
	Instance string `json:"instance,omitempty"`
	// Errors are the faults of the parameters, all of them; the problem's type is the first one's.
	Errors []paramError `json:"errors,omitempty"`
}

// newProblem makes a problem of a name in [problemTypes]; a name that is not there is a fault of the program.
func newProblem(name, detail string) problem {
	t, ok := problemByName[name]
	if !ok {
		panic("web: no problem type " + name)
	}
	return problem{Type: problemPath + "/" + t.name, Title: t.title, Status: t.status, Detail: detail}
}

// name is the last part of the type.
func (p problem) name() string { return strings.TrimPrefix(p.Type, problemPath+"/") }

// problemOfParams is the problem of faulty parameters; there is at least one.
func problemOfParams(faults []paramError) problem {
	detail := faults[0].Detail
	if more := len(faults) - 1; more > 0 {
		detail += fmt.Sprintf(" (%d more in errors)", more)
	}
	p := newProblem(strings.TrimPrefix(faults[0].Type, problemPath+"/"), detail)
	p.Errors = faults
	return p
}

// sentinels maps the errors of searchers to problems. What is shown of an error is its own text only where it is written
// for the client.
var sentinels = []struct {
	err   error
	name  string
	shown bool
}{
	{search.ErrBadCursor, "bad-cursor", true},
	{search.ErrTooManyTerms, "too-many-words", true},
	{search.ErrTooBroad, "query-too-broad", true},
	{search.ErrUnknownField, "bad-value", true},
	{query.ErrLimit, "query-too-complex", true},
	{search.ErrBadRequest, "bad-value", true},
	{search.ErrNotFound, "unknown-document", false},
	{search.ErrSchemaMismatch, "index-unavailable", false},
	{search.ErrNarrowOnly, "index-unavailable", true},
	{search.ErrUnavailable, "index-unavailable", false},
	{context.DeadlineExceeded, "query-timeout", false},
}

// problemError is a problem on its way to whoever answers with it.
type problemError struct{ problem }

// Error is what is wrong, for the client.
func (p problemError) Error() string { return cmp.Or(p.Detail, p.Title) }

// problemOfError is the problem of an error. An unknown error says only that there was one.
func problemOfError(err error) problem {
	if p, ok := errors.AsType[problemError](err); ok {
		return p.problem
	}
	if faults, ok := errors.AsType[ParamErrors](err); ok {
		return problemOfParams(faults)
	}
	for _, s := range sentinels {
		if errors.Is(err, s.err) {
			detail := ""
			if s.shown {
				detail = err.Error()
			}
			return newProblem(s.name, detail)
		}
	}
	return newProblem("internal", "")
}

// statusClientClosed is logged where the client went away before the answer; nobody reads it.
const statusClientClosed = 499

// failWith answers with an error of the searcher and logs what the client is not told.
func (s *Server) failWith(c *gin.Context, err error) {
	if errors.Is(err, context.Canceled) && c.Request.Context().Err() != nil {
		c.AbortWithStatus(statusClientClosed)
		return
	}
	exchangeOf(c).err = err
	s.fail(c, problemOfError(err))
}

// fail answers with a problem, as JSON or as a page after the kind of route, and ends the chain of handlers.
func (s *Server) fail(c *gin.Context, p problem) {
	x := exchangeOf(c)
	x.problem = p.name()
	p.Instance = "urn:uuid:" + x.id
	h := c.Writer.Header()
	h.Del("ETag")
	h.Set("Cache-Control", "no-store")
	if p.Status == http.StatusServiceUnavailable {
		h.Set("Retry-After", "1")
	}
	c.Abort()
	if isPage(c.Request.URL.Path) && s.pageProblem(c, p) {
		return
	}
	writeProblem(c.Writer, p)
}

func writeProblem(w http.ResponseWriter, p problem) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	_, _ = w.Write(encodeJSON(p)) // a client that has gone cannot be told
}

const problemPath = "/problems"

// problemList lists the types, one a line.
func (s *Server) problemList(c *gin.Context) {
	var b strings.Builder
	for _, t := range problemTypes {
		b.WriteString(t.name + ": " + http.StatusText(t.status) + ". " + t.title + ".\n")
	}
	writeText(c, b.String())
}

// problemPage explains one type, so that the type of a problem can be followed as a link.
func (s *Server) problemPage(c *gin.Context) {
	t, ok := problemByName[c.Param("name")]
	if !ok {
		s.fail(c, newProblem("unknown-problem", ""))
		return
	}
	writeText(c, t.title+"\n\nstatus: "+http.StatusText(t.status)+"\ntype: "+problemPath+"/"+t.name+"\n\n"+t.advice+"\n")
}

func writeText(c *gin.Context, text string) {
	c.Header("Cache-Control", publicCache)
	c.Data(http.StatusOK, "text/plain; charset=utf-8", []byte(text))
}
