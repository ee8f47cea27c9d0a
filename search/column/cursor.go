package column

import "math"

// NoRow is past the end of every list.
const NoRow = math.MaxUint32

// Cursor walks along a list of postings. It starts on the first one and belongs to one goroutine.
type Cursor struct {
	list  Postings
	block int // the block that is unpacked; list.blocks for the short list behind them
	at    int // in the block
	count int // postings in the block
	row   uint32
	rows  [blockSize]uint32
	freqs [blockSize]uint32
	// freqsOf is the block whose frequencies are unpacked, -1 for none.
	freqsOf int
	// shallow is the block that was asked for last: it is at or behind the cursor's.
	shallow int
}

// Reset puts the cursor on the first posting of a list.
func (c *Cursor) Reset(list Postings) {
	c.list, c.freqsOf, c.shallow = list, -1, 0
	c.load(0)
}

// Row is the row that the cursor is on, [NoRow] at the end.
func (c *Cursor) Row() uint32 { return c.row }

// Freq is how often that row holds the term.
func (c *Cursor) Freq() int {
	c.unpackFreqs()
	return int(c.freqs[c.at])
}

func (c *Cursor) unpackFreqs() {
	if c.freqsOf != c.block {
		c.list.freqs(c.block, &c.freqs)
		c.freqsOf = c.block
	}
}

// Next moves to the next posting.
func (c *Cursor) Next() uint32 {
	if c.at++; c.at < c.count {
		c.row = c.rows[c.at]
		return c.row
	}
	if c.row != NoRow {
		c.load(c.block + 1)
	}
	return c.row
}

// Advance moves to the first posting at or behind a row. It never moves back.
func (c *Cursor) Advance(row uint32) uint32 {
	if c.row >= row {
		return c.row
	}
	if c.block < c.list.blocks && c.list.last(c.block) < row {
		c.load(c.list.find(c.block+1, row))
		if c.row >= row {
			return c.row
		}
	}
	rows := c.rows[:c.count]
	at := c.at
	// Near rows are the rule: look at a few, then halve.
	for n := 0; at < len(rows) && rows[at] < row; at++ {
		if n++; n == 8 {
			at = searchRows(rows, at, row)
			break
		}
	}
	if c.at = at; at < len(rows) {
		c.row = rows[at]
	} else {
		c.row = NoRow
	}
	return c.row
}

// Find moves to the first posting at or behind a row, wherever the cursor is.
func (c *Cursor) Find(row uint32) uint32 {
	if block := c.list.find(0, row); block != c.block || c.count == 0 {
		c.load(block)
	}
	c.shallow = c.block
	if c.count == 0 {
		return c.row
	}
	if c.at = searchRows(c.rows[:c.count], 0, row); c.at == c.count {
		c.load(c.block + 1) // the short list may be empty or end before the row
		return c.row
	}
	c.row = c.rows[c.at]
	return c.row
}

// Runs yields the postings from the cursor on that are not behind a row: many at a time, rows and frequencies, which are overwritten
// afterwards. The cursor moves behind them.
func (c *Cursor) Runs(upTo uint32) func(yield func(rows, freqs []uint32) bool) {
	return func(yield func(rows, freqs []uint32) bool) {
		for c.row <= upTo && c.row != NoRow {
			from, to := c.at, c.count
			if c.rows[to-1] > upTo {
				to = searchRows(c.rows[:to], from, upTo+1)
			}
			c.unpackFreqs()
			more := yield(c.rows[from:to], c.freqs[from:to])
			if c.at = to; to < c.count {
				c.row = c.rows[to]
			} else {
				c.load(c.block + 1)
			}
			if !more {
				return
			}
		}
	}
}

// FewTimes is the number of frequencies that [Cursor.Seek] tells apart.
const FewTimes = 8

// Seek moves to the first posting from the cursor on whose row is at most longest[f] long, for its frequency f, or to the first one that
// holds the term FewTimes or more, or stands behind upTo.
func (c *Cursor) Seek(lengths Numbers, longest *[FewTimes]int, upTo uint32) uint32 {
	for c.row <= upTo && c.row != NoRow {
		c.unpackFreqs()
		at := c.at
		switch {
		case lengths.middle != nil:
			at = seek(lengths.middle, c.rows[at:c.count], c.freqs[at:c.count], longest, upTo)
		case lengths.wide != nil:
			at = seek(lengths.wide, c.rows[at:c.count], c.freqs[at:c.count], longest, upTo)
		default:
			at = seek(lengths.narrow, c.rows[at:c.count], c.freqs[at:c.count], longest, upTo)
		}
		if c.at += at; c.at < c.count {
			c.row = c.rows[c.at]
			return c.row
		}
		c.load(c.block + 1)
	}
	return c.row
}

func seek[T uint8 | uint16 | uint32](lengths []T, rows, freqs []uint32, longest *[FewTimes]int, upTo uint32) int {
	for i, row := range rows {
		if row > upTo || freqs[i] >= FewTimes || int(lengths[row]) <= longest[freqs[i]] {
			return i
		}
	}
	return len(rows)
}

// searchRows is the first place at or behind from whose row is not before row.
func searchRows(rows []uint32, from int, row uint32) int {
	to := len(rows)
	for from < to {
		if middle := int(uint(from+to) >> 1); rows[middle] < row {
			from = middle + 1
		} else {
			to = middle
		}
	}
	return from
}

// find is the first block at or behind from whose last row is not before row; the short list counts as the last block.
func (p Postings) find(from int, row uint32) int {
	step := 1
	for from+step < p.blocks && p.last(from+step) < row {
		from += step
		step *= 2
	}
	to := min(from+step, p.blocks)
	for from < to {
		if middle := int(uint(from+to) >> 1); p.last(middle) < row {
			from = middle + 1
		} else {
			to = middle
		}
	}
	return from
}

// load unpacks a block and puts the cursor on its first posting.
func (c *Cursor) load(block int) {
	c.block, c.at = block, 0
	switch {
	case block < c.list.blocks:
		c.list.rows(block, &c.rows)
		c.count = blockSize
	case block == c.list.blocks:
		c.loadShort()
	default:
		c.count = 0
	}
	if c.count == 0 {
		c.row = NoRow
		return
	}
	c.row = c.rows[0]
}

func (c *Cursor) loadShort() {
	c.count = 0
	for row, freq := range c.list.Rest {
		c.rows[c.count], c.freqs[c.count] = row, freq
		c.count++
	}
	c.freqsOf = c.list.blocks
}

// Block is the block in which the first posting at or behind a row stands, and the block's last row. The rows asked for ascend; the
// cursor does not move.
func (c *Cursor) Block(row uint32) (block int, upTo uint32) {
	if c.shallow < c.block {
		c.shallow = c.block
	}
	if c.shallow < c.list.blocks && c.list.last(c.shallow) < row {
		c.shallow = c.list.find(c.shallow+1, row)
	}
	if c.shallow >= c.list.blocks {
		return c.list.blocks, NoRow
	}
	return c.shallow, c.list.last(c.shallow)
}
