package citation

import (
	"sort"
	"strings"
	"unicode"

	"github.com/plenary-search/plenary/index/symbol"
)

// page is a text as the patterns see it: folded, and with the numbers of its script written as in other languages. It knows the way back.
type page struct {
	text  string
	fold  symbol.Folded
	edits []edit // in order, nil where nothing was rewritten
}

// edit is a piece of the folded text that was rewritten.
type edit struct {
	from, to       int // offsets into the folded text
	newFrom, newTo int // offsets into page.text
}

// pageOf folds a text and rewrites it as the language asks for.
func pageOf(text string, l *language) page {
	p := page{fold: symbol.Fold(text)}
	p.text = p.fold.Text
	if l.rewrite == nil {
		return p
	}
	if l.plain != nil {
		p.text = l.plain(p.text)
	}
	var b strings.Builder
	done := 0
	for _, r := range l.rewrite(p.text) {
		if r.from < done {
			continue
		}
		if done == 0 {
			b.Grow(len(p.text))
		}
		b.WriteString(p.text[done:r.from])
		start := b.Len()
		b.WriteString(r.with)
		p.edits = append(p.edits, edit{r.from, r.to, start, b.Len()})
		done = r.to
	}
	if p.edits != nil {
		b.WriteString(p.text[done:])
		p.text = b.String()
	}
	return p
}

// rewriting is a piece of a text and what is read in its place.
type rewriting struct {
	from, to int
	with     string
}

// span is the place in the original of a place in the page. Pieces that were rewritten belong to it as a whole.
func (p *page) span(start, end int) (int, int) {
	return p.fold.Start(p.back(start, false)), p.fold.End(p.back(end, true))
}

// back maps an offset of the page to the folded text. What was taken out right before the beginning or right behind the end of a
// span stays outside.
func (p *page) back(i int, end bool) int {
	n := sort.Search(len(p.edits), func(n int) bool {
		e := p.edits[n]
		return e.newTo > i || end && e.newTo == i && e.newFrom == i
	})
	if n < len(p.edits) && p.edits[n].newFrom < i {
		if end {
			return p.edits[n].to
		}
		return p.edits[n].from
	}
	if n == 0 {
		return i
	}
	return p.edits[n-1].to + i - p.edits[n-1].newTo
}

// isHan reports whether a character is written without blanks between words.
func isHan(r rune) bool { return r >= 0x2E80 && unicode.Is(unicode.Han, r) }

// isWordRune reports whether a character belongs to a word together with its neighbours. Chinese characters stand alone.
func isWordRune(r rune) bool {
	if r < 0x80 {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	return (unicode.IsLetter(r) || unicode.IsDigit(r)) && !isHan(r)
}
