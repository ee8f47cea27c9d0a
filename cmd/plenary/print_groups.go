package main

import (
	"fmt"
	"strings"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/web"
)

// document prints the line above the hits of a document.
func (p printer) document(g search.Group) {
	h := g.Hits[0].Document
	note := count(g.Total, "paragraph")
	if more := g.Total - len(g.Hits); more > 0 {
		note += fmt.Sprintf(", %s more with --document '%s'", thousands(more), h.Symbol)
	}
	fmt.Fprintf(p.out, "\n%s  %s\n", p.style.in(p.style.bold, h.Key().String()), beginning(h.Title, p.width-len(h.Key().String())-2))
	fmt.Fprintf(p.out, "%s\n", p.style.in(p.style.faint, note))
}

// folded prints what a hit stands for.
func (p printer) folded(hit search.Hit) {
	if hit.Folded == nil {
		return
	}
	first := hit.Folded.Earliest
	where := first.Document.Key().String() + ", " + document.Locate(first.Unit).String()
	if hit.Folded.Paragraphs > 1 {
		where = fmt.Sprintf("%s more of %s, the earliest %s", thousands(hit.Folded.Paragraphs), count(hit.Folded.Documents, "document"), where)
	}
	if first.Document.Date != "" {
		where += " (" + first.Document.Date[:min(4, len(first.Document.Date))] + ")"
	}
	for _, line := range wrap(plainWords("also in "+where), p.width-len(indent)) {
		fmt.Fprintf(p.out, "%s%s\n", indent, p.style.in(p.style.faint, p.line(line)))
	}
}

// explanation prints what each word adds to the score of a hit.
func (p printer) explanation(hit search.Hit) {
	if hit.Explanation == nil {
		return
	}
	for _, w := range hit.Explanation.Words {
		holders := "paragraphs"
		if search.IsWhole(w.Field) {
			holders = "documents"
		}
		line := fmt.Sprintf("%6.2f  %s, %s in %s: %s", w.Score, strings.Join(w.Asked, " "), w.Match, w.Field, times(w.Frequency))
		if w.Score > 0 {
			line += fmt.Sprintf(" in %s; %s of %s %s hold it", count(w.Length, "word"), thousands(w.Holding), thousands(w.Units), holders)
		}
		fmt.Fprintf(p.out, "%s%s\n", indent, p.style.in(p.style.faint, line))
	}
	fmt.Fprintf(p.out, "%s%s\n", indent, p.style.in(p.style.faint, fmt.Sprintf("%6.2f  in all", hit.Score)))
}

// alternatives prints the broader searches that find something, where this one does not.
func (p printer) alternatives(body web.SearchBody) {
	for _, other := range body.Alternatives {
		fmt.Fprintf(p.out, "%s: %s\n", other.Text, count(other.Total.Paragraphs, "paragraph"))
		fmt.Fprintf(p.out, "%s%s\n", indent, p.style.in(p.style.faint, other.Query))
	}
}
