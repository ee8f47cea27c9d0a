package column

import (
	"cmp"
	"encoding/binary"
	"slices"

	"github.com/plenary-search/plenary/search"
)

// A facet column says which values each row holds. Most rows hold what many others hold, or nothing, so that a row has the number of
// a set of values. Sets are numbered in the order in which they come first, but the empty one has number 0:
//
//	facet.NAME.values: value, separator, label, in order of bytes
//	facet.NAME.set: by row
//	facet.NAME.start: by set, where its values begin, and behind the last one their number
//	facet.NAME.id, facet.NAME.mentions, facet.NAME.implied: the values of the sets, and of references how often each is mentioned

// LabelSeparator stands between the value and the label of a facet term.
const LabelSeparator = "\x1f"

// Facet holds the values of a facet: those of row r are IDs Start[s] to Start[s+1], for s = Sets[r].
type Facet struct {
	Values   Strings // value, separator, label
	Space    Space
	Sets     Numbers
	Start    Numbers
	IDs      Numbers
	Mentions Numbers // of references: beside IDs
	Implied  Numbers
}

// facetValue is a value in a set, by its place, and for references how often it is mentioned.
type facetValue struct{ value, mentions, implied uint32 }

type facetWriter struct {
	field   search.Field
	values  []string
	numbers map[string]uint32 // of sets
	sets    []uint32          // by row
	starts  []uint32
	held    []facetValue
	key     []byte
}

// newFacetWriter begins a facet with values in order.
func newFacetWriter(field search.Field, values []string) *facetWriter {
	w := &facetWriter{field: field, values: values, numbers: map[string]uint32{}}
	w.set(nil)
	return w
}

// set is the number of a set, whose values it puts in order.
func (w *facetWriter) set(held []facetValue) uint32 {
	slices.SortFunc(held, func(a, b facetValue) int { return cmp.Compare(a.value, b.value) })
	w.key = w.key[:0]
	for _, v := range held {
		w.key = binary.AppendUvarint(binary.AppendUvarint(binary.AppendUvarint(w.key, uint64(v.value)), uint64(v.mentions)), uint64(v.implied))
	}
	number, known := w.numbers[string(w.key)]
	if !known {
		number = uint32(len(w.starts))
		w.numbers[string(w.key)] = number
		w.starts = append(w.starts, uint32(len(w.held)))
		w.held = append(w.held, held...)
	}
	return number
}

func (w *facetWriter) write(f *fileWriter) {
	ids, mentions, implied := make([]uint32, len(w.held)), make([]uint32, len(w.held)), make([]uint32, len(w.held))
	for i, v := range w.held {
		ids[i], mentions[i], implied[i] = v.value, v.mentions, v.implied
	}
	name := "facet." + w.field.Name
	f.section(name+".values", appendStrings(nil, w.values))
	f.section(name+".set", appendNumbers(nil, w.sets))
	f.section(name+".start", appendNumbers(nil, append(w.starts, uint32(len(w.held)))))
	f.section(name+".id", appendNumbers(nil, ids))
	if w.field.Reference {
		f.section(name+".mentions", appendNumbers(nil, mentions))
		f.section(name+".implied", appendNumbers(nil, implied))
	}
}

// Count counts, for each number, how many of some rows have it: counts must have room for the largest number. It appends to met the numbers
// that were not counted before.
func (n Numbers) Count(rows, counts, met []uint32) []uint32 {
	switch {
	case n.middle != nil:
		return countRows(n.middle, rows, counts, met)
	case n.wide != nil:
		return countRows(n.wide, rows, counts, met)
	default:
		return countRows(n.narrow, rows, counts, met)
	}
}

func countRows[T uint8 | uint16 | uint32](numbers []T, rows, counts, met []uint32) []uint32 {
	for _, row := range rows {
		number := uint32(numbers[row])
		if counts[number] == 0 {
			met = append(met, number)
		}
		counts[number]++
	}
	return met
}

// A Run is rows that follow each other and have one number.
type Run struct{ Number, Rows uint32 }

// Runs are the runs of some rows.
func (n Numbers) Runs(rows []uint32) []Run {
	switch {
	case n.middle != nil:
		return runsOf(n.middle, rows)
	case n.wide != nil:
		return runsOf(n.wide, rows)
	default:
		return runsOf(n.narrow, rows)
	}
}

// runsOf writes each row as the last of its run, over the one before where they have one number: which of them that is, no processor can
// guess, so that a branch would cost more than writing.
func runsOf[T uint8 | uint16 | uint32](numbers []T, rows []uint32) (runs []Run) {
	if len(rows) == 0 {
		return nil
	}
	var read [256]T // at one go, so that their memory is waited for at once
	n, last := 0, numbers[rows[0]]
	for at := 0; at < len(rows); at += len(read) {
		next := rows[at:min(at+len(read), len(rows))]
		for i, row := range next {
			read[i] = numbers[row]
		}
		runs = slices.Grow(runs[:n], len(next)+1)[:n+len(next)+1]
		for i, number := range read[:len(next)] {
			if number != last {
				n++
			}
			last = number
			runs[n] = Run{uint32(number), uint32(at + i + 1)} // its end, for now
		}
	}
	runs = runs[:n+1]
	for i := n; i > 0; i-- {
		runs[i].Rows -= runs[i-1].Rows
	}
	return runs
}
