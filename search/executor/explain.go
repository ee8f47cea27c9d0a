package executor

import (
	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/column"
	"github.com/plenary-search/plenary/search/explain"
	"github.com/plenary-search/plenary/search/plan"
)

// explain explains the hits of a page.
func (q *question) explain(results *search.Results, planned plan.Request, scorers []*scorer) error {
	w, err := q.weighed(planned)
	if err != nil {
		return err
	}
	weights := explain.Weights{Streams: q.index.streams, IDF: w.idf, Holding: w.inUnits}
	for i := range planned.Wholes {
		whole := whole(w.documents[i], w.inDocuments[i])
		whole.IDF = w.idfOfDocuments[i]
		weights.Wholes = append(weights.Wholes, whole)
	}
	weights.Line = func(key document.Key) (line search.Line, words []string, idf float64) {
		for _, s := range scorers {
			doc, found := s.part.Find(key)
			if !found || s.part.deleted(doc) {
				continue
			}
			if a := s.askedIn(doc); a != nil {
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

// whole is what a word is in whole documents, of which it stands in so many.
func whole(byPart []listed, holding int) explain.Whole {
	return explain.Whole{Holding: holding, In: func(key document.Key) (freq, length int) {
		for _, held := range byPart {
			if held.part == nil {
				continue
			}
			var cursor column.Cursor
			cursor.Reset(held.list)
			if doc, found := held.part.Find(key); found && !held.part.deleted(doc) && cursor.Advance(doc) == doc {
				return cursor.Freq(), int(held.field.Lengths.At(doc))
			}
		}
		return 0, 0
	}}
}
