package extract

import (
	"math"
	"regexp"
	"slices"
)

// Parts of the height of a page in which heads and feet stand.
const (
	headZone = 0.86
	footZone = 0.11
)

var furnitureDigits = regexp.MustCompile(`[0-9]+|\b[ivxlc]+\b`)

// dropFurniture takes out what stands at the same height of several pages, numbers apart, and what lies on its side.
func dropFurniture(pages []page) {
	type place struct {
		text   string
		height int
		head   bool
	}
	placeOf := func(p page, r row, text string) (place, bool) {
		h := p.height
		if h <= 0 {
			h = 792
		}
		head, foot := r.base > headZone*h, r.base < footZone*h
		return place{furnitureDigits.ReplaceAllString(text, "#"), int(math.Round(r.base / 4)), head}, head || foot
	}
	seen := map[place]int{}
	for _, p := range pages {
		for _, r := range p.rows {
			for _, s := range r.segments {
				if pl, ok := placeOf(p, r, s.text()); ok && !s.upturn {
					seen[pl]++
				}
			}
		}
	}
	least := max(2, len(pages)/6)
	for i := range pages {
		p := &pages[i]
		var kept []row
		for _, r := range p.rows {
			r.segments = slices.DeleteFunc(slices.Clone(r.segments), func(s segment) bool { return s.upturn })
			furniture := !slices.ContainsFunc(r.segments, func(s segment) bool { // "24." above the text is none, for its text is none
				text := s.text()
				pl, ok := placeOf(*p, r, text)
				if !ok {
					return true
				}
				n := seen[pl]
				for _, d := range [...]int{-1, 1} { // heights are rounded
					near := pl
					near.height += d
					n += seen[near]
				}
				masthead := i == 0 && pl.head
				return masthead || n < least && !pageNumberText.MatchString(text)
			})
			if !furniture {
				kept = append(kept, r)
			}
		}
		p.rows = kept
	}
}

// Parts of the height of a page that hold nothing but heads and feet, where they are set in smaller type than the text.
const (
	headMargin = 0.925
	footMargin = 0.065
)

// jobNumber is the printer's number of a document; it and what stands below it are no text.
var jobNumber = regexp.MustCompile(`^(?:[A-Z]{1,2}\.)?\d{2}-\d{5}\b`)

// dropMargins takes out the small type in the margins of a page: heads and feet that no other page repeats.
func (p *page) dropMargins(m pageMeasures, head bool) {
	for i, r := range p.rows {
		if p.height > 0 && r.base < 0.1*p.height && jobNumber.MatchString(textOf(r)) {
			p.rows = p.rows[:i]
			break
		}
	}
	p.rows = slices.DeleteFunc(p.rows, func(r row) bool {
		if p.height <= 0 || r.size > smallType*m.size {
			return false
		}
		return head && r.base > headMargin*p.height || r.base < footMargin*p.height
	})
}

var pageNumberText = regexp.MustCompile(`^(?:\d{1,4}|\d{1,4} ?/ ?\d{1,4}|[-–—] ?\d{1,4} ?[-–—]|(?:Page|page|Página|Стр\.?|الصفحة) \d{1,4}|\d{2}-\d{5}(?: ?\([A-Z]\))?)$`)
