package executor

import (
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/column"
	"github.com/plenary-search/plenary/search/plan"
)

// listed is what holds a node that scores, in one part: units, or documents where its field is one of whole documents; its zero value, none.
type listed struct {
	list  column.Postings
	part  *part
	field *column.Field
}

// leaf is a node that scores, in one part, with a cursor on what holds it.
type leaf struct {
	listed
	cursor   column.Cursor
	norms    *norms
	idf      float64
	searched bool   // only units that are searched by default can match
	stems    uint64 // see column.Segment.StemsBit

	block     int // that was asked for last, -1 for none
	blockMost float64
}

// slack is added to bounds, because a bound and a score round apart.
const slack = 1 + 1e-9

// norms are the norms of a stream for lengths: see search.StreamStats. They are safe for concurrent use.
type norms struct {
	stream search.StreamStats
	short  []float64 // by length
}

// manyTokens is the length from which norms are not kept: few units are longer.
const manyTokens = 1024

func newNorms(stream search.StreamStats) *norms {
	n := &norms{stream: stream, short: make([]float64, manyTokens)}
	for length := range n.short {
		n.short[length] = stream.Norm(length)
	}
	return n
}

func (n *norms) of(length int) float64 {
	if length < len(n.short) {
		return n.short[length]
	}
	return n.stream.Norm(length)
}

// scorers prepares what scores in a plan, in its order, for each part. A leaf that no unit of a part holds is left out there: it adds
// nothing. searched says that only units that are searched by default can match.
func (q *question) scorers(planned plan.Request, searched bool) ([]*scorer, error) {
	byPart := make([]*scorer, len(q.index.parts))
	for i, p := range q.index.parts {
		byPart[i] = &scorer{part: p, doc: column.NoRow}
	}
	w, err := q.weighed(planned)
	if err != nil {
		return nil, err
	}
	for i, n := range planned.Leaves {
		q.eachPart(w.units[i], plan.FieldOf(n), search.UnitWeight*w.idf[i], func(part int, l *leaf) {
			l.searched, l.stems = searched, l.part.StemsBit(l.field)
			byPart[part].leaves = append(byPart[part].leaves, l)
		})
	}
	var words []asked
	for i, word := range planned.Wholes {
		q.eachPart(w.documents[i], word.Field, w.idfOfDocuments[i], func(part int, l *leaf) { byPart[part].wholes = append(byPart[part].wholes, l) })
		words = ask(words, word, w.idfOfDocuments[i])
	}
	for _, s := range byPart {
		s.asked = words
	}
	return byPart, nil
}

// weighed is what plan.Weighed names, in this index: by node and part, what holds it; the numbers of all that do; and its weight.
type weighed struct {
	units, documents     [][]listed
	inUnits, inDocuments []int
	idf, idfOfDocuments  []float64
}

func (q *question) weighed(planned plan.Request) (w weighed, err error) {
	for _, n := range planned.Weighed.Units {
		found, count, err := q.held(n)
		if err != nil {
			return w, err
		}
		w.units, w.inUnits = append(w.units, found), append(w.inUnits, count)
	}
	for _, word := range planned.Weighed.Documents {
		found, count, err := q.held(word)
		if err != nil {
			return w, err
		}
		w.documents, w.inDocuments = append(w.documents, found), append(w.inDocuments, count)
	}
	w.idf, w.idfOfDocuments = planned.Weighed.Weigh(q.index.streams, w.inUnits, w.inDocuments)
	return w, nil
}

// eachPart yields the parts that hold a node of a stream, with its leaf, weighed.
func (q *question) eachPart(byPart []listed, stream string, idf float64, yield func(part int, l *leaf)) {
	for i, held := range byPart {
		if held.list.Count() > 0 && idf > 0 {
			yield(i, &leaf{listed: held, norms: q.index.norms[stream], idf: idf, block: -1})
		}
	}
}

// held is what holds a node that scores, by part, and how many live units, or documents, do.
func (q *question) held(n plan.Node) (byPart []listed, count int, err error) {
	byPart = make([]listed, len(q.index.parts))
	for i, p := range q.index.parts {
		live := 0
		if byPart[i], live, err = q.heldIn(p, n); err != nil {
			return nil, 0, err
		}
		count += live
	}
	return byPart, count, nil
}

func (q *question) heldIn(p *part, n plan.Node) (held listed, live int, err error) {
	f := p.Field(plan.FieldOf(n))
	if f == nil {
		return listed{}, 0, nil
	}
	switch n := n.(type) {
	case plan.Term:
		place, found := q.find(f, n.Value)
		if !found {
			return listed{}, 0, nil
		}
		list, err := f.Postings(place)
		if err != nil {
			return listed{}, 0, err
		}
		if f.Space != column.Units && !f.Whole {
			if list, err = q.spread(p, f, list); err != nil {
				return listed{}, 0, err
			}
		}
		live, err = q.liveCount(p, f, place, list)
		return listed{list, p, f}, live, err
	case plan.Phrase, plan.Near:
		hits, err := q.phrase(n)
		if err != nil {
			return listed{}, 0, err
		}
		h := hits[p.number]
		return listed{column.NewPostings(h.units, h.freqs), p, f}, len(h.units), nil
	}
	return listed{}, 0, nil
}

// spreadCount is the number of units in the rows of a list.
func (p *part) spreadCount(space column.Space, list column.Postings) (n int) {
	for _, row := range list.Rows(nil) {
		from, to := p.Run(space, row)
		n += int(to - from)
	}
	return n
}

// spread turns a list of rows into one of units.
func (q *question) spread(p *part, f *column.Field, list column.Postings) (column.Postings, error) {
	var cursor column.Cursor
	cursor.Reset(list)
	n := p.spreadCount(f.Space, list)
	units, freqs := make([]uint32, 0, n), make([]uint32, 0, n)
	for ; cursor.Row() != column.NoRow; cursor.Next() {
		from, to := p.Run(f.Space, cursor.Row())
		if err := q.step(int(to - from)); err != nil {
			return column.Postings{}, err
		}
		for unit := from; unit < to; unit++ {
			units, freqs = append(units, unit), append(freqs, uint32(cursor.Freq()))
		}
	}
	return column.NewPostings(units, freqs), nil
}

// countKey names a term of a part.
type countKey struct {
	part  int
	field *column.Field
	place int
}

// liveCount is the number of live units in a list, or of live documents.
func (q *question) liveCount(p *part, f *column.Field, place int, list column.Postings) (int, error) {
	if len(p.gone) == 0 {
		return list.Count(), nil
	}
	key := countKey{p.number, f, place}
	if n, ok := q.index.counts.get(key); ok {
		return n, nil
	}
	if err := q.step(list.Count()); err != nil {
		return 0, err
	}
	alive := p.live.has
	if f.Whole {
		alive = func(doc uint32) bool { return !p.deleted(doc) }
	}
	n := 0
	var cursor column.Cursor
	for cursor.Reset(list); cursor.Row() != column.NoRow; cursor.Next() {
		if alive(cursor.Row()) {
			n++
		}
	}
	q.index.counts.put(key, n, keptCounts)
	return n, nil
}

// lengthOf is the number of tokens that a unit has in a field, or a document in one of whole documents.
func lengthOf(p *part, f *column.Field, row uint32) uint32 {
	if f.Space == column.Units || f.Whole {
		return f.Lengths.At(row)
	}
	return f.Lengths.At(p.RowOf(f.Space, row))
}

// reset puts the leaf before the first unit.
func (l *leaf) reset() {
	l.cursor.Reset(l.list)
	l.block = -1
}

// score is what the leaf adds to the unit that its cursor is on.
func (l *leaf) score() float64 { return l.scoreAt(&l.cursor) }

// scoreAt is what the leaf adds to the unit that a cursor on its list is on.
func (l *leaf) scoreAt(c *column.Cursor) float64 {
	return search.Weigh(l.idf, c.Freq(), l.norms.of(int(lengthOf(l.part, l.field, c.Row()))))
}

// add adds what the leaf adds to the units from from to end, with a cursor on its list that it leaves behind end. It returns the number
// of units.
func (l *leaf) add(c *column.Cursor, to *sums, from, end uint32) (n int) {
	c.Advance(from)
	for units, freqs := range c.Runs(end) {
		lengths := l.lengths(units, to.lengths[:0])
		for i, unit := range units {
			at := unit - from
			to.of[at%sumUnits] += search.Weigh(l.idf, int(freqs[i]), l.norms.of(int(lengths[i])))
			to.held[at/64%(sumUnits/64)] |= 1 << (at % 64)
		}
		n += len(units)
	}
	return n
}

// lengths appends the number of tokens that units have in the field. They are read at one go, so that their memory is waited for at once.
func (l *leaf) lengths(units, to []uint32) []uint32 {
	to = append(to, units...)
	if l.field.Space != column.Units && !l.field.Whole {
		for i, unit := range to {
			to[i] = l.part.RowOf(l.field.Space, unit)
		}
	}
	l.field.Lengths.Replace(to)
	return to
}

// bound is the most that a unit of a block scores, or of the short list behind the blocks.
func (l *leaf) bound(block int) (most float64) {
	if block < l.list.Blocks() {
		pairs, n := l.list.Impacts(block, l.searched)
		for _, pair := range pairs[:n] {
			most = max(most, search.Weigh(l.idf, pair.Freq, l.norms.of(pair.Length)))
		}
		return most * slack
	}
	for unit, freq := range l.list.Rest {
		most = max(most, search.Weigh(l.idf, int(freq), l.norms.of(int(lengthOf(l.part, l.field, unit)))))
	}
	return most * slack
}

// near is the most that units score from one on, up to the one that it returns. The units asked for ascend.
func (l *leaf) near(unit uint32) (most float64, upTo uint32) {
	block, upTo := l.cursor.Block(unit)
	if block != l.block {
		l.block, l.blockMost = block, l.bound(block)
	}
	return l.blockMost, upTo
}

// seek moves a cursor on the list to the first unit up to upTo that the leaf gives at least least, or behind upTo.
func (l *leaf) seek(c *column.Cursor, least float64, upTo uint32) uint32 {
	if l.field.Space != column.Units || least <= 0 {
		return c.Row()
	}
	var longest [column.FewTimes]int
	for freq := range longest {
		longest[freq] = l.norms.stream.Longest(l.idf*slack, freq, least)
	}
	return c.Seek(l.field.Lengths, &longest, upTo)
}
