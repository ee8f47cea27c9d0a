package executor

import (
	"math/bits"
	"slices"
)

// set is a set of units of one segment: a sorted list where it is small, a bit for every unit where it is not. Sets are values:
// what operations return may share memory with their operands, and no operation changes one.
type set struct {
	list []uint32 // where bits is nil
	bits []uint64
	size uint32 // number of units of the segment
	n    int    // of bits: how many are set; -1 as long as nobody has counted
}

// sparse says whether a set of n units out of size is kept as a list.
func sparse(n int, size uint32) bool { return n < int(size)/64+16 }

func listSet(list []uint32, size uint32) set { return set{list: list, size: size} }

func emptySet(size uint32) set { return set{size: size} }

// fullSet holds all units.
func fullSet(size uint32) set {
	s := set{bits: make([]uint64, words(size)), size: size, n: int(size)}
	for i := range s.bits {
		s.bits[i] = ^uint64(0)
	}
	s.trim()
	return s
}

func words(size uint32) int { return int((uint64(size) + 63) / 64) }

// trim clears the bits behind the last unit.
func (s *set) trim() {
	if rest := s.size % 64; rest != 0 {
		s.bits[len(s.bits)-1] &= 1<<rest - 1
	}
}

// count is the number of units.
func (s *set) count() int {
	if s.bits == nil {
		return len(s.list)
	}
	if s.n < 0 {
		s.n = 0
		for _, word := range s.bits {
			s.n += bits.OnesCount64(word)
		}
	}
	return s.n
}

func (s *set) empty() bool { return s.count() == 0 }

// has reports whether the set holds a unit.
func (s *set) has(unit uint32) bool {
	if s.bits != nil {
		return s.bits[unit/64]>>(unit%64)&1 != 0
	}
	_, found := slices.BinarySearch(s.list, unit)
	return found
}

// all yields the units in order.
func (s *set) all(yield func(uint32) bool) {
	if s.bits == nil {
		for _, unit := range s.list {
			if !yield(unit) {
				return
			}
		}
		return
	}
	for i, word := range s.bits {
		for word != 0 {
			if !yield(uint32(i)*64 + uint32(bits.TrailingZeros64(word))) {
				return
			}
			word &= word - 1
		}
	}
}

// between yields the units from from to before to, in order.
func (s *set) between(from, to uint32) func(yield func(uint32) bool) {
	return func(yield func(uint32) bool) {
		if s.bits != nil {
			for at := from; at < to; at = at&^63 + 64 {
				word := s.bits[at/64] >> (at % 64) << (at % 64)
				for ; word != 0; word &= word - 1 {
					unit := at&^63 + uint32(bits.TrailingZeros64(word))
					if unit >= to || !yield(unit) {
						return
					}
				}
			}
			return
		}
		at, _ := slices.BinarySearch(s.list, from)
		for _, unit := range s.list[at:] {
			if unit >= to || !yield(unit) {
				return
			}
		}
	}
}

// chunks yields the units in order, many at a time.
func (s *set) chunks(yield func([]uint32) bool) {
	if s.bits == nil {
		yield(s.list)
		return
	}
	var units [1024]uint32
	n := 0
	for i, word := range s.bits {
		if n+64 > len(units) {
			if !yield(units[:n]) {
				return
			}
			n = 0
		}
		for word != 0 {
			units[n] = uint32(i)*64 + uint32(bits.TrailingZeros64(word))
			word &= word - 1
			n++
		}
	}
	yield(units[:n])
}

// units are the units in order; for a list, the list itself.
func (s *set) units() []uint32 {
	if s.bits == nil {
		return s.list
	}
	list := make([]uint32, 0, s.count())
	for i, word := range s.bits {
		for word != 0 {
			list = append(list, uint32(i)*64+uint32(bits.TrailingZeros64(word)))
			word &= word - 1
		}
	}
	return list
}

// mark adds the units from from to before to; the set must have bits of its own.
func (s *set) mark(from, to uint32) {
	for ; from < to && from%64 != 0; from++ {
		s.bits[from/64] |= 1 << (from % 64)
	}
	for ; from+64 <= to; from += 64 {
		s.bits[from/64] = ^uint64(0)
	}
	for ; from < to; from++ {
		s.bits[from/64] |= 1 << (from % 64)
	}
}

// and is what both sets hold.
func and(a, b set) set {
	if a.bits != nil && b.bits == nil {
		a, b = b, a
	}
	switch {
	case b.bits == nil:
		return listSet(intersect(a.list, b.list), a.size)
	case a.bits == nil:
		kept := make([]uint32, 0, len(a.list))
		for _, unit := range a.list {
			if b.bits[unit/64]>>(unit%64)&1 != 0 {
				kept = append(kept, unit)
			}
		}
		return listSet(kept, a.size)
	}
	both := set{bits: make([]uint64, len(a.bits)), size: a.size, n: -1}
	for i := range both.bits {
		both.bits[i] = a.bits[i] & b.bits[i]
	}
	return both
}

// intersect walks along the shorter list and looks into the longer one with growing steps.
func intersect(a, b []uint32) []uint32 {
	if len(a) > len(b) {
		a, b = b, a
	}
	kept := make([]uint32, 0, len(a))
	for _, unit := range a {
		step := 1
		for step < len(b) && b[step] < unit {
			step *= 2
		}
		at, found := slices.BinarySearch(b[step/2:min(step+1, len(b))], unit)
		if b = b[step/2+at:]; found {
			kept = append(kept, unit)
		}
		if len(b) == 0 {
			break
		}
	}
	return kept
}

// fewLists is the number of lists up to which joining them one by one is faster than putting them in order at once.
const fewLists = 8

// union is what any of some lists holds; it may be one of them.
func union(lists [][]uint32) []uint32 {
	if len(lists) > fewLists {
		all := slices.Concat(lists...)
		slices.Sort(all)
		return slices.Compact(all)
	}
	var all []uint32
	for i, list := range lists {
		if i == 0 {
			all = list
			continue
		}
		all = unite(all, list)
	}
	return all
}

func unite(a, b []uint32) []uint32 {
	both := make([]uint32, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		switch x, y := a[0], b[0]; {
		case x < y:
			both, a = append(both, x), a[1:]
		case x > y:
			both, b = append(both, y), b[1:]
		default:
			both, a, b = append(both, x), a[1:], b[1:]
		}
	}
	return append(append(both, a...), b...)
}

// andNot is what a holds and b does not.
func andNot(a, b set) set {
	if a.bits == nil {
		kept := make([]uint32, 0, len(a.list))
		for _, unit := range a.list {
			if !b.has(unit) {
				kept = append(kept, unit)
			}
		}
		return listSet(kept, a.size)
	}
	rest := set{bits: slices.Clone(a.bits), size: a.size, n: -1}
	if b.bits == nil {
		for _, unit := range b.list {
			rest.bits[unit/64] &^= 1 << (unit % 64)
		}
		return rest
	}
	for i := range rest.bits {
		rest.bits[i] &^= b.bits[i]
	}
	return rest
}

// or is what any of the sets holds.
func or(sets []set, size uint32) set {
	sets = slices.DeleteFunc(slices.Clone(sets), func(s set) bool { return s.bits == nil && len(s.list) == 0 })
	switch len(sets) {
	case 0:
		return emptySet(size)
	case 1:
		return sets[0]
	}
	n := 0
	var lists [][]uint32
	for i := range sets {
		if n += len(sets[i].list); sets[i].bits == nil {
			lists = append(lists, sets[i].list)
		}
	}
	if len(lists) == len(sets) && sparse(n, size) {
		return listSet(union(lists), size)
	}
	united := set{bits: make([]uint64, words(size)), size: size, n: -1}
	for i := range sets {
		if sets[i].bits == nil {
			for _, unit := range sets[i].list {
				united.bits[unit/64] |= 1 << (unit % 64)
			}
			continue
		}
		for j, word := range sets[i].bits {
			united.bits[j] |= word
		}
	}
	return united
}
