package column

import (
	"iter"

	"github.com/plenary-search/plenary/search/variant"
)

// The hashes of the fingerprints of all units are in a sketch, so that variants of a text are found without looking at all texts.

const sharedSection = "shared"

// writeShared writes the fingerprints of so many units. units yields the forms of each unit's words by their numbers, as often as it is
// asked.
func writeShared(f *fileWriter, forms []form, units iter.Seq[[]uint32], n int) {
	hashes := make([]uint64, len(forms))
	for i := range forms {
		hashes[i] = variant.Word([]byte(forms[i].written))
	}
	writeSketch(f, sharedSection, variant.FingerprintSize*n, func(yield func(unit uint32, key uint64) bool) {
		var words, fingerprint []uint64
		unit := uint32(0)
		for ids := range units {
			words = words[:0]
			for _, id := range ids {
				words = append(words, hashes[id])
			}
			fingerprint = variant.Fingerprint(words, fingerprint[:0])
			for _, hash := range fingerprint {
				if !yield(unit, hash) {
					return
				}
			}
			unit++
		}
	})
}

// Sharing are the units that may have a hash in their fingerprint, in order, and all that do.
func (s *Segment) Sharing(hash uint64) ([]uint32, error) { return s.shared.list(hash, s.units) }

// WordHashes appends the hashes of a unit's words, in their order: see package variant.
func (s *Segment) WordHashes(unit uint32, to []uint64) []uint64 {
	for _, form := range s.tokens.of(unit, nil) {
		to = append(to, variant.Word(s.tokens.written.At(form)))
	}
	return to
}
