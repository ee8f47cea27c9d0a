package web

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
)

// maxAround is the largest number of units that a hit is shown with on either side.
const maxAround = 3

func readAround(q *question, name string, values []string) ([]string, []paramError) {
	n, err := strconv.Atoi(values[0])
	if err != nil || n < 0 || n > maxAround {
		return nil, []paramError{fault("bad-value", name, "%s: %q is not a number from 0 to %d", name, shorten(values[0]), maxAround)}
	}
	if q.Around = n; n == 0 {
		return nil, nil
	}
	return []string{strconv.Itoa(n)}, nil
}

// Around is what stands before and after a unit, in the order of the document.
type Around struct{ Before, After []document.Unit }

// aroundHits is what stands around hits, one for each, up to n units on either side. A document is read once.
func aroundHits(ctx context.Context, searcher search.Searcher, hits []search.Hit, n int) ([]Around, error) {
	list := make([]Around, len(hits))
	if n == 0 {
		return list, nil
	}
	read := map[document.Key][]document.Unit{}
	for i, h := range hits {
		units, known := read[h.Document.Key()]
		if !known {
			doc, err := searcher.Document(ctx, h.Document.Key())
			if err != nil && !errors.Is(err, search.ErrNotFound) { // it may have gone since
				return nil, err
			}
			units = flowing(doc.Units)
			read[h.Document.Key()] = units
		}
		list[i] = aroundUnit(units, h.Unit, n)
	}
	return list, nil
}

// flowing are the units that a reader reads one after the other: footnotes and mastheads stand beside them.
func flowing(units []document.Unit) []document.Unit {
	return slices.DeleteFunc(slices.Clone(units), func(u document.Unit) bool {
		return u.Kind == document.Footnote || u.Kind == document.Frontmatter
	})
}

// aroundUnit is what stands around a unit; nothing where it does not stand among the units itself.
func aroundUnit(units []document.Unit, u document.Unit, n int) Around {
	at := slices.IndexFunc(units, func(other document.Unit) bool { return other.Seq == u.Seq })
	if at < 0 {
		return Around{}
	}
	return Around{units[max(0, at-n):at], units[at+1 : min(len(units), at+1+n)]}
}

// aroundBody is what stands around a hit on the wire.
type aroundBody struct {
	Before []besideBody `json:"before"`
	After  []besideBody `json:"after"`
}

// besideBody is a unit beside a hit.
type besideBody struct {
	ID        string `json:"id"`
	Kind      string `json:"kind"`
	Citation  string `json:"citation"`
	Lang      string `json:"lang"`
	LeadIn    string `json:"lead_in,omitempty"`
	Text      string `json:"text"`
	Truncated bool   `json:"truncated,omitempty"`
}

// around converts what stands around a hit.
func (p present) around(h document.Header, a Around) *aroundBody {
	return &aroundBody{Before: besides(h, a.Before), After: besides(h, a.After)}
}

func besides(h document.Header, units []document.Unit) []besideBody {
	list := make([]besideBody, 0, len(units))
	for _, u := range units {
		b := besideBody{ID: document.UnitID(h.Key(), u.Anchor), Kind: string(u.Kind), Citation: h.Symbol + ", " + document.Locate(u).String(),
			Lang: string(unitLang(h, u)), LeadIn: u.LeadIn, Text: u.Text}
		if end := byteOffset(u.Text, maxShownText); end < len(u.Text) {
			b.Text, b.Truncated = u.Text[:end], true
		}
		list = append(list, b)
	}
	return list
}
