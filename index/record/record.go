// Package record writes parsed documents as JSON Lines, for people, for tests and for other programs: one object per unit
// or per document. Field names are those of the annotated documents that the parser is measured with; see package evaluate.
//
// Lists are never null, offsets count Unicode code points, and a field that is null says that the document does not.
package record

import (
	"bufio"
	"encoding/json"
	"io"
	"unicode/utf8"

	"github.com/plenary-search/plenary/index/citation"
	"github.com/plenary-search/plenary/index/document"
)

// Unit is the record of a unit. The fields below Anchor stand only where they apply.
type Unit struct {
	Symbol      string      `json:"symbol"`
	Lang        string      `json:"lang"`
	Seq         int         `json:"seq"`
	Kind        string      `json:"kind"`
	Number      *string     `json:"number"`
	Label       *string     `json:"label"`
	Text        string      `json:"text"`
	Section     []string    `json:"section"`
	Stated      []string    `json:"agenda_items"`
	Items       []string    `json:"agenda_items_specific"`
	Sources     []ItemTag   `json:"agenda_sources"`
	Resolutions []Reference `json:"resolutions"`
	Symbols     []string    `json:"symbols"`
	Articles    []Part      `json:"articles"`
	Dates       []string    `json:"dates"`
	Anchor      string      `json:"anchor"`

	Role         string    `json:"role,omitempty"`
	Level        int       `json:"level,omitempty"`
	FootnoteMark string    `json:"footnote_mark,omitempty"`
	FootnoteOf   *Bearer   `json:"footnote_of,omitempty"`
	Row          string    `json:"row,omitempty"`
	Cells        []string  `json:"cells,omitempty"`
	Schedule     *Schedule `json:"schedule,omitempty"`
	PageBreaks   []int     `json:"page_breaks,omitempty"` // where the second half of a joined paragraph begins
	Page         int       `json:"page,omitempty"`
	Place        int       `json:"place,omitempty"`
	LeadIn       string    `json:"lead_in,omitempty"`
	Quoted       bool      `json:"quoted,omitempty"`
	QuotedFrom   string    `json:"quoted_from,omitempty"`
}

// ItemTag says from where a unit has an agenda item.
type ItemTag struct {
	Item     string `json:"item"`
	Via      string `json:"via"`
	Evidence string `json:"evidence"`
	Title    string `json:"title,omitempty"`
	Agenda   string `json:"agenda,omitempty"`
}

// Reference is a reference to a resolution or decision.
type Reference struct {
	Kind     string `json:"kind"`
	Body     string `json:"body"`
	ID       string `json:"id"`
	Implicit bool   `json:"implicit"`
	Surface  string `json:"surface"`
	BodyVia  string `json:"body_via,omitempty"`
}

// Part is a reference to an article, a rule or a paragraph of an instrument.
type Part struct {
	Instrument string `json:"instrument"`
	Kind       string `json:"kind"`
	ID         string `json:"id"`
}

// Schedule is a slot of a timetable.
type Schedule struct {
	Date string `json:"date"`
	Time string `json:"time"`
}

// Bearer is the seq of the unit that bears a footnote's mark; 0 is written as null, for a mark that the source lost.
type Bearer int

// MarshalJSON writes null for 0.
func (b Bearer) MarshalJSON() ([]byte, error) {
	if b == 0 {
		return []byte("null"), nil
	}
	return json.Marshal(int(b))
}

// Units are the records of a document's units.
func Units(d document.Document) []Unit {
	out := make([]Unit, len(d.Units))
	for i, u := range d.Units {
		out[i] = unit(d.Header, u)
	}
	return out
}

func unit(h document.Header, u document.Unit) Unit {
	r := Unit{
		Symbol: h.Symbol, Lang: string(h.Lang), Seq: u.Seq, Kind: string(u.Kind), Number: orNull(u.Number), Label: orNull(u.Label),
		Text: u.Text, Section: list(u.Section), Stated: items(u.StatedItems), Items: items(u.Items), Sources: sources(u),
		Resolutions: []Reference{}, Symbols: []string{}, Articles: []Part{}, Dates: []string{}, Anchor: u.Anchor,
		Level: u.Level, FootnoteMark: u.FootnoteMark, Cells: u.Cells, Page: u.Page, Place: u.Place,
		LeadIn: u.LeadIn, Quoted: u.Quoted, QuotedFrom: u.QuotedFrom,
	}
	if u.Lang != "" {
		r.Lang = string(u.Lang)
	}
	switch u.Kind {
	case document.TableRow:
		r.Row = u.Role
	case document.Footnote:
		of := Bearer(u.FootnoteOf)
		r.FootnoteOf = &of
	default:
		r.Role = u.Role
	}
	if u.Slot != nil {
		r.Schedule = &Schedule{u.Slot.Date, u.Slot.Time}
	}
	for _, b := range u.PageBreaks {
		r.PageBreaks = append(r.PageBreaks, utf8.RuneCountInString(u.Text[:b]))
	}
	for _, c := range u.Citations {
		r.cite(u.Text, c)
	}
	for _, day := range u.Dates {
		r.Dates = append(r.Dates, day.ISO)
	}
	return r
}

func (r *Unit) cite(text string, c citation.Citation) {
	switch c.Kind {
	case citation.Resolution, citation.Decision:
		r.Resolutions = append(r.Resolutions, Reference{string(c.Kind), c.Body, c.ID, c.Implied, text[c.Start:c.End], c.BodyVia})
	case citation.Document:
		r.Symbols = append(r.Symbols, c.ID)
	default:
		r.Articles = append(r.Articles, Part{c.Instrument, string(c.Kind), c.ID})
	}
}

// sources are the tags of both lists, each once.
func sources(u document.Unit) []ItemTag {
	out := []ItemTag{}
	seen := map[[2]string]bool{}
	for _, tags := range [...][]document.AgendaTag{u.Items, u.StatedItems} {
		for _, t := range tags {
			if key := [2]string{t.Item, t.Via}; !seen[key] {
				seen[key] = true
				out = append(out, ItemTag{t.Item, t.Via, t.Evidence, t.Title, t.Agenda})
			}
		}
	}
	return out
}

func items(tags []document.AgendaTag) []string {
	out := []string{}
	for _, t := range tags {
		out = append(out, t.Item)
	}
	return out
}

func list(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}

func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// Document is the record of a document. What is not known is null.
type Document struct {
	Source           string   `json:"source"`
	Symbol           string   `json:"symbol"`
	SymbolSource     string   `json:"symbol_source"` // how the symbol is known
	SymbolEvidence   *string  `json:"symbol_evidence"`
	Symbols          []string `json:"symbols"` // all that the document answers to
	Title            *string  `json:"title"`
	Type             *string  `json:"type"`
	Body             *string  `json:"body"` // code
	BodyName         *string  `json:"body_name"`
	Session          *string  `json:"session"` // as printed
	SessionNumber    *int     `json:"session_number"`
	Date             *string  `json:"date"`
	Reissued         *string  `json:"reissued"`
	Distribution     *string  `json:"distribution"`
	OriginalLanguage *string  `json:"original_language"`
	Lang             string   `json:"lang"`
	AgendaItems      []string `json:"agenda_items"` // of the masthead
	Place            *string  `json:"place"`
	SessionDates     *string  `json:"session_dates"` // first and last day, with a stroke
	Units            int      `json:"units"`
	Warnings         []string `json:"warnings"`

	Agenda []document.AgendaItem `json:"agenda,omitempty"`
}

// Of is the record of a document.
func Of(d document.Document) Document {
	h := d.Header
	r := Document{
		Source: h.Source, Symbol: h.Symbol, SymbolSource: h.SymbolVia, SymbolEvidence: orNull(h.SymbolEvidence), Symbols: list(h.Symbols),
		Title: orNull(h.Title), Type: orNull(h.Type), Body: orNull(h.Body), BodyName: orNull(h.BodyName), Session: orNull(h.Session),
		Date: orNull(h.Date), Reissued: orNull(h.Reissued), Distribution: orNull(h.Distribution), OriginalLanguage: orNull(h.OriginalLanguage),
		Lang: string(h.Lang), AgendaItems: list(h.MastheadItems), Place: orNull(h.Place), Units: len(d.Units), Warnings: list(h.Warnings), Agenda: h.Agenda,
	}
	if len(r.Symbols) == 0 {
		r.Symbols = []string{h.Symbol}
	}
	if h.SessionNumber > 0 {
		r.SessionNumber = &h.SessionNumber
	}
	switch {
	case h.SessionFrom == "":
	case h.SessionFrom == h.SessionTo:
		r.SessionDates = &h.SessionFrom
	default:
		r.SessionDates = orNull(h.SessionFrom + "/" + h.SessionTo)
	}
	return r
}

// WriteUnits writes the units of all documents, one JSON object per line, in order.
func WriteUnits(w io.Writer, docs []document.Document) error {
	return writeLines(w, func(enc *json.Encoder) error {
		for _, d := range docs {
			for _, u := range d.Units {
				if err := enc.Encode(unit(d.Header, u)); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// WriteDocuments writes one JSON object per document, in order.
func WriteDocuments(w io.Writer, docs []document.Document) error {
	return writeLines(w, func(enc *json.Encoder) error {
		for _, d := range docs {
			if err := enc.Encode(Of(d)); err != nil {
				return err
			}
		}
		return nil
	})
}

func writeLines(w io.Writer, write func(*json.Encoder) error) error {
	b := bufio.NewWriter(w)
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false)
	if err := write(enc); err != nil {
		return err
	}
	return b.Flush()
}
