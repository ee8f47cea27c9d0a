package document

import (
	"strconv"
	"strings"
)

// Locator says where in its document a unit stands, for a citation: "para. 11", or "item 2 (b), third paragraph".
type Locator struct {
	// Item is the agenda item in reading form, "item 2 (b)", where the unit needs it to be found; else "".
	Item string
	// Place is "para. 11", "third paragraph", "footnote *", "heading".
	Place string
	// Counted is true where the place is counted and not printed. Pages mark it, for nobody else counts the same way.
	Counted bool
}

// Locate returns the locator of a unit. A printed paragraph number suffices; an unnumbered unit is counted within its
// section, named by the item or, where there is none, the innermost heading.
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
	return Locator{Item: sectionItem(u), Place: countedPlace(u), Counted: u.Place > 0}
}

func countedPlace(u Unit) string {
	name := kindWords[u.Kind]
	if u.Place == 0 {
		return name
	}
	return Ordinal(u.Place) + " " + name
}

var kindWords = map[Kind]string{Paragraph: "paragraph", ListItem: "list entry", TableRow: "table row", Heading: "heading"}

// sectionItem is the item under whose heading the unit stands, in reading form.
func sectionItem(u Unit) string {
	for _, tag := range u.StatedItems {
		if tag.Via == ViaSection || tag.Via == ViaTable {
			return "item " + ReadingItem(tag.Item)
		}
	}
	return ""
}

// String joins the parts: "item 2 (b), third paragraph".
func (l Locator) String() string {
	if l.Item == "" {
		return l.Place
	}
	return l.Item + ", " + l.Place
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
