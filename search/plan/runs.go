package plan

import "slices"

// runs finds the places of a text in which words and runs of words stand near each other. A part is a run of sets of alternatives, each
// directly behind the one before.
type runs[T comparable] struct {
	parts   []part[T]
	size    int // words in the largest window
	ordered bool
}

// part is one of those that stand near each other.
type part[T comparable] struct {
	sets [][]T
	need int // occurrences that a window needs, in any order: 0 where an earlier part is the same and counts for this one

	seen []occurrence // in order
	next int          // in any order the first of seen that is in the window at hand; else the first one of the neighbour that was not looked at
	best int          // of parts in order: where the sequence ends, on the other side, that the neighbour's ones before next belong to; -1 for none
	done int          // how many of seen are marked
}

// occurrence is a run of words of the text that fits a part, from begin to end inclusive. Of parts in order, reach is where the latest
// sequence of parts begins that ends with it.
type occurrence struct{ part, begin, end, reach int }

func newRuns[T comparable](terms [][]T, n Near) *runs[T] {
	r := &runs[T]{size: len(terms) + n.Within, ordered: n.Ordered}
	for _, length := range n.Runs {
		p := part[T]{sets: terms[:length]}
		terms = terms[length:]
		first := slices.IndexFunc(r.parts, func(other part[T]) bool { return slices.EqualFunc(other.sets, p.sets, slices.Equal[[]T]) })
		if first < 0 {
			first = len(r.parts)
		}
		r.parts = append(r.parts, p)
		r.parts[first].need++
	}
	return r
}

// restart forgets all occurrences.
func (r *runs[T]) restart() {
	for i := range r.parts {
		p := &r.parts[i]
		p.seen, p.next, p.best, p.done = p.seen[:0], 0, -1, 0
	}
}

// each visits the occurrences of parts in a text, in order of their ends.
func (r *runs[T]) each(text []T, visit func(o occurrence)) {
	for end := range text {
		for i := range r.parts {
			sets := r.parts[i].sets
			begin := end - len(sets) + 1
			if begin >= 0 && (r.ordered || r.parts[i].need > 0) && fits(text[begin:], sets) {
				visit(occurrence{part: i, begin: begin, end: end})
			}
		}
	}
}

func fits[T comparable](text []T, sets [][]T) bool {
	for i, alternatives := range sets {
		if !slices.Contains(alternatives, text[i]) {
			return false
		}
	}
	return true
}

// count is Windows.Count.
func (r *runs[T]) count(text []T) (n int) {
	r.restart()
	behind := 0 // the last window
	r.each(text, func(o occurrence) {
		if o.begin >= behind && r.completes(o) {
			n, behind = n+1, o.end+1
			r.restart()
		}
	})
	return n
}

// completes takes an occurrence in, and reports whether it ends a window with all parts.
func (r *runs[T]) completes(o occurrence) bool {
	if r.ordered {
		return r.follows(&o) && o.part == len(r.parts)-1 && o.end-o.reach < r.size
	}
	r.parts[o.part].seen = append(r.parts[o.part].seen, o)
	complete := true
	for i := range r.parts {
		p := &r.parts[i]
		for p.next < len(p.seen) && o.end-p.seen[p.next].begin >= r.size {
			p.next++
		}
		complete = complete && len(p.seen)-p.next >= p.need
	}
	return complete
}

// follows takes in an occurrence that ends a sequence of parts, with where the latest such one begins; false if it ends none.
func (r *runs[T]) follows(o *occurrence) bool {
	p := &r.parts[o.part]
	if o.reach = o.begin; o.part > 0 {
		before := r.parts[o.part-1].seen
		for ; p.next < len(before) && before[p.next].end < o.begin; p.next++ {
			p.best = before[p.next].reach
		}
		o.reach = p.best
	}
	if o.reach >= 0 {
		p.seen = append(p.seen, *o)
	}
	return o.reach >= 0
}

// mark is Windows.Mark.
func (r *runs[T]) mark(text []T, marked []bool) {
	r.restart()
	if r.ordered {
		r.markOrdered(text, marked)
		return
	}
	r.each(text, func(o occurrence) {
		if !r.completes(o) {
			return
		}
		for i := range r.parts {
			p := &r.parts[i]
			for p.done = max(p.done, p.next); p.done < len(p.seen); p.done++ {
				p.seen[p.done].mark(marked)
			}
		}
	})
}

func (o occurrence) mark(marked []bool) {
	for at := o.begin; at <= o.end; at++ {
		marked[at] = true
	}
}

// markOrdered marks the occurrences whose latest sequence up to them and earliest one from them on are short enough together.
func (r *runs[T]) markOrdered(text []T, marked []bool) {
	var all []occurrence
	r.each(text, func(o occurrence) {
		if r.follows(&o) {
			all = append(all, o)
		}
	})
	r.restart()
	for _, o := range slices.Backward(all) {
		p := &r.parts[o.part]
		last := o.end
		if o.part < len(r.parts)-1 {
			behind := r.parts[o.part+1].seen // from the last one on, with the ends of sequences for their reach
			for ; p.next < len(behind) && behind[p.next].begin > o.end; p.next++ {
				p.best = behind[p.next].reach
			}
			last = p.best
		}
		if last < 0 {
			continue
		}
		if last-o.reach < r.size {
			o.mark(marked)
		}
		p.seen = append(p.seen, occurrence{part: o.part, begin: o.begin, end: o.end, reach: last})
	}
}
