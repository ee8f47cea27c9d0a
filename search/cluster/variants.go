package cluster

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/variant"
)

// printsOf are the hashes of a text's fingerprint, as terms.
func printsOf(shingles []uint64) []string {
	var prints []string
	for _, hash := range shingles[:min(len(shingles), variant.FingerprintSize)] {
		prints = append(prints, strconv.FormatUint(hash, 36))
	}
	return prints
}

// Variants returns the variants of a paragraph. It looks at the units that share enough of its fingerprint.
func (e *Engine) Variants(ctx context.Context, key document.Key, anchor string, size int) (search.Variants, error) {
	return at(ctx, e, func(c *commit) (search.Variants, error) { return e.variants(ctx, c, key, anchor, size) })
}

func (e *Engine) variants(ctx context.Context, c *commit, key document.Key, anchor string, size int) (v search.Variants, err error) {
	v.Generation = c.Generation
	doc, err := e.document(ctx, c, key)
	if err != nil {
		return v, err
	}
	at := slices.IndexFunc(doc.Units, func(u document.Unit) bool { return u.Anchor == anchor })
	if at < 0 {
		return v, fmt.Errorf("paragraph %s: %w", document.UnitID(key, anchor), search.ErrNotFound)
	}
	v.Of = search.Variant{Document: search.HitHeader(&doc.Header), Unit: doc.Units[at]}
	shingles := variant.Shingles(variant.Hashes(doc.Units[at].Text))
	v.Of.Resemblance, _ = variant.Resemblance(shingles, shingles)
	prints := printsOf(shingles)
	if len(prints) == 0 {
		return v, nil
	}
	least := variant.LeastShared
	if len(shingles) <= variant.LeastShared {
		least = 1 // a text of one shingle resembles only such as have one or two
	}
	var sharing []object
	for _, print := range prints {
		sharing = append(sharing, object{"term": object{"units.prints": print}})
	}
	request := object{"stored_fields": nothing, "docvalue_fields": []string{"header"}, "query": object{"nested": object{"path": "units", "score_mode": "none",
		"query":      object{"bool": object{"should": sharing, "minimum_should_match": least}},
		"inner_hits": object{"size": maxWindow, "stored_fields": nothing, "docvalue_fields": []string{"units.record"}, "sort": []object{{"units.seq": "asc"}}}}}}
	for hit, err := range e.all(ctx, c, "order", request) {
		if err != nil {
			return v, err
		}
		var header document.Header
		if err := hit.column("header").unpack(&header); err != nil {
			return v, err
		}
		for _, inner := range hit.units {
			found := search.Variant{Document: search.HitHeader(&header)}
			if err := inner.column("units.record").unpack(&found.Unit); err != nil {
				return v, err
			}
			resemblance, variants := variant.Resemblance(shingles, variant.Shingles(variant.Hashes(found.Unit.Text)))
			if !variants {
				continue
			}
			if v.Total++; resemblance == 1 {
				v.Same++
			}
			found.Resemblance = resemblance
			v.First = append(v.First, found)
		}
	}
	position := func(v search.Variant) search.Position {
		return search.Position{Date: v.Document.Date, Key: v.Document.Key(), Seq: v.Unit.Seq}
	}
	slices.SortFunc(v.First, func(a, b search.Variant) int { return search.SortOldest.Compare(position(a), position(b)) })
	v.First = v.First[:min(len(v.First), search.VariantsWanted(size))]
	return v, nil
}
