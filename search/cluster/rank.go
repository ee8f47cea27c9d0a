package cluster

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
)

// first are the first n units found in their order, or all.
func (s *searching) first(n int) (places []found, err error) {
	switch {
	case s.order == search.SortRelevance && len(s.planned.Wholes) > 0:
		places, err = s.byDocuments(n)
	case s.order == search.SortRelevance:
		places, err = s.byUnits(n)
	default:
		places, err = s.walk(nil, s.sortOfDocuments(), nil, n, func(_, _ *hit) float64 { return 0 })
	}
	return places[:min(n, len(places))], err // of documents only so many units were asked for
}

// documentsAtOnce is the largest number of documents that are asked for at a time.
const documentsAtOnce = 50

// documentsWith asks for documents in an order, behind one of them, each with up to so many of the units that match: the first ones, or those
// that score most.
func (s *searching) documentsWith(sort []object, after []json.RawMessage, documents, units int, byScore bool, mode string) (answer, error) {
	unit := object{"bool": object{"filter": s.units(s.planned.Matching()), "should": s.scoringUnits(s.planned, s.commit.streams, s.weights)}}
	inner := []object{{"units.seq": "asc"}, {"_score": "desc"}} // which is how scores are told
	if byScore = byScore || s.req.Group; byScore {
		slices.Reverse(inner)
	}
	request := object{
		"size": documents, "track_total_hits": false, "track_scores": true, "docvalue_fields": []string{"key", "date", "lines"}, "stored_fields": nothing, "sort": sort,
		"query": object{"bool": object{
			"must": object{"nested": object{"path": "units", "score_mode": mode, "query": unit, "inner_hits": object{
				"size": min(units, maxWindow), "docvalue_fields": s.unitFields(), "stored_fields": nothing, "sort": inner}}},
			"should": scoringDocuments(s.planned, s.commit.streams, s.weights),
		}},
	}
	if after != nil {
		request["search_after"] = after
	}
	got, err := s.post(request)
	got.readUnits(byScore)
	if units > maxWindow && slices.ContainsFunc(got.hits, func(doc hit) bool { return doc.total > len(doc.units) }) {
		return got, fmt.Errorf("%w: a document holds more than %d paragraphs that match, too many to page through: narrow the search", search.ErrTooBroad, maxWindow)
	}
	return got, err
}

// unitFields are the columns of units that are wanted.
func (s *searching) unitFields() []string {
	if s.req.Fold != search.FoldNone {
		return []string{"units.record"}
	}
	return []string{}
}

// walk lists the units of documents in an order of these, until there are n, behind what there is.
func (s *searching) walk(places []found, sort []object, after []json.RawMessage, n int, position func(doc, unit *hit) float64) ([]found, error) {
	for len(places) < n {
		perDocument := n - len(places)
		if s.req.Group {
			perDocument = s.req.PerDocument
		}
		documents := min(n-len(places), documentsAtOnce)
		got, err := s.documentsWith(sort, after, documents, perDocument, false, "none")
		if err != nil {
			return nil, err
		}
		for i := range got.hits {
			doc := &got.hits[i]
			places = append(places, s.placesOf(doc, position)...)
			after = doc.Sort
		}
		if len(got.hits) < documents {
			break
		}
	}
	return places, nil
}

// placesOf are the units of a document; or the document, where the request groups.
func (s *searching) placesOf(doc *hit, position func(doc, unit *hit) float64) (places []found) {
	key, date := keyOf(doc.text("key")), doc.text("date")
	for i := range doc.units {
		unit := &doc.units[i]
		f := found{at: search.Position{Date: date, Key: key, Seq: unit.seq}, hit: unit, doc: doc}
		f.at.Score = position(doc, unit)
		if s.req.Group {
			f.at.Seq, f.units, f.total = 0, doc.units, doc.total
			return append(places, f)
		}
		places = append(places, f)
	}
	return places
}

// byDocuments is the order by relevance where documents are ranked: the units of the best of these by their own scores, then those of the
// others.
func (s *searching) byDocuments(n int) ([]found, error) {
	sort := s.sortOfDocuments()
	perDocument := n
	if s.req.Group {
		perDocument = s.req.PerDocument
	}
	got, err := s.documentsWith(sort, nil, search.BestDocuments, perDocument, true, "none")
	if err != nil {
		return nil, err
	}
	var places []found
	var last []json.RawMessage
	for i := range got.hits {
		doc := &got.hits[i]
		line := s.lineOf(doc, keyOf(doc.text("key")).Lang)
		places = append(places, s.placesOf(doc, func(doc, unit *hit) float64 { return doc.score() + line + unit.score() })...)
		last = doc.Sort
	}
	slices.SortFunc(places, func(a, b found) int { return s.order.Compare(a.at, b.at) })
	if len(got.hits) < search.BestDocuments {
		return places, nil
	}
	return s.walk(places, sort, last, n, func(doc, _ *hit) float64 { return doc.score() })
}

// byUnits is the order by relevance where units score alone.
func (s *searching) byUnits(n int) ([]found, error) {
	sort := s.sortOfDocuments()
	perDocument := n
	if s.req.Group {
		perDocument = s.req.PerDocument
	}
	var places []found
	var after []json.RawMessage
	documents := min(n+1, documentsAtOnce) // the best units stand in the documents of the best units
	for {
		got, err := s.documentsWith(sort, after, documents, perDocument, true, "max")
		if err != nil {
			return nil, err
		}
		most := 0.0
		for i := range got.hits {
			doc := &got.hits[i]
			// A document scores as its best unit does.
			places = append(places, s.placesOf(doc, func(_, unit *hit) float64 { return unit.score() })...)
			after, most = doc.Sort, doc.score()
		}
		slices.SortFunc(places, func(a, b found) int { return s.order.Compare(a.at, b.at) })
		if len(got.hits) < documents || len(places) >= n && places[n-1].at.Score > most {
			return places, nil
		}
	}
}

// lineOf is what the line of a document adds that is most like what is asked for.
func (s *searching) lineOf(doc *hit, lang document.Language) float64 {
	if doc.line == nil {
		doc.line = new(float64)
		if line, _, idf := s.bestLine(doc, lang); line.Held > 0 {
			*doc.line = line.Score(idf)
		}
	}
	return *doc.line
}

func (s *searching) bestLine(doc *hit, lang document.Language) (best search.Line, asked []string, idf float64) {
	field := search.WholeField(search.StemField(lang))
	for i, word := range s.planned.Wholes {
		if word.Field == field && !slices.Contains(asked, word.Value) {
			asked, idf = append(asked, word.Value), idf+s.weights.idfOfWholes[i]
		}
	}
	best = search.Line{Asked: len(asked), Length: 1}
	var lines [][]string
	if len(asked) == 0 || doc.column("lines").unpack(&lines) != nil {
		return best, asked, idf
	}
	for _, words := range lines {
		l := search.Line{Asked: len(asked), Length: len(words)}
		for _, stem := range words {
			if slices.Contains(asked, stem) {
				l.Held++
			}
		}
		if l.Better(best) {
			best = l
		}
	}
	return best, asked, idf
}
