package symbol

import (
	_ "embed"
	"fmt"
	"maps"
	"strings"
	"sync"
)

//go:embed bodies.tsv
var bodiesFile string

// Body is a body that issues documents or adopts resolutions.
type Body struct {
	Code      string // "GA", "CTOC/COP", "E/CN.7"
	Adopts    string // code of the body whose resolutions a bare number means in papers of this body, often its own
	Numbering string // how its resolutions are numbered: one of the By constants, or ""
	Name      string // official name, "" where it is not known
	Other     []string
}

// How a body numbers its resolutions and decisions.
const (
	BySession = "session" // 7/1
	ByYear    = "year"    // 2019/13
	BySerial  = "serial"  // 1325 (2000)
)

// bodies is the registry, in order of the file; registry finds its entries by the beginnings of symbols.
var bodies, registry = readBodies(bodiesFile)

// prefixes are the beginnings of symbols that the registry knows.
type prefixes struct {
	first *prefixNode
	// roots are the first parts and how they are printed, by their shape: capitals, with "#" for every digit or for a number.
	// Those in bare are whole symbols; those in careful are not looked for in prose.
	roots, bare, careful map[string]string
}

// prefixNode is a part of prefixes, under the parts before it.
type prefixNode struct {
	below map[string]*prefixNode // by shape of the next part, in capitals
	body  *Body                  // nil where no prefix ends here
}

func readBodies(file string) ([]Body, prefixes) {
	var list []Body
	p := prefixes{first: &prefixNode{}, roots: map[string]string{}, bare: map[string]string{}, careful: map[string]string{}}
	for line := range strings.Lines(file) {
		line = strings.TrimRight(line, "\r\n")
		if line == "" || line[0] == '#' && !strings.Contains(line, "\t") {
			continue
		}
		columns := strings.Split(line, "\t")
		if len(columns) != 6 {
			panic(fmt.Sprintf("bodies.tsv: %d columns, want 6: %q", len(columns), line))
		}
		b := Body{Code: columns[1], Adopts: columns[2], Numbering: columns[3], Name: columns[4]}
		if columns[5] != "" {
			b.Other = strings.Split(columns[5], "|")
		}
		if b.Adopts == "-" {
			b.Adopts = b.Code
		}
		list = append(list, b)
		p.add(columns[0], &b)
	}
	return list, p
}

// add takes in a prefix as the file writes it.
func (p prefixes) add(prefix string, b *Body) {
	prefix, careful := strings.CutPrefix(prefix, "~")
	prefix, bare := strings.CutPrefix(prefix, "=")
	root, _, _ := strings.Cut(prefix, "/")
	shape := strings.ToUpper(root)
	if bare {
		p.bare[shape] = root
	} else {
		p.roots[shape] = root
	}
	if careful {
		p.careful[shape] = root
	}
	at := p.first
	for _, part := range strings.Split(strings.ToUpper(prefix), "/") {
		if at.below == nil {
			at.below = map[string]*prefixNode{}
		}
		if at.below[part] == nil {
			at.below[part] = &prefixNode{}
		}
		at = at.below[part]
	}
	at.body = b
}

// find gives the entry of the longest prefix of a symbol's parts, and of how many parts it is; nil and 0 where there is none.
func (n *prefixNode) find(parts []string) (*Body, int) {
	if len(parts) > 0 {
		part := strings.ToUpper(parts[0])
		for _, shape := range [...]string{part, beforeBracket(part), digitShape(part), numberShape(part), numberShape(beforeBracket(part))} {
			next := n.below[shape]
			if next == nil {
				continue
			}
			if b, depth := next.find(parts[1:]); b != nil {
				return b, depth + 1
			}
		}
	}
	return n.body, 0
}

// beforeBracket is a part without its bracket: "COP" for "COP(8)".
func beforeBracket(part string) string {
	part, _, _ = strings.Cut(part, "(")
	return part
}

// digitShape writes "#" for every digit: "A##" for "A77".
func digitShape(part string) string {
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return '#'
		}
		return r
	}, part)
}

// numberShape writes "#" for every number: "AC.#" for "AC.105".
func numberShape(part string) string {
	shape := digitShape(part)
	for strings.Contains(shape, "##") {
		shape = strings.ReplaceAll(shape, "##", "#")
	}
	return shape
}

// Bodies lists the registry in order of its file; a body with several prefixes stands in it several times.
func Bodies() []Body { return append([]Body(nil), bodies...) }

// Body is the body whose paper the symbol says it is, by the longest prefix that the registry knows: "CTOC/COP" for
// CTOC/COP/WG.4/2024/5, "E/CN.7" for E/CN.7/2024/17, "GA" for A/79/15. For a joint symbol it is the first half's.
func (s Symbol) Body() string {
	code, _ := bodyOf(s.segments())
	return code
}

// bodyOf is the code of the body of a symbol's parts, and how many of them name it.
func bodyOf(parts []string) (code string, named int) {
	b, named := registry.first.find(parts)
	switch {
	case b == nil:
		return "", 0
	case b.Code == "=":
		return beforeBracket(strings.ToUpper(strings.Join(parts[:named], "/"))), named
	}
	return b.Code, named
}

// lookup finds the registry's entry for a prefix, all of it.
func lookup(prefix string) (Body, bool) {
	parts := strings.Split(prefix, "/")
	if b, named := registry.first.find(parts); named == len(parts) {
		return *b, true
	}
	return Body{}, false
}

// BodyByCode finds the registry's entry of a code. Codes of bodies that are known by their kind only (A/AC.298) give an entry
// without a name.
func BodyByCode(code string) (Body, bool) {
	if b, ok := codes()[code]; ok {
		return b, true
	}
	b, ok := lookup(code)
	if ok {
		b.Code = code
		if b.Adopts == "=" {
			b.Adopts = code
		}
	}
	return b, ok
}

// codes maps codes to the entries that name the body, or else to the first.
var codes = sync.OnceValue(func() map[string]Body {
	entries := map[string]Body{}
	for _, b := range bodies {
		if known, ok := entries[b.Code]; !ok || known.Name == "" {
			entries[b.Code] = b
		}
	}
	return entries
})

// BodyName is the official name of the body with that code, "" where it is not known.
func BodyName(code string) string {
	b, _ := BodyByCode(code)
	return b.Name
}

// BodyByName gives the code of the body that a masthead names: "Conference of the Parties to the United Nations Convention
// against Transnational Organized Crime" is CTOC/COP. Case, blanks, quotation marks and a leading article make no difference.
// Names that several bodies share ("Council") give false.
func BodyByName(name string) (code string, ok bool) {
	code = codesByName()[foldName(name)]
	return code, code != ""
}

// codesByName maps folded names to codes, "" for names that several bodies share. Official names come before others.
var codesByName = sync.OnceValue(func() map[string]string {
	official, codes := map[string]string{}, map[string]string{}
	for _, b := range bodies {
		if name := foldName(b.Name); name != "" && official[name] == "" {
			official[name] = b.Code
		}
		for _, other := range b.Other {
			name := foldName(other)
			if code, known := codes[name]; known && code != b.Code {
				codes[name] = ""
			} else {
				codes[name] = b.Code
			}
		}
	}
	maps.Copy(codes, official)
	delete(codes, "")
	return codes
})

var plainQuotes = strings.NewReplacer("’", "'", "‘", "'")

// foldName is a name without what printing varies.
func foldName(name string) string {
	name = strings.ToLower(strings.Join(strings.Fields(Fold(name).Text), " "))
	name = plainQuotes.Replace(name)
	return strings.TrimPrefix(strings.Trim(name, " .,;:*"), "the ")
}
