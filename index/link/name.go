package link

import (
	"path"
	"regexp"
	"strings"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/index/symbol"
)

// langSuffix is the language at the end of a file name: "A_79_975.en.txt", "A-79-975_E.pdf".
var langSuffix = regexp.MustCompile(`(?i)(?:[._-](?:en|fr|es|ru|ar|zh|[EFSRAC]))$`)

// fromFileName reads a symbol that the name of a file spells, with "_" or "-" in the place of strokes: "A_79_975.txt".
func fromFileName(source string) (ownSymbol, bool) {
	name := stem(source)
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

// localName makes the key of a document of which no symbol is known. No body's symbols begin like it.
func localName(source string) ownSymbol {
	name := strings.Map(func(r rune) rune {
		if r == ' ' || r == '#' || r == '@' || r == '?' || r == '%' || r < 0x20 {
			return '-'
		}
		return r
	}, strings.TrimLeft(path.Clean("/"+strings.TrimSuffix(strings.ReplaceAll(source, "\\", "/"), path.Ext(source))), "/"))
	if i := strings.LastIndexByte(name, '/'); i >= 0 && len(name) > 150 {
		name = name[i+1:]
	}
	return ownSymbol{"local/" + name, document.ViaLocal, "no symbol is known; made from the name of the file"}
}

// stem is the base name of a source without its extension.
func stem(source string) string {
	base := path.Base(strings.ReplaceAll(source, "\\", "/"))
	return strings.TrimSuffix(base, path.Ext(base))
}
