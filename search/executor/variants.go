package executor

import (
	"context"
	"fmt"
	"slices"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/column"
	"github.com/plenary-search/plenary/search/ranking"
	"github.com/plenary-search/plenary/search/variant"
)

// Variants returns the variants of a paragraph. It looks at the units that may share enough of its fingerprint.
func (x *Index) Variants(ctx context.Context, key document.Key, anchor string, size int) (search.Variants, error) {
	p, unit, err := x.paragraph(key, anchor)
	if err != nil {
		return search.Variants{}, err
	}
	q := x.question(ctx)
	words := p.WordHashes(unit, nil)
	shingles := variant.Shingles(words)
	r, err := ranking.New(x.order, search.Request{Size: search.VariantsWanted(size)}, search.SortOldest, 0)
	if err != nil {
		return search.Variants{}, err
	}
	v := search.Variants{Generation: x.Generation}
	if v.Of, err = q.variant(ranking.Place{Segment: p.number, Unit: unit}, shingles); err != nil {
		return search.Variants{}, err
	}
	for _, p := range x.parts {
		if err := q.offerVariants(r, p, shingles, &v); err != nil {
			return search.Variants{}, err
		}
	}
	for _, at := range r.Finish(new(search.Results), 0) {
		found, err := q.variant(at, shingles)
		if err != nil {
			return search.Variants{}, err
		}
		v.First = append(v.First, found)
	}
	return v, nil
}

// paragraph is the part and the unit of a paragraph, or search.ErrNotFound.
func (x *Index) paragraph(key document.Key, anchor string) (*part, uint32, error) {
	for _, p := range x.parts {
		doc, found := p.Find(key)
		if !found || p.deleted(doc) {
			continue
		}
		units, err := p.UnitsOf(doc)
		if err != nil {
			return nil, 0, err
		}
		from, _ := p.Run(column.Documents, doc)
		for i := range units {
			if units[i].Anchor == anchor {
				return p, from + uint32(i), nil
			}
		}
	}
	return nil, 0, fmt.Errorf("paragraph %s: %w", document.UnitID(key, anchor), search.ErrNotFound)
}

// offerVariants counts the variants in a part and offers them to a ranking.
func (q *question) offerVariants(r *ranking.Ranking, p *part, shingles []uint64, v *search.Variants) error {
	fingerprint := shingles[:min(len(shingles), variant.FingerprintSize)]
	var sharing []uint32
	for _, hash := range fingerprint {
		units, err := p.Sharing(hash)
		if err != nil {
			return err
		}
		sharing = append(sharing, units...)
	}
	slices.Sort(sharing)
	// A text of one shingle resembles only such as have one or two.
	least := variant.LeastShared
	if len(shingles) <= variant.LeastShared {
		least = 1
	}
	var words []uint64
	for from := 0; from < len(sharing); {
		unit, to := sharing[from], from+1
		for to < len(sharing) && sharing[to] == unit {
			to++
		}
		if to-from >= least && p.live.has(unit) {
			words = p.WordHashes(unit, words[:0])
			if resemblance, variants := variant.Resemblance(shingles, variant.Shingles(words)); variants {
				v.Total++
				if resemblance == 1 {
					v.Same++
				}
				p.offer(r, unit, 0)
			}
		}
		if err := q.step(1 + len(words)); err != nil {
			return err
		}
		from = to
	}
	return nil
}

// variant reads a variant.
func (q *question) variant(at ranking.Place, shingles []uint64) (v search.Variant, err error) {
	p := q.index.parts[at.Segment]
	h, err := p.Header(p.UnitDoc.At(at.Unit))
	if err != nil {
		return v, err
	}
	v.Document = search.HitHeader(&h)
	if v.Unit, _, err = p.Unit(at.Unit); err != nil {
		return v, err
	}
	v.Resemblance, _ = variant.Resemblance(shingles, variant.Shingles(p.WordHashes(at.Unit, nil)))
	return v, nil
}
