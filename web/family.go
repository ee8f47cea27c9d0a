package web

import (
	"cmp"
	"context"
	"slices"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/index/symbol"
	"github.com/plenary-search/plenary/search"
)

// relative is a document that is related to another one, and what it is to it.
type relative struct {
	Relation string
	Symbol   string
	Header   document.Header // in the other's language where there is a choice; the zero header where it is not held
	Held     bool
}

// relations are in the order in which they are listed.
var relations = []string{document.BaseOf, document.RevisionOf, document.AddendumTo, document.Corrigendum, document.AmendmentTo, document.SummaryOf,
	document.PartOf, document.DraftOf, document.ReportOn, document.AdoptedAs}

// maxRelatives bounds the list of relatives: a report of a committee can have dozens of resolutions.
const maxRelatives = 100

// relatives are the documents related to a document, which need not be held itself: a header with a symbol alone will do. Those that
// it names as its draft or report are listed even where they are not held.
func relatives(ctx context.Context, searcher search.Searcher, h document.Header) ([]relative, error) {
	symbols := []string{h.Symbol}
	for _, r := range h.Related {
		symbols = append(symbols, r.Symbol)
	}
	headers, err := searcher.Family(ctx, symbols...)
	if err != nil {
		return nil, err
	}
	var list []relative
	at := map[string]int{}
	for _, other := range headers {
		relation := search.Relation(&h, &other)
		i, known := at[other.Symbol]
		switch {
		case relation == "":
		case !known:
			at[other.Symbol] = len(list)
			list = append(list, relative{relation, other.Symbol, other, true})
		case other.Lang == h.Lang || list[i].Header.Lang != h.Lang && search.CompareLanguages(other.Lang, list[i].Header.Lang) < 0:
			list[i].Header = other
		}
	}
	for _, r := range h.Related {
		if _, held := at[r.Symbol]; !held {
			list = append(list, relative{Relation: r.Relation, Symbol: r.Symbol})
		}
	}
	slices.SortStableFunc(list, func(a, b relative) int {
		return cmp.Or(cmp.Compare(slices.Index(relations, a.Relation), slices.Index(relations, b.Relation)),
			cmp.Compare(document.NaturalKey(a.Symbol), document.NaturalKey(b.Symbol)))
	})
	return list[:min(len(list), maxRelatives)], nil
}

// relatedBody is a related document as the API gives it.
type relatedBody struct {
	Relation string     `json:"relation"` // what it is to the document: addendum, corrigendum, revision, draft …
	Symbol   string     `json:"symbol"`
	Title    string     `json:"title,omitempty"`
	Lang     string     `json:"lang,omitempty"`
	Held     bool       `json:"held"` // whether it is held here
	Links    *linksBody `json:"links,omitempty"`
}

func (p present) related(list []relative) []relatedBody {
	bodies := make([]relatedBody, 0, len(list))
	for _, r := range list {
		body := relatedBody{Relation: r.Relation, Symbol: r.Symbol, Held: r.Held}
		if r.Held {
			body.Title, body.Lang = r.Header.Title, string(r.Header.Lang)
			body.Links = &linksBody{Document: p.document(r.Header.Key()), Page: p.page(r.Header.Key(), "")}
		}
		bodies = append(bodies, body)
	}
	return bodies
}

// relativeRow is a related document on a page.
type relativeRow struct {
	Relation, Symbol, Href, Title string
	Held                          bool
}

func (v *view) relativeRows(h document.Header) []relativeRow {
	list, err := relatives(v.ctx, v.searcher, h)
	if err != nil {
		return nil // the text is worth more than its relatives
	}
	return v.relativeRowsOf(list)
}

func (v *view) relativeRowsOf(list []relative) []relativeRow {
	var rows []relativeRow
	for _, r := range list {
		row := relativeRow{Relation: v.say.say("relation." + r.Relation), Symbol: r.Symbol, Title: r.Header.Title, Held: r.Held, Href: documentPath(document.Key{Symbol: r.Symbol})}
		if r.Held {
			row.Href = documentPath(r.Header.Key())
		}
		rows = append(rows, row)
	}
	return rows
}

// languageLink leads to a document in another language; to a place in it where Href has an anchor.
type languageLink struct{ Lang, Name, Href string }

// otherLanguages lead to the same document in the other languages that are held.
func (v *view) otherLanguages(h document.Header) []languageLink {
	headers, err := v.searcher.Resolve(v.ctx, h.Symbol)
	if err != nil {
		return nil
	}
	var links []languageLink
	for _, other := range headers {
		if other.Symbol == h.Symbol && other.Lang != h.Lang {
			links = append(links, languageLink{string(other.Lang), languageName(other), documentPath(other.Key())})
		}
	}
	return links
}

// officialAddress is where the United Nations has the document of a symbol, "" where the symbol does not say.
func officialAddress(typed string) string {
	parsed, err := symbol.Parse(typed)
	if err != nil {
		return ""
	}
	return parsed.Official()
}
