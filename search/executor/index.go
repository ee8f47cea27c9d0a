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
	byKey      map[string]uint32
	streams    map[string]search.StreamStats
	facets     map[string]*facetValues
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
	// By document of the segment: its rank in natural order of keys, and in the two orders of dates, where equal dates share one.
	rank, newest, oldest []uint32
	// facet leads from the values of a facet column to the terms of the index, by field.
	facet map[string][]uint32
}

// facetValues are the values of a facet over all parts.
type facetValues struct {
	field  search.Field
	terms  []facetTerm
	value  []uint32 // of a term: its value, an index into values
	values []string
	above  [][]uint32 // of a value: itself and all above it
}

type facetTerm struct{ value, label string }

// New joins parts. Every live document must be in one of them only.
func New(generation uint64, parts []Part) (*Index, error) {
	x := &Index{Generation: generation, byKey: map[string]uint32{}, streams: map[string]search.StreamStats{}, facets: map[string]*facetValues{}}
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
		rank: make([]uint32, n), newest: make([]uint32, n), oldest: make([]uint32, n)}
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
	var days []string
	for i, e := range entries {
		if i > 0 && e.key == entries[i-1].key {
			return fmt.Errorf("document %q stands in two segments", e.key)
		}
		if e.date != "" {
			days = append(days, e.date)
		}
	}
	slices.Sort(days)
	days = slices.Compact(days)
	last := uint32(len(days))
	for rank, e := range entries {
		p := x.parts[e.part]
		p.rank[e.doc], p.newest[e.doc], p.oldest[e.doc] = uint32(rank), last, last
		if e.date != "" {
			at, _ := slices.BinarySearch(days, e.date)
			p.oldest[e.doc], p.newest[e.doc] = uint32(at), last-1-uint32(at)
		}
		x.docs = append(x.docs, e.docRef)
		x.byKey[e.key] = uint32(rank)
	}
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
	joined := &facetValues{field: f}
	terms, values := map[facetTerm]uint32{}, map[string]uint32{}
	for _, p := range x.parts {
		local := p.Facet(f.Name).Values
		ids := make([]uint32, local.Len())
		for i := range ids {
			value, label, _ := strings.Cut(string(local.At(uint32(i))), "\x1f")
			term := facetTerm{value, label}
			id, ok := terms[term]
			if !ok {
				id = uint32(len(joined.terms))
				terms[term] = id
				joined.terms = append(joined.terms, term)
				joined.value = append(joined.value, joined.valueID(values, value))
			}
			ids[i] = id
		}
		p.facet[f.Name] = ids
	}
	x.facets[f.Name] = joined
}

// valueID is the place of a value among the values; it adds the value, and those above it, where they are new.
func (j *facetValues) valueID(known map[string]uint32, value string) uint32 {
	if id, ok := known[value]; ok {
		return id
	}
	id := uint32(len(j.values))
	known[value] = id
	j.values = append(j.values, value)
	j.above = append(j.above, nil)
	chain := []uint32{id}
	if parent := j.field.Parent(value); parent != "" {
		chain = append(chain, j.above[j.valueID(known, parent)]...)
	}
	j.above[id] = chain
	return id
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
