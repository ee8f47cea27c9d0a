package column

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Documents are listed from units as from bits, wherever they begin and end.
func TestRuns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var numbers []uint16
		starts := []uint32{0}
		for _, units := range rapid.SliceOfN(rapid.IntRange(0, 200), 1, 20).Draw(t, "units of documents") {
			for range units {
				numbers = append(numbers, uint16(len(starts)-1))
			}
			starts = append(starts, uint32(len(numbers)))
		}
		some := rapid.SliceOfN(rapid.Uint32Range(0, 7), len(numbers), len(numbers)).Draw(t, "which")
		bits := make([]uint64, len(numbers)/64+1)
		var rows []uint32
		var want []Run
		for unit, doc := range numbers {
			if some[unit] > 3 {
				continue
			}
			bits[unit/64] |= 1 << (unit % 64)
			rows = append(rows, uint32(unit))
			if n := len(want); n == 0 || want[n-1].Number != uint32(doc) {
				want = append(want, Run{Number: uint32(doc)})
			}
			want[len(want)-1].Rows++
		}
		if got := (Numbers{middle: numbers}).Runs(rows); !slices.Equal(got, want) {
			t.Fatalf("Runs = %v, want %v", got, want)
		}
		s := &Segment{}
		s.starts[Documents] = Numbers{wide: starts}
		if got := s.Held(bits); !slices.Equal(got, want) {
			t.Fatalf("Held = %v, want %v", got, want)
		}
	})
}
