package web

import (
	"cmp"
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
)

// listPage is a page of all documents that are held, in natural order of symbols.
type listPage struct {
	frame
	Count     string
	Documents []documentLine
	Next      string
	First     string // the beginning of the list, "" where this is it
}

// listSize is how many documents a page lists.
const listSize = search.MaxSize

// listPage answers GET /documents.
func (s *Server) listPage(c *gin.Context) {
	q, after, ok := s.listParameters(c, listParams)
	if !ok {
		return
	}
	v, ok := s.viewAt(c, address{listPath, q.values}, "")
	if !ok {
		return
	}
	headers, err := s.searcher.Documents(c.Request.Context(), after, listSize+1) // one more tells whether there is a next page
	if err != nil {
		s.failWith(c, err)
		return
	}
	s.page(c, http.StatusOK, "documents", v.list(headers, after))
}

func (v *view) list(headers []document.Header, after document.Key) listPage {
	p := listPage{frame: v.frame("prose", v.say.say("nav.documents")), Count: v.say.count("documents", v.corpus.Documents)}
	if after != (document.Key{}) {
		p.First = listPath
	}
	if len(headers) > listSize {
		headers = headers[:listSize]
		p.Next = v.here.cursor(encodeKey(headers[listSize-1].Key()))
	}
	for _, h := range headers {
		p.Documents = append(p.Documents, v.documentLine(h))
	}
	return p
}

// documentLine is a document in a list.
func (v *view) documentLine(h document.Header) documentLine {
	return documentLine{documentPath(h.Key()), h.Key().String(), cmp.Or(h.Title, v.say.say("doc.untitled")), v.documentNote(h)}
}
