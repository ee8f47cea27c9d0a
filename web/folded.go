package web

import (
	"cmp"
	"context"
	"net/url"
	"slices"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
)

// foldNone is the value of fold= that has every hit shown. It is the default of the API and of the command line, whose hits are as many as the
// total says. Readers of the page who look for words see what many papers say word for word once, unless they ask for each; where they list
// what stands under a filter, nothing is left out.
const foldNone = "none"

func readFold(q *question, name string, values []string) ([]string, []paramError) {
	switch how := search.Fold(values[0]); how {
	case foldNone:
	case search.FoldIdentical, search.FoldNear:
		if q.Group || q.View == concordanceView {
			return nil, []paramError{fault("bad-value", name, "%s=%s folds hits, and neither documents nor the lines of a concordance: leave out one of them", name, how)}
		}
		q.Fold = how
	default:
		return nil, badChoice(name, values[0], foldNone, string(search.FoldIdentical), string(search.FoldNear))
	}
	return values, nil
}

// readUnfold reads the id of the hit that is unfolded. Hits that are unfolded are listed by date: what they say is the same.
func readUnfold(q *question, name string, values []string) ([]string, []paramError) {
	if _, faults := readUnitID(q, name, values); faults != nil {
		return nil, faults
	}
	switch {
	case q.Fold == search.FoldNone:
		return nil, []paramError{fault("bad-value", name, "%s goes with fold=%s or fold=%s, which say what a hit stands for", name, search.FoldIdentical, search.FoldNear)}
	case len(q.Facets) > 0 || q.Explain:
		return nil, []paramError{fault("bad-value", name, "hits that %s answers have neither facets nor explanations: leave out facet and explain", name)}
	}
	if q.unfold = values[0]; q.Sort == "" || q.Sort == search.SortRelevance {
		q.Sort = search.SortOldest
	}
	q.Facets = nil
	return values, nil
}

// findUnfolded looks up the hit that is unfolded.
func (q *question) findUnfolded(ctx context.Context, searcher search.Searcher) error {
	if q.unfold == "" {
		return nil
	}
	header, anchor, err := documentOfUnit(ctx, searcher, q.unfold)
	if err != nil {
		return err
	}
	doc, err := searcher.Document(ctx, header.Key())
	if err != nil {
		return err
	}
	i := slices.IndexFunc(doc.Units, func(u document.Unit) bool { return u.Anchor == anchor })
	if i < 0 {
		return noParagraph(header.Key(), anchor)
	}
	q.Unfold = &search.Hit{Document: doc.Header, Unit: doc.Units[i]}
	return nil
}

// unfolding are the parameters of a question that unfolds a hit of this one.
func (q *question) unfolding(h search.Hit) url.Values {
	values := clone(q.values)
	for _, name := range []string{"cursor", "facet", "explain"} {
		values.Del(name)
	}
	if q.Sort == "" || q.Sort == search.SortRelevance {
		values.Del("sort")
	}
	values.Set("fold", string(q.Fold))
	values.Set("unfold", h.ID())
	return values
}

// pageFold is how the page folds hits where it is not asked to.
func (q *question) pageFold() search.Fold {
	if q.Query == nil || q.Group || q.View != "" {
		return search.FoldNone
	}
	return search.FoldIdentical
}

// foldedBody tells of the units that a hit stands for.
type foldedBody struct {
	Paragraphs int          `json:"paragraphs"`
	Documents  int          `json:"documents"` // that hold them
	Earliest   earliestBody `json:"earliest"`
	Links      linksBody    `json:"links"`    // to all variants of the hit
	Unfolded   linksBody    `json:"unfolded"` // to just these units
}

// earliestBody names the earliest of some units.
type earliestBody struct {
	ID       string    `json:"id"`
	Citation string    `json:"citation"`
	Date     string    `json:"date,omitempty"` // of its document
	Links    linksBody `json:"links"`
}

// folded converts what a hit stands for, nil for nothing.
func (p present) folded(q question, h search.Hit) *foldedBody {
	if h.Folded == nil {
		return nil
	}
	first := h.Folded.Earliest
	key, anchor := first.Document.Key(), first.Unit.Anchor
	unfolding := q.unfolding(h)
	return &foldedBody{
		Paragraphs: h.Folded.Paragraphs, Documents: h.Folded.Documents,
		Earliest: earliestBody{ID: first.ID(), Citation: citationOf(first), Date: first.Document.Date,
			Links: linksBody{Self: p.paragraph(key, anchor), Document: p.document(key), Page: p.page(key, anchor)}},
		Links:    linksBody{Self: p.query(apiVariants, url.Values{"of": {h.ID()}}), Page: p.base + variantsPath(h.Document.Key(), h.Unit.Anchor)},
		Unfolded: linksBody{Self: p.query(apiSearch, unfolding), Page: p.query(searchPath, unfolding)},
	}
}

func citationOf(h search.Hit) string {
	return h.Document.Symbol + ", " + document.Locate(h.Unit).String()
}

// foldedView tells at a hit what it stands for.
type foldedView struct {
	Text           string // before what follows
	More, Unfolded string // how many there are, and where they are listed; "" where the earliest is all
	Of             string // how many documents hold them
	Href, Citation string
	Year           string // of the earliest, "" where it is not dated
	All            string // where all variants of the hit are, "" where the earliest is all
}

// folded makes the view of what a hit stands for.
func (v *view) folded(q question, h search.Hit) *foldedView {
	if h.Folded == nil {
		return nil
	}
	first := h.Folded.Earliest
	out := &foldedView{Href: v.inContext(first.Document.Key(), first.Unit.Anchor, q.values), Citation: citationOf(first)}
	if len(first.Document.Date) >= 4 {
		out.Year = first.Document.Date[:4]
	}
	if out.Text = v.say.say("folded." + string(q.Fold)); h.Folded.Paragraphs == 1 {
		return out
	}
	out.More, out.Unfolded = v.say.count("folded.more", h.Folded.Paragraphs), address{searchPath, q.unfolding(h)}.String()
	out.Of = v.say.say("folded.of", v.say.count("documents", h.Folded.Documents))
	out.All = variantsPath(h.Document.Key(), h.Unit.Anchor)
	return out
}

// foldChoices are the ways to fold hits.
func (v *view) foldChoices(q question) []choice {
	if q.Group || q.View != "" || q.unfold != "" {
		return nil
	}
	var choices []choice
	for _, how := range []search.Fold{search.FoldIdentical, search.FoldNear, search.FoldNone} {
		value := cmp.Or(string(how), foldNone)
		there := v.here.set("fold", value)
		if how == q.pageFold() {
			there = v.here.set("fold", "")
		}
		choices = append(choices, choice{v.say.say("fold." + value), there.String(), q.Fold == how})
	}
	return choices
}

// asAPI is the address of the same question to the API, which folds nothing by default.
func (v *view) asAPI(q question) string {
	there := v.here.at(apiSearch)
	if q.Fold == search.FoldNone {
		return there.String()
	}
	return there.keepingPlace("fold", string(q.Fold))
}

// foldedPager is the place of a page of folded hits. How many hits there are in all is only known where one page has them.
func (v *view) foldedPager(res search.Results) pagerView {
	p := v.pager(res)
	p.Folded = p.Next != "" || p.Previous != "" || p.Last != p.Total
	if p.Folded {
		p.NextSize = 0
	}
	return p
}
