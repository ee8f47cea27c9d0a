package query

import (
	"strings"
	"unicode"
)

// Glob matches values against a form with stars and question marks. It belongs to one goroutine.
type Glob struct {
	form, value []rune
	open        bool // what is behind the form may be anything
}

// NewGlob prepares a form. Where it is of whole values, a star at its end stands for anything; all others stand for letters and figures.
func NewGlob(form string, whole bool) *Glob {
	open := whole && strings.HasSuffix(form, "*")
	if open {
		form = strings.TrimRight(form, "*")
	}
	return &Glob{form: []rune(form), open: open}
}

// Match gives each star as few letters as it can, and the last one more where the rest does not fit: if any way fits, that one does.
func (g *Glob) Match(value []byte) bool {
	g.value = g.value[:0]
	for _, r := range string(value) {
		g.value = append(g.value, r)
	}
	at, star, taken := 0, -1, 0 // place in the form; of the last star; and the first rune that it has not taken
	for i := 0; i < len(g.value); {
		if g.open && at == len(g.form) {
			return true
		}
		switch r := g.value[i]; {
		case at < len(g.form) && g.form[at] == '*':
			star, taken = at, i
			at++
		case at < len(g.form) && (g.form[at] == r || g.form[at] == '?' && stands(r)):
			at++
			i++
		case star >= 0 && stands(g.value[taken]):
			taken++
			at, i = star+1, taken
		default:
			return false
		}
	}
	for at < len(g.form) && g.form[at] == '*' {
		at++
	}
	return at == len(g.form)
}

// stands reports whether a star or question mark stands for r: a letter, a figure or its mark, not what joins the parts of a
// compound.
func stands(r rune) bool { return unicode.In(r, unicode.L, unicode.N, unicode.M) }
