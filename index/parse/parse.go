// Package parse turns the blocks of one source into a [document.Document]: masthead, outline, paragraphs, notes, agenda. It
// knows how papers of the United Nations are laid out and no file format. What only several documents together can tell,
// such as an own symbol that the masthead lost, is left to package link.
//
// The rules come from the United Nations Editorial Manual (masthead and cover; paragraphs and subparagraphs; footnotes) and
// from reading documents; where a document forced a rule, the rule quotes it.
package parse

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"github.com/plenary-search/plenary/index/document"
	"github.com/plenary-search/plenary/index/extract"
	"github.com/plenary-search/plenary/index/symbol"
)

// Options say what is known about a source beside its content.
type Options struct {
	Source string // name of the file or record
	Hash   string // SHA-256 of the bytes, hex
	Lang   document.Language
	// Known is what a catalogue says of the document. Its fields, where set, take the place of what the masthead prints.
	Known document.Header
}

// MaxUnits is the largest number of units of a document; what follows is dropped, with a warning.
const MaxUnits = 200_000

// maxUnitBytes is the largest text of a unit; longer ones are split, with a warning.
const maxUnitBytes = 64 << 10

// Parse reads the blocks of one source. It never fails: text without any known layout becomes paragraphs. The result is a
// function of its arguments alone. Symbol is empty where the document does not print it.
func Parse(c extract.Content, o Options) document.Document {
	p := &parser{doc: document.Document{Header: document.Header{Source: o.Source, Hash: o.Hash, Lang: o.Lang}}}
	p.doc.Warnings = append(p.doc.Warnings, c.Warnings...)
	p.doc.Lang = cmp.Or(p.doc.Lang, o.Known.Lang)
	p.readLanguage(c)
	if c.Marked {
		p.marked(c)
		p.apply(o.Known)
		p.finish()
		return p.doc
	}
	p.words = wordsOf(p.doc.Lang)
	lines := readLines(c.Blocks)
	p.readMeta(c.Meta)
	p.layout = measure(lines)
	lines = dropFurniture(lines)
	lines = findNotes(lines, p.layout)
	rest := p.masthead(lines)
	p.apply(o.Known)
	paras := gatherFragments(p.paragraphs(rest), p.layout)
	p.outline(paras)
	p.takeNumbers()
	p.finish()
	return p.doc
}

// parser holds what is known of a document while it is read.
type parser struct {
	doc    document.Document
	layout layout
	words  *words // of the document's language, nil where it is none of the six
	// itemsVia says how the items of the whole document are known: by its masthead, unless a catalogue says so.
	itemsVia string
	// propertyTitle is the title in the properties of a file.
	propertyTitle string
}

// add appends a unit, splitting text that is too long.
func (p *parser) add(u document.Unit) {
	if len(p.doc.Units) >= MaxUnits {
		return
	}
	for len(u.Text) > maxUnitBytes {
		cut := maxUnitBytes
		for cut > 0 && !utf8.RuneStart(u.Text[cut]) {
			cut--
		}
		head := u
		head.Text, head.PageBreaks = u.Text[:cut], nil
		p.append(head)
		u.Text, u.PageBreaks, u.Number, u.Label = u.Text[cut:], nil, "", ""
		p.warn("a paragraph longer than 64 KiB was split")
	}
	p.append(u)
}

func (p *parser) append(u document.Unit) {
	u.PageBreaks = slices.DeleteFunc(u.PageBreaks, func(at int) bool {
		return at <= 0 || at >= len(u.Text) || !utf8.RuneStart(u.Text[at])
	})
	u.Seq = len(p.doc.Units) + 1
	p.doc.Units = append(p.doc.Units, u)
	if len(p.doc.Units) == MaxUnits {
		p.warn("more than 200,000 units: the rest was left out")
	}
}

// apply puts what a catalogue knows in the place of what was read.
func (p *parser) apply(known document.Header) {
	h := &p.doc.Header
	if s, err := symbol.Parse(known.Symbol); err == nil {
		h.Symbol, h.SymbolVia, h.SymbolEvidence, h.Symbols = s.String(), document.ViaCatalogue, "the import record", nil
		if halves := s.Halves(); len(halves) > 1 {
			for _, half := range halves {
				h.Symbols = append(h.Symbols, half.String())
			}
		}
		h.Body, h.BodyName = s.Body(), symbol.BodyName(s.Body())
	} else if known.Symbol != "" { // kept as it is: catalogues know series that no grammar does
		h.Symbol, h.SymbolVia, h.SymbolEvidence, h.Symbols = known.Symbol, document.ViaCatalogue, "the import record", nil
	}
	if known.Body != "" {
		h.Body, h.BodyName = known.Body, cmp.Or(symbol.BodyName(known.Body), known.Body)
		if code, ok := symbol.BodyByName(known.Body); ok {
			h.Body = code
		}
	}
	if known.Session != "" {
		h.Session, h.SessionNumber = known.Session, sessionNumber(known.Session)
	}
	h.Title, h.Type, h.Date = cmp.Or(known.Title, h.Title), cmp.Or(known.Type, h.Type), cmp.Or(known.Date, h.Date)
	h.URL, h.Lang = cmp.Or(known.URL, h.URL), cmp.Or(known.Lang, h.Lang)
	if len(known.MastheadItems) > 0 {
		h.MastheadItems = known.MastheadItems
		p.itemsVia = document.ViaCatalogue
	}
}

// readMeta takes over what the file says of itself; the masthead, read later, comes second only for the title.
func (p *parser) readMeta(meta map[string]string) {
	p.doc.Title, p.propertyTitle = meta["title"], meta["property_title"]
	p.ownSymbol(meta["symbol"])
}

// nameUntitled takes the first heading, or a first line that is no sentence, for the title of a text without a masthead. What the
// properties of a file say comes last: they often keep the title of the file that it was made from.
func (p *parser) nameUntitled() {
	for _, u := range p.doc.Units {
		if p.doc.Title != "" || u.Kind == document.Frontmatter && u.Role != roleTitle || u.Kind != document.Heading && (u.Seq > 1 || endsSentence(u.Text) || len(u.Text) > 300) {
			continue
		}
		p.doc.Title = u.Text
	}
	setOnce(&p.doc.Title, p.propertyTitle)
}

func (p *parser) warn(s string) {
	for _, w := range p.doc.Warnings {
		if w == s {
			return
		}
	}
	p.doc.Warnings = append(p.doc.Warnings, s)
}

// finish does what needs all units: notes to their marks, agenda tags, anchors, references.
func (p *parser) finish() {
	p.unitLanguages()
	p.bindNotes()
	p.readReissue()
	p.readStatementDay()
	p.readSupplementDay()
	p.nameUntitled()
	p.readOwnNumber()
	p.tagItems()
	p.anchors()
	Cite(&p.doc)
}
