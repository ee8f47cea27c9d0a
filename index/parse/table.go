package parse

import (
	"regexp"
	"strings"

	"github.com/plenary-search/plenary/index/document"
)

// timetable carries the day and the time of one row of a timetable to the next, since empty cells continue the slot above.
type timetable struct {
	active bool
	item   int // column of the agenda item, -1 where there is none
	date   string
	clock  string
}

var (
	weekday  = regexp.MustCompile(`^(?i:mon|tues|wednes|thurs|fri|satur|sun)day\b`)
	dayMonth = regexp.MustCompile(`\b(\d{1,2}) (January|February|March|April|May|June|July|August|September|October|November|December)(?: (\d{4}))?\b`)
	clock    = regexp.MustCompile(`(?i)\b\d{1,2}(?:[.:]\d{2})? ?(?:[ap]\.?m\b|[–-]\d)|\bnoon\b|\bmorning\b|\bafternoon\b`)
)

// header reads the header row: a table is a timetable if a column is about the day or the time and another about the item.
// Other tables with a column "Agenda item", as lists of documents, say the items of their rows without a slot.
func (t *timetable) header(cells []string) {
	*t = timetable{item: -1}
	when := false
	for i, c := range cells {
		c = strings.ToLower(c)
		if strings.Contains(c, "item") && t.item < 0 {
			t.item = i
		}
		if strings.Contains(c, "date") || strings.Contains(c, "time") || strings.Contains(c, "day") || strings.Contains(c, "meeting") {
			when = true
		}
	}
	t.active = t.item >= 0 && (when || strings.Contains(strings.ToLower(cells[t.item]), "agenda item"))
}

// row fills in what a body row says: its role, its slot, and the items it is about.
func (t *timetable) row(u *document.Unit, session dateRange) (items []string) {
	if !t.active || len(u.Cells) <= t.item {
		return nil
	}
	if only(u.Cells) && (weekday.MatchString(u.Text) || dayMonth.MatchString(u.Text)) {
		u.Role, t.date, t.clock = "day", dayInSession(u.Text, session), ""
		return nil
	}
	u.Role = "item"
	for i, c := range u.Cells {
		if i == 0 && weekday.MatchString(c) && i != t.item { // the day in the same cell: "Tuesday, 12 December 10 a.m.–1 p.m."
			if at := dayMonth.FindStringIndex(c); at != nil {
				t.date, t.clock, c = dayInSession(c, session), "", strings.Trim(c[at[1]:], " ,:")
			}
		}
		if i != t.item && clock.MatchString(c) && i < 2 {
			t.clock = c
			break
		}
	}
	if t.date != "" || t.clock != "" {
		u.Slot = &document.Slot{Date: t.date, Time: t.clock}
	}
	return readItems(u.Cells[t.item])
}

// only reports whether just the first cell says something.
func only(cells []string) bool {
	for i, c := range cells {
		if (c != "") != (i == 0) {
			return false
		}
	}
	return len(cells) > 0
}

// dayInSession is the date of a row such as "Monday, 14 October": the year, where it is not printed, is the session's.
func dayInSession(s string, session dateRange) string {
	m := dayMonth.FindStringSubmatch(s)
	if m == nil {
		return ""
	}
	year := m[3]
	if year == "" {
		year = session.yearOf(m[2])
	}
	if year == "" {
		return ""
	}
	return isoDay(year, m[2], m[1])
}
