package extract

import (
	"encoding/xml"
	"fmt"
	"path"
	"strings"
)

// Word documents (DOCX, also with macros and as templates) are read as WordprocessingML says, in its transitional and its strict
// form: names of elements are the same in both, and their namespaces are not looked at. What is read is what a reader of the
// printed document would see once all tracked changes are accepted: text inserted stays, text deleted goes, field codes and hidden
// text are left out, enumerators are counted as Word counts them.
//
// Source: ECMA-376, part 1 (Office Open XML), sections 17.2 to 17.16.

// docxRules say how the vocabulary nests.
var docxRules = xmlRules{
	walls: set("document body p tbl tr tc txbxContent footnote endnote hdr ftr sdtContent"),
	flat:  set("r t pPr rPr"),
}

// readDOCX reads a Word document. Notes follow the block that bears their marks. Blocks are whole paragraphs; the enumerators that
// Word counts stand at the head of their text, as typed ones do.
func readDOCX(a *archive) (Content, error) {
	d := &docx{archive: a, meta: map[string]string{}, styles: docxStyles{warn: a.warn}}
	d.numbering = newDocxNumbering(&d.styles, a.warn)
	main, err := d.open()
	if err != nil {
		return Content{}, err
	}
	blocks, err := d.read(main)
	if err != nil {
		return Content{}, err
	}
	return Content{Blocks: blocks, Meta: d.meta, Warnings: a.warnings}, nil
}

// docx is a Word document with all that its main text refers to.
type docx struct {
	*archive
	relations map[string]relation
	styles    docxStyles
	numbering docxNumbering
	notes     docxNotes
	meta      map[string]string
	left      docxLeft
}

// docxLeft counts what is left out.
type docxLeft struct {
	deleted, inserted                 int // stretches of text
	comments, objects, charts, chunks int
}

// open reads the parts that come before the text, and returns the name of the main part.
func (d *docx) open() (main string, err error) {
	if main, err = d.mainPart(); err != nil {
		return "", err
	}
	if d.relations, err = d.archive.relations(main); err != nil {
		return "", err
	}
	if err := d.walk(d.related("styles", main), docxRules, &d.styles); err != nil {
		return "", err
	}
	if err := d.walk(d.related("numbering", main), docxRules, &d.numbering); err != nil {
		return "", err
	}
	if err := d.walk(d.related("settings", main), docxRules, &d.notes); err != nil {
		return "", err
	}
	for _, kind := range [...]string{"footnotes", "endnotes"} {
		if err := d.readNotes(d.related(kind, main), kind == "endnotes"); err != nil {
			return "", err
		}
	}
	props := &propertyReader{meta: d.meta}
	return main, d.walk(d.rootRelated("core-properties", "docProps/core.xml"), xmlRules{}, props)
}

// mainPart is the part that holds the text, which the relations of the package name.
func (d *docx) mainPart() (string, error) {
	root, err := d.archive.relations("")
	if err != nil {
		return "", err
	}
	for _, r := range root {
		switch {
		case r.kind != "officeDocument":
		case r.external:
			return "", refuseArchive("the main part lies outside the document, at %s: nothing is fetched", quoteName(r.target))
		case d.has(r.target):
			return partName(r.target), nil
		}
	}
	if d.has("word/document.xml") {
		return "word/document.xml", nil
	}
	return "", refuseArchive("the main part word/document.xml is missing: open the document in Word or LibreOffice and save it again")
}

// related is the part of a kind that the main part refers to, or the usual one where its relations are lost.
func (d *docx) related(kind, main string) string {
	for _, r := range d.relations {
		if r.kind == kind && !r.external && d.has(r.target) {
			return r.target
		}
	}
	return path.Join(path.Dir(main), kind+".xml")
}

func (d *docx) rootRelated(kind, usual string) string {
	root, err := d.archive.relations("")
	if err == nil {
		for _, r := range root {
			if r.kind == kind && !r.external && d.has(r.target) {
				return r.target
			}
		}
	}
	return usual
}

// read reads the text.
func (d *docx) read(main string) ([]Block, error) {
	r := newDocxReader(d)
	if err := d.walk(main, docxRules, r); err != nil {
		return nil, err
	}
	blocks := r.finish()
	cover, err := d.cover(r, blocks)
	if err != nil {
		return nil, err
	}
	blocks = below(d.notes.number(append(cover, blocks...)))
	d.report()
	return blocks, nil
}

// report says what was left out.
func (d *docx) report() {
	count := func(n int, one, many string) {
		switch {
		case n == 1:
			d.warn(one)
		case n > 1:
			d.warn(fmt.Sprintf(many, n))
		}
	}
	l := d.left
	if l.deleted+l.inserted > 0 {
		d.warn(fmt.Sprintf("the document has tracked changes: read as if accepted (%d insertions kept, %d deletions left out)", l.inserted, l.deleted))
	}
	count(l.comments, "a comment was left out", "%d comments were left out")
	count(l.objects, "an embedded object was left out", "%d embedded objects were left out")
	count(l.charts, "a chart or diagram was left out", "%d charts or diagrams were left out")
	count(l.chunks, "a file that Word would insert when it opens the document was left out: open and save it in Word first",
		"%d files that Word would insert when it opens the document were left out: open and save it in Word first")
}

// propertyReader reads what a document says of itself. Programs fill these in with the names of their templates, and so they count
// less than what is printed.
type propertyReader struct {
	meta map[string]string
	name string
	buf  strings.Builder
}

func (p *propertyReader) start(name string, _ []xml.Attr) {
	p.name = name
	p.buf.Reset()
}

func (p *propertyReader) text(s string) {
	if p.name == "title" && p.buf.Len() < 4<<10 {
		p.buf.WriteString(s)
	}
}

func (p *propertyReader) end(name string) {
	if name == "title" && p.name == "title" {
		if title := spaces(p.buf.String()); title != "" && p.meta[metaPropertyTitle] == "" {
			p.meta[metaPropertyTitle] = title
		}
	}
	p.name = ""
}

// metaPropertyTitle is the key of the title in the properties of a document.
const metaPropertyTitle = "property_title"
