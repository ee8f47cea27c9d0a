package main

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/plenary-search/plenary/web"
)

// lines prints a concordance: the words found one below the other, and where each stands.
func (p printer) lines(a web.Answer) {
	c := a.Body.Concordance
	if len(c.Lines) == 0 {
		if a.Results.Total.Paragraphs > 0 {
			fmt.Fprintln(p.out, "The words stand in no text of these paragraphs.")
		}
		return
	}
	found, cited := 0, 0
	for _, l := range c.Lines {
		found, cited = max(found, min(utf8.RuneCountInString(l.Words), p.width/3)), max(cited, utf8.RuneCountInString(l.ID))
	}
	side := max(12, (p.width-found-min(cited, p.width/3)-4)/2)
	fmt.Fprintln(p.out)
	for _, l := range c.Lines {
		words, after := oneLine(l.Words), firstOf(oneLine(l.After), side)
		rest := max(0, found-utf8.RuneCountInString(words))
		if strings.HasPrefix(l.After, " ") { // else a comma, say, stands right behind the words
			after = strings.Repeat(" ", rest+1) + after
		}
		fmt.Fprintf(p.out, "%s %s%s  %s\n", padLeft(lastOf(oneLine(l.Before), side), side), p.style.in(p.style.mark, words),
			padRight(after, rest+1+side), p.style.in(p.style.faint, l.ID))
	}
	p.linesNote(a)
}

// linesNote says of how much the lines are, and how to go on.
func (p printer) linesNote(a web.Answer) {
	c := a.Body.Concordance
	note := count(len(c.Lines), "line")
	if c.Total > 0 {
		note = fmt.Sprintf("lines %s–%s of %s", thousands(c.First), thousands(c.First+len(c.Lines)-1), thousands(c.Total))
		if c.Hits < a.Results.Total.Paragraphs {
			note += fmt.Sprintf(", of the first %s paragraphs by relevance", thousands(c.Hits))
		}
	}
	if a.Results.Next != "" {
		note += "   go on with --cursor " + a.Results.Next
	}
	fmt.Fprintf(p.out, "\n%s\n", p.style.in(p.style.faint, note))
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// lastOf is the end of a text, as whole words, in at most width characters; firstOf its beginning.
func lastOf(text string, width int) string {
	points := []rune(text)
	if len(points) <= width {
		return text
	}
	end := string(points[len(points)-width:])
	if points[len(points)-width-1] != ' ' {
		if _, rest, cut := strings.Cut(end, " "); cut {
			end = rest
		}
	}
	return strings.TrimSpace(end)
}

func firstOf(text string, width int) string {
	points := []rune(text)
	if len(points) <= width {
		return text
	}
	start := string(points[:width])
	if at := strings.LastIndexByte(start, ' '); points[width] != ' ' && at >= 0 {
		start = start[:at]
	}
	return strings.TrimSpace(start)
}

func padLeft(text string, width int) string {
	return strings.Repeat(" ", max(0, width-utf8.RuneCountInString(text))) + text
}

func padRight(text string, width int) string {
	return text + strings.Repeat(" ", max(0, width-utf8.RuneCountInString(text)))
}
