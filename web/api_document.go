package web

import (
	"context"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
)

// documentsBody is a page of the documents that are held.
type documentsBody struct {
	Total     int          `json:"total"` // documents held
	Documents []headerBody `json:"documents"`
	Links     linksBody    `json:"links"`
}

// documentAnswer is a whole document.
type documentAnswer struct {
	Document  headerBody       `json:"document"`
	Languages []languageBody   `json:"languages"` // in which the document is held, this one among them
	Related   []relatedBody    `json:"related"`   // its addenda, corrigenda, revisions, its draft and what was adopted from it
	Agenda    []agendaItemBody `json:"agenda"`    // the agenda that the document is, if it is one
	Outline   []headingBody    `json:"outline"`
	Units     []unitBody       `json:"units"`
	Links     linksBody        `json:"links"`
}

type languageBody struct {
	Lang  string    `json:"lang"`
	Title string    `json:"title"`
	Links linksBody `json:"links"`
}

type headingBody struct {
	Anchor string `json:"anchor"`
	Level  int    `json:"level"`
	Text   string `json:"text"`
}

// choicesBody lists the documents that answer to one symbol.
type choicesBody struct {
	Symbol    string       `json:"symbol"` // as asked
	Documents []headerBody `json:"documents"`
}

// paragraphAnswer is a unit with the document it stands in.
type paragraphAnswer struct {
	unitBody
	Document documentBody `json:"document"`
	// Next and Previous are the ids of its neighbours in the document, "" at the ends.
	Next     string `json:"next,omitempty"`
	Previous string `json:"previous,omitempty"`
}

// documents answers GET /api/v1/documents, in natural order of symbols.
func (s *Server) documents(c *gin.Context) {
	q, after, ok := s.listParameters(c, listParams)
	if !ok {
		return
	}
	self := s.present.query(apiDocuments, q.values)
	if s.unchanged(c, self) {
		return
	}
	body, err := s.documentsPage(c.Request.Context(), q, after)
	if err != nil {
		s.failWith(c, err)
		return
	}
	if link := linkHeader(body.Links); link != "" {
		c.Header("Link", link)
	}
	s.answer(c, body)
}

func (s *Server) documentsPage(ctx context.Context, q question, after document.Key) (documentsBody, error) {
	size := q.Size
	if size == 0 {
		size = search.DefaultSize
	}
	corpus, err := s.searcher.Corpus(ctx)
	if err != nil {
		return documentsBody{}, err
	}
	headers, err := s.searcher.Documents(ctx, after, size+1) // one more tells whether there is a next page
	if err != nil {
		return documentsBody{}, err
	}
	body := documentsBody{Total: corpus.Documents, Documents: []headerBody{}, Links: linksBody{Self: s.present.query(apiDocuments, q.values)}}
	if len(headers) > size {
		headers = headers[:size]
		body.Links.Next = s.present.query(apiDocuments, withCursor(q.values, encodeKey(headers[size-1].Key())))
	}
	for _, h := range headers {
		body.Documents = append(body.Documents, s.present.header(h))
	}
	return body, nil
}

// document answers GET /api/v1/documents/{symbol}: the document of any spelling of its symbol, or of half of a joint one,
// sends the client to the normal address. Where a symbol is half of several joint ones, the answer lists them (300).
func (s *Server) document(c *gin.Context) {
	q, ok := s.parameters(c, documentParams)
	if !ok {
		return
	}
	asked := strings.TrimPrefix(c.Param("symbol"), "/")
	symbol, lang := splitLang(asked)
	if q.Lang != "" {
		lang = q.Lang
	}
	headers, err := s.searcher.Resolve(c.Request.Context(), symbol)
	if err != nil {
		s.failWith(c, err)
		return
	}
	if len(symbolsOf(headers)) > 1 {
		s.choices(c, symbol, headers)
		return
	}
	header, ok := inLanguage(headers, lang)
	if !ok {
		s.fail(c, newProblem("unknown-document", absence(asked, lang, headers)))
		return
	}
	if normal := header.Key().String(); asked != normal {
		c.Request.URL.RawQuery = "" // the language stands in the normal address
		redirect(c, s.present.document(header.Key()))
		return
	}
	if s.unchanged(c, s.present.document(header.Key())) {
		return
	}
	doc, err := s.searcher.Document(c.Request.Context(), header.Key())
	if err != nil {
		s.failWith(c, err)
		return
	}
	related, err := relatives(c.Request.Context(), s.searcher, doc.Header)
	if err != nil {
		s.failWith(c, err)
		return
	}
	body := s.present.whole(doc, headers)
	body.Related = s.present.related(related)
	s.answer(c, body)
}

// choices lists the documents that answer to a symbol, where there are several.
func (s *Server) choices(c *gin.Context, asked string, headers []document.Header) {
	body := choicesBody{Symbol: asked, Documents: make([]headerBody, 0, len(headers))}
	for _, h := range headers {
		body.Documents = append(body.Documents, s.present.header(h))
	}
	c.Header("Cache-Control", publicCache)
	c.Data(http.StatusMultipleChoices, jsonType, encodeJSON(body))
}

// whole converts a document; headers are those of its language versions.
func (p present) whole(doc document.Document, headers []document.Header) documentAnswer {
	body := documentAnswer{
		Document: p.header(doc.Header), Languages: []languageBody{}, Agenda: p.agendaItems(doc.Agenda, nil, nil),
		Outline: []headingBody{}, Units: make([]unitBody, 0, len(doc.Units)),
		Links: linksBody{Self: p.document(doc.Key()), Page: p.page(doc.Key(), "")},
	}
	for _, h := range headers {
		body.Languages = append(body.Languages, p.language(h))
	}
	for _, u := range doc.Units {
		if u.Kind == document.Heading {
			body.Outline = append(body.Outline, headingBody{u.Anchor, u.Level, u.Text})
		}
		body.Units = append(body.Units, p.unit(doc.Header, u))
	}
	return body
}

// paragraph answers GET /api/v1/paragraphs/{id}. The id is SYMBOL#ANCHOR with the sign escaped; SYMBOL/ANCHOR leads there.
func (s *Server) paragraph(c *gin.Context) {
	if _, ok := s.parameters(c, noParams); !ok {
		return
	}
	asked := strings.TrimPrefix(c.Param("id"), "/")
	key, anchor := splitUnitID(asked)
	headers, err := s.searcher.Resolve(c.Request.Context(), key.Symbol)
	if err != nil {
		s.failWith(c, err)
		return
	}
	if len(symbolsOf(headers)) > 1 {
		s.choices(c, key.Symbol, headers)
		return
	}
	header, ok := inLanguage(headers, key.Lang)
	if !ok {
		s.fail(c, newProblem("unknown-document", absence(key.Symbol, key.Lang, headers)))
		return
	}
	if s.unchanged(c, s.present.paragraph(header.Key(), anchor)) {
		return
	}
	doc, err := s.searcher.Document(c.Request.Context(), header.Key())
	if err != nil {
		s.failWith(c, err)
		return
	}
	at := slices.IndexFunc(doc.Units, func(u document.Unit) bool { return strings.EqualFold(u.Anchor, anchor) })
	if at < 0 {
		s.fail(c, newProblem("unknown-paragraph", fmt.Sprintf("%s has no paragraph %q", header.Key(), shorten(anchor))))
		return
	}
	if asked != document.UnitID(header.Key(), doc.Units[at].Anchor) {
		c.Writer.Header().Del("ETag")
		redirect(c, s.present.paragraph(header.Key(), doc.Units[at].Anchor))
		return
	}
	s.answer(c, s.present.neighbours(doc, at))
}

// neighbours converts a unit of a document with what stands before and after it.
func (p present) neighbours(doc document.Document, at int) paragraphAnswer {
	body := paragraphAnswer{unitBody: p.unit(doc.Header, doc.Units[at]), Document: documentOf(doc.Header)}
	if at > 0 {
		body.Previous = document.UnitID(doc.Key(), doc.Units[at-1].Anchor)
		body.Links.Previous = p.paragraph(doc.Key(), doc.Units[at-1].Anchor)
	}
	if at+1 < len(doc.Units) {
		body.Next = document.UnitID(doc.Key(), doc.Units[at+1].Anchor)
		body.Links.Next = p.paragraph(doc.Key(), doc.Units[at+1].Anchor)
	}
	return body
}

// symbolsOf are the distinct symbols of headers, in their order.
func symbolsOf(headers []document.Header) []string {
	var symbols []string
	for _, h := range headers {
		if !slices.Contains(symbols, h.Symbol) {
			symbols = append(symbols, h.Symbol)
		}
	}
	return symbols
}

// inLanguage is the version of a document in a language, or, where none is asked for, the first.
func inLanguage(headers []document.Header, lang document.Language) (document.Header, bool) {
	for _, h := range headers {
		if lang == "" || h.Lang == lang {
			return h, true
		}
	}
	return document.Header{}, false
}

// absence says why there is no document to show.
func absence(asked string, lang document.Language, headers []document.Header) string {
	if len(headers) == 0 {
		return fmt.Sprintf("%q is not held here", shorten(asked))
	}
	held := make([]string, len(headers))
	for i, h := range headers {
		held[i] = string(h.Lang)
	}
	return fmt.Sprintf("%s is not held in %q; it is in %s", headers[0].Symbol, lang, strings.Join(held, ", "))
}

// splitLang splits a document key as it stands in an address: SYMBOL or SYMBOL@LANG.
func splitLang(key string) (symbol string, lang document.Language) {
	if i := strings.LastIndexByte(key, '@'); i >= 0 && isLanguage(strings.ToLower(key[i+1:])) {
		return key[:i], document.Language(strings.ToLower(key[i+1:]))
	}
	return key, ""
}

// splitUnitID splits SYMBOL#ANCHOR, SYMBOL@LANG#ANCHOR, or the same with a slash for the sign.
func splitUnitID(id string) (document.Key, string) {
	i := strings.LastIndexByte(id, '#')
	if i < 0 {
		i = strings.LastIndexByte(id, '/')
	}
	if i < 0 {
		return document.Key{}, id
	}
	symbol, lang := splitLang(id[:i])
	return document.Key{Symbol: symbol, Lang: lang}, id[i+1:]
}

// encodeKey makes a cursor of the last document of a page: its key with a checksum, so that a cursor made up or cut off
// is told from ours.
func encodeKey(key document.Key) string {
	raw := []byte(string(key.Lang) + "\x00" + key.Symbol)
	return base64.RawURLEncoding.EncodeToString(binary.BigEndian.AppendUint32(raw, crc32.ChecksumIEEE(raw)))
}

func decodeKey(cursor string) (document.Key, error) {
	if cursor == "" {
		return document.Key{}, nil
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(cursor)
	if err != nil || len(raw) < 4 {
		return document.Key{}, search.ErrBadCursor
	}
	raw, sum := raw[:len(raw)-4], binary.BigEndian.Uint32(raw[len(raw)-4:])
	lang, symbol, ok := strings.Cut(string(raw), "\x00")
	if !ok || crc32.ChecksumIEEE(raw) != sum {
		return document.Key{}, search.ErrBadCursor
	}
	return document.Key{Symbol: symbol, Lang: document.Language(lang)}, nil
}
