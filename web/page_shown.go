package web

import (
	"strconv"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
)

// howShown are the parameters that filters leave alone: how words are read, and how the answer is shown.
var howShown = []string{"mode", "sort", "expand", "view", "context", "explain", "group", "per_document", "fold"}

// choice is one of several ways to show an answer.
type choice struct {
	Label, Href string
	Current     bool
}

// plain is the address of the same question for a page that shows it in one way.
func (a address) plain() address {
	b := a.set("view", "").set("context", "").set("explain", "").set("group", "").set("per_document", "").set("fold", "").set("unfold", "")
	if sort := b.values.Get("sort"); sort == sortLeft || sort == sortRight {
		b = b.set("sort", "")
	}
	return b
}

// shownAs are the views of the same answer. Without words there is nothing to line up.
func (v *view) shownAs(q question) []choice {
	if q.unfold != "" {
		return nil
	}
	paragraphs := v.here.plain()
	if around := v.here.values.Get("context"); around != "" {
		paragraphs = paragraphs.set("context", around)
	}
	documents := paragraphs.set("group", groupDocument)
	if fold := v.here.values.Get("fold"); fold != "" {
		paragraphs = paragraphs.set("fold", fold)
	}
	choices := []choice{
		{v.say.say("shown.paragraphs"), paragraphs.String(), q.View == "" && !q.Group},
		{v.say.say("shown.documents"), documents.String(), q.Group},
	}
	if q.Reading.Text == "" {
		return choices
	}
	lines := v.here.plain().set("view", concordanceView)
	if q.Lines != "" {
		lines = lines.set("sort", q.Lines)
	}
	return append(choices, choice{v.say.say("shown.concordance"), lines.String(), q.View == concordanceView})
}

// aroundChoices are the numbers of paragraphs that hits are shown with on either side.
func (v *view) aroundChoices(q question) []choice {
	if q.View == concordanceView {
		return nil
	}
	choices := []choice{{v.say.say("around.none"), v.here.set("context", "").String(), q.Around == 0}}
	for n := 1; n < maxAround; n++ {
		choices = append(choices, choice{strconv.Itoa(n), v.here.set("context", strconv.Itoa(n)).String(), q.Around == n})
	}
	return choices
}

// besideView is a paragraph before or after a hit.
type besideView struct {
	Lang, Dir string
	Heading   bool
	Passages  []passage
}

// besideWords is the length of the longest paragraph beside a hit that is shown whole.
const besideWords = 60

func (v *view) besides(h document.Header, units []document.Unit) []besideView {
	var list []besideView
	for _, u := range units {
		lang := unitLang(h, u)
		list = append(list, besideView{Lang: string(lang), Dir: direction(lang), Heading: u.Kind == document.Heading, Passages: excerpt(u.Text, 0, nil, nil, besideWords)})
	}
	return list
}

// linesView is a concordance.
type linesView struct {
	Lines []lineView
	Note  string
	Pager pagerView
}

// lineView is a line of a concordance.
type lineView struct {
	Href          string
	Symbol, Place string
	Item          string
	Counted       bool
	Lang, Dir     string
	Before        string
	Words         string
	After         string
}

// lines makes the view of a concordance.
func (v *view) lines(q question, res search.Results, c *concordance) *linesView {
	out := &linesView{Pager: v.pager(res)}
	for _, l := range c.lines {
		lang := unitLang(l.hit.Document, l.hit.Unit)
		loc := document.Locate(l.hit.Unit)
		out.Lines = append(out.Lines, lineView{
			Href: v.inContext(l.hit.Document.Key(), l.hit.Unit.Anchor, q.values), Symbol: l.hit.Document.Symbol, Item: loc.Within, Place: loc.Place,
			Counted: loc.Counted, Lang: string(lang), Dir: direction(lang), Before: l.before(), Words: l.found(), After: l.after(),
		})
	}
	switch {
	case len(c.lines) == 0:
		out.Note = v.say.say("lines.none")
	case q.Lines == "":
		out.Note = v.say.count("lines.page", len(c.lines))
	case c.hits < res.Total.Paragraphs:
		out.Note = v.say.count("lines.first", c.total, v.say.number(c.hits), v.say.number(res.Total.Paragraphs))
	default:
		out.Note = v.say.count("lines.all", c.total)
	}
	if q.Lines != "" {
		out.Pager = pagerView{First: c.first, Last: c.first + len(c.lines) - 1, Total: c.total, NextSize: min(len(c.lines), c.total-c.first-len(c.lines)+1), OfLines: true}
		if c.next != "" {
			out.Pager.Next = v.here.cursor(c.next)
		}
		if c.previous != "" {
			out.Pager.Previous = v.here.cursor(c.previous)
		}
	}
	return out
}
