package column

import (
	"encoding/binary"
	"math/bits"
)

// blockSize is the number of postings that are packed together.
const blockSize = 128

// packedBytes is the size of a block of numbers of the given width in bits, padded so that [unpack] may read whole words.
func packedBytes(width uint) int { return blockSize / 8 * int(width) }

// widthOf is the number of bits that the largest of some numbers needs.
func widthOf(numbers []uint32) uint {
	var all uint32
	for _, n := range numbers {
		all |= n
	}
	return uint(bits.Len32(all))
}

// pack appends a block of numbers, none wider than width, as little-endian words of 64 bits.
func pack(to []byte, numbers *[blockSize]uint32, width uint) []byte {
	if width == 0 {
		return to
	}
	var word uint64
	var used uint
	for _, n := range numbers {
		word |= uint64(n) << used
		if used += width; used >= 64 {
			to = binary.LittleEndian.AppendUint64(to, word)
			used -= 64
			word = uint64(n) >> (width - used)
		}
	}
	return to // 128 numbers of any width fill whole words
}

// unpack reads a block that pack wrote; from must hold packedBytes(width) bytes.
func unpack(numbers *[blockSize]uint32, from []byte, width uint) {
	if width == 0 {
		*numbers = [blockSize]uint32{}
		return
	}
	from = from[:packedBytes(width)]
	mask := uint64(1)<<width - 1
	word := binary.LittleEndian.Uint64(from)
	from = from[8:]
	left := uint(64)
	for i := range numbers {
		if left >= width {
			numbers[i] = uint32(word & mask)
			word >>= width
			left -= width
			continue
		}
		next := binary.LittleEndian.Uint64(from)
		from = from[8:]
		numbers[i] = uint32((word | next<<left) & mask)
		word = next >> (width - left)
		left += 64 - width
	}
}
