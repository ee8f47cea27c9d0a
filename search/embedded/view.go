package embedded

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	segment "github.com/blevesearch/scorch_segment_api/v2"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/ranking"
)

// view is the state of one commit, as searches see it. It does not change; the engine counts those who use it.
type view struct {
	users      int // guarded by Engine.mu
	snapshot   *scorch.IndexSnapshot
	stored     manifest // what the snapshot says of itself
	generation uint64
	digest     digest // of its documents
	segments   []*viewSegment
	docs       []doc // in natural order of keys
	order      *ranking.Documents
	byKey      map[string]uint32
	bySymbol   map[string][]uint32 // by each symbol that a document answers to
	byFamily   map[string][]uint32 // by each of search.FamilyTerms
	streams    map[string]search.StreamStats
	facets     map[string]*search.FacetTerms
	corpus     search.Corpus
	titles     map[string]string // of agenda items
}

// doc is a document of a view.
type doc struct {
	*headerRow
}

// viewSegment is a segment as one commit left it.
type viewSegment struct {
	snapshot *scorch.SegmentSnapshot
	*columns
	live  *roaring.Bitmap     // the units that are not deleted
	docs  []uint32            // from columns.keys to view.docs
	facet map[string][]uint32 // from the terms of a facet column to those of the view, by field
}

// newView reads what a snapshot holds. known are the columns of segments that an earlier view has read, by segment id.
func newView(snapshot *scorch.IndexSnapshot, stored manifest, known map[uint64]*columns) (*view, error) {
	v := &view{snapshot: snapshot, stored: stored, generation: stored.Generation}
	known, err := withNew(known, snapshot)
	if err != nil {
		return nil, err
	}
	for _, s := range snapshot.Segments() {
		cols := known[s.Id()]
		seg := &viewSegment{snapshot: s, columns: cols, live: cols.units}
		if deleted := s.Deleted(); deleted != nil {
			seg.live = roaring.AndNot(cols.units, deleted)
		}
		v.segments = append(v.segments, seg)
	}
	v.listDocuments()
	if err := v.placeUnits(); err != nil {
		return nil, err
	}
	v.rankDates()
	v.measureStreams()
	v.joinFacets()
	v.describe()
	return v, nil
}

// withNew are the columns of all segments of a snapshot by their ids: those that are known, and those read now.
func withNew(known map[uint64]*columns, snapshot *scorch.IndexSnapshot) (map[uint64]*columns, error) {
	all := make(map[uint64]*columns, len(known))
	var ids []uint64
	var segments []segment.Segment
	for _, s := range snapshot.Segments() {
		if all[s.Id()] = known[s.Id()]; all[s.Id()] == nil {
			ids, segments = append(ids, s.Id()), append(segments, s.Segment())
		}
	}
	read, err := readColumns(segments)
	for i, id := range ids {
		all[id] = read[i]
	}
	return all, err
}

// columnsByID are the columns of the view's segments, for the next view.
func (v *view) columnsByID() map[uint64]*columns {
	known := make(map[uint64]*columns, len(v.segments))
	for _, seg := range v.segments {
		known[seg.snapshot.Id()] = seg.columns
	}
	return known
}

func (v *view) listDocuments() {
	for _, seg := range v.segments {
		deleted := seg.snapshot.Deleted()
		for i := range seg.headers {
			if row := &seg.headers[i]; deleted == nil || !deleted.Contains(row.record) {
				v.docs = append(v.docs, doc{headerRow: row})
			}
		}
	}
	slices.SortFunc(v.docs, func(a, b doc) int {
		return cmp.Or(strings.Compare(a.order, b.order), strings.Compare(a.header.Symbol, b.header.Symbol))
	})
	v.byKey, v.bySymbol = make(map[string]uint32, len(v.docs)), make(map[string][]uint32, len(v.docs))
	v.byFamily = make(map[string][]uint32, len(v.docs))
	for i := range v.docs {
		h := &v.docs[i].header
		v.byKey[keyTerm(h.Key())] = uint32(i)
		v.digest += v.docs[i].digest
		for _, term := range v.docs[i].symbols {
			v.bySymbol[term] = append(v.bySymbol[term], uint32(i))
		}
		for _, term := range v.docs[i].families {
			v.byFamily[term] = append(v.byFamily[term], uint32(i))
		}
	}
}

// manifest says what the view holds, as counted from its documents.
func (v *view) manifest() manifest {
	return newManifest(v.generation, v.corpus.Documents, v.corpus.Units, v.digest)
}

// noDocument marks keys of a segment whose documents are all deleted or moved to another segment.
const noDocument = ^uint32(0)

func (v *view) placeUnits() error {
	for _, seg := range v.segments {
		seg.docs = make([]uint32, len(seg.keys))
		missing := false
		for i, key := range seg.keys {
			at, ok := v.byKey[key]
			if !ok {
				at, missing = noDocument, true
			}
			seg.docs[i] = at
		}
		if !missing {
			continue
		}
		for it := seg.live.Iterator(); it.HasNext(); {
			if record := it.Next(); seg.docs[seg.key[record]] == noDocument {
				return fmt.Errorf("document %q has units but no header", seg.keys[seg.key[record]])
			}
		}
	}
	return nil
}

func (v *view) rankDates() {
	dates := make([]string, len(v.docs))
	for i := range v.docs {
		dates[i] = v.docs[i].header.Date
	}
	v.order = ranking.NewDocuments(dates, func(i int) document.Key { return v.docs[i].header.Key() })
}

func (v *view) measureStreams() {
	v.streams = map[string]search.StreamStats{}
	sums := map[string]streamTotal{}
	for _, seg := range v.segments {
		for field, total := range seg.totals {
			if deleted := seg.snapshot.Deleted(); deleted != nil {
				total = total.without(seg.lengths[field], deleted)
			}
			sums[field] = streamTotal{units: sums[field].units + total.units, tokens: sums[field].tokens + total.tokens}
		}
	}
	for field, sum := range sums {
		if sum.units > 0 {
			v.streams[field] = search.StreamStats{Units: sum.units, AverageLength: float64(sum.tokens) / float64(sum.units)}
		}
	}
}

func (v *view) joinFacets() {
	v.facets = map[string]*search.FacetTerms{}
	for _, f := range search.Fields() {
		if !f.Facet {
			continue
		}
		joined := search.NewFacetTerms(f)
		for _, seg := range v.segments {
			if seg.facet == nil {
				seg.facet = map[string][]uint32{}
			}
			local := seg.facets[f.Name].terms
			ids := make([]uint32, len(local))
			for i, term := range local {
				ids[i] = joined.Number(term)
			}
			seg.facet[f.Name] = ids
		}
		v.facets[f.Name] = joined
	}
}

func (v *view) describe() {
	c := &v.corpus
	c.Generation, c.Documents = v.generation, len(v.docs)
	for _, seg := range v.segments {
		c.Units += int(seg.live.GetCardinality())
		c.Searchable += seg.searchable()
	}
	c.Languages = search.StemLanguages(maps.Keys(v.streams))
	for i := range v.docs {
		if len(v.docs[i].header.Agenda) > 0 {
			c.Agendas = append(c.Agendas, v.docs[i].header)
		}
	}
	v.titles = search.AgendaTitles(c.Agendas)
}

// searchable counts the live units of a kind that is searched by default.
func (s *viewSegment) searchable() int {
	kinds, n := s.facets["kind"], 0
	for it := s.live.Iterator(); it.HasNext(); {
		record := it.Next()
		for _, id := range kinds.ids[kinds.start[record]:kinds.start[record+1]] {
			if document.SearchedByDefault(document.Kind(kinds.terms[id].Value)) {
				n++
			}
		}
	}
	return n
}
