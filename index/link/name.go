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

// langSuffix is the language at the end of a file name: "A_79_975.en.txt", "A-79-975_E.pdf".
var langSuffix = regexp.MustCompile(`(?i)(?:[._-](?:en|fr|es|ru|ar|zh|[EFSRAC]))$`)

// fromFileName reads a symbol that the name of a file spells, with "_" or "-" in the place of strokes: "A_79_975.txt".
func fromFileName(source string) (ownSymbol, bool) {
	name := stem(source)
	if own, err := symbol.Parse(langSuffix.ReplaceAllString(name, "")); err == nil && !strings.Contains(own.String(), "/") {
		return ownSymbol{own.String(), document.ViaFileName, "the name of the file " + path.Base(source)}, true // "WHA66.11.pdf"
	}
	for _, stroke := range []string{"_", "-"} {
		if !strings.Contains(name, stroke) {
			continue
		}
		spelt := strings.ReplaceAll(langSuffix.ReplaceAllString(name, ""), stroke, "/")
		found := symbol.Find(spelt)
		if len(found) == 1 && found[0].Start == 0 && found[0].End == len(spelt) && strings.ContainsAny(spelt, "0123456789") {
			return ownSymbol{found[0].Symbol.String(), document.ViaFileName, "the name of the file " + path.Base(source)}, true
		}
	}
	return ownSymbol{}, false
}

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
	base := path.Base(strings.ReplaceAll(source, "\\", "/"))
	return strings.TrimSuffix(base, path.Ext(base))
}
