package web

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/plenary-search/plenary/index/document"
)

// jsonType is UTF-8 by definition (RFC 8259), so it has no parameter.
const jsonType = "application/json"

// entityTag is the weak tag of an answer: of this version of the program, this state of the index, this address. See the
// package comment on why it is weak.
func (s *Server) entityTag(ctx context.Context, address string) (tag string, generation uint64, err error) {
	corpus, err := s.searcher.Corpus(ctx)
	if err != nil {
		return "", 0, err
	}
	// The counts tell apart two indexes built one after the other that have reached the same generation.
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\n%d %d %d\n%s", s.version, corpus.Generation, corpus.Documents, corpus.Units, address))
	return `W/"` + hex.EncodeToString(sum[:12]) + `"`, corpus.Generation, nil
}

// unchanged answers 304 where the client holds the answer to this address. It reports whether the request is dealt with.
// Otherwise the tag stands in the headers.
//
// The tag is of the index as it is before the search. Where a commit comes between, the answer is newer than its tag says;
// the next request compares with the new generation, so nothing stale is ever confirmed.
func (s *Server) unchanged(c *gin.Context, address string) bool {
	tag, generation, err := s.entityTag(c.Request.Context(), address)
	if err != nil {
		s.failWith(c, err)
		return true
	}
	exchangeOf(c).generation = generation
	c.Header("ETag", tag)
	c.Header("Cache-Control", publicCache)
	if !tagMatches(c.GetHeader("If-None-Match"), tag) {
		return false
	}
	c.AbortWithStatus(http.StatusNotModified)
	return true
}

// tagMatches compares an If-None-Match header with a tag, weakly (RFC 9110, 13.1.2).
func tagMatches(header, tag string) bool {
	if strings.TrimSpace(header) == "*" {
		return true
	}
	for candidate := range strings.SplitSeq(header, ",") {
		if strings.TrimPrefix(strings.TrimSpace(candidate), "W/") == strings.TrimPrefix(tag, "W/") {
			return true
		}
	}
	return false
}

// answer sends a wire type, or the problem that it is too large.
func (s *Server) answer(c *gin.Context, body any) {
	encoded := encodeJSON(body)
	if len(encoded) > maxAnswerBytes {
		s.fail(c, newProblem("answer-too-large", fmt.Sprintf("the answer has %d bytes, at most %d", len(encoded), maxAnswerBytes)))
		return
	}
	c.Data(http.StatusOK, jsonType, encoded)
}

// parameters reads the parameters that a route takes, or answers what is wrong with them and reports false.
func (s *Server) parameters(c *gin.Context, table params) (question, bool) {
	values, faults := parseQueryString(c.Request.URL.RawQuery)
	var q question
	if len(faults) == 0 {
		q, faults = table.parse(values)
	}
	if len(faults) > 0 {
		s.fail(c, problemOfParams(faults))
		return question{}, false
	}
	return q, true
}

// listParameters reads the parameters of a list of documents, and behind which one it goes on, or answers what is wrong with them and
// reports false.
func (s *Server) listParameters(c *gin.Context, table params) (q question, after document.Key, ok bool) {
	if q, ok = s.parameters(c, table); !ok {
		return q, after, false
	}
	after, err := decodeKey(q.Cursor)
	if err != nil {
		s.failWith(c, err)
	}
	return q, after, err == nil
}

// linkHeader gives the neighbours of an answer as RFC 8288 has it.
func linkHeader(links linksBody) string {
	var parts []string
	for _, l := range []struct{ address, rel string }{{links.Next, "next"}, {links.Previous, "prev"}} {
		if l.address != "" {
			parts = append(parts, "<"+l.address+`>; rel="`+l.rel+`"`)
		}
	}
	return strings.Join(parts, ", ")
}

// redirect sends the client to the normal address of what it asked for.
func redirect(c *gin.Context, address string) {
	if query := c.Request.URL.RawQuery; query != "" {
		address += "?" + query
	}
	c.Header("Cache-Control", publicCache)
	c.Header("Location", address)
	c.AbortWithStatus(http.StatusMovedPermanently)
}
