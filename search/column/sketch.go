package column

import (
	"encoding/binary"
	"iter"
	"math/bits"
)

// A sketch tells of many rare things, by their hashes, which units may hold them. Each hash belongs to one of many lists, which has the
// units of all its hashes: no unit too few, and some tens too many. It takes the place of postings, of which the dictionary alone would be
// as large.
//
//	NAME: the distances of the units of each list, as variable-length numbers
//	NAME.end: by list, where it ends
type sketch struct {
	data []byte
	ends Numbers
}

const (
	unitsOfList = 32      // the most on average
	mostHashes  = 22      // bits of a hash that tell lists apart
	mostAtOnce  = 1 << 24 // units of lists that are put in order in memory
)

// hashOf is the first bits of the hash of a key: Fibonacci hashing, Knuth, The Art of Computer Programming 3, 6.4.
func hashOf(key uint64, bits int) uint32 { return uint32(key * 0x9e3779b97f4a7c15 >> (64 - bits)) }

// writeSketch writes a sketch of about n entries, units with keys that they hold, in the order of units, as often as they are asked for.
func writeSketch(f *fileWriter, name string, n int, entries iter.Seq2[uint32, uint64]) {
	listBits := min(bits.Len(uint(n/unitsOfList)), mostHashes)
	sizes := make([]uint32, 1<<listBits) // from above: a unit may hold several keys of a list
	for _, key := range entries {
		sizes[hashOf(key, listBits)]++
	}
	data := f.begin(name)
	ends := make([]uint32, len(sizes))
	var buf []byte
	for from := 0; from < len(sizes); { // as many lists as memory is granted for
		to, n := from+1, int(sizes[from])
		for ; to < len(sizes) && n+int(sizes[to]) <= mostAtOnce; to++ {
			n += int(sizes[to])
		}
		for i, list := range listsOf(entries, listBits, sizes[from:to], from) {
			buf = appendDistances(buf[:0], list)
			data.write(buf)
			ends[from+i] = uint32(data.size())
		}
		from = to
	}
	data.end()
	if data.size() > 0 {
		f.section(name+".end", appendNumbers(nil, ends))
	}
}

// listsOf are the lists from number from on, of up to so many units each.
func listsOf(entries iter.Seq2[uint32, uint64], listBits int, sizes []uint32, from int) [][]uint32 {
	lists := make([][]uint32, len(sizes))
	total := 0
	for _, size := range sizes {
		total += int(size)
	}
	all := make([]uint32, total)
	for i, size := range sizes {
		lists[i], all = all[:0:size], all[size:]
	}
	for unit, key := range entries {
		at := int(hashOf(key, listBits)) - from
		if at < 0 || at >= len(lists) {
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

func (r *sectionReader) sketch(name string) sketch {
	s := sketch{data: r.sections[name], ends: r.numbers(name + ".end")}
	if bits.OnesCount(uint(s.ends.Len())) > 1 {
		r.failed(name, ErrDamaged)
	}
	return s
}

// empty reports whether nothing was written.
func (s sketch) empty() bool { return s.ends.Len() == 0 }

// span is where the list of a key stands.
func (s sketch) span(key uint64) (from, to uint32) {
	at := hashOf(key, bits.Len(uint(s.ends.Len()))-1)
	if at > 0 {
		from = s.ends.At(at - 1)
	}
	return from, s.ends.At(at)
}

// bytes is the size of the list of a key.
func (s sketch) bytes(key uint64) int {
	if s.empty() {
		return 0
	}
	from, to := s.span(key)
	return int(to) - int(from)
}

// list are the units that may hold a key, in order, all less than before.
func (s sketch) list(key uint64, before uint32) (units []uint32, err error) {
	if s.empty() {
		return nil, nil
	}
	from, to := s.span(key)
	if from > to || uint64(to) > uint64(len(s.data)) {
		return nil, ErrDamaged
	}
	previous := noRow
	units = make([]uint32, 0, (to-from)/2)
	for data := s.data[from:to]; len(data) > 0; {
		distance, size := binary.Uvarint(data)
		if size <= 0 || distance >= uint64(before) || uint64(previous+1)+distance >= uint64(before) {
			return nil, ErrDamaged
		}
		previous += 1 + uint32(distance)
		units, data = append(units, previous), data[size:]
	}
	return units, nil
}
