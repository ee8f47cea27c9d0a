package column

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// drawList draws a list of postings, long enough for several blocks or short.
func drawList(t *rapid.T) (rows, freqs []uint32) {
	n := rapid.SampledFrom([]int{0, 1, 2, 127, 128, 129, 256, 300, 1000}).Draw(t, "n")
	gap := rapid.SampledFrom([]uint32{1, 2, 30, 1000, 1 << 20}).Draw(t, "gap")
	row := rapid.Uint32Range(0, 1000).Draw(t, "first")
	for range n {
		rows = append(rows, row)
		freqs = append(freqs, rapid.SampledFrom([]uint32{1, 1, 1, 2, 3, 9, 300}).Draw(t, "freq"))
		row += 1 + rapid.Uint32Range(0, gap-1).Draw(t, "distance")
	}
	return rows, freqs
}

func TestPostings(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows, freqs := drawList(t)
		measured := func(row uint32) (uint32, bool) { return 5 + row%50, row%3 > 0 }
		p, err := newPostings(len(rows), appendPostings(nil, rows, freqs, measured), true)
		if err != nil {
			t.Fatal(err)
		}
		checkPostings(t, p, rows, freqs, measured)
		checkPostings(t, NewPostings(rows, freqs), rows, freqs, measured)
	})
}

func checkPostings(t *rapid.T, p Postings, rows, freqs []uint32, measured measure) {
	if got := p.Rows(nil); !slices.Equal(got, rows) {
		t.Fatalf("Rows = %v, want %v", got, rows)
	}
	var c Cursor
	c.Reset(p)
	for i, row := range rows {
		if c.Row() != row || c.Freq() != int(freqs[i]) {
			t.Fatalf("posting %d is %d × %d, want %d × %d", i, c.Row(), c.Freq(), row, freqs[i])
		}
		block, upTo := c.Block(row)
		if upTo < row {
			t.Fatalf("posting %d of row %d is in block %d, which ends at %d", i, row, block, upTo)
		}
		length, searched := measured(row)
		if block < p.Blocks() && !(bounded(p, block, false, freqs[i], length) && (!searched || bounded(p, block, true, freqs[i], length))) {
			t.Fatalf("posting %d × %d of length %d is over the impacts of block %d", i, freqs[i], length, block)
		}
		c.Next()
	}
	if c.Row() != NoRow || c.Next() != NoRow {
		t.Fatalf("the list goes on behind its end with %d", c.Row())
	}
}

// bounded reports whether one of the impacts is over a posting.
func bounded(p Postings, block int, searched bool, freq, length uint32) bool {
	pairs, n := p.Impacts(block, searched)
	return slices.ContainsFunc(pairs[:n], func(i Impact) bool { return i.Freq >= int(freq) && i.Length <= int(length) })
}

func TestCursorAdvance(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows, freqs := drawList(t)
		p, err := newPostings(len(rows), appendPostings(nil, rows, freqs, nil), false)
		if err != nil {
			t.Fatal(err)
		}
		var c Cursor
		c.Reset(p)
		at := 0
		for range 50 {
			target := rapid.Uint32Range(0, 2000).Draw(t, "ahead")
			if at < len(rows) {
				target += rows[at]
			}
			for at < len(rows) && rows[at] < target {
				at++
			}
			got := c.Advance(target)
			if at == len(rows) {
				if got != NoRow {
					t.Fatalf("Advance(%d) = %d behind the end", target, got)
				}
				return
			}
			if got != rows[at] || c.Freq() != int(freqs[at]) {
				t.Fatalf("Advance(%d) = %d × %d, want %d × %d", target, got, c.Freq(), rows[at], freqs[at])
			}
		}
	})
}

func TestPostingsDamaged(t *testing.T) {
	rows := make([]uint32, 300)
	for i := range rows {
		rows[i] = uint32(3 * i)
	}
	whole := appendPostings(nil, rows, nil, nil)
	for cut := range whole {
		p, err := newPostings(len(rows), whole[:cut], false)
		if err != nil {
			continue
		}
		if got := p.Rows(nil); len(got) == len(rows) {
			t.Errorf("a list cut to %d of %d bytes reads as whole", cut, len(whole))
		}
	}
}
