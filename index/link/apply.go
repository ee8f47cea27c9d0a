package link

import (
	"fmt"
	"slices"
	"strings"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/index/parse"
	"github.com/plenary-search/plenary/index/symbol"
)

// Link gives d, which must have been learnt, its symbol, and its units the items, titles and agendas that the other documents
// support. Linking a document again gives the same result.
func (l *Linker) Link(d *document.Document) {
	own, ok := l.own[d.Source]
	if !ok {
		return
	}
	d.Symbol, d.SymbolVia, d.SymbolEvidence = own.symbol, own.via, own.evidence
	if printed := l.misprinted[d.Source]; printed != "" {
		warn(d, fmt.Sprintf("prints the symbol %s, as another document with another text does; indexed as %s, which the name of its file spells", printed, own.symbol))
	}
	if d.Body == "" {
		if s, err := symbol.Parse(own.symbol); err == nil {
			d.Body = s.Body()
			if d.BodyName == "" {
				d.BodyName = symbol.BodyName(d.Body)
			}
			parse.Cite(d) // "resolution 7/1" is of this body
		}
	}
	d.Related = related(d)
	compareDraft(d)
	listed := l.listings(d.Header)
	a := l.agendaOf(d.Source, listed)
	l.retag(d, a, listed)
	if a != nil {
		nameAgenda(d, a)
	}
	compare(d, a, listed)
}

// listings are the entries that name a document: by its symbol, by a half of a joint one, or by the base of a changed one.
func (l *Linker) listings(h document.Header) []listing {
	if out := l.listing[h.Symbol]; out != nil {
		return out
	}
	s, err := symbol.Parse(h.Symbol)
	if err != nil {
		return nil
	}
	for _, half := range s.Halves() {
		if out := l.listing[half.String()]; out != nil {
			return out
		}
	}
	return l.listing[s.Base().String()]
}

// agendaOf is the agenda that a document's items are of: itself, the one that its masthead cites, that lists it, or the only
// one of its session.
func (l *Linker) agendaOf(path string, listed []listing) *agenda {
	var session []*agenda
	p := l.profiles[path]
	for _, a := range l.agendas {
		switch {
		case a.Path == path, p.AgendaSymbol != "" && a.symbol == p.AgendaSymbol:
			return a
		case sameSession(a.Profile, p):
			session = append(session, a)
		}
	}
	if len(listed) > 0 {
		return listed[0].agenda
	}
	if len(session) == 1 && p.AgendaSymbol == "" {
		return session[0]
	}
	return nil
}

// retag narrows the items of the body to those under which an agenda lists the document, section by section where the
// entries tell the sections apart.
func (l *Linker) retag(d *document.Document, a *agenda, listed []listing) {
	if a != nil && a.Path == d.Source {
		listed = nil // an agenda's units belong to the items of its own sections
	}
	sections := sectionItems(l.profiles[d.Source].Headings, listed)
	for i := range d.Units {
		u := &d.Units[i]
		if u.Kind == document.Frontmatter || u.Kind == document.Footnote {
			continue
		}
		own, text := statedTags(u)
		narrow := narrowed(u, sections, listed, d.MastheadItems)
		switch {
		case len(own) == 0 && len(narrow) > 0:
			own = narrow
		case len(own) == 0:
			own = u.StatedItems
		}
		if len(text) > 0 {
			own = slices.DeleteFunc(slices.Clone(own), func(t document.AgendaTag) bool { return t.Via == document.ViaMasthead })
		}
		u.Items = document.MergeTags(text, own)
	}
}

// statedTags are the tags of a unit from its own section or table, and from its own words.
func statedTags(u *document.Unit) (own, text []document.AgendaTag) {
	for _, t := range u.StatedItems {
		if t.Via == document.ViaSection || t.Via == document.ViaTable {
			own = append(own, t)
		}
	}
	for _, t := range u.Items {
		if t.Via == document.ViaText {
			text = append(text, t)
		}
	}
	return own, text
}

// narrowed are the tags that the Documentation lists support for a unit: the item of its section, or the only item under
// which the document is listed, or, where its masthead names none, all of them.
func narrowed(u *document.Unit, sections map[string]listing, listed []listing, masthead []string) []document.AgendaTag {
	path := append(u.Section[:len(u.Section):len(u.Section)], u.Text)
	if u.Kind != document.Heading {
		path = u.Section
	}
	for i := len(path) - 1; i >= 0; i-- {
		if at, ok := sections[path[i]]; ok {
			return []document.AgendaTag{at.tag()}
		}
	}
	items := map[string]bool{}
	var tags []document.AgendaTag
	for _, at := range listed {
		if !items[at.item] {
			items[at.item] = true
			tags = append(tags, at.tag())
		}
	}
	if len(tags) == 1 || len(masthead) == 0 {
		return tags
	}
	return nil
}

// tag says that a listing puts a unit under its item.
func (at listing) tag() document.AgendaTag {
	return document.AgendaTag{Item: at.item, Title: titleOf(at.agenda.Agenda, at.item), Agenda: at.agenda.symbol, Via: document.ViaDocumentation,
		Evidence: fmt.Sprintf("%s, item %s: “%s”", at.agenda.name(), at.item, at.entry)}
}

// titleOf is the title of an item, "" where the agenda has no such item.
func titleOf(items []document.AgendaItem, item string) (title string) {
	walk(items, func(i document.AgendaItem) {
		if i.Item == item {
			title = i.Title
		}
	})
	return title
}

// nameAgenda puts the symbol and the titles of the agenda on all tags of its items. Units share the tags that the masthead
// gave them, so tags are copied before they are changed.
func nameAgenda(d *document.Document, a *agenda) {
	fill := func(tags []document.AgendaTag) []document.AgendaTag {
		out := slices.Clone(tags)
		for i := range out {
			t := &out[i]
			title := titleOf(a.Agenda, t.Item)
			if title == "" {
				continue
			}
			if t.Agenda == "" {
				t.Agenda = a.symbol
			}
			if t.Title == "" && t.Agenda == a.symbol {
				t.Title = title
			}
		}
		return out
	}
	for i := range d.Units {
		d.Units[i].Items, d.Units[i].StatedItems = fill(d.Units[i].Items), fill(d.Units[i].StatedItems)
	}
}

// compare notes where a document and its agenda contradict one another: an editor's list, not the index's.
func compare(d *document.Document, a *agenda, listed []listing) {
	if a == nil || a.Path == d.Source {
		return
	}
	for _, item := range d.MastheadItems {
		if titleOf(a.Agenda, item) == "" {
			warn(d, fmt.Sprintf("the masthead names item %s, which %s does not have", document.ReadingItem(item), a.name()))
		}
	}
	compareTitles(d, a)
	if len(d.MastheadItems) == 0 {
		return
	}
	for _, at := range listed {
		if at.agenda == a && !covered(at.item, d.MastheadItems) {
			warn(d, fmt.Sprintf("%s lists the document under item %s, which its masthead does not name", a.name(), document.ReadingItem(at.item)))
		}
	}
}

// compareTitles notes item titles in the masthead that are not those of the agenda's items: numbers shift from one agenda to
// the next, and the title is the check.
func compareTitles(d *document.Document, a *agenda) {
	for _, u := range d.Units {
		if u.Role != "agenda_item_title" || len(u.Items) != 1 {
			continue
		}
		item := u.Items[0].Item
		want := titleOf(a.Agenda, item)
		if want != "" && !shareWords(want, u.Text) {
			warn(d, fmt.Sprintf("the masthead's title of item %s, “%s”, is not that of %s, “%s”", document.ReadingItem(item), u.Text, a.name(), want))
		}
	}
}

// shareWords reports whether half of the words of the shorter title stand in the longer.
func shareWords(a, b string) bool {
	short, long := wordsOf(a), wordsOf(b)
	if len(short) > len(long) {
		short, long = long, short
	}
	n := 0
	for w := range short {
		if long[w] {
			n++
		}
	}
	return n*2 >= len(short)
}

// covered reports whether an item, one above it or one below it is among the masthead's.
func covered(item string, masthead []string) bool {
	for _, m := range masthead {
		if m == item || strings.HasPrefix(item, m+"(") || strings.HasPrefix(m, item+"(") {
			return true
		}
	}
	return false
}

func warn(d *document.Document, s string) {
	if !slices.Contains(d.Warnings, s) {
		d.Warnings = append(d.Warnings, s)
	}
}
