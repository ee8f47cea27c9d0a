package extract

import (
	"encoding/xml"
	"regexp"
	"strconv"
	"strings"
)

// docxStyle is a style, or what a chain of styles comes to.
type docxStyle struct {
	name, kind, base string
	numID            string // "" where the style says nothing
	numFrom          string // id of the style that says it
	level            int    // of its list, -1 where it says nothing
	outline          int    // 0 is the outermost heading, 9 running text, -1 where the style says nothing
	bold, hidden     toggle
	leader           bool // it has a tab stop with dots before it
}

// toggle is a property that is on, off or not stated.
type toggle int8

const (
	unset toggle = iota
	on
	off
)

// toggled reads a property that is on unless its value says otherwise.
func toggled(attrs []xml.Attr) toggle {
	switch attr(attrs, "val") {
	case "0", "false", "off", "none":
		return off
	}
	return on
}

// or is t, or where it says nothing other.
func (t toggle) or(other toggle) toggle {
	if t == unset {
		return other
	}
	return t
}

func readLang(attrs []xml.Attr) runLang {
	return runLang{attr(attrs, "val"), attr(attrs, "eastAsia"), attr(attrs, "bidi")}
}

// docxStyles are the styles of a document. It visits their part.
type docxStyles struct {
	byID        map[string]*docxStyle
	resolved    map[string]docxStyle
	defaultPara string
	warn        func(string)

	open *docxStyle
	path []string
}

const maxStyles = 20_000

func (s *docxStyles) start(name string, attrs []xml.Attr) {
	s.path = append(s.path, name)
	if name == "style" && len(s.byID) < maxStyles {
		s.open = &docxStyle{kind: attr(attrs, "type"), level: -1, outline: -1}
		if s.byID == nil {
			s.byID = map[string]*docxStyle{}
		}
		id := attr(attrs, "styleId")
		s.byID[id] = s.open
		if d := attr(attrs, "default"); s.open.kind == "paragraph" && d != "" && d != "0" && d != "false" {
			s.defaultPara = id
		}
		return
	}
	if s.open == nil || s.inside("tblStylePr") || s.inside("pPrChange") || s.inside("rPrChange") {
		return
	}
	switch name {
	case "name":
		s.open.name = attr(attrs, "val")
	case "basedOn":
		s.open.base = attr(attrs, "val")
	case "numId":
		s.open.numID = attr(attrs, "val")
	case "ilvl":
		s.open.level = listLevel(attr(attrs, "val"))
	case "outlineLvl":
		s.open.outline = bounded(attr(attrs, "val"), 9)
	case "b":
		s.open.bold = toggled(attrs)
	case "vanish":
		s.open.hidden = toggled(attrs)
	case "tab":
		s.open.leader = s.open.leader || isLeader(attr(attrs, "leader"))
	}
}

func (s *docxStyles) end(name string) {
	if name == "style" {
		s.open = nil
	}
	if n := len(s.path); n > 0 {
		s.path = s.path[:n-1]
	}
}

func (s *docxStyles) text(string) {}

func (s *docxStyles) inside(name string) bool {
	for _, p := range s.path {
		if p == name {
			return true
		}
	}
	return false
}

func isLeader(s string) bool { return s == "dot" || s == "middleDot" }

// listLevel is the level of a list, 0 to 8.
func listLevel(s string) int { return bounded(s, 8) }

// bounded is a number from 0 to limit.
func bounded(s string, limit int) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return min(max(n, 0), limit)
}

// of is what the style id and those that it is based on say together.
func (s *docxStyles) of(id string) docxStyle {
	if r, ok := s.resolved[id]; ok {
		return r
	}
	out := docxStyle{level: -1, outline: -1}
	seen := map[string]bool{}
	for at := id; at != ""; {
		style := s.byID[at]
		if style == nil {
			break
		}
		if seen[at] {
			s.warn("styles are based on one another in a circle, among them " + quoteName(at))
			break
		}
		seen[at] = true
		if out.name == "" {
			out.name, out.kind = style.name, style.kind
		}
		if out.numID == "" && style.numID != "" {
			out.numID, out.numFrom = style.numID, at
		}
		if out.level < 0 {
			out.level = style.level
		}
		if out.outline < 0 {
			out.outline = style.outline
			if n := headingLevel(style.name); out.outline < 0 && n > 0 {
				out.outline = n - 1
			}
		}
		out.bold, out.hidden = out.bold.or(style.bold), out.hidden.or(style.hidden)
		out.leader = out.leader || style.leader
		at = style.base
	}
	if s.resolved == nil {
		s.resolved = map[string]docxStyle{}
	}
	s.resolved[id] = out
	return out
}

var (
	headingName = regexp.MustCompile(`^(?:heading|titre|título|überschrift|заголовок|标题|عنوان)\s?([1-9])(?:$|[^\d])`)
	// publisherHeading are headings by the styles of the templates in which papers of the United Nations are typed, which state no
	// outline level: "_ H_Ch_G", "_ H_1_G", "Reg_H_2/3_G", "H1", "TitleH2". The chapter is above 1.
	publisherHeading = regexp.MustCompile(`^(?:reg|anno|title)?h(ch|m|[1-6])(?:\d)?g?[a-z]?$`)
	titleName        = regexp.MustCompile(`^(?:title|titre|título|название|标题|العنوان)$`)
)

// headingLevel is the level of headings in a style by its name, 1 for the outermost, 0 for a style of running text.
func headingLevel(name string) int {
	name = strings.ToLower(strings.TrimSpace(name))
	if m := headingName.FindStringSubmatch(name); m != nil {
		return int(m[1][0] - '0')
	}
	if titleName.MatchString(name) {
		return 1
	}
	m := publisherHeading.FindStringSubmatch(strings.NewReplacer("_", "", " ", "", "/", "").Replace(name))
	switch {
	case m == nil:
		return 0
	case m[1] == "ch" || m[1] == "m":
		return 1
	}
	return min(int(m[1][0]-'0')+1, 9)
}
