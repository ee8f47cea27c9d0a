package web

import (
	"cmp"
	"context"
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"slices"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/highlight"
)

// A concordance shows the words that match one below the other, each between the words before and after it. In an order of the search
// its lines are those of a page of hits. By the words of a side, it puts the lines of many hits into order, and has pages of its own.

// concordanceView is the value of view= that asks for a concordance.
const concordanceView = "concordance"

// The orders of a concordance by its neighbouring words.
const (
	sortLeft  = "left"  // by the words before, nearest first
	sortRight = "right" // by the words after
)

// Bounds of a concordance.
const (
	lineWidth = 80    // code points on either side
	maxLined  = 1_000 // hits, the first by relevance, whose lines are put into order by their neighbours
)

// concordance is a page of lines.
type concordance struct {
	lines []concordanceLine
	// Of lines put into order by their neighbours: their number, the rank of the first one from 1, and the hits that they are of.
	total, first, hits int
	next, previous     string
}

// concordanceLine is a line with the unit that it stands in.
type concordanceLine struct {
	highlight.Line
	hit   *search.Hit
	match string
	words []string // that it is put into order by
}

// lined answers a question that asks for a concordance. The results have the hits of its lines.
func lined(ctx context.Context, searcher search.Searcher, q question) (search.Results, *concordance, error) {
	q.Request.Highlight, q.Request.Bare = true, false
	size := cmp.Or(q.Size, search.DefaultSize)
	if q.Table && q.Size == 0 {
		size = maxLined
	}
	if q.Lines == "" {
		results, err := hitsUpTo(ctx, searcher, q.Request, size)
		return results, &concordance{lines: linesOf(results.Hits), next: results.Next, previous: results.Previous}, err
	}
	from, err := decodeLine(q.Cursor)
	if err != nil {
		return search.Results{}, nil, err
	}
	q.Request.Cursor = ""
	results, err := hitsUpTo(ctx, searcher, q.Request, maxLined)
	if err != nil {
		return results, nil, err
	}
	results.Next = ""
	lines := linesOf(results.Hits)
	for i := range lines {
		lines[i].words = lines[i].neighbours(q.Lines)
	}
	slices.SortStableFunc(lines, func(a, b concordanceLine) int { return highlight.CompareWords(a.words, b.words) })
	return results, pageOfLines(lines, from, size, len(results.Hits)), nil
}

// pageOfLines cuts a page out of all lines.
func pageOfLines(lines []concordanceLine, from, size, hits int) *concordance {
	c := &concordance{total: len(lines), hits: hits}
	from = min(from, len(lines))
	end := min(from+size, len(lines))
	if c.lines = lines[from:end]; len(c.lines) > 0 {
		c.first = from + 1
	}
	if from > 0 {
		c.previous = encodeLine(max(0, from-size))
	}
	if end < len(lines) {
		c.next = encodeLine(end)
	}
	return c
}

// hitsUpTo answers a request with so many hits, which may be more than a page has, or all that there are.
func hitsUpTo(ctx context.Context, searcher search.Searcher, req search.Request, most int) (search.Results, error) {
	req.Size = min(most, search.MaxSize)
	results, err := searcher.Search(ctx, req)
	req.Facets = nil
	for err == nil && results.Next != "" && len(results.Hits) < most {
		req.Cursor = results.Next
		var more search.Results
		more, err = searcher.Search(ctx, req)
		results.Hits, results.Next = append(results.Hits, more.Hits...), more.Next
	}
	return results, err
}

// linesOf are the lines of hits, in their order.
func linesOf(hits []search.Hit) []concordanceLine {
	var lines []concordanceLine
	for i := range hits {
		h := &hits[i]
		spans := h.Highlights[:min(len(h.Highlights), maxHighlights)]
		for j, l := range highlight.Lines(h.Unit.Text, spans, lineWidth) {
			lines = append(lines, concordanceLine{Line: l, hit: h, match: spans[j].Match})
		}
	}
	return lines
}

func (l concordanceLine) neighbours(side string) []string {
	if side == sortLeft {
		return l.WordsBefore(l.hit.Unit.Text)
	}
	return l.WordsAfter(l.hit.Unit.Text)
}

// before, found and after are the three parts of a line.
func (l concordanceLine) before() string { return l.hit.Unit.Text[l.From:l.Start] }
func (l concordanceLine) found() string  { return l.hit.Unit.Text[l.Start:l.End] }
func (l concordanceLine) after() string  { return l.hit.Unit.Text[l.End:l.To] }

// lineCursor begins cursors of lines, so that they are told from others.
const lineCursor = "lines"

// encodeLine makes a cursor of the number of lines before a page.
func encodeLine(from int) string {
	raw := binary.AppendUvarint([]byte(lineCursor), uint64(from))
	return base64.RawURLEncoding.EncodeToString(binary.BigEndian.AppendUint32(raw, crc32.ChecksumIEEE(raw)))
}

func decodeLine(cursor string) (from int, err error) {
	if cursor == "" {
		return 0, nil
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(cursor)
	if err != nil || len(raw) < len(lineCursor)+5 {
		return 0, search.ErrBadCursor
	}
	n, _ := binary.Uvarint(raw[len(lineCursor) : len(raw)-4])
	if n > maxLined*maxHighlights || encodeLine(int(n)) != cursor {
		return 0, search.ErrBadCursor
	}
	return int(n), nil
}

// concordanceBody is a page of lines on the wire.
type concordanceBody struct {
	Lines []lineBody `json:"lines"`
	// Of lines put into order by their neighbours.
	Total int `json:"total,omitempty"` // lines
	First int `json:"first,omitempty"` // rank of the first line, from 1
	Hits  int `json:"hits,omitempty"`  // the first hits by relevance, whose lines they are
}

// lineBody is a line: before, words and after are the text of the unit around at.
type lineBody struct {
	ID       string    `json:"id"` // of the unit
	Citation string    `json:"citation"`
	Lang     string    `json:"lang"`
	Before   string    `json:"before"`
	Words    string    `json:"words"`
	After    string    `json:"after"`
	Match    string    `json:"match"`
	At       [2]int    `json:"at"`
	Links    linksBody `json:"links"`
}

// concordance converts a page of lines.
func (p present) concordance(c *concordance) *concordanceBody {
	body := &concordanceBody{Lines: make([]lineBody, 0, len(c.lines)), Total: c.total, First: c.first, Hits: c.hits}
	for _, l := range c.lines {
		h, at := l.hit, ruler{text: l.hit.Unit.Text}
		key := h.Document.Key()
		body.Lines = append(body.Lines, lineBody{ID: h.ID(), Citation: h.Document.Symbol + ", " + document.Locate(h.Unit).String(),
			Lang: string(unitLang(h.Document, h.Unit)), Before: l.before(), Words: l.found(), After: l.after(), Match: l.match,
			At:    [2]int{at.points(l.Start), at.points(l.End)},
			Links: linksBody{Self: p.paragraph(key, h.Unit.Anchor), Page: p.page(key, h.Unit.Anchor)}})
	}
	return body
}
