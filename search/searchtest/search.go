package searchtest

import (
	"cmp"
	"context"
	"slices"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/explain"
	"github.com/plenary-search/plenary/search/highlight"
	"github.com/plenary-search/plenary/search/plan"
)

// Search answers a request by looking at every unit.
func (m *Memory) Search(ctx context.Context, req search.Request) (search.Results, error) {
	req, err := req.Prepare()
	if err != nil {
		return search.Results{}, err
	}
	s := m.state()
	planned, err := plan.Compile(req, plan.Options{Languages: s.languages})
	if err != nil {
		return search.Results{}, err
	}
	if err := s.checkPatterns(planned.Matching()); err != nil {
		return search.Results{}, err
	}
	order := req.Sort
	if order == search.SortRelevance && len(planned.Leaves) == 0 {
		order = search.SortDocument
	}
	found, err := s.find(ctx, planned.Matching())
	if err != nil {
		return search.Results{}, err
	}
	if req.Unfold != nil {
		found, req.Fold = unfold(found, *req.Unfold, req.Fold), search.FoldNone
	}
	hits, err := s.rank(found, planned, order)
	if err != nil {
		return search.Results{}, err
	}
	results := search.Results{Total: total(found), Generation: s.generation}
	page := s.page
	if req.Group {
		page = s.groups
	}
	if err := page(&results, hits, req, order, planned.Mark(s.generation)); err != nil {
		return search.Results{}, err
	}
	if req.Unfold != nil {
		for i := range results.Hits {
			results.Hits[i].Score = 0
		}
	}
	switch {
	case req.Bare:
		for hit := range results.AllHits() {
			*hit = search.Hit{Document: document.Header{Symbol: hit.Document.Symbol, Lang: hit.Document.Lang}, Unit: document.Unit{Seq: hit.Unit.Seq}, Score: hit.Score}
		}
	default:
		if req.Highlight {
			s.mark(&results, planned)
		}
		if req.Explain {
			if err := s.explain(&results, planned); err != nil {
				return search.Results{}, err
			}
		}
	}
	results.Facets, err = s.facets(ctx, req, planned)
	return results, err
}

// find returns the units that match, in document order.
func (s *state) find(ctx context.Context, n plan.Node) ([]*unit, error) {
	matches := func(u *unit) bool { return u.matches(n) }
	if s.finder != nil {
		found, err := s.finder.Find(n)
		if err != nil {
			return nil, err
		}
		matches = func(u *unit) bool { return found[u.ref()] }
	}
	var found []*unit
	for i := range s.units {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if matches(&s.units[i]) {
			found = append(found, &s.units[i])
		}
	}
	return found, nil
}

func total(found []*unit) search.Total {
	docs := map[document.Key]bool{}
	for _, u := range found {
		docs[u.doc.Key()] = true
	}
	return search.Total{Paragraphs: len(found), Documents: len(docs)}
}

// ranked is a unit at its position in the order of hits.
type ranked struct {
	*unit
	at search.Position
	// score is the unit's score also where the order is another one.
	score  float64
	folded *search.Folded
}

// weighed is what the words of a request are in a commit: the leaves, and the words of whole documents.
type weighed struct {
	frequency []func(*unit) int
	holding   []int
	wholes    []explain.Whole
	idf       []float64
	// idfOfDocuments is that of the words of whole documents.
	idfOfDocuments []float64
}

func (s *state) weigh(planned plan.Request) (w weighed, err error) {
	for _, leaf := range planned.Weighed.Units {
		frequency, err := s.frequency(leaf)
		if err != nil {
			return w, err
		}
		w.frequency, w.holding = append(w.frequency, frequency), append(w.holding, s.holding(frequency))
	}
	var inDocuments []int
	for _, word := range planned.Weighed.Documents {
		w.wholes = append(w.wholes, s.whole(word))
		inDocuments = append(inDocuments, w.wholes[len(w.wholes)-1].Holding)
	}
	w.idf, w.idfOfDocuments = planned.Weighed.Weigh(s.streams, w.holding, inDocuments)
	w.wholes = w.wholes[:len(planned.Wholes)]
	for i := range w.wholes {
		w.wholes[i].IDF = w.idfOfDocuments[i]
	}
	return w, nil
}

func (s *state) rank(found []*unit, planned plan.Request, order search.Sort) ([]ranked, error) {
	w, err := s.weigh(planned)
	if err != nil {
		return nil, err
	}
	documents, lines := s.scoreDocuments(planned.Wholes, w), s.scoreLines(planned.Wholes, w)
	best := bestDocuments(found, documents)
	hits := make([]ranked, len(found))
	for i, u := range found {
		hit := ranked{unit: u, at: search.Position{Date: u.doc.Date, Key: u.doc.Key(), Seq: u.unit.Seq}}
		for j, leaf := range planned.Leaves {
			field := plan.FieldOf(leaf)
			if freq := w.frequency[j](u); freq > 0 {
				hit.score += s.streams[field].Score(search.UnitWeight*w.idf[j], freq, u.lengths[field])
			}
		}
		hit.score += documents[u.doc.Key()] + lines[u.doc.Key()]
		switch {
		case order != search.SortRelevance:
		case len(planned.Wholes) > 0 && !best[u.doc.Key()]:
			hit.at.Score = documents[u.doc.Key()]
		default:
			hit.at.Score = hit.score
		}
		hits[i] = hit
	}
	slices.SortFunc(hits, func(a, b ranked) int { return order.Compare(a.at, b.at) })
	return hits, nil
}

// bestDocuments are the documents of units whose scores are the highest: see search.BestDocuments.
func bestDocuments(found []*unit, scores map[document.Key]float64) map[document.Key]bool {
	var docs []document.Key
	for _, u := range found {
		if key := u.doc.Key(); len(docs) == 0 || docs[len(docs)-1] != key {
			docs = append(docs, key)
		}
	}
	slices.SortFunc(docs, func(a, b document.Key) int {
		return cmp.Or(cmp.Compare(scores[b], scores[a]), search.CompareKeys(a, b))
	})
	best := map[document.Key]bool{}
	for _, key := range docs[:min(len(docs), search.BestDocuments)] {
		best[key] = true
	}
	return best
}

// holding is the number of units that a frequency is not zero of.
func (s *state) holding(frequency func(*unit) int) (n int) {
	for i := range s.units {
		if frequency(&s.units[i]) > 0 {
			n++
		}
	}
	return n
}

// explain explains the hits of a page.
func (s *state) explain(results *search.Results, planned plan.Request) error {
	w, err := s.weigh(planned)
	if err != nil {
		return err
	}
	weights := explain.Weights{Streams: s.streams, IDF: w.idf, Holding: w.holding, Wholes: w.wholes}
	weights.Line = func(key document.Key) (line search.Line, asked []string, idf float64) {
		at := slices.IndexFunc(s.docs, func(d *document.Document) bool { return d.Key() == key })
		return bestLine(s.wholes[at], planned.Wholes, w.idfOfDocuments)
	}
	for hit := range results.AllHits() {
		hit.Explanation = explain.Hit(hit, planned, weights)
	}
	return nil
}

// scoreDocuments scores whole documents by words.
func (s *state) scoreDocuments(words []plan.Term, w weighed) map[document.Key]float64 {
	scores := map[document.Key]float64{}
	for i, word := range words {
		for _, doc := range s.docs {
			if freq, length := w.wholes[i].In(doc.Key()); freq > 0 {
				scores[doc.Key()] += s.streams[word.Field].Score(w.wholes[i].IDF, freq, length)
			}
		}
	}
	return scores
}

// scoreLines scores documents by their lines that are most like what is asked for.
func (s *state) scoreLines(words []plan.Term, w weighed) map[document.Key]float64 {
	scores := map[document.Key]float64{}
	for i, whole := range s.wholes {
		if line, _, idf := bestLine(whole, words, w.idfOfDocuments); line.Held > 0 {
			scores[s.docs[i].Key()] = line.Score(idf)
		}
	}
	return scores
}

// bestLine is the line of a document that is most like what is asked for in its language, these words, and the sum of their idf.
func bestLine(whole plan.Whole, words []plan.Term, weights []float64) (best search.Line, asked []string, idf float64) {
	for i, word := range words {
		if word.Field == whole.Field && !slices.Contains(asked, word.Value) {
			asked, idf = append(asked, word.Value), idf+weights[i]
		}
	}
	best = search.Line{Asked: len(asked), Length: 1}
	for _, line := range whole.Lines {
		l := search.Line{Asked: len(asked), Length: len(line)}
		for _, stem := range line {
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

// whole is what a word is in whole documents.
func (s *state) whole(term plan.Term) explain.Whole {
	held := map[document.Key]plan.Whole{}
	for i, w := range s.wholes {
		if w.Field == term.Field && w.Freqs[term.Value] > 0 {
			held[s.docs[i].Key()] = w
		}
	}
	return explain.Whole{Holding: len(held), In: func(key document.Key) (freq, length int) {
		return held[key].Freqs[term.Value], held[key].Length
	}}
}

// frequency returns a function that says how often a unit holds a leaf.
func (s *state) frequency(leaf plan.Node) (func(*unit) int, error) {
	if s.finder == nil {
		return func(u *unit) int { return u.frequency(leaf) }, nil
	}
	found, err := s.finder.Frequencies(leaf)
	return func(u *unit) int { return found[u.ref()] }, err
}

// page cuts the page that the request asks for out of all hits.
func (s *state) page(results *search.Results, hits []ranked, req search.Request, order search.Sort, mark uint64) error {
	cut := cut
	if req.Fold != search.FoldNone {
		hits, cut = fold(hits, req.Fold), cutFolded
	}
	places := make([]search.Position, len(hits))
	for i, hit := range hits {
		places[i] = hit.at
	}
	first, end, err := cut(results, places, req, order, mark)
	for _, hit := range hits[first:end] {
		results.Hits = append(results.Hits, hit.hit())
	}
	return err
}

// cut says from where to where, of the places of all hits or documents in order, the page of a request goes, and fills in where it stands.
func cut(results *search.Results, places []search.Position, req search.Request, order search.Sort, mark uint64) (first, end int, err error) {
	first, end = 0, len(places)
	if req.Cursor != "" {
		cursor, err := search.ParseCursor(req.Cursor, order)
		if err == nil && cursor.Groups != req.Group {
			err = search.ErrBadCursor
		}
		if err != nil {
			return 0, 0, err
		}
		// The number of places before the cursor, and with the cursor's own.
		before, found := slices.BinarySearchFunc(places, cursor.At, order.Compare)
		switch {
		case cursor.Before:
			first, end = max(0, before-max(0, req.Size)), before
		case found:
			first = before + 1
		default:
			first = before
		}
	}
	if req.Size == search.NoHits {
		return 0, 0, nil
	}
	end = min(end, first+req.Size)
	if first == end {
		return first, end, nil
	}
	results.First = first + 1
	if first > 0 {
		results.Previous = search.Cursor{Sort: order, Before: true, Groups: req.Group, At: places[first], Mark: mark, Rank: first}.String()
	}
	if end < len(places) {
		results.Next = search.Cursor{Sort: order, Groups: req.Group, At: places[end-1], Mark: mark, Rank: end}.String()
	}
	return first, end, nil
}

func (r ranked) hit() search.Hit {
	return search.Hit{Document: search.HitHeader(&r.doc.Header), Unit: *r.unit.unit, Score: r.score, Folded: r.folded}
}

func (s *state) mark(results *search.Results, planned plan.Request) {
	for hit := range results.AllHits() {
		hit.Highlights = highlight.Spans(hit.Unit.Text, search.UnitLanguage(&hit.Document, &hit.Unit), planned.Words)
	}
}

// facets counts the values of every facet of the request over its own set of units.
func (s *state) facets(ctx context.Context, req search.Request, planned plan.Request) ([]search.Facet, error) {
	var facets []search.Facet
	for _, wanted := range req.Facets {
		field, _ := search.LookupField(wanted.Field)
		counted, err := s.find(ctx, planned.Counted(field.Name))
		if err != nil {
			return nil, err
		}
		titles := search.AgendaTitles(s.corpus().Agendas)
		label := func(value string) string {
			if field.Tree && !field.Reference {
				return titles[value]
			}
			return ""
		}
		facets = append(facets, field.Page(wanted, tally(field, counted, req.ExplicitOnly), req.Filters, label))
	}
	return facets, nil
}

func tally(field search.Field, units []*unit, explicitOnly bool) search.FacetTally {
	values := map[string]*search.FacetValue{}
	labels := map[string]map[string]int{}
	without := 0
	for _, u := range units {
		above := map[string]bool{} // the values that count for the unit, and those above them
		for _, v := range field.Values(&u.doc.Header, u.unit) {
			explicit := v.Mentions > v.Implied
			if explicitOnly && field.Reference {
				if !explicit {
					continue
				}
				v.Mentions, v.Implied = v.Mentions-v.Implied, 0
			}
			value := at(values, v.Text)
			value.Own++
			value.Mentions += v.Mentions
			value.Implied += v.Implied
			if explicit {
				value.Explicit++
			}
			if labels[v.Text] == nil {
				labels[v.Text] = map[string]int{}
			}
			labels[v.Text][v.Label]++
			for text := v.Text; text != ""; text = field.Parent(text) {
				above[text] = true
			}
		}
		for text := range above {
			at(values, text).Count++
		}
		if len(above) == 0 {
			without++
		}
	}
	t := search.FacetTally{WithoutValue: without}
	for text, value := range values {
		value.Label = mostFrequent(labels[text])
		t.Values = append(t.Values, *value)
	}
	return t
}

func at(values map[string]*search.FacetValue, text string) *search.FacetValue {
	if values[text] == nil {
		values[text] = &search.FacetValue{Value: text}
	}
	return values[text]
}

// mostFrequent is the label that most units give to a value; of several, the first in byte order.
func mostFrequent(labels map[string]int) string {
	best := ""
	for label, n := range labels {
		switch {
		case label == "":
		case best == "" || n > labels[best] || n == labels[best] && label < best:
			best = label
		}
	}
	return best
}
