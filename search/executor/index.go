// Package executor answers requests from columns: it finds, ranks and counts the units of one commit, and reads its documents. What
// it answers is what searchtest.Memory would answer, hit for hit; see the differential tests.
package executor

import (
	"context"
	"maps"
	"slices"
	"sync"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/column"
	"github.com/plenary-search/plenary/search/ranking"
)

// Index is the state of one commit. It does not change, and it is safe for concurrent use. It is a search.Searcher but for Ready:
// whoever holds the files knows whether they are ready.
type Index struct {
	Generation uint64
	parts      []*part
	docs       []column.Ref // in natural order of keys
	order      *ranking.Documents
	streams    map[string]search.StreamStats
	norms      map[string]*norms         // by stream
	facets     map[string]func() *joined // by field
	corpus     search.Corpus
	titles     map[string]string // of agenda items
	few        int               // see rank
	halved     int               // see verify
	limits     cost              // of a request

	// What is asked for again and again.
	filters cache[filterKey, set]
	matches cache[string, matches] // of plans without words
	pages   cache[string, search.Facet]
	counts  cache[countKey, int] // live units that hold a term
}

// part is a segment as the commit left it.
type part struct {
	*column.Segment
	number int
	live   set // units of documents that are not dead
	gone   []uint32
	rank   []uint32 // by document of the segment: its number in natural order of keys
}

// New joins segments, given in the order in which they were made: a later one replaces documents of earlier ones, and says which
// are gone.
func New(generation uint64, segments []*column.Segment) (*Index, error) {
	x, err := join(generation, segments)
	if err != nil {
		return nil, err
	}
	x.weigh(x.sums())
	return x, x.describe()
}

// Whole describes an index that documents were taken out of.
type Whole struct {
	Corpus search.Corpus
	Sums   map[string]column.StreamSum // by stream
}

// NewExcerpt is New for documents taken out of a larger index. A request is answered as that index would answer it, if the segments
// hold all documents that match it, that one of its facets counts, or that hold a leaf of it that scores.
func NewExcerpt(whole Whole, segments []*column.Segment) (*Index, error) {
	x, err := join(whole.Corpus.Generation, segments)
	if err != nil {
		return nil, err
	}
	x.weigh(whole.Sums)
	x.corpus, x.titles = whole.Corpus, search.AgendaTitles(whole.Corpus.Agendas)
	return x, nil
}

// join makes an index that knows neither its streams nor its corpus yet.
func join(generation uint64, segments []*column.Segment) (*Index, error) {
	x := &Index{Generation: generation, few: fewHits, halved: verifyApart, streams: map[string]search.StreamStats{}, norms: map[string]*norms{},
		facets: map[string]func() *joined{}, limits: maxCost}
	docs, dead := column.Join(segments)
	x.docs = docs
	for i, s := range segments {
		x.parts = append(x.parts, newPart(s, i, dead[i]))
	}
	for rank, ref := range x.docs {
		x.parts[ref.Segment].rank[ref.Doc] = uint32(rank)
	}
	if err := x.dateDocuments(); err != nil {
		return nil, err
	}
	for _, f := range search.Fields() {
		if f.Facet {
			x.facets[f.Name] = sync.OnceValue(func() *joined { return joinFacet(f, x.parts) })
		}
	}
	return x, nil
}

// Warm answers the request without words, with all facets, so that the first reader need not wait for what is made once.
func (x *Index) Warm(ctx context.Context) error {
	var req search.Request
	for _, f := range search.Fields() {
		if f.Facet {
			req.Facets = append(req.Facets, search.FacetRequest{Field: f.Name})
		}
	}
	_, err := x.Search(ctx, req)
	return err
}

func newPart(s *column.Segment, number int, dead []uint32) *part {
	p := &part{Segment: s, number: number, gone: dead, live: fullSet(s.Units()), rank: make([]uint32, s.Documents())}
	for _, doc := range dead {
		from, to := p.Run(column.Documents, doc)
		for unit := from; unit < to; unit++ {
			p.live.bits[unit/64] &^= 1 << (unit % 64)
		}
	}
	p.live.n = -1
	p.live.count()
	return p
}

func (p *part) deleted(doc uint32) bool {
	_, found := slices.BinarySearch(p.gone, doc)
	return found
}

// key is the key of a document by its number in natural order.
func (x *Index) key(rank int) document.Key {
	ref := x.docs[rank]
	return x.parts[ref.Segment].Key(ref.Doc)
}

// dateDocuments finds the dates of all documents; a date is a term of its own field.
func (x *Index) dateDocuments() error {
	var days []string
	for _, p := range x.parts {
		if f := p.Field("date"); f != nil {
			for _, day := range f.From(0) {
				days = append(days, day)
			}
		}
	}
	slices.Sort(days)
	days = slices.Compact(days)
	dayOf := make([]uint32, len(x.docs))
	for rank := range dayOf {
		dayOf[rank] = uint32(len(days))
	}
	for _, p := range x.parts {
		f := p.Field("date")
		if f == nil {
			continue
		}
		for place, day := range f.From(0) {
			at, _ := slices.BinarySearch(days, day)
			list, err := f.Postings(place)
			if err != nil {
				return err
			}
			for _, doc := range list.Rows(nil) {
				if !p.deleted(doc) {
					dayOf[p.rank[doc]] = uint32(at)
				}
			}
		}
	}
	x.order = ranking.NewDated(days, dayOf, x.key)
	return nil
}

// sums are those of the streams, by name.
func (x *Index) sums() map[string]column.StreamSum {
	sums := map[string]column.StreamSum{}
	for _, p := range x.parts {
		for _, name := range p.Streams() {
			f := p.Field(name)
			sums[name] = sums[name].Add(f.Sum, 1).Add(p.dead(f), -1)
		}
	}
	return sums
}

// weigh makes words weigh what sums of streams say.
func (x *Index) weigh(sums map[string]column.StreamSum) {
	for name, sum := range sums {
		if sum.Units > 0 {
			x.streams[name] = sum.Stats()
			x.norms[name] = newNorms(x.streams[name])
		}
	}
}

// dead is the sum of a stream over dead documents.
func (p *part) dead(f *column.Field) (sum column.StreamSum) {
	for _, doc := range p.gone {
		if f.Whole {
			if n := int(f.Lengths.At(doc)); n > 0 {
				sum = sum.Add(column.StreamSum{Units: 1, Tokens: n}, 1)
			}
			continue
		}
		end, to := p.Run(column.Documents, doc)
		for from := end; from < to; from = end {
			row := p.RowOf(f.Space, from)
			_, end = p.Run(f.Space, row)
			if n := int(f.Lengths.At(row)); n > 0 {
				sum = sum.Add(column.StreamSum{Units: int(end - from), Tokens: n * int(end-from)}, 1)
			}
		}
	}
	return sum
}

func (x *Index) describe() error {
	c := &x.corpus
	c.Generation, c.Documents = x.Generation, len(x.docs)
	var agendas []uint32 // by their numbers in natural order
	for _, p := range x.parts {
		c.Units += p.live.count()
		for doc := range p.Documents() {
			c.Searchable += p.Searchable(doc)
		}
		for _, doc := range p.gone {
			c.Searchable -= p.Searchable(doc)
		}
		for _, doc := range p.Agendas() {
			if !p.deleted(doc) {
				agendas = append(agendas, p.rank[doc])
			}
		}
	}
	slices.Sort(agendas)
	var err error
	if c.Agendas, err = x.headers(agendas); err != nil {
		return err
	}
	c.Languages = search.StemLanguages(maps.Keys(x.streams))
	x.titles = search.AgendaTitles(c.Agendas)
	return nil
}

// headers are those of documents by their numbers in natural order.
func (x *Index) headers(ranks []uint32) (headers []document.Header, err error) {
	for _, rank := range ranks {
		h, err := x.header(rank)
		if err != nil {
			return nil, err
		}
		headers = append(headers, h)
	}
	return headers, nil
}

func (x *Index) header(rank uint32) (document.Header, error) {
	ref := x.docs[rank]
	return x.parts[ref.Segment].Header(ref.Doc)
}
