package searchtest

import (
	"context"
	"fmt"
	"slices"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/variant"
)

// Variants compares a paragraph with all others.
func (m *Memory) Variants(_ context.Context, key document.Key, anchor string, size int) (search.Variants, error) {
	s := m.state()
	v := search.Variants{Generation: s.generation}
	for _, doc := range s.docs {
		for i := range doc.Units {
			if doc.Key() == key && doc.Units[i].Anchor == anchor {
				v.Of = search.Variant{Document: search.HitHeader(&doc.Header), Unit: doc.Units[i]}
			}
		}
	}
	if v.Of.Unit.Anchor == "" {
		return search.Variants{}, fmt.Errorf("paragraph %s: %w", document.UnitID(key, anchor), search.ErrNotFound)
	}
	shingles := variant.Shingles(variant.Hashes(v.Of.Unit.Text))
	v.Of.Resemblance, _ = variant.Resemblance(shingles, shingles)
	for _, doc := range s.docs {
		for i := range doc.Units {
			resemblance, variants := variant.Resemblance(shingles, variant.Shingles(variant.Hashes(doc.Units[i].Text)))
			if !variants {
				continue
			}
			if v.Total++; resemblance == 1 {
				v.Same++
			}
			v.First = append(v.First, search.Variant{Document: search.HitHeader(&doc.Header), Unit: doc.Units[i], Resemblance: resemblance})
		}
	}
	at := func(v search.Variant) search.Position {
		return search.Position{Date: v.Document.Date, Key: v.Document.Key(), Seq: v.Unit.Seq}
	}
	slices.SortFunc(v.First, func(a, b search.Variant) int { return search.SortOldest.Compare(at(a), at(b)) })
	v.First = v.First[:min(len(v.First), search.VariantsWanted(size))]
	return v, nil
}
