package web

import (
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/plenary-search/plenary/index/symbol"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/query"
)

// reading says how the words of a box were read.
type reading struct {
	Text string // as typed
	// Interpreted is the canonical form of what was understood; "" where nothing was asked.
	Interpreted string
	// Described says the same in words, to stand behind "Read as".
	Described string
	Warnings  []readingWarning
	node      query.Node
}

// readingWarning is something the reader should know: a quotation mark that was missing, an operator taken for a word.
type readingWarning struct {
	Text       string
	Start, End int // code points of the text typed, half-open
}

// read reads the words of a box. Prose never fails; only limits do.
func read(text string, any bool) (reading, []paramError) {
	parsed, err := query.Parse(text, query.Options{Any: any})
	r := reading{Text: text, node: parsed.Node}
	if err != nil {
		return r, []paramError{limitFault(err)}
	}
	r.Interpreted, r.Described = query.String(parsed.Node), query.Describe(parsed)
	for _, p := range parsed.Problems {
		r.Warnings = append(r.Warnings, readingWarning{p.Text, p.Offset, p.Offset + p.Length})
	}
	for _, problem := range unknownValues(parsed.Node) {
		r.Warnings = append(r.Warnings, readingWarning{problem, 0, utf8.RuneCountInString(text)})
	}
	return r, nil
}

// unknownValues says of the values that no paragraph can have, as the same filters refuse them: kind:paragraf. They find nothing.
func unknownValues(node query.Node) (problems []string) {
	switch n := node.(type) {
	case query.And:
		for _, child := range n.Nodes {
			problems = append(problems, unknownValues(child)...)
		}
	case query.Or:
		for _, child := range n.Nodes {
			problems = append(problems, unknownValues(child)...)
		}
	case query.Not:
		return unknownValues(n.Node)
	case query.Field:
		field, known := search.LookupField(n.Name)
		if !known || n.Match == query.MatchPrefix || n.Match == query.MatchWildcard {
			return nil
		}
		if _, problem := normalValue(field, n.Value); problem != "" {
			problems = append(problems, n.Name+": "+problem+".")
		}
	}
	return problems
}

// limitFault is the fault of a query over one of its limits.
func limitFault(err error) paramError {
	name := "query-too-complex"
	if limit, ok := errors.AsType[*query.LimitError](err); ok && limit.Limit == query.LimitLength {
		name = "query-too-long"
	}
	return fault(name, "q", "%v", err)
}

// normalSymbol is the normal form of a document symbol in any spelling; what is no symbol, or the beginning of several
// ("CTOC/COP/2024/*"), is left as it is.
func normalSymbol(typed string) string {
	parsed, err := symbol.Parse(typed)
	if err != nil || strings.HasSuffix(typed, "*") {
		return strings.TrimSpace(typed)
	}
	return parsed.String()
}
