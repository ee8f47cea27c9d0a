package parse

import (
	"cmp"
	"slices"

	"github.com/plenary-search/plenary/index/document"
)

// tagItems sets the agenda tags that the document alone supports. Stated items are those of the unit's section or row, else
// those of the masthead. The narrower Items leave the masthead's out of front matter and notes, which belong to no item, and
// add what a unit says of itself.
func (p *parser) tagItems() {
	masthead := p.mastheadTags()
	titles := itemTitles(p.doc.Units)
	for i := range p.doc.Units {
		u := &p.doc.Units[i]
		own := u.StatedItems
		if len(own) == 0 {
			u.StatedItems = masthead
		}
		switch {
		case u.Role == roleAgendaLine:
			u.Items = ofLine(masthead, u.Text)
		case u.Role == roleItemTitle:
			u.Items = titledItem(masthead, titles, u.Seq)
		case u.Kind == document.Frontmatter || u.Kind == document.Footnote:
		case len(own) > 0:
			u.Items = own
		default:
			u.Items = masthead
		}
		if document.RunningText(u.Kind) {
			u.Items = withText(itemsNamed(u.Text), u.Items)
		}
	}
}

// mastheadTags are the items of the agenda lines. Titles are known where as many follow as the lines name items.
func (p *parser) mastheadTags() []document.AgendaTag {
	var lines, titles []string
	for _, u := range p.doc.Units {
		switch u.Role {
		case roleAgendaLine:
			lines = append(lines, u.Text)
		case roleItemTitle:
			titles = append(titles, u.Text)
		}
	}
	var tags []document.AgendaTag
	for i, item := range p.doc.MastheadItems {
		tag := document.AgendaTag{Item: item, Via: cmp.Or(p.itemsVia, document.ViaMasthead)}
		if p.itemsVia == document.ViaCatalogue {
			tag.Evidence = "the import record"
		}
		for _, line := range lines {
			if tag.Evidence == "" && slices.Contains(lineItems(line), item) {
				tag.Evidence = line
			}
		}
		if len(titles) == len(p.doc.MastheadItems) {
			tag.Title = titles[i]
		}
		tags = append(tags, tag)
	}
	return tags
}

// ofLine are the tags of the items that one agenda line names.
func ofLine(masthead []document.AgendaTag, line string) []document.AgendaTag {
	items := lineItems(line)
	return slices.DeleteFunc(slices.Clone(masthead), func(t document.AgendaTag) bool { return !slices.Contains(items, t.Item) })
}

// itemTitles are the units that hold titles of masthead items, in order.
func itemTitles(units []document.Unit) (seqs []int) {
	for _, u := range units {
		if u.Role == roleItemTitle {
			seqs = append(seqs, u.Seq)
		}
	}
	return seqs
}

// titledItem is the item whose title a masthead unit is, all of them where titles and items do not pair.
func titledItem(masthead []document.AgendaTag, titles []int, seq int) []document.AgendaTag {
	if len(titles) != len(masthead) {
		return masthead
	}
	for i, s := range titles {
		if s == seq {
			return masthead[i : i+1 : i+1]
		}
	}
	return nil
}

// withText puts the tags that a unit's own words support before the others. They displace the masthead's, which are about the
// document as a whole.
func withText(text, others []document.AgendaTag) []document.AgendaTag {
	if len(text) == 0 {
		return others
	}
	merged := document.MergeTags(text, others)
	return slices.DeleteFunc(merged, func(t document.AgendaTag) bool { return t.Via == document.ViaMasthead })
}
