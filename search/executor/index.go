// Package executor answers requests from columns: it finds, ranks and counts the units of one commit. What it answers is what
// the engine of record would answer, hit for hit; see the differential tests.
package executor

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/column"
	"github.com/plenary-search/plenary/search/ranking"
)

// Part is a segment as one commit left it.
type Part struct {
	*column.Segment
	// Deleted are the documents of the segment that are gone, in order.
	Deleted []uint32
}

// Index is the state of one commit. It does not change, and it is safe for concurrent use.
type Index struct {
	Generation uint64
	parts      []*part
	docs       []docRef // in natural order of keys
	order      *ranking.Documents
	streams    map[string]search.StreamStats
	facets     map[string]*search.FacetTerms
	corpus     search.Corpus
	titles     map[string]string // of agenda items
	kept       keptSets
	counts     sync.Map // of "field\x00term": live units that hold it
	headers    sync.Map // of docRef: *document.Header
}

// docRef names a document by part and number there.
type docRef struct{ part, doc uint32 }

// part is a Part with what all parts together say of it.
type part struct {
	*column.Segment
	number int
	live   set // units of documents that are not deleted
	gone   []uint32
	rank   []uint32 // by document of the segment: its number in natural order of keys
	// facet leads from the values of a facet column to the terms of the index, by field.
	facet map[string][]uint32
}

// New joins parts. Every live document must be in one of them only.
func New(generation uint64, parts []Part) (*Index, error) {
	x := &Index{Generation: generation, streams: map[string]search.StreamStats{}, facets: map[string]*search.FacetTerms{}}
	for i, p := range parts {
		x.parts = append(x.parts, newPart(p, i))
	}
	if err := x.listDocuments(); err != nil {
		return nil, err
	}
	x.measureStreams()
	for _, f := range search.Fields() {
		if f.Facet {
			x.joinFacet(f)
		}
	}
	return x, x.describe()
}

func newPart(p Part, number int) *part {
	n := p.Documents()
	q := &part{Segment: p.Segment, number: number, gone: p.Deleted, live: fullSet(p.Units()), facet: map[string][]uint32{},
		rank: make([]uint32, n)}
	for _, doc := range p.Deleted {
		from, to := p.Run(column.Documents, doc)
		for unit := from; unit < to; unit++ {
			q.live.bits[unit/64] &^= 1 << (unit % 64)
		}
	}
	q.live.n = -1
	q.live.count()
	return q
}

func (p *part) deleted(doc uint32) bool {
	_, found := slices.BinarySearch(p.gone, doc)
	return found
}

// key is the key of a document.
func (p *part) key(doc uint32) document.Key {
	symbol, lang, _ := strings.Cut(string(p.Keys.At(doc)), "\x00")
	return document.Key{Symbol: symbol, Lang: document.Language(lang)}
}

func (x *Index) listDocuments() error {
	type entry struct {
		docRef
		order, key, date string
	}
	var entries []entry
	for i, p := range x.parts {
		dates := p.dates()
		for doc := range p.Documents() {
			if p.deleted(doc) {
				continue
			}
			key := p.key(doc)
			entries = append(entries, entry{docRef{uint32(i), doc}, key.SortKey(), string(p.Keys.At(doc)), dates[doc]})
		}
	}
	slices.SortFunc(entries, func(a, b entry) int {
		if c := strings.Compare(a.order, b.order); c != 0 {
			return c
		}
		return strings.Compare(a.key, b.key)
	})
	dates := make([]string, len(entries))
	for rank, e := range entries {
		if rank > 0 && e.key == entries[rank-1].key {
			return fmt.Errorf("document %q stands in two segments", e.key)
		}
		x.parts[e.part].rank[e.doc] = uint32(rank)
		x.docs = append(x.docs, e.docRef)
		dates[rank] = e.date
	}
	x.order = ranking.NewDocuments(dates, func(i int) document.Key { return x.parts[x.docs[i].part].key(x.docs[i].doc) })
	return nil
}

// dates are the dates of a segment's documents; a date is a term of its own field.
func (p *part) dates() []string {
	days := make([]string, p.Documents())
	f := p.Field("date")
	if f == nil {
		return days
	}
	for place, day := range f.From(0) {
		list, err := f.Postings(place)
		if err != nil {
			continue // checked when the file was opened
		}
		for _, doc := range list.Rows(nil) {
			days[doc] = day
		}
	}
	return days
}

func (x *Index) measureStreams() {
	type sum struct{ units, tokens int }
	sums := map[string]sum{}
	for _, p := range x.parts {
		for _, name := range p.Streams() {
			f := p.Field(name)
			s := sums[name]
			for row := range uint32(f.Lengths.Len()) {
				n := int(f.Lengths.At(row))
				if n == 0 {
					continue
				}
				from, to := p.Run(f.Space, row)
				if from == to || p.deleted(p.UnitDoc.At(from)) {
					continue
				}
				s.units, s.tokens = s.units+int(to-from), s.tokens+n*int(to-from)
			}
			sums[name] = s
		}
	}
	for name, s := range sums {
		if s.units > 0 {
			x.streams[name] = search.StreamStats{Units: s.units, AverageLength: float64(s.tokens) / float64(s.units)}
		}
	}
}

func (x *Index) joinFacet(f search.Field) {
	joined := search.NewFacetTerms(f)
	for _, p := range x.parts {
		local := p.Facet(f.Name).Values
		ids := make([]uint32, local.Len())
		for i := range ids {
			value, label, _ := strings.Cut(string(local.At(uint32(i))), column.LabelSeparator)
			ids[i] = joined.Number(search.FacetTerm{Value: value, Label: label})
		}
		p.facet[f.Name] = ids
	}
	x.facets[f.Name] = joined
}

func (x *Index) describe() error {
	c := &x.corpus
	c.Generation, c.Documents = x.Generation, len(x.docs)
	for _, p := range x.parts {
		c.Units += p.live.count()
	}
	c.Languages = search.StemLanguages(maps.Keys(x.streams))
	for _, ref := range x.docs {
		raw := x.parts[ref.part].Headers.At(ref.doc)
		if !strings.Contains(string(raw), `"agenda":`) {
			continue
		}
		var h document.Header
		if err := json.Unmarshal(raw, &h); err != nil {
			return fmt.Errorf("header of %s: %w", x.parts[ref.part].key(ref.doc), err)
		}
		if len(h.Agenda) > 0 {
			c.Agendas = append(c.Agendas, h)
		}
	}
	x.titles = search.AgendaTitles(c.Agendas)
	return nil
}

// Header is the header of a document.
func (x *Index) header(ref docRef) (*document.Header, error) {
	if known, ok := x.headers.Load(ref); ok {
		return known.(*document.Header), nil
	}
	h := new(document.Header)
	if err := json.Unmarshal(x.parts[ref.part].Headers.At(ref.doc), h); err != nil {
		return nil, fmt.Errorf("header of %s: %w", x.parts[ref.part].key(ref.doc), err)
	}
	x.headers.Store(ref, h)
	return h, nil
}

// keptSets remembers the sets of filters.
type keptSets struct {
	mu   sync.RWMutex
	sets map[setKey]set
}

type setKey struct {
	part int
	plan string
}

// maxKept is the number of sets that are remembered.
const maxKept = 256

func (k *keptSets) get(key setKey) (set, bool) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	s, ok := k.sets[key]
	return s, ok
}

func (k *keptSets) put(key setKey, s set) {
	s.count() // now, because sets that several goroutines read must not change
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.sets == nil || len(k.sets) >= maxKept {
		k.sets = map[setKey]set{}
	}
	k.sets[key] = s
}
