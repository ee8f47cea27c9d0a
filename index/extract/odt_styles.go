package extract

import (
	"encoding/xml"
	"strconv"
	"strings"
)

// odtStyle is a style, or what a chain of styles comes to.
type odtStyle struct {
	name, parent string
	list         string // style of its list
	outline      int    // level of headings in it, 1 for the outermost, -1 where it says nothing
	page         string // page style that begins with it
	bold, hidden toggle
	raised       bool
	leader       bool
	font         string
	lang         runLang
	auto         bool // set at its place, and no style that somebody chose
}

// odtLevel is a level of a list or of the outline as defined.
type odtLevel struct {
	bullet         string
	format         string
	prefix, suffix string
	list           string // "%1%.%2%." where the style states it whole
	start          int
	display        int // levels that its number shows
	sync           bool
}

// odtPage is a page style.
type odtPage struct {
	next  string // of the page that follows
	first bool   // it has a header of its own for the first page
}

// odtStyles are the styles of a text. It visits styles.xml and content.xml; styles are known by family and name.
type odtStyles struct {
	byName   map[string]*odtStyle
	resolved map[string]odtStyle
	lists    map[string]*[10]odtLevel
	outline  [10]odtLevel
	pages    map[string]*odtPage
	warn     func(string)

	open  *odtStyle
	list  *[10]odtLevel
	level int
	page  *odtPage
	auto  bool // within the automatic styles, which say what is set at its place
}

func (s *odtStyles) start(name string, attrs []xml.Attr) {
	switch name {
	case "automatic-styles":
		s.auto = true
	case "style":
		s.openStyle(attrs)
	case "text-properties":
		s.textProperties(attrs)
	case "tab-stop":
		if l := attr(attrs, "leader-style"); s.open != nil && (l == "dotted" || attr(attrs, "leader-char") == "." || attr(attrs, "leader-text") == ".") {
			s.open.leader = true
		}
	case "list-style", "outline-style":
		s.list = &[10]odtLevel{}
		if s.lists == nil {
			s.lists = map[string]*[10]odtLevel{}
		}
		if name == "outline-style" {
			s.list = &s.outline
		} else if len(s.lists) < maxLists {
			s.lists[attr(attrs, "name")] = s.list
		}
	case "list-level-style-number", "list-level-style-bullet", "list-level-style-image", "outline-level-style":
		s.levelStyle(name, attrs)
	case "master-page":
		s.page = &odtPage{next: attr(attrs, "next-style-name")}
		if s.pages == nil {
			s.pages = map[string]*odtPage{}
		}
		if len(s.pages) < maxStyles {
			s.pages[attr(attrs, "name")] = s.page
		}
	case "header-first":
		if s.page != nil {
			s.page.first = attr(attrs, "display") != "false"
		}
	}
}

func (s *odtStyles) openStyle(attrs []xml.Attr) {
	if len(s.byName) >= maxStyles {
		return
	}
	if s.byName == nil {
		s.byName = map[string]*odtStyle{}
	}
	family := attr(attrs, "family")
	s.open = &odtStyle{name: attr(attrs, "display-name"), outline: -1, auto: s.auto, page: attr(attrs, "master-page-name"), list: attr(attrs, "list-style-name")}
	id := attr(attrs, "name")
	if s.open.name == "" {
		s.open.name = id
	}
	if p := attr(attrs, "parent-style-name"); p != "" {
		s.open.parent = family + " " + p
	}
	if o := attr(attrs, "default-outline-level"); o != "" {
		s.open.outline = bounded(o, 10)
	}
	s.byName[family+" "+id] = s.open
}

func (s *odtStyles) textProperties(attrs []xml.Attr) {
	if s.open == nil {
		return
	}
	for _, a := range attrs {
		switch a.Name.Local {
		case "font-weight":
			n, err := strconv.Atoi(a.Value)
			s.open.bold = off
			if a.Value == "bold" || a.Value == "bolder" || err == nil && n >= 600 {
				s.open.bold = on
			}
		case "display":
			s.open.hidden = off
			if a.Value == "none" {
				s.open.hidden = on
			}
		case "text-position":
			s.open.raised = strings.HasPrefix(a.Value, "super") || a.Value != "" && a.Value[0] != '-' && a.Value[0] != '0' && strings.Contains(a.Value, "%")
		case "font-name", "font-family":
			s.open.font = a.Value
		case "language":
			s.open.lang.latin = a.Value
		case "language-asian":
			s.open.lang.asian = a.Value
		case "language-complex":
			s.open.lang.bidi = a.Value
		}
	}
}

func (s *odtStyles) levelStyle(name string, attrs []xml.Attr) {
	s.level = bounded(attr(attrs, "level"), 10) - 1
	if s.list == nil || s.level < 0 {
		return
	}
	l := odtLevel{
		format: attr(attrs, "num-format"), prefix: attr(attrs, "num-prefix"), suffix: attr(attrs, "num-suffix"), list: attr(attrs, "num-list-format"),
		start: 1, display: max(1, bounded(attr(attrs, "display-levels"), 10)), sync: attr(attrs, "num-letter-sync") == "true",
	}
	if v := attr(attrs, "start-value"); v != "" {
		l.start = bounded(v, 1e9)
	}
	if name == "list-level-style-bullet" || name == "list-level-style-image" {
		l.bullet = bulletLabel(attr(attrs, "bullet-char"))
	}
	if len(l.list) > 255 || len(l.prefix)+len(l.suffix) > 255 {
		l.list, l.prefix, l.suffix = "", "", ""
	}
	s.list[s.level] = l
}

func (s *odtStyles) end(name string) {
	switch name {
	case "automatic-styles":
		s.auto = false
	case "style":
		s.open = nil
	case "list-style", "outline-style":
		s.list = nil
	case "master-page":
		s.page = nil
	}
}

func (s *odtStyles) text(string) {}

// of is what a style, by family and name, and those above it say together.
func (s *odtStyles) of(id string) odtStyle {
	if r, ok := s.resolved[id]; ok {
		return r
	}
	out := odtStyle{outline: -1}
	seen := map[string]bool{}
	for at := id; at != ""; {
		style := s.byName[at]
		if style == nil {
			break
		}
		if seen[at] {
			s.warn("styles are based on one another in a circle, among them " + quoteName(at))
			break
		}
		if len(seen) == 0 { // what only the style itself says
			out.page = style.page
		}
		seen[at] = true
		if out.name == "" {
			out.name = style.name
		}
		if out.list == "" {
			out.list = style.list
		}
		if out.outline < 0 {
			out.outline = style.outline
			if n := headingLevel(strings.ReplaceAll(style.name, "_20_", " ")); out.outline < 0 && n > 0 {
				out.outline = n
			}
		}
		if out.font == "" {
			out.font = style.font
		}
		out.bold, out.hidden = out.bold.or(style.bold), out.hidden.or(style.hidden)
		out.raised, out.leader = out.raised || style.raised, out.leader || style.leader
		if len(seen) == 1 && style.auto {
			out.lang = style.lang
		}
		at = style.parent
	}
	if s.resolved == nil {
		s.resolved = map[string]odtStyle{}
	}
	s.resolved[id] = out
	return out
}
