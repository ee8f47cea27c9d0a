package web

import (
	"cmp"
	"strings"

	"github.com/plenary-search/plenary/index/document"
)

// startPage is the page without a question.
type startPage struct {
	frame
	Examples      []example
	AgendaTitle   string
	AgendaPlace   string
	Agenda        []agendaRow
	Holdings      []holding
	Documents     []documentLine
	MoreDocuments string
	Missing       []missingDocument
	MissingTitle  string
}

// agendaRow is an item in the table of contents.
type agendaRow struct {
	Item, Title, Href string
	When              string // first sitting
	Count             int
	Sub               bool
}

type holding struct {
	Text    string
	Count   int
	New     bool // begins another group
	Implied bool
}

type documentLine struct{ Href, Symbol, Title, Note string }

func (v *view) start() startPage {
	p := startPage{Examples: v.corpus.examples}
	p.frame = v.frame("start", "")
	p.Title = v.say.say("title.start")
	p.Skips = []skip{{"#q", v.say.say("skip.search")}}
	v.addAgenda(&p)
	p.Holdings = v.holdings()
	for _, h := range v.corpus.documents {
		p.Documents = append(p.Documents, v.documentLine(h))
	}
	if more := v.corpus.Documents - len(p.Documents); more > 0 {
		p.MoreDocuments = v.say.count("start.more.documents", more)
	}
	if p.Missing = v.corpus.missing; len(p.Missing) > 0 {
		p.MissingTitle = v.say.count("start.missing", len(p.Missing))
	}
	return p
}

// addAgenda makes the table of contents out of the newest agenda.
func (v *view) addAgenda(p *startPage) {
	agenda := v.corpus.agenda
	if agenda.Symbol == "" {
		return
	}
	p.AgendaTitle = v.say.say("start.agenda")
	if agenda.Session != "" {
		p.AgendaTitle = v.say.say("start.agenda.of", lowerFirst(agenda.Session))
	}
	p.AgendaPlace = agenda.Place
	if agenda.SessionFrom != "" {
		p.AgendaPlace = strings.TrimPrefix(p.AgendaPlace+", "+v.say.days(agenda.SessionFrom, agenda.SessionTo), ", ")
	}
	var add func(items []document.AgendaItem, sub bool)
	add = func(items []document.AgendaItem, sub bool) {
		for _, item := range items {
			row := agendaRow{Item: document.ReadingItem(item.Item), Title: item.Title, Count: v.corpus.items[item.Item], Sub: sub}
			row.Href = placeIn(agenda, item.Item).path()
			if sub {
				row.Title = cmp.Or(item.Short, item.Title)
			}
			if len(item.Sittings) > 0 {
				row.When = v.say.sitting(item.Sittings[0])
			}
			p.Agenda = append(p.Agenda, row)
			add(item.Children, true)
		}
	}
	add(agenda.Agenda, false)
}

func (v *view) holdings() []holding {
	out := []holding{{Text: v.say.plain("holds.documents", v.corpus.Documents), Count: v.corpus.Documents}}
	for _, kind := range v.corpus.kinds {
		out = append(out, holding{Text: v.say.plain("holds."+kind.Value, kind.Count), Count: kind.Count})
	}
	if c := v.corpus.cited; c.texts > 0 {
		out = append(out, holding{Text: v.say.say("holds.cited"), Count: c.texts, New: true})
		if c.complete {
			out = append(out, holding{Text: v.say.say("holds.mentions"), Count: c.mentions},
				holding{Text: v.say.say("holds.implied"), Count: c.implied, Implied: true})
		}
	}
	return out
}

// documentNote is the line under the title of a document: kind, date, reissue.
func (v *view) documentNote(h document.Header) string {
	var parts []string
	if h.Type != "" && h.Type != h.Title {
		parts = append(parts, isolate(h.Type))
	}
	if h.Date != "" {
		parts = append(parts, v.say.day(h.Date))
	}
	note := strings.Join(parts, ", ")
	if h.Reissued != "" {
		note = v.say.say("holds.reissued", note, v.say.day(h.Reissued))
	}
	return note
}

// isolate keeps the writing direction of a text from its surroundings, where no element can.
func isolate(s string) string { return "\u2068" + s + "\u2069" }

func lowerFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}
