package column

import (
	"slices"
	"strings"
	"sync"

	"github.com/plenary-search/plenary/search"
)

// wholeBuilder collects, for a stream of stems, how often each stands in each document of that language as one text: see plan.WholeOf.
// Stems have the numbers that they have in the stream. They are the postings of a field of its own, search.WholeField, whose rows are
// documents, and whose frequencies are counted by the weights of package search: where these change, so must the version of the format.
type wholeBuilder struct {
	freqs  []uint32 // by stem: in the document that is being added
	held   []uint32 // stems of that document, each once
	length uint32   // tokens of that document

	lists   []postingsBuilder // by stem
	lengths []uint32          // by document
}

// begin begins the next document.
func (b *wholeBuilder) begin() { b.held, b.length = b.held[:0], 0 }

// add counts a stem of the document.
func (b *wholeBuilder) add(stem uint32, weight int) {
	for uint32(len(b.freqs)) <= stem {
		b.freqs, b.lists = append(b.freqs, 0), append(b.lists, postingsBuilder{})
	}
	if b.freqs[stem] == 0 {
		b.held = append(b.held, stem)
	}
	b.freqs[stem] += uint32(weight)
	b.length++
}

// end ends a document.
func (b *wholeBuilder) end(doc uint32) {
	for _, stem := range b.held {
		b.lists[stem].rows, b.lists[stem].freqs = append(b.lists[stem].rows, doc), append(b.lists[stem].freqs, b.freqs[stem])
		b.freqs[stem] = 0
	}
	for uint32(len(b.lengths)) <= doc {
		b.lengths = append(b.lengths, 0)
	}
	b.lengths[doc] = b.length
}

// write writes the field that belongs to a stream of stems, whose terms are given by their numbers, in byte order.
func (b *wholeBuilder) write(f *fileWriter, stems string, terms []string, sorted []uint32, docs uint32) {
	w := newFieldWriter(f, search.WholeField(stems))
	for _, stem := range sorted {
		if int(stem) < len(b.lists) && len(b.lists[stem].rows) > 0 { // not of units in other languages than their documents
			w.add(terms[stem], b.lists[stem].rows, b.lists[stem].freqs, nil)
		}
	}
	w.close()
	lengths := append(b.lengths, make([]uint32, docs-uint32(len(b.lengths)))...)
	if slices.ContainsFunc(lengths, func(n uint32) bool { return n > 0 }) {
		writeLengths(f, search.WholeField(stems), lengths, nil)
	}
}

// Stems says in which streams of stems the units of a document have words: a bit for each, see StemsBit.
func (s *Segment) Stems(doc uint32) uint64 { return s.stems()[doc] }

// StemsBit is the bit of a stream of stems in Stems; 0 for other fields. There are fewer languages than bits: of more, all others would
// share the last one.
func (s *Segment) StemsBit(f *Field) uint64 { return f.stems }

// findStems finds the streams of all documents, which takes a look at the lengths of all units.
func (s *Segment) findStems() []uint64 {
	all := make([]uint64, s.Documents())
	for _, f := range s.fields {
		if f.stems == 0 {
			continue
		}
		for doc := range all {
			from, to := s.Run(Documents, uint32(doc))
			for unit := from; unit < to; unit++ {
				if f.Lengths.At(unit) > 0 {
					all[doc] |= f.stems
					break
				}
			}
		}
	}
	return all
}

// numberStems gives streams of stems their bits.
func (s *Segment) numberStems() {
	bit := uint64(1)
	for _, name := range s.Streams() {
		if strings.HasPrefix(name, search.StemPrefix) {
			s.fields[name].stems = bit
			if bit < 1<<63 {
				bit <<= 1
			}
		}
	}
	s.stems = sync.OnceValue(s.findStems)
}
