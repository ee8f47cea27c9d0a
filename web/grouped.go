package web

import (
	"strconv"

	"github.com/plenary-search/plenary/search"
)

// groupDocument is the value of group= that asks for documents.
const groupDocument = "document"

func readGroup(q *question, name string, values []string) ([]string, []paramError) {
	switch {
	case values[0] != groupDocument:
		return nil, badChoice(name, values[0], groupDocument)
	case q.View == concordanceView:
		return nil, []paramError{fault("bad-value", name, "%s=%s answers documents, and view=%s lines: ask for one of them", name, groupDocument, concordanceView)}
	}
	q.Group = true
	return values, nil
}

func readPerDocument(q *question, name string, values []string) ([]string, []paramError) {
	n, err := strconv.Atoi(values[0])
	switch {
	case err != nil || n < 1 || n > search.MaxPerDocument:
		return nil, []paramError{fault("bad-value", name, "%s: %q is not a number from 1 to %d", name, shorten(values[0]), search.MaxPerDocument)}
	case !q.Group:
		return nil, []paramError{fault("bad-value", name, "%s is for group=%s", name, groupDocument)}
	case n == search.DefaultPerDocument:
		return nil, nil
	}
	q.PerDocument = n
	return []string{strconv.Itoa(n)}, nil
}

// groupBody is a document with the best of its hits.
type groupBody struct {
	Document  documentBody   `json:"document"`
	Languages []languageBody `json:"languages,omitempty"` // the other ones in which it is held
	Total     int            `json:"total"`               // units of it that match
	Hits      []any          `json:"hits"`                // the best, as in hits
	Links     linksBody      `json:"links"`
}

// groups converts the documents of a page. around is what stands around each of their hits.
func (p present) groups(q question, r search.Results, versions versions, around []Around) []groupBody {
	list := make([]groupBody, 0, len(r.Groups))
	for _, g := range r.Groups {
		h := g.Hits[0].Document
		body := groupBody{Document: documentOf(h), Languages: p.languages(versions.besides(h)), Total: g.Total,
			Links: linksBody{Document: p.document(h.Key()), Page: p.page(h.Key(), "")}}
		body.Hits, around = p.hitsWith(q, g.Hits, versions, around), around[len(g.Hits):]
		list = append(list, body)
	}
	return list
}

// hitsOf are all hits that an answer shows, in its order.
func hitsOf(r search.Results) []search.Hit {
	if len(r.Groups) == 0 {
		return r.Hits
	}
	var hits []search.Hit
	for _, g := range r.Groups {
		hits = append(hits, g.Hits...)
	}
	return hits
}

// groupView is a document with the best of its hits as a page shows it.
type groupView struct {
	Href, Symbol, Title, Note string
	Total                     int
	Hits                      []hitView
	More                      int    // hits not shown
	MoreHref                  string // all of them, in the order of the document
}

// documents makes the views of the documents of a page; hits are all of theirs, in order.
func (v *view) documents(res search.Results, hits []hitView) []groupView {
	var list []groupView
	for _, g := range res.Groups {
		h := g.Hits[0].Document
		line := v.documentLine(h)
		group := groupView{Href: line.Href, Symbol: line.Symbol, Title: line.Title, Note: line.Note, Total: g.Total, Hits: hits[:len(g.Hits)], More: g.Total - len(g.Hits)}
		if group.More > 0 {
			group.MoreHref = v.here.set("group", "").set("per_document", "").set("document", h.Symbol).set("lang", string(h.Lang)).set("sort", string(search.SortDocument)).String()
		}
		hits = hits[len(g.Hits):]
		list = append(list, group)
	}
	return list
}
