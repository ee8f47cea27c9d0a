package parse

import (
	"cmp"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// dateRange is the first and the last day of a session, ISO 8601.
type dateRange struct{ from, to string }

// yearOf is the year of a month within the range.
func (r dateRange) yearOf(month string) string {
	if len(r.from) < 10 {
		return ""
	}
	if len(r.to) == 10 && r.to[:4] != r.from[:4] && months[strings.ToLower(month)] <= monthOf(r.to) {
		return r.to[:4]
	}
	return r.from[:4]
}

func monthOf(iso string) int {
	n, _ := strconv.Atoi(iso[5:7])
	return n
}

var months = map[string]int{
	"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8, "september": 9, "october": 10, "november": 11, "december": 12,
	"janvier": 1, "février": 2, "mars": 3, "avril": 4, "mai": 5, "juin": 6, "juillet": 7, "août": 8, "septembre": 9, "octobre": 10, "novembre": 11, "décembre": 12,
	"enero": 1, "febrero": 2, "marzo": 3, "abril": 4, "mayo": 5, "junio": 6, "julio": 7, "agosto": 8, "septiembre": 9, "octubre": 10, "noviembre": 11, "diciembre": 12,
	"января": 1, "февраля": 2, "марта": 3, "апреля": 4, "мая": 5, "июня": 6, "июля": 7, "августа": 8, "сентября": 9, "октября": 10, "ноября": 11, "декабря": 12,
	"يناير": 1, "فبراير": 2, "مارس": 3, "أبريل": 4, "ابريل": 4, "مايو": 5, "أيار": 5, "يونيه": 6, "يونيو": 6, "يوليه": 7, "يوليو": 7, "أغسطس": 8, "آب": 8, "سبتمبر": 9,
	"أكتوبر": 10, "نوفمبر": 11, "ديسمبر": 12, "شباط": 2, "آذار": 3, "نيسان": 4, "حزيران": 6, "تموز": 7, "أيلول": 9,
	"1": 1, "2": 2, "3": 3, "4": 4, "5": 5, "6": 6, "7": 7, "8": 8, "9": 9, "10": 10, "11": 11, "12": 12,
}

// isoDay is a day in ISO 8601, "" where there is no such day.
func isoDay(year, month, day string) string {
	y, _ := strconv.Atoi(year)
	d, _ := strconv.Atoi(day)
	m := months[strings.ToLower(strings.TrimSpace(month))]
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if m == 0 || y < 1 || t.Day() != d || int(t.Month()) != m {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", y, m, d)
}

const monthName = `(\p{L}+)`

var (
	fullDate   = regexp.MustCompile(`^(\d{1,2})(?:er)?\.? (?:de )?` + monthName + ` (?:de )?(\d{4})(?: года)?$`)
	rangeShort = regexp.MustCompile(`(?i)\b(\d{1,2})\s?(?:[–—-]|to|and|et|au|a|al|y)\s?(\d{1,2}) (?:de )?` + monthName + ` (?:de )?(\d{4})`)
	rangeLong  = regexp.MustCompile(`(?i)\b(\d{1,2}) ` + monthName + `(?: (\d{4}))?\s?(?:[–—-]|to|and|et|au|a|al|y)\s?(\d{1,2}) (?:de )?` + monthName + ` (?:de )?(\d{4})`)
	oneDay     = regexp.MustCompile(`\b(\d{1,2}) (?:de )?` + monthName + ` (?:de )?(\d{4})`)
)

// readDate is the date that text is, "" if it is something else.
func readDate(text string) string {
	if len(text) > 80 {
		return ""
	}
	if r, span := readEastern(text); span != nil {
		if strings.Trim(text[:span[0]]+text[span[1]:], " ") == "" && r.from == r.to {
			return r.from
		}
		return ""
	}
	m := fullDate.FindStringSubmatch(text)
	if m == nil {
		return ""
	}
	return isoDay(m[3], m[2], m[1])
}

// readRange is the range of days, or the single day, that text contains; span is where it stands.
func readRange(text string) (r dateRange, span []int) {
	if r, span = readEastern(text); span != nil {
		return r, span
	}
	if m := rangeLong.FindStringSubmatchIndex(text); m != nil {
		part := func(i int) string {
			if m[2*i] < 0 {
				return ""
			}
			return text[m[2*i]:m[2*i+1]]
		}
		year := part(3)
		if year == "" {
			year = part(6)
		}
		r = dateRange{isoDay(year, part(2), part(1)), isoDay(part(6), part(5), part(4))}
		if r.from != "" && r.to != "" {
			return r, m[:2]
		}
	}
	if m := rangeShort.FindStringSubmatchIndex(text); m != nil {
		month, year := text[m[6]:m[7]], text[m[8]:m[9]]
		r = dateRange{isoDay(year, month, text[m[2]:m[3]]), isoDay(year, month, text[m[4]:m[5]])}
		if r.from != "" && r.to != "" {
			return r, m[:2]
		}
	}
	if m := oneDay.FindStringSubmatchIndex(text); m != nil {
		if day := isoDay(text[m[6]:m[7]], text[m[4]:m[5]], text[m[2]:m[3]]); day != "" {
			return dateRange{day, day}, m[:2]
		}
	}
	return dateRange{}, nil
}

var (
	chineseDate = regexp.MustCompile(`(\d{4}) ?年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?日(?: ?[至到－—–-] ?(?:(\d{4}) ?年 ?)?(?:(\d{1,2}) ?月 ?)?(\d{1,2}) ?日)?`)
	// arabicDate has the month by its Levantine name, its Western one, or both: "22 كانون الأول/ديسمبر 2023".
	arabicDate = regexp.MustCompile(`(\d{1,2})(?: ?(?:-|–|إلى) ?(\d{1,2}))? (?:من )?((?:\p{Arabic}+ ?){1,2}/ ?\p{Arabic}+|\p{Arabic}+) (\d{4})`)
)

// readEastern is the first day, or range of days, that text contains in Chinese or Arabic; span is nil where it contains none.
func readEastern(text string) (r dateRange, span []int) {
	if strings.Contains(text, "月") {
		if m := chineseDate.FindStringSubmatch(text); m != nil {
			r.from = isoDay(m[1], m[2], m[3])
			r.to = r.from
			if m[6] != "" {
				r.to = isoDay(cmp.Or(m[4], m[1]), cmp.Or(m[5], m[2]), m[6])
			}
			if r.from != "" && r.to != "" {
				return r, chineseDate.FindStringIndex(text)
			}
		}
	}
	if !strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Arabic, r) }) {
		return dateRange{}, nil
	}
	digits := asciiDigits(text)
	m := arabicDate.FindStringSubmatch(digits)
	if m == nil || len(digits) != len(text) { // digits of another width would move the span
		return dateRange{}, nil
	}
	month := m[3][strings.LastIndexByte(m[3], '/')+1:]
	r.from = isoDay(m[4], month, m[1])
	r.to = isoDay(m[4], month, cmp.Or(m[2], m[1]))
	if r.from == "" || r.to == "" {
		return dateRange{}, nil
	}
	return r, arabicDate.FindStringIndex(digits)
}
