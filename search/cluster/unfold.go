package cluster

import (
	"slices"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/highlight"
)

// unfold answers a request for what a folded hit stands for. All that say the same are read: only their texts tell which do.
func (s *searching) unfold() (results search.Results, err error) {
	results.Generation = s.commit.Generation
	of := s.req.Unfold
	says := newText(of.Document.Lang, &of.Unit)
	var hits []search.Hit
	for hit, err := range s.alike(&says, of.Document.Key(), of.Unit.Seq) {
		if err != nil {
			return results, err
		}
		hits = append(hits, hit)
		if n := len(hits); n == 1 || hits[n-2].Document.Key() != hit.Document.Key() {
			results.Total.Documents++
		}
	}
	results.Total.Paragraphs = len(hits)
	slices.SortFunc(hits, func(a, b search.Hit) int { return s.order.Compare(positionOf(&a), positionOf(&b)) })
	first, end, err := s.window(&results, hits)
	if err != nil {
		return search.Results{}, err
	}
	for _, hit := range hits[first:end] {
		switch {
		case s.req.Bare:
			hit = search.Hit{Document: document.Header{Symbol: hit.Document.Symbol, Lang: hit.Document.Lang}, Unit: document.Unit{Seq: hit.Unit.Seq}}
		case s.req.Highlight:
			hit.Highlights = highlight.Spans(hit.Unit.Text, search.UnitLanguage(&hit.Document, &hit.Unit), s.planned.Words)
		}
		results.Hits = append(results.Hits, hit)
	}
	return results, nil
}

// positionOf is the place of a hit in orders that are not by relevance.
func positionOf(h *search.Hit) search.Position {
	return search.Position{Date: h.Document.Date, Key: h.Document.Key(), Seq: h.Unit.Seq}
}

// window is from where to where, of all hits in order, the page goes; it fills in where that stands.
func (s *searching) window(results *search.Results, hits []search.Hit) (first, end int, err error) {
	if first, end = 0, len(hits); s.req.Cursor != "" {
		cursor, err := search.ParseCursor(s.req.Cursor, s.order)
		if err != nil {
			return 0, 0, err
		}
		if cursor.Groups {
			return 0, 0, search.ErrBadCursor
		}
		before, found := slices.BinarySearchFunc(hits, cursor.At, func(h search.Hit, at search.Position) int { return s.order.Compare(positionOf(&h), at) })
		switch {
		case cursor.Before:
			first, end = max(0, before-max(0, s.req.Size)), before
		case found:
			first = before + 1
		default:
			first = before
		}
	}
	if end = min(end, first+max(0, s.req.Size)); first >= end {
		return 0, 0, nil
	}
	results.First = first + 1
	cursor := search.Cursor{Sort: s.order, Mark: s.planned.Mark(s.commit.Generation)}
	if first > 0 {
		cursor.Before, cursor.At, cursor.Rank = true, positionOf(&hits[first]), first
		results.Previous = cursor.String()
	}
	if end < len(hits) {
		cursor.Before, cursor.At, cursor.Rank = false, positionOf(&hits[end-1]), end
		results.Next = cursor.String()
	}
	return first, end, nil
}
