package parse

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/index/extract"
)

var (
	agendaTitle = regexp.MustCompile(`(?i)^(?:(?:draft|revised|adopted|preliminary|supplementary|annotated|provisional|proposed) ?,?(?:and )?)*(?:agenda|list of items)\b`)
	listSymbol  = regexp.MustCompile(`\s*\(([^()]*(?:\([^()]*\)[^()]*)*)\)[.;]?$`)
	listRemark  = regexp.MustCompile(`^(.*\))\s*(?:\([^()]*\)|\[[^\[\]]*\])[.;]?$`) // "(CAC/COSP/2023/CRP.1) (in English only)"
)

// isAgendaTitle reports whether a title is that of an agenda.
func isAgendaTitle(title string) bool {
	return len(title) < 200 && agendaTitle.MatchString(title)
}

// agendaReader reads the agenda that a document is: the list of its items, then their titles as headings of the
// annotations, the documents listed under them, and their sittings.
type agendaReader struct {
	items []document.AgendaItem
	// state is what comes next: nothing, the first entry of the list, or further entries.
	state agendaState
	// annotated is true where the annotations stand between the entries, so that the entries are headings.
	annotated bool
	// adopted is true of the agenda that a report quotes: "adopted the following agenda:". It gives titles to items, but is not
	// the agenda of the session as a document.
	adopted bool
}

type agendaState int

const (
	noAgenda agendaState = iota
	awaitingList
	inList
	listDone
)

// expect says that the list of items may begin with the next paragraph.
func (a *agendaReader) expect() {
	if a.state == noAgenda {
		a.state = awaitingList
	}
}

// quotesAgenda ends the paragraph before the list of items that a report quotes.
var quotesAgenda = regexp.MustCompile(`\bagenda\b[^.;:]{0,120}:$`)

// announce says that the list of items may begin with the next paragraph and with no other, since text ends as those
// words do that a report quotes an adopted agenda with.
func (a *agendaReader) announce(text string) {
	switch {
	case a.state == noAgenda && strings.HasSuffix(text, ":") && quotesAgenda.MatchString(text):
		a.state, a.adopted = awaitingList, true
	case a.adopted && a.state == awaitingList:
		a.state, a.adopted = noAgenda, false
	}
}

// end says that no further entries of an adopted agenda come.
func (a *agendaReader) end() {
	if a.adopted && a.state == inList {
		a.state = listDone
	}
}

// heading says that a part of the agenda begins.
func (a *agendaReader) heading(text string) {
	switch {
	case len(a.items) > 0 || strings.HasPrefix(strings.ToLower(text), "annot"):
		if a.state == inList || len(a.items) > 0 {
			a.state = listDone
		}
	default:
		a.state = awaitingList
	}
}

// entry takes pa for the next entry of the list of items if it is that: "1." first, then numbers and letters in sequence.
func (a *agendaReader) entry(pa *para) (item string, ok bool) {
	if a.state != awaitingList && a.state != inList || pa.kind == extract.TableRow || pa.kind == extract.Heading || pa.label.bare(pa.text) {
		return "", false
	}
	switch pa.label.form {
	case arabicLabel:
		if a.adopted && len(a.items) > 0 && strings.Contains(itemTitle(pa), ". ") {
			break // the next paragraph of the report
		}
		if pa.label.n == len(a.items)+1 {
			a.state = inList
			a.items = append(a.items, document.AgendaItem{Item: strconv.Itoa(pa.label.n), Title: itemTitle(pa)})
			return a.items[len(a.items)-1].Item, true
		}
	case bracketLabel:
		if a.state == inList && len(a.items) > 0 {
			if item := a.subEntry(pa); item != "" {
				return item, true
			}
		}
	}
	if a.state == inList && pa.label.form == arabicLabel {
		a.state = listDone
	}
	return "", false
}

// subEntry adds a sub-item, or one below it where the letter is out of turn and a Roman number.
func (a *agendaReader) subEntry(pa *para) string {
	top := &a.items[len(a.items)-1]
	if n := len(top.Children); n < 26 && pa.label.value == string(rune('a'+n)) {
		top.Children = append(top.Children, document.AgendaItem{Item: top.Item + "(" + pa.label.value + ")", Title: itemTitle(pa)})
		return top.Children[n].Item
	}
	if n := len(top.Children); n > 0 && strings.Trim(pa.label.value, "ivx") == "" {
		sub := &top.Children[n-1]
		sub.Children = append(sub.Children, document.AgendaItem{Item: sub.Item + "(" + pa.label.value + ")", Title: itemTitle(pa)})
		return sub.Children[len(sub.Children)-1].Item
	}
	return ""
}

// itemTitle is the title of an entry without enumerator and final punctuation.
func itemTitle(pa *para) string {
	title := strings.TrimSpace(strings.TrimPrefix(pa.text, pa.label.text))
	return strings.TrimRight(title, ".;: ")
}

// agendaEntry makes the unit of an entry of the list.
func (o *outliner) agendaEntry(pa *para, item string) {
	if o.agenda.annotated {
		h := heading{rank: rankItem, text: pa.text, label: pa.label, item: item}
		if pa.label.form == bracketLabel {
			h.rank = rankSubItem
		}
		o.heading(pa, h)
		return
	}
	if o.inDocuments() {
		o.open = o.open[:len(o.open)-1]
	}
	u := document.Unit{Kind: document.ListItem, Text: pa.text, Label: pa.label.text, Section: o.path(), FootnoteMark: pa.marks, Page: pa.page, PageBreaks: pa.breaks}
	u.StatedItems = []document.AgendaTag{{Item: item, Title: o.agenda.title(item), Via: document.ViaSection, Evidence: "entry “" + pa.text + "” of the agenda"}}
	u.Anchor = "agenda-" + itemAnchor(item)
	o.add(u)
}

// annotatedFrom reports whether prose stands between the entry at i and the next: the entries are then the headings of their
// annotations.
func (o *outliner) annotatedFrom(i int) bool {
	for j := i + 1; j < len(o.paras) && j < i+15; j++ {
		switch pa := &o.paras[j]; {
		case pa.kind == extract.Note:
		case pa.kind != extract.Text && pa.kind != extract.ListEntry, pa.label.form == arabicLabel, knownHeading(pa.text) > 0:
			return false
		case pa.label.form == noLabel && endsSentence(pa.text) && len(pa.text) >= 80:
			return true
		}
	}
	return false
}

// named records an item that only its own heading names, as agendas without a list do.
func (a *agendaReader) named(item, title string) {
	if findItem(a.items, item) != nil {
		return
	}
	entry := document.AgendaItem{Item: item, Title: strings.TrimRight(title, ".;: ")}
	if parent := findItem(a.items, document.ItemParent(item)); parent != nil {
		parent.Children = append(parent.Children, entry)
		return
	}
	a.items = append(a.items, entry)
}

// headed returns the item whose title pa is, as a heading of the annotations. The enumerator must be the item's and the
// title the same but for case, quotation marks and punctuation; a long title may be cut, or carry a remark.
func (a *agendaReader) headed(pa *para, current string) (item string, r rank) {
	if len(a.items) == 0 || a.state == awaitingList || pa.kind == extract.TableRow {
		return "", 0
	}
	switch pa.label.form {
	case arabicLabel:
		item = strconv.Itoa(pa.label.n)
		r = rankItem
	case bracketLabel:
		top := current
		for document.ItemParent(top) != "" {
			top = document.ItemParent(top)
		}
		if top == "" {
			return "", 0
		}
		item, r = top+"("+pa.label.value+")", rankSubItem
	default:
		return "", 0
	}
	found := findItem(a.items, item)
	if found == nil || !sameTitle(found.Title, itemTitle(pa)) {
		return "", 0
	}
	return item, r
}

// sameTitle compares titles by their words. One may stop early, if what it has is long enough to be no accident.
func sameTitle(a, b string) bool {
	a, b = foldTitle(a), foldTitle(b)
	if a == b {
		return a != ""
	}
	short, long := a, b
	if len(short) > len(long) {
		short, long = long, short
	}
	return len(short) >= 20 && len(short)*2 >= len(long) && strings.HasPrefix(long, short+" ")
}

// foldTitle keeps the words of a title, in lower case.
func foldTitle(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")
}

// findItem is the entry of an item, nil where the agenda has none.
func findItem(items []document.AgendaItem, item string) *document.AgendaItem {
	for i := range items {
		if items[i].Item == item {
			return &items[i]
		}
		if strings.HasPrefix(item, items[i].Item+"(") {
			return findItem(items[i].Children, item)
		}
	}
	return nil
}

func (a *agendaReader) title(item string) string {
	if e := findItem(a.items, item); e != nil {
		return e.Title
	}
	return ""
}

// listed records an entry of the Documentation list under an item, once for each symbol at its end.
func (a *agendaReader) listed(item, text string) {
	e := findItem(a.items, item)
	if e == nil {
		return
	}
	m := listSymbol.FindStringSubmatchIndex(text)
	if r := listRemark.FindStringSubmatch(text); r != nil && (m == nil || len(symbolsIn(text[m[2]:m[3]])) == 0) {
		m = listSymbol.FindStringSubmatchIndex(r[1])
	}
	if m == nil {
		e.Documentation = append(e.Documentation, document.Listed{Entry: text})
		return
	}
	symbols := symbolsIn(text[m[2]:m[3]])
	for _, s := range symbols {
		e.Documentation = append(e.Documentation, document.Listed{Symbol: s, Entry: strings.TrimSpace(text[:m[0]])})
	}
	if len(symbols) == 0 {
		e.Documentation = append(e.Documentation, document.Listed{Entry: text})
	}
}

// sitting records a slot of the timetable, and the shorter title that the timetable uses.
func (a *agendaReader) sitting(item string, slot document.Slot, cells []string, column int) {
	e := findItem(a.items, item)
	if e == nil {
		return
	}
	e.Sittings = append(e.Sittings, slot)
	if column+1 >= len(cells) || e.Short != "" {
		return
	}
	short := strings.TrimSpace(strings.TrimSuffix(cells[column+1], "(continued)"))
	if short != "" && len(short) < len(e.Title) && foldTitle(short) != foldTitle(e.Title) {
		e.Short = short
	}
}
