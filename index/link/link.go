// Package link is the only stage that sees several documents. It gives a document the symbol that its masthead lost, lets the
// sections of a document inherit the agenda item under whose Documentation list they stand, puts titles on agenda tags, and
// notes where documents contradict one another.
//
// Documents are learnt first, each by a small [Profile], then settled together, and linked one by one: see [Linker].
package link

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/index/symbol"
)

// Profile is what the others need to know of a document: its header, its headings, and the symbol to which the footnote of its
// agenda line points. It is small beside the document.
type Profile struct {
	document.Header
	Headings     []string
	AgendaSymbol string // of the agenda that the masthead cites, "" where it cites none
	Path         string // name of the source, unique
	Text         string // a sum of its words, to know copies by
}

// ProfileOf makes the profile of a document.
func ProfileOf(d document.Document) Profile {
	p := Profile{Header: d.Header, Path: d.Source, Text: textOf(d)}
	marks := map[int]bool{} // units whose footnote may name the agenda
	for _, u := range d.Units {
		switch {
		case u.Kind == document.Heading && u.Level <= 2 && len(p.Headings) < 200:
			p.Headings = append(p.Headings, u.Text)
		case u.Kind == document.Frontmatter && u.Role == "agenda_line":
			marks[u.Seq] = true
		case u.Kind == document.Footnote && marks[u.FootnoteOf] && p.AgendaSymbol == "":
			if found := symbol.Find(u.Text); len(found) > 0 {
				p.AgendaSymbol = found[0].Symbol.String()
			}
		}
	}
	return p
}

// Linker links documents with one another. The zero value is not usable; see [New]. It is not safe for concurrent use, save
// that Link may run in parallel once Settle has returned.
type Linker struct {
	profiles map[string]Profile // by path
	own      map[string]ownSymbol
	agendas  []*agenda
	listing  map[string][]listing // by listed symbol
	// misprinted are the symbols that documents print and do not bear, by path; see contested.
	misprinted map[string]string
}

// ownSymbol is the symbol given to a document, and why.
type ownSymbol struct{ symbol, via, evidence string }

// listing is an entry of a Documentation list: where a document is named.
type listing struct {
	agenda *agenda
	item   string
	entry  string
}

// agenda is a document that is an agenda.
type agenda struct {
	Profile
	symbol string
}

// New returns a Linker that knows no document.
func New() *Linker { return &Linker{profiles: map[string]Profile{}, own: map[string]ownSymbol{}} }

// Documents links the given documents with one another and with no others.
func Documents(docs []document.Document) {
	l := New()
	for _, d := range docs {
		l.Learn(ProfileOf(d))
	}
	l.Settle()
	for i := range docs {
		l.Link(&docs[i])
	}
}

// Learn takes in the profile of a document, in place of an earlier one of the same path. A symbol that needs no other document
// to be known is known at once.
func (l *Linker) Learn(p Profile) {
	l.profiles[p.Path] = p
	delete(l.own, p.Path)
	if own, ok := alone(p); ok {
		l.own[p.Path] = own
	}
}

// Forget drops a document.
func (l *Linker) Forget(path string) {
	delete(l.profiles, path)
	delete(l.own, path)
}

// alone is the symbol that a document has without the others.
func alone(p Profile) (ownSymbol, bool) {
	if p.Symbol != "" && inherent(p.SymbolVia) {
		return ownSymbol{p.Symbol, p.SymbolVia, p.SymbolEvidence}, true
	}
	return fromFileName(p.Path)
}

// Settle gives every learnt document its symbol. It depends on the set of profiles alone, not on the order of learning.
func (l *Linker) Settle() {
	l.own, l.agendas, l.listing, l.misprinted = map[string]ownSymbol{}, nil, map[string][]listing{}, map[string]string{}
	paths := slices.Sorted(maps.Keys(l.profiles))
	for _, path := range paths {
		if own, ok := alone(l.profiles[path]); ok {
			l.own[path] = own
		}
	}
	l.contested(paths)
	l.settleAgendas(paths)
	l.settleListed(paths)
	taken := l.symbolsTaken()
	for _, path := range paths {
		if _, ok := l.own[path]; ok {
			continue
		}
		own := localName(path, false)
		key := document.Key{Symbol: own.symbol, Lang: l.profiles[path].Lang}
		if taken[key] != "" {
			own = localName(path, true)
		}
		taken[key], l.own[path] = path, own
	}
}

// inherent reports whether a symbol is known from the document or its record alone.
func inherent(via string) bool { return via == document.ViaMasthead || via == document.ViaCatalogue }

// settleAgendas finds the symbols of agendas: their entry in their own Documentation list, or the footnote with which other
// documents of the session cite them.
func (l *Linker) settleAgendas(paths []string) {
	for _, path := range paths {
		p := l.profiles[path]
		if len(p.Agenda) == 0 {
			continue
		}
		if _, ok := l.own[path]; !ok {
			if own, ok := listedInItself(p); ok {
				l.own[path] = own
			} else if own, ok := l.citedAsAgenda(p, paths); ok {
				l.own[path] = own
			}
		}
		a := &agenda{Profile: p, symbol: l.own[path].symbol}
		l.agendas = append(l.agendas, a)
		walk(p.Agenda, func(item document.AgendaItem) {
			for _, e := range item.Documentation {
				if e.Symbol != "" {
					l.listing[e.Symbol] = append(l.listing[e.Symbol], listing{a, item.Item, e.Entry})
				}
			}
		})
	}
}

// walk visits all items of an agenda in order.
func walk(items []document.AgendaItem, visit func(document.AgendaItem)) {
	for _, item := range items {
		visit(item)
		walk(item.Children, visit)
	}
}

// listedInItself finds an agenda's own entry: "Annotated provisional agenda (CTOC/COP/2024/1)" under its item 1 (c).
func listedInItself(p Profile) (own ownSymbol, ok bool) {
	walk(p.Agenda, func(item document.AgendaItem) {
		for _, e := range item.Documentation {
			if e.Symbol != "" && !ok && fold(e.Entry) == fold(p.Title) {
				own = ownSymbol{e.Symbol, document.ViaDocumentation, "its own entry “" + e.Entry + "” under item " + item.Item}
				ok = true
			}
		}
	})
	return own, ok
}

// citedAsAgenda finds the one symbol with which documents of the same session cite their agenda.
func (l *Linker) citedAsAgenda(p Profile, paths []string) (ownSymbol, bool) {
	found := ""
	from := ""
	for _, path := range paths {
		other := l.profiles[path]
		if other.AgendaSymbol == "" || path == p.Path || !sameSession(p, other) {
			continue
		}
		if found != "" && found != other.AgendaSymbol {
			return ownSymbol{}, false
		}
		found, from = other.AgendaSymbol, cmp.Or(other.Title, path)
	}
	if found == "" || l.symbolsTaken()[document.Key{Symbol: found, Lang: p.Lang}] != "" {
		return ownSymbol{}, false
	}
	return ownSymbol{found, document.ViaReference, "the footnote to the agenda line of “" + from + "”"}, true
}

// sameSession reports whether two documents are of one session of one body.
func sameSession(a, b Profile) bool {
	if a.Body != b.Body || a.Body == "" && fold(a.BodyName) != fold(b.BodyName) {
		return false
	}
	if a.SessionNumber != 0 && b.SessionNumber != 0 {
		return a.SessionNumber == b.SessionNumber
	}
	return a.SessionFrom != "" && a.SessionFrom == b.SessionFrom || a.Session != "" && fold(a.Session) == fold(b.Session)
}

// symbolsTaken maps every symbol given so far, in its language, to the path of its document.
func (l *Linker) symbolsTaken() map[document.Key]string {
	taken := map[document.Key]string{}
	for path, own := range l.own {
		taken[document.Key{Symbol: own.symbol, Lang: l.profiles[path].Lang}] = path
	}
	return taken
}

// candidate is a symbol that a document without one may bear.
type candidate struct {
	path  string
	score float64
	own   ownSymbol
}

// settleListed gives documents without a symbol the one under which an agenda of their session lists them. The best matches
// go first, and a symbol goes to one document of a language.
func (l *Linker) settleListed(paths []string) {
	var all []candidate
	for _, path := range paths {
		if _, ok := l.own[path]; ok {
			continue
		}
		p := l.profiles[path]
		for _, a := range l.agendas {
			if sameSession(a.Profile, p) || p.AgendaSymbol != "" && p.AgendaSymbol == a.symbol {
				if c, ok := bestEntry(a, p); ok {
					all = append(all, c)
				}
			}
		}
	}
	slices.SortStableFunc(all, func(a, b candidate) int {
		return cmp.Or(-cmp.Compare(a.score, b.score), strings.Compare(a.path, b.path))
	})
	taken := l.symbolsTaken()
	for _, c := range all {
		key := document.Key{Symbol: c.own.symbol, Lang: l.profiles[c.path].Lang}
		if _, ok := l.own[c.path]; !ok && taken[key] == "" {
			l.own[c.path], taken[key] = c.own, c.path
		}
	}
}
