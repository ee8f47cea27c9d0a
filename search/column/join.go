package column

import (
	"bytes"
	"cmp"
	"slices"
)

// Ref names a document by the place of its segment in a row of segments, and its number there.
type Ref struct{ Segment, Doc uint32 }

// Dead is, for each of some segments in the order in which they were made, the documents that later ones replace or say are gone,
// in order.
func Dead(segments []*Segment) [][]uint32 {
	_, dead := Join(segments)
	return dead
}

// Join puts the documents of segments, given in the order in which they were made, into natural order of keys, and tells those that
// are dead, as [Dead] does. It merges the orders that the files hold, the shortest first.
func Join(segments []*Segment) (live []Ref, dead [][]uint32) {
	dead = make([][]uint32, len(segments))
	j := joiner{segments: segments, dead: dead}
	var runs [][]Ref
	for i, s := range segments {
		runs = append(runs, j.documents(uint32(i), s), j.gone(uint32(i), s))
	}
	for len(runs) > 1 {
		slices.SortStableFunc(runs, func(a, b []Ref) int { return cmp.Compare(len(a), len(b)) })
		runs = append(runs[2:], j.merge(runs[0], runs[1]))
	}
	if len(runs) == 1 {
		live = slices.DeleteFunc(runs[0], j.isGone)
	}
	for i := range dead {
		slices.Sort(dead[i])
	}
	return live, dead
}

// joiner merges runs of documents. A key that a file says is gone takes part as a document: number goneFrom and above.
type joiner struct {
	segments []*Segment
	dead     [][]uint32
}

func (j *joiner) documents(number uint32, s *Segment) []Ref {
	run := make([]Ref, s.order.Len())
	for place := range run {
		run[place] = Ref{number, s.order.At(uint32(place))}
	}
	return run
}

func (j *joiner) gone(number uint32, s *Segment) []Ref {
	run := make([]Ref, s.gone.Len())
	for i := range run {
		run[i] = Ref{number, s.Documents() + uint32(i)}
	}
	slices.SortFunc(run, j.compare)
	return run
}

func (j *joiner) isGone(r Ref) bool { return r.Doc >= j.segments[r.Segment].Documents() }

func (j *joiner) keys(r Ref) (sortKey, key []byte) {
	s := j.segments[r.Segment]
	if n := s.Documents(); r.Doc >= n {
		key = s.gone.At(r.Doc - n)
		return []byte(keyOf(string(key)).SortKey()), key
	}
	return s.sortKeys.At(r.Doc), s.keys.At(r.Doc)
}

func (j *joiner) compare(a, b Ref) int {
	sortA, keyA := j.keys(a)
	sortB, keyB := j.keys(b)
	return cmp.Or(bytes.Compare(sortA, sortB), bytes.Compare(keyA, keyB))
}

// merge merges two runs. Of two documents with one key the later one stays; within a file, the document and not the word that it
// is gone from earlier ones.
func (j *joiner) merge(a, b []Ref) []Ref {
	if len(a) == 0 {
		return b
	}
	merged := make([]Ref, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		at, found := j.gallop(b, a[0])
		merged = append(merged, b[:at]...)
		b = b[at:]
		if found {
			kept, lost := a[0], b[0]
			if lost.Segment > kept.Segment || lost.Segment == kept.Segment && j.isGone(kept) {
				kept, lost = lost, kept
			}
			if !j.isGone(lost) {
				j.dead[lost.Segment] = append(j.dead[lost.Segment], lost.Doc)
			}
			merged = append(merged, kept)
			b = b[1:]
		} else {
			merged = append(merged, a[0])
		}
		a = a[1:]
	}
	return append(append(merged, a...), b...)
}

// gallop is the place of a document in a run, found with growing steps from its beginning.
func (j *joiner) gallop(run []Ref, r Ref) (at int, found bool) {
	step := 1
	for step < len(run) && j.compare(run[step-1], r) < 0 {
		step *= 2
	}
	from := step / 2
	at, found = slices.BinarySearchFunc(run[from:min(step, len(run))], r, j.compare)
	return from + at, found
}
