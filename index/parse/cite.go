package parse

import (
	"strconv"
	"strings"

	"github.com/plenary-search/plenary/index/citation"
	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/index/symbol"
)

// Cite sets the references and dates of all units. It is for those who change what references depend on: the body and the
// session of the document, the sections of its units. [Parse] has called it already.
func Cite(d *document.Document) {
	units := make([]citation.Unit, len(d.Units))
	for i, u := range d.Units {
		units[i] = citation.Unit{
			Text:    u.Text,
			Section: u.Section,
			Apart:   !document.RunningText(u.Kind),
			SubItem: u.LeadIn != "",
		}
		if u.Role != roleSymbol { // the document's own symbol is no reference
			units[i].Mentions = citation.Find(u.Text, string(languageOf(d, u)))
		}
	}
	source := citation.Source{Body: d.Body, Session: d.SessionNumber, Own: ownKind(d.Header), Lang: string(d.Lang)}
	for i, found := range citation.Resolve(source, units) {
		u := &d.Units[i]
		u.Citations = found
		u.Dates = citation.FindDates(u.Text, string(languageOf(d, *u)), rowYear(d.Header, u))
	}
}

func languageOf(d *document.Document, u document.Unit) document.Language {
	if u.Lang != "" {
		return u.Lang
	}
	return d.Lang
}

// rowYear is the year of the day that a row of a timetable names without it: the session's. Elsewhere it is 0.
func rowYear(h document.Header, u *document.Unit) int {
	if u.Role != "day" {
		return 0
	}
	day := dayInSession(u.Text, dateRange{h.SessionFrom, h.SessionTo})
	year, _ := strconv.Atoi(day[:min(4, len(day))])
	return year
}

// ownKind is Resolution or Decision where the document is one, or a draft of one.
func ownKind(h document.Header) citation.Kind {
	if s, err := symbol.Parse(h.Symbol); err == nil {
		switch s.Series() {
		case "RES":
			return citation.Resolution
		case "DEC":
			return citation.Decision
		}
	}
	words := strings.ToLower(h.Type + " " + h.Title)
	switch {
	case strings.Contains(words, "draft resolution"):
		return citation.Resolution
	case strings.Contains(words, "draft decision"):
		return citation.Decision
	}
	return ""
}
