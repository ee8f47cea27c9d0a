package column

import (
	"maps"
	"slices"
	"testing"

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
