package searchtest

import (
	"bufio"
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/plenary-search/plenary/index/citation"
	"github.com/plenary-search/plenary/index/document"
)

// goldFiles are the annotation of two Conference documents and the questions asked of them; see index/evaluate for what the
// parser makes of their sources.
//
//go:embed testdata/gold
var goldFiles embed.FS

// Gold returns the two annotated documents, CTOC/COP/2024/1 and CTOC/COP/2024/5, as the annotation has them: what an engine
// should answer does not depend on what the parser can read.
func Gold() ([]document.Document, error) {
	var about goldAbout
	if err := readGold("documents.json", &about); err != nil {
		return nil, err
	}
	titles := map[string]string{}
	agenda := about.agenda(about.Agenda.Items, titles)
	var docs []document.Document
	for _, d := range about.Documents {
		doc := document.Document{Header: d.header()}
		if d.Symbol == about.Agenda.Source {
			doc.Agenda = agenda
		}
		units, err := readUnits(d.File)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", d.File, err)
		}
		for _, u := range units {
			doc.Units = append(doc.Units, u.unit(titles))
		}
		docs = append(docs, doc)
	}
	return docs, nil
}

func readGold(name string, into any) error {
	b, err := goldFiles.ReadFile("testdata/gold/" + name)
	if err != nil {
		return err
	}
	return json.Unmarshal(b, into)
}

// goldAbout is documents.json, as far as it is needed here.
type goldAbout struct {
	Documents []goldDocument
	Agenda    struct {
		Source string
		Items  []goldItem
	}
}

type goldDocument struct {
	Symbol, Title string
	File          string `json:"gold_file"`
	Type          string `json:"document_type"`
	Body          struct{ Name, Code string }
	Session       struct {
		Number int
		Text   string
	}
	Place            string
	SessionDates     string `json:"session_dates"`
	Date             string `json:"publication_date"`
	OriginalLanguage string `json:"original_language"`
	Distribution     string
	Reissue          *struct{ Date string }
	Items            []struct{ ID string } `json:"agenda_items"`
}

type goldItem struct {
	ID, Title string
	Children  []goldItem
}

func (a goldAbout) agenda(items []goldItem, titles map[string]string) []document.AgendaItem {
	var agenda []document.AgendaItem
	for _, item := range items {
		titles[item.ID] = item.Title
		agenda = append(agenda, document.AgendaItem{Item: item.ID, Title: item.Title, Children: a.agenda(item.Children, titles)})
	}
	return agenda
}

func (d goldDocument) header() document.Header {
	h := document.Header{
		Source: d.File, Symbol: d.Symbol, SymbolVia: document.ViaDocumentation, Lang: "en", Title: d.Title, Type: d.Type,
		Body: d.Body.Code, BodyName: d.Body.Name, Session: d.Session.Text, SessionNumber: d.Session.Number,
		Date: d.Date, Distribution: d.Distribution, OriginalLanguage: d.OriginalLanguage, Place: d.Place, Hash: d.File,
	}
	h.SessionFrom, h.SessionTo, _ = strings.Cut(d.SessionDates, "/")
	if d.Reissue != nil {
		h.Reissued = d.Reissue.Date
	}
	for _, item := range d.Items {
		h.MastheadItems = append(h.MastheadItems, item.ID)
	}
	return h
}

// goldUnit is a line of an annotation file.
type goldUnit struct {
	Seq           int
	Kind          document.Kind
	Role, Row     string
	Number, Label string
	Level         int
	Text          string
	Section       []string
	Stated        []string `json:"agenda_items"`
	Specific      []string `json:"agenda_items_specific"`
	Resolutions   []struct {
		Kind              citation.Kind
		Body, ID, Surface string
		Implicit          bool
	}
	Symbols  []string
	Articles []struct {
		Instrument, ID string
		Kind           citation.Kind
	}
	Dates      []string
	Cells      []string
	Schedule   *document.Slot
	PageBreaks []int  `json:"page_breaks"` // in code points
	Mark       string `json:"footnote_mark"`
	FootnoteOf int    `json:"footnote_of"`
}

func readUnits(name string) ([]goldUnit, error) {
	b, err := goldFiles.ReadFile("testdata/gold/" + name)
	if err != nil {
		return nil, err
	}
	var units []goldUnit
	lines := bufio.NewScanner(bytes.NewReader(b))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var u goldUnit
		if err := json.Unmarshal(lines.Bytes(), &u); err != nil {
			return nil, err
		}
		units = append(units, u)
	}
	return units, lines.Err()
}

func (g goldUnit) unit(titles map[string]string) document.Unit {
	u := document.Unit{
		Seq: g.Seq, Kind: g.Kind, Role: g.Role + g.Row, Number: g.Number, Label: g.Label, Level: g.Level, Text: g.Text, Section: g.Section,
		Cells: g.Cells, Slot: g.Schedule, FootnoteMark: g.Mark, FootnoteOf: g.FootnoteOf,
		Items: goldTags(g.Specific, titles), StatedItems: goldTags(g.Stated, titles), Citations: g.citations(),
		Anchor: fmt.Sprintf("u%d", g.Seq),
	}
	if g.Number != "" {
		u.Anchor = "p" + g.Number
	}
	for _, at := range g.PageBreaks {
		u.PageBreaks = append(u.PageBreaks, len(string([]rune(g.Text)[:at])))
	}
	for _, iso := range g.Dates {
		u.Dates = append(u.Dates, goldDate(iso))
	}
	return u
}

func goldTags(items []string, titles map[string]string) []document.AgendaTag {
	var tags []document.AgendaTag
	for _, item := range items {
		tags = append(tags, document.AgendaTag{Item: item, Title: titles[item], Via: document.ViaSection, Evidence: "annotation"})
	}
	return tags
}

// citations are the references of a unit, each at the first place after the one before that has its words. The annotation
// does not say which words name an article, so those have no place.
func (g goldUnit) citations() []citation.Citation {
	var all []citation.Citation
	from, last := 0, ""
	for _, r := range g.Resolutions {
		if r.Surface != last {
			from += max(0, strings.Index(g.Text[from:], r.Surface))
		}
		last = r.Surface
		all = append(all, citation.Citation{Kind: r.Kind, Body: r.Body, BodyVia: citation.BodyFromText, ID: r.ID, Start: from, End: from + len(r.Surface), Implied: r.Implicit})
	}
	from = 0
	for _, symbol := range g.Symbols {
		from += max(0, strings.Index(g.Text[from:], symbol))
		all = append(all, citation.Citation{Kind: citation.Document, ID: symbol, Start: from, End: from + len(symbol)})
		from += len(symbol)
	}
	for _, a := range g.Articles {
		all = append(all, citation.Citation{Kind: a.Kind, Instrument: a.Instrument, ID: a.ID})
	}
	return all
}

// goldDate reads a day, a month or a range of days.
func goldDate(iso string) citation.Date {
	from, to, isRange := strings.Cut(iso, "/")
	if !isRange {
		to = from
	}
	if month, err := time.Parse("2006-01", iso); err == nil {
		from, to = month.Format(time.DateOnly), month.AddDate(0, 1, -1).Format(time.DateOnly)
	}
	return citation.Date{From: from, To: to, ISO: iso}
}
