// Package document is the model: a [Document] of [Unit]s, as it comes out of parsing and linking, goes into an engine and
// comes back with a hit. It does no input or output and knows neither formats nor engines.
package document

import (
	"errors"
	"strings"

	"github.com/plenary-search/plenary/index/citation"
)

// Language is an ISO 639-1 code of an official language: en fr es ru ar zh, or "" where it is not known.
type Language string

// Key names a document in one language. All language versions share one symbol.
type Key struct {
	Symbol string   `json:"symbol"` // normal form
	Lang   Language `json:"lang"`
}

// String is the key as used in unit ids and addresses: the symbol, with @lang where it is not English.
func (k Key) String() string {
	if k.Lang == "" || k.Lang == "en" {
		return k.Symbol
	}
	return k.Symbol + "@" + string(k.Lang)
}

// SortKey is a string whose byte order is the natural order of keys: digits compare as numbers, so CTOC/COP/2024/5 stands
// before CTOC/COP/2024/10, and the language decides last.
func (k Key) SortKey() string { return NaturalKey(k.Symbol) + "\x00" + string(k.Lang) }

// NaturalKey pads every run of digits in s to ten places, so that byte order is natural order. Letters fold to lower case.
func NaturalKey(s string) string {
	var b strings.Builder
	b.Grow(len(s) + 24)
	for i := 0; i < len(s); {
		if c := s[i]; c < '0' || c > '9' {
			if 'A' <= c && c <= 'Z' {
				c += 'a' - 'A'
			}
			b.WriteByte(c)
			i++
			continue
		}
		j := i
		for j < len(s) && s[j] >= '0' && s[j] <= '9' {
			j++
		}
		for n := j - i; n < 10; n++ {
			b.WriteByte('0')
		}
		b.WriteString(s[i:j])
		i = j
	}
	return b.String()
}

// Kind is what a unit is.
type Kind string

// The kinds of unit. Searches return [SearchedByDefault]; the others are found on request.
const (
	Frontmatter Kind = "frontmatter" // a line of the masthead or title page
	Heading     Kind = "heading"
	Paragraph   Kind = "paragraph"
	Preambular  Kind = "preambular" // of a resolution: gives a reason, "Recalling its resolution 55/25,"
	Operative   Kind = "operative"  // of a resolution: says what is decided, "Requests the Secretary-General …;"
	ListItem    Kind = "list_item"
	Footnote    Kind = "footnote"
	TableRow    Kind = "table_row"
)

// Kinds lists all kinds in the order in which pages and facets explain them.
var Kinds = [...]Kind{Paragraph, Preambular, Operative, ListItem, Footnote, TableRow, Heading, Frontmatter}

// SearchedByDefault reports whether a search that names no kind returns units of kind k.
func SearchedByDefault(k Kind) bool { return k != Heading && k != Frontmatter }

// RunningText reports whether units of kind k are the text itself: paragraphs of any kind and their list entries. Notes, tables,
// headings and the masthead stand beside it.
func RunningText(k Kind) bool {
	return k == Paragraph || k == Preambular || k == Operative || k == ListItem
}

// How an agenda tag, or the symbol of a document, is known; in order of trust for tags.
const (
	ViaText          = "text"               // the unit's own words: "under agenda item 3"
	ViaSection       = "section"            // the section of the agenda it stands in
	ViaTable         = "table"              // the item column of a timetable
	ViaDocumentation = "documentation-list" // an agenda lists the document, or this part of it, under the item
	ViaMasthead      = "masthead"           // "Items 2, 4 and 5 of the provisional agenda", or a printed symbol
	ViaCatalogue     = "catalogue"          // an import record says so
	ViaReference     = "reference"          // of a symbol: the footnote to another document's agenda line names it
	ViaFileName      = "file-name"          // of a symbol: the name of the file spells it
	ViaLocal         = "local-name"         // no symbol is known: the key is made from the name of the file
)

// AgendaTag says that a unit belongs to an agenda item, and how that is known.
type AgendaTag struct {
	Item     string `json:"item"`             // normal form: "2(b)"
	Title    string `json:"title,omitempty"`  // title of the item, where the agenda is known
	Agenda   string `json:"agenda,omitempty"` // symbol of the agenda, where known
	Via      string `json:"via"`              // one of the Via constants
	Evidence string `json:"evidence"`         // the words or place that say so
}

// AgendaItem is an entry of an agenda. Children are sub-items.
type AgendaItem struct {
	Item     string       `json:"item"`            // normal form: "2(b)"
	Title    string       `json:"title"`           // without enumerator and final punctuation
	Short    string       `json:"short,omitempty"` // a shorter title that the document itself prints, as its timetable does
	Children []AgendaItem `json:"children,omitempty"`
	// Documentation lists the documents named under the item's Documentation heading, in order.
	Documentation []Listed `json:"documentation,omitempty"`
	// Sittings are the slots of the timetable.
	Sittings []Slot `json:"sittings,omitempty"`
}

// Listed is an entry of a Documentation list.
type Listed struct {
	Symbol string `json:"symbol,omitempty"` // normal form, "" where the entry prints none
	Entry  string `json:"entry"`            // the entry without its symbol
}

// Slot is a place in a timetable.
type Slot struct {
	Date string `json:"date"` // ISO 8601, "" where unknown
	Time string `json:"time"` // as printed: "3–6 p.m."
}

// Header is what is known of a document as a whole.
type Header struct {
	Source         string `json:"source,omitempty"` // name of the file or record it was read from
	URL            string `json:"url,omitempty"`    // where the publisher has it, if an import record says so
	Symbol         string `json:"symbol"`           // normal form
	SymbolVia      string `json:"symbol_via"`       // ViaMasthead, ViaDocumentation …
	SymbolEvidence string `json:"symbol_evidence,omitempty"`
	// Symbols are all symbols the document answers to, normal form: the halves of a joint symbol. Empty means Symbol alone.
	Symbols []string `json:"symbols,omitempty"`
	// Related are the documents that this one says it comes from, in order of mention: the draft and the report in the adoption
	// line of a resolution. Relatives by symbol are not listed: see [Related].
	Related          []Related    `json:"related,omitempty"`
	Lang             Language     `json:"lang"`
	Title            string       `json:"title"`
	Type             string       `json:"type,omitempty"`      // as printed: "Note by the Secretariat"
	Body             string       `json:"body,omitempty"`      // code: "CTOC/COP"
	BodyName         string       `json:"body_name,omitempty"` // as printed
	Session          string       `json:"session,omitempty"`   // as printed: "Twelfth session"
	SessionNumber    int          `json:"session_number,omitempty"`
	Date             string       `json:"date,omitempty"`     // masthead date, ISO 8601
	Adopted          string       `json:"adopted,omitempty"`  // day on which a resolution was adopted, ISO 8601, where the source states it
	Reissued         string       `json:"reissued,omitempty"` // date of reissue, ISO 8601
	Distribution     string       `json:"distribution,omitempty"`
	OriginalLanguage string       `json:"original_language,omitempty"`
	Place            string       `json:"place,omitempty"`
	SessionFrom      string       `json:"session_from,omitempty"` // first and last day of the session, ISO 8601
	SessionTo        string       `json:"session_to,omitempty"`
	MastheadItems    []string     `json:"masthead_items,omitempty"` // normal form
	Agenda           []AgendaItem `json:"agenda,omitempty"`         // the agenda that this document is, if it is one
	// Hash is the SHA-256 of the source bytes, hex; an unchanged source is skipped.
	Hash string `json:"hash,omitempty"`
	// Warnings are what the readers noticed and mended or left: for the operator, never for the index.
	Warnings []string `json:"warnings,omitempty"`
}

// Related is a document that another one comes from.
type Related struct {
	Relation string `json:"relation"` // DraftOf or ReportOn
	Symbol   string `json:"symbol"`   // normal form
}

// Relations that a document states, and those that follow from symbols. Each says what the other document is to this one.
const (
	DraftOf   = "draft"   // the other is the draft that this one was adopted from
	ReportOn  = "report"  // the other is the report on which this one was adopted
	AdoptedAs = "adopted" // the other was adopted from this draft, or on this report

	BaseOf      = "base"        // the other is the document that this one adds to, corrects or revises
	AddendumTo  = "addendum"    // A/75/L.38/Rev.1/Add.1
	Corrigendum = "corrigendum" // A/79/15/Corr.1
	RevisionOf  = "revision"    // A/75/L.38/Rev.1
	AmendmentTo = "amendment"   // A/C.5/78/L.5/Amend.1
	SummaryOf   = "summary"     // A/HRC/55/2/Summary
	PartOf      = "part"        // A/62/17(PartI) beside A/62/17(PartII)
)

// Key is the document's key.
func (h Header) Key() Key { return Key{Symbol: h.Symbol, Lang: h.Lang} }

// Document is a header and its units in order of the source.
type Document struct {
	Header
	Units []Unit `json:"units"`
}

// Unit is what is indexed and found: a paragraph, heading, list item, footnote, table row or masthead line.
type Unit struct {
	Seq    int    `json:"seq"`    // 1, 2, 3 … in the order of the source
	Anchor string `json:"anchor"` // unique in the document, stable under re-indexing: "p12", "item-2b-p3"
	Kind   Kind   `json:"kind"`
	Role   string `json:"role,omitempty"`   // of a masthead line: "session", "agenda_line" …; of a table row: "header", "day", "item"
	Number string `json:"number,omitempty"` // printed paragraph number, without dot: "12"
	Label  string `json:"label,omitempty"`  // enumerator as printed: "1.", "(a)"; the text keeps it
	Level  int    `json:"level,omitempty"`  // of a heading, 1 is the outermost
	Text   string `json:"text"`             // NFC, single spaces
	// Place counts an unnumbered unit for citations within its section, 1, 2, 3 …; 0 where a printed number says it.
	Place int `json:"place,omitempty"`
	// Lang is the unit's language where it differs from the document's.
	Lang    Language `json:"lang,omitempty"`
	Section []string `json:"section,omitempty"` // headings above, outermost first, as printed
	// LeadIn is the text that a sub-item completes ("Requests the Secretariat:"), shown and not searched.
	LeadIn string `json:"lead_in,omitempty"`
	// Quoted is true where the words are quoted from another text, whose name QuotedFrom gives if it is known.
	Quoted     bool   `json:"quoted,omitempty"`
	QuotedFrom string `json:"quoted_from,omitempty"`
	// FootnoteMark is the mark of a footnote, or the mark that stood in this unit's text; FootnoteOf is the Seq of the unit
	// that bears a footnote's mark, 0 where it is missing.
	FootnoteMark string   `json:"footnote_mark,omitempty"`
	FootnoteOf   int      `json:"footnote_of,omitempty"`
	Cells        []string `json:"cells,omitempty"`       // of a table row
	Slot         *Slot    `json:"slot,omitempty"`        // of a timetable row
	PageBreaks   []int    `json:"page_breaks,omitempty"` // byte offsets in Text where a joined second half begins
	Page         int      `json:"page,omitempty"`        // first page, where the format has pages
	// Items are the narrowest agenda items known for the unit; StatedItems those that its own document states for it.
	// A note on items 2, 4 and 5 states these three for every unit; the agenda that lists it narrows each section.
	Items       []AgendaTag         `json:"items,omitempty"`
	StatedItems []AgendaTag         `json:"stated_items,omitempty"`
	Citations   []citation.Citation `json:"citations,omitempty"` // in order of position
	Dates       []citation.Date     `json:"dates,omitempty"`     // in order of position
}

// UnitID is the id of a unit: SYMBOL#ANCHOR, with the language where it is not English.
func UnitID(k Key, anchor string) string { return k.String() + "#" + anchor }

// Stamp says which version of a document an index holds.
type Stamp struct {
	Key    Key    `json:"key"`
	Source string `json:"source"`
	Hash   string `json:"hash"`
}

// ErrBad is wrapped by the errors of engines about a document that cannot be indexed as it is, whatever else is put.
var ErrBad = errors.New("the document cannot be indexed")

// Entry is what an index remembers of a source beside its documents, for the next run. Engines keep Data as it is; nil means
// that the source is to be forgotten.
type Entry struct {
	Source string
	Data   []byte
}
