package plan

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/query"
)

// Form says which values a [Pattern] fits.
type Form int

const (
	// Beginning fits values that begin with the pattern's.
	Beginning Form = iota
	// Wildcard fits values that are the pattern's with any number of letters or figures for each "*" and one for each "?"; in keyword fields
	// with anything for a "*" at the end.
	Wildcard
	// Similar fits values that begin with the same letter as the pattern's and become it by at most Distance changes: a letter
	// put in, left out or replaced, or two neighbours exchanged, between which no other change is made.
	Similar
)

// Pattern matches units that hold, in Field, a value that it fits. Limit is the largest number of values that it may stand for;
// an engine that meets more answers search.ErrTooManyTerms. It does not score.
type Pattern struct {
	Field    string
	Form     Form
	Value    string
	Distance int // of Similar: at most MaxDistance
	Limit    int // 0: none
}

// MaxDistance is the largest Distance of a pattern.
const MaxDistance = 2

// Start is what all values begin with that the pattern fits.
func (p Pattern) Start() string {
	switch p.Form {
	case Wildcard:
		if at := strings.IndexAny(p.Value, "*?"); at >= 0 {
			return p.Value[:at]
		}
	case Similar:
		if p.Distance == 0 {
			return p.Value
		}
		_, size := utf8.DecodeRuneInString(p.Value)
		return p.Value[:size]
	}
	return p.Value
}

// Matcher returns a function that says whether the pattern fits a value that begins with Start, and how many of its first bytes no
// value has that it fits, 0 where it cannot say. The function remembers the value before, so it is fast on values in byte order,
// and belongs to one goroutine.
func (p Pattern) Matcher() func(value []byte) (fits bool, hopeless int) {
	switch p.Form {
	case Wildcard:
		g := query.NewGlob(p.Value, !search.IsStream(p.Field))
		return func(value []byte) (bool, int) { return g.Match(value), 0 }
	case Similar:
		return newSimilar(p.Value, min(p.Distance, MaxDistance)).match
	}
	return func([]byte) (bool, int) { return true, 0 }
}

// Fits reports whether the pattern fits a value.
func (p Pattern) Fits(value string) bool {
	if !strings.HasPrefix(value, p.Start()) {
		return false
	}
	fits, _ := p.Matcher()([]byte(value))
	return fits
}

// Check answers search.ErrTooManyTerms where a pattern stands for more values than its limit.
func (p Pattern) Check(values int) error {
	if p.Limit == 0 || values <= p.Limit {
		return nil
	}
	advice := "add a letter"
	if p.Form == Similar {
		advice = "ask for fewer changes or a longer word"
	}
	return fmt.Errorf("%w: %s stands for more than %d: %s", search.ErrTooManyTerms, p.written(), p.Limit, advice)
}

// written is the pattern as the query language has it, without the mark of explicit references.
func (p Pattern) written() string {
	value := strings.TrimPrefix(p.Value, "!")
	switch p.Form {
	case Wildcard:
		return value
	case Similar:
		return fmt.Sprintf("%s~%d", value, p.Distance)
	}
	return value + "*"
}

// similar measures how far values are from a word: by optimal string alignment, the edit distance of Damerau in which no part is
// changed twice. Only the cells that can be within the distance are kept, and the rows of the beginning that a value shares with
// the one before are those of that one.
type similar struct {
	word     []rune
	distance int
	value    []byte // the last one
	runes    []rune // of value, as far as rows go
	ends     []int  // where each of runes ends in value
	rows     []row  // rows[i] is of the first i runes
	hopeless bool   // the last row is beyond the distance everywhere: so is every value that shares these runes
}

// row holds the distances between the first i letters of a value and the first i-distance to i+distance of the word; those over
// the distance are distance+1.
type row [2*MaxDistance + 1]uint8

func newSimilar(word string, distance int) *similar {
	s := &similar{word: []rune(word), distance: distance}
	var first row
	for c := range first {
		first[c] = s.capped(c - distance)
		if c < distance {
			first[c] = uint8(distance + 1)
		}
	}
	s.rows = []row{first}
	return s
}

func (s *similar) capped(n int) uint8 { return uint8(min(n, s.distance+1)) }

func (s *similar) match(value []byte) (fits bool, hopeless int) {
	shared := 0
	for shared < len(value) && shared < len(s.value) && value[shared] == s.value[shared] {
		shared++
	}
	s.value = append(s.value[:shared], value[shared:]...)
	known := len(s.runes)
	for known > 0 && s.ends[known-1] > shared {
		known--
	}
	if s.hopeless && known == len(s.runes) {
		return false, s.ends[known-1]
	}
	s.runes, s.ends, s.rows, s.hopeless = s.runes[:known], s.ends[:known], s.rows[:known+1], false
	end := 0
	if known > 0 {
		end = s.ends[known-1]
	}
	for end < len(value) {
		r, size := utf8.DecodeRune(value[end:])
		end += size
		s.runes, s.ends = append(s.runes, r), append(s.ends, end)
		if s.hopeless = !s.next(); s.hopeless {
			return false, end
		}
	}
	c := len(s.word) - len(s.runes) + s.distance
	return c >= 0 && c <= 2*s.distance && int(s.rows[len(s.runes)][c]) <= s.distance, 0
}

// next appends the row of the last rune, and reports whether any cell is within the distance.
func (s *similar) next() (hope bool) {
	i := len(s.runes)
	r, before := s.runes[i-1], &s.rows[i-1]
	var next row
	for c := 0; c <= 2*s.distance; c++ {
		j := i + c - s.distance // letters of the word
		least := s.distance + 1
		if j >= 0 && j <= len(s.word) {
			if c < 2*s.distance {
				least = min(least, int(before[c+1])+1)
			}
			if c > 0 {
				least = min(least, int(next[c-1])+1)
			}
			if j > 0 {
				change := 1
				if s.word[j-1] == r {
					change = 0
				}
				least = min(least, int(before[c])+change)
			}
			if i > 1 && j > 1 && s.word[j-1] == s.runes[i-2] && s.word[j-2] == r {
				least = min(least, int(s.rows[i-2][c])+1)
			}
		}
		next[c] = s.capped(least)
		hope = hope || least <= s.distance
	}
	s.rows = append(s.rows, next)
	return hope
}
