package column

import (
	"encoding/binary"
	"errors"
	"math"
	"slices"
)

// Postings of a term are the rows that hold it, in order, each with how often it does. Up to a block of them is a run of
// variable-length numbers; longer lists are blocks of 128, packed to the width of their largest number, behind a table that
// says of each block where it begins, its last row, and in fields that score what it can score:
//
//	blocks × {last row uint32, end uint32, widths 2 × uint8, impacts in fields that score}
//	blocks × {128 distances of rows, 128 frequencies less one}
//	the remaining postings, as in a short list

// blockEntry is the size of an entry of the table of blocks, without impacts.
const blockEntry = 10

var errPostings = errors.New("a list of postings is damaged")

// appendPostings writes a list. rows ascend; freqs is nil where every frequency is 1. measured is nil in fields that do not score.
func appendPostings(to []byte, rows, freqs []uint32, measured measure) []byte {
	full := len(rows) / blockSize
	if full == 0 {
		return appendShort(to, rows, freqs, noRow)
	}
	size := blockEntry
	if measured != nil {
		size += impactBytes
	}
	table := len(to)
	to = append(to, make([]byte, full*size)...)
	body := len(to)
	previous := noRow
	var distances, less [blockSize]uint32
	var block impacts
	for b := range full {
		for i := range blockSize {
			row, freq := rows[b*blockSize+i], uint32(1)
			distances[i] = row - previous - 1
			previous = row
			if freqs != nil {
				freq = freqs[b*blockSize+i]
			}
			less[i] = freq - 1
		}
		rowWidth, freqWidth := widthOf(distances[:]), widthOf(less[:])
		to = pack(to, &distances, rowWidth)
		to = pack(to, &less, freqWidth)
		entry := to[table+b*size:]
		binary.LittleEndian.PutUint32(entry, previous)
		binary.LittleEndian.PutUint32(entry[4:], uint32(len(to)-body))
		entry[8], entry[9] = uint8(rowWidth), uint8(freqWidth)
		if measured != nil {
			block.of(rows, freqs, b*blockSize, (b+1)*blockSize, measured)
			block.append(entry[:blockEntry])
		}
	}
	rest := full * blockSize
	if freqs != nil {
		freqs = freqs[rest:]
	}
	return appendShort(to, rows[rest:], freqs, previous)
}

// of collects the impacts of the postings from from to before to.
func (m *impacts) of(rows, freqs []uint32, from, to int, measured measure) {
	m.reset()
	for i := from; i < to; i++ {
		freq := uint32(1)
		if freqs != nil {
			freq = freqs[i]
		}
		length, searched := measured(rows[i])
		m.add(freq, length, searched)
	}
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
	size   int // of an entry of the table

	// listed and times are the rows and frequencies of a list in memory, which has nothing of the above but count and blocks.
	listed, times []uint32
}

// newPostings reads the list of count postings that begins and ends with data.
func newPostings(count int, data []byte, scores bool) (Postings, error) {
	p := Postings{count: count, blocks: count / blockSize, size: blockEntry}
	if scores && p.blocks > 0 {
		p.size += impactBytes
	}
	size := p.blocks * p.size
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

func (p Postings) entry(b int) []byte { return p.table[b*p.size : (b+1)*p.size] }
func (p Postings) last(b int) uint32 {
	if p.listed != nil {
		return p.listed[(b+1)*blockSize-1]
	}
	return binary.LittleEndian.Uint32(p.entry(b))
}
func (p Postings) end(b int) uint32 { return binary.LittleEndian.Uint32(p.entry(b)[4:]) }
func (p Postings) rowWidth(b int) uint {
	return uint(p.entry(b)[8]) & 63
}
func (p Postings) freqWidth(b int) uint {
	return uint(p.entry(b)[9]) & 63
}

func (p Postings) begin(b int) uint32 {
	if b == 0 {
		return 0
	}
	return p.end(b - 1)
}

// Blocks is the number of blocks; the short list behind them is one more, and all there is of a short list.
func (p Postings) Blocks() int { return p.blocks }

// Impacts are the impacts of a block of a field that scores: those of units that are searched by default, or an impact that is over all.
func (p Postings) Impacts(block int, searched bool) (pairs [maxImpacts]Impact, n int) {
	if p.listed != nil {
		pairs[0].Freq = math.MaxInt32 // nobody has measured them
		return pairs, 1
	}
	return readImpacts(p.entry(block)[blockEntry:], searched)
}

// Rest yields the postings of the short list behind the blocks.
func (p Postings) Rest(yield func(row, freq uint32) bool) {
	if p.listed != nil {
		for i := p.blocks * blockSize; i < p.count && yield(p.listed[i], p.times[i]); i++ {
		}
		return
	}
	previous, rest := p.before(p.blocks), p.tail()
	for range p.count - p.blocks*blockSize {
		var row, freq uint32
		if row, freq, rest = readShort(rest, previous); rest == nil || !yield(row, freq) {
			return
		}
		previous = row
	}
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
	for row := range p.Rest {
		to = append(to, row)
	}
	return to
}

// All is the whole list: rows, and how often each holds the term.
func (p Postings) All() (rows, freqs []uint32) {
	rows, freqs = make([]uint32, 0, p.count), make([]uint32, 0, p.count)
	var block [blockSize]uint32
	for b := range p.blocks {
		p.rows(b, &block)
		rows = append(rows, block[:]...)
		p.freqs(b, &block)
		freqs = append(freqs, block[:]...)
	}
	for row, freq := range p.Rest {
		rows, freqs = append(rows, row), append(freqs, freq)
	}
	return rows, freqs
}

// rows unpacks the rows of block b.
func (p Postings) rows(b int, into *[blockSize]uint32) {
	if p.listed != nil {
		copy(into[:], p.listed[b*blockSize:])
		return
	}
	unpack(into, p.body[p.begin(b):], p.rowWidth(b))
	row := p.before(b)
	for i, distance := range into {
		row += distance + 1
		into[i] = row
	}
}

// freqs unpacks the frequencies of block b.
func (p Postings) freqs(b int, into *[blockSize]uint32) {
	if p.listed != nil {
		copy(into[:], p.times[b*blockSize:])
		return
	}
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
	for row := range p.Rest {
		bits[row/64] |= 1 << (row % 64)
	}
}

// NewPostings is a list in memory of rows, which ascend, and as many frequencies. It must not change any more.
func NewPostings(rows, freqs []uint32) Postings {
	return Postings{count: len(rows), blocks: len(rows) / blockSize, listed: rows, times: freqs}
}
