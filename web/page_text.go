package web

import (
	"slices"
	"strings"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/highlight"
)

// A piece is a run of a unit's text: plain, marked, or a reference. Marks and references hold the pieces inside them.
type piece struct {
	Text string // of a plain piece
	Mark bool
	Ref  *reference
	Kids []piece
}

// A passage is a run of whole sentences that a hit shows, or a gap between two such runs.
type passage struct {
	Pieces []piece
	Gap    int // words left out, 0 where the sentences are shown
}

// A span is a mark or a reference over bytes of a text, half-open.
type span struct {
	start, end int
	mark       bool
	ref        *reference
}

// wholeWords is the length of the longest text that a hit shows whole.
const wholeWords = 120

// passages cuts the text of a hit, from byte from on, into what is shown and what is left out.
func passages(text string, from int, marks []search.Highlight, refs []span) []passage {
	return excerpt(text, from, marks, refs, wholeWords)
}

// excerpt cuts texts of more than maxWords words.
func excerpt(text string, from int, marks []search.Highlight, refs []span, maxWords int) []passage {
	spans := nestable(marks, refs)
	var out []passage
	pos := from
	for _, p := range highlight.Excerpt(text, marks, maxWords) {
		end := max(p.End, pos)
		out = append(out, passage{Pieces: pieces(text, pos, end, spans), Gap: p.Words}) // with the blank in front of it
		pos = end
	}
	return out
}

// pieces cuts text[start:end] at the given spans, which must nest.
func pieces(text string, start, end int, spans []span) []piece {
	var inside []span
	for _, s := range spans {
		s.start, s.end = max(s.start, start), min(s.end, end)
		if s.start < s.end {
			inside = append(inside, s)
		}
	}
	return nest(text, start, end, inside)
}

func nest(text string, start, end int, spans []span) []piece {
	var out []piece
	for len(spans) > 0 {
		s := spans[0]
		inner := 1
		for inner < len(spans) && spans[inner].start < s.end {
			inner++
		}
		if start < s.start {
			out = append(out, piece{Text: text[start:s.start]})
		}
		out = append(out, piece{Mark: s.mark, Ref: s.ref, Kids: nest(text, s.start, s.end, spans[1:inner])})
		start, spans = s.end, spans[inner:]
	}
	if start < end {
		out = append(out, piece{Text: text[start:end]})
	}
	return out
}

// nestable puts marks and references into one list in which any two nest or are apart, outer ones first. A reference
// that overlaps a mark in part is cut at the mark's edge: a phrase stays one mark.
func nestable(marks []search.Highlight, refs []span) []span {
	var out []span
	for _, r := range refs {
		for _, m := range marks {
			switch {
			case m.Start <= r.start && r.end <= m.End, r.start <= m.Start && m.End <= r.end, m.End <= r.start, r.end <= m.Start:
				continue
			case m.Start < r.start:
				out = append(out, span{start: r.start, end: m.End, ref: r.ref})
				r.start = m.End
			default:
				out = append(out, span{start: r.start, end: m.Start, ref: r.ref})
				r.start = m.Start
			}
		}
		out = append(out, r)
	}
	for _, m := range marks {
		out = append(out, span{start: m.Start, end: m.End, mark: true})
	}
	slices.SortStableFunc(out, func(a, b span) int {
		if a.start != b.start {
			return a.start - b.start
		}
		return b.end - a.end // references come before marks of the same extent
	})
	return out
}

// textStart is where the words of a unit begin: behind the printed paragraph number, which stands at the side.
func textStart(u document.Unit) int {
	if u.Number == "" || u.Label == "" {
		return 0
	}
	rest, ok := strings.CutPrefix(u.Text, u.Label)
	if !ok {
		return 0
	}
	return len(u.Text) - len(strings.TrimLeft(rest, " "))
}

// direction is the writing direction of a language.
func direction(lang document.Language) string {
	if lang == "ar" {
		return "rtl"
	}
	return "ltr"
}

// unitLang is the language of a unit, which may differ from its document's.
func unitLang(h document.Header, u document.Unit) document.Language {
	if u.Lang != "" {
		return u.Lang
	}
	return h.Lang
}
