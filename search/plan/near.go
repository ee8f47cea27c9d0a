package plan

import "slices"

// Windows finds the places of a text in which words stand near each other; see [Near]. The words and the text are terms or
// numbers of terms. It belongs to one goroutine.
type Windows[T comparable] struct {
	size    int // words in the largest window
	entries []entry[T]
	need    []int // by set of alternatives: how many words of a window must be one of them

	have    []int // of the window at hand
	missing int   // sets of which the window at hand has fewer words than it needs
	held    []place
	marked  []bool

	ordered *sequence[T] // nil where words may stand in any order
	runs    *runs[T]     // nil where all stand alone
}

// entry is a term that is wanted, with the set of alternatives to which it belongs. A term may have several.
type entry[T comparable] struct {
	term T
	set  int
}

// place is a word of the text that is wanted, for one of its sets.
type place struct{ at, set int }

// NewWindows prepares to look for the words of a node, as sets of alternatives: its Terms, or numbers for these. Sets that are given several
// times need as many words.
func NewWindows[T comparable](terms [][]T, n Near) *Windows[T] {
	w := &Windows[T]{size: len(terms) + n.Within}
	switch {
	case n.Runs != nil:
		w.runs = newRuns(terms, n)
		return w
	case n.Ordered:
		w.ordered = newSequence(terms, w.size)
		return w
	}
	var sets [][]T
	for _, alternatives := range terms {
		at := slices.IndexFunc(sets, func(s []T) bool { return slices.Equal(s, alternatives) })
		if at < 0 {
			at = len(sets)
			sets, w.need = append(sets, alternatives), append(w.need, 0)
			for _, term := range alternatives {
				if e := (entry[T]{term, at}); !slices.Contains(w.entries, e) {
					w.entries = append(w.entries, e)
				}
			}
		}
		w.need[at]++
	}
	w.have = make([]int, len(w.need))
	return w
}

// Count is the number of windows of a text that hold all words and lie apart. They are counted from the beginning: the one that
// ends first, and then those behind its end.
func (w *Windows[T]) Count(text []T) (n int) {
	switch {
	case w.runs != nil:
		return w.runs.count(text)
	case w.ordered != nil:
		return w.ordered.count(text)
	}
	w.each(text, func() bool {
		n++
		return true
	})
	return n
}

// Mark says of each word of a text whether it is wanted and stands, together with all others, in some window; in their order, if there is
// one. The next call overwrites the answer.
func (w *Windows[T]) Mark(text []T) []bool {
	w.marked = append(w.marked[:0], make([]bool, len(text))...)
	switch {
	case w.runs != nil:
		w.runs.mark(text, w.marked)
		return w.marked
	case w.ordered != nil:
		w.ordered.mark(text, w.marked)
		return w.marked
	}
	// A window that ends at a word that is not wanted is one without that word as well.
	w.each(text, func() bool {
		for _, p := range w.held {
			w.marked[p.at] = true
		}
		return false
	})
	return w.marked
}

// each calls found for each wanted word that ends a window which holds all words; held are those of the largest one. Found says
// whether the next window begins behind it.
func (w *Windows[T]) each(text []T, found func() (apart bool)) {
	w.restart()
	for at, term := range text {
		wanted := false
		for _, e := range w.entries {
			if e.term == term {
				w.enter(place{at, e.set})
				wanted = true
			}
		}
		if !wanted {
			continue
		}
		w.leave(at - w.size)
		if w.missing == 0 && found() {
			w.restart()
		}
	}
}

// restart empties the window.
func (w *Windows[T]) restart() {
	w.held, w.missing = w.held[:0], len(w.need)
	clear(w.have)
}

func (w *Windows[T]) enter(p place) {
	w.held = append(w.held, p)
	if w.have[p.set]++; w.have[p.set] == w.need[p.set] {
		w.missing--
	}
}

// leave takes the words up to a place out of the window.
func (w *Windows[T]) leave(last int) {
	gone := 0
	for ; gone < len(w.held) && w.held[gone].at <= last; gone++ {
		set := w.held[gone].set
		if w.have[set]--; w.have[set] == w.need[set]-1 {
			w.missing++
		}
	}
	w.held = append(w.held[:0], w.held[gone:]...)
}
