package column

import (
	"encoding/binary"
	"hash/crc32"
)

// begin begins a section that is written piece by piece.
func (f *fileWriter) begin(name string) *sectionWriter {
	if rest := f.at % 8; rest != 0 {
		f.write(make([]byte, 8-rest))
	}
	return &sectionWriter{file: f, name: name, from: f.at}
}

// sectionWriter writes one section; no other may be written until it ends.
type sectionWriter struct {
	file *fileWriter
	name string
	from uint64
	crc  uint32
}

func (s *sectionWriter) write(data []byte) {
	s.crc = crc32.Update(s.crc, castagnoli, data)
	s.file.write(data)
}

// size is the number of bytes written so far.
func (s *sectionWriter) size() uint64 { return s.file.at - s.from }

func (s *sectionWriter) end() { s.file.enter(s.name, s.from, s.size(), s.crc) }

// enter adds a section to the table; an empty one is left out.
func (f *fileWriter) enter(name string, from, size uint64, crc uint32) {
	if size == 0 {
		return
	}
	f.table = binary.LittleEndian.AppendUint16(f.table, uint16(len(name)))
	f.table = append(f.table, name...)
	f.table = binary.LittleEndian.AppendUint64(f.table, from)
	f.table = binary.LittleEndian.AppendUint64(f.table, size)
	f.table = binary.LittleEndian.AppendUint32(f.table, crc)
	f.count++
}

// fieldWriter writes the terms of a field in byte order, each with its postings: sections NAME.post, NAME.dict, NAME.count and
// NAME.end.
type fieldWriter struct {
	file   *fileWriter
	name   string
	post   *sectionWriter
	terms  []string
	counts []uint32
	ends   []byte
	buf    []byte
}

func newFieldWriter(f *fileWriter, name string) *fieldWriter {
	return &fieldWriter{file: f, name: name, post: f.begin(name + ".post")}
}

// add writes the postings of the next term. See appendPostings.
func (w *fieldWriter) add(term string, rows, freqs []uint32, measured measure) {
	w.buf = appendPostings(w.buf[:0], rows, freqs, measured)
	w.post.write(w.buf)
	w.terms = append(w.terms, term)
	w.counts = append(w.counts, uint32(len(rows)))
	w.ends = binary.LittleEndian.AppendUint64(w.ends, w.post.size())
}

func (w *fieldWriter) close() {
	w.post.end()
	if len(w.terms) == 0 {
		return
	}
	w.file.section(w.name+".dict", appendDictionary(nil, w.terms))
	w.file.section(w.name+".count", appendNumbers(nil, w.counts))
	w.file.section(w.name+".end", w.ends)
}
