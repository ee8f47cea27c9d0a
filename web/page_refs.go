package web

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/plenary-search/plenary/index/citation"
	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/index/symbol"
	"github.com/plenary-search/plenary/search"
)

// reference is a reference where it stands in a text. Solid is printed, dotted is concluded.
type reference struct {
	Href    string
	Label   string // what is referred to: "Resolution 11/5"
	Implied bool
	Tight   bool // short enough to be kept on one line
}

// cited is one row of the references beside a text: everything that it says of one resolution, document or article.
type cited struct {
	Href    string
	Label   string
	Named   int
	Implied []string // the words that stand for it, each once
	Assumed bool     // its body is assumed from the document
	Missing bool     // a document that is not held here
	Note    bool     // Missing is said here, for this document and those just above it
}

// maxMargin is the number of references that the margin shows before "4 more".
const maxMargin = 5

// maxTight is the longest reference, in characters, that is kept on one line at the narrowest width.
const maxTight = 22

// longestBody is the longest name of a body, in characters, that a reference is given with; beyond it the code serves.
const longestBody = 40

// A library finds out which documents are held. It remembers for the length of one request.
type library struct {
	ctx      context.Context
	searcher search.Searcher
	known    map[string]string // address of the document view by symbol, "" where it is not held
}

func newLibrary(ctx context.Context, searcher search.Searcher) *library {
	return &library{ctx: ctx, searcher: searcher, known: map[string]string{}}
}

// path is the address of the document view of a symbol, in the given language if there is a choice; "" where the
// document is not held.
func (l *library) path(symbol string, lang document.Language) string {
	id := symbol + "@" + string(lang)
	if path, ok := l.known[id]; ok {
		return path
	}
	headers, err := l.searcher.Resolve(l.ctx, symbol)
	if err != nil || len(headers) == 0 {
		l.known[id] = ""
		return ""
	}
	best := headers[0]
	if i := slices.IndexFunc(headers, func(h document.Header) bool { return h.Lang == lang }); i >= 0 {
		best = headers[i]
	}
	l.known[id] = documentPath(best.Key())
	return l.known[id]
}

// refName is a reference for people. The body is left out where it is the reader's own, as the documents themselves do.
func (p *phrases) refName(kind citation.Kind, body, instrument, id, home string) string {
	switch kind {
	case citation.Resolution, citation.Decision:
		id = strings.ReplaceAll(id, " ", "\u00a0")
		if body == "" || body == home {
			return p.say("ref."+string(kind), id)
		}
		if name := symbol.BodyName(body); name != "" && utf8.RuneCountInString(name) <= longestBody {
			body = name
		}
		return p.say("ref."+string(kind)+".of", body, id)
	case citation.Article, citation.Rule, citation.Paragraph:
		id = document.ReadingItem(id)
		if instrument == "" {
			return p.say("ref."+string(kind)+".bare", id)
		}
		return p.say("ref."+string(kind), instrument, id)
	}
	return id
}

// valueName is the name of a facet value or filter value of a reference field: "CTOC/COP 7/1", "UNTOC article 36(1)".
func (p *phrases) valueName(field, value, home string) string {
	switch field {
	case "resolution", "decision":
		body, id, ok := strings.Cut(value, " ")
		if !ok || !strings.ContainsAny(id, "0123456789") || strings.HasPrefix(id, "(") {
			body, id = "", value
		}
		return p.refName(citation.Kind(field), body, "", id, home)
	case "article":
		for _, kind := range []citation.Kind{citation.Article, citation.Rule, citation.Paragraph} {
			if instrument, id, ok := strings.Cut(" "+value, " "+string(kind)+" "); ok {
				return p.refName(kind, "", strings.TrimSpace(instrument), id, home)
			}
		}
	}
	return value
}

// refField is the search parameter that finds units with a citation of this kind.
func refField(kind citation.Kind) string {
	switch kind {
	case citation.Resolution, citation.Decision:
		return string(kind)
	case citation.Document:
		return "symbol"
	}
	return "article"
}

// refSpans are the references of a unit where they stand in its text. Members of a list that share their words make one
// reference, to all of them.
func (v *view) refSpans(h document.Header, u document.Unit) []span {
	var spans []span
	list := u.Citations
	for len(list) > 0 {
		n := 1
		for n < len(list) && list[n].Start == list[0].Start && list[n].End == list[0].End {
			n++
		}
		shared := list[:n]
		list = list[n:]
		first := shared[0]
		if first.Start >= first.End || first.End > len(u.Text) || len(spans) > 0 && spans[len(spans)-1].end > first.Start {
			continue // nothing to underline, or inside what is underlined already
		}
		spans = append(spans, span{start: first.Start, end: first.End, ref: v.reference(h, u, shared)})
	}
	return spans
}

func (v *view) reference(h document.Header, u document.Unit, shared []citation.Citation) *reference {
	r := &reference{Implied: shared[0].Implied}
	r.Tight = !r.Implied && utf8.RuneCountInString(u.Text[shared[0].Start:shared[0].End]) <= maxTight
	var names, pairs []string
	for _, c := range shared {
		names = append(names, v.say.refName(c.Kind, c.Body, c.Instrument, c.ID, h.Body))
		pairs = append(pairs, refField(c.Kind), c.Value())
	}
	r.Label = strings.Join(names, ", ")
	r.Href = searchFor(pairs...)
	if len(shared) == 1 {
		r.Href, _ = v.viewOf(h, shared[0])
	}
	return r
}

// citedRows are the references of a unit for its margin, in order of first mention.
func (v *view) citedRows(h document.Header, u document.Unit) []cited {
	var rows []cited
	at := map[string]int{}
	for _, c := range u.Citations {
		id := string(c.Kind) + " " + c.Value()
		i, ok := at[id]
		if !ok {
			i = len(rows)
			at[id] = i
			rows = append(rows, v.newCited(h, c))
		}
		words := ""
		if c.Start < c.End && c.End <= len(u.Text) {
			words = u.Text[c.Start:c.End]
		}
		switch {
		case !c.Implied:
			rows[i].Named++
		case !slices.Contains(rows[i].Implied, words):
			rows[i].Implied = append(rows[i].Implied, words)
		}
	}
	for i := range rows {
		rows[i].Note = rows[i].Missing && (i == len(rows)-1 || !rows[i+1].Missing)
	}
	return rows
}

func (v *view) newCited(h document.Header, c citation.Citation) cited {
	row := cited{
		Label: v.say.refName(c.Kind, c.Body, c.Instrument, c.ID, h.Body),
	}
	row.Assumed = c.BodyVia == citation.BodyFromDefault && c.Body != h.Body
	var held bool
	row.Href, held = v.viewOf(h, c)
	row.Missing = c.Kind == citation.Document && !held
	return row
}

// viewOf is the address of the view of what a unit of a document cites, and whether it is held: of the document, or of the resolution or
// decision. Others are searched for.
func (v *view) viewOf(h document.Header, c citation.Citation) (href string, held bool) {
	switch c.Kind {
	case citation.Document:
		if path := v.library.path(c.ID, h.Lang); path != "" {
			return path, true
		}
		return searchFor("q", c.ID), false
	case citation.Resolution, citation.Decision:
		if c.Body != "" {
			return adoptedPath(symbol.Adopted{Kind: string(c.Kind), Body: c.Body, ID: c.ID}), false
		}
	}
	return searchFor(refField(c.Kind), c.Value()), false
}

// besideItems are the items of a unit for a narrow margin: several that are known in the same way make one row.
func (v *view) besideItems(h document.Header, u document.Unit) []tagged {
	rows := v.itemRows(h, u)
	if len(rows) < 2 || slices.ContainsFunc(rows, func(t tagged) bool { return t.Via != rows[0].Via }) {
		return rows
	}
	var items, pairs []string
	for i, row := range rows {
		items = append(items, row.Item)
		pairs = append(pairs, "item", u.Items[i].Item)
	}
	last := len(items) - 1
	all := rows[0]
	all.Item = strings.Join(items[:last], ", ") + v.say.say("and") + items[last]
	all.Href, all.Title, all.Several = searchFor(append(pairs, "sort", string(search.SortDocument))...), "", true
	return []tagged{all}
}

// tagged is an agenda item beside a text, with how it is known.
type tagged struct {
	Href      string
	Item      string // "2 (b)"
	Title     string
	Via       string // in words
	Concluded bool
	Evidence  string
	Several   bool // Item names several items
}

func (v *view) itemRows(h document.Header, u document.Unit) []tagged {
	rows := make([]tagged, 0, len(u.Items))
	for _, tag := range u.Items {
		via := v.say.say("via." + tag.Via)
		if tag.Via == document.ViaDocumentation && tag.Agenda != "" {
			via = v.say.say("via.documentation-list.of", tag.Agenda)
		}
		rows = append(rows, tagged{
			Href: v.itemHref(h, tag), Item: document.ReadingItem(tag.Item), Title: v.shortTitle(tag),
			Via: via, Concluded: tag.Via == document.ViaDocumentation || tag.Via == document.ViaMasthead, Evidence: tag.Evidence,
		})
	}
	return rows
}
