package column

import (
	"fmt"
	"iter"

	"github.com/plenary-search/plenary/index/document"
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

// SharingBytes is about how long the list of [Segment.Sharing] is.
func (s *Segment) SharingBytes(hash uint64) int { return s.shared.bytes(hash) }

// Said is the wording of a unit, in bytes of the file, and the language that the unit is in.
func (s *Segment) Said(unit uint32) (variant.Wording, document.Language, error) {
	r := s.record(s.records, unit)
	label, lang := r.unitSays()
	if r.err != nil {
		return nil, "", fmt.Errorf("unit %d: %w", unit, r.err)
	}
	var room [256]uint32
	forms := s.tokens.of(unit, room[:0])
	words := make([][]byte, len(forms))
	for i, form := range forms {
		words[i] = s.tokens.written.At(form)
	}
	if lang == nil {
		return variant.NewWording(string(label), words), s.Key(s.UnitDoc.At(unit)).Lang, nil
	}
	return variant.NewWording(string(label), words), document.Language(lang), nil
}

// MaySay reports whether a unit may have a wording: the last words are the same.
func (s *Segment) MaySay(unit uint32, w variant.Wording) bool {
	var room [256]uint32
	forms := s.tokens.of(unit, room[:0])
	return w.Ends(len(forms), func(i int) []byte { return s.tokens.written.At(forms[i]) })
}

// WordHashes appends the hashes of a unit's words, in their order: see package variant.
func (s *Segment) WordHashes(unit uint32, to []uint64) []uint64 {
	for _, form := range s.tokens.of(unit, nil) {
		to = append(to, variant.Word(s.tokens.written.At(form)))
	}
	return to
}
