package extract

import (
	"encoding/xml"
	"regexp"
	"strings"
)

// odtCount is how far a list is. As in LibreOffice, paragraphs count: one on a level ends the levels below it.
type odtCount struct {
	n    [10]int
	used [10]bool
}

// odtLists are the lists of a text.
type odtLists struct {
	styles  *odtStyles
	counts  map[string]*odtCount // by id of the list
	byStyle map[string]*odtCount // the last of each style
	outline odtCount             // of headings
}

// odtList is a list that is open.
type odtList struct {
	style string
	count *odtCount
	level int  // from 0 on
	fresh bool // the entry that is open has no paragraph yet
	start int  // number that the entry states, -1 where it does not
}

// openList begins a list below another, nil for one that stands alone.
func (l *odtLists) openList(above *odtList, attrs []xml.Attr) *odtList {
	list := &odtList{style: attr(attrs, "style-name"), start: -1}
	if above != nil {
		above.fresh = false
		list.count, list.level = above.count, min(above.level+1, 9)
		if list.style == "" {
			list.style = above.style
		}
		return list
	}
	if c := l.counts[attr(attrs, "continue-list")]; c != nil {
		list.count = c
	} else if c := l.byStyle[list.style]; c != nil && attr(attrs, "continue-numbering") == "true" {
		list.count = c
	} else {
		list.count = &odtCount{}
	}
	l.remember(list, attr(attrs, "id"))
	return list
}

// numbered begins a paragraph that is a list by itself.
func (l *odtLists) numbered(attrs []xml.Attr) *odtList {
	id := attr(attrs, "list-id")
	list := &odtList{style: attr(attrs, "style-name"), start: -1, fresh: true, level: max(0, bounded(attr(attrs, "level"), 10)-1)}
	if v := attr(attrs, "start-value"); v != "" {
		list.start = bounded(v, 1e9)
	}
	if list.count = l.counts[id]; list.count == nil {
		list.count = l.byStyle[list.style]
	}
	if list.count == nil || id == "" && attr(attrs, "continue-numbering") == "false" {
		list.count = &odtCount{}
	}
	l.remember(list, id)
	return list
}

func (l *odtLists) remember(list *odtList, id string) {
	if id != "" && len(l.counts) < maxLists {
		l.counts[id] = list.count
	}
	if len(l.byStyle) < maxLists {
		l.byStyle[list.style] = list.count
	}
}

// next counts the first paragraph of an entry and returns its enumerator.
func (l *odtLists) next(list *odtList) string {
	levels := l.styles.lists[list.style]
	if levels == nil {
		return ""
	}
	list.fresh = false
	label := list.count.next(levels, list.level, list.start)
	list.start = -1
	return label
}

// heading counts a heading of the outline, on a level from 1 on.
func (l *odtLists) heading(level int, attrs []xml.Attr) string {
	start := -1
	if v := attr(attrs, "start-value"); v != "" && attr(attrs, "restart-numbering") == "true" {
		start = bounded(v, 1e9)
	}
	if attr(attrs, "is-list-header") == "true" || l.styles.outline[level-1].format == "" {
		return ""
	}
	return l.outline.next(&l.styles.outline, level-1, start)
}

// next counts on level i, from start on where that is not negative.
func (c *odtCount) next(levels *[10]odtLevel, i, start int) string {
	switch {
	case start >= 0:
		c.n[i] = start
	case c.used[i]:
		c.n[i]++
	default:
		c.n[i] = levels[i].start
	}
	c.used[i] = true
	for k := i + 1; k < len(c.used); k++ {
		c.used[k] = false
	}
	return c.label(levels, i)
}

var openRef = regexp.MustCompile(`%(\d{1,2})%`)

// label writes the enumerator of level i.
func (c *odtCount) label(levels *[10]odtLevel, i int) string {
	level := levels[i]
	if level.bullet != "" {
		return level.bullet
	}
	value := func(k int) string {
		n := levels[k].start
		if c.used[k] {
			n = c.n[k]
		}
		return writeOpenNumber(levels[k].format, n, levels[k].sync)
	}
	if level.list != "" {
		return shortLabel(openRef.ReplaceAllStringFunc(level.list, func(ref string) string {
			if k := bounded(strings.Trim(ref, "%"), 10) - 1; k >= 0 && k <= i {
				return value(k)
			}
			return ""
		}))
	}
	var numbers []string
	for k := max(0, i-level.display+1); k <= i; k++ {
		if n := value(k); n != "" {
			numbers = append(numbers, n)
		}
	}
	return shortLabel(level.prefix + strings.Join(numbers, ".") + level.suffix)
}
