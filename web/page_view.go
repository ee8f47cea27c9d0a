package web

import (
	"context"
	"slices"

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
	// agenda is the symbol of the agenda whose items the answer is under, "" where there are several or none.
	agenda string
	// languages is the number of languages that the answer is in.
	languages int
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

// itemTitle is the short title of an item in the one agenda that an answer is under, "" where it is under several: the same
// number means another item there.
func (v *view) itemTitle(item string) string {
	if v.agenda == "" {
		return ""
	}
	return v.corpus.short[v.agenda+" "+item]
}

// agendaOf is the symbol of the agenda that all documents of an answer are under, "" where that is not known: the only agenda
// that is held, or the only one of the body and session that the facets name.
func agendaOf(agendas []document.Header, facets []search.Facet) string {
	if len(agendas) == 1 {
		return agendas[0].Symbol
	}
	body, session := onlyValue(facets, "body"), onlyValue(facets, "session")
	found := ""
	for _, h := range agendas {
		filters := sessionFilters(h)
		if len(filters) < 2 || filters[0].Values[0] != body || filters[1].Values[0] != session {
			continue
		}
		if found != "" && found != h.Symbol {
			return ""
		}
		found = h.Symbol
	}
	return found
}

// onlyValue is the value of a field that every unit of the answer holds, "" where there are several or none. The counts of a
// facet leave its own filter out, so the one chosen value speaks before the one value there is.
func onlyValue(facets []search.Facet, field string) string {
	for _, f := range facets {
		if f.Field != field {
			continue
		}
		chosen := slices.DeleteFunc(slices.Clone(f.Values), func(value search.FacetValue) bool { return !value.Selected })
		switch {
		case len(chosen) == 1:
			return chosen[0].Value
		case len(chosen) == 0 && len(f.Values) == 1 && f.WithoutValue == 0:
			return f.Values[0].Value
		}
	}
	return ""
}
