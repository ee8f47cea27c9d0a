package cluster

import (
	"context"
	"encoding/json"
	"fmt"
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

// Search answers a request.
func (e *Engine) Search(ctx context.Context, req search.Request) (search.Results, error) {
	if err := ctx.Err(); err != nil {
		return search.Results{}, err
	}
	req, err := req.Prepare()
	if err != nil {
		return search.Results{}, err
	}
	return at(ctx, e, func(c *commit) (search.Results, error) { return e.answer(ctx, c, req) })
}

// answer answers a request that is prepared. What matches is counted beside the search for the hits.
func (e *Engine) answer(ctx context.Context, c *commit, req search.Request) (results search.Results, err error) {
	s := searching{Engine: e, commit: c, ctx: ctx, req: req, order: req.Sort}
	if s.planned, err = plan.Compile(req, plan.Options{Languages: c.corpus.Languages}); err != nil {
		return results, err
	}
	if s.patterns, err = e.expand(ctx, s.commit.state, s.planned.Matching()); err != nil {
		return results, err
	}
	if s.order == search.SortRelevance && len(s.planned.Leaves) == 0 {
		s.order = search.SortDocument
	}
	if s.req.Unfold != nil {
		return s.unfold()
	}
	results.Generation = c.Generation
	counted := make(chan error, 1)
	go func() { counted <- s.count(&results) }()
	if err = s.weigh(); err == nil {
		err = s.page(&results)
	}
	if failed := <-counted; failed != nil {
		return search.Results{}, failed
	}
	return results, err
}

// post asks for documents.
func (s *searching) post(request object) (found answer, err error) {
	return s.ask(s.ctx, s.commit, request)
}

func nth(name string, i int) string { return name + strconv.Itoa(i) }

// found is a unit that matches, or with a request that groups a document of such units.
type found struct {
	at    search.Position
	hit   *hit  // the unit
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
	w, err := s.cut(cursor)
	if err != nil || w.first == w.end {
		return err
	}
	mark := s.planned.Mark(s.commit.Generation)
	results.First = w.before + w.first + 1
	if w.before+w.first > 0 {
		results.Previous = search.Cursor{Sort: s.order, Before: true, Groups: s.req.Group, At: w.places[w.first].at, Mark: mark, Rank: w.before + w.first}.String()
	}
	if w.end < len(w.places) {
		results.Next = search.Cursor{Sort: s.order, Groups: s.req.Group, At: w.places[w.end-1].at, Mark: mark, Rank: w.before + w.end}.String()
	}
	if s.req.Fold != search.FoldNone {
		s.foldedCursors(results, cursor, w)
	}
	return s.show(results, w.places[w.first:w.end])
}

// window is the places of a page, among others.
type window struct {
	places     []found
	first, end int // the page's, in places; one stands behind them if there is any
	before     int // how many stand before all of these
}

// cut finds the places of a page.
func (s *searching) cut(cursor *search.Cursor) (w window, err error) {
	if cursor != nil && !cursor.Before && cursor.Mark == s.planned.Mark(s.commit.Generation) && s.req.Fold == search.FoldNone {
		if w, found, err := s.cutBehind(*cursor); found || err != nil {
			return w, err
		}
	}
	wanted := s.req.Size + 1
	if cursor != nil {
		wanted += cursor.Rank
	}
	var texts []text
	for ; ; wanted *= 2 {
		if w.places, err = s.first(wanted); err != nil {
			return window{}, err
		}
		all := len(w.places) < wanted
		if s.req.Fold != search.FoldNone {
			if w.places, err = s.unfolded(w.places, &texts); err != nil {
				return window{}, err
			}
		}
		w.first, w.end = 0, len(w.places)
		if cursor != nil {
			before, found := s.placeOf(w.places, cursor.At)
			switch {
			case cursor.Before:
				w.first, w.end = max(0, before-s.req.Size), before
			case found:
				w.first = before + 1
			default:
				w.first = before
			}
		}
		if all || w.end < len(w.places) || w.first+s.req.Size < len(w.places) {
			w.end = min(w.end, w.first+s.req.Size)
			return w, nil
		}
	}
}

// placeOf is the first of some places that does not stand before a position, and whether it stands there.
func (s *searching) placeOf(places []found, at search.Position) (int, bool) {
	return slices.BinarySearchFunc(places, at, func(f found, at search.Position) int { return s.order.Compare(f.at, at) })
}

// cutBehind finds the page behind a place whose rank is known, without what stands before that; not where units must be ranked to find it.
func (s *searching) cutBehind(cursor search.Cursor) (w window, found bool, err error) {
	sort, score := s.sortOfDocuments(), func(_, _ *hit) float64 { return 0 }
	if s.order == search.SortRelevance {
		if behind, err := s.isBehindBest(cursor.At.Key); !behind {
			return w, false, err
		}
		score = func(doc, _ *hit) float64 { return doc.score() }
	}
	after, err := justBefore(s.order, cursor.At)
	if err != nil {
		return w, false, err
	}
	for wanted := s.req.Size + 1; ; wanted *= 2 {
		if w.places, err = s.walk(nil, sort, after, wanted, score); err != nil {
			return w, false, err
		}
		w.places = w.places[:min(wanted, len(w.places))] // of documents only so many units were asked for
		at, found := s.placeOf(w.places, cursor.At)
		if all := len(w.places) < wanted; found && (all || at+1+s.req.Size < len(w.places)) {
			w.first, w.before = at+1, cursor.Rank-at-1
			w.end = min(len(w.places), w.first+s.req.Size)
			return w, true, nil
		} else if all {
			return window{}, false, nil // the page is found from the first place on
		}
	}
}

// isBehindBest reports whether a document is none of those whose units are ranked by their own scores.
func (s *searching) isBehindBest(key document.Key) (bool, error) {
	if len(s.planned.Wholes) == 0 {
		return false, nil
	}
	got, err := s.documentsWith(s.sortOfDocuments(), nil, search.BestDocuments, 1, true, "none")
	if err != nil {
		return false, err
	}
	best := slices.ContainsFunc(got.hits, func(doc hit) bool { return doc.text("key") == nameOfKey(key) })
	return len(got.hits) == search.BestDocuments && !best, nil
}

// sortOfDocuments is the order of documents in which their units come.
func (s *searching) sortOfDocuments() []object {
	natural := object{"order": "asc"}
	switch s.order {
	case search.SortNewest:
		return []object{{"date": object{"order": "desc", "missing": "_last"}}, natural}
	case search.SortOldest:
		return []object{{"date": object{"order": "asc", "missing": "_last"}}, natural}
	case search.SortRelevance:
		return []object{{"_score": "desc"}, natural}
	}
	return []object{natural}
}

// justBefore are values to sort by, of a place before a document and behind most others.
func justBefore(order search.Sort, at search.Position) (after []json.RawMessage, err error) {
	natural := orderOf(at.Key)
	values := []any{strings.ToValidUTF8(natural[:len(natural)-1], "")}
	switch order {
	case search.SortNewest, search.SortOldest:
		values = []any{at.Date, values[0]}
		if at.Date == "" {
			values[0] = nil
		}
	case search.SortRelevance:
		values = []any{at.Score, values[0]}
	}
	for _, v := range values {
		b, err := json.Marshal(v)
		if err != nil {
			return nil, err
		}
		after = append(after, b)
	}
	return after, nil
}

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

// show fills in the hits of a page.
func (s *searching) show(results *search.Results, page []found) error {
	texts, err := s.read(page)
	if err != nil {
		return err
	}
	folded, err := s.foldedOf(page)
	if err != nil {
		return err
	}
	for i, f := range page {
		hits, err := s.hits(f, texts[f.at.Key])
		if err != nil {
			return err
		}
		hits[0].Folded = folded[i]
		if s.req.Group {
			results.Groups = append(results.Groups, search.Group{Total: f.total, Hits: hits})
		} else {
			results.Hits = append(results.Hits, hits...)
		}
	}
	return nil
}

// shown is what a page shows of a document.
type shown struct {
	header document.Header
	units  map[int]document.Unit // by place in the document
	whole  document.Document     // where hits are explained
}

// read reads what a page shows: all in one request.
func (s *searching) read(page []found) (map[document.Key]*shown, error) {
	texts := map[document.Key]*shown{}
	if s.req.Bare {
		return texts, nil
	}
	var keys []string
	var places []int64
	for _, f := range page {
		if texts[f.at.Key] == nil {
			texts[f.at.Key] = &shown{header: document.Header{Symbol: f.at.Key.Symbol, Lang: f.at.Key.Lang}, units: map[int]document.Unit{}}
			keys = append(keys, nameOfKey(f.at.Key))
		}
		for _, u := range s.unitsOf(f) {
			places = append(places, placeOf(f.at.Key, u.seq))
		}
	}
	request := object{"size": len(keys), "track_total_hits": false, "docvalue_fields": []string{"key", "header"}, "stored_fields": nothing,
		"query": object{"bool": object{"filter": []object{{"terms": object{"key": keys}}, {"nested": object{"path": "units",
			"query":      object{"terms": object{"units.place": places}},
			"inner_hits": object{"size": min(len(places), maxWindow), "docvalue_fields": []string{"units.record"}, "stored_fields": nothing}}}}}}}
	if s.req.Explain {
		delete(request, "stored_fields")
		request["_source"] = "document"
	}
	got, err := s.post(request)
	if err != nil {
		return nil, err
	}
	for i := range got.hits {
		if err := s.readInto(texts[keyOf(got.hits[i].text("key"))], &got.hits[i]); err != nil {
			return nil, err
		}
	}
	return texts, nil
}

func (s *searching) readInto(text *shown, doc *hit) (err error) {
	if err = doc.column("header").unpack(&text.header); err != nil {
		return err
	}
	for i := range doc.units {
		var u document.Unit
		if err = doc.units[i].column("units.record").unpack(&u); err != nil {
			return err
		}
		text.units[u.Seq] = u
	}
	if s.req.Explain {
		text.whole, err = doc.document()
	}
	return err
}

// unitsOf are the units that a page shows of what was found.
func (s *searching) unitsOf(f found) []hit {
	if s.req.Group {
		return f.units
	}
	return []hit{*f.hit}
}

// hits are the units of what was found.
func (s *searching) hits(f found, text *shown) (hits []search.Hit, err error) {
	line := s.lineOf(f.doc, f.at.Key.Lang)
	for _, unit := range s.unitsOf(f) {
		h := search.Hit{Unit: document.Unit{Seq: unit.seq}, Score: f.doc.score() + line + unit.score()}
		if s.order == search.SortRelevance && len(s.planned.Wholes) == 0 {
			h.Score = unit.score()
		}
		if s.req.Bare {
			h.Document = search.HitHeader(&document.Header{Symbol: f.at.Key.Symbol, Lang: f.at.Key.Lang})
			hits = append(hits, h)
			continue
		}
		h.Document = search.HitHeader(&text.header)
		var held bool
		if h.Unit, held = text.units[unit.seq]; !held {
			return nil, fmt.Errorf("%w: paragraph %d of %s was found and cannot be read", errStale, unit.seq, f.at.Key)
		}
		if s.req.Highlight {
			h.Highlights = highlight.Spans(h.Unit.Text, search.UnitLanguage(&h.Document, &h.Unit), s.planned.Words)
		}
		if s.req.Explain {
			h.Explanation = s.explain(&h, f.doc, &text.whole)
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

// expand finds the values that the patterns of a plan stand for.
func (e *Engine) expand(ctx context.Context, at state, n plan.Node) (map[plan.Pattern][]string, error) {
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
			values, err := e.fitting(ctx, at, n)
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
func (e *Engine) fitting(ctx context.Context, at state, p plan.Pattern) (values []string, err error) {
	request := object{"query": candidates(p), "docvalue_fields": []string{"term"}, "_source": false}
	for hit, err := range e.listed(ctx, at, "term", request) {
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
