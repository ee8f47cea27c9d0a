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

// bodies is the registry, in order of the file; bodyOf finds entries by prefix, and roots are the first parts.
var bodies, bodyOf, roots = readBodies(bodiesFile)

type rootSet map[string]bool

// has reports whether word is a root, in any case.
func (r rootSet) has(word string) bool { return r[strings.ToUpper(word)] }

func readBodies(file string) ([]Body, map[string]Body, rootSet) {
	var list []Body
	byPrefix, first := map[string]Body{}, rootSet{}
	for line := range strings.Lines(file) {
		line = strings.TrimRight(line, "\r\n")
		if line == "" || line[0] == '#' {
			continue
		}
		columns := strings.Split(line, "\t")
		if len(columns) != 6 {
			panic(fmt.Sprintf("bodies.tsv: %d columns, want 6: %q", len(columns), line))
		}
		prefix, b := columns[0], Body{Code: columns[1], Adopts: columns[2], Numbering: columns[3], Name: columns[4]}
		if columns[5] != "" {
			b.Other = strings.Split(columns[5], "|")
		}
		if b.Adopts == "-" {
			b.Adopts = b.Code
		}
		byPrefix[prefix] = b
		list = append(list, b)
		root, _, _ := strings.Cut(prefix, "/")
		first[root] = true
	}
	return list, byPrefix, first
}

// Bodies lists the registry in order of its file; a body with several prefixes stands in it several times.
func Bodies() []Body { return append([]Body(nil), bodies...) }

// Body is the body whose paper the symbol says it is, by the longest prefix that the registry knows: "CTOC/COP" for
// CTOC/COP/WG.4/2024/5, "E/CN.7" for E/CN.7/2024/17, "GA" for A/79/15. For a joint symbol it is the first half's.
func (s Symbol) Body() string {
	segments := s.segments()
	for i, segment := range segments {
		segments[i], _, _ = strings.Cut(segment, "(") // ICCD/COP(8)/16
	}
	code := ""
	for n := 1; n <= len(segments); n++ {
		prefix := strings.Join(segments[:n], "/")
		if b, ok := lookup(prefix); ok {
			code = b.Code
			if code == "=" {
				code = prefix
			}
		}
	}
	return code
}

// lookup finds the registry's entry for a prefix, by itself or with "#" for its last number.
func lookup(prefix string) (Body, bool) {
	if b, ok := bodyOf[prefix]; ok {
		return b, true
	}
	name := strings.TrimRight(prefix, "0123456789.")
	if dot := strings.LastIndexByte(prefix, '.'); dot > strings.LastIndexByte(prefix, '/') && strings.Trim(prefix[dot+1:], "0123456789") == "" {
		b, ok := bodyOf[prefix[:dot]+".#"]
		return b, ok
	}
	b, ok := bodyOf[name+"#"]
	return b, ok && len(name) < len(prefix)
}

// BodyByCode finds the registry's entry of a code. Codes of bodies that are known by their kind only (A/AC.298) give an entry
// without a name.
func BodyByCode(code string) (Body, bool) {
	named := Body{}
	for _, b := range bodies {
		if b.Code == code && (named.Code == "" || named.Name == "") {
			named = b
		}
	}
	if named.Code != "" {
		return named, true
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
