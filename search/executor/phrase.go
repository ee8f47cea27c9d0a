package executor

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/analysis"
	"github.com/plenary-search/plenary/search/column"
	"github.com/plenary-search/plenary/search/fault"
	"github.com/plenary-search/plenary/search/plan"
)

// phraseHits are the live units of a part that hold a phrase, or words near each other, in order, and how often each does.
type phraseHits struct {
	units, freqs []uint32
}

// phrase finds a plan.Phrase or plan.Near in all parts, once for each request.
func (q *question) phrase(n plan.Node) ([]phraseHits, error) {
	key := string(plan.AppendKey(nil, n))
	if hits, ok := q.phrases[key]; ok {
		return hits, nil
	}
	hits := make([]phraseHits, len(q.index.parts))
	for i, p := range q.index.parts {
		f := p.Field(plan.FieldOf(n))
		if f == nil {
			continue
		}
		var err error
		switch n := n.(type) {
		case plan.Phrase:
			if wanted := q.places(f, n.Terms); wanted != nil {
				hits[i], err = q.phraseIn(p, f, n, wanted)
			}
		case plan.Near:
			if wanted := q.places(f, n.Terms); wanted != nil {
				hits[i], err = q.nearIn(p, f, n, wanted)
			}
		}
		if err != nil {
			return nil, err
		}
	}
	q.phrases[key] = hits
	return hits, nil
}

// places are the places of terms in a field, without those that it does not have; none if a whole set of alternatives is missing.
func (q *question) places(f *column.Field, terms [][]string) [][]uint32 {
	wanted := make([][]uint32, len(terms))
	for i, alternatives := range terms {
		for _, term := range alternatives {
			if place, found := q.find(f, term); found {
				wanted[i] = append(wanted[i], uint32(place))
			}
		}
		if len(wanted[i]) == 0 {
			return nil
		}
	}
	return wanted
}

// allOf is the plan of what holds one of each set of alternatives. Sets that are repeated stand in it once.
func allOf(field string, terms [][]string) plan.And {
	var each []plan.Node
	for i, alternatives := range terms {
		if slices.ContainsFunc(terms[:i], func(before []string) bool { return slices.Equal(before, alternatives) }) {
			continue
		}
		any := make([]plan.Node, len(alternatives))
		for j, term := range alternatives {
			any[j] = plan.Term{Field: field, Value: term}
		}
		if len(any) == 1 {
			each = append(each, any[0])
		} else {
			each = append(each, plan.Or{Nodes: any})
		}
	}
	return plan.And{Nodes: each}
}

// nearIn looks at the words of the units that hold all of them. wanted are the places of n.Terms in the field.
func (q *question) nearIn(p *part, f *column.Field, n plan.Near, wanted [][]uint32) (hits phraseHits, err error) {
	candidates, err := q.matchAnd(p, allOf(n.Field, n.Terms))
	if err != nil {
		return hits, err
	}
	return q.verify(p, f, n.Field, len(wanted), candidates, func() func([]uint32) uint32 {
		windows := plan.NewWindows(wanted, n)
		return func(words []uint32) uint32 { return uint32(windows.Count(words)) }
	})
}

// phraseIn looks at the words of the units that hold the rarest pairs of neighbouring words or, where the part does not tell of pairs, all
// words. wanted are the places of n.Terms in the field.
func (q *question) phraseIn(p *part, f *column.Field, n plan.Phrase, wanted [][]uint32) (hits phraseHits, err error) {
	pairs, err := p.pairs(n.Field, wanted)
	if err != nil {
		return hits, err
	}
	var among set
	switch {
	case len(pairs) == 0:
		if among, err = q.matchAnd(p, allOf(n.Field, n.Terms)); err != nil {
			return hits, err
		}
	case len(wanted) == 2 && pairs[0].told == column.ArePairs:
		hits.units, hits.freqs = pairs[0].All()
		return p.aliveHits(hits), nil
	default:
		units, err := q.withPairs(pairs)
		if err != nil {
			return hits, err
		}
		among = p.alive(listSet(units, p.Units()))
	}
	if f.Space != column.Units {
		return q.phraseInRows(p, f, n, among)
	}
	return q.verify(p, f, n.Field, len(wanted), among, func() func([]uint32) uint32 {
		return func(words []uint32) uint32 { return occurrences(words, wanted) }
	})
}

// verifyApart is the number of candidates from which two goroutines look at their words, half of them each: they wait for memory most of
// the time.
const verifyApart = 512

// verify counts in the words of candidates, by their places in a field of the text. It needs so many words at the least. Each goroutine
// that counts has a function of its own.
func (q *question) verify(p *part, f *column.Field, field string, least int, candidates set, counter func() func(words []uint32) uint32) (phraseHits, error) {
	units, stems := candidates.units(), strings.HasPrefix(field, search.StemPrefix)
	if len(units) < q.index.halved {
		return q.verifyUnits(p, f, stems, least, units, counter())
	}
	half := len(units) / 2
	other := q.index.question(q.ctx)
	var rest phraseHits
	var failed error
	var done sync.WaitGroup
	done.Go(func() {
		failed = fault.Guard(func() (err error) {
			rest, err = other.verifyUnits(p, f, stems, least, units[half:], counter())
			return err
		})
	})
	defer done.Wait() // also where the first half panics: the files may be unmapped once this returns
	hits, err := q.verifyUnits(p, f, stems, least, units[:half], counter())
	done.Wait()
	return phraseHits{append(hits.units, rest.units...), append(hits.freqs, rest.freqs...)}, cmp.Or(err, failed)
}

func (q *question) verifyUnits(p *part, f *column.Field, stems bool, least int, units []uint32, count func(words []uint32) uint32) (hits phraseHits, err error) {
	hits.units, hits.freqs = make([]uint32, 0, len(units)), make([]uint32, 0, len(units))
	var words []uint32
	for _, unit := range units {
		words = words[:0]
		if int(f.Lengths.At(unit)) >= least {
			words = p.Words(unit, stems, words)
		}
		if err := q.step(1 + len(words)); err != nil {
			return hits, err
		}
		if n := count(words); n > 0 {
			hits.units, hits.freqs = append(hits.units, unit), append(hits.freqs, n)
		}
	}
	return hits, nil
}

// pair is what a part tells of two neighbouring words of a phrase.
type pair struct {
	column.Postings
	told column.Pairs
}

// pairs are those of a phrase that the part tells of, the one with fewest units first.
func (p *part) pairs(field string, wanted [][]uint32) (pairs []pair, err error) {
	if field != search.VerbatimField {
		return nil, nil
	}
	looked := map[[2]uint32]bool{}
	for i := 1; i < len(wanted); i++ {
		words := [2]uint32{wanted[i-1][0], wanted[i][0]}
		if len(wanted[i-1]) > 1 || len(wanted[i]) > 1 || looked[words] {
			continue
		}
		looked[words] = true
		list, told, err := p.Pair(words[0], words[1])
		if err != nil {
			return nil, err
		}
		if told != column.NoPairs {
			pairs = append(pairs, pair{list, told})
		}
	}
	slices.SortStableFunc(pairs, func(a, b pair) int { return cmp.Compare(a.Count(), b.Count()) })
	return pairs, nil
}

// fewUnits is the number of units from which they are looked at themselves, rather than for more pairs.
const fewUnits = 16

// withPairs are units that may hold all of some pairs, and all that do.
func (q *question) withPairs(pairs []pair) ([]uint32, error) {
	units := pairs[0].Rows(nil)
	for _, pair := range pairs[1:] {
		if len(units) <= fewUnits {
			break
		}
		if err := q.step(min(pair.Count(), fewLooks*len(units))); err != nil {
			return nil, err
		}
		if pair.Count() < fewLooks*len(units) {
			units = intersect(units, pair.Rows(nil))
			continue
		}
		var cursor column.Cursor
		cursor.Reset(pair.Postings)
		units = slices.DeleteFunc(units, func(unit uint32) bool { return cursor.Advance(unit) != unit })
	}
	return units, nil
}

// aliveHits leaves out the units of deleted documents, in place.
func (p *part) aliveHits(hits phraseHits) phraseHits {
	if len(p.gone) == 0 {
		return hits
	}
	alive := phraseHits{hits.units[:0], hits.freqs[:0]}
	for i, unit := range hits.units {
		if p.live.has(unit) {
			alive.units, alive.freqs = append(alive.units, unit), append(alive.freqs, hits.freqs[i])
		}
	}
	return alive
}

// occurrences counts the places at which the wanted words begin, each of which may be one of several.
func occurrences(words []uint32, wanted [][]uint32) (n uint32) {
	for at := 0; at+len(wanted) <= len(words); at++ {
		if fits(words[at:], wanted) {
			n++
		}
	}
	return n
}

func fits(words []uint32, wanted [][]uint32) bool {
	for i, alternatives := range wanted {
		if words[i] != alternatives[0] && !slices.Contains(alternatives[1:], words[i]) {
			return false
		}
	}
	return true
}

// phraseInRows looks into titles and headings, which have no token stream: their text is at hand.
func (q *question) phraseInRows(p *part, f *column.Field, n plan.Phrase, candidates set) (hits phraseHits, err error) {
	last, freq := uint32(column.NoRow), uint32(0)
	for unit := range candidates.all {
		if err := q.step(1); err != nil {
			return hits, err
		}
		if row := p.RowOf(f.Space, unit); row != last {
			last = row
			held, err := texts(p, f.Space, row)
			if err != nil {
				return hits, err
			}
			if freq, err = q.phraseInTexts(held, n.Terms); err != nil {
				return hits, err
			}
		}
		if freq > 0 {
			hits.units, hits.freqs = append(hits.units, unit), append(hits.freqs, freq)
		}
	}
	return hits, nil
}

// texts are the headings of a run of units, or the title of a document.
func texts(p *part, space column.Space, row uint32) ([]string, error) {
	if space == column.Headings {
		return p.Section(row)
	}
	h, err := p.Header(row)
	if err != nil {
		return nil, err
	}
	return []string{h.Title}, nil
}

func (q *question) phraseInTexts(texts []string, wanted [][]string) (n uint32, err error) {
	for _, text := range texts {
		words := analysis.Words(text)
		if err := q.step(len(words)); err != nil {
			return 0, err
		}
		for at := 0; at+len(wanted) <= len(words); at++ {
			fits := true
			for i, alternatives := range wanted {
				fits = fits && slices.Contains(alternatives, words[at+i].Term)
			}
			if fits {
				n++
			}
		}
	}
	return n, nil
}
