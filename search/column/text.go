package column

import (
	"encoding/binary"

	"github.com/plenary-search/plenary/search/analysis"
)

// The text of a unit is the forms of its words, which are in the token stream, and the gaps between them: what stands before its
// first word, behind its last one, and, of the gaps within, the one that most of them are, and the others:
//
//	before, behind, usual, × {number of usual gaps before the next other one, that one}
//
// Gaps are numbers in a table. A text without words is one gap.

// appendGaps writes the gaps of a text around its words.
func appendGaps(to []byte, table *nameBuilder, text string, words []analysis.Token) []byte {
	gap := func(s string) { to = binary.AppendUvarint(to, uint64(table.number(s))) }
	if len(words) == 0 {
		gap(text)
		return to
	}
	gap(text[:words[0].Start])
	gap(text[words[len(words)-1].End:])
	if len(words) == 1 {
		return to
	}
	usual := usualGap(text, words)
	gap(usual)
	run := uint64(0)
	for i := 1; i < len(words); i++ {
		if g := text[words[i-1].End:words[i].Start]; g != usual {
			to = binary.AppendUvarint(to, run)
			gap(g)
			run = 0
			continue
		}
		run++
	}
	return to
}

// usualGap is the gap that stands most often between words; of several, the first.
func usualGap(text string, words []analysis.Token) (usual string) {
	counts := map[string]int{}
	for i := 1; i < len(words); i++ {
		counts[text[words[i-1].End:words[i].Start]]++
	}
	for i := 1; i < len(words); i++ {
		if gap := text[words[i-1].End:words[i].Start]; counts[gap] > counts[usual] {
			usual = gap
		}
	}
	return usual
}

// copyGaps appends gaps that another table numbers; numbers leads from there to here. It returns nil where they are damaged.
func copyGaps(to, gaps []byte, number func(gap uint64) (uint32, bool)) []byte {
	for i := 0; len(gaps) > 0; i++ {
		n, size := binary.Uvarint(gaps)
		if size <= 0 {
			return nil
		}
		gaps = gaps[size:]
		if i < 3 || i%2 == 0 { // others are runs
			gap, ok := number(n)
			if !ok {
				return nil
			}
			n = uint64(gap)
		}
		to = binary.AppendUvarint(to, n)
	}
	return to
}

// gapReader reads the gaps of a text, one after the other.
type gapReader struct {
	data          []byte
	table         Strings
	behind, usual []byte
	run           uint64 // usual gaps before the next other one
	other         bool   // there is another one
	bad           bool
}

func (g *gapReader) number() uint64 {
	n, size := binary.Uvarint(g.data)
	if size <= 0 {
		g.bad = true
		return 0
	}
	g.data = g.data[size:]
	return n
}

func (g *gapReader) gap() []byte {
	found, ok := g.table.find(int(g.number()))
	if !ok {
		g.bad = true
	}
	return found
}

// begin is the gap before the first of some words.
func (g *gapReader) begin(words int) (before []byte) {
	before = g.gap()
	if words > 0 {
		g.behind = g.gap()
	}
	if words > 1 {
		g.usual = g.gap()
		g.nextRun()
	}
	return before
}

func (g *gapReader) nextRun() {
	if g.other = len(g.data) > 0; g.other {
		g.run = g.number()
	}
}

// next is the gap before the next word.
func (g *gapReader) next() []byte {
	if !g.other {
		return g.usual
	}
	if g.run > 0 {
		g.run--
		return g.usual
	}
	gap := g.gap()
	g.nextRun()
	return gap
}
