package parse

import (
	"regexp"
	"strings"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/index/symbol"
)

// numberNoun stands before the number of a resolution where it is a line of its own: "Resolution MEPC.305(73)".
var numberNoun = regexp.MustCompile(`^(?i:resolution|decision|résolution|décision|resolución|decisión|резолюция|решение) +`)

// firstUnits is how many units from the beginning may print the number of the resolution that a text is.
const firstUnits = 5

// readOwnNumber takes the number of a resolution for the symbol of a text that prints no other. Agencies that have no symbols with
// strokes print it before the title, "WHA66.11 Health in the post-2015 development agenda", or on a line of its own.
func (p *parser) readOwnNumber() {
	h := &p.doc.Header
	if h.Symbol != "" {
		return
	}
	if own, rest := ownNumber(h.Title); own != "" {
		p.takeOwnNumber(own)
		if rest != "" {
			h.Title = rest
		}
		return
	}
	for _, u := range p.doc.Units[:min(firstUnits, len(p.doc.Units))] {
		if u.Kind != document.Heading && u.Kind != document.Frontmatter {
			continue
		}
		if own, rest := ownNumber(u.Text); own != "" && rest == "" {
			p.takeOwnNumber(own)
			return
		}
	}
}

func (p *parser) takeOwnNumber(own string) {
	p.ownSymbol(own)
	h := &p.doc.Header
	h.SymbolEvidence = "printed as the number of the resolution"
	h.Symbols = nil
	if h.Body == "" {
		h.Body = bodyCode(h.BodyName, h.Symbol)
		h.BodyName = symbol.BodyName(h.Body)
	}
}

// ownNumber is a number that text begins with and that is a symbol without strokes, and what follows it.
func ownNumber(text string) (own, rest string) {
	text = numberNoun.ReplaceAllString(text, "")
	found := symbol.Find(text)
	if len(found) == 0 || found[0].Start != 0 {
		if s, err := symbol.Parse(text); err == nil && !strings.Contains(s.String(), "/") { // forms too short to be looked for in prose
			return s.String(), ""
		}
		return "", ""
	}
	own, rest = found[0].Symbol.String(), text[found[0].End:]
	if strings.Contains(own, "/") || rest != "" && rest[0] != ' ' {
		return "", ""
	}
	return own, strings.TrimLeft(rest, " .:–—-")
}
