package column

import (
	"encoding/binary"
	"errors"
)

// A dictionary holds the terms of a field in byte order; a term is known by its place. Terms stand in groups: the first of a
// group whole, the others as the length of the beginning that they share with the term before, and their rest.
//
//	number of terms uint32, number of groups uint32
//	groups × end of the group's bytes uint32
//	groups × {terms}

// groupSize is the number of terms in a group.
const groupSize = 16

var errDictionary = errors.New("a dictionary is damaged")

// appendDictionary writes terms, which ascend and differ.
func appendDictionary(to []byte, terms []string) []byte {
	groups := (len(terms) + groupSize - 1) / groupSize
	to = binary.LittleEndian.AppendUint32(to, uint32(len(terms)))
	to = binary.LittleEndian.AppendUint32(to, uint32(groups))
	ends := len(to)
	to = append(to, make([]byte, 4*groups)...)
	body := len(to)
	for i, term := range terms {
		if i%groupSize == 0 {
			to = binary.AppendUvarint(to, uint64(len(term)))
			to = append(to, term...)
		} else {
			shared := sharedBytes(terms[i-1], term)
			to = binary.AppendUvarint(to, uint64(shared))
			to = binary.AppendUvarint(to, uint64(len(term)-shared))
			to = append(to, term[shared:]...)
		}
		if i%groupSize == groupSize-1 || i == len(terms)-1 {
			binary.LittleEndian.PutUint32(to[ends+i/groupSize*4:], uint32(len(to)-body))
		}
	}
	return to
}

func sharedBytes(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// Dictionary is a dictionary as it stands in a file. It is safe for concurrent use.
type Dictionary struct {
	count  int
	groups int
	ends   []byte
	body   []byte
}

func newDictionary(data []byte) (Dictionary, error) {
	if len(data) == 0 {
		return Dictionary{}, nil
	}
	if len(data) < 8 {
		return Dictionary{}, errDictionary
	}
	d := Dictionary{count: int(binary.LittleEndian.Uint32(data)), groups: int(binary.LittleEndian.Uint32(data[4:]))}
	if d.groups != (d.count+groupSize-1)/groupSize || len(data)-8 < 4*d.groups {
		return Dictionary{}, errDictionary
	}
	d.ends, d.body = data[8:8+4*d.groups], data[8+4*d.groups:]
	if d.groups > 0 && d.end(d.groups-1) != len(d.body) {
		return Dictionary{}, errDictionary
	}
	return d, nil
}

// Len is the number of terms.
func (d Dictionary) Len() int { return d.count }

func (d Dictionary) end(group int) int { return int(binary.LittleEndian.Uint32(d.ends[4*group:])) }

// group is the bytes of a group; nil where they are damaged.
func (d Dictionary) group(g int) []byte {
	from := 0
	if g > 0 {
		from = d.end(g - 1)
	}
	if to := d.end(g); from <= to && to <= len(d.body) {
		return d.body[from:to:to]
	}
	return nil
}

// first is the first term of a group.
func (d Dictionary) first(g int) []byte {
	term, _ := cutBytes(d.group(g))
	return term
}

// cutBytes reads a length and as many bytes.
func cutBytes(from []byte) (value, rest []byte) {
	n, size := binary.Uvarint(from)
	if size <= 0 || n > uint64(len(from)-size) {
		return nil, nil
	}
	return from[size : size+int(n)], from[size+int(n):]
}

// Find is the place of a term, or the place of the first term behind it.
func (d Dictionary) Find(term string) (place int, found bool) {
	// The last group whose first term is not behind the one wanted.
	from, to := 0, d.groups
	for from < to {
		if middle := int(uint(from+to) >> 1); string(d.first(middle)) <= term {
			from = middle + 1
		} else {
			to = middle
		}
	}
	if from == 0 {
		return 0, false
	}
	return d.find(from-1, term)
}

// find is the place of a term in a group, whose first term is not behind it, or the place of the first term behind it. Of the terms before
// the one wanted, it knows how many bytes each shares with that: one that shares more with the term before stands before it as well, one
// that shares fewer stands behind it.
func (d Dictionary) find(g int, term string) (place int, found bool) {
	rest := d.group(g)
	end := min((g+1)*groupSize, d.count)
	agreed := 0
	for place = g * groupSize; place < end; place++ {
		shared := uint64(0)
		if place%groupSize > 0 {
			var size int
			if shared, size = binary.Uvarint(rest); size <= 0 {
				break
			}
			rest = rest[size:]
		}
		var tail []byte
		if tail, rest = cutBytes(rest); rest == nil || shared < uint64(agreed) {
			break
		}
		if shared > uint64(agreed) {
			continue
		}
		wanted := term[agreed:]
		n := 0
		for n < len(tail) && n < len(wanted) && tail[n] == wanted[n] {
			n++
		}
		if n == len(wanted) || n < len(tail) && tail[n] > wanted[n] {
			return place, n == len(wanted) && n == len(tail)
		}
		agreed += n
	}
	return place, false
}

// Term is the term at a place; "" where there is none.
func (d Dictionary) Term(place int) string {
	for at, term := range d.from(place - place%groupSize) {
		if at == place {
			return string(term)
		}
	}
	return ""
}

// From yields places and terms from a place on.
func (d Dictionary) From(place int) func(yield func(int, string) bool) {
	return func(yield func(int, string) bool) {
		for at, term := range d.from(max(0, place-place%groupSize)) {
			if at >= place && !yield(at, string(term)) {
				return
			}
		}
	}
}

// from yields places and terms from the first place of a group on. A term is overwritten by the next.
func (d Dictionary) from(place int) func(yield func(int, []byte) bool) {
	return func(yield func(int, []byte) bool) {
		var term []byte
		for g := place / groupSize; g < d.groups; g++ {
			if !d.walk(g, &term, func(at, _ int) bool { return yield(at, term) }) {
				return
			}
		}
	}
}

// walk puts the terms of a group into term, one after the other, and calls visit for each with its place and the number of bytes that
// it shares with the one before; 0 for the first. It reports whether to go on with the next group.
func (d Dictionary) walk(g int, term *[]byte, visit func(at, shared int) bool) bool {
	rest := d.group(g)
	for i := g * groupSize; i < min((g+1)*groupSize, d.count); i++ {
		shared := uint64(0)
		if i%groupSize > 0 {
			var size int
			if shared, size = binary.Uvarint(rest); size <= 0 || shared > uint64(len(*term)) {
				return false
			}
			rest = rest[size:]
		}
		var tail []byte
		if tail, rest = cutBytes(rest); rest == nil {
			return false
		}
		*term = append((*term)[:shared], tail...)
		if !visit(i, int(shared)) {
			return false
		}
	}
	return true
}

// Fitting yields the places and terms that begin with prefix and fit. Of a term that does not fit, fits also says how many of its
// first bytes no term has that does, 0 if it cannot say: the terms that share them are passed over. A term is overwritten by the
// next.
func (d Dictionary) Fitting(prefix string, fits func(term []byte) (fits bool, hopeless int)) func(yield func(int, []byte) bool) {
	return func(yield func(int, []byte) bool) {
		place, _ := d.Find(prefix)
		var term []byte
		hopeless := 0 // bytes of term
		visit := func(at, shared int) bool {
			if at < place || hopeless > 0 && shared >= hopeless {
				return true
			}
			if len(term) < len(prefix) || string(term[:len(prefix)]) != prefix {
				return false
			}
			var ok bool
			ok, hopeless = fits(term)
			return !ok || yield(at, term)
		}
		for g := place / groupSize; g < d.groups; g++ {
			if hopeless > 0 {
				g = d.lastBeginning(g, string(term[:hopeless]))
			}
			if !d.walk(g, &term, visit) {
				return
			}
		}
	}
}

// lastBeginning is the last of the groups from g on that begin with a term that begins so; g itself if there is none.
func (d Dictionary) lastBeginning(g int, beginning string) int {
	begins := func(g int) bool {
		first := d.first(g)
		return len(first) >= len(beginning) && string(first[:len(beginning)]) == beginning
	}
	step := 1
	for g+step < d.groups && begins(g+step) {
		g += step
		step *= 2
	}
	for ; step > 0; step /= 2 {
		if g+step < d.groups && begins(g+step) {
			g += step
		}
	}
	return g
}
