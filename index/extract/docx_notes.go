package extract

import (
	"encoding/xml"
	"strconv"
	"strings"
)

// noteCount says how notes of a kind are numbered.
type noteCount struct {
	format  string
	start   int
	restart string // "eachSect", "eachPage"; continuous otherwise
}

// docxRef is a reference to a note. Its mark is known at the end only: what a section says of its notes stands behind it.
type docxRef struct {
	end     bool // an endnote
	mark    string
	custom  bool
	section int
	page    int
}

// docxNotes are the notes of a document. It visits the settings, which say how they are numbered.
type docxNotes struct {
	footnotes, endnotes map[string][]Block // by id
	counts              [2]noteCount       // of the document, footnotes first
	sections            [][2]noteCount
	open                [2]noteCount // of the section that is being read
	refs                []docxRef
	page                int

	inside int // 0 outside, 1 in footnotePr, 2 in endnotePr of the settings
}

func (n *docxNotes) start(name string, attrs []xml.Attr) {
	switch name {
	case "footnotePr":
		n.inside = 1
	case "endnotePr":
		n.inside = 2
	case "numFmt", "numStart", "numRestart":
		if n.inside > 0 {
			n.counts[n.inside-1].set(name, attr(attrs, "val"))
		}
	}
}

func (n *docxNotes) end(name string) {
	if name == "footnotePr" || name == "endnotePr" {
		n.inside = 0
	}
}

func (n *docxNotes) text(string) {}

func (c *noteCount) set(name, value string) {
	switch name {
	case "numFmt":
		c.format = value
	case "numStart":
		c.start = bounded(value, 1e6)
	case "numRestart":
		c.restart = value
	}
}

func (n *docxNotes) sectionProperty(endnotes bool, name, value string) {
	if endnotes {
		n.open[1].set(name, value)
		return
	}
	n.open[0].set(name, value)
}

func (n *docxNotes) endSection() {
	n.sections = append(n.sections, n.open)
	n.open = [2]noteCount{}
}

// refMark stands before the index of a reference in the place of its mark, until it is known.
const refMark = "\x00"

// readNotes reads the notes of a part. Each is a story of its own.
func (d *docx) readNotes(part string, endnotes bool) error {
	v := &noteVisitor{docx: d, notes: map[string][]Block{}}
	err := d.walk(part, docxRules, v)
	if endnotes {
		d.notes.endnotes = v.notes
	} else {
		d.notes.footnotes = v.notes
	}
	return err
}

// noteVisitor gives each note of a part a reader of its own.
type noteVisitor struct {
	*docx
	notes  map[string][]Block
	id     string
	reader *docxReader
}

func (v *noteVisitor) start(name string, attrs []xml.Attr) {
	switch {
	case name == "footnote" || name == "endnote":
		if kind := attr(attrs, "type"); kind != "" && kind != "normal" {
			return // the lines between text and notes
		}
		v.id, v.reader = attr(attrs, "id"), newDocxReader(v.docx)
	case v.reader != nil:
		v.reader.start(name, attrs)
	}
}

func (v *noteVisitor) text(s string) {
	if v.reader != nil {
		v.reader.text(s)
	}
}

func (v *noteVisitor) end(name string) {
	switch {
	case name == "footnote" || name == "endnote":
		if v.reader != nil && v.notes[v.id] == nil {
			v.notes[v.id] = v.reader.finish()
		}
		v.reader = nil
	case v.reader != nil && len(v.reader.path) > 0:
		v.reader.end(name)
	}
}

// noteReference takes a reference to a note: its mark goes to the paragraph, and the note behind that.
func (r *docxReader) noteReference(end bool, id, custom string) {
	p := r.para()
	if p == nil || r.inCode() || r.isHidden(p) {
		return
	}
	n := &r.notes
	i := len(n.refs)
	n.refs = append(n.refs, docxRef{end: end, section: len(n.sections), page: n.page})
	if custom != "" && custom != "0" && custom != "false" && custom != "off" {
		n.refs[i].custom, r.run.customNote = true, i+1
	}
	p.marks = append(p.marks, refMark+strconv.Itoa(i))
	stories := n.footnotes
	if end {
		stories = n.endnotes
	}
	text := storyText(stories[id])
	delete(stories, id) // a second reference is one to the same note
	if text != "" {
		p.notes = append(p.notes, Block{Kind: Note, Mark: refMark + strconv.Itoa(i), Text: text, Gap: 1})
	}
}

// storyText is the text of a note, its paragraphs joined.
func storyText(blocks []Block) string {
	var words []string
	for _, b := range blocks {
		if b.Kind != Rule {
			words = append(words, b.Text)
		}
	}
	return strings.TrimSpace(strings.Join(words, " "))
}

// custom gives a reference the mark that stands in the text.
func (n *docxNotes) custom(i int, mark string) {
	if mark = strings.Join(strings.Fields(mark), ""); mark == "" {
		n.refs[i].custom = false
		return
	}
	n.refs[i].mark = mark
}

// countOf says how the notes of a section are numbered.
func (n *docxNotes) countOf(kind, section int) noteCount {
	c := n.counts[kind]
	if section < len(n.sections) {
		own := n.sections[section][kind]
		if own.format != "" {
			c.format = own.format
		}
		if own.start > 0 {
			c.start = own.start
		}
		if own.restart != "" {
			c.restart = own.restart
		}
	}
	if c.format == "" {
		c.format = [...]string{"decimal", "lowerRoman"}[kind]
	}
	c.start = max(1, c.start)
	return c
}

// number gives every note its mark, and drops the mark from the head of the note's text where it stands there too.
func (n *docxNotes) number(blocks []Block) []Block {
	n.countRefs()
	for i := range blocks {
		b := &blocks[i]
		if !strings.Contains(b.Mark, refMark) {
			continue
		}
		marks := strings.Fields(b.Mark)
		for k, m := range marks {
			if at, ok := strings.CutPrefix(m, refMark); ok {
				index, _ := strconv.Atoi(at)
				marks[k] = n.refs[index].mark
			}
		}
		b.Mark = strings.Join(marks, " ")
		if b.Kind == Note {
			if rest, ok := strings.CutPrefix(b.Text, b.Mark); ok && strings.TrimSpace(rest) != "" {
				b.Text = strings.TrimSpace(rest)
			}
		}
	}
	return blocks
}

func (n *docxNotes) countRefs() {
	var count, section, page [2]int
	for i := range n.refs {
		ref := &n.refs[i]
		kind := 0
		if ref.end {
			kind = 1
		}
		c := n.countOf(kind, ref.section)
		if count[kind] == 0 || c.restart == "eachSect" && section[kind] != ref.section || c.restart == "eachPage" && page[kind] != ref.page {
			count[kind] = c.start
		}
		section[kind], page[kind] = ref.section, ref.page
		if ref.custom {
			continue
		}
		ref.mark = writeNumber(c.format, count[kind])
		count[kind]++
	}
}
