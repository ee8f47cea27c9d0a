package column

import (
	"bytes"
	"errors"
	"iter"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// entry is a unit with a key that it holds.
type entry struct {
	unit uint32
	key  uint64
}

func entriesOf(all []entry) iter.Seq2[uint32, uint64] {
	return func(yield func(uint32, uint64) bool) {
		for _, e := range all {
			if !yield(e.unit, e.key) {
				return
			}
		}
	}
}

func drawEntries(t *rapid.T) (all []entry) {
	for unit := range uint32(rapid.IntRange(0, 40).Draw(t, "units")) {
		for _, key := range rapid.SliceOfN(rapid.Uint64Range(0, 200), 0, 30).Draw(t, "keys") {
			all = append(all, entry{unit, key})
		}
	}
	return all
}

// A sketch holds all units of every key, each once and in order.
func TestSketch(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		all := drawEntries(rt)
		var file bytes.Buffer
		f := newFileWriter(&file)
		writeSketch(f, "any", rapid.IntRange(0, 2*len(all)).Draw(rt, "about"), entriesOf(all))
		if err := f.close(); err != nil {
			rt.Fatal(err)
		}
		sections, err := readSections(file.Bytes(), true)
		if err != nil {
			rt.Fatal(err)
		}
		r := sectionReader{sections: sections}
		s := r.sketch("any")
		if r.err != nil || s.empty() != (len(all) == 0) {
			rt.Fatalf("empty = %v, %v with %d entries", s.empty(), r.err, len(all))
		}
		for _, e := range all {
			units, err := s.list(e.key, 40)
			if err != nil || !slices.Contains(units, e.unit) || !slices.IsSorted(units) || len(slices.Compact(slices.Clone(units))) != len(units) {
				rt.Fatalf("key %d: %v, %v; want unit %d in it", e.key, units, err, e.unit)
			}
		}
	})
}

// Lists that are put in order part by part are those that are put in order at once.
func TestSketchInParts(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		entries := entriesOf(drawEntries(rt))
		const listBits = 3
		sizes := make([]uint32, 1<<listBits)
		for _, key := range entries {
			sizes[hashOf(key, listBits)]++
		}
		cut := rapid.IntRange(0, len(sizes)).Draw(rt, "cut")
		whole := listsOf(entries, listBits, sizes, 0)
		parts := slices.Concat(listsOf(entries, listBits, sizes[:cut], 0), listsOf(entries, listBits, sizes[cut:], cut))
		if !slices.EqualFunc(whole, parts, slices.Equal) {
			rt.Fatalf("cut before list %d: %v, want %v", cut, parts, whole)
		}
	})
}

// A list that leads behind the units of its file is an error.
func TestSketchDamaged(t *testing.T) {
	for name, data := range map[string][]byte{
		"behind the last unit": {3, 6}, "no end": {3, 0x80}, "wraps": {0xff, 0xff, 0xff, 0xff, 0x0f},
	} {
		s := sketch{data: data}
		var err error
		if s.ends, err = newNumbers(appendNumbers(nil, []uint32{uint32(len(data))})); err != nil {
			t.Fatal(err)
		}
		if units, err := s.list(0, 10); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v, %v; want ErrDamaged", name, units, err)
		}
	}
}
