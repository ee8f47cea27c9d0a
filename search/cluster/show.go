package cluster

import (
	"fmt"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/explain"
	"github.com/plenary-search/plenary/search/highlight"
	"github.com/plenary-search/plenary/search/plan"
)

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
