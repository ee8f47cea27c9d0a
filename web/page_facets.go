package web

import (
	"cmp"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/search"
)

// facetGroup is one group of choices beside the results. Its values are alternatives.
type facetGroup struct {
	Title  string
	Chosen int
	Rows   []facetRow
	More   []facetRow // behind "12 more"
	// Explicit offers to leave implied references out of account.
	Explicit, ExplicitOn bool
	// From and To offer a range of days of the document.
	Days     bool
	From, To string
	Notes    []string // what no value covers, in sentences
}

// facetRow is one choice.
type facetRow struct {
	Name, Value string // parameter
	Lead        string // in front of the label: "2 (b)"
	Label       string
	Under       string // second line
	Count       int
	Indent      int
	Checked     bool
	Inherited   bool // ticked because the value above it is chosen
	Part        bool // a value below it is chosen
}

// shownValues is how many values of a facet are shown before "12 more".
const shownValues = 8

// facetSize is how many values of a facet a page asks for.
const facetSize = 60

// pageFacets are the facets that the page asks for; the groups beside the results are made of them.
var pageFacets = []search.FacetRequest{
	{Field: "item", Size: search.MaxFacetValues}, {Field: "resolution", Size: facetSize}, {Field: "decision", Size: facetSize},
	{Field: "article", Size: facetSize}, {Field: "document", Size: facetSize}, {Field: "kind"}, {Field: "type", Size: facetSize},
	{Field: "body", Size: facetSize}, {Field: "session", Size: facetSize}, {Field: "year", Size: facetSize}, {Field: "lang"},
}

// facetGroups are the groups in the order in which pages show them. A group without values is left out.
func (v *view) facetGroups(q question, res search.Results) []facetGroup {
	facets := map[string]search.Facet{}
	for _, f := range res.Facets {
		facets[f.Field] = f
	}
	total := res.Total.Paragraphs
	groups := []facetGroup{
		v.itemGroup(q, facets["item"], total),
		v.referenceGroup(q, facets["resolution"], facets["decision"]),
		v.flatGroup(q, "facet.article", facets["article"]),
		v.flatGroup(q, "facet.document", facets["document"]),
		v.flatGroup(q, "facet.kind", facets["kind"]),
		v.flatGroup(q, "facet.type", facets["type"]),
		v.flatGroup(q, "facet.body", facets["body"]),
		v.flatGroup(q, "facet.session", facets["session"]),
		v.dateGroup(q, facets["year"]),
		v.flatGroup(q, "facet.lang", facets["lang"]),
	}
	return slices.DeleteFunc(groups, func(g facetGroup) bool { return len(g.Rows) == 0 })
}

// itemGroup lists the items in the order of the agenda. Choosing an item takes in what is below it.
func (v *view) itemGroup(q question, f search.Facet, total int) facetGroup {
	g := facetGroup{Title: v.say.say("facet.item")}
	above := map[string]bool{}  // items with a chosen item below
	chosen := map[string]bool{} // items that are ticked, by choice or inheritance
	for _, value := range f.Values {
		if value.Selected {
			for up := document.ItemParent(value.Value); up != ""; up = document.ItemParent(up) {
				above[up] = true
			}
		}
	}
	exact := q.values["item_exact"]
	for _, value := range f.Values {
		inherited := chosen[document.ItemParent(value.Value)]
		plain := slices.Contains(q.values["item"], value.Value)
		chosen[value.Value] = plain || inherited
		g.Rows = append(g.Rows, facetRow{
			Name: "item", Value: value.Value, Lead: document.ReadingItem(value.Value), Label: v.itemLabel(value),
			Count: value.Count, Indent: strings.Count(value.Value, "("), Checked: plain || inherited, Inherited: inherited && !plain,
			Part: above[value.Value] && !plain && !inherited,
		})
		if (plain || slices.Contains(exact, value.Value)) && hasBelow(f, value.Value) {
			g.Rows = append(g.Rows, facetRow{
				Name: "item_exact", Value: value.Value, Label: v.say.say("filter.only", document.ReadingItem(value.Value)), Count: value.Own,
				Indent: 1 + strings.Count(value.Value, "("), Checked: slices.Contains(exact, value.Value),
			})
		}
	}
	g.Chosen = len(q.values["item"]) + len(exact)
	if f.WithoutValue > 0 {
		g.Notes = append(g.Notes, v.say.count("without.item", f.WithoutValue))
	} else if total > 0 {
		g.Notes = append(g.Notes, v.say.say("every.item"))
	}
	return v.withRest(g, f)
}

// itemLabel is the title of an item. The searcher's own label serves where no agenda is held to contradict it.
func (v *view) itemLabel(value search.FacetValue) string {
	if title := v.itemTitle(value.Value); title != "" || len(v.corpus.Agendas) > 0 || value.Label == value.Value {
		return title
	}
	return value.Label
}

func hasBelow(f search.Facet, item string) bool {
	return slices.ContainsFunc(f.Values, func(value search.FacetValue) bool { return document.ItemParent(value.Value) == item })
}

// referenceGroup joins resolutions and decisions, whose kind is part of their name.
func (v *view) referenceGroup(q question, resolutions, decisions search.Facet) facetGroup {
	g := facetGroup{Title: v.say.say("facet.references"), Explicit: true, ExplicitOn: q.ExplicitOnly}
	for _, f := range []search.Facet{resolutions, decisions} {
		for _, value := range f.Values {
			g.Rows = append(g.Rows, facetRow{
				Name: f.Field, Value: value.Value, Label: v.say.valueName(f.Field, value.Value, v.home), Count: value.Count, Checked: value.Selected,
			})
		}
		g.Chosen += len(q.values[f.Field])
		if f.WithoutValue > 0 {
			g.Notes = append(g.Notes, v.say.count("without."+f.Field, f.WithoutValue))
		}
		g = v.withRest(g, f)
	}
	slices.SortStableFunc(g.Rows, func(a, b facetRow) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(document.NaturalKey(a.Value), document.NaturalKey(b.Value)))
	})
	return g.fold()
}

func (v *view) flatGroup(q question, title string, f search.Facet) facetGroup {
	g := facetGroup{Title: v.say.say(title), Chosen: len(q.values[f.Field])}
	for _, value := range f.Values {
		row := facetRow{Name: f.Field, Value: value.Value, Label: labelOf(value), Count: value.Count, Checked: value.Selected}
		switch f.Field {
		case "document":
			row.Label, row.Under = value.Value, labelOf(value)
		case "kind":
			row.Label = v.kindLabel(value.Value)
		case "session":
			row.Label = v.sessionLabel(value)
		case "article":
			row.Label = v.say.valueName(f.Field, value.Value, v.home)
			row.Indent = min(1, strings.Count(value.Value, "("))
		}
		g.Rows = append(g.Rows, row)
	}
	if f.WithoutValue > 0 && v.say.has("without."+f.Field+".other") {
		g.Notes = append(g.Notes, v.say.count("without."+f.Field, f.WithoutValue))
	}
	return v.withRest(g, f).fold()
}

// dateGroup offers the years there are, and a range of days.
func (v *view) dateGroup(q question, years search.Facet) facetGroup {
	g := v.flatGroup(q, "facet.date", years)
	g.Days, g.From, g.To = true, q.values.Get("date_from"), q.values.Get("date_to")
	return g
}

// withRest tells how many values the searcher did not list.
func (v *view) withRest(g facetGroup, f search.Facet) facetGroup {
	if f.Other > 0 {
		g.Notes = append(g.Notes, v.say.count("filter.rest", f.Other))
	}
	return g
}

// fold puts all but the first values behind "12 more". Chosen ones stay in view.
func (g facetGroup) fold() facetGroup {
	if len(g.Rows) <= shownValues+1 {
		return g
	}
	rows := g.Rows
	g.Rows = nil
	for i, row := range rows {
		if i < shownValues || row.Checked {
			g.Rows = append(g.Rows, row)
		} else {
			g.More = append(g.More, row)
		}
	}
	return g
}

// kindLabel names a kind of text, also where the index holds none of it.
func (v *view) kindLabel(kind string) string {
	if key := "label." + kind; v.say.has(key) {
		return v.say.say(key)
	}
	return kind
}

// sessionLabel is the name of a session, or its number where it has many.
func (v *view) sessionLabel(value search.FacetValue) string {
	if v.manyNames(value.Value) {
		return v.say.say("body.session", value.Value)
	}
	return labelOf(value)
}

// manyNames reports whether a session that has a number may be named in several languages, by the documents of the answer.
func (v *view) manyNames(session string) bool {
	_, err := strconv.Atoi(session)
	return err == nil && v.languages > 1
}

// languagesIn is the number of languages that units found are in: those chosen, or all that there are.
func languagesIn(facets []search.Facet) int {
	held, chosen := 0, 0
	for _, f := range facets {
		if f.Field != "lang" {
			continue
		}
		for _, value := range f.Values {
			if value.Count > 0 {
				held++
			}
			if value.Selected {
				chosen++
			}
		}
	}
	return cmp.Or(chosen, held)
}

func labelOf(value search.FacetValue) string { return cmp.Or(value.Label, value.Value) }

// chip is a filter that holds, with the address of the page without it.
type chip struct {
	Text   string
	Detail string // in lighter type behind the text
	Remove string

	without address
}

// filterNames are the parameters that narrow, in the order of the chips.
var filterNames = []string{
	"item", "item_exact", "stated_item", "stated_item_exact", "resolution", "decision", "symbol", "article", "article_exact",
	"document", "kind", "type", "body", "session", "year", "date_from", "date_to", "mentioned_from", "mentioned_to", "lang", "number",
	"section", "title", "has", "ref",
}

// unfoldedChip says which hit is unfolded.
func (v *view) unfoldedChip(q question) []chip {
	if q.unfold == "" {
		return nil
	}
	without := v.here.set("unfold", "")
	return []chip{{Text: v.say.say("chip.unfold."+string(q.Fold), citationOf(*q.Unfold)), Remove: without.String(), without: without}}
}

// chips are the filters of a question, in words.
func (v *view) chips(values url.Values, facets []search.Facet) []chip {
	var out []chip
	for _, not := range []string{"", "not_"} {
		for _, name := range filterNames {
			for _, value := range values[not+name] {
				c := v.chip(name, value, facets)
				if not != "" {
					c.Text = v.say.say("chip.not", c.Text)
				}
				c.without = v.here.drop(not+name, value)
				c.Remove = c.without.String()
				out = append(out, c)
			}
		}
	}
	return out
}

func (v *view) chip(name, value string, facets []search.Facet) chip {
	c := chip{}
	text := value
	switch name {
	case "item", "item_exact", "stated_item", "stated_item_exact":
		c.Detail = v.itemTitle(value)
		text = document.ReadingItem(value)
	case "resolution", "decision":
		text = v.say.valueName(name, value, v.home)
	case "article", "article_exact":
		name, text = "article", v.say.valueName("article", value, v.home)
	case "has":
		c.Text = v.say.say("chip.has." + value)
		return c
	case "kind":
		text = v.kindLabel(value)
	case "session":
		if !v.manyNames(value) {
			text = cmp.Or(facetLabel(facets, name, value), value)
		}
	case "body", "lang", "type":
		text = cmp.Or(facetLabel(facets, name, value), value)
	case "date_from", "date_to", "mentioned_from", "mentioned_to":
		text = v.say.day(value)
	case "ref":
		c.Text = v.say.say("chip.ref")
		return c
	}
	c.Text = v.say.say("chip."+name, text)
	return c
}

// facetLabel is the label of a value, if a facet of the answer lists it.
func facetLabel(facets []search.Facet, field, value string) string {
	for _, f := range facets {
		if f.Field != field {
			continue
		}
		for _, known := range f.Values {
			if known.Value == value && known.Label != known.Value {
				return known.Label
			}
		}
	}
	return ""
}

// hidden are the parameters that the form must carry although none of its controls shows them.
func hidden(values url.Values, groups []facetGroup) []pair {
	shown := map[pair]bool{}
	for _, g := range groups {
		for _, row := range slices.Concat(g.Rows, g.More) {
			shown[pair{row.Name, row.Value}] = true
		}
		if g.Explicit {
			shown[pair{"ref", "explicit"}] = true
		}
		if g.Days {
			shown[pair{"date_from", g.From}], shown[pair{"date_to", g.To}] = true, true
		}
	}
	var out []pair
	for _, name := range slices.Sorted(maps.Keys(values)) {
		for _, value := range values[name] {
			if name != "q" && name != "cursor" && name != "unfold" && !shown[pair{name, value}] {
				out = append(out, pair{name, value})
			}
		}
	}
	return out
}
