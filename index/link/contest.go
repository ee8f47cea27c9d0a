package link

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/plenary-search/plenary/index/document"
)

// textOf sums up the words of a document without its masthead, so that copies are known for what they are, whatever the spaces,
// hyphens and marks of one or the other.
func textOf(d document.Document) string {
	sum := sha256.New()
	w := bufio.NewWriterSize(sum, 4096)
	n := 0
	for _, masthead := range []bool{false, true} {
		for _, u := range d.Units {
			if (u.Kind == document.Frontmatter) == masthead {
				n += writeLetters(w, u.Text)
			}
		}
		if n > 0 {
			break // a document that is all masthead is compared by that
		}
	}
	_ = w.Flush() // a hash takes everything
	return hex.EncodeToString(sum.Sum(nil)[:16])
}

func writeLetters(w *bufio.Writer, text string) (n int) {
	for _, r := range text {
		if r < 0x80 && (r < '0' || r > '9' && r < 'A' || r > 'Z' && r < 'a' || r > 'z') || r >= 0x80 && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			continue
		}
		_, _ = w.WriteRune(r)
		n++
	}
	return n
}

// contested finds keys that documents of different texts claim by what they print, and gives those whose file name spells
// another symbol that symbol: Akoma Ntoso files made from another's as a template print the symbol of the template. A symbol that
// another document prints, or that two texts spell, goes to nobody. It depends on the set of profiles alone.
func (l *Linker) contested(paths []string) {
	claims := map[document.Key][]string{}
	for _, path := range paths {
		if own, ok := l.own[path]; ok {
			key := document.Key{Symbol: own.symbol, Lang: l.profiles[path].Lang}
			claims[key] = append(claims[key], path)
		}
	}
	moves := map[document.Key][]string{} // by the key that names spell, those who would take it
	for key, claimants := range claims {
		for _, group := range l.byText(claimants) {
			if len(group) == len(claimants) {
				continue // nobody contests it
			}
			if spelt, ok := l.speltByAll(group, key); ok && len(claims[spelt]) == 0 {
				moves[spelt] = append(moves[spelt], group...)
			}
		}
	}
	for key, movers := range moves {
		if len(l.byText(movers)) > 1 {
			continue
		}
		for _, path := range movers {
			printed := l.own[path].symbol
			l.own[path] = ownSymbol{key.Symbol, document.ViaFileName, fmt.Sprintf(
				"the name of the file %s; the document prints %s, as another document with another text does", base(path), printed)}
			l.misprinted[path] = printed
		}
	}
}

// byText groups documents of the same text.
func (l *Linker) byText(paths []string) [][]string {
	groups := map[string][]string{}
	for _, path := range paths {
		groups[l.profiles[path].Text] = append(groups[l.profiles[path].Text], path)
	}
	return slices.Collect(maps.Values(groups))
}

// speltByAll is the key that the names of copies spell, where they spell one, and not the one that the copies print.
func (l *Linker) speltByAll(paths []string, printed document.Key) (document.Key, bool) {
	found := ""
	for _, path := range paths {
		spelt, ok := fromFileName(path)
		if !ok {
			continue
		}
		symbol := withYear(spelt.symbol, printed.Symbol, l.profiles[path].Date)
		if symbol == printed.Symbol || found != "" && symbol != found || l.profiles[path].SymbolVia != document.ViaMasthead {
			return document.Key{}, false
		}
		found = symbol
	}
	return document.Key{Symbol: found, Lang: printed.Lang}, found != ""
}

// year ends symbols of resolutions of the Security Council and of bodies that number as it does: "S/RES/1325 (2000)". File
// names leave it out.
var year = regexp.MustCompile(` \((\d{4})\)$`)

// withYear adds to a symbol that a file name spells the year that the printed one has: the same year where the two are the same
// otherwise, else that of the document.
func withYear(spelt, printed, date string) string {
	switch at := year.FindStringIndex(printed); {
	case at == nil || year.MatchString(spelt):
		return spelt
	case spelt == printed[:at[0]]:
		return printed
	case len(date) >= 4 && series(spelt) == series(printed):
		return spelt + " (" + date[:4] + ")"
	}
	return spelt
}

// series is a symbol without what stands behind its last stroke.
func series(symbol string) string { return symbol[:strings.LastIndexByte(symbol, '/')+1] }

// Key is the key of a learnt document as far as is known; it is sure once Settle has returned.
func (l *Linker) Key(path string) document.Key {
	return document.Key{Symbol: l.own[path].symbol, Lang: l.profiles[path].Lang}
}

// Paths are the learnt documents, in order.
func (l *Linker) Paths() []string { return slices.Sorted(maps.Keys(l.profiles)) }

// SameText reports whether two learnt documents have the same words below their mastheads.
func (l *Linker) SameText(a, b string) bool { return l.profiles[a].Text == l.profiles[b].Text }

// Spelt reports whether the name of a file spells the symbol of the learnt document in it.
func (l *Linker) Spelt(path string) bool {
	spelt, ok := fromFileName(path)
	own := l.own[path].symbol
	return ok && withYear(spelt.symbol, own, "") == own
}
