package column

import (
	"encoding/binary"
	"errors"
	"math"
	"slices"
)

// Postings of a term are the rows that hold it, in order, each with how often it does. Up to a block of them is a run of
// variable-length numbers; longer lists are blocks of 128, packed to the width of their largest number, behind a table that
// says of each block where it begins, its last row, and an upper bound of what it can score:
//
//	blocks × {last row uint32, end uint32, most uint8, shortest uint16, widths 2 × uint8, one byte free}
//	blocks × {128 distances of rows, 128 frequencies less one}
//	the remaining postings, as in a short list
//
// The bound is the greatest frequency of the block and the length of its shortest unit: whatever the corpus around it, no posting
// of the block scores more than a unit that had both.

// blockEntry is the size of an entry of the table of blocks.
const blockEntry = 13

// maxFrequency is the greatest frequency that a bound states; a greater one is stated as unbounded.
const maxFrequency = math.MaxUint8

// maxLength is the greatest length that a bound states.
const maxLength = math.MaxUint16

var errPostings = errors.New("a list of postings is damaged")

// appendPostings writes a list. rows ascend; freqs is nil where every frequency is 1. length gives the length of the unit in
// a row, for the bounds; nil where nothing scores by it.
func appendPostings(to []byte, rows, freqs []uint32, length func(row uint32) uint32) []byte {
	full := len(rows) / blockSize
	if full == 0 {
		return appendShort(to, rows, freqs, noRow)
	}
	table := len(to)
	to = append(to, make([]byte, full*blockEntry)...)
	body := len(to)
	previous := noRow
	var distances, less [blockSize]uint32
	for b := range full {
		most, shortest := uint32(1), uint32(maxLength)
		for i := range blockSize {
			row := rows[b*blockSize+i]
			distances[i] = row - previous - 1
			previous = row
			freq := uint32(1)
			if freqs != nil {
				freq = freqs[b*blockSize+i]
			}
			less[i] = freq - 1
			most = max(most, freq)
			if length != nil {
				shortest = min(shortest, length(row))
			}
		}
		rowWidth, freqWidth := widthOf(distances[:]), widthOf(less[:])
		to = pack(to, &distances, rowWidth)
		to = pack(to, &less, freqWidth)
		entry := to[table+b*blockEntry:]
		binary.LittleEndian.PutUint32(entry, previous)
		binary.LittleEndian.PutUint32(entry[4:], uint32(len(to)-body))
		entry[8] = uint8(min(most, maxFrequency))
		binary.LittleEndian.PutUint16(entry[9:], uint16(shortest))
		entry[11], entry[12] = uint8(rowWidth), uint8(freqWidth)
	}
	rest := full * blockSize
	if freqs != nil {
		freqs = freqs[rest:]
	}
	return appendShort(to, rows[rest:], freqs, previous)
}

// noRow stands before the first row: the distance to row 0 is 0.
const noRow = ^uint32(0)

// appendShort writes the distances of rows, doubled; an odd number says that a frequency other than 1 follows.
func appendShort(to []byte, rows, freqs []uint32, previous uint32) []byte {
	for i, row := range rows {
		distance := uint64(row-previous-1) << 1
		previous = row
		if freqs == nil || freqs[i] == 1 {
			to = binary.AppendUvarint(to, distance)
			continue
		}
		to = binary.AppendUvarint(to, distance|1)
		to = binary.AppendUvarint(to, uint64(freqs[i]))
	}
	return to
}

// Postings is a list as it stands in a file. Its zero value is an empty list. It is safe for concurrent use.
type Postings struct {
	count  int
	table  []byte // of the blocks
	body   []byte
	blocks int
}

// newPostings reads the list of count postings that begins and ends with data.
func newPostings(count int, data []byte) (Postings, error) {
	p := Postings{count: count, blocks: count / blockSize}
	size := p.blocks * blockEntry
	if len(data) < size {
		return Postings{}, errPostings
	}
	p.table, p.body = data[:size], data[size:]
	end := uint32(0)
	for b := range p.blocks {
		if next := p.end(b); next < end || int(next) > len(p.body) || next-end != uint32(packedBytes(p.rowWidth(b))+packedBytes(p.freqWidth(b))) {
			return Postings{}, errPostings
		} else {
			end = next
		}
	}
	return p, nil
}

// Count is the number of postings.
func (p Postings) Count() int { return p.count }

func (p Postings) entry(b int) []byte { return p.table[b*blockEntry : (b+1)*blockEntry] }
func (p Postings) last(b int) uint32  { return binary.LittleEndian.Uint32(p.entry(b)) }
func (p Postings) end(b int) uint32   { return binary.LittleEndian.Uint32(p.entry(b)[4:]) }
func (p Postings) rowWidth(b int) uint {
	return uint(p.entry(b)[11]) & 63
}
func (p Postings) freqWidth(b int) uint {
	return uint(p.entry(b)[12]) & 63
}

func (p Postings) begin(b int) uint32 {
	if b == 0 {
		return 0
	}
	return p.end(b - 1)
}

// bound is the greatest frequency in block b, 0 where it is unbounded, and the length of its shortest unit.
func (p Postings) bound(b int) (most, shortest int) {
	entry := p.entry(b)
	most = int(entry[8])
	if most == maxFrequency {
		most = 0
	}
	return most, int(binary.LittleEndian.Uint16(entry[9:]))
}

// before is the last row before block b.
func (p Postings) before(b int) uint32 {
	if b == 0 {
		return noRow
	}
	return p.last(b - 1)
}

// Rows appends all rows.
func (p Postings) Rows(to []uint32) []uint32 {
	to = slices.Grow(to, p.count)
	var block [blockSize]uint32
	for b := range p.blocks {
		p.rows(b, &block)
		to = append(to, block[:]...)
	}
	previous, rest := p.before(p.blocks), p.tail()
	for range p.count - p.blocks*blockSize {
		var row uint32
		if row, _, rest = readShort(rest, previous); rest == nil {
			break
		}
		to = append(to, row)
		previous = row
	}
	return to
}

// rows unpacks the rows of block b.
func (p Postings) rows(b int, into *[blockSize]uint32) {
	unpack(into, p.body[p.begin(b):], p.rowWidth(b))
	row := p.before(b)
	for i, distance := range into {
		row += distance + 1
		into[i] = row
	}
}

// freqs unpacks the frequencies of block b.
func (p Postings) freqs(b int, into *[blockSize]uint32) {
	width := p.freqWidth(b)
	unpack(into, p.body[p.begin(b)+uint32(packedBytes(p.rowWidth(b))):], width)
	for i := range into {
		into[i]++
	}
}

// tail is the short list behind the blocks.
func (p Postings) tail() []byte {
	if p.blocks == 0 {
		return p.body
	}
	return p.body[p.end(p.blocks-1):]
}

// readShort reads a posting of a short list; the rest is nil where it is damaged.
func readShort(from []byte, previous uint32) (row, freq uint32, rest []byte) {
	distance, n := binary.Uvarint(from)
	if n <= 0 {
		return 0, 0, nil
	}
	from = from[n:]
	row, freq = previous+uint32(distance>>1)+1, 1
	if distance&1 != 0 {
		f, n := binary.Uvarint(from)
		if n <= 0 {
			return 0, 0, nil
		}
		freq, from = uint32(f), from[n:]
	}
	return row, freq, from[:len(from):len(from)]
}

// Mark sets the bit of every row.
func (p Postings) Mark(bits []uint64) {
	var block [blockSize]uint32
	for b := range p.blocks {
		p.rows(b, &block)
		for _, row := range block {
			bits[row/64] |= 1 << (row % 64)
		}
	}
	previous, rest := p.before(p.blocks), p.tail()
	for range p.count - p.blocks*blockSize {
		var row uint32
		if row, _, rest = readShort(rest, previous); rest == nil {
			break
		}
		bits[row/64] |= 1 << (row % 64)
		previous = row
	}
}

// NewPostings makes a list in memory. Its bounds say nothing.
func NewPostings(rows, freqs []uint32) Postings {
	p, _ := newPostings(len(rows), appendPostings(nil, rows, freqs, func(uint32) uint32 { return 0 })) // it is well-formed
	return p
}
