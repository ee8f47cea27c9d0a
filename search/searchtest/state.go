package searchtest

import (
	"maps"
	"slices"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/plan"
)

// state is what one commit left. It never changes.
type state struct {
	generation uint64
	docs       []*document.Document          // in natural order of keys
	units      []unit                        // in document order
	wholes     []plan.Whole                  // by document
	streams    map[string]search.StreamStats // those of whole documents, too
	dictionary map[string][]string           // the terms of each field, in byte order
	languages  []document.Language
	finder     Finder // nil: units are looked at
}

// unit is a unit with its document and all its terms.
type unit struct {
	doc  *document.Document
	unit *document.Unit
	// streams holds the positions of each term of a stream field, in order; lengths the number of its tokens.
	streams map[string]map[string][]int
	lengths map[string]int
	// keywords holds the terms of the keyword fields.
	keywords map[string]map[string]bool
}

func (u *unit) ref() UnitRef { return UnitRef{u.doc.Key(), u.unit.Seq} }

func newState(generation uint64, docs []*document.Document) *state {
	slices.SortFunc(docs, func(a, b *document.Document) int { return search.CompareKeys(a.Key(), b.Key()) })
	s := &state{generation: generation, docs: docs}
	for _, doc := range docs {
		s.wholes = append(s.wholes, plan.WholeOf(doc))
		for i := range doc.Units {
			s.units = append(s.units, newUnit(doc, &doc.Units[i]))
		}
	}
	s.measure()
	s.languages = search.StemLanguages(maps.Keys(s.streams))
	return s
}

func newUnit(doc *document.Document, u *document.Unit) unit {
	n := unit{doc: doc, unit: u, streams: map[string]map[string][]int{}, lengths: map[string]int{}, keywords: map[string]map[string]bool{}}
	for field, tokens := range plan.Streams(&doc.Header, u) {
		positions := map[string][]int{}
		for _, t := range tokens {
			positions[t.Term] = append(positions[t.Term], t.Position)
		}
		n.streams[field], n.lengths[field] = positions, len(tokens)
	}
	for _, field := range search.Fields() {
		terms := map[string]bool{}
		for _, term := range field.Terms(&doc.Header, u) {
			terms[term] = true
		}
		if len(terms) > 0 {
			n.keywords[field.Name] = terms
		}
	}
	return n
}

// measure fills in what relevance and prefixes need to know of the whole index.
func (s *state) measure() {
	s.streams = map[string]search.StreamStats{}
	sums := map[string]int{}
	terms := map[string]map[string]bool{}
	add := func(field, term string) {
		if terms[field] == nil {
			terms[field] = map[string]bool{}
		}
		terms[field][term] = true
	}
	for _, u := range s.units {
		for field, positions := range u.streams {
			if u.lengths[field] == 0 {
				continue
			}
			stats := s.streams[field]
			stats.Units++
			s.streams[field] = stats
			sums[field] += u.lengths[field]
			for term := range positions {
				add(field, term)
			}
		}
		for field, set := range u.keywords {
			for term := range set {
				add(field, term)
			}
		}
	}
	for _, whole := range s.wholes {
		if whole.Length > 0 {
			stats := s.streams[whole.Field]
			stats.Units++
			s.streams[whole.Field] = stats
			sums[whole.Field] += whole.Length
		}
	}
	for field, stats := range s.streams {
		stats.AverageLength = float64(sums[field]) / float64(stats.Units)
		s.streams[field] = stats
	}
	s.dictionary = map[string][]string{}
	for field, set := range terms {
		for term := range set {
			s.dictionary[field] = append(s.dictionary[field], term)
		}
		slices.Sort(s.dictionary[field])
	}
}

func (s *state) corpus() search.Corpus {
	c := search.Corpus{Generation: s.generation, Documents: len(s.docs), Units: len(s.units), Languages: s.languages}
	for _, u := range s.units {
		if document.SearchedByDefault(u.unit.Kind) {
			c.Searchable++
		}
	}
	for _, doc := range s.docs {
		if len(doc.Agenda) > 0 {
			c.Agendas = append(c.Agendas, doc.Header)
		}
	}
	return c
}
