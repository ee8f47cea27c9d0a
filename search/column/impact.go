package column

import (
	"encoding/binary"
	"math"
)

// What some postings can score is bounded by their impacts: pairs of a frequency and a length such that each posting has, for one of the
// pairs, at most its frequency and at least its length. Whatever the corpus around them, none scores more than the best of the pairs.
// The pairs are of units that are searched by default; headings, which are short, would lift every bound. Where a search asks for
// these too, the greatest frequency and the shortest length of all postings serve.
//
//	most uint8, shortest uint16, 4 × {frequency uint8, length uint16}
//
// A frequency of 0 stands for no pair, the greatest for any frequency.
//
// Ding and Suel, "Faster top-k document retrieval using block-max indexes", 2011; the pairs are those of Grand, Muir, Ferenczi and
// Lin, "From MaxScore to block-max WAND: the story of how Lucene significantly improved query evaluation performance", 2020.

// Impact is a frequency, math.MaxInt32 for any, and a length.
type Impact struct{ Freq, Length int }

const (
	maxImpacts  = 4
	impactBytes = 3 + 3*maxImpacts
)

// measure tells the length of a row, and whether it is searched by default.
type measure func(row uint32) (length uint32, searched bool)

// impacts collects the impacts of postings.
type impacts struct {
	all   Impact // of all
	pairs []Impact
}

// maxFrequency is the greatest frequency that an impact states; a greater one is unbounded. maxLength is the greatest length.
const (
	maxFrequency = math.MaxUint8
	maxLength    = math.MaxUint16
)

func (m *impacts) reset() {
	m.all, m.pairs = Impact{0, maxLength}, m.pairs[:0]
}

func (m *impacts) add(freq, length uint32, searched bool) {
	n := Impact{int(min(freq, maxFrequency)), int(min(length, maxLength))}
	m.all = Impact{max(m.all.Freq, n.Freq), min(m.all.Length, n.Length)}
	if searched {
		m.addPair(n)
	}
}

// addPair keeps the pairs that no other one is over, the greatest frequency first and so the greatest length.
func (m *impacts) addPair(n Impact) {
	at := 0
	for at < len(m.pairs) && m.pairs[at].Freq >= n.Freq {
		if m.pairs[at].Length <= n.Length {
			return
		}
		at++
	}
	end := at
	for end < len(m.pairs) && m.pairs[end].Length >= n.Length {
		end++
	}
	if at == end {
		m.pairs = append(m.pairs, Impact{})
		copy(m.pairs[at+1:], m.pairs[at:])
	} else {
		m.pairs = append(m.pairs[:at+1], m.pairs[end:]...)
	}
	m.pairs[at] = n
}

// append writes the impacts. Where there are too many, the two neighbours whose lengths are most alike become one that is over both.
func (m *impacts) append(to []byte) []byte {
	pairs := append([]Impact(nil), m.pairs...)
	for len(pairs) > maxImpacts {
		best, least := 0, math.Inf(1)
		for i := 1; i < len(pairs); i++ {
			if ratio := float64(pairs[i-1].Length+1) / float64(pairs[i].Length+1); ratio < least {
				best, least = i-1, ratio
			}
		}
		pairs[best].Length = pairs[best+1].Length
		pairs = append(pairs[:best+1], pairs[best+2:]...)
	}
	to = binary.LittleEndian.AppendUint16(append(to, byte(m.all.Freq)), uint16(m.all.Length))
	for i := range maxImpacts {
		var n Impact
		if i < len(pairs) {
			n = pairs[i]
		}
		to = binary.LittleEndian.AppendUint16(append(to, byte(n.Freq)), uint16(n.Length))
	}
	return to
}

// readImpacts reads the impacts of units that are searched by default, or that of all.
func readImpacts(from []byte, searched bool) (pairs [maxImpacts]Impact, n int) {
	if !searched {
		pairs[0] = readImpact(from)
		return pairs, 1
	}
	for n < maxImpacts {
		pair := readImpact(from[3+3*n:])
		if pair.Freq == 0 {
			break
		}
		pairs[n] = pair
		n++
	}
	return pairs, n
}

func readImpact(from []byte) Impact {
	n := Impact{int(from[0]), int(binary.LittleEndian.Uint16(from[1:]))}
	if n.Freq == maxFrequency {
		n.Freq = math.MaxInt32
	}
	return n
}
