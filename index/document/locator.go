package document

import (
	"strconv"
	"strings"
)

// Locator says where in its document a unit stands, for a citation: "para. 11", or "item 2 (b), third paragraph".
type Locator struct {
	// Within names what the place is counted in: the agenda item in reading form, "item 2 (b)", where the unit stands in the
	// section of that item, else the innermost heading in quotation marks; "" where a printed number or mark suffices.
	Within string
	// Place is "para. 11", "third paragraph", "footnote *", "heading".
	Place string
	// Counted is true where the place is counted and not printed. Pages mark it, for nobody else counts the same way.
	Counted bool
}

// Locate returns the locator of a unit. A printed paragraph number suffices; an unnumbered unit is counted within its
// section.
func Locate(u Unit) Locator {
	if u.Number != "" {
		return Locator{Place: "para. " + u.Number}
	}
	switch u.Kind {
	case Footnote:
		return Locator{Place: strings.TrimSpace("footnote " + u.FootnoteMark)}
	case Frontmatter:
		return Locator{Place: "masthead"}
	}
	return Locator{Within: within(u), Place: countedPlace(u), Counted: u.Place > 0}
}

func countedPlace(u Unit) string {
	name := kindWords[u.Kind]
	if u.Place == 0 {
		return name
	}
	return Ordinal(u.Place) + " " + name
}

var kindWords = map[Kind]string{Paragraph: "paragraph", Preambular: "preambular paragraph", Operative: "operative paragraph", ListItem: "list entry", TableRow: "table row", Heading: "heading"}

// within is what a counted place is counted in. An entry of the provisional agenda and a row of the timetable belong to an
// item, but do not stand in its section: they are counted below their own heading.
func within(u Unit) string {
	if strings.HasPrefix(u.Anchor, itemAnchor) {
		for _, tag := range u.StatedItems {
			if tag.Via == ViaSection {
				return "item " + ReadingItem(tag.Item)
			}
		}
	}
	if len(u.Section) == 0 {
		return ""
	}
	return "“" + u.Section[len(u.Section)-1] + "”"
}

// itemAnchor begins the anchors of the units in an item's section: "item-2b-p3".
const itemAnchor = "item-"

// String joins the parts: "item 2 (b), third paragraph".
func (l Locator) String() string {
	if l.Within == "" {
		return l.Place
	}
	return l.Within + ", " + l.Place
}

// ReadingItem is an item as the Editorial Manual prints it, with no-break spaces: "2 (b)" for "2(b)".
func ReadingItem(item string) string { return strings.ReplaceAll(item, "(", "\u00a0(") }

// Ordinal is n as a word up to twelfth, then as "13th".
func Ordinal(n int) string {
	if 0 < n && n < len(ordinals) {
		return ordinals[n]
	}
	suffix := "th"
	if n%100 < 11 || n%100 > 13 {
		switch n % 10 {
		case 1:
			suffix = "st"
		case 2:
			suffix = "nd"
		case 3:
			suffix = "rd"
		}
	}
	return strconv.Itoa(n) + suffix
}

var ordinals = [...]string{"", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"}
