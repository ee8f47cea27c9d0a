package embedded

import (
	"github.com/RoaringBitmap/roaring/v2"

	"github.com/plenary-search/plenary/search"
)

// tally counts the values that some units hold, given by segment.
func (m *matcher) tally(field search.Field, units []*roaring.Bitmap, explicitOnly bool) (search.FacetTally, error) {
	values := m.view.facets[field.Name]
	c := &facetCounter{values: values, reference: field.Reference, explicitOnly: explicitOnly && field.Reference,
		counts: make([]search.FacetValue, len(values.Values)), byTerm: make([]int, len(values.Terms)), lastSeen: make([]int, len(values.Values))}
	for i, seg := range m.segments {
		if err := c.countSegment(seg, units[i]); err != nil {
			return search.FacetTally{}, err
		}
	}
	return c.tally(), nil
}

type facetCounter struct {
	values                  *search.FacetTerms
	reference, explicitOnly bool
	counts                  []search.FacetValue // by value
	byTerm                  []int               // units by term: the same value may go by several labels
	lastSeen                []int               // the unit for which a value was last counted, so that it counts once
	unit                    int
	without                 int
}

func (c *facetCounter) countSegment(seg *segmentMatcher, units *roaring.Bitmap) error {
	col, terms := seg.facets[c.values.Field.Name], seg.facet[c.values.Field.Name]
	for it := units.Iterator(); it.HasNext(); {
		if err := seg.step(); err != nil {
			return err
		}
		record := it.Next()
		c.unit++
		held := false
		for i := col.start[record]; i < col.start[record+1]; i++ {
			if c.reference {
				held = c.countReference(terms[col.ids[i]], int(col.mentions[i]), int(col.implied[i])) || held
			} else {
				c.count(terms[col.ids[i]])
				held = true
			}
		}
		if !held {
			c.without++
		}
	}
	return nil
}

func (c *facetCounter) count(term uint32) {
	value := c.values.ValueOf[term]
	c.byTerm[term]++
	c.counts[value].Own++
	for _, above := range c.values.Above[value] {
		if c.lastSeen[above] != c.unit {
			c.lastSeen[above] = c.unit
			c.counts[above].Count++
		}
	}
}

// countReference counts mentions too; it reports false for a value that is implied only where these are left out.
func (c *facetCounter) countReference(term uint32, mentions, implied int) bool {
	explicit := mentions > implied
	if c.explicitOnly {
		if !explicit {
			return false
		}
		mentions, implied = mentions-implied, 0
	}
	v := &c.counts[c.values.ValueOf[term]]
	v.Mentions += mentions
	v.Implied += implied
	if explicit {
		v.Explicit++
	}
	c.count(term)
	return true
}

// tally leaves out the values that no unit holds, and gives each value the label that most units give it.
func (c *facetCounter) tally() search.FacetTally {
	labelled := make([]int, len(c.counts)) // units by value that give it the label it has
	for term, n := range c.byTerm {
		value, label := c.values.ValueOf[term], c.values.Terms[term].Label
		v := &c.counts[value]
		if label != "" && (n > labelled[value] || n == labelled[value] && n > 0 && label < v.Label) {
			labelled[value], v.Label = n, label
		}
	}
	t := search.FacetTally{WithoutValue: c.without}
	for i, v := range c.counts {
		if v.Count > 0 {
			v.Value = c.values.Values[i]
			t.Values = append(t.Values, v)
		}
	}
	return t
}
