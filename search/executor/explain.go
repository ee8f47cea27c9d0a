package executor

import (
	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/explain"
	"github.com/plenary-search/plenary/search/plan"
)

// explain explains the hits of a page.
func (q *question) explain(results *search.Results, planned plan.Request, scorers []*scorer) error {
	weights := explain.Weights{Streams: q.index.streams}
	for _, leaf := range planned.Leaves {
		_, holding, err := q.held(leaf)
		if err != nil {
			return err
		}
		weights.Holding = append(weights.Holding, holding)
	}
	for _, word := range planned.Wholes {
		whole, err := q.whole(word)
		if err != nil {
			return err
		}
		weights.Wholes = append(weights.Wholes, whole)
	}
	weights.Line = func(key document.Key) (line search.Line, words []string, idf float64) {
		for _, s := range scorers {
			a := askedIn(s.asked, key.Lang)
			if doc, found := s.part.Find(key); a != nil && found && !s.part.deleted(doc) {
				return a.best(s.part, doc), a.words, a.idf
			}
		}
		return line, nil, 0
	}
	for hit := range results.AllHits() {
		if err := q.ctx.Err(); err != nil {
			return err
		}
		hit.Explanation = explain.Hit(hit, planned, weights)
	}
	return nil
}

// held is a leaf in all parts, nil where none of its units holds it, and the number of live units that do; or documents, see leaf.
func (q *question) held(n plan.Node) (byPart []*leaf, count int, err error) {
	byPart = make([]*leaf, len(q.index.parts))
	for i, p := range q.index.parts {
		l, live, err := q.leaf(p, n)
		if err != nil {
			return nil, 0, err
		}
		byPart[i], count = l, count+live
	}
	return byPart, count, nil
}

// whole is what a word is in whole documents.
func (q *question) whole(word plan.Term) (explain.Whole, error) {
	byPart, holding, err := q.held(word)
	return explain.Whole{Holding: holding, In: func(key document.Key) (freq, length int) {
		for _, l := range byPart {
			if l == nil {
				continue
			}
			l.reset()
			if doc, found := l.part.Find(key); found && !l.part.deleted(doc) && l.cursor.Advance(doc) == doc {
				return l.cursor.Freq(), int(l.field.Lengths.At(doc))
			}
		}
		return 0, 0
	}}, err
}
