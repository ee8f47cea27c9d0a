package extract

import (
	"encoding/xml"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// docxLevel is a level of a list as defined.
type docxLevel struct {
	start   int
	format  string
	width   int    // of a custom format with zeros before the number, else 0
	text    string // "%1.%2"
	restart int    // 0: never; n: after a number of a level above n-1, -1 where not stated: after any level above
	legal   bool   // all in decimal figures
	suffix  string // "tab" where empty
	style   string // of the paragraphs that are on this level
	hidden  bool
}

// docxLevels are the levels of a list.
type docxLevels [9]docxLevel

// docxAbstract is a definition of a list; several lists that share one count on from one another.
type docxAbstract struct {
	levels       docxLevels
	numStyleLink string // the style whose list defines this one
}

// docxNum is a list.
type docxNum struct {
	abstract string
	starts   [9]int // what a level begins with in this list, -1 where it is not stated
	levels   map[int]docxLevel
	begun    [9]bool
}

// docxCount is how far a list is.
type docxCount struct {
	n    [9]int
	used [9]bool
}

// docxNumbering are the lists of a document. It visits their part, and then counts.
type docxNumbering struct {
	abstracts map[string]*docxAbstract
	nums      map[string]*docxNum
	counts    map[string]*docxCount // by abstract list
	styles    *docxStyles
	warn      func(string)

	abstract *docxAbstract
	num      *docxNum
	level    *docxLevel
	override int
	own      docxLevel // of the level that a list overrides
	ownOpen  bool
	choice   bool // within a choice of formats that was taken
}

const maxLists = 50_000

func newDocxNumbering(styles *docxStyles, warn func(string)) docxNumbering {
	return docxNumbering{abstracts: map[string]*docxAbstract{}, nums: map[string]*docxNum{}, counts: map[string]*docxCount{}, styles: styles, warn: warn}
}

func (l *docxNumbering) start(name string, attrs []xml.Attr) {
	value := attr(attrs, "val")
	switch name {
	case "abstractNum":
		l.abstract = &docxAbstract{}
		if len(l.abstracts) < maxLists {
			l.abstracts[attr(attrs, "abstractNumId")] = l.abstract
		}
	case "numStyleLink":
		if l.abstract != nil {
			l.abstract.numStyleLink = value
		}
	case "num":
		l.num = &docxNum{starts: [9]int{-1, -1, -1, -1, -1, -1, -1, -1, -1}, levels: map[int]docxLevel{}}
		if len(l.nums) < maxLists {
			l.nums[attr(attrs, "numId")] = l.num
		}
	case "abstractNumId":
		if l.num != nil {
			l.num.abstract = value
		}
	case "lvlOverride":
		l.override = listLevel(attr(attrs, "ilvl"))
	case "startOverride":
		if l.num != nil {
			l.num.starts[l.override] = bounded(value, 1e9)
		}
	case "lvl":
		l.openLevel(listLevel(attr(attrs, "ilvl")))
	default:
		if l.level != nil {
			l.property(name, value, attrs)
		}
	}
}

func (l *docxNumbering) openLevel(i int) {
	fresh := docxLevel{restart: -1, format: "decimal"}
	switch {
	case l.num != nil:
		l.own, l.ownOpen, l.override = fresh, true, i
		l.level = &l.own
	case l.abstract != nil:
		l.abstract.levels[i] = fresh
		l.level = &l.abstract.levels[i]
	}
}

func (l *docxNumbering) property(name, value string, attrs []xml.Attr) {
	v := l.level
	switch name {
	case "start":
		v.start = bounded(value, 1e9)
	case "numFmt":
		if l.choice {
			return // the fallback of a custom format
		}
		v.format = value
		if value == "custom" {
			v.format, v.width = "decimal", customWidth(attr(attrs, "format"))
			l.choice = true
		}
	case "lvlText":
		if len(value) <= 255 { // the length that the standard allows
			v.text = value
		}
	case "lvlRestart":
		v.restart = bounded(value, 9)
	case "isLgl":
		v.legal = toggled(attrs) == on
	case "suff":
		v.suffix = value
	case "pStyle":
		v.style = value
	case "vanish":
		v.hidden = toggled(attrs) == on
	case "lvlPicBulletId":
		v.format = "bullet"
	}
}

// customWidth is the width of numbers in a format given by example: "001, 002, 003, ...".
func customWidth(example string) int {
	first, _, _ := strings.Cut(example, ",")
	if first = strings.TrimSpace(first); len(first) < 12 && strings.TrimLeft(first, "0") == "1" {
		return len(first)
	}
	return 0
}

func (l *docxNumbering) end(name string) {
	switch name {
	case "abstractNum":
		l.abstract = nil
	case "num":
		l.num = nil
	case "lvl":
		if l.ownOpen && l.num != nil {
			l.num.levels[l.override] = l.own
		}
		l.level, l.ownOpen, l.choice = nil, false, false
	case "AlternateContent":
		l.choice = false
	}
}

func (l *docxNumbering) text(string) {}

// list finds a list and the definition that it follows, through styles that define lists for others.
func (l *docxNumbering) list(id string) (num *docxNum, levels *docxLevels, key string) {
	num = l.nums[id]
	if num == nil {
		return nil, nil, ""
	}
	for at, step := num, 0; ; step++ {
		abstract := l.abstracts[at.abstract]
		if abstract == nil {
			return nil, nil, ""
		}
		link := abstract.numStyleLink
		if link == "" {
			return num, &abstract.levels, at.abstract
		}
		next := l.nums[l.styles.of(link).numID]
		if next == nil || step > 20 {
			if step > 20 {
				l.warn("lists are defined by one another in a circle, among them " + quoteName(id) + ": their numbers are missing")
			}
			return nil, nil, ""
		}
		at = next
	}
}

func (n *docxNum) levelOf(levels *docxLevels, i int) docxLevel {
	if own, ok := n.levels[i]; ok {
		return own
	}
	return levels[i]
}

// levelFor is the level of a style in a list, where the list says which style is on which level.
func (l *docxNumbering) levelFor(list, style string) (int, bool) {
	num, levels, _ := l.list(list)
	if num == nil || style == "" {
		return 0, false
	}
	for i := range levels {
		if num.levelOf(levels, i).style == style {
			return i, true
		}
	}
	return 0, false
}

// next counts a paragraph on level i of a list and returns its enumerator, "" where it has none.
func (l *docxNumbering) next(list string, i int) string {
	num, levels, key := l.list(list)
	if num == nil {
		return ""
	}
	c := l.counts[key]
	if c == nil {
		c = &docxCount{}
		l.counts[key] = c
	}
	begin := func(k int) int {
		if num.starts[k] >= 0 {
			return num.starts[k]
		}
		return num.levelOf(levels, k).start
	}
	switch {
	case num.starts[i] >= 0 && !num.begun[i], !c.used[i]:
		c.n[i] = begin(i)
	default:
		c.n[i]++
	}
	num.begun[i], c.used[i] = true, true
	for k := i + 1; k < 9; k++ {
		if r := num.levelOf(levels, k).restart; r < 0 || r > 0 && i < r {
			c.used[k] = false
		}
	}
	value := func(k int) int {
		if !c.used[k] {
			return begin(k)
		}
		return c.n[k]
	}
	return num.label(levels, i, value)
}

var levelRef = regexp.MustCompile(`%[1-9]`)

// label writes the enumerator of level i.
func (n *docxNum) label(levels *docxLevels, i int, value func(k int) int) string {
	level := n.levelOf(levels, i)
	switch {
	case level.hidden:
		return ""
	case level.format == "bullet":
		return bulletLabel(level.text)
	}
	label := levelRef.ReplaceAllStringFunc(level.text, func(ref string) string {
		k := int(ref[1] - '1')
		if k > i {
			return ""
		}
		at := n.levelOf(levels, k)
		switch {
		case level.legal && at.format != "none":
			return strconv.Itoa(value(k))
		case at.width > 0:
			return padded(value(k), at.width)
		case at.format == "bullet":
			return ""
		}
		return writeNumber(at.format, value(k))
	})
	return shortLabel(label)
}

// maxLabel is the length in bytes of an enumerator; longer ones are no work of people.
const maxLabel = 120

func shortLabel(label string) string {
	if len(label) > maxLabel {
		return ""
	}
	return spaces(label)
}

// bulletLabel is a bullet as one of a few characters: fonts of symbols draw theirs with any character.
func bulletLabel(text string) string {
	if utf8.RuneCountInString(text) == 1 && strings.ContainsAny(text, "-–—‑−") {
		return "–"
	}
	return "•"
}
