package web

import (
	"context"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
)

// A view makes what a page shows out of what the searcher answers: names, addresses and sentences, no HTML. It lives for
// one request.
type view struct {
	say      *phrases
	library  *library
	searcher search.Searcher
	ctx      context.Context
	corpus   *corpusView
	// here is the address of the page, with its parameters in normal form.
	here address
	// home is the body whose resolutions are cited by their number alone, "" where documents of several bodies are shown.
	home string
}

// frame is what the layout needs of every page.
type frame struct {
	Kind  string // of page, for the style sheet: "start", "answer", "document", "prose"
	Title string // of the window
	Query string // as typed
	Clear string // address of the same page without the words
	// Hidden are parameters that the form keeps although no control shows them.
	Hidden []pair
	// HasAgenda says whether the start page has an agenda to go to.
	HasAgenda bool
	Skips     []skip
	NoIndex   bool
}

// frame is the frame of a page of a kind, with a title in front of the program's name.
func (v *view) frame(kind, title string) frame {
	return frame{
		Kind: kind, Title: v.say.say("title.search", title), HasAgenda: v.corpus.agenda.Symbol != "",
		Skips: []skip{{"#text", v.say.say("skip.text")}, {"#q", v.say.say("skip.search")}},
	}
}

type pair struct{ Name, Value string }

type skip struct{ Href, Text string }

// shortTitle is a title that the agenda itself prints for an item: its short form where there is one.
func (v *view) shortTitle(tag document.AgendaTag) string {
	if v.corpus != nil {
		if short := v.corpus.short[tag.Agenda+" "+tag.Item]; short != "" {
			return short
		}
	}
	return tag.Title
}

// itemTitle is the short title of an item in the agenda shown on the start page, "" where there is none.
func (v *view) itemTitle(item string) string {
	if v.corpus == nil {
		return ""
	}
	return v.corpus.short[v.corpus.agenda.Symbol+" "+item]
}
