package column

import "math/bits"

// Space says what the rows of a field are. What all units of a document share, such as its date, is held once.
type Space uint8

// The spaces. A row stands for a run of units; a row of Units for one.
const (
	Units    Space = iota
	Headings       // units of a document that follow each other below the same headings
	Documents
)

// spaceOf is the space of a field of the schema.
func spaceOf(ofDocument bool) Space {
	if ofDocument {
		return Documents
	}
	return Units
}

// Held are the documents that hold units of a set, given as a bit for each unit of the segment, with the number of these.
func (s *Segment) Held(units []uint64) []Run {
	starts := s.starts[Documents]
	switch {
	case starts.wide != nil:
		return runsHeld(starts.wide, units)
	case starts.middle != nil:
		return runsHeld(starts.middle, units)
	default:
		return runsHeld(starts.narrow, units)
	}
}

// runsHeld counts bits from each start to before the next one. Most documents have so few units that these stand in one word or two.
func runsHeld[T uint8 | uint16 | uint32](starts []T, units []uint64) []Run {
	runs := make([]Run, 0, len(starts))
	for doc := range len(starts) - 1 {
		from, last := uint32(starts[doc]), uint32(starts[doc+1])-1
		if from > last || int(last/64) >= len(units) {
			continue
		}
		head, tail := ^uint64(0)<<(from%64), ^uint64(0)>>(63-last%64)
		var n int
		if words := units[from/64 : last/64+1]; len(words) == 1 {
			n = bits.OnesCount64(words[0] & head & tail)
		} else {
			n = bits.OnesCount64(words[0]&head) + bits.OnesCount64(words[len(words)-1]&tail)
			for _, word := range words[1 : len(words)-1] {
				n += bits.OnesCount64(word)
			}
		}
		if n > 0 {
			runs = append(runs, Run{uint32(doc), uint32(n)})
		}
	}
	return runs
}
