package executor

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

const testSize = 100

func drawSet(t *rapid.T, name string) (set, map[uint32]bool) {
	held := map[uint32]bool{}
	for _, unit := range rapid.SliceOfN(rapid.Uint32Range(0, testSize-1), 0, 40).Draw(t, name) {
		held[unit] = true
	}
	var list []uint32
	for unit := range uint32(testSize) {
		if held[unit] {
			list = append(list, unit)
		}
	}
	s := listSet(list, testSize)
	if rapid.Bool().Draw(t, name+" as bits") {
		s = andNot(fullSet(testSize), andNot(fullSet(testSize), s))
	}
	return s, held
}

func TestSets(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, inA := drawSet(t, "a")
		b, inB := drawSet(t, "b")
		check := func(name string, got set, want func(uint32) bool) {
			var units []uint32
			for unit := range uint32(testSize) {
				if want(unit) {
					units = append(units, unit)
				}
				if got.has(unit) != want(unit) {
					t.Fatalf("%s has %d: %v", name, unit, got.has(unit))
				}
			}
			if got.count() != len(units) || !slices.Equal(got.units(), units) {
				t.Fatalf("%s = %v, want %v", name, got.units(), units)
			}
		}
		check("and", and(a, b), func(u uint32) bool { return inA[u] && inB[u] })
		check("andNot", andNot(a, b), func(u uint32) bool { return inA[u] && !inB[u] })
		check("or", or([]set{a, b}, testSize), func(u uint32) bool { return inA[u] || inB[u] })
		check("not", andNot(fullSet(testSize), a), func(u uint32) bool { return !inA[u] })
	})
}
