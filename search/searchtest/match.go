package searchtest

import (
	"slices"

	"github.com/plenary-search/plenary/search/plan"
)

// matches reports whether a unit matches a plan.
func (u *unit) matches(n plan.Node) bool {
	switch n := n.(type) {
	case plan.All:
		return true
	case plan.And:
		return !slices.ContainsFunc(n.Nodes, func(n plan.Node) bool { return !u.matches(n) })
	case plan.Or:
		return slices.ContainsFunc(n.Nodes, u.matches)
	case plan.Not:
		return !u.matches(n.Node)
	case plan.Term:
		return u.keywords[n.Field][n.Value] || len(u.streams[n.Field][n.Value]) > 0
	case plan.Phrase:
		return u.occurrences(n) > 0
	case plan.Near:
		return u.windows(n) > 0
	case plan.Pattern:
		return u.holds(n.Field, n.Fits)
	case plan.Span:
		return u.holds(n.Field, func(term string) bool { return n.From <= term && term <= n.To })
	}
	return false // plan.None
}

func (u *unit) holds(field string, wanted func(term string) bool) bool {
	for term := range u.keywords[field] {
		if wanted(term) {
			return true
		}
	}
	for term := range u.streams[field] {
		if wanted(term) {
			return true
		}
	}
	return false
}

// occurrences counts the positions at which a phrase begins.
func (u *unit) occurrences(p plan.Phrase) int {
	begins := map[int]int{} // how many of the phrase's places are filled, by where the phrase would begin
	for i, alternatives := range p.Terms {
		filled := map[int]bool{}
		for _, term := range alternatives {
			for _, position := range u.streams[p.Field][term] {
				filled[position-i] = true
			}
		}
		for begin := range filled {
			begins[begin]++
		}
	}
	n := 0
	for _, places := range begins {
		if places == len(p.Terms) {
			n++
		}
	}
	return n
}

// windows counts the windows in which the words of n stand near each other.
func (u *unit) windows(n plan.Near) int {
	text := make([]string, u.lengths[n.Field]) // with the words that n names
	for _, alternatives := range n.Terms {
		for _, term := range alternatives {
			for _, position := range u.streams[n.Field][term] {
				text[position] = term
			}
		}
	}
	return plan.NewWindows(n.Terms, n).Count(text)
}

// frequency is how often a unit holds a leaf that scores.
func (u *unit) frequency(leaf plan.Node) int {
	switch leaf := leaf.(type) {
	case plan.Term:
		return len(u.streams[leaf.Field][leaf.Value])
	case plan.Phrase:
		return u.occurrences(leaf)
	case plan.Near:
		return u.windows(leaf)
	}
	return 0
}

// checkPatterns answers search.ErrTooManyTerms where a pattern stands for more terms than its limit.
func (s *state) checkPatterns(n plan.Node) error {
	switch n := n.(type) {
	case plan.And:
		return s.checkAll(n.Nodes)
	case plan.Or:
		return s.checkAll(n.Nodes)
	case plan.Not:
		return s.checkPatterns(n.Node)
	case plan.Pattern:
		met := 0
		for _, term := range s.dictionary[n.Field] {
			if n.Fits(term) {
				met++
			}
		}
		return n.Check(met)
	}
	return nil
}

func (s *state) checkAll(nodes []plan.Node) error {
	for _, n := range nodes {
		if err := s.checkPatterns(n); err != nil {
			return err
		}
	}
	return nil
}
