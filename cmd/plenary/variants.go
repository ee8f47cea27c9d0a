package main

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/web"
)

type variantsCommand struct {
	indexFlag
	Paragraph string `arg:"" name:"paragraph" help:"The paragraph: SYMBOL#ANCHOR, as search prints them."`
	PageSize  int    `default:"20" placeholder:"N" help:"Variants to print, at most 100 (${default})."`
	JSON      bool   `name:"json" help:"Print the answer as the API gives it."`
}

func (c *variantsCommand) run(ctx context.Context, std streams) (int, error) {
	engine, err := c.open(ctx, std)
	if err != nil {
		return exitFailed, err
	}
	defer engine.Close()
	found, body, err := web.AskVariants(ctx, engine.Searcher, url.Values{"of": {c.Paragraph}, "page_size": {strconv.Itoa(c.PageSize)}})
	if err != nil {
		return refused(err)
	}
	if c.JSON {
		printJSON(std.out, body)
		return exitOK, nil
	}
	p := printer{out: std.out, width: (&searchCommand{}).columns(std), style: styleFor(std)}
	p.variants(found)
	return exitOK, nil
}

// variants prints the variants of a paragraph, with what each says otherwise.
func (p printer) variants(found search.Variants) {
	fmt.Fprintf(p.out, "%s, %d with the same words\n", p.style.in(p.style.bold, count(found.Total, "paragraph")), found.Same)
	for _, v := range found.First {
		place := document.Locate(v.Unit).String()
		fmt.Fprintf(p.out, "\n%s, %s  %s\n", p.style.in(p.style.link, v.Document.Key().String()), place, p.style.in(p.style.faint, strings.TrimSpace(v.Document.Date+" #"+v.Unit.Anchor)))
		for _, line := range wrap(changedWords(found.Of.Unit, v.Unit), p.width-len(indent)) {
			fmt.Fprintf(p.out, "%s%s\n", indent, p.line(line))
		}
	}
	if rest := found.Total - len(found.First); rest > 0 {
		fmt.Fprintf(p.out, "\n%s more\n", strconv.Itoa(rest))
	}
}

// changedWords are the words of a text with those marked that another does not have there, and in brackets what that has instead.
func changedWords(was, is document.Unit) (words []word) {
	at := 0
	for _, change := range web.Changes(was, is) {
		words = append(words, markedWords(is.Text, at, change.Start, nil)...)
		if change.WasStart < change.WasEnd {
			words = append(words, word{text: "[" + was.Text[change.WasStart:change.WasEnd] + "]"})
		}
		words = append(words, markedWords(is.Text, change.Start, change.End, []search.Highlight{{Start: change.Start, End: change.End}})...)
		at = change.End
	}
	return append(words, markedWords(is.Text, at, len(is.Text), nil)...)
}
