package extract

import (
	"encoding/xml"
	"strings"
)

// aknCover is what the cover page and the metadata say, as far as it comes in pieces.
type aknCover struct {
	notes   []Block // of the metadata, whose marks stand on the cover page
	note    *run    // the note of the metadata that is open
	mark    string
	adopted string // day of the step of that name, which the files fill in more often than the others
}

// coverRoles are the roles of lines by the element in them.
var coverRoles = map[string]Role{
	"docAuthority": RoleBody, "docStatus": RoleDistribution, "session": RoleSession, "docProponent": RoleAdoption,
	"inline agenda item": RoleAgendaLine, "inline agenda item name": RoleItemTitle,
}

// coverElement gives a line of the cover page, preface or conclusions its role.
func (r *aknReader) coverElement(b *aknBlock, name string, attrs []xml.Attr) {
	if r.inMainBody() && name != "docTitle" || r.in("authorialNote") {
		return
	}
	if name == "docDate" && strings.HasPrefix(attr(attrs, "refersTo"), "#adoption") {
		r.state("adopted", attr(attrs, "date"))
	}
	if r.in("conclusions") {
		b.role = RoleAdoption
		return
	}
	key, refersTo := name, attr(attrs, "refersTo")
	if name == "inline" {
		key += " " + attr(attrs, "name")
	}
	role := coverRoles[key]
	switch {
	case name == "docAuthority" && refersTo == "#publisher":
		role = RoleOrganization
	case name == "docDate" && b.role == "" && r.in("coverPage"):
		role = RoleDate
		r.state("date", attr(attrs, "date"))
	case name == "docNumber" && r.in("coverPage"):
		role = RoleSymbol
	case name == "docNumber" && r.in("preface"), name == "docTitle":
		role = r.titleRole(b, name, refersTo)
	}
	switch name {
	case "session":
		r.state("session", attr(attrs, "value"))
	case "docProponent":
		r.state("committee", strings.TrimPrefix(refersTo, "#"))
	}
	if role == RoleAgendaLine {
		r.state("item", attr(attrs, "title"))
	}
	if role != "" && b.role == "" {
		b.role = role
	}
}

// titleRole is the role of a line with a title or with the number before one. A resolution in parts has a heading for each.
func (r *aknReader) titleRole(b *aknBlock, name, refersTo string) Role {
	if r.in("components") || r.in("attachment") {
		b.heading = true
		return ""
	}
	if name == "docNumber" {
		return RoleTitle
	}
	switch {
	case refersTo == "#adoption":
		return RoleAdoption
	case r.in("coverPage") && refersTo == "" || b.role == RoleType:
		return RoleType
	}
	b.titleAt = b.place()
	return RoleTitle
}

// takeTitle states the title that ends here.
func (r *aknReader) takeTitle(b *aknBlock) {
	if b.titleAt >= 0 {
		r.state("title", strings.TrimLeft(b.since(b.titleAt), "-–— ."))
		b.titleAt = -1
	}
	b.space()
}

// state keeps what the format states, the first of each kind.
func (r *aknReader) state(key, value string) {
	if value = strings.TrimSpace(value); value != "" && value != noDate && r.content.Meta[key] == "" {
		r.content.Meta[key] = value
	}
}

// noDate is what the files write for a day that nobody filled in.
const noDate = "0001-01-01"

// isoLanguages are the codes of three letters that the format uses.
var isoLanguages = map[string]string{
	"eng": "en", "fra": "fr", "fre": "fr", "spa": "es", "rus": "ru", "ara": "ar", "zho": "zh", "chi": "zh", "deu": "de", "ger": "de",
}

// meta takes an element of the metadata.
func (r *aknReader) meta(name string, attrs []xml.Attr) {
	switch name {
	case "meta":
		if r.metaAt == 0 {
			r.metaAt = len(r.path)
		}
	case "FRBRlanguage":
		code := strings.ToLower(attr(attrs, "language"))
		if short := isoLanguages[code]; short != "" {
			code = short
		}
		if len(code) == 2 && r.content.Lang == "" {
			r.content.Lang = code
		}
	case "FRBRdate":
		if attr(attrs, "name") == "adoption" {
			r.state("adopted", attr(attrs, "date"))
		}
	case "step":
		if attr(attrs, "outcome") == "adopted" {
			r.cover.adopted = attr(attrs, "date")
		}
	case "note":
		r.cover.note, r.cover.mark = &run{}, attr(attrs, "marker")
	}
}

func (r *aknReader) metaText(s string) {
	if r.cover.note != nil {
		r.cover.note.write(s)
	}
}

func (r *aknReader) metaEnd(name string) {
	if len(r.path) == r.metaAt {
		r.metaAt = 0
	}
	if name == "note" && r.cover.note != nil {
		text := r.cover.note.String()
		if m := starNote.FindStringSubmatch(text); m != nil {
			r.cover.mark, text = m[1], m[2]
		}
		if r.cover.mark == "" {
			r.cover.mark = "*"
		}
		if text != "" {
			r.cover.notes = append(r.cover.notes, Block{Kind: Note, Mark: r.cover.mark, Text: text})
		}
		r.cover.note = nil
	}
}

func (r *aknReader) inMeta() bool {
	return r.metaAt > 0 || len(r.path) > 0 && r.path[len(r.path)-1] == "meta"
}

func (r *aknReader) inMainBody() bool { return r.in("mainBody") }

// finishMeta states what the blocks say and the metadata does not.
func (r *aknReader) finishMeta() {
	for _, b := range r.content.Blocks {
		if b.Role == RoleSymbol {
			r.state("symbol", b.Text)
		}
	}
	r.state("adopted", r.cover.adopted)
}
