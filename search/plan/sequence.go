package plan

import "slices"

// sequence finds the places of a text in which words stand near each other in the order in which they are given. A run is a word for each
// set of alternatives, one behind the other, with any words between them.
type sequence[T comparable] struct {
	terms [][]T
	size  int   // words from the first to the last of a run, at the most
	reach []int // by set: where the runs up to it, or from it on, end on the other side; none where there is none
}

// none is where a run ends that there is not. It is farther from any word than a run is long.
const none = -1 << 40

// member is a word of the text that may be one of a run: the latest run up to it begins at begin.
type member struct{ at, set, begin int }

func newSequence[T comparable](terms [][]T, size int) *sequence[T] {
	return &sequence[T]{terms: terms, size: size, reach: make([]int, len(terms))}
}

// restart forgets all runs.
func (s *sequence[T]) restart(end int) {
	for i := range s.reach {
		s.reach[i] = end
	}
}

// count is Windows.Count: the run that ends first, and then those behind its end.
func (s *sequence[T]) count(text []T) (n int) {
	s.restart(none)
	last := len(s.terms) - 1
	for at, word := range text {
		for set := last; set >= 0; set-- { // from the last, so that a word stands for one set of a run
			if !slices.Contains(s.terms[set], word) {
				continue
			}
			s.reach[set] = s.begin(at, set)
			if set == last && at-s.reach[last] < s.size {
				n++
				s.restart(none)
				break
			}
		}
	}
	return n
}

// begin is where the latest run begins that ends with a word for a set.
func (s *sequence[T]) begin(at, set int) int {
	if set == 0 {
		return at
	}
	return s.reach[set-1]
}

// mark is Windows.Mark: it marks the words of all runs that are short enough. A word is one of these if the latest run up to it and the
// earliest one from it on are short enough together.
func (s *sequence[T]) mark(text []T, marked []bool) {
	members := s.members(text)
	s.restart(-none)
	last := len(s.terms) - 1
	for _, m := range slices.Backward(members) { // sets of one word from the first, as they were met from the last
		end := m.at
		if m.set < last {
			end = s.reach[m.set+1]
		}
		s.reach[m.set] = end
		if end-m.begin < s.size {
			marked[m.at] = true
		}
	}
}

// members are the words that runs lead up to, in order, for each word the last set first.
func (s *sequence[T]) members(text []T) (members []member) {
	s.restart(none)
	for at, word := range text {
		for set := len(s.terms) - 1; set >= 0; set-- {
			if !slices.Contains(s.terms[set], word) {
				continue
			}
			if s.reach[set] = s.begin(at, set); s.reach[set] != none {
				members = append(members, member{at, set, s.reach[set]})
			}
		}
	}
	return members
}
