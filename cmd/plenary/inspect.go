package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/plenary-search/plenary/index"
	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/index/record"
)

type inspectCommand struct {
	Paths     []string `arg:"" name:"file" help:"Files and folders, linked with one another."`
	Format    string   `enum:"text,jsonl" default:"text" placeholder:"FORMAT" help:"text for people, jsonl for one JSON object a unit (${default})."`
	Documents bool     `help:"Print one JSON object a document instead."`
}

func (c *inspectCommand) run(ctx context.Context, std streams) (int, error) {
	readers, err := newReaders()
	if err != nil {
		return exitFailed, err
	}
	defer readers.Close()
	docs, failures, err := index.ReadAll(ctx, index.FromPaths(ctx, c.Paths, index.WalkLimits{}), index.Options{Reader: readers})
	if err != nil {
		return exitInterrupted, err
	}
	out := bufio.NewWriter(std.out)
	switch {
	case c.Documents:
		err = record.WriteDocuments(out, docs)
	case c.Format == "jsonl":
		err = record.WriteUnits(out, docs)
	default:
		writeOutline(out, docs)
	}
	if err := errors.Join(err, out.Flush()); err != nil {
		return exitFailed, err
	}
	for _, failure := range failures {
		fmt.Fprintf(std.err, "plenary: %s: %s\n", failure.Source, failure.Error)
	}
	if len(failures) > 0 {
		return exitFailed, nil
	}
	return exitOK, nil
}

// writeOutline prints documents for people: a line a unit, with anchor, kind, items and references.
func writeOutline(out io.Writer, docs []document.Document) {
	for i, doc := range docs {
		if i > 0 {
			fmt.Fprintln(out)
		}
		fmt.Fprintf(out, "%s (%s)  %s\n", doc.Symbol, doc.SymbolVia, doc.Title)
		for _, warning := range doc.Warnings {
			fmt.Fprintf(out, "  note: %s\n", warning)
		}
		for _, unit := range doc.Units {
			fmt.Fprintf(out, "%4d %-22s %-11s %-8s %s\n", unit.Seq, "#"+unit.Anchor, unit.Kind, itemList(unit), beginning(unit.Text, 60))
			if refs := references(unit); len(refs) > 0 {
				fmt.Fprintf(out, "%*s%s\n", 50, "", strings.Join(refs, " · "))
			}
		}
	}
}

func itemList(unit document.Unit) string {
	var items []string
	for _, tag := range unit.Items {
		items = append(items, tag.Item)
	}
	return strings.Join(items, " ")
}

// references are what a unit cites, each once, implied ones in brackets.
func references(unit document.Unit) []string {
	var refs []string
	seen := map[string]bool{}
	for _, c := range unit.Citations {
		ref := c.Value()
		if c.Implied {
			ref = "(" + ref + ")"
		}
		if !seen[ref] {
			seen[ref] = true
			refs = append(refs, ref)
		}
	}
	return refs
}

// beginning is the first n characters of text, with an ellipsis where it goes on.
func beginning(text string, n int) string {
	runes := []rune(text)
	if len(runes) <= n {
		return text
	}
	return string(runes[:n-1]) + "…"
}
