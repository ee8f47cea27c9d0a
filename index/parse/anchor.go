package parse

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/plenary-search/plenary/index/document"
)

// itemAnchor is an item as part of an anchor: "2b" for "2(b)".
func itemAnchor(item string) string {
	return strings.NewReplacer("(", "", ")", "").Replace(item)
}

// anchors gives every unit its anchor and, where it has no number, its place. Anchors say what a reader could say: the
// paragraph number, or the section and the count of the unit in it, by kind. They depend on the text alone, so that reading
// it again gives the same ones, and on as little of it as can be, so that a change elsewhere moves none.
func (p *parser) anchors() {
	a := anchorer{used: map[string]bool{}, again: map[string]int{}, sections: map[string]string{}, scopes: map[string]string{}, count: map[string]int{}}
	for i := range p.doc.Units {
		u := &p.doc.Units[i]
		anchor := u.Anchor
		if anchor == "" {
			anchor = a.anchor(u)
		} else {
			u.Place = a.place(u)
		}
		u.Anchor = a.unique(anchor)
		if u.Kind == document.Heading {
			a.open(u)
		}
	}
}

type anchorer struct {
	used     map[string]bool
	again    map[string]int    // how often an anchor was wanted again
	sections map[string]string // path of a section to its anchor
	scopes   map[string]string // anchor of a section to that of the part in which its paragraphs are numbered, "" for the paper
	count    map[string]int
	number   string // anchor of the numbered paragraph whose sub-paragraphs come
	within   string // section of that paragraph
	letter   string // label of its last sub-paragraph of the first level, "" where none is
}

func pathKey(path []string) string { return strings.Join(path, "\x00") }

func (a *anchorer) section(path []string) string { return a.sections[pathKey(path)] }

// open records the anchor of a heading's section and the part in which its paragraphs are numbered: an annex, an article, an
// embedded draft or the paper.
func (a *anchorer) open(u *document.Unit) {
	scope := a.scopes[a.section(u.Section)]
	if numbersAnew(u.Text) {
		scope = u.Anchor
	}
	a.sections[pathKey(append(u.Section[:len(u.Section):len(u.Section)], u.Text))] = u.Anchor
	a.scopes[u.Anchor] = scope
}

// numbersAnew reports whether paragraphs are numbered from 1 again below a heading.
func numbersAnew(text string) bool {
	return annexHeading.MatchString(text) || isArticle(text) || draftHead.MatchString(text)
}

// next counts the units of a kind within a section.
func (a *anchorer) next(section string, k document.Kind) int {
	key := section + "\x00" + string(k)
	a.count[key]++
	return a.count[key]
}

// place is the count of a unit that has its anchor already, 0 where a number or mark is printed.
func (a *anchorer) place(u *document.Unit) int {
	if u.Number != "" || !document.RunningText(u.Kind) && u.Kind != document.TableRow {
		return 0
	}
	return a.next(a.section(u.Section), u.Kind)
}

func (a *anchorer) anchor(u *document.Unit) string {
	section := a.section(u.Section)
	switch u.Kind {
	case document.Frontmatter:
		return strings.ReplaceAll(u.Role, "_", "-")
	case document.Footnote:
		return "fn-" + markAnchor(u.FootnoteMark)
	case document.Heading:
		return headingAnchor(u, section, a.scopes[section])
	case document.TableRow:
		u.Place = a.next(section, u.Kind)
		return join(a.scopes[section], "row-"+strconv.Itoa(u.Place))
	case document.Paragraph, document.Preambular, document.Operative:
		if u.Number != "" {
			a.number, a.within, a.letter = join(a.scopes[section], "p"+slug(u.Number, 3)), section, ""
			return a.number
		}
		u.Place = a.next(section, u.Kind)
		a.number = ""
		switch u.Kind {
		case document.Preambular: // as in marked formats
			return join(a.scopes[section], "pp"+strconv.Itoa(a.next(a.scopes[section], "pp")))
		case document.Operative:
			return join(a.scopes[section], "op"+strconv.Itoa(a.next(a.scopes[section], "op")))
		}
		return join(orStart(section), a.unnumbered(section)+strconv.Itoa(u.Place))
	}
	u.Place = a.next(section, u.Kind)
	if label := slug(latinLabel(u.Label), 3); a.number != "" && a.within == section && label != "" && !u.Quoted {
		return a.number + "-" + a.entry(label)
	}
	return join(orStart(section), letterOf(u)+strconv.Itoa(u.Place))
}

// entry names a sub-paragraph as marked formats do: "a", and below it "a-1" for (i) and (1).
func (a *anchorer) entry(label string) string {
	if !isNested(label, a.letter) {
		a.letter = label
		return label
	}
	if upper := strings.ToUpper(label); romanOK.MatchString(upper) {
		label = strconv.Itoa(roman(upper))
	}
	return join(a.letter, label)
}

// isNested reports whether an enumerator is of the second level, as (i) and (1) are, and not the letter after the last one, as (i) after (h).
func isNested(label, letter string) bool {
	switch {
	case label == "":
		return false
	case strings.Trim(label, "0123456789") == "":
		return letter != ""
	}
	return strings.Trim(label, "ivx") == "" && (len(label) > 1 || letter != string(label[0]-1))
}

// unnumbered is the letter before the count of an unnumbered paragraph: u where numbered ones have the p.
func (a *anchorer) unnumbered(section string) string {
	if section != "" && a.scopes[section] == section {
		return "u"
	}
	return "p"
}

// orStart names the place before the first heading, so that the third unnumbered paragraph there is not taken for number 3.
func orStart(section string) string {
	if section == "" {
		return "start"
	}
	return section
}

// letterOf is the letter before the count of a list entry: q for quoted ones.
func letterOf(u *document.Unit) string {
	if u.Quoted {
		return "q"
	}
	return "e"
}

func join(section, part string) string {
	if section == "" {
		return part
	}
	return section + "-" + part
}

// headingAnchor names a section: by its item, its enumerator within the section above, or its first words.
func headingAnchor(u *document.Unit, section, scope string) string {
	for _, tag := range u.StatedItems {
		if tag.Via == document.ViaSection && u.Label != "" && tag.Evidence == u.Text {
			return "item-" + itemAnchor(tag.Item)
		}
	}
	if u.Label != "" {
		return join(section, "s"+slug(u.Label, 1))
	}
	switch {
	case annexHeading.MatchString(u.Text):
		return slug(u.Text, 2)
	case draftHead.MatchString(u.Text):
		return join(scope, slug(u.Text, 3))
	case isArticle(u.Text):
		return join(outer(scope), articleAnchor(u.Text))
	}
	return join(annexOrItem(section), slug(u.Text, 5))
}

// articleAnchor names an article by its number, the same in every language: "article-5" for "Article 5", "Статья 5", "第五条".
func articleAnchor(text string) string {
	if articleHead.MatchString(text) {
		return slug(text, 2)
	}
	ascii := asciiDigits(text)
	if at := strings.IndexAny(ascii, "0123456789"); at >= 0 {
		return "article-" + slug(ascii[at:], 1)
	}
	if n := chineseNumber(text); n > 0 {
		return "article-" + strconv.Itoa(n)
	}
	if strings.Contains(text, "premier") {
		return "article-1"
	}
	return "article-" + slug(text[strings.IndexByte(text, ' ')+1:], 1)
}

// outer is the part around an article: one article is not part of another.
func outer(scope string) string {
	if i := strings.LastIndex(scope, "article-"); i >= 0 {
		return strings.TrimSuffix(scope[:i], "-")
	}
	return scope
}

// annexOrItem keeps anchors short: of the sections above, an unnumbered heading keeps the numbered ones.
func annexOrItem(section string) string {
	if len(section) > 40 {
		return ""
	}
	return section
}

// markAnchor writes a footnote mark with letters and digits.
func markAnchor(mark string) string {
	if mark != "" && strings.Trim(mark, "*") == "" {
		return strings.Repeat("star", max(1, len(mark)))
	}
	if s := slug(mark, 1); s != "" {
		return s
	}
	return "note"
}

// slug is the first words of s in lower case, joined with hyphens, letters and digits alone.
func slug(s string, words int) string {
	fields := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if len(fields) > words {
		fields = fields[:words]
	}
	out := strings.Join(fields, "-")
	if r := []rune(out); len(r) > 60 {
		out = string(r[:60])
	}
	return out
}

// unique adds a count to an anchor that is taken.
func (a *anchorer) unique(anchor string) string {
	if anchor == "" {
		anchor = "u"
	}
	try := anchor
	for a.used[try] {
		a.again[anchor]++
		try = anchor + "-" + strconv.Itoa(a.again[anchor]+1)
	}
	a.used[try] = true
	return try
}
