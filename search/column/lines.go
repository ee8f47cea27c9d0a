package column

import (
	"encoding/binary"
	"hash/fnv"
	"iter"
	"slices"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/analysis"
)

// The lines of documents that are compared with queries stand in a section of their own, "lines": by document, each line as the number of its
// words, a byte, and for each word a hash of its stem, four bytes. They are derived from titles and mastheads, some 300 bytes a document, and
// read for the documents that come first. Two stems of one hash are taken for the same word.

// LineHash is the number that stands for a stem in lines.
func LineHash(stem string) uint32 {
	h := fnv.New32a()
	h.Write([]byte(stem))
	return h.Sum32()
}

// linesOf is the lines of a document as they are kept.
func linesOf(d *document.Document) string {
	var all []byte
	for line := range search.LinesOf(d) {
		stems := analysis.For(d.Lang).Content(line, search.MaxLine)
		if len(stems) == 0 {
			continue
		}
		all = append(all, byte(len(stems)))
		for _, stem := range stems {
			all = binary.LittleEndian.AppendUint32(all, LineHash(stem))
		}
	}
	return string(all)
}

// Line is the hashes of a line's words.
type Line []byte

// Len is the number of words.
func (l Line) Len() int { return len(l) / 4 }

// Held is the number of its words that are among some, which differ.
func (l Line) Held(words []uint32) (n int) {
	for ; len(l) > 0; l = l[4:] {
		if slices.Contains(words, binary.LittleEndian.Uint32(l)) {
			n++
		}
	}
	return n
}

// Lines yields the lines of a document.
func (s *Segment) Lines(doc uint32) iter.Seq[Line] {
	return func(yield func(Line) bool) {
		for rest := s.lines.At(doc); len(rest) > 0; {
			end := 1 + 4*int(rest[0])
			if end > len(rest) || !yield(Line(rest[1:end])) { // longer only where it is damaged, and was not verified
				return
			}
			rest = rest[end:]
		}
	}
}
