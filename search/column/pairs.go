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
// places, four bytes each, the highest first. Of the others, which are most of all pairs, there is a sketch: each belongs, by its hash,
// to one of many lists, which holds the units of all its pairs. It holds no unit too few, and some tens too many.
//
//	pairs.dict, pairs.post, ...: frequent pairs, as the terms of any field
//	pairs.rare: the distances of the units of each list, as variable-length numbers
//	pairs.rare.end: by list, where it ends
//
// A sketch takes the place of postings for all pairs, of which the dictionary alone would be as large.

const (
	pairsField   = "pairs"
	rareSection  = pairsField + ".rare"
	rareEnds     = rareSection + ".end"
	leastPair    = 64      // occurrences of a frequent pair
	unitsOfList  = 32      // in a list of the sketch, the most on average
	mostHashBits = 22      // by which pairs are counted at first, and of which the lists of the sketch take some
	mostAtOnce   = 1 << 24 // units of lists that are put in order in memory
	pairKeyBytes = 8
)

func pairKey(first, second uint32) uint64 { return uint64(first)<<32 | uint64(second) }

// pairHash is the first bits of the hash of a pair: Fibonacci hashing, Knuth, The Art of Computer Programming 3, 6.4.
func pairHash(key uint64, bits int) uint32 { return uint32(key * 0x9e3779b97f4a7c15 >> (64 - bits)) }

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
	w := &pairWriter{words: words, units: units, hashBits: min(bits.Len(uint(n)), mostHashBits)}
	w.counters, w.crowded = make([]uint32, 1<<w.hashBits), make([]uint64, 1<<w.hashBits/64+1)
	for _, key := range w.pairs {
		w.counters[pairHash(key, w.hashBits)]++
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
	hash := pairHash(key, w.hashBits)
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

// writeRare writes the sketch, as many lists at once as memory is granted for.
func (w *pairWriter) writeRare(f *fileWriter) {
	sizes := w.listSizes()
	data := f.begin(rareSection)
	ends := make([]uint32, len(sizes))
	var buf []byte
	for from := 0; from < len(sizes); {
		to, n := from+1, int(sizes[from])
		for ; to < len(sizes) && n+int(sizes[to]) <= mostAtOnce; to++ {
			n += int(sizes[to])
		}
		for i, list := range w.lists(sizes, from, to) {
			buf = appendDistances(buf[:0], list)
			data.write(buf)
			ends[from+i] = uint32(data.size())
		}
		from = to
	}
	data.end()
	if data.size() > 0 {
		f.section(rareEnds, appendNumbers(nil, ends))
	}
}

// listSizes is how many units each list of the sketch holds at the most; their number is a power of two.
func (w *pairWriter) listSizes() []uint32 {
	total := 0
	for _, n := range w.counters {
		total += int(n)
	}
	for _, n := range w.frequent {
		total -= int(n)
	}
	listBits := min(bits.Len(uint(total/unitsOfList)), w.hashBits)
	sizes := make([]uint32, 1<<listBits)
	for hash, n := range w.counters {
		sizes[hash>>(w.hashBits-listBits)] += n
	}
	for key, n := range w.frequent {
		sizes[pairHash(key, listBits)] -= n
	}
	return sizes
}

// lists are the lists from from to before to, in order of units.
func (w *pairWriter) lists(sizes []uint32, from, to int) [][]uint32 {
	lists := make([][]uint32, to-from)
	total := 0
	for i := range lists {
		total += int(sizes[from+i])
	}
	all := make([]uint32, total)
	for i := range lists {
		lists[i], all = all[:0:sizes[from+i]], all[sizes[from+i]:]
	}
	listBits := bits.Len(uint(len(sizes))) - 1
	for unit, key := range w.pairs {
		at := int(pairHash(key, listBits)) - from
		if at < 0 || at >= len(lists) {
			continue
		}
		if w.mayBeFrequent(key) && w.frequent[key] > 0 {
			continue
		}
		if list := lists[at]; len(list) == 0 || list[len(list)-1] != unit {
			lists[at] = append(list, unit)
		}
	}
	return lists
}

// appendDistances writes rows, which ascend.
func appendDistances(to []byte, rows []uint32) []byte {
	previous := noRow
	for _, row := range rows {
		to = binary.AppendUvarint(to, uint64(row-previous-1))
		previous = row
	}
	return to
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
	if s.rare.ends.Len() == 0 {
		return Postings{}, NoPairs, nil
	}
	units, err := s.rare.list(pairHash(key, bits.Len(uint(s.rare.ends.Len()))-1), s.units)
	return NewPostings(units, ones(len(units))), MayBePairs, err
}

// HasPairs reports whether the file was written with pairs, or has none.
func (s *Segment) HasPairs() bool {
	return s.fields[pairsField] != nil || s.rare.ends.Len() > 0 || len(s.tokens.data) < 4
}

// rarePairs is the sketch of rare pairs.
type rarePairs struct {
	data []byte
	ends Numbers
}

// list is a list of the sketch, whose units are less than before.
func (r rarePairs) list(at, before uint32) (units []uint32, err error) {
	from, to := uint32(0), r.ends.At(at)
	if at > 0 {
		from = r.ends.At(at - 1)
	}
	if from > to || uint64(to) > uint64(len(r.data)) {
		return nil, ErrDamaged
	}
	previous := noRow
	units = make([]uint32, 0, (to-from)/2)
	for data := r.data[from:to]; len(data) > 0; {
		distance, size := binary.Uvarint(data)
		if size <= 0 || distance >= uint64(before) || uint64(previous+1)+distance >= uint64(before) {
			return nil, ErrDamaged
		}
		previous += 1 + uint32(distance)
		units, data = append(units, previous), data[size:]
	}
	return units, nil
}

func ones(n int) []uint32 {
	all := make([]uint32, n)
	for i := range all {
		all[i] = 1
	}
	return all
}
