package cluster

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/explain"
	"github.com/plenary-search/plenary/search/highlight"
	"github.com/plenary-search/plenary/search/plan"
)

// searching is a request while it is answered. It belongs to one goroutine.
type searching struct {
	*Engine
	*commit
	queries
	ctx     context.Context
	req     search.Request
	planned plan.Request
	order   search.Sort
	weights weights
}

// Search answers a request. Where the point in time of a commit is lost, as with a node that held some of it, it is answered anew.
func (e *Engine) Search(ctx context.Context, req search.Request) (search.Results, error) {
	results, err := e.answer(ctx, req)
	if errors.Is(err, errStale) {
		results, err = e.answer(ctx, req)
	}
	return results, err
}

func (e *Engine) answer(ctx context.Context, req search.Request) (results search.Results, err error) {
	if err := ctx.Err(); err != nil {
		return results, err
	}
	s := searching{Engine: e, ctx: ctx, order: req.Sort}
	if s.req, err = req.Prepare(); err != nil {
		return results, err
	}
	if s.commit, err = e.committed(ctx); err != nil {
		return results, err
	}
	if s.planned, err = plan.Compile(s.req, plan.Options{Languages: s.commit.corpus.Languages}); err != nil {
		return results, err
	}
	if s.patterns, err = e.expand(ctx, s.planned.Matching()); err != nil {
		return results, err
	}
	if s.order = s.req.Sort; s.order == search.SortRelevance && len(s.planned.Leaves) == 0 {
		s.order = search.SortDocument
	}
	if s.req.Unfold != nil {
		return s.unfold()
	}
	if err := s.weigh(); err != nil {
		return results, err
	}
	results.Generation = s.commit.Generation
	if err := s.count(&results); err != nil {
		return results, err
	}
	if err := s.page(&results); err != nil {
		return results, err
	}
	return results, nil
}

// post asks for documents.
func (s *searching) post(request object) (found answer, err error) {
	return s.ask(s.ctx, s.commit, request)
}

// weigh counts what the words of the request weigh.
func (s *searching) weigh() error {
	if len(s.planned.Weighed.Units) == 0 {
		return nil
	}
	found, err := s.post(object{"size": 0, "track_total_hits": false, "aggs": s.counting(s.planned.Weighed)})
	if err != nil {
		return err
	}
	units := found.aggregations.below("units")
	for i := range s.planned.Weighed.Units {
		s.weights.units = append(s.weights.units, units.below(nth("u", i)).count())
	}
	for i := range s.planned.Weighed.Documents {
		s.weights.documents = append(s.weights.documents, found.aggregations.below(nth("d", i)).count())
	}
	s.weights.idfOfUnits, s.weights.idfOfWholes = s.planned.Weighed.Weigh(s.commit.streams, s.weights.units, s.weights.documents)
	return nil
}

func nth(name string, i int) string { return name + strconv.Itoa(i) }

// count counts what matches, and the facets: in one request, over the documents that hold units which any of these count.
func (s *searching) count(results *search.Results) error {
	matching := s.planned.Matching()
	widest := matching
	if slices.ContainsFunc(s.req.Facets, func(f search.FacetRequest) bool { return s.planned.Widens(f.Field) }) {
		widest = s.planned.Words
	}
	units := object{"matching": object{"filter": s.units(matching)}}
	for i, f := range s.req.Facets {
		units[nth("f", i)] = s.facet(f)
	}
	found, err := s.post(object{"size": 0, "track_total_hits": true, "query": s.documents(widest), "post_filter": s.documents(matching),
		"aggs": object{"units": object{"nested": object{"path": "units"}, "aggs": units}}})
	if err != nil {
		return err
	}
	nested := found.aggregations.below("units")
	results.Total = search.Total{Paragraphs: nested.below("matching").count(), Documents: found.total}
	for i, f := range s.req.Facets {
		facet, err := s.facetPage(f, nested.below(nth("f", i)))
		if err != nil {
			return err
		}
		results.Facets = append(results.Facets, facet)
	}
	return nil
}

// found is a unit that matches, or with a request that groups a document of such units.
type found struct {
	at    search.Position
	score float64
	hit   hit   // of the unit
	doc   *hit  // the document
	units []hit // with a request that groups: the best ones
	total int   // and the number of all
	text  *text // where hits are folded
}

// page fills in the page of hits.
func (s *searching) page(results *search.Results) error {
	var cursor *search.Cursor
	if s.req.Cursor != "" {
		c, err := search.ParseCursor(s.req.Cursor, s.order)
		if err == nil && c.Groups != s.req.Group {
			err = search.ErrBadCursor
		}
		if err != nil {
			return err
		}
		cursor = &c
	}
	if s.req.Size == search.NoHits {
		return nil
	}
	places, first, end, err := s.cut(cursor)
	if err != nil || first == end {
		return err
	}
	mark := s.planned.Mark(s.commit.Generation)
	results.First = first + 1
	if first > 0 {
		results.Previous = search.Cursor{Sort: s.order, Before: true, Groups: s.req.Group, At: places[first].at, Mark: mark, Rank: first}.String()
	}
	if end < len(places) {
		results.Next = search.Cursor{Sort: s.order, Groups: s.req.Group, At: places[end-1].at, Mark: mark, Rank: end}.String()
	}
	if s.req.Fold != search.FoldNone {
		s.foldedCursors(results, cursor, places, first, end)
	}
	return s.show(results, places[first:end])
}

// cut finds the places of the page: those from first to before end. Others stand before them, and one behind if there is any.
func (s *searching) cut(cursor *search.Cursor) (places []found, first, end int, err error) {
	wanted := s.req.Size + 1
	if cursor != nil {
		wanted += cursor.Rank
	}
	var texts []text
	for {
		if places, err = s.first(wanted); err != nil {
			return nil, 0, 0, err
		}
		all := len(places) < wanted
		if s.req.Fold != search.FoldNone {
			if places, err = s.unfolded(places, &texts); err != nil {
				return nil, 0, 0, err
			}
		}
		first, end = 0, len(places)
		if cursor != nil {
			before, found := slices.BinarySearchFunc(places, cursor.At, func(f found, at search.Position) int { return s.order.Compare(f.at, at) })
			switch {
			case cursor.Before:
				first, end = max(0, before-s.req.Size), before
			case found:
				first = before + 1
			default:
				first = before
			}
		}
		if all || end < len(places) || first+s.req.Size < len(places) {
			break
		}
		wanted *= 2
	}
	return places, first, min(end, first+s.req.Size), nil
}

// first are the first n units found in their order, or a few more, or all.
func (s *searching) first(n int) ([]found, error) {
	switch {
	case s.order == search.SortRelevance && len(s.planned.Wholes) > 0:
		return s.byDocuments(n)
	case s.order == search.SortRelevance:
		return s.byUnits(n)
	}
	var sort []object
	switch s.order {
	case search.SortNewest:
		sort = []object{{"date": object{"order": "desc", "missing": "_last"}}}
	case search.SortOldest:
		sort = []object{{"date": object{"order": "asc", "missing": "_last"}}}
	}
	return s.walk(nil, append(sort, object{"order": "asc"}), nil, n, func(doc *hit, unit *hit) float64 { return 0 })
}

// documentsAtOnce is the number of documents that are asked for at a time.
const documentsAtOnce = 50

// documentsWith asks for documents in an order, behind one of them, each with up to so many of the units that match: the first ones, or those
// that score most.
func (s *searching) documentsWith(sort []object, after []json.RawMessage, units int, byScore bool, mode string) (answer, error) {
	unit := object{"bool": object{"filter": s.units(s.planned.Matching()), "should": s.scoringUnits(s.planned, s.commit.streams, s.weights)}}
	inner := []object{{"units.seq": "asc"}, {"_score": "desc"}} // which is how scores are told
	if byScore = byScore || s.req.Group; byScore {
		slices.Reverse(inner)
	}
	request := object{
		"size": documentsAtOnce, "track_total_hits": false, "track_scores": true, "_source": false, "docvalue_fields": []string{"key", "date", "lines"}, "sort": sort,
		"query": object{"bool": object{
			"must": object{"nested": object{"path": "units", "score_mode": mode, "query": unit, "inner_hits": object{
				"size": min(units, maxWindow), "_source": false, "docvalue_fields": s.unitFields(), "sort": inner}}},
			"should": scoringDocuments(s.planned, s.commit.streams, s.weights),
		}},
	}
	if after != nil {
		request["search_after"] = after
	}
	got, err := s.post(request)
	got.readUnits(byScore)
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
		got, err := s.documentsWith(sort, after, perDocument, false, "none")
		if err != nil {
			return nil, err
		}
		for i := range got.hits {
			doc := &got.hits[i]
			places = append(places, s.placesOf(doc, position)...)
			after = doc.Sort
		}
		if len(got.hits) < documentsAtOnce {
			break
		}
	}
	return places, nil
}

// placesOf are the units of a document, with the scores that they are ranked by; or the document, where the request groups.
func (s *searching) placesOf(doc *hit, position func(doc, unit *hit) float64) (places []found) {
	key, date := keyOf(doc.text("key")), doc.text("date")
	line := s.lineOf(doc, key.Lang)
	for i := range doc.units {
		unit := &doc.units[i]
		f := found{at: search.Position{Date: date, Key: key, Seq: unit.seq}, hit: *unit, doc: doc}
		f.score = doc.score() + line + unit.score()
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
	sort := []object{{"_score": "desc"}, {"order": "asc"}}
	perDocument := n
	if s.req.Group {
		perDocument = s.req.PerDocument
	}
	got, err := s.documentsWith(sort, nil, perDocument, true, "none")
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
	sort := []object{{"_score": "desc"}, {"order": "asc"}}
	perDocument := n
	if s.req.Group {
		perDocument = s.req.PerDocument
	}
	var places []found
	var after []json.RawMessage
	for {
		got, err := s.documentsWith(sort, after, perDocument, true, "max")
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
		if len(got.hits) < documentsAtOnce || len(places) >= n && places[n-1].at.Score > most {
			return places, nil
		}
	}
}

// lineOf is what the line of a document adds that is most like what is asked for.
func (s *searching) lineOf(doc *hit, lang document.Language) float64 {
	line, _, idf := s.bestLine(doc, lang)
	if line.Held == 0 {
		return 0
	}
	return line.Score(idf)
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

// show fills in the hits of a page.
func (s *searching) show(results *search.Results, page []found) error {
	for _, f := range page {
		units := []hit{f.hit}
		if s.req.Group {
			units = f.units
		}
		hits, err := s.hits(f, units)
		if err != nil {
			return err
		}
		if s.req.Fold != search.FoldNone && !s.req.Bare {
			if hits[0].Folded, err = s.folded(f); err != nil {
				return err
			}
		}
		if s.req.Group {
			results.Groups = append(results.Groups, search.Group{Total: f.total, Hits: hits})
		} else {
			results.Hits = append(results.Hits, hits...)
		}
	}
	return nil
}

// hits reads units of a document.
func (s *searching) hits(f found, units []hit) (hits []search.Hit, err error) {
	doc := document.Document{Header: document.Header{Symbol: f.at.Key.Symbol, Lang: f.at.Key.Lang}}
	if !s.req.Bare {
		if doc, err = s.document(s.ctx, s.commit, f.at.Key); err != nil {
			return nil, err
		}
	}
	line := s.lineOf(f.doc, f.at.Key.Lang)
	for i := range units {
		seq := units[i].seq
		h := search.Hit{Document: search.HitHeader(&doc.Header), Unit: document.Unit{Seq: seq}, Score: f.doc.score() + line + units[i].score()}
		if s.order == search.SortRelevance && len(s.planned.Wholes) == 0 {
			h.Score = units[i].score()
		}
		if !s.req.Bare {
			at := slices.IndexFunc(doc.Units, func(u document.Unit) bool { return u.Seq == seq })
			h.Unit = doc.Units[at]
			if s.req.Highlight {
				h.Highlights = highlight.Spans(h.Unit.Text, search.UnitLanguage(&h.Document, &h.Unit), s.planned.Words)
			}
			if s.req.Explain {
				h.Explanation = s.explain(&h, f.doc, &doc)
			}
		}
		hits = append(hits, h)
	}
	return hits, nil
}

// explain explains a hit from the text of its document.
func (s *searching) explain(h *search.Hit, of *hit, doc *document.Document) *search.Explanation {
	whole := plan.WholeOf(doc)
	w := explain.Weights{Streams: s.commit.streams, Holding: s.weights.units, IDF: s.weights.idfOfUnits}
	for i, word := range s.planned.Wholes {
		w.Wholes = append(w.Wholes, explain.Whole{Holding: s.weights.documents[i], IDF: s.weights.idfOfWholes[i], In: func(document.Key) (freq, length int) {
			if word.Field != whole.Field {
				return 0, 0
			}
			return whole.Freqs[word.Value], whole.Length
		}})
	}
	w.Line = func(document.Key) (search.Line, []string, float64) { return s.bestLine(of, doc.Lang) }
	return explain.Hit(h, s.planned, w)
}

// facet is the aggregation of a facet: the units that it counts, and below them its values.
func (s *searching) facet(f search.FacetRequest) object {
	field, _ := search.LookupField(f.Field)
	kind := heldFacet
	if s.req.ExplicitOnly && field.Reference {
		kind = explicitFacet
	}
	held := "units.f." + field.Name + kind
	values := object{
		"held":    object{"terms": object{"field": held, "size": maxValues}},
		"without": object{"filter": object{"bool": object{"must_not": object{"exists": object{"field": held}}}}},
	}
	if field.Tree {
		values["above"] = object{"terms": object{"field": held + aboveFacet, "size": maxValues}}
	}
	return object{"filter": s.units(s.planned.Counted(field.Name)), "aggs": values}
}

// maxValues is the largest number of values that a facet may have; the cluster refuses more.
const maxValues = 65_535

// facetPage is the facet of the values that were counted.
func (s *searching) facetPage(wanted search.FacetRequest, counted buckets) (search.Facet, error) {
	field, _ := search.LookupField(wanted.Field)
	held, err := counted.terms("held")
	if err != nil {
		return search.Facet{}, err
	}
	values, labels := map[string]*search.FacetValue{}, map[string]map[string]int{}
	at := func(text string) *search.FacetValue {
		if values[text] == nil {
			values[text] = &search.FacetValue{Value: text}
		}
		return values[text]
	}
	for _, b := range held {
		v := valueOf(b.Key)
		value := at(v.Text)
		value.Own += b.Count
		value.Mentions += b.Count * v.Mentions
		value.Implied += b.Count * v.Implied
		if v.Mentions > v.Implied {
			value.Explicit += b.Count
		}
		if !field.Tree {
			value.Count += b.Count
		}
		if labels[v.Text] == nil {
			labels[v.Text] = map[string]int{}
		}
		labels[v.Text][v.Label] += b.Count
	}
	if field.Tree {
		above, err := counted.terms("above")
		if err != nil {
			return search.Facet{}, err
		}
		for _, b := range above {
			at(b.Key).Count = b.Count
		}
	}
	tally := search.FacetTally{WithoutValue: counted.below("without").count()}
	for text, value := range values {
		value.Label = mostFrequent(labels[text])
		tally.Values = append(tally.Values, *value)
	}
	titles := search.AgendaTitles(s.commit.corpus.Agendas)
	return field.Page(wanted, tally, s.req.Filters, func(value string) string {
		if field.Tree && !field.Reference {
			return titles[value]
		}
		return ""
	}), nil
}

// mostFrequent is the label that most units give to a value; of several, the first in byte order.
func mostFrequent(labels map[string]int) (best string) {
	for label, n := range labels {
		if label != "" && (best == "" || cmp.Or(cmp.Compare(n, labels[best]), strings.Compare(best, label)) > 0) {
			best = label
		}
	}
	return best
}

// expand finds the values that the patterns of a plan stand for.
func (e *Engine) expand(ctx context.Context, n plan.Node) (map[plan.Pattern][]string, error) {
	patterns := map[plan.Pattern][]string{}
	var walk func(n plan.Node) error
	walk = func(n plan.Node) error {
		var nodes []plan.Node
		switch n := n.(type) {
		case plan.And:
			nodes = n.Nodes
		case plan.Or:
			nodes = n.Nodes
		case plan.Not:
			nodes = []plan.Node{n.Node}
		case plan.Pattern:
			values, err := e.fitting(ctx, n)
			if err != nil {
				return err
			}
			patterns[n] = values
		}
		for _, n := range nodes {
			if err := walk(n); err != nil {
				return err
			}
		}
		return nil
	}
	return patterns, walk(n)
}

// fitting are the words of the lexicon that a pattern fits.
func (e *Engine) fitting(ctx context.Context, p plan.Pattern) (values []string, err error) {
	request := object{"query": candidates(p), "docvalue_fields": []string{"term"}, "_source": false}
	for hit, err := range e.listed(ctx, "term", request) {
		if err != nil {
			return nil, err
		}
		if term := hit.text("term"); p.Fits(term) {
			if values = append(values, term); p.Limit > 0 && len(values) > p.Limit {
				break
			}
		}
	}
	return values, p.Check(len(values))
}
