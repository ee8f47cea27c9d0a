package web

import (
	"fmt"
	"strings"

	"github.com/plenary-search/plenary/index/citation"
	"github.com/plenary-search/plenary/index/document"
)

// The documents of the tests: an agenda and a note that it lists, as the Conference printed them in 2024, cut short; the
// note in French; a report with a joint symbol, and one that shares half of its symbol; thirty numbered paragraphs to page
// through; and a document whose every part is hostile.

const (
	agendaSymbol = "CTOC/COP/2024/1"
	noteSymbol   = "CTOC/COP/2024/5"
	jointSymbol  = "E/CN.7/2024/17-E/CN.15/2024/18"
	otherJoint   = "E/CN.7/2024/30-E/CN.15/2024/18" // shares a half with the one above
	longSymbol   = "CTOC/COP/WG.2/2023/4"
	hostile      = `<script>alert("1")</script><img src=x onerror=alert(2)>`
)

func testDocuments() []document.Document {
	return []document.Document{agendaDocument(), noteDocument(), frenchNote(), jointReport(), otherReport(), longReport(), hostileDocument()}
}

func conferenceHeader(symbol, date, title string) document.Header {
	return document.Header{Symbol: symbol, SymbolVia: document.ViaMasthead, Lang: "en", Title: title, Body: "CTOC/COP",
		BodyName: "Conference of the Parties to the United Nations Convention against Transnational Organized Crime",
		Session:  "Twelfth session", SessionNumber: 12, Date: date, Place: "Vienna", SessionFrom: "2024-10-14", SessionTo: "2024-10-18"}
}

func agendaDocument() document.Document {
	h := conferenceHeader(agendaSymbol, "2024-07-16", "Annotated provisional agenda")
	h.Type = "Annotated provisional agenda"
	h.Agenda = []document.AgendaItem{
		{Item: "2", Title: "Review of the implementation of the Convention and the Protocols thereto", Short: "Review of implementation",
			Sittings: []document.Slot{{Date: "2024-10-14", Time: "3–6 p.m."}},
			Children: []document.AgendaItem{{Item: "2(b)", Title: "Trafficking in Persons Protocol", Documentation: []document.Listed{
				{Symbol: noteSymbol, Entry: "Note by the Secretariat on the meetings of the subsidiary bodies"},
				{Symbol: "CTOC/COP/2024/7", Entry: "Report of the Working Group"}, {Entry: "None"}}}}},
		{Item: "5", Title: "Technical assistance"},
	}
	unnumbered := func(seq int, anchor, item, title, text string, section ...string) document.Unit {
		tag := document.AgendaTag{Item: item, Title: title, Agenda: agendaSymbol, Via: document.ViaSection, Evidence: section[len(section)-1]}
		return document.Unit{Seq: seq, Anchor: anchor, Kind: document.Paragraph, Text: text, Section: section, Place: seq,
			Items: []document.AgendaTag{tag}, StatedItems: []document.AgendaTag{tag}}
	}
	first := unnumbered(2, "item-2b-p1", "2(b)", "Trafficking in Persons Protocol",
		"In its resolution 11/5, the Conference – having the Working Group’s advice – took note of the meeting. In the same resolution, it asked for extrabudgetary resources.",
		"Annotations", "(b) Trafficking in Persons Protocol")
	cite(&first, citation.Resolution, "11/5", "resolution 11/5", false)
	cite(&first, citation.Resolution, "11/5", "the same resolution", true)
	second := unnumbered(3, "item-5-p1", "5", "Technical assistance",
		"States are invited to provide extrabudgetary resources from 14 to 18 October 2024 under article 36 (1) of the Convention.", "Annotations", "5. Technical assistance")
	second.Citations = []citation.Citation{{Kind: citation.Article, Instrument: "UNTOC", ID: "36(1)",
		Start: strings.Index(second.Text, "article"), End: strings.Index(second.Text, " of the Convention")}}
	second.Dates = []citation.Date{{From: "2024-10-14", To: "2024-10-18", ISO: "2024-10-14/2024-10-18",
		Start: strings.Index(second.Text, "14 to"), End: strings.Index(second.Text, " under")}}
	return document.Document{Header: h, Units: []document.Unit{
		{Seq: 1, Anchor: "annotations", Kind: document.Heading, Level: 1, Text: "Annotations"},
		first, second,
		{Seq: 4, Anchor: "annex-row-1", Kind: document.TableRow, Role: "item", Text: "5 Technical assistance", Cells: []string{"", "5", "Technical assistance"},
			Section: []string{"Annex"}, Slot: &document.Slot{Date: "2024-10-17", Time: "10 a.m.–1 p.m."}},
	}}
}

func noteDocument() document.Document {
	h := conferenceHeader(noteSymbol, "2024-07-04", "Reports on the meetings of the subsidiary bodies of the Conference")
	h.Type, h.SymbolVia, h.SymbolEvidence = "Note by the Secretariat", document.ViaDocumentation, agendaSymbol
	h.MastheadItems = []string{"2", "5"}
	return document.Document{Header: h, Units: noteUnits("In its decision 4/4, the Conference established the Working Group; see CTOC/COP/WG.4/2023/4.",
		"That work needs extrabudgetary resources.", "decision 4/4")}
}

func frenchNote() document.Document {
	h := conferenceHeader(noteSymbol, "2024-07-04", "Rapports sur les réunions des organes subsidiaires de la Conférence")
	h.Lang, h.Type = "fr", "Note du Secrétariat"
	return document.Document{Header: h, Units: noteUnits("Dans sa décision 4/4, la Conférence a créé le Groupe de travail; voir CTOC/COP/WG.4/2023/4.",
		"Ces travaux appellent des ressources extrabudgétaires.", "décision 4/4")}
}

func noteUnits(first, second, decision string) []document.Unit {
	units := []document.Unit{
		{Seq: 1, Anchor: "p1", Kind: document.Paragraph, Number: "1", Label: "1.", Text: "1. " + first},
		{Seq: 2, Anchor: "p2", Kind: document.Paragraph, Number: "2", Label: "2.", Text: "2. " + second},
	}
	cite(&units[0], citation.Decision, "4/4", decision, false)
	cite(&units[0], citation.Document, "CTOC/COP/WG.4/2023/4", "CTOC/COP/WG.4/2023/4", false)
	for i := range units {
		units[i].Items = []document.AgendaTag{{Item: "2(b)", Agenda: agendaSymbol, Via: document.ViaDocumentation, Evidence: "listed under item 2 (b)"}}
		units[i].StatedItems = []document.AgendaTag{{Item: "2", Via: document.ViaMasthead, Evidence: "Items 2 and 5"}, {Item: "5", Via: document.ViaMasthead, Evidence: "Items 2 and 5"}}
	}
	return units
}

func jointReport() document.Document {
	h := document.Header{Symbol: jointSymbol, Symbols: []string{"E/CN.7/2024/17", "E/CN.15/2024/18"}, SymbolVia: document.ViaMasthead, Lang: "en",
		Title: "Activities of the United Nations Office on Drugs and Crime", Body: "CND", Date: "2024-09-30", URL: "https://example.org/joint"}
	return document.Document{Header: h, Units: []document.Unit{
		{Seq: 1, Anchor: "p1", Kind: document.Paragraph, Number: "1", Text: "1. The Office relies on extrabudgetary resources."}}}
}

func otherReport() document.Document {
	return document.Document{Header: document.Header{Symbol: otherJoint, Symbols: []string{"E/CN.7/2024/30", "E/CN.15/2024/18"}, SymbolVia: document.ViaMasthead,
		Lang: "en", Title: "Another report", Body: "CND"}, Units: []document.Unit{
		{Seq: 1, Anchor: "p1", Kind: document.Paragraph, Number: "1", Text: "1. Nothing more is said."}}}
}

func longReport() document.Document {
	doc := document.Document{Header: document.Header{Symbol: longSymbol, SymbolVia: document.ViaMasthead, Lang: "en", Title: "Report of the Working Group", Body: "CTOC/COP"}}
	for n := 1; n <= 30; n++ {
		doc.Units = append(doc.Units, document.Unit{Seq: n, Anchor: fmt.Sprintf("p%d", n), Kind: document.Paragraph, Number: fmt.Sprint(n),
			Text: fmt.Sprintf("%d. Speakers turned to extradition in question %d.", n, n)})
	}
	doc.Units[29].Text += " " + strings.Repeat("é ", maxShownText) + "extradition"
	return doc
}

func hostileDocument() document.Document {
	h := document.Header{Symbol: "A/1", SymbolVia: document.ViaCatalogue, Lang: "en", Title: hostile, Type: hostile, Session: hostile, URL: "javascript:alert(1)"}
	return document.Document{Header: h, Units: []document.Unit{{Seq: 1, Anchor: "p1", Kind: document.Paragraph, Text: "hostile " + hostile,
		Section: []string{hostile}, LeadIn: hostile, Items: []document.AgendaTag{{Item: "9", Title: hostile, Via: document.ViaText, Evidence: hostile}}}}}
}

// cite adds a citation of a unit where its words stand.
func cite(u *document.Unit, kind citation.Kind, id, words string, implied bool) {
	c := citation.Citation{Kind: kind, ID: id, Start: strings.Index(u.Text, words), Implied: implied}
	if c.Start < 0 {
		panic(words)
	}
	c.End = c.Start + len(words)
	if kind == citation.Resolution || kind == citation.Decision {
		c.Body, c.BodyVia = "CTOC/COP", citation.BodyFromDefault
	}
	u.Citations = append(u.Citations, c)
}
