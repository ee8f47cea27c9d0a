package embedded

import (
	"cmp"
	"encoding/json"
	"fmt"
	"runtime"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"
	segment "github.com/blevesearch/scorch_segment_api/v2"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
)

// columns are the values of one segment's records by record number, read once when the segment is first seen: where a unit
// stands, how long it is, which facet values it holds. Segments never change, so neither do columns; deleted records keep
// theirs.
type columns struct {
	size    int
	units   *roaring.Bitmap // the records that are units
	headers []headerRow
	keys    []string // the keys of documents that have units here
	key     []uint32 // of a unit: its document, an index into keys
	seq     []uint32
	lengths map[string][]uint32 // of a unit: its tokens, by stream field
	totals  map[string]streamTotal
	facets  map[string]*facetColumn
}

// headerRow is the header of a document that is stored in a segment, with what every view asks of it.
type headerRow struct {
	record   uint32
	header   document.Header
	order    string   // the key's place among keys; see search.CompareKeys
	symbols  []string // the terms of the symbols that the document answers to
	families []string // search.FamilyTerms
	digest   digest
}

func newHeaderRow(record uint32, h document.Header) headerRow {
	return headerRow{record: record, header: h, order: h.Key().SortKey(), symbols: search.SymbolTerms(&h), families: search.FamilyTerms(&h), digest: digestOf(h.Key(), h.Hash)}
}

// streamTotal counts the units that have tokens in a stream field, and these tokens.
type streamTotal struct{ units, tokens int }

// without takes the deleted records off a total.
func (t streamTotal) without(lengths []uint32, deleted *roaring.Bitmap) streamTotal {
	for it := deleted.Iterator(); it.HasNext(); {
		if n := lengths[it.Next()]; n > 0 {
			t.units, t.tokens = t.units-1, t.tokens-int(n)
		}
	}
	return t
}

// facetColumn holds the facet values of all records: those of record r are ids[start[r]:start[r+1]].
type facetColumn struct {
	terms    []search.FacetTerm
	start    []uint32
	ids      []uint32 // indexes into terms
	mentions []uint32 // of references: beside ids
	implied  []uint32
}

// readColumns reads the columns of segments, on all processors: the parts of each are independent of one another.
func readColumns(segments []segment.Segment) ([]*columns, error) {
	all := make([]*columns, len(segments))
	var parts []func() error
	for i, seg := range segments {
		c := &columns{size: int(seg.Count()), units: roaring.New(), lengths: map[string][]uint32{}, totals: map[string]streamTotal{}, facets: map[string]*facetColumn{}}
		all[i] = c
		parts = append(parts, func() error { return c.readKeys(seg) }, func() error { return c.readRows(seg) }, func() error { return c.readHeaders(seg) })
		for _, f := range search.Fields() {
			if !f.Facet {
				continue
			}
			col := &facetColumn{}
			c.facets[f.Name] = col
			parts = append(parts, func() error { return col.read(seg, f, c.size) })
		}
	}
	return all, inParallel(parts)
}

// inParallel runs functions, as many at a time as there are processors. A panic in one becomes its error.
func inParallel(all []func() error) error {
	errs := make([]error, len(all))
	next := make(chan int)
	var workers sync.WaitGroup
	for range min(len(all), runtime.GOMAXPROCS(0)) {
		workers.Go(func() {
			for i := range next {
				errs[i] = guard(all[i])
			}
		})
	}
	for i := range all {
		next <- i
	}
	close(next)
	workers.Wait()
	return cmp.Or(errs...)
}

func (c *columns) readKeys(seg segment.Segment) error {
	c.key = make([]uint32, c.size)
	return eachPosting(seg, keyField, false, func(term string, record uint32, _ int) {
		if n := len(c.keys); n == 0 || c.keys[n-1] != term {
			c.keys = append(c.keys, term)
		}
		c.key[record] = uint32(len(c.keys) - 1)
	})
}

func (c *columns) readRows(seg segment.Segment) error {
	c.seq = make([]uint32, c.size)
	stream, lengths, total := "", []uint32(nil), streamTotal{}
	err := eachPosting(seg, rowField, true, func(term string, record uint32, n int) {
		if term == seqTerm {
			c.seq[record] = uint32(n)
			c.units.Add(record)
			return
		}
		if term != stream {
			c.noteStream(stream, lengths, total)
			stream, lengths, total = term, make([]uint32, c.size), streamTotal{}
		}
		lengths[record] = uint32(n)
		total.units, total.tokens = total.units+1, total.tokens+n
	})
	c.noteStream(stream, lengths, total)
	return err
}

func (c *columns) noteStream(stream string, lengths []uint32, total streamTotal) {
	if lengths != nil {
		c.lengths[stream], c.totals[stream] = lengths, total
	}
}

func (c *columns) readHeaders(seg segment.Segment) error {
	var failed error
	err := eachPosting(seg, headerField, false, func(key string, record uint32, _ int) {
		var h document.Header
		if err := readSource(seg, uint64(record), &h); err != nil && failed == nil {
			failed = fmt.Errorf("header %q: %w", key, err)
		}
		c.headers = append(c.headers, newHeaderRow(record, h))
	})
	if failed != nil {
		return failed
	}
	return err
}

// readSource decodes the stored unit or header of a record.
func readSource(seg segment.Segment, record uint64, into any) error {
	var source []byte
	err := seg.VisitStoredFields(record, func(field string, _ byte, value []byte, _ []uint64) bool {
		if field != sourceField {
			return true
		}
		source = append(source, value...)
		return false
	})
	if err != nil {
		return err
	}
	return json.Unmarshal(source, into)
}

func (col *facetColumn) read(seg segment.Segment, f search.Field, size int) error {
	type entry struct{ record, id, mentions uint32 }
	var entries []entry
	col.start = make([]uint32, size+1)
	last := ""
	ids := map[string]uint32{}
	err := eachPosting(seg, facetPrefix+f.Name, f.Reference, func(term string, record uint32, n int) {
		if len(col.terms) == 0 || term != last {
			value, label := splitFacetTerm(term)
			ids[term] = uint32(len(col.terms))
			col.terms = append(col.terms, search.FacetTerm{Value: value, Label: label})
			last = term
		}
		entries = append(entries, entry{record: record, id: uint32(len(col.terms) - 1), mentions: uint32(n)})
		col.start[record+1]++
	})
	if err != nil {
		return err
	}
	for i := range size {
		col.start[i+1] += col.start[i]
	}
	next := make([]uint32, size)
	copy(next, col.start)
	col.ids = make([]uint32, len(entries))
	if f.Reference {
		col.mentions, col.implied = make([]uint32, len(entries)), make([]uint32, len(entries))
	}
	for _, e := range entries {
		i := next[e.record]
		next[e.record]++
		col.ids[i] = e.id
		if f.Reference {
			col.mentions[i] = e.mentions
		}
	}
	if !f.Reference {
		return nil
	}
	return eachPosting(seg, impliedPrefix+f.Name, true, func(term string, record uint32, n int) {
		for i := col.start[record]; i < col.start[record+1]; i++ {
			if col.ids[i] == ids[term] {
				col.implied[i] = uint32(n)
			}
		}
	})
}

// eachPosting calls visit for each term of a field, in byte order, and each record that holds it, in order; n is the frequency
// where frequencies are asked for.
func eachPosting(seg segment.Segment, field string, frequencies bool, visit func(term string, record uint32, n int)) error {
	dict, err := seg.Dictionary(field)
	if err != nil {
		return err
	}
	terms := dict.AutomatonIterator(nil, nil, nil)
	var list segment.PostingsList
	var postings segment.PostingsIterator
	for {
		entry, err := terms.Next()
		if err != nil || entry == nil {
			return err
		}
		term := entry.Term
		if list, err = dict.PostingsList([]byte(term), nil, list); err != nil {
			return err
		}
		postings = list.Iterator(frequencies, false, false, postings)
		for {
			p, err := postings.Next()
			if err != nil {
				return err
			}
			if p == nil {
				break
			}
			visit(term, uint32(p.Number()), int(p.Frequency()))
		}
	}
}
