package column

import (
	"encoding/binary"
	"iter"
	"maps"
	"math/bits"
	"slices"
)

// Pairs are words that stand side by side in a unit, so that a phrase needs few looks into the token stream. A pair is named by the
// places of its verbatim terms. Frequent pairs, which stand in more units than most words, have postings like a term, under their
// places, four bytes each, the highest first. Of the others, which are most of all pairs, there is a sketch.
//
//	pairs.dict, pairs.post, ...: frequent pairs, as the terms of any field
//	pairs.rare: the others

const (
	pairsField   = "pairs"
	rareSection  = pairsField + ".rare"
	leastPair    = 64 // occurrences of a frequent pair
	pairKeyBytes = 8
)

func pairKey(first, second uint32) uint64 { return uint64(first)<<32 | uint64(second) }

// pairWriter finds the pairs of units and writes them. It walks over all pairs a few times, so that it holds little of them.
type pairWriter struct {
	words    []uint32 // by form
	units    iter.Seq[[]uint32]
	hashBits int
	counters []uint32          // occurrences by hash
	crowded  []uint64          // by hash: whether there are enough for a frequent pair
	frequent map[uint64]uint32 // occurrences of frequent pairs
}

// writePairs writes the pairs of units, which have n words in all. units yields the forms of each unit's words by their numbers, as often
// as it is asked.
func writePairs(f *fileWriter, forms []form, units iter.Seq[[]uint32], n int) {
	words := make([]uint32, len(forms))
	for i := range forms {
		words[i] = forms[i].word
	}
	w := newPairWriter(words, units, n)
	w.writeFrequent(f)
	w.writeRare(f)
}

func newPairWriter(words []uint32, units iter.Seq[[]uint32], n int) *pairWriter {
	w := &pairWriter{words: words, units: units, hashBits: min(bits.Len(uint(n)), mostHashes)}
	w.counters, w.crowded = make([]uint32, 1<<w.hashBits), make([]uint64, 1<<w.hashBits/64+1)
	for _, key := range w.pairs {
		w.counters[hashOf(key, w.hashBits)]++
	}
	for hash, n := range w.counters {
		if n >= leastPair {
			w.crowded[hash/64] |= 1 << (hash % 64)
		}
	}
	w.frequent = map[uint64]uint32{}
	for _, key := range w.pairs {
		if w.mayBeFrequent(key) {
			w.frequent[key]++
		}
	}
	maps.DeleteFunc(w.frequent, func(_ uint64, count uint32) bool { return count < leastPair })
	return w
}

// pairs yields all pairs in the order of units.
func (w *pairWriter) pairs(yield func(unit uint32, key uint64) bool) {
	unit := uint32(0)
	for ids := range w.units {
		for i := 1; i < len(ids); i++ {
			if !yield(unit, pairKey(w.words[ids[i-1]], w.words[ids[i]])) {
				return
			}
		}
		unit++
	}
}

// mayBeFrequent rules most rare pairs out.
func (w *pairWriter) mayBeFrequent(key uint64) bool {
	hash := hashOf(key, w.hashBits)
	return w.crowded[hash/64]>>(hash%64)&1 != 0
}

func (w *pairWriter) writeFrequent(f *fileWriter) {
	keys := slices.Sorted(maps.Keys(w.frequent))
	number := make(map[uint64]uint32, len(keys))
	for i, key := range keys {
		number[key] = uint32(i)
	}
	lists := make([]postingsBuilder, len(keys))
	for unit, key := range w.pairs {
		if !w.mayBeFrequent(key) {
			continue
		}
		if i, ok := number[key]; ok {
			lists[i].add(unit)
		}
	}
	terms := newFieldWriter(f, pairsField)
	for i, key := range keys {
		terms.add(string(binary.BigEndian.AppendUint64(nil, key)), lists[i].rows, lists[i].freqs, nil)
	}
	terms.close()
}

// writeRare writes the sketch.
func (w *pairWriter) writeRare(f *fileWriter) {
	rare := 0
	for _, n := range w.counters {
		rare += int(n)
	}
	for _, n := range w.frequent {
		rare -= int(n)
	}
	writeSketch(f, rareSection, rare, func(yield func(unit uint32, key uint64) bool) {
		for unit, key := range w.pairs {
			if w.mayBeFrequent(key) && w.frequent[key] > 0 {
				continue
			}
			if !yield(unit, key) {
				return
			}
		}
	})
}

// Pairs says what a segment tells of a pair.
type Pairs uint8

// What a segment tells of a pair.
const (
	NoPairs    Pairs = iota // nothing: it was written without
	MayBePairs              // units that may hold it, and all that do
	ArePairs                // the units that hold it
)

// Pair is the postings of two terms of the verbatim stream that stand side by side, given by their places. Where units only may hold
// the pair, their frequencies are 1.
func (s *Segment) Pair(first, second uint32) (Postings, Pairs, error) {
	key := pairKey(first, second)
	if f := s.fields[pairsField]; f != nil {
		if place, found := f.Find(string(binary.BigEndian.AppendUint64(make([]byte, 0, pairKeyBytes), key))); found {
			list, err := f.Postings(place)
			return list, ArePairs, err
		}
	}
	if s.rare.empty() {
		return Postings{}, NoPairs, nil
	}
	units, err := s.rare.list(key, s.units)
	return NewPostings(units, ones(len(units))), MayBePairs, err
}

// HasPairs reports whether the file was written with pairs, or has none.
func (s *Segment) HasPairs() bool {
	return s.fields[pairsField] != nil || !s.rare.empty() || len(s.tokens.data) < 4
}

func ones(n int) []uint32 {
	all := make([]uint32, n)
	for i := range all {
		all[i] = 1
	}
	return all
}
