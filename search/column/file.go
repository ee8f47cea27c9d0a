package column

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"maps"
	"runtime"
	"slices"
	"sync"
	"unsafe"

	"github.com/plenary-search/plenary/search/fault"
)

// A file is a row of sections, each with a name and a checksum:
//
//	magic 8 bytes
//	sections, each at a multiple of 8
//	table: number uint32, then × {length of the name uint16, name, offset uint64, length uint64, CRC-32C uint32}
//	offset of the table uint64, its length uint32, its CRC-32C uint32, magic 8 bytes

// magic begins and ends a file. Its last byte is the version of the format.
const magic = "plncol\x00\x08"

const trailerSize = 8 + 4 + 4 + len(magic)

// ErrDamaged: a file that is not what was written. What it was derived from is the truth; it can be made anew.
var ErrDamaged = errors.New("a column file is damaged")

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// fileWriter writes sections.
type fileWriter struct {
	w     io.Writer
	at    uint64
	table []byte
	count uint32
	err   error
}

func newFileWriter(w io.Writer) *fileWriter {
	f := &fileWriter{w: w}
	f.write([]byte(magic))
	return f
}

func (f *fileWriter) write(data []byte) {
	if f.err == nil {
		_, f.err = f.w.Write(data)
		f.at += uint64(len(data))
	}
}

// section writes a section; an empty one is left out.
func (f *fileWriter) section(name string, data []byte) {
	if len(data) == 0 {
		return
	}
	w := f.begin(name)
	w.write(data)
	w.end()
}

// close writes the table.
func (f *fileWriter) close() error {
	table := append(binary.LittleEndian.AppendUint32(nil, f.count), f.table...)
	offset := f.at
	f.write(table)
	trailer := binary.LittleEndian.AppendUint64(nil, offset)
	trailer = binary.LittleEndian.AppendUint32(trailer, uint32(len(table)))
	trailer = binary.LittleEndian.AppendUint32(trailer, crc32.Checksum(table, castagnoli))
	f.write(append(trailer, magic...))
	return f.err
}

// Sum tells files from one another: the checksum of the table of a file that has passed [Open], which holds those of its sections.
func Sum(data []byte) uint32 { return binary.LittleEndian.Uint32(data[len(data)-len(magic)-4:]) }

// sections are the sections of a file by name.
type sections map[string][]byte

// readSections reads the table of a file and, where verify is true, checks every section, on all processors.
func readSections(data []byte, verify bool) (sections, error) {
	if len(data) < len(magic)+trailerSize || string(data[:len(magic)]) != magic || string(data[len(data)-len(magic):]) != magic {
		return nil, fmt.Errorf("%w: it does not begin and end as one", ErrDamaged)
	}
	trailer := data[len(data)-trailerSize:]
	offset, size := binary.LittleEndian.Uint64(trailer), uint64(binary.LittleEndian.Uint32(trailer[8:]))
	body := uint64(len(data) - trailerSize)
	if offset > body || size != body-offset {
		return nil, fmt.Errorf("%w: its table is not where it should be", ErrDamaged)
	}
	table := data[offset : offset+size]
	if crc32.Checksum(table, castagnoli) != binary.LittleEndian.Uint32(trailer[12:]) {
		return nil, fmt.Errorf("%w: its table has another checksum", ErrDamaged)
	}
	found := sections{}
	var checks []check
	count := binary.LittleEndian.Uint32(table)
	table = table[4:]
	end := uint64(len(magic)) // of what has been looked at: sections stand in the order of the table
	for range count {
		n := int(binary.LittleEndian.Uint16(table)) // the table is as it was written
		name := string(table[2 : 2+n])
		table = table[2+n:]
		from, length := binary.LittleEndian.Uint64(table), binary.LittleEndian.Uint64(table[8:])
		if from > offset || length > offset-from {
			return nil, fmt.Errorf("%w: section %q lies outside", ErrDamaged, name)
		}
		section := data[from : from+length : from+length]
		checks = append(checks, check{name, section, binary.LittleEndian.Uint32(table[16:])})
		if from < end || verify && !zero(data[end:from]) {
			return nil, fmt.Errorf("%w: something stands before section %q", ErrDamaged, name)
		}
		end = from + length
		found[name] = section
		table = table[20:]
	}
	if !verify {
		return found, nil
	}
	if !zero(data[end:offset]) {
		return nil, fmt.Errorf("%w: something stands behind its sections", ErrDamaged)
	}
	return found, checkAll(checks)
}

// check is a section that is to be checked.
type check struct {
	name    string
	section []byte
	sum     uint32
}

func (c check) run() error {
	if crc32.Checksum(c.section, castagnoli) != c.sum {
		return fmt.Errorf("%w: section %q has another checksum", ErrDamaged, c.name)
	}
	return nil
}

func checkAll(checks []check) error {
	errs := make([]error, len(checks))
	next := make(chan int)
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(checks)) {
		workers.Go(func() {
			for i := range next {
				errs[i] = fault.Guard(checks[i].run) // in this goroutine: the caller's guard is in another
			}
		})
	}
	for i := range checks {
		next <- i
	}
	close(next)
	workers.Wait()
	return errors.Join(errs...)
}

func zero(gap []byte) bool { return !slices.ContainsFunc(gap, func(b byte) bool { return b != 0 }) }

// names are the names of all sections, in order.
func (s sections) names() []string { return slices.Sorted(maps.Keys(s)) }

// Numbers is a row of numbers that are one, two or four bytes wide, all the same. It is safe for concurrent use.
type Numbers struct {
	narrow []uint8
	middle []uint16
	wide   []uint32
}

// appendNumbers writes numbers as wide as the largest needs: one byte for the width, then, aligned to four, the numbers.
func appendNumbers(to []byte, numbers []uint32) []byte {
	if len(numbers) == 0 {
		return to
	}
	width := 1
	if largest := slices.Max(numbers); largest > 0xffff {
		width = 4
	} else if largest > 0xff {
		width = 2
	}
	to = append(to, byte(width), 0, 0, 0)
	for _, n := range numbers {
		switch width {
		case 1:
			to = append(to, byte(n))
		case 2:
			to = binary.LittleEndian.AppendUint16(to, uint16(n))
		default:
			to = binary.LittleEndian.AppendUint32(to, n)
		}
	}
	return to
}

// newNumbers reads a section in place; it must begin at a multiple of four.
func newNumbers(data []byte) (Numbers, error) {
	if len(data) == 0 {
		return Numbers{}, nil
	}
	if len(data) <= 4 {
		return Numbers{}, ErrDamaged
	}
	width, body := int(data[0]), data[4:]
	if width != 1 && width != 2 && width != 4 || len(body)%width != 0 {
		return Numbers{}, ErrDamaged
	}
	n := len(body) / width
	if !littleEndian || uintptr(unsafe.Pointer(&body[0]))%4 != 0 {
		return copyNumbers(body, width), nil
	}
	switch width {
	case 1:
		return Numbers{narrow: body}, nil
	case 2:
		return Numbers{middle: unsafe.Slice((*uint16)(unsafe.Pointer(&body[0])), n)}, nil
	default:
		return Numbers{wide: unsafe.Slice((*uint32)(unsafe.Pointer(&body[0])), n)}, nil
	}
}

// littleEndian tells whether this machine keeps numbers as files do.
var littleEndian = func() bool {
	n := uint16(1)
	return *(*byte)(unsafe.Pointer(&n)) == 1
}()

func copyNumbers(body []byte, width int) Numbers {
	var n Numbers
	for i := 0; i < len(body); i += width {
		switch width {
		case 1:
			n.narrow = append(n.narrow, body[i])
		case 2:
			n.middle = append(n.middle, binary.LittleEndian.Uint16(body[i:]))
		default:
			n.wide = append(n.wide, binary.LittleEndian.Uint32(body[i:]))
		}
	}
	return n
}

// Len is the number of numbers.
func (n Numbers) Len() int { return len(n.narrow) + len(n.middle) + len(n.wide) }

// At is number i.
func (n Numbers) At(i uint32) uint32 {
	switch {
	case n.middle != nil:
		return uint32(n.middle[i])
	case n.wide != nil:
		return n.wide[i]
	default:
		return uint32(n.narrow[i])
	}
}

// Replace puts in the place of each number i what At says of it.
func (n Numbers) Replace(all []uint32) {
	switch {
	case n.middle != nil:
		replaceNumbers(n.middle, all)
	case n.wide != nil:
		replaceNumbers(n.wide, all)
	default:
		replaceNumbers(n.narrow, all)
	}
}

func replaceNumbers[T uint8 | uint16 | uint32](numbers []T, all []uint32) {
	for i, at := range all {
		all[i] = uint32(numbers[at])
	}
}
