package web

import (
	"net/url"

	"github.com/plenary-search/plenary/index/document"
)

// directView is a direct answer as a page offers it.
type directView struct {
	Name, Href string
	Title      string
	Note       string // "not held here"
	Count      string // "cited in 12 paragraphs"
	CountHref  string
}

// directViews are the direct answers to a question; none on later pages of its answer.
func (v *view) directViews(q question) []directView {
	if q.Query == nil || q.Cursor != "" {
		return nil
	}
	var views []directView
	for _, d := range directAnswers(v.ctx, v.searcher, q) {
		views = append(views, v.directView(d))
	}
	return views
}

func (v *view) directView(d direct) directView {
	out := directView{Title: d.Title}
	switch d.Kind {
	case "item":
		out.Name = v.say.say("direct.item", document.ReadingItem(d.Item.Item), d.Item.Agenda.Symbol)
		out.Href, out.Count = d.Item.path(), v.say.count("direct.under", d.Count)
		out.CountHref = d.Item.search()
		return out
	case "paragraph":
		out.Name = d.Symbol + ", " + document.Locate(d.Unit).String()
		out.Href = documentPath(d.Header.Key()) + "#" + url.PathEscape(d.Unit.Anchor)
		return out
	case "document":
		out.Name, out.Href = d.Symbol, documentPath(document.Key{Symbol: d.Symbol})
		if d.Header.Symbol != "" {
			out.Href = documentPath(d.Header.Key())
		}
	default:
		out.Name, out.Href = v.say.refName(kindOf(d.Text), d.Text.Body, "", d.Text.ID, ""), adoptedPath(d.Text)
	}
	if d.Header.Symbol == "" {
		out.Note = v.say.say("hit.nothere")
	}
	if d.Count > 0 {
		out.Count, out.CountHref = v.say.count("direct.cited", d.Count), searchFor("q", d.Citing)
	}
	return out
}
