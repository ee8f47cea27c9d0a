package column

import (
	"encoding/binary"
	"iter"
	"maps"
	"slices"
)

// Pairs are words that stand side by side in many units. They have postings like a term, in field "pairs", so that a frequent
// phrase needs no look into the token stream: "united nations" stands in more units than most words. Of rarer pairs the stream
// tells. A pair is named by the places of its verbatim terms, four bytes each, the highest first.

const pairsField = "pairs"

// pairShare is the share of units that a pair must reach, occurrences counted, and leastPair the number: below it, looking at the
// units themselves costs little.
const (
	pairShare = 2000
	leastPair = 64
)

// pairBuckets is the number of counters that pairs are told apart by at first.
const pairBuckets = 1 << 22

func pairKey(first, second uint32) uint64 { return uint64(first)<<32 | uint64(second) }

// bucket spreads keys over the counters: Fibonacci hashing, Knuth, The Art of Computer Programming 3, 6.4.
func bucket(key uint64) uint64 { return key * 0x9e3779b97f4a7c15 >> (64 - 22) }

// writePairs finds the frequent pairs in three passes over the units: one counts by bucket, which rules most pairs out; one counts
// the rest; the last writes them down.
func writePairs(f *fileWriter, forms []form, units iter.Seq[[]uint32], n int) {
	least := uint32(max(leastPair, n/pairShare))
	if n < int(least) {
		return
	}
	pairs := func(yield func(unit uint32, key uint64) bool) {
		unit := uint32(0)
		for ids := range units {
			for i := 1; i < len(ids); i++ {
				if !yield(unit, pairKey(forms[ids[i-1]].word, forms[ids[i]].word)) {
					return
				}
			}
			unit++
		}
	}
	buckets := make([]uint32, pairBuckets)
	for _, key := range pairs {
		buckets[bucket(key)]++
	}
	counts := map[uint64]uint32{}
	for _, key := range pairs {
		if buckets[bucket(key)] >= least {
			counts[key]++
		}
	}
	maps.DeleteFunc(counts, func(_ uint64, count uint32) bool { return count < least })
	keys := slices.Sorted(maps.Keys(counts))
	lists := make([]postingsBuilder, len(keys))
	for i, key := range keys {
		counts[key] = uint32(i)
	}
	for unit, key := range pairs {
		if buckets[bucket(key)] < least {
			continue
		}
		if i, ok := counts[key]; ok {
			lists[i].add(unit)
		}
	}
	w := newFieldWriter(f, pairsField)
	for i, key := range keys {
		w.add(string(binary.BigEndian.AppendUint64(nil, key)), lists[i].rows, lists[i].freqs, nil)
	}
	w.close()
}

// Pair is the postings of two terms of the verbatim stream that stand side by side, given by their places; false where the pair
// is not frequent.
func (s *Segment) Pair(first, second uint32) (Postings, bool, error) {
	f := s.fields[pairsField]
	if f == nil {
		return Postings{}, false, nil
	}
	place, found := f.Find(string(binary.BigEndian.AppendUint64(nil, pairKey(first, second))))
	if !found {
		return Postings{}, false, nil
	}
	list, err := f.Postings(place)
	return list, err == nil, err
}
