package extract

import (
	"slices"
	"strings"
)

// OpenDocument texts (ODT) are read as OpenDocument says, and where that leaves a choice, as LibreOffice does. Text that was
// deleted under tracked changes stands apart in the file and is left out.
//
// Source: OpenDocument 1.3, part 3 (schema), chapters 5, 6, 9, 16 and 19.

// odtRules say how the vocabulary nests.
var odtRules = xmlRules{
	walls: set("document document-content document-styles body text p h list list-item table table-row table-cell text-box note-body section"),
	flat:  set("automatic-styles style"),
}

// readODT reads an OpenDocument text. Notes follow the block that bears their marks. Blocks are whole paragraphs; the enumerators of
// lists stand at the head of their text, as typed ones do.
func readODT(a *archive) (Content, error) {
	manifest, _, err := a.xml("META-INF/manifest.xml")
	if err != nil {
		return Content{}, err
	}
	if strings.Contains(manifest, "encryption-data") || a.has("encrypted-package") {
		return Content{}, ErrPassword
	}
	if !a.has("content.xml") {
		return Content{}, refuseArchive("the part content.xml is missing: open the document in LibreOffice and save it again")
	}
	o := newODT(a)
	for _, part := range [...]string{"styles.xml", "content.xml"} {
		if err := a.walk(part, odtRules, &o.styles); err != nil {
			return Content{}, err
		}
	}
	props := &propertyReader{meta: o.meta}
	if err := a.walk("meta.xml", xmlRules{}, props); err != nil {
		return Content{}, err
	}
	return o.read(func(v xmlVisitor) error { return a.walk("content.xml", odtRules, v) },
		func(v xmlVisitor) error { return a.walk("styles.xml", odtRules, v) })
}

// isFlatODT reports whether text is an OpenDocument text in one XML file.
func isFlatODT(text string) bool {
	head := text[:min(len(text), sampleBytes)]
	return rootElement(head) == "document" && strings.Contains(head, "urn:oasis:names:tc:opendocument:xmlns:office") &&
		strings.Contains(head, "application/vnd.oasis.opendocument.text")
}

// readFlatODT reads an OpenDocument text in one XML file.
func readFlatODT(text string) (Content, error) {
	o := newODT(&archive{})
	walk := func(v xmlVisitor) error {
		warning, err := walkXML(text, odtRules, v)
		if warning != "" {
			o.warn(warning)
		}
		return err
	}
	if err := walk(&o.styles); err != nil {
		return Content{}, err
	}
	return o.read(walk, walk)
}

// odt is an OpenDocument text with all that its text refers to.
type odt struct {
	*archive
	styles odtStyles
	meta   map[string]string
	lists  odtLists
	left   docxLeft
}

func newODT(a *archive) *odt {
	o := &odt{archive: a, meta: map[string]string{}}
	o.styles.warn = a.warn
	o.lists = odtLists{styles: &o.styles, counts: map[string]*odtCount{}, byStyle: map[string]*odtCount{}}
	return o
}

// read reads the text, and the header of its first page.
func (o *odt) read(content, styles func(xmlVisitor) error) (Content, error) {
	r := newOdtReader(o, "body")
	if err := content(r); err != nil {
		return Content{}, err
	}
	blocks := r.finish()
	cover, err := o.cover(r.firstStyle, blocks, styles)
	if err != nil {
		return Content{}, err
	}
	o.report()
	return Content{Blocks: below(append(cover, blocks...)), Meta: o.meta, Warnings: o.warnings}, nil
}

func (o *odt) report() {
	d := docx{archive: o.archive, left: o.left}
	d.report()
}

// cover are the lines at the head of the first page that stand in its header, by the page style of the first paragraph.
func (o *odt) cover(style string, body []Block, walk func(xmlVisitor) error) ([]Block, error) {
	page := o.styles.of("paragraph " + style).page
	if page == "" {
		page = "Standard"
	}
	m := o.styles.pages[page]
	if m == nil {
		return nil, nil
	}
	own := m.first || m.next != "" && m.next != page
	r := newOdtReader(o, "header")
	if m.first {
		r.root = "header-first"
	}
	r.page = page
	r.sinks[0].boxed = true
	if err := walk(r); err != nil {
		return nil, err
	}
	return coverLines(r.finish(), body, own), nil
}

// coverLines are the lines of a header that count as the cover's: all, where the first page has one of its own. A header that runs
// over all pages is left out, unless it has the code of the document and nothing else has.
func coverLines(lines, body []Block, own bool) []Block {
	lines = slices.DeleteFunc(lines, func(b Block) bool { return b.Kind == Rule })
	if own {
		return lines
	}
	isCode := func(b Block) bool { return codeLine.MatchString(strings.TrimSpace(b.Text)) }
	if slices.ContainsFunc(body[:min(len(body), 30)], isCode) {
		return nil
	}
	return slices.DeleteFunc(lines, func(b Block) bool { return !isCode(b) })
}

// maxRepeats is how often a row or a cell is written that states how often it stands there.
const maxRepeats = 1000
