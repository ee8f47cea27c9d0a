package web

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/plenary-search/plenary/index/citation"
	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/index/symbol"
	"github.com/plenary-search/plenary/search"
	"github.com/plenary-search/plenary/search/query"
)

// resolutionMaterial is what is held on a resolution or decision: its text, and who cites it.
type resolutionMaterial struct {
	symbol.Adopted
	Symbol string            // of its text, "" where the body gives none
	Held   []document.Header // its text, a header for each language
	Text   document.Document // its text in the language shown; the zero document where it is not held
	Family []relative
	Lang   document.Language // of the paragraphs that cite it
	// Languages, Years and Bodies count the citing paragraphs, named and implied together; Languages under no other filter.
	Languages, Bodies []search.FacetValue
	Years             []yearCount
	Named, Implied    search.Results // a page each, newest first
}

// yearCount counts the paragraphs of the documents of a year that cite a text with its number, and those that only point back to it.
type yearCount struct {
	Year           string // "" for undated documents
	Named, Implied int
}

// Bounds of the view of a resolution.
const (
	impliedBeside = 5 // implied citations shown beside the named ones
	shownText     = 8 // paragraphs of the text
)

// refImplied is the value of ref= that pages through implied citations.
const refImplied = "implied"

// resolutionParams are the parameters of the view of a resolution.
var resolutionParams = params{{"ref", false, readWhichRef}, {"year", true, filterNamed("year")}, {"body", true, filterNamed("body")}, {"lang", false, readLang},
	{"page_size", false, readPageSize}, {"cursor", false, readCursor}}

// readWhichRef chooses the citations to page through.
func readWhichRef(q *question, name string, values []string) ([]string, []paramError) {
	switch values[0] {
	case "explicit":
		return nil, nil
	case refImplied:
		q.Implied = true
		return values, nil
	}
	return nil, badChoice(name, values[0], "explicit", refImplied)
}

// filterNamed reads the filter on a field.
func filterNamed(name string) func(*question, string, []string) ([]string, []paramError) {
	field, _ := search.LookupField(name)
	return filterParam(field, false, false).read
}

// resolutionMaterial looks up who cites a resolution or decision. found is false where nothing does and its text is not held.
func (s *Server) resolutionMaterial(ctx context.Context, a symbol.Adopted, q question) (m resolutionMaterial, found bool, err error) {
	m = resolutionMaterial{Adopted: a}
	if named, ok := a.Symbol(); ok {
		m.Symbol = named.String()
		if m.Held, err = s.searcher.Resolve(ctx, m.Symbol); err != nil {
			return m, false, err
		}
	}
	all, err := s.searcher.Search(ctx, search.Request{Query: citing(a, false), Size: search.NoHits, Facets: []search.FacetRequest{{Field: "lang", Size: itemFacetSize}}})
	if err != nil || all.Total.Paragraphs == 0 && len(m.Held) == 0 {
		return m, false, err
	}
	m.Languages = all.Facets[0].Values
	m.Lang = chooseCounted(m.Languages, q.Lang)
	if err := m.readText(ctx, s.searcher); err != nil {
		return m, false, err
	}
	return m, true, m.readCiting(ctx, s.searcher, q)
}

// readText reads the text in the language shown, or else in the first there is, and finds its relatives.
func (m *resolutionMaterial) readText(ctx context.Context, s search.Searcher) (err error) {
	if len(m.Held) == 0 {
		return nil
	}
	header, ok := inLanguage(m.Held, m.Lang)
	if !ok {
		header = m.Held[0]
	}
	if m.Text, err = s.Document(ctx, header.Key()); err != nil {
		return err
	}
	m.Family, err = relatives(ctx, s, m.Text.Header)
	return err
}

// Opening are the first paragraphs of the text, and how many there are.
func (m resolutionMaterial) opening() (units []document.Unit, all int) {
	for _, u := range m.Text.Units {
		if document.RunningText(u.Kind) {
			if all++; all <= shownText {
				units = append(units, u)
			}
		}
	}
	return units, all
}

// readCiting reads a page of the paragraphs that cite the text, and counts them by year and body.
func (m *resolutionMaterial) readCiting(ctx context.Context, s search.Searcher, q question) (err error) {
	filters := append(slices.Clone(q.Filters), langFilter(m.Lang)...)
	facets := []search.FacetRequest{{Field: "year", Size: search.MaxFacetValues}, {Field: "body", Size: itemFacetSize}}
	ask := func(node query.Node, paged bool, size int) (search.Results, error) {
		req := search.Request{Query: node, Filters: filters, Sort: search.SortNewest, Size: size, Facets: facets}
		if paged {
			req.Size, req.Cursor = cmp.Or(q.Size, search.DefaultSize), q.Cursor
		}
		return s.Search(ctx, req)
	}
	beside := impliedBeside
	if q.Cursor != "" {
		beside = search.NoHits
	}
	if m.Named, err = ask(citing(m.Adopted, true), !q.Implied, search.NoHits); err != nil {
		return err
	}
	if m.Implied, err = ask(citingImplied(m.Adopted), q.Implied, beside); err != nil {
		return err
	}
	m.Years = countYears(m.Named.Facets[0], m.Implied.Facets[0])
	m.Bodies = m.Named.Facets[1].Values
	return nil
}

// countYears joins two facets over years, oldest first, undated last.
func countYears(named, implied search.Facet) []yearCount {
	counts := map[string]*yearCount{}
	at := func(year string) *yearCount {
		if counts[year] == nil {
			counts[year] = &yearCount{Year: year}
		}
		return counts[year]
	}
	for _, v := range named.Values {
		at(v.Value).Named = v.Count
	}
	for _, v := range implied.Values {
		at(v.Value).Implied = v.Count
	}
	if named.WithoutValue+implied.WithoutValue > 0 {
		at("").Named, at("").Implied = named.WithoutValue, implied.WithoutValue
	}
	var years []yearCount
	for _, count := range counts {
		if count.Named+count.Implied > 0 {
			years = append(years, *count)
		}
	}
	slices.SortFunc(years, func(a, b yearCount) int {
		return cmp.Compare(cmp.Or(a.Year, "9999"), cmp.Or(b.Year, "9999"))
	})
	return years
}

// mentions are the references of a unit to the text, named ones first.
func (m resolutionMaterial) mentions(u document.Unit) []citation.Citation {
	var named, implied []citation.Citation
	values, symbols := citedBy(m.Adopted)
	for _, c := range u.Citations {
		cites := string(c.Kind) == m.Kind && slices.ContainsFunc(values, func(v string) bool { return strings.EqualFold(c.Value(), v) }) ||
			c.Kind == citation.Document && slices.Contains(symbols, c.ID)
		if !cites {
			continue
		}
		if c.Implied {
			implied = append(implied, c)
		} else {
			named = append(named, c)
		}
	}
	return append(named, implied...)
}
