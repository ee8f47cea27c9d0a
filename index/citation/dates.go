package citation

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// FindDates returns the days, ranges of days and months that text mentions, in order of position, apart from one another:
// "4 July 2024", "2 and 3 October 2023", "30 September to 4 October 2024", "December 2024".
//
// Years alone ("biennium 2024–2025", "2030 Agenda") are no dates. year is the year of days that lack one ("Monday, 14
// October"), as in a timetable; with 0 they are left out. Two days joined by "and" are a range where they follow one another
// ("2 and 3 October") and two dates otherwise. Days that no month has are left out.
//
// Source: United Nations Editorial Manual, on dates: day, month, year, without commas.
func FindDates(text, lang string, year int) []Date {
	l := languageOf(lang)
	p := pageOf(text, l)
	if !hasDigit(p.text) {
		return nil
	}
	var found []Date
	for _, at := range datesIn(l, p.text, year != 0) {
		group := func(n int) string {
			if at[2*n] < 0 {
				return ""
			}
			return p.text[at[2*n]:at[2*n+1]]
		}
		if !startsWord(p.text, at[0]) || !endsWord(p.text, at[1]) {
			continue
		}
		w := writtenDate{
			fromDay: atoi(group(1)), fromMonth: l.month(group(2)), fromYear: atoi(group(3)),
			single: strings.TrimSpace(group(4)) == l.and || strings.TrimSpace(group(4)) == "or",
			day:    atoi(group(5)), month: l.month(group(6)), year: atoi(group(7)),
		}
		if l.han {
			w = hanDate(l, group, w.single)
		}
		if group(5) == "0" || group(5) == "00" {
			continue
		}
		if w.year == 0 {
			w.year = year
		}
		for _, d := range w.dates() {
			d.Start, d.End = p.span(at[0], at[1])
			found = append(found, d)
		}
	}
	return found
}

// datesIn are the matches of the pattern of dates, with their groups, in order and apart. They begin with a number or the name of a month.
func datesIn(l *language, text string, all bool) [][]int {
	var list [][]int
	for _, window := range datePlaces(l, text, all) {
		for i := window[0]; i < window[1]; {
			from := i
			if isDigit(text[i]) {
				i = digitsAt(text, i)
				if !l.han {
					from = max(from, i-2) // the last two digits of a longer number are no day: the match is dropped later
				}
			} else if i = wordEnd(text, i); i == from {
				_, width := utf8.DecodeRuneInString(text[i:])
				i += width
				continue
			} else if !l.monthWords[text[from:i]] {
				continue
			}
			if at := l.date.match(text, from); at != nil {
				for n := range at {
					if at[n] >= 0 {
						at[n] += from
					}
				}
				list, i = append(list, at), max(i, at[1])
			}
		}
	}
	return list
}

// datePlaces are the parts of a text where dates may stand: around the names of months that a day or year stands beside, or all of it where
// the year is known and a month may stand alone.
func datePlaces(l *language, text string, all bool) windows {
	const before, after = 56, 72 // bytes: "30 de septiembre de 2023 al 4 de octubre de 2024"
	var places windows
	switch {
	case all:
		return windows{{0, len(text)}}
	case l.han:
		for _, i := range stemPlaces(nil, text, l.dateHints) {
			places = places.add(text, i, before, after)
		}
		return places
	}
	for i := 0; i < len(text); {
		if !isDigit(text[i]) {
			i++
			continue
		}
		end := digitsAt(text, i)
		if l.monthBehind(text, end) || end-i == 4 && l.monthBefore(text, i) {
			places = places.add(text, i, before, after)
		}
		i = end
	}
	return places
}

// monthBehind reports whether the name of a month follows the number of a day that ends at offset i.
func (l *language) monthBehind(text string, i int) bool {
	for _, ending := range l.dayEndings {
		if strings.HasPrefix(text[i:], ending) {
			i += len(ending)
		}
	}
	return i < len(text) && l.monthWords[firstWord(ahead(text, i, 40))]
}

// monthBefore reports whether the name of a month ends before the year at offset i.
func (l *language) monthBefore(text string, i int) bool {
	before := text[max(0, i-48):i]
	for _, ending := range l.yearBeginnings {
		before = strings.TrimSuffix(before, ending)
	}
	return l.monthWords[before[wordStart(before, len(before), 40):]]
}

// monthNumbers gives the numbers of months that are named in a pattern in the order of the year. A language with several forms
// of a month lists all months in one form, then all in the next.
func monthNumbers(pattern string) map[string]int {
	numbers := map[string]int{}
	for i, name := range strings.Split(pattern, "|") {
		numbers[name] = i%12 + 1
	}
	return numbers
}

// month is the number of a month that is named as the pattern of dates has it, in one name or two.
func (l *language) month(name string) int {
	name, _, _ = strings.Cut(name, "/")
	return l.months[strings.ToLower(strings.TrimSpace(name))]
}

// hanDate reads the groups of hanRange, whose year and month come first.
func hanDate(l *language, group func(int) string, single bool) writtenDate {
	w := writtenDate{year: atoi(group(1)), month: l.months[group(2)], day: atoi(group(3))}
	if group(7) == "" || w.day == 0 {
		return w
	}
	w.fromYear, w.fromMonth, w.fromDay = w.year, w.month, w.day
	w.single, w.day = single, atoi(group(7))
	if group(6) != "" {
		w.month = l.months[group(6)]
	}
	if group(5) != "" {
		w.year = atoi(group(5))
	}
	return w
}

func atoi(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

// writtenDate is a date as written; 0 stands for what is not there.
type writtenDate struct {
	fromDay, fromMonth, fromYear int
	single                       bool // two days joined by "and"
	day, month, year             int
}

// dates are the dates that are meant, nil where a day or year is missing or no such day exists.
func (w writtenDate) dates() []Date {
	switch {
	case w.year < 1800 || w.year > 2200 || w.month == 0:
		return nil
	case w.day == 0:
		return w.wholeMonth()
	}
	to, ok := day(w.year, w.month, w.day)
	if !ok {
		return nil
	}
	if w.fromDay == 0 {
		return []Date{{From: to, To: to, ISO: to}}
	}
	if w.fromMonth == 0 {
		w.fromMonth = w.month
	}
	if w.fromYear == 0 {
		w.fromYear = w.year
	}
	from, ok := day(w.fromYear, w.fromMonth, w.fromDay)
	if !ok || from >= to {
		return []Date{{From: to, To: to, ISO: to}}
	}
	if next, _ := day(w.fromYear, w.fromMonth, w.fromDay+1); w.single && next != to {
		return []Date{{From: from, To: from, ISO: from}, {From: to, To: to, ISO: to}}
	}
	return []Date{{From: from, To: to, ISO: from + "/" + to}}
}

// wholeMonth is "December 2024".
func (w writtenDate) wholeMonth() []Date {
	last := time.Date(w.year, time.Month(w.month)+1, 0, 0, 0, 0, 0, time.UTC)
	from, _ := day(w.year, w.month, 1)
	return []Date{{From: from, To: last.Format(time.DateOnly), ISO: fmt.Sprintf("%04d-%02d", w.year, w.month)}}
}

// day is a day in ISO 8601, false where there is no such day.
func day(year, month, d int) (string, bool) {
	t := time.Date(year, time.Month(month), d, 0, 0, 0, 0, time.UTC)
	return t.Format(time.DateOnly), d > 0 && t.Day() == d
}
