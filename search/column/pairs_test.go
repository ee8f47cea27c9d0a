package column

import (
	"errors"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/plenary-search/plenary/search/searchtest"
)

// pairsOf are the units of a segment that hold each pair, and how often.
func pairsOf(s *Segment) map[[2]uint32]map[uint32]uint32 {
	held := map[[2]uint32]map[uint32]uint32{}
	var words []uint32
	for unit := range s.Units() {
		words = s.Words(unit, false, words[:0])
		for i := 1; i < len(words); i++ {
			pair := [2]uint32{words[i-1], words[i]}
			if held[pair] == nil {
				held[pair] = map[uint32]uint32{}
			}
			held[pair][unit]++
		}
	}
	return held
}

// TestPairs wants frequent pairs to be told exactly, and of others no unit to be missing.
func TestPairs(t *testing.T) {
	gold, err := searchtest.Gold()
	if err != nil {
		t.Fatal(err)
	}
	s, err := Open(built(t, gold), true)
	if err != nil {
		t.Fatal(err)
	}
	told := map[Pairs]int{}
	more, right := 0, 0 // units of rare pairs
	for pair, held := range pairsOf(s) {
		list, what, err := s.Pair(pair[0], pair[1])
		if err != nil {
			t.Fatal(err)
		}
		told[what]++
		units, freqs := list.All()
		switch what {
		case ArePairs:
			got := map[uint32]uint32{}
			for i, unit := range units {
				got[unit] = freqs[i]
			}
			if !maps.Equal(got, held) {
				t.Fatalf("frequent pair %v: units %v, want %v", pair, got, held)
			}
		case MayBePairs:
			for unit := range held {
				if !slices.Contains(units, unit) {
					t.Fatalf("rare pair %v: unit %d is missing in %v", pair, unit, units)
				}
			}
			more, right = more+len(units), right+len(held)
		}
	}
	if told[NoPairs] > 0 || told[ArePairs] == 0 || told[MayBePairs] == 0 {
		t.Errorf("pairs by what is told of them: %v", told)
	}
	if lists := told[MayBePairs]; more-right > 2*unitsOfList*lists {
		t.Errorf("the sketch gives %d units for %d of %d rare pairs: more than twice %d each too many", more, right, lists, unitsOfList)
	}
}

// TestPairsInParts wants lists that are put in order part by part to be those that are put in order at once.
func TestPairsInParts(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		units := rapid.SliceOfN(rapid.SliceOfN(rapid.Uint32Range(0, 40), 0, 30), 1, 40).Draw(rt, "units")
		words := make([]uint32, 41)
		for i := range words {
			words[i] = uint32(i)
		}
		w := newPairWriter(words, slices.Values(units), 600)
		sizes := w.listSizes()
		whole := w.lists(sizes, 0, len(sizes))
		cut := rapid.IntRange(0, len(sizes)).Draw(rt, "cut")
		parts := slices.Concat(w.lists(sizes, 0, cut), w.lists(sizes, cut, len(sizes)))
		if !slices.EqualFunc(whole, parts, slices.Equal) {
			rt.Fatalf("cut before list %d of %d: %v, want %v", cut, len(sizes), parts, whole)
		}
		for i, list := range whole {
			if !slices.IsSorted(list) || len(slices.Compact(slices.Clone(list))) != len(list) {
				rt.Fatalf("list %d is not in order: %v", i, list)
			}
		}
	})
}

func TestLeavePairs(t *testing.T) {
	gold, err := searchtest.Gold()
	if err != nil {
		t.Fatal(err)
	}
	b := NewBuilder()
	b.LeavePairs()
	b.Add(&gold[0], Digest(gold[0].Key(), gold[0].Hash, 1))
	s, err := Open(written(t, b), true)
	if err != nil {
		t.Fatal(err)
	}
	if list, told, err := s.Pair(0, 1); told != NoPairs || list.Count() != 0 || err != nil {
		t.Errorf("Pair of a file without: %d units, told %d, %v", list.Count(), told, err)
	}
}

// TestRarePairDamaged wants a list that leads behind the units of its file to be an error.
func TestRarePairDamaged(t *testing.T) {
	for name, data := range map[string][]byte{
		"behind the last unit": {3, 6}, "no end": {3, 0x80}, "wraps": {0xff, 0xff, 0xff, 0xff, 0x0f},
	} {
		r := rarePairs{data: data}
		var err error
		if r.ends, err = newNumbers(appendNumbers(nil, []uint32{uint32(len(data))})); err != nil {
			t.Fatal(err)
		}
		if units, err := r.list(0, 10); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v, %v; want ErrDamaged", name, units, err)
		}
	}
}
