package web

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"github.com/plenary-search/plenary/index/citation"
	"github.com/plenary-search/plenary/index/document"
)

// A concordance is also answered as a table for spreadsheets: format=csv, or an Accept header that prefers text/csv. Without page_size, a
// page of it has up to maxLined hits, or lines where these are put into order by their neighbours.

// csvFormat is the value of format= that asks for a table.
const csvFormat = "csv"

// csvType is that of RFC 4180, with the line of names that it calls a header.
const csvType = "text/csv; charset=utf-8; header=present"

// byteOrderMark begins a table, because spreadsheets take UTF-8 for something else without it.
const byteOrderMark = "\ufeff"

// tableColumns are the names in the first line of a table.
var tableColumns = []string{"left", "hit", "right", "symbol", "paragraph", "item", "resolution"}

// apiSearchParams are those of the API's search, which knows formats, and of the command line's.
var apiSearchParams = append(slices.Clone(searchParams), param{"format", false, readFormat})

func readFormat(q *question, name string, values []string) ([]string, []paramError) {
	switch {
	case values[0] == "json":
		return nil, nil
	case values[0] != csvFormat:
		return nil, badChoice(name, values[0], "json", csvFormat)
	case q.View != concordanceView:
		return nil, []paramError{fault("bad-value", name, "%s=%s is the table of a concordance: it needs view=%s", name, csvFormat, concordanceView)}
	}
	q.Table = true
	return values, nil
}

// prefersTable reports whether an Accept header names text/csv and prefers it to JSON (RFC 9110, 12.5.1). Types that it does not name
// alone, as "*/*", are not asked for.
func prefersTable(accept string) bool {
	table, json := 0.0, 0.0
	for part := range strings.SplitSeq(accept, ",") {
		name, params, err := mime.ParseMediaType(part)
		if err != nil {
			continue
		}
		quality := 1.0
		if q, given := params["q"]; given {
			if quality, err = strconv.ParseFloat(q, 64); err != nil {
				quality = 0
			}
		}
		switch name {
		case "text/csv":
			table = quality
		case jsonType:
			json = quality
		}
	}
	return table > json
}

// negotiate makes the answer to a concordance a table where the request prefers that and names no format.
func (s *Server) negotiate(c *gin.Context, q *question) {
	c.Writer.Header().Add("Vary", "Accept")
	if !c.Request.URL.Query().Has("format") && prefersTable(c.GetHeader("Accept")) {
		q.Table = true
		q.values.Set("format", csvFormat)
	}
}

// table answers a search with the table of its concordance.
func (s *Server) table(c *gin.Context, q question) {
	if err := q.widen(c.Request.Context(), s.searcher); err != nil {
		s.failWith(c, err)
		return
	}
	results, lines, err := lined(c.Request.Context(), s.searcher, q)
	if err != nil {
		s.failWith(c, err)
		return
	}
	exchangeOf(c).hits = results.Total.Paragraphs
	var body bytes.Buffer
	body.WriteString(byteOrderMark)
	lines.writeTable(&body) // a buffer takes everything
	if body.Len() > maxAnswerBytes {
		s.fail(c, newProblem("answer-too-large", fmt.Sprintf("the table has %d bytes, at most %d; page_size makes it shorter", body.Len(), maxAnswerBytes)))
		return
	}
	results.Next, results.Previous = lines.next, lines.previous
	if link := linkHeader(s.present.searchLinks(q, results)); link != "" {
		c.Header("Link", link)
	}
	c.Header("Content-Disposition", `attachment; filename="concordance.csv"`)
	c.Data(http.StatusOK, csvType, body.Bytes())
}

// WriteTable writes the lines of an answer that asked for a table (format=csv), without a byte order mark. The errors are those of w.
func (a Answer) WriteTable(w io.Writer) error { return a.lines.writeTable(w) }

// writeTable writes the lines as RFC 4180 has them.
func (c *concordance) writeTable(w io.Writer) error {
	table := csv.NewWriter(w)
	table.UseCRLF = true
	table.Write(tableColumns) // an error stays until Flush
	for _, l := range c.lines {
		row := l.cells()
		for i, cell := range row {
			row[i] = inert(cell)
		}
		table.Write(row)
	}
	table.Flush()
	return table.Error()
}

// cells are those of a row: see tableColumns. The words beside the hit are without the blanks around them; items and resolutions are apart
// by semicolons.
func (l concordanceLine) cells() []string {
	u := l.hit.Unit
	var items, resolutions []string
	for _, tag := range u.Items {
		items = append(items, tag.Item)
	}
	for _, cited := range u.Citations {
		if value := cited.Value(); cited.Kind == citation.Resolution && !slices.Contains(resolutions, value) {
			resolutions = append(resolutions, value)
		}
	}
	return []string{strings.TrimSpace(l.before()), l.found(), strings.TrimSpace(l.after()), l.hit.Document.Key().String(), document.Locate(u).String(),
		strings.Join(items, "; "), strings.Join(resolutions, "; ")}
}

// inert is a cell that no spreadsheet takes for a formula: one that begins, behind blanks, with = + - or @, in full width too, or with a
// tab or line break, has an apostrophe before it.
//
// Source: OWASP, CSV Injection.
func inert(cell string) string {
	first, _ := utf8.DecodeRuneInString(cell)
	behind, _ := utf8.DecodeRuneInString(strings.TrimSpace(cell))
	if strings.ContainsRune("\t\r\n", first) || strings.ContainsRune("=+-@＝＋－＠", behind) {
		return "'" + cell
	}
	return cell
}
