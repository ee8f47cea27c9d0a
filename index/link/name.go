package link

import (
	"crypto/sha256"
	"encoding/hex"
	"path"
	"regexp"
	"strings"
	"unicode"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/index/symbol"
)

// langSuffix is the language at the end of a file name: "A_79_975.en.txt", "A-79-975_E.pdf", "74_26_G.xml".
var langSuffix = regexp.MustCompile(`(?i)(?:[._-](?:en|fr|es|ru|ar|zh|de|[EFSRACG]))$`)

// jobNumber is the number of a print job behind a symbol, with its language: "S_RES_2770-2501115G", "S_RES_1626_N0551422",
// "A-79-975-N2412345E".
var jobNumber = regexp.MustCompile(`(?i)[._-](?:N\d{7}|N?\d{7}[EFSRACG]|V\d{7}|GE\d{7})$`)

// fromFileName reads a symbol that the name of a file spells, with "_" or "-" in the place of strokes: "A_79_975.txt".
func fromFileName(source string) (ownSymbol, bool) {
	name := jobNumber.ReplaceAllString(langSuffix.ReplaceAllString(stem(source), ""), "")
	if own, err := symbol.Parse(name); err == nil && !strings.Contains(own.String(), "/") {
		return ownSymbol{own.String(), document.ViaFileName, "the name of the file " + base(source)}, true // "WHA66.11.pdf"
	}
	for _, strokes := range []*strings.Replacer{underscores, hyphens, both} {
		spelt := strokes.Replace(name)
		if hyphened.MatchString(spelt) {
			continue
		}
		found := symbol.Find(spelt)
		if len(found) == 1 && found[0].Start == 0 && found[0].End == len(spelt) && strings.Contains(spelt, "/") && strings.ContainsAny(spelt, "0123456789") {
			return ownSymbol{found[0].Symbol.String(), document.ViaFileName, "the name of the file " + base(source)}, true
		}
	}
	return ownSymbol{}, false
}

// What stands for strokes in file names; both as in "S_RES-2784".
var (
	underscores = strings.NewReplacer("_", "/")
	hyphens     = strings.NewReplacer("-", "/")
	both        = strings.NewReplacer("_", "/", "-", "/")
)

// hyphened is a number behind a hyphen, which stands for a stroke: "S/RES-2784".
var hyphened = regexp.MustCompile(`[A-Z]-\d`)

// localName makes the key of a document of which no symbol is known, from the name of its file without folders and
// extension. No body's symbols begin like it. With unique, part of a hash of the whole path tells files of one name apart.
func localName(source string, unique bool) ownSymbol {
	name := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsControl(r) || strings.ContainsRune("#@?%/", r) {
			return '-'
		}
		return r
	}, stem(source))
	if r := []rune(name); len(r) > 120 {
		name = string(r[:120])
	}
	if unique {
		sum := sha256.Sum256([]byte(source))
		name += "-" + hex.EncodeToString(sum[:4])
	}
	return ownSymbol{"local/" + name, document.ViaLocal, "no symbol is known; made from the name of the file"}
}

// stem is the base name of a source without its extension.
func stem(source string) string {
	return strings.TrimSuffix(base(source), path.Ext(base(source)))
}

// base is the name of a source without its folders.
func base(source string) string { return path.Base(strings.ReplaceAll(source, "\\", "/")) }
