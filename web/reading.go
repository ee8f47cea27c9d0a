package web

import (
	"strings"
	"unicode/utf8"

	"github.com/plenary-search/plenary/index/symbol"
	"github.com/plenary-search/plenary/search/query"
)

// reading says how the words of a box were read.
type reading struct {
	Text string // as typed
	// Interpreted is the canonical form of what was understood; "" where nothing was asked.
	Interpreted string
	Warnings    []readingWarning
	node        query.Node
}

// readingWarning is something the reader should know: a quotation mark that was missing, an operator taken for a word.
type readingWarning struct {
	Text       string
	Start, End int // code points of the text typed, half-open
}

// maxQueryLength is the largest number of code points of q.
const maxQueryLength = 1000

// read reads the words of a box. Prose never fails; only limits do.
func read(text string, any bool) (reading, []paramError) {
	r := reading{Text: text}
	if n := utf8.RuneCountInString(text); n > maxQueryLength {
		return r, []paramError{fault("query-too-long", "q", "q has %d characters, at most %d", n, maxQueryLength)}
	}
	var words []query.Node
	for _, word := range strings.Fields(text) {
		words = append(words, query.Word{Text: word})
	}
	switch {
	case len(words) == 0:
	case any:
		r.node = query.Or{Nodes: words}
	default:
		r.node = query.And{Nodes: words}
	}
	r.Interpreted = strings.Join(strings.Fields(text), " ")
	return r, nil
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
