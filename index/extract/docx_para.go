package extract

import (
	"encoding/xml"
	"strconv"
	"strings"
)

// docxPara is a paragraph that is being read.
type docxPara struct {
	officePara
	styleID string
	style   docxStyle
	numID   string // as the paragraph itself says, "" where it does not
	ilvl    int    // level of its list from 0 on, -1 where it does not say
	lvl     int    // outline level from 0 on, 9 for running text, -1 where it does not say
	typed   string // enumerator by an AUTONUM field
	// The paragraph's mark was deleted, is hidden, or ends a letter set large: the next paragraph goes on with this one.
	deleted, hidden, dropCap bool
	kept                     bool // it goes on with one whose properties count
}

// docxRun is the run that is open.
type docxRun struct {
	open         bool
	style        docxStyle
	bold, hidden toggle
	raised       bool
	rightToLeft  bool
	font         string
	lang         runLang
	customNote   int // which note it is whose mark follows, counted from 1; 0 where none does
	customMark   string
}

func (r *docxReader) para() *docxPara {
	if n := len(r.paras); n > 0 {
		return r.paras[n-1]
	}
	return nil
}

func (r *docxReader) openPara() {
	s := r.sink()
	p := s.carry
	if p == nil {
		p = &docxPara{}
	}
	s.carry = nil
	if p.kept = p.deleted && !p.empty(); !p.kept {
		p.numID, p.ilvl, p.lvl, p.styleID = "", -1, -1, r.styles.defaultPara
		p.style = r.styles.of(p.styleID)
	}
	p.deleted, p.hidden, p.dropCap = false, false, false
	p.depth = len(r.path)
	r.paras = append(r.paras, p)
	r.run = docxRun{}
}

// property takes a property of a paragraph, run, row or cell, by the element around it.
func (r *docxReader) property(parent, name string, attrs []xml.Attr) {
	p := r.para()
	switch {
	case parent == "trPr" || parent == "tcPr":
		r.tableProperty(parent, name, attrs)
	case name == "rPrChange" || name == "pPrChange" || name == "sectPr" || name == "numberingChange":
		if name == "sectPr" {
			r.section, r.sectionTitled = map[string]string{}, false
			return
		}
		r.skip = len(r.path)
	case p == nil:
	case parent == "rPr" && r.run.open:
		r.runProperty(name, attrs)
	case parent == "rPr":
		if n := len(r.path); n > 2 && r.path[n-3] == "pPr" {
			p.markProperty(name, attrs)
		}
	case p.kept:
	default:
		r.paraProperty(p, name, attrs)
	}
}

func (r *docxReader) paraProperty(p *docxPara, name string, attrs []xml.Attr) {
	value := attr(attrs, "val")
	switch name {
	case "pStyle":
		p.styleID = value
		p.style = r.styles.of(value)
	case "numId":
		p.numID = value
	case "ilvl":
		p.ilvl = listLevel(value)
	case "outlineLvl":
		p.lvl = bounded(value, 9)
	case "tab":
		p.contents = p.contents || isLeader(attr(attrs, "leader"))
	case "framePr":
		p.dropCap = attr(attrs, "dropCap") == "drop" || attr(attrs, "dropCap") == "margin"
	}
}

// markProperty takes a property of the paragraph's mark.
func (p *docxPara) markProperty(name string, attrs []xml.Attr) {
	switch name {
	case "del", "moveFrom":
		p.deleted = true
	case "vanish":
		p.hidden = toggled(attrs) == on
	}
}

func (r *docxReader) openRun() {
	r.run = docxRun{open: true}
}

func (r *docxReader) runProperty(name string, attrs []xml.Attr) {
	value := attr(attrs, "val")
	switch name {
	case "rStyle":
		r.run.style = r.styles.of(value)
	case "b":
		r.run.bold = toggled(attrs)
	case "vanish":
		r.run.hidden = toggled(attrs)
	case "vertAlign":
		r.run.raised = value == "superscript"
	case "rtl":
		r.run.rightToLeft = toggled(attrs) == on
	case "rFonts":
		r.run.font = attr(attrs, "ascii")
	case "lang":
		r.run.lang = readLang(attrs)
	}
}

func (r *docxReader) closeRun() {
	if i := r.run.customNote; i > 0 {
		r.notes.custom(i-1, strings.TrimSpace(r.run.customMark))
	}
	r.run = docxRun{}
}

// toggleStyles is a property that paragraph and character styles switch: one that both state is off.
func toggleStyles(para, char toggle) bool { return (para == on) != (char == on) }

func (r *docxReader) isHidden(p *docxPara) bool {
	if r.run.hidden != unset {
		return r.run.hidden == on
	}
	return toggleStyles(p.style.hidden, r.run.style.hidden)
}

func (r *docxReader) isBold(p *docxPara) bool {
	if r.run.bold != unset {
		return r.run.bold == on
	}
	return toggleStyles(p.style.bold, r.run.style.bold)
}

// write appends text to the open paragraph, unless it is not seen on paper.
func (r *docxReader) write(s string) {
	p := r.para()
	if p == nil || s == "" {
		return
	}
	p.seen = true
	switch {
	case r.inCode(), r.isHidden(p), r.header && r.inField("PAGE", "NUMPAGES", "SECTIONPAGES"):
		return
	case r.run.customNote > 0:
		if len(r.run.customMark) < 20 {
			r.run.customMark += s
		}
		return
	case r.run.raised && r.inField("NOTEREF") && footMark.MatchString(strings.TrimSpace(s)):
		p.marks = append(p.marks, strings.TrimSpace(s)) // a second reference to a note
		return
	}
	p.contents = p.contents || r.inField("TOC")
	if s == "\t" {
		p.tabs = append(p.tabs, p.place())
	}
	s = fontText(s, r.run.font)
	p.span(r.isBold(p))
	p.write(s)
	p.endSpan()
	p.stated(s, r.run.lang)
}

// fontText writes the private characters of symbol fonts as what they look like.
func fontText(s, font string) string {
	if strings.IndexFunc(s, isPrivate) < 0 {
		return s
	}
	return strings.Map(func(c rune) rune {
		if !isPrivate(c) {
			return c
		}
		return fontRune(font, c)
	}, s)
}

func (r *docxReader) lineBreak() {
	if p := r.para(); p != nil && !r.inCode() && !r.isHidden(p) {
		p.breaks = append(p.breaks, p.place())
		p.space()
	}
}

// autoNumber counts an AUTONUM field, the numbers of paragraphs before Word 97 had lists. Their results are not stored.
func (r *docxReader) autoNumber(name string) {
	p := r.para()
	if p == nil || name != "AUTONUM" && name != "AUTONUMLGL" && name != "AUTONUMOUT" {
		return
	}
	r.auto++
	if p.empty() {
		p.typed = strconv.Itoa(r.auto) + "."
		return
	}
	p.write(strconv.Itoa(r.auto) + ".")
}

func (r *docxReader) closePara() {
	p := r.para()
	r.paras = r.paras[:len(r.paras)-1]
	r.run = docxRun{}
	r.dropCodes()
	if p.deleted || p.dropCap && !p.empty() || p.hidden && r.outlineOf(p) > 8 && !p.empty() {
		if p.dropCap {
			p.deleted = false
		}
		r.sink().carry = p
		return
	}
	r.put(p)
}

// outlineOf is the level of a heading, 0 for the outermost; 9 for running text.
func (r *docxReader) outlineOf(p *docxPara) int {
	switch {
	case p.lvl >= 0:
		return p.lvl
	case p.style.outline >= 0:
		return p.style.outline
	}
	return 9
}

// enumerate returns the enumerator of a paragraph that a list counts.
func (r *docxReader) enumerate(p *docxPara) string {
	list, level := p.numID, p.ilvl
	if list == "" {
		list = p.style.numID
		if at, ok := r.numbering.levelFor(list, p.styleID); ok && level < 0 {
			level = at
		} else if at, ok := r.numbering.levelFor(list, p.style.numFrom); ok && level < 0 {
			level = at
		}
	}
	if level < 0 {
		level = max(0, p.style.level)
	}
	if list == "" || list == "0" {
		return ""
	}
	return r.numbering.next(list, level)
}

// put makes blocks of a paragraph that is complete.
func (r *docxReader) put(p *docxPara) {
	if p.empty() && p.hidden && p.seen { // hidden as a whole: not counted
		r.emit(p.boxes...)
		return
	}
	p.label = r.enumerate(p)
	if p.typed != "" {
		p.label = p.typed
	}
	p.contents = p.contents || p.style.leader
	p.level = 1 + max(0, p.ilvl, p.style.level)
	if at := r.outlineOf(p); at < 9 {
		p.outline = at + 1
	}
	r.emit(p.officePara.blocks(r.sink().boxed, len(r.sink().blocks) == 0)...)
}
