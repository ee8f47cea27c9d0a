package parse

import (
	"regexp"
	"strings"

	"github.com/plenary-search/plenary/index/symbol"
)

// partOfResolution is the letter of a resolution in parts, behind its symbol: "A/RES/79/258 B".
var partOfResolution = regexp.MustCompile(`^ ?[A-Z](?: ?(?:-|–|and|et|y|и) ?[A-Z])?$`)

// parseSymbol is the normal form of a symbol that is all of text, "" if text is something else.
func parseSymbol(text string) string {
	text = strings.TrimRight(text, " .,*")
	found := symbol.Find(text)
	if len(found) == 1 && found[0].Start == 0 && partOfResolution.MatchString(text[found[0].End:]) {
		if s, err := symbol.Parse(text); err == nil {
			return s.String()
		}
	}
	if len(found) != 1 || found[0].Start != 0 || strings.TrimSpace(text[found[0].End:]) != "" {
		return ""
	}
	return found[0].Symbol.String()
}

func looksLikeSymbol(text string) bool {
	return len(text) < 80 && strings.Contains(text, "/") && parseSymbol(text) != ""
}

// symbolsIn are the symbols printed in text, in order.
func symbolsIn(text string) []string {
	var out []string
	for _, m := range symbol.Find(text) {
		out = append(out, m.Symbol.String())
	}
	return out
}
