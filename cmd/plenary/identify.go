package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/plenary-search/plenary/web"
)

type identifyCommand struct {
	indexFlag
	Words []string `arg:"" name:"words" help:"A symbol, paragraph, resolution, decision or item in any spelling: 'UNSCR 1325', 'item 2 b', 'A/79/15, paras. 3-5'."`
	JSON  bool     `name:"json" help:"Print the answer as the API gives it."`
}

func (c *identifyCommand) run(ctx context.Context, std streams) (int, error) {
	engine, err := c.open(ctx, std)
	if err != nil {
		return exitFailed, err
	}
	defer engine.Close()
	body, err := web.Identify(ctx, engine.Searcher, strings.Join(c.Words, " "))
	if err != nil {
		return refused(err)
	}
	if c.JSON {
		printJSON(std.out, body)
		return exitOK, nil
	}
	if len(body.Identifiers) == 0 {
		fmt.Fprintln(std.out, "These words name nothing that is held or cited here.")
	}
	for _, answer := range body.Identifiers {
		printIdentifier(printer{out: std.out, style: styleFor(std)}, answer)
	}
	return exitOK, nil
}

// printIdentifier prints what words name in two lines: name and title, then how often it is cited and the path of its view.
func printIdentifier(p printer, answer web.DirectBody) {
	name := answer.Type + " " + answer.Name
	if answer.Agenda != "" {
		name += " of " + answer.Agenda
	}
	fmt.Fprintln(p.out, strings.TrimSpace(p.style.in(p.style.bold, name)+"  "+answer.Title))
	if answer.Type == "paragraph" {
		fmt.Fprintf(p.out, "%s%s\n", indent, p.style.in(p.style.faint, answer.Links.Page))
		return
	}
	verb := "cited in "
	if answer.Type == "item" {
		verb = "holds "
	}
	facts := verb + count(answer.Paragraphs, "paragraph")
	if answer.Held != nil && !*answer.Held {
		facts += ", not held here"
	}
	fmt.Fprintf(p.out, "%s%s  %s\n", indent, facts, p.style.in(p.style.faint, answer.Links.Page))
}
