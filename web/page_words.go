package web

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/plenary-search/plenary/index/document"
)

// phrases are the words of the interface in one language: the page says nothing that is not in its table. A phrase is a
// format of package fmt; one that counts has a form for each plural category of the language (CLDR), the name of the
// category after a dot.
type phrases struct {
	lang   string
	dir    string
	plural func(n int) string
	table  map[string]string
}

// interfaces are the languages of the interface. The first is the default.
var interfaces = []*phrases{english}

// say is the phrase of a key. A key that the table lacks is shown as it is, so that nobody overlooks it.
func (p *phrases) say(key string, args ...any) string {
	text, ok := p.table[key]
	if !ok {
		return key
	}
	if len(args) == 0 || !strings.Contains(text, "%") {
		return text
	}
	return fmt.Sprintf(text, args...)
}

// count is the phrase of a key in the plural form of n, which is its first argument, as a grouped number.
func (p *phrases) count(key string, n int, args ...any) string {
	return p.say(key+"."+p.plural(n), append([]any{p.number(n)}, args...)...)
}

// plain is the phrase of a key in the plural form of n, which it does not name.
func (p *phrases) plain(key string, n int) string { return p.say(key + "." + p.plural(n)) }

// number groups the digits of n by threes: 1,112.
func (p *phrases) number(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0 && digits[i-1] != '-'; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// has says whether the table has a phrase.
func (p *phrases) has(key string) bool {
	_, ok := p.table[key]
	return ok
}

// day is an ISO 8601 date as documents print it: 16 July 2024. What is no date stays as it is.
func (p *phrases) day(iso string) string {
	day, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return iso
	}
	return fmt.Sprintf("%d %s %d", day.Day(), day.Month(), day.Year())
}

// days is a span of days: 14–18 October 2024.
func (p *phrases) days(from, to string) string {
	a, err1 := time.Parse(time.DateOnly, from)
	b, err2 := time.Parse(time.DateOnly, to)
	switch {
	case err1 != nil || err2 != nil || a.Equal(b):
		return p.day(from)
	case a.Year() != b.Year():
		return p.day(from) + " – " + p.day(to)
	case a.Month() != b.Month():
		return fmt.Sprintf("%d %s – %s", a.Day(), a.Month(), p.day(to))
	}
	return fmt.Sprintf("%d–%s", a.Day(), p.day(to))
}

// decimal is a number to two places.
func (p *phrases) decimal(x float64) string { return strconv.FormatFloat(x, 'f', 2, 64) }

// sitting is a slot of a timetable: Tue 15, 3–6 p.m.
func (p *phrases) sitting(s document.Slot) string {
	day, err := time.Parse(time.DateOnly, s.Date)
	if err != nil {
		return s.Time
	}
	return strings.TrimSuffix(fmt.Sprintf("%s %d, %s", day.Format("Mon"), day.Day(), s.Time), ", ")
}
