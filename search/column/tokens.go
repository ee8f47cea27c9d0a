package column

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"iter"
	"math"
	"slices"
	"strings"
)

// The token stream holds the words of every unit in order, so that phrases and nearness need no positions in postings. A word
// is the number of a form: how it is written, its verbatim term and its stem. Frequent forms have small numbers, which are short.
//
//	tokens.end: by unit, where its words end
//	tokens: the forms of all words, two bytes each; longWord stands before a greater number, of which the lower half comes first. Numbers
//	of one to three bytes would take a third less, and reading them, which is most of what a phrase costs, several times as long
//	tokens.word, tokens.stem: by form, the places of its terms in the dictionaries of the verbatim stream and of a stem stream
//	tokens.stream: by form, which of the file's stem streams, in order of their names
//	tokens.written: by form, as it is written

// form is a written form with its verbatim term and stem, by the numbers that these have while a file is made.
type form struct {
	written    string
	word, stem uint32
	stream     uint32 // of the stem
}

type tokenBuilder struct {
	streams []string // stem fields
	ids     map[form]uint32
	forms   []form
	tokens  []uint32
	starts  []uint32 // by unit
	noPairs bool
}

func newTokenBuilder() tokenBuilder { return tokenBuilder{ids: map[form]uint32{}} }

// begin begins the next unit.
func (b *tokenBuilder) begin() { b.starts = append(b.starts, uint32(len(b.tokens))) }

func (b *tokenBuilder) add(written string, word, stem uint32, stream string) {
	at := slices.Index(b.streams, stream)
	if at < 0 {
		at = len(b.streams)
		b.streams = append(b.streams, stream)
	}
	f := form{written, word, stem, uint32(at)}
	id, ok := b.ids[f]
	if !ok {
		f.written = strings.Clone(written)
		id = uint32(len(b.forms))
		b.ids[f] = id
		b.forms = append(b.forms, f)
	}
	b.tokens = append(b.tokens, id)
}

// write writes the sections. words and stems are the places of terms by their numbers, stems by stream.
func (b *tokenBuilder) write(f *fileWriter, words []uint32, stems map[string][]uint32) {
	streams := slices.Sorted(slices.Values(b.streams))
	number := make([]uint32, len(b.streams))
	for i, name := range b.streams {
		number[i] = uint32(slices.Index(streams, name))
	}
	for i, form := range b.forms {
		b.forms[i] = newForm(form.written, words[form.word], stems[b.streams[form.stream]][form.stem], number[form.stream])
	}
	units := func(yield func([]uint32) bool) {
		for unit, from := range b.starts {
			to := uint32(len(b.tokens))
			if unit+1 < len(b.starts) {
				to = b.starts[unit+1]
			}
			if !yield(b.tokens[from:to]) {
				return
			}
		}
	}
	n := writeTokens(f, b.forms, units)
	writeShared(f, b.forms, units, len(b.starts))
	if !b.noPairs {
		writePairs(f, b.forms, units, n)
	}
}

func newForm(written string, word, stem uint32, stream uint32) form {
	return form{written: written, word: word, stem: stem, stream: stream}
}

// writeTokens writes the token stream of units, and returns the number of their words. forms are given by the places of their terms;
// units yields, as often as it is asked, the forms of each unit's words by their numbers.
func writeTokens(f *fileWriter, forms []form, units iter.Seq[[]uint32]) (n int) {
	if len(forms) == 0 {
		return 0
	}
	counts := make([]uint32, len(forms))
	var ends []uint32
	for ids := range units {
		for _, id := range ids {
			counts[id]++
		}
		n += len(ids)
		ends = append(ends, 0)
	}
	var ranked []uint32 // forms, the most frequent first; those of dead documents alone are left out
	for id, count := range counts {
		if count > 0 {
			ranked = append(ranked, uint32(id))
		}
	}
	slices.SortFunc(ranked, func(x, y uint32) int {
		a, b := forms[x], forms[y]
		return cmp.Or(cmp.Compare(counts[y], counts[x]), cmp.Compare(a.word, b.word), cmp.Compare(a.stream, b.stream), cmp.Compare(a.stem, b.stem), strings.Compare(a.written, b.written))
	})
	rank := make([]uint32, len(forms))
	word, stem, stream := make([]uint32, len(ranked)), make([]uint32, len(ranked)), make([]uint32, len(ranked))
	written := make([]string, len(ranked))
	for at, id := range ranked {
		rank[id] = uint32(at)
		written[at] = forms[id].written
		word[at], stem[at], stream[at] = forms[id].word, forms[id].stem, forms[id].stream
	}
	data := f.begin("tokens")
	var buf []byte
	unit := 0
	for ids := range units {
		buf = buf[:0]
		for _, id := range ids {
			buf = appendWord(buf, rank[id])
		}
		data.write(buf)
		ends[unit] = uint32(data.size() / 2)
		unit++
	}
	data.end()
	f.section("tokens.end", appendNumbers(nil, ends))
	f.section("tokens.word", appendNumbers(nil, word))
	f.section("tokens.stem", appendNumbers(nil, stem))
	f.section("tokens.stream", appendNumbers(nil, stream))
	f.section("tokens.written", appendStrings(nil, written))
	return n
}

// longWord stands before the number of a form that is not less than it.
const longWord = 0xffff

func appendWord(to []byte, form uint32) []byte {
	if form < longWord {
		return binary.LittleEndian.AppendUint16(to, uint16(form))
	}
	return binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint16(to, longWord), form)
}

// Strings is a row of strings: how many there are, where each ends, and their bytes. It is safe for concurrent use.
type Strings struct {
	ends []byte
	body []byte
}

func appendStrings(to []byte, all []string) []byte {
	to = binary.LittleEndian.AppendUint32(to, uint32(len(all)))
	end := uint32(0)
	for _, s := range all {
		end += uint32(len(s))
		to = binary.LittleEndian.AppendUint32(to, end)
	}
	for _, s := range all {
		to = append(to, s...)
	}
	return to
}

// strings writes a section of strings; nothing where there are none.
func (f *fileWriter) strings(name string, all blob) {
	if len(all.ends) == 0 {
		return
	}
	if len(all.body) > math.MaxUint32 {
		f.err = fmt.Errorf("section %q has %d bytes: documents for more than one file", name, len(all.body))
		return
	}
	w := f.begin(name)
	ends := binary.LittleEndian.AppendUint32(nil, uint32(len(all.ends)))
	for _, end := range all.ends {
		ends = binary.LittleEndian.AppendUint32(ends, end)
	}
	w.write(ends)
	w.write(all.body)
	w.end()
}

func newStrings(data []byte) (Strings, error) {
	if len(data) == 0 {
		return Strings{}, nil
	}
	if len(data) < 4 {
		return Strings{}, ErrDamaged
	}
	n := uint64(binary.LittleEndian.Uint32(data))
	if uint64(len(data)-4) < 4*n {
		return Strings{}, ErrDamaged
	}
	s := Strings{ends: data[4 : 4+4*n], body: data[4+4*n:]}
	if n > 0 && int(binary.LittleEndian.Uint32(s.ends[4*(n-1):])) != len(s.body) {
		return Strings{}, ErrDamaged
	}
	return s, nil
}

// Len is the number of strings.
func (s Strings) Len() int { return len(s.ends) / 4 }

// At is string i, as bytes of the file: they must not be changed.
func (s Strings) At(i uint32) []byte {
	from := uint32(0)
	if i > 0 {
		from = binary.LittleEndian.Uint32(s.ends[4*(i-1):])
	}
	return s.body[from:binary.LittleEndian.Uint32(s.ends[4*i:])]
}

// find is string i, where there is one and it is whole.
func (s Strings) find(i int) ([]byte, bool) {
	if i < 0 || i >= s.Len() {
		return nil, false
	}
	from, to := uint32(0), binary.LittleEndian.Uint32(s.ends[4*i:])
	if i > 0 {
		from = binary.LittleEndian.Uint32(s.ends[4*(i-1):])
	}
	if from > to || uint64(to) > uint64(len(s.body)) {
		return nil, false
	}
	return s.body[from:to:to], true
}
