package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/plenary-search/plenary/index/citation"
	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/highlight"
	"github.com/plenary-search/plenary/web"
)

// maxWords is the length up to which a paragraph is printed whole; of a longer one the sentences with hits are.
const maxWords = 120

// indent is the margin of what belongs to a hit.
const indent = "    "

// aside begins the lines of what stands beside a hit.
const aside = "| "

// printer prints an answer for people.
type printer struct {
	out   io.Writer
	width int
	style style
}

func (p printer) answer(a web.Answer) {
	total := a.Results.Total
	if total.Paragraphs == 0 {
		fmt.Fprintf(p.out, "%s   %s\n", p.style.in(p.style.bold, "No paragraph"), p.style.in(p.style.faint, a.Reading))
	} else {
		fmt.Fprintf(p.out, "%s in %s   %s\n", p.style.in(p.style.bold, count(total.Paragraphs, "paragraph")), count(total.Documents, "document"),
			p.style.in(p.style.faint, a.Reading))
	}
	for _, warning := range a.Warnings {
		fmt.Fprintf(p.out, "%s\n", warning)
	}
	for _, meant := range a.Meant {
		fmt.Fprintf(p.out, "%s\n", meant)
	}
	for _, expansion := range a.Expansions {
		for _, line := range wrap(plainWords(expansion), p.width) {
			fmt.Fprintf(p.out, "%s\n", p.line(line))
		}
	}
	if a.Body.Concordance != nil {
		p.lines(a)
		return
	}
	p.alternatives(a.Body)
	shown := 0 // hits
	show := func(hits []search.Hit) {
		for _, hit := range hits {
			p.hit(hit, a.FoundBy[shown], a.Around[shown])
			shown++
		}
	}
	show(a.Results.Hits)
	for _, g := range a.Results.Groups {
		p.document(g)
		show(g.Hits)
	}
	p.facets(a.Results)
}

// hit prints a hit; foundBy says by which words it was found where others than those typed were looked for.
func (p printer) hit(hit search.Hit, foundBy string, around web.Around) {
	symbol, place, anchor := hit.Document.Key().String(), document.Locate(hit.Unit).String(), "#"+hit.Unit.Anchor
	gap := max(2, p.width-utf8.RuneCountInString(symbol+", "+place+anchor))
	fmt.Fprintf(p.out, "\n%s, %s%*s%s\n", p.style.in(p.style.link, symbol), place, gap, "", p.style.in(p.style.faint, anchor))
	if path := strings.Join(hit.Unit.Section, " › "); path != "" {
		fmt.Fprintf(p.out, "%s%s\n", indent, p.style.in(p.style.faint, beginning(path, p.width-len(indent))))
	}
	p.beside(around.Before)
	if hit.Unit.LeadIn != "" {
		p.faint(hit.Unit.LeadIn)
	}
	for _, line := range wrap(excerptWords(hit), p.width-len(indent)) {
		fmt.Fprintf(p.out, "%s%s\n", indent, p.line(line))
	}
	p.beside(around.After)
	if foundBy != "" {
		fmt.Fprintf(p.out, "%s%s\n", indent, p.style.in(p.style.faint, foundBy))
	}
	p.folded(hit)
	p.references(hit.Unit)
	p.explanation(hit)
}

// plainWords are the words of a text of ours, unmarked.
func plainWords(text string) []word {
	var words []word
	for _, text := range strings.Fields(text) {
		words = append(words, word{text: text})
	}
	return words
}

// beside prints what stands before or after a hit.
func (p printer) beside(units []document.Unit) {
	for _, u := range units {
		p.faint(u.Text)
	}
}

// faint prints a text that is no hit; of a long one no more than its beginning.
func (p printer) faint(text string) {
	words := plainWords(text)
	if len(words) > maxWords {
		words = append(words[:maxWords:maxWords], word{text: "[…]"})
	}
	for _, line := range wrap(words, p.width-len(indent)-len(aside)) {
		fmt.Fprintf(p.out, "%s%s\n", indent, p.style.in(p.style.faint, aside+p.line(line)))
	}
}

// word is a word of a text with whether it is marked, in whole or in part.
type word struct {
	text       string
	start, end int // the marked part; equal where nothing is
}

// excerptWords are the words to print of a hit.
func excerptWords(hit search.Hit) []word {
	var words []word
	for _, piece := range highlight.Excerpt(hit.Unit.Text, hit.Highlights, maxWords) {
		if piece.Words > 0 {
			words = append(words, word{text: fmt.Sprintf("[… %d words …]", piece.Words)})
			continue
		}
		words = append(words, markedWords(hit.Unit.Text, piece.Start, piece.End, hit.Highlights)...)
	}
	return words
}

func markedWords(text string, from, to int, spans []search.Highlight) []word {
	var words []word
	for at := from; at < to; {
		size := strings.IndexAny(text[at:to], " \n\t")
		if size < 0 {
			size = to - at
		}
		if size > 0 {
			w := word{text: text[at : at+size]}
			for _, span := range spans {
				if start, end := max(span.Start, at), min(span.End, at+size); start < end {
					w.start, w.end = start-at, end-at
				}
			}
			words = append(words, w)
		}
		at += size + 1
	}
	return words
}

// wrap breaks words into lines of at most width characters.
func wrap(words []word, width int) [][]word {
	var lines [][]word
	used := 0
	for _, w := range words {
		length := utf8.RuneCountInString(w.text)
		if len(lines) == 0 || used+1+length > width {
			lines = append(lines, nil)
			used = -1
		}
		lines[len(lines)-1] = append(lines[len(lines)-1], w)
		used += 1 + length
	}
	return lines
}

// line joins words; marked words side by side are marked as one.
func (p printer) line(words []word) string {
	var b strings.Builder
	open, end := p.style.mark, p.style.off
	if open == "" {
		open, end = "*", "*"
	}
	for i, w := range words {
		marked := w.end > w.start
		fromBefore := i > 0 && marked && w.start == 0 && words[i-1].end == len(words[i-1].text) && words[i-1].end > words[i-1].start
		toNext := i+1 < len(words) && marked && w.end == len(w.text) && words[i+1].end > 0 && words[i+1].start == 0
		if i > 0 {
			b.WriteByte(' ')
		}
		if !marked {
			b.WriteString(w.text)
			continue
		}
		b.WriteString(w.text[:w.start])
		if !fromBefore {
			b.WriteString(open)
		}
		b.WriteString(w.text[w.start:w.end])
		if !toNext {
			b.WriteString(end)
		}
		b.WriteString(w.text[w.end:])
	}
	return b.String()
}

// references prints what the unit cites, once each, with how it is named.
func (p printer) references(u document.Unit) {
	type mention struct{ named, implied int }
	counts := map[string]*mention{}
	var order []string
	for _, c := range u.Citations {
		if c.Kind != citation.Resolution && c.Kind != citation.Decision {
			continue
		}
		name := string(c.Kind) + " " + c.ID
		if counts[name] == nil {
			counts[name] = &mention{}
			order = append(order, name)
		}
		if c.Implied {
			counts[name].implied++
		} else {
			counts[name].named++
		}
	}
	label := "cites"
	for _, name := range order {
		how := "(" + named(counts[name].named, counts[name].implied) + ")"
		fmt.Fprintf(p.out, "%s%-8s %s %s\n", indent, p.style.in(p.style.faint, fmt.Sprintf("%-8s", label)), name, p.style.in(p.style.faint, how))
		label = ""
	}
}

func named(explicit, implied int) string {
	var parts []string
	if explicit > 0 {
		parts = append(parts, "named "+times(explicit))
	}
	if implied > 0 {
		parts = append(parts, "implied "+times(implied))
	}
	return strings.Join(parts, ", ")
}

func times(n int) string {
	switch n {
	case 1:
		return "once"
	case 2:
		return "twice"
	}
	return fmt.Sprintf("%d times", n)
}

// facetLines are the facets printed below the hits.
var facetLines = map[string]bool{"item": true, "resolution": true, "decision": true, "document": true}

func (p printer) facets(r search.Results) {
	if len(r.Hits) == 0 && len(r.Groups) == 0 {
		return
	}
	fmt.Fprintln(p.out)
	for _, facet := range r.Facets {
		if facetLines[facet.Field] && len(facet.Values) > 0 {
			fmt.Fprintf(p.out, "%s %s\n", p.style.in(p.style.faint, fmt.Sprintf("%-10s", facet.Field)), facetLine(facet))
		}
	}
	advice := "all fields with --json"
	if narrower := narrowing(r); narrower != "" {
		advice = "narrow with " + narrower + "   " + advice
	}
	if i := slices.IndexFunc(r.Hits, func(h search.Hit) bool { return h.Folded != nil && h.Folded.Paragraphs > 1 }); i >= 0 {
		advice += "   unfold a paragraph with --unfold '" + r.Hits[i].ID() + "'"
	}
	if r.Next != "" {
		advice += "   go on with --cursor " + r.Next
	}
	fmt.Fprintln(p.out, p.style.in(p.style.faint, advice))
}

// narrowing is a flag that would leave some of the paragraphs and not all: the first value that a facet offers.
func narrowing(r search.Results) string {
	for _, facet := range r.Facets {
		if !facetLines[facet.Field] {
			continue
		}
		for _, v := range facet.Values {
			if 0 < v.Own && v.Count < r.Total.Paragraphs && !v.Selected {
				return fmt.Sprintf("--%s '%s'", facet.Field, v.Value)
			}
		}
	}
	return ""
}

// facetLine is a facet in one line: "2(b) 1 · 5 1". Of a hierarchy, the values that units hold themselves.
func facetLine(facet search.Facet) string {
	var values []string
	for _, v := range facet.Values {
		if v.Own > 0 {
			values = append(values, fmt.Sprintf("%s %s", v.Value, thousands(v.Own)))
		}
	}
	line := strings.Join(values, " · ")
	if facet.Other > 0 {
		line += fmt.Sprintf(" · %d more", facet.Other)
	}
	return line
}
